// The numbers of the shipped catalogue, entered a second time from evidence.md. Most tests of what
// the engine does with a number bring one of their own, so that a slip in the data shows here.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "service/catalogue/load.h"

namespace ischia::catalogue {
namespace {

using domain::Catalogue;
using domain::DoseStep;
using domain::ExerciseId;
using domain::ImportantChange;
using domain::Pathway;
using domain::PathwayTemplate;
using domain::StrainPhase;
using domain::TemplateItem;
using domain::TrunkRung;
using ::testing::ElementsAre;

const Catalogue& Shipped() {
  static const auto* const catalogue = new Catalogue(LoadEmbedded().catalogue);
  return *catalogue;
}

const PathwayTemplate& TemplateOf(Pathway pathway) { return *Shipped().FindPathway(pathway); }

std::string Joined(const std::vector<ExerciseId>& ids) {
  std::string all;
  for (ExerciseId id : ids) all += (all.empty() ? "" : "|") + std::string(id.text());
  return all;
}

// " S1-S3"; nothing where every phase will do.
std::string Phases(StrainPhase from, StrainPhase to) {
  constexpr const char* kNames[] = {"", "S0", "S1", "S2", "S3", "S4"};
  if (from == StrainPhase::kUnspecified && to == StrainPhase::kUnspecified) return "";
  return std::string(" ") + kNames[static_cast<std::size_t>(from)] + '-' +
         kNames[static_cast<std::size_t>(to)];
}

// "5 S2-: TR-20|TR-18, 2 x 5 x 6 s on 5 days"
std::vector<std::string> TrunkOf(Pathway pathway) {
  std::vector<std::string> rungs;
  for (const TrunkRung& rung : TemplateOf(pathway).trunk) {
    const DoseStep& dose = rung.dose;
    rungs.push_back(std::to_string(rung.from_week) +
                    Phases(rung.from_phase, StrainPhase::kUnspecified) + ": " +
                    Joined(rung.preference) + ", " + std::to_string(dose.sets) + " x " +
                    std::to_string(dose.repetitions) + " x " + std::to_string(dose.hold_seconds) +
                    " s on " + std::to_string(dose.days_per_week) + " days");
  }
  return rungs;
}

// "1-2 S1-S1: PC-25"
std::vector<std::string> ItemsOf(const std::vector<TemplateItem>& items) {
  std::vector<std::string> all;
  for (const TemplateItem& item : items) {
    all.push_back(std::to_string(item.from_week) + '-' +
                  (item.to_week == 0 ? "" : std::to_string(item.to_week)) +
                  Phases(item.from_phase, item.to_phase) + ": " + Joined(item.preference));
  }
  return all;
}

// -- Pathways: 4.2.2, 4.2.6, 4.2.7
// ------------------------------------------------------------------

TEST(NumbersTest, TheTrunkLadderOfEachPathway) {
  const auto ten_weeks =
      ElementsAre("1: TR-17|TR-16, 1 x 10 x 5 s on 7 days", "3: TR-18, 2 x 6 x 0 s on 5 days",
                  "5: TR-18, 2 x 10 x 0 s on 5 days", "7: TR-20, 2 x 5 x 6 s on 5 days",
                  "9: TR-21, 2 x 4 x 8 s on 3 days");
  EXPECT_THAT(TrunkOf(Pathway::kTight), ten_weeks);
  EXPECT_THAT(TrunkOf(Pathway::kPrevention), ten_weeks);
  EXPECT_THAT(
      TrunkOf(Pathway::kLowBackPain),
      ElementsAre("1: TR-17|TR-16, 1 x 10 x 5 s on 7 days", "3: TR-18, 2 x 6 x 0 s on 5 days",
                  "5: TR-20, 2 x 5 x 6 s on 5 days", "7: TR-21, 2 x 4 x 8 s on 3 days"));
  EXPECT_THAT(TrunkOf(Pathway::kStrain),
              ElementsAre("1: TR-17, 1 x 10 x 5 s on 7 days", "3 S1-: TR-18, 2 x 6 x 0 s on 5 days",
                          "5 S2-: TR-20|TR-18, 2 x 5 x 6 s on 5 days",
                          "7 S3-: TR-21, 2 x 4 x 8 s on 3 days"));
}

TEST(NumbersTest, WhatEachPathwayBringsInAndWhen) {
  const PathwayTemplate& tight = TemplateOf(Pathway::kTight);
  EXPECT_THAT(ItemsOf(tight.items), ElementsAre("3-: AD-29|AD-33", "5-: PC-24"));
  EXPECT_EQ(tight.items[0].condition.any.at(0).terms.at(0).number, 6) << "hours of sitting";
  EXPECT_THAT(ItemsOf(tight.items_normal_length),
              ElementsAre("1-: AD-29|AD-33", "3-: PC-24", "3-: PC-23"));
  const PathwayTemplate& back = TemplateOf(Pathway::kLowBackPain);
  EXPECT_THAT(ItemsOf(back.items), ElementsAre("3-: PC-23", "5-: PC-24"));
  EXPECT_EQ(Joined(back.stretch_late_only), "HS-04|HS-05");
  EXPECT_EQ(back.stretch_late_from_week, 5);
  EXPECT_THAT(
      ItemsOf(TemplateOf(Pathway::kStrain).items),
      ElementsAre("1- S1-S1: HA-10", "1-2 S1-S1: PC-25", "3- S1-S1: PC-23|PC-25", "1- S2-S2: HA-11",
                  "1- S3-S3: PC-26", "1- S2-S3: PC-27", "1- S2-S3: PC-23", "1- S4-: PC-28"));
  const PathwayTemplate& prevention = TemplateOf(Pathway::kPrevention);
  EXPECT_THAT(ItemsOf(prevention.items), ElementsAre("3-: PC-28", "3-4: PC-24", "5-: PC-27|PC-24"));
  EXPECT_EQ(prevention.maintenance_from_week, 7);
}

TEST(NumbersTest, HowManyExercises) {
  EXPECT_EQ(Shipped().default_exercise_count, 3);
  EXPECT_EQ(Shipped().max_exercise_count, 4);
  EXPECT_EQ(TemplateOf(Pathway::kTight).chosen_exercise_count, 0);
  EXPECT_EQ(TemplateOf(Pathway::kLowBackPain).chosen_exercise_count, 0);
  EXPECT_EQ(TemplateOf(Pathway::kPrevention).chosen_exercise_count, 5);
  EXPECT_EQ(TemplateOf(Pathway::kStrain).chosen_exercise_count, 5);
  EXPECT_EQ(TemplateOf(Pathway::kStrain).chosen_from_phase, StrainPhase::kS3);
}

// -- Doses: 4.2.1
// -----------------------------------------------------------------------------------

TEST(NumbersTest, TheStaticDose) {
  const domain::StaticDose& dose = Shipped().static_dose;
  EXPECT_EQ(dose.start_hold, 15);
  EXPECT_EQ(dose.gentle_start_hold, 10);
  EXPECT_EQ(dose.weekly_step, 5);
  EXPECT_EQ(dose.target_hold, 30);
  EXPECT_EQ(dose.session_seconds, 60);
  EXPECT_EQ(dose.severe_session_seconds, 90);
  EXPECT_EQ(dose.weekly_floor, 300);
  EXPECT_EQ(dose.weekly_cap, 600);
  EXPECT_EQ(dose.min_repetitions, 2);
  EXPECT_EQ(dose.max_repetitions, 6);
  EXPECT_EQ(dose.min_days, 5);
  EXPECT_EQ(dose.max_days, 7);
}

// -- Norms: 1.1 to 1.4, 4.2.5
// -----------------------------------------------------------------------

TEST(NumbersTest, WhereBandsBegin) {
  const domain::Norms& norms = Shipped().norms;
  EXPECT_EQ(norms.knee_female, (domain::BandCuts{19.4, 23.4, 33.4}));
  EXPECT_EQ(norms.knee_male, (domain::BandCuts{26.9, 33, 43}));
  EXPECT_EQ(norms.raise_female, (domain::BandCuts{80, 70, 60}));
  EXPECT_EQ(norms.raise_male, (domain::BandCuts{75, 65, 55}));
  EXPECT_EQ(norms.knee_mean_female, 13.4);
  EXPECT_EQ(norms.knee_mean_male, 17.8);
  EXPECT_EQ(norms.knee_detectable_change, 8);
  EXPECT_EQ(norms.raise_detectable_change, 7);
  EXPECT_EQ(norms.osteoporosis_t_score, -2.5);
}

TEST(NumbersTest, WhoIsOlder) {
  const domain::TrajectoryRule& rule = Shipped().trajectory;
  EXPECT_EQ(rule.older_age, 65);
  EXPECT_EQ(rule.older_until_week, 6);
}

TEST(NumbersTest, WhatIsAskedOfWhom) {
  const domain::MinimumDataRule& asked = Shipped().minimum_data;
  EXPECT_EQ(asked.blood_pressure_from_age, 40);
  EXPECT_EQ(asked.falls_from_age, 65);
  EXPECT_EQ(asked.beighton_from_raise, 100);
}

TEST(NumbersTest, WhatDoesNotGoTogether) {
  const domain::LogicalCheckRule& checks = Shipped().logical_checks;
  EXPECT_EQ(checks.stiff_raise, 60);
  EXPECT_EQ(checks.loose_raise, 100);
  EXPECT_EQ(checks.fresh_injury_days, 3);
  EXPECT_EQ(checks.large_side_difference, 20);
  EXPECT_EQ(checks.first_episode_from_age, 20);
  EXPECT_EQ(checks.first_episode_to_age, 50);
}

// -- Follow-up: 4.2.3, 4.2.4, 5.1, 5.5
// --------------------------------------------------------------

TEST(NumbersTest, WhatIsGoodAdherenceAndWhatALapse) {
  const domain::AdherenceRule& rule = Shipped().adherence;
  EXPECT_EQ(rule.good_percent, 80);
  EXPECT_EQ(rule.partial_percent, 50);
  EXPECT_EQ(rule.judged_from_percent, 50);
  EXPECT_EQ(rule.lapse_days, 3);
  EXPECT_EQ(rule.drop_out_days, 14);
  EXPECT_EQ(rule.raised_morning_points, 2);
  EXPECT_EQ(Shipped().check_ins.late_after_hours, 48);
  EXPECT_EQ(Shipped().check_ins.in_one_go_days, 3);
  EXPECT_EQ(Shipped().check_ins.in_one_go_minutes, 10);
}

TEST(NumbersTest, WhatAWeekHasToShow) {
  const domain::DecisionRule& rule = Shipped().decisions;
  EXPECT_EQ(rule.fewest_logged_days, 3);
  EXPECT_EQ(rule.symptom_weeks, 4);
  EXPECT_EQ(rule.holds_to_review, 3);
  EXPECT_EQ(rule.regresses_to_review, 2);
  EXPECT_EQ(rule.simplifies_to_review, 2);
  EXPECT_EQ(rule.pause_repeat_days, 14);
  EXPECT_EQ(rule.pause_steps_back, 2);
  EXPECT_EQ(rule.pause_reassess_days, 28);
}

TEST(NumbersTest, WhichChangesMatter) {
  const domain::RemeasurementRule& rule = Shipped().remeasurement;
  EXPECT_THAT(Shipped().remeasure_weeks, ElementsAre(3, 6, 12));
  EXPECT_THAT(rule.decision_weeks, ElementsAre(6, 12));
  EXPECT_EQ(rule.knee_change_two_testers, 15);
  EXPECT_EQ(rule.pain, (ImportantChange{2, 30}));
  EXPECT_EQ(rule.oswestry, (ImportantChange{10, 30}));
  EXPECT_EQ(rule.roland_morris, (ImportantChange{5, 30}));
  EXPECT_EQ(rule.lefs, (ImportantChange{9, 0}));
  EXPECT_EQ(rule.fash, (ImportantChange{10, 0}));
  EXPECT_EQ(rule.plateau_hold_weeks, 2);
  EXPECT_EQ(rule.plateau_step_weeks, 3);
}

TEST(NumbersTest, WhenAProgramHasDoneItsWork) {
  const domain::DischargeRule& rule = Shipped().discharge;
  EXPECT_EQ(rule.pain_at_most, 1);
  EXPECT_EQ(rule.strain_side_percent, 10);
  EXPECT_EQ(rule.healthy_lefs, 77);
  EXPECT_EQ(rule.best_fash, 100);
  EXPECT_EQ(rule.recheck_months, 3);
}

}  // namespace
}  // namespace ischia::catalogue
