#include "service/rpc/names.h"

#include <algorithm>
#include <charconv>

namespace ischia::rpc {
namespace {

constexpr std::string_view kPractices = "practices/";
constexpr std::string_view kPatients = "/patients/";
constexpr std::string_view kAssessments = "/assessments/";
constexpr std::string_view kClearances = "/clearances/";
constexpr std::string_view kPrograms = "/programs/";
constexpr std::string_view kRevisions = "/revisions/";
constexpr std::string_view kDecisions = "/weeklyDecisions/";
constexpr std::string_view kHandouts = "/handouts/";
constexpr std::string_view kDeliveries = "/deliveries/";
constexpr std::string_view kCheckIns = "/checkIns/";
constexpr std::string_view kCheckInLinks = "/checkInLinks/";
constexpr std::string_view kFilings = "/filings/";
constexpr std::string_view kLaunches = "/launches/";
constexpr std::string_view kReport = "/adherenceReport";
constexpr std::string_view kExercises = "exercises/";
constexpr std::string_view kSafetyRules = "safetyRules/";

// Reads a name from left to right; a part that does not fit spoils the rest.
class NameReader {
 public:
  explicit NameReader(std::string_view text) : rest_(text) {}

  void Skip(std::string_view part) {
    legal_ = legal_ && rest_.substr(0, part.size()) == part;
    if (legal_) rest_.remove_prefix(part.size());
  }
  template <typename Kind>
  void Take(domain::ResourceId<Kind>& id) {
    const std::string_view text = rest_.substr(0, rest_.find('/'));
    legal_ = legal_ && domain::IsResourceId(text);
    if (!legal_) return;
    id = domain::ResourceId<Kind>(std::string(text));
    rest_.remove_prefix(text.size());
  }
  // The ids of the catalogue: capitals, digits and hyphens, "HS-01".
  template <typename Kind, std::size_t bytes>
  void Take(domain::Code<Kind, bytes>& code) {
    legal_ =
        legal_ && rest_.size() < sizeof(code) && std::all_of(rest_.begin(), rest_.end(), IsOfCode);
    if (!legal_) return;
    code = domain::Code<Kind, bytes>(rest_);
    rest_ = {};
    legal_ = !code.empty();
  }
  // A number from 1 as it is written, "7" and not "07".
  void Take(int& number) {
    const char* end = rest_.data() + rest_.size();
    const auto [stop, error] = std::from_chars(rest_.data(), end, number);
    legal_ = legal_ && error == std::errc{} && stop == end && number >= 1 && rest_.front() != '0';
    if (legal_) rest_ = {};
  }
  bool IsWhole() const { return legal_ && rest_.empty(); }

 private:
  static bool IsOfCode(char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '-';
  }

