// The stored things of a practice and their names, in the clinic's words. Names carry the ids from
// the practice downwards; how they are written on the wire is the edge's affair.
#ifndef ISCHIA_SERVICE_APPLICATION_RESOURCES_H_
#define ISCHIA_SERVICE_APPLICATION_RESOURCES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/application/frozen.h"
#include "service/domain/assess/assessment.h"
#include "service/domain/assess/clearance.h"
#include "service/domain/assess/safety.h"
#include "service/domain/follow/changes.h"
#include "service/domain/follow/check_in.h"
#include "service/domain/follow/decide.h"
#include "service/domain/plan/course.h"
#include "service/domain/plan/program.h"
#include "service/domain/values.h"

namespace ischia::app {

// -- Names --------------------------------------------------------------------------------------

struct PatientName {
  domain::PracticeId practice;
  domain::PatientId patient;
  auto operator<=>(const PatientName&) const = default;
};
struct AssessmentName {
  PatientName patient;
  domain::AssessmentId assessment;
  auto operator<=>(const AssessmentName&) const = default;
};
struct ClearanceName {
  PatientName patient;
  domain::ClearanceId clearance;
  auto operator<=>(const ClearanceName&) const = default;
};
struct ProgramName {
  PatientName patient;
  domain::ProgramId program;
  auto operator<=>(const ProgramName&) const = default;
};
struct RevisionName {
  ProgramName program;
  int number = 0;  // from 1
  auto operator<=>(const RevisionName&) const = default;
};
struct DecisionName {
  ProgramName program;
  int week_number = 0;  // from 1; 0 in a dry run
  auto operator<=>(const DecisionName&) const = default;
};
struct HandoutName {
  ProgramName program;
  domain::HandoutId handout;
  auto operator<=>(const HandoutName&) const = default;
};
struct DeliveryName {
  HandoutName handout;
  domain::DeliveryId delivery;
  auto operator<=>(const DeliveryName&) const = default;
};
struct FilingName {
  domain::PracticeId practice;
  domain::FilingId filing;
  auto operator<=>(const FilingName&) const = default;
};
struct LaunchName {
  domain::PracticeId practice;
  domain::LaunchId launch;
  auto operator<=>(const LaunchName&) const = default;
};
struct CheckInName {
  ProgramName program;
  domain::CheckInId check_in;
  auto operator<=>(const CheckInName&) const = default;
};
struct CheckInLinkName {
  ProgramName program;
  domain::CheckInLinkId link;
  auto operator<=>(const CheckInLinkName&) const = default;
};

inline const domain::PracticeId& PracticeOf(const domain::PracticeId& name) { return name; }
inline const domain::PracticeId& PracticeOf(const PatientName& name) { return name.practice; }
inline const domain::PracticeId& PracticeOf(const AssessmentName& name) {
  return name.patient.practice;
}
inline const domain::PracticeId& PracticeOf(const ClearanceName& name) {
  return name.patient.practice;
}
inline const domain::PracticeId& PracticeOf(const ProgramName& name) {
  return name.patient.practice;
}
inline const domain::PracticeId& PracticeOf(const RevisionName& name) {
  return PracticeOf(name.program);
}
inline const domain::PracticeId& PracticeOf(const DecisionName& name) {
  return PracticeOf(name.program);
}
inline const domain::PracticeId& PracticeOf(const HandoutName& name) {
  return PracticeOf(name.program);
}
inline const domain::PracticeId& PracticeOf(const DeliveryName& name) {
  return PracticeOf(name.handout);
}
inline const domain::PracticeId& PracticeOf(const FilingName& name) { return name.practice; }
inline const domain::PracticeId& PracticeOf(const LaunchName& name) { return name.practice; }
inline const domain::PracticeId& PracticeOf(const CheckInName& name) {
  return PracticeOf(name.program);
}
inline const domain::PracticeId& PracticeOf(const CheckInLinkName& name) {
  return PracticeOf(name.program);
}

// -- Practice -----------------------------------------------------------------------------------

enum class PaperSize { kUnspecified, kA4, kLetter };

enum class DeliveryMode { kUnspecified, kAttachment, kLinkOnly, kPaper };

// Made by the configuration, and changed by it until an admin changes it for the first time.
struct Practice {
  domain::PracticeId id;
  std::string display_name;  // stands in mail, may be neutral
  std::string time_zone;     // IANA name
  std::string language_code;
  std::string phone_number;      // E.164, printed as "who to call"
  std::string emergency_number;  // "112"
  PaperSize paper_size = PaperSize::kUnspecified;
  bool encrypt_attachments = false;                  // only encrypted handouts are mailed
  std::vector<std::string> accepted_languages = {};  // of patients, beside the own; empty: any
  std::string accent_color = {};                     // "#0a5f73"; empty: the look's own
  std::string logo_sha256 = {};                      // names the PNG, which lies apart; empty: none
  // Of patients without one of their own; unspecified: kAttachment.
  DeliveryMode default_delivery_mode = DeliveryMode::kUnspecified;
  bool follows_configuration = true;
  int policy_version = 1;  // counts the changes of what a clinic decides for itself
  std::string etag = {};   // of all the rest
  bool operator==(const Practice&) const = default;

