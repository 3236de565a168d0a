#include "integration/gdt/write.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <tuple>
#include <utility>

#include "integration/gdt/lines.h"

namespace ischia::gdt {
namespace {

constexpr std::size_t kLargestRecord = 99'999;  // the five digits of 8100 in 2.1
constexpr std::string_view kSize = "8100";

// What an answer takes over from the request.
bool IsEchoed(std::string_view field) {
  constexpr std::array<std::string_view, 8> kEchoed = {"3000", "3101", "3102", "8310",
                                                       "8315", "8316", "8402", "8410"};
  return std::find(kEchoed.begin(), kEchoed.end(), field) != kEchoed.end();
}

std::string_view SetCode(CharacterSet set) {
  if (set == CharacterSet::kSevenBit) return "1";
  if (set == CharacterSet::kCp437) return "2";
  if (set == CharacterSet::kWindows1252) return "3";
  return "";
}

std::string_view SexCode(Sex sex, Version version) {
  if (version == Version::kV35) {
    constexpr std::array<std::string_view, 4> kLetters = {"M", "W", "D", "X"};
    return kLetters[static_cast<std::size_t>(sex)];
  }
  return sex == Sex::kMale ? "1" : sex == Sex::kFemale ? "2" : "";
}

std::string Padded(std::size_t number, int digits) {
  std::array<char, 16> text{};
  const int size = std::snprintf(text.data(), text.size(), "%0*zu", digits, number);
  return {text.data(), static_cast<std::size_t>(std::max(size, 0))};
}

// The first line of at most so many bytes, broken at a blank, and within a word only where there is
// none; taken from `text` with its blank.
std::string TakeChartLine(std::string& text, std::size_t limit) {
  if (text.size() <= limit) return std::exchange(text, "");
  const std::size_t blank = text.rfind(' ', limit);
  const bool has_blank = blank != std::string::npos && blank > 0;
  const std::size_t end = has_blank ? blank : limit;
  std::string line = text.substr(0, end);
  text.erase(0, end + (has_blank ? 1 : 0));
  return line;
}

// The lines of a record in the order in which they were put, and all that is wrong with them.
class Draft {
 public:
  explicit Draft(const Message& message) : message_(message) {}

  void Violate(std::string_view field, std::string what) {
    violations_.push_back({std::string(field), std::move(what)});
  }

  void Put(std::string_view field, std::string_view text) {
    if (text.empty()) return Violate(field, "is missing");
    auto bytes = Encoded(field, text);
    if (!bytes) return;
    const bool is_free = message_.echoes && IsEchoed(field);
    const std::size_t limit = is_free ? kContentBytes : LengthLimit(field, message_.version);
    if (bytes->size() > limit) {
      return Violate(field, "is longer than " + std::to_string(limit) + " characters");
    }
    lines_.push_back({std::string(field), *std::move(bytes)});
  }

  void PutIfSaid(std::string_view field, std::string_view text) {
    if (!text.empty()) Put(field, text);
  }

  // Days and times.
  template <typename Moment>
  void PutIfSaid(std::string_view field, const std::optional<Moment>& moment) {
    if (!moment) return;
    const std::optional<std::string> text = Text(*moment);
    text ? Put(field, *text) : Violate(field, "is out of range");
  }

  void PutChart(std::string_view field, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        PutWrapped(field, std::string_view(text).substr(begin, end - begin));
        begin = end + 1;
      }
    }
  }

  // 3.0: a name, and a count of lines with both of its own.
  void BeginCounted(std::string_view name) {
    counted_from_ = lines_.size();
    Put("8200", name);
  }
  void EndCounted() { Put("8201", std::to_string(lines_.size() - counted_from_ + 1)); }

  // 3.5: a line that says its role, then its name at both ends.
  void BeginNamed(std::string_view role_field, std::string_view role, std::string_view name) {
    Put(role_field, role);
    Put("8002", name);
  }
  void EndNamed(std::string_view name) { Put("8003", name); }

  std::variant<std::string, std::vector<Violation>> Finish() {
    if (message_.version != Version::kV35) PutSize();
    if (!violations_.empty()) return std::move(violations_);
    std::string bytes;
    for (const auto& [field, content] : lines_) {
      bytes += Padded(content.size() + kFrameBytes, 3) + field + content + "\r\n";
    }
    return bytes;
  }

 private:
  std::optional<std::string> Encoded(std::string_view field, std::string_view text) {
    auto bytes = FromUtf8(text, message_.characters);
    if (!bytes) Violate(field, "has a character that the character set does not have");
    return bytes;
  }

  void PutWrapped(std::string_view field, std::string_view text) {
    auto rest = Encoded(field, text);
    while (rest && !rest->empty()) {
      std::string line = TakeChartLine(*rest, LengthLimit(field, message_.version));
      lines_.push_back({std::string(field), std::move(line)});
    }
  }

