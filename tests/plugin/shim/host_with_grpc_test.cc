// Hosts as they come: one that carries gRPC and these very protos itself, and the samples in C and
// in Python, which do their whole job. Agent and service are the real ones.
#include <google/protobuf/util/json_util.h>

#include <memory>

#include "ischia/v1/filing.grpc.pb.h"
#include "ischia/v1/handout.grpc.pb.h"
#include "ischia/v1/program.grpc.pb.h"
#include "tests/end_to_end/running_service.h"
#include "tests/plugin/agent/frame_client.h"
#include "tests/plugin/agent/running_agent.h"
#include "tests/plugin/shim/loaded_plugin.h"
#include "tests/support/child_process.h"

namespace ischia::shim {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kAssessment = ISCHIA_TEST_DATA "/prescribe/v01.assessment.json";

v1::PreviewProgramRequest PreviewOfV01() {
  v1::PreviewProgramRequest request;
  request.set_parent("practices/sample");
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(support::ReadFile(kAssessment),
                                                          request.mutable_assessment())
                  .ok());
  request.mutable_start_date()->set_year(2026);
  request.mutable_start_date()->set_month(6);
  request.mutable_start_date()->set_day(1);
  return request;
}

class HostTest : public PluginTest {
 protected:
  void SetUp() override { ASSERT_TRUE(agent_.ready()); }

  // Runs a sample, and looks at what it left behind: with the host, and with the service.
  void ExpectTheJobDone(const std::vector<std::string>& sample) {
    const std::string handout = folder() / "handout.pdf";
    std::vector<std::string> command = sample;
    command.insert(command.end(), {ISCHIA_PLUGIN, kAssessment, handout, socket()});
    const auto finished = support::RunProgram(command);
    EXPECT_EQ(finished.exit_code, 0) << finished.output;
    EXPECT_THAT(finished.output, AllOf(HasSubstr("Preview   STATE_DRAFT"),
                                       HasSubstr("Console   opened at practices/sample/patients/"),
                                       HasSubstr("/programs/"), HasSubstr(", STATE_ACTIVE"),
                                       HasSubstr("Filing    practices/sample/filings/")));
    const v1::Filing filing = OnlyFilingOf(ProgramIn(finished.output));
    EXPECT_EQ(filing.state(), v1::Filing::STATE_FILED);
    EXPECT_FALSE(filing.host_document_id().empty());
    v1::DownloadHandoutRequest download;
    download.set_name(filing.handout());
    v1::DownloadHandoutResponse printed;
    EXPECT_TRUE(service_.Stub<v1::HandoutService>()
                    ->DownloadHandout(support::RunningService::Context().get(), download, &printed)
                    .ok());
    EXPECT_THAT(printed.content(), StartsWith("%PDF-"));
    EXPECT_TRUE(support::ReadFile(handout) == printed.content());
  }
  // The program whose sheet waits for the host.
  std::string QueueSheetOfAnotherPatient() {
    agent::FrameClient host(socket());
    const std::string patient = "practices/sample/patients/other";
    const std::string program = patient + "/programs/home";
    const auto ask = [&host](const std::string& method, const std::string& request) {
      const agent::Answer answer = host.Call("ischia.v1." + method, request);
      EXPECT_EQ(answer.status, 0) << method << answer.json;
      return answer;
    };
    ask("PatientService/CreatePatient",
        R"({"parent": "practices/sample", "patient_id": "other", "patient": {"host_reference":)"
        R"( {"host_id": "sample-host", "patient_id": "1"}, "given_name": "Kim",)"
        R"( "family_name": "Sample"}})");
    ask("AssessmentService/CreateAssessment", R"({"parent": ")" + patient +
                                                  R"(", "assessment_id": "first", "assessment": )" +
                                                  support::ReadFile(kAssessment) + "}");
    const agent::Answer draft =
        ask("ProgramService/CreateProgram",
            R"({"parent": ")" + patient + R"(", "assessment": ")" + patient +
                R"(/assessments/first", "program_id": "home",)"
                R"( "start_date": {"year": 2026, "month": 6, "day": 1}})");
    ask("ProgramService/ActivateProgram",
        R"({"name": ")" + program + R"(", "etag": ")" + agent::MemberOf(draft, "etag") + "\"}");
    ask("HandoutService/CreateHandout",
        R"({"parent": ")" + program +
            R"(", "handout": {"kind": "KIND_PROGRAM"}, "file_to_host": true})");
    return program;
  }
  // "Program   NAME, STATE_ACTIVE"
  static std::string ProgramIn(const std::string& output) {
    const std::string label = "Program   ";
    const std::size_t begin = output.find(label) + label.size();
    return output.substr(begin, output.find(',', begin) - begin);
  }
  v1::Filing OnlyFilingOf(const std::string& program) {
    v1::ListFilingsRequest list;
    list.set_parent(program);
    v1::ListFilingsResponse listed;
    EXPECT_TRUE(service_.Stub<v1::FilingService>()
                    ->ListFilings(support::RunningService::Context().get(), list, &listed)
                    .ok());
    EXPECT_EQ(listed.filings_size(), 1);
    return listed.filings_size() == 1 ? listed.filings(0) : v1::Filing();
  }

  support::RunningService service_{{}, support::Door::kSocket};
  agent::RunningAgent agent_{{folder().path(), service_.address()}, {"socket.path=" + socket()}};
};

