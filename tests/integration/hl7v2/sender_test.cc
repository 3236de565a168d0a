#include "integration/hl7v2/sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <latch>
#include <semaphore>
#include <string>
#include <vector>

#include "integration/hl7v2/mllp.h"
#include "tests/integration/hl7v2/samples.h"
#include "tests/integration/hl7v2/scripted_receiver.h"
#include "tests/support/free_port.h"

namespace ischia::hl7v2 {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// For what must come, on a machine however busy; and for what never does.
constexpr Limits kPatient{.connect = 60s, .send = 60s, .answer = 60s};
constexpr Limits kBrief{.connect = 60s, .send = 60s, .answer = 50ms};

Sender::Deadline Soon() { return std::chrono::steady_clock::now() + 120s; }

Target At(std::uint16_t port) { return {.host = "127.0.0.1", .port = port}; }

std::string MessageWith(const std::string& control_id, std::string pdf = "%PDF-1.7\n") {
  Document document = SecondVersion();
  document.bytes = std::move(pdf);
  return std::get<std::string>(WriteDocument(
      ClinicSite(), {.control_id = control_id, .made = Morning()}, Erika(), document));
}

// More than can wait in any buffer between sender and receiver.
std::string LargeMessage() {
  std::string pdf = "%PDF-";
  pdf.resize(30'000'000);
  return MessageWith("IS1", std::move(pdf));
}

std::string Say(const Delivery& delivery) {
  constexpr std::array kNames = {"accepted", "refused", "other", "unanswered", "not sent"};
  return std::string(kNames.at(static_cast<std::size_t>(delivery.outcome))) + ": " +
         std::string(delivery.why) + (delivery.code.empty() ? "" : ", ") +
         std::string(delivery.code);
}

// What one message comes to that is answered by these bytes.
std::string AnsweredBy(const std::string& answer, std::size_t piece = SIZE_MAX,
                       const Limits& limits = kPatient) {
  ScriptedReceiver receiver([&](ReceiverConnection& connection, int) {
    while (connection.Read()) connection.Send(answer, piece);
  });
  return Say(Sender(At(receiver.port()), limits).Send(MessageWith("IS1"), Soon()));
}

TEST(SenderTest, AnAnswerIsOneOfThreeOutcomes) {
  EXPECT_EQ(AnsweredBy(Acknowledging("AA", "IS1")), "accepted: accepted, AA");
  EXPECT_EQ(AnsweredBy(Acknowledging("CA", "IS1")), "accepted: accepted, CA");
  for (const char* code : {"AE", "AR", "CE", "CR"}) {
    EXPECT_EQ(AnsweredBy(Acknowledging(code, "IS1")),
              std::string("refused: the receiver refused the message, ") + code);
  }
  EXPECT_EQ(AnsweredBy(Acknowledging("AA", "IS2")),
            "other: the receiver answered another message, AA");
  EXPECT_EQ(AnsweredBy(Acknowledging("AE", "")),
            "other: the receiver answered another message, AE");
}

TEST(SenderTest, AnAnswerMayComeByteByByte) {
  EXPECT_EQ(AnsweredBy(Acknowledging("AA", "IS1"), 1), "accepted: accepted, AA");
}

TEST(SenderTest, WhatCannotBeReadIsNoAnswer) {
  EXPECT_EQ(AnsweredBy("HTTP/1.1 400 Bad Request\r\n\r\n"), "unanswered: the answer is no frame");
  EXPECT_EQ(AnsweredBy("\x0B"
                       "MSA|AA|IS1\r\x1C\n"),
            "unanswered: the answer is no frame");
  EXPECT_EQ(AnsweredBy("\x0B"
                       "MSA|AA|IS1\r\x1C\r"),
            "unanswered: the answer is no acknowledgment");
  EXPECT_EQ(AnsweredBy("\x0B\x1C\r"), "unanswered: the answer is no acknowledgment");
  EXPECT_EQ(AnsweredBy(Acknowledging("ZZ", "IS1")), "unanswered: the answer is no acknowledgment");
  EXPECT_EQ(AnsweredBy('\x0B' + std::string(1'000'000, 'x')), "unanswered: the answer is no frame");
}

TEST(SenderTest, NoAnswerIsAnOutcomeOfItsOwn) {
  EXPECT_EQ(AnsweredBy("", 1, kBrief), "unanswered: no answer in time");
  const std::string whole = Acknowledging("AA", "IS1");
  EXPECT_EQ(AnsweredBy(whole.substr(0, whole.size() - 1), SIZE_MAX, kBrief),
            "unanswered: no answer in time");
  EXPECT_EQ(AnsweredBy("\r\n\r\n", SIZE_MAX, kBrief), "unanswered: no answer in time");
}

TEST(SenderTest, ALineThatNeverEndsEndsAtTheLimit) {
  ScriptedReceiver receiver([](ReceiverConnection& connection, int) {
    (void)connection.Read();
    const std::string lines(1'000'000, '\n');
    while (connection.Send(lines)) {
    }
  });
  Sender sender(At(receiver.port()), kBrief);
  EXPECT_EQ(Say(sender.Send(MessageWith("IS1"), Soon())), "unanswered: no answer in time");
}

TEST(SenderTest, TheDeadlineEndsWhatALimitWouldNot) {
  ScriptedReceiver receiver(
      [](ReceiverConnection& connection, int) { connection.WaitForHangUp(); });
  Sender sender(At(receiver.port()), kPatient);
  EXPECT_EQ(Say(sender.Send(MessageWith("IS1"), std::chrono::steady_clock::now() + 50ms)),
            "unanswered: no answer in time");
  EXPECT_EQ(Say(sender.Send(MessageWith("IS1"), std::chrono::steady_clock::now() - 1s)),
            "not sent: no connection");
}

TEST(SenderTest, AnEndBeforeTheAnswerLeavesItOpen) {
  ScriptedReceiver receiver([](ReceiverConnection& connection, int number) {
    (void)connection.Read();
    if (number == 2) connection.Send(Acknowledging("AA", "IS1").substr(0, 20));
  });
  Sender sender(At(receiver.port()), kPatient);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Say(sender.Send(MessageWith("IS1"), Soon())),
              "unanswered: the connection ended before the answer");
  }
}