  // Behind the record type. It counts itself.
  void PutSize() {
    const int digits = message_.version == Version::kV30 ? 7 : 5;
    std::size_t size = kFrameBytes + static_cast<std::size_t>(digits);
    for (const auto& line : lines_) size += line.second.size() + kFrameBytes;
    const std::size_t largest = message_.version == Version::kV30 ? kFileBytes : kLargestRecord;
    if (size > largest) {
      Violate(kSize, "the record is larger than " + std::to_string(largest) + " bytes");
    }
    lines_.insert(lines_.begin() + 1, {std::string(kSize), Padded(size, digits)});
  }

  const Message& message_;
  std::vector<std::pair<std::string, std::string>> lines_;  // field, content as encoded
  std::vector<Violation> violations_;
  std::size_t counted_from_ = 0;
};

// -- what a message must be, whatever the version

bool NeedsPatient(RecordType type) {
  return type == RecordType::kPatientData || type == RecordType::kExaminationRequest ||
         type == RecordType::kExamination;
}

bool NeedsProcedure(RecordType type) {
  return type == RecordType::kExaminationRequest || type == RecordType::kExamination ||
         type == RecordType::kDisplayRequest;
}

void RequirePatient(const Message& message, Draft& draft) {
  if (NeedsPatient(message.type)) {
    if (message.patient.surname.empty()) draft.Violate("3101", "is missing");
    if (message.patient.first_name.empty()) draft.Violate("3102", "is missing");
    if (!message.patient.birth_date) draft.Violate("3103", "is missing");
  }
  if (NeedsProcedure(message.type) && message.procedure.empty()) {
    draft.Violate("8402", "is missing");
  }
}

void RequireCharacterSet(const Message& message, Draft& draft) {
  const bool is_named = message.version == Version::kV35
                            ? message.characters == CharacterSet::kLatin9
                            : !SetCode(message.characters).empty();
  if (!is_named) draft.Violate("9206", "the version has no name for the character set");
}

void RefuseWhatDoesNotBelong(const Message& message, Draft& draft) {
  const bool is_examination = message.type == RecordType::kExamination;
  const bool is_display = message.type == RecordType::kDisplayRequest;
  const bool is_35 = message.version == Version::kV35;
  const bool has_contents = is_examination && !is_35;
  const auto refuse = [&](bool is_there, std::string_view field) {
    if (is_there) draft.Violate(field, "has no place in this record type or version");
  };
  refuse(!has_contents && !message.findings.empty(), "6220");
  refuse(!has_contents && !message.comments.empty(), "6227");
  refuse(!has_contents && !message.attachments.empty(), "6302");
  refuse(!(has_contents || (is_display && !is_35)) && message.stored_day, "6200");
  refuse(!(has_contents || (is_display && !is_35)) && message.stored_time, "6201");
  refuse(message.type == RecordType::kCancellation && message.version < Version::kV30, "8000");
  for (const Test& test : message.tests) {
    const Test ident_only{.ident = test.ident};
    refuse(!is_examination && test != ident_only, "8420");
    refuse(is_35 && test.day, "8432");
    refuse(is_35 && test.time, "8439");
  }
}

void RefuseTestsTwice(const Message& message, Draft& draft) {
  std::set<std::tuple<std::string, std::optional<std::chrono::sys_days>,
                      std::optional<std::chrono::seconds>>>
      seen;
  for (const Test& test : message.tests) {
    if (seen.insert({test.ident, test.day, test.time}).second) continue;
    draft.Violate("8410", "stands twice at the same time");
  }
}

// -- the parts that versions arrange differently

void PutParties(const Message& message, Draft& draft) {
  draft.Put("8315", message.receiver);
  draft.Put("8316", message.sender);
}

void PutPerson(const Message& message, Draft& draft) {
  const Patient& patient = message.patient;
  draft.PutIfSaid("3100", patient.prefix);
  draft.PutIfSaid("3101", patient.surname);
  draft.PutIfSaid("3102", patient.first_name);
  draft.PutIfSaid("3103", patient.birth_date);
  draft.PutIfSaid("3104", patient.title);
  if (patient.sex) draft.PutIfSaid("3110", SexCode(*patient.sex, message.version));
  draft.PutIfSaid("3628", patient.language);
}

void PutStored(const Message& message, Draft& draft) {
  draft.PutIfSaid("6200", message.stored_day);
  draft.PutIfSaid("6201", message.stored_time);
}

void PutAttachment(const Attachment& attachment, Draft& draft) {
  draft.Put("6302", attachment.archive_id);
  draft.Put("6303", attachment.format);
  draft.Put("6304", attachment.description);
  draft.Put("6305", attachment.path);
  if (!attachment.embedded.empty()) draft.Violate("6228", "embedded documents are not written");
}

void PutTest(const Test& test, Draft& draft) {
  draft.Put("8410", test.ident);
  draft.PutIfSaid("8411", test.name);
  draft.PutIfSaid("8420", test.value);
  draft.PutIfSaid("8421", test.unit);
  draft.PutIfSaid("8432", test.day);
  draft.PutIfSaid("8439", test.time);
  for (const std::string& remark : test.remarks) draft.Put("8470", remark);
  for (const std::string& text : test.result_texts) draft.Put("8480", text);
}

