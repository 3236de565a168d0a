// The check-in page: what stands behind the link of a sheet. Whoever holds the link may say how a
// day went; nothing of the patient is shown, and only a sent form changes anything.
#ifndef ISCHIA_SERVICE_WEB_CHECK_IN_CHECK_IN_H_
#define ISCHIA_SERVICE_WEB_CHECK_IN_CHECK_IN_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "service/application/links/check_in_links.h"
#include "service/application/ports.h"
#include "service/web/check_in/attempts.h"
#include "service/web/check_in/form.h"
#include "service/web/http.h"

namespace ischia::web {

inline constexpr std::size_t kMaxCheckInBody = 16 * 1024;

// Everything outlives the page.
struct CheckInDesk {
  app::CheckInLinks& links;
  const app::TextSource& texts;
  const app::Clock& clock;
  app::IdSource& ids;
  const app::Digest& digest;
};

class CheckInPage {
 public:
  explicit CheckInPage(const CheckInDesk& desk) : desk_(desk) {}

  // Serves many threads. /c/{ticket}, and its style sheet.
  Response Answer(const Request& request);

 private:
  Response AtLink(const Request& request, std::string_view ticket);
  Response Take(const Request& request, std::string_view ticket, const app::OpenLink& open);
  Response Record(std::string_view ticket, const app::OpenLink& open, const Answered& answered,
                  std::string_view mark, bool suspected_automated);

  Response Form(std::string_view ticket, const app::OpenLink& open, const Fields& answers,
                const std::vector<std::string>& missing) const;
  Response Alarm(const app::OpenLink& open, const domain::SessionScreen& screen, bool sent) const;
  Response Told(const app::OpenLink& open, std::string_view key) const;
  // For whoever has no link: in the language of the browser.
  Response Closed(const Request& request, std::string_view key, int status) const;

  CheckInDesk desk_;
  Attempts attempts_;
};

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_CHECK_IN_CHECK_IN_H_