  // May a patient have it: "es-MX" where "es" is listed, everything where nothing is.
  bool Accepts(std::string_view language_code) const;
};

// -- Patient ------------------------------------------------------------------------------------

// How the host names this patient, unique in the practice. Never parsed for meaning.
struct HostReference {
  std::string host_id;
  std::string patient_id;
  bool operator==(const HostReference&) const = default;
};

struct PatientFields {
  std::optional<HostReference> host_reference;
  std::string given_name;
  std::string family_name;
  std::optional<domain::CivilDay> birth_date;  // never defaulted
  domain::NormSex sex_for_norms = domain::NormSex::kUnspecified;
  std::string email_address;
  DeliveryMode delivery_mode = DeliveryMode::kUnspecified;
  std::string language_code;
  bool large_print = false;
  bool picture_only = false;
  std::string time_zone;
  bool operator==(const PatientFields&) const = default;
};

struct PatientRecord {
  PatientName name;
  PatientFields fields;
  bool email_confirmed = false;
  domain::Instant create_time{};
  domain::Instant update_time{};
  std::string etag;
  bool operator==(const PatientRecord&) const = default;
};

// -- Assessment ---------------------------------------------------------------------------------

// What was recorded and what the rules said of it on that day, frozen together. The age of the
// assessment date stands in the fields.
struct AssessmentContent {
  domain::AssessmentFields fields;
  std::vector<domain::Finding> findings;
  bool operator==(const AssessmentContent&) const = default;
};

struct AssessmentRecord {
  AssessmentName name;
  Frozen<AssessmentContent> content;
  std::string recorded_by;
  domain::Instant create_time{};
  bool operator==(const AssessmentRecord&) const = default;
};

// -- Clearance ----------------------------------------------------------------------------------

// Never changed: a later one counts in its place.
struct ClearanceRecord {
  ClearanceName name;
  domain::ClearanceFields fields;
  std::string recorded_by;
  domain::Instant create_time{};
  bool operator==(const ClearanceRecord&) const = default;
};

// -- Program ------------------------------------------------------------------------------------

struct Acknowledgement {
  domain::RuleId rule_id;
  std::string user;
  std::string comment;
  domain::Instant acknowledge_time{};
  bool operator==(const Acknowledgement&) const = default;
};

struct ProgramRecord {
  ProgramName name;                 // the program's id is empty in a dry run
  domain::AssessmentId assessment;  // of the revision in force
  domain::ProgramState state = domain::ProgramState::kUnspecified;
  int revision_number = 1;
  std::string short_code;           // "7K3M9T-27", of this revision
  std::string input_sha256;         // of assessment, catalogue, start date and course, in hex
  std::string program_sha256;       // of the content's bytes
  Frozen<domain::Program> content;  // of this revision; its own state is the one it was made in
  std::vector<Acknowledgement> acknowledgements;
  std::optional<domain::Instant> activate_time;
  std::string activated_by;
  std::optional<domain::Instant> suspend_time;  // since when it is suspended or completed
  std::string state_reason;        // why it was suspended or completed, in the caller's words
  std::vector<int> settled_weeks;  // weeks whose decision was confirmed or overridden, in order
  std::string created_by;          // with the time below: of the revision
  domain::Instant create_time{};
  std::string etag;
  int policy_version = 0;  // of the practice when the revision was made; 0: not noted
  bool operator==(const ProgramRecord&) const = default;
};

// Suspended or completed: nothing of it is to be done.
bool HasStopped(domain::ProgramState state);

// What a revision was planned from besides its assessment, and what it is about.
struct RevisionBasis {
  std::optional<domain::CivilDay> effective_date;  // unset: the program's first day
  domain::Course course;
  std::vector<domain::ProgramEdit> edits;  // new with this revision
  int decided_week = 0;                    // whose decision led to it; 0: none
  bool operator==(const RevisionBasis&) const = default;
};

using Changes = std::vector<domain::Change>;

struct RevisionRecord {
  RevisionName name;
  domain::AssessmentId assessment;
  std::string short_code;
  std::string input_sha256;
  std::string program_sha256;
  Frozen<domain::Program> content;
  RevisionBasis basis;
  Frozen<Changes> changes;  // for the patient, against the revision before
  std::string created_by;
  domain::Instant create_time{};
  int policy_version = 0;  // of the practice when it was made; 0: not noted
  bool operator==(const RevisionRecord&) const = default;