void PutFlat(const Message& message, Draft& draft) {
  PutParties(message, draft);
  draft.PutIfSaid("9206", SetCode(message.characters));
  draft.Put("9218", Text(message.version));
  draft.Put("3000", message.patient.id);
  PutPerson(message, draft);
  const bool is_display = message.type == RecordType::kDisplayRequest;
  if (is_display) PutStored(message, draft);
  draft.PutIfSaid("8402", message.procedure);
  if (!is_display) PutStored(message, draft);
  for (const Attachment& attachment : message.attachments) PutAttachment(attachment, draft);
  draft.PutChart("6220", message.findings);
  draft.PutChart("6227", message.comments);
  for (const Test& test : message.tests) PutTest(test, draft);
}

// What our sources know no object for stands behind the objects, as in 2.1.
void PutCounted(const Message& message, Draft& draft) {
  draft.BeginCounted("Obj_Kopfdaten");
  PutParties(message, draft);
  draft.PutIfSaid("9206", SetCode(message.characters));
  draft.Put("9218", Text(message.version));
  draft.EndCounted();
  draft.BeginCounted("Obj_Patient");
  draft.Put("3000", message.patient.id);
  PutPerson(message, draft);
  draft.EndCounted();
  if (!message.request_id.empty() || !message.procedure.empty()) {
    draft.BeginCounted("Obj_Anforderung");
    draft.PutIfSaid("8310", message.request_id);
    draft.PutIfSaid("8402", message.procedure);
    draft.EndCounted();
  }
  for (const Attachment& attachment : message.attachments) {
    draft.BeginCounted("Obj_Anhang");
    PutAttachment(attachment, draft);
    draft.EndCounted();
  }
  PutStored(message, draft);
  draft.PutChart("6220", message.findings);
  draft.PutChart("6227", message.comments);
  for (const Test& test : message.tests) PutTest(test, draft);
}

void PutNamed(const Message& message, Draft& draft) {
  draft.BeginNamed("8133", "Kopfdaten_GDT", "Obj_0033");
  draft.Put("0001", Text(message.version));
  PutParties(message, draft);
  draft.EndNamed("Obj_0033");
  draft.BeginNamed("8145", "Patient", "Obj_0045");
  draft.Put("3000", message.patient.id);
  draft.BeginNamed("8147", "Person", "Obj_0047");
  PutPerson(message, draft);
  draft.EndNamed("Obj_0047");
  draft.EndNamed("Obj_0045");
  if (!message.request_id.empty() || !message.procedure.empty()) {
    draft.BeginNamed("8112", "Anforderung", "Obj_0012");
    draft.PutIfSaid("8310", message.request_id);
    draft.PutIfSaid("8402", message.procedure);
    draft.EndNamed("Obj_0012");
  }
  for (const Test& test : message.tests) {
    draft.BeginNamed("8157", "Untersuchungsergebnis_GDT", "Obj_0057");
    PutTest(test, draft);
    draft.EndNamed("Obj_0057");
  }
  draft.Put("8001", Text(message.type));
}

void PutAll(const Message& message, Draft& draft) {
  draft.Put("8000", Text(message.type));
  switch (message.version) {
    case Version::kV21:
      return PutFlat(message, draft);
    case Version::kV30:
      return PutCounted(message, draft);
    case Version::kV35:
      return PutNamed(message, draft);
    case Version::kV10:
    case Version::kV20:
    case Version::kV31:
      draft.Violate("9218", "the version is read and not written");
      return PutFlat(message, draft);
  }
}

std::string_view WithoutSeparators(std::string_view path) {
  return path.substr(0, path.find_last_not_of("/\\") + 1);
}

bool Climbs(std::string_view path) {
  const std::string framed = "/" + std::string(path) + "/";
  return framed.find("/../") != std::string::npos || framed.find("\\") != std::string::npos;
}

}  // namespace

std::variant<std::string, std::vector<Violation>> Write(const Message& message) {
  Draft draft(message);
  RequireCharacterSet(message, draft);
  RequirePatient(message, draft);
  RefuseWhatDoesNotBelong(message, draft);
  RefuseTestsTwice(message, draft);
  PutAll(message, draft);
  return draft.Finish();
}

std::optional<std::string> HostPath(std::string_view path, const PathMapping& mapping) {
  const std::string_view folder = WithoutSeparators(mapping.ours);
  if (mapping.ours.empty() || !path.starts_with(folder)) return std::nullopt;
  path.remove_prefix(folder.size());
  if (!path.starts_with('/') || path.ends_with('/') || Climbs(path)) return std::nullopt;
  path.remove_prefix(path.find_first_not_of('/'));
  if (mapping.hosts.empty()) return std::string(path);
  const bool is_windows = mapping.hosts.find('\\') != std::string::npos;
  std::string rest(path);
  if (is_windows) std::replace(rest.begin(), rest.end(), '/', '\\');
  return std::string(WithoutSeparators(mapping.hosts)) + (is_windows ? '\\' : '/') + rest;
}

}  // namespace ischia::gdt
