// A program and its findings as the console shows them: the dose table by week and side, why each
// line, why not the others. Everything said comes from the engine.
#ifndef ISCHIA_SERVICE_WEB_VIEW_PROGRAM_VIEW_H_
#define ISCHIA_SERVICE_WEB_VIEW_PROGRAM_VIEW_H_

#include <string>
#include <vector>

#include "service/domain/assess/safety.h"
#include "service/domain/catalogue.h"
#include "service/domain/plan/program.h"
#include "service/web/templates.h"
#include "service/web/words.h"

namespace ischia::web {

// What the parts of a view need to speak.
struct Speech {
  const Words& words;
  const domain::Catalogue& catalogue;
};

// "4×15 s", "2×6", "3 min"; a dash where there is nothing.
std::string DoseText(const domain::SideDose& dose, const Words& words);

// "findings": icon, word, sentence, rule, the row that caused it. Empty lists set "no_findings".
void ShowFindings(const std::vector<domain::Finding>& findings,
                  const domain::AssessmentFields& fields, const Speech& speech, View& view);

// "head", "kind" (refuse or hold), "nobody", "missing", "holds": what refuses, and who may lift it.
void ShowRefusal(const domain::Program& program, const domain::AssessmentFields& fields,
                 const Speech& speech, View& view);

// "weeks", "lines", "hold_rows", "minutes": the dose table of the first weeks.
void ShowDoses(const domain::Program& program, const Speech& speech, View& view);

// "whys": a line each, first of week 1, then of what comes in later.
void ShowReasons(const domain::Program& program, const Speech& speech, View& view);

// "not_given": groups by reason, each with its exercises.
void ShowExcluded(const domain::Program& program, const Speech& speech, View& view);

// One sentence with its rule and source: "statement", "rule", "source".
View ReasonView(const domain::Reason& reason, const Speech& speech);

// "Right Moderate. Left Moderate. Side difference 2°."
std::string BandLine(const std::vector<domain::LegBand>& bands, domain::Measure measure,
                     const Speech& speech);

// What a finding says in one line, and at length. One that waits for a clearance, or had to, says
// so.
std::string SummaryOf(const domain::Finding& finding, const Speech& speech);
std::string DetailOf(const domain::Finding& finding, const Speech& speech);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_VIEW_PROGRAM_VIEW_H_
