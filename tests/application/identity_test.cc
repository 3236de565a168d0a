#include "service/application/console/identity.h"

#include <gmock/gmock.h>

namespace ischia::app {
namespace {

using domain::CivilDay;
using std::chrono::year;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

constexpr CivilDay kToday{year{2026} / 6 / 1};
constexpr CivilDay kBorn{year{1980} / 2 / 29};

PatientRecord Record(const std::string& id, std::optional<CivilDay> birth_date,
                     const std::string& family_name = "Patient") {
  PatientRecord record;
  record.name = {domain::PracticeId{"north"}, domain::PatientId{id}};
  record.fields.given_name = "Test";
  record.fields.family_name = family_name;
  record.fields.birth_date = birth_date;
  return record;
}

PatientContext Context(std::optional<CivilDay> birth_date) {
  PatientContext context;
  context.host_reference = {"host", "4711"};
  context.given_name = "Test";
  context.family_name = "Patient";
  context.birth_date = birth_date;
  return context;
}

// "REUSED?" is a question, "NAMESAKE" is shown.
std::vector<std::string> Told(const PatientContext& context,
                              const std::optional<PatientRecord>& holder,
                              const std::vector<PatientRecord>& named) {
  constexpr const char* kKinds[] = {"",         "MISSING", "IMPLAUSIBLE", "TAKEN",
                                    "NAMESAKE", "REUSED",  "AGE"};
  std::vector<std::string> told;
  for (const IdentityFinding& finding : FindIdentityFindings(context, kToday, holder, named)) {
    std::string text = kKinds[static_cast<int>(finding.kind)];
    if (finding.other) text += ' ' + finding.other->patient.text();
    told.push_back(text + (finding.question ? "?" : ""));
    EXPECT_FALSE(finding.answered);
  }
  return told;
}

TEST(IdentityTest, SomebodyNewAndSomebodyKnownFit) {
  EXPECT_THAT(Told(Context(kBorn), {}, {}), IsEmpty());
  EXPECT_THAT(Told(Context(kBorn), Record("p1", kBorn), {Record("p1", kBorn)}), IsEmpty());
}

TEST(IdentityTest, AReferenceWithAnotherNameOrBirthDateIsAsked) {
  const PatientRecord holder = Record("p1", kBorn);
  PatientContext other_name = Context(kBorn);
  other_name.given_name = "Tess";
  EXPECT_THAT(Told(other_name, holder, {}), ElementsAre("REUSED p1?"));
  EXPECT_THAT(Told(Context(kBorn + std::chrono::days(1)), holder, {}), ElementsAre("REUSED p1?"));
}

TEST(IdentityTest, WhatTheHostLeavesOutOrWritesInCapitalsIsNoContradiction) {
  const PatientRecord holder = Record("p1", kBorn);
  PatientContext bare;
  bare.host_reference = {"host", "4711"};
  EXPECT_THAT(Told(bare, holder, {}), IsEmpty());
  PatientContext loud = Context(kBorn);
  loud.family_name = " PATIENT ";
  EXPECT_THAT(Told(loud, holder, {}), IsEmpty());
}

TEST(IdentityTest, TheSameNameIsAskedUnlessTheBirthDateIsAnother) {
  EXPECT_THAT(Told(Context(kBorn), {}, {Record("p1", kBorn)}), ElementsAre("TAKEN p1?"));
  EXPECT_THAT(Told(Context(kBorn), {}, {Record("p1", kToday)}), ElementsAre("NAMESAKE p1"));
  // Who cannot be told apart is asked for.
  EXPECT_THAT(Told(Context(kBorn), {}, {Record("p1", {})}), ElementsAre("TAKEN p1?"));
  EXPECT_THAT(Told(Context({}), {}, {Record("p1", kBorn)}), ElementsAre("TAKEN p1?", "MISSING"));
}

TEST(IdentityTest, OthersWithTheNameOfAKnownPatientAreShown) {
  EXPECT_THAT(Told(Context(kBorn), Record("p1", kBorn),
                   {Record("p0", kToday), Record("p1", kBorn), Record("p2", kBorn)}),
              ElementsAre("NAMESAKE p0", "TAKEN p2"));
}

TEST(IdentityTest, AnImplausibleBirthDateIsAskedAfterWhoItIsAndComparedWithNobody) {
  const CivilDay default_looking{year{1900} / 1 / 1};
  EXPECT_THAT(Told(Context(default_looking), {}, {}), ElementsAre("IMPLAUSIBLE?"));
  EXPECT_THAT(Told(Context(default_looking), Record("p1", kBorn), {}), ElementsAre("IMPLAUSIBLE?"));
  EXPECT_THAT(Told(Context(default_looking), {}, {Record("p1", kBorn)}),
              ElementsAre("TAKEN p1?", "IMPLAUSIBLE?"));
}

TEST(IdentityTest, AnAgeOfNoPathwayIsAskedUntilARecordHasIt) {
  const CivilDay child{year{2016} / 6 / 2};  // ten tomorrow
  EXPECT_THAT(Told(Context(child), {}, {}), ElementsAre("AGE?"));
  EXPECT_THAT(Told(Context(child), Record("p1", {}), {}), ElementsAre("AGE?"));
  EXPECT_THAT(Told(Context(child), Record("p1", child), {}), IsEmpty());
  EXPECT_TRUE(IsAgeOfAPathway(child, kToday + std::chrono::days(1)));
  EXPECT_TRUE(IsAgeOfAPathway(CivilDay{year{1925} / 6 / 2}, kToday));
  EXPECT_FALSE(IsAgeOfAPathway(CivilDay{year{1925} / 6 / 1}, kToday));
}

TEST(IdentityTest, AMissingBirthDateIsShownWhereNobodyKnowsIt) {
  EXPECT_THAT(Told(Context({}), {}, {}), ElementsAre("MISSING"));
  EXPECT_THAT(Told(Context({}), Record("p1", {}), {}), ElementsAre("MISSING"));
  EXPECT_THAT(Told(Context({}), Record("p1", kBorn), {}), IsEmpty());
}

TEST(IdentityTest, BirthDatesEndTodayAndBeginAHundredAndTwentyYearsAgo) {
  EXPECT_TRUE(IsPlausibleBirthDate(kToday, kToday));
  EXPECT_FALSE(IsPlausibleBirthDate(kToday + std::chrono::days(1), kToday));
  EXPECT_TRUE(IsPlausibleBirthDate(CivilDay{year{1906} / 6 / 1}, kToday));
  EXPECT_FALSE(IsPlausibleBirthDate(CivilDay{year{1906} / 5 / 31}, kToday));
}

}  // namespace
}  // namespace ischia::app
