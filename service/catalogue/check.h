// The consistency of a catalogue: what must hold between its entries and its sentences. Whether the
// files can be read at all, and whether ids and sources resolve, is decided in load.cc.
#ifndef ISCHIA_SERVICE_CATALOGUE_CHECK_H_
#define ISCHIA_SERVICE_CATALOGUE_CHECK_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/catalogue/texts.h"
#include "service/domain/catalogue.h"
#include "service/domain/result.h"

namespace ischia::catalogue {

// How the ids begin of what a clinic's overlay adds, and of nothing else.
inline constexpr std::string_view kOverlayExercise = "CE-";
inline constexpr std::string_view kOverlayRule = "CS-";

// Collects what is wrong, and where.
class Violations {
 public:
  void Add(std::string where, std::string what) {
    found_.push_back({std::move(where), std::move(what), "CATALOGUE_INCONSISTENT"});
  }
  bool empty() const { return found_.empty(); }
  std::vector<domain::FieldViolation> Take() && { return std::move(found_); }

 private:
  std::vector<domain::FieldViolation> found_;
};

// Order and number of entries, references, chains without a cycle, poses within the hip's limit,
// ranges of doses, rules that say what their severity asks for, templates that can be used.
void CheckEntries(const domain::Catalogue& catalogue, Violations& violations);

// Every key that entries, rules and statements refer to is there: in English, and in every other
// language whose readers read it. A translation has no key and no placeholder of its own and all
// plural forms of its language. Sentences for patients are easy to read, short, and promise
// nothing; summaries are short.
void CheckTexts(const domain::Catalogue& catalogue, const Texts& texts, Violations& violations);

// Whom a sentence is for. Patients read every language, clinicians those of the console; a
// colleague reads what the patient brings along, in the patient's language, in the words of the
// trade. Findings are for clinicians, in words that can be read out to a patient.
enum class Audience { kPatient, kColleague, kFinding, kClinician };
Audience AudienceOf(std::string_view key);
bool IsForClinicians(std::string_view key);  // findings included

enum class Saying { kToClinicians, kToPatients, kInASubject };
// What the text must not say.
std::vector<std::string_view> ForbiddenWordsIn(std::string_view text, std::string_view language,
                                               Saying saying);

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_CHECK_H_
