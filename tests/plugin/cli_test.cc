// The command line as it is installed, against a running service: what it prints and how it exits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/end_to_end/running_service.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kData = ISCHIA_TEST_DATA;

class CliTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { service_ = new support::RunningService; }
  static void TearDownTestSuite() {
    delete service_;
    service_ = nullptr;
  }

  static support::Finished Ischia(std::vector<std::string> words) {
    words.insert(words.begin(), ISCHIA_CLI);
    words.insert(words.end(), {"--address", service_->address(), "--user", "pt-lane"});
    return support::RunProgram(words);
  }
  static std::string Write(const std::string& name, const std::string& text) {
    const std::string file = service_->folder() / name;
    support::WriteFile(file, text);
    return file;
  }

  static support::RunningService* service_;
};

support::RunningService* CliTest::service_ = nullptr;

TEST_F(CliTest, HelpNamesEveryCommandAndTheExitCodes) {
  const auto help = support::RunProgram({ISCHIA_CLI, "--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* command :
       {"patient",  "assess", "preview", "create",   "activate", "render",          "send",
        "check-in", "decide", "confirm", "override", "revise",   "suspend",         "resume",
        "complete", "replay", "report",  "launch",   "practice", "update-practice", "Exit codes"}) {
    EXPECT_THAT(help.output, HasSubstr(command));
  }
}

TEST_F(CliTest, HelpOfACommandShowsItsOptionsAndAnExample) {
  const auto help = support::RunProgram({ISCHIA_CLI, "render", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.output, AllOf(HasSubstr("--paper"), HasSubstr("Example")));
}

TEST_F(CliTest, AMistypedCommandOptionOrArgumentIsAUsageError) {
  EXPECT_EQ(Ischia({"asess", "p", "f"}).exit_code, 2);
  EXPECT_EQ(Ischia({"preview", "file.json", "--strat", "2026-06-01"}).exit_code, 2);
  EXPECT_EQ(Ischia({"preview"}).exit_code, 2);
  EXPECT_EQ(
      Ischia({"preview", kData + "/prescribe/v01.assessment.json", "--start", "June"}).exit_code,
      2);
}

TEST_F(CliTest, APreviewShowsEachWeekWithItsReasons) {
  const auto preview =
      Ischia({"preview", kData + "/prescribe/v01.assessment.json", "--start", "2026-06-01"});
  EXPECT_EQ(preview.exit_code, 0);
  EXPECT_THAT(preview.output,
              AllOf(HasSubstr("Lying strap stretch"), HasSubstr("right: 4 x 15 s"),
                    HasSubstr("D-STATIC"), HasSubstr("Week 9"), HasSubstr("Left out, and why")));
}

TEST_F(CliTest, APreviewSaysOnceWhatStaysAsItWas) {
  const auto preview =
      Ischia({"preview", kData + "/prescribe/v01.assessment.json", "--start", "2026-06-01"});
  EXPECT_THAT(preview.output, AllOf(HasSubstr("Weeks 10 to 12 (if all goes well), 11 minutes"),
                                    HasSubstr("as week 9"),
                                    HasSubstr("HS-03 Chair stretch, HS-04 One-leg floor sit")));
  const std::string reason = "First of this pathway's stretches";
  const std::size_t first = preview.output.find(reason);
  EXPECT_NE(first, std::string::npos);
  EXPECT_EQ(preview.output.find(reason, first + 1), std::string::npos);
}

TEST_F(CliTest, ARefusalIsAnAnswerAndExitsWithZero) {
  const auto preview = Ischia({"preview", kData + "/prescribe/v10.assessment.json"});
  EXPECT_EQ(preview.exit_code, 0);
  EXPECT_THAT(preview.output, AllOf(HasSubstr("REFUSED"), HasSubstr("EMERGENCY"),
                                    HasSubstr("No exercise is given")));
}

TEST_F(CliTest, JsonIsTheApisOwnForm) {
  const auto preview = Ischia({"preview", kData + "/prescribe/v01.assessment.json", "--json"});
  EXPECT_THAT(preview.output, AllOf(HasSubstr("\"week_number\": 12"), Not(HasSubstr("Findings:"))));
}

TEST_F(CliTest, AMistypedFieldIsNamed) {
  const std::string file = Write("typo.json", R"({"age_yeras": 34})");
  const auto preview = Ischia({"preview", file});
  EXPECT_EQ(preview.exit_code, 2);
  EXPECT_THAT(preview.output, HasSubstr("age_yeras"));
}

TEST_F(CliTest, AFileThatIsNotJsonIsBadInputAndNotQuoted) {
  const auto preview = Ischia({"preview", Write("notes.json", "Alex Sample, 34")});
  EXPECT_EQ(preview.exit_code, 2);
  EXPECT_THAT(preview.output, Not(HasSubstr("Alex")));
}

TEST_F(CliTest, EveryMissingInputIsListed) {
  const auto preview = Ischia({"preview", Write("empty.json", R"({
      "kind": "KIND_INITIAL", "assessor": "pt-lane",
      "assessment_date": {"year": 2026, "month": 6, "day": 1}})")});
  EXPECT_EQ(preview.exit_code, 2);
  EXPECT_THAT(preview.output,
              AllOf(HasSubstr("SCREEN_INCOMPLETE"), HasSubstr("red_flags.saddle_numbness"),
                    HasSubstr("pain.rest_score")));
}

TEST_F(CliTest, AServiceThatIsNotThereIsSaidSo) {
  const auto preview =
      support::RunProgram({ISCHIA_CLI, "preview", kData + "/prescribe/v01.assessment.json",
                           "--address", "127.0.0.1:1", "--user", "pt-lane"});
  EXPECT_EQ(preview.exit_code, 3);
  EXPECT_THAT(preview.output, HasSubstr("not reachable"));
}

TEST_F(CliTest, ATakenIdIsAnIdentityConflict) {
  const std::string file = kData + "/quickstart/v01.patient.json";
  EXPECT_EQ(Ischia({"patient", file, "--id", "twice"}).exit_code, 0);
  EXPECT_EQ(Ischia({"patient", file, "--id", "twice"}).exit_code, 4);
}

TEST_F(CliTest, ActivatingARefusalIsAWrongState) {
  ASSERT_EQ(Ischia({"patient", kData + "/quickstart/v10.patient.json", "--id", "red"}).exit_code,
            0);
  ASSERT_EQ(
      Ischia({"assess", "red", kData + "/prescribe/v10.assessment.json", "--id", "a"}).exit_code,
      0);
  ASSERT_EQ(
      Ischia({"create", "practices/sample/patients/red/assessments/a", "--id", "x"}).exit_code, 0);
  EXPECT_EQ(Ischia({"activate", "practices/sample/patients/red/programs/x"}).exit_code, 5);
}

TEST_F(CliTest, ACalendarIsMadeAndAnUnreviewedTranslationIsTold) {
  const std::string patient = "practices/sample/patients/dated";
  const std::string program = patient + "/programs/x";
  ASSERT_EQ(Ischia({"patient", kData + "/quickstart/v01.patient.json", "--id", "dated"}).exit_code,
            0);
  Ischia({"assess", "dated", kData + "/prescribe/v01.assessment.json", "--id", "a"});
  Ischia({"create", patient + "/assessments/a", "--id", "x", "--start", "2026-06-01"});
  Ischia({"activate", program, "--acknowledge", "S-39,S-40"});
  const std::string file = service_->folder() / "dates.ics";
  const auto calendar = Ischia({"render", program, "--kind", "calendar", "--out", file});
  EXPECT_EQ(calendar.exit_code, 0) << calendar.output;
  EXPECT_THAT(calendar.output, AllOf(HasSubstr("Kind      CALENDAR, version 1, short code"),
                                     Not(HasSubstr("pages")), Not(HasSubstr("L-01"))));
  EXPECT_THAT(support::ReadFile(file), AllOf(::testing::StartsWith("BEGIN:VCALENDAR\r\n"),
                                             HasSubstr("SUMMARY:Home session")));
  const auto french = Ischia({"render", program, "--language", "fr"});
  EXPECT_EQ(french.exit_code, 0) << french.output;
  EXPECT_THAT(french.output, AllOf(HasSubstr("Language  fr"), HasSubstr("L-01  INFORM"),
                                   HasSubstr("the English sheet too")));
}

TEST_F(CliTest, AWeekIsDecidedThePlanRevisedAndReplayed) {
  const std::string patient = "practices/sample/patients/weekly";
  const std::string program = patient + "/programs/x";
  const auto done = [](const std::vector<std::string>& words) {
    const support::Finished finished = Ischia(words);
    EXPECT_EQ(finished.exit_code, 0) << words.front() << ": " << finished.output;
    return finished.output;
  };
  done({"patient", kData + "/quickstart/v01.patient.json", "--id", "weekly"});
  done({"assess", "weekly", kData + "/prescribe/v01.assessment.json", "--id", "a"});
  done({"create", patient + "/assessments/a", "--id", "x", "--start", "2026-06-01"});
  done({"activate", program, "--acknowledge", "S-39,S-40"});
  for (int day = 1; day <= 7; ++day) {
    const std::string entry = R"({"origin": "ORIGIN_VISIT", "done": "ANSWER_YES",
        "session_date": {"year": 2026, "month": 6, "day": )" +
                              std::to_string(day) + "}}";
    done({"check-in", program, Write("entry.json", entry)});
  }
  EXPECT_THAT(done({"decide", program, "1", "--as-of", "2026-06-07"}),
              AllOf(HasSubstr("Proposal  ADVANCE"), HasSubstr("7 done"), HasSubstr("W-5")));
  EXPECT_THAT(
      done({"override", program + "/weeklyDecisions/1", "hold", "--reason", "Slept badly."}),
      AllOf(HasSubstr("In force  HOLD"), HasSubstr("because: Slept badly.")));
  EXPECT_EQ(Ischia({"confirm", program + "/weeklyDecisions/1"}).exit_code, 5);
  const std::string edits = Write("edits.json", R"({"edits": [{"kind": "KIND_SET_MINUTES",
      "from_week_number": 2, "value": 8, "reason": "Longer days at work."}]})");
  EXPECT_THAT(done({"revise", program, "--edits", edits, "--from", "2026-06-08"}),
              AllOf(HasSubstr("Revision  3"), HasSubstr("because: Longer days at work.")));
  EXPECT_THAT(done({"show", program + "/revisions/1"}), HasSubstr("Revision  1"));
  EXPECT_THAT(done({"replay", program}), HasSubstr("Identical bytes."));
}

