#include "integration/mail/smtp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/mail/message_examples.h"
#include "tests/support/smtp_script.h"
#include "tests/support/temp_folder.h"

namespace ischia::mail {
namespace {

using std::chrono::milliseconds;
using support::kHangUp;
using support::kSilence;
using support::SmtpScript;
using support::SmtpScriptServer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

bool Yes() { return true; }

std::string ExampleBytes(std::size_t attached = 1'000) {
  Message message = ExampleMessage();
  message.attachments.push_back(ExampleSheet(attached));
  return Build(message).value();
}

// A relay on loopback without TLS, which is the one case where clear text is allowed.
SmtpRelay LocalRelay(const SmtpScriptServer& server) {
  return {.host = "localhost",
          .port = server.port(),
          .tls = Tls::kNone,
          .user = "",
          .password = "",
          .helo_name = "clinic.test",
          .ca_file = "",
          .limits = {}};
}

SendResult SendTo(const SmtpRelay& relay, const std::string& bytes,
                  const BeforeDot& before_dot = Yes) {
  return Send(relay, Box("bounce@clinic.test"), Box("anna@mail.test"), bytes, before_dot);
}

// What the server's part comes to when it says `script` and nobody objects.
SendResult SendThrough(SmtpScript script, std::size_t attached = 1'000) {
  SmtpScriptServer server(std::move(script));
  return SendTo(LocalRelay(server), ExampleBytes(attached));
}

std::string Unstuffed(std::string body) {
  for (std::size_t at = 0; (at = body.find("\r\n..", at)) != std::string::npos; at += 3) {
    body.erase(at + 2, 1);
  }
  return body.substr(0, body.size() - 3);
}

TEST(SmtpTest, AcceptedMessageLeavesExactlyThisTranscript) {
  SmtpScriptServer server({});
  int calls = 0;
  const SendResult result =
      SendTo(LocalRelay(server), ExampleBytes(), [&] { return ++calls == 1; });
  EXPECT_EQ(result.outcome, Outcome::kAccepted);
  EXPECT_EQ(result.phase, Phase::kFinalDot);
  EXPECT_EQ(result.reply_code, 250);
  EXPECT_EQ(result.text, "queued as 1");
  EXPECT_FALSE(result.relay_fault);
  EXPECT_EQ(calls, 1);
  EXPECT_THAT(server.Finish().commands,
              ElementsAre("EHLO clinic.test", "MAIL FROM:<bounce@clinic.test>",
                          "RCPT TO:<anna@mail.test>", "DATA", "QUIT"));
  EXPECT_EQ(server.Finish().body, ExampleBytes() + ".\r\n");
}

TEST(SmtpTest, DotsAtTheStartOfALineAreDoubled) {
  Message message = ExampleMessage();
  message.text = ".\n..\n.x\n\n.\nend\n.";
  const std::string bytes = Build(message).value();
  SmtpScriptServer server({});
  EXPECT_EQ(SendTo(LocalRelay(server), bytes).outcome, Outcome::kAccepted);
  EXPECT_THAT(server.Finish().body, HasSubstr("\r\n..\r\n...\r\n..x\r\n\r\n..\r\nend\r\n..\r\n"));
  EXPECT_EQ(Unstuffed(server.Finish().body), bytes);
}

TEST(SmtpTest, LargeMessagesArriveWhole) {
  SmtpScriptServer server({});
  const std::string bytes = ExampleBytes(3'000'000);
  EXPECT_EQ(SendTo(LocalRelay(server), bytes).outcome, Outcome::kAccepted);
  EXPECT_TRUE(server.Finish().body == bytes + ".\r\n");
}

TEST(SmtpTest, WithoutTheCallersConsentTheDotIsNeverSent) {
  SmtpScriptServer server({});
  const SendResult result = SendTo(LocalRelay(server), ExampleBytes(), [] { return false; });
  EXPECT_EQ(result.outcome, Outcome::kDeferred);
  EXPECT_EQ(result.phase, Phase::kBody);
  EXPECT_FALSE(result.relay_fault);
  EXPECT_FALSE(server.Finish().got_final_dot);
  EXPECT_THAT(server.Finish().commands, Not(::testing::Contains("QUIT")));
}

// One row of the result table: a step, what the relay answers there, what it means.
struct Verdict {
  std::string SmtpScript::*step;
  std::string answer;
  Outcome outcome;
  Phase phase;
  int code;
  bool relay_fault;
};

TEST(SmtpTest, EveryAnswerHasTheVerdictOfTheTable) {
  constexpr auto kDeferred = Outcome::kDeferred;
  constexpr auto kRefused = Outcome::kRefused;
  constexpr auto kInDoubt = Outcome::kInDoubt;
  const std::vector<Verdict> table = {
      {&SmtpScript::greeting, "421 busy\r\n", kDeferred, Phase::kGreeting, 421, true},
      {&SmtpScript::greeting, "554 no\r\n", kDeferred, Phase::kGreeting, 554, true},
      {&SmtpScript::greeting, kHangUp, kDeferred, Phase::kGreeting, 0, true},
      {&SmtpScript::ehlo, "451 later\r\n", kDeferred, Phase::kGreeting, 451, true},
      {&SmtpScript::ehlo, "502 what\r\n", kDeferred, Phase::kGreeting, 502, true},
      {&SmtpScript::ehlo, kHangUp, kDeferred, Phase::kGreeting, 0, true},
      {&SmtpScript::mail, "451 later\r\n", kDeferred, Phase::kSender, 451, false},
      {&SmtpScript::mail, "550 no\r\n", kRefused, Phase::kSender, 550, false},
      {&SmtpScript::mail, "354 odd\r\n", kDeferred, Phase::kSender, 354, false},
      {&SmtpScript::mail, kHangUp, kDeferred, Phase::kSender, 0, false},
      {&SmtpScript::rcpt, "450 busy\r\n", kDeferred, Phase::kRecipient, 450, false},
      {&SmtpScript::rcpt, "421 bye\r\n", kDeferred, Phase::kRecipient, 421, false},
      {&SmtpScript::rcpt, "550 unknown\r\n", kRefused, Phase::kRecipient, 550, false},
      {&SmtpScript::rcpt, kHangUp, kDeferred, Phase::kRecipient, 0, false},
      {&SmtpScript::data, "452 full\r\n", kDeferred, Phase::kData, 452, false},
      {&SmtpScript::data, "554 no\r\n", kRefused, Phase::kData, 554, false},
      {&SmtpScript::data, "250 odd\r\n", kDeferred, Phase::kData, 250, false},
      {&SmtpScript::data, kHangUp, kDeferred, Phase::kData, 0, false},
      {&SmtpScript::dot, "451 later\r\n", kDeferred, Phase::kFinalDot, 451, false},
      {&SmtpScript::dot, "421 closing\r\n", kDeferred, Phase::kFinalDot, 421, false},
      {&SmtpScript::dot, "552 too big\r\n", kRefused, Phase::kFinalDot, 552, false},
      {&SmtpScript::dot, "354 odd\r\n", kInDoubt, Phase::kFinalDot, 354, false},
      {&SmtpScript::dot, kHangUp, kInDoubt, Phase::kFinalDot, 0, false},
      {&SmtpScript::dot, std::string("250 cut o") + kHangUp, kInDoubt, Phase::kFinalDot, 0, false},
  };
  for (const Verdict& row : table) {
    SmtpScript script;
    script.*row.step = row.answer;
    const SendResult result = SendThrough(script);
    EXPECT_EQ(result.outcome, row.outcome) << row.answer;
    EXPECT_EQ(result.phase, row.phase) << row.answer;
    EXPECT_EQ(result.reply_code, row.code) << row.answer;
    EXPECT_EQ(result.relay_fault, row.relay_fault) << row.answer;
  }
}

TEST(SmtpTest, MalformedRepliesAreNoAnswer) {
  std::string endless;
  for (int i = 0; i < 100; ++i) endless += "250-more\r\n";
  for (const std::string& reply :
       {std::string("hello\r\n"), std::string("25\r\n"), std::string("250\n"),
        std::string("199 odd\r\n"), std::string("600 odd\r\n"), std::string("250_odd\r\n"),
        std::string("2500 odd\r\n"), std::string("250-a\r\n251 b\r\n"),
        std::string("250-a\r\nb\r\n250 c\r\n"), "250 " + std::string(600, 'x') + "\r\n",
        endless + "250 end\r\n", std::string("\r\n"), std::string("\0\0\0\r\n", 5)}) {
    SmtpScript before;
    before.mail = reply;
    EXPECT_EQ(SendThrough(before).outcome, Outcome::kDeferred) << reply;
    SmtpScript after;
    after.dot = reply;
    const SendResult result = SendThrough(after);
    EXPECT_EQ(result.outcome, Outcome::kInDoubt) << reply;
    EXPECT_EQ(result.text, "malformed reply") << reply;
  }
}

TEST(SmtpTest, RepliesOfSeveralLinesAreOneAnswer) {
  SmtpScript script;
  script.greeting = "220-hello\r\n220-there\r\n220\r\n";
  script.mail = "250-a\r\n250-\r\n250 b\r\n";
  script.dot = "250-queued\r\n250-as\r\n250 7\r\n";
  const SendResult result = SendThrough(script);
  EXPECT_EQ(result.outcome, Outcome::kAccepted);
  EXPECT_EQ(result.text, "queued as 7");
}

TEST(SmtpTest, TheRelaysWordsAreTamedBeforeTheyAreKept) {
  SmtpScript script;
  script.rcpt = "550 <anna@mail.test>: \x1b[2J\xc3\xbc " + std::string(400, 'x') + "\r\n";
  const SendResult result = SendThrough(script);
  EXPECT_THAT(result.text, StartsWith("<recipient>: ?[2J?? xxx"));
  EXPECT_EQ(result.text.size(), 200U);
}

TEST(SmtpTest, ARelayThatClosesWithinTheBodyHasNotTakenTheMessage) {
  SmtpScript script;
  script.hangs_up_in_body = true;
  SmtpScriptServer server(script);
  int calls = 0;
  // More than the buffers between the two can hold.
  const SendResult result = SendTo(LocalRelay(server), ExampleBytes(16'000'000), [&] {
    ++calls;
    return true;
  });
  EXPECT_EQ(result.outcome, Outcome::kDeferred);
  EXPECT_EQ(result.phase, Phase::kBody);
  EXPECT_EQ(calls, 0);
}

TEST(SmtpTest, NoStepWaitsLongerThanItsLimit) {
  const std::vector<std::string SmtpScript::*> steps = {&SmtpScript::greeting, &SmtpScript::ehlo,
                                                        &SmtpScript::mail, &SmtpScript::rcpt,
                                                        &SmtpScript::data};
  for (const auto step : steps) {
    SmtpScript script;
    script.*step = kSilence;
    SmtpScriptServer server(script);
    SmtpRelay relay = LocalRelay(server);
    relay.limits.reply = milliseconds(50);
    const auto begin = std::chrono::steady_clock::now();
    const SendResult result = SendTo(relay, ExampleBytes());
    EXPECT_EQ(result.outcome, Outcome::kDeferred);
    EXPECT_EQ(result.text, "time limit reached");
    // Far below every other limit; generous, for a busy machine.
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  }
}

TEST(SmtpTest, SilenceAfterTheDotIsDoubt) {
  for (const char* answer : {kSilence, "250 half a repl"}) {
    SmtpScript script;
    script.dot = answer;
    SmtpScriptServer server(script);
    SmtpRelay relay = LocalRelay(server);
    relay.limits.final_reply = milliseconds(50);
    const SendResult result = SendTo(relay, ExampleBytes());
    EXPECT_EQ(result.outcome, Outcome::kInDoubt);
    EXPECT_EQ(result.text, "time limit reached");
  }
}

TEST(SmtpTest, TheLimitBeforeTheDotBoundsAllStepsTogether) {
  SmtpScript script;
  script.rcpt = kSilence;
  SmtpScriptServer server(script);
  SmtpRelay relay = LocalRelay(server);
  relay.limits.before_dot = milliseconds(1'000);
  const SendResult result = SendTo(relay, ExampleBytes());
  EXPECT_EQ(result.outcome, Outcome::kDeferred);
  EXPECT_EQ(result.phase, Phase::kRecipient);
  EXPECT_EQ(result.text, "time limit reached");
}

TEST(SmtpTest, TheCallersOwnTimeBeforeTheDotDoesNotCount) {
  SmtpScriptServer server({});
  SmtpRelay relay = LocalRelay(server);
  relay.limits.before_dot = milliseconds(2'000);
  const SendResult result = SendTo(relay, ExampleBytes(), [] {
    const auto end = std::chrono::steady_clock::now() + milliseconds(2'100);
    while (std::chrono::steady_clock::now() < end) std::this_thread::yield();
    return true;
  });
  EXPECT_EQ(result.outcome, Outcome::kAccepted);
}

TEST(SmtpTest, ARelayThatDoesNotSayGoodbyeHasTakenTheMessage) {
  SmtpScript script;
  script.quit = kSilence;
  SmtpScriptServer server(script);
  SmtpRelay relay = LocalRelay(server);
  relay.limits.quit = milliseconds(50);
  EXPECT_EQ(SendTo(relay, ExampleBytes()).outcome, Outcome::kAccepted);
}

TEST(SmtpTest, AClosedPortIsDeferred) {
  std::optional<SmtpScriptServer> server(std::in_place, SmtpScript{});
  const SmtpRelay relay = LocalRelay(*server);
  server.reset();
  const SendResult result = SendTo(relay, ExampleBytes());
  EXPECT_EQ(result.outcome, Outcome::kDeferred);
  EXPECT_EQ(result.phase, Phase::kConnect);
  EXPECT_TRUE(result.relay_fault);
}

TEST(SmtpTest, ClearTextNeverLeavesThisMachine) {
  SmtpScriptServer server({});
  SmtpRelay relay = LocalRelay(server);
  relay.host = "192.0.2.1";  // RFC 5737: nobody's address
  const SendResult result = SendTo(relay, ExampleBytes());
  EXPECT_EQ(result.outcome, Outcome::kDeferred);
  EXPECT_EQ(result.phase, Phase::kConnect);
  EXPECT_THAT(result.text, HasSubstr("clear text"));
}

TEST(SmtpTest, BytesThatAreNotOurMessageAreRefusedBeforeConnecting) {
  const std::string good = ExampleBytes();
  for (const std::string& bad :
       {std::string("smuggled\n.\r\nMAIL FROM:<x@y.test>\r\n"), good + "bare\n.\r\n",
        good + "bare\r.\r\n", good + std::string(999, 'x') + "\r\n", good + "8bit \xc3\xbc\r\n",
        good + std::string("nul\0\r\n", 6), good.substr(0, good.size() - 2), std::string()}) {
    SmtpScriptServer server({});
    const SendResult result = SendTo(LocalRelay(server), bad);
    EXPECT_EQ(result.outcome, Outcome::kRefused);
    EXPECT_EQ(result.phase, Phase::kCheck);
    EXPECT_NE(result.text, "");
    EXPECT_EQ(server.Finish().connections, 0);
  }
}

TEST(SmtpTest, AHostNameWithACommandInItIsNotSaid) {
  SmtpScriptServer server({});
  SmtpRelay relay = LocalRelay(server);
  relay.helo_name = "clinic.test\r\nMAIL FROM:<x@y.test>";
  EXPECT_EQ(SendTo(relay, ExampleBytes()).phase, Phase::kCheck);
  EXPECT_EQ(server.Finish().connections, 0);
}

TEST(SmtpTest, SeveralThreadsMaySendAtOnce) {
  SmtpScriptServer one({});
  SmtpScriptServer two({});
  SendResult first{};
  std::thread other([&] { first = SendTo(LocalRelay(one), ExampleBytes(100'000)); });
  const SendResult second = SendTo(LocalRelay(two), ExampleBytes(100'000));
  other.join();
  EXPECT_EQ(first.outcome, Outcome::kAccepted);
  EXPECT_EQ(second.outcome, Outcome::kAccepted);
}

class SmtpTlsTest : public ::testing::Test {
 protected:
  static SmtpScript OfferingTls() {
    SmtpScript script;
    script.ehlo = "250-relay.test\r\n250 STARTTLS\r\n";
    return script;
  }

  SmtpRelay TlsRelay(const SmtpScriptServer& server) const {
    SmtpRelay relay = LocalRelay(server);
    relay.tls = Tls::kStartTls;
    relay.user = "clinic";
    relay.password = "s3cret-pass";
    relay.ca_file = authority_.ca_file();
    return relay;
  }

  // The attempt failed over TLS, and nothing but EHLO and perhaps STARTTLS was said.
  static void ExpectNothingSaid(const SendResult& result, SmtpScriptServer& server) {
    EXPECT_EQ(result.outcome, Outcome::kDeferred);
    EXPECT_EQ(result.phase, Phase::kTls);
    EXPECT_TRUE(result.relay_fault);
    for (const std::string& command : server.Finish().commands) {
      EXPECT_TRUE(command == "EHLO clinic.test" || command == "STARTTLS") << command;
    }
    EXPECT_EQ(server.Finish().body, "");
  }

  support::TempFolder folder_;
  support::TestAuthority authority_{folder_.path()};
};

TEST_F(SmtpTlsTest, TheRightNameIsAcceptedAndAllElseIsSaidInside) {
  SmtpScript script = OfferingTls();
  authority_.Certify("localhost", script);
  SmtpScriptServer server(script);
  const std::string bytes = ExampleBytes(200'000);
  const SendResult result = SendTo(TlsRelay(server), bytes);
  EXPECT_EQ(result.outcome, Outcome::kAccepted) << result.text;
  const support::SmtpTranscript& heard = server.Finish();
  EXPECT_TRUE(heard.tls);
  ASSERT_EQ(heard.commands.size(), 8U);
  EXPECT_THAT(
      heard.commands,
      ElementsAre("EHLO clinic.test", "STARTTLS", "EHLO clinic.test", StartsWith("AUTH PLAIN "),
                  "MAIL FROM:<bounce@clinic.test>", "RCPT TO:<anna@mail.test>", "DATA", "QUIT"));
  EXPECT_TRUE(heard.body == bytes + ".\r\n");
  EXPECT_EQ(heard.clear, "EHLO clinic.test\r\nSTARTTLS\r\n");
}

TEST_F(SmtpTlsTest, ImplicitTlsSaysNothingInClear) {
  SmtpScript script;
  script.implicit_tls = true;
  authority_.Certify("localhost", script);
  SmtpScriptServer server(script);
  SmtpRelay relay = TlsRelay(server);
  relay.tls = Tls::kImplicit;
  const SendResult result = SendTo(relay, ExampleBytes());
  EXPECT_EQ(result.outcome, Outcome::kAccepted) << result.text;
  EXPECT_EQ(server.Finish().clear, "");
}

TEST_F(SmtpTlsTest, AWrongNameIsRefused) {
  SmtpScript script = OfferingTls();
  authority_.Certify("relay.test", script);
  SmtpScriptServer server(script);
  ExpectNothingSaid(SendTo(TlsRelay(server), ExampleBytes()), server);
}

TEST_F(SmtpTlsTest, AnUnknownAuthorityIsRefused) {
  SmtpScript script = OfferingTls();
  authority_.Certify("localhost", script);
  SmtpScriptServer server(script);
  SmtpRelay relay = TlsRelay(server);
  relay.ca_file.clear();  // the system's
  ExpectNothingSaid(SendTo(relay, ExampleBytes()), server);
}

TEST_F(SmtpTlsTest, AMissingAuthorityFileIsAFaultOfTheSettings) {
  SmtpScript script = OfferingTls();
  authority_.Certify("localhost", script);
  SmtpScriptServer server(script);
  SmtpRelay relay = TlsRelay(server);
  relay.ca_file = folder_ / "nothing.pem";
  ExpectNothingSaid(SendTo(relay, ExampleBytes()), server);
}

TEST_F(SmtpTlsTest, AnExpiredCertificateIsRefused) {
  SmtpScript script = OfferingTls();
  authority_.Certify("localhost", script, -1);
  SmtpScriptServer server(script);
  ExpectNothingSaid(SendTo(TlsRelay(server), ExampleBytes()), server);
}

TEST_F(SmtpTlsTest, AnOldProtocolIsRefused) {
  SmtpScript script = OfferingTls();
  script.only_tls_1_1 = true;
  authority_.Certify("localhost", script);
  SmtpScriptServer server(script);
  ExpectNothingSaid(SendTo(TlsRelay(server), ExampleBytes()), server);
}

TEST_F(SmtpTlsTest, WithoutStartTlsNothingIsSaid) {
  for (const char* ehlo : {"250-relay.test\r\n250 AUTH PLAIN\r\n", "250 STARTTLS\r\n",
                           "250-relay.test\r\n250 STARTTLSX\r\n"}) {
    SmtpScript script;
    script.ehlo = ehlo;
    SmtpScriptServer server(script);
    ExpectNothingSaid(SendTo(TlsRelay(server), ExampleBytes()), server);
    EXPECT_THAT(server.Finish().commands, ElementsAre("EHLO clinic.test"));
  }
}

TEST_F(SmtpTlsTest, ARefusedStartTlsIsAFailure) {
  for (const char* answer : {"454 not now\r\n", "501 no\r\n", "250 odd\r\n", "odd\r\n", kHangUp}) {
    SmtpScript script = OfferingTls();
    script.starttls = answer;
    SmtpScriptServer server(script);
    ExpectNothingSaid(SendTo(TlsRelay(server), ExampleBytes()), server);
  }
}

TEST_F(SmtpTlsTest, AHandshakeThatStallsEndsAtItsLimit) {
  SmtpScript script = OfferingTls();
  script.starttls = kSilence;
  SmtpScriptServer server(script);
  SmtpRelay relay = TlsRelay(server);
  relay.limits.reply = milliseconds(1'000);
  ExpectNothingSaid(SendTo(relay, ExampleBytes()), server);

  SmtpScript stalled;  // takes the connection and never shakes hands
  stalled.greeting = kSilence;
  SmtpScriptServer silent(stalled);
  SmtpRelay implicit = TlsRelay(silent);
  implicit.tls = Tls::kImplicit;
  implicit.limits.reply = milliseconds(100);
  ExpectNothingSaid(SendTo(implicit, ExampleBytes()), silent);
}

TEST_F(SmtpTlsTest, WordsFromBeforeTheHandshakeAreNotHeard) {
  SmtpScript script = OfferingTls();
  script.starttls = "220 go ahead\r\n250-injected\r\n250 AUTH PLAIN\r\n";
  script.ehlo_after_tls = "250 relay.test\r\n";  // the true one offers no login
  authority_.Certify("localhost", script);
  SmtpScriptServer server(script);
  const SendResult result = SendTo(TlsRelay(server), ExampleBytes());
  EXPECT_EQ(result.outcome, Outcome::kDeferred);
  EXPECT_THAT(server.Finish().commands, Not(::testing::Contains(StartsWith("AUTH"))));
}

TEST_F(SmtpTlsTest, LogsInByPlainOrLogin) {
  SmtpScript script = OfferingTls();
  script.ehlo_after_tls = "250-relay.test\r\n250 auth LOGIN\r\n";
  authority_.Certify("localhost", script);
  SmtpScriptServer server(script);
  const SendResult result = SendTo(TlsRelay(server), ExampleBytes());
  EXPECT_EQ(result.outcome, Outcome::kAccepted) << result.text;
  const std::vector<std::string>& heard = server.Finish().commands;
  ASSERT_GE(heard.size(), 6U);
  EXPECT_EQ(heard[3], "AUTH LOGIN");
  EXPECT_EQ(heard[4], "Y2xpbmlj");          // clinic
  EXPECT_EQ(heard[5], "czNjcmV0LXBhc3M=");  // s3cret-pass
}

TEST_F(SmtpTlsTest, ARefusedLoginIsTheRelaysFaultNotTheMessages) {
  for (const auto& [answer, code] :
       {std::pair{"535 wrong password clinic\r\n", 535}, std::pair{"454 later\r\n", 454},
        std::pair{"odd\r\n", 0}, std::pair{kHangUp, 0}}) {
    SmtpScript script = OfferingTls();
    script.auth = answer;
    authority_.Certify("localhost", script);
    SmtpScriptServer server(script);
    const SendResult result = SendTo(TlsRelay(server), ExampleBytes());
    EXPECT_EQ(result.outcome, Outcome::kDeferred);
    EXPECT_EQ(result.phase, Phase::kLogin);
    EXPECT_EQ(result.reply_code, code);
    EXPECT_TRUE(result.relay_fault);
    EXPECT_EQ(server.Finish().body, "");
  }
}

TEST_F(SmtpTlsTest, TheVerdictAfterTheDotIsTheSameInsideTls) {
  for (const auto& [answer, outcome] :
       {std::pair{"451 later\r\n", Outcome::kDeferred}, std::pair{"550 no\r\n", Outcome::kRefused},
        std::pair{kHangUp, Outcome::kInDoubt}}) {
    SmtpScript script = OfferingTls();
    script.dot = answer;
    authority_.Certify("localhost", script);
    SmtpScriptServer server(script);
    EXPECT_EQ(SendTo(TlsRelay(server), ExampleBytes()).outcome, outcome) << answer;
  }
}

}  // namespace
}  // namespace ischia::mail
