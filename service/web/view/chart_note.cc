#include "service/web/view/chart_note.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "service/domain/plan/trajectory.h"

namespace ischia::web {
namespace {

std::string MeasureText(std::string_view key, domain::Measure measure,
                        const domain::AssessmentFields& fields, const Words& words) {
  std::string values;
  for (const domain::LegMeasurements& leg : fields.legs) {
    const std::optional<domain::Degrees> value = domain::MeasuredIn(leg, measure);
    if (!value) continue;
    const std::string side = words.Get(leg.side == domain::Side::kRight ? "leg.right" : "leg.left");
    values += (values.empty() ? "" : ", ") + side + ' ' + words.Number(value->value()) + "°";
  }
  if (values.empty()) return {};
  return words.Get(key, {{"values", values}}) + ' ';
}

std::string ItemText(const domain::ProgramItem& item, const Words& words) {
  std::string text = words.Of(std::string(item.exercise.text()) + ".title");
  for (const domain::SideDose& dose : item.doses) {
    text += dose.side == domain::Side::kRight  ? ' ' + words.Get("leg.right")
            : dose.side == domain::Side::kLeft ? ' ' + words.Get("leg.left")
                                               : std::string();
    text += ' ' + DoseText(dose, words);
    if (dose.optional_side) text += " (" + words.Get("dose.optional") + ')';
  }
  return text;
}

std::string CautionsText(const std::vector<domain::Finding>& findings) {
  std::string rules;
  for (const domain::Finding& finding : findings) {
    if (finding.severity < domain::Severity::kModify) continue;
    rules += (rules.empty() ? "" : ", ") + std::string(finding.rule_id.text());
  }
  return rules;
}

}  // namespace

std::string ChartNote(const app::ProgramRecord& program, const domain::AssessmentFields& fields,
                      const Speech& speech) {
  const Words& words = speech.words;
  const domain::Program& content = *program.content;
  const bool refused = content.weeks.empty();
  std::string note = words.Get(refused ? "note.refused" : "note.program",
                               {{"count", std::to_string(program.revision_number)},
                                {"date", words.Day(content.start_date)}}) +
                     ' ';
  note += MeasureText("note.knee", domain::Measure::kKneeExtensionDeficit, fields, words);
  note += MeasureText("note.raise", domain::Measure::kStraightLegRaise, fields, words);
  if (!refused) {
    std::string items;
    for (const domain::ProgramItem& item : content.weeks.front().items) {
      items += (items.empty() ? "" : "; ") + ItemText(item, words);
    }
    note += words.Get("note.items", {{"items", items}}) + ' ';
    const int minutes = (content.weeks.front().session_seconds + 59) / 60;
    note += words.Get("note.minutes", {{"count", std::to_string(minutes)}}) + ' ';
  }
  const std::string cautions = CautionsText(content.findings);
  if (!cautions.empty()) note += words.Get("note.cautions", {{"rules", cautions}});
  while (!note.empty() && note.back() == ' ') note.pop_back();
  if (refused) note += '\n' + words.Get("note.told");
  return note;
}

}  // namespace ischia::web
