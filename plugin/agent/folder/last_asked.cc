#include "plugin/agent/folder/last_asked.h"

namespace ischia::agent {

void LastAsked::Note(const requests::Asked& asked, Instant now) {
  const std::lock_guard lock(mutex_);
  entries_.insert_or_assign(asked.patient_id, Entry{asked, now});
}

std::optional<LastAsked::Entry> LastAsked::Of(const std::string& patient_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(patient_id);
  return found == entries_.end() ? std::nullopt : std::optional(found->second);
}

void LastAsked::ForgetBefore(Instant time) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.at < time; });
}

}  // namespace ischia::agent
