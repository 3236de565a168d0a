#include "service/application/resources.h"

#include <algorithm>

namespace ischia::app {

bool Practice::Accepts(std::string_view code) const {
  const auto serves = [&](std::string_view language) {
    return code == language || (code.starts_with(language) && code[language.size()] == '-');
  };
  return accepted_languages.empty() || code.empty() || serves(language_code) ||
         std::any_of(accepted_languages.begin(), accepted_languages.end(), serves);
}

bool HasStopped(domain::ProgramState state) {
  return state == domain::ProgramState::kSuspended || state == domain::ProgramState::kCompleted;
}

bool IsForThePatient(HandoutKind kind) {
  return kind == HandoutKind::kProgram || kind == HandoutKind::kFridgeSheet ||
         kind == HandoutKind::kWeekSheet || kind == HandoutKind::kCalendar;
}

DeliveryState ShownState(DeliveryState state) {
  const bool at_work = state == DeliveryState::kClaimed || state == DeliveryState::kFinalDot;
  return at_work ? DeliveryState::kSending : state;
}

std::optional<domain::Instant> DueTime(const DeliveryRecord& delivery) {
  switch (delivery.state) {
    case DeliveryState::kQueued:
      return delivery.create_time;
    case DeliveryState::kDeferred:
      return std::min(delivery.next_attempt_time.value_or(delivery.expire_time),
                      delivery.expire_time);
    case DeliveryState::kClaimed:
    case DeliveryState::kSending:
    case DeliveryState::kFinalDot:
      return delivery.lease_until;
    case DeliveryState::kQuarantined:
    case DeliveryState::kInDoubt:
      return delivery.expire_time;
    default:
      return std::nullopt;
  }
}

std::string MaskedAddress(const std::string& email_address) {
  const std::size_t at = email_address.rfind('@');
  if (at == std::string::npos || at == 0) return {};
  return email_address.substr(0, 1) + "***" + email_address.substr(at);
}

}  // namespace ischia::app
