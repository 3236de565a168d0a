// The keys of the sentences that say what is wrong with a field to people who read no field names:
// the texts "console.fault.<key>". The console's tests resolve each in every language.
#ifndef ISCHIA_SERVICE_DOMAIN_WORDINGS_H_
#define ISCHIA_SERVICE_DOMAIN_WORDINGS_H_

#include <array>
#include <string_view>

namespace ischia::domain::wording {

using Key = std::string_view;

// -- Fields of records
inline constexpr Key kRequired = "required";         // is needed as well
inline constexpr Key kHalfDegrees = "half_degrees";  // whole or half degrees only
inline constexpr Key kDay = "day";                   // from 1900 to 2199
inline constexpr Key kTooLong = "too_long";          // at most {count} characters
inline constexpr Key kCharacters = "characters";     // no control characters
inline constexpr Key kNotLater = "not_later";        // not after today
inline constexpr Key kBeforeBirth = "before_birth";  // before the patient's birth
inline constexpr Key kEndsBefore = "ends_before";    // before the day it was given
inline constexpr Key kCap = "cap";                   // 30 to {count} degrees
inline constexpr Key kBamic = "bamic";               // a class of British Athletics
inline constexpr Key kTwice = "twice";               // once a side
inline constexpr Key kDiastolic = "diastolic";       // below the systolic value

// -- Edits of a program
inline constexpr Key kEditUnknown = "edit_unknown";
inline constexpr Key kEditRemoved = "edit_removed";               // by {rule}
inline constexpr Key kEditSharpPain = "edit_sharp_pain";          // {rule}
inline constexpr Key kEditLater = "edit_later";                   // {rule}
inline constexpr Key kEditEquipment = "edit_equipment";           // {rule}
inline constexpr Key kEditNowhere = "edit_nowhere";               // in week {count}, {rule}
inline constexpr Key kEditSlot = "edit_slot";                     // {rule}
inline constexpr Key kEditLast = "edit_last";                     // {rule}
inline constexpr Key kEditSecondStretch = "edit_second_stretch";  // {rule}
inline constexpr Key kEditCount = "edit_count";                   // at most {count}, {rule}
inline constexpr Key kEditWeek = "edit_week";                     // from {count} on, {rule}
inline constexpr Key kEditStretch = "edit_stretch";               // {rule}
inline constexpr Key kEditOptIn = "edit_opt_in";                  // {rule}
inline constexpr Key kEditMost = "edit_most";                     // at most {count}, {rule}
inline constexpr Key kEditLeast = "edit_least";                   // at least {count}, {rule}
inline constexpr Key kEditFloor = "edit_floor";                   // {count} seconds a week, {rule}
inline constexpr Key kEditWeeks = "edit_weeks";                   // 1 to {count}
inline constexpr Key kEditAboveZero = "edit_above_zero";
inline constexpr Key kEditMinutes = "edit_minutes";

inline constexpr std::array<Key, 31> kAll = {kRequired,    kHalfDegrees,   kDay,
                                             kTooLong,     kCharacters,    kNotLater,
                                             kBeforeBirth, kEndsBefore,    kCap,
                                             kBamic,       kTwice,         kDiastolic,
                                             kEditUnknown, kEditRemoved,   kEditSharpPain,
                                             kEditLater,   kEditEquipment, kEditNowhere,
                                             kEditSlot,    kEditLast,      kEditSecondStretch,
                                             kEditCount,   kEditWeek,      kEditStretch,
                                             kEditOptIn,   kEditMost,      kEditLeast,
                                             kEditFloor,   kEditWeeks,     kEditAboveZero,
                                             kEditMinutes};

}  // namespace ischia::domain::wording

#endif  // ISCHIA_SERVICE_DOMAIN_WORDINGS_H_
