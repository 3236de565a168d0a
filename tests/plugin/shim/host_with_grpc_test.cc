// Hosts as they come: one that carries gRPC and these very protos itself, and the samples in C and
// in Python, which do their whole job. Agent and service are the real ones.
#include <google/protobuf/util/json_util.h>

#include <memory>

#include "ischia/v1/program.grpc.pb.h"
#include "tests/end_to_end/running_service.h"
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

TEST_F(HostTest, TheSampleInCDoesItsJob) {
  const std::string handout = folder() / "handout.pdf";
  const auto finished =
      support::RunProgram({ISCHIA_SAMPLE_HOST, ISCHIA_PLUGIN, kAssessment, handout, socket()});
  EXPECT_EQ(finished.exit_code, 0) << finished.output;
  EXPECT_THAT(finished.output,
              AllOf(HasSubstr("Preview   STATE_DRAFT, begins with exercises/"),
                    HasSubstr("Program   practices/sample/patients/sample-host-"),
                    HasSubstr(", STATE_ACTIVE"), HasSubstr("File      " + handout)));
  EXPECT_THAT(support::ReadFile(handout), StartsWith("%PDF-"));
}

TEST_F(HostTest, TheSampleInPythonDoesTheSame) {
  const std::string handout = folder() / "handout.pdf";
  const auto finished = support::RunProgram({ISCHIA_PYTHON, ISCHIA_SAMPLES "/sample_host.py",
                                             ISCHIA_PLUGIN, kAssessment, handout, socket()});
  EXPECT_EQ(finished.exit_code, 0) << finished.output;
  EXPECT_THAT(finished.output, AllOf(HasSubstr("STATE_DRAFT"), HasSubstr("STATE_ACTIVE")));
  EXPECT_THAT(support::ReadFile(handout), StartsWith("%PDF-"));
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
