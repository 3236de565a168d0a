// What a revision changes, in the clinician's words.
#ifndef ISCHIA_SERVICE_WEB_VIEW_CHANGES_H_
#define ISCHIA_SERVICE_WEB_VIEW_CHANGES_H_

#include <string>

#include "service/application/resources.h"
#include "service/domain/follow/changes.h"
#include "service/web/templates.h"
#include "service/web/words.h"

namespace ischia::web {

// "Supine strap stretch: hold 15 s -> 20 s on the left, because: the week went well." A clinician's
// reason stands as it was given.
std::string ChangeText(const domain::Change& change, const Words& words);

// "changes", each as above, and "has_changes".
void ShowChanges(const app::Changes& changes, const Words& words, View& view);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_VIEW_CHANGES_H_
