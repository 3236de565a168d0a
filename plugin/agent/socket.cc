#include "plugin/agent/socket.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "plugin/agent/descriptor.h"
#include "plugin/agent/socket/frame.h"
#include "plugin/agent/socket/session.h"

namespace ischia::agent {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr const char* kSetting = "socket.path";
// A request is smaller; an answer only ever goes out.
constexpr std::size_t kLargestFromHost = std::size_t{320} << 10U;
constexpr std::size_t kLargestWaiting = std::size_t{16} << 20U;  // bytes a host has not fetched
constexpr std::size_t kReadAtOnce = std::size_t{64} << 10U;
constexpr int kBacklog = 128;

sockaddr_un AddressOf(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
  return address;
}

bool SomebodyListens(const std::filesystem::path& path) {
  const Descriptor probe(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = AddressOf(path);
  return connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ||
         errno != ECONNREFUSED;
}

// Clears the way to the socket's place. Precondition: this agent holds the lock.
std::optional<Fault> ClearPlace(const std::filesystem::path& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return std::nullopt;
  if (!S_ISSOCK(status.st_mode)) {
    return Fault{kSetting, "names a file that is no socket", "Name another path."};
  }
  if (SomebodyListens(path)) {
    return Fault{kSetting, "is in use by another agent", "Stop that one, or name another path."};
  }
  (void)unlink(path.c_str());  // where that fails, bind says so
  return std::nullopt;
}

std::variant<Descriptor, Fault> LockOf(const std::filesystem::path& path) {
  std::filesystem::path file = path;
  file += ".lock";
  Descriptor lock(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!lock.ok()) {
    return Fault{kSetting, "is in a folder that cannot be written", "Check its owner."};
  }
  if (flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return Fault{kSetting, "is in use by another agent", "Stop that one, or name another path."};
  }
  return lock;
}

std::variant<Descriptor, Fault> Listen(const SocketOptions& options) {
  const mode_t mode = options.users.empty() ? 0600 : 0666;
  const sockaddr_un address = AddressOf(options.path);
  Descriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      chmod(options.path.c_str(), mode) != 0 || listen(listener.get(), kBacklog) != 0) {
    return Fault{kSetting, "cannot be listened on", "Check the folder and its owner."};
  }
  return listener;
}

// The bytes on their way to one host. Shared by the loop and the calls under way; whichever ends
// last lets go of it.
class Outlet {
 public:
  Outlet(int epoll, std::uint64_t number, Descriptor host)
      : epoll_(epoll), number_(number), host_(std::move(host)) {}

  int host() const { return host_.get(); }

  void Send(const std::string& frame) {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    if (waiting_.empty()) stuck_since_ = Steady::now();
    waiting_ += frame;
    Push();
  }

  // The host can take more.
  void Flush() {
    const std::lock_guard lock(mutex_);
    if (!closed_) Push();
  }

  bool StuckFor(milliseconds patience, Steady::time_point now) const {
    const std::lock_guard lock(mutex_);
    return !waiting_.empty() &&
           (now - stuck_since_ > patience || waiting_.size() > kLargestWaiting);
  }

  // The host sees its end; later frames are dropped.
  void Close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    (void)epoll_ctl(epoll_, EPOLL_CTL_DEL, host_.get(),
                    nullptr);                // or it would report its end again
    (void)shutdown(host_.get(), SHUT_RDWR);  // fails when the host has gone already
  }

 private:
  void Push() {
    std::size_t sent = 0;
    while (sent < waiting_.size()) {
      const ssize_t n = send(host_.get(), waiting_.data() + sent, waiting_.size() - sent,
                             MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;  // full, or gone: then reading says so
      sent += static_cast<std::size_t>(n);
    }
    if (sent > 0) stuck_since_ = Steady::now();
    waiting_.erase(0, sent);
    const bool wants = !waiting_.empty();
    if (wants == watched_) return;
    watched_ = wants;
    epoll_event event{};
    event.events = EPOLLIN | (wants ? static_cast<unsigned>(EPOLLOUT) : 0U);
    event.data.u64 = number_;
    (void)epoll_ctl(epoll_, EPOLL_CTL_MOD, host_.get(), &event);
  }

  const int epoll_;
  const std::uint64_t number_;
  const Descriptor host_;
  mutable std::mutex mutex_;  // guards what follows
  std::string waiting_;
  Steady::time_point stuck_since_;
  bool watched_ = false;
  bool closed_ = false;
};

}  // namespace

