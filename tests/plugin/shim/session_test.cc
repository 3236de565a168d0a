// Cancelling, closing, many threads, small stacks, and fork.
#include <pthread.h>

#include <array>
#include <filesystem>
#include <iterator>
#include <latch>
#include <thread>

#include "tests/plugin/shim/loaded_plugin.h"

namespace ischia::shim {
namespace {

using support::AgentConnection;
using support::Frame;
using support::ScriptedAgent;

// Says nothing, and tells when it has heard the question.
ScriptedAgent::Script Silent(std::latch& asked) {
  return [&asked](AgentConnection& connection) {
    connection.Read();
    connection.Read();
    asked.count_down();
    connection.WaitForHangUp();
  };
}

int Descriptors() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  return static_cast<int>(std::distance(begin(entries), end(entries)));
}

class SessionTest : public PluginTest {
 protected:
  // Without the watchdog, which is the process's own.
  Answer CallOn(ischia_session* session, std::string_view request = "{}") {
    ischia_result* result = nullptr;
    const ischia_status status =
        plugin()->call(session, kPreview, AsBytes(request), kLong, &result);
    return {status, Take(*plugin().operator->(), result)};
  }
};

TEST_F(SessionTest, CancelEndsTheCallsInFlightAndNoLaterOnes) {
  constexpr int kCalls = 5;
  const Watchdog watchdog(0);
  std::array<Answer, kCalls> answers;
  {
    std::latch asked(kCalls);
    const ScriptedAgent agent(socket(), Silent(asked));
    std::vector<std::thread> threads;
    threads.reserve(kCalls);
    for (Answer& answer : answers) {
      threads.emplace_back([&answer, this] { answer = CallOn(session()); });
    }
    asked.wait();
    plugin()->cancel(session());
    for (std::thread& thread : threads) thread.join();
  }
  for (const Answer& answer : answers) {
    EXPECT_THAT(answer, Fails(ISCHIA_CANCELLED, "CANCELLED_BY_HOST"));
  }
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  EXPECT_EQ(Call(), (Answer{ISCHIA_OK, "{}"}));
}

TEST_F(SessionTest, TheAgentHearsOfACancelledCall) {
  const Watchdog watchdog(0);
  std::vector<Frame> heard;
  {
    std::latch asked(1);
    const ScriptedAgent agent(socket(), [&](AgentConnection& connection) {
      connection.Read();
      connection.Read();
      asked.count_down();
      heard = connection.WaitForHangUp();
    });
    std::thread thread([this] { (void)CallOn(session()); });
    asked.wait();
    plugin()->cancel(session());
    thread.join();
  }
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].kind, support::kCancel);
  EXPECT_EQ(heard[0].call_id, 1U);
}

TEST_F(SessionTest, CancelEndsACallThatIsStillWriting) {
  const Watchdog watchdog(0);
  std::latch asked(1);
  const ScriptedAgent agent(socket(), [&](AgentConnection& connection) {
    connection.Read();
    asked.count_down();
    connection.Hold();
  });
  Answer answer{};
  std::thread thread([&] { answer = CallOn(session(), std::string(4'000'000, ' ')); });
  asked.wait();
  plugin()->cancel(session());
  thread.join();
  EXPECT_THAT(answer, Fails(ISCHIA_CANCELLED, "CANCELLED_BY_HOST"));
}

TEST_F(SessionTest, CancelWithoutCallsDoesNothing) {
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  plugin()->cancel(session());
  EXPECT_EQ(Call(), (Answer{ISCHIA_OK, "{}"}));
}

TEST_F(SessionTest, CloseCancelsAndWaitsUntilTheCallsHaveLetGo) {
  constexpr int kCalls = 8;
  const Watchdog watchdog(0);
  std::latch asked(kCalls);
  std::latch closed(1);
  // The agent's ends stay open, so that only the plugin's can go.
  const ScriptedAgent agent(socket(), [&](AgentConnection& connection) {
    connection.Read();
    connection.Read();
    asked.count_down();
    closed.wait();
  });
  ischia_session* other = Open();
  std::array<Answer, kCalls> answers;
  std::vector<std::thread> threads;
  threads.reserve(kCalls);
  for (Answer& answer : answers) threads.emplace_back([&] { answer = CallOn(other); });
  asked.wait();
  const int with_calls = Descriptors();
  plugin()->close(other);
  EXPECT_EQ(Descriptors(), with_calls - kCalls);
  closed.count_down();
  for (std::thread& thread : threads) thread.join();
  for (const Answer& answer : answers) {
    EXPECT_THAT(answer, Fails(ISCHIA_CANCELLED, "CANCELLED_BY_HOST"));
  }
}

TEST_F(SessionTest, ThirtyTwoThreadsGetTheirOwnAnswers) {
  constexpr int kThreads = 32;
  constexpr int kCalls = 50;
  const Watchdog watchdog(kLong);
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (int call = 0; call < kCalls; ++call) {
        const std::string request = std::to_string(i) + "/" + std::to_string(call);
        if (CallOn(session(), request) == Answer{ISCHIA_OK, request}) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, kThreads * kCalls);
}

