// A program for a person at a terminal. What stays as it was is said once: an item's reasons where
// they first hold, a week that repeats the one before in a line, exercises left out for the same
// reason together.
#include <iomanip>
#include <map>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include "plugin/cli/lines.h"
#include "plugin/cli/print.h"

namespace ischia::cli {
namespace {

using Reasons = google::protobuf::RepeatedPtrField<v1::Reason>;

constexpr std::size_t kReasonIndent = 9;

std::string SourceText(const v1::Source& source) {
  if (source.authors().empty()) {
    return source.grade() == v1::EVIDENCE_GRADE_DESIGN_RULE ? "design rule" : "";
  }
  std::string text = source.authors();
  if (source.year() != 0) text += ' ' + std::to_string(source.year());
  if (!source.journal().empty()) text += ", " + source.journal();
  return text;
}

std::string Paragraphs(const Reasons& reasons) {
  std::string text;
  for (const v1::Reason& reason : reasons) text += Paragraph(ReasonText(reason), kReasonIndent);
  return text;
}

std::string DoseText(const v1::SideDose& dose) {
  std::ostringstream out;
  const auto hold = dose.hold_duration().seconds();
  if (dose.work_duration().seconds() > 0) {
    out << dose.work_duration().seconds() << " s";
  } else {
    if (dose.set_count() > 1 || hold == 0) out << dose.set_count() << " x ";
    out << dose.repetition_count();
    if (hold > 0) out << " x " << hold << " s";
  }
  const auto rest = dose.rest_duration().seconds();
  if (rest > 0) out << ", rest " << rest << " s";
  out << ", " << dose.day_count_per_week() << " days";
  if (dose.session_count_per_day() > 1) out << ", " << dose.session_count_per_day() << " a day";
  if (dose.weekly_hold_seconds() > 0) out << " = " << dose.weekly_hold_seconds() << " s a week";
  if (dose.optional_side()) out << " (optional)";
  return out.str();
}

std::string TitleOf(const Titles& titles, const std::string& exercise) {
  const std::string id = exercise.substr(exercise.rfind('/') + 1);
  const auto found = titles.find(exercise);
  return found == titles.end() ? id : id + ' ' + found->second;
}

// The weeks, each against the one before.
class Weeks {
 public:
  Weeks(std::ostream& out, const Titles& titles) : out_(out), titles_(titles) {}

  void Print(const google::protobuf::RepeatedPtrField<v1::ProgramWeek>& weeks) {
    for (auto first = weeks.begin(); first != weeks.end();) {
      auto last = first;
      if (first != weeks.begin() && Repeats(*first, *std::prev(first))) {
        while (last->reasons().empty() && std::next(last) != weeks.end() &&
               Repeats(*std::next(last), *first)) {
          ++last;
        }
        PrintHead(*first, last->week_number());
        out_ << "     as week " << std::prev(first)->week_number() << '\n';
      } else {
        PrintHead(*first, first->week_number());
        for (const v1::ProgramItem& item : first->items()) PrintItem(item);
      }
      if (!last->reasons().empty()) {
        out_ << "     In week " << last->week_number() << '\n' << Paragraphs(last->reasons());
      }
      first = std::next(last);
    }
  }

 private:
  // The same exercises in the same doses.
  static bool Repeats(const v1::ProgramWeek& week, const v1::ProgramWeek& before) {
    const auto plan = [](const v1::ProgramWeek& any) {
      v1::ProgramWeek doses;
      for (const v1::ProgramItem& item : any.items()) {
        v1::ProgramItem& kept = *doses.add_items();
        kept.set_exercise(item.exercise());
        *kept.mutable_doses() = item.doses();
      }
      *doses.mutable_session_duration() = any.session_duration();
      return doses.SerializeAsString();
    };
    return plan(week) == plan(before);
  }

  void PrintHead(const v1::ProgramWeek& week, int last_number) {
    out_ << '\n' << (last_number == week.week_number() ? "Week " : "Weeks ") << week.week_number();
    if (last_number != week.week_number()) out_ << " to " << last_number;
    out_ << (week.projected() ? " (if all goes well)" : "") << ", "
         << (week.session_duration().seconds() + 59) / 60 << " minutes a session\n";
  }

  void PrintItem(const v1::ProgramItem& item) {
    out_ << std::setw(3) << item.item_number() << "  " << TitleOf(titles_, item.exercise()) << '\n';
    for (const v1::SideDose& dose : item.doses()) {
      const std::string side = SideWord(dose.side());
      out_ << "       " << (side.empty() ? "" : side + ": ") << DoseText(dose) << '\n';
    }
    for (const v1::Reason& reason : item.reasons()) {
      const std::string text = ReasonText(reason);
      if (told_.insert({item.exercise(), text}).second) out_ << Paragraph(text, kReasonIndent);
    }
  }

