#include "service/application/practice/practices.h"

#include <algorithm>
#include <set>
#include <utility>

#include "service/application/field_checks.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::FieldViolation;
using domain::Result;

constexpr std::size_t kDisplayNameLimit = 80;
constexpr std::size_t kZoneLimit = 64;
constexpr std::size_t kMostLanguages = 20;

// The fields that an update may name, as in the contract, and the setting of the same thing.
struct FieldRow {
  std::string_view path;
  std::string_view setting;  // empty: the configuration does not have it
  void (*set)(const Practice& from, Practice& to);
};
constexpr FieldRow kFields[] = {
    {"display_name", "display_name",
     [](auto& from, auto& to) { to.display_name = from.display_name; }},
    {"time_zone", "time_zone", [](auto& from, auto& to) { to.time_zone = from.time_zone; }},
    {"language_code", "language_code",
     [](auto& from, auto& to) { to.language_code = from.language_code; }},
    {"accepted_languages", "",
     [](auto& from, auto& to) { to.accepted_languages = from.accepted_languages; }},
    {"phone_number", "phone_number",
     [](auto& from, auto& to) { to.phone_number = from.phone_number; }},
    {"emergency_number", "emergency_number",
     [](auto& from, auto& to) { to.emergency_number = from.emergency_number; }},
    {"handout_look.paper_size", "paper_size",
     [](auto& from, auto& to) {
       const bool said = from.paper_size != PaperSize::kUnspecified;
       to.paper_size = said ? from.paper_size : PaperSize::kA4;
     }},
    {"handout_look.accent_color", "accent_color",
     [](auto& from, auto& to) { to.accent_color = from.accent_color; }},
    {"handout_look.logo_png", "logo_file",
     [](auto& from, auto& to) { to.logo_sha256 = from.logo_sha256; }},
    {"policy.default_delivery_mode", "",
     [](auto& from, auto& to) { to.default_delivery_mode = from.default_delivery_mode; }},
    {"policy.encrypt_attachments", "encrypt_attachments",
     [](auto& from, auto& to) { to.encrypt_attachments = from.encrypt_attachments; }},
};

constexpr std::string_view kOutputOnly[] = {"name", "policy_version", "etag"};

// Nothing of this version acts on them, so none is stored as if something did.
constexpr std::string_view kNotYetSupported[] = {
    "policy.decision_mode",          "policy.pregnancy_rule_from_week",
    "policy.default_exercise_count", "policy.silent_patient_day_count",
    "policy.in_doubt_mode",          "policy.record_retention_years",
    "policy.audit_retention_years",  "policy.small_cell_limit"};

template <typename Paths>
bool IsOneOf(std::string_view path, const Paths& paths) {
  return std::find(std::begin(paths), std::end(paths), path) != std::end(paths);
}

bool IsChanged(const UpdatePracticeRequest& request, std::string_view path) {
  return std::any_of(request.update_mask.begin(), request.update_mask.end(),
                     [&](const std::string& mask_path) { return Covers(mask_path, path); });
}

void CheckMask(const std::vector<std::string>& mask, FieldChecks& checks) {
  checks.Require(!mask.empty(), "update_mask", "is required");
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const std::string field = "update_mask.paths[" + std::to_string(i) + ']';
    if (IsOneOf(mask[i], kNotYetSupported)) {
      checks.Require(false, "practice." + mask[i], "is not supported in this version",
                     "NOT_YET_SUPPORTED");
      continue;
    }
    checks.Require(!IsOneOf(mask[i], kOutputOnly), field, "names a field that is output only");
    const bool known = std::any_of(std::begin(kFields), std::end(kFields),
                                   [&](const auto& row) { return Covers(mask[i], row.path); });
    checks.Require(known && !mask[i].empty(), field,
                   "must name a field of a practice that can be changed");
  }
}

bool AreDigits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// ITU-T E.164: a plus sign and at most fifteen digits, the first of which is not 0.
bool IsE164(std::string_view number) {
  return number.starts_with('+') && number.size() > 1 && number[1] != '0' &&
         AreDigits(number.substr(1), 7, 15);
}

