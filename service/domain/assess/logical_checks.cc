// combinations of legal values that hint at a wrong entry or a missed finding
// (evidence.md 1.4).
#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "service/domain/assess/bands.h"
#include "service/domain/assess/safety.h"

namespace ischia::domain {
namespace {

constexpr Side kSides[] = {Side::kRight, Side::kLeft};

std::optional<Degrees> ValueOf(const LegMeasurements* leg, Measure measure) {
  if (leg == nullptr) return std::nullopt;
  return measure == Measure::kKneeExtensionDeficit ? leg->knee_extension_deficit
                                                   : leg->straight_leg_raise;
}

bool Is(const Facts& facts, Fact fact) { return facts.Get(fact) == 1; }

class Checks {
 public:
  Checks(const Assessment& assessment, const Facts& facts)
      : assessment_(assessment), facts_(facts) {}

  InputUsed Of(Fact fact) const { return InputOf(fact, facts_, assessment_); }
  InputUsed Of(Measure measure, Side side) const { return InputOf(measure, side, assessment_); }

  void Ask(std::string_view rule, Side side, std::initializer_list<InputUsed> inputs) {
    Finding finding;
    finding.rule_id = RuleId(rule);
    finding.severity = Severity::kInform;
    finding.side = side;
    finding.inputs = inputs;
    findings_.push_back(std::move(finding));
  }

  std::vector<Finding> Take() && { return std::move(findings_); }

 private:
  const Assessment& assessment_;
  const Facts& facts_;
  std::vector<Finding> findings_;
};

// A straight knee at 90 degrees of hip flexion does not go with a stiff raise.
void CheckMethodsAgree(const Assessment& assessment, const LogicalCheckRule& rule, Checks& checks) {
  for (const Side side : kSides) {
    const LegMeasurements* leg = assessment.Leg(side);
    const auto deficit = ValueOf(leg, Measure::kKneeExtensionDeficit);
    const auto raise = ValueOf(leg, Measure::kStraightLegRaise);
    if (deficit && deficit->value() == 0 && raise && raise->value() < rule.stiff_raise) {
      checks.Ask("X-01", side,
                 {checks.Of(Measure::kKneeExtensionDeficit, side),
                  checks.Of(Measure::kStraightLegRaise, side)});
    }
  }
}

void CheckLooseButTight(const Facts& facts, const LogicalCheckRule& rule, Checks& checks) {
  if (Is(facts, Fact::kPathwayTight) &&
      facts.Get(Fact::kLargestStraightLegRaise).value_or(0) >= rule.loose_raise) {
    checks.Ask("X-02", Side::kUnspecified,
               {checks.Of(Fact::kLargestStraightLegRaise), checks.Of(Fact::kPathwayTight)});
  }
}

// Normal length, a complaint of tightness and a pelvis tipped forward: long and tense.
void CheckLongAndTense(const Assessment& assessment, const Facts& facts, const Norms& norms,
                       Checks& checks) {
  if (!Is(facts, Fact::kPathwayTight) || !Is(facts, Fact::kAnteriorPelvicTilt)) return;
  const std::vector<LegBand> bands = Bands(assessment, norms);
  const auto normal_knee = [](const LegBand& leg) {
    return leg.measure == Measure::kKneeExtensionDeficit && leg.band == Band::kNormal;
  };
  if (bands.empty() || !std::all_of(bands.begin(), bands.end(), normal_knee)) return;
  checks.Ask("X-03", Side::kUnspecified,
             {checks.Of(Fact::kAnteriorPelvicTilt),
              checks.Of(Measure::kKneeExtensionDeficit, bands.front().side),
              checks.Of(Fact::kPathwayTight)});
}

void CheckTestedTooEarly(const Assessment& assessment, const LogicalCheckRule& rule,
                         Checks& checks) {
  const std::optional<int> days = assessment.fields().strain.days_since_injury;
  if (!days || *days >= rule.fresh_injury_days) return;
  for (const Side side : kSides) {
    if (!ValueOf(assessment.Leg(side), Measure::kKneeExtensionDeficit)) continue;
    const InputUsed injury{"strain.days_since_injury",
                           Side::kUnspecified,
                           static_cast<double>(*days),
                           Unit::kDays,
                           {}};
    checks.Ask("X-04", side, {injury, checks.Of(Measure::kKneeExtensionDeficit, side)});
  }
}

bool HasInjuryHistory(const StrainHistory& strain) {
  return strain.grade != StrainGrade::kUnspecified || strain.days_since_injury ||
         strain.prior_strain_count.value_or(0) > 0 || strain.months_since_last_strain ||
         strain.prior_acl_injury == Answer::kYes || strain.prior_calf_strain == Answer::kYes;
}

void CheckSidesAlike(const Assessment& assessment, const LogicalCheckRule& rule, Checks& checks) {
  if (HasInjuryHistory(assessment.fields().strain)) return;
  for (const Measure measure : {Measure::kKneeExtensionDeficit, Measure::kStraightLegRaise}) {
    const auto right = ValueOf(assessment.Leg(Side::kRight), measure);
    const auto left = ValueOf(assessment.Leg(Side::kLeft), measure);
    const bool differ =
        right && left && std::abs(right->value() - left->value()) >= rule.large_side_difference;
    if (!differ) continue;
    checks.Ask("X-05", Side::kUnspecified,
               {checks.Of(measure, Side::kRight), checks.Of(measure, Side::kLeft)});
    return;  // one question, whichever test shows it
  }
}

void CheckRestHurtsLess(const PainScores& pain, Checks& checks) {
  if (!pain.rest || !pain.activity || *pain.activity >= *pain.rest) return;
  const auto score = [](std::string_view field, Score value) {
    return InputUsed{
        field, Side::kUnspecified, static_cast<double>(value.value()), Unit::kScore, {}};
  };
  checks.Ask("X-06", Side::kUnspecified,
             {score("pain.activity_score", *pain.activity), score("pain.rest_score", *pain.rest)});
}

void CheckScreenOfBackPain(const Facts& facts, const LogicalCheckRule& rule, Checks& checks) {
  if (!Is(facts, Fact::kPathwayLowBackPain)) return;
  const std::optional<double> age = facts.Get(Fact::kAgeYears);
  const bool unusual_age =
      age && (*age < rule.first_episode_from_age || *age > rule.first_episode_to_age);
  if (Is(facts, Fact::kConstantNightPain)) {
    checks.Ask("X-07", Side::kUnspecified,
               {checks.Of(Fact::kConstantNightPain), checks.Of(Fact::kPathwayLowBackPain)});
  } else if (unusual_age && Is(facts, Fact::kFirstBackPainEpisode)) {
    checks.Ask("X-07", Side::kUnspecified,
               {checks.Of(Fact::kFirstBackPainEpisode), checks.Of(Fact::kAgeYears),
                checks.Of(Fact::kPathwayLowBackPain)});
  }
}

}  // namespace

std::vector<Finding> LogicalChecks(const Assessment& assessment, const Facts& facts,
                                   const Catalogue& catalogue) {
  const LogicalCheckRule& rule = catalogue.logical_checks;
  Checks checks(assessment, facts);
  CheckMethodsAgree(assessment, rule, checks);
  CheckLooseButTight(facts, rule, checks);
  CheckLongAndTense(assessment, facts, catalogue.norms, checks);
  CheckTestedTooEarly(assessment, rule, checks);
  CheckSidesAlike(assessment, rule, checks);
  CheckRestHurtsLess(assessment.fields().pain, checks);
  CheckScreenOfBackPain(facts, rule, checks);
  return std::move(checks).Take();
}

}  // namespace ischia::domain
