#include "service/application/encoding.h"

#include <gmock/gmock.h>

#include "service/domain/plan/program.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/clinic.h"

namespace ischia::app {
namespace {

domain::Program Example() {
  return domain::Prescribe(test::Legal(test::LowBackPainAdult()), test::Shipped(), test::kStartDate)
      .value();
}

TEST(EncodingTest, AProgramIsReadAsItWasFrozen) {
  const domain::Program program = Example();
  const Frozen<domain::Program> frozen = Freeze(program);
  const auto thawed = Thaw<domain::Program>(std::string(frozen.bytes()));
  ASSERT_TRUE(thawed.has_value());
  EXPECT_EQ(**thawed, program);
  EXPECT_EQ(thawed->bytes(), frozen.bytes());
}

TEST(EncodingTest, ACopyOutlivesWhatItWasCopiedFrom) {
  std::optional<Frozen<domain::Program>> thawed =
      Thaw<domain::Program>(std::string(Freeze(Example()).bytes()));
  const Frozen<domain::Program> copy = *thawed;
  thawed.reset();
  EXPECT_EQ(*copy, Example());
}

TEST(EncodingTest, NoBeginningOfTheBytesIsAProgram) {
  const Frozen<domain::Program> frozen = Freeze(Example());
  for (std::size_t size = 0; size < frozen.bytes().size(); size += 7) {
    EXPECT_FALSE(Thaw<domain::Program>(std::string(frozen.bytes().substr(0, size))).has_value());
  }
  EXPECT_FALSE(Thaw<domain::Program>(std::string(frozen.bytes()) + "x").has_value());
}

TEST(EncodingTest, BytesOfALaterVersionAreRefused) {
  std::string bytes(Freeze(Example()).bytes());
  bytes[0] = 2;
  EXPECT_FALSE(Thaw<domain::Program>(std::move(bytes)).has_value());
}

TEST(EncodingTest, NotMeasuredIsNotZero) {
  AssessmentContent content;
  content.fields = test::TightAdult();
  content.fields.legs.at(0).leg_pain = domain::Score(0);
  content.fields.legs.at(1).leg_pain.reset();
  const auto thawed = Thaw<AssessmentContent>(std::string(Freeze(content).bytes()));
  ASSERT_TRUE(thawed.has_value());
  EXPECT_EQ(**thawed, content);
}

TEST(EncodingTest, JoinedPartsAreToldApart) {
  EXPECT_NE(Joined({"ab", "c"}), Joined({"a", "bc"}));
  EXPECT_NE(Joined({"a", ""}), Joined({"a"}));
}

}  // namespace
}  // namespace ischia::app
