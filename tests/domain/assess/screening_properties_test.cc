// What must hold of every screening: a further contraindication never widens what is allowed, never
// raises a limit of a leg, and never lowers severity or supervision.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/catalogue/load.h"
#include "service/domain/assess/safety.h"
#include "tests/support/assessment_builder.h"

namespace ischia::domain {
namespace {

using test::Legal;
using test::LegOf;

const Catalogue& Shipped() {
  static const auto* catalogue = new Catalogue(catalogue::LoadEmbedded().catalogue);
  return *catalogue;
}

using Change = std::function<void(AssessmentFields&)>;
struct Contraindication {
  std::string what;
  Change add;
};

void AddConditions(std::vector<Contraindication>& all) {
  for (int code = 1; code <= static_cast<int>(ComorbidityCode::kHeelOrKneeApophysitis); ++code) {
    for (const Side side : {Side::kRight, Side::kUnspecified}) {
      all.push_back({"condition " + std::to_string(code), [=](auto& f) {
                       Comorbidity& entry = f.comorbidities.emplace_back();
                       entry.code = static_cast<ComorbidityCode>(code);
                       entry.side = side;
                     }});
    }
  }
}

void AddMedications(std::vector<Contraindication>& all) {
  for (int medication = 1; medication <= static_cast<int>(Medication::kAntihypertensive);
       ++medication) {
    all.push_back({"medication " + std::to_string(medication),
                   [=](auto& f) { f.medications.push_back(static_cast<Medication>(medication)); }});
  }
}

void AddAnswers(std::vector<Contraindication>& all) {
  for (int item = 0; item <= static_cast<int>(Fact::kWorseAtLastTwoReviews); ++item) {
    const auto fact = static_cast<Fact>(item);
    if (fact == Fact::kWellsScore) continue;
    all.push_back(
        {std::string(FactName(fact)), [=](auto& f) { f.red_flags.Set(fact, Answer::kYes); }});
  }
  for (int deficit = 2; deficit <= static_cast<int>(NeuroDeficit::kProgressive); ++deficit) {
    all.push_back({"deficit " + std::to_string(deficit), [=](auto& f) {
                     f.neuro_deficit =
                         std::max(f.neuro_deficit, static_cast<NeuroDeficit>(deficit));
                   }});
  }
}

void AddFindings(std::vector<Contraindication>& all) {
  const std::vector<Contraindication> findings = {
      {"pressure 145", [](auto& f) { f.systolic_mmhg = 145; }},
      {"pressure 165", [](auto& f) { f.diastolic_mmhg = 102; }},
      {"falls", [](auto& f) { f.falls_12_months_count = 3; }},
      {"floor", [](auto& f) { f.floor_transfer = FloorTransfer::kNo; }},
      {"mood", [](auto& f) { f.low_mood = Answer::kYes; }},
      {"beighton", [](auto& f) { f.beighton_score = 9; }},
      {"slump", [](auto& f) { LegOf(f, Side::kRight).slump_test = TestResult::kPositive; }},
      {"sitting", [](auto& f) { f.pain.sitting = Score(8); }},
      {"flexion", [](auto& f) { f.flexion_provoked = Answer::kYes; }},
      {"bamic", [](auto& f) { f.strain.bamic_class = "4c"; }},
  };
  all.insert(all.end(), findings.begin(), findings.end());
}

std::vector<Contraindication> Contraindications() {
  std::vector<Contraindication> all;
  AddConditions(all);
  AddMedications(all);
  AddAnswers(all);
  AddFindings(all);
  return all;
}

AssessmentFields WithACalmTendon() {
  AssessmentFields fields = test::TightAdult();
  Comorbidity& entry = fields.comorbidities.emplace_back();
  entry.code = ComorbidityCode::kProximalHamstringTendinopathy;
  entry.side = Side::kLeft;
  entry.weeks_since = 20;
  fields.pain.sitting = Score(1);
  for (LegMeasurements& leg : fields.legs) leg.single_leg_bridge_pain = Score(1);
  return fields;
}

// Later, longer and softer is stricter; everything else is by being less.
bool IsLooser(LimitKind kind, std::optional<double> more, std::optional<double> fewer) {
  if (!fewer) return false;
  if (!more) return true;
  const bool by_being_more = kind == LimitKind::kMinRestSeconds ||
                             kind == LimitKind::kEarliestAfterRisingHours ||
                             kind == LimitKind::kSoftKneeDegrees;
  return by_being_more ? *more < *fewer : *more > *fewer;
}

// An empty text where `more` is as strict as `fewer` in everything.
std::string WhatGotLooser(const Screening& fewer, const Screening& more) {
  if (more.severity < fewer.severity) return "severity";
  for (const Exercise& exercise : Shipped().exercises) {
    if (more.Allows(exercise) && !fewer.Allows(exercise)) return std::string(exercise.id.text());
  }
  if (more.refused()) return {};  // nothing is dosed beneath a refusal
  if (more.supervision < fewer.supervision) return "supervision";
  for (int kind = 1; kind < static_cast<int>(LimitKind::kCount); ++kind) {
    for (const Side leg : {Side::kLeft, Side::kRight}) {
      const auto limit = static_cast<LimitKind>(kind);
      if (IsLooser(limit, more.LimitOf(limit, leg), fewer.LimitOf(limit, leg))) {
        return "limit " + std::to_string(kind);
      }
    }
  }
  return {};
}

// Unset where one of the two makes the other illegal (a condition listed twice).
std::optional<Screening> ScreenOf(AssessmentFields fields, const std::vector<Change>& changes) {
  for (const Change& change : changes) change(fields);
  const Result<Assessment> assessment = Assessment::Create(std::move(fields));
  if (!assessment.ok()) return std::nullopt;
  return Screen(*assessment, Shipped());
}

TEST(ScreeningPropertyTest, AFurtherContraindicationNeverWidensAnything) {
  const std::vector<Contraindication> all = Contraindications();
  for (const AssessmentFields& base :
       {test::TightAdult(), test::LowBackPainAdult(), test::StrainedAdult()}) {
    const Screening plain = *ScreenOf(base, {});
    for (const Contraindication& one : all) {
      const std::optional<Screening> first = ScreenOf(base, {one.add});
      if (!first) continue;
      EXPECT_EQ(WhatGotLooser(plain, *first), "") << one.what;
      for (const Contraindication& other : all) {
        const std::optional<Screening> both = ScreenOf(base, {one.add, other.add});
        if (both) {
          EXPECT_EQ(WhatGotLooser(*first, *both), "") << one.what << " and " << other.what;
        }
      }
    }
  }
}

// The one rule that gives way to another with a looser number: beneath S-12 efforts may hurt up to
// 3, while S-13 caps a stretch at 2. What is allowed still shrinks.
TEST(ScreeningPropertyTest, AnUpsetTendonIsAllowedNoMoreThanACalmOne) {
  const Screening calm = *ScreenOf(WithACalmTendon(), {});
  const Screening upset =
      *ScreenOf(WithACalmTendon(), {[](auto& f) { f.pain.sitting = Score(3); }});
  for (const Exercise& exercise : Shipped().exercises) {
    EXPECT_TRUE(calm.Allows(exercise) || !upset.Allows(exercise)) << exercise.id.text();
  }
  constexpr LimitKind kTendon = LimitKind::kMaxHipFlexionHamstringDegrees;
  EXPECT_LT(*upset.LimitOf(kTendon, Side::kLeft), *calm.LimitOf(kTendon, Side::kLeft));
}

TEST(ScreeningPropertyTest, TheSameAssessmentGivesTheSameAnswer) {
  for (const Contraindication& one : Contraindications()) {
    EXPECT_EQ(ScreenOf(test::TightAdult(), {one.add}), ScreenOf(test::TightAdult(), {one.add}));
  }
}

TEST(ScreeningPropertyTest, NobodyLiftsTheFirstEightRules) {
  std::vector<Clearance> every;
  for (const SafetyRule& rule : Shipped().rules) {
    ClearanceFields fields;
    fields.rule_id = rule.id;
    fields.cleared_by = "Dr. Ada Lind";
    fields.cleared_by_role = "surgeon";
    fields.clearance_date = CivilDay{};
    fields.reason = "healed well";
    const Result<Clearance> clearance = Clearance::Create(fields, Shipped(), CivilDay{});
    if (clearance.ok()) every.push_back(*clearance);
  }
  for (const Contraindication& one : Contraindications()) {
    AssessmentFields fields = test::TightAdult();
    one.add(fields);
    const Screening screening = Screen(Legal(fields), Shipped(), {CivilDay{}, every});
    for (const Finding& finding : screening.findings) {
      if (finding.severity == Severity::kRefuseRefer) {
        EXPECT_FALSE(finding.cleared) << one.what;
        EXPECT_TRUE(screening.refused()) << one.what;
      }
      EXPECT_NE(finding.severity, Severity::kHoldClearance) << one.what;
    }
  }
}

}  // namespace
}  // namespace ischia::domain
