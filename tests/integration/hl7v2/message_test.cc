#include "integration/hl7v2/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <sstream>

#include "tests/integration/hl7v2/samples.h"

namespace ischia::hl7v2 {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using testing::UnorderedElementsAre;

constexpr std::string_view kDocument =
    R"(MSH|^~\&|ISCHIA|CLINIC1|PVS1|CLINIC1|20261122094300+0100||MDM^T02^MDM_T02|IS000123-2|P|2.5.1|||AL|NE
EVN||20261122094300+0100
PID|1||4711^^^PVS1^PI||Muster^Erika||19810514|F
PV1|1|O
TXA|1|HEP^Home exercise program^L|AP|20261122094300+0100|7^Arzt^Anna|20261122094300+0100|||7^Arzt^Anna|||IS000123-2^ISCHIA|IS000123-1^ISCHIA|||IS000123.pdf|AU||AV||hold time raised
OBX|1|ED|HEP^Home exercise program^L||ISCHIA^AP^PDF^Base64^JVBERi0xLjcK||||||F
)";

constexpr std::string_view kReport =
    R"(MSH|^~\&|ISCHIA|CLINIC1|PVS1|CLINIC1|20261122094300+0100||ORU^R01^ORU_R01|IS000124|P|2.5.1|||AL|NE
PID|1||4711^^^PVS1^PI||Muster^Erika||19810514|F
OBR|1||IS000124^ISCHIA|HEPREP^Home exercise report^L|||20261116|||||||||||||||20261122094300+0100|||F
OBX|1|NM|PRESC^Sessions prescribed^L||7|{sessions}^^UCUM|||||F|||20261122
OBX|2|NM|CLAIM^Sessions claimed^L||5|{sessions}^^UCUM|||||F|||20261122
OBX|3|NM|CRED^Sessions credible^L||3|{sessions}^^UCUM|||||F|||20261122
OBX|4|NM|72514-3^Pain severity 0-10^LN||3|{score}^^UCUM|||||F|||20261122
)";

std::string WithCr(std::string_view lines) {
  std::string text(lines);
  std::replace(text.begin(), text.end(), '\n', '\r');
  return text;
}

Envelope EnvelopeOf(std::string id) { return {.control_id = std::move(id), .made = Morning()}; }

Written Write(const Document& document, const Patient& patient = Erika(),
              const Site& site = ClinicSite()) {
  return WriteDocument(site, EnvelopeOf("IS000123-2"), patient, document);
}

std::string TextOf(const Written& written) {
  const auto* text = std::get_if<std::string>(&written);
  return text == nullptr ? "refused" : *text;
}

std::vector<Violation> ViolationsOf(const Written& written) {
  const auto* violations = std::get_if<std::vector<Violation>>(&written);
  return violations == nullptr ? std::vector<Violation>() : *violations;
}

// Field `number` of the first segment of that name.
std::string FieldOf(const Written& written, const std::string& name, int number) {
  std::istringstream segments(TextOf(written));
  for (std::string segment; std::getline(segments, segment, '\r');) {
    if (!segment.starts_with(name + '|')) continue;
    std::istringstream fields(segment);
    std::string field;
    for (int i = 0; i <= number && field != "none"; ++i) {
      if (!std::getline(fields, field, '|')) field = "none";
    }
    return field;
  }
  return "no segment";
}

TEST(MessageTest, ADocumentIsTheAgreedBytes) {
  EXPECT_EQ(TextOf(Write(SecondVersion())), WithCr(kDocument));
}

TEST(MessageTest, AReportIsTheAgreedBytes) {
  EXPECT_EQ(TextOf(WriteReport(ClinicSite(), EnvelopeOf("IS000124"), Erika(), FourNumbers())),
            WithCr(kReport));
}

TEST(MessageTest, WhatMayBeEmptyIsLeftOut) {
  Document document = SecondVersion();
  document.parent_number = document.file_name = document.change_reason = "";
  document.provider.reset();
  Patient patient = Erika();
  patient.given = "";
  patient.birth_date.reset();
  patient.sex.reset();
  Site site = ClinicSite();
  site.sending_facility = site.receiving_facility = "";
  const std::string text = TextOf(Write(document, patient, site));
  EXPECT_THAT(text, StartsWith("MSH|^~\\&|ISCHIA||PVS1||20261122094300+0100||"));
  EXPECT_THAT(text, HasSubstr("\rPID|1||4711^^^PVS1^PI||Muster\r"));
  EXPECT_THAT(text, HasSubstr("|AP|20261122094300+0100||20261122094300+0100||||||"
                              "IS000123-2^ISCHIA|||||AU||AV\r"));
}

