#include "integration/hl7v2/mllp.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ischia::hl7v2 {
namespace {

constexpr char kStart = '\x0B';
constexpr char kEnd = '\x1C';
constexpr char kBehindEnd = '\x0D';
constexpr std::string_view kLineEnds = "\r\n";

// The part of that number, from 0, of a text that the delimiter cuts.
std::string_view Part(std::string_view text, char delimiter, std::size_t number) {
  for (; number > 0; --number) {
    const std::size_t end = text.find(delimiter);
    if (end == text.npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find(delimiter));
}

// A message's segments, cut by the delimiters that its header names.
class Segments {
 public:
  explicit Segments(std::string_view text) : text_(text) {}

  bool valid() const {
    constexpr std::size_t kDelimiters = 5;  // behind "MSH": the field's, then those inside of one
    const std::string_view delimiters = text_.substr(0, 3 + kDelimiters);
    return text_.starts_with("MSH") && delimiters.size() == 3 + kDelimiters &&
           std::all_of(delimiters.begin() + 3, delimiters.end(), IsDelimiter);
  }

  // The segments of this name; requires valid(), as all below.
  std::size_t Count(std::string_view name) const {
    std::size_t count = 0;
    ForEach([&](std::string_view segment) { count += Is(segment, name) ? 1 : 0; });
    return count;
  }

  // The field of the first segment of this name, by its number in the standard.
  std::string_view Field(std::string_view name, std::size_t number) const {
    std::string_view found;
    ForEach([&](std::string_view segment) {
      if (found.data() == nullptr && Is(segment, name)) found = segment;
    });
    return Part(found, text_[3], name == "MSH" ? number - 1 : number);
  }

  std::string_view Component(std::string_view name, std::size_t number) const {
    return Part(Field(name, number), text_[4], 0);
  }

 private:
  static bool IsDelimiter(char c) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return c > ' ' && c < '\x7F' && !letter && !(c >= '0' && c <= '9');
  }

  bool Is(std::string_view segment, std::string_view name) const {
    return segment.starts_with(name) &&
           (segment.size() == name.size() || segment[name.size()] == text_[3]);
  }

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (std::string_view rest = text_; !rest.empty();) {
      const std::size_t end = std::min(rest.find_first_of(kLineEnds), rest.size());
      visit(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  std::string_view text_;
};

struct KnownCode {
  std::string_view code;
  Verdict verdict;
};
constexpr std::array<KnownCode, 6> kCodes = {{{"AA", Verdict::kAccepted},
                                              {"CA", Verdict::kAccepted},
                                              {"AE", Verdict::kRefused},
                                              {"AR", Verdict::kRefused},
                                              {"CE", Verdict::kRefused},
                                              {"CR", Verdict::kRefused}}};

int Condition(std::string_view text) {
  constexpr std::size_t kDigits = 3;
  int condition = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || text.size() > kDigits) return 0;
    condition = condition * 10 + (c - '0');
  }
  return condition;
}

}  // namespace

std::string Framed(std::string_view message) {
  std::string frame;
  frame.reserve(message.size() + 3);
  frame += kStart;
  frame += message;
  frame += kEnd;
  frame += kBehindEnd;
  return frame;
}

FrameReader::Found FrameReader::Read(std::string_view& bytes) {
  if (place_ == Place::kLost) return Malformed{why_};
  while (!bytes.empty()) {
    const char byte = bytes.front();
    bytes.remove_prefix(1);
    Found found = ReadByte(byte);
    if (!std::holds_alternative<Incomplete>(found)) return found;
  }
  return Incomplete{};
}

FrameReader::Found FrameReader::ReadByte(char byte) {
  switch (place_) {
    case Place::kBetween:
      if (byte == kStart) {
        place_ = Place::kInside;
      } else if (kLineEnds.find(byte) == kLineEnds.npos) {
        return Lose("bytes outside of a frame");
      }
      break;
    case Place::kInside:
      if (byte == kEnd) {
        place_ = Place::kBehindEnd;
      } else if (byte == kStart) {
        return Lose("a frame inside of a frame");
      } else if (held_.size() == limit_) {
        return Lose("a frame beyond the limit");
      } else {
        held_ += byte;
      }
      break;
    case Place::kBehindEnd:
      if (byte != kBehindEnd) return Lose("a frame without its last byte");
      place_ = Place::kBetween;
      return std::exchange(held_, {});
    case Place::kLost:
      break;
  }
  return Incomplete{};
}

FrameReader::Found FrameReader::Lose(std::string_view why) {
  place_ = Place::kLost;
  held_.clear();
  why_ = why;
  return Malformed{why};
}

Acknowledgment ReadAcknowledgment(std::string_view answer, std::string_view control_id) {
  const Segments message(answer);
  if (!message.valid() || message.Count("MSH") != 1 || message.Count("MSA") != 1) return {};
  const std::string_view code = message.Field("MSA", 1);
  const auto* known = std::find_if(kCodes.begin(), kCodes.end(),
                                   [&](const KnownCode& entry) { return entry.code == code; });
  if (known == kCodes.end()) return {};
  int condition = Condition(message.Component("ERR", 3));
  if (condition == 0) condition = Condition(message.Component("MSA", 6));
  const bool ours = !control_id.empty() && message.Field("MSA", 2) == control_id;
  return {ours ? known->verdict : Verdict::kOtherMessage, known->code, condition};
}

std::string_view ControlIdOf(std::string_view message) {
  const Segments read(message);
  return read.valid() ? read.Field("MSH", 10) : std::string_view();
}

}  // namespace ischia::hl7v2
