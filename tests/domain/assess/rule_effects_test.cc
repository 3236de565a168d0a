// What each rule of the shipped catalogue does: severity, tags, limits and supervision as the
// specification lists them, which leg a limit binds, what a clearance changes. Which exercises each
// rule removes is tested in tests/catalogue.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/catalogue/load.h"
#include "service/domain/assess/safety.h"
#include "tests/support/assessment_builder.h"

namespace ischia::domain {
namespace {

using test::Having;
using test::Legal;
using test::LegOf;
using test::StrainedAdult;
using test::TightAdult;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

const Catalogue& Shipped() {
  static const auto* catalogue = new Catalogue(catalogue::LoadEmbedded().catalogue);
  return *catalogue;
}

// -- The effects ----------------------------------------------------------------------------------

constexpr const char* kTags[] = {"supine",
                                 "prone",
                                 "sidelying",
                                 "quadruped",
                                 "kneeling",
                                 "floor",
                                 "head_down",
                                 "standing_balance",
                                 "single_leg",
                                 "end_range_static",
                                 "neural_tension",
                                 "spine_flexion_end",
                                 "spine_flexion_loaded",
                                 "spine_rotation",
                                 "spine_extension",
                                 "hip_adduction_cross",
                                 "hip_internal_rotation",
                                 "hip_extension_end",
                                 "ischial_compression",
                                 "pnf_isometric",
                                 "long_isometric",
                                 "eccentric_high",
                                 "dynamic_fast",
                                 "knee_ext_overpressure",
                                 "heel_pressure"};
constexpr const char* kLimits[] = {"",
                                   "max_hip_flexion_deg",
                                   "max_hip_flexion_hamstring_deg",
                                   "max_trunk_lean_deg",
                                   "max_lumbar_flexion_deg",
                                   "max_exercises",
                                   "max_hold_s",
                                   "max_discomfort",
                                   "max_supine_s",
                                   "min_rest_s",
                                   "max_weekly_s",
                                   "h0",
                                   "target_hold",
                                   "recheck_days",
                                   "earliest_after_rising_h",
                                   "soft_knee_deg"};
constexpr const char* kSeverities[] = {"",        "INFORM",         "MODIFY",
                                       "EXCLUDE", "HOLD_CLEARANCE", "REFUSE_REFER"};
constexpr const char* kUrgencies[] = {"", " ROUTINE", " URGENT", " SAME_DAY", " EMERGENCY"};
constexpr const char* kSupervisions[] = {"", "none", "first_session", "adult_present",
                                         "every_session"};

template <typename Enumeration, std::size_t size>
std::string In(const char* const (&words)[size], Enumeration value) {
  return words[static_cast<std::size_t>(value)];
}

std::string Joined(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

std::vector<std::string> WordsOf(const std::vector<Limit>& limits) {
  std::vector<std::string> words;
  for (const Limit& limit : limits) {
    words.push_back(In(kLimits, limit.kind) + ':' + std::to_string(static_cast<int>(limit.value)));
  }
  return words;
}

std::string Described(const Effect& effect) {
  std::vector<std::string> words = WordsOf(effect.limits);
  for (std::size_t tag = 0; tag < effect.exclude_tags.size(); ++tag) {
    if (effect.exclude_tags.test(tag)) words.push_back('-' + std::string(kTags[tag]));
  }
  for (const ExerciseId id : effect.exclude_ids) words.push_back('-' + std::string(id.text()));
  for (const ExerciseId id : effect.allow_only) words.push_back("only:" + std::string(id.text()));
  if (effect.bed_allowed) words.emplace_back("bed_allowed");
  if (effect.supervision != Supervision::kUnspecified) {
    words.push_back("supervision:" + In(kSupervisions, effect.supervision));
  }
  return Joined(std::move(words));
}

// In one line, as the specification's table of effects reads.
std::string Described(const SafetyRule& rule) {
  std::string line = std::string(rule.id.text()) + ' ' + In(kSeverities, rule.severity) +
                     In(kUrgencies, rule.urgency) + (rule.clearance_flag ? " CLEARANCE_FLAG" : "");
  const auto add = [&](const char* what, const std::string& text) {
    if (!text.empty()) line += " | " + (what + text);
  };
  add("", Described(rule.effect));
  if (rule.escalate_severity != Severity::kUnspecified) {
    add("raised: ",
        In(kSeverities, rule.escalate_severity) + In(kUrgencies, rule.escalate_urgency));
  }
  if (rule.after_clearance) add("cleared: ", Described(*rule.after_clearance));
  if (rule.later) {
    add("later: ", std::to_string(rule.later->after_weeks) + ' ' +
                       std::to_string(rule.later->max_symptom_score) + ' ' +
                       Joined(WordsOf(rule.later->limits)));
  }
  for (const AddedEffect& added : rule.when) add("when: ", Described(added.effect));
  return line;
}

// Sections 2.2 and 2.3 of the specification, each list in the order of the alphabet.
constexpr const char* kEffects[] = {
    "S-01 REFUSE_REFER EMERGENCY",
    "S-02 REFUSE_REFER URGENT",
    "S-03 REFUSE_REFER URGENT",
    "S-04 REFUSE_REFER URGENT",
    "S-05 REFUSE_REFER URGENT",
    "S-06 REFUSE_REFER SAME_DAY",
    "S-07 REFUSE_REFER URGENT",
    "S-08 REFUSE_REFER URGENT",
    "S-09 HOLD_CLEARANCE",
    "S-10 EXCLUDE | -AD-29 -AD-33 -HA-10 -HA-11 -NE-14 -NE-15 -PC-23 -PC-24 -PC-27 "
    "-dynamic_fast -eccentric_high -end_range_static -knee_ext_overpressure "
    "-pnf_isometric recheck_days:2",
    "S-11 MODIFY | -HS-01 -HS-02 -HS-03 -HS-04 -HS-05 -HS-06 -HS-08 -HS-09 -HS-32 -PC-27 "
    "-dynamic_fast -eccentric_high -knee_ext_overpressure -pnf_isometric h0:10 "
    "max_discomfort:2 max_hold_s:10 recheck_days:7",
    "S-12 EXCLUDE | -dynamic_fast -eccentric_high -end_range_static -ischial_compression "
    "-neural_tension -pnf_isometric max_discomfort:3 max_hip_flexion_hamstring_deg:45",
    "S-13 MODIFY | -dynamic_fast -ischial_compression max_discomfort:2 "
    "max_hip_flexion_hamstring_deg:70 | later: 4 2 max_hip_flexion_hamstring_deg:90",
    "S-14 EXCLUDE | -PC-24 -dynamic_fast -eccentric_high -end_range_static "
    "-neural_tension -spine_flexion_loaded h0:10 recheck_days:14",
    "S-15 HOLD_CLEARANCE | only:B-00 only:TR-17 only:W-00 recheck_days:7 | cleared: "
    "-PC-24 -dynamic_fast -eccentric_high -end_range_static -neural_tension "
    "-spine_flexion_loaded h0:10 recheck_days:14",
    "S-16 MODIFY CLEARANCE_FLAG | -dynamic_fast -eccentric_high -hip_adduction_cross "
    "-hip_internal_rotation -ischial_compression -kneeling -pnf_isometric "
    "max_hip_flexion_deg:85 supervision:first_session target_hold:30",
    "S-17 MODIFY CLEARANCE_FLAG | -PC-23 -dynamic_fast -eccentric_high -hip_extension_end "
    "-pnf_isometric",
    "S-18 MODIFY CLEARANCE_FLAG | -dynamic_fast -eccentric_high -knee_ext_overpressure "
    "-kneeling -pnf_isometric max_discomfort:2",
    "S-19 HOLD_CLEARANCE | cleared: -HS-03 -HS-04 -HS-05 -HS-06 -HS-09 -HS-32 "
    "-spine_flexion_end -spine_flexion_loaded -spine_rotation",
    "S-20 HOLD_CLEARANCE",
    "S-21 HOLD_CLEARANCE",
    "S-22 EXCLUDE | -eccentric_high -spine_flexion_end -spine_flexion_loaded "
    "-spine_rotation max_lumbar_flexion_deg:10",
    "S-23 EXCLUDE | -eccentric_high -spine_flexion_end -spine_flexion_loaded "
    "-spine_rotation -standing_balance max_lumbar_flexion_deg:10 "
    "supervision:first_session",
    "S-24 EXCLUDE | -dynamic_fast -end_range_static -knee_ext_overpressure -pnf_isometric",
    "S-25 EXCLUDE | -dynamic_fast -eccentric_high -head_down -long_isometric "
    "-pnf_isometric -prone -single_leg -supine h0:10 max_discomfort:2 target_hold:30",
    "S-26 HOLD_CLEARANCE",
    "S-27 MODIFY | -TR-19 -long_isometric",
    "S-28 REFUSE_REFER SAME_DAY",
    "S-29 MODIFY | -eccentric_high -head_down -long_isometric -pnf_isometric "
    "max_hold_s:30 max_trunk_lean_deg:60 min_rest_s:30",
    "S-30 INFORM",
    "S-31 HOLD_CLEARANCE",
    "S-32 EXCLUDE | -head_down -long_isometric -pnf_isometric max_trunk_lean_deg:60",
    "S-33 MODIFY | -head_down -quadruped -standing_balance max_trunk_lean_deg:45 | "
    "raised: REFUSE_REFER EMERGENCY",
    "S-34 MODIFY | -eccentric_high -pnf_isometric max_discomfort:2 | raised: "
    "HOLD_CLEARANCE",
    "S-35 MODIFY | -dynamic_fast -eccentric_high max_discomfort:2",
    "S-36 MODIFY | -spine_extension",
    "S-37 REFUSE_REFER ROUTINE",
    "S-38 MODIFY | -spine_extension",
    "S-39 MODIFY | -spine_flexion_end -spine_flexion_loaded earliest_after_rising_h:2",
    "S-40 MODIFY | -eccentric_high -pnf_isometric supervision:adult_present "
    "target_hold:30 | when: -dynamic_fast max_discomfort:2",
    "S-41 REFUSE_REFER ROUTINE",
    "S-42 MODIFY | when: -PC-28",
    "S-43 MODIFY | -PC-28 max_exercises:3 target_hold:60",
    "S-44 EXCLUDE | -single_leg -standing_balance h0:10 supervision:first_session",
    "S-45 EXCLUDE | -floor bed_allowed",
    "S-46 MODIFY | -dynamic_fast -heel_pressure -standing_balance",
    "S-47 INFORM",
    "S-48 MODIFY | -head_down max_trunk_lean_deg:60 min_rest_s:30",
    "S-49 HOLD_CLEARANCE",
    "S-50 HOLD_CLEARANCE",
    "S-51 MODIFY | max_hip_flexion_deg:80",
    "S-52 MODIFY | -knee_ext_overpressure soft_knee_deg:10",
    "S-53 HOLD_CLEARANCE",
    "S-54 INFORM",
    "S-55 MODIFY | -TR-19 -TR-21 -long_isometric -pnf_isometric",
    "S-56 MODIFY | max_exercises:2 supervision:every_session",
    "S-57 INFORM",
    "S-58 REFUSE_REFER ROUTINE",
    "S-59 REFUSE_REFER ROUTINE",
    "S-60 INFORM | max_exercises:2",
};

TEST(RuleEffectsTest, EachRuleDoesWhatTheSpecificationLists) {
  for (std::size_t i = 0; i < std::size(kEffects); ++i) {
    EXPECT_EQ(Described(Shipped().rules[i]), kEffects[i]);
  }
  EXPECT_EQ(std::size(kEffects), Shipped().rules.size());
}

// -- Cases ----------------------------------------------------------------------------------------

using Change = std::function<void(AssessmentFields&)>;
constexpr CivilDay kToday{std::chrono::year{2026} / 6 / 1};

Change Has(ComorbidityCode code, Side side = Side::kUnspecified, std::optional<int> weeks = {}) {
  return [=](auto& f) {
    Comorbidity& entry = f.comorbidities.emplace_back();
    entry.code = code;
    entry.side = side;
    entry.weeks_since = weeks;
  };
}
Change And(std::vector<Change> changes) {
  return [=](auto& f) {
    for (const Change& change : changes) change(f);
  };
}

Screening ScreenAfter(AssessmentFields fields, const Change& change,
                      const std::vector<Clearance>& clearances = {}, bool static_opt_in = false) {
  change(fields);
  return Screen(Legal(std::move(fields)), Shipped(), {kToday, clearances, static_opt_in});
}

Clearance Cleared(std::string_view rule, std::optional<Degrees> cap = std::nullopt) {
  ClearanceFields fields;
  fields.rule_id = RuleId(rule);
  fields.cleared_by = "Dr. Ada Lind";
  fields.cleared_by_role = "surgeon";
  fields.clearance_date = kToday;
  fields.max_hip_flexion = cap;
  fields.reason = "healed well";
  return Clearance::Create(fields, Shipped(), kToday).value();
}

const Finding& FindingOf(std::string_view rule, const Screening& screening) {
  const auto found = std::find_if(screening.findings.begin(), screening.findings.end(),
                                  [&](const Finding& f) { return f.rule_id.text() == rule; });
  Ensure(found != screening.findings.end());
  return *found;
}

bool Allows(const Screening& screening, const char* id) {
  return screening.Allows(*Shipped().FindExercise(ExerciseId(id)));
}

std::vector<std::string> AllowedIds(const Screening& screening) {
  std::vector<std::string> ids;
  for (const Exercise& exercise : Shipped().exercises) {
    if (screening.Allows(exercise)) ids.emplace_back(exercise.id.text());
  }
  return ids;
}

// -- Legs -----------------------------------------------------------------------------------------

TEST(LegLimitTest, ANewHipOnTheRightBindsTheRightLeg) {
  const Screening screening =
      ScreenAfter(TightAdult(), Has(ComorbidityCode::kHipReplacementPosterior, Side::kRight, 5),
                  {Cleared("S-16")});
  EXPECT_FALSE(screening.refused());
  EXPECT_EQ(FindingOf("S-16", screening).side, Side::kRight);
  constexpr LimitKind kHip = LimitKind::kMaxHipFlexionDegrees;
  EXPECT_EQ(screening.LimitOf(kHip, Side::kRight), 85);
  EXPECT_EQ(screening.LimitOf(kHip, Side::kLeft), std::nullopt);
  EXPECT_EQ(screening.LimitOf(kHip), 85);
  // The target stands for both legs, and the exercise goes as a whole.
  EXPECT_EQ(screening.LimitOf(LimitKind::kTargetHoldSeconds, Side::kLeft), 30);
  EXPECT_FALSE(Allows(screening, "HS-03"));
  EXPECT_TRUE(Allows(screening, "HS-01"));
}

TEST(LegLimitTest, AConditionOnBothSidesOrWithoutASideBindsBothLegs) {
  for (const Side side : {Side::kBoth, Side::kUnspecified}) {
    const Screening screening =
        ScreenAfter(TightAdult(), Has(ComorbidityCode::kHipImpingementOrLabrum, side));
    EXPECT_EQ(FindingOf("S-51", screening).side, Side::kUnspecified);
    EXPECT_EQ(screening.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kLeft), 80);
    EXPECT_EQ(screening.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kRight), 80);
    EXPECT_EQ(screening.limits.size(), 1U);
  }
}

TEST(LegLimitTest, EachLegTakesItsOwnStrictestLimit) {
  const Screening screening =
      ScreenAfter(TightAdult(),
                  And({Has(ComorbidityCode::kHipReplacementPosterior, Side::kRight, 5),
                       Has(ComorbidityCode::kHipOsteoarthritisSevere, Side::kLeft)}),
                  {Cleared("S-16")});
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kRight), 85);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kLeft), 80);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxHipFlexionDegrees), 80);
}

