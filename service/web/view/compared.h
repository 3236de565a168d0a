// A further assessment beside the last one: what has changed, and by more than the error.
#ifndef ISCHIA_SERVICE_WEB_VIEW_COMPARED_H_
#define ISCHIA_SERVICE_WEB_VIEW_COMPARED_H_

#include "service/application/resources.h"
#include "service/domain/assess/assessment.h"
#include "service/web/templates.h"
#include "service/web/view/program_view.h"

namespace ischia::web {

// "compared": range of motion a leg, pain and questionnaires that both have, each then and now;
// "compared_title": with whom and when. The catalogue says which change is more than error.
void ShowCompared(const app::AssessmentRecord& last, const domain::Assessment& now,
                  const Speech& speech, View& view);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_VIEW_COMPARED_H_
