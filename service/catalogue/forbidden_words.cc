// What the sentences for patients never say, language by language: promises, blame on a body part,
// and names of diseases (evidence.md section 7 of the specification, handout section 14).
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "service/catalogue/check.h"

namespace ischia::catalogue {
namespace {

using namespace std::string_view_literals;

// In lower case. "word" is whole words, "stem*" begins a word, "*part*" stands anywhere: scripts
// that join prefixes to words, or write no blanks, need the last.
struct Forbidden {
  std::string_view language;
  std::vector<std::string_view> words;
};

// Promises: in no sentence at all.
const std::vector<std::string_view>& Promises() {
  static const auto* const words =
      new std::vector{"cure"sv,         "cures"sv,    "guarantee"sv,           "guaranteed"sv,
                      "will prevent"sv, "fix your"sv, "correct your posture"sv};
  return *words;
}

// Claims and diagnoses: not for patients.
const std::vector<Forbidden>& ForPatients() {
  static const auto* const words = new std::vector<Forbidden>{
      {"en",
       {"will", "fix", "cause", "causes", "caused", "lengthens", "heal", "heals", "dangerous",
        "posture", "sciatica", "herniated", "arthritis", "osteoporosis", "cauda equina",
        "thrombosis", "tendinopathy", "spondylolisthesis", "stenosis"}},
      {"es",
       {"cura",
        "curar*",
        "curará*",
        "garantiza*",
        "garantía",
        "causa",
        "causan",
        "causado",
        "provoca*",
        "arregla*",
        "corrige*",
        "corregir",
        "alarga el",
        "alargan",
        "sana",
        "sanar*",
        "peligroso*",
        "peligrosa*",
        "postura corporal",
        "prevendrá*",
        "evitará*",
        "aliviará*",
        "mejorará*",
        "desaparecerá*",
        "ciática",
        "hernia",
        "artritis",
        "artrosis",
        "osteoporosis",
        "cauda equina",
        "cola de caballo",
        "trombosis",
        "tendinopatía",
        "espondilolistesis",
        "estenosis"}},
      {"de",
       {"wird heilen",
        "heilt",
        "heilen",
        "heilung",
        "garantier*",
        "garantie",
        "verursach*",
        "ursache",
        "behebt",
        "beheben",
        "korrigier*",
        "haltung",
        "verlängert",
        "gefährlich*",
        "verhindert",
        "ischias",
        "bandscheibenvorfall",
        "arthrose",
        "arthritis",
        "osteoporose",
        "cauda equina",
        "thrombose",
        "tendinopathie",
        "spondylolisthesis",
        "stenose"}},
      {"fr",
       {"guérit",
        "guérir",
        "guérira*",
        "guérison",
        "garanti*",
        "cause",
        "causent",
        "causé*",
        "provoque*",
        "corrige*",
        "répare*",
        "allonge le muscle",
        "allonge les muscles",
        "dangereu*",
        "empêchera*",
        "soulagera*",
        "sciatique",
        "hernie",
        "arthrose",
        "arthrite",
        "ostéoporose",
        "queue de cheval",
        "cauda equina",
        "thrombose",
        "phlébite",
        "tendinopathie",
        "spondylolisthésis",
        "sténose"}},
      {"ar", {"*شفاء*",         "*يشفي*",         "*تشفي*",
              "*سيعالج*",       "*نضمن*",         "*مضمون*",
              "*يسبب*",         "*تسبب*",         "*يصحح*",
              "*تصحيح القوام*", "*يطيل العضل*",   "*خطير*",
              "*عرق النسا*",    "*انزلاق غضروف*", "*الانزلاق الغضروفي*",
              "*انزلاق الفقر*", "*هشاشة*",        "*ذيل الفرس*",
              "*جلطة*",         "*تضيق*",         "سوف*"}},
      {"hi",
       {"*ठीक कर देगा*", "*ठीक कर देगी*", "*ठीक हो जाएगा*", "*ठीक हो जाएँगे*", "*गारंटी*", "*रोगमुक्त*",
        "*के कारण होता*", "*की वजह से होता*", "*मुद्रा सुधार*", "*मांसपेशी लंबी*", "*खतरनाक*", "*साइटिका*",
        "*स्लिप डिस्क*", "*गठिया*", "*ऑस्टियोपोरोसिस*", "*कॉडा इक्विना*", "*थ्रोम्बोसिस*", "*स्टेनोसिस*"}},
      {"zh", {"*治愈*", "*根治*",       "*治好*",       "*保证*",     "*一定会*",
              "*导致*", "*造成*",       "*矫正*",       "*纠正姿势*", "*拉长肌肉*",
              "*危险*", "*坐骨神经痛*", "*椎间盘突出*", "*关节炎*",   "*骨质疏松*",
              "*马尾*", "*血栓*",       "*肌腱病*",     "*滑脱*",     "*狭窄*"}},
  };
  return *words;
}

// A mail's subject tells nothing of why somebody sees a clinic.
const std::vector<Forbidden>& InSubjects() {
  static const auto* const words = new std::vector<Forbidden>{
      {"en",
       {"hamstring*", "back", "leg*", "thigh*", "pain", "stretch*", "exercise*", "program*",
        "injury"}},
      {"es",
       {"isquiotibial*", "espalda", "pierna*", "muslo*", "dolor*", "estiramiento*", "ejercicio*",
        "programa*", "lesión"}},
      {"de",
       {"oberschenkel*", "rücken*", "bein*", "schmerz*", "dehn*", "übung*", "programm*",
        "verletzung*"}},
      {"fr",
       {"ischio*", "dos", "jambe*", "cuisse*", "douleur*", "étirement*", "exercice*", "programme*",
        "blessure*"}},
      {"ar",
       {"*فخذ*", "*ظهر*", "*ساق*", "*ألم*", "*آلام*", "*إطالة*", "*تمرين*", "*تمارين*",
        "*برنامج*"}},
      {"hi",
       {"*जाँघ*", "*कमर*", "*पीठ*", "*पैर*", "*दर्द*", "*खिंचाव*", "*कसरत*", "*व्यायाम*", "*चोट*"}},
      {"zh", {"*大腿*", "*背*", "*腰*", "*腿*", "*痛*", "*拉伸*", "*锻炼*", "*计划*", "*伤*"}},
  };
  return *words;
}

// Capitals of basic Latin and Latin-1.
std::string Lowered(std::string_view text) {
  std::string lowered(text);
  for (std::size_t at = 0; at < lowered.size(); ++at) {
    const auto byte = static_cast<unsigned char>(lowered[at]);
    if (byte < 0x80) lowered[at] = static_cast<char>(std::tolower(byte));
    const bool latin_capital = byte >= 0x80 && byte <= 0x9E && at > 0 &&
                               static_cast<unsigned char>(lowered[at - 1]) == 0xC3;
    if (latin_capital) lowered[at] = static_cast<char>(byte + 0x20);
  }
  return lowered;
}

// Bytes beyond ASCII belong to letters here.
bool IsLetterAt(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  const auto byte = static_cast<unsigned char>(text[at]);
  return byte >= 0x80 || std::isalpha(byte) != 0;
}

// The words without their stars.
std::string_view WordsOf(std::string_view pattern) {
  if (pattern.starts_with('*')) pattern.remove_prefix(1);
  if (pattern.ends_with('*')) pattern.remove_suffix(1);
  return pattern;
}

// `lowered` is in lower case.
bool Says(std::string_view lowered, std::string_view pattern) {
  const bool anywhere = pattern.starts_with('*');
  const bool is_stem = pattern.ends_with('*');
  const std::string_view words = WordsOf(pattern);
  for (std::size_t at = lowered.find(words); at != std::string_view::npos;
       at = lowered.find(words, at + 1)) {
    const bool begins = anywhere || at == 0 || !IsLetterAt(lowered, at - 1);
    if (begins && (is_stem || !IsLetterAt(lowered, at + words.size()))) return true;
  }
  return false;
}

void Collect(const std::vector<std::string_view>& words, std::string_view lowered,
             std::vector<std::string_view>& said) {
  for (const std::string_view pattern : words) {
    if (Says(lowered, pattern)) said.push_back(WordsOf(pattern));
  }
}

void Collect(const std::vector<Forbidden>& lists, std::string_view language,
             std::string_view lowered, std::vector<std::string_view>& said) {
  language = language.substr(0, language.find('-'));
  for (const Forbidden& list : lists) {
    if (list.language == language) Collect(list.words, lowered, said);
  }
}

}  // namespace

std::vector<std::string_view> ForbiddenWordsIn(std::string_view text, std::string_view language,
                                               Saying saying) {
  const std::string lowered = Lowered(text);
  std::vector<std::string_view> said;
  if (language == kOriginalLanguage) Collect(Promises(), lowered, said);
  if (saying != Saying::kToClinicians) Collect(ForPatients(), language, lowered, said);
  if (saying == Saying::kInASubject) Collect(InSubjects(), language, lowered, said);
  return said;
}

}  // namespace ischia::catalogue