TEST_F(CliTest, ALaunchIsToldWithItsAddressAndItsQuestions) {
  const std::vector<std::string> anna = {"launch",       "--host-id", "gdt",
                                         "--given-name", "Anna",      "--family-name",
                                         "Lind",         "--view",    "assess"};
  std::vector<std::string> first = anna;
  first.insert(first.end(), {"--host-patient-id", "4711", "--birth-date", "1980-02-29", "--sex",
                             "female", "--email", "anna@example.org"});
  const auto launch = Ischia(first);
  EXPECT_EQ(launch.exit_code, 0) << launch.output;
  EXPECT_THAT(launch.output, AllOf(HasSubstr("Launch    practices/sample/launches/"),
                                   HasSubstr("Patient   practices/sample/patients/"),
                                   HasSubstr("Open      http://127.0.0.1:")));
  std::vector<std::string> second = anna;
  second.insert(second.end(), {"--host-patient-id", "4712"});
  EXPECT_THAT(Ischia(second).output,
              AllOf(HasSubstr("Patient   asked in the console"),
                    HasSubstr("Question  name taken, practices/sample/patients/"),
                    HasSubstr("Finding   birth date missing")));
  second.insert(second.end(), {"--json", "--request-id", "12345678-1234-4234-8234-123456789abc"});
  EXPECT_THAT(Ischia(second).output, HasSubstr("\"url\": \"http://127.0.0.1:"));
  EXPECT_THAT(Ischia(second).output, Not(HasSubstr("\"url\"")));
}

