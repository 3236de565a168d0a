#include "service/web/view/program_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "service/domain/statements.h"
#include "service/web/form/fields.h"
#include "service/web/form/form_view.h"
#include "service/web/form/reading.h"
#include "service/web/form/rows.h"

namespace ischia::web {
namespace {

namespace statement = domain::statement;
using domain::Program;
using domain::ProgramItem;
using domain::Side;
using domain::SideDose;

constexpr std::size_t kWeeksShown = 6;
constexpr std::size_t kWhysOpen = 5;
constexpr char kDash[] = "–";

std::string SideWord(Side side, const Words& words) {
  switch (side) {
    case Side::kRight:
      return words.Get("side.right");
    case Side::kLeft:
      return words.Get("side.left");
    case Side::kBoth:
    case Side::kUnspecified:
      break;
  }
  return kDash;
}

std::string TitleOf(domain::ExerciseId id, const Words& words) {
  return words.Of(std::string(id.text()) + ".title");
}

std::string SourceText(const domain::Source& source) {
  if (source.authors.empty()) return {};
  return source.year > 0 ? source.authors + ' ' + std::to_string(source.year) : source.authors;
}

constexpr std::array<std::string_view, 6> kSeverityKeys = {"",        "inform", "modify",
                                                           "exclude", "hold",   "refuse"};
constexpr std::array<std::string_view, 5> kUrgencyKeys = {"", "routine", "urgent", "same_day",
                                                          "emergency"};

// -- The dose table -------------------------------------------------------------------------------

std::size_t ShownWeeks(const Program& program) {
  return std::min(program.weeks.size(), kWeeksShown);
}

const SideDose* DoseOf(const domain::ProgramWeek& week, domain::ExerciseId exercise, Side side) {
  for (const ProgramItem& item : week.items) {
    if (item.exercise != exercise) continue;
    for (const SideDose& dose : item.doses) {
      if (dose.side == side) return &dose;
    }
  }
  return nullptr;
}

// An item and side of any shown week.
struct Line {
  const ProgramItem* item = nullptr;
  Side side = Side::kUnspecified;
};

std::vector<Line> LinesOf(const Program& program) {
  std::vector<Line> lines;
  for (std::size_t i = 0; i < ShownWeeks(program); ++i) {
    for (const ProgramItem& item : program.weeks[i].items) {
      for (const SideDose& dose : item.doses) {
        const bool known = std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
          return line.item->exercise == item.exercise && line.side == dose.side;
        });
        if (!known) lines.push_back({&item, dose.side});
      }
    }
  }
  const auto rank = [](const Line& line) {
    return std::pair(line.item->slot == domain::Slot::kWarmUp ? 0 : 1, line.item->item_number);
  };
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const Line& a, const Line& b) { return rank(a) < rank(b); });
  return lines;
}

int DaysOf(const Program& program, const Line& line) {
  for (std::size_t i = 0; i < ShownWeeks(program); ++i) {
    const SideDose* dose = DoseOf(program.weeks[i], line.item->exercise, line.side);
    if (dose != nullptr) return dose->days_per_week;
  }
  return 0;
}

View CellView(const std::string& text, std::size_t week) {
  View cell;
  cell.set("text", text);
  cell.set("first", View(week == 0));
  return cell;
}

View LineView(const Program& program, const Line& line, bool first_of_item, const Speech& speech) {
  View view;
  const ProgramItem& item = *line.item;
  view.set("first", View(first_of_item));
  Put(view, "number", first_of_item ? std::to_string(item.item_number) : std::string());
  view.set("title", TitleOf(item.exercise, speech.words));
  view.set("exercise", std::string(item.exercise.text()));
  Put(view, "side", SideWord(line.side, speech.words));
  bool optional_side = false;
  Views cells;
  for (std::size_t i = 0; i < ShownWeeks(program); ++i) {
    const SideDose* dose = DoseOf(program.weeks[i], item.exercise, line.side);
    optional_side = optional_side || (dose != nullptr && dose->optional_side);
    cells.push_back(CellView(dose == nullptr ? kDash : DoseText(*dose, speech.words), i));
  }
  view.set("cells", View(cells));
  view.set("optional", View(optional_side));
  const int days = DaysOf(program, line);
  view.set("days", days == 0 ? speech.words.Get("dose.sport_days") : std::to_string(days));
  return view;
}

int HoldSeconds(const domain::ProgramWeek& week, Side side) {
  int seconds = 0;
  for (const ProgramItem& item : week.items) {
    if (item.slot != domain::Slot::kStretch) continue;
    for (const SideDose& dose : item.doses) {
      if (dose.side == side || dose.side == Side::kBoth) seconds += dose.weekly_hold_seconds();
    }
  }
  return seconds;
}

