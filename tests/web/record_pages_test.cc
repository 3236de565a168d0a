// The pages that only tell: the patient's history, and what the configuration says of the practice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "service/web/templates.h"
#include "tests/server/handout_cases.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/result_matchers.h"
#include "tests/web/console_words.h"
#include "tests/web/open_console.h"

namespace ischia::web {
namespace {

using test::kStartDate;
using test::OpenConsole;
using test::TextOf;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// An active program of the console's patient.
app::ProgramRecord Prescribed(OpenConsole& console) {
  return console.clinic.Activated(console.clinic.Draft(console.patient()));
}

domain::ProgramEdit LongerHold(const app::ProgramRecord& program, const std::string& reason) {
  domain::ProgramEdit edit;
  edit.kind = domain::EditKind::kSetHoldSeconds;
  edit.exercise = program.content->weeks.front().items.front().exercise;
  for (const domain::ProgramItem& item : program.content->weeks.front().items) {
    if (item.slot == domain::Slot::kStretch) edit.exercise = item.exercise;
  }
  edit.value = 10;
  edit.reason = reason;
  return edit;
}

app::ProgramRecord Revised(OpenConsole& console, const app::ProgramRecord& program,
                           const std::string& reason) {
  app::ReviseProgramRequest wanted;
  wanted.name = program.name;
  wanted.etag = program.etag;
  wanted.edits = {LongerHold(program, reason)};
  wanted.effective_date = kStartDate;
  return console.clinic.revisions.ReviseProgram(console.clinic.Changing(), wanted).value();
}

// -- Giving ---------------------------------------------------------------------------------------

// What the practice accepts, what the patient reads, and the original.
TEST(GivePageTest, OffersTheLanguagesThatThePracticeAccepts) {
  OpenConsole console;
  const app::ProgramRecord program = Prescribed(console);
  const auto offered = [&] {
    const std::string page = console.Get("/programs/" + program.name.program.text()).body;
    const std::size_t from = page.find("<select name=\"language\"");
    return test::All(page.substr(from, page.find("</select>", from) - from),
                     "<option value=\"([^\"]*)\"");
  };
  EXPECT_THAT(offered(), ::testing::SizeIs(7));
  app::UpdatePracticeRequest request;
  request.practice =
      console.clinic.practices.GetPractice(console.clinic.Changing(), console.clinic.practice)
          .value();
  request.practice.accepted_languages = {"fr"};
  request.update_mask = {"accepted_languages"};
  const app::Call admin{
      test::Clinic::CallOf(app::Role::kAdmin).caller, console.clinic.Changing().request_id, {}};
  ASSERT_THAT(console.clinic.practices.UpdatePractice(admin, request), test::IsOk());
  EXPECT_THAT(offered(), ::testing::UnorderedElementsAre("en", "fr"));
}

// -- History --------------------------------------------------------------------------------------

TEST(HistoryPageTest, SaysWhereToBeginWhenThereIsNothing) {
  OpenConsole console;
  const Response page = console.Get("");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(TextOf(page), AllOf(HasSubstr("No assessment yet."), HasSubstr("No program yet.")));
  EXPECT_THAT(page.body, HasSubstr("href=\"" + console.path() + "/assess\""));
}

TEST(HistoryPageTest, AnAssessmentIsALineOfBandsAndOneForEachFinding) {
  OpenConsole console;
  domain::AssessmentFields fields = test::TightAdult();
  fields.red_flags.Set(domain::Fact::kSaddleNumbness, domain::Answer::kYes);
  const app::AssessmentRecord assessment = console.clinic.NewAssessment(console.patient(), fields);
  ASSERT_FALSE(assessment.content->findings.empty());
  const std::string text = TextOf(console.Get(""));
  EXPECT_THAT(text, AllOf(HasSubstr("First assessment · Tight"),
                          HasSubstr("Knee extension deficit: Right "),
                          HasSubstr("Recorded 11:00 by dr-jones")));
  for (const domain::Finding& finding : assessment.content->findings) {
    const bool told = finding.severity >= domain::Severity::kModify;
    const std::string rule = ' ' + std::string(finding.rule_id.text()) + ' ';
    EXPECT_EQ(text.find(rule) != std::string::npos, told) << rule;
  }
}

TEST(HistoryPageTest, RevisionsStandNewestFirstWithWhatChangedAndWhy) {
  OpenConsole console;
  const app::ProgramRecord first = Prescribed(console);
  const app::ProgramRecord second = Revised(console, first, "Too long <b>for now</b>.");
  const Response page = console.Get("");
  const std::string text = TextOf(page);
  EXPECT_THAT(
      text, AllOf(HasSubstr(": hold 15 s -> 10 s"), HasSubstr("because: Too long <b>for now</b>."),
                  HasSubstr(first.short_code), HasSubstr(second.short_code)));
  EXPECT_LT(text.find("Revision 2"), text.find("Revision 1"));
  EXPECT_LT(text.find(second.short_code), text.find(first.short_code));
  EXPECT_THAT(page.body, Not(HasSubstr("<b>for now")));
  EXPECT_THAT(page.body, HasSubstr("href=\"" + console.path() + "/programs/" +
                                   first.name.program.text() + "\""));
}

TEST(HistoryPageTest, AHandoutHasItsLinkItsDeliveryAndItsFiling) {
  OpenConsole console;
  test::Clinic& clinic = console.clinic;
  const app::ProgramRecord program = Prescribed(console);
  ASSERT_THAT(clinic.records.ConfirmEmailAddress(clinic.Changing(),
                                                 {console.patient(), "pat@example.org", true}),
              test::IsOk());
  app::CreateHandoutRequest wanted;
  wanted.program = program.name;
  wanted.handout.kind = app::HandoutKind::kProgram;
  wanted.file_to_host = true;
  const auto handout = clinic.handouts.CreateHandout(clinic.Changing(), wanted);
  ASSERT_THAT(handout, test::IsOk());
  ASSERT_THAT(clinic.deliveries.SendHandout(clinic.Changing(),
                                            {handout->name, app::DeliveryMode::kUnspecified}),
              test::IsOk());
  clinic.clock.now += std::chrono::minutes(1);
  const Response page = console.Get("");
  EXPECT_THAT(page.body,
              HasSubstr("href=\"" + console.path() + "/programs/" + program.name.program.text() +
                        "/handouts/" + handout->name.handout.text() + ".pdf\""));
  EXPECT_THAT(TextOf(page), AllOf(HasSubstr("Open to print: 11:00, en, pages: 2, revision 1"),
                                  HasSubstr("Mail p***@example.org: queued"),
                                  HasSubstr("File 4711: waiting for the host")));
}

TEST(HistoryPageTest, AnEarlierDayIsNamed) {
  OpenConsole console;
  console.clinic.clock.now -= std::chrono::hours(48);
  console.clinic.NewAssessment(console.patient(), test::TightAdult());
  console.clinic.clock.now += std::chrono::hours(48);
  EXPECT_THAT(TextOf(console.Get("")), HasSubstr("Recorded May 30, 2026, 11:00 by dr-jones"));
}

TEST(HistoryPageTest, TellsNothingOfAnotherPatient) {
  OpenConsole console;
  const app::ProgramRecord other = console.clinic.ActiveProgram();
  EXPECT_THAT(console.Get("").body, Not(HasSubstr(other.short_code)));
}

// -- Practice -------------------------------------------------------------------------------------

TEST(PracticePageTest, EachSettingHasItsValueItsNameAndItsEffect) {
  OpenConsole console;
  const Response page = console.Get("/practice");
  EXPECT_EQ(page.status, 200);
  const std::string text = TextOf(page);
  for (const char* line :
       {"Name practice.north.display_name Clinic Stands on handouts",
        "Languages of patients any A record takes",
        "Color of handouts practice.north.accent_color not set Headings",
        "Handouts of patients who said nothing By mail On paper:", "Logo No logo Printed at",
        "Time zone practice.north.time_zone Europe/Berlin Decides",
        "Language practice.north.language_code English Handouts and mail use it",
        "Phone number practice.north.phone_number +4930123456 Printed on handouts",
        "Emergency number practice.north.emergency_number 112 Printed on every sheet",
        "Paper size practice.north.paper_size A4 Handouts are laid out",
        "practice.north.encrypt_attachments No If yes,"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(PracticePageTest, NamesTheRulesInUseAndOffersNoControl) {
  OpenConsole console;
  const Response page = console.Get("/practice");
  EXPECT_THAT(
      TextOf(page),
      AllOf(HasSubstr("Catalogue version " + test::Loaded().catalogue.version),
            HasSubstr(test::Loaded().catalogue.sha256), HasSubstr("until an admin changes one"),
            HasSubstr("ischia launch --view practice"),
            HasSubstr("Additions of the clinic not set Exercises")));
  EXPECT_THAT(page.body, Not(HasSubstr("<form")));
}

// A word that is missing shows its key.
TEST(RecordPagesTest, HaveTheirWordsInEveryLanguage) {
  for (const char* language : {"en", "es", "de", "fr"}) {
    OpenConsole console;
    console.language = language;
    Revised(console, Prescribed(console), "Too long.");
    for (const char* page : {"", "/practice"}) {
      const std::string text = TextOf(console.Get(page));
      EXPECT_THAT(text, AllOf(Not(HasSubstr("console.")), Not(HasSubstr("reason."))))
          << language << page;
    }
  }
}

TEST(PracticePageTest, SpeaksTheBrowsersLanguage) {
  OpenConsole console;
  console.language = "de-CH";
  EXPECT_THAT(TextOf(console.Get("/practice")),
              AllOf(HasSubstr("Zeitzone"), HasSubstr("Praxis"), HasSubstr("Englisch")));
}

}  // namespace
}  // namespace ischia::web
