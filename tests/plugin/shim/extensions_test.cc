// The console, the current patient, and documents on their way into the host's record.
#include <poll.h>
#include <sys/socket.h>

#include <cstddef>
#include <latch>

#include "tests/plugin/shim/loaded_plugin.h"

namespace ischia::shim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

using support::AgentConnection;
using support::Frame;
using support::ScriptedAgent;

constexpr ischia_patient kAlex = {
    sizeof(ischia_patient), 0,   "4711", "Alex", "Sample", "1992-03-14", "M",
    "alex@example.org",     "es"};

class ExtensionsTest : public PluginTest {
 protected:
  Answer OpenConsole(const ischia_patient* patient, const char* view) {
    const Watchdog watchdog(kLong);
    ischia_result* result = nullptr;
    const ischia_status status =
        Get<ischia_console>(ISCHIA_CONSOLE)->open_console(session(), patient, view, kLong, &result);
    return {status, Take(*plugin().operator->(), result)};
  }
  // Has 200 ms by contract; a busy machine may take longer, so it is asked again.
  ischia_status PatientChanged(const ischia_patient* patient) {
    const Watchdog watchdog(kLong);
    ischia_status status = ISCHIA_DEADLINE_EXCEEDED;
    while (status == ISCHIA_DEADLINE_EXCEEDED) {
      status =
          Get<ischia_current_patient>(ISCHIA_CURRENT_PATIENT)->patient_changed(session(), patient);
    }
    return status;
  }
  ischia_status Done(const char* filing, ischia_status outcome, const char* id) {
    const Watchdog watchdog(kLong);
    ischia_status status = ISCHIA_DEADLINE_EXCEEDED;
    while (status == ISCHIA_DEADLINE_EXCEEDED) {
      status = documents()->done(session(), filing, outcome, id);
    }
    return status;
  }
  struct Document {
    ischia_status status;
    std::string filing;
    std::string content;
  };
  Document Next(std::uint32_t timeout_ms = kLong) {
    const Watchdog watchdog(timeout_ms);
    ischia_result* filing = nullptr;
    ischia_result* content = nullptr;
    const ischia_status status = documents()->next(session(), timeout_ms, &filing, &content);
    const ischia_api& api = *plugin().operator->();
    return {status, Take(api, filing), Take(api, content)};
  }
  // Asks until the agent could be asked in 200 ms.
  int EventFd() {
    const Watchdog watchdog(kLong);
    int fd = documents()->event_fd(session());
    while (log().back().find("in time") != std::string::npos) {
      ClearLog();
      fd = documents()->event_fd(session());
    }
    return fd;
  }
  const ischia_put_document* documents() { return Get<ischia_put_document>(ISCHIA_PUT_DOCUMENT); }
};

bool IsReadable(int fd, int timeout_ms = 0) {
  pollfd watched{fd, POLLIN, 0};
  return poll(&watched, 1, timeout_ms) == 1 && (watched.revents & POLLIN) != 0;
}

// Keeps the last question in `question`.
ScriptedAgent::Script Keeping(Frame& question, const Frame& answer) {
  return support::Answering([&question, answer](const Frame& asked) {
    question = asked;
    return answer;
  });
}

TEST_F(ExtensionsTest, TheConsoleIsOpenedAtAPatientAndAView) {
  Frame question;
  {
    const ScriptedAgent agent(socket(), Keeping(question, support::Result(R"({"url": "x"})")));
    EXPECT_EQ(OpenConsole(&kAlex, "ASSESS"), (Answer{ISCHIA_OK, R"({"url": "x"})"}));
  }
  EXPECT_EQ(question.kind, support::kOpenConsole);
  EXPECT_THAT(question.fields,
              ElementsAre(Pair(20, "4711"), Pair(21, "Alex"), Pair(22, "Sample"),
                          Pair(23, "1992-03-14"), Pair(24, "M"), Pair(25, "alex@example.org"),
                          Pair(26, "es"), Pair(support::kView, "ASSESS")));
}

TEST_F(ExtensionsTest, WhatTheHostDoesNotKnowIsNotSent) {
  Frame question;
  {
    const ScriptedAgent agent(socket(), Keeping(question, support::Result("{}")));
    const ischia_patient patient = {sizeof patient, 0,  "4711", "",     nullptr,
                                    nullptr,        "", "",     nullptr};
    EXPECT_EQ(OpenConsole(&patient, nullptr).status, ISCHIA_OK);
  }
  EXPECT_THAT(question.fields, ElementsAre(Pair(20, "4711")));
}

