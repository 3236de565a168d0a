// Matchers for Result<T> and its violations. There is no "NotOk": a test names the error it
// expects.
#ifndef ISCHIA_TESTS_SUPPORT_RESULT_MATCHERS_H_
#define ISCHIA_TESTS_SUPPORT_RESULT_MATCHERS_H_

#include <gmock/gmock.h>

#include <string>

#include "service/domain/result.h"

namespace ischia::test {

// EXPECT_THAT(result, IsOk())
MATCHER(IsOk, negation ? "is an error" : "is a value") {
  if (!arg.ok()) *result_listener << "whose error has the reason " << arg.error().reason;
  return arg.ok();
}

// EXPECT_THAT(result, IsOkAndHolds(Eq(7)))
MATCHER_P(IsOkAndHolds, inner, "is a value that fits") {
  if (!arg.ok()) {
    *result_listener << "whose error has the reason " << arg.error().reason;
    return false;
  }
  return ::testing::ExplainMatchResult(inner, arg.value(), result_listener);
}

// EXPECT_THAT(result, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"))
MATCHER_P2(HasError, code, reason,
           "is an error of that code with the reason " + std::string(reason)) {
  if (arg.ok()) {
    *result_listener << "which is a value";
    return false;
  }
  *result_listener << "whose error has the code " << static_cast<int>(arg.error().code)
                   << " and the reason " << arg.error().reason;
  return arg.error().code == code && arg.error().reason == reason;
}

// EXPECT_THAT(error.violations, ElementsAre(ViolationOf("pain.rest_score", "FIELD_INVALID")))
MATCHER_P2(ViolationOf, field, reason,
           "is a violation of " + std::string(field) + " with the reason " + std::string(reason)) {
  *result_listener << "which is of " << arg.field << " with the reason " << arg.reason << ": "
                   << arg.description;
  return arg.field == field && arg.reason == reason;
}

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_SUPPORT_RESULT_MATCHERS_H_
