#include <gmock/gmock.h>

#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "service/application/encoding.h"
#include "service/server/handout/renderer.h"
#include "tests/server/handout_cases.h"
#include "tests/support/child_process.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temp_folder.h"

namespace ischia::server {
namespace {

using app::HandoutKind;
using test::CaseOf;
using test::HandoutCase;
using test::HasError;
using test::IsOk;
using test::SecondRevisionOf;
using ::testing::HasSubstr;
using ::testing::Not;

const RenderPool& Pool() {
  static const auto& pool = *new RenderPool(test::Loaded().catalogue, test::Loaded().texts, 1);
  return pool;
}

// What a foreign reader finds in it. Only `page` of it, counted from 1, or all for 0.
std::string TextOf(const std::string& pdf, int page = 0) {
  const support::TempFolder folder;
  const std::string file = (folder / "sheet.pdf").string();
  support::WriteFile(file, pdf);
  std::vector<std::string> command{"pdftotext"};
  if (page > 0) {
    command.insert(command.end(), {"-f", std::to_string(page), "-l", std::to_string(page)});
  }
  command.insert(command.end(), {file, "-"});
  return support::RunProgram(command).output;
}

std::string Printed(const HandoutCase& one) {
  const auto rendered = Pool().Render(one.Request());
  EXPECT_THAT(rendered, IsOk());
  return rendered.ok() ? rendered->bytes : "";
}

int PagesOf(const HandoutCase& one) {
  const auto rendered = Pool().Render(one.Request());
  EXPECT_THAT(rendered, IsOk());
  return rendered.ok() ? rendered->page_count : 0;
}

int WordsIn(const std::string& text) {
  std::istringstream words(text);
  int count = 0;
  for (std::string word; words >> word;) ++count;
  return count;
}

TEST(HandoutTest, PageOneIsReadInOneMinute) {
  constexpr int kBudget = 240;
  constexpr int kHeaderAndFooter = 34;  // clinic, name, version, date, three lines, code
  for (const char* name : {"v01", "v03"}) {
    EXPECT_LE(WordsIn(TextOf(Printed(CaseOf(name, HandoutKind::kProgram)), 1)),
              kBudget + kHeaderAndFooter)
        << name;
  }
}

TEST(HandoutTest, TheSecondSheetSaysWhatIsNewAndBeginsWithItsOwnWeek) {
  HandoutCase second = SecondRevisionOf("v01", HandoutKind::kProgram);
  const std::string text = TextOf(Printed(second), 1);
  EXPECT_THAT(text, HasSubstr("Changed since your last sheet"));
  EXPECT_THAT(text, HasSubstr("\u2192"));
  EXPECT_THAT(text, HasSubstr("June 15, 2026"));
  EXPECT_THAT(TextOf(Printed(CaseOf("v01", HandoutKind::kProgram))),
              Not(HasSubstr("Changed since your last sheet")));
  second.fields.kind = HandoutKind::kWeekSheet;
  const std::string weeks = TextOf(Printed(second));
  EXPECT_THAT(weeks, HasSubstr("June 15"));
  EXPECT_THAT(weeks, Not(HasSubstr("Before week 2")));
}

TEST(HandoutTest, AtMostTwoHabitsAreNamedForWhatThePatientSaidStoodInTheWay) {
  HandoutCase one = CaseOf("v01", HandoutKind::kProgram);
  EXPECT_THAT(TextOf(Printed(one)), Not(HasSubstr("What may help you")));
  one.past.barriers = {domain::Barrier::kForgot, domain::Barrier::kNoTime,
                       domain::Barrier::kTooMany};
  const std::string text = TextOf(Printed(one));
  EXPECT_THAT(text, HasSubstr("You forgot?"));
  EXPECT_THAT(text, HasSubstr("No time?"));
  EXPECT_THAT(text, Not(HasSubstr("Too many?")));
}

TEST(HandoutTest, EveryEditionOfEveryCaseIsPrintedTheSameTwice) {
  for (const char* name : {"v01", "v02", "v03", "v04", "v05", "v06", "v07", "v08", "v09", "v11"}) {
    for (const HandoutKind kind : {HandoutKind::kProgram, HandoutKind::kFridgeSheet,
                                   HandoutKind::kWeekSheet, HandoutKind::kClinicianBasis}) {
      const HandoutCase one = CaseOf(name, kind);
      if (one.program.content->weeks.empty()) continue;
      EXPECT_EQ(Printed(one), Printed(one)) << name;
    }
  }
}

TEST(HandoutTest, LargePrintAndPicturesHaveTheirOwnPages) {
  HandoutCase one = CaseOf("v03", HandoutKind::kProgram);
  const int usual = PagesOf(one);
  one.fields.large_print = true;
  EXPECT_GT(PagesOf(one), usual);
  one.fields.large_print = false;
  one.fields.picture_only = true;
  const std::string text = TextOf(Printed(one));
  EXPECT_THAT(text, HasSubstr("555-0142"));
  EXPECT_THAT(text, Not(HasSubstr("stretch")));
}

TEST(HandoutTest, TheFridgeSheetIsOnePage) {
  for (const char* name : {"v01", "v03"}) {
    EXPECT_EQ(PagesOf(CaseOf(name, HandoutKind::kFridgeSheet)), 1) << name;
  }
}

TEST(HandoutTest, TheCliniciansSheetSaysWhyAndWhyNot) {
  const std::string text = TextOf(Printed(CaseOf("v03", HandoutKind::kClinicianBasis)));
  for (const char* part : {"not for the patient", "S-39", "16 of 16", "MDC", "No overrides",
                           "did not fire", "chest pain or breathless at rest no", "2026"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(HandoutTest, TheCliniciansSheetNamesWhoOverrodeWhatAndWhy) {
  HandoutCase second = SecondRevisionOf("v01", HandoutKind::kClinicianBasis);
  app::DecisionRecord decision;
  decision.name.week_number = 1;
  domain::WeeklyDecision proposed;
  proposed.kind = domain::DecisionKind::kHold;
  decision.content = app::Freeze(proposed);
  decision.state = app::DecisionState::kOverridden;
  decision.override_kind = domain::DecisionKind::kAdvance;
  decision.override_reason = "Diary was lost.";
  decision.decided_by = "dr-jones";
  second.past.decisions.push_back(decision);
  const std::string text = TextOf(Printed(second));
  EXPECT_THAT(text, HasSubstr("ADVANCE in place of HOLD by dr-jones"));
  EXPECT_THAT(text, HasSubstr("Diary was lost."));
}

TEST(HandoutTest, ARefusalHasNoExerciseOnAnySheet) {
  for (const HandoutKind kind : {HandoutKind::kReferral, HandoutKind::kClinicianBasis}) {
    const std::string text = TextOf(Printed(CaseOf("v10", kind)));
    EXPECT_THAT(text, Not(HasSubstr("How to do it")));
    EXPECT_THAT(text, Not(HasSubstr("Why this one")));
  }
}

// -- Protection ---------------------------------------------------------------------------------

TEST(HandoutTest, APasswordOpensTheFileAndNothingElseDoes) {
  const HandoutCase one = CaseOf("v01", HandoutKind::kFridgeSheet);
  app::HandoutRequest request = one.Request();
  request.password = "correct horse";
  const auto locked = Pool().Render(request);
  ASSERT_THAT(locked, IsOk());
  const support::TempFolder folder;
  const std::string file = (folder / "locked.pdf").string();
  support::WriteFile(file, locked->bytes);
  EXPECT_NE(support::RunProgram({"qpdf", "--check", file}).exit_code, 0);
  EXPECT_EQ(support::RunProgram({"qpdf", "--password=correct horse", "--check", file}).exit_code,
            0);
  EXPECT_THAT(
      support::RunProgram({"qpdf", "--password=correct horse", "--show-encryption", file}).output,
      HasSubstr("AESv3"));
}

// -- Bad input ----------------------------------------------------------------------------------

// A clean page with all of it, or a clear error: nothing is cut silently.
TEST(BadInputTest, ANameOfTwoHundredCharacters) {
  HandoutCase one = CaseOf("v01", HandoutKind::kProgram);
  for (int i = 0; i < 20; ++i) one.patient.fields.given_name += " Alexandra";
  for (const HandoutKind kind :
       {HandoutKind::kProgram, HandoutKind::kFridgeSheet, HandoutKind::kClinicianBasis}) {
    one.fields.kind = kind;
    const std::string text = TextOf(Printed(one), 1);
    int found = 0;
    for (std::size_t at = text.find("Alexandra"); at != std::string::npos;
         at = text.find("Alexandra", at + 1)) {
      ++found;
    }
    EXPECT_GE(found, 20);
  }
}

TEST(BadInputTest, ANameInThreeScripts) {
  HandoutCase one = CaseOf("v01", HandoutKind::kProgram);
  one.patient.fields.given_name = "Zo\u00eb";
  one.patient.fields.family_name = "\u5f20\u4f1f \u0645\u062d\u0645\u062f";
  EXPECT_THAT(TextOf(Printed(one), 1), HasSubstr("Zo\u00eb"));
}

TEST(BadInputTest, EmojiInANameArePrintedOrRefused) {
  HandoutCase one = CaseOf("v01", HandoutKind::kProgram);
  one.patient.fields.family_name = "Sample \U0001F600";
  const auto rendered = Pool().Render(one.Request());
  if (!rendered.ok()) {
    EXPECT_THAT(rendered, HasError(domain::ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  }
}

TEST(BadInputTest, ControlCharactersAreRefused) {
  HandoutCase one = CaseOf("v01", HandoutKind::kProgram);
  one.patient.fields.family_name = "Sam\x07ple";
  EXPECT_THAT(Pool().Render(one.Request()),
              HasError(domain::ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(BadInputTest, ANoteAtItsLimitIsPrintedWhole) {
  HandoutCase one = CaseOf("v01", HandoutKind::kProgram);
  while (one.fields.note.size() < 990) one.fields.note += "Keep going. ";
  one.fields.note += "The end.";
  EXPECT_THAT(TextOf(Printed(one)), HasSubstr("The end."));
  one.fields.note = std::string(1000, 'x');  // no place to break a line
  EXPECT_THAT(Pool().Render(one.Request()), IsOk());
}

TEST(BadInputTest, AnUnknownLanguageIsRefused) {
  HandoutCase one = CaseOf("v01", HandoutKind::kProgram);
  one.fields.language_code = "tlh";
  EXPECT_THAT(Pool().Render(one.Request()),
              HasError(domain::ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

// Four items and the warm-up, a goal and a note at their limits.
TEST(BadInputTest, TheLongestProgramFits) {
  for (const char* name : {"v01", "v02", "v05", "v09"}) {
    HandoutCase one = CaseOf(name, HandoutKind::kProgram);
    one.fields.note = std::string(1000, 'w');
    for (const bool large : {false, true}) {
      one.fields.large_print = large;
      EXPECT_THAT(Pool().Render(one.Request()), IsOk()) << name << large;
    }
  }
}

}  // namespace
}  // namespace ischia::server
