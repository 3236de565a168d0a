#include "service/web/form/form_view.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "service/domain/result.h"
#include "service/web/form/fields.h"
#include "service/web/form/reading.h"
#include "service/web/pictures.h"

namespace ischia::web {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

// A field's name as an id of the page: dots would part classes, and the lists' long names stand in
// hundreds of ids.
std::string IdOf(std::string_view field) {
  constexpr std::array<std::string_view, 4> kLists = {"comorbidities.", "equipment.",
                                                      "medications.", "red_flags."};
  std::string id(field);
  for (const std::string_view list : kLists) {
    if (field.starts_with(list)) id.erase(1, list.size() - 2);
  }
  std::replace(id.begin(), id.end(), '.', '-');
  return id;
}

std::string OptionKey(const Options& options, std::string_view value) {
  return "option." + std::string(options.set) + '.' + Lower(value);
}

// Lists of conditions, medicines and pieces have a word for each entry.
std::string EntryKey(std::string_view field) {
  std::string key = Lower(field);
  return key.starts_with("equipment.") ? "equipment." + key.substr(10) : key;
}

std::string QuestionKey(std::string_view field) {
  return "question." + std::string(field.substr(field.find('.') + 1));
}

std::string WithoutMark(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '_'), text.end());
  return text;
}

template <typename Map>
std::string Find(const Map& map, std::string_view key) {
  const auto found = map.find(key);
  return found == map.end() ? std::string() : found->second;
}

void SetMarked(const std::string& label, View& view) {
  const Marked marked = MarkedLabel(label);
  view.set("before", marked.before);
  Put(view, "letter", marked.letter);
  view.set("after", marked.after);
  Put(view, "key", Lower(marked.letter));
}

View OptionView(const Field& field, std::string_view value, std::string_view typed,
                const Words& words) {
  View view;
  view.set("value", std::string(value));
  view.set("id", IdOf(field.name) + '-' + std::string(value));
  view.set("name", field.name);
  view.set("checked", View(typed == value));
  SetMarked(words.Get(OptionKey(field.options, value)), view);
  return view;
}

// One widget of a row: exactly one of is_number, is_choice, is_list, is_text, is_day, is_tick.
class CellMaker {
 public:
  CellMaker(const FormState& state, const Words& words) : state_(state), words_(words) {}

  View Make(const Row& row, const Cell& cell) const {
    const Field* field = FindField(cell.field);
    domain::Ensure(field != nullptr);
    View view;
    view.set("name", field->name);
    view.set("id", IdOf(field->name));
    view.set("new_line", View(cell.new_line));
    Put(view, "label",
        cell.label.empty() ? std::string() : words_.Get("cell." + std::string(cell.label)));
    view.set("full_label", LabelOf(field->name, words_));
    Put(view, "unit",
        cell.unit.empty() ? std::string() : words_.Get("unit." + std::string(cell.unit)));
    const std::string_view typed = AnswerTo(field->name, state_.answers);
    Put(view, "value", std::string(typed));
    const std::string fault = Find(state_.notes.faults, field->name);
    view.set("fault", fault);
    view.set("faulty", View(!fault.empty()));
    view.set("detail", View(IsDetail(row, field->name)));
    Put(view, "last", LastOf(*field));
    SetWidget(*field, typed, view);
    return view;
  }

 private:
  // "last 38". Lists of ticks are told by the row.
  std::string LastOf(const Field& field) const {
    const std::string_view last = AnswerTo(field.name, state_.last);
    const bool told = field.widget == Widget::kTick || field.name == "kind";
    if (last.empty() || told) return {};
    return words_.Get("form.last", {{"values", AnswerText(field.name, last, words_)}});
  }

  // Of a condition: shown once the condition is ticked.
  static bool IsDetail(const Row& row, std::string_view field) {
    return row.id == "condition_list" && std::count(field.begin(), field.end(), '.') == 2;
  }

  void SetWidget(const Field& field, std::string_view typed, View& view) const {
    constexpr std::pair<Widget, const char*> kKinds[] = {
        {Widget::kNumber, "is_number"}, {Widget::kChoice, "is_choice"}, {Widget::kList, "is_list"},
        {Widget::kText, "is_text"},     {Widget::kDay, "is_day"},       {Widget::kTick, "is_tick"}};
    for (const auto& [widget, name] : kKinds) view.set(name, View(widget == field.widget));
    if (field.widget == Widget::kTick) {
      view.set("checked", View(!typed.empty()));
      SetMarked(words_.Get(EntryKey(field.name)), view);
    }
    Views options;
    // A list offers "not recorded" first; a method names comparability and has a preset.
    for (const std::string_view value : field.options.values) {
      options.push_back(OptionView(field, value, typed, words_));
    }
    view.set("options", View(options));
  }

