#include "service/domain/canonical.h"

#include <charconv>
#include <iterator>

namespace ischia::domain {
namespace {

constexpr std::size_t kLengthBytes = 4;
// No text is that long, so this length is the mark of an absent value.
constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

void AppendLength(std::uint32_t length, std::string& bytes) {
  const char big_endian[kLengthBytes] = {static_cast<char>(length >> 24),
                                         static_cast<char>(length >> 16),
                                         static_cast<char>(length >> 8), static_cast<char>(length)};
  bytes.append(big_endian, sizeof(big_endian));
}

}  // namespace

CanonicalWriter& CanonicalWriter::Text(std::string_view text) {
  AppendLength(static_cast<std::uint32_t>(text.size()), bytes_);
  bytes_.append(text);
  return *this;
}

CanonicalWriter& CanonicalWriter::Whole(std::int64_t number) {
  char digits[20];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  return Text({digits, static_cast<std::size_t>(end - digits)});
}

CanonicalWriter& CanonicalWriter::Real(double number) {
  char digits[32];
  const double positive_zero = number == 0 ? 0 : number;
  const auto end = std::to_chars(std::begin(digits), std::end(digits), positive_zero).ptr;
  return Text({digits, static_cast<std::size_t>(end - digits)});
}

CanonicalWriter& CanonicalWriter::Flag(bool flag) { return Text(flag ? "1" : "0"); }

CanonicalWriter& CanonicalWriter::Absent() {
  AppendLength(kAbsent, bytes_);
  return *this;
}

CanonicalReader::CanonicalReader(std::string_view bytes, unsigned char newest) : rest_(bytes) {
  const unsigned char version = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
  ok_ = version > 0 && version <= newest;
  if (!ok_) return;
  version_ = version;
  rest_.remove_prefix(1);
}

// Precondition: so many bytes are left.
std::uint32_t CanonicalReader::NextLength() const {
  std::uint32_t length = 0;
  for (const char byte : rest_.substr(0, kLengthBytes)) {
    length = length << 8 | static_cast<unsigned char>(byte);
  }
  return length;
}

std::string_view CanonicalReader::Text() {
  if (!ok_ || rest_.size() < kLengthBytes || rest_.size() - kLengthBytes < NextLength()) {
    ok_ = false;
    return {};
  }
  const std::string_view text = rest_.substr(kLengthBytes, NextLength());
  rest_.remove_prefix(kLengthBytes + text.size());
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
  if (!ok_ || rest_.size() < kLengthBytes || NextLength() != kAbsent) return false;
  rest_.remove_prefix(kLengthBytes);
  return true;
}

std::size_t CanonicalReader::Count(std::size_t most) {
  const auto count = Next<std::uint32_t>();
  ok_ = ok_ && count <= most && count <= rest_.size() / kLengthBytes;
  return ok_ ? count : 0;
}

}  // namespace ischia::domain