TEST_F(HostTest, AHostWithGrpcAndItsOwnProtosCanUseThePluginBesideThem) {
  const v1::PreviewProgramRequest request = PreviewOfV01();
  v1::Program by_grpc;
  const auto stub = service_.Stub<v1::ProgramService>();
  ASSERT_TRUE(
      stub->PreviewProgram(support::RunningService::Context().get(), request, &by_grpc).ok());

  std::string json;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(request, &json).ok());
  const Answer answer = Call(kLong, json);
  ASSERT_EQ(answer.status, ISCHIA_OK);
  v1::Program by_plugin;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(answer.text, &by_plugin).ok());
  EXPECT_EQ(by_plugin.SerializeAsString(), by_grpc.SerializeAsString());

  ASSERT_TRUE(
      stub->PreviewProgram(support::RunningService::Context().get(), request, &by_grpc).ok());
}

TEST_F(HostTest, TheSampleInCOpensTheConsoleAndFilesTheSheet) {
  ExpectTheJobDone({ISCHIA_SAMPLE_HOST});
}

TEST_F(HostTest, TheSampleInPythonDoesTheSame) {
  ExpectTheJobDone({ISCHIA_PYTHON, ISCHIA_SAMPLES "/sample_host.py"});
}

// What waits longest is somebody else's: it is passed over, and stays to be given again.
TEST_F(HostTest, TheSamplesLeaveOtherPatientsDocumentsAlone) {
  const std::string other = QueueSheetOfAnotherPatient();
  ExpectTheJobDone({ISCHIA_SAMPLE_HOST});
  ExpectTheJobDone({ISCHIA_PYTHON, ISCHIA_SAMPLES "/sample_host.py"});
  EXPECT_EQ(OnlyFilingOf(other).state(), v1::Filing::STATE_CLAIMED);
}

TEST_F(HostTest, TheSamplesSayWhatWentWrong) {
  const std::string broken = folder() / "broken.json";
  support::WriteFile(broken, R"({"kind": "KIND_INITIAL"})");
  const std::vector<std::string> arguments{ISCHIA_PLUGIN, broken, folder() / "handout.pdf",
                                           socket()};
  for (std::vector<std::string> command :
       {std::vector<std::string>{ISCHIA_SAMPLE_HOST},
        std::vector<std::string>{ISCHIA_PYTHON, ISCHIA_SAMPLES "/sample_host.py"}}) {
    command.insert(command.end(), arguments.begin(), arguments.end());
    const auto finished = support::RunProgram(command);
    EXPECT_EQ(finished.exit_code, 1) << finished.output;
    EXPECT_THAT(finished.output, HasSubstr("PreviewProgram answered 3"));
  }
}

}  // namespace
}  // namespace ischia::shim