  domain::CivilDay effective_date() const {
    return basis.effective_date.value_or(content->start_date);
  }
};

// -- Weekly decision ----------------------------------------------------------------------------

// The order of ischia.v1.WeeklyDecision.State.
enum class DecisionState { kUnspecified, kProposed, kConfirmed, kOverridden };

struct DecisionRecord {
  DecisionName name;
  Frozen<domain::WeeklyDecision> content;  // as proposed
  std::string content_sha256;
  domain::AssessmentId measured_by;  // the assessment that it judged; empty without one
  DecisionState state = DecisionState::kUnspecified;
  domain::DecisionKind override_kind = domain::DecisionKind::kUnspecified;
  std::string override_reason;
  std::string decided_by;
  std::optional<domain::Instant> decide_time;
  int resulting_revision_number = 0;  // 0: the plan stayed as it was
  std::string created_by;
  domain::Instant create_time{};
  std::string etag;
  bool operator==(const DecisionRecord&) const = default;

  bool settled() const { return state >= DecisionState::kConfirmed; }
  // What holds: the proposal, or what a clinician chose instead.
  domain::DecisionKind kind() const {
    return state == DecisionState::kOverridden ? override_kind : content->kind;
  }
};

// -- Handout and delivery -----------------------------------------------------------------------

enum class HandoutKind {
  kUnspecified,
  kProgram,
  kFridgeSheet,
  kWeekSheet,
  kReferral,
  kClinicianBasis,
  kAdherenceReport,
  kCalendar
};

struct HandoutFields {
  HandoutKind kind = HandoutKind::kUnspecified;
  std::string language_code;
  PaperSize paper_size = PaperSize::kUnspecified;
  bool large_print = false;
  bool picture_only = false;
  std::string note;  // the clinician's own words, at most 1000 characters
  bool operator==(const HandoutFields&) const = default;
};

// A sheet for the patient, who may get it by mail.
bool IsForThePatient(HandoutKind kind);

// The bytes lie beside it, see UnitOfWork::HandoutBytes.
struct HandoutRecord {
  HandoutName name;
  HandoutFields fields;  // as printed: what was left open is filled in
  int revision_number = 0;
  std::string short_code;
  int page_count = 0;
  std::int64_t size_bytes = 0;
  std::string sha256;
  bool encrypted = false;
  // The newest one before it of the same program, kind, language and edition.
  std::optional<domain::HandoutId> replaces;
  std::string created_by;
  domain::Instant create_time{};
  bool operator==(const HandoutRecord&) const = default;
};

// The contract's states in its order, then two that it shows as kSending (ShownState).
enum class DeliveryState {
  kUnspecified,
  kQueued,
  kSending,  // committed before connecting: after a crash nothing can have been accepted
  kDeferred,
  kAccepted,
  kRefused,
  kExpired,
  kQuarantined,
  kInDoubt,
  kCancelled,
  kClaimed,  // a worker holds the lease
  kFinalDot  // committed before the final dot: after a crash the relay may have accepted
};
DeliveryState ShownState(DeliveryState state);

struct DeliveryRecord {
  DeliveryName name;
  DeliveryState state = DeliveryState::kUnspecified;
  DeliveryMode mode = DeliveryMode::kUnspecified;
  std::string recipient;  // the address as approved; the edge shows MaskedAddress(recipient)
  int attempt_count = 0;
  int crash_count = 0;
  std::int64_t epoch = 0;  // rises with each claim: who holds an older one writes nothing
  std::optional<domain::Instant> lease_until;
  std::optional<domain::Instant> next_attempt_time;
  domain::Instant expire_time{};
  bool cancel_requested = false;
  std::string failure_reason;  // the relay's or our words, without the recipient's address
  std::string sender;          // envelope; with the three below set once, before the first attempt
  std::string message_id;
  std::string message_sha256;
  std::optional<domain::Instant> accept_time;
  std::string created_by;
  domain::Instant create_time{};
  bool operator==(const DeliveryRecord&) const = default;
};

// When a worker has to look at it next; unset once it has ended.
std::optional<domain::Instant> DueTime(const DeliveryRecord& delivery);

// "j***@example.org"; empty for an empty address.
std::string MaskedAddress(const std::string& email_address);

// -- Filing -------------------------------------------------------------------------------------

enum class FilingState { kUnspecified, kPending, kClaimed, kFiled, kFailed };

// A document on its way into the host's record.
struct FilingRecord {
  FilingName name;
  FilingState state = FilingState::kUnspecified;
  HostReference host_reference;
  HandoutName handout;
  std::optional<domain::HandoutId> replaces;  // the document of an earlier sheet of this kind
  int revision_number = 0;
  domain::CivilDay document_date{};
  std::string host_document_id;  // empty until it is filed
  std::string failure_reason;    // of the last attempt, "HOST_UNAVAILABLE"
  std::int64_t claim_epoch = 0;
  // Of a claim, its end; of what waits after a failure, from when on it may be claimed.
  std::optional<domain::Instant> claim_expire_time;
  std::string created_by;
  domain::Instant create_time{};
  bool operator==(const FilingRecord&) const = default;
};

// -- Launch and draft ---------------------------------------------------------------------------

// What a host knows of the patient it shows.
struct PatientContext {
  HostReference host_reference;  // required
  std::string given_name;
  std::string family_name;
  std::optional<domain::CivilDay> birth_date;  // never defaulted
  domain::NormSex sex_for_norms = domain::NormSex::kUnspecified;
  std::string email_address;
  std::string language_code;
  bool operator==(const PatientContext&) const = default;
};

// kPractice has no patient.
enum class LaunchView { kUnspecified, kPatient, kAssess, kProgram, kReport, kWorklist, kPractice };

// The order of ischia.v1.IdentityFinding.Kind.
enum class IdentityKind {
  kUnspecified,
  kBirthDateMissing,      // asked on the form, never defaulted
  kBirthDateImplausible,  // looks like a default, lies in the future or beyond 120 years
  kNameTaken,             // same name and birth date, other reference
  kNamesake,              // same name, other birth date: another person
  kReferenceReused,       // same reference, other name or birth date
  kAgeOfNoPathway         // below 10 or above 100 years
};

// What does not fit, for a person to decide.
struct IdentityFinding {
  IdentityKind kind = IdentityKind::kUnspecified;
  std::optional<PatientName> other;  // whose record it does not fit
  bool question = false;             // the console asks before anything else
  bool answered = false;
  bool operator==(const IdentityFinding&) const = default;
};

enum class SessionState {
  kUnspecified,
  kIssued,        // the launch has not been used
  kOpen,          // used; a session
  kOtherPatient,  // the host shows somebody else: it may read
  kEnded          // left, or revoked before it was used
};

// A launch, and the session that it becomes.
struct LaunchRecord {
  LaunchName name;
  std::string user;
  std::string role;  // RoleText
  LaunchView view = LaunchView::kUnspecified;
  PatientContext context;
  // Unset as long as a question about the identity is open, and with kPractice.
  std::optional<PatientName> patient;
  std::vector<IdentityFinding> findings;
  SessionState state = SessionState::kUnspecified;
  std::string secret_sha256;  // of the launch's ticket, then of the session's
  std::string used_sha256;    // of the launch's ticket, once it was used
  domain::Instant create_time{};
  domain::Instant last_time{};  // when it was made, redeemed, last used
  bool operator==(const LaunchRecord&) const = default;
};

// The fields of a form as they were typed, in the form's order.
using Answers = std::vector<std::pair<std::string, std::string>>;

struct DraftRecord {
  PatientName patient;
  Answers answers;
  std::string user;
  std::string tab;
  domain::Instant update_time{};
  std::string etag;
  bool operator==(const DraftRecord&) const = default;
};

// -- Check-in -----------------------------------------------------------------------------------

// Who recorded what the holder of a link told.
inline constexpr std::string_view kByLink = "check-in link";

// Its id is the session date and its number on that day: "2026-06-03-1".
struct CheckInRecord {
  CheckInName name;
  domain::CheckIn check_in;
  std::string recorded_by;
  // A later answer by a link, for the same day, that corrects this one.
  std::optional<domain::CheckInId> superseded_by = {};
  bool operator==(const CheckInRecord&) const = default;
};

// The link that stands on a sheet: whoever holds it may say how a day went, and reads nothing of
// the patient. Its secret stands on the sheet alone.
struct CheckInLinkRecord {
  CheckInLinkName name;
  domain::HandoutId handout;
  int revision_number = 0;  // of the sheet
  std::string secret_sha256;
  domain::Instant create_time{};
  std::optional<domain::Instant> revoke_time;
  // Two weeks after another revision, or the end of the program. Unset: not yet known. Not stored.
  std::optional<domain::Instant> expire_time = {};
  bool operator==(const CheckInLinkRecord&) const = default;
};

// -- Audit and requests -------------------------------------------------------------------------

enum class AuditOutcome { kUnspecified, kDone, kDenied, kFailed, kReplayed };

// One line of the audit trail. No personal data: objects are keyed hashes, contents digests.
struct AuditEvent {
  domain::PracticeId practice;
  std::int64_t sequence_number = 0;  // from 1, without gaps in a practice
  domain::Instant event_time{};
  bool clock_regressed = false;  // the clock stood before the last event's time
  std::string actor;
  std::string role;
  std::string action;       // "program.activate"
  std::string object_type;  // "program"
  std::string object_pseudonym;
  AuditOutcome outcome = AuditOutcome::kUnspecified;
  std::string reason;  // of a denial or failure
  std::string request_id;
  std::string before_sha256;
  std::string after_sha256;
  std::string leaf_bytes;  // canonical, see audit_trail.h
  std::string leaf_sha256;
  bool operator==(const AuditEvent&) const = default;
};

// A change that was asked for, kept for seven days. The answer is what may have changed since;
// frozen content is read again.
struct RequestRecord {
  std::string method;
  std::string request_id;
  std::string request_sha256;
  std::string answer;
  domain::Instant create_time{};
  bool operator==(const RequestRecord&) const = default;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_RESOURCES_H_