TEST(LegLimitTest, ALegsLimitThatSaysNoMoreThanThatOfBothIsLeftOut) {
  const Screening screening =
      ScreenAfter(TightAdult(),
                  And({Has(ComorbidityCode::kHipReplacementPosterior, Side::kRight, 5),
                       Has(ComorbidityCode::kHipOsteoarthritisSevere, Side::kBoth)}),
                  {Cleared("S-16")});
  const auto hip = std::count_if(
      screening.limits.begin(), screening.limits.end(),
      [](const LimitInForce& l) { return l.kind == LimitKind::kMaxHipFlexionDegrees; });
  EXPECT_EQ(hip, 1);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kRight), 80);
}

TEST(LegLimitTest, TheEarlyPhaseOfAStrainLimitsTheDoseOfTheSoreLegOnly) {
  const Screening screening = ScreenAfter(StrainedAdult(), [](auto&) {});
  for (const LimitKind kind :
       {LimitKind::kStartHoldSeconds, LimitKind::kMaxHoldSeconds, LimitKind::kMaxDiscomfortScore}) {
    EXPECT_TRUE(screening.LimitOf(kind, Side::kLeft).has_value());
    EXPECT_EQ(screening.LimitOf(kind, Side::kRight), std::nullopt);
  }
  EXPECT_EQ(screening.LimitOf(LimitKind::kRecheckDays, Side::kRight), 7);
}

