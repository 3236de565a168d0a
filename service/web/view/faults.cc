#include "service/web/view/faults.h"

namespace ischia::web {
namespace {

std::string RangeText(const domain::FieldViolation& violation, const Words& words) {
  std::string fault = words.Get("fault.range", {{"low", words.Number(violation.limits->low)},
                                                {"high", words.Number(violation.limits->high)}});
  // The usual mistake there: the angle between thigh and shin.
  const bool deficit = violation.field.ends_with("knee_extension_deficit_degrees");
  return deficit ? fault + ' ' + words.Get("fault.thigh_shin") : fault;
}

}  // namespace

std::string FaultText(const domain::FieldViolation& violation, const Words& words) {
  if (violation.limits) return RangeText(violation, words);
  const domain::Wording& wording = violation.wording;
  if (wording.key.empty()) return violation.description;
  return words.Get("fault." + std::string(wording.key),
                   {{"count", std::to_string(wording.count)}, {"rule", wording.rules}});
}

std::string ErrorText(const domain::Error& error, const Words& words) {
  const std::string text = words.Find("error." + error.reason);
  return text.empty() ? error.message : text;
}

}  // namespace ischia::web
