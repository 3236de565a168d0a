#include "service/web/form/reading.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "service/web/form/fields.h"

namespace ischia::web {
namespace {

using domain::AssessmentFields;

std::optional<int> AgeOf(const Occasion& occasion, const app::Answers& answers) {
  if (occasion.birth_date) return domain::AgeOn(occasion.today, *occasion.birth_date);
  AssessmentFields fields;
  const std::string_view typed = AnswerTo("age_years", answers);
  const Field* field = FindField("age_years");
  if (typed.empty() || !field->set(typed, fields)) return std::nullopt;
  return fields.age_years;
}

bool HasLaxRaise(const app::Answers& answers, double from) {
  for (const std::string_view name :
       {"legs.right.straight_leg_raise_degrees", "legs.left.straight_leg_raise_degrees"}) {
    AssessmentFields fields;
    const std::string_view typed = AnswerTo(name, answers);
    if (typed.empty() || !FindField(name)->set(typed, fields) || fields.legs.empty()) continue;
    if (fields.legs.front().straight_leg_raise->value() >= from) return true;
  }
  return false;
}

std::set<Cause> CausesOf(const app::Answers& answers, const Occasion& occasion,
                         const domain::MinimumDataRule& rule) {
  std::set<Cause> causes = {Cause::kAlways};
  const auto add = [&](Cause cause, bool holds) {
    if (holds) causes.insert(cause);
  };
  const std::string_view pathway = AnswerTo("pathway", answers);
  const bool leg_symptoms = AnswerTo("any_leg_symptoms", answers) == "YES";
  const std::optional<int> age = AgeOf(occasion, answers);
  const bool conditions = AnswerTo("comorbidities_confirmed", answers) == "LIST";
  const auto listed = [&](std::string_view condition) {
    return conditions && !AnswerTo(condition, answers).empty();
  };
  add(Cause::kNoBirthDate, !occasion.birth_date);
  add(Cause::kNoNorms, occasion.sex_for_norms == domain::NormSex::kUnspecified);
  add(Cause::kLowBackPain, pathway == "LBP");
  add(Cause::kStrain, pathway == "STRAIN");
  add(Cause::kBridge,
      pathway == "STRAIN" || listed("comorbidities.PROXIMAL_HAMSTRING_TENDINOPATHY"));
  add(Cause::kLegSymptoms, leg_symptoms);
  add(Cause::kNerveTests, pathway == "LBP" || leg_symptoms);
  add(Cause::kBloodPressure,
      listed("comorbidities.HYPERTENSION") || (age && *age >= rule.blood_pressure_from_age));
  add(Cause::kFalls, age && *age >= rule.falls_from_age);
  add(Cause::kLaxRaise, HasLaxRaise(answers, rule.beighton_from_raise));
  add(Cause::kConditionList, conditions);
  add(Cause::kMedicationList, AnswerTo("medications_confirmed", answers) == "LIST");
  add(Cause::kInForce, occasion.in_force);
  add(Cause::kRemeasurement, occasion.in_force && AnswerTo("kind", answers) == "REMEASUREMENT");
  return causes;
}

// What stands between a field and the assessment.
std::map<std::string_view, Cause> MakeCausesOfFields() {
  std::map<std::string_view, Cause> causes;
  for (const ScreenGroup& group : ScreenGroups()) {
    for (const domain::Fact item : group.items) causes[domain::FactField(item)] = group.cause;
  }
  for (const Section& section : FormSections()) {
    for (const Row& row : section.rows) {
      for (const Cell& cell : row.cells) causes[cell.field] = row.cause;
    }
  }
  return causes;
}

Cause CauseOf(std::string_view field) {
  static const auto& causes = *new std::map<std::string_view, Cause>(MakeCausesOfFields());
  const auto found = causes.find(field);
  return found == causes.end() ? Cause::kAlways : found->second;
}

// "legs[1].slump_test" is of fields.legs[1], whose side names it in the form; "legs.slump_test" of
// either leg.
std::string LegField(std::string_view path, const AssessmentFields& fields) {
  const std::size_t dot = path.find('.');
  const bool of_either = dot == 4;
  const std::size_t index = path[5] == '1' ? 1 : 0;
  if (dot == std::string_view::npos || (!of_either && index >= fields.legs.size())) {
    return "legs.right.knee_extension_deficit_degrees";
  }
  const std::string name(path.substr(dot + 1));
  if (FindField("nerve_tests." + name) != nullptr) return "nerve_tests." + name;
  const bool right = of_either || fields.legs[index].side == domain::Side::kRight;
  return (right ? "legs.right." : "legs.left.") + name;
}

constexpr std::string_view kCodePrefix = "comorbidities[";

std::string ConditionField(std::string_view path, const AssessmentFields& fields) {
  const std::size_t close = path.find(']');
  std::size_t index = 0;
  for (const char digit : path.substr(kCodePrefix.size(), close - kCodePrefix.size())) {
    index = index * 10 + static_cast<std::size_t>(digit - '0');
  }
  if (index >= fields.comorbidities.size()) return "comorbidities_confirmed";
  const auto code = static_cast<std::size_t>(fields.comorbidities[index].code);
  std::string name = "comorbidities." + std::string(ConditionCodes()[code - 1]);
  const std::string_view rest = path.substr(close + 1);
  return rest.empty() || rest == ".condition" ? name : name.append(rest);
}

}  // namespace

std::string_view AnswerTo(std::string_view field, const app::Answers& answers) {
  const auto found = std::find_if(answers.begin(), answers.end(),
                                  [&](const auto& answer) { return answer.first == field; });
  return found == answers.end() ? std::string_view() : std::string_view(found->second);
}

Reading ReadAssessment(const app::Answers& answers, const Occasion& occasion,
                       const domain::MinimumDataRule& rule) {
  Reading reading;
  reading.causes = CausesOf(answers, occasion, rule);
  if (!occasion.in_force) reading.fields.kind = domain::AssessmentKind::kInitial;
  reading.fields.assessment_date = occasion.today;
  reading.fields.assessor = occasion.assessor;
  reading.fields.sex_for_norms = occasion.sex_for_norms;
  if (occasion.birth_date) {
    reading.fields.age_years = domain::AgeOn(occasion.today, *occasion.birth_date);
  }
  std::map<std::string_view, std::string_view> typed;
  for (const auto& [name, value] : answers) typed.emplace(name, value);
  for (const Field& field : AssessmentForm()) {
    const auto answer = typed.find(field.name);
    if (answer == typed.end() || answer->second.empty()) continue;
    const Cause cause = CauseOf(field.name);
    if (!reading.causes.contains(cause)) {
      // What the record knows better was not typed for anything else.
      const bool known = cause == Cause::kNoNorms || cause == Cause::kNoBirthDate;
      if (!known) ++reading.set_aside;
      continue;
    }
    if (!field.set(answer->second, reading.fields)) {
      const bool number = field.widget == Widget::kNumber;
      reading.violations.push_back({field.name,
                                    number ? "must be a number" : "must be one of the answers",
                                    "FIELD_INVALID"});
    }
  }
  return reading;
}

std::string FormField(std::string_view path, const AssessmentFields& fields) {
  if (path.starts_with("legs[")) return LegField(path, fields);
  if (path == "legs") return "legs.right.knee_extension_deficit_degrees";
  // What a fact is read from has no index.
  if (path.starts_with("legs.")) return LegField(path, fields);
  if (path == "strain") return "strain.grade";
  if (path.starts_with(kCodePrefix)) return ConditionField(path, fields);
  if (path.starts_with("comorbidities")) return "comorbidities_confirmed";
  if (path.starts_with("medications")) return "medications_confirmed";
  if (path.starts_with("equipment")) return "equipment.STRAP_OR_TOWEL";
  return std::string(path);
}

}  // namespace ischia::web