TEST(SenderTest, AMessageThatStallsHasNotArrived) {
  std::latch given_up(1);
  ScriptedReceiver receiver([&](ReceiverConnection&, int) { given_up.wait(); });
  Sender sender(At(receiver.port()), {.connect = 60s, .send = 100ms, .answer = 60s});
  EXPECT_EQ(Say(sender.Send(LargeMessage(), Soon())),
            "not sent: the connection ended or stalled within the message");
  given_up.count_down();
}

TEST(SenderTest, AnEndWithinTheMessageIsSurvived) {
  ScriptedReceiver receiver([](ReceiverConnection&, int) {});
  Sender sender(At(receiver.port()), kPatient);
  EXPECT_EQ(Say(sender.Send(LargeMessage(), Soon())),
            "not sent: the connection ended or stalled within the message");
}

TEST(SenderTest, NobodyThereIsNotSent) {
  Sender sender(At(support::FreePort()), kPatient);
  EXPECT_EQ(Say(sender.Send(MessageWith("IS1"), Soon())), "not sent: no connection");
  // No name server is asked for a label of more than 63 characters.
  Sender nameless({.host = std::string(64, 'a'), .port = 2575}, kPatient);
  EXPECT_EQ(Say(nameless.Send(MessageWith("IS1"), Soon())),
            "not sent: the receiver's name is not known");
}

