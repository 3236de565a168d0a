// The practice's page as an admin has it: what is saved, what is refused and where that is told,
// and what becomes of what two people type at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/result_matchers.h"
#include "tests/web/open_console.h"

namespace ischia::web {
namespace {

using test::AdminConsole;
using test::FormOf;
using test::TextOf;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

app::Practice Stored(const AdminConsole& console) {
  return console.clinic.practices
      .GetPractice(test::Clinic::CallOf(app::Role::kAdmin), console.clinic.practice)
      .value();
}

// Somebody else's change, by another way.
void Change(const AdminConsole& console, const char* path, void (*change)(app::Practice&)) {
  app::UpdatePracticeRequest request{Stored(console), {}, {path}};
  change(request.practice);
  const app::Call call{
      test::Clinic::CallOf(app::Role::kAdmin).caller, console.clinic.Changing().request_id, {}};
  ASSERT_THAT(console.clinic.practices.UpdatePractice(call, request), test::IsOk());
}

TEST(PracticeFormTest, ALaunchOfAnAdminLeadsThereAndNowhereElse) {
  const AdminConsole console;
  EXPECT_EQ(console.Get().status, 200);
  for (const char* path : {"/console", "/console/identity", "/console/patients/id-000001",
                           "/console/patients/id-000001/assess"}) {
    EXPECT_EQ(console.Get(path).location, "/console/practice") << path;
  }
  EXPECT_EQ(console.Get("/console/practice/other").status, 404);
  const std::string page = TextOf(console.Get());
  EXPECT_THAT(page, AllOf(HasSubstr("Clinic m.admin"), Not(HasSubstr("born")),
                          Not(HasSubstr("Assess")), Not(HasSubstr("another patient"))));
}

// So that a patient's page in the same browser stays open.
TEST(PracticeFormTest, AnAdminsCookieIsSentToThePracticesPageAlone) {
  const AdminConsole console;
  EXPECT_EQ(console.opened().cookie_path, "/console/practice");
  EXPECT_EQ(test::OpenConsole().opened().cookie_path, "/");
}

TEST(PracticeFormTest, EachFieldHasItsValueAndItsEffect) {
  const AdminConsole console;
  const Response page = console.Get();
  const app::Answers form = FormOf(page);
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"display_name", "Clinic"},
                                                        {"phone_number", "+4930123456"},
                                                        {"emergency_number", "112"},
                                                        {"time_zone", "Europe/Berlin"},
                                                        {"language_code", "en"},
                                                        {"paper_size", "a4"},
                                                        {"accent_color", ""},
                                                        {"default_delivery_mode", "mail"},
                                                        {"encrypt_attachments", "no"}}) {
    EXPECT_THAT(form, Contains(Pair(name, value)));
    EXPECT_THAT(form, Contains(Pair("was." + name, value)));
    EXPECT_THAT(page.body, HasSubstr("id=\"effect-" + name + '"'));
  }
  EXPECT_THAT(TextOf(page), AllOf(HasSubstr("What the configuration says"),
                                  HasSubstr("Way of mail not set Every mail"),
                                  HasSubstr("Version of the policies 1 Counts")));
}

TEST(PracticeFormTest, WhatWasChangedIsSavedAndNothingElse) {
  const AdminConsole console;
  const Response saved = console.Save(console.Get(), {{"display_name", "Nord & Söhne"},
                                                      {"language_code", "de"},
                                                      {"accepted_languages.fr", "on"},
                                                      {"accepted_languages.es", "on"},
                                                      {"paper_size", "letter"},
                                                      {"accent_color", "#0a5f73"},
                                                      {"default_delivery_mode", "paper"},
                                                      {"encrypt_attachments", "yes"}});
  EXPECT_EQ(saved.location, "/console/practice?saved=1");
  const app::Practice stored = Stored(console);
  EXPECT_EQ(stored.display_name, "Nord & Söhne");
  EXPECT_EQ(stored.language_code, "de");
  EXPECT_THAT(stored.accepted_languages, ::testing::UnorderedElementsAre("es", "fr"));
  EXPECT_EQ(stored.paper_size, app::PaperSize::kLetter);
  EXPECT_EQ(stored.accent_color, "#0a5f73");
  EXPECT_EQ(stored.default_delivery_mode, app::DeliveryMode::kPaper);
  EXPECT_TRUE(stored.encrypt_attachments);
  EXPECT_EQ(stored.phone_number, "+4930123456");
  const std::string page = TextOf(console.Get("/console/practice?saved=1"));
  EXPECT_THAT(page, AllOf(HasSubstr("Saved."), HasSubstr("no longer counts")));
  EXPECT_THAT(FormOf(console.Get()), Contains(Pair("accepted_languages.fr", "on")));
  // Nothing is changed: nothing is stored.
  EXPECT_EQ(console.Save(console.Get(), {}).location, "/console/practice");
  EXPECT_EQ(Stored(console), stored);
}

TEST(PracticeFormTest, ASettingThatTheConfigurationMadeAndIsNotTouchedIsNotJudged) {
  AdminConsole console;
  app::Practice configured = Stored(console);
  configured.phone_number = "+1 555 0142";
  ASSERT_THAT(console.clinic.practices.SeedPractice(configured), test::IsOk());
  EXPECT_EQ(console.Save(console.Get(), {{"display_name", "North"}}).status, 303);
  EXPECT_EQ(Stored(console).phone_number, "+1 555 0142");
}

