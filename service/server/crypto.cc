#include "service/server/crypto.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "service/domain/result.h"

namespace ischia::server {
namespace {

constexpr std::size_t kDigestSize = 32;

std::string Hmac(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  domain::Ensure(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      mac.data(), &size) != nullptr);
  return {reinterpret_cast<const char*>(mac.data()), size};
}

std::string_view NameOf(app::KeyPurpose purpose) {
  switch (purpose) {
    case app::KeyPurpose::kPageToken:
      return "ischia page token";
    case app::KeyPurpose::kAuditObject:
      return "ischia audit object";
  }
  domain::Ensure(false);
  return {};
}

}  // namespace

std::string OpenSslDigest::Sha256(std::string_view bytes) const {
  std::array<unsigned char, kDigestSize> digest{};
  // Fetched once: a fetch per call costs more than the digest of a short text.
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  domain::Ensure(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, kSha256, nullptr) ==
                 1);
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string OpenSslDigest::Keyed(app::KeyPurpose purpose, std::string_view bytes) const {
  return Hmac(Hmac(master_, NameOf(purpose)), bytes);
}

}  // namespace ischia::server
