#include "tests/support/postfix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "integration/mail/message.h"
#include "integration/mail/smtp.h"
#include "tests/integration/mail/message_examples.h"
#include "tests/support/foreign_mail_reader.h"

namespace ischia::mail {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(PostfixTest, TakesOurMessageAndDeliversItUnchanged) {
  if (geteuid() != 0) GTEST_SKIP() << "Postfix starts as root only; run this test as root";
  const support::PrivatePostfix postfix;
  ASSERT_TRUE(postfix.ok()) << postfix.failure();
  const std::string address = std::string("anna@") + support::PrivatePostfix::kDomain;
  Message message = ExampleMessage();
  message.to = Box(address);
  message.subject = Line("Übungen für zu Hause");
  message.text = ".\nGrüße\n..\nEnde\n";
  message.html = "<p>.<br>\n.<br>\nGrüße</p>\n";
  message.attachments.push_back(ExampleSheet(60'000));
  const SmtpRelay relay{.host = "127.0.0.1",
                        .port = postfix.port(),
                        .tls = Tls::kNone,
                        .user = "",
                        .password = "",
                        .helo_name = "clinic.test",
                        .ca_file = "",
                        .limits = {}};

  const SendResult result = Send(relay, Box("bounce@clinic.test"), message.to,
                                 Build(message).value(), [] { return true; });
  ASSERT_EQ(result.outcome, Outcome::kAccepted) << result.text;
  EXPECT_THAT(result.text, HasSubstr("queued as"));

  const std::string delivered = postfix.WaitForMessage(std::chrono::seconds(60));
  const support::ForeignMail mail = support::ReadAsForeigner(delivered);
  EXPECT_EQ(mail.failure, "");
  EXPECT_THAT(mail.defects, IsEmpty());
  EXPECT_EQ(mail.Header("Subject"), "Übungen für zu Hause");
  EXPECT_EQ(mail.Header("Message-ID"), "<" + message.message_id.id() + ">");
  EXPECT_EQ(mail.Header("Delivered-To"), address);
  EXPECT_EQ(mail.Header("Return-Path"), "<bounce@clinic.test>");
  EXPECT_THAT(mail.recipients, ElementsAre(address));
  EXPECT_EQ(mail.text, message.text);
  EXPECT_EQ(mail.html, message.html);
  ASSERT_EQ(mail.attachments.size(), 1U);
  EXPECT_TRUE(mail.attachments[0].bytes == message.attachments[0].bytes);
}

}  // namespace
}  // namespace ischia::mail