TEST(LegLimitTest, AKneeAndATendonLimitTheirOwnLeg) {
  const Screening screening =
      ScreenAfter(TightAdult(), And({Has(ComorbidityCode::kKneeEffusion, Side::kLeft),
                                     Has(ComorbidityCode::kIschialApophysitis, Side::kRight)}));
  EXPECT_EQ(screening.LimitOf(LimitKind::kSoftKneeDegrees, Side::kLeft), 10);
  EXPECT_EQ(screening.LimitOf(LimitKind::kSoftKneeDegrees, Side::kRight), std::nullopt);
  constexpr LimitKind kTendon = LimitKind::kMaxHipFlexionHamstringDegrees;
  EXPECT_EQ(screening.LimitOf(kTendon, Side::kRight), 45);
  EXPECT_EQ(screening.LimitOf(kTendon, Side::kLeft), std::nullopt);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxDiscomfortScore, Side::kLeft), 3);
}

TEST(LegLimitTest, AnEventLongAgoOnTheOtherSideBindsNothing) {
  const Screening screening =
      ScreenAfter(TightAdult(),
                  And({Has(ComorbidityCode::kHipReplacementPosterior, Side::kRight, 5),
                       Has(ComorbidityCode::kHipReplacementPosterior, Side::kLeft, 60)}),
                  {Cleared("S-16")});
  EXPECT_EQ(FindingOf("S-16", screening).side, Side::kRight);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kLeft), std::nullopt);
}

