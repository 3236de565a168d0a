// The console as a browser walks through it, at a patient whose details are hostile: every page is
// whole in every language, what was typed stays text, and nothing changes without a session's form.
#include "service/web/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "service/web/visit.h"
#include "tests/server/handout_cases.h"
#include "tests/web/console_words.h"
#include "tests/web/open_console.h"
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

app::PatientContext Hostile() {
  app::PatientContext context = test::ShownByTheHost();
  context.family_name = kHostile;
  context.sex_for_norms = domain::NormSex::kMale;
  return context;
}

// A clinician at a patient whose details are hostile.
class ConsoleTest : public ::testing::Test {
 protected:
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

  NotingTexts texts_;
  test::OpenConsole console_{Hostile(), texts_};
  std::string home_ = console_.path() + "/assess";
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
    console_.language = language;
    const std::string patient = home_.substr(0, home_.rfind('/'));
    const Response latest = console_.Get(patient + "/programs");
    if (latest.location.empty()) ExpectWhole(latest.body);  // none yet, at first
    ExpectWhole(console_.Get(patient + "/reports").body);
    ExpectWhole(console_.Get(patient + "/programs/none").body);
    console_.Get(home_);
    app::Answers answers = V01();
    answers.emplace_back("pain.rest_score", "abc");  // what stands first counts
    for (auto& [name, answer] : answers) {
      if (name == "minutes_per_day") answer = "abc";
    }
    answers.emplace_back("do", "preview");
    ExpectWhole(console_.Post(home_, answers).body);
    answers = V01();
    answers.emplace_back("do", "create");
    Response page = console_.Post(home_, answers);
    ASSERT_EQ(page.status, 303) << page.body.substr(0, 2000);
    const std::string program = page.location;
    ExpectWhole(console_.Get(program).body);
    // An edit that is checked, and one that cannot be.
    const Words words(texts_, language);
    const std::string stretch = All(console_.Get(program).body, "<small>(HS-[0-9]+)</small>").at(0);
    const auto check = [&](const char* hold) {
      console_.Get(program);
      page = console_.Post(program + "/edits",
                           {{"kind", "hold"}, {"hold", hold}, {"exercise", stretch}});
      ExpectWhole(page.body);
    };
    check("999");
    EXPECT_THAT(page.body, HasSubstr(Escaped(words.Get("edit.refused"))));
    EXPECT_THAT(
        page.body,
        HasSubstr(Escaped(words.Get("fault.edit_most", {{"count", "15"}, {"rule", "D-STATIC"}}))));
    check("10");
    EXPECT_THAT(page.body, HasSubstr(Escaped(words.Get("edit.allowed"))));
    EXPECT_THAT(console_.Get(program).body, Not(HasSubstr("×10 s")));  // nothing is kept of a check
    check("10");
    page = console_.Post(program + "/edits", {{"reason", "Sore after a run"}, {"do", "apply"}});
    ASSERT_EQ(page.status, 303) << page.body.substr(0, 3000);
    EXPECT_THAT(console_.Get(program).body, HasSubstr("×10 s"));
    page = console_.Post(program + "/activate",
                         {{"print", "on"}, {"language", "en"}, {"note", kHostile}});
    ASSERT_EQ(page.status, 303) << page.body.substr(0, 2000);
    ExpectWhole(console_.Get(program).body);
    ExpectWhole(console_.Get(patient + "/reports").body);
  }
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

TEST_F(ConsoleTest, WhatIsWrongIsToldInTheReadersLanguage) {
  console_.language = "de";
  console_.Get(home_);
  const std::string page =
      test::TextOf(console_.Post(home_, {{"legs.right.knee_extension_deficit_degrees", "38.3"},
                                         {"legs.left.straight_leg_raise_degrees", "131"},
                                         {"sit_and_reach_cm", "20"},
                                         {"do", "preview"}}));
  EXPECT_THAT(page, HasSubstr("Nur ganze oder halbe Grad."));
  EXPECT_THAT(page, HasSubstr("Erlaubt sind 10 bis 130."));
  EXPECT_THAT(page, HasSubstr("Das wird auch gebraucht."));
  EXPECT_THAT(page, Not(HasSubstr("is required")));
  EXPECT_THAT(page, Not(HasSubstr("must be")));
}

