#include "plugin/requests/ini.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "integration/gdt/fields.h"

namespace ischia::requests {
namespace {

using gdt::CharacterSet;

constexpr std::size_t kFileBytes = 64 * 1024;
constexpr std::size_t kLineBytes = 999;
constexpr std::size_t kAnswerBytes = 500;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsControl(char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

std::string InCapitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return capitals;
}

bool IsName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
}

// YYYYMMDD, by way of the form with hyphens.
std::optional<std::chrono::sys_days> BirthdayOf(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  const std::string day(text);
  return gdt::DayOf(day.substr(0, 4) + '-' + day.substr(4, 2) + '-' + day.substr(6));
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.size() <= 9 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Value {
  int line;  // 0: there is none
  std::string text;
};

// `text` as it may stand on one line of the file.
std::string OnOneLine(std::string_view text, CharacterSet set) {
  std::string line;
  while (!text.empty() && line.size() < kAnswerBytes) {
    const std::size_t size = gdt::CharacterSize(text);
    const std::string_view character = text.substr(0, size);
    line += IsControl(character.front()) ? " " : gdt::FromUtf8(character, set).value_or("?");
    text.remove_prefix(size);
  }
  return line;
}

// What stands before the value and behind it stays.
std::string WithValue(std::string_view line, std::string_view value) {
  const std::size_t end = std::min(line.find_last_not_of("\r\n") + 1, line.size());
  return std::string(line.substr(0, line.find('=') + 1)).append(value).append(line.substr(end));
}

// A file's last line may have no end, or half of one.
void EndLine(std::string& line, std::string_view end) {
  if (!line.ends_with('\n')) line += line.ends_with('\r') ? "\n" : end;
}

}  // namespace

class HandOverReader {
 public:
  std::variant<HandOver, std::vector<Violation>> Run(std::string_view bytes) {
    if (bytes.size() > kFileBytes) return std::vector<Violation>{{0, "", "is larger than 64 KiB"}};
    const bool is_utf8 = bytes.starts_with(kByteOrderMark) || gdt::IsUtf8BeyondAscii(bytes);
    if (is_utf8) file_.characters_ = CharacterSet::kUtf8;
    SplitLines(bytes);
    ReadLines();
    ReadPatient();
    if (!violations_.empty()) return std::move(violations_);
    return std::move(file_);
  }

 private:
  void Violate(int line, std::string key, std::string what) {
    violations_.push_back({line, std::move(key), std::move(what)});
  }

  void SplitLines(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t size = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
      file_.lines_.push_back({std::string(bytes.substr(0, size)), ""});
      bytes.remove_prefix(size);
    }
    const bool has_bare_ends = !file_.lines_.empty() &&
                               file_.lines_.front().bytes.ends_with('\n') &&
                               !file_.lines_.front().bytes.ends_with("\r\n");
    if (has_bare_ends) file_.line_end_ = "\n";
  }

  void ReadLines() {
    for (number_ = 1; number_ <= static_cast<int>(file_.lines_.size()); ++number_) {
      HandOver::Line& line = file_.lines_[static_cast<std::size_t>(number_) - 1];
      std::string_view text = line.bytes;
      if (number_ == 1 && text.starts_with(kByteOrderMark)) text.remove_prefix(3);
      if (text.ends_with('\n')) text.remove_suffix(1);
      if (text.ends_with('\r')) text.remove_suffix(1);
      if (text.size() > kLineBytes) Violate(number_, "", "is longer than 999 bytes");
      if (std::any_of(text.begin(), text.end(), IsControl)) {
        Violate(number_, "", "has a control character");
      } else {
        ReadLine(Trimmed(text), line);
      }
    }
    if (!has_patient_) Violate(0, "", "has no section PATIENT");
  }

  void ReadLine(std::string_view text, HandOver::Line& line) {
    if (text.empty()) return;
    if (text.front() == '[') return ReadSection(text);
    if (is_in_patient_) file_.section_end_ = static_cast<std::size_t>(number_);
    if (text.front() == ';' || text.front() == '#') return;
    const std::size_t equals = text.find('=');
    const std::string key = InCapitals(Trimmed(text.substr(0, equals)));
    if (equals == std::string_view::npos || !IsName(key)) {
      return Violate(number_, "", "is neither section, key nor comment");
    }
    if (!is_in_patient_) return;
    line.key = key;
    const std::string_view value = Trimmed(text.substr(equals + 1));
    if (!values_.insert({key, {number_, gdt::ToUtf8(value, file_.characters_)}}).second) {
      Violate(number_, key, "stands twice");
    }
  }

