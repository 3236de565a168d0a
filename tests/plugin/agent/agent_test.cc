// ischia-agent as it is installed, between a host that speaks frames and a real service that is
// there, goes away, comes back and is started anew.
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/end_to_end/running_service.h"
#include "tests/plugin/agent/active_program.h"
#include "tests/plugin/agent/frame_client.h"
#include "tests/plugin/agent/running_agent.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::int32_t kInvalidArgument = 3;
constexpr std::int32_t kNotFound = 5;
constexpr std::int32_t kPermissionDenied = 7;
constexpr std::int32_t kUnimplemented = 12;
constexpr std::int32_t kUnavailable = 14;
constexpr std::int32_t kUnauthenticated = 16;

constexpr const char* kCreatePatient = "ischia.v1.PatientService/CreatePatient";
constexpr const char* kGetPatient = "ischia.v1.PatientService/GetPatient";
constexpr const char* kListPatients = "ischia.v1.PatientService/ListPatients";
constexpr const char* kPreviewProgram = "ischia.v1.ProgramService/PreviewProgram";
constexpr const char* kUuid = "12345678-1234-4234-8234-123456789abc";

std::string CaseText(const std::string& name) {
  return support::ReadFile(std::string(ISCHIA_TEST_DATA) + "/prescribe/" + name +
                           ".assessment.json");
}
std::string PatientText() {
  return support::ReadFile(std::string(ISCHIA_TEST_DATA) + "/quickstart/v01.patient.json");
}

std::string CreatePatientOf(const std::string& id, const std::string& more = {}) {
  return R"({"parent": "practices/sample", "patient_id": ")" + id + R"(", "patient": )" +
         PatientText() + more + "}";
}
std::string NameOf(const std::string& id) {
  return R"({"name": "practices/sample/patients/)" + id + R"("})";
}
std::string PreviewOf(const std::string& name) {
  return R"({"parent": "practices/sample", "start_date": {"year": 2026, "month": 6, "day": 1},)"
         R"("assessment": )" +
         CaseText(name) + "}";
}

class AgentTest : public ::testing::Test {
 protected:
  void Start(const std::vector<std::string>& more = {}) {
    agent_.emplace(place_, more);
    ASSERT_TRUE(agent_->ready()) << support::ReadFile(place_.log());
  }
  FrameClient Host() { return FrameClient(place_.socket()); }
  Answer Call(const std::string& method, const std::string& json) {
    return Host().Call(method, json);
  }
  // How many patients the service has.
  std::size_t PatientCount() {
    const Answer listed = Call(kListPatients, R"({"parent": "practices/sample"})");
    EXPECT_EQ(listed.status, 0) << listed.json;
    const auto object = Poco::JSON::Parser().parse(listed.json).extract<Poco::JSON::Object::Ptr>();
    return object->has("patients") ? object->getArray("patients")->size() : 0;
  }
  // Asks until the service, which may just be coming back, has the patient.
  bool PatientArrives(const std::string& id) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < end) {
      if (Call(kGetPatient, NameOf(id)).status == 0) return true;
    }
    return false;
  }

  support::TempFolder folder_;
  support::RunningService service_{{}, support::Door::kSocket};
  AgentPlace place_{folder_.path(), service_.address()};
  std::optional<RunningAgent> agent_;
};

TEST_F(AgentTest, APreviewIsTheServicesOwnAnswerAsJson) {
  Start();
  const Answer answer = Call(kPreviewProgram, PreviewOf("v01"));
  EXPECT_EQ(answer.status, 0) << answer.json;
  EXPECT_THAT(answer.json,
              AllOf(HasSubstr("\"state\":\"STATE_DRAFT\""), HasSubstr("\"week_number\":12")));
}

TEST_F(AgentTest, ARefusalOfTheEngineIsAnAnswer) {
  Start();
  const Answer answer = Call(kPreviewProgram, PreviewOf("v10"));
  EXPECT_EQ(answer.status, 0);
  EXPECT_THAT(answer.json, HasSubstr("STATE_REFUSED"));
}

TEST_F(AgentTest, AChangeIsMadeAndReadBack) {
  Start();
  EXPECT_EQ(Call(kCreatePatient, CreatePatientOf("p-1")).status, 0);
  const Answer read = Call(kGetPatient, NameOf("p-1"));
  EXPECT_EQ(read.status, 0);
  EXPECT_EQ(MemberOf(read, "family_name"), "Sample");
}

