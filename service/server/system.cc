#include "service/server/system.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <memory>

namespace ischia::server {
namespace {

void FillRandom(void* bytes, std::size_t size) {
  // Up to 256 bytes come whole or not at all once the kernel's pool is ready (getrandom(2)).
  domain::Ensure(getrandom(bytes, size, 0) == static_cast<ssize_t>(size));
}

constexpr std::size_t kKeySize = 32;

// Closes itself.
class File {
 public:
  File(const std::filesystem::path& path, int flags) : fd_(open(path.c_str(), flags, 0600)) {}
  ~File() {
    if (fd_ >= 0) (void)close(fd_);  // nothing is left to be written
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

domain::Error KeyFileUnusable() {
  return domain::FailedPrecondition("KEY_FILE_UNUSABLE",
                                    "The key file cannot be read or written, or is too short.");
}

domain::Result<std::string> MakeKey(const std::filesystem::path& path) {
  const File file(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
  std::string key(kKeySize, '\0');
  FillRandom(key.data(), key.size());
  if (file.fd() < 0 || write(file.fd(), key.data(), key.size()) != static_cast<ssize_t>(kKeySize) ||
      fsync(file.fd()) != 0) {
    return KeyFileUnusable();
  }
  return key;
}

}  // namespace

domain::Result<std::string> LoadOrMakeKey(const std::filesystem::path& path) {
  const File file(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file.fd() < 0) return errno == ENOENT ? MakeKey(path) : KeyFileUnusable();
  struct stat status {};
  if (fstat(file.fd(), &status) != 0) return KeyFileUnusable();
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 || status.st_uid != geteuid()) {
    return domain::FailedPrecondition("KEY_FILE_UNSAFE",
                                      "Others can read the key file, or it is not ours (R-06).");
  }
  std::string key(kKeySize, '\0');
  if (read(file.fd(), key.data(), key.size()) != static_cast<ssize_t>(kKeySize)) {
    return KeyFileUnusable();
  }
  return key;
}

domain::Instant SystemClock::Now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

domain::Result<int> ZoneCalendar::OffsetMinutes(std::string_view time_zone,
                                                domain::Instant instant) const {
  const icu::StringPiece name(time_zone.data(), static_cast<std::int32_t>(time_zone.size()));
  const std::unique_ptr<icu::TimeZone> zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  if (*zone == icu::TimeZone::getUnknown()) {
    return domain::FieldInvalid({{"time_zone", "Must be an IANA time zone.", "FIELD_INVALID"}});
  }
  std::int32_t raw = 0;
  std::int32_t daylight = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffset(static_cast<UDate>(instant.time_since_epoch().count()), false, raw, daylight,
                  status);
  domain::Ensure(U_SUCCESS(status));
  return (raw + daylight) / 60'000;
}

domain::Result<domain::CivilDay> ZoneCalendar::DayIn(std::string_view time_zone,
                                                     domain::Instant instant) const {
  const domain::Result<int> offset = OffsetMinutes(time_zone, instant);
  if (!offset.ok()) return offset.error();
  return std::chrono::floor<std::chrono::days>(instant + std::chrono::minutes(*offset));
}

std::string RandomIds::NewId() {
  std::array<unsigned char, 16> bits{};
  FillRandom(bits.data(), bits.size());
  constexpr char kDigits[] = "0123456789abcdef";
  std::string id;
  id.reserve(2 * bits.size());
  for (const unsigned char byte : bits) {
    id += kDigits[byte >> 4U];
    id += kDigits[byte & 15U];
  }
  return id;
}

std::uint32_t RandomIds::Below(std::uint32_t limit) {
  // Numbers at the ragged end of the range are drawn again, or small ones would come too often.
  const std::uint32_t ragged = static_cast<std::uint32_t>(-limit) % limit;
  std::uint32_t bits = 0;
  do {
    FillRandom(&bits, sizeof(bits));
  } while (bits < ragged);
  return bits % limit;
}

}  // namespace ischia::server