Practice Masked(Practice stored, const Practice& changed, const UpdatePracticeRequest& request) {
  for (const FieldRow& row : kFields) {
    if (IsChanged(request, row.path)) row.set(changed, stored);
  }
  return stored;
}

// What of a practice is policy.
bool SamePolicy(const Practice& left, const Practice& right) {
  return left.encrypt_attachments == right.encrypt_attachments &&
         left.default_delivery_mode == right.default_delivery_mode;
}

// The settings that say something else than what is stored.
std::vector<std::string_view> Differing(const Practice& configured, const Practice& stored) {
  std::vector<std::string_view> settings;
  for (const FieldRow& row : kFields) {
    if (row.setting.empty()) continue;
    Practice followed = stored;
    row.set(configured, followed);
    if (followed != stored) settings.push_back(row.setting);
  }
  return settings;
}

Result<Done> Restamp(Work& work, Practice& practice) {
  practice.etag = EtagOf(DigestOf(work.digest, practice));
  return Done{};
}

// Stores a practice in the place of what `before` was, if there was any.
Result<Practice> Put(Work& work, Practice practice, const Practice* before,
                     const std::string& logo_png) {
  if (before != nullptr) {
    work.touched.before_sha256 = DigestOf(work.digest, *before);
    practice.policy_version = before->policy_version + (SamePolicy(practice, *before) ? 0 : 1);
  }
  work.touched.after_sha256 = DigestOf(work.digest, practice);
  practice.etag = EtagOf(work.touched.after_sha256);
  const Result<Done> put = work.unit.PutPractice(work.tenant, practice);
  if (!put.ok()) return put.error();
  if (!logo_png.empty()) {
    const Result<Done> kept = work.unit.KeepLogo(work.tenant, practice.logo_sha256, logo_png);
    if (!kept.ok()) return kept.error();
  }
  return practice;
}

std::string LogoDigest(const Digest& digest, const std::string& logo_png) {
  return logo_png.empty() ? std::string() : Hex(digest.Sha256(logo_png));
}

}  // namespace

bool Covers(std::string_view mask_path, std::string_view path) {
  return path == mask_path || (path.starts_with(mask_path) && path[mask_path.size()] == '.');
}

Result<std::vector<std::string_view>> Practices::SeedPractice(const Practice& configured,
                                                              const std::string& logo_png) {
  using Settings = std::vector<std::string_view>;
  const Call call{Caller::TheService(), {}, {}};
  const Task task{call, Method::kSeedPractice, configured.id, Encode(configured.id)};
  return command_.Own<Settings>(task, [&](Work& work) -> Result<Settings> {
    // Waits for an update that another process is making.
    const auto turn =
        work.unit.FindRequest(work.tenant, std::string(RowOf(task.method).name), std::string());
    if (!turn.ok()) return turn.error();
    const Result<std::optional<Practice>> stored = work.unit.FindPractice(work.tenant);
    if (!stored.ok()) return stored.error();
    Practice practice = configured;
    practice.logo_sha256 = LogoDigest(work.digest, logo_png);
    if (stored->has_value() && !(*stored)->follows_configuration) {
      work.touched.reason = "KEPT";
      return Differing(practice, **stored);
    }
    const Practice* before = stored->has_value() ? &**stored : nullptr;
    const Result<Practice> put = Put(work, std::move(practice), before, logo_png);
    if (!put.ok()) return put.error();
    return Settings();
  });
}

Result<Practice> Practices::GetPractice(const Call& call, const domain::PracticeId& name) {
  const Task task{call, Method::kGetPractice, name, Encode(name)};
  return command_.Read<Practice>(task, [](Work& work) -> Result<Practice> {
    Practice practice = work.practice;
    const Result<Done> stamped = Restamp(work, practice);
    if (!stamped.ok()) return stamped.error();
    return practice;
  });
}

