// The fields of the assessment form: how each is named, which answers it offers, and where an
// answer belongs in an assessment and is read from it. Names are the contract's paths, a leg's by
// its side
// ("legs.right.straight_leg_raise_degrees"), a list's by its entry ("equipment.CHAIR").
#ifndef ISCHIA_SERVICE_WEB_FORM_FIELDS_H_
#define ISCHIA_SERVICE_WEB_FORM_FIELDS_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/domain/assess/assessment.h"

namespace ischia::web {

enum class Widget {
  kNumber,
  kChoice,  // buttons side by side, one of them
  kList,    // a drop-down list
  kText,
  kDay,
  kTick  // "on", or nothing
};

// The answers of a choice, each with the word "option.<set>.<value>" in lower case.
struct Options {
  std::string_view set;
  std::span<const std::string_view> values;
};

struct Field {
  std::string name;
  Widget widget = Widget::kNumber;
  Options options;
  // Puts an answer, never empty, into its place. False: it is none of this field's.
  std::function<bool(std::string_view answer, domain::AssessmentFields& fields)> set;
  // The answer that an assessment holds; empty: none.
  std::function<std::string(domain::AssessmentFields fields)> get;
};

// In an order in which they can be set: a condition before its details.
const std::vector<Field>& AssessmentForm();
// Null: there is no such field.
const Field* FindField(std::string_view name);

// The codes of conditions as the contract names them, without its prefix.
std::span<const std::string_view> ConditionCodes();

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_FORM_FIELDS_H_
