#include "service/domain/canonical.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

namespace ischia::domain {
namespace {

// No text is that long, so this length is the mark of an absent value.
constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

constexpr std::size_t kFirstRoom = 512;

void WriteLength(std::uint32_t length, char* to) {
  for (std::size_t i = 0; i < kCanonicalLengthBytes; ++i) {
    to[i] = static_cast<char>(length >> (8 * (kCanonicalLengthBytes - 1 - i)));
  }
}

}  // namespace

CanonicalWriter::CanonicalWriter(unsigned char version) : bytes_(kFirstRoom, '\0') {
  *Room(1) = static_cast<char>(version);
}

std::string CanonicalWriter::Take() && {
  bytes_.resize(size_);
  return std::move(bytes_);
}

CanonicalWriter& CanonicalWriter::Text(std::string_view text) {
  char* const room = Room(kCanonicalLengthBytes + text.size());
  WriteLength(static_cast<std::uint32_t>(text.size()), room);
  std::copy(text.begin(), text.end(), room + kCanonicalLengthBytes);
  return *this;
}

CanonicalWriter& CanonicalWriter::LongWhole(std::int64_t number) {
  char digits[20];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  return Text({digits, static_cast<std::size_t>(end - digits)});
}

// A number of few digits, whole or in tenths as angles are, has no shorter text than those digits,
// and no quicker one.
CanonicalWriter& CanonicalWriter::Real(double number) {
  constexpr double kSixDigits = 100'000;
  const double tenths = std::round(number * 10);
  char digits[32];
  char* end = std::begin(digits);
  if (std::abs(number) < kSixDigits && number == std::trunc(number)) {
    return Whole(static_cast<std::int64_t>(number));
  }
  if (std::abs(number) < kSixDigits && number == tenths / 10) {
    const auto whole = static_cast<std::int64_t>(std::abs(tenths));
    if (number < 0) *end++ = '-';
    end = std::to_chars(end, std::end(digits), whole / 10).ptr;
    *end++ = '.';
    *end++ = static_cast<char>('0' + whole % 10);
  } else {
    end = std::to_chars(end, std::end(digits), number).ptr;
  }
  return Text({digits, static_cast<std::size_t>(end - digits)});
}

CanonicalWriter& CanonicalWriter::Absent() {
  WriteLength(kAbsent, Room(kCanonicalLengthBytes));
  return *this;
}

CanonicalReader::CanonicalReader(std::string_view bytes, unsigned char version) : rest_(bytes) {
  ok_ = !rest_.empty() && static_cast<unsigned char>(rest_.front()) == version;
  if (ok_) rest_.remove_prefix(1);
}

// Precondition: so many bytes are left.
std::uint32_t CanonicalReader::NextLength() const {
  std::uint32_t length = 0;
  for (const char byte : rest_.substr(0, kCanonicalLengthBytes)) {
    length = length << 8 | static_cast<unsigned char>(byte);
  }
  return length;
}

std::string_view CanonicalReader::Text() {
  if (!ok_ || rest_.size() < kCanonicalLengthBytes ||
      rest_.size() - kCanonicalLengthBytes < NextLength()) {
    ok_ = false;
    return {};
  }
  const std::string_view text = rest_.substr(kCanonicalLengthBytes, NextLength());
  rest_.remove_prefix(kCanonicalLengthBytes + text.size());
  return text;
}

template <typename Number>
Number CanonicalReader::Next() {
  const std::string_view text = Text();
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  ok_ = ok_ && error == std::errc{} && end == text.data() + text.size();
  return ok_ ? number : Number{};
}

template int CanonicalReader::Next();
template std::int64_t CanonicalReader::Next();
template std::uint32_t CanonicalReader::Next();
template double CanonicalReader::Next();

bool CanonicalReader::Absent() {
  if (!ok_ || rest_.size() < kCanonicalLengthBytes || NextLength() != kAbsent) return false;
  rest_.remove_prefix(kCanonicalLengthBytes);
  return true;
}

std::size_t CanonicalReader::Count(std::size_t most) {
  const auto count = Next<std::uint32_t>();
  ok_ = ok_ && count <= most && count <= rest_.size() / kCanonicalLengthBytes;
  return ok_ ? count : 0;
}

}  // namespace ischia::domain
