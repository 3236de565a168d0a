#include "service/rpc/names.h"

#include <gtest/gtest.h>

#include <string>

namespace ischia::rpc {
namespace {

constexpr char kDelivery[] =
    "practices/north/patients/p-1/programs/g-2/handouts/h-3/deliveries/d-4";

template <typename Name>
bool Parses(const std::string& text) {
  Name name;
  return ParseName(text, name);
}

TEST(NamesTest, EveryNameReadsBackAsItWasWritten) {
  app::DeliveryName delivery;
  ASSERT_TRUE(ParseName(kDelivery, delivery));
  EXPECT_EQ(NameText(delivery), kDelivery);
  EXPECT_EQ(NameText(delivery.handout), "practices/north/patients/p-1/programs/g-2/handouts/h-3");
  EXPECT_EQ(NameText(delivery.handout.program), "practices/north/patients/p-1/programs/g-2");
  EXPECT_EQ(delivery.handout.program.patient.patient.text(), "p-1");
  EXPECT_TRUE(
      Parses<app::CheckInName>("practices/north/patients/p-1/programs/g-2/checkIns/2026-06-01-1"));
  app::CheckInLinkName link;
  ASSERT_TRUE(ParseName("practices/north/patients/p-1/programs/g-2/checkInLinks/l-1", link));
  EXPECT_EQ(NameText(link), "practices/north/patients/p-1/programs/g-2/checkInLinks/l-1");
  app::RevisionName revision;
  ASSERT_TRUE(ParseName("practices/north/patients/p-1/programs/g-2/revisions/12", revision));
  EXPECT_EQ(revision.number, 12);
  EXPECT_EQ(NameText(revision), "practices/north/patients/p-1/programs/g-2/revisions/12");
  app::DecisionName decision;
  ASSERT_TRUE(ParseName("practices/north/patients/p-1/programs/g-2/weeklyDecisions/3", decision));
  EXPECT_EQ(decision.week_number, 3);
  EXPECT_EQ(NameText(decision), "practices/north/patients/p-1/programs/g-2/weeklyDecisions/3");
  EXPECT_TRUE(Parses<app::AssessmentName>("practices/north/patients/p-1/assessments/a-1"));
  EXPECT_TRUE(Parses<domain::ExerciseId>("exercises/HS-01"));
  EXPECT_TRUE(Parses<domain::RuleId>("safetyRules/S-01"));
  app::FilingName filing;
  ASSERT_TRUE(ParseName("practices/north/filings/f-1", filing));
  EXPECT_EQ(NameText(filing), "practices/north/filings/f-1");
  app::LaunchName launch;
  ASSERT_TRUE(ParseName("practices/north/launches/l-1", launch));
  EXPECT_EQ(NameText(launch), "practices/north/launches/l-1");
  app::ProgramName program;
  ASSERT_TRUE(
      ParseReportName("practices/north/patients/p-1/programs/g-2/adherenceReport", program));
  EXPECT_EQ(program, delivery.handout.program);
}

TEST(NamesTest, NothingButAWholeNameIsAName) {
  EXPECT_FALSE(Parses<domain::PracticeId>(""));
  EXPECT_FALSE(Parses<domain::PracticeId>("practices/"));
  EXPECT_FALSE(Parses<domain::PracticeId>("practices/North"));
  EXPECT_FALSE(Parses<domain::PracticeId>("practices/north/"));
  EXPECT_FALSE(Parses<domain::PracticeId>(std::string("practices/no\0rth", 15)));
  EXPECT_FALSE(Parses<domain::PracticeId>("practices/" + std::string(64, 'a')));
  EXPECT_FALSE(Parses<app::PatientName>("practices/north"));
  EXPECT_FALSE(Parses<app::PatientName>("practices/north/patients/"));
  EXPECT_FALSE(Parses<app::PatientName>("practices/north/patients/p-1/programs/g-2"));
  EXPECT_FALSE(Parses<app::PatientName>("practices/north/patients/../x"));
  EXPECT_FALSE(Parses<app::ProgramName>("practices/north/patients/p-1/handouts/g-2"));
  for (const char* number : {"", "0", "01", "-1", "+1", "1a", "1/", "99999999999"}) {
    const std::string program = "practices/north/patients/p-1/programs/g-2";
    EXPECT_FALSE(Parses<app::RevisionName>(program + "/revisions/" + number)) << number;
    EXPECT_FALSE(Parses<app::DecisionName>(program + "/weeklyDecisions/" + number)) << number;
  }
  EXPECT_FALSE(Parses<domain::ExerciseId>("exercises/"));
  EXPECT_FALSE(Parses<domain::ExerciseId>("exercises/hs-01"));
  EXPECT_FALSE(Parses<domain::ExerciseId>("exercises/HS-01HS-01HS-01HS"));
  EXPECT_FALSE(Parses<domain::RuleId>("exercises/S-01"));
}

TEST(NamesTest, WithoutItsLastIdThereIsNoName) {
  const app::PatientName patient{domain::PracticeId("north"), domain::PatientId("p-1")};
  EXPECT_EQ(NameText(app::ProgramName{patient, {}}), "");
  const app::ProgramName program{patient, domain::ProgramId("g-2")};
  EXPECT_EQ(NameText(app::RevisionName{program, 0}), "");
  EXPECT_EQ(NameText(app::DecisionName{program, 0}), "");
}

}  // namespace
}  // namespace ischia::rpc
