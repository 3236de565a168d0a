#include "service/domain/assess/inputs.h"

#include <algorithm>

#include "service/domain/result.h"

namespace ischia::domain {
namespace {

// An assessment has at most two legs, so their paths are written out.
using LegPaths = std::string_view[2];
constexpr LegPaths kKneeDeficitPaths = {"legs[0].knee_extension_deficit_degrees",
                                        "legs[1].knee_extension_deficit_degrees"};
constexpr LegPaths kRaisePaths = {"legs[0].straight_leg_raise_degrees",
                                  "legs[1].straight_leg_raise_degrees"};
constexpr LegPaths kTendernessPaths = {"legs[0].ischial_tenderness", "legs[1].ischial_tenderness"};
constexpr LegPaths kLegPainPaths = {"legs[0].leg_pain_score", "legs[1].leg_pain_score"};
constexpr LegPaths kSettlingPaths = {"legs[0].leg_pain_settling_minutes",
                                     "legs[1].leg_pain_settling_minutes"};
constexpr LegPaths kResistedPaths = {"legs[0].resisted_knee_flexion_pain_score",
                                     "legs[1].resisted_knee_flexion_pain_score"};
constexpr LegPaths kBridgePaths = {"legs[0].single_leg_bridge_pain_score",
                                   "legs[1].single_leg_bridge_pain_score"};
constexpr LegPaths kNeuralRaisePaths = {"legs[0].straight_leg_raise_neural",
                                        "legs[1].straight_leg_raise_neural"};
constexpr LegPaths kCrossedRaisePaths = {"legs[0].crossed_straight_leg_raise",
                                         "legs[1].crossed_straight_leg_raise"};
constexpr LegPaths kSlumpPaths = {"legs[0].slump_test", "legs[1].slump_test"};
constexpr LegPaths kLimitReasonPaths = {"legs[0].straight_leg_raise_limit_reason",
                                        "legs[1].straight_leg_raise_limit_reason"};

// The first leg that fits. Precondition: there is one.
template <typename Fits>
std::size_t LegIndex(const Assessment& assessment, Fits fits) {
  const auto& legs = assessment.fields().legs;
  const auto leg = std::find_if(legs.begin(), legs.end(), fits);
  Ensure(leg != legs.end());
  return static_cast<std::size_t>(leg - legs.begin());
}

// Unset: an answer, said in a word.
std::optional<Unit> UnitOf(Fact fact) {
  switch (fact) {
    case Fact::kSelfEfficacyScore:
    case Fact::kSittingScore:
    case Fact::kWalkingScore:
    case Fact::kJoggingScore:
      return Unit::kScore;
    case Fact::kAgeYears:
      return Unit::kYears;
    case Fact::kSystolicMmhg:
    case Fact::kDiastolicMmhg:
      return Unit::kMmhg;
    case Fact::kFallsIn12Months:
    case Fact::kPriorStrainCount:
      return Unit::kCount;
    case Fact::kTimedUpAndGoSeconds:
      return Unit::kSeconds;
    case Fact::kSittingHours:
      return Unit::kHours;
    case Fact::kDaysSinceInjury:
      return Unit::kDays;
    case Fact::kKneeSideDifference:
    case Fact::kKneeHyperextensionDegrees:
      return Unit::kDegrees;
    case Fact::kWellsScore:
    case Fact::kBeightonScore:
    case Fact::kBamicGrade:
    case Fact::kSpondylolisthesisGrade:
      return Unit::kNone;
    default:
      if (FactField(fact) == "comorbidities.weeks_since") return Unit::kWeeks;
      return std::nullopt;
  }
}

std::string_view Word(Pathway pathway) {
  switch (pathway) {
    case Pathway::kTight:
      return "TIGHT";
    case Pathway::kStrain:
      return "STRAIN";
    case Pathway::kLowBackPain:
      return "LBP";
    case Pathway::kPrevention:
      return "PREV";
    case Pathway::kUnspecified:
      break;
  }
  return {};
}

std::string_view Word(NeuroDeficit deficit) {
  switch (deficit) {
    case NeuroDeficit::kNone:
      return "NONE";
    case NeuroDeficit::kSensory:
      return "SENSORY";
    case NeuroDeficit::kReflex:
      return "REFLEX";
    case NeuroDeficit::kMotor4OrBetter:
      return "MOTOR_4_OR_BETTER";
    case NeuroDeficit::kMotor3OrWorse:
      return "MOTOR_3_OR_WORSE";
    case NeuroDeficit::kProgressive:
      return "PROGRESSIVE";
    case NeuroDeficit::kUnspecified:
      break;
  }
  return {};
}

std::string_view Word(FloorTransfer transfer) {
  switch (transfer) {
    case FloorTransfer::kIndependent:
      return "INDEPENDENT";
    case FloorTransfer::kWithHelp:
      return "WITH_HELP";
    case FloorTransfer::kNo:
      return "NO";
    case FloorTransfer::kUnspecified:
      break;
  }
  return {};
}

std::string_view Word(PelvicTilt tilt) {
  switch (tilt) {
    case PelvicTilt::kAnterior:
      return "ANTERIOR";
    case PelvicTilt::kNeutral:
      return "NEUTRAL";
    case PelvicTilt::kPosterior:
      return "POSTERIOR";
    case PelvicTilt::kUnspecified:
      break;
  }
  return {};
}

std::string_view Word(AffectedSide side) {
  switch (side) {
    case AffectedSide::kNone:
      return "NONE";
    case AffectedSide::kLeft:
      return "LEFT";
    case AffectedSide::kRight:
      return "RIGHT";
    case AffectedSide::kBoth:
      return "BOTH";
    case AffectedSide::kUnspecified:
      break;
  }
  return {};
}

// In the order of their enumerations.
constexpr std::string_view kGradeWords[] = {{}, "I", "II", "III"};
constexpr std::string_view kPhaseWords[] = {"S0", "S1", "S2", "S3", "S4"};
constexpr std::string_view kBandWords[] = {{}, "NORMAL", "MILD", "MODERATE", "SEVERE"};

// The answer in the words of the field, which for most facts is yes or no.
std::string_view WordOf(Fact fact, double value, const AssessmentFields& fields) {
  switch (fact) {
    case Fact::kPathwayTight:
    case Fact::kPathwayStrain:
    case Fact::kPathwayLowBackPain:
    case Fact::kPathwayPrevention:
      return Word(fields.pathway);
    case Fact::kSevereMotorDeficit:
    case Fact::kMildNerveDeficit:
    case Fact::kNerveDeficit:
      return Word(fields.neuro_deficit);
    case Fact::kFloorTransferUnsafe:
      return Word(fields.floor_transfer);
    case Fact::kAnteriorPelvicTilt:
      return Word(fields.pelvic_tilt);
    case Fact::kAffectedLeg:
      return Word(fields.affected_side);
    case Fact::kStrainGrade:
      return kGradeWords[static_cast<std::size_t>(value)];
    case Fact::kStrainPhase:
      return kPhaseWords[static_cast<std::size_t>(value)];
    case Fact::kKneeBand:
      return kBandWords[static_cast<std::size_t>(value)];
    default:
      break;
  }
  if (value == 0) return "no";
  return FactWord(fact).empty() ? "yes" : FactWord(fact);
}

// What a test of one leg said.
InputUsed ScoreOf(const LegPaths& paths, std::size_t index, double score, Unit unit,
                  const Assessment& assessment) {
  return {paths[index], assessment.fields().legs[index].side, score, unit, {}};
}

// The first positive test, or what else makes a nerve likely.
InputUsed PositiveNerveTest(const Assessment& assessment) {
  const auto& legs = assessment.fields().legs;
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const LegMeasurements& leg = legs[i];
    const auto said = [&](const LegPaths& paths, std::string_view word) {
      return InputUsed{paths[i], leg.side, 0, Unit::kNone, word};
    };
    if (leg.straight_leg_raise_neural == TestResult::kPositive) {
      return said(kNeuralRaisePaths, "POSITIVE");
    }
    if (leg.crossed_straight_leg_raise == TestResult::kPositive) {
      return said(kCrossedRaisePaths, "POSITIVE");
    }
    if (leg.slump_test == TestResult::kPositive) return said(kSlumpPaths, "POSITIVE");
    if (leg.straight_leg_raise_limit_reason == SlrLimitReason::kLegPainBelowKnee) {
      return said(kLimitReasonPaths, "LEG_PAIN_BELOW_KNEE");
    }
    if (leg.straight_leg_raise_limit_reason == SlrLimitReason::kTingling) {
      return said(kLimitReasonPaths, "TINGLING");
    }
  }
  return {FactField(Fact::kPositiveNerveTest), Side::kUnspecified, 0, Unit::kNone, "no"};
}

InputUsed TendernessInput(bool holds, const Assessment& assessment) {
  const Answer answer = holds ? Answer::kYes : Answer::kNo;
  const std::size_t index = LegIndex(
      assessment, [&](const LegMeasurements& leg) { return leg.ischial_tenderness == answer; });
  return {kTendernessPaths[index], assessment.fields().legs[index].side, 0, Unit::kNone,
          holds ? "yes" : "no"};
}

Side SoreLeg(const Assessment& assessment) {
  return assessment.fields().affected_side == AffectedSide::kLeft ? Side::kLeft : Side::kRight;
}

// The screen is the usual source of a large bruise; the history of a strain is the other.
std::string_view FieldOf(Fact fact, const AssessmentFields& fields) {
  const bool from_history = fact == Fact::kLargeThighBruise &&
                            fields.strain.bruise == Bruise::kLarge &&
                            fields.red_flags.Get(fact) != Answer::kYes;
  return from_history ? "strain.bruise" : FactField(fact);
}

}  // namespace

