#include "plugin/agent/watch.h"

#include <Poco/Environment.h>
#include <Poco/NumberParser.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <array>
#include <cstddef>

#include "plugin/agent/descriptor.h"
#include "plugin/agent/socket/frame.h"
#include "plugin/agent/socket/session.h"

namespace ischia::agent {
namespace {

using std::chrono::microseconds;

constexpr microseconds kBetweenTries = std::chrono::seconds(10);
constexpr std::chrono::milliseconds kPatience{2000};
constexpr int kTriesAtMost = 3;

struct Address {
  sockaddr_un value{};
  socklen_t size = 0;
};

Address AddressOf(const std::string& path) {
  Address address;
  address.value.sun_family = AF_UNIX;
  path.copy(address.value.sun_path, sizeof(address.value.sun_path) - 1);
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  if (path.front() == '@') address.value.sun_path[0] = '\0';  // systemd's way to write "abstract"
  return address;
}

template <typename Duration>
timeval TimeOf(Duration duration) {
  const auto whole = std::chrono::duration_cast<microseconds>(duration).count();
  constexpr std::int64_t kPerSecond = 1'000'000;
  return {whole / kPerSecond, whole % kPerSecond};
}

std::string Hello() {
  Fields fields;
  fields.AddNumber(Tag::kProtocolMin, kProtocolOldest);
  fields.AddNumber(Tag::kProtocolMax, kProtocolNewest);
  return EncodeFrame(Kind::kHello, 0, fields);
}

}  // namespace

bool AgentAnswers(const std::filesystem::path& path, std::chrono::milliseconds patience) {
  const Descriptor probe(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval time = TimeOf(patience);
  (void)setsockopt(probe.get(), SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
  (void)setsockopt(probe.get(), SOL_SOCKET, SO_SNDTIMEO, &time, sizeof(time));
  const Address address = AddressOf(path.string());
  const std::string hello = Hello();
  std::array<char, 1> first{};
  return connect(probe.get(), reinterpret_cast<const sockaddr*>(&address.value), address.size) ==
             0 &&
         send(probe.get(), hello.data(), hello.size(), MSG_NOSIGNAL) > 0 &&
         recv(probe.get(), first.data(), first.size(), 0) > 0;  // also "too many" is an answer
}

Supervisor SupervisorOfThisProcess() {
  Supervisor supervisor;
  supervisor.notify_socket = Poco::Environment::get("NOTIFY_SOCKET", "");
  Poco::Int64 microseconds_given = 0;
  if (Poco::NumberParser::tryParse64(Poco::Environment::get("WATCHDOG_USEC", "0"),
                                     microseconds_given)) {
    supervisor.watchdog_time = microseconds(microseconds_given);
  }
  return supervisor;
}

void Notify(const Supervisor& supervisor, const std::string& state) {
  if (supervisor.notify_socket.empty()) return;
  const Descriptor out(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const Address address = AddressOf(supervisor.notify_socket);
  // Where that fails, systemd's own timeout says so.
  (void)sendto(out.get(), state.data(), state.size(), MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&address.value), address.size);
}

bool WatchUntilSignal(const std::filesystem::path& socket, const Supervisor& supervisor,
                      const sigset_t& signals, Log& log) {
  const microseconds pause =
      supervisor.watchdog_time.count() > 0 ? supervisor.watchdog_time / 2 : kBetweenTries;
  const timeval time = TimeOf(pause);
  const timespec wait{time.tv_sec, time.tv_usec * 1000};
  for (int failed = 0; failed < kTriesAtMost;) {
    if (sigtimedwait(&signals, nullptr, &wait) > 0) return true;
    if (AgentAnswers(socket, kPatience)) {
      failed = 0;
      Notify(supervisor, "WATCHDOG=1");
    } else {
      ++failed;
      log.Error("self_probe_failed", {{"times", failed}});
    }
  }
  return false;
}

}  // namespace ischia::agent
