// Digests, from OpenSSL: the only file of the service that includes its headers.
#ifndef ISCHIA_SERVICE_SERVER_CRYPTO_H_
#define ISCHIA_SERVICE_SERVER_CRYPTO_H_

#include <string>
#include <string_view>

#include "service/application/ports.h"

namespace ischia::server {

// Safe for many threads.
class OpenSslDigest : public app::Digest {
 public:
  // `master` is the secret from which the key of each purpose is derived, at least 32 bytes.
  explicit OpenSslDigest(std::string master) : master_(std::move(master)) {}

  std::string Sha256(std::string_view bytes) const override;
  std::string Keyed(app::KeyPurpose purpose, std::string_view bytes) const override;

 private:
  std::string master_;
};

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_CRYPTO_H_
