// The check-in page on a whole clinic, and before it what scanners and guessers send.
#include "service/web/check_in/check_in.h"

#include <gmock/gmock.h>

#include <regex>
#include <string>
#include <vector>

#include "service/application/links/link_tickets.h"
#include "tests/server/handout_cases.h"
#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"
#include "tests/web/open_console.h"

namespace ischia::web {
namespace {

using domain::Answer;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using test::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class CheckInPageTest : public ::testing::Test {
 protected:
  std::string Mint(const std::string& language = "en") {
    app::HandoutFields fields;
    fields.kind = app::HandoutKind::kProgram;
    fields.language_code = language;
    const auto sheet =
        clinic_.linked_handouts.CreateHandout(clinic_.Changing(), {program_.name, fields});
    const std::string bytes =
        clinic_.linked_handouts.DownloadHandout(clinic_.Reading(), sheet.value().name)->bytes;
    return bytes.substr(bytes.find("/c/"));
  }
  Response Get(const std::string& path, const std::string& client = "192.0.2.1") {
    Request request;
    request.path = path;
    request.client = client;
    return page_.Answer(request);
  }
  Response Post(const std::string& path, const std::string& form,
                const std::string& client = "192.0.2.1") {
    Request request;
    request.post = true;
    request.path = path;
    request.client = client;
    request.form = Fields::Decode(form);
    return page_.Answer(request);
  }
  static std::string MarkIn(const Response& page) {
    std::smatch found;
    const bool any =
        std::regex_search(page.body, found, std::regex("name=\"mark\" value=\"([^\"]+)\""));
    return any ? found[1].str() : std::string();
  }
  // Drawn, and answered after half a minute.
  Response Tell(const std::string& path, const std::string& answers) {
    const std::string mark = MarkIn(Get(path));
    clinic_.clock.now += seconds(30);
    return Post(path, "mark=" + mark + '&' + answers);
  }
  std::vector<app::CheckInRecord> CheckIns() {
    return clinic_.follow_up.ListCheckIns(clinic_.Reading(), {program_.name, {}, {}, {}})->entries;
  }
  app::ProgramRecord Program() {
    return clinic_.programs.GetProgram(clinic_.Reading(), program_.name).value();
  }
  domain::ProgramState State() { return Program().state; }
  void Revoke() {
    const auto links = clinic_.links.ListCheckInLinks(clinic_.Reading(), program_.name, {});
    for (const app::CheckInLinkRecord& link : links->entries) {
      ASSERT_THAT(clinic_.links.RevokeCheckInLink(clinic_.Changing(), link.name), IsOk());
    }
  }

  test::Clinic clinic_;
  const app::ProgramRecord program_ = clinic_.ActiveProgram();
  CheckInPage page_{
      {clinic_.links, test::CatalogueTexts(), clinic_.clock, clinic_.ids, clinic_.digest}};
  static constexpr char kDone[] = "none=yes&day=2026-06-01&done=yes";
};

TEST_F(CheckInPageTest, ShowsTheClinicAndNumbersAndNothingOfThePatient) {
  const Response page = Get(Mint());
  EXPECT_EQ(page.status, 200);
  const app::Practice practice =
      clinic_.practices.GetPractice(clinic_.Reading(), clinic_.practice).value();
  EXPECT_THAT(page.body, HasSubstr(practice.display_name));
  EXPECT_THAT(page.body, HasSubstr("Exercise 1"));
  const app::PatientRecord patient =
      clinic_.records.GetPatient(clinic_.Reading(), program_.name.patient).value();
  EXPECT_THAT(page.body, Not(HasSubstr(patient.fields.family_name)));
  for (const domain::ProgramWeek& week : program_.content->weeks) {
    for (const domain::ProgramItem& item : week.items) {
      EXPECT_THAT(page.body, Not(HasSubstr(std::string(item.exercise.text()))));
    }
  }
}

TEST_F(CheckInPageTest, PresetsNothing) {
  const Response page = Get(Mint());
  EXPECT_THAT(page.body, Not(HasSubstr("checked")));
  EXPECT_THAT(page.body, Not(HasSubstr("selected")));
  EXPECT_THAT(page.body, Not(HasSubstr("<script")));
}

TEST_F(CheckInPageTest, SpeaksTheLanguageOfTheSheet) {
  EXPECT_THAT(Get(Mint("de")).body, HasSubstr("<html lang=\"de\" dir=\"ltr\">"));
  EXPECT_THAT(Get(Mint("ar")).body, HasSubstr("<html lang=\"ar\" dir=\"rtl\">"));
  for (const std::string_view language : test::Loaded().texts.languages()) {
    const Response page = Get(Mint(std::string(language)));
    EXPECT_THAT(page.body, Not(HasSubstr(">check_in."))) << language;
    EXPECT_THAT(page.body, Not(HasSubstr("handout."))) << language;
    EXPECT_THAT(page.body, Not(HasSubstr("date."))) << language;
  }
}

TEST_F(CheckInPageTest, RecordsWhatWasSent) {
  const Response thanks = Tell(
      Mint(), std::string(kDone) +
                  "&item-1=yes&item-2=no&pain=3&sharp=no&tingling=yes&barrier-2=yes&barrier-9=yes");
  EXPECT_EQ(thanks.status, 200);
  EXPECT_THAT(thanks.body, HasSubstr("Thank you"));
  ASSERT_THAT(CheckIns(), SizeIs(1));
  const domain::CheckIn entry = CheckIns().front().check_in;
  EXPECT_EQ(entry.fields.done, Answer::kYes);
  EXPECT_THAT(entry.fields.results, SizeIs(2));
  EXPECT_EQ(entry.fields.symptom_after, domain::Score(3));
  EXPECT_EQ(entry.fields.sharp_pain, Answer::kNo);
  EXPECT_EQ(entry.fields.tingling, Answer::kYes);
  EXPECT_THAT(entry.fields.barriers,
              ElementsAre(domain::Barrier::kNoTime, domain::Barrier::kIllOrTravel));
  EXPECT_EQ(entry.fields.screen.saddle_numbness, Answer::kNo);
  EXPECT_EQ(entry.evidence_class, domain::EvidenceClass::kSameDaySelfReport);
  EXPECT_FALSE(entry.suspected_automated);
}

TEST_F(CheckInPageTest, AsksForWhatIsMissingAndKeepsTheRest) {
  const std::string path = Mint();
  const Response again = Tell(path, "pain=4");
  EXPECT_EQ(again.status, 422);
  for (const char* missing :
       {"Answer the health questions.", "Pick a day.", "Say if you did your exercises."}) {
    EXPECT_THAT(again.body, HasSubstr(missing));
  }
  EXPECT_THAT(again.body, HasSubstr("value=\"4\" checked"));
  EXPECT_THAT(CheckIns(), IsEmpty());
}

TEST_F(CheckInPageTest, OpeningRecordsNothing) {
  const std::string path = Mint();
  for (int i = 0; i < 200; ++i) ASSERT_EQ(Get(path).status, 200);
  EXPECT_THAT(CheckIns(), IsEmpty());
}

TEST_F(CheckInPageTest, TheSameFormTwiceIsOneRow) {
  const std::string path = Mint();
  const std::string mark = MarkIn(Get(path));
  clinic_.clock.now += seconds(30);
  EXPECT_THAT(Post(path, "mark=" + mark + '&' + kDone).body, HasSubstr("Thank you"));
  EXPECT_THAT(Post(path, "mark=" + mark + '&' + kDone).body, HasSubstr("Thank you"));
  EXPECT_THAT(Post(path, "mark=" + mark + "&none=yes&day=2026-06-01&done=no").body,
              HasSubstr("Nothing was added twice."));
  EXPECT_THAT(CheckIns(), SizeIs(1));
}

TEST_F(CheckInPageTest, AFormWithoutAMarkOfOursRecordsNothing) {
  const std::string path = Mint();
  const std::string mark = MarkIn(Get(path));
  const std::string foreign = MarkIn(Get(Mint()));
  clinic_.clock.now += seconds(30);
  std::string forged = mark;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  std::string younger = mark;
  younger[0] = static_cast<char>(younger[0] + 1);
  for (const std::string& wrong : {std::string(), forged, younger, foreign, std::string("x.y.z")}) {
    const Response again = Post(path, "mark=" + wrong + '&' + kDone);
    EXPECT_EQ(again.status, 422) << wrong;
    EXPECT_NE(MarkIn(again), "");
  }
  EXPECT_THAT(CheckIns(), IsEmpty());
}

TEST_F(CheckInPageTest, AFormIsGoodForAQuarterOfAnHour) {
  const std::string path = Mint();
  const std::string mark = MarkIn(Get(path));
  clinic_.clock.now += minutes(15) + milliseconds(1);
  const Response again = Post(path, "mark=" + mark + '&' + kDone);
  EXPECT_THAT(again.body, HasSubstr("Your answers are still here."));
  EXPECT_THAT(again.body, HasSubstr("value=\"2026-06-01\" selected"));
  EXPECT_THAT(CheckIns(), IsEmpty());
  clinic_.clock.now += seconds(5);
  EXPECT_THAT(Post(path, "mark=" + MarkIn(again) + '&' + kDone).body, HasSubstr("Thank you"));
  EXPECT_THAT(CheckIns(), SizeIs(1));
}

TEST_F(CheckInPageTest, WhoAnswersWithinTwoSecondsIsTakenForAProgram) {
  const std::string path = Mint();
  const std::string mark = MarkIn(Get(path));
  clinic_.clock.now += milliseconds(1999);
  EXPECT_EQ(Post(path, "mark=" + mark + '&' + kDone).status, 200);
  ASSERT_THAT(CheckIns(), SizeIs(1));
  EXPECT_TRUE(CheckIns().front().check_in.suspected_automated);
  EXPECT_THAT(Tell(path, kDone).body, HasSubstr("Thank you"));
  EXPECT_FALSE(CheckIns().back().check_in.suspected_automated);
}

TEST_F(CheckInPageTest, ARedFlagIsAdvisedAtOnceStoredAndStopsTheProgram) {
  const std::string path = Mint();
  const Response alarm = Tell(path, "health-2=yes");
  EXPECT_THAT(alarm.body, HasSubstr("A doctor must check it today."));
  const std::size_t emergency = alarm.body.find("Call the emergency number");
  const std::size_t clinic = alarm.body.find("Call the clinic today");
  EXPECT_LT(emergency, clinic);
  EXPECT_THAT(alarm.body, HasSubstr("Your answer is sent to your clinic."));
  ASSERT_THAT(CheckIns(), SizeIs(1));
  EXPECT_EQ(CheckIns().front().check_in.fields.screen.bladder_change, Answer::kYes);
  EXPECT_EQ(State(), domain::ProgramState::kSuspended);
  EXPECT_THAT(Get(path).body, HasSubstr("Your plan is on hold."));
}

TEST_F(CheckInPageTest, ARedFlagOfAProgramOrOfAnOldFormIsStoredToo) {
  const std::string path = Mint();
  const std::string mark = MarkIn(Get(path));
  EXPECT_THAT(Post(path, "none=yes&health-6=yes&mark=" + mark).body,
              HasSubstr("Do not stretch or run."));
  EXPECT_TRUE(CheckIns().front().check_in.suspected_automated);
  EXPECT_EQ(State(), domain::ProgramState::kSuspended);
  clinic_.clock.now += minutes(40);
  EXPECT_THAT(Post(path, "health-8=yes&day=2026-06-01&mark=" + mark + "").body,
              HasSubstr("Sit down."));
}

TEST_F(CheckInPageTest, ARedFlagWithoutAMarkIsAdvisedAndNotSaidToBeSent) {
  const Response alarm = Post(Mint(), "health-1=yes");
  EXPECT_THAT(alarm.body, HasSubstr("A doctor must check it today."));
  EXPECT_THAT(alarm.body, HasSubstr("Nothing was sent."));
  EXPECT_THAT(CheckIns(), IsEmpty());
}

TEST_F(CheckInPageTest, UnknownRevokedAndExpiredLinksLookTheSame) {
  const std::string path = Mint();
  std::string unknown = path;
  unknown.back() = unknown.back() == 'A' ? 'B' : 'A';
  const Response forged = Get(unknown);
  EXPECT_EQ(forged.status, 404);
  EXPECT_THAT(forged.body, HasSubstr("This link does not work."));
  // Sealed by us, and in no database.
  const std::string lost =
      "/c/" + app::MintLinkTicket(clinic_.digest, clinic_.practice, clinic_.ids);
  EXPECT_EQ(Get(lost).body, forged.body);
  Revoke();
  EXPECT_EQ(Get(path).body, forged.body);
  EXPECT_EQ(Get(path).status, 404);
  EXPECT_EQ(Post(path, kDone).body, forged.body);
  const std::string other = Mint();
  ASSERT_THAT(
      clinic_.programs.CompleteProgram(clinic_.Changing(), {program_.name, Program().etag, ""}),
      IsOk());
  clinic_.clock.now += std::chrono::days(14);
  EXPECT_EQ(Get(other).body, forged.body);
  EXPECT_EQ(Get("/c/").body, forged.body);
  EXPECT_EQ(Get("/c/" + std::string(200, 'x')).body, forged.body);
}

TEST_F(CheckInPageTest, TenWrongLinksInAMinuteAreEnough) {
  const std::string path = Mint();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Get("/c/v1.1.wrong").status, 404) << i;
  EXPECT_EQ(Get("/c/v1.1.wrong").status, 429);
  EXPECT_EQ(Get(path).status, 429);
  EXPECT_EQ(Get(path, "192.0.2.2").status, 200);
  clinic_.clock.now += minutes(1);
  EXPECT_EQ(Get(path).status, 200);
}

TEST_F(CheckInPageTest, OffersTheDaysOfTheProgramUpToToday) {
  const std::string path = Mint();
  EXPECT_EQ(Tell(path, "none=yes&done=yes&day=2026-06-02").status, 422);
  EXPECT_EQ(Tell(path, "none=yes&done=yes&day=2026-05-31").status, 422);
  clinic_.clock.now += std::chrono::days(2);
  EXPECT_THAT(Get(path).body, HasSubstr(">Monday June 1<"));
  EXPECT_THAT(Tell(path, kDone).body, HasSubstr("Thank you"));
  EXPECT_EQ(CheckIns().front().check_in.evidence_class, domain::EvidenceClass::kBackFilled);
}

TEST_F(CheckInPageTest, ServesItsStyleAndNothingElse) {
  EXPECT_EQ(Get("/static/check_in.css").content_type, "text/css; charset=utf-8");
  for (const char* path : {"/", "/console/practice", "/static/console.js", "/launch/north/x"}) {
    EXPECT_EQ(Get(path).status, 404) << path;
  }
}

}  // namespace
}  // namespace ischia::web
