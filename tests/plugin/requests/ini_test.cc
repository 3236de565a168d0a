// The hand-over file: what is read, what is refused with its line, and that an answer changes
// nothing but the three keys.
#include "plugin/requests/ini.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/plugin/requests/ini_fuzz.h"

namespace ischia::requests {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::Not;

const std::string kFile =
    "[PATIENT]\r\n"
    "PVS=Praxis 1\r\n"
    "BVS=ISCHIA\r\n"
    "PATID=4711\r\n"
    "FIRSTNAME=Erika\r\n"
    "LASTNAME=Muster\r\n"
    "SEX=W\r\n"
    "BIRTHDAY=19810514\r\n"
    "READY=0\r\n"
    "ERRORLEVEL=0\r\n"
    "ERRORTEXT=\r\n";

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

HandOver Read(const std::string& bytes) {
  auto read = HandOver::Read(bytes);
  if (const auto* violations = std::get_if<std::vector<Violation>>(&read)) {
    ADD_FAILURE() << violations->front().line << ' ' << violations->front().key << ' '
                  << violations->front().what;
    return std::get<HandOver>(HandOver::Read(kFile));
  }
  return std::get<HandOver>(std::move(read));
}

HandedOver Erika() {
  return {.host = "Praxis 1",
          .device = "ISCHIA",
          .patient_id = "4711",
          .first_name = "Erika",
          .last_name = "Muster",
          .title = "",
          .sex = Sex::kFemale,
          .birth_date = std::chrono::sys_days{std::chrono::year{1981} / 5 / 14},
          .is_answered = false};
}

TEST(IniTest, ReadsThePatient) { EXPECT_EQ(Read(kFile).handed_over(), Erika()); }

TEST(IniTest, ReadsOtherSectionsCommentsBlanksAndSmallLetters) {
  const std::string bytes =
      "; by the practice system\n\n[GENERAL]\nPATID=1\n[Patient]\n pvs = Praxis 1 \nBvs=ISCHIA\n"
      "PatId=4711\nFirstName=Erika\nLastName=Muster\n# no title\nSex=W\nBirthday=19810514\n"
      "\n[END]\nPATID=2\n";
  EXPECT_EQ(Read(bytes).handed_over(), Erika());
}

TEST(IniTest, ReadsUmlautsInBothSets) {
  EXPECT_EQ(Read(Replaced(kFile, "Muster", "M\xFCller")).handed_over().last_name, "Müller");
  EXPECT_EQ(Read(Replaced(kFile, "Muster", "Müller")).handed_over().last_name, "Müller");
  EXPECT_EQ(Read("\xEF\xBB\xBF" + Replaced(kFile, "Muster", "Müller")).handed_over().last_name,
            "Müller");
}

TEST(IniTest, SaysThatItIsAnswered) {
  EXPECT_TRUE(Read(Replaced(kFile, "READY=0", "READY=1")).handed_over().is_answered);
}

struct Refused {
  const char* name;
  std::string bytes;
  std::vector<Violation> violations;
};

class IniRefusedTest : public testing::TestWithParam<Refused> {};

TEST_P(IniRefusedTest, IsRefusedWithItsLineAndWithoutItsContent) {
  const auto read = HandOver::Read(GetParam().bytes);
  ASSERT_TRUE(std::holds_alternative<std::vector<Violation>>(read));
  const auto& violations = std::get<std::vector<Violation>>(read);
  EXPECT_THAT(violations, ElementsAreArray(GetParam().violations));
  for (const Violation& violation : violations) {
    for (const char* content : {"Muster", "Erika", "4711", "1981"}) {
      EXPECT_THAT(violation.what, Not(HasSubstr(content)));
    }
  }
}

const Refused kRefused[] = {
    {"NoSection",
     Replaced(kFile, "[PATIENT]", "[PERSON]"),
     {{0, "", "has no section PATIENT"},
      {0, "PATID", "is missing"},
      {0, "FIRSTNAME", "is missing"},
      {0, "LASTNAME", "is missing"},
      {0, "SEX", "is missing"},
      {0, "BIRTHDAY", "is missing"}}},
    {"LargerThan64Kibibytes",
     kFile + std::string(65'536, '\n'),
     {{0, "", "is larger than 64 KiB"}}},
    {"LongLine",
     kFile + "CITY=" + std::string(995, 'x') + "\r\n",
     {{12, "", "is longer than 999 bytes"}}},
    {"ControlCharacter",
     Replaced(kFile, "PVS=Praxis", "PVS=Pra\x1Bxis"),
     {{2, "", "has a control character"}}},
    {"Nul",
     Replaced(kFile, "BVS=ISCHIA", std::string("BVS=ISCH\0A", 10)),
     {{3, "", "has a control character"}}},
    {"LineThatIsNone", kFile + "Muster\r\n", {{12, "", "is neither section, key nor comment"}}},
    {"KeyWithABlank", kFile + "CI TY=x\r\n", {{12, "", "is neither section, key nor comment"}}},
    {"OpenSection", kFile + "[NEXT\r\n", {{12, "", "opens a section and does not close it"}}},
    {"KeyTwice", kFile + "patid=4712\r\n", {{12, "PATID", "stands twice"}}},
    {"SectionTwice", kFile + "[PATIENT]\r\nCITY=x\r\n", {{12, "", "is a second section PATIENT"}}},
    {"EmptyPatientNumber", Replaced(kFile, "4711", ""), {{4, "PATID", "is empty"}}},
    {"NoFirstName", Replaced(kFile, "FIRSTNAME=Erika\r\n", ""), {{0, "FIRSTNAME", "is missing"}}},
    {"UnknownSex", Replaced(kFile, "SEX=W", "SEX=w"), {{7, "SEX", "is neither M nor W"}}},
    {"DayOfAnotherForm",
     Replaced(kFile, "19810514", "14051981"),
     {{8, "BIRTHDAY", "is no day, YYYYMMDD"}}},
    {"DayWithASign",
     Replaced(kFile, "19810514", "1981-514"),
     {{8, "BIRTHDAY", "is no day, YYYYMMDD"}}},
    {"DayThatIsNone",
     Replaced(kFile, "19810514", "19810231"),
     {{8, "BIRTHDAY", "is no day, YYYYMMDD"}}},
    {"ReadyInWords", Replaced(kFile, "READY=0", "READY=yes"), {{9, "READY", "is no number"}}},
    {"ErrorLevelInWords",
     Replaced(kFile, "LEVEL=0", "LEVEL=-1"),
     {{10, "ERRORLEVEL", "is no number"}}},
    {"NameThatCannotBeRead",
     Replaced(kFile, "Muster", "M\x81ster"),
     {{6, "LASTNAME", "has characters that cannot be read"}}},
    {"AllAtOnce",
     Replaced(Replaced(kFile, "SEX=W", "SEX=X"), "4711", ""),
     {{4, "PATID", "is empty"}, {7, "SEX", "is neither M nor W"}}},
};

INSTANTIATE_TEST_SUITE_P(All, IniRefusedTest, testing::ValuesIn(kRefused),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(IniAnswerTest, SetsReadyAndNothingElse) {
  EXPECT_EQ(Read(kFile).Answered({}), Replaced(kFile, "READY=0", "READY=1"));
}

TEST(IniAnswerTest, SaysTheError) {
  std::string expected = Replaced(kFile, "READY=0", "READY=1");
  expected = Replaced(expected, "ERRORLEVEL=0", "ERRORLEVEL=3");
  expected = Replaced(expected, "ERRORTEXT=", "ERRORTEXT=The agent cannot be reached.");
  EXPECT_EQ(Read(kFile).Answered({.error_level = 3, .error_text = "The agent cannot be reached."}),
            expected);
}

TEST(IniAnswerTest, KeepsWhatItDoesNotKnowAndItsOrder) {
  const std::string before =
      "; first\n[GENERAL]\nREADY=7\n[PATIENT]\nCITY=x\nready = 0\nPATID=4711\nFIRSTNAME=Erika\n"
      "LASTNAME=Muster\nSEX=M\nBIRTHDAY=19810514\nODD=1=2\n\n[END]\nREADY=8\n";
  const std::string after =
      "; first\n[GENERAL]\nREADY=7\n[PATIENT]\nCITY=x\nready =1\nPATID=4711\nFIRSTNAME=Erika\n"
      "LASTNAME=Muster\nSEX=M\nBIRTHDAY=19810514\nODD=1=2\nERRORLEVEL=0\nERRORTEXT=\n\n[END]"
      "\nREADY=8\n";
  EXPECT_EQ(Read(before).Answered({}), after);
}

TEST(IniAnswerTest, EndsALastLineThatHasNoEnd) {
  const std::string cut = kFile.substr(0, kFile.find("READY"));
  EXPECT_EQ(Read(cut.substr(0, cut.size() - 2)).Answered({}),
            cut + "READY=1\r\nERRORLEVEL=0\r\nERRORTEXT=\r\n");
  EXPECT_EQ(Read(cut.substr(0, cut.size() - 1)).Answered({}),
            cut + "READY=1\r\nERRORLEVEL=0\r\nERRORTEXT=\r\n");
}

TEST(IniAnswerTest, StaysOnOneLineInTheFilesCharacters) {
  const std::string error = "Zeile eins\r\nREADY=0 für Ş";
  EXPECT_THAT(Read(kFile).Answered({.error_level = 1, .error_text = error}),
              HasSubstr("ERRORTEXT=Zeile eins  READY=0 f\xFCr ?\r\n"));
  EXPECT_THAT(
      Read(Replaced(kFile, "Muster", "Müller")).Answered({.error_level = 1, .error_text = error}),
      HasSubstr("ERRORTEXT=Zeile eins  READY=0 für Ş\r\n"));
  const std::string long_answer =
      Read(Replaced(kFile, "Muster", "Müller"))
          .Answered({.error_level = 1, .error_text = std::string(499, 'x') + "ü" + error});
  EXPECT_THAT(long_answer, HasSubstr(std::string(499, 'x') + "ü\r\n"));
}

TEST(IniFuzzTest, CorpusIsReadOrRefused) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ISCHIA_INI_CORPUS)) {
    std::ifstream file(entry.path(), std::ios::binary);
    ReadAsIni(std::string(std::istreambuf_iterator<char>(file), {}));
    ++files;
  }
  EXPECT_GT(files, 5);
}

TEST(IniFuzzTest, EveryBeginningIsReadOrRefused) {
  for (std::size_t size = 0; size <= kFile.size(); ++size) ReadAsIni(kFile.substr(0, size));
}

}  // namespace
}  // namespace ischia::requests
