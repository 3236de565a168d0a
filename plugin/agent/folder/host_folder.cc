#include "plugin/agent/folder/host_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <utility>

#include "plugin/agent/folder/beneath.h"

namespace ischia::agent {
namespace {

constexpr const char* kSetting = "folder.path";
constexpr std::size_t kStemPart = 4;  // of each id in a name

Fault Unusable(const std::string& what, const std::string& remedy) {
  return {kSetting, what, remedy};
}

std::optional<Fault> OpenOwn(const Descriptor& shared, const char* name, Descriptor& own) {
  (void)mkdirat(shared.get(), name, S_IRWXU);
  own = OpenBeneath(shared, name, O_RDONLY | O_DIRECTORY);
  struct stat status {};
  if (!own.ok() || fstat(own.get(), &status) != 0) {
    return Unusable("cannot hold a folder " + std::string(name) + " of the agent's",
                    "Let the agent's user write in it, and remove what else has that name.");
  }
  if (status.st_uid != geteuid() || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Unusable("holds a folder " + std::string(name) + " that is open to others",
                    "Give it to the agent's user, chmod 700.");
  }
  return std::nullopt;
}

}  // namespace

std::string AnswerStem(const HostFolder& folder) {
  return folder.host_gdt_id.substr(0, kStemPart) + folder.our_id.substr(0, kStemPart);
}

std::variant<OpenFolder, Fault> Open(const HostFolder& folder) {
  OpenFolder opened;
  opened.shared = Descriptor(open(folder.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct stat status {};
  if (!opened.shared.ok() || fstat(opened.shared.get(), &status) != 0) {
    return Unusable("names no folder that can be read", "Make it, or mount its share.");
  }
  if ((status.st_mode & S_IWOTH) != 0) {
    return Unusable("names a folder that everybody may write in", "chmod o-w.");
  }
  opened.owner = status.st_uid;
  opened.group = status.st_mode & S_IRWXG;
  for (const auto& [name, own] : {std::pair("filed", &opened.filed),
                                  {"taken", &opened.taken},
                                  {"done", &opened.done},
                                  {"rejected", &opened.rejected}}) {
    if (auto fault = OpenOwn(opened.shared, name, *own)) return *std::move(fault);
  }
  return opened;
}

std::filesystem::path PathOf(const Descriptor& folder) {
  return "/proc/self/fd/" + std::to_string(folder.get());
}

}  // namespace ischia::agent
