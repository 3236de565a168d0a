// A real Postfix of the test's own: its configuration and queue lie in a temporary folder, it
// listens on a free port of the loopback address only, and it delivers to a maildir there.
#ifndef ISCHIA_TESTS_SUPPORT_POSTFIX_H_
#define ISCHIA_TESTS_SUPPORT_POSTFIX_H_

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "tests/support/temp_folder.h"

namespace ischia::support {

class PrivatePostfix {
 public:
  // Starts it. Needs root, since Postfix does; ok() tells how it went.
  PrivatePostfix();
  // Ends it and waits until it is gone.
  ~PrivatePostfix();
  PrivatePostfix(const PrivatePostfix&) = delete;
  PrivatePostfix& operator=(const PrivatePostfix&) = delete;

  bool ok() const { return failure_.empty(); }
  const std::string& failure() const { return failure_; }
  std::uint16_t port() const { return port_; }

  // It takes mail for any address at this domain.
  static constexpr const char* kDomain = "mailbox.test";

  // Returns the first message delivered, as it lies in the maildir, or "" after `limit`. Call once.
  std::string WaitForMessage(std::chrono::milliseconds limit) const;

 private:
  void Configure(unsigned user, unsigned group) const;  // the mailbox's owner

  TempFolder folder_;
  std::uint16_t port_ = 0;
  std::string failure_;
  int arrivals_ = -1;  // tells of new files in the maildir
};

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_SUPPORT_POSTFIX_H_