TEST(MessageTest, ATitleIsTheTwentyFifthField) {
  Document document = SecondVersion();
  document.title = "Week 4";
  EXPECT_EQ(FieldOf(Write(document), "TXA", 25), "Week 4");
  EXPECT_EQ(FieldOf(Write(document), "TXA", 21), "hold time raised");
}

TEST(MessageTest, OnlyAReplacementGoesAsSuchAndOnlyWhereAgreed) {
  Document document = SecondVersion();
  Site site = ClinicSite();
  EXPECT_EQ(FieldOf(Write(document, Erika(), site), "MSH", 8), "MDM^T02^MDM_T02");
  site.replaces_by_t10 = true;
  EXPECT_EQ(FieldOf(Write(document, Erika(), site), "MSH", 8), "MDM^T10^MDM_T02");
  EXPECT_EQ(FieldOf(Write(document, Erika(), site), "TXA", 13), "IS000123-1^ISCHIA");
  document.parent_number = "";
  EXPECT_EQ(FieldOf(Write(document, Erika(), site), "MSH", 8), "MDM^T02^MDM_T02");
}

TEST(MessageTest, TheSitesWordsStandInTheirFields) {
  Site site = ClinicSite();
  site.sending_application = "HOME";
  site.processing_id = "T";
  site.version = "2.4";
  site.completion_status = "LA";
  const Written written = Write(SecondVersion(), Erika(), site);
  EXPECT_EQ(FieldOf(written, "MSH", 2), "HOME");
  EXPECT_EQ(FieldOf(written, "MSH", 10), "T");
  EXPECT_EQ(FieldOf(written, "MSH", 11), "2.4");
  EXPECT_EQ(FieldOf(written, "TXA", 12), "IS000123-2^HOME");
  EXPECT_EQ(FieldOf(written, "TXA", 17), "LA");
  EXPECT_THAT(FieldOf(written, "OBX", 5), StartsWith("HOME^AP^PDF^Base64^"));
}

struct SexCase {
  Sex sex;
  const char* code;
};

TEST(MessageTest, ASexIsALetter) {
  for (const SexCase& each : {SexCase{Sex::kFemale, "F"}, SexCase{Sex::kMale, "M"},
                              SexCase{Sex::kOther, "O"}, SexCase{Sex::kUnknown, "U"}}) {
    Patient patient = Erika();
    patient.sex = each.sex;
    EXPECT_EQ(FieldOf(Write(SecondVersion(), patient), "PID", 8), each.code);
  }
}

TEST(MessageTest, TimesAreThoseOfTheSendersClock) {
  Document document = SecondVersion();
  document.activity = {std::chrono::sys_days{2026y / 1 / 1} + 1h, -210min};
  document.origination = {std::chrono::sys_days{2026y / 12 / 31} + 23h + 59min + 7s, 330min};
  EXPECT_EQ(FieldOf(Write(document), "TXA", 4), "20251231213000-0330");
  EXPECT_EQ(FieldOf(Write(document), "TXA", 6), "20270101052907+0530");
}

TEST(MessageTest, DelimitersAndLineEndsAreEscaped) {
  Document document = SecondVersion();
  document.change_reason = "a|b^c&d~e\\f\r\ng";
  Patient patient = Erika();
  patient.family = "O|M^u&s~t\\er";
  const Written written = Write(document, patient);
  EXPECT_EQ(FieldOf(written, "TXA", 21), "a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f\\X0D\\\\X0A\\g");
  EXPECT_EQ(FieldOf(written, "PID", 5), "O\\F\\M\\S\\u\\T\\s\\R\\t\\E\\er^Erika");
  EXPECT_EQ(std::ranges::count(TextOf(written), '\r'), 6);
  EXPECT_THAT(TextOf(written), Not(HasSubstr("\n")));
}

TEST(MessageTest, OtherCharactersThanAsciiNameTheirSet) {
  Patient patient = Erika();
  patient.family = "M\xC3\xBCller";
  const std::string utf8 = TextOf(Write(SecondVersion(), patient));
  EXPECT_THAT(utf8, HasSubstr("|2.5.1|||AL|NE||UNICODE UTF-8\rEVN"));
  EXPECT_THAT(utf8, HasSubstr("|M\xC3\xBCller^Erika|"));
  Site site = ClinicSite();
  site.character_set = CharacterSet::kLatin1;
  const std::string latin1 = TextOf(Write(SecondVersion(), patient, site));
  EXPECT_THAT(latin1, HasSubstr("|2.5.1|||AL|NE||8859/1\rEVN"));
  EXPECT_THAT(latin1, HasSubstr("|M\xFCller^Erika|"));
  EXPECT_EQ(TextOf(Write(SecondVersion(), Erika(), site)), WithCr(kDocument));
}

