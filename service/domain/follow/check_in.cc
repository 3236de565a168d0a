#include "service/domain/follow/check_in.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

namespace ischia::domain {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;

constexpr int kLargestScore = 10;
constexpr int kLargestOffset = 840;  // minutes; the farthest zone lies 14 hours ahead of UTC
constexpr int kLargestCount = 100;   // sets and repetitions of one item in one session
constexpr int kLongestHold = 600;    // seconds
constexpr std::size_t kNoteLimit = 500;

class Violations {
 public:
  void Require(bool holds, std::string field, std::string description) {
    if (holds) return;
    found_.push_back({std::move(field), std::move(description), "FIELD_INVALID"});
  }
  void RequireScore(const std::optional<Score>& score, std::string field) {
    Require(!score || (score->value() >= 0 && score->value() <= kLargestScore), std::move(field),
            "must be 0 to 10");
  }
  void RequireCount(const std::optional<int>& count, int largest, std::string field) {
    Require(!count || (*count >= 0 && *count <= largest), std::move(field),
            "must be 0 to " + std::to_string(largest));
  }
  std::vector<FieldViolation> Take() && { return std::move(found_); }

 private:
  std::vector<FieldViolation> found_;
};

std::size_t CharacterCount(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
  });
}

bool HasItem(const Program& program, int item_number) {
  return std::any_of(program.weeks.begin(), program.weeks.end(), [&](const ProgramWeek& week) {
    return std::any_of(week.items.begin(), week.items.end(),
                       [&](const ProgramItem& item) { return item.item_number == item_number; });
  });
}

// The civil day at the patient. Where the offset is unknown, the farthest day it can be there.
CivilDay DayAt(Instant instant, const std::optional<int>& utc_offset_minutes) {
  return floor<days>(instant + minutes(utc_offset_minutes.value_or(kLargestOffset)));
}

// The revision that the entry's item numbers are of: that of the sheet, or the one in force.
const Program& SheetOf(const CheckInFields& fields, const Revisions& revisions) {
  const RevisionInForce* found = &revisions.front();
  for (const RevisionInForce& revision : revisions) {
    const bool in_force =
        fields.revision_number == 0 && fields.session_date && revision.from <= *fields.session_date;
    if (in_force || revision.number == fields.revision_number) found = &revision;
  }
  return *found->program;
}

void CheckDay(const CheckInFields& fields, CivilDay start_date, Instant record_time,
              Violations& violations) {
  violations.Require(fields.session_date.has_value(), "session_date", "is required");
  if (!fields.session_date) return;
  const CivilDay day = *fields.session_date;
  if (day < start_date) {
    violations.Require(false, "session_date", "must not lie before the program's start");
  } else {
    violations.Require(day <= DayAt(record_time, fields.utc_offset_minutes), "session_date",
                       "must not lie after the patient's today");
  }
}

void CheckResults(const CheckInFields& fields, const Program& program, Violations& violations) {
  std::set<std::pair<int, Side>> seen;
  for (std::size_t i = 0; i < fields.results.size(); ++i) {
    const ItemResult& result = fields.results[i];
    const std::string path = "results[" + std::to_string(i) + "].";
    violations.Require(HasItem(program, result.item_number), path + "item_number",
                       "must be an item of the program");
    violations.Require(seen.insert({result.item_number, result.side}).second, path + "side",
                       "must not repeat an item and side");
    violations.Require(result.done != Answer::kUnspecified, path + "done", "is required");
    violations.RequireCount(result.completed_sets, kLargestCount, path + "completed_set_count");
    violations.RequireCount(result.completed_repetitions, kLargestCount,
                            path + "completed_repetition_count");
    violations.RequireScore(result.stretch_discomfort, path + "stretch_discomfort_score");
    if (result.hold_used) {
      violations.RequireCount(result.hold_used->value(), kLongestHold, path + "hold_used");
    }
  }
}

bool IsSelfReport(Origin origin) { return origin == Origin::kLink || origin == Origin::kDevice; }