TEST_F(ExtensionsTest, APatientStructIsReadAsFarAsItGoes) {
  Frame question;
  {
    const ScriptedAgent agent(socket(), Keeping(question, support::Result("{}")));
    ischia_patient shorter = kAlex;
    shorter.struct_size = offsetof(ischia_patient, family_name);
    shorter.family_name = reinterpret_cast<const char*>(1);  // never looked at
    EXPECT_EQ(OpenConsole(&shorter, nullptr).status, ISCHIA_OK);
  }
  EXPECT_THAT(question.fields, ElementsAre(Pair(20, "4711"), Pair(21, "Alex")));
  struct {
    ischia_patient patient;
    const char* later;
  } longer = {kAlex, "x"};
  longer.patient.struct_size = sizeof longer;
  {
    const ScriptedAgent agent(socket(), Keeping(question, support::Result("{}")));
    EXPECT_EQ(OpenConsole(&longer.patient, nullptr).status, ISCHIA_OK);
  }
  EXPECT_EQ(question.fields.size(), 7U);
}

TEST_F(ExtensionsTest, APatientThatCannotBeIsRefusedBeforeConnecting) {
  const ScriptedAgent agent(socket(), support::Answering([](const Frame&) { return Frame{}; }));
  ischia_patient patient = kAlex;
  EXPECT_THAT(OpenConsole(nullptr, nullptr), Fails(ISCHIA_INVALID_ARGUMENT, "ARGUMENT_MISSING"));
  patient.struct_size = offsetof(ischia_patient, patient_id);
  EXPECT_THAT(OpenConsole(&patient, nullptr), Fails(ISCHIA_INVALID_ARGUMENT, "ARGUMENT_MISSING"));
  patient = kAlex;
  patient.patient_id = nullptr;
  EXPECT_THAT(OpenConsole(&patient, nullptr), Fails(ISCHIA_INVALID_ARGUMENT, "ARGUMENT_MISSING"));
  patient.patient_id = "";
  EXPECT_THAT(OpenConsole(&patient, nullptr), Fails(ISCHIA_INVALID_ARGUMENT, "TEXT_INVALID"));
  patient = kAlex;
  patient.family_name = "M\xfcller";  // Latin 1
  EXPECT_THAT(OpenConsole(&patient, nullptr), Fails(ISCHIA_INVALID_ARGUMENT, "TEXT_INVALID"));
  const std::string too_long(1025, 'a');
  patient.family_name = too_long.c_str();
  EXPECT_THAT(OpenConsole(&patient, nullptr), Fails(ISCHIA_INVALID_ARGUMENT, "TEXT_INVALID"));
  EXPECT_THAT(OpenConsole(&kAlex, "\xff"), Fails(ISCHIA_INVALID_ARGUMENT, "TEXT_INVALID"));
  EXPECT_EQ(
      Get<ischia_console>(ISCHIA_CONSOLE)->open_console(session(), &kAlex, nullptr, kLong, nullptr),
      ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(agent.connections(), 0);
}

TEST_F(ExtensionsTest, ASwitchOfThePatientIsTold) {
  Frame question;
  {
    const ScriptedAgent agent(socket(), Keeping(question, Frame{support::kResult, 1}));
    EXPECT_EQ(PatientChanged(&kAlex), ISCHIA_OK);
  }
  EXPECT_EQ(question.kind, support::kPatientChanged);
  EXPECT_EQ(question.fields.size(), 7U);
  {
    const ScriptedAgent agent(socket(), Keeping(question, Frame{support::kResult, 1}));
    EXPECT_EQ(PatientChanged(nullptr), ISCHIA_OK);
  }
  EXPECT_THAT(question.fields, IsEmpty());
}

TEST_F(ExtensionsTest, WhatHasNoResultSaysWhyInTheLog) {
  EXPECT_EQ(PatientChanged(&kAlex), ISCHIA_UNAVAILABLE);
  EXPECT_THAT(log().back(), HasSubstr("2 No Ischia agent answers"));
  const ScriptedAgent agent(
      socket(), support::Answering([](const Frame&) { return support::Error(7, "{}"); }));
  EXPECT_EQ(PatientChanged(&kAlex), 7);
  EXPECT_THAT(log().back(), HasSubstr("2 The Ischia agent refused"));
}

TEST_F(ExtensionsTest, ASilentAgentHoldsTheHostsWindowForTheDefaultTimeOnly) {
  const ScriptedAgent agent(socket(),
                            [](AgentConnection& connection) { connection.WaitForHangUp(); });
  const Watchdog watchdog(0);
  EXPECT_EQ(Get<ischia_current_patient>(ISCHIA_CURRENT_PATIENT)->patient_changed(session(), &kAlex),
            ISCHIA_DEADLINE_EXCEEDED);
  EXPECT_EQ(documents()->done(session(), "practices/sample/filings/1", ISCHIA_OK, "d"),
            ISCHIA_DEADLINE_EXCEEDED);
  EXPECT_FALSE(IsReadable(documents()->event_fd(session())));
}

TEST_F(ExtensionsTest, ADocumentComesWithItsFilingAndItsContent) {
  const std::string content("%PDF-1.7\n\0\xff", 11);
  Frame question;
  Frame answer = support::Result(R"({"name": "practices/sample/filings/1"})");
  answer.fields[support::kContent] = content;
  {
    const ScriptedAgent agent(socket(), Keeping(question, answer));
    const Document document = Next();
    EXPECT_EQ(document.status, ISCHIA_OK);
    EXPECT_EQ(document.filing, R"({"name": "practices/sample/filings/1"})");
    EXPECT_EQ(document.content, content);
  }
  EXPECT_EQ(question.kind, support::kNextDocument);
  EXPECT_THAT(question.fields, ElementsAre(Pair(support::kDeadlineMs, support::Number(kLong))));
}

TEST_F(ExtensionsTest, ANoteHasNoContent) {
  const ScriptedAgent agent(socket(),
                            support::Answering([](const Frame&) { return support::Result("{}"); }));
  const Document document = Next();
  EXPECT_EQ(document.status, ISCHIA_OK);
  EXPECT_EQ(document.content, "");
}

TEST_F(ExtensionsTest, WithoutADocumentNextSaysWhy) {
  {
    const ScriptedAgent agent(socket(), support::Answering([](const Frame&) {
                                return support::Error(ISCHIA_NOT_FOUND,
                                                      R"({"reason": "NO_DOCUMENT"})");
                              }));
    const Document document = Next();
    EXPECT_EQ(document.status, ISCHIA_NOT_FOUND);
    EXPECT_EQ(document.filing, R"({"reason": "NO_DOCUMENT"})");
    EXPECT_EQ(document.content, "(none)");
  }
  EXPECT_EQ(Next().status, ISCHIA_UNAVAILABLE);
  const ScriptedAgent agent(socket(), [](AgentConnection& connection) { connection.Hold(); });
  EXPECT_EQ(Next(kShort).status, ISCHIA_DEADLINE_EXCEEDED);
}

TEST_F(ExtensionsTest, WhatBecameOfADocumentIsTold) {
  Frame question;
  {
    const ScriptedAgent agent(socket(), Keeping(question, Frame{support::kResult, 1}));
    EXPECT_EQ(Done("practices/sample/filings/1", ISCHIA_OK, "doc-7"), ISCHIA_OK);
  }
  EXPECT_EQ(question.kind, support::kDocumentDone);
  EXPECT_THAT(question.fields, ElementsAre(Pair(support::kStatus, support::Number(ISCHIA_OK)),
                                           Pair(support::kFiling, "practices/sample/filings/1"),
                                           Pair(support::kDocumentId, "doc-7")));
  {
    const ScriptedAgent agent(socket(), Keeping(question, Frame{support::kResult, 1}));
    EXPECT_EQ(Done("practices/sample/filings/1", ISCHIA_FAILED_PRECONDITION, nullptr), ISCHIA_OK);
  }
  EXPECT_THAT(question.fields,
              ElementsAre(Pair(support::kStatus, support::Number(ISCHIA_FAILED_PRECONDITION)),
                          Pair(support::kFiling, "practices/sample/filings/1")));
}

TEST_F(ExtensionsTest, NullAndWrongTextOfADocumentAreRefused) {
  ischia_result* result = nullptr;
  EXPECT_EQ(documents()->next(session(), kLong, nullptr, &result), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(documents()->next(session(), kLong, &result, nullptr), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(documents()->event_fd(nullptr), -1);
  EXPECT_EQ(Done(nullptr, ISCHIA_OK, "d"), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(Done("", ISCHIA_OK, "d"), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(Done("\xff", ISCHIA_OK, "d"), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(Done("filings/1", ISCHIA_OK, "\xff"), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(documents()->done(nullptr, "filings/1", ISCHIA_OK, "d"), ISCHIA_INVALID_ARGUMENT);
}

// An agent with documents: it signals on the event connection when `Bring` is called.
class DocumentAgent {
 public:
  explicit DocumentAgent(const std::string& socket)
      : agent_(socket, [this](AgentConnection& connection) { Serve(connection); }) {}
  ~DocumentAgent() {
    const std::lock_guard hold(lock_);
    events_ = nullptr;
  }

  void Bring() {
    const std::lock_guard hold(lock_);
    ++documents_;
    if (events_ != nullptr) events_->Send(Frame{support::kDocumentWaiting});
  }
  int event_connections() const { return event_connections_; }

 private:
  void Serve(AgentConnection& connection) {
    const std::optional<Frame> hello = connection.Read();
    if (!hello) return;
    const bool for_events = hello->flags == 1;
    if (for_events) ++event_connections_;
    {
      const std::lock_guard hold(lock_);
      connection.Send(support::Welcome());
      if (for_events) events_ = &connection;
    }
    if (!for_events && connection.Read()) connection.Send(TakeOne());
    connection.WaitForHangUp();
    const std::lock_guard hold(lock_);
    if (events_ == &connection) events_ = nullptr;
  }
  Frame TakeOne() {
    const std::lock_guard hold(lock_);
    if (documents_ == 0) return support::Error(ISCHIA_NOT_FOUND, "{}");
    --documents_;
    return support::Result("{}");
  }

  std::mutex lock_;
  int documents_ = 0;                  // guarded by lock_
  AgentConnection* events_ = nullptr;  // guarded by lock_
  std::atomic<int> event_connections_ = 0;
  ScriptedAgent agent_;
};

class EventsTest : public ExtensionsTest {};

TEST_F(EventsTest, TheDescriptorIsReadableWhileADocumentWaits) {
  DocumentAgent agent(socket());
  const int fd = EventFd();
  EXPECT_FALSE(IsReadable(fd));
  agent.Bring();
  EXPECT_TRUE(IsReadable(fd, kLong));
  EXPECT_EQ(Next().status, ISCHIA_OK);
  EXPECT_FALSE(IsReadable(fd));
  EXPECT_EQ(Next().status, ISCHIA_NOT_FOUND);
  agent.Bring();
  EXPECT_TRUE(IsReadable(fd, kLong));
  EXPECT_EQ(Next().status, ISCHIA_OK);
}

TEST_F(EventsTest, ItIsOneForTheWholeSession) {
  DocumentAgent agent(socket());
  const int fd = EventFd();
  EXPECT_EQ(EventFd(), fd);
  EXPECT_EQ(agent.event_connections(), 1);
}

TEST_F(EventsTest, ItStaysSilentWithoutAnAgentAndComesAliveWithOne) {
  const int fd = EventFd();
  ASSERT_GE(fd, 0);
  EXPECT_FALSE(IsReadable(fd));
  EXPECT_THAT(log().back(), HasSubstr("No Ischia agent answers"));
  EXPECT_EQ(Next().status, ISCHIA_UNAVAILABLE);
  DocumentAgent agent(socket());
  agent.Bring();
  EXPECT_EQ(Next().status, ISCHIA_OK);
  agent.Bring();
  EXPECT_TRUE(IsReadable(fd, kLong));
}

TEST_F(EventsTest, ItTellsTheEndOfTheAgentOnceAndKeepsItsNumber) {
  int fd = -1;
  {
    const DocumentAgent agent(socket());
    fd = EventFd();
  }
  EXPECT_TRUE(IsReadable(fd, kLong));
  EXPECT_EQ(Next().status, ISCHIA_UNAVAILABLE);
  EXPECT_FALSE(IsReadable(fd));
  DocumentAgent agent(socket());
  EXPECT_EQ(EventFd(), fd);
  agent.Bring();
  EXPECT_TRUE(IsReadable(fd, kLong));
  EXPECT_EQ(Next().status, ISCHIA_OK);
}

TEST_F(EventsTest, AnAgentThatSendsRubbishOnItIsReadOffInBounds) {
  const ScriptedAgent agent(socket(), [](AgentConnection& connection) {
    connection.Read();
    connection.Send(support::Welcome());
    while (connection.Send(std::string(4096, 'x'))) continue;
  });
  EXPECT_TRUE(IsReadable(EventFd(), kLong));
  EXPECT_NE(Next(kShort).status, ISCHIA_OK);
}

TEST_F(EventsTest, AnAgentThatRefusesIsAsGoodAsNone) {
  const ScriptedAgent agent(socket(), [](AgentConnection& connection) {
    connection.Send(support::BytesOf(
        Frame{support::kError, 0, {{support::kStatus, support::Number(ISCHIA_UNAVAILABLE)}}}));
    connection.WaitForHangUp();
  });
  EXPECT_FALSE(IsReadable(EventFd()));
}

TEST_F(EventsTest, WithoutADescriptorItIsMinusOne) {
  auto* const event_fd = documents()->event_fd;
  ischia_session* const opened = session();
  int fd = 0;
  {
    const NoDescriptors none;
    fd = event_fd(opened);
  }
  EXPECT_EQ(fd, -1);
  const DocumentAgent agent(socket());
  EXPECT_GE(EventFd(), 0);
}

TEST_F(EventsTest, CloseEndsTheConnection) {
  std::latch ended(1);
  const ScriptedAgent agent(socket(), [&ended](AgentConnection& connection) {
    connection.Read();
    connection.Send(support::Welcome());
    connection.WaitForHangUp();
    ended.count_down();
  });
  ischia_session* other = Open();
  const Watchdog watchdog(kLong);
  EXPECT_GE(documents()->event_fd(other), 0);
  plugin()->close(other);
  ended.wait();
}

}  // namespace
}  // namespace ischia::shim
