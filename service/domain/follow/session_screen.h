// What a patient's answers before a session mean: which safety rules speak, and how urgently
// (evidence.md 2.4). Any yes means no session today; which rule stands for which item is the
// catalogue's affair.
#ifndef ISCHIA_SERVICE_DOMAIN_FOLLOW_SESSION_SCREEN_H_
#define ISCHIA_SERVICE_DOMAIN_FOLLOW_SESSION_SCREEN_H_

#include <span>
#include <string_view>
#include <vector>

#include "service/domain/assess/safety.h"
#include "service/domain/catalogue.h"
#include "service/domain/follow/check_in.h"

namespace ischia::domain {

// One item of the screen, named as in the contract.
struct SessionItem {
  std::string_view name;   // "saddle_numbness"
  std::string_view field;  // "screen.saddle_numbness"
  Answer SessionScreen::*answer;
};
// In the contract's order.
std::span<const SessionItem> SessionItems();

// One finding a rule with a yes among its items, most severe first, then in rule order.
std::vector<Finding> SessionFindings(const SessionScreen& screen, const Catalogue& catalogue);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_FOLLOW_SESSION_SCREEN_H_
