// A note for the chart: plain text, one paragraph, everything in it from the stored program.
#ifndef ISCHIA_SERVICE_WEB_VIEW_CHART_NOTE_H_
#define ISCHIA_SERVICE_WEB_VIEW_CHART_NOTE_H_

#include <string>

#include "service/application/resources.h"
#include "service/web/view/program_view.h"

namespace ischia::web {

// "Hamstring home program, revision 1, Nov 23, 2026. Knee extension deficit right 31°, left 18°
// ..."
std::string ChartNote(const app::ProgramRecord& program, const domain::AssessmentFields& fields,
                      const Speech& speech);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_VIEW_CHART_NOTE_H_