  void ReadSection(std::string_view text) {
    if (!text.ends_with(']')) return Violate(number_, "", "opens a section and does not close it");
    const bool is_patient = InCapitals(Trimmed(text.substr(1, text.size() - 2))) == "PATIENT";
    if (is_patient && has_patient_) Violate(number_, "", "is a second section PATIENT");
    is_in_patient_ = is_patient;
    has_patient_ = has_patient_ || is_patient;
    if (is_patient) file_.section_end_ = static_cast<std::size_t>(number_);
  }

  // The value of a key that has to be there; empty, and said so, when it is not.
  Value Required(const std::string& key) {
    const Value value = Optional(key);
    if (value.text.empty()) Violate(value.line, key, value.line == 0 ? "is missing" : "is empty");
    return value;
  }

  Value Optional(const std::string& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? Value{0, ""} : found->second;
  }

  std::string Name(const std::string& key, const Value& value) {
    if (value.text.find(gdt::kUnreadable) != std::string::npos) {
      Violate(value.line, key, "has characters that cannot be read");
    }
    return value.text;
  }

  void ReadPatient() {
    HandedOver& patient = file_.handed_over_;
    patient.host = Optional("PVS").text;
    patient.device = Optional("BVS").text;
    patient.title = Optional("TITLE").text;
    patient.patient_id = Name("PATID", Required("PATID"));
    patient.first_name = Name("FIRSTNAME", Required("FIRSTNAME"));
    patient.last_name = Name("LASTNAME", Required("LASTNAME"));
    ReadSex(Required("SEX"));
    ReadBirthday(Required("BIRTHDAY"));
    patient.is_answered = Number("READY") == "1";
    (void)Number("ERRORLEVEL");  // only that it is one: it is about to be replaced
  }

  void ReadSex(const Value& sex) {
    if (sex.text.empty()) return;
    if (sex.text != "M" && sex.text != "W") Violate(sex.line, "SEX", "is neither M nor W");
    file_.handed_over_.sex = sex.text == "M" ? Sex::kMale : Sex::kFemale;
  }

  void ReadBirthday(const Value& birthday) {
    if (birthday.text.empty()) return;
    const auto day = BirthdayOf(birthday.text);
    if (!day) return Violate(birthday.line, "BIRTHDAY", "is no day, YYYYMMDD");
    file_.handed_over_.birth_date = *day;
  }

  std::string Number(const std::string& key) {
    const Value value = Optional(key);
    if (!value.text.empty() && !IsNumber(value.text)) Violate(value.line, key, "is no number");
    return value.text;
  }

  HandOver file_;
  std::map<std::string, Value> values_;
  std::vector<Violation> violations_;
  bool has_patient_ = false;
  bool is_in_patient_ = false;
  int number_ = 0;
};

std::variant<HandOver, std::vector<Violation>> HandOver::Read(std::string_view bytes) {
  return HandOverReader().Run(bytes);
}

std::string HandOver::Answered(const Answer& answer) const {
  std::vector<std::pair<std::string, std::string>> wanted = {
      {"READY", "1"},
      {"ERRORLEVEL", std::to_string(answer.error_level)},
      {"ERRORTEXT", OnOneLine(answer.error_text, characters_)}};
  std::vector<std::string> lines;
  for (const Line& line : lines_) {
    const auto key = std::find_if(wanted.begin(), wanted.end(),
                                  [&](const auto& each) { return each.first == line.key; });
    lines.push_back(key == wanted.end() ? line.bytes : WithValue(line.bytes, key->second));
    if (key != wanted.end()) wanted.erase(key);
  }
  std::string missing;
  for (const auto& [key, value] : wanted) missing.append(key + '=' + value + line_end_);
  if (!missing.empty()) EndLine(lines[section_end_ - 1], line_end_);
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(section_end_), missing);
  std::string bytes;
  for (const std::string& line : lines) bytes += line;
  return bytes;
}

}  // namespace ischia::requests
