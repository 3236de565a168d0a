#include "service/web/form/last_time.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "service/web/form/fields.h"

namespace ischia::web {
namespace {

constexpr std::array<std::string_view, 16> kLasting = {"sex_for_norms",
                                                       "pathway",
                                                       "affected_side",
                                                       "dominant_leg",
                                                       "knee_extension_method",
                                                       "strain.grade",
                                                       "strain.bamic_class",
                                                       "strain.mechanism",
                                                       "strain.bruise",
                                                       "strain.prior_strain_count",
                                                       "strain.prior_acl_injury",
                                                       "strain.prior_calf_strain",
                                                       "minutes_per_day",
                                                       "goal_class",
                                                       "goal_text",
                                                       "sport_level"};

bool Lasts(std::string_view field) {
  return field.starts_with("equipment.") ||
         std::find(kLasting.begin(), kLasting.end(), field) != kLasting.end();
}

}  // namespace

app::Answers AnswersIn(const domain::AssessmentFields& fields) {
  app::Answers answers;
  for (const Field& field : AssessmentForm()) {
    std::string answer = field.get(fields);
    if (!answer.empty()) answers.emplace_back(field.name, std::move(answer));
  }
  return answers;
}

app::Answers CarriedOver(const domain::AssessmentFields& last) {
  app::Answers answers = {{"kind", "REMEASUREMENT"}};
  for (auto& answer : AnswersIn(last)) {
    if (Lasts(answer.first)) answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace ischia::web