TEST_F(AgentTest, TheWholeJobGoesThroughIt) {
  Start();
  ASSERT_EQ(Call(kCreatePatient, CreatePatientOf("p-1")).status, 0);
  const std::string program = ActiveProgram(Host(), "practices/sample/patients/p-1");
  const Answer handout =
      Call("ischia.v1.HandoutService/CreateHandout",
           R"({"parent": ")" + program + R"(", "handout": {"kind": "KIND_PROGRAM"}})");
  ASSERT_EQ(handout.status, 0) << handout.json;
  const Answer content = Call("ischia.v1.HandoutService/DownloadHandout",
                              R"({"name": ")" + MemberOf(handout, "name") + "\"}");
  EXPECT_EQ(content.status, 0);
  EXPECT_THAT(MemberOf(content, "content"), ::testing::StartsWith("JVBERi0"));  // %PDF-
}

// -- Documents on their way into the host's record ------------------------------------------------

class FilingTest : public AgentTest {
 protected:
  // A sheet of patient 4711 of the host waits for it.
  void QueueSheet() {
    Fields patient;
    patient.Add(Tag::kPatientId, "4711");
    patient.Add(Tag::kGivenName, "Anna");
    patient.Add(Tag::kFamilyName, "Lind");
    FrameClient host = Host();
    ASSERT_TRUE(host.Send(Kind::kOpenConsole, 1, patient));
    const Answer launch = host.ReceiveAnswer();
    ASSERT_EQ(launch.status, 0) << launch.json;
    const std::string program = ActiveProgram(Host(), MemberOf(launch, "patient"));
    agent::QueueSheet(Host(), program);
  }
  struct Document {
    Answer filing;
    std::string content;
  };
  Document Next() {
    FrameClient host = Host();
    EXPECT_TRUE(host.Send(Kind::kNextDocument, 1));
    const std::optional<Frame> frame = host.Receive();
    if (!frame) return {{-1, {}}, {}};
    return {{static_cast<std::int32_t>(frame->fields.Number(Tag::kStatus).value_or(99)),
             std::string(frame->fields.Text(Tag::kJson).value_or(""))},
            std::string(frame->fields.Text(Tag::kContent).value_or(""))};
  }
  Answer Settle(const Document& document, std::int32_t outcome, const std::string& id = {}) {
    Fields fields;
    fields.Add(Tag::kFiling, MemberOf(document.filing, "name"));
    fields.AddNumber(Tag::kStatus, static_cast<std::uint32_t>(outcome));
    fields.Add(Tag::kDocumentId, id);
    FrameClient host = Host();
    EXPECT_TRUE(host.Send(Kind::kDocumentDone, 1, fields));
    return host.ReceiveAnswer();
  }
};

TEST_F(FilingTest, ADocumentIsGivenOnceWithItsBytesAndFiled) {
  Start();
  EXPECT_EQ(Next().filing.status, kNotFound);
  QueueSheet();
  const Document document = Next();
  ASSERT_EQ(document.filing.status, 0) << document.filing.json;
  EXPECT_THAT(document.content, ::testing::StartsWith("%PDF-"));
  EXPECT_THAT(document.filing.json, AllOf(HasSubstr("\"4711\""), HasSubstr("Lind")));
  EXPECT_EQ(MemberOf(document.filing, "title"), "Home exercise program, revision 1");
  EXPECT_EQ(Next().filing.status, kNotFound);
  const Answer filed = Settle(document, 0, "doc-7");
  EXPECT_EQ(filed.status, 0) << filed.json;
  EXPECT_EQ(MemberOf(filed, "state"), "STATE_FILED");
  EXPECT_EQ(MemberOf(Settle(document, 0, "doc-7"), "reason"), "DOCUMENT_UNKNOWN");
}

TEST_F(FilingTest, ARecordOfSomebodyElseEndsIt) {
  Start();
  QueueSheet();
  const Answer failed = Settle(Next(), 9);
  EXPECT_EQ(MemberOf(failed, "state"), "STATE_FAILED");
  EXPECT_EQ(MemberOf(failed, "failure_reason"), "PATIENT_MISMATCH");
}

