// The console as a browser walks through it, at a patient whose details are hostile: every page is
// whole in every language, what was typed stays text, and nothing changes without a session's form.
#include "service/web/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <string_view>
#include <utility>

#include "service/web/visit.h"
#include "tests/server/handout_cases.h"
#include "tests/support/clinic.h"
#include "tests/web/console_words.h"
#include "tests/web/typed.h"

namespace ischia::web {
namespace {

using test::All;
using test::Loaded;
using test::NotingTexts;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kHostile[] = "<script>alert('1')</script>\"{{token}}[[tab.assess]]";

// A clinician at a patient whose details are hostile.
class ConsoleTest : public ::testing::Test {
 protected:
  void SetUp() override {
    app::PatientContext context;
    context.host_reference = {"host", "4711"};
    context.family_name = kHostile;
    context.given_name = "Test";
    context.birth_date = domain::CivilDay(std::chrono::year{1992} / 1 / 2);
    context.sex_for_norms = domain::NormSex::kMale;
    const auto launch = clinic_.launches.CreateLaunch(
        clinic_.Changing(), {clinic_.practice, context, app::LaunchView::kAssess, true});
    ASSERT_TRUE(launch.ok()) << launch.error().message;
    Request open;
    open.post = true;
    open.path = "/launch/" + clinic_.practice.text() + '/' + launch->ticket;
    const Response opened = console_.Answer(open);
    ASSERT_EQ(opened.status, 303) << opened.body;
    cookie_ = opened.cookie;
    home_ = opened.location;
  }
  Response Get(const std::string& path) {
    Request request;
    request.path = path;
    request.cookie = cookie_;
    request.languages = language_;
    return Kept(console_.Answer(request));
  }
  // As a browser sends a form: with the hidden fields of the page that it saw last.
  Response Post(const std::string& path, const app::Answers& fields) {
    Request request;
    request.post = true;
    request.path = path;
    request.cookie = cookie_;
    request.languages = language_;
    std::string encoded = hidden_;
    for (const auto& [name, value] : fields) encoded += '&' + name + '=' + Coded(value);
    request.form = Fields::Decode(encoded);
    return Kept(console_.Answer(request));
  }
  Response Kept(Response response) {
    if (response.body.empty()) return response;
    hidden_.clear();
    const std::string& page = response.body;
    const std::regex hidden("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");
    for (std::sregex_iterator at(page.begin(), page.end(), hidden), end; at != end; ++at) {
      hidden_ += '&' + (*at)[1].str() + '=' + Coded((*at)[2]);
    }
    return response;
  }
  static std::string Coded(const std::string& value) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string coded;
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      coded += '%';
      coded += kDigits[byte / 16];
      coded += kDigits[byte % 16];
    }
    return coded;
  }
  // What was typed stands there as text, and nothing is left of the templates.
  static void ExpectWhole(const std::string& page) {
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;"));
    EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
    std::string ours = page;
    for (const char* typed : {"{{token}}", "[[tab.assess]]"}) {
      for (auto at = ours.find(typed); at != std::string::npos; at = ours.find(typed)) {
        ours.erase(at, std::string_view(typed).size());
      }
    }
    EXPECT_THAT(ours, Not(HasSubstr("{{")));
    EXPECT_THAT(ours, Not(HasSubstr("[[")));
    EXPECT_THAT(All(ours, "(console\\.[a-z_]+\\.[a-z_.]+)"), IsEmpty()) << "words that are missing";
  }

  test::Clinic clinic_;
  NotingTexts texts_;
  Desk desk_{clinic_.launches,   clinic_.drafts,
             clinic_.filings,    clinic_.records,
             clinic_.clearances, clinic_.programs,
             clinic_.revisions,  clinic_.handouts,
             clinic_.deliveries, clinic_.follow_up,
             clinic_.decisions,  clinic_.renderer,
             Loaded().catalogue, texts_,
             clinic_.clock,      clinic_.calendar,
             clinic_.ids,        clinic_.digest};
  Console console_{desk_};
  std::string cookie_;
  std::string hidden_;
  std::string language_ = "en";
  std::string home_;
};

app::Answers V01() {
  app::Answers answers = test::Typed(test::ExampleOf("v01"));
  std::erase_if(answers, [](const auto& answer) { return answer.first == "goal_text"; });
  answers.emplace_back("goal_text", kHostile);
  return answers;
}

