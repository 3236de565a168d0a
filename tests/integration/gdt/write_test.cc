// The strict writer: the examples byte by byte, all that it refuses, and where it breaks lines.
#include "integration/gdt/write.h"

#include <gmock/gmock.h>

#include <functional>

#include "tests/integration/gdt/examples.h"

namespace ischia::gdt {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string Written(const Message& message) {
  const auto written = Write(message);
  if (const auto* bytes = std::get_if<std::string>(&written)) return *bytes;
  std::string all = "refused:";
  for (const auto& violation : std::get<std::vector<Violation>>(written)) {
    all += ' ' + violation.field + ' ' + violation.what + ';';
  }
  return all;
}

std::vector<std::string> RefusedFields(const Message& message) {
  const auto written = Write(message);
  std::vector<std::string> fields;
  if (const auto* violations = std::get_if<std::vector<Violation>>(&written)) {
    for (const Violation& violation : *violations) fields.push_back(violation.field);
  }
  return fields;
}

// The contents of a field's lines.
std::vector<std::string> Contents(const std::string& bytes, const std::string& field) {
  std::vector<std::string> contents;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = bytes.find("\r\n", begin);
    if (bytes.substr(begin + 3, 4) == field)
      contents.push_back(bytes.substr(begin + 7, end - begin - 7));
    begin = end + 2;
  }
  return contents;
}

struct Example {
  const char* name;
  Message (*message)();
  std::string (*bytes)();
  std::size_t size;
};

class ExampleTest : public testing::TestWithParam<Example> {};

TEST_P(ExampleTest, IsWrittenByteByByte) {
  EXPECT_EQ(GetParam().bytes().size(), GetParam().size);
  EXPECT_EQ(Written(GetParam().message()), GetParam().bytes());
}

TEST_P(ExampleTest, IsReadBackWithoutADeviation) {
  const auto file = Read(GetParam().bytes());
  ASSERT_TRUE(std::holds_alternative<File>(file)) << std::get<Fault>(file).what;
  EXPECT_THAT(std::get<File>(file).deviations.list, IsEmpty());
  ASSERT_EQ(std::get<File>(file).records.size(), 1U);
  const auto reading = Interpret(std::get<File>(file).records[0], GetParam().message().receiver);
  ASSERT_TRUE(std::holds_alternative<Reading>(reading)) << std::get<Fault>(reading).what;
  EXPECT_THAT(std::get<Reading>(reading).deviations.list, IsEmpty());
  EXPECT_TRUE(std::get<Reading>(reading).message == GetParam().message());
}

INSTANTIATE_TEST_SUITE_P(
    All, ExampleTest,
    testing::Values(Example{"NewExamination", NewExaminationMessage, NewExamination, 161},
                    Example{"IssuedProgram", IssuedProgramMessage, IssuedProgram, 583},
                    Example{"ShowAgain", ShowAgainMessage, ShowAgain, 183},
                    Example{"NewExaminationIn30", NewExaminationIn30Message, NewExaminationIn30,
                            272},
                    Example{"ResultIn35", ResultIn35Message, ResultIn35, 512}),
    [](const auto& tested) { return std::string(tested.param.name); });

struct Refusal {
  const char* name;
  std::function<void(Message&)> edit;
  std::vector<std::string> fields;
};

class RefusalTest : public testing::TestWithParam<Refusal> {};

TEST_P(RefusalTest, NamesTheField) {
  Message message = IssuedProgramMessage();
  GetParam().edit(message);
  EXPECT_EQ(RefusedFields(message), GetParam().fields) << Written(message);
}