// What is in the record is told, whenever the service comes back.
TEST_F(FilingTest, WhatIsFiledWhileTheServiceIsAwayIsKept) {
  Start();
  QueueSheet();
  const Document document = Next();
  service_.Stop();
  const Answer kept = Settle(document, 0, "doc-7");
  EXPECT_EQ(kept.status, 0);
  EXPECT_THAT(kept.json, HasSubstr("spooled"));
}

TEST_F(AgentTest, TheConsoleIsOpenedInTheBrowserAtTheHostsPatient) {
  const std::filesystem::path browser = folder_ / "browser";
  const std::filesystem::path shown = folder_ / "shown";
  support::WriteFile(browser, "#!/bin/sh\nprintf '%s %s' $# \"$1\" > " + shown.string() +
                                  ".new && mv " + shown.string() + ".new " + shown.string() + '\n');
  std::filesystem::permissions(browser, std::filesystem::perms::owner_all);
  Start({"console.browser=" + browser.string()});
  Fields patient;
  patient.Add(Tag::kPatientId, "4711");
  patient.Add(Tag::kGivenName, "Anna");
  patient.Add(Tag::kFamilyName, "Lind");
  FrameClient host = Host();
  ASSERT_TRUE(host.Send(Kind::kOpenConsole, 1, patient));
  const Answer launch = host.ReceiveAnswer();
  ASSERT_EQ(launch.status, 0) << launch.json;
  EXPECT_THAT(MemberOf(launch, "url"), HasSubstr("/launch/sample/v1.1."));
  EXPECT_THAT(launch.json, HasSubstr("KIND_BIRTH_DATE_MISSING"));
  const std::string name = R"({"name": ")" + MemberOf(launch, "patient") + "\"}";
  EXPECT_EQ(MemberOf(Call(kGetPatient, name), "family_name"), "Lind");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!std::filesystem::exists(shown) && std::chrono::steady_clock::now() < end) {
    (void)Call(kGetPatient, name);
  }
  EXPECT_EQ(support::ReadFile(shown), "1 " + MemberOf(launch, "url"));
}

TEST_F(AgentTest, TheServicesErrorsComeWithEveryViolation) {
  Start();
  const Answer answer = Call(kCreatePatient, R"({"parent": "practices/sample", "patient": {}})");
  EXPECT_EQ(answer.status, kInvalidArgument);
  EXPECT_EQ(MemberOf(answer, "code"), "3");
  EXPECT_EQ(MemberOf(answer, "reason"), "FIELD_INVALID");
  EXPECT_THAT(answer.json,
              AllOf(HasSubstr("patient.given_name"), HasSubstr("patient.family_name")));
  EXPECT_EQ(MemberOf(answer, "request_id").size(), 36U);
}

TEST_F(AgentTest, ARequestIdOfTheHostIsTheOneThatIsUsed) {
  Start();
  const std::string id = std::string(R"(, "request_id": ")") + kUuid + "\"";
  const Answer first = Call(kCreatePatient, CreatePatientOf("p-1", id));
  const Answer repeated = Call(kCreatePatient, CreatePatientOf("p-1", id));
  EXPECT_EQ(first.status, 0);
  EXPECT_EQ(repeated.status, 0);
  EXPECT_EQ(first.json, repeated.json);
  const Answer other = Call(kCreatePatient, CreatePatientOf("p-2", id));
  EXPECT_EQ(MemberOf(other, "reason"), "REQUEST_ID_REUSED");
}

TEST_F(AgentTest, ARequestIdThatIsNoneIsRefusedBeforeAnythingIsKept) {
  Start();
  service_.Stop();
  const Answer answer = Call(kCreatePatient, CreatePatientOf("p-1", R"(, "request_id": "7")"));
  EXPECT_EQ(answer.status, kInvalidArgument);
  EXPECT_EQ(MemberOf(answer, "reason"), "FIELD_INVALID");
}

TEST_F(AgentTest, AnUnknownMethodIsToldSo) {
  Start();
  for (const char* method :
       {"ischia.v1.ProgramService/DropEverything", "", "x", "grpc.health.v1.Health/Check"}) {
    const Answer answer = Call(method, "{}");
    EXPECT_EQ(answer.status, kUnimplemented) << method;
    EXPECT_EQ(MemberOf(answer, "reason"), "METHOD_UNKNOWN") << method;
  }
}

