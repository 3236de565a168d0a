// An agent that is missing, hung, cut off at any byte, or that sends what is no answer: the host
// lives, and each call answers in time with the documented code.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <ostream>

#include "tests/plugin/shim/loaded_plugin.h"

namespace ischia::shim {
namespace {

using support::AgentConnection;
using support::BytesOf;
using support::Frame;
using support::ScriptedAgent;

// All that an agent of today says to a call.
std::string RightAnswer() {
  return BytesOf(support::Welcome()) + BytesOf(support::Result(R"({"state": "STATE_DRAFT"})"));
}

// Hears the hello and the question first: an agent that hangs up with something unread may take its
// own words back.
ScriptedAgent::Script Says(const std::string& bytes, bool hangs_up) {
  return [bytes, hangs_up](AgentConnection& connection) {
    connection.Read();
    connection.Read();
    connection.Send(bytes);
    if (!hangs_up) connection.WaitForHangUp();
  };
}

class HostileAgentTest : public PluginTest {};

TEST_F(HostileAgentTest, ThatHangsAtAnyByteIsGivenUpInTime) {
  const std::string answer = RightAnswer();
  for (std::size_t size = 0; size < answer.size(); ++size) {
    const ScriptedAgent agent(socket(), Says(answer.substr(0, size), false));
    ASSERT_THAT(Call(kShort), Fails(ISCHIA_DEADLINE_EXCEEDED, "AGENT_TIMEOUT")) << size;
  }
}

TEST_F(HostileAgentTest, ThatEndsAtAnyByteIsUnavailable) {
  const std::string answer = RightAnswer();
  for (std::size_t size = 0; size < answer.size(); ++size) {
    const ScriptedAgent agent(socket(), Says(answer.substr(0, size), true));
    ASSERT_THAT(Call(), Fails(ISCHIA_UNAVAILABLE, "AGENT_CLOSED")) << size;
  }
}

TEST_F(HostileAgentTest, ThatEndsBeforeItReadAnythingIsUnavailable) {
  const ScriptedAgent agent(socket(), [](AgentConnection&) {});
  EXPECT_THAT(Call(kLong, std::string(4'000'000, ' ')), Fails(ISCHIA_UNAVAILABLE, "AGENT_CLOSED"));
}

TEST_F(HostileAgentTest, ThatNeverAcceptsIsGivenUpInTime) {
  const std::string listening = socket();
  sockaddr_un place{};
  place.sun_family = AF_UNIX;
  std::copy(listening.begin(), listening.end(), place.sun_path);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&place), sizeof place), 0);
  ASSERT_EQ(listen(listener, 0), 0);
  // The first finds room in the queue, the others do not.
  for (int call = 0; call < 4; ++call) {
    EXPECT_THAT(Call(kShort), Fails(ISCHIA_DEADLINE_EXCEEDED, "AGENT_TIMEOUT"));
  }
  close(listener);
}

TEST_F(HostileAgentTest, ThatReadsNothingIsGivenUpWhileWeWrite) {
  const ScriptedAgent agent(socket(), [](AgentConnection& connection) {
    connection.Read();  // the hello alone
    connection.Hold();
  });
  EXPECT_THAT(Call(kShort, std::string(4'000'000, ' ')),
              Fails(ISCHIA_DEADLINE_EXCEEDED, "AGENT_TIMEOUT"));
}

