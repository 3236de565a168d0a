#include "integration/hl7v2/message.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <initializer_list>
#include <map>
#include <string_view>
#include <utility>

#include "integration/hl7v2/encoding.h"

namespace ischia::hl7v2 {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::size_t kMaxControlId = 20;   // MSH-10; cut, an answer would name another
constexpr std::size_t kMaxDocumentId = 36;  // a UUID; receivers that cut leave it unique
constexpr std::size_t kMaxName = 100;       // two of them in the 250 of an XPN or XCN
constexpr std::size_t kMaxPatientId = 199;
constexpr std::size_t kMaxProviderId = 48;  // what two names leave of an XCN
constexpr std::size_t kMaxPart = 20;        // HD.1, CE.1 and CE.3
constexpr std::size_t kMaxCodeText = 199;   // CE.2
constexpr std::size_t kMaxTitle = 200;
constexpr std::size_t kMaxShort = 30;  // TXA-16 and TXA-21
constexpr std::size_t kMaxNumber = 16;
constexpr std::size_t kMaxNumbers = 9999;  // OBX-1 has four digits
constexpr std::size_t kMaxBytes = std::size_t{32} << 20U;

constexpr std::string_view kDelete = "\"\"";
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kIdCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

enum class Empty { kRefused, kAllowed };
enum class Lines { kOne, kSeveral };

bool IsDecimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point == text.npos ? "0" : text.substr(point + 1);
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of(kDigits) == part.npos;
  };
  return digits(whole) && digits(rest);
}

// Collects what is wrong, field by field.
class Checks {
 public:
  explicit Checks(CharacterSet character_set) : character_set_(character_set) {}

  void Require(bool holds, const std::string& field, std::string_view what) {
    if (!holds) violations_.push_back({field, std::string(what)});
  }

  void Text(const std::string& field, std::string_view text, std::size_t most,
            Empty empty = Empty::kRefused, Lines lines = Lines::kOne) {
    const bool blank = text.find_first_not_of(' ') == text.npos;
    Require(!blank || empty == Empty::kAllowed, field, "is empty");
    Require(text != kDelete, field, "is HL7's sign for a deletion");
    const std::optional<std::u32string> characters = Characters(text);
    Require(characters.has_value(), field, "is not UTF-8");
    if (!characters) return;
    Require(characters->size() <= most, field,
            "is longer than " + std::to_string(most) + " characters");
    Require(std::none_of(characters->begin(), characters->end(),
                         [&](char32_t c) {
                           const bool line_end = c == U'\r' || c == U'\n';
                           return IsControl(c) && !(line_end && lines == Lines::kSeveral);
                         }),
            field, "has control characters");
    Require(
        character_set_ == CharacterSet::kUtf8 || std::all_of(characters->begin(), characters->end(),
                                                             [](char32_t c) { return c < 0x100; }),
        field, "has characters that ISO 8859-1 lacks");
  }

  void Id(const std::string& field, std::string_view id, std::size_t most,
          Empty empty = Empty::kRefused) {
    Require(!id.empty() || empty == Empty::kAllowed, field, "is empty");
    Require(id.size() <= most, field, "is longer than " + std::to_string(most) + " characters");
    Require(id.find_first_not_of(kIdCharacters) == id.npos, field,
            "has other characters than A-Z a-z 0-9 . _ -");
  }

  void Time(const std::string& field, const Instant& time) {
    Require(time.instant >= sys_days{1970y / 1 / 1} && time.instant < sys_days{9999y / 12 / 31},
            field, "is before 1970 or after 9999");
    Require(time.offset <= 14h && time.offset >= -14h, field, "is more than 14 hours off UTC");
  }

  void Day(const std::string& field, const year_month_day& day) {
    Require(day.ok() && day.year() >= 1800y && day.year() <= 9999y, field,
            "is no day from 1800 to 9999");
  }

  std::vector<Violation> Take() { return std::move(violations_); }