  const FormState& state_;
  const Words& words_;
};

// How the measures of a row are taken, a picture each.
Views PicturesOf(std::string_view row) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kPictures{
      {{"knee_extension", "knee_extension"},
       {"straight_leg_raise", "straight_leg_raise"},
       {"neural_raise", "straight_leg_raise"},
       {"crossed_raise", "straight_leg_raise"},
       {"slump", "slump_test"},
       {"resisted", "resisted_knee_flexion"},
       {"bridge", "single_leg_bridge"},
       {"floor_transfer", "floor_transfer"},
       {"posture", "pelvic_tilt"},
       {"reach", "fingertip_to_floor"},
       {"reach", "sit_and_reach"},
       {"hip", "hip_extension"},
       {"hip", "passive_knee"}}};
  Views pictures;
  for (const auto& [of_row, picture] : kPictures) {
    if (of_row != row) continue;
    View view;
    view.set("picture_id", std::string(picture));
    pictures.push_back(view);
  }
  return pictures;
}

// What was ticked of a list, "last hypertension, diabetes".
std::string LastTicked(const Row& row, const FormState& state, const Words& words) {
  std::string ticked;
  for (const Cell& cell : row.cells) {
    const bool is_tick = FindField(cell.field)->widget == Widget::kTick;
    if (!is_tick || AnswerTo(cell.field, state.last).empty()) continue;
    ticked += (ticked.empty() ? "" : ", ") + LabelOf(cell.field, words);
  }
  return ticked.empty() ? ticked : words.Get("form.last", {{"values", ticked}});
}

View RowView(const Row& row, const FormState& state, const Words& words) {
  View view;
  const std::string id(row.id);
  view.set("id", id);
  Put(view, "number", std::string(row.number));
  Put(view, "label", words.Get("row." + id));
  Put(view, "hint", words.Find("hint." + id));
  view.set("joins", View(row.cause != Cause::kAlways));
  view.set("cause", std::string(NameOf(row.cause)));
  view.set("shown", View(state.causes.contains(row.cause)));
  Put(view, "last_ticked", LastTicked(row, state, words));
  Put(view, "line", Find(state.notes.lines, id));
  Put(view, "alarm", Find(state.notes.alarms, id));
  const Views pictures = PicturesOf(id);
  view.set("has_pictures", View(!pictures.empty()));
  view.set("pictures", View(pictures));
  view.set("ticks", View(id == "equipment" || id == "medication_list" || id == "condition_list"));
  view.set("nerve", View(row.cause == Cause::kNerveTests));
  Views cells;
  const CellMaker maker(state, words);
  bool open = false;
  for (const Cell& cell : row.cells) {
    cells.push_back(maker.Make(row, cell));
    open = open || state.notes.open.contains(std::string(cell.field));
  }
  view.set("cells", View(cells));
  view.set("open", View(open));
  return view;
}

bool HasAnswers(const Section& section, const app::Answers& answers) {
  for (const Row& row : section.rows) {
    for (const Cell& cell : row.cells) {
      if (!AnswerTo(cell.field, answers).empty()) return true;
    }
  }
  return false;
}

// -- The screen -----------------------------------------------------------------------------------

struct Tally {
  std::size_t yes = 0;
  std::size_t no = 0;
};

Tally Count(const ScreenGroup& group, const app::Answers& answers) {
  Tally tally;
  for (const domain::Fact item : group.items) {
    const std::string_view answer = AnswerTo(domain::FactField(item), answers);
    if (answer == "YES") ++tally.yes;
    if (answer == "NO") ++tally.no;
  }
  return tally;
}

std::string SummaryOf(const ScreenGroup& group, const Tally& tally, const Words& words) {
  const std::string all = std::to_string(group.items.size());
  if (tally.yes > 0) return words.Get("screen.yes", {{"count", std::to_string(tally.yes)}});
  if (tally.no == group.items.size()) return words.Get("screen.no_all", {{"count", all}});
  const std::string open = std::to_string(group.items.size() - tally.no);
  return tally.no == 0 ? std::string() : words.Get("screen.open", {{"count", open}});
}