TEST_F(HostileAgentTest, ThatSendsNewsForEverIsGivenUpInTime) {
  std::string news;  // more at once than is read in a while, so that there is always one to read
  for (int i = 0; i < 10'000; ++i) news += BytesOf(Frame{support::kDocumentWaiting});
  const ScriptedAgent agent(socket(), [&news](AgentConnection& connection) {
    while (connection.Send(news)) continue;
  });
  EXPECT_THAT(Call(kShort), Fails(ISCHIA_DEADLINE_EXCEEDED, "AGENT_TIMEOUT"));
}

TEST_F(HostileAgentTest, ThatIsTooLateHearsOfIt) {
  std::vector<Frame> heard;
  {
    const ScriptedAgent agent(
        socket(), [&heard](AgentConnection& connection) { heard = connection.WaitForHangUp(); });
    EXPECT_THAT(Call(kShort), Fails(ISCHIA_DEADLINE_EXCEEDED, "AGENT_TIMEOUT"));
  }
  ASSERT_EQ(heard.size(), 3U);
  EXPECT_EQ(heard[2].kind, support::kCancel);
  EXPECT_EQ(heard[2].call_id, heard[1].call_id);
}

TEST_F(HostileAgentTest, TheNextCallIsNotDisturbed) {
  std::atomic<int> calls = 0;
  const ScriptedAgent agent(socket(), [&calls](AgentConnection& connection) {
    if (++calls == 1) {
      connection.WaitForHangUp();
      return;
    }
    Says(RightAnswer(), false)(connection);
  });
  EXPECT_THAT(Call(kShort), Fails(ISCHIA_DEADLINE_EXCEEDED, "AGENT_TIMEOUT"));
  EXPECT_EQ(Call().status, ISCHIA_OK);
}

// A frame whose length says `length`.
std::string WithLength(std::uint32_t length, const std::string& frame) {
  return support::Number(length) + frame.substr(4);
}

Frame With(Frame frame, int tag, const std::string& bytes) {
  frame.fields[tag] = bytes;
  return frame;
}

Frame Without(Frame frame, int tag) {
  frame.fields.erase(tag);
  return frame;
}

Frame WithId(Frame frame, std::uint32_t call_id) {
  frame.call_id = call_id;
  return frame;
}

struct Rubbish {
  const char* name;
  std::string bytes;
};

void PrintTo(const Rubbish& rubbish, std::ostream* out) { *out << rubbish.name; }

std::vector<Rubbish> AllRubbish() {
  constexpr std::uint32_t kLongest = 4 * 1024 * 1024 + 64 * 1024;
  const std::string welcome = BytesOf(support::Welcome());
  const Frame result = support::Result("{}");
  const std::string right = BytesOf(result);
  const std::string noise = "HTTP/1.1 400 Bad Request\r\nServer: something else\r\n\r\n";
  const auto question_answered = [&welcome](const Frame& frame) {
    return welcome + BytesOf(frame);
  };
  return {
      {"another protocol", noise},
      {"zeros", std::string(64, 0)},
      {"ones", std::string(64, '\xff')},
      {"length 0", WithLength(0, welcome)},
      {"length 7", WithLength(7, welcome)},
      {"length beyond the limit", WithLength(kLongest + 1, welcome)},
      {"length 2^32 - 1", WithLength(0xffffffff, welcome)},
      {"a field that runs over the end", WithLength(13, welcome)},
      {"a body that ends inside a field's head", WithLength(8 + 5, right)},
      {"no welcome", right},
      {"a welcome without a protocol", BytesOf(Without(support::Welcome(), support::kProtocolMax))},
      {"a protocol of one byte", BytesOf(With(support::Welcome(), support::kProtocolMin, "\1"))},
      {"a welcome to another call", BytesOf(WithId(support::Welcome(), 5))},
      {"an error of another call", BytesOf(WithId(support::Error(13, "{}"), 2))},
      {"a second welcome", welcome + welcome},
      {"an answer to another call", question_answered(WithId(result, 2))},
      {"an answer to the hello", question_answered(WithId(result, 0))},
      {"an unknown kind", question_answered(Frame{77, 1})},
      {"a kind of ours", question_answered(Frame{support::kCall, 1})},
      {"a result with a failure",
       question_answered(With(result, support::kStatus, support::Number(5)))},
      {"a result without JSON", question_answered(Without(result, support::kJson))},
      {"a status of eight bytes", question_answered(With(result, support::kStatus, "12345678"))},
      {"a negative status", question_answered(support::Error(0xffffffff, "{}"))},
      {"an error that is none", question_answered(support::Error(0, "{}"))},
      {"an error of an unknown number", question_answered(support::Error(99, "{}"))},
      {"JSON that is not UTF-8", question_answered(support::Result("{\"a\": \"\xff\"}"))},
  };
}

class RubbishTest : public PluginTest, public ::testing::WithParamInterface<Rubbish> {};

TEST_P(RubbishTest, IsNoAnswer) {
  const ScriptedAgent agent(socket(), Says(GetParam().bytes, false));
  EXPECT_THAT(Call(), Fails(ISCHIA_INTERNAL, "AGENT_PROTOCOL"));
}

INSTANTIATE_TEST_SUITE_P(Kinds, RubbishTest, ::testing::ValuesIn(AllRubbish()),
                         [](const auto& instance) {
                           std::string name = instance.param.name;
                           for (char& letter : name) {
                             if (std::isalnum(static_cast<unsigned char>(letter)) == 0)
                               letter = '_';
                           }
                           return name;
                         });

TEST_F(HostileAgentTest, AnUnknownKindIsAnsweredWithAnError) {
  std::vector<Frame> heard;
  {
    const ScriptedAgent agent(socket(), [&heard](AgentConnection& connection) {
      connection.Send(Frame{77, 9});
      heard = connection.WaitForHangUp();
    });
    EXPECT_THAT(Call(), Fails(ISCHIA_INTERNAL, "AGENT_PROTOCOL"));
  }
  ASSERT_EQ(heard.size(), 3U);
  EXPECT_EQ(heard[2].kind, support::kError);
  EXPECT_EQ(heard[2].call_id, 9U);
  EXPECT_EQ(heard[2].fields.at(support::kStatus), support::Number(ISCHIA_INVALID_ARGUMENT));
}

TEST_F(HostileAgentTest, ALengthThatNeverComesTakesNoMoreThanTheTimeout) {
  constexpr std::uint32_t kLongest = 4 * 1024 * 1024 + 64 * 1024;
  const ScriptedAgent agent(socket(),
                            Says(WithLength(kLongest, BytesOf(support::Welcome())), false));
  EXPECT_THAT(Call(kShort), Fails(ISCHIA_DEADLINE_EXCEEDED, "AGENT_TIMEOUT"));
}

TEST_F(HostileAgentTest, AHostWithoutDescriptorsIsToldSo) {
  const ScriptedAgent agent(socket(), Says(RightAnswer(), false));
  auto* const call = plugin()->call;
  ischia_session* const opened = session();
  ischia_result* result = nullptr;
  ischia_status status = ISCHIA_OK;
  {
    const NoDescriptors none;
    status = call(opened, kPreview, AsBytes("{}"), kLong, &result);
  }
  EXPECT_THAT((Answer{status, Take(*plugin().operator->(), result)}),
              Fails(ISCHIA_UNAVAILABLE, "DESCRIPTORS_USED_UP"));
}

}  // namespace
}  // namespace ischia::shim