// -- Clearances -----------------------------------------------------------------------------------

TEST(ClearedRuleTest, WhatIsHeldIsRefusedUntilItsOwnClearance) {
  const Change surgery = Has(ComorbidityCode::kLumbarSurgery, Side::kUnspecified, 5);
  const Screening held = ScreenAfter(TightAdult(), surgery);
  EXPECT_TRUE(held.refused());
  EXPECT_THAT(AllowedIds(held), IsEmpty());
  EXPECT_TRUE(ScreenAfter(TightAdult(), surgery, {Cleared("S-20")}).refused());

  const Screening cleared = ScreenAfter(TightAdult(), surgery, {Cleared("S-19")});
  EXPECT_FALSE(cleared.refused());
  EXPECT_TRUE(FindingOf("S-19", cleared).cleared);
  EXPECT_TRUE(FindingOf("S-19", cleared).acknowledgement_required);
  EXPECT_EQ(FindingOf("S-19", cleared).severity, Severity::kExclude);
  EXPECT_FALSE(Allows(cleared, "HS-03"));
  EXPECT_TRUE(Allows(cleared, "HS-01"));
}

TEST(ClearedRuleTest, AClearedHoldWithoutAnEffectOnlyInforms) {
  const Screening cleared =
      ScreenAfter(TightAdult(), Has(ComorbidityCode::kAneurysm), {Cleared("S-31")});
  EXPECT_EQ(FindingOf("S-31", cleared).severity, Severity::kInform);
  EXPECT_EQ(AllowedIds(cleared).size(), Shipped().exercises.size());
}

