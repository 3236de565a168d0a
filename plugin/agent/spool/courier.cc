#include "plugin/agent/spool/courier.h"

#include <algorithm>
#include <string>
#include <utility>

#include "plugin/contract/status.h"

namespace ischia::agent {
namespace {

using std::chrono::seconds;

constexpr seconds kFirstWait{1};
constexpr seconds kLongestWait{60};

// Whether the service has judged the change itself. What the library says, and what has to do with
// the service's own state, may be otherwise next time.
bool IsDefinite(const grpc::Status& status, const contract::Told& told) {
  switch (status.error_code()) {
    case grpc::StatusCode::OK:
    case grpc::StatusCode::UNIMPLEMENTED:  // the library's word for a service without the method
      return true;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return false;
    default:
      return told.by_the_service;
  }
}

}  // namespace

Courier::Courier(Spool& spool, Link& link, Log& log, WallClock clock)
    : spool_(spool), link_(link), log_(log), clock_(std::move(clock)) {}

Courier::~Courier() { Stop(); }

std::optional<seconds> Courier::Deliver() {
  while (const std::optional<Spool::Entry> entry = spool_.Oldest()) {
    if (Send(*entry) == Outcome::kWaits) {
      wait_ = std::clamp(wait_ * 2, kFirstWait, kLongestWait);
      return wait_;
    }
    wait_ = seconds(0);
  }
  return std::nullopt;
}

Courier::Outcome Courier::Send(const Spool::Entry& entry) {
  const Change& change = entry.change;
  if (clock_() - change.kept_at >= kKeptAtMost) {
    return Refuse(entry, grpc::StatusCode::DEADLINE_EXCEEDED, "KEPT_TOO_LONG");
  }
  const std::uint64_t ticket = link_.NewTicket();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return Outcome::kWaits;
    under_way_ = ticket;
  }
  const Reply reply =
      link_.Call(ticket, change.method, change.request, change.caller, kLongestCall);
  {
    const std::lock_guard lock(mutex_);
    under_way_ = 0;
  }
  const contract::Told told = contract::ReadStatus(reply.status);
  if (!IsDefinite(reply.status, told)) return Outcome::kWaits;
  if (!reply.status.ok()) return Refuse(entry, reply.status.error_code(), told.reason);
  spool_.Remove(entry);
  log_.Info("change_delivered", {LogField::Id("request_id", change.request_id)});
  return Outcome::kSettled;
}

Courier::Outcome Courier::Refuse(const Spool::Entry& entry, int code, const std::string& reason) {
  if (!spool_.Refuse(entry, code, reason)) return Outcome::kWaits;
  log_.Error("change_refused",
             {LogField::Id("request_id", entry.change.request_id), {"code", code}});
  return Outcome::kSettled;
}

void Courier::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Courier::Wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Courier::Run() {
  for (;;) {
    const std::optional<seconds> wait = Deliver();
    std::unique_lock lock(mutex_);
    const auto called = [this] { return woken_ || stopping_; };
    if (wait) {
      changed_.wait_for(lock, *wait, called);
    } else {
      changed_.wait(lock, called);
    }
    if (stopping_) return;
    woken_ = false;
  }
}

void Courier::Stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (under_way_ != 0) link_.Cancel(under_way_);
  }
  changed_.notify_one();
  thread_.join();
}

}  // namespace ischia::agent