  std::string_view rest_;
  bool legal_ = true;
};

void Take(NameReader& reader, domain::PracticeId& name) {
  reader.Skip(kPractices);
  reader.Take(name);
}
void Take(NameReader& reader, app::PatientName& name) {
  Take(reader, name.practice);
  reader.Skip(kPatients);
  reader.Take(name.patient);
}
void Take(NameReader& reader, app::AssessmentName& name) {
  Take(reader, name.patient);
  reader.Skip(kAssessments);
  reader.Take(name.assessment);
}
void Take(NameReader& reader, app::ProgramName& name) {
  Take(reader, name.patient);
  reader.Skip(kPrograms);
  reader.Take(name.program);
}
void Take(NameReader& reader, app::RevisionName& name) {
  Take(reader, name.program);
  reader.Skip(kRevisions);
  reader.Take(name.number);
}
void Take(NameReader& reader, app::DecisionName& name) {
  Take(reader, name.program);
  reader.Skip(kDecisions);
  reader.Take(name.week_number);
}
void Take(NameReader& reader, app::HandoutName& name) {
  Take(reader, name.program);
  reader.Skip(kHandouts);
  reader.Take(name.handout);
}
void Take(NameReader& reader, app::DeliveryName& name) {
  Take(reader, name.handout);
  reader.Skip(kDeliveries);
  reader.Take(name.delivery);
}
void Take(NameReader& reader, app::CheckInName& name) {
  Take(reader, name.program);
  reader.Skip(kCheckIns);
  reader.Take(name.check_in);
}
void Take(NameReader& reader, app::CheckInLinkName& name) {
  Take(reader, name.program);
  reader.Skip(kCheckInLinks);
  reader.Take(name.link);
}
void Take(NameReader& reader, app::FilingName& name) {
  Take(reader, name.practice);
  reader.Skip(kFilings);
  reader.Take(name.filing);
}
void Take(NameReader& reader, app::LaunchName& name) {
  Take(reader, name.practice);
  reader.Skip(kLaunches);
  reader.Take(name.launch);
}
void Take(NameReader& reader, domain::ExerciseId& name) {
  reader.Skip(kExercises);
  reader.Take(name);
}
void Take(NameReader& reader, domain::RuleId& name) {
  reader.Skip(kSafetyRules);
  reader.Take(name);
}

template <typename Name>
bool Parse(std::string_view text, Name& name) {
  NameReader reader(text);
  Take(reader, name);
  return reader.IsWhole();
}

std::string Below(std::string parent, std::string_view collection, const std::string& id) {
  if (id.empty()) return {};
  parent.reserve(parent.size() + collection.size() + id.size());
  return parent.append(collection).append(id);
}

// Empty for 0, the number of what is not stored.
std::string NumberText(int number) { return number == 0 ? std::string() : std::to_string(number); }

std::string CodeText(std::string_view collection, std::string_view code) {
  std::string text;
  text.reserve(collection.size() + code.size());
  return text.append(collection).append(code);
}

}  // namespace

bool ParseName(std::string_view text, domain::PracticeId& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::PatientName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::AssessmentName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::ProgramName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::RevisionName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::DecisionName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::HandoutName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::DeliveryName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::CheckInName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::CheckInLinkName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::FilingName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, app::LaunchName& name) { return Parse(text, name); }
bool ParseName(std::string_view text, domain::ExerciseId& name) { return Parse(text, name); }
bool ParseName(std::string_view text, domain::RuleId& name) { return Parse(text, name); }

bool ParseReportName(std::string_view text, app::ProgramName& name) {
  NameReader reader(text);
  Take(reader, name);
  reader.Skip(kReport);
  return reader.IsWhole();
}

std::string_view PatternOf(const domain::PracticeId& /*name*/) { return "practices/{practice}"; }
std::string_view PatternOf(const app::PatientName& /*name*/) {
  return "practices/{practice}/patients/{patient}";
}
std::string_view PatternOf(const app::AssessmentName& /*name*/) {
  return "practices/{practice}/patients/{patient}/assessments/{assessment}";
}
std::string_view PatternOf(const app::ProgramName& /*name*/) {
  return "practices/{practice}/patients/{patient}/programs/{program}";
}
std::string_view PatternOf(const app::RevisionName& /*name*/) {
  return "practices/{practice}/patients/{patient}/programs/{program}/revisions/{number}";
}
std::string_view PatternOf(const app::DecisionName& /*name*/) {
  return "practices/{practice}/patients/{patient}/programs/{program}/weeklyDecisions/{week_number}";
}
std::string_view PatternOf(const app::HandoutName& /*name*/) {
  return "practices/{practice}/patients/{patient}/programs/{program}/handouts/{handout}";
}
std::string_view PatternOf(const app::DeliveryName& /*name*/) {
  return "practices/{practice}/patients/{patient}/programs/{program}/handouts/{handout}/"
         "deliveries/{delivery}";
}
std::string_view PatternOf(const app::CheckInName& /*name*/) {
  return "practices/{practice}/patients/{patient}/programs/{program}/checkIns/{check_in}";
}
std::string_view PatternOf(const app::CheckInLinkName& /*name*/) {
  return "practices/{practice}/patients/{patient}/programs/{program}/checkInLinks/{link}";
}
std::string_view PatternOf(const app::FilingName& /*name*/) {
  return "practices/{practice}/filings/{filing}";
}
std::string_view PatternOf(const app::LaunchName& /*name*/) {
  return "practices/{practice}/launches/{launch}";
}
std::string_view PatternOf(const domain::ExerciseId& /*name*/) {
  return "exercises/{exercise}, such as exercises/HS-01";
}
std::string_view PatternOf(const domain::RuleId& /*name*/) {
  return "safetyRules/{rule}, such as safetyRules/S-01";
}

std::string NameText(const domain::PracticeId& name) { return Below({}, kPractices, name.text()); }
std::string NameText(const app::PatientName& name) {
  return Below(NameText(name.practice), kPatients, name.patient.text());
}
std::string NameText(const app::AssessmentName& name) {
  return Below(NameText(name.patient), kAssessments, name.assessment.text());
}
std::string NameText(const app::ClearanceName& name) {
  return Below(NameText(name.patient), kClearances, name.clearance.text());
}
std::string NameText(const app::ProgramName& name) {
  return Below(NameText(name.patient), kPrograms, name.program.text());
}
std::string NameText(const app::RevisionName& name) {
  return Below(NameText(name.program), kRevisions, NumberText(name.number));
}
std::string NameText(const app::DecisionName& name) {
  return Below(NameText(name.program), kDecisions, NumberText(name.week_number));
}
std::string NameText(const app::HandoutName& name) {
  return Below(NameText(name.program), kHandouts, name.handout.text());
}
std::string NameText(const app::DeliveryName& name) {
  return Below(NameText(name.handout), kDeliveries, name.delivery.text());
}
std::string NameText(const app::CheckInName& name) {
  return Below(NameText(name.program), kCheckIns, name.check_in.text());
}
std::string NameText(const app::CheckInLinkName& name) {
  return Below(NameText(name.program), kCheckInLinks, name.link.text());
}
std::string NameText(const app::FilingName& name) {
  return Below(NameText(name.practice), kFilings, name.filing.text());
}
std::string NameText(const app::LaunchName& name) {
  return Below(NameText(name.practice), kLaunches, name.launch.text());
}
std::string NameText(domain::ExerciseId id) { return CodeText(kExercises, id.text()); }
std::string NameText(domain::RuleId id) { return CodeText(kSafetyRules, id.text()); }
std::string ReportNameText(const app::ProgramName& program) {
  return NameText(program).append(kReport);
}

}  // namespace ischia::rpc
