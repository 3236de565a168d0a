#include "plugin/agent/gateway/link.h"

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

constexpr int kThreads = 2;
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
  Done done;
  grpc::ClientContext context;
  grpc::ByteBuffer answer;
  grpc::Status status;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::Alarm alarm;  // of posted work alone
};

Link::Link(const std::string& address) : stub_(ChannelTo(address)) {
  for (int i = 0; i < kThreads; ++i) threads_.emplace_back([this] { Serve(); });
}

Link::~Link() {
  CancelAll();
  queue_.Shutdown();  // the threads end when every call has
  for (std::thread& thread : threads_) thread.join();
}

std::uint64_t Link::NewTicket() {
  const std::lock_guard lock(mutex_);
  return ++last_ticket_;
}

void Link::Start(std::uint64_t ticket, std::string_view method, const std::string& request,
                 const Caller& caller, std::chrono::milliseconds deadline, Done done) {
  auto pending = std::make_unique<Pending>();
  pending->done = std::move(done);
  pending->context.set_deadline(std::chrono::system_clock::now() +
                                std::min(deadline, kLongestCall));
  pending->context.AddMetadata("ischia-user", caller.user);
  pending->context.AddMetadata("ischia-role", caller.role);
  const grpc::Slice slice(request);
  const grpc::ByteBuffer body(&slice, 1);
  // Under the lock, so that a thread that takes the call sees all of it.
  const std::lock_guard lock(mutex_);
  pending->reader =
      stub_.PrepareUnaryCall(&pending->context, "/" + std::string(method), body, &queue_);
  pending->reader->StartCall();
  pending->reader->Finish(&pending->answer, &pending->status, TagOf(ticket));
  pending_[ticket] = std::move(pending);
  ++under_way_;
}

void Link::Post(std::function<void()> work) {
  auto pending = std::make_unique<Pending>();
  pending->done = [work = std::move(work)](const Reply&) { work(); };
  const std::uint64_t ticket = NewTicket();
  const std::lock_guard lock(mutex_);
  pending->alarm.Set(&queue_, std::chrono::system_clock::now(), TagOf(ticket));
  pending_[ticket] = std::move(pending);
  ++under_way_;
}

void Link::Cancel(std::uint64_t ticket) {
  const std::lock_guard lock(mutex_);
  const auto found = pending_.find(ticket);
  if (found != pending_.end()) found->second->context.TryCancel();
}

std::unique_ptr<Link::Pending> Link::Take(std::uint64_t ticket) {
  const std::lock_guard lock(mutex_);
  const auto found = pending_.find(ticket);
  std::unique_ptr<Pending> pending = std::move(found->second);
  pending_.erase(found);
  return pending;
}

void Link::Serve() {
  void* tag = nullptr;
  bool ok = false;  // always true when a unary call ends; its status tells the rest
  while (queue_.Next(&tag, &ok)) {
    const std::unique_ptr<Pending> pending = Take(reinterpret_cast<std::uintptr_t>(tag));
    pending->done({pending->status, BytesOf(pending->answer)});
    Conclude();
  }
}

void Link::Conclude() {
  const std::lock_guard lock(mutex_);
  if (--under_way_ == 0) idle_.notify_all();
}

void Link::CancelAll() {
  const std::lock_guard lock(mutex_);
  for (const auto& [ticket, pending] : pending_) pending->context.TryCancel();
}

void Link::Settle(std::chrono::milliseconds patience) {
  const auto idle = [this] { return under_way_ == 0; };
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