View HoldRow(const Program& program, const std::string& label, Side side, const Words& words) {
  View row;
  Views cells;
  for (std::size_t i = 0; i < ShownWeeks(program); ++i) {
    const int seconds = HoldSeconds(program.weeks[i], side);
    cells.push_back(CellView(
        seconds == 0 ? kDash : words.Get("dose.seconds", {{"count", std::to_string(seconds)}}), i));
  }
  Put(row, "label", label);
  row.set("cells", View(cells));
  return row;
}

// One row where both legs hold as long, else one a leg.
Views HoldRows(const Program& program, const Words& words) {
  bool equal = true;
  for (std::size_t i = 0; i < ShownWeeks(program); ++i) {
    const domain::ProgramWeek& week = program.weeks[i];
    equal = equal && HoldSeconds(week, Side::kRight) == HoldSeconds(week, Side::kLeft);
  }
  if (equal) return {HoldRow(program, words.Get("dose.hold_each"), Side::kRight, words)};
  return {HoldRow(program, words.Get("dose.hold_right"), Side::kRight, words),
          HoldRow(program, words.Get("dose.hold_left"), Side::kLeft, words)};
}

// -- Reasons --------------------------------------------------------------------------------------

const domain::Source* SourceOf(const domain::Reason& reason, const domain::Catalogue& catalogue) {
  const domain::SafetyRule* rule = catalogue.FindRule(reason.rule_id);
  return rule != nullptr && !rule->sources.empty() ? &rule->sources.front() : nullptr;
}

// "legs[0].slump_test" is "legs.slump_test" of any leg.
std::string WithoutIndex(std::string_view path) {
  const std::size_t open = std::min(path.find('['), path.size());
  const std::size_t close = std::min(path.find(']'), path.size() - 1);
  return std::string(path.substr(0, open))
      .append(path.substr(open == path.size() ? open : close + 1));
}

// What an input is called: an entry of a list by its own name, a leg's measure with its side.
std::string InputText(const domain::InputUsed& input, const Words& words) {
  const std::string_view path = input.field;
  constexpr std::string_view kScreen = "red_flags.";
  if (path.starts_with(kScreen) && !input.word.empty()) {
    return words.Get("question." + std::string(path.substr(kScreen.size())));
  }
  const std::string entry = std::string(path) + '.' + std::string(input.word);
  const bool of_leg = path.starts_with("legs");
  const std::string field =
      FindField(entry) != nullptr ? entry : FormField(of_leg ? WithoutIndex(path) : path, {});
  std::string text = LabelOf(field, words);
  if (of_leg) text.resize(std::min(text.find(", "), text.size()));
  if (input.side == Side::kRight || input.side == Side::kLeft) {
    text += ' ' + words.Get(input.side == Side::kRight ? "leg.right" : "leg.left");
  }
  if (!input.word.empty()) return text;
  return text + ' ' + words.Number(input.number);
}

// What excluded reasons come to in one word, for grouping.
std::string_view GroupOf(const domain::Reason& reason) {
  static const auto& groups = *new std::map<std::string_view, std::string_view>{
      {statement::kRemovedByRule, "rule"},
      {statement::kOtherPreferred, "preferred"},
      {statement::kNoPlace, "no_place"},
      {statement::kNotCalledFor, "not_called_for"},
      {statement::kNoStretchNeeded, "no_stretch_needed"},
      {statement::kNoTimeForIt, "time"},
      {statement::kTooManyItems, "too_many"},
      {statement::kNoRoomForIt, "time"},
      {statement::kNotWhileSimple, "simple"},
      {statement::kLocked, "too_early"},
      {statement::kRemovedForPain, "pain"},
      {statement::kRemovedByClinician, "clinician"}};
  const auto found = groups.find(reason.statement);
  if (found != groups.end()) return found->second;
  return reason.statement.starts_with("reason.excluded.equipment") ? "equipment" : "no_place";
}

}  // namespace

std::string DoseText(const SideDose& dose, const Words& words) {
  const auto seconds = [&](int count) {
    return words.Get("dose.seconds", {{"count", std::to_string(count)}});
  };
  if (dose.work_seconds >= 60 && dose.work_seconds % 60 == 0) {
    return words.Get("dose.minutes", {{"count", std::to_string(dose.work_seconds / 60)}});
  }
  if (dose.work_seconds > 0) return seconds(dose.work_seconds);
  std::string text;
  if (!dose.repetitions_by_set.empty()) {
    for (const int repetitions : dose.repetitions_by_set) {
      text += (text.empty() ? "" : "-") + std::to_string(repetitions);
    }
    return text;
  }
  text = std::to_string(dose.repetitions);
  if (dose.sets > 1 || dose.hold_seconds == 0) text = std::to_string(dose.sets) + "×" + text;
  if (dose.hold_seconds > 0) text += "×" + seconds(dose.hold_seconds);
  return text;
}

