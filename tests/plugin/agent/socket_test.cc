// The socket against hosts that are slow, half gone, too many, somebody else, or talk rubbish. The
// service behind it is away or hangs: it has no part in this.
#include "plugin/agent/socket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "plugin/agent/gateway/methods.h"
#include "plugin/agent/socket/session.h"
#include "tests/plugin/agent/frame_client.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

using Greeting = FrameClient::Greeting;
constexpr const char* kGetCatalogue = "ischia.v1.CatalogueService/GetCatalogue";
constexpr const char* kCreatePatient = "ischia.v1.PatientService/CreatePatient";
constexpr const char* kPatient =
    R"({"parent": "practices/sample", "patient": {"given_name": "A", "family_name": "B"}})";
constexpr std::int32_t kCancelled = 1;
constexpr std::int32_t kInvalidArgument = 3;
constexpr std::int32_t kDeadlineExceeded = 4;
constexpr std::int32_t kPermissionDenied = 7;
constexpr std::int32_t kResourceExhausted = 8;
constexpr std::int32_t kFailedPrecondition = 9;
constexpr std::int32_t kUnimplemented = 12;
constexpr std::int32_t kUnavailable = 14;
constexpr std::int32_t kAgentTooOld = 101;

// Takes connections and never says a word.
class HungService {
 public:
  explicit HungService(const std::filesystem::path& path)
      : listener_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
    EXPECT_EQ(bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(listen(listener_.get(), 8), 0);
  }

 private:
  Descriptor listener_;
};

class SocketTest : public ::testing::Test {
 protected:
  SocketTest() {
    options_.path = folder_ / "run/agent.sock";
    options_.connections = 4;
    options_.patience = milliseconds(200);
    auto opened = Spool::Open({folder_ / "spool", folder_ / "spool.key"}, {}, disk_);
    spool_ = std::move(std::get<std::unique_ptr<Spool>>(opened));
  }
  ~SocketTest() override {
    socket_.reset();
    if (gateway_) gateway_->Settle(milliseconds(0));
  }

  void Listen() {
    auto opened = Open();
    ASSERT_TRUE(std::holds_alternative<std::unique_ptr<Socket>>(opened));
    socket_ = std::move(std::get<std::unique_ptr<Socket>>(opened));
  }
  std::variant<std::unique_ptr<Socket>, Fault> Open() {
    if (!link_) {
      link_ = std::make_unique<Link>("unix:" + (folder_ / "ischiad.sock").string());
      courier_ = std::make_unique<Courier>(*spool_, *link_, log_, [] { return Instant(); });
      std::set<std::string, std::less<>> all;
      for (const MethodRow& row : HostMethods()) all.emplace(row.name);
      gateway_ = std::make_unique<Gateway>(all, *link_, *spool_, *courier_, log_,
                                           [] { return Instant(); });
      console_ = std::make_unique<Console>(*gateway_, "practices/sample",
                                           [](const std::string&) { ADD_FAILURE(); });
      documents_ = std::make_unique<Documents>(*gateway_, "practices/sample");
    }
    return Socket::Open(
        options_,
        [](uid_t) {
          return Caller{"pt-lane", "clinician"};
        },
        {*gateway_, *console_, *documents_}, log_);
  }
  std::string FaultOfOpening() {
    auto opened = Open();
    const auto* fault = std::get_if<Fault>(&opened);
    return fault != nullptr ? fault->setting + ' ' + fault->what : "none";
  }
  mode_t ModeOf(const std::filesystem::path& path) {
    struct stat status {};
    EXPECT_EQ(stat(path.c_str(), &status), 0);
    return status.st_mode & 07777;
  }
  // Waits until the agent hangs up on a host that connects and says nothing: its patience is over.
  void LetPatiencePass() {
    EXPECT_EQ(FrameClient(options_.path, Greeting::kWithheld).Receive(), std::nullopt);
  }

  support::TempFolder folder_;
  SocketOptions options_;
  RealDisk disk_;
  std::ostringstream log_text_;
  Log log_{log_text_};
  std::unique_ptr<Spool> spool_;
  std::unique_ptr<Link> link_;
  std::unique_ptr<Courier> courier_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<Console> console_;
  std::unique_ptr<Documents> documents_;
  std::unique_ptr<Socket> socket_;
};

