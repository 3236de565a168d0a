// The keys of all sentences that the domain refers to. The catalogue's check resolves each of them
// in every language; placeholders stand in braces and are filled from a Reason's arguments: a
// number with its unit ("15 s", "7 days", "2"), or an exercise's title.
#ifndef ISCHIA_SERVICE_DOMAIN_STATEMENTS_H_
#define ISCHIA_SERVICE_DOMAIN_STATEMENTS_H_

#include <array>
#include <string_view>

namespace ischia::domain::statement {

using Key = std::string_view;

// -- Why this exercise stands here. The rule is the pathway's template unless another is named.
inline constexpr Key kWarmUp = "reason.choice.warm_up";
// First of the pathway's order of stretches that is safe and can be done at home.
inline constexpr Key kStretchPreferred = "reason.choice.stretch";
// The same, in the order for those who cannot get down to the floor and have no bed.
inline constexpr Key kStretchNoFloor = "reason.choice.stretch_no_floor";
// A safety rule (S-24) puts this in the place of the stretch.
inline constexpr Key kInPlaceOfStretch = "reason.choice.in_place_of_stretch";
// Stands in for {exercise}, which was too much (W-2).
inline constexpr Key kEasier = "reason.choice.easier";
// This week's step of the abdominal ladder: {week} is the week the step begins.
inline constexpr Key kTrunkStep = "reason.choice.trunk_step";
// The next step is removed or lacks equipment, so this one stays.
inline constexpr Key kTrunkStays = "reason.choice.trunk_stays";
// No step of the ladder can be used: the fallback of D-TRUNK.
inline constexpr Key kTrunkFallback = "reason.choice.trunk_fallback";
// The pathway brings it in from week {week}.
inline constexpr Key kTemplateItem = "reason.choice.template_item";
// From week {week}, in place of {exercise}, which is not called for or cannot be used.
inline constexpr Key kTemplateOtherwise = "reason.choice.template_otherwise";
// A safety rule brings it in from week {week}.
inline constexpr Key kRuleItem = "reason.choice.rule_item";
// Before sport, in no session.
inline constexpr Key kBeforeSport = "reason.choice.before_sport";
// Steps E2 and E4 of a plateau.
inline constexpr Key kOtherTechnique = "reason.choice.other_technique";
inline constexpr Key kFunctionFirst = "reason.choice.function_first";
// {exercise} comes first in the order of choice, but does not fit into {available}.
inline constexpr Key kFitsBetter = "reason.choice.fits_better";
// The clinician's edits; {exercise} is what was swapped.
inline constexpr Key kSwappedByClinician = "reason.choice.swapped";
inline constexpr Key kAddedByClinician = "reason.choice.added";
inline constexpr Key kLockedByClinician = "reason.choice.locked";
inline constexpr Key kSecondStretch = "reason.choice.second_stretch";

// -- Why this dose.
inline constexpr Key kWarmUpDose = "reason.dose.warm_up";  // {work}
// {repetitions} {hold} {days} {total}: seconds a week and leg
inline constexpr Key kStaticDose = "reason.dose.static";
inline constexpr Key kStandardStart = "reason.dose.standard_start";           // {hold}
inline constexpr Key kGentleForStrain = "reason.dose.gentle_strain";          // {hold}
inline constexpr Key kGentleForRestPain = "reason.dose.gentle_rest_pain";     // {hold}
inline constexpr Key kGentleForDiscomfort = "reason.dose.gentle_discomfort";  // {hold}
inline constexpr Key kGentleForAge = "reason.dose.gentle_age";                // {hold}
inline constexpr Key kGentleByRule = "reason.dose.gentle_rule";        // {hold}; the safety rule's
inline constexpr Key kGentleOnRequest = "reason.dose.gentle_request";  // {hold}
// {hold}; never stretched before and low confidence
inline constexpr Key kGentleForConfidence = "reason.dose.gentle_confidence";
inline constexpr Key kHoldGrows = "reason.dose.hold_grows";         // {step} {hold}
inline constexpr Key kHoldAtTarget = "reason.dose.hold_at_target";  // {hold}
inline constexpr Key kHoldRepeats = "reason.dose.hold_repeats";     // {hold}
inline constexpr Key kHoldGoesBack = "reason.dose.hold_goes_back";  // {hold}
inline constexpr Key kTargetByRule = "reason.dose.target_rule";     // {target}; the safety rule's
inline constexpr Key kHoldCapped = "reason.dose.hold_capped";       // {hold}; the safety rule's
inline constexpr Key kSevereVolume = "reason.dose.severe_volume";   // {total}: seconds a session
inline constexpr Key kMoreForPlateau = "reason.dose.more_for_plateau";  // {total}: likewise
// {repetitions} {hold} {days} {total}
inline constexpr Key kMaintenanceDose = "reason.dose.maintenance";
// The better leg of a one-sided program: half the repetitions, optional. {repetitions}
inline constexpr Key kOtherLeg = "reason.dose.other_leg";
inline constexpr Key kLongerRest = "reason.dose.longer_rest";  // {rest}; the safety rule's
// A static stretch of another muscle: {repetitions} {hold} {days}
inline constexpr Key kAdjunctDose = "reason.dose.adjunct";
// {work}: seconds of the push; {repetitions} {hold} {days}
inline constexpr Key kPushRelaxDose = "reason.dose.push_relax";
inline constexpr Key kTrunkHolds = "reason.dose.trunk_holds";  // {sets} {repetitions} {hold} {days}
inline constexpr Key kTrunkMoves = "reason.dose.trunk_moves";  // {sets} {repetitions} {days}
inline constexpr Key kEntryHolds = "reason.dose.entry_holds";  // {sets} {repetitions} {hold} {days}
inline constexpr Key kEntryMoves = "reason.dose.entry_moves";  // {sets} {repetitions} {days}
// The clinician's edits made it less.
inline constexpr Key kDoseByClinician = "reason.dose.clinician";
// A safety rule's own ladder: {sets} {repetitions} {hold} {days}
inline constexpr Key kLadderHolds = "reason.dose.ladder_holds";

// -- Why this week is as it is.
// No stretch block: both legs are of normal length, the feeling of tightness has another cause.
inline constexpr Key kNormalLength = "reason.week.normal_length";
// A strain enters a phase, in the order of domain::StrainPhase, whose first is none.
inline constexpr std::array<Key, 6> kPhases = {"",
                                               "reason.week.phase_s0",
                                               "reason.week.phase_s1",
                                               "reason.week.phase_s2",
                                               "reason.week.phase_s3",
                                               "reason.week.phase_s4"};
// A rule forbids by now what the clinician had wished: {exercise}
inline constexpr Key kEditGivesWay = "reason.week.edit_gives_way";
// Week {week} could not be filled; nothing is projected from there on.
inline constexpr Key kProjectionEnds = "reason.week.projection_ends";
inline constexpr Key kRemeasure = "reason.week.remeasure";             // {week}
inline constexpr Key kTrunkMovesOn = "reason.week.trunk_moves_on";     // {exercise} {replacement}
inline constexpr Key kTrunkGoesBack = "reason.week.trunk_goes_back";   // {exercise} {replacement}
inline constexpr Key kStretchChanges = "reason.week.stretch_changes";  // {exercise} {replacement}
inline constexpr Key kItemEnds = "reason.week.item_ends";              // {exercise}
// The first in the order of choice does not fit: {exercise} {available}
inline constexpr Key kTooLong = "reason.week.too_long";
inline constexpr Key kLeftForSimplicity = "reason.week.left_for_simplicity";  // {exercise}
inline constexpr Key kLeftForTime = "reason.week.left_for_time";  // {exercise} {minutes}
// {exercise} {replacement} {minutes}
inline constexpr Key kReplacedForTime = "reason.week.replaced_for_time";
// {exercise} {count}; D-COUNT or the safety rule that sets the count
inline constexpr Key kLeftForCount = "reason.week.left_for_count";
inline constexpr Key kLargerVolumeLeftForTime =
    "reason.week.larger_volume_left_for_time";                    // {minutes}
inline constexpr Key kShortRest = "reason.week.short_rest";       // {rest}
inline constexpr Key kShortWarmUp = "reason.week.short_warm_up";  // {work}
// Stretch and abdominal exercise take turns: {stretch_days} {trunk_days}
inline constexpr Key kTrunkAlternates = "reason.week.trunk_alternates";
// The least that is worth doing does not fit: {minutes} are needed, {available} are there.
inline constexpr Key kNeedsMinutes = "reason.week.needs_minutes";

// -- Why an exercise is in no week.
inline constexpr Key kRemovedByRule = "reason.excluded.rule";        // the safety rule's
inline constexpr Key kOtherPreferred = "reason.excluded.preferred";  // {exercise}
inline constexpr Key kNoPlace = "reason.excluded.no_place";
inline constexpr Key kNotCalledFor = "reason.excluded.not_called_for";
inline constexpr Key kNoStretchNeeded = "reason.excluded.no_stretch_needed";
inline constexpr Key kNoTimeForIt = "reason.excluded.no_time";    // {minutes}
inline constexpr Key kTooManyItems = "reason.excluded.too_many";  // {count}
inline constexpr Key kNoRoomForIt = "reason.excluded.no_room";    // {available}
inline constexpr Key kNotWhileSimple = "reason.excluded.not_while_simple";
inline constexpr Key kLocked = "reason.excluded.locked";  // what must come first has not come
inline constexpr Key kRemovedForPain = "reason.excluded.pain";
inline constexpr Key kRemovedByClinician = "reason.excluded.clinician";
// It needs a piece that is not at hand; in the order of domain::Equipment, which has no first one.
inline constexpr std::array<Key, 14> kNoEquipment = {
    "",
    "reason.excluded.equipment.strap_or_towel",
    "reason.excluded.equipment.chair",
    "reason.excluded.equipment.step",
    "reason.excluded.equipment.wall",
    "reason.excluded.equipment.doorway_or_wall_corner",
    "reason.excluded.equipment.mat",
    "reason.excluded.equipment.dowel_or_broom",
    "reason.excluded.equipment.bed",
    "reason.excluded.equipment.partner_or_anchor",
    "reason.excluded.equipment.pillow",
    "reason.excluded.equipment.counter_or_table",
    "reason.excluded.equipment.support_rail_or_counter",
    "reason.excluded.equipment.slider_or_sock_on_smooth_floor",
};

// -- How a number is said with its unit, in the order of domain::Unit: {number}. Days, counts and
// bare numbers stand alone.
inline constexpr std::array<Key, 11> kAmounts = {
    "",           "unit.degrees", "unit.score", "unit.seconds", "unit.minutes", "unit.hours", "",
    "unit.years", "unit.mmhg",    "",           "unit.weeks",
};

// -- Why an expected range is as it is.
inline constexpr Key kExpectedCurve = "reason.trajectory.curve";
// From the age of the trajectory rule: a straight line for the first weeks. {age} {week}
inline constexpr Key kExpectedLine = "reason.trajectory.line";

// -- Why a week was decided on as it was. {limit} is the cut of the rule that was met.
inline constexpr Key kRedFlag = "reason.decision.red_flag";
inline constexpr Key kSharpPainIn = "reason.decision.sharp_pain_in";  // {exercise}
inline constexpr Key kSharpPain = "reason.decision.sharp_pain";
inline constexpr Key kTinglingDays = "reason.decision.tingling_days";          // {limit}
inline constexpr Key kMuchDiscomfort = "reason.decision.much_discomfort";      // {limit}
inline constexpr Key kWorstDiscomfort = "reason.decision.worst_discomfort";    // {limit}
inline constexpr Key kLargeRise = "reason.decision.large_rise";                // {limit}
inline constexpr Key kRaisedMornings = "reason.decision.raised_mornings";      // {limit}
inline constexpr Key kPauseRepeats = "reason.decision.pause_repeats";          // {days}
inline constexpr Key kPauseStepsBack = "reason.decision.pause_steps_back";     // {days} {count}
inline constexpr Key kPauseReassess = "reason.decision.pause_reassess";        // {days}
inline constexpr Key kLowAdherence = "reason.decision.low_adherence";          // {limit}
inline constexpr Key kFewEntries = "reason.decision.few_entries";              // {limit}
inline constexpr Key kPartialAdherence = "reason.decision.partial_adherence";  // {limit}
inline constexpr Key kMoreThanAMildPull = "reason.decision.more_than_mild";    // {limit}
inline constexpr Key kSomeRise = "reason.decision.some_rise";                  // {limit}
inline constexpr Key kRaisedMorning = "reason.decision.raised_morning";        // {limit}
inline constexpr Key kTinglingDay = "reason.decision.tingling_day";            // {limit}
inline constexpr Key kAllWell = "reason.decision.all_well";                    // {count} {all}
// So many in a row, this one included: {count}
inline constexpr Key kHoldsInARow = "reason.decision.holds_in_a_row";
inline constexpr Key kRegressesInARow = "reason.decision.regresses_in_a_row";
inline constexpr Key kSimplifiesInARow = "reason.decision.simplifies_in_a_row";

// -- What a re-measurement says, at the end of week {week}.
inline constexpr Key kRemeasurementIsDue = "reason.measured.is_due";
inline constexpr Key kTooEarly = "reason.measured.too_early";
inline constexpr Key kResponder = "reason.measured.responder";
inline constexpr Key kPlateau = "reason.measured.plateau";
inline constexpr Key kNotAdherent = "reason.measured.not_adherent";
inline constexpr Key kUncertainChange = "reason.measured.uncertain";
inline constexpr Key kUnchanged = "reason.measured.unchanged";
inline constexpr Key kWorse = "reason.measured.worse";
inline constexpr Key kDischarge = "reason.measured.discharge";  // {count} months
// A step is called for, but a symptom or a pause stands against it.
inline constexpr Key kStepWaits = "reason.measured.step_waits";
// The answers to a plateau, in the order of PlateauStep, which has no first one: {weeks}
inline constexpr std::array<Key, 5> kPlateauSteps = {
    "",
    "reason.measured.step_volume",
    "reason.measured.step_technique",
    "reason.measured.step_reconsider",
    "reason.measured.step_accept",
};

// -- What a revision changes for the patient: {exercise}, and where a number changes {previous} and
// {now}. The sides are told beside it.
inline constexpr Key kComesIn = "reason.change.comes_in";
inline constexpr Key kGoesOut = "reason.change.goes_out";
inline constexpr Key kReplaces = "reason.change.replaces";  // {exercise} {replacement}
inline constexpr Key kHoldChanges = "reason.change.hold";
inline constexpr Key kSetsChange = "reason.change.sets";
inline constexpr Key kRepetitionsChange = "reason.change.repetitions";
inline constexpr Key kDaysChange = "reason.change.days";
inline constexpr Key kSessionsChange = "reason.change.sessions";
inline constexpr Key kRestChanges = "reason.change.rest";
inline constexpr Key kWorkChanges = "reason.change.work";
inline constexpr Key kOnTheLeft = "reason.change.on_the_left";
inline constexpr Key kOnTheRight = "reason.change.on_the_right";
inline constexpr Key kOnBothSides = "reason.change.on_both_sides";
inline constexpr Key kBecause = "reason.change.because";  // ends the line, before the cause
// Why, where no decision and no edit says it.
inline constexpr Key kNewAssessment = "reason.change.new_assessment";
inline constexpr Key kPlannedAnew = "reason.change.planned_anew";

inline constexpr std::array kAll = {kWarmUp,
                                    kStretchPreferred,
                                    kStretchNoFloor,
                                    kInPlaceOfStretch,
                                    kEasier,
                                    kTrunkStep,
                                    kTrunkStays,
                                    kTrunkFallback,
                                    kTemplateItem,
                                    kTemplateOtherwise,
                                    kRuleItem,
                                    kBeforeSport,
                                    kOtherTechnique,
                                    kFunctionFirst,
                                    kFitsBetter,
                                    kSwappedByClinician,
                                    kAddedByClinician,
                                    kLockedByClinician,
                                    kSecondStretch,
                                    kWarmUpDose,
                                    kStaticDose,
                                    kStandardStart,
                                    kGentleForStrain,
                                    kGentleForRestPain,
                                    kGentleForDiscomfort,
                                    kGentleForAge,
                                    kGentleByRule,
                                    kGentleOnRequest,
                                    kGentleForConfidence,
                                    kHoldGrows,
                                    kHoldAtTarget,
                                    kHoldRepeats,
                                    kHoldGoesBack,
                                    kTargetByRule,
                                    kHoldCapped,
                                    kSevereVolume,
                                    kMoreForPlateau,
                                    kMaintenanceDose,
                                    kOtherLeg,
                                    kLongerRest,
                                    kAdjunctDose,
                                    kPushRelaxDose,
                                    kTrunkHolds,
                                    kTrunkMoves,
                                    kEntryHolds,
                                    kEntryMoves,
                                    kLadderHolds,
                                    kDoseByClinician,
                                    kNormalLength,
                                    kPhases[1],
                                    kPhases[2],
                                    kPhases[3],
                                    kPhases[4],
                                    kPhases[5],
                                    kEditGivesWay,
                                    kProjectionEnds,
                                    kRemeasure,
                                    kTrunkMovesOn,
                                    kTrunkGoesBack,
                                    kStretchChanges,
                                    kItemEnds,
                                    kTooLong,
                                    kLeftForSimplicity,
                                    kLeftForTime,
                                    kReplacedForTime,
                                    kLeftForCount,
                                    kLargerVolumeLeftForTime,
                                    kShortRest,
                                    kShortWarmUp,
                                    kTrunkAlternates,
                                    kNeedsMinutes,
                                    kRemovedByRule,
                                    kOtherPreferred,
                                    kNoPlace,
                                    kNotCalledFor,
                                    kNoStretchNeeded,
                                    kNoTimeForIt,
                                    kTooManyItems,
                                    kNoRoomForIt,
                                    kNotWhileSimple,
                                    kLocked,
                                    kRemovedForPain,
                                    kRemovedByClinician,
                                    kNoEquipment[1],
                                    kNoEquipment[2],
                                    kNoEquipment[3],
                                    kNoEquipment[4],
                                    kNoEquipment[5],
                                    kNoEquipment[6],
                                    kNoEquipment[7],
                                    kNoEquipment[8],
                                    kNoEquipment[9],
                                    kNoEquipment[10],
                                    kNoEquipment[11],
                                    kNoEquipment[12],
                                    kNoEquipment[13],
                                    kAmounts[1],
                                    kAmounts[2],
                                    kAmounts[3],
                                    kAmounts[4],
                                    kAmounts[5],
                                    kAmounts[7],
                                    kAmounts[8],
                                    kAmounts[10],
                                    kExpectedCurve,
                                    kExpectedLine,
                                    kRedFlag,
                                    kSharpPainIn,
                                    kSharpPain,
                                    kTinglingDays,
                                    kMuchDiscomfort,
                                    kWorstDiscomfort,
                                    kLargeRise,
                                    kRaisedMornings,
                                    kPauseRepeats,
                                    kPauseStepsBack,
                                    kPauseReassess,
                                    kLowAdherence,
                                    kFewEntries,
                                    kPartialAdherence,
                                    kMoreThanAMildPull,
                                    kSomeRise,
                                    kRaisedMorning,
                                    kTinglingDay,
                                    kAllWell,
                                    kHoldsInARow,
                                    kRegressesInARow,
                                    kSimplifiesInARow,
                                    kRemeasurementIsDue,
                                    kTooEarly,
                                    kResponder,
                                    kPlateau,
                                    kNotAdherent,
                                    kUncertainChange,
                                    kUnchanged,
                                    kWorse,
                                    kDischarge,
                                    kStepWaits,
                                    kComesIn,
                                    kGoesOut,
                                    kReplaces,
                                    kHoldChanges,
                                    kSetsChange,
                                    kRepetitionsChange,
                                    kDaysChange,
                                    kSessionsChange,
                                    kRestChanges,
                                    kWorkChanges,
                                    kOnTheLeft,
                                    kOnTheRight,
                                    kOnBothSides,
                                    kBecause,
                                    kNewAssessment,
                                    kPlannedAnew,
                                    kPlateauSteps[1],
                                    kPlateauSteps[2],
                                    kPlateauSteps[3],
                                    kPlateauSteps[4]};

}  // namespace ischia::domain::statement

#endif  // ISCHIA_SERVICE_DOMAIN_STATEMENTS_H_
