#include "service/web/screens/program/edit.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include "service/domain/statements.h"
#include "service/web/screens/program/program.h"
#include "service/web/screens/standing.h"
#include "service/web/view/faults.h"

namespace ischia::web {
namespace {

using domain::EditKind;
using domain::ProgramEdit;

constexpr std::array<std::pair<std::string_view, EditKind>, 8> kKinds = {
    {{"swap", EditKind::kSwap},
     {"remove", EditKind::kRemove},
     {"add", EditKind::kAdd},
     {"lock", EditKind::kLock},
     {"hold", EditKind::kSetHoldSeconds},
     {"repetitions", EditKind::kSetRepetitions},
     {"days", EditKind::kSetDays},
     {"second_stretch", EditKind::kSetSecondStretch}}};

std::string TitleOf(domain::ExerciseId id, const Words& words) {
  return id.empty() ? std::string() : words.Of(std::string(id.text()) + ".title");
}

std::string_view KindText(EditKind kind) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [&](const auto& entry) { return entry.second == kind; });
  return found == kKinds.end() ? std::string_view() : found->first;
}

constexpr std::array<std::pair<std::string_view, domain::Side>, 3> kSides = {
    {{"", domain::Side::kUnspecified},
     {"right", domain::Side::kRight},
     {"left", domain::Side::kLeft}}};

// What does not parse is left to the domain, which names it.
ProgramEdit EditOf(const Fields& form) {
  ProgramEdit edit;
  for (const auto& [name, kind] : kKinds) {
    if (form.Get("kind") == name) edit.kind = kind;
  }
  edit.exercise = domain::ExerciseId(form.Get("exercise"));
  if (edit.kind == EditKind::kSwap || edit.kind == EditKind::kAdd) {
    edit.new_exercise = domain::ExerciseId(form.Get("new_exercise"));
  }
  for (const auto& [name, side] : kSides) {
    if (form.Get("side") == name) edit.side = side;
  }
  const std::string_view value = form.Get(form.Get("kind"));
  std::from_chars(value.data(), value.data() + value.size(), edit.value);
  const std::string_view week = form.Get("from_week");
  std::from_chars(week.data(), week.data() + week.size(), edit.from_week);
  edit.reason = form.Get("reason");
  return edit;
}

// A stretch that comes in besides another one is an edit of its own.
ProgramEdit Settled(ProgramEdit edit, const domain::Catalogue& catalogue) {
  const domain::Exercise* exercise = catalogue.FindExercise(edit.new_exercise);
  const bool stretch =
      exercise != nullptr && exercise->exercise_class == domain::ExerciseClass::kStatic;
  if (edit.kind == EditKind::kAdd && stretch) edit.kind = EditKind::kSetSecondStretch;
  return edit;
}

app::ReviseProgramRequest RevisionOf(const Visit& visit, const app::ProgramRecord& program,
                                     domain::CivilDay from, const ProgramEdit& edit) {
  app::ReviseProgramRequest wanted;
  wanted.name = program.name;
  wanted.etag = visit.request.form.Get("etag");
  wanted.edits = {edit};
  if (program.state != domain::ProgramState::kDraft) wanted.effective_date = from;
  for (const domain::Finding& finding : program.content->findings) {
    if (finding.acknowledgement_required) {
      wanted.acknowledged_rule_ids.push_back(finding.rule_id);
    }
  }
  return wanted;
}

View ChoiceView(domain::ExerciseId id, const Words& words) {
  View choice;
  choice.set("id", std::string(id.text()));
  choice.set("title", TitleOf(id, words));
  return choice;
}

// What a rule removes is shown with the rule, and cannot be chosen.
Views Forbidden(const domain::Program& program, const Words& words) {
  Views forbidden;
  for (const domain::ExcludedExercise& excluded : program.excluded) {
    const auto rule = std::find_if(excluded.reasons.begin(), excluded.reasons.end(),
                                   [](const domain::Reason& reason) {
                                     return reason.statement == domain::statement::kRemovedByRule;
                                   });
    if (rule == excluded.reasons.end()) continue;
    View choice = ChoiceView(excluded.exercise, words);
    choice.set("rule", std::string(rule->rule_id.text()));
    forbidden.push_back(choice);
  }
  return forbidden;
}

Views Addable(const domain::Program& program, const domain::Catalogue& catalogue,
              const Words& words) {
  Views addable;
  for (const domain::ExcludedExercise& excluded : program.excluded) {
    const domain::Exercise* exercise = catalogue.FindExercise(excluded.exercise);
    const bool ruled_out = std::any_of(
        excluded.reasons.begin(), excluded.reasons.end(), [](const domain::Reason& reason) {
          return reason.statement == domain::statement::kRemovedByRule;
        });
    const bool support =
        exercise == nullptr || exercise->exercise_class == domain::ExerciseClass::kSupport;
    if (!ruled_out && !support) addable.push_back(ChoiceView(excluded.exercise, words));
  }
  return addable;
}

