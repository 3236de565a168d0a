// Requests that a practice system puts into a folder: found, taken into a folder of the agent's own
// before they are read, and kept there for some days with what became of them. Whatever others do
// in the shared folder meanwhile, nothing outside of it is opened. What requests say is the
// watcher's.
#ifndef ISCHIA_PLUGIN_AGENT_FOLDER_INBOX_H_
#define ISCHIA_PLUGIN_AGENT_FOLDER_INBOX_H_

#include <sys/stat.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/agent/folder/host_folder.h"
#include "plugin/agent/log.h"
#include "plugin/agent/spool.h"

namespace ischia::agent {

// How long a file may stay empty or locked.
inline constexpr std::chrono::seconds kPatienceWithAFile{60};

// Whether a request may have this name: up to eight capitals and digits with .GDT, .INI or three
// digits; or as in GDT 3.5, ISCH_PVS1_7.gdt. Not one of our own answers'.
bool IsRequestName(std::string_view name, const HostFolder& folder);

class Inbox {
 public:
  enum class End { kDone, kRejected };

  // Everything outlives it.
  Inbox(const HostFolder& folder, Log& log) : folder_(folder), log_(log) {}

  // Looks once. Takes each request of GDT that is as it was at the look before; rejects what is no
  // plain file of a known user, and what stays empty or locked. Called by one thread, as the others
  // are. True: something has to be looked at again soon.
  bool Look(Instant now);

  // What was taken and has not ended, the oldest first; of this run or of one that was cut short.
  std::vector<std::string> Taken() const;
  static Instant TakenAt(const std::string& name);
  // Hand-over files, which stay where they are, since their host waits for them there; each once as
  // it is now.
  std::vector<std::string> HandOvers();

  // Of a name of Taken or of HandOvers. Unset: it cannot be read.
  std::optional<std::string> Read(const std::string& name) const;

  // Puts it there, and beside it the sentences, if there are any.
  void Finish(const std::string& name, End end, const std::string& sentences, Instant now);
  // Puts the answer in the hand-over file's place, and what stood there where it ends.
  void Answer(const std::string& name, std::string_view answer, std::string_view request, End end,
              const std::string& sentences, Instant now);

  // What was taken before, the oldest first.
  struct Kept {
    std::string name;
    std::string bytes;
    Instant at;
  };
  std::vector<Kept> Recall() const;
  // Removes what was kept for longer than folder.keep_days.
  void Clear(Instant now) const;

 private:
  struct Seen {
    ino_t number = 0;
    off_t size = 0;
    timespec changed{};
    Instant since;
    bool left_alone = false;  // an answered hand-over file, or one that cannot be moved
    bool ready = false;       // a hand-over file to be read
  };
  enum class Taking { kTaken, kBusy };

  std::optional<OpenFolder> OpenOrSay();
  bool LookAt(const OpenFolder& opened, const std::string& name, Seen& seen, Instant now);
  std::string WrongWith(const OpenFolder& opened, const struct stat& status) const;
  Taking Take(const OpenFolder& opened, const std::string& name, const struct stat& status,
              Instant now);
  void Reject(const OpenFolder& opened, const std::string& name, const std::string& reason,
              Seen& seen, Instant now);
  std::string Move(const Descriptor& from, const std::string& name, const Descriptor& to,
                   Instant now);

  const HostFolder& folder_;
  Log& log_;
  std::map<std::string, Seen> seen_;
  bool is_usable_ = true;
  unsigned last_number_ = 0;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FOLDER_INBOX_H_
