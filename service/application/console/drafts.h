// What a clinician has typed and not yet sent: one draft a patient, for a day, on the server, so
// that neither a reload nor a lost session loses it. It is no record: it decides nothing, and
// leaves no event in the audit trail; what is made of it does.
#ifndef ISCHIA_SERVICE_APPLICATION_CONSOLE_DRAFTS_H_
#define ISCHIA_SERVICE_APPLICATION_CONSOLE_DRAFTS_H_

#include <chrono>
#include <optional>
#include <string>

#include "service/application/command.h"
#include "service/application/resources.h"
#include "service/application/store.h"
#include "service/domain/result.h"

namespace ischia::app {

inline constexpr std::chrono::hours kDraftLife{24};

struct SaveDraftRequest {
  PatientName patient;
  Answers answers;
  std::string tab;          // one browser tab: 1 to 36 characters
  std::string etag_before;  // of the draft that this one goes on from; empty: of none
};

struct SavedDraft {
  DraftRecord draft;   // that is stored now
  bool stored = true;  // false: somebody else's, or another tab's, was there first
};

class Drafts {
 public:
  // Everything outlives the object. Serves many threads.
  Drafts(Store& store, const Clock& clock, const Digest& digest)
      : store_(store), clock_(clock), digest_(digest) {}

  // Unset: there is none, or it is older than a day.
  domain::Result<std::optional<DraftRecord>> Find(const Call& call, const PatientName& patient);
  // FIELD_INVALID: more than 300 answers, a name beyond 100 or a text beyond 2000 characters.
  // ETAG_MISMATCH: two drafts were saved in the same instant; look, and save again.
  domain::Result<SavedDraft> Save(const Call& call, const SaveDraftRequest& request);
  domain::Result<domain::Done> Drop(const Call& call, const PatientName& patient);
  // Those of the practice that are older than a day; says how many.
  domain::Result<int> Forget(const domain::PracticeId& practice);

 private:
  Store& store_;
  const Clock& clock_;
  const Digest& digest_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_CONSOLE_DRAFTS_H_