TEST_F(SocketTest, FolderAndSocketAreTheAgentsAlone) {
  Listen();
  EXPECT_EQ(ModeOf(options_.path.parent_path()), 0700U);
  EXPECT_EQ(ModeOf(options_.path), 0600U);
}

TEST_F(SocketTest, AFolderThatOthersCanEnterIsRefused) {
  std::filesystem::create_directory(options_.path.parent_path());
  ASSERT_EQ(chmod(options_.path.parent_path().c_str(), 0755), 0);
  EXPECT_THAT(FaultOfOpening(), HasSubstr("open to others"));
}

TEST_F(SocketTest, ADeadAgentsSocketIsReplaced) {
  std::filesystem::create_directory(options_.path.parent_path());
  ASSERT_EQ(chmod(options_.path.parent_path().c_str(), 0700), 0);
  { const HungService dead(options_.path); }
  ASSERT_TRUE(std::filesystem::exists(options_.path));
  Listen();
  EXPECT_TRUE(FrameClient(options_.path).connected());
}

TEST_F(SocketTest, ALivingAgentsSocketIsLeftAlone) {
  Listen();
  EXPECT_THAT(FaultOfOpening(), HasSubstr("another agent"));
  EXPECT_TRUE(FrameClient(options_.path).connected());
}

TEST_F(SocketTest, ALivingSocketOfSomethingElseIsLeftAlone) {
  std::filesystem::create_directory(options_.path.parent_path());
  ASSERT_EQ(chmod(options_.path.parent_path().c_str(), 0700), 0);
  const HungService other(options_.path);
  EXPECT_THAT(FaultOfOpening(), HasSubstr("another agent"));
}

TEST_F(SocketTest, AFileThatIsNoSocketIsLeftAlone) {
  std::filesystem::create_directory(options_.path.parent_path());
  ASSERT_EQ(chmod(options_.path.parent_path().c_str(), 0700), 0);
  support::WriteFile(options_.path, "notes");
  EXPECT_THAT(FaultOfOpening(), HasSubstr("no socket"));
  EXPECT_EQ(support::ReadFile(options_.path), "notes");
}

TEST_F(SocketTest, TheSocketIsGoneWhenTheAgentEnds) {
  Listen();
  socket_.reset();
  EXPECT_FALSE(std::filesystem::exists(options_.path));
}

TEST_F(SocketTest, AWelcomeNamesTheProtocolsOfTheAgent) {
  Listen();
  FrameClient host(options_.path, Greeting::kWithheld);
  ASSERT_TRUE(host.Send(Kind::kHello, 3, HelloOf(1, 7)));
  const auto welcome = host.Receive();
  ASSERT_TRUE(welcome.has_value());
  EXPECT_EQ(Kind{welcome->kind}, Kind::kWelcome);
  EXPECT_EQ(welcome->call_id, 3U);
  EXPECT_EQ(welcome->fields.Number(Tag::kProtocolMin), kProtocolOldest);
  EXPECT_EQ(welcome->fields.Number(Tag::kProtocolMax), kProtocolNewest);
  EXPECT_TRUE(welcome->fields.Text(Tag::kVersion).has_value());
}

TEST_F(SocketTest, AHostThatIsTooNewOrTooOldIsToldSoAndHungUpOn) {
  Listen();
  const std::vector<std::tuple<std::uint32_t, std::uint32_t, std::int32_t, std::string>> cases{
      {2, 3, kAgentTooOld, "AGENT_TOO_OLD"},
      {0, 0, kFailedPrecondition, "PLUGIN_TOO_OLD"},
      {3, 1, kFailedPrecondition, "HELLO_MISSING"}};
  for (const auto& [oldest, newest, status, reason] : cases) {
    FrameClient host(options_.path, Greeting::kWithheld);
    ASSERT_TRUE(host.Send(Kind::kHello, 0, HelloOf(oldest, newest)));
    const Answer answer = host.ReceiveAnswer();
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(MemberOf(answer, "reason"), reason);
    EXPECT_EQ(host.Receive(), std::nullopt);
  }
}

