#include "service/web/view/compared.h"

#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "service/domain/follow/remeasure.h"
#include "service/web/form/fields.h"
#include "service/web/form/form_view.h"

namespace ischia::web {
namespace {

View RowOf(std::string label, std::string then, std::string now, std::string verdict) {
  View row;
  row.set("label", std::move(label));
  row.set("then", std::move(then));
  row.set("now", std::move(now));
  row.set("verdict", std::move(verdict));
  return row;
}

// "8 better, more than the error (6)".
std::string Verdict(const domain::MeasuredChange& change, const Words& words) {
  if (!change.detectable_degrees) return words.Get("compared.not_comparable");
  const double gain = change.gain_degrees;
  const bool real = std::abs(gain) >= *change.detectable_degrees;
  const std::string key = !real      ? "compared.within_error"
                          : gain > 0 ? "compared.better"
                                     : "compared.worse";
  return words.Get(key, {{"degrees", words.Number(std::abs(gain))},
                         {"limit", words.Number(*change.detectable_degrees)}});
}

View RowOf(const domain::MeasuredChange& change, const Words& words) {
  const bool knee = change.measure == domain::Measure::kKneeExtensionDeficit;
  const std::string side =
      words.Get(change.side == domain::Side::kRight ? "leg.right" : "leg.left");
  return RowOf(words.Get(knee ? "row.knee_extension" : "row.straight_leg_raise") + ", " + side,
               words.Number(change.before_degrees) + "°", words.Number(change.now_degrees) + "°",
               Verdict(change, words));
}

// What is told without a verdict.
struct Told {
  std::string_view field;
  std::string_view unit = {};
};
constexpr std::array<Told, 8> kTold = {{{"legs.right.straight_leg_raise_degrees", "°"},
                                        {"legs.left.straight_leg_raise_degrees", "°"},
                                        {"pain.rest_score"},
                                        {"pain.activity_score"},
                                        {"outcomes.oswestry_percent", " %"},
                                        {"outcomes.roland_morris_score"},
                                        {"outcomes.lefs_score"},
                                        {"outcomes.fash_score"}}};

std::vector<domain::MeasuredChange> ChangesBetween(const domain::AssessmentFields& last,
                                                   const domain::Assessment& now,
                                                   const domain::Catalogue& catalogue) {
  const std::vector<domain::Trajectory> nothing_expected;
  domain::Remeasured remeasured{0, false, last, last, now, nothing_expected};
  return domain::JudgeRemeasurement(remeasured, catalogue).changes;
}

}  // namespace

void ShowCompared(const app::AssessmentRecord& last, const domain::Assessment& now,
                  const Speech& speech, View& view) {
  const Words& words = speech.words;
  const domain::AssessmentFields& then = last.content->fields;
  view.set("compared_title",
           words.Get("compared.title",
                     {{"date", words.Day(*then.assessment_date)}, {"name", then.assessor}}));
  Views rows;
  for (const domain::MeasuredChange& change : ChangesBetween(then, now, speech.catalogue)) {
    rows.push_back(RowOf(change, words));
  }
  for (const Told& told : kTold) {
    const Field* field = FindField(told.field);
    const std::string before = field->get(then);
    const std::string after = field->get(now.fields());
    if (before.empty() || after.empty()) continue;
    const std::string unit(told.unit);
    rows.push_back(RowOf(LabelOf(told.field, words), before + unit, after + unit, {}));
  }
  view.set("compared", View(rows));
}

}  // namespace ischia::web