 private:
  CharacterSet character_set_;
  std::vector<Violation> violations_;
};

void CheckSite(const Site& site, Checks& checks) {
  checks.Text("site.sending_application", site.sending_application, kMaxPart);
  checks.Text("site.sending_facility", site.sending_facility, kMaxPart, Empty::kAllowed);
  checks.Text("site.receiving_application", site.receiving_application, kMaxPart);
  checks.Text("site.receiving_facility", site.receiving_facility, kMaxPart, Empty::kAllowed);
  checks.Require(
      site.processing_id == "P" || site.processing_id == "T" || site.processing_id == "D",
      "site.processing_id", "is none of P, T and D");
  const std::string& version = site.version;
  checks.Require(version.size() >= 3 && version.size() <= 5 && version.starts_with("2.") &&
                     version.find_first_not_of("0123456789.") == version.npos,
                 "site.version", "is no version 2 of HL7");
  checks.Require(site.completion_status.size() == 2 &&
                     std::all_of(site.completion_status.begin(), site.completion_status.end(),
                                 [](char c) { return c >= 'A' && c <= 'Z'; }),
                 "site.completion_status", "is not two letters");
}

void CheckPatient(const Patient& patient, Checks& checks) {
  checks.Text("patient.id", patient.id, kMaxPatientId);
  checks.Text("patient.authority", patient.authority, kMaxPart);
  checks.Text("patient.family", patient.family, kMaxName);
  checks.Text("patient.given", patient.given, kMaxName, Empty::kAllowed);
  if (patient.birth_date) checks.Day("patient.birth_date", *patient.birth_date);
}

void CheckCode(const std::string& field, const Code& code, Checks& checks) {
  checks.Text(field + ".code", code.code, kMaxPart);
  checks.Text(field + ".text", code.text, kMaxCodeText, Empty::kRefused, Lines::kSeveral);
  checks.Text(field + ".system", code.system, kMaxPart);
}

void CheckFrame(const Site& site, const Envelope& envelope, const Patient& patient,
                Checks& checks) {
  CheckSite(site, checks);
  checks.Id("envelope.control_id", envelope.control_id, kMaxControlId);
  checks.Time("envelope.made", envelope.made);
  CheckPatient(patient, checks);
}

void CheckDocument(const Document& document, Checks& checks) {
  CheckCode("document.type", document.type, checks);
  checks.Text("document.title", document.title, kMaxTitle, Empty::kAllowed);
  checks.Id("document.number", document.number, kMaxDocumentId);
  checks.Id("document.parent_number", document.parent_number, kMaxDocumentId, Empty::kAllowed);
  checks.Require(document.number.empty() || document.number != document.parent_number,
                 "document.parent_number", "is the document's own number");
  checks.Time("document.activity", document.activity);
  checks.Time("document.origination", document.origination);
  if (document.provider) {
    checks.Text("document.provider.id", document.provider->id, kMaxProviderId);
    checks.Text("document.provider.family", document.provider->family, kMaxName);
    checks.Text("document.provider.given", document.provider->given, kMaxName, Empty::kAllowed);
  }
  checks.Id("document.file_name", document.file_name, kMaxShort, Empty::kAllowed);
  checks.Text("document.change_reason", document.change_reason, kMaxShort, Empty::kAllowed,
              Lines::kSeveral);
  checks.Require(document.bytes.starts_with("%PDF-"), "document.bytes", "is not a PDF");
  checks.Require(document.bytes.size() <= kMaxBytes, "document.bytes", "is larger than 32 MiB");
}

