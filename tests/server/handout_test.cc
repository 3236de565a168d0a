#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
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

// Six pages, and one or two more for what a translation's notice and longer words or the shorter
// paper need.
TEST(HandoutTest, TheWholeSheetStaysWithinItsPages) {
  for (const char* name : {"v01", "v03"}) {
    HandoutCase one = CaseOf(name, HandoutKind::kProgram);
    for (const std::string_view language : test::Loaded().texts.languages()) {
      one.fields.language_code = language;
      EXPECT_LE(PagesOf(one), language == "en" ? 6 : 8) << name << language;
    }
    one.fields.language_code = "en";
    one.fields.paper_size = app::PaperSize::kLetter;
    EXPECT_LE(PagesOf(one), 7) << name;
    EXPECT_LE(PagesOf(CaseOf(name, HandoutKind::kClinicianBasis)), 2) << name;
  }
}

// A pixel of dark green.
const std::string kLogo(
    "\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122\000\000\000\001"
    "\000\000\000\001\010\002\000\000\000\220\167\123\336\000\000\000\014\111\104\101"
    "\124\170\234\143\340\212\057\006\000\001\123\000\335\270\142\046\221\000\000\000"
    "\000\111\105\116\104\256\102\140\202",
    69);

TEST(HandoutTest, ASheetHasThePracticesColorAndItsLogo) {
  int asked = 0;
  const RenderPool pool(
      test::Loaded().catalogue, test::Loaded().texts, 1,
      [&](const domain::PracticeId&, const std::string& sha256) -> domain::Result<std::string> {
        ++asked;
        if (sha256 == "lost") return domain::NotFound();
        return sha256 == "good" ? kLogo : "no PNG";
      });
  HandoutCase one = CaseOf("v01", HandoutKind::kProgram);
  EXPECT_FALSE(pool.SheetOf(one.Request())->furniture.logo.has_value());
  one.practice.accent_color = "#0a5f73";
  one.practice.logo_sha256 = "good";
  for (int i = 0; i < 2; ++i) {
    const auto sheet = pool.SheetOf(one.Request());
    ASSERT_THAT(sheet, IsOk());
    EXPECT_EQ(sheet->accent, "#0a5f73");
    EXPECT_TRUE(sheet->furniture.logo.has_value());
  }
  EXPECT_EQ(asked, 1);  // read once
  one.practice.logo_sha256 = "bad";
  EXPECT_THAT(pool.SheetOf(one.Request()), HasError(domain::ErrorCode::kInternal, "INTERNAL"));
  one.practice.logo_sha256 = "lost";
  EXPECT_THAT(pool.SheetOf(one.Request()),
              HasError(domain::ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST(HandoutTest, AColorOrALogoThatCannotBePrintedIsTold) {
  EXPECT_EQ(Pool().FindAccentFault("#0a5f73"), "");
  EXPECT_NE(Pool().FindAccentFault("#ffee00"), "");
  EXPECT_NE(Pool().FindAccentFault("teal"), "");
  EXPECT_EQ(Pool().FindLogoFault(kLogo), "");
  EXPECT_NE(Pool().FindLogoFault(kLogo.substr(0, 40)), "");
  EXPECT_NE(Pool().FindLogoFault(std::string(256 * 1024 + 1, 'x')), "");
}

// Whom to call stands on page one in every language.
TEST(HandoutTest, PageOneSaysWhomToCallInEveryLanguage) {
  for (const char* name : {"v01", "v03"}) {
    HandoutCase one = CaseOf(name, HandoutKind::kProgram);
    one.practice.phone_number = "555-0177";  // in the header too
    for (const std::string_view language : test::Loaded().texts.languages()) {
      one.fields.language_code = language;
      const std::string text = TextOf(Printed(one), 1);
      EXPECT_NE(text.find(one.practice.phone_number), text.rfind(one.practice.phone_number))
          << name << language;
    }
  }
}

// One kind of digits a page; telephone, emergency number and code stay European.
TEST(HandoutTest, EveryNumberIsWrittenInTheReadersDigits) {
  for (const char* name : {"v01", "v03"}) {
    for (const HandoutKind kind :
         {HandoutKind::kProgram, HandoutKind::kFridgeSheet, HandoutKind::kWeekSheet}) {
      HandoutCase one = SecondRevisionOf(name, kind);
      one.assessment.content = {};  // the goal is in the patient's words
      app::AssessmentContent content;
      content.fields = test::FieldsOf(name);
      content.fields.goal_text.clear();
      one.assessment.content = app::Freeze(content);
      one.fields.language_code = "ar";
      std::string text = TextOf(Printed(one));
      for (const std::string_view kept : {"555-0142", "911", "7K3M9T-42"}) {
        for (std::size_t at = text.find(kept); at != std::string::npos; at = text.find(kept)) {
          text.erase(at, kept.size());
        }
      }
      EXPECT_EQ(text.find_first_of("0123456789"), std::string::npos)
          << name << text.substr(std::min(text.size(), text.find_first_of("0123456789")), 60);
    }
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

// The preview shows it while somebody types.
TEST(HandoutTest, APageOnTheScreenIsAPageOfTheSheet) {
  constexpr std::size_t kMostBytes = std::size_t{600} * 1024;
  for (const HandoutKind kind : {HandoutKind::kProgram, HandoutKind::kFridgeSheet,
                                 HandoutKind::kWeekSheet, HandoutKind::kClinicianBasis}) {
    HandoutCase one = CaseOf("v01", kind);
    for (const std::string_view language : test::Loaded().texts.languages()) {
      if (kind != HandoutKind::kClinicianBasis) one.fields.language_code = language;
      const auto page = Pool().DrawPage(one.Request(), 1);
      ASSERT_THAT(page, IsOk()) << language;
      EXPECT_EQ(page->page_count, PagesOf(one)) << language;
      EXPECT_THAT(page->svg, HasSubstr("<use href=")) << language;
      EXPECT_LT(page->svg.size(), kMostBytes) << language;
    }
  }
}

TEST(HandoutTest, OnlyPagesThatAreThereAreDrawn) {
  const HandoutCase one = CaseOf("v01", HandoutKind::kFridgeSheet);
  for (const int page : {-1, 0, 2}) {
    EXPECT_THAT(Pool().DrawPage(one.Request(), page),
                HasError(domain::ErrorCode::kInvalidArgument, "FIELD_INVALID"))
        << page;
  }
  EXPECT_THAT(Pool().DrawPage(CaseOf("v01", HandoutKind::kCalendar).Request(), 1),
              HasError(domain::ErrorCode::kInvalidArgument, "FIELD_INVALID"));
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

TEST(HandoutTest, InLargePrintTheTrafficLightStandsWithItsExercise) {
  HandoutCase one = CaseOf("v03", HandoutKind::kProgram);
  one.fields.large_print = true;
  const int pages = PagesOf(one);
  const std::string pdf = Printed(one);
  int found = 0;
  for (int page = 1; page <= pages; ++page) {
    const std::string text = TextOf(pdf, page);
    if (text.find("Or sharp pain. Call us.") == std::string::npos) continue;
    ++found;
    EXPECT_THAT(text, HasSubstr("Doorway stretch"));
  }
  EXPECT_EQ(found, 1);
}

// Safety rule S-56: who cannot follow words gets the steps in pictures, with the program.
TEST(HandoutTest, WhoCannotFollowWordsGetsThePicturePage) {
  domain::AssessmentFields fields = test::FieldsOf("v01");
  fields.comorbidities.emplace_back().code = domain::ComorbidityCode::kCognitiveImpairment;
  const std::string pdf = Printed(CaseOf(fields, HandoutKind::kProgram));
  EXPECT_THAT(TextOf(pdf, 1), HasSubstr("The picture page shows each step."));
  EXPECT_THAT(TextOf(pdf, 2), Not(HasSubstr("How to do it")));
  EXPECT_THAT(TextOf(pdf, 3), HasSubstr("How to do it"));
  EXPECT_THAT(TextOf(Printed(CaseOf(fields, HandoutKind::kClinicianBasis))),
              HasSubstr("picture sheet"));
  EXPECT_THAT(TextOf(Printed(CaseOf("v01", HandoutKind::kProgram))),
              Not(HasSubstr("picture page")));
}

TEST(HandoutTest, WhatComesBeforeSportIsDoneOnSportDays) {
  int found = 0;
  for (const char* name : {"v02", "v07", "v09"}) {
    const HandoutCase one = CaseOf(name, HandoutKind::kProgram);
    const auto& items = one.program.content->weeks.front().items;
    const bool has_some = std::any_of(items.begin(), items.end(), [](const auto& item) {
      return item.slot == domain::Slot::kBeforeSport;
    });
    if (!has_some) continue;
    ++found;
    const std::string text = TextOf(Printed(one));
    EXPECT_THAT(text, HasSubstr("On sport days,")) << name;
    EXPECT_THAT(text, Not(HasSubstr("0 days a week"))) << name;
  }
  EXPECT_GT(found, 0);
}

TEST(HandoutTest, TheFridgeSheetIsOnePage) {
  for (const char* name : {"v01", "v03"}) {
    EXPECT_EQ(PagesOf(CaseOf(name, HandoutKind::kFridgeSheet)), 1) << name;
  }
}

TEST(HandoutTest, TheCliniciansSheetSaysWhyAndWhyNot) {
  const std::string text = TextOf(Printed(CaseOf("v03", HandoutKind::kClinicianBasis)));
  for (const char* part : {"not for the patient", "S-39", "16 of 16", "MDC", "No overrides",
                           "did not fire", "Not recorded for them: ", "2026"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

// Of findings, doses, norms, expectations and the weekly decision.
TEST(HandoutTest, TheCliniciansSheetCitesWhatMadeTheProgram) {
  const std::string text = TextOf(Printed(CaseOf("v03", HandoutKind::kClinicianBasis)));
  const domain::Catalogue& catalogue = test::Loaded().catalogue;
  for (const domain::Source& source :
       {catalogue.static_dose.source, catalogue.norms.source, catalogue.trajectory.source,
        catalogue.trunk_source, catalogue.decisions.source,
        catalogue.FindRule(domain::RuleId("S-39"))->sources.front()}) {
    EXPECT_THAT(text, HasSubstr(source.key.empty() ? "" : source.key + ' '));
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

// -- The link to check in -----------------------------------------------------------------------

constexpr std::string_view kLink =
    "https://check-in.clinic.example/c/v1.1.AbCdEfGhIjKlMnOpQrStUv.0123456789_";

std::string WithLink(const HandoutCase& one, std::string_view link = kLink) {
  app::HandoutRequest request = one.Request();
  request.check_in_link = link;
  const auto rendered = Pool().Render(request);
  EXPECT_THAT(rendered, IsOk());
  return rendered.ok() ? rendered->bytes : "";
}

// What a phone's camera would find on the first page.
std::string ScannedFrom(const std::string& pdf) {
  const support::TempFolder folder;
  support::WriteFile(folder / "sheet.pdf", pdf);
  support::RunProgram({"pdftoppm", "-r", "200", "-f", "1", "-singlefile", "-png",
                       folder / "sheet.pdf", folder / "page"});
  return support::RunProgram({"zbarimg", "--quiet", "--raw", folder / "page.png"}).output;
}

TEST(CheckInLinkTest, ADecoderReadsItFromEverySheetThatThePatientKeeps) {
  using enum app::HandoutKind;
  for (const app::HandoutKind kind : {kProgram, kWeekSheet, kFridgeSheet}) {
    EXPECT_THAT(ScannedFrom(WithLink(CaseOf("v03", kind))), HasSubstr(std::string(kLink)));
  }
  HandoutCase large = CaseOf("v03", kProgram);
  large.fields.large_print = true;
  EXPECT_THAT(ScannedFrom(WithLink(large)), HasSubstr(std::string(kLink)));
}

TEST(CheckInLinkTest, EveryLanguageSaysWhatItIsForAndWritesItOut) {
  for (const std::string_view language : test::Loaded().texts.languages()) {
    HandoutCase one = CaseOf("v03", app::HandoutKind::kWeekSheet);
    one.fields.language_code = language;
    const std::string pdf = WithLink(one);
    EXPECT_THAT(ScannedFrom(pdf), HasSubstr(std::string(kLink))) << language;
    EXPECT_THAT(TextOf(pdf), HasSubstr("v1.1.AbCdEfGhIjKlMnOpQrStUv.0123456789_")) << language;
  }
}

// The code may not push what a worried person looks for from the first page.
TEST(CheckInLinkTest, TheFirstPageSaysAllThatItSaysWithoutIt) {
  const auto words_of_page_one = [](const std::string& pdf) {
    std::istringstream text(TextOf(pdf, 1));
    return std::set<std::string>(std::istream_iterator<std::string>(text), {});
  };
  for (const std::string_view language : test::Loaded().texts.languages()) {
    HandoutCase one = CaseOf("v03", app::HandoutKind::kProgram);
    one.fields.language_code = language;
    const std::set<std::string> without = words_of_page_one(Printed(one));
    const std::set<std::string> with = words_of_page_one(WithLink(one));
    EXPECT_TRUE(std::includes(with.begin(), with.end(), without.begin(), without.end()))
        << language;
  }
}

TEST(CheckInLinkTest, ItBelongsToTheBytesAndNothingElseDoes) {
  const HandoutCase one = CaseOf("v03", app::HandoutKind::kProgram);
  EXPECT_EQ(WithLink(one), WithLink(one));
  EXPECT_EQ(WithLink(one, ""), Printed(one));
  EXPECT_NE(WithLink(one), Printed(one));
  EXPECT_THAT(TextOf(Printed(one)), Not(HasSubstr("Scan to tell us")));
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

// The words of an exercise, in letters.
std::size_t LengthOf(const domain::Exercise& exercise) {
  std::size_t length = 0;
  for (const char* part : {".step", ".mistake", ".stop"}) {
    for (const std::string_view line :
         test::Loaded().texts.Lines(std::string(exercise.id.text()) + part, "en")) {
      length += line.size();
    }
  }
  return length;
}

// As many exercises in every week as the rules allow, those with the most words, each for both
// legs; a goal and a note at their limits.
HandoutCase LongestCase() {
  const domain::Catalogue& catalogue = test::Loaded().catalogue;
  domain::AssessmentFields fields = test::FieldsOf("v01");
  fields.goal_text = std::string(200, 'g');
  HandoutCase one = CaseOf(fields, HandoutKind::kProgram);
  std::vector<domain::Exercise> longest = catalogue.exercises;
  std::sort(longest.begin(), longest.end(), [](const auto& first, const auto& second) {
    return LengthOf(first) > LengthOf(second);
  });
  domain::Program program = *one.program.content;
  for (domain::ProgramWeek& week : program.weeks) {
    const auto stretch = std::find_if(week.items.begin(), week.items.end(), [](const auto& item) {
      return item.slot == domain::Slot::kStretch;
    });
    domain::ProgramItem more = *stretch;
    more.slot = domain::Slot::kUnspecified;
    std::erase_if(week.items, [](const auto& item) {
      return item.slot != domain::Slot::kStretch && item.slot != domain::Slot::kWarmUp;
    });
    for (int i = 0; i + 1 < catalogue.max_exercise_count; ++i) {
      more.exercise = longest[static_cast<std::size_t>(i)].id;
      more.item_number = 3 + i;
      week.items.push_back(more);
    }
  }
  one.past.revisions.back().content = app::Freeze(program);
  one.program.content = one.past.revisions.back().content;
  one.fields.note = std::string(1000, 'w');
  return one;
}

TEST(BadInputTest, TheLongestProgramFitsInEveryLanguageAndEdition) {
  HandoutCase one = LongestCase();
  for (const std::string_view language : test::Loaded().texts.languages()) {
    one.fields.language_code = language;
    for (const bool large : {false, true}) {
      one.fields.large_print = large;
      EXPECT_THAT(Pool().Render(one.Request()), IsOk()) << language << large;
    }
    one.fields.large_print = false;
    for (const HandoutKind kind : {HandoutKind::kFridgeSheet, HandoutKind::kWeekSheet}) {
      one.fields.kind = kind;
      EXPECT_THAT(Pool().Render(one.Request()), IsOk()) << language;
    }
    one.fields.kind = HandoutKind::kProgram;
  }
}

// A machine without fonts says so and prints nothing.
TEST(BadInputTest, AMissingFontIsAClearError) {
  const support::TempFolder folder;
  support::WriteFile(
      folder / "fonts.conf",
      "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><dir>" +
          (folder / "none").string() + "</dir><cachedir>" + (folder / "cache").string() +
          "</cachedir></fontconfig>");
  const support::Finished printed =
      support::RunProgram({"env", "FONTCONFIG_FILE=" + (folder / "fonts.conf").string(),
                           ISCHIA_PRINT_HANDOUTS, folder.path()});
  EXPECT_NE(printed.exit_code, 0);
  EXPECT_THAT(printed.output, HasSubstr("FONT_MISSING"));
  EXPECT_THAT(printed.output, Not(HasSubstr("pages")));
}

}  // namespace
}  // namespace ischia::server
