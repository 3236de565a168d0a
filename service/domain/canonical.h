// The canonical form: how the bytes look that a digest is taken over and that frozen content is
// stored as. A fixed, length-prefixed encoding, never protobuf bytes: a version byte, then each
// value as a big-endian length and its bytes, in a fixed order. Numbers are written as decimal
// text, absent values as a mark of their own. Which values of a record are written, and in which
// order, is not decided here (service/application/encoding.h).
#ifndef ISCHIA_SERVICE_DOMAIN_CANONICAL_H_
#define ISCHIA_SERVICE_DOMAIN_CANONICAL_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ischia::domain {

inline constexpr std::size_t kCanonicalLengthBytes = 4;

class CanonicalWriter {
 public:
  explicit CanonicalWriter(unsigned char version);

  CanonicalWriter& Text(std::string_view text);
  // Most numbers of a program have one digit: they cost as little as they say.
  CanonicalWriter& Whole(std::int64_t number) {
    if (number < 0 || number > 9) return LongWhole(number);
    char* const room = Room(kCanonicalLengthBytes + 1);
    std::fill(room, room + kCanonicalLengthBytes - 1, '\0');
    room[kCanonicalLengthBytes - 1] = 1;
    room[kCanonicalLengthBytes] = static_cast<char>('0' + number);
    return *this;
  }
  CanonicalWriter& Real(double number);  // shortest text that reads back the same
  CanonicalWriter& Flag(bool flag) { return Whole(flag ? 1 : 0); }
  CanonicalWriter& Absent();

  std::string Take() &&;

 private:
  CanonicalWriter& LongWhole(std::int64_t number);

  // Where so many bytes may be written; they belong to the text from then on.
  char* Room(std::size_t size) {
    if (bytes_.size() - size_ < size) bytes_.resize(2 * bytes_.size() + size);
    char* const room = bytes_.data() + size_;
    size_ += size;
    return room;
  }

  std::string bytes_;  // longer than what was written, so that a value costs no new length
  std::size_t size_ = 0;
};

// Reads the values back in the order in which they were written. After the first one that is not
// there or not legal all are empty or zero, and the reader never becomes complete.
class CanonicalReader {
 public:
  // Other versions are refused. The bytes outlive the texts that are read from them.
  CanonicalReader(std::string_view bytes, unsigned char version);

  std::string_view Text();
  // For int, std::int64_t, std::uint32_t and double.
  template <typename Number>
  Number Next();
  bool Flag() { return Next<int>() != 0; }
  // Steps over the mark of an absent value, if it stands here.
  bool Absent();
  // The length of a list, which a Whole wrote: at most `most`, and no more than could follow.
  std::size_t Count(std::size_t most);

  // Everything was there, legal, and nothing was left over.
  bool complete() const { return ok_ && rest_.empty(); }

 private:
  std::uint32_t NextLength() const;

  std::string_view rest_;
  bool ok_ = false;
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_CANONICAL_H_
