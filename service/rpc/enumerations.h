// The enumerations of the contract and their twins in the domain: the same words in the same order,
// so that a number means the same on both sides. The few that differ have a conversion of their own
// beside the message that holds them.
#ifndef ISCHIA_SERVICE_RPC_ENUMERATIONS_H_
#define ISCHIA_SERVICE_RPC_ENUMERATIONS_H_

#include "ischia/v1/assessment.pb.h"
#include "ischia/v1/check_in.pb.h"
#include "ischia/v1/common.pb.h"
#include "ischia/v1/decision.pb.h"
#include "ischia/v1/filing.pb.h"
#include "ischia/v1/handout.pb.h"
#include "ischia/v1/launch.pb.h"
#include "ischia/v1/patient.pb.h"
#include "ischia/v1/practice.pb.h"
#include "ischia/v1/program.pb.h"
#include "ischia/v1/report.pb.h"
#include "service/application/resources.h"
#include "service/domain/assess/assessment.h"
#include "service/domain/catalogue.h"
#include "service/domain/follow/adherence.h"
#include "service/domain/follow/check_in.h"
#include "service/domain/follow/remeasure.h"
#include "service/domain/plan/course.h"
#include "service/domain/plan/program.h"
#include "service/domain/values.h"

namespace ischia::rpc {

template <auto last, auto last_on_the_wire>
struct SameWords {
  using Wire = decltype(last_on_the_wire);
  static constexpr int kLast = static_cast<int>(last_on_the_wire);
  static_assert(static_cast<int>(last) == kLast);
};

template <typename Domain>
struct Twin;

template <>
struct Twin<domain::Side> : SameWords<domain::Side::kBoth, v1::Side_MAX> {};
template <>
struct Twin<domain::Answer> : SameWords<domain::Answer::kNo, v1::Answer_MAX> {};
template <>
struct Twin<domain::TestResult> : SameWords<domain::TestResult::kNotDone, v1::TestResult_MAX> {};
template <>
struct Twin<domain::Severity> : SameWords<domain::Severity::kRefuseRefer, v1::Severity_MAX> {};
template <>
struct Twin<domain::Urgency> : SameWords<domain::Urgency::kEmergency, v1::Urgency_MAX> {};
template <>
struct Twin<domain::EvidenceGrade>
    : SameWords<domain::EvidenceGrade::kDesignRule, v1::EvidenceGrade_MAX> {};

template <>
struct Twin<domain::AssessmentKind>
    : SameWords<domain::AssessmentKind::kDischarge, v1::Assessment::Kind_MAX> {};
template <>
struct Twin<domain::NormSex> : SameWords<domain::NormSex::kNotStated, v1::NormSex_MAX> {};
template <>
struct Twin<domain::Pathway> : SameWords<domain::Pathway::kPrevention, v1::Pathway_MAX> {};
template <>
struct Twin<domain::AffectedSide> : SameWords<domain::AffectedSide::kBoth, v1::AffectedSide_MAX> {};
template <>
struct Twin<domain::KneeExtensionMethod>
    : SameWords<domain::KneeExtensionMethod::kApp, v1::KneeExtensionMethod_MAX> {};
template <>
struct Twin<domain::SlrLimitReason>
    : SameWords<domain::SlrLimitReason::kOther, v1::SlrLimitReason_MAX> {};
template <>
struct Twin<domain::Band> : SameWords<domain::Band::kSevere, v1::TightnessBand_MAX> {};
template <>
struct Twin<domain::NeuroDeficit>
    : SameWords<domain::NeuroDeficit::kProgressive, v1::NeuroDeficit_MAX> {};
template <>
struct Twin<domain::StrainGrade> : SameWords<domain::StrainGrade::kIII, v1::StrainGrade_MAX> {};
template <>
struct Twin<domain::StrainPhase> : SameWords<domain::StrainPhase::kS4, v1::StrainPhase_MAX> {};
template <>
struct Twin<domain::InjuryMechanism>
    : SameWords<domain::InjuryMechanism::kUnknown, v1::StrainHistory::Mechanism_MAX> {};
template <>
struct Twin<domain::Bruise> : SameWords<domain::Bruise::kLarge, v1::StrainHistory::Bruise_MAX> {};
template <>
struct Twin<domain::ComorbidityCode>
    : SameWords<domain::ComorbidityCode::kHeelOrKneeApophysitis, v1::Condition_MAX> {};
template <>
struct Twin<domain::Medication>
    : SameWords<domain::Medication::kAntihypertensive, v1::Medication_MAX> {};
template <>
struct Twin<domain::Equipment>
    : SameWords<domain::Equipment::kSliderOrSockOnSmoothFloor, v1::Equipment_MAX> {};
template <>
struct Twin<domain::FloorTransfer> : SameWords<domain::FloorTransfer::kNo, v1::FloorTransfer_MAX> {
};
template <>
struct Twin<domain::PelvicTilt> : SameWords<domain::PelvicTilt::kPosterior, v1::PelvicTilt_MAX> {};
template <>
struct Twin<domain::LumbarCurve> : SameWords<domain::LumbarCurve::kIncreased, v1::LumbarCurve_MAX> {
};
template <>
struct Twin<domain::ToeTouch> : SameWords<domain::ToeTouch::kPalms, v1::ToeTouch_MAX> {};
template <>
struct Twin<domain::GoalClass> : SameWords<domain::GoalClass::kPosture, v1::GoalClass_MAX> {};
template <>
struct Twin<domain::SportLevel> : SameWords<domain::SportLevel::kElite, v1::SportLevel_MAX> {};

template <>
struct Twin<domain::Slot> : SameWords<domain::Slot::kBeforeSport, v1::ProgramItem::Slot_MAX> {};
template <>
struct Twin<domain::ProgramState>
    : SameWords<domain::ProgramState::kCompleted, v1::Program::State_MAX> {};
template <>
struct Twin<domain::LimitKind>
    : SameWords<domain::LimitKind::kSoftKneeDegrees, v1::LimitInForce::Kind_MAX> {};
template <>
struct Twin<domain::Measure> : SameWords<domain::Measure::kStraightLegRaise, v1::Measure_MAX> {};

template <>
struct Twin<domain::EvidenceClass>
    : SameWords<domain::EvidenceClass::kUnreported, v1::EvidenceClass_MAX> {};
template <>
struct Twin<domain::Origin> : SameWords<domain::Origin::kVisit, v1::CheckIn::Origin_MAX> {};
template <>
struct Twin<domain::Barrier> : SameWords<domain::Barrier::kIllOrTravel, v1::CheckIn::Barrier_MAX> {
};
template <>
struct Twin<domain::AdherenceBand>
    : SameWords<domain::AdherenceBand::kCannotJudge, v1::AdherenceFigures::Band_MAX> {};

template <>
struct Twin<domain::EditKind>
    : SameWords<domain::EditKind::kOptInStatic, v1::ProgramEdit::Kind_MAX> {};
template <>
struct Twin<domain::DecisionKind>
    : SameWords<domain::DecisionKind::kAdvance, v1::WeeklyDecision::Kind_MAX> {};
template <>
struct Twin<app::DecisionState>
    : SameWords<app::DecisionState::kOverridden, v1::WeeklyDecision::State_MAX> {};
template <>
struct Twin<domain::Response>
    : SameWords<domain::Response::kWorse, v1::Remeasurement::Response_MAX> {};
template <>
struct Twin<domain::PlateauStep>
    : SameWords<domain::PlateauStep::kAccept, v1::Remeasurement::PlateauStep_MAX> {};

template <>
struct Twin<app::PaperSize> : SameWords<app::PaperSize::kLetter, v1::PaperSize_MAX> {};
template <>
struct Twin<app::DeliveryMode> : SameWords<app::DeliveryMode::kPaper, v1::DeliveryMode_MAX> {};
template <>
struct Twin<app::HandoutKind> : SameWords<app::HandoutKind::kCalendar, v1::Handout::Kind_MAX> {};
// Only states that ShownState gives stand on the wire.
template <>
struct Twin<app::DeliveryState>
    : SameWords<app::DeliveryState::kCancelled, v1::Delivery::State_MAX> {};

template <>
struct Twin<app::FilingState> : SameWords<app::FilingState::kFailed, v1::Filing::State_MAX> {};
template <>
struct Twin<app::FilingFailure>
    : SameWords<app::FilingFailure::kHostUnavailable, v1::FailFilingRequest::Reason_MAX> {};

template <>
struct Twin<app::LaunchView> : SameWords<app::LaunchView::kPractice, v1::Launch::View_MAX> {};
template <>
struct Twin<app::IdentityKind>
    : SameWords<app::IdentityKind::kAgeOfNoPathway, v1::IdentityFinding::Kind_MAX> {};

template <typename Domain>
using WireOf = typename Twin<Domain>::Wire;

template <typename Domain>
constexpr WireOf<Domain> ToWire(Domain value) {
  return static_cast<WireOf<Domain>>(static_cast<int>(value));
}

}  // namespace ischia::rpc

#endif  // ISCHIA_SERVICE_RPC_ENUMERATIONS_H_
