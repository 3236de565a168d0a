// What is saved, in the clinic's words. A Store serves many threads; a UnitOfWork is one
// transaction and belongs to one thread. Each method takes the TenantContext that only Authorize
// makes, and sees that practice's records alone. Several processes may share a store.
//
// Errors of every method: STORE_UNAVAILABLE (unreadable, busy, lost) and STORE_FULL; texts that
// hold a NUL are FIELD_INVALID. After an error the unit is of no further use but to be destroyed.
#ifndef ISCHIA_SERVICE_APPLICATION_STORE_H_
#define ISCHIA_SERVICE_APPLICATION_STORE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/application/authorize.h"
#include "service/application/resources.h"
#include "service/domain/result.h"
#include "service/domain/values.h"

namespace ischia::app {

// A keyset page: entries after the key `after`, in the order of their keys. An empty key starts at
// the beginning. `limit` is the greatest number of entries, never 0.
struct Page {
  std::string after;
  int limit = 50;
};

// What an insert met.
enum class Inserted { kStored, kKeyTaken };
// What a conditional update met.
enum class Updated { kStored, kStale };

// The place of a new event in the practice's trail.
struct AuditPlace {
  std::int64_t sequence_number = 0;
  domain::Instant latest_event_time{};  // of all events, the new one included
};

class UnitOfWork {
 public:
  virtual ~UnitOfWork() = default;  // undoes what was not committed
  // Errors besides the others': OUTCOME_UNKNOWN, the store was lost before it could answer, and all
  // or nothing was stored. FindRequest with the same request id tells which.
  virtual domain::Result<domain::Done> Commit() = 0;

  // -- Practice
  virtual domain::Result<domain::Done> PutPractice(const TenantContext& tenant,
                                                   const Practice& practice) = 0;
  // Without its etag.
  virtual domain::Result<std::optional<Practice>> FindPractice(const TenantContext& tenant) = 0;
  // The bytes of every logo that the practice has had, by their digest in hex.
  virtual domain::Result<domain::Done> KeepLogo(const TenantContext& tenant,
                                                const std::string& sha256,
                                                const std::string& png) = 0;
  virtual domain::Result<std::optional<std::string>> FindLogo(const TenantContext& tenant,
                                                              const std::string& sha256) = 0;

  // -- Requests
  // The request that was answered before; unset when there is none. Waits for other units that
  // have asked for a request of the practice: what this unit reads from here on, none of them
  // changes, and none of them keeps this request.
  virtual domain::Result<std::optional<RequestRecord>> FindRequest(
      const TenantContext& tenant, const std::string& method, const std::string& request_id) = 0;
  // In a unit that has asked for it and found none.
  virtual domain::Result<domain::Done> KeepRequest(const TenantContext& tenant,
                                                   const RequestRecord& request) = 0;
  virtual domain::Result<int> ForgetRequests(const TenantContext& tenant,
                                             domain::Instant before) = 0;

  // -- Audit
  // The next number of the practice's trail; locks the trail until the end of the unit.
  virtual domain::Result<AuditPlace> TakeAuditPlace(const TenantContext& tenant,
                                                    domain::Instant event_time) = 0;
  virtual domain::Result<domain::Done> AppendAuditEvent(const TenantContext& tenant,
                                                        const AuditEvent& event) = 0;
  virtual domain::Result<std::vector<AuditEvent>> AuditEvents(const TenantContext& tenant,
                                                              std::int64_t after_sequence,
                                                              int limit) = 0;

  // -- Patients. kKeyTaken: the id or the host reference is taken.
  virtual domain::Result<Inserted> InsertPatient(const TenantContext& tenant,
                                                 const PatientRecord& patient) = 0;
  virtual domain::Result<std::optional<PatientRecord>> FindPatient(const TenantContext& tenant,
                                                                   const PatientName& name) = 0;
  virtual domain::Result<std::optional<PatientRecord>> FindPatientByHost(
      const TenantContext& tenant, const HostReference& reference) = 0;
  // Those with these names, which are in lower case; A to Z count as a to z. In the order of ids.
  virtual domain::Result<std::vector<PatientRecord>> PatientsNamed(
      const TenantContext& tenant, const std::string& given_name,
      const std::string& family_name) = 0;
  virtual domain::Result<std::vector<PatientRecord>> ListPatients(const TenantContext& tenant,
                                                                  const Page& page) = 0;
  // kStale: another etag is stored. The host reference must be free.
  virtual domain::Result<Updated> UpdatePatient(const TenantContext& tenant,
                                                const PatientRecord& patient,
                                                const std::string& etag_before) = 0;