const Refusal kRefusals[] = {
    {"NoReceiver", [](Message& m) { m.receiver.clear(); }, {"8315"}},
    {"NoSender", [](Message& m) { m.sender.clear(); }, {"8316"}},
    {"LongReceiver", [](Message& m) { m.receiver = "PRACTICES"; }, {"8315"}},
    {"NoPatientNumber", [](Message& m) { m.patient.id.clear(); }, {"3000"}},
    {"LongPatientNumber", [](Message& m) { m.patient.id = "12345678901"; }, {"3000"}},
    {"NoSurname", [](Message& m) { m.patient.surname.clear(); }, {"3101"}},
    {"NoFirstName", [](Message& m) { m.patient.first_name.clear(); }, {"3102"}},
    {"NoBirthDate", [](Message& m) { m.patient.birth_date.reset(); }, {"3103"}},
    {"LongSurname", [](Message& m) { m.patient.surname = std::string(29, 'M'); }, {"3101"}},
    {"BirthDateBeforeTime",
     [](Message& m) {
       m.patient.birth_date = std::chrono::sys_days{std::chrono::year{1849} / 12 / 31};
     },
     {"3103"}},
    {"NoProcedure", [](Message& m) { m.procedure.clear(); }, {"8402"}},
    {"LongProcedure", [](Message& m) { m.procedure = "ALLG000"; }, {"8402"}},
    {"LetterBeyondTheSet", [](Message& m) { m.patient.surname = "Şahin"; }, {"3101"}},
    {"LineFeedInAName", [](Message& m) { m.patient.surname = "Muster\n01330009999"; }, {"3101"}},
    {"ReturnInAFinding", [](Message& m) { m.findings = {"a\r01330009999"}; }, {"6220"}},
    {"NulInAnIdent", [](Message& m) { m.tests[0].ident = std::string("A\0B", 3); }, {"8410"}},
    {"NoUtf8", [](Message& m) { m.patient.surname = "M\xFCller"; }, {"3101"}},
    {"BracketInSevenBit",
     [](Message& m) {
       m.characters = CharacterSet::kSevenBit;
       m.comments = {"AKE [Grad]"};
     },
     {"6227"}},
    {"SetWithoutAName", [](Message& m) { m.characters = CharacterSet::kUtf8; }, {"9206"}},
    {"Latin9In21", [](Message& m) { m.characters = CharacterSet::kLatin9; }, {"9206"}},
    {"VersionThatIsOnlyRead", [](Message& m) { m.version = Version::kV20; }, {"9218"}},
    {"CancellationIn21",
     [](Message& m) { m = NewExaminationMessage(), m.type = RecordType::kCancellation; },
     {"8000"}},
    {"AttachmentWithoutPath", [](Message& m) { m.attachments[0].path.clear(); }, {"6305"}},
    {"AttachmentWithoutFormat", [](Message& m) { m.attachments[0].format.clear(); }, {"6303"}},
    {"AttachmentWithoutDescription",
     [](Message& m) { m.attachments[0].description.clear(); },
     {"6304"}},
    {"AttachmentWithoutId", [](Message& m) { m.attachments[0].archive_id.clear(); }, {"6302"}},
    {"EmbeddedDocument", [](Message& m) { m.attachments[0].embedded = "JVBERi0="; }, {"6228"}},
    {"LongPath", [](Message& m) { m.attachments[0].path = std::string(991, 'p'); }, {"6305"}},
    {"TestWithoutIdent", [](Message& m) { m.tests[0].ident.clear(); }, {"8410"}},
    {"ClaimedAndCredibleInOneIdent",
     [](Message& m) { m.tests[2].ident = m.tests[1].ident; },
     {"8410"}},
    {"TimeBeyondADay", [](Message& m) { m.stored_time = std::chrono::hours{24}; }, {"6201"}},
    {"FindingInARequest",
     [](Message& m) { m = NewExaminationMessage(), m.findings = {"Befund"}; },
     {"6220"}},
    {"ValueInARequest",
     [](Message& m) { m = NewExaminationMessage(), m.tests = {{.ident = "A", .value = "1"}}; },
     {"8420"}},
    {"AttachmentAndChartIn35",
     [](Message& m) { m.version = Version::kV35, m.characters = CharacterSet::kLatin9; },
     {"6220", "6227", "6302", "6200", "6201"}},
    {"DaysOfTestsIn35",
     [](Message& m) {
       m = ResultIn35Message();
       m.tests[0].day = m.patient.birth_date;
       m.tests[0].time = std::chrono::seconds{1};
     },
     {"8432", "8439"}},
    {"RecordBeyondFiveDigits",
     [](Message& m) { m.comments.assign(2000, std::string(60, 'c')); },
     {"8100"}},
    {"AllAtOnce",
     [](Message& m) {
       m.receiver.clear();
       m.patient.birth_date.reset();
       m.procedure = "ALLG000";
       m.findings = {"\t"};
     },
     {"3103", "8315", "8402", "6220"}},
};