std::string SummaryOf(const domain::Finding& finding, const Speech& speech) {
  const domain::SafetyRule* rule = speech.catalogue.FindRule(finding.rule_id);
  const bool holds = rule != nullptr && rule->severity == domain::Severity::kHoldClearance;
  if (finding.cleared && holds) return speech.words.Of("cleared.summary");
  if (finding.severity == domain::Severity::kHoldClearance && !holds) {
    return speech.words.Of("held.summary");
  }
  return speech.words.Of(std::string(finding.rule_id.text()) + ".summary");
}

std::string DetailOf(const domain::Finding& finding, const Speech& speech) {
  const domain::SafetyRule* rule = speech.catalogue.FindRule(finding.rule_id);
  const bool holds = rule != nullptr && rule->severity == domain::Severity::kHoldClearance;
  return speech.words.Of(finding.cleared && holds
                             ? "cleared.detail"
                             : std::string(finding.rule_id.text()) + ".detail");
}

void ShowFindings(const std::vector<domain::Finding>& findings,
                  const domain::AssessmentFields& fields, const Speech& speech, View& view) {
  Views list;
  for (const domain::Finding& finding : findings) {
    View entry;
    const std::string severity(kSeverityKeys[static_cast<std::size_t>(finding.severity)]);
    const std::string urgency(kUrgencyKeys[static_cast<std::size_t>(finding.urgency)]);
    entry.set("severity", severity);
    entry.set("word", speech.words.Get("severity." + severity));
    Put(entry, "urgency", urgency.empty() ? urgency : speech.words.Get("urgency." + urgency));
    Put(entry, "summary", SummaryOf(finding, speech));
    entry.set("detail", DetailOf(finding, speech));
    entry.set("rule", std::string(finding.rule_id.text()));
    Put(entry, "side",
        finding.side == Side::kUnspecified ? std::string() : SideWord(finding.side, speech.words));
    entry.set("cleared", View(finding.cleared));
    entry.set("to_sign", View(finding.acknowledgement_required));
    const std::string field =
        finding.inputs.empty() ? std::string() : FormField(finding.inputs.front().field, fields);
    Put(entry, "row", std::string(RowOfField(field)));
    Views inputs;
    for (const domain::InputUsed& input : finding.inputs) {
      inputs.push_back(View(InputText(input, speech.words)));
    }
    entry.set("inputs", View(inputs));
    list.push_back(entry);
  }
  view.set("no_findings", View(findings.empty()));
  view.set("findings", View(list));
}

void ShowRefusal(const Program& program, const domain::AssessmentFields& fields,
                 const Speech& speech, View& view) {
  const Words& words = speech.words;
  const auto refuses = [](const domain::Finding& finding) {
    return finding.severity == domain::Severity::kRefuseRefer;
  };
  const auto first = std::find_if(program.findings.begin(), program.findings.end(), refuses);
  const bool refused = first != program.findings.end();
  std::string head = words.Get(refused ? "severity.refuse" : "severity.hold");
  if (refused && first->urgency != domain::Urgency::kUnspecified) {
    const auto urgency = static_cast<std::size_t>(first->urgency);
    head += ": " + words.Get("urgency." + std::string(kUrgencyKeys[urgency]));
  }
  view.set("head", head);
  view.set("kind", refused ? "refuse" : "hold");
  view.set("nobody", View(refused));
  std::string missing;
  for (const std::string& path : program.missing_inputs) {
    const std::string row(RowOfField(FormField(path, fields)));
    const std::string label = words.Get(row.starts_with("screen.") ? row : "row." + row);
    if (row.empty() || missing.find(label) != std::string::npos) continue;
    missing += (missing.empty() ? "" : ", ") + label;
  }
  Put(view, "missing", missing);
  Views holds;
  for (const domain::Finding& finding : program.findings) {
    if (refused || finding.severity != domain::Severity::kHoldClearance) continue;
    View hold;
    hold.set("rule", std::string(finding.rule_id.text()));
    hold.set("detail", DetailOf(finding, speech));
    holds.push_back(hold);
  }
  view.set("holds", View(holds));
}