  // -- Assessments
  virtual domain::Result<Inserted> InsertAssessment(const TenantContext& tenant,
                                                    const AssessmentRecord& assessment) = 0;
  virtual domain::Result<std::optional<AssessmentRecord>> FindAssessment(
      const TenantContext& tenant, const AssessmentName& name) = 0;
  virtual domain::Result<std::vector<AssessmentRecord>> ListAssessments(const TenantContext& tenant,
                                                                        const PatientName& patient,
                                                                        const Page& page) = 0;

  // -- Clearances
  virtual domain::Result<Inserted> InsertClearance(const TenantContext& tenant,
                                                   const ClearanceRecord& clearance) = 0;
  virtual domain::Result<std::vector<ClearanceRecord>> ListClearances(const TenantContext& tenant,
                                                                      const PatientName& patient,
                                                                      const Page& page) = 0;

  // -- Programs and their revisions
  // The program without its revision, which must follow in the same unit.
  virtual domain::Result<Inserted> InsertProgram(const TenantContext& tenant,
                                                 const ProgramRecord& program) = 0;
  // The revision that the program names. kKeyTaken: another revision of the practice has this short
  // code.
  virtual domain::Result<Inserted> InsertRevision(const TenantContext& tenant,
                                                  const ProgramRecord& program,
                                                  const RevisionBasis& basis,
                                                  const Frozen<Changes>& changes) = 0;
  virtual domain::Result<std::optional<RevisionRecord>> FindRevision(const TenantContext& tenant,
                                                                     const RevisionName& name) = 0;
  // In the order of their numbers; the key of a page is a number.
  virtual domain::Result<std::vector<RevisionRecord>> ListRevisions(const TenantContext& tenant,
                                                                    const ProgramName& program,
                                                                    const Page& page) = 0;
  virtual domain::Result<std::optional<ProgramRecord>> FindProgram(const TenantContext& tenant,
                                                                   const ProgramName& name) = 0;
  // kUnspecified lists every state.
  virtual domain::Result<std::vector<ProgramRecord>> ListPrograms(const TenantContext& tenant,
                                                                  const PatientName& patient,
                                                                  domain::ProgramState state,
                                                                  const Page& page) = 0;
  // State, revision in force, acknowledgements, activation, suspension and settled weeks; kStale:
  // another etag is stored.
  virtual domain::Result<Updated> UpdateProgram(const TenantContext& tenant,
                                                const ProgramRecord& program,
                                                const std::string& etag_before) = 0;

  // -- Weekly decisions. kKeyTaken: that week was decided on before.
  virtual domain::Result<Inserted> InsertDecision(const TenantContext& tenant,
                                                  const DecisionRecord& decision) = 0;
  virtual domain::Result<std::optional<DecisionRecord>> FindDecision(const TenantContext& tenant,
                                                                     const DecisionName& name) = 0;
  // In the order of their weeks; the key of a page is a week's number.
  virtual domain::Result<std::vector<DecisionRecord>> ListDecisions(const TenantContext& tenant,
                                                                    const ProgramName& program,
                                                                    const Page& page) = 0;
  // What became of the proposal; kStale: another etag is stored.
  virtual domain::Result<Updated> UpdateDecision(const TenantContext& tenant,
                                                 const DecisionRecord& decision,
                                                 const std::string& etag_before) = 0;

