// The machine behind the ports: the wall clock, time zones (ICU) and random ids.
#ifndef ISCHIA_SERVICE_SERVER_SYSTEM_H_
#define ISCHIA_SERVICE_SERVER_SYSTEM_H_

#include <filesystem>
#include <string>
#include <string_view>

#include "service/application/ports.h"

namespace ischia::server {

class SystemClock : public app::Clock {
 public:
  domain::Instant Now() const override;
};

class ZoneCalendar : public app::Calendar {
 public:
  domain::Result<domain::CivilDay> DayIn(std::string_view time_zone,
                                         domain::Instant instant) const override;
  domain::Result<int> OffsetMinutes(std::string_view time_zone,
                                    domain::Instant instant) const override;
};

// Bits from the kernel.
class RandomIds : public app::IdSource {
 public:
  std::string NewId() override;
  std::uint32_t Below(std::uint32_t limit) override;
};

// The 32 bytes of the master key, made when there is no such file yet. FAILED_PRECONDITION
// KEY_FILE_UNSAFE when others can read it or it is not ours, KEY_FILE_UNUSABLE when it cannot be
// read or written or is too short.
domain::Result<std::string> LoadOrMakeKey(const std::filesystem::path& file);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_SYSTEM_H_
