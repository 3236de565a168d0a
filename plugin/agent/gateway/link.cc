#include "plugin/agent/gateway/link.h"

#include <grpc/support/time.h>
#include <grpcpp/alarm.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <grpcpp/support/slice.h>

#include <algorithm>
#include <future>
#include <utility>

namespace ischia::agent {
namespace {

constexpr int kReconnectSoonestMs = 100;
constexpr int kReconnectLatestMs = 1000;
constexpr int kLargestAnswer = 4 << 20;

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectSoonestMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kReconnectSoonestMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectLatestMs);
  arguments.SetMaxReceiveMessageSize(kLargestAnswer);
  // A change is repeated by its request id, on purpose and in order, never by the library.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  // Nothing between us and a service of this machine.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

// The library's tags are pointers, ours are numbers.
void* TagOf(std::uint64_t ticket) {
  return reinterpret_cast<void*>(ticket);  // NOLINT(performance-no-int-to-ptr)
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Valid() || !buffer.Dump(&slices).ok()) return {};
  std::string bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

}  // namespace

struct Link::Pending {
  std::string method;
  grpc::Slice request;
  Done done;
  grpc::ClientContext context;
  grpc::Alarm start;                                               // hands it to the thread
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;  // null: not begun
  grpc::ByteBuffer answer;
  grpc::Status status;
};

Link::Link(const std::string& address) : stub_(ChannelTo(address)), thread_([this] { Serve(); }) {}

Link::~Link() {
  Settle(std::chrono::milliseconds(0));
  queue_.Shutdown();
  thread_.join();
}

std::uint64_t Link::NewTicket() {
  const std::lock_guard lock(mutex_);
  return ++last_ticket_;
}

void Link::Start(std::uint64_t ticket, std::string_view method, const std::string& request,
                 const Caller& caller, std::chrono::milliseconds deadline, Done done) {
  auto pending = std::make_unique<Pending>();
  pending->method = "/" + std::string(method);
  pending->request = grpc::Slice(request);
  pending->done = std::move(done);
  pending->context.set_deadline(std::chrono::system_clock::now() +
                                std::min(deadline, kLongestCall));
  pending->context.AddMetadata("ischia-user", caller.user);
  pending->context.AddMetadata("ischia-role", caller.role);
  const std::lock_guard lock(mutex_);
  // A time long past: for the present one the library waits until its next millisecond.
  pending->start.Set(&queue_, gpr_time_0(GPR_CLOCK_REALTIME), TagOf(ticket));
  pending_[ticket] = std::move(pending);
}

void Link::Cancel(std::uint64_t ticket) {
  const std::lock_guard lock(mutex_);
  const auto found = pending_.find(ticket);
  if (found != pending_.end()) found->second->context.TryCancel();
}

void Link::CancelAll() {
  const std::lock_guard lock(mutex_);
  for (const auto& [ticket, pending] : pending_) pending->context.TryCancel();
}

// A call is begun, ended and forgotten by this thread alone: what the library writes into it needs
// no lock.
void Link::Serve() {
  void* tag = nullptr;
  bool ok = false;  // always true when a unary call ends; its status tells the rest
  while (queue_.Next(&tag, &ok)) {
    const std::uint64_t ticket = reinterpret_cast<std::uintptr_t>(tag);
    Pending& pending = Find(ticket);
    if (pending.reader == nullptr) {
      Begin(ticket, pending);
    } else {
      pending.done({pending.status, BytesOf(pending.answer)});
      Conclude(ticket);
    }
  }
}

void Link::Begin(std::uint64_t ticket, Pending& pending) {
  const grpc::ByteBuffer request(&pending.request, 1);
  pending.reader = stub_.PrepareUnaryCall(&pending.context, pending.method, request, &queue_);
  pending.reader->StartCall();
  pending.reader->Finish(&pending.answer, &pending.status, TagOf(ticket));
}

Link::Pending& Link::Find(std::uint64_t ticket) {
  const std::lock_guard lock(mutex_);
  return *pending_.at(ticket);
}

void Link::Conclude(std::uint64_t ticket) {
  const std::lock_guard lock(mutex_);
  pending_.erase(ticket);
  if (pending_.empty()) idle_.notify_all();
}

void Link::Settle(std::chrono::milliseconds patience) {
  const auto idle = [this] { return pending_.empty(); };
  std::unique_lock lock(mutex_);
  if (idle_.wait_for(lock, patience, idle)) return;
  lock.unlock();
  CancelAll();
  lock.lock();
  idle_.wait(lock, idle);
}

Reply Link::Call(std::uint64_t ticket, std::string_view method, const std::string& request,
                 const Caller& caller, std::chrono::milliseconds deadline) {
  // Shared with the thread that answers, which may still be in set_value when get returns.
  const auto answered = std::make_shared<std::promise<Reply>>();
  Start(ticket, method, request, caller, deadline,
        [answered](const Reply& reply) { answered->set_value(reply); });
  return answered->get_future().get();
}

}  // namespace ischia::agent
