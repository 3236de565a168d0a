#include "service/catalogue/text_table.h"

#include <algorithm>

namespace ischia::catalogue {

std::optional<std::string_view> TextTable::Find(std::string_view key) const {
  const auto place = std::lower_bound(places.begin(), places.end(), key,
                                      [&](std::uint32_t at, std::string_view wanted) {
                                        return std::string_view(sentences + at) < wanted;
                                      });
  if (place == places.end() || sentences + *place != key) return std::nullopt;
  return std::string_view(sentences + *place + key.size() + 1);
}

}  // namespace ischia::catalogue
