#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "service/catalogue/check.h"
#include "service/catalogue/languages.h"
#include "service/catalogue/readability.h"
#include "service/domain/assess/facts.h"
#include "service/domain/assess/inputs.h"
#include "service/domain/statements.h"

namespace ischia::catalogue {
namespace {

constexpr std::size_t kShortestGraded = 10;  // words; fewer are graded with their family only
constexpr std::size_t kSmallestFamily = 20;  // words; the formulas say nothing of fewer
constexpr std::size_t kMaxSummary = 140;     // characters, ischia.v1.Finding
constexpr std::size_t kMaxLabel = 300;       // characters, of the console
constexpr std::size_t kMaxSteps = 6;         // of an exercise on its page

// The families of texts that not everybody reads, by how their keys begin or end; all else is for
// patients.
struct Family {
  std::string_view begin;
  std::string_view end;
  Audience audience;
};
constexpr std::array<Family, 9> kFamilies = {{{"console.", "", Audience::kClinician},
                                              {"reason.", "", Audience::kClinician},
                                              {"report.", "", Audience::kClinician},
                                              {"basis.", "", Audience::kClinician},
                                              {"", ".detail", Audience::kClinician},
                                              {"", ".summary", Audience::kFinding},
                                              {"referral.answer.", "", Audience::kColleague},
                                              {"referral.team.", "", Audience::kColleague},
                                              {"filing.", "", Audience::kColleague}}};
// Names and forms, no reading matter: nobody speaks them in sentences.
constexpr std::array<std::string_view, 3> kNames = {"date.", "unit.", "equipment."};
// Read by code that knows no plural forms, in English.
constexpr std::array<std::string_view, 2> kWithoutPlurals = {"reason.", "unit."};

// Latin names that the founding article teaches; they are names, not reading matter.
constexpr std::array<std::string_view, 3> kUngraded = {"semimembranosus", "semitendinosus",
                                                       "biceps femoris"};

// Every name that somebody fills.
constexpr std::array<std::string_view, 75> kPlaceholders = {
    "after",    "age",          "all",         "available",
    "band",     "before",       "change",      "clinic_name",
    "count",    "date",         "day",         "days",
    "degrees",  "digest",       "dose",        "emergency_number",
    "exercise", "facts",        "first",       "from",
    "goal",     "high",         "hold",        "hours",
    "items",    "kind",         "language",    "last",
    "left",     "limit",        "link",        "low",
    "measure",  "minutes",      "month",       "name",
    "now",      "number",       "page",        "pages",
    "phase",    "phone_number", "previous",    "proposed",
    "reason",   "repetitions",  "replacement", "rest",
    "revision", "right",        "rule",        "rules",
    "seconds",  "sentence",     "sets",        "side",
    "step",     "stretch_days", "supervision", "symptoms",
    "target",   "then",         "time",        "title",
    "total",    "trunk_days",   "user",        "values",
    "version",  "week",         "weekday",     "weeks",
    "work",     "year",         "years"};

template <typename List>
bool Contains(const List& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

template <typename List>
bool StartsWithOneOf(const List& beginnings, std::string_view key) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return key.starts_with(beginning); });
}

bool HasReaders(std::string_view language, std::string_view key) {
  return !IsForClinicians(key) || IsConsoleLanguage(language);
}

// A clinic may translate the restrictions that it adds into any language, and into none.
bool IsAddedRestriction(std::string_view key) { return key.starts_with(kOverlayRule); }

bool IsNeededIn(std::string_view language, std::string_view key) {
  if (language == kOriginalLanguage) return true;
  return HasReaders(language, key) && !IsAddedRestriction(key);
}

bool IsPlain(std::string_view key) {
  const Audience audience = AudienceOf(key);
  return audience == Audience::kPatient || audience == Audience::kFinding;
}

Saying SayingOf(std::string_view key) {
  if (key == "mail.subject") return Saying::kInASubject;
  return IsPlain(key) ? Saying::kToPatients : Saying::kToClinicians;
}