TEST(SenderTest, ClearTextStaysInTheHouse) {
  for (const char* outside :
       {"192.0.2.1", "8.8.8.8", "172.32.0.1", "172.15.255.255", "11.0.0.1", "192.169.0.1",
        "100.64.0.1", "0.0.0.0", "2001:db8::1", "::", "::ffff:192.0.2.1", "fe00::1"}) {
    Sender sender({.host = outside, .port = 2575}, kPatient);
    EXPECT_EQ(Say(sender.Send(MessageWith("IS1"), Soon())),
              "not sent: the receiver is neither this machine nor in the local network")
        << outside;
  }
  // With no time to connect in, nobody is called.
  for (const char* inside : {"127.0.0.1", "10.255.0.1", "172.16.0.1", "172.31.255.1", "192.168.3.4",
                             "169.254.1.1", "::1", "fd00::1", "::ffff:10.0.0.1"}) {
    Sender sender({.host = inside, .port = 2575}, kPatient);
    EXPECT_EQ(Say(sender.Send(MessageWith("IS1"), Sender::Deadline())), "not sent: no connection")
        << inside;
  }
}

TEST(SenderTest, AnAddressIsJudgedBeforeAnythingIsSent) {
  for (const char* host : {"203.0.113.7", "8.8.8.8", "2001:db8::7", "::ffff:8.8.8.8"}) {
    EXPECT_TRUE(IsBeyondTheLocalNetwork(host)) << host;
  }
  for (const char* host : {"127.0.0.1", "192.168.1.20", "::1", "fd00::1", "pvs.example", ""}) {
    EXPECT_FALSE(IsBeyondTheLocalNetwork(host)) << host;
  }
}

TEST(SenderTest, WhatIsNoMessageIsNotSent) {
  ScriptedReceiver receiver([](ReceiverConnection&, int) {});
  Sender sender(At(receiver.port()), kPatient);
  for (const std::string& message :
       {std::string(), std::string("hello"), std::string("MSH|^~\\&|A|B|C|D|1||MDM^T02\r"),
        MessageWith("IS1") + '\x0B', MessageWith("IS1") + '\x1C'}) {
    EXPECT_EQ(Say(sender.Send(message, Soon())), "refused: this is no message with a control id");
  }
  EXPECT_EQ(receiver.connections(), 0);
}

// Sends messages IS1, IS2 and so on by one sender; what came of each, and how many connections.
std::vector<std::string> SendAll(int count, const ScriptedReceiver::Script& script,
                                 int* connections) {
  ScriptedReceiver receiver(script);
  Sender sender(At(receiver.port()), kPatient);
  std::vector<std::string> said;
  for (int i = 1; i <= count; ++i) {
    said.push_back(Say(sender.Send(MessageWith("IS" + std::to_string(i)), Soon())));
  }
  *connections = receiver.connections();
  return said;
}

void AcceptAll(ReceiverConnection& connection) {
  while (const auto message = connection.Read()) {
    connection.Send(Acknowledging("AA", ControlIdOf(*message)));
  }
}

TEST(SenderTest, MessagesOfOneSenderShareAConnection) {
  int connections = 0;
  EXPECT_THAT(
      SendAll(
          3, [](ReceiverConnection& c, int) { AcceptAll(c); }, &connections),
      ElementsAre("accepted: accepted, AA", "accepted: accepted, AA", "accepted: accepted, AA"));
  EXPECT_EQ(connections, 1);
}

TEST(SenderTest, ARefusalKeepsTheConnection) {
  int connections = 0;
  const auto script = [](ReceiverConnection& connection, int) {
    (void)connection.Read();
    connection.Send(Acknowledging("AE", "IS1"));
    AcceptAll(connection);
  };
  EXPECT_THAT(
      SendAll(2, script, &connections),
      ElementsAre("refused: the receiver refused the message, AE", "accepted: accepted, AA"));
  EXPECT_EQ(connections, 1);
}