View ItemView(const domain::ProgramItem& item, int from_week, const Words& words) {
  View view = ChoiceView(item.exercise, words);
  const std::string week = std::to_string(from_week);
  view.set("from_week", week);
  view.set("week", words.Get("why.from_week", {{"week", week}}));
  Put(view, "number", std::to_string(item.item_number));
  Views swaps;
  for (const domain::ExerciseId id : item.alternatives) swaps.push_back(ChoiceView(id, words));
  view.set("can_swap", View(!swaps.empty()));
  view.set("swaps", View(swaps));
  const domain::SideDose& dose = item.doses.front();
  view.set("sided", View(dose.side == domain::Side::kRight || dose.side == domain::Side::kLeft));
  view.set("holds", View(dose.hold_seconds > 0));
  view.set("hold", std::to_string(dose.hold_seconds));
  view.set("repetitions", std::to_string(dose.repetitions));
  view.set("days", std::to_string(dose.days_per_week));
  return view;
}

// What stands in this week or comes in later, each from the first week that can be edited.
Views EditableItems(const domain::Program& program, const Visit& visit) {
  const auto days = (visit.today() - program.start_date).count();
  const int this_week = days < 0 ? 1 : static_cast<int>(days) / 7 + 1;
  Views items;
  std::vector<domain::ExerciseId> seen;
  for (const domain::ProgramWeek& week : program.weeks) {
    if (week.week_number < this_week) continue;
    for (const domain::ProgramItem& item : week.items) {
      const bool known = std::find(seen.begin(), seen.end(), item.exercise) != seen.end();
      if (known || item.slot == domain::Slot::kWarmUp) continue;
      seen.push_back(item.exercise);
      items.push_back(ItemView(item, week.week_number, visit.words));
    }
  }
  return items;
}

void ShowCheck(const Visit& visit, const EditCheck& check, View& view) {
  view.set("edit_allowed", View(check.allowed));
  view.set("edit_refused", View(check.refusal.has_value()));
  if (!check.edit) return;
  const ProgramEdit& edit = *check.edit;
  const std::string kind(KindText(edit.kind));
  view.set("edit_tried",
           visit.words.Get("edit.tried." + kind, {{"exercise", TitleOf(edit.exercise, visit.words)},
                                                  {"now", TitleOf(edit.new_exercise, visit.words)},
                                                  {"count", std::to_string(edit.value)}}));
  view.set("stored_etag", check.etag);
  view.set("kind", kind);
  view.set("edit_exercise", std::string(edit.exercise.text()));
  view.set("edit_new_exercise", std::string(edit.new_exercise.text()));
  view.set("edit_value", std::to_string(edit.value));
  view.set("edit_from_week", std::to_string(edit.from_week));
  view.set("edit_side", std::string(visit.request.form.Get("side")));
  if (!check.refusal) return;
  Views whys;
  for (const domain::FieldViolation& violation : check.refusal->violations) {
    whys.push_back(View(FaultText(violation, visit.words)));
  }
  if (whys.empty()) whys.push_back(View(ErrorText(*check.refusal, visit.words)));
  view.set("edit_whys", View(whys));
}

}  // namespace

void ShowEdits(const Visit& visit, const app::ProgramRecord& program, const EditCheck& check,
               View& view) {
  const bool open = program.state == domain::ProgramState::kDraft ||
                    program.state == domain::ProgramState::kActive;
  view.set("can_edit", View(open && !check.allowed && !program.content->weeks.empty()));
  ShowCheck(visit, check, view);
  if (!open || program.content->weeks.empty()) return;
  view.set("edit_items", View(EditableItems(*program.content, visit)));
  view.set("addable", View(Addable(*program.content, visit.desk.catalogue, visit.words)));
  view.set("forbidden", View(Forbidden(*program.content, visit.words)));
}

Response TakeEdit(const Visit& visit, const app::ProgramName& name) {
  const auto program = visit.desk.programs.GetProgram(visit.Reading(), name);
  if (!program.ok()) return ErrorPage(visit, program.error());
  const auto revision =
      visit.desk.revisions.GetRevision(visit.Reading(), {name, program->revision_number});
  if (!revision.ok()) return ErrorPage(visit, revision.error());
  EditCheck check;
  check.edit = Settled(EditOf(visit.request.form), visit.desk.catalogue);
  app::ReviseProgramRequest wanted =
      RevisionOf(visit, *program, EffectiveDay(*revision, visit), *check.edit);
  wanted.validate_only = visit.request.form.Get("do") != "apply";
  // The reason is asked for once the edit is known to be possible.
  if (wanted.validate_only) wanted.edits.front().reason = visit.words.Get("edit.not_yet");
  const auto revised = visit.desk.revisions.ReviseProgram(visit.Changing(), wanted);
  if (!revised.ok()) {
    if (revised.error().reason == "ETAG_MISMATCH") return ErrorPage(visit, revised.error());
    check.refusal = revised.error();
    return ProgramScreen(visit, *program, check);
  }
  if (!wanted.validate_only) return Redirect(PathOf(visit, name));
  check.allowed = true;
  check.etag = program->etag;
  app::ProgramRecord shown = *revised;
  shown.name = name;
  return ProgramScreen(visit, shown, check);
}

}  // namespace ischia::web