std::string FaultOfFolder(const std::filesystem::path& folder, bool open_to_others) {
  struct stat status {};
  if (stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return "is in no folder";
  if (status.st_uid != geteuid() && status.st_uid != 0) return "is in a folder of somebody else";
  const mode_t others = open_to_others ? S_IWGRP | S_IWOTH : S_IRWXG | S_IRWXO;
  if ((status.st_mode & others) != 0) return "is in a folder that is open to others";
  return {};
}

class Socket::Loop {
 public:
  Loop(SocketOptions options, CallerOf caller_of, const Desk& desk, Log& log, Descriptor lock,
       Descriptor listener)
      : options_(std::move(options)),
        caller_of_(std::move(caller_of)),
        desk_(desk),
        log_(log),
        lock_(std::move(lock)),
        listener_(std::move(listener)) {
    Watch(listener_.get(), kListener);
    Watch(wake_.get(), kWake);
    thread_ = std::thread([this] { Run(); });
  }

  ~Loop() {
    StopReading();
    for (auto& [number, connection] : connections_) HangUp(connection);
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void StopReading() {
    if (!thread_.joinable()) return;
    const std::uint64_t one = 1;
    (void)write(wake_.get(), &one, sizeof(one));  // cannot fail: the counter is far from full
    thread_.join();
    (void)unlink(options_.path.c_str());
    listener_ = Descriptor();
  }

 private:
  // What an event belongs to; connections are counted from here on.
  enum : std::uint64_t { kListener, kWake, kFirstConnection };

  struct Connection {
    std::shared_ptr<Outlet> outlet;
    std::shared_ptr<Session> session;
    FrameReader reader{kLargestFromHost};
    std::optional<Steady::time_point> since;  // of a frame or HELLO that is not complete
  };

  void Watch(int descriptor, std::uint64_t number) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = number;
    (void)epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event);
  }

  void Run() {
    constexpr int kEvents = 64;
    std::array<epoll_event, kEvents> events{};
    for (;;) {
      const int count = epoll_wait(epoll_.get(), events.data(), kEvents, WaitMs());
      for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (event.data.u64 == kWake) return;
        Handle(event.data.u64, event.events);
      }
      const Steady::time_point now = Steady::now();
      if (now >= next_sweep_) Sweep(now);
    }
  }

  int WaitMs() const {
    if (connections_.empty() && accepting_) return -1;
    return static_cast<int>(options_.patience.count() / 4) + 1;
  }

  void Handle(std::uint64_t number, std::uint32_t events) {
    if (number == kListener) return Accept();
    const auto found = connections_.find(number);
    if (found == connections_.end()) return;  // ended a moment ago
    Connection& connection = found->second;
    if ((events & EPOLLOUT) != 0) connection.outlet->Flush();
    if ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) == 0 || Read(connection)) return;
    HangUp(connection);
    connections_.erase(found);
  }

  void Accept() {
    Descriptor host(accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!host.ok()) {
      // Out of descriptors: without a pause the listener would be ready again at once.
      if (errno == EMFILE || errno == ENFILE) Pause();
      return;
    }
    ucred peer{};
    socklen_t size = sizeof(peer);
    const bool known = getsockopt(host.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
    if (!known || !MayConnect(peer.uid)) {
      log_.Error("peer_refused", {{"uid", static_cast<std::int64_t>(peer.uid)}});
      return TurnAway(host.get(), {grpc::StatusCode::PERMISSION_DENIED, "PEER_NOT_ALLOWED",
                                   "This user may not use the agent: see socket.users."});
    }
    if (connections_.size() >= options_.connections) {
      log_.Error("connections_too_many");
      return TurnAway(host.get(), {grpc::StatusCode::RESOURCE_EXHAUSTED, "CONNECTIONS_TOO_MANY",
                                   "The agent has too many connections. Close some."});
    }
    Admit(std::move(host), peer.uid);
  }

  bool MayConnect(uid_t peer) const {
    return peer == 0 || peer == geteuid() || options_.users.count(peer) > 0;
  }

  static void TurnAway(int host, const Failure& failure) {
    const std::string frame = ErrorFrame(0, failure);
    (void)send(host, frame.data(), frame.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }

  void Admit(Descriptor host, uid_t peer) {
    const std::uint64_t number = next_number_++;
    const int descriptor = host.get();
    Connection& connection = connections_[number];
    connection.outlet = std::make_shared<Outlet>(epoll_.get(), number, std::move(host));
    connection.session = std::make_shared<Session>(
        desk_, caller_of_(peer),
        [outlet = connection.outlet](const std::string& frame) { outlet->Send(frame); });
    connection.since = Steady::now();
    Watch(descriptor, number);
  }

  // False: the connection has ended.
  bool Read(Connection& connection) {
    const ssize_t count = recv(connection.outlet->host(), buffer_.data(), buffer_.size(), 0);
    if (count < 0) return errno == EAGAIN || errno == EINTR;
    if (count == 0) return false;
    try {
      connection.reader.Feed({buffer_.data(), static_cast<std::size_t>(count)});
      if (!TakeFrames(connection)) return false;
    } catch (...) {  // a mistake of ours, or no memory: one host's affair, not every host's
      log_.Error("frame_not_handled");
      return false;
    }
    const bool waits = connection.reader.inside() || !connection.session->greeted();
    if (!waits) connection.since.reset();
    if (waits && !connection.since) connection.since = Steady::now();
    return true;
  }

  static bool TakeFrames(Connection& connection) {
    for (;;) {
      const FrameReader::Found found = connection.reader.Next();
      if (std::holds_alternative<FrameReader::Incomplete>(found)) return true;
      if (const auto* frame = std::get_if<Frame>(&found)) {
        connection.since.reset();
        if (connection.session->Take(*frame) == Session::Next::kHangUp) return false;
      } else if (const auto* large = std::get_if<FrameReader::TooLarge>(&found)) {
        connection.outlet->Send(
            ErrorFrame(large->call_id, {grpc::StatusCode::INVALID_ARGUMENT, "REQUEST_TOO_LARGE",
                                        "The request is larger than 256 KiB."}));
      } else if (const auto* malformed = std::get_if<FrameReader::Malformed>(&found)) {
        connection.outlet->Send(ErrorFrame(
            malformed->call_id,
            {grpc::StatusCode::INVALID_ARGUMENT, "FRAME_INVALID", std::string(malformed->what)}));
        return false;
      }
    }
  }

  static void HangUp(Connection& connection) {
    connection.session->End();
    connection.outlet->Close();
  }

  // Ends those who have taken too long; the others hear of documents.
  void Sweep(Steady::time_point now) {
    for (auto at = connections_.begin(); at != connections_.end();) {
      Connection& connection = at->second;
      const bool late = connection.since && now - *connection.since > options_.patience;
      if (late || connection.outlet->StuckFor(options_.patience, now)) {
        log_.Info("host_too_slow");
        HangUp(connection);
        at = connections_.erase(at);
      } else {
        connection.session->Look(now);
        ++at;
      }
    }
    if (!accepting_) Watch(listener_.get(), kListener);
    accepting_ = true;
    next_sweep_ = now + options_.patience / 4;
  }

  void Pause() {
    log_.Error("descriptors_used_up");
    (void)epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, listener_.get(), nullptr);
    accepting_ = false;
  }

  const SocketOptions options_;
  const CallerOf caller_of_;
  const Desk desk_;
  Log& log_;
  const Descriptor lock_;
  const Descriptor epoll_{epoll_create1(EPOLL_CLOEXEC)};
  const Descriptor wake_{eventfd(0, EFD_CLOEXEC)};
  Descriptor listener_;
  std::vector<char> buffer_ = std::vector<char>(kReadAtOnce);
  std::map<std::uint64_t, Connection> connections_;
  std::uint64_t next_number_ = kFirstConnection;
  Steady::time_point next_sweep_{};
  bool accepting_ = true;
  std::thread thread_;
};

