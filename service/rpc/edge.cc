#include "service/rpc/edge.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <optional>
#include <typeinfo>

#include "service/rpc/status.h"

namespace ischia::rpc {
namespace {

using domain::Done;
using domain::Error;
using domain::ErrorCode;
using domain::Result;

constexpr std::size_t kUserLimit = 63;

// Letters, digits and the marks of an address or a login name.
bool IsUser(std::string_view text) {
  return !text.empty() && text.size() <= kUserLimit &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("-_.@").find(c) != std::string_view::npos;
         });
}

// Unset when the key is missing or stands more than once.
std::optional<std::string_view> Only(const Metadata& metadata, const char* key) {
  const auto [first, last] = metadata.equal_range(key);
  if (first == last || std::next(first) != last) return std::nullopt;
  return std::string_view(first->second.data(), first->second.size());
}

Error Cancelled() { return {ErrorCode::kCancelled, "CALL_CANCELLED", "The caller gave up.", {}}; }

Error TooLate() {
  return {
      ErrorCode::kDeadlineExceeded,
      "DEADLINE_PASSED",
      "The call took too long. A change may have been made: repeat it with the same request id.",
      {}};
}

// Before anything is done: a caller who has gone away changes nothing. Asking costs a look at the
// completion queue, so calls that touch no record do not ask.
bool HasGone(const grpc::ServerContext& context, app::Method method) {
  return !app::RowOf(method).action.empty() && context.IsCancelled();
}

}  // namespace

Result<app::Caller> CallerOf(const Metadata& metadata) {
  const std::optional<std::string_view> user = Only(metadata, "ischia-user");
  const std::optional<std::string_view> role_text = Only(metadata, "ischia-role");
  const std::optional<app::Role> role = app::RoleNamed(role_text.value_or(""));
  if (!user || !IsUser(*user) || !role) {
    return Error{ErrorCode::kUnauthenticated,
                 "USER_ASSERTION_INVALID",
                 "Name yourself in the metadata ischia-user and ischia-role.",
                 {}};
  }
  return app::Caller::VouchedForByTheEdge(std::string(*user), *role);
}

app::Call Incoming::AsCall(std::string request_id) {
  return {caller_, std::move(request_id), Take()};
}

Error Incoming::Refusal() { return app::RefusedFields(Take()); }

Edge::Edge(app::IdSource& ids, const app::Digest& digest, IncidentLog log,
           std::chrono::milliseconds longest_call)
    : ids_(ids), digest_(digest), log_(std::move(log)), longest_call_(longest_call) {}

grpc::Status Edge::Serve(grpc::ServerContext& context, app::Method method,
                         const Handler& handler) const {
  return Guard(method, [&] { return Run(context, method, handler); });
}

grpc::Status Edge::Guard(app::Method method, const std::function<grpc::Status()>& run) const {
  try {
    return run();
  } catch (const std::exception& exception) {
    return Mistake(typeid(exception).name(), method);
  } catch (...) {
    return Mistake("not a standard exception", method);
  }
}

grpc::Status Edge::Run(grpc::ServerContext& context, app::Method method,
                       const Handler& handler) const {
  const auto begin = std::chrono::steady_clock::now();
  Result<app::Caller> caller = CallerOf(context.client_metadata());
  if (!caller.ok()) return ToStatus(caller.error());
  if (HasGone(context, method)) return ToStatus(Cancelled());
  Incoming in(std::move(caller).value());
  const Result<Done> done = handler(in);
  if (!done.ok() && done.error().code == ErrorCode::kInternal) {
    return Mistake(done.error().reason, method);
  }
  if (!done.ok()) return ToStatus(done.error());
  // The library ends a call at the caller's own deadline; this is ours.
  if (std::chrono::steady_clock::now() - begin > longest_call_) return ToStatus(TooLate());
  return grpc::Status::OK;
}

grpc::Status Edge::Mistake(std::string type, app::Method method) const {
  Incident incident{ids_.NewId(), std::move(type), std::string(app::RowOf(method).name)};
  log_(incident);
  return InternalStatus(incident.id);
}

app::PageRequest Edge::ReadPage(const ListKey& list, int page_size, std::string_view page_token,
                                Inbound& inbound) const {
  std::optional<std::string> position = ReadPageToken(digest_, list, page_token);
  if (!position) {
    inbound.Refuse("page_token", "is not the token of a page of this list", "PAGE_TOKEN_INVALID");
  }
  return {page_size, std::move(position).value_or("")};
}

}  // namespace ischia::rpc