TEST(ClearedRuleTest, AFlagHoldsLikeAHoldAndThenKeepsItsEffect) {
  for (const auto& [rule, code] : std::vector<std::pair<std::string_view, ComorbidityCode>>{
           {"S-16", ComorbidityCode::kHipReplacementPosterior},
           {"S-17", ComorbidityCode::kHipReplacementAnterior},
           {"S-18", ComorbidityCode::kKneeReplacement}}) {
    const Screening held = ScreenAfter(TightAdult(), Has(code));
    EXPECT_EQ(held.severity, Severity::kHoldClearance) << rule;
    EXPECT_THAT(AllowedIds(held), IsEmpty()) << rule;
    const Screening cleared = ScreenAfter(TightAdult(), Has(code), {Cleared(rule)});
    EXPECT_EQ(cleared.severity, Severity::kModify) << rule;
    EXPECT_FALSE(Allows(cleared, "PC-28")) << rule;
  }
}

TEST(ClearedRuleTest, AClearanceLowersTheCapAndNeverRaisesIt) {
  const Change hip = Has(ComorbidityCode::kHipReplacementPosterior, Side::kRight, 3);
  const Screening lower = ScreenAfter(TightAdult(), hip, {Cleared("S-16", Degrees(70))});
  EXPECT_EQ(lower.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kRight), 70);
  EXPECT_EQ(lower.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kLeft), std::nullopt);
}