TEST_F(SocketTest, AConnectionBeginsWithAHello) {
  Listen();
  FrameClient host(options_.path, Greeting::kWithheld);
  ASSERT_TRUE(host.SendCall(1, kGetCatalogue, "{}"));
  EXPECT_EQ(MemberOf(host.ReceiveAnswer(), "reason"), "HELLO_MISSING");
  EXPECT_EQ(host.Receive(), std::nullopt);
}

TEST_F(SocketTest, AnUnknownKindIsAnErrorAndTheConnectionGoesOn) {
  Listen();
  FrameClient host(options_.path);
  for (const int kind : {0, 1, 2, 4, 5, 9, 12, 255}) {
    ASSERT_TRUE(host.Send(Kind{static_cast<std::uint8_t>(kind)}, 4));
    const auto frame = host.Receive();
    ASSERT_TRUE(frame.has_value());
    EXPECT_EQ(Kind{frame->kind}, Kind::kError);
    EXPECT_EQ(frame->call_id, 4U);
    EXPECT_EQ(frame->fields.Number(Tag::kStatus), static_cast<std::uint32_t>(kUnimplemented));
  }
}

TEST_F(SocketTest, ADocumentThatWasNotGivenOutIsSaidSo) {
  Listen();
  FrameClient host(options_.path);
  ASSERT_TRUE(host.Send(Kind::kDocumentDone, 5));
  EXPECT_EQ(MemberOf(host.ReceiveAnswer(), "reason"), "DOCUMENT_UNKNOWN");
  ASSERT_TRUE(host.Send(Kind::kNextDocument, 6));
  EXPECT_EQ(MemberOf(host.ReceiveAnswer(), "reason"), "SERVICE_UNREACHABLE");
}

TEST_F(SocketTest, AConsoleThatCannotBeOpenedIsSaidWithItsReason) {
  Listen();
  FrameClient host(options_.path);
  Fields patient;
  patient.Add(Tag::kPatientId, "4711");
  ASSERT_TRUE(host.Send(Kind::kOpenConsole, 5, patient));
  EXPECT_EQ(host.ReceiveAnswer().status, kUnavailable);
  for (const auto& [tag, text] :
       {std::pair(Tag::kBirthDate, "1.1.1980"), std::pair(Tag::kBirthDate, "1980-02-29T"),
        std::pair(Tag::kView, "HOME")}) {
    Fields wrong = patient;
    wrong.Add(tag, text);
    ASSERT_TRUE(host.Send(Kind::kOpenConsole, 6, wrong));
    const Answer answer = host.ReceiveAnswer();
    EXPECT_EQ(answer.status, kInvalidArgument) << text;
    EXPECT_EQ(MemberOf(answer, "reason"), "FIELD_INVALID") << text;
    EXPECT_THAT(answer.json, ::testing::Not(HasSubstr(text)));
  }
}

TEST_F(SocketTest, AChangeOfPatientIsAcknowledgedAtOnce) {
  Listen();
  FrameClient host(options_.path);
  Fields patient;
  patient.Add(Tag{20}, "4711");
  for (const Fields& fields : {patient, Fields()}) {
    ASSERT_TRUE(host.Send(Kind::kPatientChanged, 6, fields));
    const auto frame = host.Receive();
    ASSERT_TRUE(frame.has_value());
    EXPECT_EQ(Kind{frame->kind}, Kind::kResult);
    EXPECT_EQ(frame->fields.Number(Tag::kStatus), 0U);
  }
}

TEST_F(SocketTest, ARequestBeyondTheLimitIsRefusedAndTheConnectionGoesOn) {
  Listen();
  FrameClient host(options_.path);
  const Answer large = host.Call(kGetCatalogue, std::string(std::size_t{1} << 20U, 'x'));
  EXPECT_EQ(large.status, kInvalidArgument);
  EXPECT_EQ(MemberOf(large, "reason"), "REQUEST_TOO_LARGE");
  const Answer edge = host.Call(kGetCatalogue, std::string((std::size_t{256} << 10U) + 1, ' '));
  EXPECT_EQ(MemberOf(edge, "reason"), "REQUEST_TOO_LARGE");
  EXPECT_EQ(host.Call(kGetCatalogue, "{}").status, kUnavailable);
}

