#include "service/catalogue/overlay.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "service/catalogue/check.h"
#include "service/catalogue/overlay_merge.h"
#include "service/catalogue/overlay_reader.h"

namespace ischia::catalogue {
namespace {

using google::protobuf::TextFormat;

constexpr std::size_t kVersionDigits = 12;

// Names and contents, in the order of the names, none of which can run into the next.
std::string BytesOf(const OverlayFiles& files) {
  std::string bytes;
  for (const auto& [name, content] : files) {
    for (const std::string& part : {name, content}) {
      bytes += std::to_string(part.size()) + ':' + part;
    }
  }
  return bytes;
}

// Precondition: the text has been checked by the build, or was printed from a message.
template <typename Message>
Message MessageOf(const std::string& text) {
  Message message;
  domain::Ensure(TextFormat::ParseFromString(text, &message));
  return message;
}

std::string TextOf(const google::protobuf::Message& message) {
  std::string text;
  domain::Ensure(TextFormat::PrintToString(message, &text));
  return text;
}

Merging Begin(const Files& files, std::vector<OverlayFault>& faults) {
  Merging merging{MessageOf<v1::ExerciseFile>(files.exercises),
                  MessageOf<v1::SafetyRuleFile>(files.safety_rules),
                  MessageOf<v1::DoseFile>(files.doses),
                  {},
                  faults,
                  {},
                  true};
  for (const auto& [language, text] : files.texts) {
    merging.texts[language] = MessageOf<v1::TextFile>(text);
  }
  for (const auto& [language, text] : files.console) {
    merging.texts[language].mutable_texts()->MergeFrom(MessageOf<v1::TextFile>(text).texts());
  }
  return merging;
}

Files FilesOf(const Merging& merging, const Files& embedded, const std::string& overlay_sha256,
              const Sha256& sha256) {
  Files files = embedded;
  files.overlay_version = overlay_sha256.substr(0, kVersionDigits);
  files.sha256 = sha256(embedded.sha256 + overlay_sha256);
  files.exercises = TextOf(merging.exercises);
  files.safety_rules = TextOf(merging.rules);
  v1::DoseFile doses = merging.doses;
  doses.set_version(doses.version() + '+' + files.overlay_version);
  files.doses = TextOf(doses);
  files.texts.clear();
  files.console.clear();  // part of the texts by now
  for (const auto& [language, texts] : merging.texts) files.texts[language] = TextOf(texts);
  return files;
}

// "texts.en CE-01.title" is missing where CE-01 stands, or where the language does.
Place OwnerOf(const std::string& field, const std::map<std::string, Place>& places) {
  const std::size_t space = field.find(' ');
  const std::string id = field.substr(space + 1, field.find('.', space) - space - 1);
  for (const std::string& owner :
       {"exercises " + id, "restrictions " + id, field.substr(0, space)}) {
    const auto found = places.find(owner);
    if (found != places.end()) return found->second;
  }
  return {};
}

// Where the overlay says what a check names, or what stands around it.
Place PlaceOf(std::string field, const std::map<std::string, Place>& places) {
  if (field.starts_with("texts.") && !places.contains(field)) return OwnerOf(field, places);
  while (!places.contains(field) && field.find(' ') != std::string::npos) {
    field.resize(field.rfind(' '));
  }
  const auto found = places.find(field);
  return found == places.end() ? Place{} : found->second;
}

// A sentence that somebody asks for and nobody wrote, by whichever check.
bool IsAbsence(const domain::FieldViolation& violation,
               const std::map<std::string, Place>& places) {
  return violation.description == "missing" ||
         (violation.description.starts_with("stands in one language") &&
          !places.contains(violation.field));
}

std::string WayOut(const domain::FieldViolation& violation) {
  if (!violation.field.starts_with("texts.")) return "Correct the entry.";
  if (violation.description.starts_with("stands in one language")) {
    return "Add it to the other languages, or take it out.";
  }
  if (violation.description.starts_with("is read by clinicians")) return "Take it out.";
  return "Reword it: short and plain, a promise of nothing.";
}

// What the checks of the catalogue have to say of fields that the merge has not told of.
void AddViolations(const std::vector<domain::FieldViolation>& violations,
                   const std::map<std::string, Place>& places, std::vector<OverlayFault>& faults) {
  std::set<std::string> of_merge;
  for (const OverlayFault& fault : faults) of_merge.insert(fault.field);
  std::set<std::pair<std::string, std::string>> told;
  for (const domain::FieldViolation& violation : violations) {
    const bool absent = IsAbsence(violation, places);
    const std::string what = absent ? "missing" : violation.description;
    if (of_merge.contains(violation.field) || !told.emplace(violation.field, what).second) continue;
    faults.push_back(
        {PlaceOf(violation.field, places), violation.field, what,
         absent ? "Add the sentence to the texts of this language." : WayOut(violation)});
  }
}

std::vector<OverlayFault> InOrder(std::vector<OverlayFault> faults) {
  std::stable_sort(faults.begin(), faults.end(), [](const OverlayFault& a, const OverlayFault& b) {
    return std::tie(a.place.file, a.place.line) < std::tie(b.place.file, b.place.line);
  });
  return faults;
}

// Clinicians read a restriction in English where the clinic has not translated it: no finding goes
// unsaid.
void SayRestrictionsInEnglish(Texts& texts) {
  for (const std::string_view key : texts.keys(kOriginalLanguage)) {
    if (!key.starts_with(kOverlayRule)) continue;
    for (const std::string_view language : texts.languages()) {
      if (IsConsoleLanguage(language)) {
        (void)texts.Add(language, key, *texts.Find(key, kOriginalLanguage));
      }
    }
  }
}

}  // namespace

std::variant<LoadedCatalogue, std::vector<OverlayFault>> LoadWithOverlay(const Files& embedded,
                                                                         const OverlayFiles& files,
                                                                         const Sha256& sha256) {
  std::vector<OverlayFault> faults;
  const Overlay overlay = ReadOverlay(files, faults);
  if (!faults.empty()) return InOrder(std::move(faults));
  Merging merging = Begin(embedded, faults);
  MergeExercises(overlay, merging);
  MergeRestrictions(overlay, merging);
  MergeTexts(overlay, merging);
  if (!merging.whole) return InOrder(std::move(faults));
  auto loaded = Load(FilesOf(merging, embedded, sha256(BytesOf(files)), sha256));
  if (!loaded.ok()) AddViolations(loaded.error().violations, merging.places, faults);
  if (!faults.empty()) return InOrder(std::move(faults));
  SayRestrictionsInEnglish(loaded->texts);
  loaded->texts.RestOn(EmbeddedTexts());
  return std::move(loaded).value();
}

}  // namespace ischia::catalogue
