// A check-in: what a patient did on one of their days, who says so, and how trustworthy that is.
#ifndef ISCHIA_SERVICE_DOMAIN_FOLLOW_CHECK_IN_H_
#define ISCHIA_SERVICE_DOMAIN_FOLLOW_CHECK_IN_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/domain/plan/program.h"
#include "service/domain/result.h"
#include "service/domain/values.h"

namespace ischia::domain {

// Enumerations follow the order of ischia.v1.
enum class EvidenceClass {
  kUnspecified,
  kDevice,
  kSameDaySelfReport,
  kBackFilled,
  kReturnedPaper,
  kAskedAtVisit,
  kUnreported
};
enum class Origin { kUnspecified, kLink, kDevice, kPhone, kPaper, kVisit };
enum class Barrier {
  kUnspecified,
  kForgot,
  kNoTime,
  kHurtsOrScared,
  kNoPoint,
  kTooMany,
  kNoPlaceOrGear,
  kAloneOrLow,
  kCannotRemember,
  kIllOrTravel
};

struct ItemResult {
  int item_number = 0;
  Side side = Side::kUnspecified;
  Answer done = Answer::kUnspecified;
  std::optional<int> completed_sets, completed_repetitions;
  std::optional<Seconds> hold_used;
  std::optional<Score> stretch_discomfort;
  Answer sharp_pain = Answer::kUnspecified;  // in this very item
  bool operator==(const ItemResult&) const = default;
};

// Patient wording lives in the catalogue. Any yes: no session today.
struct SessionScreen {
  Answer saddle_numbness = Answer::kUnspecified;
  Answer bladder_change = Answer::kUnspecified;
  Answer leg_weakness_or_foot_slap = Answer::kUnspecified;
  Answer fever_or_ill = Answer::kUnspecified;
  Answer fall_or_crash = Answer::kUnspecified;
  Answer pop_or_big_bruise = Answer::kUnspecified;
  Answer calf_swollen_hot = Answer::kUnspecified;
  Answer chest_pain_or_breathless = Answer::kUnspecified;
  Answer pregnancy_warning_sign = Answer::kUnspecified;
  bool AnyYes() const;
  bool operator==(const SessionScreen&) const = default;
};

struct ScreenItem {
  Answer SessionScreen::*answer;
  std::string_view path;  // of the contract's check-in
};
inline constexpr std::array<ScreenItem, 9> kScreenItems = {
    {{&SessionScreen::saddle_numbness, "screen.saddle_numbness"},
     {&SessionScreen::bladder_change, "screen.bladder_change"},
     {&SessionScreen::leg_weakness_or_foot_slap, "screen.leg_weakness_or_foot_slap"},
     {&SessionScreen::fever_or_ill, "screen.fever_or_ill"},
     {&SessionScreen::fall_or_crash, "screen.fall_or_crash"},
     {&SessionScreen::pop_or_big_bruise, "screen.pop_or_big_bruise"},
     {&SessionScreen::calf_swollen_hot, "screen.calf_swollen_hot"},
     {&SessionScreen::chest_pain_or_breathless, "screen.chest_pain_or_breathless"},
     {&SessionScreen::pregnancy_warning_sign, "screen.pregnancy_warning_sign"}}};
static_assert(sizeof(SessionScreen) == kScreenItems.size() * sizeof(Answer));

struct CheckInFields {
  Origin origin = Origin::kUnspecified;
  std::optional<CivilDay> session_date;
  std::optional<int> utc_offset_minutes;  // at the patient, when recorded
  Answer done = Answer::kUnspecified;
  std::vector<ItemResult> results;
  SessionScreen screen;
  std::optional<Score> symptom_before, symptom_after, symptom_next_morning, leg_pain;
  Answer sharp_pain = Answer::kUnspecified;
  Answer tingling = Answer::kUnspecified;
  std::vector<Barrier> barriers;
  std::string note;
  int revision_number = 0;
  std::string short_code;
  bool operator==(const CheckInFields&) const = default;
};

// A legal check-in, classed at the moment it was recorded.
struct CheckIn {
  CheckInFields fields;
  Instant record_time{};
  EvidenceClass evidence_class = EvidenceClass::kUnspecified;
  bool late = false;
  bool suspected_automated = false;  // looks like a program's: shown, never counted
  bool operator==(const CheckIn&) const = default;
};

// A sharp or sudden pain, in an item or in none that was named.
bool HadSharpPain(const CheckIn& check_in);

// A revision from the day it took effect until the next one's. Never null; outlives the value.
struct RevisionInForce {
  int number = 1;
  CivilDay from{};
  const Program* program = nullptr;
};
// In the order of their days, the first one from the start date on; never empty.
using Revisions = std::vector<RevisionInForce>;

// Refuses with FIELD_INVALID and every violation at once: origin, session_date, done and (for self
// reports) utc_offset_minutes are required; scores 0 to 10; item numbers of the sheet's revision,
// or of the one in force on the session date where no sheet is named; a session date before the
// start or after the patient's own today; note over 500 characters.
// Classes by what is known at the time: LINK recorded on the session date at the patient's offset
// is SAME_DAY_SELF_REPORT, unless several days were recorded in one go; other LINK entries are
// BACK_FILLED; PAPER is RETURNED_PAPER; PHONE and VISIT are ASKED_AT_VISIT. The rule says how many
// days within how many minutes are one go, and how long after the session's day an entry is late.
// `earlier`: the program's check-ins so far.
Result<CheckIn> MakeCheckIn(CheckInFields fields, const Revisions& revisions,
                            const std::vector<CheckIn>& earlier, const CheckInRule& rule,
                            Instant record_time);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_FOLLOW_CHECK_IN_H_
