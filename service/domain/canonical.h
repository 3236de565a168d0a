// Canonical bytes: what a digest is taken over. A fixed, length-prefixed encoding of values, never
// protobuf bytes: a version byte, then each field as a big-endian length and its bytes, in a fixed
// order. Numbers are written as decimal text, absent values as a mark of their own.
#ifndef ISCHIA_SERVICE_DOMAIN_CANONICAL_H_
#define ISCHIA_SERVICE_DOMAIN_CANONICAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ischia::domain {

struct AssessmentFields;

class CanonicalWriter {
 public:
  explicit CanonicalWriter(unsigned char version) : bytes_(1, static_cast<char>(version)) {}

  CanonicalWriter& Text(std::string_view text);
  CanonicalWriter& Whole(std::int64_t number);
  CanonicalWriter& Real(double number);  // shortest text that reads back the same
  CanonicalWriter& Flag(bool flag);
  CanonicalWriter& Absent();

  std::string Take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Every field of an assessment, in the contract's order.
std::string CanonicalBytes(const AssessmentFields& fields);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_CANONICAL_H_
