// The assessment form as it is read: rows in their order, each a question with its cells. What
// joins a row to the form is a cause; a row whose cause does not hold is neither shown nor sent.
// Labels are words "row.<id>", "hint.<id>"; a cell's is "cell.<label>".
#ifndef ISCHIA_SERVICE_WEB_FORM_ROWS_H_
#define ISCHIA_SERVICE_WEB_FORM_ROWS_H_

#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "service/domain/assess/facts.h"

namespace ischia::web {

enum class Cause {
  kAlways,
  kInForce,  // a program is in force or paused
  kNoBirthDate,
  kNoNorms,
  kLowBackPain,
  kStrain,
  kBridge,  // a strain, or a sore tendon at the sit bone
  kLegSymptoms,
  kNerveTests,      // low back pain or leg symptoms
  kBloodPressure,   // from 40 years, or hypertension
  kFalls,           // from 65 years
  kLaxRaise,        // a raise of 100 degrees and more
  kConditionList,   // there are conditions
  kMedicationList,  // there are medicines
  kRemeasurement
};
// As a class of the page: "cause-strain".
std::string_view NameOf(Cause cause);

struct Cell {
  std::string_view field;
  std::string_view label;      // word "cell.<label>"; empty: the row's
  std::string_view unit = {};  // word "unit.<unit>"
  bool new_line = false;
};

struct Row {
  std::string_view id;
  std::string_view number = {};  // "1" to "10"
  Cause cause = Cause::kAlways;
  std::vector<Cell> cells;
};

// Rows under one heading: word "section.<id>".
struct Section {
  std::string_view id;
  bool disclosure = false;  // one click away
  std::vector<Row> rows;
};
const std::vector<Section>& FormSections();

// One group of the red-flag screen: word "screen.<id>", its questions "question.<item>".
struct ScreenGroup {
  std::string_view id;
  std::string_view rules;
  Cause cause = Cause::kAlways;
  std::vector<domain::Fact> items;
};
const std::vector<ScreenGroup>& ScreenGroups();

// The row that a field stands in, its id; a screen group's is "screen.<id>". Empty: none.
std::string_view RowOfField(std::string_view field);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_FORM_ROWS_H_
