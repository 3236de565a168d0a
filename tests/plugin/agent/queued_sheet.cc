#include "tests/plugin/agent/queued_sheet.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/support/temp_folder.h"

namespace ischia::agent {

std::string ActiveProgram(FrameClient host, const std::string& patient) {
  const std::string program = patient + "/programs/home";
  const std::string assessment =
      support::ReadFile(std::string(ISCHIA_TEST_DATA) + "/prescribe/v01.assessment.json");
  const std::vector<std::pair<std::string, std::string>> job{
      {"ischia.v1.AssessmentService/CreateAssessment",
       R"({"parent": ")" + patient + R"(", "assessment_id": "first", "assessment": )" + assessment +
           "}"},
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

std::string ProgramOfHostPatient(FrameClient host, const std::string& patient_id) {
  Fields patient;
  patient.Add(Tag::kPatientId, patient_id);
  patient.Add(Tag::kGivenName, "Anna");
  patient.Add(Tag::kFamilyName, "Lind " + patient_id);  // one name, one patient
  EXPECT_TRUE(host.Send(Kind::kOpenConsole, 1, patient));
  const Answer launch = host.ReceiveAnswer();
  EXPECT_EQ(launch.status, 0) << launch.json;
  return ActiveProgram(std::move(host), MemberOf(launch, "patient"));
}

void QueueSheet(FrameClient host, const std::string& program) {
  const Answer handout = host.Call("ischia.v1.HandoutService/CreateHandout",
                                   R"({"parent": ")" + program +
                                       R"(", "handout": {"kind": "KIND_PROGRAM"},)"
                                       R"("file_to_host": true})");
  EXPECT_EQ(handout.status, 0) << handout.json;
}

}  // namespace ischia::agent