// What a patient reads: placeholders filled with a short word, taught names left out.
std::string ReadingMatter(std::string_view text, std::string_view language) {
  std::vector<Filling> fillings;
  const std::string number(NumberWord(language));
  for (std::string_view name : PlaceholdersOf(text)) fillings.push_back({name, number});
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

// Of UTF-8: every byte but those that go on.
std::size_t CharactersOf(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned>(c) & 0xC0U) != 0x80U;
  }));
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
    CheckWords();
  }

 private:
  // Each sentence by its words; each exercise and each family of a page by its formula, since the
  // formulas are made for texts and not for a line. English lines of some length are graded too.
  void CheckWords() {
    std::map<std::string_view, std::string> families;
    for (std::string_view key : texts_.keys(language_)) {
      const std::string_view text = *texts_.Find(key, language_);
      for (std::string_view words : ForbiddenWordsIn(text, language_, SayingOf(key))) {
        Add(key, "must not say \"" + std::string(words) + '"');
      }
      if (!IsPlain(key)) continue;
      const std::string matter = ReadingMatter(text, language_);
      CheckLength(key, matter);
      if (language_ == kOriginalLanguage && WordsOf(matter) >= kShortestGraded) {
        CheckReading(key, matter, "");
      }
      const bool is_matter = language_ == kOriginalLanguage || !StartsWithOneOf(kNames, key);
      if (is_matter) families[key.substr(0, key.find('.'))] += matter + '\n';
    }
    for (const auto& [family, text] : families) {
      const bool judged = language_ == kOriginalLanguage || WordsOf(text) >= kSmallestFamily;
      if (judged) CheckReading(family, text, "together it ");
    }
  }

  void CheckReading(std::string_view key, const std::string& matter, const std::string& subject) {
    const std::optional<std::string> fault = FindHardReading(matter, language_);
    if (fault) Add(key, subject + *fault);
  }

  void CheckLength(std::string_view key, const std::string& matter) {
    const std::size_t longest = LongestSentence(matter, language_);
    const std::size_t most = LongestAllowed(language_);
    if (longest <= most) return;
    Add(key, "has a sentence of " + std::to_string(longest) + ", at most " + std::to_string(most));
  }

  void Add(std::string_view key, std::string what) {
    violations_.Add("texts." + std::string(language_) + ' ' + std::string(key), std::move(what));
  }

  void Require(const std::string& key) {
    if (IsNeededIn(language_, key) && !texts_.Find(key, language_)) Add(key, "missing");
  }

  // -- Everything that is referred to

  void CheckReferences() {
    for (const domain::Exercise& exercise : catalogue_.exercises) RequireWordsOf(exercise);
    for (const domain::SafetyRule& rule : catalogue_.rules) RequireWordsOf(rule);
    for (const char* id :
         {"X-01", "X-02", "X-03", "X-04", "X-05", "X-06", "X-07", "P-01", "L-01"}) {
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

  void CheckSentence(std::string_view key, std::string_view text) {
    if (text.empty()) Add(key, "empty");
    for (std::string_view name : PlaceholdersOf(text)) {
      if (!Contains(kPlaceholders, name)) Add(key, "unknown placeholder " + std::string(name));
    }
    CheckPlurals(key, text);
    const std::size_t characters = CharactersOf(text);
    if (key.ends_with(".summary") && characters > kMaxSummary) Add(key, "over 140 characters");
    if (key.starts_with("console.") && characters > kMaxLabel) Add(key, "over 300 characters");
  }

  // Malformed, a form too few, or one that the language does not know.
  void CheckPlurals(std::string_view key, std::string_view text) {
    const std::vector<std::string_view> categories = PluralCategories(language_);
    for (const PluralChoice& choice : PluralsOf(text)) {
      std::vector<std::string_view> forms;
      for (std::string_view selector : choice.selectors) {
        if (!selector.starts_with('=')) forms.push_back(selector);
      }
      const bool right =
          std::is_permutation(forms.begin(), forms.end(), categories.begin(), categories.end());
      if (!right) Add(key, PluralFault(choice.name, categories));
      const bool english = language_ == kOriginalLanguage;
      if (english && StartsWithOneOf(kWithoutPlurals, key)) Add(key, "can have no plural forms");
    }
  }

  static std::string PluralFault(std::string_view name,
                                 const std::vector<std::string_view>& categories) {
    std::string fault = "{" + std::string(name) + ", plural, ...} needs the forms";
    for (std::string_view category : categories) fault.append(" ").append(category);
    return fault + ", each once";
  }

  const domain::Catalogue& catalogue_;
  const Texts& texts_;
  const std::string_view language_;
  Violations& violations_;
};

std::set<std::string_view> PlaceholdersIn(std::string_view text) {
  const std::vector<std::string_view> names = PlaceholdersOf(text);
  return {names.begin(), names.end()};
}

std::set<std::string_view> PluralNamesIn(std::string_view text) {
  std::set<std::string_view> names;
  for (const PluralChoice& choice : PluralsOf(text)) names.insert(choice.name);
  return names;
}

// A translation has each key that its readers read and none that English lacks, each sentence with
// its placeholders: one that loses one says no dose. What counts in English counts in every
// language with more than one form.
class TranslationCheck {
 public:
  TranslationCheck(const Texts& texts, std::string_view language, Violations& violations)
      : texts_(texts), language_(language), violations_(violations) {}

  void Run() {
    for (std::string_view key : texts_.keys(kOriginalLanguage)) {
      if (IsNeededIn(language_, key) && !texts_.Find(key, language_)) Add(key, "missing");
    }
    for (std::string_view key : texts_.keys(language_)) {
      const auto original = texts_.Find(key, kOriginalLanguage);
      if (!HasReaders(language_, key) && !IsAddedRestriction(key)) {
        Add(key, "is read by clinicians, who read the languages of the console only");
      }
      if (!original) {
        Add(key, "stands in one language only");
      } else {
        Compare(key, *original, *texts_.Find(key, language_));
      }
    }
  }

 private:
  void Add(std::string_view key, std::string what) {
    violations_.Add("texts." + std::string(language_) + ' ' + std::string(key), std::move(what));
  }

  void Compare(std::string_view key, std::string_view original, std::string_view translation) {
    if (PlaceholdersIn(original) != PlaceholdersIn(translation)) {
      Add(key, "has other placeholders than \"" + std::string(original) + '"');
    }
    if (original.starts_with(' ') != translation.starts_with(' ') ||
        original.ends_with(' ') != translation.ends_with(' ')) {
      Add(key, "has other blanks at its ends than \"" + std::string(original) + '"');
    }
    if (PluralCategories(language_).size() < 2) return;
    const std::set<std::string_view> chosen = PluralNamesIn(translation);
    for (std::string_view name : PluralNamesIn(original)) {
      if (!chosen.contains(name)) Add(key, "has no plural forms for " + std::string(name));
    }
  }

  const Texts& texts_;
  const std::string_view language_;
  Violations& violations_;
};

}  // namespace

Audience AudienceOf(std::string_view key) {
  const auto* const found =
      std::find_if(kFamilies.begin(), kFamilies.end(), [&](const Family& family) {
        return key.starts_with(family.begin) && key.ends_with(family.end);
      });
  return found == kFamilies.end() ? Audience::kPatient : found->audience;
}

bool IsForClinicians(std::string_view key) {
  const Audience audience = AudienceOf(key);
  return audience == Audience::kClinician || audience == Audience::kFinding;
}

void CheckTexts(const domain::Catalogue& catalogue, const Texts& texts, Violations& violations) {
  const auto languages = texts.languages();
  if (!Contains(languages, kOriginalLanguage)) violations.Add("texts", "there is no English");
  for (std::string_view language : languages) {
    TextCheck(catalogue, texts, language, violations).Run();
    if (language != kOriginalLanguage) TranslationCheck(texts, language, violations).Run();
  }
}

}  // namespace ischia::catalogue
