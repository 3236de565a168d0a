#include "service/domain/result.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/result_matchers.h"

namespace ischia::domain {
namespace {

using test::HasError;
using test::IsOk;
using test::IsOkAndHolds;
using ::testing::Eq;
using ::testing::Not;

TEST(ResultTest, HoldsTheValueItWasMadeFrom) {
  const Result<std::string> result = std::string("held");
  EXPECT_THAT(result, IsOk());
  EXPECT_THAT(result, IsOkAndHolds(Eq("held")));
}

TEST(ResultTest, HoldsTheErrorItWasMadeFrom) {
  const Result<int> result =
      FieldInvalid({{"pain.rest_score", "must be 0 to 10", "FIELD_INVALID"}});
  EXPECT_THAT(result, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(result, Not(HasError(ErrorCode::kInvalidArgument, "SCREEN_INCOMPLETE")));
  EXPECT_EQ(result.error().violations.size(), 1U);
}

TEST(ResultTest, AValueCanBeMovedOut) {
  Result<std::string> result = std::string("moved");
  const std::string value = std::move(result).value();
  EXPECT_EQ(value, "moved");
}

TEST(ResultDeathTest, AskingAnErrorForItsValueStopsTheProcess) {
  const Result<int> result = NotFound();
  EXPECT_DEATH((void)result.value(), "");
}

TEST(ResultDeathTest, AskingAValueForItsErrorStopsTheProcess) {
  const Result<int> result = 7;
  EXPECT_DEATH((void)result.error(), "");
}

}  // namespace
}  // namespace ischia::domain
