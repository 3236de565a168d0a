// What call, open and the table promise, with an agent that answers rightly, and without one.
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "tests/plugin/shim/loaded_plugin.h"

namespace ischia::shim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

using support::AgentConnection;
using support::Frame;
using support::ScriptedAgent;

constexpr std::size_t kLargestRequest = std::size_t{4} * 1024 * 1024;

class TableTest : public PluginTest {};

TEST_F(TableTest, ItIsGivenForItsOwnVersion) {
  EXPECT_EQ(plugin()->struct_size, sizeof(ischia_api));
  EXPECT_EQ(plugin()->abi_major, std::uint32_t{ISCHIA_ABI_MAJOR});
  EXPECT_EQ(plugin()->abi_minor, std::uint32_t{ISCHIA_ABI_MINOR});
  EXPECT_STREQ(plugin()->plugin_version, ISCHIA_PLUGIN_VERSION);
}

TEST_F(TableTest, AnotherMajorOrANewerMinorIsAMismatch) {
  for (const auto& [major, minor] :
       {std::pair{0, 0}, {ISCHIA_ABI_MAJOR + 1, 0}, {ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR + 1}}) {
    const ischia_api* api = plugin().operator->();
    EXPECT_EQ(
        plugin().GetApi(static_cast<std::uint32_t>(major), static_cast<std::uint32_t>(minor), &api),
        ISCHIA_ABI_MISMATCH);
    EXPECT_EQ(api, nullptr);
  }
}

TEST_F(TableTest, NullIsAnInvalidArgument) {
  EXPECT_EQ(plugin().GetApi(ISCHIA_ABI_MAJOR, 0, nullptr), ISCHIA_INVALID_ARGUMENT);
}

TEST_F(TableTest, ExtensionsAreFoundByTheirExactId) {
  for (const char* id : {ISCHIA_CONSOLE, ISCHIA_CURRENT_PATIENT, ISCHIA_PUT_DOCUMENT}) {
    EXPECT_NE(plugin()->get_extension(id), nullptr) << id;
  }
  EXPECT_EQ(Get<ischia_console>(ISCHIA_CONSOLE)->struct_size, sizeof(ischia_console));
  EXPECT_EQ(plugin()->get_extension("ischia.console/2"), nullptr);
  EXPECT_EQ(plugin()->get_extension(""), nullptr);
  EXPECT_EQ(plugin()->get_extension(nullptr), nullptr);
}

class OpenTest : public PluginTest {
 protected:
  ischia_status Open(const ischia_host* host, ischia_bytes config) {
    ischia_session* opened = session();
    const ischia_status status = plugin()->open(host, config, &opened);
    EXPECT_EQ(opened != nullptr, status == ISCHIA_OK);
    plugin()->close(opened);
    return status;
  }
  ischia_status Open(std::string_view config) {
    const ischia_host host = Host();
    return Open(&host, AsBytes(config));
  }
};

TEST_F(OpenTest, TheHostsLogHearsOfIt) {
  EXPECT_THAT(log(), ElementsAre("1 Ischia plugin " ISCHIA_PLUGIN_VERSION " in test-host 7.1."));
}

TEST_F(OpenTest, ALongerStructOfALaterHostIsTaken) {
  struct {
    ischia_host host;
    void* later;
  } host = {Host(), nullptr};
  host.host.struct_size = sizeof host;
  EXPECT_EQ(Open(&host.host, AsBytes(socket())), ISCHIA_OK);
}

TEST_F(OpenTest, AShorterStructIsReadAsFarAsItGoes) {
  ischia_host host = Host();
  host.struct_size = offsetof(ischia_host, host_version);
  host.host_version = reinterpret_cast<const char*>(1);  // never looked at
  host.log = reinterpret_cast<void (*)(void*, std::int32_t, const char*)>(1);
  EXPECT_EQ(Open(&host, AsBytes(socket())), ISCHIA_OK);
}

TEST_F(OpenTest, AStructWithoutWhatIsRequiredIsRefused) {
  ischia_host host = Host();
  for (const std::size_t size : {std::size_t{0}, std::size_t{8}, offsetof(ischia_host, host_id)}) {
    host.struct_size = static_cast<std::uint32_t>(size);
    EXPECT_EQ(Open(&host, AsBytes(socket())), ISCHIA_INVALID_ARGUMENT);
  }
}