TEST(MessageTest, CharactersThatTheSitesSetLacksAreRefused) {
  Patient patient = Erika();
  patient.family = "Nov\xC3\xA1k";
  patient.given = "Ji\xC5\x99\xC3\xAD";
  Site site = ClinicSite();
  site.character_set = CharacterSet::kLatin1;
  EXPECT_THAT(ViolationsOf(Write(SecondVersion(), patient, site)),
              ElementsAre(Violation{"patient.given", "has characters that ISO 8859-1 lacks"}));
  EXPECT_THAT(ViolationsOf(Write(SecondVersion(), patient)), IsEmpty());
}

TEST(MessageTest, BytesAreBase64WithoutLineEnds) {
  Document document = SecondVersion();
  const auto encoded = [&](const std::string& bytes) {
    document.bytes = "%PDF-1" + bytes;
    return FieldOf(Write(document), "OBX", 5).substr(21 + 8);
  };
  // RFC 4648, section 10, behind "%PDF-1".
  EXPECT_EQ(encoded(""), "");
  EXPECT_EQ(encoded("f"), "Zg==");
  EXPECT_EQ(encoded("fo"), "Zm8=");
  EXPECT_EQ(encoded("foo"), "Zm9v");
  EXPECT_EQ(encoded("foob"), "Zm9vYg==");
  EXPECT_EQ(encoded("fooba"), "Zm9vYmE=");
  EXPECT_EQ(encoded("foobar"), "Zm9vYmFy");
  EXPECT_EQ(encoded(std::string("\xFF\xEF\xFE\x00\x10\x83", 6)), "/+/+ABCD");
  EXPECT_EQ(encoded(std::string(300, '\0')), std::string(400, 'A'));
}

// Everything that messages are made of.
struct Parts {
  Site site = ClinicSite();
  Envelope envelope = EnvelopeOf("IS1");
  Patient patient = Erika();
  Document document = SecondVersion();
  Report report = FourNumbers();
};

// One thing wrong, and what is said of it.
struct Wrong {
  std::function<void(Parts&)> edit;
  Violation violation;
};

const std::vector<Wrong>& WrongInBoth() {
  static const auto* wrong = new std::vector<Wrong>{
      {[](Parts& p) { p.site.sending_application = ""; }, {"site.sending_application", "is empty"}},
      {[](Parts& p) { p.site.sending_facility = std::string(21, 'x'); },
       {"site.sending_facility", "is longer than 20 characters"}},
      {[](Parts& p) { p.site.receiving_application = ""; },
       {"site.receiving_application", "is empty"}},
      {[](Parts& p) { p.site.receiving_facility = "a\x0B"; },
       {"site.receiving_facility", "has control characters"}},
      {[](Parts& p) { p.site.processing_id = "X"; },
       {"site.processing_id", "is none of P, T and D"}},
      {[](Parts& p) { p.site.version = "3.0"; }, {"site.version", "is no version 2 of HL7"}},
      {[](Parts& p) { p.site.version = "2.5|1"; }, {"site.version", "is no version 2 of HL7"}},
      {[](Parts& p) { p.site.completion_status = "au"; },
       {"site.completion_status", "is not two letters"}},
      {[](Parts& p) { p.envelope.control_id = ""; }, {"envelope.control_id", "is empty"}},
      {[](Parts& p) { p.envelope.control_id = "a|b"; },
       {"envelope.control_id", "has other characters than A-Z a-z 0-9 . _ -"}},
      {[](Parts& p) { p.envelope.control_id = std::string(21, 'x'); },
       {"envelope.control_id", "is longer than 20 characters"}},
      {[](Parts& p) { p.envelope.made.instant = std::chrono::sys_seconds(-1s); },
       {"envelope.made", "is before 1970 or after 9999"}},
      {[](Parts& p) { p.envelope.made.offset = 841min; },
       {"envelope.made", "is more than 14 hours off UTC"}},
      {[](Parts& p) { p.patient.id = ""; }, {"patient.id", "is empty"}},
      {[](Parts& p) { p.patient.id = "4711\n"; }, {"patient.id", "has control characters"}},
      {[](Parts& p) { p.patient.family = "  "; }, {"patient.family", "is empty"}},
      {[](Parts& p) { p.patient.given = "\"\""; },
       {"patient.given", "is HL7's sign for a deletion"}},
      {[](Parts& p) { p.patient.authority = ""; }, {"patient.authority", "is empty"}},
      {[](Parts& p) { p.patient.family = ""; }, {"patient.family", "is empty"}},
      {[](Parts& p) { p.patient.family = std::string("a\0b", 3); },
       {"patient.family", "has control characters"}},
      {[](Parts& p) { p.patient.family = "a\xC2\x85"; },
       {"patient.family", "has control characters"}},
      {[](Parts& p) { p.patient.family = "a\x7F"; }, {"patient.family", "has control characters"}},
      {[](Parts& p) { p.patient.family = "a\xFF"; }, {"patient.family", "is not UTF-8"}},
      {[](Parts& p) { p.patient.family = "a\xC0\xAF"; }, {"patient.family", "is not UTF-8"}},
      {[](Parts& p) { p.patient.family = "a\xED\xA0\x80"; }, {"patient.family", "is not UTF-8"}},
      {[](Parts& p) { p.patient.family = "a\xC3"; }, {"patient.family", "is not UTF-8"}},
      {[](Parts& p) { p.patient.given = std::string(101, 'x'); },
       {"patient.given", "is longer than 100 characters"}},
      {[](Parts& p) { p.patient.birth_date = 1981y / 2 / 29; },
       {"patient.birth_date", "is no day from 1800 to 9999"}},
      {[](Parts& p) { p.patient.birth_date = 1799y / 12 / 31; },
       {"patient.birth_date", "is no day from 1800 to 9999"}},
  };
  return *wrong;
}