TEST_F(AgentTest, AMethodThatIsNotOnTheListIsRefused) {
  Start({"allow.methods=ischia.v1.ProgramService/PreviewProgram"});
  EXPECT_EQ(Call(kPreviewProgram, PreviewOf("v01")).status, 0);
  const Answer answer = Call(kGetPatient, NameOf("p-1"));
  EXPECT_EQ(answer.status, kPermissionDenied);
  EXPECT_EQ(MemberOf(answer, "reason"), "METHOD_NOT_ALLOWED");
}

TEST_F(AgentTest, BadTextIsRefusedWithASentenceThatDoesNotQuoteIt) {
  Start();
  for (const std::string& text :
       {std::string("{\"name\": \"\xff\xfe Zacharias\"}"), std::string("Zacharias"),
        std::string("{\"name\": \"Zacharias\""), std::string("{\"name\": 1, \"name\": 2}"),
        std::string("{\"naem\": \"Zacharias\"}"), std::string(200'000, '[')}) {
    const Answer answer = Call(kGetPatient, text);
    EXPECT_EQ(answer.status, kInvalidArgument);
    EXPECT_EQ(MemberOf(answer, "reason"), "JSON_INVALID");
    EXPECT_FALSE(MemberOf(answer, "sentence").empty());
    EXPECT_THAT(answer.json, Not(HasSubstr("Zacharias")));
  }
}

TEST_F(AgentTest, WhoCallsIsAsConfigured) {
  Start({"caller.role=auditor"});
  EXPECT_EQ(Call(kGetPatient, NameOf("p-1")).status, kPermissionDenied);
  agent_.reset();
  Start({"caller.user=no one!"});
  EXPECT_EQ(Call(kGetPatient, NameOf("p-1")).status, kUnauthenticated);
  agent_.reset();
  Start({"caller.user=pt-lane"});
  EXPECT_EQ(Call(kGetPatient, NameOf("p-1")).status, kNotFound);
}

TEST_F(AgentTest, WithoutTheServiceWhoeverWaitsForAnAnswerIsToldThereIsNone) {
  Start();
  service_.Stop();
  const Answer preview = Call(kPreviewProgram, PreviewOf("v01"));
  EXPECT_EQ(preview.status, kUnavailable);
  EXPECT_EQ(MemberOf(preview, "reason"), "SERVICE_UNREACHABLE");
  service_.Start();
  while (Call(kPreviewProgram, PreviewOf("v01")).status != 0) {  // until the agent looks again
  }
}

TEST_F(AgentTest, WithoutTheServiceAChangeIsKeptAndMadeWhenItIsBack) {
  Start();
  service_.Stop();
  const Answer kept = Call(kCreatePatient, CreatePatientOf("p-1"));
  EXPECT_EQ(kept.status, 0);
  EXPECT_EQ(MemberOf(kept, "spooled"), "true");
  EXPECT_EQ(MemberOf(kept, "request_id").size(), 36U);
  service_.Start();
  EXPECT_TRUE(PatientArrives("p-1"));
  EXPECT_EQ(PatientCount(), 1U);
}

TEST_F(AgentTest, AnAgentThatWasKilledMakesItsChangesAfterTheNextStart) {
  Start();
  service_.Stop();
  for (const char* id : {"p-1", "p-2", "p-3"}) {
    EXPECT_EQ(MemberOf(Call(kCreatePatient, CreatePatientOf(id)), "spooled"), "true");
  }
  agent_->Kill();
  service_.Start();
  Start();
  EXPECT_TRUE(PatientArrives("p-3"));
  EXPECT_EQ(PatientCount(), 3U);
}

TEST_F(AgentTest, WhatIsKeptIsMadeInOrder) {
  Start();
  service_.Stop();
  (void)Call(kCreatePatient, CreatePatientOf("p-1"));
  const Answer confirmed =
      Call("ischia.v1.PatientService/ConfirmEmailAddress",
           R"({"name": "practices/sample/patients/p-1", "mail_warning_given": true,)"
           R"("email_address": "alex.sample@example.org"})");
  EXPECT_EQ(MemberOf(confirmed, "spooled"), "true");
  service_.Start();
  ASSERT_TRUE(PatientArrives("p-1"));
  while (MemberOf(Call(kGetPatient, NameOf("p-1")), "email_confirmed") != "true") {
  }
}

TEST_F(AgentTest, AFullSpoolIsSaidSoAndNothingIsPromised) {
  Start({"spool.max_changes=1"});
  service_.Stop();
  EXPECT_EQ(Call(kCreatePatient, CreatePatientOf("p-1")).status, 0);
  const Answer full = Call(kCreatePatient, CreatePatientOf("p-2"));
  EXPECT_EQ(full.status, kUnavailable);
  EXPECT_EQ(MemberOf(full, "reason"), "SPOOL_FULL");
}

TEST_F(AgentTest, ManyHostsAtOnceEachGetTheirOwnAnswers) {
  Start();
  std::vector<std::thread> hosts;
  for (int host = 0; host < 16; ++host) {
    hosts.emplace_back([this, host] {
      FrameClient client(place_.socket());
      for (int call = 0; call < 20; ++call) {
        const std::string id = "HS-0" + std::to_string(1 + (host + call) % 9);
        const Answer answer =
            client.Call("ischia.v1.CatalogueService/GetExercise",
                        R"({"parent": "practices/sample", "name": "exercises/)" + id + "\"}");
        EXPECT_EQ(MemberOf(answer, "name"), "exercises/" + id) << answer.json;
      }
    });
  }
  for (std::thread& host : hosts) host.join();
}

TEST_F(AgentTest, AnswersOfOneConnectionComeUnderTheirOwnNumbers) {
  Start();
  FrameClient host = Host();
  for (std::uint32_t call = 1; call <= 50; ++call) {
    ASSERT_TRUE(host.SendCall(call, kGetPatient, NameOf("p-" + std::to_string(call))));
  }
  std::set<std::uint32_t> answered;
  for (int i = 0; i < 50; ++i) answered.insert(host.Receive().value_or(Frame{}).call_id);
  EXPECT_EQ(answered.size(), 50U);
  EXPECT_EQ(*answered.begin(), 1U);
}

TEST_F(AgentTest, EndsWithZeroAfterSigtermAndTakesItsSocketAway) {
  Start();
  FrameClient host = Host();
  EXPECT_EQ(agent_->Terminate(), 0);
  EXPECT_EQ(host.Receive(), std::nullopt);
  EXPECT_FALSE(std::filesystem::exists(place_.socket()));
}

TEST_F(AgentTest, ASecondAgentOnTheSameFilesIsRefusedWithTheReason) {
  Start();
  const support::Finished second = support::RunProgram(place_.Command());
  EXPECT_EQ(second.exit_code, 78);
  EXPECT_THAT(second.output, AllOf(HasSubstr("spool.folder"), HasSubstr("another agent")));
  EXPECT_EQ(Call(kGetPatient, NameOf("p-1")).status, kNotFound);
}

TEST_F(AgentTest, UnsafeSettingsAreRefusedAllAtOnce) {
  const support::Finished refused =
      support::RunProgram(place_.Command({"service.address=clinic.example:1", "nonsense=1"}));
  EXPECT_EQ(refused.exit_code, 78);
  EXPECT_THAT(refused.output, AllOf(HasSubstr("R-01"), HasSubstr("nonsense")));
  EXPECT_EQ(support::RunProgram({ISCHIA_AGENT, "--nonsense"}).exit_code, 78);
}

TEST_F(AgentTest, HelpNamesEverySetting) {
  const support::Finished help = support::RunProgram({ISCHIA_AGENT, "--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* name : {"socket.path", "socket.users", "service.address", "caller.user",
                           "allow.methods", "spool.folder", "--self-test"}) {
    EXPECT_THAT(help.output, HasSubstr(name));
  }
}

TEST_F(AgentTest, NothingOfAPatientIsLogged) {
  Start();
  (void)Call(kCreatePatient, CreatePatientOf("p-1"));
  (void)Call(kCreatePatient, R"({"Sample": "alex.sample"})");
  service_.Stop();
  (void)Call(kCreatePatient, CreatePatientOf("p-2"));
  EXPECT_EQ(agent_->Terminate(), 0);
  const std::string log = support::ReadFile(place_.log());
  EXPECT_THAT(log, AllOf(HasSubstr("change_spooled"), Not(HasSubstr("Sample")),
                         Not(HasSubstr("alex.sample")), Not(HasSubstr("p-2"))));
}

}  // namespace
}  // namespace ischia::agent