TEST(PracticeFormTest, EveryFaultStandsAtItsFieldAndWhatWasTypedStays) {
  const AdminConsole console;
  const Response page = console.Save(console.Get(),
                                     {{"display_name", "<b>North"},
                                      {"phone_number", "030 123"},
                                      {"time_zone", "Nowhere"},
                                      {"accent_color", "#ffee00"}},
                                     "GIF89a");
  EXPECT_EQ(page.status, 422);
  EXPECT_THAT(TextOf(page), HasSubstr("Nothing was saved."));
  for (const char* fault :
       {"id=\"fault-phone_number\">With country code", "id=\"fault-time_zone\">A time zone",
        "id=\"fault-accent_color\">A dark color", "id=\"fault-logo\">A PNG",
        "id=\"fault-display_name\"></p>", "Choose it again", "&lt;b&gt;North"}) {
    EXPECT_THAT(page.body, HasSubstr(fault));
  }
  EXPECT_THAT(page.body, Not(HasSubstr("<b>North")));
  const app::Answers form = FormOf(page);
  EXPECT_THAT(form, Contains(Pair("phone_number", "030 123")));
  EXPECT_THAT(form, Contains(Pair("was.phone_number", "+4930123456")));
  EXPECT_EQ(Stored(console).display_name, "Clinic");
  // Mended, all of it is saved.
  const Response saved = console.Save(page, {{"display_name", "North"},
                                             {"phone_number", "+4930999999"},
                                             {"time_zone", "UTC"},
                                             {"accent_color", "#0a5f73"}});
  EXPECT_EQ(saved.status, 303);
  EXPECT_EQ(Stored(console).display_name, "North");
  EXPECT_EQ(Stored(console).time_zone, "UTC");
}

TEST(PracticeFormTest, WhatSomebodyElseHasStoredStandsBesideAndNothingIsLost) {
  const AdminConsole console;
  const Response page = console.Get();
  Change(console, "display_name", [](auto& practice) { practice.display_name = "Theirs"; });
  Change(console, "emergency_number", [](auto& practice) { practice.emergency_number = "911"; });
  const Response asked =
      console.Save(page, {{"display_name", "Mine"}, {"phone_number", "+4930999999"}});
  EXPECT_EQ(asked.status, 409);
  EXPECT_THAT(TextOf(asked),
              AllOf(HasSubstr("Somebody else has saved"), HasSubstr("Stored meanwhile: Theirs"),
                    Not(HasSubstr("Stored meanwhile: 911"))));
  EXPECT_THAT(FormOf(asked), Contains(Pair("display_name", "Mine")));
  EXPECT_THAT(FormOf(asked), Contains(Pair("phone_number", "+4930999999")));
  EXPECT_THAT(FormOf(asked), Contains(Pair("emergency_number", "911")));
  EXPECT_EQ(Stored(console).display_name, "Theirs");
  EXPECT_EQ(console.Save(asked, {}).status, 303);
  EXPECT_EQ(Stored(console).display_name, "Mine");
  EXPECT_EQ(Stored(console).phone_number, "+4930999999");
  EXPECT_EQ(Stored(console).emergency_number, "911");
}

TEST(PracticeFormTest, ALogoIsStoredShownAndTakenAway) {
  const AdminConsole console;
  EXPECT_EQ(console.Get("/console/practice/logo.png").status, 404);
  const std::string png("\x89PNG\0\r\n", 7);
  EXPECT_EQ(console.Save(console.Get(), {}, png).status, 303);
  const Response shown = console.Get("/console/practice/logo.png");
  EXPECT_EQ(shown.content_type, "image/png");
  EXPECT_EQ(shown.body, png);
  EXPECT_THAT(console.Get().body, HasSubstr("src=\"/console/practice/logo.png\""));
  EXPECT_EQ(console.Save(console.Get(), {{"display_name", "North"}}).status, 303);
  EXPECT_THAT(Stored(console).logo_sha256, Not(::testing::IsEmpty()));
  EXPECT_EQ(console.Save(console.Get(), {{"remove_logo", "on"}}).status, 303);
  EXPECT_EQ(Stored(console).logo_sha256, "");
}

TEST(PracticeFormTest, AFormWithoutTheSessionsTokenChangesNothing) {
  const AdminConsole console;
  EXPECT_EQ(console.Save(console.Get(), {{"display_name", "North"}, {"token", "forged"}}).status,
            403);
  EXPECT_EQ(Stored(console).display_name, "Clinic");
}

TEST(PracticeFormTest, AFormThatIsSentTwiceActsOnce) {
  const AdminConsole console;
  const Response page = console.Get();
  EXPECT_EQ(console.Save(page, {{"display_name", "North"}}).status, 303);
  EXPECT_EQ(console.Save(page, {{"display_name", "North"}}).status, 303);
  EXPECT_EQ(Stored(console).display_name, "North");
}

TEST(PracticeFormTest, HasItsWordsInEveryLanguage) {
  for (const char* language : {"en", "es", "de", "fr"}) {
    const AdminConsole console(language);
    const Response page = console.Get();
    const Response wrong = console.Save(page,
                                        {{"display_name", std::string(81, 'x')},
                                         {"phone_number", "1"},
                                         {"emergency_number", "1"},
                                         {"time_zone", "Nowhere"},
                                         {"language_code", "tlh"},
                                         {"accent_color", "#ffee00"}},
                                        "GIF");
    EXPECT_EQ(wrong.status, 422);
    Change(console, "display_name", [](auto& practice) { practice.display_name = "Theirs"; });
    const Response asked = console.Save(page, {{"display_name", "Mine"}});
    for (const Response& one : {page, wrong, asked, console.Get("/console/practice?saved=1")}) {
      EXPECT_THAT(TextOf(one), AllOf(Not(HasSubstr("console.")), Not(HasSubstr("practice."))))
          << language;
    }
  }
}

}  // namespace
}  // namespace ischia::web
