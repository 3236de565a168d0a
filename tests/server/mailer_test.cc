#include "service/server/mailer.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/server/handout_cases.h"
#include "tests/support/foreign_mail_reader.h"
#include "tests/support/result_matchers.h"

namespace ischia::server {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kPublished = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\n";
constexpr const char* kCancelled = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\n";

// A sheet in English, and nothing beside it.
struct Parts {
  app::Practice practice{
      domain::PracticeId{"sample"}, "Sample Clinic", "UTC", "en", "+4930123456", "112",
      app::PaperSize::kA4};
  app::HandoutRecord handout;
  std::string bytes = "%PDF-";
  std::string calendar;
  app::DeliveryRecord delivery;

  explicit Parts(const std::string& language_code = "en") {
    handout.fields.kind = app::HandoutKind::kProgram;
    handout.fields.language_code = language_code;
    delivery.name.delivery = domain::DeliveryId{"d1"};
    delivery.recipient = "pat@example.org";
    delivery.create_time = domain::CivilDay{std::chrono::year{2026} / 6 / 1};
  }
};

std::string Composed(const Parts& parts) {
  const HandoutMailComposer composer(mail::Mailbox::Parse("clinic@example.org").value(),
                                     test::Loaded().texts);
  const auto message = composer.Compose(
      {parts.practice, parts.handout, parts.bytes, parts.calendar, parts.delivery});
  EXPECT_THAT(message, test::IsOk());
  return message.ok() ? message->bytes : "";
}

support::ForeignMail Read(const Parts& parts) {
  support::ForeignMail mail = support::ReadAsForeigner(Composed(parts));
  EXPECT_EQ(mail.failure, "");
  EXPECT_THAT(mail.defects, IsEmpty());
  return mail;
}

TEST(HandoutMailTest, SaysTheSameAsTextAndAsHtml) {
  const support::ForeignMail mail = Read(Parts());
  EXPECT_THAT(mail.types, ElementsAre("multipart/mixed", "multipart/alternative", "text/plain",
                                      "text/html", "application/pdf"));
  EXPECT_THAT(mail.text, StartsWith("Hello,\n\nyour clinic has made a document for you."));
  EXPECT_THAT(mail.text, HasSubstr("Call Sample Clinic at +4930123456.\nPlease do not answer"));
  EXPECT_THAT(mail.html, AllOf(HasSubstr("<p>Hello,</p>"),
                               HasSubstr("Call Sample Clinic at +4930123456.<br>\nPlease do not")));
}

TEST(HandoutMailTest, HtmlFetchesNothingAndRunsNothing) {
  for (const std::string_view language : test::Loaded().texts.languages()) {
    const std::string html = Read(Parts(std::string(language))).html;
    for (const char* word : {"http", "src=", "href", "url(", "<script", "<img", "<link"}) {
      EXPECT_THAT(html, Not(HasSubstr(word))) << language;
    }
  }
}

TEST(HandoutMailTest, AClinicsNameIsNoMarkup) {
  Parts parts;
  parts.practice.display_name = "Knee & <b>Hip</b>";
  const support::ForeignMail mail = Read(parts);
  EXPECT_THAT(mail.html,
              AllOf(HasSubstr("Knee &amp; &lt;b&gt;Hip&lt;/b&gt;"), Not(HasSubstr("<b>"))));
  EXPECT_THAT(mail.text, HasSubstr("Knee & <b>Hip</b>"));
}

TEST(HandoutMailTest, APageSaysItsLanguageAndDirection) {
  EXPECT_THAT(Read(Parts("es-MX")).html, HasSubstr("<html lang=\"es\" dir=\"ltr\">"));
  EXPECT_THAT(Read(Parts("zh-CN")).html, HasSubstr("<html lang=\"zh-Hans\" dir=\"ltr\">"));
  EXPECT_THAT(Read(Parts("ar")).html, HasSubstr("<html lang=\"ar\" dir=\"rtl\">"));
}

TEST(HandoutMailTest, AnUnreviewedTranslationSaysSo) {
  EXPECT_THAT(Read(Parts("en")).text, Not(HasSubstr("translation")));
  EXPECT_THAT(Read(Parts("de")).text, HasSubstr("Diese Übersetzung hat noch kein Fachmensch"));
}

TEST(HandoutMailTest, TheCalendarStandsBesideTheSheet) {
  Parts parts;
  parts.calendar = kPublished;
  const std::string message = Composed(parts);
  EXPECT_THAT(message, HasSubstr("Content-Type: text/calendar; charset=utf-8\r\n"));
  const support::ForeignMail mail = Read(parts);
  EXPECT_THAT(mail.text, HasSubstr("The other file is for your calendar."));
  ASSERT_EQ(mail.attachments.size(), 2U);
  EXPECT_EQ(mail.attachments[0].name, "document.pdf");
  EXPECT_EQ(mail.attachments[1].name, "calendar.ics");
  EXPECT_EQ(mail.attachments[1].type, "text/calendar");
  EXPECT_EQ(mail.attachments[1].bytes, kPublished);
}

TEST(HandoutMailTest, ACalendarThatCancelsDoesNotGoBesideASheet) {
  Parts parts;
  parts.calendar = kCancelled;
  const support::ForeignMail mail = Read(parts);
  EXPECT_EQ(mail.attachments.size(), 1U);
  EXPECT_THAT(mail.text, Not(HasSubstr("calendar")));
}

TEST(HandoutMailTest, ACalendarGoesAloneAsACalendar) {
  Parts parts;
  parts.handout.fields.kind = app::HandoutKind::kCalendar;
  parts.bytes = kPublished;
  const support::ForeignMail mail = Read(parts);
  ASSERT_EQ(mail.attachments.size(), 1U);
  EXPECT_EQ(mail.attachments[0].name, "calendar.ics");
  EXPECT_EQ(mail.attachments[0].type, "text/calendar");
  EXPECT_THAT(mail.text, AllOf(HasSubstr("add the dates"), Not(HasSubstr("PDF"))));
  parts.bytes = kCancelled;
  EXPECT_THAT(Read(parts).text, HasSubstr("take them out of your calendar"));
}

TEST(HandoutMailTest, AnEncryptedSheetAsksForItsPassword) {
  Parts parts;
  EXPECT_THAT(Read(parts).text, Not(HasSubstr("password")));
  parts.handout.encrypted = true;
  EXPECT_THAT(Read(parts).text, HasSubstr("Your clinic has told you the password."));
}

TEST(HandoutMailTest, EqualPartsGiveEqualBytes) {
  EXPECT_EQ(Composed(Parts("hi")), Composed(Parts("hi")));
}

}  // namespace
}  // namespace ischia::server