const std::vector<Wrong>& WrongInDocuments() {
  static const auto* wrong = new std::vector<Wrong>{
      {[](Parts& p) { p.document.type.code = ""; }, {"document.type.code", "is empty"}},
      {[](Parts& p) { p.document.type.text = std::string(200, 'x'); },
       {"document.type.text", "is longer than 199 characters"}},
      {[](Parts& p) { p.document.type.system = ""; }, {"document.type.system", "is empty"}},
      {[](Parts& p) { p.document.title = "a\tb"; }, {"document.title", "has control characters"}},
      {[](Parts& p) { p.document.title = "a\nb"; }, {"document.title", "has control characters"}},
      {[](Parts& p) { p.document.number = ""; }, {"document.number", "is empty"}},
      {[](Parts& p) { p.document.number = std::string(37, 'x'); },
       {"document.number", "is longer than 36 characters"}},
      {[](Parts& p) { p.document.parent_number = p.document.number; },
       {"document.parent_number", "is the document's own number"}},
      {[](Parts& p) { p.document.activity.offset = -841min; },
       {"document.activity", "is more than 14 hours off UTC"}},
      {[](Parts& p) { p.document.origination.instant = std::chrono::sys_seconds::max(); },
       {"document.origination", "is before 1970 or after 9999"}},
      {[](Parts& p) { p.document.provider->id = ""; }, {"document.provider.id", "is empty"}},
      {[](Parts& p) { p.document.provider->family = ""; },
       {"document.provider.family", "is empty"}},
      {[](Parts& p) { p.document.provider->given = "\r"; },
       {"document.provider.given", "has control characters"}},
      {[](Parts& p) { p.document.file_name = "../x.pdf"; },
       {"document.file_name", "has other characters than A-Z a-z 0-9 . _ -"}},
      {[](Parts& p) { p.document.file_name = std::string(31, 'x'); },
       {"document.file_name", "is longer than 30 characters"}},
      {[](Parts& p) { p.document.change_reason = std::string(31, 'x'); },
       {"document.change_reason", "is longer than 30 characters"}},
      {[](Parts& p) { p.document.bytes = ""; }, {"document.bytes", "is not a PDF"}},
      {[](Parts& p) { p.document.bytes = "<html>"; }, {"document.bytes", "is not a PDF"}},
      {[](Parts& p) { p.document.bytes.resize((32U << 20U) + 1); },
       {"document.bytes", "is larger than 32 MiB"}},
  };
  return *wrong;
}