TEST(ClearedRuleTest, ARuleWithoutACapGetsThatOfTheClearance) {
  const Screening screening =
      ScreenAfter(TightAdult(), Has(ComorbidityCode::kLowerLimbSurgery, Side::kLeft, 2),
                  {Cleared("S-21", Degrees(60))});
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kLeft), 60);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kRight), std::nullopt);
}

TEST(ClearedRuleTest, TheLatestClearanceThatHoldsCounts) {
  const auto given = [](int days_ago, std::optional<CivilDay> expiry, double cap) {
    ClearanceFields fields = Cleared("S-16", Degrees(cap)).fields();
    fields.clearance_date = kToday - std::chrono::days(days_ago);
    fields.expiry_date = expiry;
    return Clearance::Create(fields, Shipped(), kToday).value();
  };
  const Change hip = Has(ComorbidityCode::kHipReplacementPosterior, Side::kRight, 3);
  const auto cap = [&](const std::vector<Clearance>& clearances) {
    return ScreenAfter(TightAdult(), hip, clearances)
        .LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kRight);
  };
  const Clearance old = given(20, std::nullopt, 60);
  EXPECT_EQ(cap({given(2, std::nullopt, 80), old}), 80);
  EXPECT_EQ(cap({old, given(2, kToday, 80)}), 80);
  EXPECT_EQ(cap({old, given(2, kToday - std::chrono::days(1), 80)}), 60);
  EXPECT_TRUE(
      ScreenAfter(TightAdult(), hip, {given(2, kToday - std::chrono::days(1), 80)}).refused());
}

TEST(ClearedRuleTest, AnUpsetNerveKeepsItsListAndActsAsThePlainOneOnceCleared) {
  const Change upset = [](auto& f) { LegOf(f, Side::kRight).slump_test = TestResult::kPositive; };
  const Screening held = ScreenAfter(TightAdult(), upset);
  EXPECT_TRUE(held.refused());
  EXPECT_THAT(AllowedIds(held), UnorderedElementsAreArray({"TR-17", "W-00", "B-00"}));

  const Screening cleared = ScreenAfter(TightAdult(), upset, {Cleared("S-15")});
  const Screening plain = ScreenAfter(TightAdult(), [&](auto& f) {
    upset(f);
    LegOf(f, Side::kRight).leg_pain = Score(3);
    LegOf(f, Side::kRight).leg_pain_settling_minutes = 5;
  });
  EXPECT_FALSE(cleared.refused());
  EXPECT_EQ(AllowedIds(cleared), AllowedIds(plain));
  EXPECT_EQ(cleared.severity, plain.severity);
  EXPECT_EQ(cleared.removals[0].effect, plain.removals[0].effect);
}

TEST(ClearedRuleTest, ARaisedHoldFallsBackToTheRulesOwnEffect) {
  const Change bleeds = [](auto& f) { f.medications.push_back(Medication::kAnticoagulant); };
  EXPECT_TRUE(ScreenAfter(StrainedAdult(), bleeds).refused());
  const Screening cleared = ScreenAfter(StrainedAdult(), bleeds, {Cleared("S-34")});
  EXPECT_FALSE(cleared.refused());
  EXPECT_EQ(FindingOf("S-34", cleared).severity, Severity::kModify);
  EXPECT_EQ(cleared.LimitOf(LimitKind::kMaxDiscomfortScore, Side::kRight), 2);
}

