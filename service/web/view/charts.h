// The charts of a program, drawn by the code of the handouts' figures and put into a page.
#ifndef ISCHIA_SERVICE_WEB_VIEW_CHARTS_H_
#define ISCHIA_SERVICE_WEB_VIEW_CHARTS_H_

#include <string>
#include <vector>

#include "service/application/use_cases/follow_up.h"
#include "service/domain/plan/program.h"
#include "service/web/view/program_view.h"

namespace ischia::web {

// Where each measure may be at the next re-measurement, a chart a measure; empty: nothing is
// expected.
std::string RangeCharts(const domain::Program& program, const Speech& speech);

// Each measure of each leg over the weeks, with what was measured since; empty: nothing is
// expected.
std::string CourseCharts(const domain::Program& program,
                         const std::vector<app::MeasuredPoint>& measured, const Speech& speech);

// Puts drawings, which are ours and no text of anybody's, where the page has "<!--charts-->".
std::string WithCharts(std::string page, const std::string& charts);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_VIEW_CHARTS_H_
