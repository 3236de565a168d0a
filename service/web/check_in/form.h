// The check-in form: its one-time mark, what was answered, and how it is shown. Nothing stands in
// it that would tell a stranger who the patient is or what is wrong.
#ifndef ISCHIA_SERVICE_WEB_CHECK_IN_FORM_H_
#define ISCHIA_SERVICE_WEB_CHECK_IN_FORM_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/application/links/check_in_links.h"
#include "service/application/ports.h"
#include "service/domain/follow/check_in.h"
#include "service/domain/values.h"
#include "service/web/http.h"
#include "service/web/templates.h"
#include "service/web/words.h"

namespace ischia::web {

// A form is good for so long, and nobody answers it faster than that.
inline constexpr std::chrono::minutes kFormLife{15};
inline constexpr std::chrono::seconds kFastestPerson{2};

// Each time the form is drawn it gets a mark of its own. Sealed, so that nothing is stored of it.
std::string NewMark(const app::Digest& digest, app::IdSource& ids, std::string_view ticket,
                    domain::Instant now);
// When the form with this mark was drawn; unset: no form of ours, or of another link.
std::optional<domain::Instant> DrawTime(const app::Digest& digest, std::string_view ticket,
                                        std::string_view mark);
// The request id of what such a form says: a form sent twice acts once.
std::string RequestIdOf(const app::Digest& digest, std::string_view mark);

struct Answered {
  domain::CheckInFields fields;
  std::vector<std::string> missing;  // keys of sentences: "missing_day"
  bool flagged = false;              // a yes to a health question
};
// With a yes to a health question nothing is missing: the day is today's where none is said, and no
// session was done.
Answered ReadAnswers(const app::OpenLink& open, const Fields& form);

// The health questions of a form that were answered yes, from 1.
std::vector<int> FlagsIn(const domain::SessionScreen& screen);

// `form`: what was answered before; empty: nothing is chosen.
View FormView(const app::OpenLink& open, const Words& words, const Fields& form);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_CHECK_IN_FORM_H_
