#include "service/application/audit_trail.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

#include "service/application/encoding.h"

namespace ischia::app {
namespace {

constexpr char kVersion = 1;
constexpr char kLeafMark = 0;  // RFC 6962, section 2.1

void AddField(std::string& bytes, char number, std::string_view value) {
  bytes += number;
  const auto size = static_cast<std::uint32_t>(value.size());
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift & 0xff);
  bytes += value;
}

// Reads fields in their order; a wrong one makes everything after it unreadable.
class LeafReader {
 public:
  explicit LeafReader(std::string_view bytes) : rest_(bytes) {
    ok_ = !rest_.empty() && rest_.front() == kVersion;
    if (ok_) rest_.remove_prefix(1);
  }
  bool complete() const { return ok_ && rest_.empty(); }

  std::string Text() {
    constexpr std::size_t kHead = 5;  // the field's number and four bytes of length
    if (!ok_ || rest_.size() < kHead || rest_.front() != ++number_) return Fail();
    std::uint32_t size = 0;
    for (std::size_t i = 1; i < kHead; ++i) size = size << 8 | static_cast<unsigned char>(rest_[i]);
    if (rest_.size() - kHead < size) return Fail();
    std::string text(rest_.substr(kHead, size));
    rest_.remove_prefix(kHead + size);
    return text;
  }
  std::int64_t Whole() {
    const std::string text = Text();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    ok_ = ok_ && error == std::errc{} && end == text.data() + text.size();
    return number;
  }

 private:
  std::string Fail() {
    ok_ = false;
    return {};
  }

  std::string_view rest_;
  char number_ = 0;
  bool ok_ = false;
};

domain::Error AuditError(const domain::Error& error) {
  if (error.code == domain::ErrorCode::kResourceExhausted) return error;
  return {domain::ErrorCode::kUnavailable,
          "AUDIT_UNAVAILABLE",
          "The audit trail cannot be written; nothing was done. Try again later.",
          {}};
}

}  // namespace

std::string LeafBytes(const AuditEvent& event) {
  std::string bytes(1, kVersion);
  char number = 0;
  for (const std::string& value :
       {event.practice.text(), std::to_string(event.sequence_number),
        std::to_string(event.event_time.time_since_epoch().count()),
        std::to_string(event.clock_regressed ? 1 : 0), event.actor, event.role, event.action,
        event.object_type, event.object_pseudonym, std::to_string(static_cast<int>(event.outcome)),
        event.reason, event.request_id, event.before_sha256, event.after_sha256}) {
    AddField(bytes, ++number, value);
  }
  return bytes;
}

std::optional<AuditEvent> ReadLeaf(const std::string& leaf_bytes) {
  LeafReader reader(leaf_bytes);
  AuditEvent event;
  event.practice = domain::PracticeId{reader.Text()};
  event.sequence_number = reader.Whole();
  event.event_time = domain::Instant{std::chrono::milliseconds{reader.Whole()}};
  event.clock_regressed = reader.Whole() != 0;
  event.actor = reader.Text();
  event.role = reader.Text();
  event.action = reader.Text();
  event.object_type = reader.Text();
  event.object_pseudonym = reader.Text();
  event.outcome = static_cast<AuditOutcome>(reader.Whole());
  event.reason = reader.Text();
  event.request_id = reader.Text();
  event.before_sha256 = reader.Text();
  event.after_sha256 = reader.Text();
  if (!reader.complete()) return std::nullopt;
  event.leaf_bytes = leaf_bytes;
  return event;
}

std::string LeafDigest(const Digest& digest, const std::string& leaf_bytes) {
  return Hex(digest.Sha256(std::string(1, kLeafMark) + leaf_bytes));
}

domain::Result<domain::Done> Append(UnitOfWork& unit, const TenantContext& tenant,
                                    const Digest& digest, AuditEvent event) {
  const domain::Result<AuditPlace> place = unit.TakeAuditPlace(tenant, event.event_time);
  if (!place.ok()) return AuditError(place.error());
  event.practice = tenant.practice();
  event.sequence_number = place->sequence_number;
  event.clock_regressed = event.event_time < place->latest_event_time;
  event.leaf_bytes = LeafBytes(event);
  event.leaf_sha256 = LeafDigest(digest, event.leaf_bytes);
  const domain::Result<domain::Done> appended = unit.AppendAuditEvent(tenant, event);
  if (!appended.ok()) return AuditError(appended.error());
  return appended;
}

}  // namespace ischia::app
