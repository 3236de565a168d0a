// Documents on their way back into the host's record. The call that stores a handout queues its
// filing in the same transaction (CreateHandoutRequest::file_to_host); the host's side claims it,
// files it, and says what became of it. At least once: the host's side knows a filing by its name.
#ifndef ISCHIA_SERVICE_APPLICATION_CONSOLE_FILINGS_H_
#define ISCHIA_SERVICE_APPLICATION_CONSOLE_FILINGS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/application/command.h"
#include "service/application/paging.h"
#include "service/application/resources.h"
#include "service/domain/result.h"

namespace ischia::app {

inline constexpr std::chrono::seconds kShortestClaim{10};
inline constexpr std::chrono::seconds kUsualClaim{60};
inline constexpr std::chrono::minutes kLongestClaim{15};
inline constexpr int kMostClaimed = 50;
// A host that cannot be reached is tried again after a minute, doubled up to an hour.
inline constexpr std::chrono::minutes kFirstRetry{1};
inline constexpr std::chrono::hours kLongestRetry{1};
inline constexpr int kMostAttempts = 10;

struct ClaimFilingsRequest {
  domain::PracticeId practice;
  std::string host_id;                        // required
  int max_count = 0;                          // 1 to kMostClaimed; 0: 1
  std::optional<std::chrono::seconds> lease;  // unset: kUsualClaim
};
struct PeekFilingsRequest {
  domain::PracticeId practice;
  std::string host_id;  // required
};
// A filing with all that the host's side compares and writes.
struct ClaimedFiling {
  FilingRecord filing;
  HandoutRecord handout;
  PatientFields patient;                 // whose record it belongs in
  std::optional<FilingRecord> replaced;  // of the document that this one replaces
  std::string language_code;             // the practice's: of what the record shows
};
struct CompleteFilingRequest {
  FilingName name;
  std::int64_t claim_epoch = 0;
  std::string host_document_id;  // required, at most 128 characters
  std::string content_sha256;    // of what was filed
};
// The order of ischia.v1.FailFilingRequest.Reason.
enum class FilingFailure {
  kUnspecified,
  kPatientMismatch,
  kPatientUnknown,
  kDocumentRefused,
  kHostUnavailable  // for now
};
struct FailFilingRequest {
  FilingName name;
  std::int64_t claim_epoch = 0;
  FilingFailure reason = FilingFailure::kUnspecified;  // required
};

class Filings {
 public:
  explicit Filings(Command& command) : command_(command) {}

  // Of a program's documents, in the order they were queued.
  domain::Result<PageOf<FilingRecord>> ListFilings(const Call& call, const ProgramName& program,
                                                   const PageRequest& page);
  // Empty: nothing waits; that leaves no event, since hosts ask every few seconds. FIELD_INVALID.
  domain::Result<std::vector<ClaimedFiling>> ClaimFilings(const Call& call,
                                                          const ClaimFilingsRequest& request);
  // Whether a claim would get something now; leaves no event. FIELD_INVALID.
  domain::Result<bool> PeekFilings(const Call& call, const PeekFilingsRequest& request);
  // FIELD_INVALID, RESOURCE_NOT_FOUND, CLAIM_LOST, WRONG_STATE. Told again with the same
  // host_document_id it stays as it is.
  domain::Result<FilingRecord> CompleteFiling(const Call& call,
                                              const CompleteFilingRequest& request);
  // What is unavailable waits and comes again, at most kMostAttempts times. Errors as above.
  domain::Result<FilingRecord> FailFiling(const Call& call, const FailFilingRequest& request);

 private:
  domain::Result<std::vector<ClaimedFiling>> Claim(Work& work, const ClaimFilingsRequest& request);

  Command& command_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_CONSOLE_FILINGS_H_
