// A mail message as Python's `email` package reads it: a judge that shares no code with ours.
#ifndef ISCHIA_TESTS_SUPPORT_FOREIGN_MAIL_READER_H_
#define ISCHIA_TESTS_SUPPORT_FOREIGN_MAIL_READER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ischia::support {

struct ForeignAttachment {
  std::string name;
  std::string type;
  std::string bytes;
};

struct ForeignMail {
  std::string failure;  // the reader's own words if it broke down, else empty
  std::vector<std::pair<std::string, std::string>> headers;  // in order, decoded to UTF-8
  std::vector<std::string> recipients;                       // addresses of To, Cc and Bcc
  std::vector<std::string> defects;                          // faults the reader noticed
  std::vector<std::string> types;                            // of the whole and of each part
  std::string text;                                          // decoded, with LF line ends
  std::string html;                                          // the same
  std::vector<ForeignAttachment> attachments;

  // The decoded value of the first header of this name, or "".
  std::string Header(std::string_view name) const;
  std::vector<std::string> HeaderNames() const;
};

ForeignMail ReadAsForeigner(std::string_view message);

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_SUPPORT_FOREIGN_MAIL_READER_H_