TEST_F(SessionTest, ThreadsThatCallAndOnesThatCancelDoNotHurtEachOther) {
  constexpr int kThreads = 16;
  constexpr int kCalls = 50;
  const Watchdog watchdog(kLong);
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  std::atomic<int> documented = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int call = 0; call < kCalls; ++call) {
        const ischia_status status = CallOn(session()).status;
        if (status == ISCHIA_OK || status == ISCHIA_CANCELLED) ++documented;
        if (call % 10 == 0) plugin()->cancel(session());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(documented, kThreads * kCalls);
}

// -- small stacks ---------------------------------------------------------------------------------

void* OnASmallStack(void* work) {
  (*static_cast<std::function<void()>*>(work))();
  return nullptr;
}

TEST_F(SessionTest, AStackOf256KibibytesIsEnough) {
  constexpr std::size_t kStack = std::size_t{256} * 1024;
  const Watchdog watchdog(kLong);
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  const std::string request(4'000'000, ' ');
  Answer large{};
  Answer refused{};
  std::function<void()> work = [&] {
    large = CallOn(session(), request);
    refused = CallOn(session(), "\xff");
    ischia_session* another = Open();
    plugin()->close(another);
  };
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  ASSERT_EQ(pthread_attr_setstacksize(&attributes, kStack), 0);
  pthread_t thread{};
  ASSERT_EQ(pthread_create(&thread, &attributes, OnASmallStack, &work), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  EXPECT_EQ(large.status, ISCHIA_OK);
  EXPECT_THAT(refused, Fails(ISCHIA_INVALID_ARGUMENT, "TEXT_INVALID"));
}

// -- fork -----------------------------------------------------------------------------------------

class ForkTest : public SessionTest {};

TEST_F(ForkTest, InAForkedChildEveryCallSaysSo) {
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  const auto* documents = Get<ischia_put_document>(ISCHIA_PUT_DOCUMENT);
  const auto* current = Get<ischia_current_patient>(ISCHIA_CURRENT_PATIENT);
  const auto* console = Get<ischia_console>(ISCHIA_CONSOLE);
  EXPECT_TRUE(HoldsInAChild([&] {
    ischia_result* first = nullptr;
    ischia_result* second = nullptr;
    const ischia_patient patient = {sizeof patient, 0, "7", "", "", "", "", "", ""};
    const Answer answer = CallOn(session());
    return answer.status == ISCHIA_FAILED_PRECONDITION &&
           answer.text.find("SESSION_FORKED") != std::string::npos &&
           documents->event_fd(session()) == -1 &&
           documents->next(session(), kLong, &first, &second) == ISCHIA_FAILED_PRECONDITION &&
           documents->done(session(), "filings/1", ISCHIA_OK, "1") == ISCHIA_FAILED_PRECONDITION &&
           current->patient_changed(session(), nullptr) == ISCHIA_FAILED_PRECONDITION &&
           console->open_console(session(), &patient, nullptr, kLong, &first) ==
               ISCHIA_FAILED_PRECONDITION;
  }));
  EXPECT_EQ(Call(), (Answer{ISCHIA_OK, "{}"}));
}

TEST_F(ForkTest, AChildCanOpenASessionOfItsOwn) {
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  EXPECT_TRUE(HoldsInAChild([&] {
    ischia_session* own = Open();
    const Answer answer = CallOn(own);
    plugin()->close(own);
    return answer == Answer{ISCHIA_OK, "{}"};
  }));
}

TEST_F(ForkTest, AForkInTheMiddleOfACallDisturbsNeitherSide) {
  const Watchdog watchdog(kLong);
  std::latch asked(1);
  std::latch forked(1);
  const ScriptedAgent agent(socket(), [&](AgentConnection& connection) {
    connection.Read();
    connection.Send(support::Welcome());
    const auto question = connection.Read();
    asked.count_down();
    forked.wait();
    connection.Send(support::Echo(*question));
    connection.WaitForHangUp();
  });
  Answer answer{};
  std::thread thread([&] { answer = CallOn(session()); });
  asked.wait();
  // The child closes the session while its parent's call is in flight, and does not wait for it.
  EXPECT_TRUE(HoldsInAChild([&] {
    plugin()->cancel(session());
    plugin()->close(session());
    return true;
  }));
  forked.count_down();
  thread.join();
  EXPECT_EQ(answer, (Answer{ISCHIA_OK, "{}"}));
}

TEST_F(ForkTest, ForksBesideThreadsThatCallLeaveBothAtWork) {
  constexpr int kForks = 20;
  constexpr int kThreads = 4;
  const Watchdog watchdog(kLong);
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      while (!stop) wrong += CallOn(session()) == Answer{ISCHIA_OK, "{}"} ? 0 : 1;
    });
  }
  int held = 0;
  for (int i = 0; i < kForks; ++i) {
    held += HoldsInAChild([&] {
      ischia_result* result = nullptr;
      return plugin()->call(session(), kPreview, AsBytes("{}"), kLong, &result) ==
             ISCHIA_FAILED_PRECONDITION;
    })
                ? 1
                : 0;
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(held, kForks);
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace ischia::shim
