#include "service/application/console/identity.h"

#include <algorithm>
#include <chrono>

namespace ischia::app {
namespace {

constexpr std::chrono::years kLongestLife{120};
constexpr int kYoungest = 10;
constexpr int kOldest = 100;

IdentityFinding Shown(IdentityKind kind, std::optional<PatientName> other = {}) {
  return {kind, std::move(other), false, false};
}
IdentityFinding Asked(IdentityKind kind, std::optional<PatientName> other = {}) {
  return {kind, std::move(other), true, false};
}

// A name that the host leaves out is no other name.
bool FitsName(const std::string& said, const std::string& recorded) {
  const std::string folded = FoldedName(said);
  return folded.empty() || folded == FoldedName(recorded);
}

// `said`: null, not a birth date that could be compared.
bool Differ(const domain::CivilDay* said, const std::optional<domain::CivilDay>& recorded) {
  return said != nullptr && recorded && *said != *recorded;
}

// A host may have given the number of one patient to another.
bool IsReused(const PatientContext& context, const domain::CivilDay* birth_date,
              const PatientFields& holder) {
  return !FitsName(context.given_name, holder.given_name) ||
         !FitsName(context.family_name, holder.family_name) ||
         Differ(birth_date, holder.birth_date);
}

}  // namespace

std::string FoldedName(std::string_view name) {
  const std::size_t first = name.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  std::string folded(name.substr(first, name.find_last_not_of(' ') - first + 1));
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

bool IsPlausibleBirthDate(domain::CivilDay birth_date, domain::CivilDay today) {
  const std::chrono::year_month_day then{today};
  const domain::CivilDay earliest = (then.year() - kLongestLife) / then.month() / then.day();
  return birth_date >= earliest && birth_date <= today;
}

bool IsAgeOfAPathway(domain::CivilDay birth_date, domain::CivilDay today) {
  const int age = domain::AgeOn(today, birth_date);
  return age >= kYoungest && age <= kOldest;
}

std::vector<IdentityFinding> FindIdentityFindings(const PatientContext& context,
                                                  domain::CivilDay today,
                                                  const std::optional<PatientRecord>& holder,
                                                  const std::vector<PatientRecord>& named) {
  const bool implausible = context.birth_date && !IsPlausibleBirthDate(*context.birth_date, today);
  const domain::CivilDay* const birth_date =
      context.birth_date && !implausible ? &*context.birth_date : nullptr;

  std::vector<IdentityFinding> findings;
  if (holder && IsReused(context, birth_date, holder->fields)) {
    findings.push_back(Asked(IdentityKind::kReferenceReused, holder->name));
  }
  for (const PatientRecord& other : named) {
    if (holder && other.name == holder->name) continue;
    if (Differ(birth_date, other.fields.birth_date)) {
      findings.push_back(Shown(IdentityKind::kNamesake, other.name));
    } else if (holder) {  // who has the reference is known
      findings.push_back(Shown(IdentityKind::kNameTaken, other.name));
    } else {
      findings.push_back(Asked(IdentityKind::kNameTaken, other.name));
    }
  }
  if (implausible) findings.push_back(Asked(IdentityKind::kBirthDateImplausible));
  const bool recorded = holder && holder->fields.birth_date;
  if (!recorded && birth_date != nullptr && !IsAgeOfAPathway(*birth_date, today)) {
    findings.push_back(Asked(IdentityKind::kAgeOfNoPathway));
  }
  if (!context.birth_date && !recorded) {
    findings.push_back(Shown(IdentityKind::kBirthDateMissing));
  }
  return findings;
}

IdentityFinding* OpenQuestion(std::vector<IdentityFinding>& findings) {
  const auto open = std::find_if(findings.begin(), findings.end(), [](const auto& finding) {
    return finding.question && !finding.answered;
  });
  return open == findings.end() ? nullptr : &*open;
}

bool HasFinding(const std::vector<IdentityFinding>& findings, IdentityKind kind) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const IdentityFinding& finding) { return finding.kind == kind; });
}

}  // namespace ischia::app
