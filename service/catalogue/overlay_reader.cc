#include "service/catalogue/overlay_reader.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace ischia::catalogue {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

constexpr int kDeepest = 16;           // messages in messages; the schema needs 6
constexpr int kMostUnknownWords = 50;  // of one file; more than these is no slip

// What the library said, with line and column from 0.
struct Complaint {
  int line = 0;
  int column = 0;
  std::string message;
};

class Complaints : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    errors.push_back({line, column, message});
  }
  void AddWarning(int line, int column, const std::string& message) override {
    warnings.push_back({line, column, message});
  }
  std::vector<Complaint> errors;
  std::vector<Complaint> warnings;  // fields that the schema does not have
};

// What stands in quotes in a message of the library, protobuf 3.21; nothing if it is another one.
std::vector<std::string> QuotedIn(const std::string& message) {
  std::vector<std::string> quoted;
  for (std::size_t open = message.find('"'); open != std::string::npos;) {
    const std::size_t close = message.find('"', open + 1);
    if (close == std::string::npos) break;
    quoted.push_back(message.substr(open + 1, close - open - 1));
    open = message.find('"', close + 1);
  }
  return quoted;
}

// The enumeration of a field, wherever in the message it stands. Field names of the schema that are
// enumerations name one enumeration each.
const EnumDescriptor* EnumerationOf(const std::string& field, const Descriptor& message) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& found = *message.field(i);
    if (found.enum_type() != nullptr && found.name() == field) return found.enum_type();
    if (found.message_type() == nullptr) continue;
    if (const auto* deeper = EnumerationOf(field, *found.message_type())) return deeper;
  }
  return nullptr;
}

std::string ValuesOf(const EnumDescriptor& enumeration) {
  std::vector<std::string> names;
  for (int i = 0; i < enumeration.value_count(); ++i) {
    if (enumeration.value(i)->number() != 0) names.push_back(enumeration.value(i)->name());
  }
  return Listed(names);
}

std::string FieldsOf(const Descriptor& message) {
  std::vector<std::string> names;
  for (int i = 0; i < message.field_count(); ++i) names.push_back(message.field(i)->name());
  return Listed(names);
}

// Where in the text a place of the library is: its columns are bytes, and a tab leads to the next
// multiple of 8.
std::size_t OffsetOf(int line, int column, const std::string& text) {
  std::size_t at = 0;
  for (; line > 0 && at < text.size(); --line) at = std::min(text.find('\n', at), text.size()) + 1;
  for (int reached = 0; reached < column && at < text.size(); ++at) {
    reached = text[at] == '\t' ? (reached / 8 + 1) * 8 : reached + 1;
  }
  return std::min(at, text.size());
}

int LineAt(std::size_t offset, const std::string& text) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(offset);
  return static_cast<int>(std::count(text.begin(), end, '\n'));
}

class FileReader {
 public:
  FileReader(const std::string& name, std::string text, std::vector<OverlayFault>& faults)
      : name_(name), text_(std::move(text)), faults_(faults) {}

  std::unique_ptr<Overlay::File> Read() && {
    std::unique_ptr<Overlay::File> file;
    Complaints complaints;
    for (int i = 0; i < kMostUnknownWords; ++i) {
      file = std::make_unique<Overlay::File>();
      complaints.errors.clear();
      complaints.warnings.clear();
      Parse(*file, complaints);
      // The parser stops at a value that an enumeration does not have, and 3.21 lets nobody change
      // that: the word is told and taken out, and the rest read again.
      if (complaints.errors.empty() || !TakeOutUnknownWord(complaints.errors.front())) break;
    }
    for (const Complaint& warning : complaints.warnings) TellUnknownField(warning);
    for (const Complaint& error : complaints.errors) {
      TellUnreadable(error);
    }
    return file;
  }

 private:
  void Parse(Overlay::File& file, Complaints& complaints) const {
    TextFormat::Parser parser;
    parser.RecordErrorsTo(&complaints);
    parser.WriteLocationsTo(&file.lines);
    parser.AllowUnknownField(true);  // told as warnings, so that the rest is read too
    parser.SetRecursionLimit(kDeepest);
    (void)parser.ParseFromString(text_, &file.message);  // what is wrong is in `complaints`
  }

