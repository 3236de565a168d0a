// The lenient reader: each hazard of the field is one row, with the sentences that it must cause
// and no others; what could hurt a reader or open another patient is refused.
#include <gmock/gmock.h>

#include "integration/gdt/message.h"
#include "tests/integration/gdt/examples.h"

namespace ischia::gdt {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Outcome {
  std::vector<Reading> readings;
  std::vector<std::string> sentences;  // of the file, then of its records
  std::string fault;
};

void Append(const Deviations& deviations, std::vector<std::string>& sentences) {
  for (const Deviation& deviation : deviations.list) sentences.push_back(Sentence(deviation));
}

Outcome ReadAll(const std::string& bytes) {
  const auto file = Read(bytes);
  if (const auto* fault = std::get_if<Fault>(&file)) {
    return {{}, {}, "line " + std::to_string(fault->line) + ": " + fault->what};
  }
  Outcome outcome;
  Append(std::get<File>(file).deviations, outcome.sentences);
  for (const Record& record : std::get<File>(file).records) {
    const auto reading = Interpret(record, "ISCH");
    if (const auto* fault = std::get_if<Fault>(&reading)) {
      return {{}, {}, "line " + std::to_string(fault->line) + ": " + fault->what};
    }
    outcome.readings.push_back(std::get<Reading>(reading));
    Append(outcome.readings.back().deviations, outcome.sentences);
  }
  return outcome;
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// A request for Erika Müller, born on 14 May 1981, with this line of a surname.
std::string Request(std::string_view set, std::string_view size, std::string_view surname,
                    std::string_view version = "014921802.10") {
  std::string bytes =
      "01380006302\r\n0148100" + std::string(size) + "\r\n0138315ISCH\r\n0138316PVS1\r\n";
  if (!set.empty()) bytes.append(set).append("\r\n");
  return bytes + std::string(version) + "\r\n01330004711\r\n" + std::string(surname) + "\r\n" +
         Lines({"0143102Erika", "017310314051981", "0158402ALLG00"});
}

const std::string kIsoDay = Replaced(NewExamination(), "017310314051981", "01931031981-05-14");
const std::string kPointedDay = Replaced(NewExamination(), "017310314051981", "019310314.05.1981");
const std::string kMuster = "Muster";
const std::string kMueller = "Müller";

struct Hazard {
  const char* name;
  std::string bytes;
  std::vector<std::string> sentences;
  std::string surname = kMuster;
  std::size_t records = 1;
};

class HazardTest : public testing::TestWithParam<Hazard> {};

TEST_P(HazardTest, IsReadAndReportedInPlainWords) {
  const Outcome outcome = ReadAll(GetParam().bytes);
  ASSERT_EQ(outcome.fault, "");
  EXPECT_THAT(outcome.sentences, ElementsAreArray(GetParam().sentences));
  ASSERT_EQ(outcome.readings.size(), GetParam().records);
  for (const Reading& reading : outcome.readings) {
    EXPECT_EQ(reading.message.patient.id, "4711");
    EXPECT_EQ(reading.message.patient.surname, GetParam().surname);
    EXPECT_EQ(reading.message.receiver, "ISCH");
  }
}

TEST_P(HazardTest, IsReportedWithoutTheContent) {
  for (const std::string& sentence : ReadAll(GetParam().bytes).sentences) {
    for (const char* content : {"Muster", "Erika", "4711", "1981", "ALLG", "ISCH", "PVS1"}) {
      EXPECT_THAT(sentence, Not(HasSubstr(content)));
    }
  }
}

const Hazard kHazards[] = {
    {"LengthOfALineTooShort",
     Replaced(NewExamination(), "0153101", "0123101"),
     {"line 8, field 3101: says 012 bytes and has 15"}},
    {"LengthOfALineTooLong",
     Replaced(NewExamination(), "0153101", "0253101"),
     {"line 8, field 3101: says 025 bytes and has 15"}},
    {"LengthCountedInUtf8",
     Request("01092063", "00151", "0163101M\xFCller"),
     {"line 8, field 3101: says 016 bytes and has 15"},
     kMueller},
    {"WrongSizeOfTheRecord",
     Replaced(NewExamination(), "00161", "00160"),
     {"line 2, field 8100: is not the size of the record, which is 161 bytes"}},
    {"SizeThatIsNoNumber",
     Replaced(NewExamination(), "00161", "viele"),
     {"line 2, field 8100: is not the size of the record, which is 161 bytes"}},
    {"NoSizeOfTheRecord",
     Replaced(NewExamination(), "014810000161\r\n", ""),
     {"line 1, field 8100: is missing"}},
    // As GNUmed writes it.
    {"ExportOfGnumed",
     Lines({"01380006301", "0138316GMED", "0138315ISCH", "01092063", "01392182.10", "01330004711",
            "0153101Muster", "0143102Erika", "017310314051981", "01031102",
            "0256330GNUmed::external_id", "0086331"}),
     {"line 11, field 6330: says 025 bytes and has 28",
      "line 12, field 6331: says 008 bytes and has 9", "line 1, field 8100: is missing"}},
    {"SwappedReceiverAndSender",
     Replaced(Replaced(Replaced(NewExamination(), "8315ISCH", "8315XXXX"), "8316PVS1", "8316ISCH"),
              "8315XXXX", "8315PVS1"),
     {"line 4, field 8316: is our id: receiver and sender are swapped"}},
    {"SeveralRecords", NewExamination() + ShowAgain(), {}, kMuster, 2},
    {"SecondRecordDeviates",
     NewExamination() + Replaced(ShowAgain(), "00183", "00182"),
     {"line 14, field 8100: is not the size of the record, which is 183 bytes"},
     kMuster,
     2},
    {"IsoDay",
     kIsoDay,
     {"line 2, field 8100: is not the size of the record, which is 163 bytes",
      "line 10, field 3103: is not written DDMMYYYY"}},
    {"DayWithPoints",
     kPointedDay,
     {"line 2, field 8100: is not the size of the record, which is 163 bytes",
      "line 10, field 3103: is not written DDMMYYYY"}},
    {"DayThatIsNone",
     Replaced(NewExamination(), "14051981", "00000000"),
     {"line 10, field 3103: is no day, DDMMYYYY", "line 1, field 3103: is missing"}},
    {"DayBeginningWithTheYear",
     Replaced(NewExamination(), "14051981", "19810514"),
     {"line 10, field 3103: is no day, DDMMYYYY", "line 1, field 3103: is missing"}},
    {"DayOfACenturyLongAgo",  // the year first
     Replaced(NewExamination(), "14051981", "20111012"),
     {"line 10, field 3103: is no day, DDMMYYYY", "line 1, field 3103: is missing"}},
    {"LinesEndedByLineFeed",
     Replaced(NewExamination(), "\r\n", "\n"),
     {"line 1: is not ended by CR and LF; further such lines are not reported"}},
    {"LastLineWithoutEnd",
     NewExamination().substr(0, 159),
     {"line 12: is not ended by CR and LF; further such lines are not reported"}},
    {"MarkOfTheEnd", NewExamination() + "\x1A", {"line 13: the file ends with the mark 0x1A"}},
    {"EmptyLines",
     Replaced(NewExamination(), "\r\n01330004711", "\r\n\r\n01330004711") + "\r\n",
     {"line 7: is empty", "line 14: is empty"}},
    {"LineThatIsNone",
     "GDT\r\n" + NewExamination() + "8402ALLG01\r\n",
     {"line 1: does not begin with seven digits", "line 14: does not begin with seven digits"}},
    {"LinesBeforeTheRecord",
     "0138316PVS1\r\n" + NewExamination(),
     {"line 1: stands before the first record"}},
    {"NoCharacterSet",
     Request("", "00141", "0153101M\x81ller"),
     {"line 1, field 9206: is missing, so the text was read as code page 437"},
     kMueller},
    {"NoCharacterSetAndNoUmlaut",
     Replaced(Replaced(NewExamination(), "01092063\r\n", ""), "00161", "00151"),
     {}},
    {"CodePage437", Request("01092062", "00151", "0153101M\x81ller"), {}, kMueller},
    {"SevenBit", Request("01092061", "00151", "0153101M}ller"), {}, kMueller},
    {"EightBitsInSevenBit",
     Request("01092061", "00166", "0153104M\xFCller\r\n0153101Muster"),
     {"line 8, field 3104: has characters that its character set does not have"}},
    {"Windows1252", Request("01092063", "00151", "0153101M\xFCller"), {}, kMueller},
    {"Utf8ThatSaysIso",
     Request("01092063", "00152", "0163101M\xC3\xBCller"),
     {"line 5, field 9206: does not say that the text is UTF-8, which it was read as"},
     kMueller},
    {"ByteOrderMark",
     "\xEF\xBB\xBF" + Request("", "00142", "0163101M\xC3\xBCller"),
     {"line 1: begins with a byte order mark, so the file was read as UTF-8"},
     kMueller},
    {"Latin9In35",
     Replaced(Replaced(ResultIn35(), "8316ISCH", "8316PVS1"), "8315PVS1", "8315ISCH"),
     {},
     kMueller},
    {"UnknownCharacterSet",
     Request("01092069", "00151", "0153101Muster"),
     {"line 5, field 9206: is none of 1, 2 and 3, so letters beyond ASCII are unreadable"}},
    {"LongSurname",
     Request("01092063", "00178", "0423101Mustermann-von-und-zu-Musterstadt"),
     {"line 8, field 3101: is longer than 28 characters"},
     "Mustermann-von-und-zu-Musterstadt"},
    {"LongChartLine",
     NewExamination() + "0706220" + std::string(61, 'b') + "\r\n",
     {"line 13, field 6220: is longer than 60 characters",
      "line 2, field 8100: is not the size of the record, which is 231 bytes"}},
    {"NoVersion",
     Replaced(Replaced(NewExamination(), "014921802.10\r\n", ""), "00161", "00147"),
     {"line 1, field 9218: is missing, so the version is not known"}},
    {"UnknownVersion",
     Replaced(NewExamination(), "921802.10", "921804.00"),
     {"line 6, field 9218: names a version that is not known"}},
    {"NoProcedure",
     Replaced(Replaced(NewExamination(), "0158402ALLG00\r\n", ""), "00161", "00146"),
     {"line 1, field 8402: is missing"}},
    {"TwoProcedures",
     Replaced(NewExamination(), "00161", "00176") + "0158402EKG004\r\n",
     {"line 13, field 8402: names a second procedure; the first was taken"}},
    {"NoSender",
     Replaced(Replaced(NewExamination(), "0138316PVS1\r\n", ""), "00161", "00148"),
     {"line 1, field 8316: is missing"}},
    {"NoFirstName",
     Replaced(Replaced(NewExamination(), "0143102Erika\r\n", ""), "00161", "00147"),
     {"line 1, field 3102: is missing"}},
    {"NoBirthDate",
     Replaced(Replaced(NewExamination(), "017310314051981\r\n", ""), "00161", "00144"),
     {"line 1, field 3103: is missing"}},
    {"UnknownSex",
     Replaced(NewExamination(), "01031102", "01031107"),
     {"line 11, field 3110: is none of 1, 2, M, W, D and X"}},
    {"WrongCountOfAnObject",
     Replaced(NewExaminationIn30(), "01082017", "01082019"),
     {"line 15, field 8201: counts other than the 7 lines of its object"}},
    {"EndOfTheRecordIn30",
     Replaced(NewExaminationIn30(), "0000272", "0000283") + "011820219\r\n",
     {}},
    {"ObjectNotOpened",
     Replaced(NewExaminationIn30(), "0000272", "0000282") + "01082013\r\n",
     {"line 20, field 8201: closes an object that is not open"}},
    {"ObjectNotClosed",
     Replaced(Replaced(NewExaminationIn30(), "0000272", "0000262"), "01082014\r\n", ""),
     {"line 18, field 8402: an object is not closed"}},
};

INSTANTIATE_TEST_SUITE_P(All, HazardTest, testing::ValuesIn(kHazards),
                         [](const auto& tested) { return std::string(tested.param.name); });

struct Refused {
  const char* name;
  std::string bytes;
  std::string fault;
};

class RefusedTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedTest, IsRefusedWithASentence) {
  EXPECT_EQ(ReadAll(GetParam().bytes).fault, GetParam().fault);
}

std::string NestedObjects(int depth) {
  std::string bytes = NewExaminationIn30();
  for (int i = 0; i < depth; ++i) bytes += "0118200A\r\n";
  return bytes;
}

const Refused kRefused[] = {
    {"Nothing", "", "line 0: the file has no record, which begins with field 8000"},
    {"NoRecord", "01330004711\r\n", "line 0: the file has no record, which begins with field 8000"},
    {"AnotherFormat", "MSH|^~\\&|\r\n",
     "line 0: the file has no record, which begins with field 8000"},
    {"LargerThanAMebibyte", NewExamination() + std::string((1U << 20) - 160, ' '),
     "line 0: the file is larger than 1 MiB"},
    {"LongLine", NewExamination() + "9996228" + std::string(991, 'x') + "\r\n",
     "line 13: is longer than 999 bytes"},
    {"Nul", Replaced(NewExamination(), "Muster", std::string_view("Mu\0ter", 6)),
     "line 8: has a control character"},
    {"Escape", Replaced(NewExamination(), "Muster", "Mu\x1Bter"),
     "line 8: has a control character"},
    {"Tabulator", Replaced(NewExamination(), "Muster", "Mu\tter"),
     "line 8: has a control character"},
    {"Delete", Replaced(NewExamination(), "Muster", "Mu\x7Fter"),
     "line 8: has a control character"},
    {"ReturnInALine", Replaced(NewExamination(), "Muster", "Mu\rter"),
     "line 8: has a control character"},
    {"EndMarkInTheMiddle", NewExamination() + "\x1A" + NewExamination(),
     "line 13: has a control character"},
    {"ObjectsTooDeep", NestedObjects(17), "line 36: objects are nested too deep"},
    {"UnknownRecordType", Replaced(NewExamination(), "80006302", "80006399"),
     "line 1: field 8000: names a record type that is not known"},
    {"NoPatient", Replaced(NewExamination(), "01330004711\r\n", ""),
     "line 1: field 3000: is missing or empty"},
    {"BlankPatient", Replaced(NewExamination(), "4711", "    "),
     "line 1: field 3000: is missing or empty"},
    {"TwoPatients", NewExamination() + "01330004712\r\n",
     "line 13: field 3000: stands twice with different contents"},
    {"TwoSurnames", NewExamination() + "0153101Mister\r\n",
     "line 13: field 3101: stands twice with different contents"},
    {"TwoBirthDates", NewExamination() + "017310315051981\r\n",
     "line 13: field 3103: stands twice with different contents"},
    {"SurnameInAnUnknownSet", Request("01092069", "00151", "0153101M\xFCller"),
     "line 8: field 3101: has characters that cannot be read"},
    {"SurnameThatIsNoUtf8", "\xEF\xBB\xBF" + Request("01092063", "00151", "0153101M\xFCller"),
     "line 8: field 3101: has characters that cannot be read"},
};

INSTANTIATE_TEST_SUITE_P(All, RefusedTest, testing::ValuesIn(kRefused),
                         [](const auto& tested) { return std::string(tested.param.name); });

// The beginning is a vendor's manual's; the rest is made up to its length.
TEST(ReadTest, ReadsARequestOfAnElectrocardiograph) {
  const std::string bytes = Lines({"01380006302", "014810000530", "0128315EKG", "0128316RED",
                                   "01092063", "014921802.10", "01330004711", "0153101Muster",
                                   "0143102Erika", "017310314051981", "01031102", "0148402EKG04"});
  const Outcome outcome = ReadAll(bytes);
  ASSERT_EQ(outcome.readings.size(), 1U);
  EXPECT_EQ(outcome.readings[0].addressee, Addressee::kAnother);
  EXPECT_EQ(outcome.readings[0].message.procedure, "EKG04");
  EXPECT_THAT(
      outcome.sentences,
      ElementsAreArray({"line 2, field 8100: is not the size of the record, which is 158 bytes"}));
}

TEST(ReadTest, SaysForWhomARecordIs) {
  const auto addressee = [](const std::string& bytes) {
    return ReadAll(bytes).readings.at(0).addressee;
  };
  EXPECT_EQ(addressee(NewExamination()), Addressee::kUs);
  EXPECT_EQ(addressee(Replaced(NewExamination(), "8315ISCH", "8315EKG1")), Addressee::kAnother);
  EXPECT_EQ(addressee(Replaced(NewExamination(), "0138315ISCH\r\n", "")), Addressee::kUnsaid);
  EXPECT_EQ(
      addressee(Replaced(NewExamination(), "8315ISCH\r\n0138316PVS1", "8315PVS1\r\n0138316ISCH")),
      Addressee::kUsAsSender);
}

TEST(ReadTest, ReadsEachRecordType) {
  for (const auto type :
       {RecordType::kPatientRequest, RecordType::kPatientData, RecordType::kExaminationRequest,
        RecordType::kCancellation, RecordType::kExamination, RecordType::kDisplayRequest}) {
    const Outcome outcome = ReadAll(Replaced(NewExamination(), "80006302", "8000" + Text(type)));
    ASSERT_EQ(outcome.readings.size(), 1U);
    EXPECT_EQ(outcome.readings[0].message.type, type);
  }
}

TEST(ReadTest, ReadsVersionsAsTheyAreWritten) {
  const std::pair<const char*, Version> written[] = {
      {"01.00", Version::kV10}, {"02.00", Version::kV20}, {"02.01", Version::kV20},
      {"02.10", Version::kV21}, {"2.10", Version::kV21},  {"2.1", Version::kV21},
      {"03.00", Version::kV30}, {"3.0", Version::kV30},   {"03.1", Version::kV31},
      {"03.10", Version::kV31}, {"3.5", Version::kV35},   {"03.50", Version::kV35}};
  for (const auto& [text, version] : written) EXPECT_EQ(VersionOf(text), version) << text;
  for (const char* text : {"", "2", "0", ".", "00.00", "2,1", "21", "3.50.1"}) {
    EXPECT_EQ(VersionOf(text), std::nullopt) << text;
  }
}

TEST(ReadTest, ReadsWhatIsSaidOfThePatient) {
  const std::string more = Replaced(NewExamination(), "01031102", "0103110D") +
                           Lines({"0123100von", "0163104Dr.med", "0183628Deutsch??"});
  const Patient patient = ReadAll(more).readings.at(0).message.patient;
  EXPECT_EQ(patient.prefix, "von");
  EXPECT_EQ(patient.title, "Dr.med");
  EXPECT_EQ(patient.language, "Deutsch??");
  EXPECT_EQ(patient.sex, Sex::kDiverse);
  EXPECT_EQ(patient.birth_date, std::chrono::sys_days{std::chrono::year{1981} / 5 / 14});
}

// A request of 3.5 may name the physician who sends it, who is a person as well.
TEST(ReadTest, TakesThePatientsNameAndNoOtherPersons) {
  const std::string physician = Lines(
      {"0178002Obj_0047", "0143101Arzt!", "0123102Ada", "017310301011960", "0178003Obj_0047"});
  const std::string bytes = Replaced(ResultIn35(), "0168145Patient", physician + "0168145Patient");
  EXPECT_EQ(ReadAll(bytes).readings.at(0).message.patient, ResultIn35Message().patient);
}

TEST(ReadTest, ReadsObjectsOf31ByTheirNames) {
  const std::string bytes = Lines(
      {"01380006302", "0228002Obj_Kopfdaten", "0138315ISCH", "0138316PVS1", "01092063",
       "013921803.1", "0228003Obj_Kopfdaten", "0208002Obj_Patient", "01330004711", "0153101Muster",
       "0143102Erika", "017310314051981", "0208003Obj_Patient", "0248002Obj_Anforderung",
       "0138310A-77", "0158402ALLG00", "0248003Obj_Anforderung", "01380016302"});
  const Outcome outcome = ReadAll(bytes);
  EXPECT_THAT(outcome.sentences, IsEmpty());
  EXPECT_EQ(outcome.readings.at(0).message.request_id, "A-77");
  EXPECT_EQ(outcome.readings.at(0).message.version, Version::kV31);
  EXPECT_EQ(ReadAll(Replaced(bytes, "01380016302", "01380016310")).sentences,
            std::vector<std::string>{
                "line 18, field 8001: ends another record type than the one that began"});
  EXPECT_EQ(ReadAll(Replaced(bytes, "0208003Obj_Patient\r\n", "")).sentences,
            (std::vector<std::string>{"line 17, field 8001: an object is not closed"}));
}

TEST(ReadTest, ReadsAttachmentsByPathAndEmbedded) {
  const std::string embedded =
      Replaced(ResultIn35(), "01380016310\r\n", "") +
      Lines({"0158110Anhang", "0178002Obj_0010", "0176302IS000123", "0126303PDF", "0146304Blatt",
             "0176228JVBERi0x", "0136228LjQK", "0178003Obj_0010", "01380016310"});
  const auto attachments = ReadAll(embedded).readings.at(0).message.attachments;
  ASSERT_EQ(attachments.size(), 1U);
  EXPECT_EQ(attachments[0], (Attachment{.archive_id = "IS000123",
                                        .format = "PDF",
                                        .description = "Blatt",
                                        .embedded = "JVBERi0xLjQK"}));
  const auto paths = ReadAll(IssuedProgram()).readings.at(0).message.attachments;
  EXPECT_EQ(paths, IssuedProgramMessage().attachments);
}

TEST(ReadTest, KeepsAHundredDeviationsAndCountsTheRest) {
  std::string bytes = NewExamination();
  for (int i = 0; i < 500'000; ++i) bytes += "\r\n";
  const auto file = Read(bytes);
  ASSERT_TRUE(std::holds_alternative<File>(file));
  EXPECT_EQ(std::get<File>(file).deviations.list.size(), 100U);
  EXPECT_EQ(std::get<File>(file).deviations.further, 499'900U);
}

}  // namespace
}  // namespace ischia::gdt