InputUsed InputOf(Fact fact, const Facts& facts, const Assessment& assessment, Side side) {
  const std::optional<double> value = facts.Get(fact, side);
  Ensure(value.has_value());
  const auto first = [&](auto fits) { return LegIndex(assessment, fits); };
  const auto of_side = [&](Side wanted) {
    return first([=](const LegMeasurements& leg) { return leg.side == wanted; });
  };
  switch (fact) {
    case Fact::kIschialTenderness:
      return TendernessInput(*value != 0, assessment);
    case Fact::kPositiveNerveTest:
      return PositiveNerveTest(assessment);
    case Fact::kLargestStraightLegRaise:
      return ScoreOf(kRaisePaths, first([&](const LegMeasurements& leg) {
                       return leg.straight_leg_raise == Degrees(*value);
                     }),
                     *value, Unit::kDegrees, assessment);
    case Fact::kLegPainScore:
      return ScoreOf(kLegPainPaths, first([&](const LegMeasurements& leg) {
                       return leg.leg_pain == Score(static_cast<int>(*value));
                     }),
                     *value, Unit::kScore, assessment);
    case Fact::kLegPainSettlingMinutes:
      return ScoreOf(kSettlingPaths, first([&](const LegMeasurements& leg) {
                       return leg.leg_pain_settling_minutes == static_cast<int>(*value);
                     }),
                     *value, Unit::kMinutes, assessment);
    case Fact::kResistedFlexionScore:
      return ScoreOf(kResistedPaths, of_side(SoreLeg(assessment)), *value, Unit::kScore,
                     assessment);
    case Fact::kSoreLegBridgeScore:
      return ScoreOf(kBridgePaths, of_side(SoreLeg(assessment)), *value, Unit::kScore, assessment);
    case Fact::kSingleLegBridgeScore:
      return ScoreOf(kBridgePaths, of_side(side), *value, Unit::kScore, assessment);
    default:
      break;
  }
  InputUsed input{FieldOf(fact, assessment.fields()),
                  IsOfOneLeg(fact) ? side : Side::kUnspecified,
                  *value,
                  Unit::kNone,
                  {}};
  if (const std::optional<Unit> unit = UnitOf(fact)) {
    input.unit = *unit;
  } else {
    input.number = 0;
    input.word = WordOf(fact, *value, assessment.fields());
  }
  return input;
}

std::string ItemOf(std::string_view field, std::string_view word) {
  constexpr std::string_view kConditions = "comorbidities";
  const bool is_list = field == kConditions || field == "medications";
  std::string item(is_list ? word : field.substr(field.rfind('.') + 1));
  for (char& c : item) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return field.starts_with(kConditions) && !is_list ? std::string(kConditions) + '_' + item : item;
}

InputUsed InputOf(Measure measure, Side side, const Assessment& assessment) {
  const std::size_t index =
      LegIndex(assessment, [&](const LegMeasurements& leg) { return leg.side == side; });
  const LegMeasurements& leg = assessment.fields().legs[index];
  const bool by_knee = measure == Measure::kKneeExtensionDeficit;
  const std::optional<Degrees>& value =
      by_knee ? leg.knee_extension_deficit : leg.straight_leg_raise;
  Ensure(value.has_value());
  return {
      (by_knee ? kKneeDeficitPaths : kRaisePaths)[index], side, value->value(), Unit::kDegrees, {}};
}

}  // namespace ischia::domain
