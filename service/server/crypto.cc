#include "service/server/crypto.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>

#include "service/domain/result.h"

namespace ischia::server {
namespace {

constexpr std::size_t kDigestSize = 32;
using DigestBytes = std::array<unsigned char, kDigestSize>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Text(const DigestBytes& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

void OpenSslDigest::FreeMac::operator()(evp_mac_ctx_st* mac) const { EVP_MAC_CTX_free(mac); }

OpenSslDigest::OpenSslDigest(std::string_view master)
    : page_token_(WithKey(Finish(WithKey(master), "ischia page token"))),
      audit_object_(WithKey(Finish(WithKey(master), "ischia audit object"))),
      launch_(WithKey(Finish(WithKey(master), "ischia launch"))),
      check_in_link_(WithKey(Finish(WithKey(master), "ischia check-in link"))),
      check_in_form_(WithKey(Finish(WithKey(master), "ischia check-in form"))) {}

std::string OpenSslDigest::Sha256(std::string_view bytes) const {
  DigestBytes digest{};
  // Fetched once: a fetch per call costs more than the digest of a short text.
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  domain::Ensure(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, kSha256, nullptr) ==
                 1);
  return Text(digest);
}

std::string OpenSslDigest::Keyed(app::KeyPurpose purpose, std::string_view bytes) const {
  switch (purpose) {
    case app::KeyPurpose::kPageToken:
      return Finish(page_token_, bytes);
    case app::KeyPurpose::kAuditObject:
      return Finish(audit_object_, bytes);
    case app::KeyPurpose::kLaunch:
      return Finish(launch_, bytes);
    case app::KeyPurpose::kCheckInLink:
      return Finish(check_in_link_, bytes);
    case app::KeyPurpose::kCheckInForm:
      return Finish(check_in_form_, bytes);
  }
  domain::Ensure(false);
  return {};
}

OpenSslDigest::Mac OpenSslDigest::WithKey(std::string_view key) {
  static EVP_MAC* const kHmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  char name[] = "SHA256";
  const OSSL_PARAM settings[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                 OSSL_PARAM_construct_end()};
  Mac mac(EVP_MAC_CTX_new(kHmac));
  // An empty key is a key; a pointer to nothing would be none.
  domain::Ensure(EVP_MAC_init(mac.get(), Bytes(key.empty() ? "" : key), key.size(), settings) == 1);
  return mac;
}

std::string OpenSslDigest::Finish(const Mac& keyed, std::string_view bytes) {
  const Mac mac(EVP_MAC_CTX_dup(keyed.get()));
  DigestBytes digest{};
  std::size_t size = 0;
  domain::Ensure(EVP_MAC_update(mac.get(), Bytes(bytes), bytes.size()) == 1 &&
                 EVP_MAC_final(mac.get(), digest.data(), &size, digest.size()) == 1 &&
                 size == digest.size());
  return Text(digest);
}

}  // namespace ischia::server
