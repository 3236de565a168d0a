#include "service/web/screens/program/giving.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "service/web/every_entry.h"
#include "service/web/screens/program/program.h"
#include "service/web/view/changes.h"

namespace ischia::web {
namespace {

using domain::Result;

app::HandoutFields SheetOf(const Fields& form, bool refused) {
  app::HandoutFields sheet;
  sheet.kind = refused ? app::HandoutKind::kReferral : app::HandoutKind::kProgram;
  sheet.language_code = form.Get("language");
  sheet.paper_size = form.Get("paper") == "letter" ? app::PaperSize::kLetter : app::PaperSize::kA4;
  sheet.large_print = form.Has("large_print");
  sheet.picture_only = form.Has("picture_only");
  // Browsers end lines with CR LF.
  sheet.note = form.Get("note");
  std::erase(sheet.note, '\r');
  return sheet;
}

// Makes the sheet, once, and sends and files it as ticked.
Result<domain::Done> GiveSheet(const Visit& visit, const app::ProgramName& name, bool refused) {
  const Fields& form = visit.request.form;
  if (!form.Has("print") && !form.Has("mail") && !form.Has("file")) return domain::Done{};
  app::CreateHandoutRequest wanted;
  wanted.program = name;
  wanted.handout = SheetOf(form, refused);
  wanted.file_to_host = form.Has("file");
  const auto handout = visit.desk.handouts.CreateHandout(visit.Changing(), wanted);
  if (!handout.ok()) return handout.error();
  if (!form.Has("mail")) return domain::Done{};
  const auto sent = visit.desk.deliveries.SendHandout(
      visit.Changing(), {handout->name, app::DeliveryMode::kUnspecified});
  if (!sent.ok()) return sent.error();
  return domain::Done{};
}

bool CanMail(const Visit& visit) {
  const app::PatientFields& patient = visit.patient.fields;
  return !patient.email_address.empty() && visit.patient.email_confirmed &&
         patient.delivery_mode == app::DeliveryMode::kAttachment;
}

// -- The sheet that the patient has ---------------------------------------------------------------

// Of the latest revision that has one of the program's own; unset: there is none.
Result<std::optional<app::HandoutRecord>> LastSheet(const Visit& visit,
                                                    const app::ProgramName& name) {
  auto handouts = EveryEntry<app::HandoutRecord>([&](const app::PageRequest& page) {
    return visit.desk.handouts.ListHandouts(visit.Reading(), name, page);
  });
  if (!handouts.ok()) return handouts.error();
  std::optional<app::HandoutRecord> last;
  for (app::HandoutRecord& handout : *handouts) {
    if (handout.fields.kind != app::HandoutKind::kProgram) continue;
    if (!last || last->revision_number < handout.revision_number) last = std::move(handout);
  }
  return last;
}

Result<app::Changes> ChangesSince(const Visit& visit, const app::ProgramName& name, int revision) {
  auto revisions = EveryEntry<app::RevisionRecord>([&](const app::PageRequest& page) {
    return visit.desk.revisions.ListRevisions(visit.Reading(), name, page);
  });
  if (!revisions.ok()) return revisions.error();
  std::sort(revisions->begin(), revisions->end(),
            [](const auto& a, const auto& b) { return a.name.number < b.name.number; });
  app::Changes changes;
  for (const app::RevisionRecord& record : *revisions) {
    if (record.name.number <= revision) continue;
    changes.insert(changes.end(), record.changes->begin(), record.changes->end());
  }
  return changes;
}

Result<bool> WasMailed(const Visit& visit, const app::HandoutRecord& handout) {
  const auto deliveries = visit.desk.deliveries.ListDeliveries(
      visit.Reading(), {handout.name, app::DeliveryState::kUnspecified, {}});
  if (!deliveries.ok()) return deliveries.error();
  return !deliveries->entries.empty();
}

Result<bool> WasFiled(const Visit& visit, const app::HandoutRecord& handout) {
  const auto filings = EveryEntry<app::FilingRecord>([&](const app::PageRequest& page) {
    return visit.desk.filings.ListFilings(visit.Reading(), handout.name.program, page);
  });
  if (!filings.ok()) return filings.error();
  return std::any_of(filings->begin(), filings->end(), [&](const app::FilingRecord& filing) {
    return filing.handout == handout.name;
  });
}

// What the practice accepts, the patient's own, and the original, which a reviewer has read.
Views Languages(const Visit& visit) {
  constexpr std::string_view kOriginal = "en";
  const std::string& own = visit.patient.fields.language_code.empty()
                               ? visit.practice.language_code
                               : visit.patient.fields.language_code;
  Views languages;
  for (const std::string_view code : visit.desk.texts.LanguageCodes()) {
    const bool is_own = own == code || own.starts_with(std::string(code) + "-");
    if (!is_own && code != kOriginal && !visit.practice.Accepts(code)) continue;
    View language;
    language.set("code", std::string(code));
    Put(language, "label", visit.words.Get("language." + std::string(code)));
    language.set("selected", View(is_own));
    languages.push_back(language);
  }
  return languages;
}

}  // namespace

void ShowGive(const Visit& visit, View& view) {
  const app::PatientFields& patient = visit.patient.fields;
  const bool mailed = CanMail(visit);
  view.set("can_mail", View(mailed));
  view.set("must_confirm", View(!mailed));
  view.set("masked_address", app::MaskedAddress(patient.email_address));
  view.set("can_file", View(patient.host_reference.has_value()));
  view.set("languages", View(Languages(visit)));
  view.set("letter", View(visit.practice.paper_size == app::PaperSize::kLetter));
  view.set("large_print", View(patient.large_print));
  view.set("picture_only", View(patient.picture_only));
}

void ShowSignOff(const std::vector<domain::Finding>& findings,
                 const std::vector<app::Acknowledgement>& acknowledgements, const Visit& visit,
                 View& view) {
  Views cautions;
  for (const domain::Finding& finding : findings) {
    if (!finding.acknowledgement_required) continue;
    View caution;
    const std::string rule(finding.rule_id.text());
    caution.set("rule", rule);
    Put(caution, "summary", SummaryOf(finding, visit.speech()));
    caution.set("detail", DetailOf(finding, visit.speech()));
    const auto signed_by = std::find_if(
        acknowledgements.begin(), acknowledgements.end(),
        [&](const app::Acknowledgement& entry) { return entry.rule_id == finding.rule_id; });
    const bool is_signed = signed_by != acknowledgements.end();
    caution.set("signed", View(is_signed));
    Put(caution, "by",
        is_signed
            ? visit.words.Get("sign.by", {{"name", signed_by->user},
                                          {"time", TimeOf(signed_by->acknowledge_time, visit)}})
            : std::string());
    cautions.push_back(caution);
  }
  view.set("has_cautions", View(!cautions.empty()));
  view.set("caution_count", std::to_string(cautions.size()));
  view.set("cautions", View(cautions));
}

Result<domain::Done> ShowReissue(const Visit& visit, const app::ProgramRecord& program,
                                 View& view) {
  const auto last = LastSheet(visit, program.name);
  if (!last.ok()) return last.error();
  const bool active = program.state == domain::ProgramState::kActive;
  const bool outdated = active && *last && (*last)->revision_number < program.revision_number;
  view.set("reissue", View(outdated));
  if (!outdated) return domain::Done{};
  const app::HandoutRecord& sheet = **last;
  const Result<app::Changes> changes = ChangesSince(visit, program.name, sheet.revision_number);
  if (!changes.ok()) return changes.error();
  const Result<bool> mailed = WasMailed(visit, sheet);
  if (!mailed.ok()) return mailed.error();
  const Result<bool> filed = WasFiled(visit, sheet);
  if (!filed.ok()) return filed.error();
  ShowChanges(*changes, visit.words, view);
  view.set("sheet_language", sheet.fields.language_code);
  view.set("sheet_letter", View(sheet.fields.paper_size == app::PaperSize::kLetter));
  view.set("sheet_large_print", View(sheet.fields.large_print));
  view.set("sheet_picture_only", View(sheet.fields.picture_only));
  view.set("sheet_mailed", View(*mailed && CanMail(visit)));
  view.set("sheet_filed", View(*filed && visit.patient.fields.host_reference.has_value()));
  view.set("reissue_title",
           visit.words.Get("reissue.title", {{"count", std::to_string(program.revision_number)},
                                             {"previous", std::to_string(sheet.revision_number)}}));
  return domain::Done{};
}

std::vector<domain::RuleId> SignedRules(const Fields& form) {
  constexpr std::string_view kPrefix = "sign.";
  std::vector<domain::RuleId> rules;
  for (const auto& [field, value] : form.all()) {
    if (field.starts_with(kPrefix))
      rules.emplace_back(std::string_view(field).substr(kPrefix.size()));
  }
  return rules;
}

Response AfterGiving(const Visit& visit, const app::ProgramName& name, bool refused) {
  const Result<domain::Done> given = GiveSheet(visit, name, refused);
  if (!given.ok()) return ErrorPage(visit, given.error());
  return Redirect(PathOf(visit, name) + "#give");
}

}  // namespace ischia::web