TEST(ClearedRuleTest, AClearanceNeverLiftsARedFlagBesideIt) {
  const Screening screening =
      ScreenAfter(TightAdult(),
                  And({Has(ComorbidityCode::kAneurysm),
                       [](auto& f) { f.red_flags.Set(Fact::kFootDrop, Answer::kYes); }}),
                  {Cleared("S-31")});
  EXPECT_EQ(screening.severity, Severity::kRefuseRefer);
  EXPECT_THAT(AllowedIds(screening), IsEmpty());
}

// -- What comes later and what conditions add -----------------------------------------------------

Change CalmTendon() {
  return [](auto& f) {
    Has(ComorbidityCode::kProximalHamstringTendinopathy, Side::kRight, 12)(f);
    f.pain.sitting = Score(2);
    LegOf(f, Side::kRight).single_leg_bridge_pain = Score(2);
  };
}

TEST(LaterLimitTest, ACalmTendonMayBendFurtherFromTheFifthWeek) {
  const Screening screening = ScreenAfter(TightAdult(), CalmTendon());
  constexpr LimitKind kTendon = LimitKind::kMaxHipFlexionHamstringDegrees;
  EXPECT_THAT(screening.LaterWeeks(), ElementsAre(5));
  EXPECT_EQ(screening.LimitOf(kTendon, Side::kRight), 70);
  EXPECT_EQ(screening.InWeek(4).LimitOf(kTendon, Side::kRight), 70);
  EXPECT_EQ(screening.InWeek(5).LimitOf(kTendon, Side::kRight), 90);
  EXPECT_EQ(screening.InWeek(5).LimitOf(kTendon, Side::kLeft), std::nullopt);
  EXPECT_EQ(screening.InWeek(5, 2).LimitOf(kTendon, Side::kRight), 90);
  EXPECT_EQ(screening.InWeek(5, 3).LimitOf(kTendon, Side::kRight), 70);
  EXPECT_FALSE(Allows(screening, "HS-32"));
  EXPECT_TRUE(Allows(screening.InWeek(5), "HS-32"));
}

TEST(LaterLimitTest, WithoutSuchARuleNoWeekIsDifferent) {
  const Screening screening = ScreenAfter(TightAdult(), Has(ComorbidityCode::kVertigo));
  EXPECT_THAT(screening.LaterWeeks(), IsEmpty());
  EXPECT_EQ(screening.InWeek(9), screening);
}

std::vector<ExerciseId> SlotOf(const Screening& screening) {
  for (const Screening::Removal& removal : screening.removals) {
    if (!removal.effect.hamstring_slot.empty()) return removal.effect.hamstring_slot;
  }
  return {};
}

TEST(AddedEffectTest, AStaticStretchOfACalmTendonNeedsTheOptInAndATightLeg) {
  const auto slot = [](double deficit, bool opt_in) {
    return SlotOf(ScreenAfter(
        TightAdult(),
        [=](auto& f) {
          CalmTendon()(f);
          LegOf(f, Side::kRight).knee_extension_deficit = Degrees(deficit);
        },
        {}, opt_in));
  };
  EXPECT_THAT(slot(33.5, true), IsEmpty());
  EXPECT_EQ(slot(33.5, false).size(), 3U);
  EXPECT_EQ(slot(33, true).size(), 3U);
}

TEST(AddedEffectTest, ASoreHeelOfTheYoungTakesFastMovementOut) {
  AssessmentFields young = TightAdult();
  young.age_years = 12;
  const Screening plain = ScreenAfter(young, [](auto&) {});
  const Screening sore = ScreenAfter(young, Has(ComorbidityCode::kHeelOrKneeApophysitis));
  EXPECT_TRUE(Allows(plain, "HA-12"));
  EXPECT_FALSE(Allows(sore, "HA-12"));
  EXPECT_EQ(plain.LimitOf(LimitKind::kMaxDiscomfortScore), std::nullopt);
  EXPECT_EQ(sore.LimitOf(LimitKind::kMaxDiscomfortScore), 2);
  EXPECT_THAT(sore.RemovedBy(*Shipped().FindExercise(ExerciseId("HA-12"))),
              ElementsAre(RuleId("S-40")));
}

