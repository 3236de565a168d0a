// ischia-bridge as a practice system starts it, with a real agent and a real service behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/end_to_end/running_service.h"
#include "tests/plugin/agent/frame_client.h"
#include "tests/plugin/agent/running_agent.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::bridge {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

// hosts.md's request of an examination, its lengths checked by hand.
constexpr char kGdt[] =
    "01380006302\r\n014810000161\r\n0138315ISCH\r\n0138316PVS1\r\n01092063\r\n014921802.10\r\n"
    "01330004711\r\n0153101Muster\r\n0143102Erika\r\n017310314051981\r\n01031102\r\n"
    "0158402ALLG00\r\n";
constexpr char kIni[] =
    "[PATIENT]\r\nPVS=Sample\r\nBVS=ISCHIA\r\nPATID=4711\r\nFIRSTNAME=Erika\r\nLASTNAME=Muster\r\n"
    "SEX=W\r\nBIRTHDAY=19810514\r\nREADY=0\r\nERRORLEVEL=0\r\nERRORTEXT=\r\nEXTRA=stays\r\n";

class BridgeProgramTest : public ::testing::Test {
 protected:
  support::Finished Run(const std::vector<std::string>& options) {
    std::vector<std::string> command = {ISCHIA_BRIDGE, "--socket=" + place_.socket().string(),
                                        "--print-url"};
    command.insert(command.end(), options.begin(), options.end());
    return support::RunProgram(command);
  }
  std::filesystem::path File(const std::string& name, const std::string& text) {
    support::WriteFile(folder_ / name, text);
    return folder_ / name;
  }
  // The patients of the service, as JSON.
  std::string Patients() {
    return agent::FrameClient(place_.socket())
        .Call("ischia.v1.PatientService/ListPatients", R"({"parent": "practices/sample"})")
        .json;
  }

  support::TempFolder folder_;
  support::RunningService service_{{}, support::Door::kSocket};
  agent::AgentPlace place_{folder_.path(), service_.address()};
  std::optional<agent::RunningAgent> agent_{std::in_place, place_};
};

TEST_F(BridgeProgramTest, AGdtRequestOpensTheConsoleAndIsDeleted) {
  const std::filesystem::path file = File("ISCHPVS1.GDT", kGdt);
  const support::Finished run = Run({"--gdt=" + file.string()});
  EXPECT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, ContainsRegex("http://127[.]0[.]0[.]1:[0-9]+/launch/sample/"));
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_THAT(Patients(), AllOf(HasSubstr("\"4711\""), HasSubstr("Muster"),
                                HasSubstr("practice-software"), HasSubstr("1981")));
}

TEST_F(BridgeProgramTest, AHandOverFileIsAnsweredInPlace) {
  const std::filesystem::path file = File("patient.ini", kIni);
  EXPECT_EQ(Run({"--ini=" + file.string()}).exit_code, 0);
  EXPECT_THAT(support::ReadFile(file),
              AllOf(HasSubstr("READY=1\r\n"), HasSubstr("ERRORLEVEL=0\r\n"),
                    HasSubstr("EXTRA=stays\r\n"), HasSubstr("LASTNAME=Muster\r\n")));
  EXPECT_THAT(Patients(), HasSubstr("Muster"));
}

TEST_F(BridgeProgramTest, OnePatientWhateverTheWayIn) {
  EXPECT_EQ(Run({"--gdt=" + File("a.gdt", kGdt).string()}).exit_code, 0);
  EXPECT_EQ(Run({"--ini=" + File("a.ini", kIni).string()}).exit_code, 0);
  EXPECT_EQ(Run({"--patient-id=4711", "--family-name=Muster", "--given-name=Erika",
                 "--birth-date=1981-05-14", "--view=PROGRAM"})
                .exit_code,
            0);
  const std::string patients = Patients();
  EXPECT_EQ(patients.find("\"4711\""), patients.rfind("\"4711\"")) << "made twice";
}

TEST_F(BridgeProgramTest, WithoutAnAgentTheRequestStaysAndTheHostIsTold) {
  agent_.reset();
  const std::filesystem::path gdt = File("a.gdt", kGdt);
  const support::Finished run = Run({"--gdt=" + gdt.string()});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.output, HasSubstr("agent"));
  EXPECT_EQ(support::ReadFile(gdt), kGdt);
  const std::filesystem::path ini = File("a.ini", kIni);
  EXPECT_EQ(Run({"--ini=" + ini.string()}).exit_code, 3);
  EXPECT_THAT(support::ReadFile(ini), AllOf(HasSubstr("READY=1\r\n"), HasSubstr("ERRORLEVEL=3\r\n"),
                                            Not(HasSubstr("ERRORTEXT=\r\n"))));
}

TEST_F(BridgeProgramTest, BadInputIsRefusedWithASentenceThatQuotesNothing) {
  std::string twice = kGdt;
  twice += "0153101Meister\r\n";
  const std::filesystem::path link = folder_ / "link.gdt";
  std::filesystem::create_symlink(File("behind.gdt", kGdt), link);
  for (const std::vector<std::string>& options : std::vector<std::vector<std::string>>{
           {},
           {"--gdt=" + (folder_ / "none.gdt").string()},
           {"--gdt=" + folder_.path().string()},
           {"--gdt=" + link.string()},
           {"--gdt=" + File("empty.gdt", "").string()},
           {"--gdt=" + File("large.gdt", std::string((1U << 20U) + 1, 'x')).string()},
           {"--gdt=" + File("twice.gdt", twice).string()},
           {"--ini=" + File("bad.ini", "[PATIENT]\r\nPATID=4711\r\n").string()},
           {"--patient-id=4711", "--birth-date=14.5.1981"},
           {"--patient-id=4711", "--view=EVERYTHING"},
           {"--gdt=a", "--ini=b"},
           {"--format=c"}}) {
    const support::Finished run = Run(options);
    EXPECT_EQ(run.exit_code, 2) << run.output;
    EXPECT_THAT(run.output, Not(AnyOf(HasSubstr("Muster"), HasSubstr("Meister")))) << run.output;
  }
  EXPECT_THAT(Patients(), Not(HasSubstr("4711")));
}

TEST_F(BridgeProgramTest, HelpNamesTheExitCodes) {
  const support::Finished run = Run({"--help"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.output, AllOf(HasSubstr("--ini=FILE"), HasSubstr("Ends with 0")));
}

}  // namespace
}  // namespace ischia::bridge
