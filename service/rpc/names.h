// Resource names as they stand on the wire, "practices/p1/patients/a7", and the application's names
// of ids. Whether the resource exists is not asked here.
#ifndef ISCHIA_SERVICE_RPC_NAMES_H_
#define ISCHIA_SERVICE_RPC_NAMES_H_

#include <string>
#include <string_view>

#include "service/application/resources.h"
#include "service/domain/values.h"

namespace ischia::rpc {

// False, and `name` holds nothing of use, for anything but a name of exactly that kind.
bool ParseName(std::string_view text, domain::PracticeId& name);
bool ParseName(std::string_view text, app::PatientName& name);
bool ParseName(std::string_view text, app::AssessmentName& name);
bool ParseName(std::string_view text, app::ProgramName& name);
bool ParseName(std::string_view text, app::RevisionName& name);
bool ParseName(std::string_view text, app::DecisionName& name);
bool ParseName(std::string_view text, app::HandoutName& name);
bool ParseName(std::string_view text, app::DeliveryName& name);
bool ParseName(std::string_view text, app::CheckInName& name);
bool ParseName(std::string_view text, app::CheckInLinkName& name);
bool ParseName(std::string_view text, app::FilingName& name);
bool ParseName(std::string_view text, app::LaunchName& name);
bool ParseName(std::string_view text, domain::ExerciseId& name);
bool ParseName(std::string_view text, domain::RuleId& name);
// The program of ".../programs/{program}/adherenceReport".
bool ParseReportName(std::string_view text, app::ProgramName& name);

// "practices/{practice}/patients/{patient}", to tell a caller what is expected.
std::string_view PatternOf(const domain::PracticeId& name);
std::string_view PatternOf(const app::PatientName& name);
std::string_view PatternOf(const app::AssessmentName& name);
std::string_view PatternOf(const app::ProgramName& name);
std::string_view PatternOf(const app::RevisionName& name);
std::string_view PatternOf(const app::DecisionName& name);
std::string_view PatternOf(const app::HandoutName& name);
std::string_view PatternOf(const app::DeliveryName& name);
std::string_view PatternOf(const app::CheckInName& name);
std::string_view PatternOf(const app::CheckInLinkName& name);
std::string_view PatternOf(const app::FilingName& name);
std::string_view PatternOf(const app::LaunchName& name);
std::string_view PatternOf(const domain::ExerciseId& name);
std::string_view PatternOf(const domain::RuleId& name);
inline constexpr std::string_view kReportPattern =
    "practices/{practice}/patients/{patient}/programs/{program}/adherenceReport";

// A name whose last id is empty is that of a dry run, which has none: the text is empty.
std::string NameText(const domain::PracticeId& name);
std::string NameText(const app::PatientName& name);
std::string NameText(const app::AssessmentName& name);
std::string NameText(const app::ClearanceName& name);
std::string NameText(const app::ProgramName& name);
std::string NameText(const app::RevisionName& name);
std::string NameText(const app::DecisionName& name);
std::string NameText(const app::HandoutName& name);
std::string NameText(const app::DeliveryName& name);
std::string NameText(const app::CheckInName& name);
std::string NameText(const app::CheckInLinkName& name);
std::string NameText(const app::FilingName& name);
std::string NameText(const app::LaunchName& name);
std::string NameText(domain::ExerciseId id);
std::string NameText(domain::RuleId id);
std::string ReportNameText(const app::ProgramName& program);

}  // namespace ischia::rpc

#endif  // ISCHIA_SERVICE_RPC_NAMES_H_