INSTANTIATE_TEST_SUITE_P(All, RefusalTest, testing::ValuesIn(kRefusals),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(WriteTest, BreaksTheChartLineAtWordsAndNothingElse) {
  Message message = IssuedProgramMessage();
  const std::string sixty = "123456789 123456789 123456789 123456789 123456789 123456789 ";
  message.findings = {sixty + "123456789", "Befund eins\nBefund zwei\n", std::string(130, 'x')};
  message.comments = {"Übungen " + sixty};
  const std::string bytes = Written(message);
  EXPECT_THAT(Contents(bytes, "6220"),
              ElementsAre(sixty.substr(0, 59), "123456789", "Befund eins", "Befund zwei",
                          std::string(60, 'x'), std::string(60, 'x'), std::string(10, 'x')));
  EXPECT_THAT(Contents(bytes, "6227"), ElementsAre("\xDC"
                                                   "bungen " +
                                                       sixty.substr(0, 49),
                                                   "123456789 "));
}

TEST(WriteTest, CountsUmlautsInBytesOfTheSet) {
  Message message = IssuedProgramMessage();
  message.comments.clear();
  message.tests.clear();
  for (const auto& [set, code, finding] : {std::tuple{CharacterSet::kSevenBit, "1", "}bung ~"},
                                           std::tuple{CharacterSet::kCp437, "2",
                                                      "\x81"
                                                      "bung \xE1"},
                                           std::tuple{CharacterSet::kWindows1252, "3",
                                                      "\xFC"
                                                      "bung \xDF"}}) {
    message.characters = set;
    message.findings = {"übung ß"};
    const std::string bytes = Written(message);
    EXPECT_THAT(bytes, HasSubstr("0166220" + std::string(finding) + "\r\n"));
    EXPECT_THAT(bytes, HasSubstr(std::string("0109206") + code + "\r\n"));
    EXPECT_EQ(Contents(bytes, "8100")[0], "00" + std::to_string(bytes.size()));
  }
}

TEST(WriteTest, LeavesOutASexThatTheVersionHasNoCodeFor) {
  Message message = NewExaminationMessage();
  message.patient.sex = Sex::kDiverse;
  EXPECT_THAT(Contents(Written(message), "3110"), IsEmpty());
  message = ResultIn35Message();
  message.patient.sex = Sex::kDiverse;
  EXPECT_THAT(Contents(Written(message), "3110"), ElementsAre("D"));
}

TEST(WriteTest, AnswersWithWhatTheRequestSaidUnchanged) {
  Message request = NewExaminationMessage();
  request.patient.id = "  0047110815";
  request.patient.surname = "Müller-Lüdenscheidt-Hohenzollern";
  request.procedure = "ALLG0099";
  request.tests = {{.ident = "AKE"}, {.ident = "SLR"}};
  Message answer = AnswerTo(request);
  answer.findings = {"Heimprogramm"};
  const std::string bytes = Written(answer);
  EXPECT_THAT(Contents(bytes, "3000"), ElementsAre("  0047110815"));
  EXPECT_THAT(Contents(bytes, "3101"), ElementsAre("M\xFCller-L\xFC"
                                                   "denscheidt-Hohenzollern"));
  EXPECT_THAT(Contents(bytes, "8402"), ElementsAre("ALLG0099"));
  EXPECT_THAT(Contents(bytes, "8410"), ElementsAre("AKE", "SLR"));
  EXPECT_THAT(Contents(bytes, "8315"), ElementsAre("PVS1"));
  EXPECT_THAT(Contents(bytes, "8316"), ElementsAre("ISCH"));
}

TEST(WriteTest, CarriesTheRequestIdInVersionThree) {
  Message answer = AnswerTo(NewExaminationIn30Message());
  answer.version = Version::kV30;
  answer.attachments = IssuedProgramMessage().attachments;
  const std::string bytes = Written(answer);
  EXPECT_THAT(Contents(bytes, "8310"), ElementsAre("A-77"));
  EXPECT_THAT(Contents(bytes, "8201"), ElementsAre("6", "7", "4", "6"));
  EXPECT_EQ(Contents(bytes, "8100")[0], "0000" + std::to_string(bytes.size()));
}

struct PathCase {
  const char* path;
  PathMapping mapping;
  std::optional<std::string> expected;
};

TEST(HostPathTest, IsThePathAsTheHostSeesIt) {
  const PathCase cases[] = {
      {"/srv/gdt/IS1.pdf", {"/srv/gdt", "X:\\gdt"}, "X:\\gdt\\IS1.pdf"},
      {"/srv/gdt/IS1.pdf", {"/srv/gdt/", "X:\\gdt\\"}, "X:\\gdt\\IS1.pdf"},
      {"/srv/gdt/a/IS1.pdf", {"/srv/gdt", "\\\\server\\gdt"}, "\\\\server\\gdt\\a\\IS1.pdf"},
      {"/srv/gdt/a/IS1.pdf", {"/srv/gdt", "/mnt/practice"}, "/mnt/practice/a/IS1.pdf"},
      {"/srv/gdt/IS1.pdf", {"/srv/gdt", ""}, "IS1.pdf"},
      {"/srv/gdt2/IS1.pdf", {"/srv/gdt", "X:\\"}, std::nullopt},
      {"/etc/passwd", {"/srv/gdt", "X:\\"}, std::nullopt},
      {"/srv/gdt/../secret", {"/srv/gdt", "X:\\"}, std::nullopt},
      {"/srv/gdt/..\\secret", {"/srv/gdt", "X:\\"}, std::nullopt},
      {"/srv/gdt/", {"/srv/gdt", "X:\\"}, std::nullopt},
      {"/srv/gdt", {"/srv/gdt", "X:\\"}, std::nullopt},
      {"IS1.pdf", {"", "X:\\"}, std::nullopt},
  };
  for (const PathCase& tested : cases) {
    EXPECT_EQ(HostPath(tested.path, tested.mapping), tested.expected) << tested.path;
  }
}

}  // namespace
}  // namespace ischia::gdt
