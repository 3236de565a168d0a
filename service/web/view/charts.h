// The charts of a program, drawn by the code of the handouts' figures and put into a page.
#ifndef ISCHIA_SERVICE_WEB_VIEW_CHARTS_H_
#define ISCHIA_SERVICE_WEB_VIEW_CHARTS_H_

#include <string>

#include "service/domain/plan/program.h"
#include "service/web/view/program_view.h"

namespace ischia::web {

// Where each measure may be at the next re-measurement, a chart a measure; empty: nothing is
// expected.
std::string RangeCharts(const domain::Program& program, const Speech& speech);

// Puts drawings, which are ours and no text of anybody's, where the page has "<!--charts-->".
std::string WithCharts(std::string page, const std::string& charts);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_VIEW_CHARTS_H_