TEST(SenderTest, AReceiverThatHangsUpAfterEachAnswerIsCalledAgain) {
  std::counting_semaphore<> ends(0);
  ScriptedReceiver receiver([&](ReceiverConnection& connection, int) {
    const auto message = connection.Read();
    connection.Send(Acknowledging("AA", ControlIdOf(message.value_or(""))));
    connection.HangUp();
    ends.release();
  });
  Sender sender(At(receiver.port()), kPatient);
  for (const char* id : {"IS1", "IS2", "IS3"}) {
    EXPECT_EQ(Say(sender.Send(MessageWith(id), Soon())), "accepted: accepted, AA");
    ends.acquire();
  }
  EXPECT_EQ(receiver.connections(), 3);
}

// The first connection says more than it is asked; the second answers as it should.
TEST(SenderTest, ASecondAnswerIsNotTheNextMessages) {
  int connections = 0;
  const auto script = [](ReceiverConnection& connection, int number) {
    if (number == 2) return AcceptAll(connection);
    (void)connection.Read();
    connection.Send(Acknowledging("AA", "IS1") + Acknowledging("AE", "IS2"));
    connection.WaitForHangUp();
  };
  EXPECT_THAT(SendAll(2, script, &connections),
              ElementsAre("accepted: accepted, AA", "accepted: accepted, AA"));
  EXPECT_EQ(connections, 2);
}

TEST(SenderTest, ALateAnswerIsNotTheNextMessages) {
  std::latch answered(1);
  std::latch said_more(1);
  ScriptedReceiver receiver([&](ReceiverConnection& connection, int number) {
    if (number == 2) return AcceptAll(connection);
    (void)connection.Read();
    connection.Send(Acknowledging("CA", "IS1"));
    answered.wait();
    connection.Send(Acknowledging("AE", "IS2"));
    said_more.count_down();
    connection.WaitForHangUp();
  });
  Sender sender(At(receiver.port()), kPatient);
  EXPECT_EQ(Say(sender.Send(MessageWith("IS1"), Soon())), "accepted: accepted, CA");
  answered.count_down();
  said_more.wait();
  EXPECT_EQ(Say(sender.Send(MessageWith("IS2"), Soon())), "accepted: accepted, AA");
}

TEST(SenderTest, NoOutcomeInDoubtIsCarriedToTheNextMessage) {
  ScriptedReceiver receiver([](ReceiverConnection& connection, int number) {
    if (number == 3) return AcceptAll(connection);
    (void)connection.Read();
    if (number == 2) connection.Send(Acknowledging("AA", "IS1"));
    connection.WaitForHangUp();
  });
  Sender sender(At(receiver.port()), kPatient);
  const auto brief = std::chrono::steady_clock::now() + 300ms;
  EXPECT_EQ(Say(sender.Send(MessageWith("IS1"), brief)), "unanswered: no answer in time");
  EXPECT_EQ(Say(sender.Send(MessageWith("IS2"), Soon())),
            "other: the receiver answered another message, AA");
  EXPECT_EQ(Say(sender.Send(MessageWith("IS3"), Soon())), "accepted: accepted, AA");
  EXPECT_EQ(receiver.connections(), 3);
}

TEST(SenderTest, TheReceiverHearsTheMessageAsItWasWritten) {
  std::string heard;
  {
    ScriptedReceiver receiver([&](ReceiverConnection& connection, int) {
      heard = connection.Read().value_or("");
      connection.Send(Acknowledging("AA", "IS1"));
      connection.WaitForHangUp();
    });
    Sender sender(At(receiver.port()), kPatient);
    ASSERT_EQ(sender.Send(MessageWith("IS1"), Soon()).outcome, Outcome::kAccepted);
  }
  EXPECT_EQ(heard, MessageWith("IS1"));
}

TEST(SenderTest, AnswersAreNotQuoted) {
  std::string answer = Acknowledging("AE", "IS1|Erika Muster");
  const std::string said = AnsweredBy(answer);
  EXPECT_THAT(said, HasSubstr("refused"));
  EXPECT_THAT(said, Not(HasSubstr("Muster")));
}

}  // namespace
}  // namespace ischia::hl7v2