Socket::Socket(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}

Socket::~Socket() = default;

void Socket::StopReading() { loop_->StopReading(); }

std::variant<std::unique_ptr<Socket>, Fault> Socket::Open(const SocketOptions& options,
                                                          CallerOf caller_of, const Desk& desk,
                                                          Log& log) {
  const std::filesystem::path folder = options.path.parent_path();
  const mode_t mode = options.users.empty() ? 0700 : 0711;
  if (mkdir(folder.c_str(), mode) == 0) (void)chmod(folder.c_str(), mode);  // whatever the umask
  const std::string wrong = FaultOfFolder(folder, !options.users.empty());
  if (!wrong.empty()) {
    return Fault{kSetting, wrong, "Take a folder of the agent's own user, chmod 700."};
  }
  auto lock = LockOf(options.path);
  if (const auto* fault = std::get_if<Fault>(&lock)) return *fault;
  if (const auto fault = ClearPlace(options.path)) return *fault;
  auto listener = Listen(options);
  if (const auto* fault = std::get_if<Fault>(&listener)) return *fault;
  return std::unique_ptr<Socket>(new Socket(std::make_unique<Loop>(
      options, std::move(caller_of), desk, log, std::move(std::get<Descriptor>(lock)),
      std::move(std::get<Descriptor>(listener)))));
}

}  // namespace ischia::agent
