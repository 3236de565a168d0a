#include "integration/gdt/record.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "integration/gdt/lines.h"

namespace ischia::gdt {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The lines of one record, the first of field 8000.
struct RawRecord {
  const Line* begin;
  const Line* end;
};

// The content of the first line of this field, as encoded; null when there is none.
const Line* Find(const RawRecord& raw, std::string_view field) {
  const Line* line =
      std::find_if(raw.begin, raw.end, [&](const Line& l) { return l.field == field; });
  return line == raw.end ? nullptr : line;
}

bool IsBeyondAscii(const RawRecord& raw) {
  return std::any_of(raw.begin, raw.end, [](const Line& line) {
    return std::any_of(line.content.begin(), line.content.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  });
}

// All of it, and some of it beyond ASCII: text in another set hardly ever happens to be UTF-8.
bool IsUtf8(const RawRecord& raw) {
  std::string all;
  for (const Line* line = raw.begin; line != raw.end; ++line)
    all.append(line->content).append(1, ' ');
  return IsUtf8BeyondAscii(all);
}

std::optional<Version> VersionIn(const RawRecord& raw, Deviations& deviations) {
  const Line* line = Find(raw, "9218");
  if (line == nullptr) line = Find(raw, "0001");  // 3.5
  if (line == nullptr) {
    deviations.Add(raw.begin->number, "9218", "is missing, so the version is not known");
    return std::nullopt;
  }
  const std::optional<Version> version = VersionOf(line->content);
  if (!version) {
    deviations.Add(line->number, std::string(line->field), "names a version that is not known");
  }
  return version;
}

std::optional<CharacterSet> SetNamed(std::string_view code) {
  if (code == "1") return CharacterSet::kSevenBit;
  if (code == "2") return CharacterSet::kCp437;
  if (code == "3") return CharacterSet::kWindows1252;
  return std::nullopt;
}

CharacterSet SetIn(const RawRecord& raw, std::optional<Version> version, Deviations& deviations) {
  const bool is_latin9 = version == Version::kV35;
  const Line* line = Find(raw, "9206");
  if (IsUtf8(raw)) {
    deviations.Add(line == nullptr ? raw.begin->number : line->number, "9206",
                   "does not say that the text is UTF-8, which it was read as");
    return CharacterSet::kUtf8;
  }
  if (line == nullptr) {
    if (!is_latin9 && IsBeyondAscii(raw)) {
      deviations.Add(raw.begin->number, "9206",
                     "is missing, so the text was read as code page 437");
    }
    return is_latin9 ? CharacterSet::kLatin9 : CharacterSet::kCp437;
  }
  if (const auto named = SetNamed(line->content)) return *named;
  deviations.Add(line->number, "9206",
                 is_latin9 ? "is none of 1, 2 and 3, so the text was read as ISO 8859-15"
                           : "is none of 1, 2 and 3, so letters beyond ASCII are unreadable");
  return is_latin9 ? CharacterSet::kLatin9 : CharacterSet::kAscii;
}

Field Decoded(const Line& line, CharacterSet set, Version version, Deviations& deviations) {
  Field field{line.number, std::string(line.field), ToUtf8(line.content, set)};
  const std::size_t limit = LengthLimit(line.field, version);
  if (CountCharacters(field.content) > limit) {
    deviations.Add(line.number, field.id,
                   "is longer than " + std::to_string(limit) + " characters");
  }
  if (field.content.find(kUnreadable) != std::string::npos) {
    deviations.Add(line.number, field.id, "has characters that its character set does not have");
  }
  return field;
}

// Field 8100 counts the whole record, ends of lines with it.
void CompareSize(const RawRecord& raw, std::optional<Version> version, Deviations& deviations) {
  const Line* line = Find(raw, "8100");
  if (line == nullptr) {
    const bool is_optional = version && *version >= Version::kV30;
    if (!is_optional) deviations.Add(raw.begin->number, "8100", "is missing");
    return;
  }
  std::size_t size = 0;
  for (const Line* each = raw.begin; each != raw.end; ++each) {
    size += each->content.size() + kFrameBytes;
  }
  std::string_view said = line->content;
  said.remove_prefix(std::min(said.find_first_not_of('0'), said.size()));
  if (said == std::to_string(size)) return;
  deviations.Add(line->number, "8100",
                 "is not the size of the record, which is " + std::to_string(size) + " bytes");
}

void CompareEnd(const Record& record, Deviations& deviations) {
  for (const Field& field : record.fields) {
    if (field.id != "8001" || field.content == record.type) continue;
    deviations.Add(field.line, "8001", "ends another record type than the one that began");
  }
}

std::variant<Record, Fault> ReadRecord(const RawRecord& raw, bool is_utf8, Deviations& deviations) {
  Record record{.line = raw.begin->number,
                .type = ToUtf8(raw.begin->content, CharacterSet::kAscii),
                .characters = CharacterSet::kUtf8,
                .version = VersionIn(raw, deviations),
                .fields = {},
                .objects = {}};
  if (!is_utf8) record.characters = SetIn(raw, record.version, deviations);
  const Version version = record.version.value_or(Version::kV21);
  for (const Line* line = raw.begin + 1; line != raw.end; ++line) {
    if (line->field == "8100") continue;
    record.fields.push_back(Decoded(*line, record.characters, version, deviations));
  }
  if (const auto fault = ResolveObjects(record.fields, record.objects, deviations)) return *fault;
  CompareSize(raw, record.version, deviations);
  CompareEnd(record, deviations);
  return record;
}

bool Begins(const Line& line) { return line.field == "8000"; }

}  // namespace

std::variant<File, Fault> Read(std::string_view bytes) {
  if (bytes.size() > kFileBytes) return Fault{0, "the file is larger than 1 MiB"};
  File file;
  const bool is_utf8 = bytes.starts_with(kByteOrderMark);
  if (is_utf8) {
    bytes.remove_prefix(kByteOrderMark.size());
    file.deviations.Add(1, "", "begins with a byte order mark, so the file was read as UTF-8");
  }
  const auto split = SplitLines(bytes, file.deviations);
  if (const auto* fault = std::get_if<Fault>(&split)) return *fault;
  const auto& lines = std::get<std::vector<Line>>(split);
  const Line* const end = lines.data() + lines.size();
  const Line* begin = std::find_if(lines.data(), end, Begins);
  if (begin == end) return Fault{0, "the file has no record, which begins with field 8000"};
  if (begin != lines.data()) {
    file.deviations.Add(lines.front().number, "", "stands before the first record");
  }
  while (begin != end) {
    const Line* const next = std::find_if(begin + 1, end, Begins);
    auto record = ReadRecord({begin, next}, is_utf8, file.deviations);
    if (const auto* fault = std::get_if<Fault>(&record)) return *fault;
    file.records.push_back(std::get<Record>(std::move(record)));
    begin = next;
  }
  return file;
}

}  // namespace ischia::gdt
