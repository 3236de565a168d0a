#include "service/application/authorize.h"

#include <array>

namespace ischia::app {
namespace {

using enum Method;
using enum Role;

constexpr std::array<std::pair<Role, std::string_view>, 6> kRoleTexts{{{kClinician, "clinician"},
                                                                       {kAuditor, "auditor"},
                                                                       {kAdmin, "admin"},
                                                                       {kService, "service"},
                                                                       {kWorker, "worker"},
                                                                       {kLink, "link"}}};

constexpr RoleSet kClinic(kClinician);
// What files documents does so in a clinician's login, or in one of its own.
constexpr RoleSet kHosts(kClinician, kService);
constexpr RoleSet kReaders(kClinician, kAuditor);
constexpr RoleSet kEverybody(kClinician, kAuditor, kAdmin, kService);
constexpr RoleSet kAdmins(kAdmin);
constexpr RoleSet kLaunchers(kClinician, kAdmin);  // their own
constexpr RoleSet kItself(kWorker);
constexpr RoleSet kHolders(kLink);

constexpr std::array kTable = {
    MethodRow{kGetPractice, "PracticeService/GetPractice", kEverybody, "practice.read", "practice"},
    MethodRow{kUpdatePractice, "PracticeService/UpdatePractice", kAdmins, "practice.update",
              "practice"},
    MethodRow{kCreatePatient, "PatientService/CreatePatient", kClinic, "patient.create", "patient"},
    MethodRow{kGetPatient, "PatientService/GetPatient", kClinic, "patient.read", "patient"},
    MethodRow{kListPatients, "PatientService/ListPatients", kClinic, "patient.list", "practice"},
    MethodRow{kUpdatePatient, "PatientService/UpdatePatient", kClinic, "patient.update", "patient"},
    MethodRow{kConfirmEmailAddress, "PatientService/ConfirmEmailAddress", kClinic,
              "patient.confirm_email_address", "patient"},
    MethodRow{kCreateAssessment, "AssessmentService/CreateAssessment", kClinic, "assessment.create",
              "assessment"},
    MethodRow{kGetAssessment, "AssessmentService/GetAssessment", kClinic, "assessment.read",
              "assessment"},
    MethodRow{kListAssessments, "AssessmentService/ListAssessments", kClinic, "assessment.list",
              "patient"},
    MethodRow{kCreateClearance, "AssessmentService/CreateClearance", kClinic, "clearance.create",
              "clearance"},
    MethodRow{kListClearances, "AssessmentService/ListClearances", kClinic, "clearance.list",
              "patient"},
    MethodRow{kGetCatalogue, "CatalogueService/GetCatalogue", kEverybody, "", "catalogue"},
    MethodRow{kGetExercise, "CatalogueService/GetExercise", kEverybody, "", "catalogue"},
    MethodRow{kListExercises, "CatalogueService/ListExercises", kEverybody, "", "catalogue"},
    MethodRow{kGetSafetyRule, "CatalogueService/GetSafetyRule", kEverybody, "", "catalogue"},
    MethodRow{kListSafetyRules, "CatalogueService/ListSafetyRules", kEverybody, "", "catalogue"},
    MethodRow{kPreviewProgram, "ProgramService/PreviewProgram", kClinic, "", "practice"},
    MethodRow{kCreateProgram, "ProgramService/CreateProgram", kClinic, "program.create", "program"},
    MethodRow{kGetProgram, "ProgramService/GetProgram", kClinic, "program.read", "program"},
    MethodRow{kListPrograms, "ProgramService/ListPrograms", kClinic, "program.list", "patient"},
    MethodRow{kActivateProgram, "ProgramService/ActivateProgram", kClinic, "program.activate",
              "program"},
    MethodRow{kReviseProgram, "ProgramService/ReviseProgram", kClinic, "program.revise", "program"},
    MethodRow{kSuspendProgram, "ProgramService/SuspendProgram", kClinic, "program.suspend",
              "program"},
    MethodRow{kResumeProgram, "ProgramService/ResumeProgram", kClinic, "program.resume", "program"},
    MethodRow{kCompleteProgram, "ProgramService/CompleteProgram", kClinic, "program.complete",
              "program"},
    MethodRow{kGetProgramRevision, "ProgramService/GetProgramRevision", kClinic, "revision.read",
              "revision"},
    MethodRow{kListProgramRevisions, "ProgramService/ListProgramRevisions", kClinic,
              "revision.list", "program"},
    MethodRow{kReplayProgram, "ProgramService/ReplayProgram", kReaders, "program.replay",
              "program"},
    MethodRow{kDecideWeek, "WeeklyDecisionService/DecideWeek", kClinic, "decision.create",
              "decision"},
    MethodRow{kGetWeeklyDecision, "WeeklyDecisionService/GetWeeklyDecision", kClinic,
              "decision.read", "decision"},
    MethodRow{kListWeeklyDecisions, "WeeklyDecisionService/ListWeeklyDecisions", kClinic,
              "decision.list", "program"},
    MethodRow{kConfirmWeeklyDecision, "WeeklyDecisionService/ConfirmWeeklyDecision", kClinic,
              "decision.confirm", "decision"},
    MethodRow{kOverrideWeeklyDecision, "WeeklyDecisionService/OverrideWeeklyDecision", kClinic,
              "decision.override", "decision"},
    MethodRow{kCreateHandout, "HandoutService/CreateHandout", kClinic, "handout.create", "handout"},
    MethodRow{kGetHandout, "HandoutService/GetHandout", kClinic, "handout.read", "handout"},
    MethodRow{kListHandouts, "HandoutService/ListHandouts", kClinic, "handout.list", "program"},
    MethodRow{kDownloadHandout, "HandoutService/DownloadHandout", kClinic, "handout.download",
              "handout"},
    MethodRow{kSendHandout, "HandoutService/SendHandout", kClinic, "handout.send", "delivery"},
    MethodRow{kGetDelivery, "HandoutService/GetDelivery", kClinic, "delivery.read", "delivery"},
    MethodRow{kListDeliveries, "HandoutService/ListDeliveries", kClinic, "delivery.list",
              "handout"},
    MethodRow{kCancelDelivery, "HandoutService/CancelDelivery", kClinic, "delivery.cancel",
              "delivery"},
    MethodRow{kCreateCheckIn, "CheckInService/CreateCheckIn", kClinic, "check_in.create",
              "check_in"},
    MethodRow{kGetCheckIn, "CheckInService/GetCheckIn", kClinic, "check_in.read", "check_in"},
    MethodRow{kListCheckIns, "CheckInService/ListCheckIns", kClinic, "check_in.list", "program"},
    MethodRow{kListCheckInLinks, "CheckInService/ListCheckInLinks", kClinic, "check_in_link.list",
              "program"},
    MethodRow{kRevokeCheckInLink, "CheckInService/RevokeCheckInLink", kClinic,
              "check_in_link.revoke", "check_in_link"},
    MethodRow{kGetAdherenceReport, "ReportService/GetAdherenceReport", kReaders, "report.read",
              "program"},
    MethodRow{kListFilings, "FilingService/ListFilings", kClinic, "filing.list", "program"},
    MethodRow{kClaimFilings, "FilingService/ClaimFilings", kHosts, "filing.claim", "practice"},
    MethodRow{kPeekFilings, "FilingService/PeekFilings", kHosts, "", "practice"},
    MethodRow{kCompleteFiling, "FilingService/CompleteFiling", kHosts, "filing.complete", "filing"},
    MethodRow{kFailFiling, "FilingService/FailFiling", kHosts, "filing.fail", "filing"},
    MethodRow{kCreateLaunch, "LaunchService/CreateLaunch", kClinic, "launch.create", "launch"},
    MethodRow{kRevokeLaunch, "LaunchService/RevokeLaunch", kLaunchers, "launch.revoke", "launch"},
    MethodRow{kOpenPractice, "console/OpenPractice", kAdmins, "launch.create", "launch"},
    MethodRow{kAnswerIdentity, "console/AnswerIdentity", kClinic, "launch.answer_identity",
              "launch"},
    MethodRow{kLeaveConsole, "console/Leave", kClinic, "launch.leave", "launch"},
    MethodRow{kKeepDraft, "console/KeepDraft", kClinic, "", "patient"},
    MethodRow{kOpenCheckInLink, "link/OpenCheckInLink", kHolders, "", "check_in_link"},
    MethodRow{kAnswerCheckInLink, "link/AnswerCheckInLink", kHolders, "check_in.create",
              "check_in"},
    MethodRow{kSeedPractice, "worker/SeedPractice", kItself, "practice.seed", "practice"},
    MethodRow{kReadLogo, "worker/ReadLogo", kItself, "", "practice"},
    MethodRow{kWorkOnDelivery, "worker/WorkOnDelivery", kItself, "delivery.work", "delivery"},
    MethodRow{kForgetRequests, "worker/ForgetRequests", kItself, "request.forget", "practice"},
    MethodRow{kRedeemLaunch, "worker/RedeemLaunch", kItself, "launch.redeem", "launch"},
    MethodRow{kEnterConsole, "worker/EnterConsole", kItself, "", "launch"},
    MethodRow{kForgetLaunches, "worker/ForgetLaunches", kItself, "launch.forget", "practice"},
    MethodRow{kForgetDrafts, "worker/ForgetDrafts", kItself, "", "practice"},
    MethodRow{kRecordDenial, "worker/RecordDenial", kItself, "", "practice"},
};

constexpr bool EachRowStandsAtItsMethod() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (kTable[i].method != static_cast<Method>(i)) return false;
  }
  return kTable.size() == static_cast<std::size_t>(kCount);
}
static_assert(EachRowStandsAtItsMethod());

}  // namespace

std::optional<Role> RoleNamed(std::string_view text) {
  for (const auto& [role, role_text] : kRoleTexts) {
    if (role_text == text && role != kWorker && role != kLink) return role;
  }
  return std::nullopt;
}

std::string_view RoleText(Role role) { return kRoleTexts[static_cast<std::size_t>(role)].second; }

std::span<const MethodRow> RoleTable() { return kTable; }

const MethodRow& RowOf(Method method) { return kTable[static_cast<std::size_t>(method)]; }

domain::Result<TenantContext> Authorize(const Caller& caller, Method method,
                                        const domain::PracticeId& practice) {
  if (!RowOf(method).roles.Has(caller.role())) {
    return domain::Error{domain::ErrorCode::kPermissionDenied,
                         "ROLE_NOT_ALLOWED",
                         "Your role does not allow this method.",
                         {}};
  }
  return TenantContext(practice);
}

}  // namespace ischia::app
