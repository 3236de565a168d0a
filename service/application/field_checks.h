// Looks at the plain fields of a request and collects what is wrong with them, one violation a
// field. Clinical fields are the domain's affair.
#ifndef ISCHIA_SERVICE_APPLICATION_FIELD_CHECKS_H_
#define ISCHIA_SERVICE_APPLICATION_FIELD_CHECKS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/application/paging.h"
#include "service/application/resources.h"
#include "service/domain/result.h"

namespace ischia::app {

inline constexpr std::size_t kFreeTextLimit = 500;
inline constexpr std::size_t kPersonNameLimit = 100;
inline constexpr std::size_t kHostIdLimit = 63;

class FieldChecks {
 public:
  void Require(bool holds, std::string_view field, std::string_view description,
               std::string_view reason = "FIELD_INVALID");
  // At most `limit` characters, whatever they are.
  void Length(std::string_view field, std::string_view text, std::size_t limit);
  // At most `limit` characters of one line: no control characters.
  void Line(std::string_view field, std::string_view text, std::size_t limit);
  // As Line, but line feeds and tabs may stand in it.
  void Text(std::string_view field, std::string_view text, std::size_t limit);
  // As Line, with at least `least` characters.
  void Password(std::string_view field, std::string_view text, std::size_t least,
                std::size_t limit);
  void RequiredLine(std::string_view field, std::string_view text, std::size_t limit);
  // Empty, or a legal id.
  void ChosenId(std::string_view field, std::string_view id);
  // Empty, or one plain address: no spaces, quotes, brackets or controls around one "@".
  void EmailAddress(std::string_view field, std::string_view address);
  // Empty, or letters, digits and hyphens of a BCP 47 tag.
  void LanguageCode(std::string_view field, std::string_view code);
  void Host(std::string_view field, const HostReference& reference);
  void PageSize(const PageRequest& page);

  std::vector<domain::FieldViolation> Take() && { return std::move(found_); }

 private:
  std::vector<domain::FieldViolation> found_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_FIELD_CHECKS_H_
