// Opening what lies in a folder that others write in, too.
#ifndef ISCHIA_PLUGIN_AGENT_FOLDER_BENEATH_H_
#define ISCHIA_PLUGIN_AGENT_FOLDER_BENEATH_H_

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "plugin/agent/descriptor.h"

namespace ischia::agent {

// Follows no link and leaves the folder by no way; never waits for a pipe's other end. -1
// otherwise.
inline Descriptor OpenBeneath(const Descriptor& folder, const char* name, int flags) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  return Descriptor(static_cast<int>(syscall(SYS_openat2, folder.get(), name, &how, sizeof how)));
}

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FOLDER_BENEATH_H_