const std::vector<Wrong>& WrongInReports() {
  static const auto* wrong = new std::vector<Wrong>{
      {[](Parts& p) { p.report.type.text = ""; }, {"report.type.text", "is empty"}},
      {[](Parts& p) { p.report.number = "a b"; },
       {"report.number", "has other characters than A-Z a-z 0-9 . _ -"}},
      {[](Parts& p) { p.report.begin = {}; }, {"report.begin", "is no day from 1800 to 9999"}},
      {[](Parts& p) { p.report.reported.instant = std::chrono::sys_seconds(-1s); },
       {"report.reported", "is before 1970 or after 9999"}},
      {[](Parts& p) { p.report.numbers.clear(); }, {"report.numbers", "is empty"}},
      {[](Parts& p) { p.report.numbers.resize(10'000, p.report.numbers[0]); },
       {"report.numbers", "has more than 9999"}},
      {[](Parts& p) { p.report.numbers[1].code.code = ""; },
       {"report.numbers[1].code.code", "is empty"}},
      {[](Parts& p) { p.report.numbers[1].unit = ""; }, {"report.numbers[1].unit", "is empty"}},
      {[](Parts& p) { p.report.numbers[3].observed = {}; },
       {"report.numbers[3].observed", "is no day from 1800 to 9999"}},
  };
  return *wrong;
}

std::vector<Violation> DocumentWith(const Wrong& wrong) {
  Parts p;
  wrong.edit(p);
  return ViolationsOf(WriteDocument(p.site, p.envelope, p.patient, p.document));
}

std::vector<Violation> ReportWith(const Wrong& wrong) {
  Parts p;
  wrong.edit(p);
  return ViolationsOf(WriteReport(p.site, p.envelope, p.patient, p.report));
}

TEST(MessageTest, EachViolationIsNamedAlone) {
  for (const Wrong& wrong : WrongInBoth()) {
    EXPECT_THAT(DocumentWith(wrong), ElementsAre(wrong.violation));
    EXPECT_THAT(ReportWith(wrong), ElementsAre(wrong.violation));
  }
  for (const Wrong& wrong : WrongInDocuments()) {
    EXPECT_THAT(DocumentWith(wrong), ElementsAre(wrong.violation));
    EXPECT_THAT(ReportWith(wrong), IsEmpty());
  }
  for (const Wrong& wrong : WrongInReports()) {
    EXPECT_THAT(ReportWith(wrong), ElementsAre(wrong.violation));
    EXPECT_THAT(DocumentWith(wrong), IsEmpty());
  }
}

TEST(MessageTest, AllViolationsAreNamedAtOnce) {
  Patient patient = Erika();
  patient.family = "";
  patient.authority = std::string(21, '\x01');
  Document document = SecondVersion();
  document.bytes = "";
  EXPECT_THAT(ViolationsOf(Write(document, patient)),
              UnorderedElementsAre(Violation{"patient.family", "is empty"},
                                   Violation{"patient.authority", "is longer than 20 characters"},
                                   Violation{"patient.authority", "has control characters"},
                                   Violation{"document.bytes", "is not a PDF"}));
}

TEST(MessageTest, TheLongestAllowedIsWritten) {
  Patient patient = Erika();
  patient.id = std::string(199, '1');
  patient.family = patient.given = std::string(100, 'x');
  Document document = SecondVersion();
  document.number = std::string(36, 'x');
  document.change_reason = std::string(30, '|');
  document.bytes.resize(32U << 20U);
  const Written written = Write(document, patient);
  EXPECT_THAT(ViolationsOf(written), IsEmpty());
  EXPECT_LE(FieldOf(written, "PID", 3).size(), 250U);
  EXPECT_LE(FieldOf(written, "PID", 5).size(), 250U);
}

TEST(MessageTest, LengthsCountCharactersNotBytes) {
  Document document = SecondVersion();
  document.change_reason = "";
  for (int i = 0; i < 30; ++i) document.change_reason += "\xF0\x9F\xA6\xB5";
  EXPECT_THAT(ViolationsOf(Write(document)), IsEmpty());
  document.change_reason += "x";
  EXPECT_THAT(ViolationsOf(Write(document)),
              ElementsAre(Violation{"document.change_reason", "is longer than 30 characters"}));
}

TEST(MessageTest, AValueIsADecimalNumber) {
  Report report = FourNumbers();
  const auto allowed = [&](const std::string& value) {
    report.numbers[0].value = value;
    return ViolationsOf(WriteReport(ClinicSite(), EnvelopeOf("IS1"), Erika(), report)).empty();
  };
  for (const char* value : {"0", "7", "-3", "12.5", "-0.25", "1234567890.12345"}) {
    EXPECT_TRUE(allowed(value)) << value;
  }
  for (const char* value : {"", "-", ".", "1.", ".5", "1,5", "1e3", "nan", "inf", "0x1", "+1", "1 ",
                            "--1", "1.2.3", "12345678901234567"}) {
    EXPECT_FALSE(allowed(value)) << value;
  }
}

TEST(SiteTest, IsJudgedBeforeThereIsAMessage) {
  EXPECT_THAT(FaultsOf(ClinicSite()), ::testing::IsEmpty());
  EXPECT_THAT(FaultsOf({}),
              ::testing::ElementsAre(Violation{"site.receiving_application", "is empty"}));
}

}  // namespace
}  // namespace ischia::hl7v2
