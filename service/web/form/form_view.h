// The assessment form as a page shows it: what a template needs to know of each row, with the typed
// values, the open rows and what is wrong with a field.
#ifndef ISCHIA_SERVICE_WEB_FORM_FORM_VIEW_H_
#define ISCHIA_SERVICE_WEB_FORM_FORM_VIEW_H_

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "service/application/resources.h"
#include "service/web/form/rows.h"
#include "service/web/templates.h"
#include "service/web/words.h"

namespace ischia::web {

// What the service says of the answers, for the form beside it.
struct FormNotes {
  std::map<std::string, std::string, std::less<>> faults;  // by field: what is wrong
  std::set<std::string, std::less<>> open;                 // fields that are missing
  std::map<std::string, std::string, std::less<>> lines;   // by row: its live line
  std::map<std::string, std::string, std::less<>> alarms;  // by row: the severity of a finding
};

struct FormState {
  const app::Answers& answers;
  const app::Answers& last;  // of the assessment before; empty: there was none
  const std::set<Cause>& causes;
  const FormNotes& notes;
};

// "sections": rows with their cells; "disclosures": those that are one click away.
void ShowForm(const FormState& state, const Words& words, View& view);
// "groups" of the red-flag screen and how many of them are answered.
void ShowScreen(const FormState& state, const Words& words, View& view);
// "notes" and "shown": of every row, for a script that has the form already.
void ShowNotes(const FormState& state, const Words& words, View& view);

// What a field is called, with its row where it has a label of its own: "Straight leg raise,
// right".
std::string LabelOf(std::string_view field, const Words& words);

// An answer as the form words it; numbers and free text stay as they are.
std::string AnswerText(std::string_view field, std::string_view answer, const Words& words);

// A label whose shortcut letter is marked: "L_ow" gives "L", "o", "w".
struct Marked {
  std::string before, letter, after;
};
Marked MarkedLabel(std::string_view label);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_FORM_FORM_VIEW_H_