  // -- Handouts
  virtual domain::Result<domain::Done> InsertHandout(const TenantContext& tenant,
                                                     const HandoutRecord& handout,
                                                     const std::string& bytes) = 0;
  virtual domain::Result<std::optional<HandoutRecord>> FindHandout(const TenantContext& tenant,
                                                                   const HandoutName& name) = 0;
  virtual domain::Result<std::vector<HandoutRecord>> ListHandouts(const TenantContext& tenant,
                                                                  const ProgramName& program,
                                                                  const Page& page) = 0;
  // The newest one of this kind, language and edition (large print, pictures only).
  virtual domain::Result<std::optional<HandoutRecord>> NewestHandout(const TenantContext& tenant,
                                                                     const ProgramName& program,
                                                                     const HandoutFields& like) = 0;
  // Precondition: the handout was found. Empty bytes: it has none.
  virtual domain::Result<std::string> HandoutBytes(const TenantContext& tenant,
                                                   const HandoutName& name) = 0;

  // -- Deliveries
  virtual domain::Result<domain::Done> InsertDelivery(const TenantContext& tenant,
                                                      const DeliveryRecord& delivery) = 0;
  // Nobody else changes it until the end of the unit.
  virtual domain::Result<std::optional<DeliveryRecord>> FindDelivery(const TenantContext& tenant,
                                                                     const DeliveryName& name) = 0;
  // kUnspecified lists every state; kSending also kClaimed and kFinalDot.
  virtual domain::Result<std::vector<DeliveryRecord>> ListDeliveries(const TenantContext& tenant,
                                                                     const HandoutName& handout,
                                                                     DeliveryState state,
                                                                     const Page& page) = 0;
  // The delivery whose DueTime lies farthest back, if one has come. Nobody else is given it until
  // the end of the unit.
  virtual domain::Result<std::optional<DeliveryRecord>> NextDelivery(const TenantContext& tenant,
                                                                     domain::Instant now) = 0;
  // What leases are measured by: the clock of the store where several processes share it, else
  // `now`.
  virtual domain::Result<domain::Instant> LeaseTime(const TenantContext& tenant,
                                                    domain::Instant now) = 0;
  // Writes all that may change. kStale: the stored epoch is not `epoch_before`.
  virtual domain::Result<Updated> UpdateDelivery(const TenantContext& tenant,
                                                 const DeliveryRecord& delivery,
                                                 std::int64_t epoch_before) = 0;
  // The bytes that every attempt sends; once, before the first one.
  virtual domain::Result<domain::Done> KeepMessage(const TenantContext& tenant,
                                                   const DeliveryName& name,
                                                   const std::string& bytes) = 0;
  // Empty when none is kept yet.
  virtual domain::Result<std::string> MessageBytes(const TenantContext& tenant,
                                                   const DeliveryName& name) = 0;

  // -- Filings
  virtual domain::Result<domain::Done> InsertFiling(const TenantContext& tenant,
                                                    const FilingRecord& filing) = 0;
  // Nobody else changes it until the end of the unit.
  virtual domain::Result<std::optional<FilingRecord>> FindFiling(const TenantContext& tenant,
                                                                 const FilingName& name) = 0;
  // Of this document; a document is filed once.
  virtual domain::Result<std::optional<FilingRecord>> FindFilingOf(const TenantContext& tenant,
                                                                   const HandoutName& handout) = 0;
  // What waits for a host and may be claimed now, the longest waiting first. What replaces a
  // document that is still on its way waits for it. Nobody else claims these until the end of the
  // unit.
  virtual domain::Result<std::vector<FilingRecord>> WaitingFilings(const TenantContext& tenant,
                                                                   const std::string& host_id,
                                                                   domain::Instant now,
                                                                   int limit) = 0;
  // State, claim and outcome, where the stored claim is this one still.
  virtual domain::Result<Updated> UpdateFiling(const TenantContext& tenant,
                                               const FilingRecord& filing,
                                               std::int64_t epoch_before) = 0;
  // The newest one of a handout of this kind that did not fail.
  virtual domain::Result<std::optional<FilingRecord>> NewestFiling(const TenantContext& tenant,
                                                                   const ProgramName& program,
                                                                   HandoutKind kind) = 0;
  // In the order of their times; the key of a page is a filing's id.
  virtual domain::Result<std::vector<FilingRecord>> ListFilings(const TenantContext& tenant,
                                                                const ProgramName& program,
                                                                const Page& page) = 0;

