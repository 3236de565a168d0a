#include "service/domain/follow/session_screen.h"

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <string_view>

#include "service/catalogue/load.h"

namespace ischia::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Catalogue& Shipped() {
  static const auto* catalogue = new Catalogue(catalogue::LoadEmbedded().catalogue);
  return *catalogue;
}

// Evidence.md 2.4, question by question.
TEST(SessionFindingsTest, EachItemSpeaksForItsRule) {
  const std::map<std::string_view, std::string_view> rules = {{"saddle_numbness", "S-01"},
                                                              {"bladder_change", "S-01"},
                                                              {"leg_weakness_or_foot_slap", "S-02"},
                                                              {"fever_or_ill", "S-05"},
                                                              {"fall_or_crash", "S-03"},
                                                              {"pop_or_big_bruise", "S-07"},
                                                              {"calf_swollen_hot", "S-06"},
                                                              {"chest_pain_or_breathless", "S-28"},
                                                              {"pregnancy_warning_sign", "S-26"}};
  EXPECT_EQ(SessionItems().size(), rules.size());
  for (const SessionItem& item : SessionItems()) {
    SessionScreen screen;
    screen.*item.answer = Answer::kYes;
    const std::vector<Finding> findings = SessionFindings(screen, Shipped());
    ASSERT_EQ(findings.size(), 1U) << item.name;
    EXPECT_EQ(findings[0].rule_id.text(), rules.at(item.name)) << item.name;
    EXPECT_GE(findings[0].severity, Severity::kHoldClearance) << item.name;
    EXPECT_THAT(findings[0].inputs,
                ElementsAre(InputUsed{item.field, Side::kUnspecified, 0, Unit::kNone, "yes"}));
  }
}

TEST(SessionFindingsTest, NoAndUnansweredFindNothing) {
  SessionScreen screen;
  EXPECT_THAT(SessionFindings(screen, Shipped()), IsEmpty());
  for (const SessionItem& item : SessionItems()) screen.*item.answer = Answer::kNo;
  EXPECT_THAT(SessionFindings(screen, Shipped()), IsEmpty());
}

TEST(SessionFindingsTest, TwoItemsOfOneRuleAreOneFindingAndTheMostSevereComesFirst) {
  SessionScreen screen;
  screen.saddle_numbness = Answer::kYes;
  screen.bladder_change = Answer::kYes;
  screen.pregnancy_warning_sign = Answer::kYes;
  screen.chest_pain_or_breathless = Answer::kYes;
  const std::vector<Finding> findings = SessionFindings(screen, Shipped());
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].rule_id.text(), "S-01");
  EXPECT_EQ(findings[0].urgency, Urgency::kEmergency);
  EXPECT_EQ(findings[0].inputs.size(), 2U);
  EXPECT_EQ(findings[1].rule_id.text(), "S-28");
  EXPECT_EQ(findings[2].rule_id.text(), "S-26");
}

}  // namespace
}  // namespace ischia::domain
