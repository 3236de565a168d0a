// A later visit: measuring again while a program is in force, planning it on what was measured, and
// giving the new sheet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "service/web/form/last_time.h"
#include "service/web/form/reading.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/result_matchers.h"
#include "tests/web/open_console.h"

namespace ischia::web {
namespace {

using domain::ProgramState;
using test::OpenConsole;
using test::TextOf;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::chrono::hours kDay{24};

// A clinician at a patient with a program in force.
class RemeasureTest : public ::testing::Test {
 protected:
  app::ProgramRecord Now() {
    return console_.clinic.programs.GetProgram(console_.clinic.Reading(), program_.name).value();
  }
  std::string Page(const std::string& page) { return TextOf(console_.Get(page)); }
  std::string ProgramPath() const { return "/programs/" + program_.name.program.text(); }
  void Wait(std::chrono::hours time) {
    console_.clinic.clock.now += time;
    console_.Open();
  }

  OpenConsole console_;
  app::ProgramRecord program_ =
      console_.clinic.Activated(console_.clinic.Draft(console_.patient()));
};

// Both legs ten degrees better.
app::Answers Better(const char* saddle_numbness = "NO") {
  domain::AssessmentFields fields = test::TightAdult();
  for (domain::LegMeasurements& leg : fields.legs) {
    leg.knee_extension_deficit = domain::Degrees(leg.knee_extension_deficit->value() - 10);
  }
  app::Answers answers = AnswersIn(fields);
  std::erase_if(answers, [](const auto& answer) {
    return answer.first == "kind" || answer.first == "red_flags.saddle_numbness";
  });
  answers.emplace_back("kind", "REMEASUREMENT");
  answers.emplace_back("red_flags.worse_at_last_two_reviews", "NO");
  answers.emplace_back("red_flags.saddle_numbness", saddle_numbness);
  return answers;
}

app::Answers With(app::Answers answers, const char* button) {
  answers.emplace_back("do", button);
  return answers;
}

TEST_F(RemeasureTest, TheFormTakesOverWhatLastsAndShowsTheRest) {
  const Response page = console_.Get("/assess");
  const std::string& body = page.body;
  EXPECT_THAT(body, HasSubstr("name=\"kind\" id=\"kind-REMEASUREMENT\" value=\"REMEASUREMENT\""));
  EXPECT_THAT(TextOf(page), AllOf(HasSubstr("last 38"), HasSubstr("last 36")));
  const auto draft = CarriedOver(test::TightAdult());
  EXPECT_EQ(AnswerTo("pathway", draft), "TIGHT");
  EXPECT_EQ(AnswerTo("kind", draft), "REMEASUREMENT");
  EXPECT_EQ(AnswerTo("equipment.CHAIR", draft), "on");
  for (const auto& [name, value] : draft) {
    EXPECT_THAT(name, Not(HasSubstr("red_flags"))) << "the screen is always answered anew";
    EXPECT_THAT(name, Not(HasSubstr("legs.")));
    EXPECT_THAT(name, Not(HasSubstr("comorbidities")));
  }
}

TEST_F(RemeasureTest, ThePreviewComparesAndPlansTheProgramInForce) {
  console_.Get("/assess");
  const std::string text = TextOf(console_.Post("/assess", With(Better(), "preview")));
  EXPECT_THAT(text, AllOf(HasSubstr("Compared with Jun 1, 2026"), HasSubstr("38° → 28°"),
                          HasSubstr("What changes"), HasSubstr("Record the measurement")));
  EXPECT_EQ(Now().revision_number, 1);
}

TEST_F(RemeasureTest, WhatWasMeasuredIsRecordedThenPutInForceAndGiven) {
  Wait(2 * kDay);
  console_.Get("/assess");
  const Response recorded = console_.Post("/assess", With(Better(), "create"));
  ASSERT_EQ(recorded.status, 303) << TextOf(recorded);
  EXPECT_THAT(recorded.location, HasSubstr(ProgramPath() + "/revision/"));
  EXPECT_EQ(Now().revision_number, 1) << "nothing changes before somebody says so";
  EXPECT_THAT(Page("/reports"), HasSubstr("Measured again on Jun 3, 2026"));
  const Response page = console_.Get(recorded.location);
  ASSERT_EQ(page.status, 200);
  EXPECT_THAT(TextOf(page), AllOf(HasSubstr("What changes"), HasSubstr("from Jun 3, 2026")));
  const Response revised =
      console_.Post(ProgramPath() + "/revise", {{"print", "on"}, {"language", "en"}});
  ASSERT_EQ(revised.status, 303) << TextOf(revised);
  EXPECT_EQ(Now().revision_number, 2);
  EXPECT_NE(Now().assessment, program_.assessment);
  EXPECT_THAT(Page(ProgramPath()), HasSubstr("Open to print: 11:00, en, pages: 2, revision 2"));
  EXPECT_THAT(Page("/reports"), Not(HasSubstr("Measured again")));
}

TEST_F(RemeasureTest, ARedFlagStopsTheProgramAtOnce) {
  console_.Get("/assess");
  const Response recorded = console_.Post("/assess", With(Better("YES"), "create"));
  ASSERT_EQ(recorded.status, 303) << TextOf(recorded);
  EXPECT_EQ(Now().state, ProgramState::kRefused);
}

TEST_F(RemeasureTest, WeeksThatWaitAreDecidedFirst) {
  Wait(15 * kDay);
  console_.Get("/assess");
  const std::string text = TextOf(console_.Post("/assess", With(Better(), "preview")));
  EXPECT_THAT(text, HasSubstr("An earlier week still waits for its decision."));
  const Response recorded = console_.Post("/assess", With(Better(), "create"));
  ASSERT_EQ(recorded.status, 303) << TextOf(recorded);
  EXPECT_EQ(recorded.location, console_.path() + "/reports");
  EXPECT_EQ(Now().revision_number, 1);
}

TEST_F(RemeasureTest, ARedFlagPausesTheProgramWhereAWeekWaits) {
  Wait(15 * kDay);
  console_.Get("/assess");
  const Response recorded = console_.Post("/assess", With(Better("YES"), "create"));
  ASSERT_EQ(recorded.status, 303) << TextOf(recorded);
  EXPECT_EQ(Now().state, ProgramState::kSuspended);
}

TEST_F(RemeasureTest, ANewProgramMayBeBegunInstead) {
  console_.Get("/assess");
  app::Answers answers = Better();
  for (auto& [name, value] : answers) {
    if (name == "kind") value = "INITIAL";
  }
  const Response created = console_.Post("/assess", With(answers, "create"));
  ASSERT_EQ(created.status, 303) << TextOf(created);
  EXPECT_THAT(created.location, Not(HasSubstr(program_.name.program.text())));
  EXPECT_EQ(Now().revision_number, 1);
}

TEST_F(RemeasureTest, ARedFlagOfANewBeginningStopsWhatIsInForce) {
  console_.Get("/assess");
  app::Answers answers = Better("YES");
  for (auto& [name, value] : answers) {
    if (name == "kind") value = "INITIAL";
  }
  EXPECT_THAT(TextOf(console_.Post("/assess", With(answers, "preview"))),
              HasSubstr("Record, and stop the program"));
  ASSERT_EQ(console_.Post("/assess", With(answers, "create")).status, 303);
  EXPECT_EQ(Now().state, ProgramState::kRefused);
}

TEST_F(RemeasureTest, WhatIsTypedForAnotherPathwayIsKeptAndSaidSo) {
  console_.Get("/assess");
  app::Answers answers = Better();
  answers.emplace_back("strain.days_since_injury", "12");
  const std::string text = TextOf(console_.Post("/assess", With(answers, "preview")));
  EXPECT_THAT(text, HasSubstr("Answers typed for another pathway or condition, kept"));
}

TEST_F(RemeasureTest, WhatIsOutOfRangeIsSaidInTheCliniciansLanguage) {
  console_.language = "de";
  console_.Get("/assess");
  app::Answers answers = Better();
  for (auto& [name, value] : answers) {
    if (name == "legs.right.knee_extension_deficit_degrees") value = "128";
  }
  const std::string text = TextOf(console_.Post("/assess", With(answers, "preview")));
  EXPECT_THAT(text, HasSubstr("Erlaubt sind 0 bis 90."));
}

// -- The sheet at home ----------------------------------------------------------------------------

app::ProgramRecord Shortened(OpenConsole& console, const app::ProgramRecord& program) {
  domain::ProgramEdit edit;
  edit.kind = domain::EditKind::kSetHoldSeconds;
  for (const domain::ProgramItem& item : program.content->weeks.front().items) {
    if (item.slot == domain::Slot::kStretch) edit.exercise = item.exercise;
  }
  edit.value = 10;
  edit.reason = "Sore after a run";
  app::ReviseProgramRequest wanted;
  wanted.name = program.name;
  wanted.etag = program.etag;
  wanted.edits = {edit};
  wanted.effective_date = test::kStartDate;
  return console.clinic.revisions.ReviseProgram(console.clinic.Changing(), wanted).value();
}

TEST_F(RemeasureTest, AnOutdatedSheetIsGivenAnewWithOneClick) {
  EXPECT_THAT(Page("/reports"), Not(HasSubstr("Give the new sheet")));
  console_.clinic.Sheet(program_);
  EXPECT_THAT(Page("/reports"), Not(HasSubstr("Give the new sheet")));
  Shortened(console_, program_);
  const std::string text = Page("/reports");
  EXPECT_THAT(text, AllOf(HasSubstr("is of revision 1; revision 2 is in force"),
                          HasSubstr("hold 15 s -> 10 s"), HasSubstr("Give the new sheet")));
  ASSERT_EQ(console_.Post(ProgramPath() + "/give", {}).status, 303);
  EXPECT_THAT(Page("/reports"), Not(HasSubstr("Give the new sheet")));
}

// -- Pause, return, end ---------------------------------------------------------------------------

TEST_F(RemeasureTest, AProgramIsPausedResumedAndEnded) {
  console_.Get("/reports");
  ASSERT_EQ(console_.Post(ProgramPath() + "/pause", {{"reason", "Flu"}}).status, 303);
  EXPECT_EQ(Now().state, ProgramState::kSuspended);
  EXPECT_THAT(Page("/reports"), AllOf(HasSubstr("Flu"), HasSubstr("Go on from today")));
  ASSERT_EQ(console_.Post(ProgramPath() + "/resume", {}).status, 303);
  EXPECT_EQ(Now().state, ProgramState::kActive);
  console_.Get("/reports");
  ASSERT_EQ(console_.Post(ProgramPath() + "/complete", {{"reason", "Goal reached"}}).status, 303);
  EXPECT_EQ(Now().state, ProgramState::kCompleted);
}

TEST_F(RemeasureTest, AnOldPageCannotPauseWhatHasChanged) {
  console_.Get("/reports");
  const std::string hidden = console_.hidden;
  Shortened(console_, program_);
  console_.hidden = hidden;
  EXPECT_NE(console_.Post(ProgramPath() + "/pause", {{"reason", "Flu"}}).status, 303);
  EXPECT_EQ(Now().state, ProgramState::kActive);
}

}  // namespace
}  // namespace ischia::web