// Every page that a clinician comes by, in each language: nothing is missing on it.
TEST_F(ConsoleTest, EveryPageIsWholeInEveryLanguage) {
  for (const char* language : {"en", "de", "es", "fr"}) {
    SCOPED_TRACE(language);
    language_ = language;
    const std::string patient = home_.substr(0, home_.rfind('/'));
    const Response latest = Get(patient + "/programs");
    if (latest.location.empty()) ExpectWhole(latest.body);  // none yet, at first
    ExpectWhole(Get(patient + "/reports").body);
    ExpectWhole(Get(patient + "/programs/none").body);
    Get(home_);
    app::Answers answers = V01();
    answers.emplace_back("pain.rest_score", "abc");  // what stands first counts
    for (auto& [name, answer] : answers) {
      if (name == "minutes_per_day") answer = "abc";
    }
    answers.emplace_back("do", "preview");
    ExpectWhole(Post(home_, answers).body);
    answers = V01();
    answers.emplace_back("do", "create");
    Response page = Post(home_, answers);
    ASSERT_EQ(page.status, 303) << page.body.substr(0, 2000);
    const std::string program = page.location;
    ExpectWhole(Get(program).body);
    // An edit that is checked, and one that cannot be.
    const Words words(texts_, language);
    const std::string stretch = All(Get(program).body, "<small>(HS-[0-9]+)</small>").at(0);
    const auto check = [&](const char* hold) {
      Get(program);
      page = Post(program + "/edits", {{"kind", "hold"}, {"hold", hold}, {"exercise", stretch}});
      ExpectWhole(page.body);
    };
    check("999");
    EXPECT_THAT(page.body, HasSubstr(Escaped(words.Get("edit.refused"))));
    check("10");
    EXPECT_THAT(page.body, HasSubstr(Escaped(words.Get("edit.allowed"))));
    EXPECT_THAT(Get(program).body, Not(HasSubstr("×10 s")));  // nothing is kept of a check
    check("10");
    page = Post(program + "/edits", {{"reason", "Sore after a run"}, {"do", "apply"}});
    ASSERT_EQ(page.status, 303) << page.body.substr(0, 3000);
    EXPECT_THAT(Get(program).body, HasSubstr("×10 s"));
    page = Post(program + "/activate", {{"print", "on"}, {"language", "en"}, {"note", kHostile}});
    ASSERT_EQ(page.status, 303) << page.body.substr(0, 2000);
    ExpectWhole(Get(program).body);
    ExpectWhole(Get(patient + "/reports").body);
  }
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

// Two tabs of one clinician: the second to save is asked row by row.
TEST_F(ConsoleTest, AMergeShowsBothAnswersAsText) {
  Get(home_);
  const std::string first_tab = hidden_;
  Get(home_);
  Post(home_, {{"goal_text", kHostile}, {"do", "preview"}});
  hidden_ = first_tab;
  const Response page = Post(home_, {{"goal_text", "mine"}, {"do", "preview"}});
  EXPECT_EQ(page.status, 409);
  ExpectWhole(page.body);
  EXPECT_THAT(page.body, HasSubstr("name=\"take.goal_text\""));
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

// The host shows somebody else: what is open can be read and not changed.
TEST_F(ConsoleTest, AnotherPatientInTheHostLocksThePage) {
  Get(home_);
  app::PatientContext other;
  other.host_reference = {"host", "4712"};
  other.family_name = "Other";
  other.given_name = "Test";
  other.birth_date = domain::CivilDay(std::chrono::year{1970} / 1 / 2);
  ASSERT_TRUE(clinic_.launches
                  .CreateLaunch(clinic_.Changing(),
                                {clinic_.practice, other, app::LaunchView::kAssess, true})
                  .ok());
  const Response page = Post(home_, {{"do", "create"}});
  EXPECT_EQ(page.status, 409);
  ExpectWhole(page.body);
  ExpectWhole(Get(home_).body);
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

TEST_F(ConsoleTest, AFormWithoutItsTokenChangesNothing) {
  Get(home_);
  hidden_ = "tab_id=1";
  EXPECT_EQ(Post(home_, {{"do", "preview"}}).status, 403);
  hidden_ = "tab_id=1&token=" + std::string(32, '0');
  EXPECT_EQ(Post(home_, {{"do", "preview"}}).status, 403);
}

TEST_F(ConsoleTest, NobodyWithoutASessionSeesAPatient) {
  const std::string cookie = std::exchange(cookie_, "");
  for (const std::string& tried :
       {std::string(), std::string("north:"), cookie + "x", "south" + cookie.substr(5),
        cookie.substr(0, cookie.size() - 1)}) {
    cookie_ = tried;
    const Response page = Get(home_);
    EXPECT_EQ(page.status, 401) << tried;
    EXPECT_THAT(page.body, Not(HasSubstr("alert(")));
  }
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

// A session is bound to its patient.
TEST_F(ConsoleTest, AnotherPatientsAddressLeadsBack) {
  const auto other = clinic_.NewPatient();
  const Response page = Get("/console/patients/" + other.patient.text() + "/assess");
  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(page.location, home_);
}

TEST_F(ConsoleTest, WhatIsTypedNeverBecomesMarkup) {
  const Response form = Get(home_);
  ASSERT_EQ(form.status, 200);
  ExpectWhole(form.body);
  app::Answers answers = V01();
  answers.emplace_back("do", "preview");
  Response page = Post(home_, answers);
  ASSERT_EQ(page.status, 200) << page.body;
  ExpectWhole(page.body);
  EXPECT_THAT(page.body, HasSubstr("value=\"&lt;script&gt;"));
  EXPECT_THAT(page.body, HasSubstr("Ready to create"));
  answers.back().second = "create";
  page = Post(home_, answers);
  ASSERT_EQ(page.status, 303) << page.body.substr(0, 2000);
  const Response program = Get(page.location);
  ASSERT_EQ(program.status, 200);
  ExpectWhole(program.body);
  EXPECT_THAT(program.body, HasSubstr("4×15 s"));
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

TEST_F(ConsoleTest, ARefusalShowsNoExercise) {
  Get(home_);
  app::Answers answers = V01();
  for (auto& [name, answer] : answers) {
    if (name == "red_flags.saddle_numbness") answer = "YES";
  }
  answers.emplace_back("do", "create");
  Response page = Post(home_, answers);
  ASSERT_EQ(page.status, 303) << page.body.substr(0, 2000);
  page = Get(page.location);
  ASSERT_EQ(page.status, 200);
  ExpectWhole(page.body);
  for (const domain::Exercise& exercise : Loaded().catalogue.exercises) {
    const std::string id(exercise.id.text());
    EXPECT_THAT(page.body, Not(HasSubstr(id)));
    EXPECT_THAT(page.body, Not(HasSubstr(Escaped(*Loaded().texts.Find(id + ".title", "en")))));
  }
  EXPECT_THAT(page.body, Not(HasSubstr(" s</td>")));
}

}  // namespace
}  // namespace ischia::web