TEST(AddedEffectTest, TheNordicExerciseAtSixteenNeedsACoach) {
  AssessmentFields young = TightAdult();
  young.age_years = 16;
  const auto nordic = [&](Answer coach) {
    return Allows(ScreenAfter(young, [=](auto& f) { f.coach_present = coach; }), "PC-28");
  };
  EXPECT_TRUE(nordic(Answer::kYes));
  EXPECT_FALSE(nordic(Answer::kNo));
  EXPECT_FALSE(nordic(Answer::kUnspecified));
}

// -- Combinations ---------------------------------------------------------------------------------

TEST(CombinationTest, ANewHipAtSixtySixHoldsForThirtySecondsAtMost) {  // vignette V08
  const Screening screening =
      ScreenAfter(TightAdult(),
                  And({Has(ComorbidityCode::kHipReplacementPosterior, Side::kRight, 5),
                       [](auto& f) {
                         f.age_years = 66;
                         f.floor_transfer = FloorTransfer::kNo;
                         f.equipment = Having({Equipment::kBed, Equipment::kStrapOrTowel});
                       }}),
                  {Cleared("S-16")});
  EXPECT_FALSE(screening.refused());
  EXPECT_EQ(screening.LimitOf(LimitKind::kTargetHoldSeconds), 30);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxExerciseCount), 3);
  EXPECT_EQ(screening.supervision, Supervision::kFirstSession);
  for (const char* id : {"HS-03", "HS-04", "HS-05", "HS-06", "HS-07", "HS-08", "HS-09", "HA-10",
                         "HP-13", "TR-18", "TR-20", "TR-22", "PC-27", "PC-28", "AD-29", "HA-12"}) {
    EXPECT_FALSE(Allows(screening, id)) << id;
  }
  for (const char* id : {"HS-01", "TR-16", "TR-17"}) EXPECT_TRUE(Allows(screening, id)) << id;
}

TEST(CombinationTest, TwoRulesTakeTheUnionOfTagsAndTheMinimumOfEachCap) {
  const Screening screening = ScreenAfter(
      TightAdult(), And({Has(ComorbidityCode::kVertigo), Has(ComorbidityCode::kGlaucoma),
                         Has(ComorbidityCode::kOrthostaticHypotension)}));
  EXPECT_EQ(screening.severity, Severity::kExclude);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxTrunkLeanDegrees), 45);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMinRestSeconds), 30);
  EXPECT_THAT(screening.limits[0].rule_ids, ElementsAre(RuleId("S-33")));
  EXPECT_FALSE(Allows(screening, "HP-13"));  // S-32
  EXPECT_FALSE(Allows(screening, "HS-05"));  // S-33
}

TEST(CombinationTest, TheClosestSupervisionOfAllRulesStands) {
  AssessmentFields young = TightAdult();
  young.age_years = 12;
  EXPECT_EQ(ScreenAfter(young, [](auto&) {}).supervision, Supervision::kAdultPresent);
  EXPECT_EQ(ScreenAfter(young, Has(ComorbidityCode::kCognitiveImpairment)).supervision,
            Supervision::kEverySession);
}

TEST(CombinationTest, AProjectedWeekIsScreenedInItsOwnPhase) {
  const Assessment assessment = Legal(StrainedAdult());
  const auto rules = [&](StrainPhase phase) {
    const Screening screening = Screen(assessment, Shipped(), {kToday, {}, false, phase});
    std::vector<std::string> ids;
    for (const Finding& finding : screening.findings) ids.emplace_back(finding.rule_id.text());
    return ids;
  };
  EXPECT_THAT(rules(StrainPhase::kUnspecified), ElementsAre("S-11"));
  EXPECT_THAT(rules(StrainPhase::kS0), ElementsAre("S-10"));
  EXPECT_THAT(rules(StrainPhase::kS2), IsEmpty());
}

}  // namespace
}  // namespace ischia::domain
