#include "service/server/handout/exercise_pages.h"

#include <algorithm>
#include <optional>

#include "service/domain/result.h"
#include "service/server/handout/amounts.h"
#include "service/server/handout/pictures.h"
#include "service/server/handout/week_pages.h"

namespace ischia::server {
namespace {

constexpr std::size_t kMistakesShown = 2;
constexpr int kGoalWeek = 6;  // the decision point of evidence.md 4.2.4
constexpr int kDaysPerWeek = 7;

const domain::Exercise& ExerciseOf(const SheetContext& context, const domain::ProgramItem& item) {
  const domain::Exercise* exercise = context.catalogue.FindExercise(item.exercise);
  domain::Ensure(exercise != nullptr);
  return *exercise;
}

// Where this leg may be at the decision point, as the exercise measures it.
std::optional<double> GoalOf(const SheetContext& context, const domain::Exercise& exercise,
                             domain::Side side) {
  const domain::Measure measure = exercise.drawing.angle == domain::MarkedAngle::kHip
                                      ? domain::Measure::kStraightLegRaise
                                      : domain::Measure::kKneeExtensionDeficit;
  for (const domain::Trajectory& trajectory : context.program().trajectories) {
    if (trajectory.side != side || trajectory.measure != measure) continue;
    for (const domain::TrajectoryPoint& point : trajectory.points) {
      if (point.week_number == kGoalWeek) return point.expected_degrees;
    }
  }
  return std::nullopt;
}

PictureWish WishOf(const SheetContext& context, const domain::Exercise& exercise,
                   const domain::SideDose& dose) {
  return {exercise, dose, context.LimitOf(domain::LimitKind::kMaxHipFlexionDegrees), std::nullopt};
}

std::string NeedOf(const domain::Exercise& exercise, const Words& words) {
  static constexpr const char* kNames[] = {"",
                                           "strap_or_towel",
                                           "chair",
                                           "step",
                                           "wall",
                                           "doorway_or_wall_corner",
                                           "mat",
                                           "dowel_or_broom",
                                           "bed",
                                           "partner_or_anchor",
                                           "pillow",
                                           "counter_or_table",
                                           "support_rail_or_counter",
                                           "slider_or_sock_on_smooth_floor"};
  std::string need;
  for (std::size_t piece = 1; piece < exercise.equipment.size(); ++piece) {
    if (!exercise.equipment.test(piece)) continue;
    need += (need.empty() ? "" : ", ") + words(std::string("equipment.") + kNames[piece]);
  }
  return need.empty() ? words("handout.need_nothing") : need;
}

// "to about 60 degrees", where the figure is drawn at this patient's angle.
std::string ReachOf(const domain::Exercise& exercise, const domain::SideDose& dose,
                    const Words& words) {
  if (exercise.drawing.drawn_by != domain::DrawnBy::kStraightLegRaise || !dose.drawn_hip) return {};
  return words("handout.dose.to_about", {{"degrees", static_cast<int>(dose.drawn_hip->value())}});
}

std::string BelowOf(const domain::Exercise& exercise, const domain::SideDose& dose,
                    const Words& words) {
  std::vector<std::string> parts;
  const std::string unit = AmountOf(dose, UnitLength::kLong, words).unit;
  if (!unit.empty()) parts.push_back(unit);
  if (dose.sets > 1) {
    const bool holds = dose.hold_seconds > 0;
    parts.push_back(words(holds ? "handout.dose.sets" : "handout.dose.sets_of",
                          {{"sets", dose.sets}, {"repetitions", dose.repetitions}}));
  }
  const std::string reach = ReachOf(exercise, dose, words);
  if (!reach.empty()) parts.push_back(reach);
  if (dose.optional_side) parts.push_back(words("handout.dose.if_you_like"));
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string FootOf(const domain::SideDose& dose, const Words& words) {
  if (dose.days_per_week == 0) return words("handout.dose.foot_sport");
  const bool daily = dose.days_per_week == kDaysPerWeek;
  const bool rests = dose.hold_seconds > 0 && dose.rest_seconds > 0;
  const std::string key =
      std::string("handout.dose.foot") + (daily ? "_daily" : "") + (rests ? "" : "_move");
  std::string foot = words(key, {{"days", dose.days_per_week}, {"rest", dose.rest_seconds}});
  if (dose.sessions_per_day == 2) foot += ' ' + words("handout.dose.twice_daily");
  return foot;
}

document::AmountPanel PanelOf(const SheetContext& context, const FirstSeen& seen) {
  const domain::Exercise& exercise = ExerciseOf(context, *seen.item);
  document::AmountPanel panel;
  for (const domain::SideDose& dose : seen.item->doses) {
    document::AmountHalf half;
    half.picture = PictureOf(WishOf(context, exercise, dose), Phase::kEnd, context.words);
    half.side =
        seen.item->doses.size() > 1 || exercise.per_side ? SideText(dose.side, context.words) : "";
    half.amount = AmountOf(dose, UnitLength::kLong, context.words);
    half.below = BelowOf(exercise, dose, context.words);
    half.underlined = SidesDiffer(*seen.item);
    panel.halves.push_back(std::move(half));
  }
  panel.foot = FootOf(seen.item->doses.front(), context.words);
  panel.foot_aside =
      context.words(seen.week_number == context.week().week_number ? "handout.dose.week"
                                                                   : "handout.dose.from_week",
                    {{"week", seen.week_number}});
  return panel;
}

std::vector<document::SideBar> BarsOf(const std::string& id, const Words& words) {
  std::vector<document::SideBar> bars;
  bars.push_back({document::Tone::kTeal, words("handout.aim.title"), {words(id + ".aim")}, false});
  std::vector<std::string> mistakes = words.Lines(id + ".mistake");
  mistakes.resize(std::min(mistakes.size(), kMistakesShown));
  if (!mistakes.empty()) {
    bars.push_back({document::Tone::kGray, words("handout.mistakes.title"), mistakes, true});
  }
  bars.push_back(
      {document::Tone::kRed, words("handout.stop.title"), words.Lines(id + ".stop"), false});
  return bars;
}

document::Instruction InstructionOf(const SheetContext& context, const FirstSeen& seen,
                                    document::Instruction::Size size) {
  const domain::Exercise& exercise = ExerciseOf(context, *seen.item);
  const Words& words = context.words;
  const std::string id(exercise.id.text());
  const domain::SideDose& dose = seen.item->doses.front();
  PictureWish wish = WishOf(context, exercise, dose);

  document::Instruction instruction;
  instruction.size = size;
  instruction.number = words.Number(seen.item->item_number);
  instruction.name = words.Title(exercise.id);
  instruction.need_title = words("handout.need");
  instruction.need = NeedOf(exercise, words);
  instruction.start = {words("handout.figure.start"), PictureOf(wish, Phase::kStart, words)};
  wish.goal_degrees = GoalOf(context, exercise, dose.side);
  const bool stretch = seen.item->slot == domain::Slot::kStretch;
  instruction.end = {words(stretch ? "handout.figure.end" : "handout.figure.end_move"),
                     PictureOf(wish, Phase::kEnd, words)};
  instruction.panel = PanelOf(context, seen);
  // On half a page the numbers say it, and the room is short.
  if (size == document::Instruction::Size::kPage || context.request.fields.large_print) {
    instruction.steps_title = words("handout.steps.title");
  }
  instruction.steps = words.Lines(id + ".step");
  instruction.bars = BarsOf(id, words);
  if (size == document::Instruction::Size::kPage) {
    instruction.strip = TrafficLightOf(context, document::TrafficLight::Form::kStrip);
  }
  return instruction;
}

}  // namespace

std::vector<FirstSeen> ExercisesOf(const domain::Program& program, int first_week, int last_week) {
  std::vector<FirstSeen> seen;
  for (const domain::ProgramWeek& week : program.weeks) {
    if (week.week_number < first_week) continue;
    if (week.week_number > last_week) break;
    for (const domain::ProgramItem& item : week.items) {
      const bool known = std::any_of(seen.begin(), seen.end(), [&](const FirstSeen& earlier) {
        return earlier.item->exercise == item.exercise;
      });
      if (!known) seen.push_back({&item, week.week_number});
    }
  }
  std::stable_sort(seen.begin(), seen.end(), [](const FirstSeen& one, const FirstSeen& other) {
    return one.item->item_number < other.item->item_number;
  });
  return seen;
}

std::vector<document::Block> ExerciseBlocks(const SheetContext& context) {
  const auto is_stretch = [](const FirstSeen& seen) {
    return seen.item->slot == domain::Slot::kStretch;
  };
  const auto is_warm_up = [](const FirstSeen& seen) {
    return seen.item->slot == domain::Slot::kWarmUp;
  };
  std::vector<FirstSeen> exercises =
      ExercisesOf(context.program(), context.week().week_number, NextMeasurement(context));
  std::vector<document::Block> blocks;
  // The stretch is what the sheet is for: it comes first, on a page of its own.
  const auto stretch = std::find_if(exercises.begin(), exercises.end(), is_stretch);
  if (stretch != exercises.end()) {
    blocks.emplace_back(InstructionOf(context, *stretch, document::Instruction::Size::kPage));
    exercises.erase(stretch);
  }
  // Page one says how to warm up; a block says more where half a page would stay empty.
  if (exercises.size() % 2 == 1) std::erase_if(exercises, is_warm_up);
  for (const FirstSeen& seen : exercises) {
    blocks.emplace_back(InstructionOf(context, seen, document::Instruction::Size::kHalfPage));
  }
  return blocks;
}

document::TrafficLight TrafficLightOf(const SheetContext& context,
                                      document::TrafficLight::Form form) {
  const Words& words = context.words;
  const int limit = static_cast<int>(context.LimitOf(domain::LimitKind::kMaxDiscomfortScore)
                                         .value_or(context.catalogue.static_dose.max_discomfort));
  const bool low = limit < context.catalogue.static_dose.max_discomfort;
  const bool back = context.program().pathway == domain::Pathway::kLowBackPain;
  const bool strip = form == document::TrafficLight::Form::kStrip;
  document::TrafficLight light;
  light.form = form;
  light.go = {words("handout.light.go.word"), words("handout.light.go.range", {{"limit", limit}}),
              words(strip ? "handout.light.go.strip"
                    : low ? "handout.light.go.text_low"
                          : "handout.light.go.text")};
  light.ease_off = {words("handout.light.ease.word"),
                    words("handout.light.ease.range", {{"from", limit + 1}}),
                    words(strip  ? "handout.light.ease.strip"
                          : back ? "handout.light.ease.text_back"
                                 : "handout.light.ease.text")};
  light.stop = {words("handout.light.stop.word"), words("handout.light.stop.range"),
                words(strip ? "handout.light.stop.strip" : "handout.light.stop.text")};
  return light;
}

document::Picture StartPicture(const SheetContext& context, const domain::ProgramItem& item) {
  return PictureOf(WishOf(context, ExerciseOf(context, item), item.doses.front()), Phase::kStart,
                   context.words);
}

document::Picture EndPicture(const SheetContext& context, const domain::ProgramItem& item) {
  document::Picture picture = PictureOf(
      WishOf(context, ExerciseOf(context, item), item.doses.front()), Phase::kEnd, context.words);
  picture.figure.angle.reset();  // too small to be read
  return picture;
}

}  // namespace ischia::server
