// From what was typed to an assessment and to what the engine says of it. The same domain code
// judges here and behind the API; nothing is decided twice.
#ifndef ISCHIA_SERVICE_WEB_FORM_READING_H_
#define ISCHIA_SERVICE_WEB_FORM_READING_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "service/application/resources.h"
#include "service/domain/assess/assessment.h"
#include "service/domain/catalogue.h"
#include "service/domain/result.h"
#include "service/web/form/rows.h"

namespace ischia::web {

// What the form knows without asking.
struct Occasion {
  bool in_force = false;     // a program is: which kind of assessment this is is asked
  domain::CivilDay today{};  // the practice's
  std::string assessor;      // the user
  std::optional<domain::CivilDay> birth_date;
  domain::NormSex sex_for_norms = domain::NormSex::kUnspecified;
};

struct Reading {
  domain::AssessmentFields fields;
  // Texts that are no answer of their field; fields named as in the form.
  std::vector<domain::FieldViolation> violations;
  std::set<Cause> causes;  // that hold
  int set_aside = 0;       // answers that stay in the draft and are not used
};

// Answers of rows whose cause does not hold stay in the draft and are left out.
Reading ReadAssessment(const app::Answers& answers, const Occasion& occasion,
                       const domain::MinimumDataRule& rule);

// The form's name of a field that the domain names by its index: "legs[0].slump_test" is
// "nerve_tests.slump_test"; of what has no field of its own the row's first.
std::string FormField(std::string_view path, const domain::AssessmentFields& fields);

// The value typed into a field; empty: none.
std::string_view AnswerTo(std::string_view field, const app::Answers& answers);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_FORM_READING_H_
