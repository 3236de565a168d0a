// What the host had before, it has afterwards: descriptors, memory, threads, signals, locale,
// working directory, umask, environment, floating-point state, standard output and error.
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xmmintrin.h>

#include <atomic>
#include <cfenv>
#include <clocale>
#include <filesystem>
#include <iterator>

#include "tests/plugin/shim/loaded_plugin.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to us

namespace ischia::shim {
namespace {

using support::ScriptedAgent;

std::size_t EntriesOf(const char* folder) {
  const std::filesystem::directory_iterator entries(folder);
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

// All that belongs to the process, as one text.
std::string StateOfTheProcess() {
  std::string state;
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action {};
    if (sigaction(number, nullptr, &action) != 0) continue;
    state += std::to_string(number) + " " +
             std::to_string(reinterpret_cast<std::uintptr_t>(action.sa_handler)) + " " +
             std::to_string(action.sa_flags) + "\n";
  }
  sigset_t blocked{};
  pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  for (int number = 1; number < NSIG; ++number) {
    state += sigismember(&blocked, number) == 1 ? "1" : "0";
  }
  state += std::string("\n") + setlocale(LC_ALL, nullptr) + "\n";  // NOLINT: only read
  state += std::filesystem::current_path().string() + "\n";
  const mode_t mask = umask(0);
  umask(mask);
  state += std::to_string(mask) + "\n";
  for (char** entry = environ; *entry != nullptr; ++entry) state += std::string(*entry) + "\n";
  state += std::to_string(fegetround()) + " " + std::to_string(_mm_getcsr()) + "\n";
  state += std::to_string(EntriesOf("/proc/self/fd")) + " descriptors, ";
  state += std::to_string(EntriesOf("/proc/self/task")) + " threads\n";
  return state;
}

class HostUnharmedTest : public PluginTest {
 protected:
  // A bit of everything, on a session and a library of its own.
  void UseAll() {
    const LoadedPlugin loaded;
    const ischia_host host = Host();
    ischia_session* opened = nullptr;
    ASSERT_EQ(loaded->open(&host, AsBytes(socket()), &opened), ISCHIA_OK);
    ischia_result* first = nullptr;
    ischia_result* second = nullptr;
    loaded->call(opened, kPreview, AsBytes("{}"), kLong, &first);
    loaded->result_free(first);
    const auto* documents =
        static_cast<const ischia_put_document*>(loaded->get_extension(ISCHIA_PUT_DOCUMENT));
    documents->event_fd(opened);
    documents->next(opened, kShort, &first, &second);
    loaded->result_free(first);
    loaded->result_free(second);
    const auto* current =
        static_cast<const ischia_current_patient*>(loaded->get_extension(ISCHIA_CURRENT_PATIENT));
    current->patient_changed(opened, nullptr);
    loaded->close(opened);
    ClearLog();
  }

  std::atomic<int> sockets_ = 0;
  std::atomic<int> inherited_ = 0;
};

TEST_F(HostUnharmedTest, NothingOfTheProcessChanges) {
  (void)signal(SIGUSR1, [](int) {});
  fesetround(FE_UPWARD);
  const std::string before = StateOfTheProcess();
  UseAll();  // without an agent
  EXPECT_EQ(StateOfTheProcess(), before);
  {
    const ScriptedAgent agent(socket(), support::Answering(support::Echo));
    EXPECT_EQ(Call().status, ISCHIA_OK);
    UseAll();
  }  // the agent's threads and connections are this process's, too
  EXPECT_EQ(StateOfTheProcess(), before);
  fesetround(FE_TONEAREST);
}

TEST_F(HostUnharmedTest, AnAgentThatHangsUpRaisesNoSignal) {
  const ScriptedAgent agent(socket(), [](support::AgentConnection&) {});
  (void)signal(SIGPIPE, SIG_DFL);  // would end the process
  EXPECT_THAT(Call(kLong, std::string(4'000'000, ' ')), Fails(ISCHIA_UNAVAILABLE, "AGENT_CLOSED"));
}

TEST_F(HostUnharmedTest, ACallGoesOnAfterASignal) {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  sigaction(SIGUSR1, &action, nullptr);  // without SA_RESTART
  const ScriptedAgent agent(socket(), [](support::AgentConnection& connection) {
    connection.Read();
    connection.Send(support::Welcome());
    const auto question = connection.Read();
    for (int i = 0; i < 20; ++i) kill(getpid(), SIGUSR1);
    connection.Send(support::Result("{}"));
    connection.WaitForHangUp();
  });
  EXPECT_EQ(Call(), (Answer{ISCHIA_OK, "{}"}));
}

TEST_F(HostUnharmedTest, NothingIsPrinted) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  UseAll();
  (void)Call(kLong, "\xff");
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST_F(HostUnharmedTest, NoDescriptorSurvivesAnExec) {
  const ScriptedAgent agent(socket(), [this](support::AgentConnection& connection) {
    connection.Read();
    connection.Send(support::Welcome());
    connection.Read();
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      const int fd = std::stoi(entry.path().filename());
      struct stat status {};
      if (fstat(fd, &status) != 0 || !S_ISSOCK(status.st_mode)) continue;
      if ((fcntl(fd, F_GETFD) & FD_CLOEXEC) == 0) ++inherited_;
      ++sockets_;
    }
    connection.Send(support::Result("{}"));
    connection.WaitForHangUp();
  });
  const int fd =
      Get<ischia_put_document>(ISCHIA_PUT_DOCUMENT)->event_fd(session());  // 200 ms: may be late
  EXPECT_NE(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_EQ(Call().status, ISCHIA_OK);
  EXPECT_GE(sockets_, 3);
  EXPECT_EQ(inherited_, 0);
}

// Kibibytes in use of the heap.
std::size_t HeapInUse() { return mallinfo2().uordblks / 1024; }

bool IsMapped() {
  return support::ReadFile("/proc/self/maps").find("libischia_plugin.so") != std::string::npos;
}

TEST(LoadTest, AThousandLoadsLeaveNothingBehind) {
  constexpr int kLoads = 1000;
  const support::TempFolder folder;
  const std::string socket = folder / "agent.sock";
  const ischia_host host = {sizeof host, ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, 0,
                            nullptr,     "test-host",      nullptr,          nullptr};
  const auto load_and_use = [&] {
    const LoadedPlugin plugin;
    EXPECT_TRUE(IsMapped());
    ischia_session* session = nullptr;
    ischia_result* result = nullptr;
    EXPECT_EQ(plugin->open(&host, AsBytes(socket), &session), ISCHIA_OK);
    EXPECT_EQ(plugin->call(session, kPreview, AsBytes("{}"), kLong, &result), ISCHIA_UNAVAILABLE);
    plugin->result_free(result);
    plugin->close(session);
  };
  for (int i = 0; i < kLoads / 10; ++i) load_and_use();  // the loader's own tables grow at first
  const std::size_t descriptors = EntriesOf("/proc/self/fd");
  const std::size_t heap = HeapInUse();
  for (int i = 0; i < kLoads; ++i) load_and_use();
  EXPECT_FALSE(IsMapped());
  EXPECT_EQ(EntriesOf("/proc/self/fd"), descriptors);
  EXPECT_LE(HeapInUse(), heap + 4);
}

}  // namespace
}  // namespace ischia::shim
