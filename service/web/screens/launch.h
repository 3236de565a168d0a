// The door: a one-time link becomes a session, and what does not fit about the patient is asked
// before any other page.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_LAUNCH_H_
#define ISCHIA_SERVICE_WEB_SCREENS_LAUNCH_H_

#include <string_view>

#include "service/web/visit.h"

namespace ischia::web {

// GET changes nothing: mail scanners and link previews open addresses, too.
Response ShowLaunch(const Desk& desk, const Request& request);
// Redeems /launch/{practice}/{ticket}.
Response TakeLaunch(const Desk& desk, const Request& request, std::string_view practice,
                    std::string_view ticket);

// No session, or one that has ended.
Response ShowClosed(const Desk& desk, const Request& request, std::string_view reason);

// The first open question about the identity; precondition: there is one.
Response ShowIdentity(const Desk& desk, const Request& request, const app::LaunchRecord& session);
Response TakeIdentity(const Desk& desk, const Request& request, const app::LaunchRecord& session);
bool HasOpenQuestion(const app::LaunchRecord& session);

// Where a session begins: the view that the host asked for.
std::string HomeOf(const app::LaunchRecord& session);

// The language of a page without a practice's.
Words WordsFor(const Desk& desk, const Request& request, std::string_view otherwise);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_LAUNCH_H_