  void Tell(int line, std::string field, std::string what, std::string remedy) {
    faults_.push_back({{name_, line + 1}, std::move(field), std::move(what), std::move(remedy)});
  }

  void TellUnreadable(const Complaint& complaint) {
    std::string message = complaint.message;
    if (message.ends_with('.')) message.pop_back();
    Tell(complaint.line, "", "cannot be read: " + message, "Correct the line.");
  }

  bool TakeOutUnknownWord(const Complaint& error) {
    const std::vector<std::string> quoted = QuotedIn(error.message);
    if (!error.message.starts_with("Unknown enumeration value") || quoted.size() != 2) return false;
    const EnumDescriptor* enumeration = EnumerationOf(quoted[1], *v1::OverlayFile::descriptor());
    // The library names the place behind the word.
    const std::size_t at = text_.rfind(quoted[0], OffsetOf(error.line, error.column, text_));
    if (enumeration == nullptr || at == std::string::npos) return false;
    Tell(LineAt(at, text_), quoted[1],
         quoted[0] + " is not known; allowed are " + ValuesOf(*enumeration), "Write one of them.");
    text_.replace(at, quoted[0].size(), "0" + std::string(quoted[0].size() - 1, ' '));
    return true;
  }

  void TellUnknownField(const Complaint& warning) {
    const std::vector<std::string> quoted = QuotedIn(warning.message);
    const Descriptor* message =
        quoted.size() == 2
            ? v1::OverlayFile::descriptor()->file()->pool()->FindMessageTypeByName(quoted[0])
            : nullptr;
    if (message == nullptr) {
      TellUnreadable(warning);
      return;
    }
    Tell(warning.line, quoted[1],
         "is no field of " + message->name() + ", which has " + FieldsOf(*message),
         "Take it out: an overlay adds and restricts, it cannot change what the catalogue says.");
  }

  const std::string& name_;
  std::string text_;
  std::vector<OverlayFault>& faults_;
};

// Files, exercises and texts in one list each, with their places.
class Collector {
 public:
  explicit Collector(Overlay& overlay) : overlay_(overlay) {}

  void Collect(const std::string& name, const Overlay::File& file) {
    AddAll(name, "exercises", file.message.exercises(), file.lines, overlay_.exercises);
    AddAll(name, "restrictions", file.message.restrictions(), file.lines, overlay_.restrictions);
    std::vector<Placed<v1::TextFile>> languages;
    AddAll(name, "texts", file.message.texts(), file.lines, languages);
    for (std::size_t i = 0; i < languages.size(); ++i) {
      const Placed<v1::TextFile>& texts = languages[i];
      overlay_.languages.push_back({&*texts, texts.place()});
      for (int j = 0; j < texts->texts_size(); ++j) {
        overlay_.texts.push_back({texts->language(), &texts->texts(j), texts.PlaceOf("texts", j)});
      }
    }
  }

 private:
  template <typename Message>
  static void AddAll(const std::string& name, const std::string& field,
                     const google::protobuf::RepeatedPtrField<Message>& messages,
                     const TextFormat::ParseInfoTree& lines, std::vector<Placed<Message>>& list) {
    const FieldDescriptor* descriptor = v1::OverlayFile::descriptor()->FindFieldByName(field);
    for (int i = 0; i < messages.size(); ++i) {
      const int line = lines.GetLocation(descriptor, i).line + 1;
      list.emplace_back(messages[i], *lines.GetTreeForNested(descriptor, i), Place{name, line});
    }
  }

  Overlay& overlay_;
};

}  // namespace

Overlay ReadOverlay(const OverlayFiles& files, std::vector<OverlayFault>& faults) {
  Overlay overlay;
  Collector collector(overlay);
  for (const auto& [name, text] : files) {
    overlay.files.push_back(FileReader(name, text, faults).Read());
    if (faults.empty()) collector.Collect(name, *overlay.files.back());
  }
  return overlay;
}

std::string Listed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

}  // namespace ischia::catalogue
