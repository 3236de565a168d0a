// Encryption of a finished document, the last step: AES-256, opened with one password.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PROTECT_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PROTECT_H_

#include <cstddef>
#include <string>
#include <variant>

namespace ischia::document {

inline constexpr std::size_t kMaxPasswordBytes = 127;  // the format's own limit

struct ProtectFailure {
  enum class Kind { kPassword, kInternal };
  Kind kind = Kind::kInternal;
  std::string what;  // English; never quotes password or document
};

// The document under a password of 1 to 127 bytes of UTF-8 without control characters. Salts and
// keys are random: equal input gives different bytes. Screen readers keep their access. Takes about
// 10 ms. Safe in any thread.
std::variant<std::string, ProtectFailure> Protect(const std::string& pdf,
                                                  const std::string& password);

}  // namespace ischia::document

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PROTECT_H_
