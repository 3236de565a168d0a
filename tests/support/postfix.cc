#include "tests/support/postfix.h"

#include <poll.h>
#include <pwd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <optional>

#include "tests/support/child_process.h"
#include "tests/support/free_port.h"

namespace ischia::support {
namespace {

namespace fs = std::filesystem;

struct User {
  uid_t user;
  gid_t group;
};

std::optional<User> FindUser(const char* name) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> room{};
  if (getpwnam_r(name, &entry, room.data(), room.size(), &found) != 0 || found == nullptr) {
    return std::nullopt;
  }
  return User{entry.pw_uid, entry.pw_gid};
}

void MakeFolder(const fs::path& folder, const User& owner) {
  fs::create_directories(folder);
  if (chown(folder.c_str(), owner.user, owner.group) != 0) {
    throw fs::filesystem_error("chown", folder, std::make_error_code(std::errc::permission_denied));
  }
}

// The services that taking mail in and putting it into a maildir need; none of them chrooted.
constexpr const char* kServices = R"(
pickup    unix  n - n 60    1 pickup
cleanup   unix  n - n -     0 cleanup
qmgr      unix  n - n 300   1 qmgr
rewrite   unix  - - n -     - trivial-rewrite
bounce    unix  - - n -     0 bounce
defer     unix  - - n -     0 bounce
trace     unix  - - n -     0 bounce
verify    unix  - - n -     1 verify
proxymap  unix  - - n -     - proxymap
error     unix  - - n -     - error
retry     unix  - - n -     - error
virtual   unix  - n n -     - virtual
anvil     unix  - - n -     1 anvil
postlog   unix-dgram n - n - 1 postlogd
)";

}  // namespace

PrivatePostfix::PrivatePostfix() : port_(FreePort()) {
  const std::optional<User> postfix = FindUser("postfix");
  const std::optional<User> owner = FindUser("nobody");
  if (geteuid() != 0 || !postfix.has_value() || !owner.has_value()) {
    failure_ = "Postfix needs root and the users postfix and nobody";
    return;
  }
  // Postfix runs as users that must be able to pass through.
  fs::permissions(folder_.path(), static_cast<fs::perms>(0755));
  MakeFolder(folder_ / "data", *postfix);
  fs::create_directories(folder_ / "queue");
  fs::create_directories(folder_ / "config");
  for (const char* part : {"mailbox", "mailbox/new", "mailbox/cur", "mailbox/tmp"}) {
    MakeFolder(folder_ / part, *owner);
  }
  arrivals_ = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  inotify_add_watch(arrivals_, (folder_ / "mailbox/new").c_str(), IN_MOVED_TO | IN_CREATE);
  Configure(owner->user, owner->group);
  const Finished start = RunProgram({"postfix", "-c", folder_ / "config", "start"});
  if (start.exit_code != 0) failure_ = start.output + ReadFile(folder_ / "log");
}

PrivatePostfix::~PrivatePostfix() {
  // Waits for the master's end.
  if (fs::exists(folder_ / "queue/pid/master.pid")) {
    (void)RunProgram({"postfix", "-c", folder_ / "config", "stop"});
  }
  if (arrivals_ >= 0) close(arrivals_);
}

void PrivatePostfix::Configure(unsigned user, unsigned group) const {
  const std::string folder = folder_.path().string();
  std::ofstream main(folder_ / "config/main.cf");
  main << "compatibility_level = 3.6\n"
       << "queue_directory = " << folder << "/queue\n"
       << "data_directory = " << folder << "/data\n"
       << "maillog_file_prefixes = " << folder << "\n"
       << "maillog_file = " << folder << "/log\n"
       << "command_directory = /usr/sbin\n"
       << "daemon_directory = /usr/lib/postfix/sbin\n"
       << "mail_owner = postfix\n"
       << "setgid_group = postdrop\n"
       << "inet_interfaces = 127.0.0.1\n"
       << "inet_protocols = ipv4\n"
       << "mynetworks = 127.0.0.0/8\n"
       << "myhostname = relay.test\n"
       << "mydestination =\n"
       << "alias_maps =\n"
       << "default_transport = error:nothing leaves this machine\n"
       << "smtpd_relay_restrictions = permit_mynetworks, reject\n"
       << "virtual_mailbox_domains = " << kDomain << "\n"
       << "virtual_mailbox_base = " << folder << "\n"
       << "virtual_mailbox_maps = static:mailbox/\n"
       << "virtual_uid_maps = static:" << user << "\n"
       << "virtual_gid_maps = static:" << group << "\n"
       << "virtual_minimum_uid = 1\n";
  std::ofstream master(folder_ / "config/master.cf");
  master << "127.0.0.1:" << port_ << " inet n - n - - smtpd\n" << kServices;
}

std::string PrivatePostfix::WaitForMessage(std::chrono::milliseconds limit) const {
  pollfd watched{arrivals_, POLLIN, 0};
  if (poll(&watched, 1, static_cast<int>(limit.count())) != 1) return {};
  for (const auto& entry : fs::directory_iterator(folder_ / "mailbox/new")) {
    return ReadFile(entry.path());
  }
  return {};
}

}  // namespace ischia::support
