// What a practice system asked for last at each of its patients. In memory alone.
#ifndef ISCHIA_PLUGIN_AGENT_FOLDER_LAST_ASKED_H_
#define ISCHIA_PLUGIN_AGENT_FOLDER_LAST_ASKED_H_

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "plugin/agent/spool.h"
#include "plugin/requests/asked.h"

namespace ischia::agent {

// Serves many threads.
class LastAsked {
 public:
  struct Entry {
    requests::Asked asked;
    Instant at;
  };

  void Note(const requests::Asked& asked, Instant now);
  // Of the host's number of the patient.
  std::optional<Entry> Of(const std::string& patient_id) const;
  void ForgetBefore(Instant time);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;  // guarded by mutex_
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FOLDER_LAST_ASKED_H_