std::vector<FieldViolation> Check(const CheckInFields& fields, const Revisions& revisions,
                                  Instant record_time) {
  Violations violations;
  violations.Require(fields.origin != Origin::kUnspecified, "origin", "is required");
  CheckDay(fields, revisions.front().program->start_date, record_time, violations);
  violations.Require(!IsSelfReport(fields.origin) || fields.utc_offset_minutes.has_value(),
                     "utc_offset_minutes", "is required for what the patient reports");
  const int offset = fields.utc_offset_minutes.value_or(0);
  violations.Require(offset >= -kLargestOffset && offset <= kLargestOffset, "utc_offset_minutes",
                     "must be -840 to 840 minutes");
  violations.Require(fields.done != Answer::kUnspecified, "done", "is required");
  CheckResults(fields, SheetOf(fields, revisions), violations);
  violations.RequireScore(fields.symptom_before, "symptom_before_score");
  violations.RequireScore(fields.symptom_after, "symptom_after_score");
  violations.RequireScore(fields.symptom_next_morning, "symptom_next_morning_score");
  violations.RequireScore(fields.leg_pain, "leg_pain_score");
  violations.Require(CharacterCount(fields.note) <= kNoteLimit, "note",
                     "must have at most 500 characters");
  violations.Require(!HasControl(fields.note), "note", "must not contain control characters");
  return std::move(violations).Take();
}

// Many days typed in within minutes are a memory, not a diary.
bool TypedInOneGo(const CheckInFields& fields, const std::vector<CheckIn>& earlier,
                  const CheckInRule& rule, Instant record_time) {
  std::set<CivilDay> recorded = {*fields.session_date};
  for (const CheckIn& other : earlier) {
    const bool just_now = other.record_time <= record_time &&
                          record_time - other.record_time <= minutes(rule.in_one_go_minutes);
    if (just_now && other.fields.origin == Origin::kLink) {
      recorded.insert(*other.fields.session_date);
    }
  }
  return std::ssize(recorded) >= rule.in_one_go_days;
}

EvidenceClass ClassOf(const CheckInFields& fields, const std::vector<CheckIn>& earlier,
                      const CheckInRule& rule, Instant record_time) {
  switch (fields.origin) {
    case Origin::kDevice:
      return EvidenceClass::kDevice;
    case Origin::kPaper:
      return EvidenceClass::kReturnedPaper;
    case Origin::kPhone:
    case Origin::kVisit:
      return EvidenceClass::kAskedAtVisit;
    case Origin::kLink:
    case Origin::kUnspecified:
      break;
  }
  const bool same_day = DayAt(record_time, fields.utc_offset_minutes) == *fields.session_date;
  return same_day && !TypedInOneGo(fields, earlier, rule, record_time)
             ? EvidenceClass::kSameDaySelfReport
             : EvidenceClass::kBackFilled;
}

}  // namespace

bool SessionScreen::AnyYes() const {
  return std::any_of(kScreenItems.begin(), kScreenItems.end(),
                     [this](const ScreenItem& item) { return this->*item.answer == Answer::kYes; });
}

bool HadSharpPain(const CheckIn& check_in) {
  const CheckInFields& fields = check_in.fields;
  return fields.sharp_pain == Answer::kYes ||
         std::any_of(fields.results.begin(), fields.results.end(),
                     [](const ItemResult& result) { return result.sharp_pain == Answer::kYes; });
}

Result<CheckIn> MakeCheckIn(CheckInFields fields, const Revisions& revisions,
                            const std::vector<CheckIn>& earlier, const CheckInRule& rule,
                            Instant record_time) {
  std::vector<FieldViolation> violations = Check(fields, revisions, record_time);
  if (!violations.empty()) return FieldInvalid(std::move(violations));
  CheckIn check_in;
  check_in.evidence_class = ClassOf(fields, earlier, rule, record_time);
  const Instant end_of_day =
      Instant{*fields.session_date + days(1)} - minutes(fields.utc_offset_minutes.value_or(0));
  check_in.late = record_time > end_of_day + hours(rule.late_after_hours);
  check_in.record_time = record_time;
  check_in.fields = std::move(fields);
  return check_in;
}

}  // namespace ischia::domain
