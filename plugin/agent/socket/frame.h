// Frames between hosts and the agent, all numbers big-endian:
//
//   u32 length of the rest, u8 kind, u8 flags, u16 reserved, u32 call_id, then fields:
//   u16 tag, u32 length, bytes
//
// A number in a field is a u32 of four bytes; a text is UTF-8. Flags are zero,
// but for kForEvents in a HELLO; the reserved part is zero and not read. Fields with unknown tags
// are skipped; of a tag that stands twice the last counts.
#ifndef ISCHIA_PLUGIN_AGENT_SOCKET_FRAME_H_
#define ISCHIA_PLUGIN_AGENT_SOCKET_FRAME_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ischia::agent {

enum class Kind : std::uint8_t {
  kHello = 1,
  kWelcome = 2,
  kCall = 3,
  kResult = 4,
  kError = 5,
  kCancel = 6,
  kOpenConsole = 7,
  kPatientChanged = 8,
  kDocumentWaiting = 9,
  kNextDocument = 10,
  kDocumentDone = 11
};

enum class Tag : std::uint16_t {
  kProtocolMin = 1,
  kProtocolMax = 2,
  kHostId = 3,
  kVersion = 4,  // of the plugin or of the agent
  kMethod = 10,
  kJson = 11,
  kDeadlineMs = 12,
  kStatus = 13,
  kContent = 14,
  kPatientId = 20,
  kGivenName = 21,
  kFamilyName = 22,
  kBirthDate = 23,
  kSex = 24,
  kEmail = 25,
  kLanguage = 26,
  kView = 27,
  kFiling = 30,
  kDocumentId = 31
};

// What no frame of either side exceeds, as its length says.
inline constexpr std::size_t kLargestFrame = (std::size_t{4} << 20U) + (std::size_t{64} << 10U);

class Fields {
 public:
  void Add(Tag tag, std::string bytes);
  void AddNumber(Tag tag, std::uint32_t number);

  // Unset when there is no such field.
  std::optional<std::string_view> Text(Tag tag) const;
  // Unset also when it does not have four bytes.
  std::optional<std::uint32_t> Number(Tag tag) const;

  std::string Encode() const;
  // Unset when a field runs beyond the end.
  static std::optional<Fields> Decode(std::string_view bytes);

 private:
  std::vector<std::pair<Tag, std::string>> fields_;
};

// The flag of a HELLO whose connection stays open for DOCUMENT_WAITING.
inline constexpr std::uint8_t kForEvents = 1;

struct Frame {
  std::uint8_t kind = 0;  // one of Kind, or one this version does not know
  std::uint32_t call_id = 0;
  Fields fields;
  std::uint8_t flags = 0;
};

// Precondition: the frame is not larger than kLargestFrame.
std::string EncodeFrame(Kind kind, std::uint32_t call_id, const Fields& fields);

// Cuts the bytes of one connection into frames. Holds no more than has arrived, and of a frame
// beyond `largest` nothing at all.
class FrameReader {
 public:
  explicit FrameReader(std::size_t largest) : largest_(largest) {}

  struct Incomplete {};
  // Beyond `largest`, within kLargestFrame: its bytes are passed over, the next frame can be read.
  struct TooLarge {
    std::uint32_t call_id = 0;
  };
  // Where the next frame begins cannot be told: nothing more can be read.
  struct Malformed {
    std::uint32_t call_id = 0;
    std::string_view what;
  };
  using Found = std::variant<Incomplete, Frame, TooLarge, Malformed>;

  void Feed(std::string_view bytes);
  Found Next();
  // A frame has begun and is not complete.
  bool inside() const { return passing_over_ > 0 || at_ < bytes_.size(); }

 private:
  void Consume(std::size_t count);

  std::size_t largest_;
  std::string bytes_;
  std::size_t at_ = 0;            // bytes before it are consumed
  std::size_t passing_over_ = 0;  // bytes of a frame that is too large
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_SOCKET_FRAME_H_