// Two tabs of one clinician: the second to save is asked row by row.
TEST_F(ConsoleTest, AMergeShowsBothAnswersAsText) {
  console_.Get(home_);
  const std::string first_tab = console_.hidden;
  console_.Get(home_);
  console_.Post(home_, {{"goal_text", kHostile}, {"do", "preview"}});
  console_.hidden = first_tab;
  const Response page = console_.Post(home_, {{"goal_text", "mine"}, {"do", "preview"}});
  EXPECT_EQ(page.status, 409);
  ExpectWhole(page.body);
  EXPECT_THAT(page.body, HasSubstr("name=\"take.goal_text\""));
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

// The host shows somebody else: what is open can be read and not changed.
TEST_F(ConsoleTest, AnotherPatientInTheHostLocksThePage) {
  console_.Get(home_);
  app::PatientContext other;
  other.host_reference = {"host", "4712"};
  other.family_name = "Other";
  other.given_name = "Test";
  other.birth_date = domain::CivilDay(std::chrono::year{1970} / 1 / 2);
  ASSERT_TRUE(console_.clinic.launches
                  .CreateLaunch(console_.clinic.Changing(),
                                {console_.clinic.practice, other, app::LaunchView::kAssess, true})
                  .ok());
  const Response page = console_.Post(home_, {{"do", "create"}});
  EXPECT_EQ(page.status, 409);
  ExpectWhole(page.body);
  ExpectWhole(console_.Get(home_).body);
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

TEST_F(ConsoleTest, AFormWithoutItsTokenChangesNothing) {
  console_.Get(home_);
  console_.hidden = "tab_id=1";
  EXPECT_EQ(console_.Post(home_, {{"do", "preview"}}).status, 403);
  console_.hidden = "tab_id=1&token=" + std::string(32, '0');
  EXPECT_EQ(console_.Post(home_, {{"do", "preview"}}).status, 403);
}

TEST_F(ConsoleTest, NobodyWithoutASessionSeesAPatient) {
  const std::string cookie = std::exchange(console_.cookie, "");
  for (const std::string& tried :
       {std::string(), std::string("north:"), cookie + "x", "south" + cookie.substr(5),
        cookie.substr(0, cookie.size() - 1)}) {
    console_.cookie = tried;
    const Response page = console_.Get(home_);
    EXPECT_EQ(page.status, 401) << tried;
    EXPECT_THAT(page.body, Not(HasSubstr("alert(")));
  }
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

// A session is bound to its patient.
TEST_F(ConsoleTest, AnotherPatientsAddressLeadsBack) {
  const auto other = console_.clinic.NewPatient();
  const Response page = console_.Get("/console/patients/" + other.patient.text() + "/assess");
  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(page.location, home_);
}

TEST_F(ConsoleTest, WhatIsTypedNeverBecomesMarkup) {
  const Response form = console_.Get(home_);
  ASSERT_EQ(form.status, 200);
  ExpectWhole(form.body);
  app::Answers answers = V01();
  answers.emplace_back("do", "preview");
  Response page = console_.Post(home_, answers);
  ASSERT_EQ(page.status, 200) << page.body;
  ExpectWhole(page.body);
  EXPECT_THAT(page.body, HasSubstr("value=\"&lt;script&gt;"));
  EXPECT_THAT(page.body, HasSubstr("Ready to create"));
  answers.back().second = "create";
  page = console_.Post(home_, answers);
  ASSERT_EQ(page.status, 303) << page.body.substr(0, 2000);
  const Response program = console_.Get(page.location);
  ASSERT_EQ(program.status, 200);
  ExpectWhole(program.body);
  EXPECT_THAT(program.body, HasSubstr("4×15 s"));
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

TEST_F(ConsoleTest, ARefusalShowsNoExercise) {
  console_.Get(home_);
  app::Answers answers = V01();
  for (auto& [name, answer] : answers) {
    if (name == "red_flags.saddle_numbness") answer = "YES";
  }
  answers.emplace_back("do", "create");
  Response page = console_.Post(home_, answers);
  ASSERT_EQ(page.status, 303) << page.body.substr(0, 2000);
  page = console_.Get(page.location);
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