void CheckReport(const Report& report, Checks& checks) {
  CheckCode("report.type", report.type, checks);
  checks.Id("report.number", report.number, kMaxDocumentId);
  checks.Day("report.begin", report.begin);
  checks.Time("report.reported", report.reported);
  checks.Require(!report.numbers.empty(), "report.numbers", "is empty");
  checks.Require(report.numbers.size() <= kMaxNumbers, "report.numbers", "has more than 9999");
  for (std::size_t i = 0; i < report.numbers.size(); ++i) {
    const Number& number = report.numbers[i];
    const std::string field = "report.numbers[" + std::to_string(i) + "]";
    CheckCode(field + ".code", number.code, checks);
    checks.Require(number.value.size() <= kMaxNumber && IsDecimal(number.value), field + ".value",
                   "is no decimal number of at most 16 characters");
    checks.Text(field + ".unit", number.unit, kMaxPart);
    checks.Day(field + ".observed", number.observed);
  }
}

std::string WrittenDay(const year_month_day& day) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d%02u%02u", static_cast<int>(day.year()),
                      static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text.data();
}

std::string WrittenTime(const Instant& time) {
  const std::chrono::sys_seconds local = time.instant + time.offset;
  const sys_days day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss clock(local - day);
  const std::chrono::hh_mm_ss offset(std::chrono::abs(time.offset));
  std::array<char, 64> text{};
  (void)std::snprintf(
      text.data(), text.size(), "%02d%02d%02d%c%02d%02d", static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
      time.offset < 0min ? '-' : '+', static_cast<int>(offset.hours().count()),
      static_cast<int>(offset.minutes().count()));
  return WrittenDay(day) + text.data();
}

// A field of components, the last empty ones left out.
std::string Components(std::initializer_list<std::string_view> parts) {
  std::string field;
  for (const std::string_view part : parts) field += Escaped(part) + '^';
  field.erase(field.find_last_not_of('^') + 1);
  return field;
}

std::string Coded(const Code& code) { return Components({code.code, code.text, code.system}); }

// One segment; fields are set by their number in the standard.
class Segment {
 public:
  explicit Segment(std::string name) : name_(std::move(name)) {}

  Segment& Set(int number, std::string field) {
    if (!field.empty()) fields_[number] = std::move(field);
    return *this;
  }

  // Ended by CR.
  std::string Text() const {
    std::string text = name_;
    int last = name_ == "MSH" ? 1 : 0;  // MSH-1 is the delimiter itself
    for (const auto& [number, field] : fields_) {
      for (; last < number; ++last) text += '|';
      text += field;
    }
    return text + '\r';
  }

 private:
  std::string name_;
  std::map<int, std::string> fields_;
};

std::string_view CharacterSetName(CharacterSet set) {
  return set == CharacterSet::kUtf8 ? "UNICODE UTF-8" : "8859/1";
}

