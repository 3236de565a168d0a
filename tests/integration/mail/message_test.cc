#include "integration/mail/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "tests/integration/mail/message_examples.h"
#include "tests/support/foreign_mail_reader.h"

namespace ischia::mail {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Bytes(const Message& message) {
  const Parsed<std::string> bytes = Build(message);
  EXPECT_TRUE(bytes.ok()) << bytes.reason();
  return bytes.ok() ? bytes.value() : std::string();
}

std::vector<std::string> LinesOf(const std::string& message) {
  std::vector<std::string> lines;
  std::istringstream stream(message);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

const std::vector<std::string>& Injections() {
  static const auto& all = *new std::vector<std::string>{std::string("a\r\nBcc: x@y.test"),
                                                         std::string("a\rBcc: x@y.test"),
                                                         std::string("a\nBcc: x@y.test"),
                                                         std::string("a\0b", 3),
                                                         std::string("a\x1b[2J"),
                                                         std::string("a\x7f"),
                                                         std::string("a\xc2\x85"),
                                                         std::string("a\xe2\x80\xa8"),
                                                         std::string("a\xff"),
                                                         std::string("a\xc0\x8a"),
                                                         std::string("a\xed\xa0\x80"),
                                                         std::string("a\xe2\x80")};
  return all;
}

TEST(MailboxTest, AcceptsOrdinaryAddresses) {
  for (const char* address : {"a@b.test", "first.last+tag@sub-1.example.org", "o'neil@x.test"}) {
    EXPECT_TRUE(Mailbox::Parse(address).ok()) << address;
  }
}

TEST(MailboxTest, RefusesWhatIsNotOnePlainAddress) {
  for (const char* address : {"",
                              "a",
                              "@b.test",
                              "a@",
                              "a@b@c.test",
                              ".a@b.test",
                              "a.@b.test",
                              "a..b@c.test",
                              "\"a b\"@c.test",
                              "a b@c.test",
                              "a@b..test",
                              "a@-b.test",
                              "a@b-.test",
                              "a@[127.0.0.1]",
                              "a@b_c.test",
                              "<a@b.test>",
                              "a@b.test,c@d.test",
                              "a%c@b.test",
                              "b!a@c.test",
                              "j\xc3\xbcrgen@b.test",
                              "a@b.test ",
                              "a(x)@b.test"}) {
    EXPECT_FALSE(Mailbox::Parse(address).ok()) << address;
  }
}

TEST(MailboxTest, EndsAt254Characters) {
  const std::string local(64, 'l');
  const std::string label(61, 'd');
  const std::string domain = label + "." + label + "." + label + ".";  // 186
  EXPECT_TRUE(Mailbox::Parse(local + "@" + domain + "abc").ok());      // 254
  EXPECT_FALSE(Mailbox::Parse(local + "@" + domain + "abcd").ok());
  EXPECT_FALSE(Mailbox::Parse(local + "l@b.test").ok());
}

TEST(HeaderValueTest, EveryTypeRefusesInjection) {
  for (const std::string& evil : Injections()) {
    EXPECT_FALSE(Mailbox::Parse(evil + "@b.test").ok()) << evil;
    EXPECT_FALSE(Mailbox::Parse("a@" + evil).ok()) << evil;
    EXPECT_FALSE(HeaderText::Parse(evil).ok()) << evil;
    EXPECT_FALSE(FileName::Parse(evil).ok()) << evil;
    EXPECT_FALSE(MediaType::Parse("application/" + evil).ok()) << evil;
    EXPECT_FALSE(MessageId::Parse(evil + "@b.test").ok()) << evil;
    EXPECT_FALSE(MessageId::Parse("a@" + evil).ok()) << evil;
  }
}

TEST(HeaderValueTest, LengthsAreBounded) {
  std::string two_hundred;
  for (int i = 0; i < 200; ++i) two_hundred += "\xc3\xbc";
  EXPECT_TRUE(HeaderText::Parse(two_hundred).ok());
  EXPECT_FALSE(HeaderText::Parse(two_hundred + "x").ok());
  EXPECT_FALSE(HeaderText::Parse("").ok());
  EXPECT_TRUE(FileName::Parse(std::string(64, 'f')).ok());
  EXPECT_FALSE(FileName::Parse(std::string(65, 'f')).ok());
  EXPECT_FALSE(FileName::Parse("").ok());
  EXPECT_FALSE(FileName::Parse("../f").ok());
  EXPECT_TRUE(MessageId::Parse(std::string(193, 'm') + "@b.test").ok());
  EXPECT_FALSE(MessageId::Parse(std::string(194, 'm') + "@b.test").ok());
  EXPECT_FALSE(MessageId::Parse("a/b@c.test").ok());
  EXPECT_FALSE(MediaType::Parse("pdf").ok());
  EXPECT_FALSE(MediaType::Parse("text/plain; charset=x").ok());
}

TEST(HeaderValueTest, ARefusalDoesNotQuoteTheInput) {
  EXPECT_THAT(Mailbox::Parse("anna miller@x.test").reason(), Not(HasSubstr("anna")));
  EXPECT_THAT(HeaderText::Parse("anna\r\n").reason(), Not(HasSubstr("anna")));
}

TEST(MessageTest, HasExactlyOurHeadersInOurOrder) {
  Message message = ExampleMessage();
  message.attachments.push_back(ExampleSheet(100));
  EXPECT_THAT(support::ReadAsForeigner(Bytes(message)).HeaderNames(),
              ElementsAre("Date", "From", "To", "Subject", "Message-ID", "MIME-Version",
                          "Content-Type", "Auto-Submitted"));
  message.reply_to = Box("reply@clinic.test");
  message.attachments.clear();
  EXPECT_THAT(support::ReadAsForeigner(Bytes(message)).HeaderNames(),
              ElementsAre("Date", "From", "Reply-To", "To", "Subject", "Message-ID", "MIME-Version",
                          "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted"));
}

TEST(MessageTest, AForeignParserReadsBackEveryPart) {
  Message message = ExampleMessage();
  message.text = "Grüße,\r\nein Blatt = gut. \t\nZeile drei\rende ohne Zeilenende";
  message.attachments = {ExampleSheet(60'000), ExampleSheet(0), ExampleSheet(58)};
  const support::ForeignMail mail = support::ReadAsForeigner(Bytes(message));
  EXPECT_EQ(mail.failure, "");
  EXPECT_THAT(mail.defects, IsEmpty());
  EXPECT_EQ(mail.Header("Date"), "Tue, 14 Nov 2023 18:43:20 -0330");
  EXPECT_EQ(mail.Header("From"), "Clinic Test <post@clinic.test>");
  EXPECT_EQ(mail.Header("Subject"), "Your exercises");
  EXPECT_EQ(mail.Header("Message-ID"), "<ischia.0123456789abcdef@clinic.test>");
  EXPECT_EQ(mail.Header("Auto-Submitted"), "auto-generated");
  EXPECT_THAT(mail.recipients, ElementsAre("anna@mail.test"));
  EXPECT_EQ(mail.text, "Grüße,\nein Blatt = gut. \t\nZeile drei\nende ohne Zeilenende\n");
  ASSERT_EQ(mail.attachments.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(mail.attachments[i].name, "exercises.pdf");
    EXPECT_EQ(mail.attachments[i].type, "application/pdf");
    EXPECT_TRUE(mail.attachments[i].bytes == message.attachments[i].bytes) << i;
  }
}

TEST(MessageTest, WordsInTwoFormsStandBesideTheAttachments) {
  Message message = ExampleMessage();
  message.html = "<p dir=\"rtl\">مرحبًا = " + std::string(2'000, 'w') + "</p>\n";
  support::ForeignMail mail = support::ReadAsForeigner(Bytes(message));
  EXPECT_THAT(mail.types, ElementsAre("multipart/alternative", "text/plain", "text/html"));
  EXPECT_THAT(mail.defects, IsEmpty());
  EXPECT_EQ(mail.text, message.text);
  EXPECT_EQ(mail.html, message.html);
  EXPECT_THAT(mail.HeaderNames(), ElementsAre("Date", "From", "To", "Subject", "Message-ID",
                                              "MIME-Version", "Content-Type", "Auto-Submitted"));
  message.attachments = {ExampleSheet(100)};
  mail = support::ReadAsForeigner(Bytes(message));
  EXPECT_THAT(mail.types, ElementsAre("multipart/mixed", "multipart/alternative", "text/plain",
                                      "text/html", "application/pdf"));
  EXPECT_THAT(mail.defects, IsEmpty());
  EXPECT_EQ(mail.html, message.html);
  EXPECT_EQ(mail.attachments.size(), 1U);
}

TEST(MessageTest, AnAttachedTextSaysThatItIsUtf8) {
  Message message = ExampleMessage();
  message.attachments = {{FileName::Parse("calendar.ics").value(),
                          MediaType::Parse("text/calendar").value(), "SUMMARY:Grüße\r\n"}};
  EXPECT_THAT(Bytes(message), HasSubstr("\r\nContent-Type: text/calendar; charset=utf-8\r\n"));
  EXPECT_EQ(support::ReadAsForeigner(Bytes(message)).attachments.at(0).bytes, "SUMMARY:Grüße\r\n");
}

TEST(MessageTest, SubjectsAndNamesOfAnyScriptComeBackWhole) {
  std::string long_word;
  for (int i = 0; i < 50; ++i)
    long_word +=
        "\xf0\x9f\x8f\x83\xc3\xbc"
        "a\xe4\xb8\xad";
  for (const std::string& text :
       {std::string("plain"), std::string("quote \" and \\ and, <comma>"), std::string("Übungen"),
        std::string("=?UTF-8?B?AAAA?="), std::string("تمارين أوتار الركبة"),
        std::string("两个 空格  里"), std::string(200, 'x'), std::string(" lead and trail "),
        std::string("seventy characters of plain text that with its name fill one line......"),
        long_word}) {
    Message message = ExampleMessage();
    message.subject = Line(text);
    message.from_name = Line(text);
    const std::string bytes = Bytes(message);
    const support::ForeignMail mail = support::ReadAsForeigner(bytes);
    EXPECT_EQ(mail.failure, "") << text;
    EXPECT_EQ(mail.Header("Subject"), text);
    EXPECT_THAT(mail.Header("From"), HasSubstr("<post@clinic.test>"));
    EXPECT_THAT(mail.recipients, ElementsAre("anna@mail.test"));
  }
}

TEST(MessageTest, EncodedWordsNeverSplitACharacterNorExceedTheirLength) {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    Message message = ExampleMessage();
    std::string text(shift, 'a');
    for (int i = 0; i < 60; ++i) text += "\xf0\x9f\x8f\x83";
    message.subject = Line(text);
    std::string bytes = Bytes(message);
    for (const std::string& line : LinesOf(bytes)) {
      if (line.find("=?UTF-8?B?") == std::string::npos) continue;
      EXPECT_LE(line.size(), 77U);  // 76 and the CR
      EXPECT_LE(line.find("?=\r") + 2 - line.find("=?"), 75U);
    }
    // With a plain word between them, a reader has to decode each encoded word by itself.
    for (std::size_t at = 0; (at = bytes.find("?=\r\n =?", at)) != std::string::npos; at += 5) {
      bytes.replace(at, 5, "?=\r\n x ");
    }
    const std::string subject = support::ReadAsForeigner(bytes).Header("Subject");
    EXPECT_THAT(subject, HasSubstr(" x \xf0\x9f\x8f\x83"));
    EXPECT_THAT(subject, Not(HasSubstr("\xef\xbf\xbd")));
  }
}

TEST(MessageTest, LongAddressesStayWithinTheLineLimit) {
  Message message = ExampleMessage();
  const std::string label(61, 'd');
  message.to = Box(std::string(64, 'l') + "@" + label + "." + label + "." + label + ".abc");
  message.from = message.to;
  message.reply_to = message.to;
  const support::ForeignMail mail = support::ReadAsForeigner(Bytes(message));
  EXPECT_THAT(mail.recipients, ElementsAre(message.to.address()));
  EXPECT_THAT(mail.defects, IsEmpty());
}

TEST(MessageTest, TextLinesNeedNoDotsNoLengthAndNoCare) {
  Message message = ExampleMessage();
  message.text = ".\n..\n.leading\nFrom here\n" + std::string(5'000, 'w') + "\n" +
                 std::string(80, ' ') + "\n=3D\n";
  const std::string bytes = Bytes(message);
  EXPECT_EQ(support::ReadAsForeigner(bytes).text, message.text);
  for (const std::string& line : LinesOf(bytes)) {
    EXPECT_LE(line.size(), 79U);
    EXPECT_FALSE(line.ends_with(" \r")) << "a blank at the end gets lost on the way";
  }
}

TEST(MessageTest, EqualInputGivesEqualBytes) {
  Message message = ExampleMessage();
  message.attachments.push_back(ExampleSheet(1'000));
  EXPECT_EQ(Bytes(message), Bytes(message));
  Message other = message;
  other.message_id = MessageId::Parse("ischia.other@clinic.test").value();
  EXPECT_NE(Bytes(message), Bytes(other));
}

TEST(MessageTest, RefusesTextWithControlCharactersOrBrokenEncoding) {
  for (const std::string& evil : Injections()) {
    if (evil.find_first_of("\r\n") != std::string::npos) continue;
    Message message = ExampleMessage();
    message.text = evil;
    EXPECT_FALSE(Build(message).ok()) << evil;
  }
}

TEST(MessageTest, RefusesHtmlWithControlCharactersOrBrokenEncoding) {
  for (const std::string html : {"<p>\x1b</p>", "<p>\xff</p>"}) {
    Message message = ExampleMessage();
    message.html = html;
    EXPECT_FALSE(Build(message).ok());
  }
}

TEST(MessageTest, RefusesDatesOutsideTheCalendarOfMail) {
  Message message = ExampleMessage();
  message.date.instant = std::chrono::sys_seconds::min();
  EXPECT_FALSE(Build(message).ok());
  message.date.instant = std::chrono::sys_seconds::max();
  EXPECT_FALSE(Build(message).ok());
  message = ExampleMessage();
  message.date.offset = std::chrono::hours(15);
  EXPECT_FALSE(Build(message).ok());
}

TEST(MessageTest, TheIdCanBeReadBackFromTheBytes) {
  EXPECT_EQ(MessageIdOf(Bytes(ExampleMessage())).value(), ExampleMessage().message_id);
  EXPECT_FALSE(MessageIdOf("Message-ID: <a@b.test>\r\n\r\n").ok());
}

// Each case: what a good message has, and what takes its place.
struct Damage {
  const char* good;
  std::string bad;
  const char* fault;
};

TEST(FindFaultTest, SeesEveryKindOfDamage) {
  const std::string good = Bytes(ExampleMessage());
  ASSERT_EQ(FindFault(good), "");
  const std::vector<Damage> all = {
      {"Hello,\r\n", "Hello,\n", "LF without CR"},
      {"Hello,\r\n", "Hello,\n.\r\n", "LF without CR"},
      {"Hello,\r\n", "Hello,\r\r\n", "CR without LF"},
      {"Hello,", std::string("He\0lo,", 6), "control character"},
      {"Hello,", "Hell\xc3\xb6,", "byte beyond ASCII"},
      {"Hello,", std::string(999, 'x'), "line too long"},
      {"To: <anna@mail.test>", "To: <anna@mail.test>, <b@mail.test>", "not exactly one recipient"},
      {"To: <anna@mail.test>", "To: anna@mail.test", "not exactly one recipient"},
      {"Subject:", "Bcc: <b@mail.test>\r\nSubject:", "header missing, unknown or out of order"},
      {"Subject:", "To: <b@mail.test>\r\nSubject:", "header missing, unknown or out of order"},
      {"MIME-Version: 1.0\r\n", "", "header missing, unknown or out of order"},
      {"Auto-Submitted: auto-generated\r\n", "", "header missing"},
      {"auto-generated\r\n", "auto-generated\r\nX-Mailer: x\r\n", "header unknown or out of order"},
      {"<ischia.", "ischia.", "bad Message-ID"},
      {"Your exercises", "Your exercises\r\n \t", "malformed header"},
      {"Your exercises", "Your exercises " + std::string(70, 'x'), "malformed header"},
      {"Date: ", "Date ", "header missing, unknown or out of order"},
      {"Date: ", " folded\r\nDate: ", "header missing, unknown or out of order"},
  };
  for (const Damage& damage : all) {
    std::string message = good;
    const std::size_t at = message.find(damage.good);
    ASSERT_NE(at, std::string::npos) << damage.good;
    message.replace(at, std::string(damage.good).size(), damage.bad);
    EXPECT_EQ(FindFault(message), damage.fault) << damage.good << " -> " << damage.bad;
  }
  EXPECT_EQ(FindFault(""), "last line is not ended");
  EXPECT_EQ(FindFault(good.substr(0, good.size() - 2)), "last line is not ended");
  EXPECT_EQ(FindFault("\r\n"), "header missing");
}

}  // namespace
}  // namespace ischia::mail
