// Who may do what: the one role table, and the way from a caller to a practice's records. What is
// not listed is denied.
#ifndef ISCHIA_SERVICE_APPLICATION_AUTHORIZE_H_
#define ISCHIA_SERVICE_APPLICATION_AUTHORIZE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "service/domain/result.h"
#include "service/domain/values.h"

namespace ischia::app {

// kWorker is the service itself, at work on its own queues; kLink is whoever holds a check-in link.
// No caller can name these two.
enum class Role { kClinician, kAuditor, kAdmin, kService, kWorker, kLink };

// "clinician", "auditor", "admin" or "service"; anything else is nobody.
std::optional<Role> RoleNamed(std::string_view text);
std::string_view RoleText(Role role);

// Who calls. Only an edge that has checked the caller's identity makes one, by the named factory.
class Caller {
 public:
  static Caller VouchedForByTheEdge(std::string user, Role role) { return {std::move(user), role}; }
  // The service at work on its own account.
  static Caller TheService() { return {"ischiad", Role::kWorker}; }
  // A person of whom nothing is known but the link.
  static Caller HolderOfALink() { return {"check-in link", Role::kLink}; }

  const std::string& user() const { return user_; }
  Role role() const { return role_; }

 private:
  Caller(std::string user, Role role) : user_(std::move(user)), role_(role) {}
  std::string user_;
  Role role_;
};

enum class Method {
  kGetPractice,
  kUpdatePractice,
  kCreatePatient,
  kGetPatient,
  kListPatients,
  kUpdatePatient,
  kConfirmEmailAddress,
  kCreateAssessment,
  kGetAssessment,
  kListAssessments,
  kCreateClearance,
  kListClearances,
  kGetCatalogue,
  kGetExercise,
  kListExercises,
  kGetSafetyRule,
  kListSafetyRules,
  kPreviewProgram,
  kCreateProgram,
  kGetProgram,
  kListPrograms,
  kActivateProgram,
  kReviseProgram,
  kSuspendProgram,
  kResumeProgram,
  kCompleteProgram,
  kGetProgramRevision,
  kListProgramRevisions,
  kReplayProgram,
  kDecideWeek,
  kGetWeeklyDecision,
  kListWeeklyDecisions,
  kConfirmWeeklyDecision,
  kOverrideWeeklyDecision,
  kCreateHandout,
  kGetHandout,
  kListHandouts,
  kDownloadHandout,
  kSendHandout,
  kGetDelivery,
  kListDeliveries,
  kCancelDelivery,
  kCreateCheckIn,
  kGetCheckIn,
  kListCheckIns,
  kListCheckInLinks,
  kRevokeCheckInLink,
  kGetAdherenceReport,
  kListFilings,
  kClaimFilings,
  kPeekFilings,
  kCompleteFiling,
  kFailFiling,
  kCreateLaunch,
  kRevokeLaunch,
  // The console's own.
  kOpenPractice,
  kAnswerIdentity,
  kLeaveConsole,
  kKeepDraft,
  // The check-in page's own.
  kOpenCheckInLink,
  kAnswerCheckInLink,
  // The service's own work.
  kSeedPractice,
  kReadLogo,
  kWorkOnDelivery,
  kForgetRequests,
  kRedeemLaunch,
  kEnterConsole,
  kForgetLaunches,
  kForgetDrafts,
  kRecordDenial,
  kCount
};

// The right to touch one practice's records; only Authorize makes it.
class TenantContext {
 public:
  const domain::PracticeId& practice() const { return practice_; }

 private:
  friend domain::Result<TenantContext> Authorize(const Caller& caller, Method method,
                                                 const domain::PracticeId& practice);
  explicit TenantContext(domain::PracticeId practice) : practice_(std::move(practice)) {}
  domain::PracticeId practice_;
};

class RoleSet {
 public:
  template <typename... Roles>
  constexpr explicit RoleSet(Roles... roles) : bits_((0U | ... | Bit(roles))) {}
  constexpr bool Has(Role role) const { return (bits_ & Bit(role)) != 0; }

 private:
  static constexpr unsigned Bit(Role role) { return 1U << static_cast<unsigned>(role); }
  unsigned bits_;
};

struct MethodRow {
  Method method;
  // "PatientService/CreatePatient"; "console/..." and "link/..." for what only their pages ask,
  // "worker/..." for the service's own work.
  std::string_view name;
  RoleSet roles;
  std::string_view action;  // in the audit trail; empty: reads no record and leaves no event
  std::string_view object_type;
};
// In the order of Method.
std::span<const MethodRow> RoleTable();
const MethodRow& RowOf(Method method);

// PERMISSION_DENIED, ROLE_NOT_ALLOWED when the table does not list the caller's role.
domain::Result<TenantContext> Authorize(const Caller& caller, Method method,
                                        const domain::PracticeId& practice);

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_AUTHORIZE_H_
