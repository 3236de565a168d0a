#include "tests/plugin/agent/active_program.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

std::string Assessment() {
  return support::ReadFile(std::string(ISCHIA_TEST_DATA) + "/prescribe/v01.assessment.json");
}

}  // namespace

std::string ActiveProgram(FrameClient host, const std::string& patient) {
  const std::string program = patient + "/programs/home";
  const std::vector<std::pair<std::string, std::string>> job{
      {"ischia.v1.AssessmentService/CreateAssessment",
       R"({"parent": ")" + patient + R"(", "assessment_id": "first", "assessment": )" +
           Assessment() + "}"},
      {"ischia.v1.ProgramService/CreateProgram",
       R"({"parent": ")" + patient + R"(", "assessment": ")" + patient +
           R"(/assessments/first", "program_id": "home",)"
           R"("start_date": {"year": 2026, "month": 6, "day": 1}})"}};
  for (const auto& [method, request] : job) {
    const Answer answer = host.Call(method, request);
    EXPECT_EQ(answer.status, 0) << method << answer.json;
  }
  const Answer draft =
      host.Call("ischia.v1.ProgramService/GetProgram", R"({"name": ")" + program + "\"}");
  EXPECT_EQ(
      host.Call("ischia.v1.ProgramService/ActivateProgram",
                R"({"name": ")" + program + R"(", "etag": ")" + MemberOf(draft, "etag") + "\"}")
          .status,
      0);
  return program;
}

void QueueSheet(FrameClient host, const std::string& program) {
  const Answer handout = host.Call("ischia.v1.HandoutService/CreateHandout",
                                   R"({"parent": ")" + program +
                                       R"(", "handout": {"kind": "KIND_PROGRAM"},)"
                                       R"("file_to_host": true})");
  ASSERT_EQ(handout.status, 0) << handout.json;
}

}  // namespace ischia::agent
