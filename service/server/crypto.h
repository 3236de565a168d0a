// Digests, from OpenSSL: the only file of the service that includes its headers.
#ifndef ISCHIA_SERVICE_SERVER_CRYPTO_H_
#define ISCHIA_SERVICE_SERVER_CRYPTO_H_

#include <memory>
#include <string>
#include <string_view>

#include "service/application/ports.h"

struct evp_mac_ctx_st;  // OpenSSL's EVP_MAC_CTX

namespace ischia::server {

// Safe for many threads.
class OpenSslDigest : public app::Digest {
 public:
  // `master` is the secret from which the key of each purpose is derived, at least 32 bytes.
  explicit OpenSslDigest(std::string_view master);

  std::string Sha256(std::string_view bytes) const override;
  std::string Keyed(app::KeyPurpose purpose, std::string_view bytes) const override;

 private:
  // An HMAC that has its key and waits for bytes. Copied for each use: making one costs more than
  // the digest of a short text.
  struct FreeMac {
    void operator()(evp_mac_ctx_st* mac) const;
  };
  using Mac = std::unique_ptr<evp_mac_ctx_st, FreeMac>;
  static Mac WithKey(std::string_view key);
  static std::string Finish(const Mac& keyed, std::string_view bytes);

  Mac page_token_;
  Mac audit_object_;
  Mac launch_;
  Mac check_in_link_;
  Mac check_in_form_;
};

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_CRYPTO_H_
