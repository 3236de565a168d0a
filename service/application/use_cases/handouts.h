// Handouts: a program's revision on paper. Rendered once, outside any transaction, stored with its
// digest, and never changed.
#ifndef ISCHIA_SERVICE_APPLICATION_USE_CASES_HANDOUTS_H_
#define ISCHIA_SERVICE_APPLICATION_USE_CASES_HANDOUTS_H_

#include <string>
#include <utility>
#include <vector>

#include "service/application/command.h"
#include "service/application/paging.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/result.h"

namespace ischia::app {

struct CreateHandoutRequest {
  ProgramName program;
  // What the patient takes home needs a program in force, a REFERRAL a refused one; the
  // CLINICIAN_BASIS belongs to any. What is left open is taken from the patient, then from the
  // practice.
  HandoutFields handout;
  int revision_number = 0;    // 0, or the one in force: an older sheet is never printed again
  std::string password = {};  // 8 to 64 characters, or empty; goes no further than the renderer
  bool file_to_host = false;  // the sheet goes back into the host's record
};

struct DownloadedHandout {
  HandoutRecord record;
  std::string bytes;
  std::string media_type;
  std::string file_name;  // without patient data
};

// What a clinician should know before such a handout is handed over: L-01, its texts are a
// translation that nobody of the trade has read.
std::vector<domain::Finding> HandoutFindings(const HandoutFields& fields, const TextSource& texts);

class Handouts {
 public:
  // Everything outlives the object. Serves many threads.
  // `check_in_url`: where a patient finds the check-in page, "https://clinic.example"; empty: there
  // is none, and sheets have no link.
  Handouts(Command& command, IdSource& ids, const Calendar& calendar,
           const HandoutRenderer& renderer, std::string check_in_url = {})
      : command_(command),
        ids_(ids),
        calendar_(calendar),
        renderer_(renderer),
        check_in_url_(std::move(check_in_url)) {}

  // What a patient keeps gets a check-in link of its own, see CheckInLinks.
  // FIELD_INVALID (also: no host knows the patient who is to be filed), NOT_YET_SUPPORTED (an
  // adherence report), WRONG_STATE, and the renderer's errors.
  domain::Result<HandoutRecord> CreateHandout(const Call& call,
                                              const CreateHandoutRequest& request);
  domain::Result<HandoutRecord> GetHandout(const Call& call, const HandoutName& name);
  domain::Result<PageOf<HandoutRecord>> ListHandouts(const Call& call, const ProgramName& program,
                                                     const PageRequest& page);
  // INTERNAL when the bytes are no longer those that were stored.
  domain::Result<DownloadedHandout> DownloadHandout(const Call& call, const HandoutName& name);

 private:
  struct Prepared;  // a rendered sheet and what it was made from

  domain::Result<Prepared> Prepare(const Task& task, const CreateHandoutRequest& request) const;
  domain::Result<HandoutRecord> Keep(Work& work, const Call& call, const Prepared& prepared,
                                     bool encrypted);
  domain::Result<domain::Done> QueueFiling(Work& work, const HandoutRecord& handout);

  Command& command_;
  IdSource& ids_;
  const Calendar& calendar_;
  const HandoutRenderer& renderer_;
  const std::string check_in_url_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_USE_CASES_HANDOUTS_H_