TEST_F(OpenTest, NullPointersAreRefused) {
  ischia_host host = Host();
  host.host_id = nullptr;
  EXPECT_EQ(Open(&host, AsBytes("")), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(Open(nullptr, AsBytes("")), ISCHIA_INVALID_ARGUMENT);
  host = Host();
  EXPECT_EQ(Open(&host, {nullptr, 3}), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(plugin()->open(&host, AsBytes(""), nullptr), ISCHIA_INVALID_ARGUMENT);
}

TEST_F(OpenTest, AHostOfAnotherVersionIsAMismatch) {
  ischia_host host = Host();
  host.abi_major = ISCHIA_ABI_MAJOR + 1;
  EXPECT_EQ(Open(&host, AsBytes("")), ISCHIA_ABI_MISMATCH);
  host = Host();
  host.abi_minor = ISCHIA_ABI_MINOR + 1;
  EXPECT_EQ(Open(&host, AsBytes("")), ISCHIA_ABI_MISMATCH);
}

TEST_F(OpenTest, AHostIdIsAShortUtf8Text) {
  ischia_host host = Host();
  const std::string longest(255, 'a');
  const std::string too_long(256, 'a');
  host.host_id = longest.c_str();
  EXPECT_EQ(Open(&host, AsBytes("")), ISCHIA_OK);
  for (const char* id : {"", "\xff", too_long.c_str()}) {
    host.host_id = id;
    EXPECT_EQ(Open(&host, AsBytes("")), ISCHIA_INVALID_ARGUMENT);
  }
  EXPECT_THAT(log().back(), HasSubstr("UTF-8"));
}

TEST_F(OpenTest, ConfigIsAnAbsolutePathThatASocketCanHave) {
  EXPECT_EQ(Open("/tmp/agent.sock"), ISCHIA_OK);
  EXPECT_EQ(Open("/" + std::string(106, 'a')), ISCHIA_OK);
  EXPECT_EQ(Open("/" + std::string(107, 'a')), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(Open("agent.sock"), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(Open("/tmp/\xc0\x80"), ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(Open(std::string_view("/tmp/a\0b", 8)), ISCHIA_INVALID_ARGUMENT);
}

class CallTest : public PluginTest {};

TEST_F(CallTest, HelloAndQuestionHoldWhatTheProtocolSays) {
  std::vector<Frame> heard;
  {
    const ScriptedAgent agent(socket(), [&heard](AgentConnection& connection) {
      heard.push_back(connection.Read().value());
      connection.Send(support::Welcome());
      heard.push_back(connection.Read().value());
      connection.Send(support::Result(R"({"state": "STATE_DRAFT"})"));
    });
    EXPECT_EQ(Call(kLong, R"({"parent": "practices/sample"})"),
              (Answer{ISCHIA_OK, R"({"state": "STATE_DRAFT"})"}));
  }
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[0].kind, support::kHello);
  EXPECT_EQ(heard[0].call_id, 0U);
  EXPECT_THAT(heard[0].fields, ElementsAre(Pair(support::kProtocolMin, support::Number(1)),
                                           Pair(support::kProtocolMax, support::Number(1)),
                                           Pair(support::kHostId, "test-host"),
                                           Pair(support::kVersion, ISCHIA_PLUGIN_VERSION)));
  EXPECT_EQ(heard[1].kind, support::kCall);
  EXPECT_EQ(heard[1].call_id, 1U);
  EXPECT_THAT(heard[1].fields,
              ElementsAre(Pair(support::kMethod, kPreview),
                          Pair(support::kJson, R"({"parent": "practices/sample"})"),
                          Pair(support::kDeadlineMs, support::Number(kLong))));
}

TEST_F(CallTest, WithoutATimeoutItIsTwoHundredMilliseconds) {
  std::uint32_t deadline = 0;
  {
    const ScriptedAgent agent(socket(), support::Answering([&deadline](const Frame& question) {
                                deadline =
                                    support::NumberOf(question.fields.at(support::kDeadlineMs));
                                return support::Result("{}");
                              }));
    (void)Call(0);  // on a busy machine even the right answer may be late
  }
  EXPECT_EQ(deadline, 200U);
}

TEST_F(CallTest, AnErrorOfTheServicePassesWithItsNumberAndItsWords) {
  constexpr std::uint32_t kAborted = 10;  // a number without a name in plugin.h
  const std::string words =
      R"({"code": 10, "reason": "ETAG_MISMATCH", "message": "Read it again."})";
  const ScriptedAgent agent(
      socket(), support::Answering([&](const Frame&) { return support::Error(kAborted, words); }));
  EXPECT_EQ(Call(), (Answer{static_cast<ischia_status>(kAborted), words}));
}

TEST_F(CallTest, NotFoundPassesToo) {
  const ScriptedAgent agent(socket(), support::Answering([](const Frame&) {
                              return support::Error(ISCHIA_NOT_FOUND,
                                                    R"({"reason": "RESOURCE_NOT_FOUND"})");
                            }));
  EXPECT_EQ(Call(), (Answer{ISCHIA_NOT_FOUND, R"({"reason": "RESOURCE_NOT_FOUND"})"}));
}

TEST_F(CallTest, AnErrorWithoutWordsGetsOurs) {
  const ScriptedAgent agent(
      socket(), support::Answering([](const Frame&) {
        return Frame{support::kError, 1, {{support::kStatus, support::Number(ISCHIA_UNAVAILABLE)}}};
      }));
  EXPECT_THAT(Call(), Fails(ISCHIA_UNAVAILABLE, "AGENT_ERROR"));
}

TEST_F(CallTest, AnErrorInPlaceOfTheWelcomeIsTheAnswer) {
  const ScriptedAgent agent(socket(), [](AgentConnection& connection) {
    connection.Send(Frame{
        support::kError, 0, {{support::kStatus, support::Number(7)}, {support::kJson, "{}"}}});
  });
  EXPECT_EQ(Call(), (Answer{7, "{}"}));
}

TEST_F(CallTest, UnknownTagsAreSkippedAndTheLastOfTwoCounts) {
  const ScriptedAgent agent(socket(), [](AgentConnection& connection) {
    Frame welcome = support::Welcome();
    welcome.fields[900] = "later";
    connection.Send(welcome);
    Frame result = support::Result("{}");
    result.fields[12345] = std::string("\xff\0", 2);
    connection.Send(result);
    connection.WaitForHangUp();
  });
  EXPECT_EQ(Call(), (Answer{ISCHIA_OK, "{}"}));
}

TEST_F(CallTest, NewsOfADocumentOnTheWayAreSkipped) {
  const ScriptedAgent agent(socket(), [](AgentConnection& connection) {
    connection.Send(Frame{support::kDocumentWaiting});
    connection.Send(support::Welcome());
    connection.Send(Frame{support::kDocumentWaiting});
    connection.Send(support::Result("{}"));
    connection.WaitForHangUp();
  });
  EXPECT_EQ(Call(), (Answer{ISCHIA_OK, "{}"}));
}

TEST_F(CallTest, AnAgentOfALaterProtocolThatStillSpeaksOursIsFine) {
  const ScriptedAgent agent(socket(), [](AgentConnection& connection) {
    connection.Send(support::Welcome(1, 3));
    connection.Send(support::Result("{}"));
    connection.WaitForHangUp();
  });
  EXPECT_EQ(Call(), (Answer{ISCHIA_OK, "{}"}));
}

TEST_F(CallTest, ProtocolsThatDoNotMeetSayWhoIsTooOld) {
  {
    const ScriptedAgent agent(
        socket(), [](AgentConnection& connection) { connection.Send(support::Welcome(0, 0)); });
    EXPECT_THAT(Call(), Fails(ISCHIA_AGENT_TOO_OLD, "AGENT_TOO_OLD"));
  }
  const ScriptedAgent agent(
      socket(), [](AgentConnection& connection) { connection.Send(support::Welcome(2, 4)); });
  EXPECT_THAT(Call(), Fails(ISCHIA_FAILED_PRECONDITION, "PLUGIN_TOO_OLD"));
}

TEST_F(CallTest, TheLargestRequestAndAnswerPass) {
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  const std::string request(kLargestRequest, ' ');
  const Answer answer = Call(kLong, request);
  EXPECT_EQ(answer.status, ISCHIA_OK);
  EXPECT_TRUE(answer.text == request);
}

TEST_F(CallTest, ALargerRequestIsRefusedBeforeConnecting) {
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  EXPECT_THAT(Call(kLong, std::string(kLargestRequest + 1, ' ')),
              Fails(ISCHIA_INVALID_ARGUMENT, "REQUEST_TOO_LARGE"));
  EXPECT_THAT(Call(kLong, std::string(std::size_t{10'000'000}, ' ')),
              Fails(ISCHIA_INVALID_ARGUMENT, "REQUEST_TOO_LARGE"));
  EXPECT_EQ(agent.connections(), 0);
}

TEST_F(CallTest, TextThatIsNotUtf8IsRefusedBeforeConnecting) {
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  for (const std::string& text :
       {std::string("{\"a\": \"\xff\"}"), std::string("\xc0\xaf"), std::string("\xed\xa0\x80"),
        std::string("\xf4\x90\x80\x80"), std::string("\xe2\x82"), std::string("{}\0", 3)}) {
    EXPECT_THAT(Call(kLong, text), Fails(ISCHIA_INVALID_ARGUMENT, "TEXT_INVALID"));
  }
  const std::string too_long(256, 'm');
  for (const char* method : {"", "ischia\xff", too_long.c_str()}) {
    EXPECT_THAT(Call(kLong, "{}", method), Fails(ISCHIA_INVALID_ARGUMENT, "TEXT_INVALID"));
  }
  EXPECT_EQ(agent.connections(), 0);
}

TEST_F(CallTest, TextOfEveryScriptPasses) {
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  const std::string text =
      R"({"goal_text": "¡Estirar! التمدد खिंचाव 拉伸 🦵"})";
  EXPECT_EQ(Call(kLong, text), (Answer{ISCHIA_OK, text}));
}

TEST_F(CallTest, NullPointersAreRefused) {
  ischia_result* result = nullptr;
  EXPECT_EQ(plugin()->call(session(), kPreview, AsBytes("{}"), kLong, nullptr),
            ISCHIA_INVALID_ARGUMENT);
  EXPECT_EQ(plugin()->call(nullptr, kPreview, AsBytes("{}"), kLong, &result),
            ISCHIA_INVALID_ARGUMENT);
  EXPECT_THAT(Take(*plugin().operator->(), result), HasSubstr("ARGUMENT_MISSING"));
  EXPECT_THAT(Call(kLong, "{}", nullptr), Fails(ISCHIA_INVALID_ARGUMENT, "ARGUMENT_MISSING"));
  EXPECT_EQ(plugin()->call(session(), kPreview, {nullptr, 7}, kLong, &result),
            ISCHIA_INVALID_ARGUMENT);
  plugin()->result_free(result);
  plugin()->result_free(nullptr);
  plugin()->close(nullptr);
  plugin()->cancel(nullptr);
  EXPECT_EQ(plugin()->result_bytes(nullptr).size, 0U);
}

TEST_F(CallTest, AnEmptyRequestIsForTheAgentToJudge) {
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  ischia_result* result = nullptr;
  EXPECT_EQ(plugin()->call(session(), kPreview, {nullptr, 0}, kLong, &result), ISCHIA_OK);
  EXPECT_EQ(Take(*plugin().operator->(), result), "");
}

TEST_F(CallTest, WithoutAnAgentItIsUnavailable) {
  EXPECT_THAT(Call(), Fails(ISCHIA_UNAVAILABLE, "AGENT_UNREACHABLE"));
}

TEST_F(CallTest, AFileThatIsNoSocketOrASocketWithoutAgentIsUnavailable) {
  std::ofstream(socket()) << "no socket";
  EXPECT_THAT(Call(), Fails(ISCHIA_UNAVAILABLE, "AGENT_UNREACHABLE"));
}

TEST_F(CallTest, WorkGoesOnWhenTheAgentIsBack) {
  for (int start = 0; start < 3; ++start) {
    {
      const ScriptedAgent agent(socket(), support::Answering(support::Echo));
      EXPECT_EQ(Call(), (Answer{ISCHIA_OK, "{}"}));
    }
    EXPECT_THAT(Call(), Fails(ISCHIA_UNAVAILABLE, "AGENT_UNREACHABLE"));
  }
}

constexpr uid_t kNobody = 65534;

class PeerTest : public PluginTest {
 protected:
  void SetUp() override {
    if (getuid() != 0) GTEST_SKIP() << "only root can be two users";
    std::filesystem::permissions(folder().path(), std::filesystem::perms::all);
  }
};

TEST_F(PeerTest, AnAgentOfAnotherUserHearsNothing) {
  std::array<int, 2> ready{};
  std::array<int, 2> heard{};
  ASSERT_EQ(pipe(ready.data()) + pipe(heard.data()), 0);
  const pid_t other = fork();
  if (other == 0) {
    if (setuid(kNobody) != 0) _exit(1);
    const ScriptedAgent agent(socket(), [&heard](AgentConnection& connection) {
      const char any = connection.Read() ? 'y' : 'n';
      (void)!write(heard[1], &any, 1);
    });
    char done = 0;
    (void)!write(ready[1], "r", 1);
    (void)!read(heard[0], &done, 1);
    (void)!write(ready[1], &done, 1);
    _exit(0);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  EXPECT_THAT(Call(), Fails(ISCHIA_UNAVAILABLE, "AGENT_FOREIGN"));
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  EXPECT_EQ(byte, 'n');
  waitpid(other, nullptr, 0);
  for (const int end : {ready[0], ready[1], heard[0], heard[1]}) close(end);
}

TEST_F(PeerTest, AnAgentOfRootServesEverybody) {
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  std::filesystem::permissions(socket(), std::filesystem::perms::all);
  EXPECT_TRUE(HoldsInAChild([this] {
    if (setuid(kNobody) != 0) return false;
    const ischia_host host = Host();
    ischia_session* opened = nullptr;
    ischia_result* result = nullptr;
    plugin()->open(&host, AsBytes(socket()), &opened);
    return plugin()->call(opened, kPreview, AsBytes("{}"), kLong, &result) == ISCHIA_OK;
  }));
}

TEST_F(PeerTest, ASocketOnlyItsOwnerMayOpenIsForeign) {
  const ScriptedAgent agent(socket(), support::Answering(support::Echo));
  std::filesystem::permissions(socket(), std::filesystem::perms::owner_all);
  EXPECT_TRUE(HoldsInAChild([this] {
    if (setuid(kNobody) != 0) return false;
    const ischia_host host = Host();
    ischia_session* opened = nullptr;
    ischia_result* result = nullptr;
    plugin()->open(&host, AsBytes(socket()), &opened);
    return plugin()->call(opened, kPreview, AsBytes("{}"), kLong, &result) == ISCHIA_UNAVAILABLE &&
           Take(*plugin().operator->(), result).find("AGENT_FOREIGN") != std::string::npos;
  }));
}

constexpr char kSystemWide[] = "/run/ischia/agent.sock";

class DefaultSocketTest : public PluginTest {
 protected:
  void SetUp() override {
    if (std::filesystem::exists(kSystemWide)) GTEST_SKIP() << "this machine has an agent at work";
  }
  ~DefaultSocketTest() override { SetRuntimeFolder(nullptr); }

  // No other thread reads the environment meanwhile.
  static void SetRuntimeFolder(const char* folder) {
    if (folder == nullptr) {
      unsetenv("XDG_RUNTIME_DIR");  // NOLINT(concurrency-mt-unsafe)
    } else {
      setenv("XDG_RUNTIME_DIR", folder, 1);  // NOLINT(concurrency-mt-unsafe)
    }
  }

  ischia_status CallByDefault() {
    const ischia_host host = Host();
    ischia_session* opened = nullptr;
    ischia_result* result = nullptr;
    plugin()->open(&host, AsBytes(""), &opened);
    const ischia_status status = plugin()->call(opened, kPreview, AsBytes("{}"), kLong, &result);
    plugin()->result_free(result);
    plugin()->close(opened);
    return status;
  }
};

TEST_F(DefaultSocketTest, ItLiesInTheUsersRuntimeFolder) {
  SetRuntimeFolder(folder().path().c_str());
  EXPECT_EQ(CallByDefault(), ISCHIA_UNAVAILABLE);
  std::filesystem::create_directory(folder() / "ischia");
  const ScriptedAgent agent(folder() / "ischia" / "agent.sock", support::Answering(support::Echo));
  EXPECT_EQ(CallByDefault(), ISCHIA_OK);
}

TEST_F(DefaultSocketTest, ARuntimeFolderThatCannotBeIsPassedOver) {
  for (const std::string& folder :
       {std::string("relative"), std::string(), "/" + std::string(200, 'a')}) {
    SetRuntimeFolder(folder.c_str());
    EXPECT_EQ(CallByDefault(), ISCHIA_UNAVAILABLE);
  }
}

TEST_F(DefaultSocketTest, WhereTheUserHasNoAgentTheSystemsIsAsked) {
  SetRuntimeFolder(folder().path().c_str());
  constexpr int kNotAllowed = 2;
  const int ended = InAChild([this] {  // with a /run of its own
    if (unshare(CLONE_NEWNS) != 0 ||
        mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("none", "/run", "tmpfs", 0, nullptr) != 0) {
      return kNotAllowed;
    }
    std::filesystem::create_directory("/run/ischia");
    const ScriptedAgent agent(kSystemWide, support::Answering(support::Echo));
    return CallByDefault() == ISCHIA_OK ? 0 : 1;
  });
  if (ended == kNotAllowed) GTEST_SKIP() << "no mount of our own is allowed here";
  EXPECT_EQ(ended, 0);
}

}  // namespace
}  // namespace ischia::shim