TEST_F(SocketTest, AFrameBeyondTheProtocolEndsTheConnectionWithACode) {
  Listen();
  FrameClient host(options_.path);
  (void)host.SendCall(1, kGetCatalogue, std::string(std::size_t{10} << 20U, 'x'));
  const Answer answer = host.ReceiveAnswer();
  EXPECT_EQ(answer.status, kInvalidArgument);
  EXPECT_EQ(MemberOf(answer, "reason"), "FRAME_INVALID");
  EXPECT_EQ(host.Receive(), std::nullopt);
}

TEST_F(SocketTest, RubbishEndsItsOwnConnectionAndNothingElse) {
  Listen();
  FrameClient bystander(options_.path);
  std::mt19937 random(4711);
  for (int round = 0; round < 300; ++round) {
    FrameClient host(options_.path, Greeting::kWithheld);
    if (!host.connected()) continue;
    if (round % 2 == 0) (void)host.Send(Kind::kHello, 0, HelloOf(1, 1));
    std::string rubbish(random() % 200, '\0');
    for (char& byte : rubbish) byte = static_cast<char>(random());
    if (round % 3 == 0) rubbish.insert(0, std::string("\0\0\0\x40", 4));
    (void)host.SendBytes(rubbish);
  }
  EXPECT_EQ(bystander.Call(kGetCatalogue, "{}").status, kUnavailable);
}

TEST_F(SocketTest, AHostThatSaysNothingIsHungUpOn) {
  Listen();
  LetPatiencePass();
  EXPECT_THAT(log_text_.str(), HasSubstr("host_too_slow"));
}

TEST_F(SocketTest, AHostThatBeginsAFrameAndStopsIsHungUpOn) {
  Listen();
  FrameClient host(options_.path);
  ASSERT_TRUE(host.SendBytes(std::string("\0\0\0\x20\x03", 5)));
  EXPECT_EQ(host.Receive(), std::nullopt);
}

TEST_F(SocketTest, AHostThatIsIdleMayStay) {
  Listen();
  FrameClient idle(options_.path);
  for (int i = 0; i < 3; ++i) LetPatiencePass();
  EXPECT_EQ(idle.Call(kGetCatalogue, "{}").status, kUnavailable);
}

TEST_F(SocketTest, AHostThatNeverFetchesItsAnswersIsHungUpOn) {
  Listen();
  const FrameClient host(options_.path);
  const std::string frame = EncodeFrame(Kind{200}, 1, Fields());
  int sent = 0;
  while (host.SendBytes(frame) && sent < 10'000'000) ++sent;
  EXPECT_LT(sent, 10'000'000);
}

TEST_F(SocketTest, OneConnectionTooManyIsToldSo) {
  Listen();
  std::vector<FrameClient> hosts;
  for (std::size_t i = 0; i < options_.connections; ++i) hosts.emplace_back(options_.path);
  FrameClient late(options_.path, Greeting::kWithheld);
  const Answer answer = late.ReceiveAnswer();
  EXPECT_EQ(answer.status, kResourceExhausted);
  EXPECT_EQ(MemberOf(answer, "reason"), "CONNECTIONS_TOO_MANY");
  EXPECT_EQ(late.Receive(), std::nullopt);
  hosts.pop_back();
  while (!FrameClient(options_.path).connected()) {  // until the agent has seen the end of it
  }
}

TEST_F(SocketTest, ACancelledCallAnswersSo) {
  const HungService hung(folder_ / "ischiad.sock");
  Listen();
  FrameClient host(options_.path);
  ASSERT_TRUE(host.SendCall(1, kGetCatalogue, "{}"));
  ASSERT_TRUE(host.SendCall(2, kCreatePatient, kPatient));
  for (const std::uint32_t call : {1U, 2U}) {
    ASSERT_TRUE(host.Send(Kind::kCancel, call));
    const auto frame = host.Receive();
    ASSERT_TRUE(frame.has_value());
    EXPECT_EQ(frame->call_id, call);
    EXPECT_EQ(frame->fields.Number(Tag::kStatus), static_cast<std::uint32_t>(kCancelled));
  }
  EXPECT_EQ(spool_->pending(), 0U);
}

