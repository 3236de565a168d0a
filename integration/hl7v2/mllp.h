// How HL7 v2 messages travel: framed by the minimal lower layer protocol (MLLP), and answered by an
// acknowledgment. Pure; the connection is in sender.h.
#ifndef ISCHIA_INTEGRATION_HL7V2_MLLP_H_
#define ISCHIA_INTEGRATION_HL7V2_MLLP_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace ischia::hl7v2 {

// `message` as it goes over the wire: 0B message 1C 0D.
std::string Framed(std::string_view message);

// Reads frames from bytes that come in pieces, and never holds more than `limit` of them.
class FrameReader {
 public:
  struct Incomplete {};
  struct Malformed {
    std::string_view why;
  };
  // What the frame holds, or why there is none.
  using Found = std::variant<Incomplete, std::string, Malformed>;

  explicit FrameReader(std::size_t limit) : limit_(limit) {}

  // Takes bytes off the front until a frame is complete; `Incomplete` has taken all. Between frames
  // line ends are passed over. After `Malformed` nothing is read any more.
  Found Read(std::string_view& bytes);

 private:
  enum class Place { kBetween, kInside, kBehindEnd, kLost };

  Found ReadByte(char byte);
  Found Lose(std::string_view why);

  const std::size_t limit_;
  Place place_ = Place::kBetween;
  std::string held_;
  std::string_view why_;
};

enum class Verdict {
  kAccepted,      // AA or CA
  kRefused,       // AE, AR, CE or CR
  kOtherMessage,  // an answer to a message with another control id, or with none
  kUnreadable,    // no acknowledgment
};

struct Acknowledgment {
  Verdict verdict = Verdict::kUnreadable;
  std::string_view code = {};  // "AA" and so on, empty if unreadable
  // Of table 0357, for instance 204: the record is not known. 0: not said. Further words of an
  // answer may quote the message and are left out.
  int condition = 0;
};

// What `answer`, the inside of a frame, says of the message with this control id.
Acknowledgment ReadAcknowledgment(std::string_view answer, std::string_view control_id);

// The control id of a message as it is sent; empty if `message` is none.
std::string_view ControlIdOf(std::string_view message);

}  // namespace ischia::hl7v2

#endif  // ISCHIA_INTEGRATION_HL7V2_MLLP_H_