  std::ostream& out_;
  const Titles& titles_;
  std::set<std::pair<std::string, std::string>> told_;  // exercise, reason
};

void PrintExpectations(std::ostream& out, const v1::Program& program) {
  if (program.trajectories().empty()) return;
  out << "\nExpected range, never a promise\n";
  for (const v1::Trajectory& trajectory : program.trajectories()) {
    std::ostringstream line;
    line << std::fixed << std::setprecision(1) << SideWord(trajectory.side()) << ' '
         << InSentence(Word(trajectory.measure())) << ':';
    for (const v1::TrajectoryPoint& point : trajectory.points()) {
      const int week = point.week_number();
      if (week != 0 && week != 3 && week != 6 && week != 12) continue;
      line << (week == 0 ? " now " : "; week " + std::to_string(week) + ' ')
           << point.expected_degrees();
      if (week != 0) line << " (" << point.low_degrees() << " to " << point.high_degrees() << ')';
    }
    line << "; real change from " << trajectory.minimal_detectable_change_degrees() << " degrees";
    out << Paragraph(line.str(), 2);
  }
}

void PrintLeftOut(std::ostream& out, const v1::Program& program, const Titles& titles) {
  if (program.excluded_exercises().empty()) return;
  out << "\nLeft out, and why\n";
  std::vector<std::string> order;  // of the reasons, as they first appear
  std::map<std::string, std::string> exercises;
  for (const v1::ExcludedExercise& excluded : program.excluded_exercises()) {
    const std::string why = Paragraphs(excluded.reasons());
    std::string& together = exercises[why];
    if (together.empty()) order.push_back(why);
    together += (together.empty() ? "" : ", ") + TitleOf(titles, excluded.exercise());
  }
  for (const std::string& why : order) out << Paragraph(exercises[why], 2) << why;
}

void PrintLimits(std::ostream& out, const v1::Program& program) {
  if (!program.limits().empty()) out << "\nLimits in force\n";
  for (const v1::LimitInForce& limit : program.limits()) {
    out << "  " << InSentence(Word(limit.kind())) << ' ' << limit.value();
    for (const std::string& rule : limit.rule_ids()) out << "  " << rule;
    out << '\n';
  }
}

}  // namespace

std::string ReasonText(const v1::Reason& reason) {
  std::string text = reason.rule_id() + ": " + reason.statement();
  std::string inputs;
  for (const v1::InputUsed& input : reason.inputs()) {
    inputs += (inputs.empty() ? "" : ", ") + input.field() + " = " + input.value();
  }
  if (!inputs.empty()) text += " (" + inputs + ')';
  const std::string source = SourceText(reason.source());
  if (!source.empty()) text += " [" + source + ']';
  return text;
}

void PrintFindings(std::ostream& out,
                   const google::protobuf::RepeatedPtrField<v1::Finding>& findings) {
  out << "Findings" << (findings.empty() ? ": none" : "") << '\n';
  for (const v1::Finding& finding : findings) {
    out << "  " << finding.rule_id() << "  " << Word(finding.severity());
    if (finding.urgency() != v1::URGENCY_UNSPECIFIED) out << ", " << Word(finding.urgency());
    out << (finding.acknowledgement_required() ? ", to be acknowledged\n" : "\n");
    out << Paragraph(finding.summary(), 8) << Paragraph(finding.detail(), 8);
    const std::string source = SourceText(finding.source());
    if (!source.empty()) out << Paragraph("[" + source + "]", 8);
  }
}

void Print(std::ostream& out, const v1::Program& program, const Titles& titles) {
  out << "Program   " << (program.name().empty() ? "(not stored)" : program.name()) << '\n'
      << "State     " << Word(program.state()) << '\n'
      << "Pathway   " << Word(program.pathway()) << ", from " << DayText(program.start_date())
      << '\n';
  if (!program.short_code().empty()) {
    out << "Version   "
        << (program.revision_number() == 0 ? "draft" : std::to_string(program.revision_number()))
        << ", short code " << program.short_code() << '\n';
  }
  for (const v1::LegBand& band : program.bands()) {
    out << "Band      " << SideWord(band.side()) << ' ' << Word(band.band())
        << (band.overridden() ? " (overridden)" : "") << '\n';
  }
  out << '\n';
  PrintFindings(out, program.findings());
  if (!program.missing_inputs().empty()) {
    std::string open = "Left open:";
    for (const std::string& field : program.missing_inputs()) open += ' ' + field;
    out << '\n' << Paragraph(open, 0);
  }
  PrintLimits(out, program);
  if (program.weeks().empty()) out << "\nNo exercise is given.\n";
  Weeks(out, titles).Print(program.weeks());
  PrintExpectations(out, program);
  PrintLeftOut(out, program, titles);
}

}  // namespace ischia::cli