  // -- Launches, and the sessions that they become
  virtual domain::Result<domain::Done> InsertLaunch(const TenantContext& tenant,
                                                    const LaunchRecord& launch) = 0;
  // Nobody else changes it until the end of the unit.
  virtual domain::Result<std::optional<LaunchRecord>> FindLaunch(const TenantContext& tenant,
                                                                 const LaunchName& name) = 0;
  // As FindLaunch, by the digest of a secret that it has or had.
  virtual domain::Result<std::optional<LaunchRecord>> FindLaunchBySecret(
      const TenantContext& tenant, const std::string& secret_sha256) = 0;
  // Patient, findings, state, secrets and last time. Precondition: it was found in this unit.
  virtual domain::Result<domain::Done> UpdateLaunch(const TenantContext& tenant,
                                                    const LaunchRecord& launch) = 0;
  // The user looks at this patient, or at somebody who is not known yet: open sessions at others
  // become kOtherPatient, unused launches kEnded. What has no patient (kPractice) stays.
  virtual domain::Result<domain::Done> LeaveOtherPatients(
      const TenantContext& tenant, const std::string& user,
      const std::optional<PatientName>& patient) = 0;
  // Those whose last time lies before.
  virtual domain::Result<int> ForgetLaunches(const TenantContext& tenant,
                                             domain::Instant before) = 0;

  // -- Drafts, one a patient
  virtual domain::Result<std::optional<DraftRecord>> FindDraft(const TenantContext& tenant,
                                                               const PatientName& patient) = 0;
  // kStale: another etag than this one is stored; empty: none is to be stored.
  virtual domain::Result<Updated> PutDraft(const TenantContext& tenant, const DraftRecord& draft,
                                           const std::string& etag_before) = 0;
  virtual domain::Result<domain::Done> DropDraft(const TenantContext& tenant,
                                                 const PatientName& patient) = 0;
  virtual domain::Result<int> ForgetDrafts(const TenantContext& tenant, domain::Instant before) = 0;

  // -- Check-in links
  virtual domain::Result<domain::Done> InsertCheckInLink(const TenantContext& tenant,
                                                         const CheckInLinkRecord& link) = 0;
  virtual domain::Result<std::optional<CheckInLinkRecord>> FindCheckInLink(
      const TenantContext& tenant, const CheckInLinkName& name) = 0;
  virtual domain::Result<std::optional<CheckInLinkRecord>> FindCheckInLinkBySecret(
      const TenantContext& tenant, const std::string& secret_sha256) = 0;
  virtual domain::Result<std::vector<CheckInLinkRecord>> ListCheckInLinks(
      const TenantContext& tenant, const ProgramName& program, const Page& page) = 0;
  // Every link of this handout that was not revoked before.
  virtual domain::Result<domain::Done> RevokeCheckInLinks(const TenantContext& tenant,
                                                          const HandoutName& handout,
                                                          domain::Instant now) = 0;

  // -- Check-ins. The name's id is given by the store: the next number of the session date. An
  // answer by a link supersedes the earlier ones of its day that came so, unless a program is
  // suspected behind it.
  virtual domain::Result<CheckInRecord> AddCheckIn(const TenantContext& tenant,
                                                   const CheckInRecord& check_in) = 0;
  virtual domain::Result<std::optional<CheckInRecord>> FindCheckIn(const TenantContext& tenant,
                                                                   const CheckInName& name) = 0;
  // Session dates from `first` to `last`, both included.
  virtual domain::Result<std::vector<CheckInRecord>> ListCheckIns(const TenantContext& tenant,
                                                                  const ProgramName& program,
                                                                  domain::CivilDay first,
                                                                  domain::CivilDay last,
                                                                  const Page& page) = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  // Waits for its turn at most 5 s, then STORE_UNAVAILABLE.
  virtual domain::Result<std::unique_ptr<UnitOfWork>> Begin() = 0;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_STORE_H_