// The message of a header and the segments behind it.
std::string Message(const Site& site, const Envelope& envelope, std::string type,
                    const std::string& segments) {
  Segment header("MSH");
  header.Set(2, "^~\\&")
      .Set(3, Escaped(site.sending_application))
      .Set(4, Escaped(site.sending_facility))
      .Set(5, Escaped(site.receiving_application))
      .Set(6, Escaped(site.receiving_facility))
      .Set(7, WrittenTime(envelope.made))
      .Set(9, std::move(type))
      .Set(10, envelope.control_id)
      .Set(11, site.processing_id)
      .Set(12, site.version)
      .Set(15, "AL")   // say always that it came
      .Set(16, "NE");  // and nothing later of what became of it
  const std::string ascii = header.Text() + segments;
  if (std::all_of(ascii.begin(), ascii.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return ascii;
  }
  header.Set(18, std::string(CharacterSetName(site.character_set)));
  const std::string message = header.Text() + segments;
  return site.character_set == CharacterSet::kUtf8 ? message : Latin1(message);
}

std::string SexCode(const std::optional<Sex>& sex) {
  if (!sex) return "";
  switch (*sex) {
    case Sex::kFemale:
      return "F";
    case Sex::kMale:
      return "M";
    case Sex::kOther:
      return "O";
    case Sex::kUnknown:
      break;
  }
  return "U";
}

std::string PatientSegment(const Patient& patient) {
  return Segment("PID")
      .Set(1, "1")
      .Set(3, Components({patient.id, "", "", patient.authority, "PI"}))
      .Set(5, Components({patient.family, patient.given}))
      .Set(7, patient.birth_date ? WrittenDay(*patient.birth_date) : "")
      .Set(8, SexCode(patient.sex))
      .Text();
}

std::string DocumentHeader(const Site& site, const Document& document) {
  const std::string& owner = site.sending_application;
  const std::string provider =
      document.provider
          ? Components({document.provider->id, document.provider->family, document.provider->given})
          : "";
  return Segment("TXA")
      .Set(1, "1")
      .Set(2, Coded(document.type))
      .Set(3, "AP")  // data of an application
      .Set(4, WrittenTime(document.activity))
      .Set(5, provider)
      .Set(6, WrittenTime(document.origination))
      .Set(9, provider)
      .Set(12, Components({document.number, owner}))
      .Set(13, document.parent_number.empty() ? "" : Components({document.parent_number, owner}))
      .Set(16, document.file_name)
      .Set(17, site.completion_status)
      .Set(19, "AV")  // available
      .Set(21, Escaped(document.change_reason))
      .Set(25, Escaped(document.title))
      .Text();
}

std::string DocumentContent(const Site& site, const Document& document) {
  return Segment("OBX")
      .Set(1, "1")
      .Set(2, "ED")
      .Set(3, Coded(document.type))
      .Set(5, Components({site.sending_application, "AP", "PDF", "Base64"}) + '^' +
                  Base64(document.bytes))
      .Set(11, "F")  // final
      .Text();
}

std::string ReportHeader(const Site& site, const Report& report) {
  return Segment("OBR")
      .Set(1, "1")
      .Set(3, Components({report.number, site.sending_application}))
      .Set(4, Coded(report.type))
      .Set(7, WrittenDay(report.begin))
      .Set(22, WrittenTime(report.reported))
      .Set(25, "F")
      .Text();
}

std::string NumberSegment(std::size_t position, const Number& number) {
  return Segment("OBX")
      .Set(1, std::to_string(position))
      .Set(2, "NM")
      .Set(3, Coded(number.code))
      .Set(5, number.value)
      .Set(6, Components({number.unit, "", "UCUM"}))
      .Set(11, "F")
      .Set(14, WrittenDay(number.observed))
      .Text();
}

}  // namespace

std::vector<Violation> FaultsOf(const Site& site) {
  Checks checks(site.character_set);
  CheckSite(site, checks);
  return checks.Take();
}

Written WriteDocument(const Site& site, const Envelope& envelope, const Patient& patient,
                      const Document& document) {
  Checks checks(site.character_set);
  CheckFrame(site, envelope, patient, checks);
  CheckDocument(document, checks);
  if (auto violations = checks.Take(); !violations.empty()) return violations;

  const bool replacement = site.replaces_by_t10 && !document.parent_number.empty();
  const std::string event = Segment("EVN").Set(2, WrittenTime(envelope.made)).Text();
  const std::string visit = Segment("PV1").Set(1, "1").Set(2, "O").Text();  // outpatient
  return Message(site, envelope, replacement ? "MDM^T10^MDM_T02" : "MDM^T02^MDM_T02",
                 event + PatientSegment(patient) + visit + DocumentHeader(site, document) +
                     DocumentContent(site, document));
}

Written WriteReport(const Site& site, const Envelope& envelope, const Patient& patient,
                    const Report& report) {
  Checks checks(site.character_set);
  CheckFrame(site, envelope, patient, checks);
  CheckReport(report, checks);
  if (auto violations = checks.Take(); !violations.empty()) return violations;

  std::string segments = PatientSegment(patient) + ReportHeader(site, report);
  for (std::size_t i = 0; i < report.numbers.size(); ++i) {
    segments += NumberSegment(i + 1, report.numbers[i]);
  }
  return Message(site, envelope, "ORU^R01^ORU_R01", segments);
}

}  // namespace ischia::hl7v2