TEST_F(SocketTest, CancellingACallThatIsNotThereChangesNothing) {
  Listen();
  FrameClient host(options_.path);
  ASSERT_TRUE(host.Send(Kind::kCancel, 99));
  EXPECT_EQ(host.Call(kGetCatalogue, "{}").status, kUnavailable);
}

TEST_F(SocketTest, AHungServiceIsWaitedForNoLongerThanTheHostSays) {
  const HungService hung(folder_ / "ischiad.sock");
  Listen();
  FrameClient host(options_.path);
  const Answer read = host.Call(kGetCatalogue, "{}", milliseconds(50));
  EXPECT_EQ(read.status, kDeadlineExceeded);
  EXPECT_EQ(MemberOf(read, "reason"), "DEADLINE_PASSED");
  const Answer change = host.Call(kCreatePatient, kPatient, milliseconds(200));
  EXPECT_EQ(change.status, 0);
  EXPECT_EQ(MemberOf(change, "spooled"), "true");
  EXPECT_EQ(spool_->pending(), 1U);
}

TEST_F(SocketTest, TooManyCallsAtOnceOfOneHostAreRefused) {
  const HungService hung(folder_ / "ischiad.sock");
  Listen();
  FrameClient host(options_.path);
  for (std::uint32_t call = 1; call <= kCallsAtOnce + 1; ++call) {
    ASSERT_TRUE(host.SendCall(call, kGetCatalogue, "{}"));
  }
  const Answer answer = host.ReceiveAnswer();
  EXPECT_EQ(answer.status, kResourceExhausted);
  EXPECT_EQ(MemberOf(answer, "reason"), "CALLS_TOO_MANY");
}

TEST_F(SocketTest, CallsOfAHostThatHasGoneAreCancelled) {
  const HungService hung(folder_ / "ischiad.sock");
  Listen();
  {
    FrameClient host(options_.path);
    ASSERT_TRUE(host.SendCall(1, kCreatePatient, kPatient));
    ASSERT_TRUE(host.Send(Kind::kPatientChanged, 2));
    ASSERT_TRUE(host.Receive().has_value());  // the call before it has been taken
  }
  socket_.reset();
  gateway_->Settle(std::chrono::minutes(1));
  EXPECT_EQ(spool_->pending(), 0U);
}

// Connects as another user does: the system knows the user of a thread.
Answer AnswerToNobody(const std::filesystem::path& socket, bool& connected) {
  Answer answer;
  std::thread([&] {
    constexpr long kNobody = 65534;
    EXPECT_EQ(syscall(SYS_setresuid, -1L, kNobody, -1L), 0);
    FrameClient host(socket, Greeting::kWithheld);
    connected = host.connected();
    answer = host.ReceiveAnswer();
    EXPECT_EQ(host.Receive(), std::nullopt);
  }).join();
  return answer;
}

TEST_F(SocketTest, AnotherUserCannotReachTheSocket) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can be somebody else";
  ASSERT_EQ(chmod(folder_.path().c_str(), 0711), 0);
  Listen();
  bool connected = true;
  (void)AnswerToNobody(options_.path, connected);
  EXPECT_FALSE(connected);
}

TEST_F(SocketTest, AnotherUserThanTheListedOnesIsRefusedBeforeAByteIsRead) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can be somebody else";
  ASSERT_EQ(chmod(folder_.path().c_str(), 0711), 0);
  options_.users = {1};
  Listen();
  bool connected = false;
  const Answer answer = AnswerToNobody(options_.path, connected);
  EXPECT_TRUE(connected);
  EXPECT_EQ(answer.status, kPermissionDenied);
  EXPECT_EQ(MemberOf(answer, "reason"), "PEER_NOT_ALLOWED");
}

TEST_F(SocketTest, AListedUserIsServed) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can be somebody else";
  ASSERT_EQ(chmod(folder_.path().c_str(), 0711), 0);
  options_.users = {65534};
  Listen();
  bool connected = false;
  EXPECT_EQ(AnswerToNobody(options_.path, connected).status, -1);  // hung up on for its silence
  EXPECT_TRUE(connected);
}

}  // namespace
}  // namespace ischia::agent
