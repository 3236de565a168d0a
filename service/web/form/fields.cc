#include "service/web/form/fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "service/domain/assess/facts.h"

namespace ischia::web {
namespace {

using domain::AssessmentFields;
using domain::LegMeasurements;
using domain::Side;
using Values = std::span<const std::string_view>;

// -- Answers, each list in the order of its enumeration, which begins with "not recorded"
// -----------

constexpr std::array<std::string_view, 2> kAnswers = {"YES", "NO"};
constexpr std::array<std::string_view, 3> kKinds = {"INITIAL", "REMEASUREMENT", "DISCHARGE"};
constexpr std::array<std::string_view, 4> kPathways = {"TIGHT", "STRAIN", "LBP", "PREV"};
constexpr std::array<std::string_view, 4> kAffectedSides = {"NONE", "LEFT", "RIGHT", "BOTH"};
constexpr std::array<std::string_view, 2> kLegs = {"LEFT", "RIGHT"};
constexpr std::array<std::string_view, 3> kSides = {"LEFT", "RIGHT", "BOTH"};
constexpr std::array<std::string_view, 3> kNorms = {"FEMALE", "MALE", "NOT_STATED"};
constexpr std::array<std::string_view, 3> kMethods = {"ACTIVE", "STRAPPED_APPARATUS", "APP"};
constexpr std::array<std::string_view, 5> kStops = {"POSTERIOR_THIGH_PULL", "BACK_PAIN",
                                                    "LEG_PAIN_BELOW_KNEE", "TINGLING", "OTHER"};
constexpr std::array<std::string_view, 6> kDeficits = {
    "NONE", "SENSORY", "REFLEX", "MOTOR_4_OR_BETTER", "MOTOR_3_OR_WORSE", "PROGRESSIVE"};
constexpr std::array<std::string_view, 3> kGrades = {"I", "II", "III"};
constexpr std::array<std::string_view, 4> kMechanisms = {"SPRINT", "OVERSTRETCH", "KICK",
                                                         "UNKNOWN"};
constexpr std::array<std::string_view, 3> kBruises = {"NONE", "SMALL", "LARGE"};
constexpr std::array<std::string_view, 5> kPhases = {"S0", "S1", "S2", "S3", "S4"};
constexpr std::array<std::string_view, 3> kTransfers = {"INDEPENDENT", "WITH_HELP", "NO"};
constexpr std::array<std::string_view, 3> kTilts = {"ANTERIOR", "NEUTRAL", "POSTERIOR"};
constexpr std::array<std::string_view, 3> kCurves = {"FLAT", "NORMAL", "INCREASED"};
constexpr std::array<std::string_view, 6> kToeTouches = {"ABOVE_KNEE", "KNEE",  "MID_SHIN",
                                                         "ANKLE",      "FLOOR", "PALMS"};
constexpr std::array<std::string_view, 4> kGoals = {"DAILY_COMFORT", "SPORT", "JOB", "POSTURE"};
constexpr std::array<std::string_view, 4> kLevels = {"NONE", "RECREATIONAL", "COMPETITIVE",
                                                     "ELITE"};
constexpr std::array<std::string_view, 4> kBands = {"NORMAL", "MILD", "MODERATE", "SEVERE"};
constexpr std::array<std::string_view, 2> kNoneOrList = {"NONE", "LIST"};
constexpr std::array<std::string_view, 6> kMedications = {
    "ANTICOAGULANT", "STEROID_OVER_3_MONTHS", "FLUOROQUINOLONE_UNDER_6_WEEKS",
    "INSULIN",       "SULFONYLUREA",          "ANTIHYPERTENSIVE"};
constexpr std::array<std::string_view, 13> kEquipment = {"STRAP_OR_TOWEL",
                                                         "CHAIR",
                                                         "STEP",
                                                         "WALL",
                                                         "DOORWAY_OR_WALL_CORNER",
                                                         "MAT",
                                                         "DOWEL_OR_BROOM",
                                                         "BED",
                                                         "PARTNER_OR_ANCHOR",
                                                         "PILLOW",
                                                         "COUNTER_OR_TABLE",
                                                         "SUPPORT_RAIL_OR_COUNTER",
                                                         "SLIDER_OR_SOCK_ON_SMOOTH_FLOOR"};
constexpr std::array<std::string_view, 51> kConditions = {"HIP_REPLACEMENT_POSTERIOR",
                                                          "HIP_REPLACEMENT_ANTERIOR",
                                                          "KNEE_REPLACEMENT",
                                                          "LUMBAR_SURGERY",
                                                          "HAMSTRING_GRAFT_ACL",
                                                          "PROXIMAL_HAMSTRING_REPAIR",
                                                          "LOWER_LIMB_SURGERY",
                                                          "ABDOMINAL_SURGERY",
                                                          "UNHEALED_WOUND",
                                                          "PROXIMAL_HAMSTRING_TENDINOPATHY",
                                                          "OSTEOPOROSIS",
                                                          "FRAGILITY_FRACTURE",
                                                          "VERTEBRAL_FRACTURE",
                                                          "HYPERMOBILITY_SYNDROME",
                                                          "PREGNANCY",
                                                          "OBSTETRIC_CONTRAINDICATION",
                                                          "POSTPARTUM",
                                                          "DIASTASIS_OR_PELVIC_FLOOR",
                                                          "HYPERTENSION",
                                                          "UNSTABLE_CARDIAC",
                                                          "HEART_ATTACK_OR_STROKE",
                                                          "ANEURYSM",
                                                          "SYNCOPE",
                                                          "GLAUCOMA",
                                                          "RETINAL_DETACHMENT",
                                                          "EYE_SURGERY",
                                                          "RAISED_INTRACRANIAL_PRESSURE",
                                                          "VERTIGO",
                                                          "BLEEDING_DISORDER",
                                                          "SPONDYLOLISTHESIS",
                                                          "LUMBAR_STENOSIS",
                                                          "DIABETES",
                                                          "DIABETIC_NEUROPATHY",
                                                          "AUTONOMIC_NEUROPATHY",
                                                          "ORTHOSTATIC_HYPOTENSION",
                                                          "ARTERIAL_DISEASE_REST_PAIN",
                                                          "SPASTICITY_OR_CENTRAL_NEUROLOGICAL",
                                                          "HIP_OSTEOARTHRITIS_SEVERE",
                                                          "HIP_IMPINGEMENT_OR_LABRUM",
                                                          "KNEE_EFFUSION",
                                                          "LOCKED_KNEE",
                                                          "KNEE_HYPEREXTENSION",
                                                          "THIGH_CONTUSION",
                                                          "MYOSITIS_OSSIFICANS",
                                                          "HERNIA",
                                                          "COGNITIVE_IMPAIRMENT",
                                                          "ALCOHOL_OR_SEDATIVES",
                                                          "SCOLIOSIS_OR_LEG_LENGTH",
                                                          "UNEXPLAINED_LIMP",
                                                          "ISCHIAL_APOPHYSITIS",
                                                          "HEEL_OR_KNEE_APOPHYSITIS"};
// One answer for both legs: negative, positive where, not done.
constexpr std::array<std::string_view, 5> kNerveTests = {
    "NEGATIVE", "POSITIVE_RIGHT", "POSITIVE_LEFT", "POSITIVE_BOTH", "NOT_DONE"};

static_assert(kConditions.size() ==
              static_cast<std::size_t>(domain::ComorbidityCode::kHeelOrKneeApophysitis));
static_assert(kEquipment.size() + 1 == static_cast<std::size_t>(domain::Equipment::kCount));
static_assert(kMedications.size() ==
              static_cast<std::size_t>(domain::Medication::kAntihypertensive));

// -- Reading one answer ---------------------------------------------------------------------------

// A decimal comma is as good as a point. Unset: not a number.
std::optional<double> NumberOf(std::string_view answer) {
  std::string text(answer);
  std::replace(text.begin(), text.end(), ',', '.');
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool Read(std::string_view answer, std::optional<double>& to) {
  to = NumberOf(answer);
  return to.has_value();
}
// Whole numbers only; ranges are the domain's.
bool Read(std::string_view answer, std::optional<int>& to) {
  const std::optional<double> number = NumberOf(answer);
  constexpr double kLargest = 1e9;
  if (!number || std::nearbyint(*number) != *number || std::abs(*number) > kLargest) return false;
  to = static_cast<int>(*number);
  return true;
}
template <typename Unit, typename Number>
bool Read(std::string_view answer, std::optional<domain::Measured<Unit, Number>>& to) {
  std::optional<Number> number;
  if (!Read(answer, number)) return false;
  to = domain::Measured<Unit, Number>(*number);
  return true;
}
bool Read(std::string_view answer, std::optional<domain::CivilDay>& to) {
  to = domain::ParseIsoDay(answer);
  return to.has_value();
}
bool Read(std::string_view answer, std::string& to) {
  to = answer;
  return true;
}

template <typename Enumeration>
bool ReadChoice(Values values, std::string_view answer, Enumeration& to) {
  const auto found = std::find(values.begin(), values.end(), answer);
  if (found == values.end()) return false;
  to = static_cast<Enumeration>(found - values.begin() + 1);
  return true;
}

// -- Writing it as it would be typed --------------------------------------------------------------

template <typename Number>
std::string Write(const std::optional<Number>& number) {
  if (!number) return {};
  std::array<char, 32> text;
  const auto end = std::to_chars(text.begin(), text.end(), *number).ptr;
  return {text.data(), end};
}
template <typename Unit, typename Number>
std::string Write(const std::optional<domain::Measured<Unit, Number>>& measured) {
  return measured ? Write(std::optional<Number>(measured->value())) : std::string();
}
std::string Write(const std::optional<domain::CivilDay>& day) {
  return day ? domain::IsoDay(*day) : std::string();
}
std::string Write(const std::string& text) { return text; }

template <typename Enumeration>
std::string WriteChoice(Values values, Enumeration choice) {
  const auto index = static_cast<std::size_t>(choice);
  return index == 0 || index > values.size() ? std::string() : std::string(values[index - 1]);
}
std::string WriteTick(bool ticked) { return ticked ? "on" : ""; }

// -- The fields -----------------------------------------------------------------------------------

// Right legs stand first, as everywhere.
LegMeasurements& LegOf(AssessmentFields& fields, Side side) {
  const auto found = std::find_if(fields.legs.begin(), fields.legs.end(),
                                  [&](const LegMeasurements& leg) { return leg.side == side; });
  if (found != fields.legs.end()) return *found;
  const auto at = side == Side::kRight ? fields.legs.begin() : fields.legs.end();
  LegMeasurements leg;
  leg.side = side;
  return *fields.legs.insert(at, leg);
}

using Form = std::vector<Field>;

Widget WidgetOf(const std::optional<domain::CivilDay>&) { return Widget::kDay; }
Widget WidgetOf(const std::string&) { return Widget::kText; }
template <typename Other>
Widget WidgetOf(const Other&) {
  return Widget::kNumber;
}

// `place` gives the answer's place: AssessmentFields& to a reference.
template <typename Place>
void Add(Form& form, std::string name, Place place) {
  AssessmentFields example;
  form.push_back({std::move(name),
                  WidgetOf(place(example)),
                  {},
                  [place](std::string_view answer, AssessmentFields& fields) {
                    return Read(answer, place(fields));
                  },
                  [place](AssessmentFields fields) { return Write(place(fields)); }});
}
template <typename Place>
void AddChoice(Form& form, std::string name, Options options, Place place,
               Widget widget = Widget::kChoice) {
  form.push_back(
      {std::move(name), widget, options,
       [place, values = options.values](std::string_view answer, AssessmentFields& fields) {
         return ReadChoice(values, answer, place(fields));
       },
       [place, values = options.values](AssessmentFields fields) {
         return WriteChoice(values, place(fields));
       }});
}
template <typename Place>
void AddAnswer(Form& form, std::string name, Place place) {
  AddChoice(form, std::move(name), {"answer", kAnswers}, place);
}
template <typename Member>
void AddMember(Form& form, std::string name, Member AssessmentFields::*member) {
  Add(form, std::move(name), [member](AssessmentFields& f) -> Member& { return f.*member; });
}
template <typename Member>
void AddMemberChoice(Form& form, std::string name, Options options,
                     Member AssessmentFields::*member, Widget widget = Widget::kChoice) {
  AddChoice(
      form, std::move(name), options,
      [member](AssessmentFields& f) -> Member& { return f.*member; }, widget);
}
void AddMemberAnswer(Form& form, std::string name, domain::Answer AssessmentFields::*member) {
  AddMemberChoice(form, std::move(name), {"answer", kAnswers}, member);
}

void AddOccasion(Form& form) {
  using F = AssessmentFields;
  AddMemberChoice(form, "kind", {"kind", kKinds}, &F::kind);
  AddMember(form, "age_years", &F::age_years);
  AddMemberChoice(form, "sex_for_norms", {"norms", kNorms}, &F::sex_for_norms);
  AddMemberChoice(form, "pathway", {"pathway", kPathways}, &F::pathway);
  AddMemberChoice(form, "affected_side", {"affected_side", kAffectedSides}, &F::affected_side);
  AddMemberChoice(form, "dominant_leg", {"leg", kLegs}, &F::dominant_leg);
}

void AddScreen(Form& form) {
  const auto last = static_cast<int>(domain::Fact::kWorseAtLastTwoReviews);
  for (int item = 0; item <= last; ++item) {
    const auto fact = static_cast<domain::Fact>(item);
    if (fact == domain::Fact::kWellsScore) continue;
    const std::string name(domain::FactField(fact));
    form.push_back({name,
                    Widget::kChoice,
                    {"answer", kAnswers},
                    [fact](std::string_view answer, AssessmentFields& fields) {
                      domain::Answer given = domain::Answer::kUnspecified;
                      if (!ReadChoice(kAnswers, answer, given)) return false;
                      fields.red_flags.Set(fact, given);
                      return true;
                    },
                    [fact](const AssessmentFields& fields) {
                      return WriteChoice(kAnswers, fields.red_flags.Get(fact));
                    }});
  }
  Add(
      form, "red_flags.wells_score",
      [](AssessmentFields & f) -> auto& { return f.red_flags.wells_score; });
}

template <typename Member>
void AddOfLeg(Form& form, Side side, std::string_view name, Member LegMeasurements::*member) {
  const std::string prefix = side == Side::kRight ? "legs.right." : "legs.left.";
  // A look at an example must not make a leg.
  LegMeasurements example;
  form.push_back(
      {prefix + std::string(name),
       WidgetOf(example.*member),
       {},
       [side, member](std::string_view answer, AssessmentFields& fields) {
         return Read(answer, LegOf(fields, side).*member);
       },
       [side, member](AssessmentFields fields) { return Write(LegOf(fields, side).*member); }});
}

void AddLeg(Form& form, Side side) {
  using L = LegMeasurements;
  const std::string prefix = side == Side::kRight ? "legs.right." : "legs.left.";
  AddOfLeg(form, side, "knee_extension_deficit_degrees", &L::knee_extension_deficit);
  AddOfLeg(form, side, "passive_knee_extension_deficit_degrees",
           &L::passive_knee_extension_deficit);
  AddOfLeg(form, side, "straight_leg_raise_degrees", &L::straight_leg_raise);
  AddChoice(
      form, prefix + "straight_leg_raise_limit_reason", {"stop", kStops},
      [side](AssessmentFields & f) -> auto& {
        return LegOf(f, side).straight_leg_raise_limit_reason;
      },
      Widget::kList);
  AddOfLeg(form, side, "hip_extension_degrees", &L::hip_extension);
  AddOfLeg(form, side, "leg_pain_score", &L::leg_pain);
  AddOfLeg(form, side, "leg_pain_settling_minutes", &L::leg_pain_settling_minutes);
  AddOfLeg(form, side, "resisted_knee_flexion_pain_score", &L::resisted_knee_flexion_pain);
  AddOfLeg(form, side, "single_leg_bridge_pain_score", &L::single_leg_bridge_pain);
  AddOfLeg(form, side, "stretch_discomfort_score", &L::stretch_discomfort);
  AddOfLeg(form, side, "palpation_tenderness_cm", &L::palpation_tenderness);
  AddOfLeg(form, side, "distance_to_ischium_cm", &L::distance_to_ischium);
  AddAnswer(
      form, prefix + "ischial_tenderness", [side](AssessmentFields & f) -> auto& {
        return LegOf(f, side).ischial_tenderness;
      });
}

void SetNerveTest(std::string_view answer, domain::TestResult LegMeasurements::*test,
                  AssessmentFields& fields) {
  const auto result_of = [&](std::string_view side) {
    if (answer == "NOT_DONE") return domain::TestResult::kNotDone;
    const bool positive = answer.ends_with(side) || answer.ends_with("BOTH");
    return positive ? domain::TestResult::kPositive : domain::TestResult::kNegative;
  };
  LegOf(fields, Side::kRight).*test = result_of("RIGHT");
  LegOf(fields, Side::kLeft).*test = result_of("LEFT");
}

std::string NerveTest(domain::TestResult LegMeasurements::*test, AssessmentFields fields) {
  const domain::TestResult right = LegOf(fields, Side::kRight).*test;
  const domain::TestResult left = LegOf(fields, Side::kLeft).*test;
  const bool on_right = right == domain::TestResult::kPositive;
  const bool on_left = left == domain::TestResult::kPositive;
  if (on_right && on_left) return "POSITIVE_BOTH";
  if (on_right) return "POSITIVE_RIGHT";
  if (on_left) return "POSITIVE_LEFT";
  if (right == domain::TestResult::kNegative && left == right) return "NEGATIVE";
  return right == domain::TestResult::kNotDone || left == domain::TestResult::kNotDone ? "NOT_DONE"
                                                                                       : "";
}

void AddNerveTests(Form& form) {
  using L = LegMeasurements;
  const std::pair<std::string_view, domain::TestResult L::*> tests[] = {
      {"nerve_tests.straight_leg_raise_neural", &L::straight_leg_raise_neural},
      {"nerve_tests.crossed_straight_leg_raise", &L::crossed_straight_leg_raise},
      {"nerve_tests.slump_test", &L::slump_test}};
  for (const auto& [name, test] : tests) {
    form.push_back(
        {std::string(name),
         Widget::kChoice,
         {"nerve_test", kNerveTests},
         [test = test](std::string_view answer, AssessmentFields& fields) {
           const auto* end = kNerveTests.end();
           if (std::find(kNerveTests.begin(), end, answer) == end) return false;
           SetNerveTest(answer, test, fields);
           return true;
         },
         [test = test](AssessmentFields fields) { return NerveTest(test, std::move(fields)); }});
  }
}

void AddScores(Form& form) {
  Add(
      form, "pain.rest_score", [](AssessmentFields & f) -> auto& { return f.pain.rest; });
  Add(
      form, "pain.activity_score", [](AssessmentFields & f) -> auto& { return f.pain.activity; });
  Add(
      form, "pain.worst_24h_score", [](AssessmentFields & f) -> auto& { return f.pain.worst_24h; });
  Add(
      form, "pain.sitting_score", [](AssessmentFields & f) -> auto& { return f.pain.sitting; });
  Add(
      form, "pain.walking_score", [](AssessmentFields & f) -> auto& { return f.pain.walking; });
  Add(
      form, "pain.jogging_score", [](AssessmentFields & f) -> auto& { return f.pain.jogging; });
  Add(
      form, "outcomes.oswestry_percent",
      [](AssessmentFields & f) -> auto& { return f.outcomes.oswestry_percent; });
  Add(
      form, "outcomes.roland_morris_score",
      [](AssessmentFields & f) -> auto& { return f.outcomes.roland_morris; });
  Add(
      form, "outcomes.lefs_score", [](AssessmentFields & f) -> auto& { return f.outcomes.lefs; });
  Add(
      form, "outcomes.fash_score", [](AssessmentFields & f) -> auto& { return f.outcomes.fash; });
  Add(
      form, "outcomes.ears_score", [](AssessmentFields & f) -> auto& { return f.outcomes.ears; });
  Add(
      form, "outcomes.siras_score", [](AssessmentFields & f) -> auto& { return f.outcomes.siras; });
}

void AddStrain(Form& form) {
  using F = AssessmentFields;
  AddChoice(
      form, "strain.grade", {"grade", kGrades}, [](F & f) -> auto& { return f.strain.grade; });
  Add(
      form, "strain.bamic_class", [](F & f) -> auto& { return f.strain.bamic_class; });
  Add(
      form, "strain.days_since_injury", [](F & f) -> auto& { return f.strain.days_since_injury; });
  AddChoice(
      form, "strain.mechanism", {"mechanism", kMechanisms},
      [](F & f) -> auto& { return f.strain.mechanism; }, Widget::kList);
  AddChoice(
      form, "strain.bruise", {"bruise", kBruises}, [](F & f) -> auto& { return f.strain.bruise; });
  Add(
      form, "strain.prior_strain_count",
      [](F & f) -> auto& { return f.strain.prior_strain_count; });
  Add(
      form, "strain.months_since_last_strain",
      [](F & f) -> auto& { return f.strain.months_since_last_strain; });
  AddAnswer(
      form, "strain.prior_acl_injury", [](F & f) -> auto& { return f.strain.prior_acl_injury; });
  AddAnswer(
      form, "strain.prior_calf_strain", [](F & f) -> auto& { return f.strain.prior_calf_strain; });
  AddAnswer(
      form, "strain.stage_two_week_completed",
      [](F & f) -> auto& { return f.strain.stage_two_week_completed; });
  AddAnswer(
      form, "strain.jogging_pain_free", [](F & f) -> auto& { return f.strain.jogging_pain_free; });
  AddChoice(
      form, "strain.cleared_phase", {"phase", kPhases},
      [](F & f) -> auto& { return f.strain.cleared_phase; }, Widget::kList);
  Add(
      form, "strain.cleared_phase_by", [](F & f) -> auto& { return f.strain.cleared_phase_by; });
  Add(
      form, "strain.cleared_phase_date",
      [](F & f) -> auto& { return f.strain.cleared_phase_date; });
}

// The condition that was ticked, or null.
domain::Comorbidity* TickedOf(AssessmentFields& fields, domain::ComorbidityCode code) {
  const auto found = std::find_if(fields.comorbidities.begin(), fields.comorbidities.end(),
                                  [&](const auto& condition) { return condition.code == code; });
  return found == fields.comorbidities.end() ? nullptr : &*found;
}

template <typename Member>
void AddDetail(Form& form, const std::string& name, domain::ComorbidityCode code, Options options,
               Member domain::Comorbidity::*member) {
  const Widget widget = options.values.empty() ? Widget::kNumber : Widget::kChoice;
  const auto set = [=](std::string_view answer, AssessmentFields& fields) {
    domain::Comorbidity* condition = TickedOf(fields, code);
    if (condition == nullptr) return true;
    if constexpr (std::is_enum_v<Member>) {
      return ReadChoice(options.values, answer, condition->*member);
    } else {
      return Read(answer, condition->*member);
    }
  };
  const auto get = [=](AssessmentFields fields) {
    const domain::Comorbidity* condition = TickedOf(fields, code);
    if (condition == nullptr) return std::string();
    if constexpr (std::is_enum_v<Member>) {
      return WriteChoice(options.values, condition->*member);
    } else {
      return Write(condition->*member);
    }
  };
  form.push_back({name, widget, options, set, get});
}

void AddCondition(Form& form, std::size_t index) {
  using C = domain::Comorbidity;
  const auto code = static_cast<domain::ComorbidityCode>(index + 1);
  const std::string name = "comorbidities." + std::string(kConditions[index]);
  form.push_back(
      {name,
       Widget::kTick,
       {},
       [code](std::string_view answer, AssessmentFields& fields) {
         if (answer != "on") return false;
         C condition;
         condition.code = code;
         fields.comorbidities.push_back(condition);
         return true;
       },
       [code](AssessmentFields fields) { return WriteTick(TickedOf(fields, code) != nullptr); }});
  AddDetail(form, name + ".side", code, {"side", kSides}, &C::side);
  AddDetail(form, name + ".weeks_since", code, {}, &C::weeks_since);
  AddDetail(form, name + ".grade", code, {}, &C::grade);
  AddDetail(form, name + ".value", code, {}, &C::value);
  AddDetail(form, name + ".symptomatic", code, {"answer", kAnswers}, &C::symptomatic);
  AddDetail(form, name + ".at_target", code, {"answer", kAnswers}, &C::at_target);
}

// "None" and "list" both say that the list is complete.
template <typename Entry>
void AddConfirmation(Form& form, std::string_view name, bool AssessmentFields::*confirmed,
                     std::vector<Entry> AssessmentFields::*list) {
  form.push_back({std::string(name),
                  Widget::kChoice,
                  {"none_or_list", kNoneOrList},
                  [confirmed](std::string_view answer, AssessmentFields& fields) {
                    fields.*confirmed = answer == "NONE" || answer == "LIST";
                    return fields.*confirmed;
                  },
                  [confirmed, list](const AssessmentFields& fields) -> std::string {
                    if (!(fields.*confirmed)) return {};
                    return (fields.*list).empty() ? "NONE" : "LIST";
                  }});
}

void AddMedication(Form& form, std::size_t index) {
  const auto medication = static_cast<domain::Medication>(index + 1);
  form.push_back({"medications." + std::string(kMedications[index]),
                  Widget::kTick,
                  {},
                  [medication](std::string_view answer, AssessmentFields& fields) {
                    if (answer != "on") return false;
                    fields.medications.push_back(medication);
                    return true;
                  },
                  [medication](const AssessmentFields& fields) {
                    const auto& taken = fields.medications;
                    return WriteTick(std::find(taken.begin(), taken.end(), medication) !=
                                     taken.end());
                  }});
}

void AddHealth(Form& form) {
  using F = AssessmentFields;
  AddMemberAnswer(form, "any_leg_symptoms", &F::any_leg_symptoms);
  AddMemberChoice(form, "neuro_deficit", {"neuro_deficit", kDeficits}, &F::neuro_deficit,
                  Widget::kList);
  AddMemberAnswer(form, "flexion_provoked", &F::flexion_provoked);
  AddConfirmation(form, "comorbidities_confirmed", &F::comorbidities_confirmed, &F::comorbidities);
  for (std::size_t i = 0; i < kConditions.size(); ++i) AddCondition(form, i);
  AddConfirmation(form, "medications_confirmed", &F::medications_confirmed, &F::medications);
  for (std::size_t i = 0; i < kMedications.size(); ++i) AddMedication(form, i);
  AddMember(form, "systolic_mmhg", &F::systolic_mmhg);
  AddMember(form, "diastolic_mmhg", &F::diastolic_mmhg);
  AddMember(form, "beighton_score", &F::beighton_score);
  AddMember(form, "falls_12_months_count", &F::falls_12_months_count);
  AddMember(form, "timed_up_and_go_seconds", &F::timed_up_and_go_seconds);
  AddMemberAnswer(form, "fear_of_falling", &F::fear_of_falling);
}

void AddEquipment(Form& form) {
  for (std::size_t i = 0; i < kEquipment.size(); ++i) {
    form.push_back({"equipment." + std::string(kEquipment[i]),
                    Widget::kTick,
                    {},
                    [piece = i + 1](std::string_view answer, AssessmentFields& fields) {
                      fields.equipment.set(piece);
                      fields.equipment_confirmed = true;
                      return answer == "on";
                    },
                    [piece = i + 1](const AssessmentFields& fields) {
                      return WriteTick(fields.equipment.test(piece));
                    }});
  }
  form.push_back({"equipment.NONE",
                  Widget::kTick,
                  {},
                  [](std::string_view answer, AssessmentFields& fields) {
                    fields.equipment_confirmed = true;
                    return answer == "on" && fields.equipment.none();
                  },
                  [](const AssessmentFields& fields) {
                    return WriteTick(fields.equipment_confirmed && fields.equipment.none());
                  }});
}

void AddBodyAndHome(Form& form) {
  using F = AssessmentFields;
  AddMember(form, "fingertip_to_floor_cm", &F::fingertip_to_floor);
  AddMember(form, "sit_and_reach_cm", &F::sit_and_reach);
  AddMember(form, "sit_and_reach_zero_cm", &F::sit_and_reach_zero);
  AddMemberChoice(form, "toe_touch", {"toe_touch", kToeTouches}, &F::toe_touch, Widget::kList);
  AddMemberChoice(form, "pelvic_tilt", {"pelvic_tilt", kTilts}, &F::pelvic_tilt);
  AddMember(form, "pelvic_tilt_degrees", &F::pelvic_tilt_degrees);
  AddMemberChoice(form, "lumbar_curve", {"lumbar_curve", kCurves}, &F::lumbar_curve);
  AddEquipment(form);
  AddMemberChoice(form, "floor_transfer", {"floor_transfer", kTransfers}, &F::floor_transfer);
  AddMember(form, "minutes_per_day", &F::minutes_per_day);
  AddMemberChoice(form, "goal_class", {"goal", kGoals}, &F::goal_class);
  AddMember(form, "goal_text", &F::goal_text);
  AddMemberChoice(form, "sport_level", {"sport_level", kLevels}, &F::sport_level);
  AddMember(form, "next_event_date", &F::next_event_date);
  AddMember(form, "sitting_hours_per_day", &F::sitting_hours_per_day);
  AddMember(form, "self_efficacy_score", &F::self_efficacy);
}

void AddMood(Form& form) {
  using F = AssessmentFields;
  AddMemberAnswer(form, "low_mood", &F::low_mood);
  AddMemberAnswer(form, "high_fear", &F::high_fear);
  AddMemberAnswer(form, "social_support", &F::social_support);
  AddMemberAnswer(form, "active_before", &F::active_before);
  AddMemberAnswer(form, "stretched_before", &F::stretched_before);
  AddMemberAnswer(form, "gentle_start_requested", &F::gentle_start_requested);
  AddMemberAnswer(form, "coach_present", &F::coach_present);
  AddMemberChoice(form, "band_override", {"band", kBands}, &F::band_override);
  AddMember(form, "band_override_reason", &F::band_override_reason);
}

Form MakeForm() {
  Form form;
  AddOccasion(form);
  AddScreen(form);
  AddMemberChoice(form, "knee_extension_method", {"method", kMethods},
                  &AssessmentFields::knee_extension_method, Widget::kList);
  AddLeg(form, Side::kRight);
  AddLeg(form, Side::kLeft);
  AddNerveTests(form);
  AddScores(form);
  AddStrain(form);
  AddHealth(form);
  AddBodyAndHome(form);
  AddMood(form);
  return form;
}

}  // namespace

const std::vector<Field>& AssessmentForm() {
  static const auto& form = *new Form(MakeForm());
  return form;
}

const Field* FindField(std::string_view name) {
  static const auto& by_name = *[] {
    auto* map = new std::map<std::string_view, const Field*>();
    for (const Field& field : AssessmentForm()) (*map)[field.name] = &field;
    return map;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

std::span<const std::string_view> ConditionCodes() { return kConditions; }

}  // namespace ischia::web