// What is wrong with the fields that the mask names, and with the mask.
std::vector<FieldViolation> Practices::FaultsOf(const UpdatePracticeRequest& request) const {
  FieldChecks checks;
  CheckMask(request.update_mask, checks);
  checks.Require(!request.practice.etag.empty(), "practice.etag", "is required");

  const Practice& practice = request.practice;
  FieldChecks whole;
  whole.RequiredLine("practice.display_name", practice.display_name, kDisplayNameLimit);
  whole.RequiredLine("practice.time_zone", practice.time_zone, kZoneLimit);
  whole.Require(calendar_.DayIn(practice.time_zone, {}).ok(), "practice.time_zone",
                "must be an IANA time zone, \"Europe/Berlin\"");
  const auto is_spoken = [&](const std::string& code) {
    return !code.empty() && !texts_.Text("handout.title", code).empty();
  };
  whole.Require(is_spoken(practice.language_code), "practice.language_code",
                "must be a language of the catalogue");
  const std::vector<std::string>& languages = practice.accepted_languages;
  const std::set<std::string> different(languages.begin(), languages.end());
  whole.Require(languages.size() <= kMostLanguages && different.size() == languages.size() &&
                    std::all_of(languages.begin(), languages.end(), is_spoken),
                "practice.accepted_languages", "must be languages of the catalogue, each once");
  whole.Require(IsE164(practice.phone_number), "practice.phone_number",
                "must be an E.164 number, \"+4930123456\"");
  whole.Require(AreDigits(practice.emergency_number, 2, 6), "practice.emergency_number",
                "must be a short number of 2 to 6 digits, \"112\"");
  if (!practice.accent_color.empty()) {
    const std::string fault = renderer_.FindAccentFault(practice.accent_color);
    whole.Require(fault.empty(), "practice.handout_look.accent_color", fault);
  }
  if (!request.logo_png.empty() && IsChanged(request, "handout_look.logo_png")) {
    const std::string fault = renderer_.FindLogoFault(request.logo_png);
    whole.Require(fault.empty(), "practice.handout_look.logo_png", fault);
  }
  whole.Require(practice.default_delivery_mode != DeliveryMode::kLinkOnly,
                "practice.policy.default_delivery_mode",
                "LINK_ONLY is not supported in this version", "NOT_YET_SUPPORTED");

  std::vector<FieldViolation> violations = std::move(checks).Take();
  for (FieldViolation& violation : std::move(whole).Take()) {
    const std::string_view path = std::string_view(violation.field).substr(9);  // "practice."
    if (IsChanged(request, path)) violations.push_back(std::move(violation));
  }
  return violations;
}

Result<Practice> Practices::UpdatePractice(const Call& call, const UpdatePracticeRequest& request) {
  const domain::PracticeId& id = request.practice.id;
  const Task task{call,
                  Method::kUpdatePractice,
                  id,
                  Encode(id),
                  Joined({Encode(request.practice), request.practice.etag, request.logo_png,
                          Encode(request.update_mask)}),
                  FaultsOf(request)};
  return command_.Change<Practice>(
      task,
      [&](Work& work) -> Result<Practice> {
        // Again, since by now no other update of the practice runs.
        Result<Practice> stored = Existing(work.unit.FindPractice(work.tenant));
        if (!stored.ok()) return stored;
        if (request.practice.etag != EtagOf(DigestOf(work.digest, *stored))) return EtagMismatch();
        Practice changed = request.practice;
        changed.logo_sha256 = LogoDigest(work.digest, request.logo_png);
        Practice practice = Masked(*stored, changed, request);
        practice.follows_configuration = false;
        const bool new_logo = IsChanged(request, "handout_look.logo_png");
        return Put(work, std::move(practice), &*stored, new_logo ? request.logo_png : "");
      },
      Restamp);
}

Result<std::string> Practices::Logo(const domain::PracticeId& practice, const std::string& sha256) {
  if (sha256.empty()) return std::string();
  const Call call{Caller::TheService(), {}, {}};
  const Task task{call, Method::kReadLogo, practice, Encode(practice)};
  return command_.Peek<std::string>(
      task, [&](Work& work) { return Existing(work.unit.FindLogo(work.tenant, sha256)); });
}

}  // namespace ischia::app
