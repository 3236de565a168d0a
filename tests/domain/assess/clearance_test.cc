#include "service/domain/assess/clearance.h"

#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "service/catalogue/load.h"
#include "tests/support/result_matchers.h"

namespace ischia::domain {
namespace {

using test::HasError;
using test::IsOk;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr CivilDay kToday{std::chrono::year{2026} / 6 / 1};
constexpr std::chrono::days kOneDay{1};

const Catalogue& Shipped() {
  static const auto* catalogue = new Catalogue(catalogue::LoadEmbedded().catalogue);
  return *catalogue;
}

ClearanceFields Given() {
  ClearanceFields fields;
  fields.rule_id = RuleId("S-16");
  fields.cleared_by = "Dr. Ada Lind";
  fields.cleared_by_role = "surgeon";
  fields.clearance_date = kToday;
  fields.reason = "wound healed, bears weight";
  return fields;
}

Result<Clearance> CreateAfter(const std::function<void(ClearanceFields&)>& change) {
  ClearanceFields fields = Given();
  change(fields);
  return Clearance::Create(std::move(fields), Shipped(), kToday);
}

TEST(ClearanceTest, ANamedPersonClearsWithRoleDateAndReason) {
  EXPECT_THAT(CreateAfter([](auto&) {}), IsOk());
}

TEST(ClearanceTest, EachFaultIsNamedWithItsRangeAndTheWayOut) {
  const std::vector<std::tuple<const char*, const char*, std::function<void(ClearanceFields&)>>>
      cases = {
          {"rule_id", "must be a safety rule, S-01 to S-60",
           [](auto& f) { f.rule_id = RuleId("S-61"); }},
          {"cleared_by", "is required", [](auto& f) { f.cleared_by = "  "; }},
          {"cleared_by", "must have at most 100 characters",
           [](auto& f) { f.cleared_by = std::string(101, 'a'); }},
          {"cleared_by_role", "is required", [](auto& f) { f.cleared_by_role.clear(); }},
          {"cleared_by_role", "must not contain control characters or line breaks",
           [](auto& f) { f.cleared_by_role = "sur\ngeon"; }},
          {"reason", "is required", [](auto& f) { f.reason.clear(); }},
          {"reason", "must have at most 500 characters",
           [](auto& f) { f.reason = std::string(501, 'a'); }},
          {"clearance_date", "is required", [](auto& f) { f.clearance_date.reset(); }},
          {"clearance_date",
           "must not be after 2026-06-01; record a clearance once it has been given",
           [](auto& f) { f.clearance_date = kToday + kOneDay; }},
          {"clearance_date", "must be a day from 1900 to 2199",
           [](auto& f) { f.clearance_date = CivilDay{std::chrono::year{1899} / 12 / 31}; }},
          {"expiry_date", "must not be before clearance_date; leave it out for no end",
           [](auto& f) { f.expiry_date = kToday - kOneDay; }},
          {"max_hip_flexion_degrees", "must be 30 to 120 degrees",
           [](auto& f) { f.max_hip_flexion = Degrees(29.5); }},
          {"max_hip_flexion_degrees", "must be in whole or half degrees",
           [](auto& f) { f.max_hip_flexion = Degrees(70.2); }},
          {"max_hip_flexion_degrees",
           "must be 30 to 85 degrees: a clearance may only lower the cap of the rule",
           [](auto& f) { f.max_hip_flexion = Degrees(85.5); }},
      };
  for (const auto& [field, description, change] : cases) {
    const Result<Clearance> refused = CreateAfter(change);
    ASSERT_THAT(refused, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
    ASSERT_THAT(refused.error().violations, SizeIs(1));
    const FieldViolation& violation = refused.error().violations.front();
    EXPECT_EQ(violation.field, field);
    EXPECT_EQ(violation.description, description);
    EXPECT_EQ(violation.reason, "FIELD_INVALID");
  }
}

// Edges say a range in their readers' words.
TEST(ClearanceTest, ARangeThatWasLeftIsKeptAsNumbers) {
  const auto low = CreateAfter([](auto& f) { f.max_hip_flexion = Degrees(29.5); });
  EXPECT_EQ(low.error().violations.at(0).limits, (Limits{30, 120}));
  const auto half = CreateAfter([](auto& f) { f.max_hip_flexion = Degrees(70.2); });
  EXPECT_EQ(half.error().violations.at(0).limits, std::nullopt);
}

TEST(ClearanceTest, EveryFaultIsToldAtOnce) {
  const Result<Clearance> refused = Clearance::Create({}, Shipped(), kToday);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().violations.size(), 5U);
}

TEST(ClearanceTest, TheEndsOfEachRangeAreLegal) {
  EXPECT_THAT(CreateAfter([](auto& f) {
                f.max_hip_flexion = Degrees(85);
                f.expiry_date = f.clearance_date;
              }),
              IsOk());
  EXPECT_THAT(CreateAfter([](auto& f) { f.max_hip_flexion = Degrees(30); }), IsOk());
  EXPECT_THAT(CreateAfter([](auto& f) {
                f.rule_id = RuleId("S-21");
                f.max_hip_flexion = Degrees(120);
              }),
              IsOk());
}

// Held rules, those with a flag, and S-34, which may be raised; nobody lifts anything else.
TEST(ClearanceTest, OnlyWhatWaitsForAClearanceCanBeCleared) {
  std::vector<std::string> clearable;
  for (const SafetyRule& rule : Shipped().rules) {
    const Result<Clearance> result = CreateAfter([&](auto& f) { f.rule_id = rule.id; });
    if (result.ok()) {
      clearable.emplace_back(rule.id.text());
    } else {
      EXPECT_THAT(result, HasError(ErrorCode::kFailedPrecondition, "CLEARANCE_NOT_ALLOWED"));
      EXPECT_EQ(result.error().violations[0].field, "rule_id");
    }
  }
  EXPECT_THAT(clearable, ElementsAre("S-09", "S-15", "S-16", "S-17", "S-18", "S-19", "S-20", "S-21",
                                     "S-26", "S-31", "S-34", "S-49", "S-50", "S-53"));
}

TEST(ClearanceTest, ItHoldsFromItsDateToItsLastDay) {
  const Clearance open = CreateAfter([](auto&) {}).value();
  EXPECT_FALSE(open.HoldsOn(kToday - kOneDay));
  EXPECT_TRUE(open.HoldsOn(kToday));
  EXPECT_TRUE(open.HoldsOn(kToday + 1000 * kOneDay));
  const Clearance ending =
      CreateAfter([](auto& f) { f.expiry_date = kToday + 7 * kOneDay; }).value();
  EXPECT_TRUE(ending.HoldsOn(kToday + 7 * kOneDay));
  EXPECT_FALSE(ending.HoldsOn(kToday + 8 * kOneDay));
}

}  // namespace
}  // namespace ischia::domain