View GroupView(const ScreenGroup& group, const FormState& state, const Words& words) {
  View view;
  const std::string id(group.id);
  const Tally tally = Count(group, state.answers);
  view.set("id", id);
  view.set("rules", std::string(group.rules));
  Put(view, "label", words.Get("screen." + id));
  view.set("no_to_all",
           words.Get("screen.no_to_all", {{"count", std::to_string(group.items.size())}}));
  view.set("joins", View(group.cause != Cause::kAlways));
  view.set("cause", std::string(NameOf(group.cause)));
  view.set("shown", View(state.causes.contains(group.cause)));
  view.set("answered", View(tally.no == group.items.size()));
  view.set("alarm", View(tally.yes > 0));
  Put(view, "summary", SummaryOf(group, tally, words));
  view.set("wells", View(id == "clot"));
  view.set("wells_value", std::string(AnswerTo("red_flags.wells_score", state.answers)));
  Views questions;
  for (const domain::Fact item : group.items) {
    const std::string field(domain::FactField(item));
    const std::string_view answer = AnswerTo(field, state.answers);
    View question;
    question.set("name", field);
    question.set("id", IdOf(field));
    question.set("text", words.Get(QuestionKey(field)));
    question.set("yes", View(answer == "YES"));
    question.set("no", View(answer == "NO"));
    questions.push_back(question);
  }
  view.set("questions", View(questions));
  return view;
}

}  // namespace

Marked MarkedLabel(std::string_view label) {
  const std::size_t mark = label.find('_');
  if (mark == std::string_view::npos || mark + 1 >= label.size())
    return {std::string(label), {}, {}};
  return {std::string(label.substr(0, mark)), std::string(label.substr(mark + 1, 1)),
          std::string(label.substr(mark + 2))};
}

std::string LabelOf(std::string_view field, const Words& words) {
  const std::string_view row_id = RowOfField(field);
  if (row_id.empty()) return std::string(field);
  if (field == "red_flags.wells_score") return words.Get("screen.wells");
  if (row_id.starts_with("screen.")) return words.Get(QuestionKey(field));
  for (const Section& section : FormSections()) {
    for (const Row& row : section.rows) {
      if (row.id != row_id) continue;
      const std::string label = words.Get("row." + std::string(row.id));
      for (const Cell& cell : row.cells) {
        if (cell.field != field) continue;
        const Field* entry = FindField(field);
        if (entry->widget == Widget::kTick) return WithoutMark(words.Get(EntryKey(field)));
        if (cell.label.empty()) return label;
        return label + ", " + words.Get("cell." + std::string(cell.label));
      }
    }
  }
  return std::string(field);
}

std::string AnswerText(std::string_view field, std::string_view answer, const Words& words) {
  const Field* entry = FindField(field);
  domain::Ensure(entry != nullptr);
  if (entry->widget == Widget::kTick && !answer.empty()) return words.Get("screen.answer_yes");
  const auto& values = entry->options.values;
  if (std::find(values.begin(), values.end(), answer) == values.end()) return std::string(answer);
  return WithoutMark(words.Get(OptionKey(entry->options, answer)));
}

void ShowForm(const FormState& state, const Words& words, View& view) {
  Views sections;
  Views disclosures;
  for (const Section& section : FormSections()) {
    View shown;
    shown.set("id", std::string(section.id));
    shown.set("title", words.Get("section." + std::string(section.id)));
    shown.set("after_screen", View(section.id == "opening"));
    shown.set("opened", View(section.disclosure && HasAnswers(section, state.answers)));
    Views rows;
    for (const Row& row : section.rows) rows.push_back(RowView(row, state, words));
    shown.set("rows", View(rows));
    (section.disclosure ? disclosures : sections).push_back(shown);
  }
  view.set("sections", View(sections));
  view.set("disclosures", View(disclosures));
}

void ShowScreen(const FormState& state, const Words& words, View& view) {
  Views groups;
  std::size_t answered = 0;
  std::size_t all = 0;
  for (const ScreenGroup& group : ScreenGroups()) {
    groups.push_back(GroupView(group, state, words));
    if (!state.causes.contains(group.cause)) continue;
    const Tally tally = Count(group, state.answers);
    ++all;
    if (tally.yes + tally.no == group.items.size()) ++answered;
  }
  view.set("groups", View(groups));
  view.set("screen_state", words.Get("screen.state", {{"count", std::to_string(answered)},
                                                      {"all", std::to_string(all)}}));
}

void ShowNotes(const FormState& state, const Words& words, View& view) {
  Views notes;
  for (const Section& section : FormSections()) {
    for (const Row& row : section.rows) {
      View note;
      const std::string id(row.id);
      note.set("id", id);
      Put(note, "line", Find(state.notes.lines, id));
      Put(note, "alarm", Find(state.notes.alarms, id));
      note.set("shown", View(state.causes.contains(row.cause)));
      Views faults;
      bool open = false;
      for (const Cell& cell : row.cells) {
        const std::string fault = Find(state.notes.faults, cell.field);
        open = open || state.notes.open.contains(std::string(cell.field));
        if (fault.empty()) continue;
        View entry;
        entry.set("name", std::string(cell.field));
        entry.set("fault", fault);
        faults.push_back(entry);
      }
      note.set("open", View(open));
      note.set("faults", View(faults));
      notes.push_back(note);
    }
  }
  view.set("notes", View(notes));
  ShowScreen(state, words, view);
}

}  // namespace ischia::web
