#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "service/catalogue/check.h"
#include "service/domain/assess/facts.h"
#include "service/domain/assess/inputs.h"
#include "service/domain/statements.h"

namespace ischia::catalogue {
namespace {

constexpr std::string_view kOriginal = "en";  // what the others translate
constexpr double kMaxGrade = 6;               // US school grade of texts for patients
constexpr std::size_t kShortestGraded = 10;   // words; fewer are graded with their family only
constexpr std::size_t kMaxSummary = 140;      // characters, ischia.v1.Finding
constexpr std::size_t kMaxSteps = 6;          // of an exercise on its page

// Families of texts that patients do not get to read.
constexpr std::array<std::string_view, 5> kForClinicians = {"reason.", "report.", "basis.",
                                                            "referral.answer.", "referral.team."};

// What no text promises, and what patients are not told (evidence.md section 7).
constexpr std::array<std::string_view, 7> kNeverPromised = {
    "cure", "cures", "guarantee", "guaranteed", "will prevent", "fix your", "correct your posture"};
constexpr std::array<std::string_view, 10> kNotForPatients = {
    "will",      "fix",  "cause", "causes",    "caused",
    "lengthens", "heal", "heals", "dangerous", "posture"};
// A mail's subject tells nothing of why somebody sees a clinic.
constexpr std::array<std::string_view, 9> kNotInSubjects = {
    "hamstring", "back", "leg", "thigh", "pain", "stretch", "exercise", "program", "injury"};

// Latin names that the founding article teaches; they are names, not reading matter.
constexpr std::array<std::string_view, 3> kUngraded = {"semimembranosus", "semitendinosus",
                                                       "biceps femoris"};

// Every name that somebody fills.
constexpr std::array<std::string_view, 69> kPlaceholders = {
    "after",        "age",          "all",         "available",
    "band",         "before",       "change",      "clinic_name",
    "count",        "date",         "day",         "days",
    "degrees",      "digest",       "dose",        "emergency_number",
    "exercise",     "first",        "from",        "goal",
    "high",         "hold",         "hours",       "kind",
    "last",         "left",         "limit",       "low",
    "measure",      "minutes",      "month",       "name",
    "now",          "number",       "page",        "pages",
    "phase",        "phone_number", "previous",    "proposed",
    "reason",       "repetitions",  "replacement", "rest",
    "right",        "rule",         "rules",       "seconds",
    "sentence",     "sets",         "side",        "step",
    "stretch_days", "supervision",  "symptoms",    "target",
    "then",         "time",         "title",       "total",
    "trunk_days",   "user",         "version",     "week",
    "weekday",      "weeks",        "work",        "year",
    "years"};

template <typename List>
bool Contains(const List& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool IsForPatients(std::string_view key) {
  return !key.ends_with(".detail") &&
         std::none_of(kForClinicians.begin(), kForClinicians.end(),
                      [&](std::string_view family) { return key.starts_with(family); });
}

std::string Lowered(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lowered;
}

// Whether the words stand in the text as whole words. `lowered` is in lower case.
bool HasWords(std::string_view lowered, std::string_view words) {
  auto is_letter = [&](std::size_t at) {
    return at < lowered.size() && std::isalpha(static_cast<unsigned char>(lowered[at])) != 0;
  };
  for (std::size_t at = lowered.find(words); at != std::string_view::npos;
       at = lowered.find(words, at + 1)) {
    if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + words.size())) return true;
  }
  return false;
}

// What a patient reads: placeholders filled with a short word, taught names left out.
std::string ReadingMatter(std::string_view text) {
  std::vector<Filling> fillings;
  for (std::string_view name : PlaceholdersOf(text)) fillings.push_back({name, "ten"});
  std::string matter = Fill(text, fillings);
  for (std::string_view name : kUngraded) {
    const std::size_t at = matter.find(name);
    if (at != std::string::npos) matter.erase(at, name.size());
  }
  return matter;
}

std::size_t WordsOf(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

std::string Grade(std::string_view text) {
  const int tenths = static_cast<int>(ReadingGrade(text) * 10);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

class TextCheck {
 public:
  TextCheck(const domain::Catalogue& catalogue, const Texts& texts, std::string_view language,
            Violations& violations)
      : catalogue_(catalogue), texts_(texts), language_(language), violations_(violations) {}

  void Run() {
    CheckReferences();
    for (std::string_view key : texts_.keys(language_)) {
      CheckSentence(key, *texts_.Find(key, language_));
    }
    // The grade and the words that promise are those of English.
    if (language_ == kOriginal) CheckEnglish();
  }

 private:
  void CheckEnglish() {
    std::map<std::string_view, std::string> families;
    for (std::string_view key : texts_.keys(language_)) {
      const std::string& text = *texts_.Find(key, language_);
      CheckPromises(key, text);
      if (!IsForPatients(key)) continue;
      CheckGrade(key, ReadingMatter(text));
      families[key.substr(0, key.find('.'))] += ReadingMatter(text) + '\n';
    }
    for (const auto& [family, text] : families) {
      if (ReadingGrade(text) > kMaxGrade) Add(family, "together they read at grade " + Grade(text));
    }
  }

  void Add(std::string_view key, std::string what) {
    violations_.Add("texts." + std::string(language_) + ' ' + std::string(key), std::move(what));
  }

  void Require(const std::string& key) {
    if (texts_.Find(key, language_) == nullptr) Add(key, "missing");
  }

  // -- Everything that is referred to

  void CheckReferences() {
    for (const domain::Exercise& exercise : catalogue_.exercises) RequireWordsOf(exercise);
    for (const domain::SafetyRule& rule : catalogue_.rules) RequireWordsOf(rule);
    for (const char* id : {"X-01", "X-02", "X-03", "X-04", "X-05", "X-06", "X-07", "P-01"}) {
      Require(id + std::string(".summary"));
      Require(id + std::string(".detail"));
    }
    for (const char* key : {"held.summary", "cleared.summary", "cleared.detail"}) Require(key);
    for (std::string_view key : domain::statement::kAll) Require(std::string(key));
    for (const std::string& key : catalogue_.seed_text_keys) Require(key);
    for (const domain::PathwayTemplate& pathway : catalogue_.pathways) {
      for (const std::string& key : pathway.text_keys) Require(key);
      for (const std::string& key : pathway.text_keys_normal_length) Require(key);
      for (const domain::TemplateLine& line : pathway.lines) Require(line.text_key);
    }
  }

  void RequireWordsOf(const domain::Exercise& exercise) {
    const std::string id(exercise.id.text());
    Require(id + ".title");
    Require(id + ".aim");
    Require(id + ".step.1");
    Require(id + ".stop.1");
    if (exercise.exercise_class != domain::ExerciseClass::kSupport) {
      Require(id + ".mistake.1");
      Require(id + ".mistake.2");
    }
    if (texts_.Lines(id + ".step", language_).size() > kMaxSteps) Add(id, "more than six steps");
  }

  void RequireWordsOf(const domain::SafetyRule& rule) {
    const std::string id(rule.id.text());
    Require(id + ".summary");
    Require(id + ".detail");
    for (const std::string& key : rule.text_keys) Require(key);
    if (rule.severity == domain::Severity::kRefuseRefer) RequireReferral(rule.condition);
    if (rule.escalate_severity == domain::Severity::kRefuseRefer) {
      RequireReferral(rule.escalate_condition);
    }
  }

  // What a referral sheet says of each answer that may refuse.
  void RequireReferral(const domain::Condition& condition) {
    for (const domain::Clause& clause : condition.any) {
      for (const domain::Term& term : clause.terms) {
        const std::string item =
            domain::ItemOf(domain::FactField(term.fact), domain::FactWord(term.fact));
        Require("referral.say." + item);
        Require("referral.answer." + item);
      }
    }
  }

  // -- Each sentence by itself

  void CheckSentence(std::string_view key, const std::string& text) {
    if (text.empty()) Add(key, "empty");
    for (std::string_view name : PlaceholdersOf(text)) {
      if (!Contains(kPlaceholders, name)) Add(key, "unknown placeholder " + std::string(name));
    }
    if (key.ends_with(".summary") && text.size() > kMaxSummary) Add(key, "over 140 characters");
  }

  void CheckPromises(std::string_view key, std::string_view text) {
    const std::string lowered = Lowered(text);
    Forbid(kNeverPromised, key, lowered);
    if (key == "mail.subject") Forbid(kNotInSubjects, key, lowered);
    if (IsForPatients(key)) Forbid(kNotForPatients, key, lowered);
  }

  void CheckGrade(std::string_view key, std::string_view matter) {
    if (WordsOf(matter) >= kShortestGraded && ReadingGrade(matter) > kMaxGrade) {
      Add(key, "reads at grade " + Grade(matter));
    }
  }

  template <typename List>
  void Forbid(const List& list, std::string_view key, std::string_view lowered) {
    for (std::string_view words : list) {
      if (HasWords(lowered, words)) Add(key, "must not say \"" + std::string(words) + '"');
    }
  }

  const domain::Catalogue& catalogue_;
  const Texts& texts_;
  const std::string_view language_;
  Violations& violations_;
};

std::set<std::string_view> PlaceholdersIn(const std::string& text) {
  const std::vector<std::string_view> names = PlaceholdersOf(text);
  return {names.begin(), names.end()};
}

// A translation has the keys of the first language, no more and no fewer, each with its
// placeholders: a sentence that loses one says no dose.
void CheckTranslation(const Texts& texts, std::string_view original, std::string_view language,
                      Violations& violations) {
  const auto expected = texts.keys(original);
  const auto found = texts.keys(language);
  const auto add = [&](std::string_view key, std::string what) {
    violations.Add("texts." + std::string(language) + ' ' + std::string(key), std::move(what));
  };
  std::vector<std::string_view> differing;
  std::set_symmetric_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                                std::back_inserter(differing));
  for (std::string_view key : differing) add(key, "stands in one language only");
  for (std::string_view key : found) {
    const std::string* sentence = texts.Find(key, original);
    if (sentence != nullptr &&
        PlaceholdersIn(*sentence) != PlaceholdersIn(*texts.Find(key, language))) {
      add(key, "has other placeholders than \"" + *sentence + '"');
    }
  }
}

}  // namespace

void CheckTexts(const domain::Catalogue& catalogue, const Texts& texts, Violations& violations) {
  const auto languages = texts.languages();
  if (languages.empty()) violations.Add("texts", "there is no language");
  const bool english = Contains(languages, kOriginal);
  for (std::string_view language : languages) {
    TextCheck(catalogue, texts, language, violations).Run();
    CheckTranslation(texts, english ? kOriginal : languages.front(), language, violations);
  }
}

}  // namespace ischia::catalogue
