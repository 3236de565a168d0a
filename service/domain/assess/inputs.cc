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

// The first leg that fits. Precondition: there is one.
template <typename Fits>
std::size_t LegIndex(const Assessment& assessment, Fits fits) {
  const auto& legs = assessment.fields().legs;
  const auto leg = std::find_if(legs.begin(), legs.end(), fits);
  Ensure(leg != legs.end());
  return static_cast<std::size_t>(leg - legs.begin());
}

Unit UnitOf(Fact fact) {
  switch (fact) {
    case Fact::kWellsScore:
    case Fact::kBeightonScore:
    case Fact::kSelfEfficacyScore:
      return Unit::kScore;
    case Fact::kAgeYears:
      return Unit::kYears;
    case Fact::kSystolicMmhg:
    case Fact::kDiastolicMmhg:
      return Unit::kMmhg;
    case Fact::kFallsIn12Months:
      return Unit::kCount;
    case Fact::kTimedUpAndGoSeconds:
      return Unit::kSeconds;
    case Fact::kSittingHours:
      return Unit::kHours;
    default:
      return Unit::kNone;  // an answer: said in a word
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

// The answer in the words of the field, which for most facts is yes or no.
std::string_view WordOf(Fact fact, bool holds, const AssessmentFields& fields) {
  switch (fact) {
    case Fact::kPathwayTight:
    case Fact::kPathwayLowBackPain:
      return Word(fields.pathway);
    case Fact::kSevereMotorDeficit:
      return Word(fields.neuro_deficit);
    case Fact::kFloorTransferUnsafe:
      return Word(fields.floor_transfer);
    case Fact::kAnteriorPelvicTilt:
      return Word(fields.pelvic_tilt);
    case Fact::kOsteoporosis:
      return holds ? "OSTEOPOROSIS" : "no";
    case Fact::kFragilityFracture:
      return holds ? "FRAGILITY_FRACTURE" : "no";
    case Fact::kVertebralFracture:
      return holds ? "VERTEBRAL_FRACTURE" : "no";
    case Fact::kHypermobilitySyndrome:
      return holds ? "HYPERMOBILITY_SYNDROME" : "no";
    case Fact::kHypertensionNotAtTarget:
      return holds ? "HYPERTENSION not at target" : "no";
    default:
      return holds ? "yes" : "no";
  }
}

InputUsed TendernessInput(bool holds, const Assessment& assessment) {
  const Answer answer = holds ? Answer::kYes : Answer::kNo;
  const std::size_t index = LegIndex(
      assessment, [&](const LegMeasurements& leg) { return leg.ischial_tenderness == answer; });
  return {kTendernessPaths[index], assessment.fields().legs[index].side, 0, Unit::kNone,
          holds ? "yes" : "no"};
}

// The screen is the usual source of a large bruise; the history of a strain is the other.
std::string_view FieldOf(Fact fact, const AssessmentFields& fields) {
  const bool from_history = fact == Fact::kLargeThighBruise &&
                            fields.strain.bruise == Bruise::kLarge &&
                            fields.red_flags.Get(fact) != Answer::kYes;
  return from_history ? "strain.bruise" : FactField(fact);
}

}  // namespace

InputUsed InputOf(Fact fact, const Facts& facts, const Assessment& assessment) {
  const std::optional<double> value = facts.Get(fact);
  Ensure(value.has_value());
  if (fact == Fact::kIschialTenderness) return TendernessInput(*value != 0, assessment);
  if (fact == Fact::kLargestStraightLegRaise) {
    const std::size_t index = LegIndex(assessment, [&](const LegMeasurements& leg) {
      return leg.straight_leg_raise == Degrees(*value);
    });
    return InputOf(Measure::kStraightLegRaise, assessment.fields().legs[index].side, assessment);
  }
  InputUsed input{FieldOf(fact, assessment.fields()), Side::kUnspecified, *value, UnitOf(fact), {}};
  if (input.unit == Unit::kNone) {
    input.number = 0;
    input.word = WordOf(fact, *value != 0, assessment.fields());
  }
  return input;
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