TEST_F(CliTest, AnAdminChangesThePracticeAndOpensItsPage) {
  const auto before = Ischia({"practice"});
  EXPECT_EQ(before.exit_code, 0);
  EXPECT_THAT(before.output, AllOf(HasSubstr("practices/sample, Sample Clinic"),
                                   HasSubstr("Policy    version 1")));
  const std::string file = Write("practice.json",
                                 R"({"phone_number": "+15550142", "display_name": "Not named",
                                     "policy": {"encrypt_attachments": true}})");
  const auto updated =
      Ischia({"update-practice", file, "--fields", "phone_number,policy.encrypt_attachments"});
  EXPECT_EQ(updated.exit_code, 0) << updated.output;
  EXPECT_THAT(updated.output,
              AllOf(HasSubstr("Sample Clinic"), HasSubstr("Phone     +15550142, emergency 911"),
                    HasSubstr("Policy    version 2, encrypted handouts alone in mail")));
  const std::string undo = Write("undo.json", "{}");
  EXPECT_EQ(Ischia({"update-practice", undo, "--fields", "policy.encrypt_attachments"}).exit_code,
            0);
  EXPECT_EQ(Ischia({"update-practice", undo, "--fields", "policy.small_cell_limit"}).exit_code, 2);
  EXPECT_EQ(Ischia({"update-practice", undo, "--fields", "display_name", "--role", "clinician"})
                .exit_code,
            1);
  EXPECT_EQ(Ischia({"update-practice", undo, "--logo", "/nowhere.png"}).exit_code, 2);
  const auto launch = Ischia({"launch", "--view", "practice"});
  EXPECT_EQ(launch.exit_code, 0) << launch.output;
  EXPECT_THAT(launch.output, HasSubstr("/launch/sample/"));
}

TEST_F(CliTest, ALaunchNamesHostAndPatientAndAKnownView) {
  const auto nobody = Ischia({"launch"});
  EXPECT_EQ(nobody.exit_code, 2);
  EXPECT_THAT(nobody.output, AllOf(HasSubstr("context.host_reference.host_id"),
                                   HasSubstr("context.host_reference.patient_id")));
  for (const auto& [option, value] : std::vector<std::pair<std::string, std::string>>{
           {"--view", "home"}, {"--sex", "x"}, {"--birth-date", "29.2.1980"}}) {
    EXPECT_EQ(
        Ischia({"launch", "--host-id", "gdt", "--host-patient-id", "1", option, value}).exit_code,
        2)
        << option;
  }
}

TEST_F(CliTest, ANamelessRoleIsRefused) {
  EXPECT_EQ(
      Ischia({"report", "practices/sample/patients/x/programs/y", "--role", "visitor"}).exit_code,
      2);
}

}  // namespace
}  // namespace ischia
