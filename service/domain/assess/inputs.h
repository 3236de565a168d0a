// What a statement rests on: the fields of the assessment behind a finding or a dose, named as in
// the contract, each with the value it had.
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_INPUTS_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_INPUTS_H_

#include <string>
#include <string_view>

#include "service/domain/assess/assessment.h"
#include "service/domain/assess/facts.h"

namespace ischia::domain {

enum class Unit {
  kNone,
  kDegrees,
  kScore,
  kSeconds,
  kMinutes,
  kHours,
  kDays,
  kYears,
  kMmhg,
  kCount,
  kWeeks
};

// The value is a number with a unit, or a word ("yes", "LBP").
struct InputUsed {
  std::string_view field;          // the contract's path; static storage
  Side side = Side::kUnspecified;  // of a leg's measurement
  double number = 0;
  Unit unit = Unit::kNone;
  std::string_view word;  // static storage; used when not empty
  bool operator==(const InputUsed&) const = default;
};

// The field a fact was read from, and what it said. Precondition: the fact is known, of this leg
// where it is asked of each.
InputUsed InputOf(Fact fact, const Facts& facts, const Assessment& assessment,
                  Side leg = Side::kUnspecified);

// What a referral sheet calls an input, in the keys of its texts: the item of a field
// ("saddle_numbness"), of a list the entry ("spondylolisthesis"), of an entry's number both
// ("comorbidities_grade").
std::string ItemOf(std::string_view field, std::string_view word);

// A leg's measurement. Precondition: that leg was measured so.
InputUsed InputOf(Measure measure, Side side, const Assessment& assessment);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_INPUTS_H_