void ShowDoses(const Program& program, const Speech& speech, View& view) {
  Views weeks;
  for (std::size_t i = 0; i < ShownWeeks(program); ++i) {
    View week;
    const std::string number = std::to_string(program.weeks[i].week_number);
    week.set("title", speech.words.Get("dose.week", {{"week", number}}));
    week.set("first", View(i == 0));
    weeks.push_back(week);
  }
  Views lines;
  domain::ExerciseId last;
  for (const Line& line : LinesOf(program)) {
    lines.push_back(LineView(program, line, line.item->exercise != last, speech));
    last = line.item->exercise;
  }
  Views minutes;
  for (std::size_t i = 0; i < ShownWeeks(program); ++i) {
    minutes.push_back(CellView(std::to_string((program.weeks[i].session_seconds + 59) / 60), i));
  }
  view.set("weeks", View(weeks));
  view.set("lines", View(lines));
  view.set("hold_rows", View(HoldRows(program, speech.words)));
  view.set("minutes", View(minutes));
}

View ReasonView(const domain::Reason& reason, const Speech& speech) {
  View view;
  view.set("statement", speech.words.Sentence(reason.statement, reason.arguments));
  view.set("rule", std::string(reason.rule_id.text()));
  const domain::Source* source = SourceOf(reason, speech.catalogue);
  Put(view, "source", source == nullptr ? std::string() : SourceText(*source));
  std::string inputs;
  for (const domain::InputUsed& input : reason.inputs) {
    inputs += (inputs.empty() ? "" : ", ") + InputText(input, speech.words);
  }
  Put(view, "inputs", inputs);
  return view;
}

void ShowReasons(const Program& program, const Speech& speech, View& view) {
  Views whys;
  std::vector<domain::ExerciseId> told;
  for (const domain::ProgramWeek& week : program.weeks) {
    for (const ProgramItem& item : week.items) {
      if (std::find(told.begin(), told.end(), item.exercise) != told.end()) continue;
      told.push_back(item.exercise);
      View why;
      why.set("title", TitleOf(item.exercise, speech.words));
      Views reasons;
      for (const domain::Reason& reason : item.reasons)
        reasons.push_back(ReasonView(reason, speech));
      why.set("reasons", View(reasons));
      why.set("open", View(whys.size() < kWhysOpen));
      const std::string number = std::to_string(week.week_number);
      Put(why, "from_week",
          week.week_number == 1 ? std::string()
                                : speech.words.Get("why.from_week", {{"week", number}}));
      whys.push_back(why);
    }
  }
  view.set("whys", View(whys));
}

void ShowExcluded(const Program& program, const Speech& speech, View& view) {
  std::vector<std::pair<std::string_view, Views>> groups;
  for (const domain::ExcludedExercise& excluded : program.excluded) {
    if (excluded.reasons.empty()) continue;
    const std::string_view group = GroupOf(excluded.reasons.front());
    auto found = std::find_if(groups.begin(), groups.end(),
                              [&](const auto& entry) { return entry.first == group; });
    if (found == groups.end()) found = groups.insert(groups.end(), {group, {}});
    View entry = ReasonView(excluded.reasons.front(), speech);
    entry.set("title", TitleOf(excluded.exercise, speech.words));
    found->second.push_back(entry);
  }
  Views shown;
  for (auto& [group, entries] : groups) {
    View entry;
    entry.set("title", speech.words.Get("not_given." + std::string(group)));
    entry.set("count", std::to_string(entries.size()));
    entry.set("exercises", View(entries));
    shown.push_back(entry);
  }
  view.set("not_given", View(shown));
  view.set("not_given_count", std::to_string(program.excluded.size()));
}

std::string BandLine(const std::vector<domain::LegBand>& bands, domain::Measure measure,
                     const Speech& speech) {
  constexpr std::array<std::string_view, 5> kBandKeys = {"", "normal", "mild", "moderate",
                                                         "severe"};
  std::string line;
  std::optional<double> first;
  std::optional<double> second;
  for (const domain::LegBand& band : bands) {
    if (band.measure != measure || !band.value || band.band == domain::Band::kUnspecified) continue;
    const std::string key(kBandKeys[static_cast<std::size_t>(band.band)]);
    line += (line.empty() ? "" : " ") +
            speech.words.Get("band.line", {{"side", SideWord(band.side, speech.words)},
                                           {"band", speech.words.Get("option.band." + key)}});
    (first ? second : first) = band.value->value();
  }
  if (first && second) {
    const domain::Norms& norms = speech.catalogue.norms;
    const double error = measure == domain::Measure::kKneeExtensionDeficit
                             ? norms.knee_detectable_change
                             : norms.raise_detectable_change;
    line += ' ' + speech.words.Get("band.difference",
                                   {{"degrees", speech.words.Number(std::abs(*first - *second))},
                                    {"limit", speech.words.Number(error)}});
  }
  return line;
}

}  // namespace ischia::web
