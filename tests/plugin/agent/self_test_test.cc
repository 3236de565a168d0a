// `ischia-agent --self-test`: what it says, and how it exits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "plugin/agent/spool.h"
#include "tests/end_to_end/running_service.h"
#include "tests/plugin/agent/frame_client.h"
#include "tests/plugin/agent/running_agent.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class SelfTestTest : public ::testing::Test {
 protected:
  support::Finished SelfTest() {
    std::vector<std::string> command = place_.Command();
    command.emplace_back("--self-test");
    return support::RunProgram(command);
  }

  support::TempFolder folder_;
  support::RunningService service_{{}, support::Door::kSocket};
  AgentPlace place_{folder_.path(), service_.address()};
};

TEST_F(SelfTestTest, AHealthyAgentIsOkInEveryLine) {
  const RunningAgent agent(place_);
  const support::Finished found = SelfTest();
  EXPECT_EQ(found.exit_code, 0) << found.output;
  EXPECT_THAT(found.output,
              AllOf(HasSubstr("socket folder"), HasSubstr("agent"), HasSubstr("key file"),
                    HasSubstr("spool: 0 changes"), HasSubstr("service"),
                    HasSubstr("catalogue: version 2026"), Not(HasSubstr("NOT OK"))));
}

// Asked for by its own name, since it writes where the practice system reads.
TEST_F(SelfTestTest, AMarkedResultIsWrittenIntoTheFolderOnlyWhenItIsAskedFor) {
  const std::filesystem::path shared = folder_ / "gdt";
  std::filesystem::create_directory(shared);
  std::vector<std::string> command =
      place_.Command({"folder.path=" + shared.string(), "folder.host_gdt_id=PVS1"});
  command.emplace_back("--self-test");
  EXPECT_THAT(support::RunProgram(command).output, HasSubstr("console.browser"));
  EXPECT_FALSE(std::filesystem::exists(shared / "PVS1ISCH.000"));
  command.back() = "--self-test-folder";
  const support::Finished written = support::RunProgram(command);
  EXPECT_EQ(written.exit_code, 0) << written.output;
  EXPECT_THAT(written.output, AllOf(HasSubstr("must now show"), HasSubstr("To remove it")));
  EXPECT_THAT(support::ReadFile(shared / "PVS1ISCH.000"),
              AllOf(HasSubstr("3101TESTPATIENT"), HasSubstr("6220ISCHIA TEST, kein Patient")));
  std::filesystem::remove_all(shared);
  EXPECT_EQ(support::RunProgram(command).exit_code, 75);
}

TEST_F(SelfTestTest, WithoutAgentAndServiceBothAreNamedWithARemedy) {
  service_.Stop();
  const support::Finished found = SelfTest();
  EXPECT_EQ(found.exit_code, 75);
  EXPECT_THAT(found.output, AllOf(HasSubstr("Start ischia-agent"), HasSubstr("Start ischiad")));
}

TEST_F(SelfTestTest, ARefusedChangeIsShownWithItsReasonAndWithoutThePatient) {
  RunningAgent agent(place_);
  service_.Stop();
  FrameClient host(place_.socket());
  const Answer kept =
      host.Call("ischia.v1.PatientService/CreatePatient",
                R"({"parent": "practices/sample", "patient": {"given_name": "Zacharias"}})");
  ASSERT_EQ(MemberOf(kept, "spooled"), "true");
  EXPECT_THAT(SelfTest().output, HasSubstr("spool: 1 changes"));
  agent.Kill();
  service_.Start();
  const RunningAgent again(place_);
  support::Finished found = SelfTest();
  while (found.output.find("refused change") == std::string::npos) found = SelfTest();
  EXPECT_EQ(found.exit_code, 75);
  EXPECT_THAT(found.output,
              AllOf(HasSubstr("CreatePatient"), HasSubstr("FIELD_INVALID"),
                    HasSubstr(MemberOf(kept, "request_id")), Not(HasSubstr("Zacharias"))));
}

TEST_F(SelfTestTest, AnOpenKeyFileAndAnOpenFolderAreNamed) {
  { const RunningAgent agent(place_); }
  ASSERT_EQ(chmod(place_.spool().key_file.c_str(), 0644), 0);
  ASSERT_EQ(chmod(place_.socket().parent_path().c_str(), 0755), 0);
  const support::Finished found = SelfTest();
  EXPECT_EQ(found.exit_code, 75);
  EXPECT_THAT(found.output, AllOf(HasSubstr("spool.key_file"), HasSubstr("chmod 700")));
}

TEST_F(SelfTestTest, ADamagedFileIsCounted) {
  const RunningAgent agent(place_);
  support::WriteFile(place_.spool().folder / "0000000000000007.change", "x");
  const support::Finished found = SelfTest();
  EXPECT_EQ(found.exit_code, 75);
  EXPECT_THAT(found.output, HasSubstr("1 cannot be read"));
}

}  // namespace
}  // namespace ischia::agent
