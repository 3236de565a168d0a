#include "plugin/cli/print.h"

#include <google/protobuf/descriptor.h>

#include <cmath>
#include <iomanip>
#include <sstream>
#include <vector>

namespace ischia::cli {
namespace {

constexpr std::size_t kLineWidth = 96;

// "SEVERITY_REFUSE_REFER" reads "REFUSE_REFER".
template <typename Enum>
std::string Word(Enum value) {
  const auto* descriptor = google::protobuf::GetEnumDescriptor<Enum>();
  const auto* entry = descriptor->FindValueByNumber(value);
  if (entry == nullptr) return std::to_string(value);
  const std::string zero = descriptor->FindValueByNumber(0)->name();
  const std::string prefix = zero.substr(0, zero.size() - std::string("UNSPECIFIED").size());
  return entry->name().rfind(prefix, 0) == 0 ? entry->name().substr(prefix.size()) : entry->name();
}

std::string DayText(const v1::Date& date) {
  std::ostringstream out;
  out << std::setfill('0') << std::setw(4) << date.year() << '-' << std::setw(2) << date.month()
      << '-' << std::setw(2) << date.day();
  return out.str();
}

// Breaks a text into lines that start at `indent`.
void Wrapped(std::ostream& out, const std::string& text, std::size_t indent) {
  std::istringstream words(text);
  std::string word;
  std::size_t column = kLineWidth;
  while (words >> word) {
    if (column + 1 + word.size() > kLineWidth) {
      if (column != kLineWidth || out.tellp() != std::streampos(0)) out << '\n';
      out << std::string(indent, ' ') << word;
      column = indent + word.size();
    } else {
      out << ' ' << word;
      column += 1 + word.size();
    }
  }
}

std::string SourceText(const v1::Source& source) {
  if (source.authors().empty()) {
    return source.grade() == v1::EVIDENCE_GRADE_DESIGN_RULE ? "design rule" : "";
  }
  std::string text = source.authors();
  if (source.year() != 0) text += ' ' + std::to_string(source.year());
  if (!source.journal().empty()) text += ", " + source.journal();
  return text;
}

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

std::string SideWord(v1::Side side) {
  switch (side) {
    case v1::SIDE_LEFT:
      return "left";
    case v1::SIDE_RIGHT:
      return "right";
    default:
      return "";
  }
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
  if (dose.rest_duration().seconds() > 0)
    out << ", rest " << dose.rest_duration().seconds() << " s";
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

void PrintFindings(std::ostream& out,
                   const google::protobuf::RepeatedPtrField<v1::Finding>& findings) {
  out << "Findings" << (findings.empty() ? ": none" : "") << '\n';
  for (const v1::Finding& finding : findings) {
    std::string head = "  " + finding.rule_id() + "  " + Word(finding.severity());
    if (finding.urgency() != v1::URGENCY_UNSPECIFIED) head += ", " + Word(finding.urgency());
    if (finding.acknowledgement_required()) head += ", to be acknowledged";
    out << head;
    std::ostringstream body;
    body << ' ';
    Wrapped(body, finding.summary(), 8);
    Wrapped(body, finding.detail(), 8);
    const std::string source = SourceText(finding.source());
    if (!source.empty()) Wrapped(body, "[" + source + "]", 8);
    out << body.str().substr(1) << '\n';
  }
}

void PrintReasons(std::ostream& out, const google::protobuf::RepeatedPtrField<v1::Reason>& reasons,
                  std::size_t indent) {
  for (const v1::Reason& reason : reasons) {
    std::ostringstream line;
    line << ' ';
    Wrapped(line, ReasonText(reason), indent);
    out << line.str().substr(2) << '\n';
  }
}

// The line of this exercise in the week before says the same.
bool SaidBefore(const v1::ProgramWeek* before, const v1::ProgramItem& item) {
  if (before == nullptr) return false;
  for (const v1::ProgramItem& earlier : before->items()) {
    if (earlier.SerializeAsString() == item.SerializeAsString()) return true;
  }
  return false;
}

void PrintWeek(std::ostream& out, const v1::ProgramWeek& week, const v1::ProgramWeek* before,
               const Titles& titles) {
  out << "\nWeek " << week.week_number() << (week.projected() ? " (if all goes well)" : "") << ", "
      << (week.session_duration().seconds() + 59) / 60 << " minutes a session\n";
  for (const v1::ProgramItem& item : week.items()) {
    out << std::setw(3) << item.item_number() << "  " << TitleOf(titles, item.exercise()) << '\n';
    for (const v1::SideDose& dose : item.doses()) {
      const std::string side = SideWord(dose.side());
      out << "       " << (side.empty() ? "" : side + ": ") << DoseText(dose) << '\n';
    }
    if (SaidBefore(before, item)) {
      out << "         as in the week before\n";
    } else {
      PrintReasons(out, item.reasons(), 9);
    }
  }
  if (!week.reasons().empty()) {
    out << "     This week\n";
    PrintReasons(out, week.reasons(), 9);
  }
}

void PrintExpectations(std::ostream& out, const v1::Program& program) {
  if (program.trajectories().empty()) return;
  out << "\nExpected range, never a promise\n" << std::fixed << std::setprecision(1);
  for (const v1::Trajectory& trajectory : program.trajectories()) {
    out << "  " << SideWord(trajectory.side()) << ' ' << Word(trajectory.measure()) << ':';
    for (const v1::TrajectoryPoint& point : trajectory.points()) {
      const int week = point.week_number();
      if (week != 0 && week != 3 && week != 6 && week != 12) continue;
      out << (week == 0 ? " now " : "; week " + std::to_string(week) + ' ')
          << point.expected_degrees();
      if (week != 0) out << " (" << point.low_degrees() << " to " << point.high_degrees() << ')';
    }
    out << "; real change from " << trajectory.minimal_detectable_change_degrees() << " degrees\n";
  }
  out << std::defaultfloat << std::setprecision(6);
}

std::string RatioText(const v1::AdherenceFigures& figures) {
  std::ostringstream out;
  if (figures.has_session_ratio()) {
    out << std::lround(figures.session_ratio() * 100) << "% ";
  }
  out << Word(figures.band());
  return out.str();
}

void PrintColumns(std::ostream& out, const std::vector<std::string>& cells) {
  constexpr std::size_t kCell = 16;
  for (std::string cell : cells) {
    cell.resize(std::max(cell.size() + 1, kCell), ' ');
    out << cell;
  }
  out << '\n';
}

}  // namespace

void Print(std::ostream& out, const v1::Patient& patient) {
  out << "Patient   " << patient.name() << '\n';
  out << "Mail      "
      << (patient.email_address().empty() ? "no address"
          : patient.email_confirmed()     ? "address confirmed"
                                          : "address not confirmed")
      << '\n';
}

void Print(std::ostream& out, const v1::Assessment& assessment) {
  out << "Assessment " << (assessment.name().empty() ? "(not stored)" : assessment.name()) << '\n';
  PrintFindings(out, assessment.findings());
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
    out << "\nLeft open: ";
    std::string open;
    for (const std::string& field : program.missing_inputs()) {
      open += (open.empty() ? "" : ", ") + field;
    }
    out << open << '\n';
  }
  if (!program.limits().empty()) out << "\nLimits in force\n";
  for (const v1::LimitInForce& limit : program.limits()) {
    out << "  " << Word(limit.kind()) << " = " << limit.value();
    for (const std::string& rule : limit.rule_ids()) out << ' ' << rule;
    out << '\n';
  }
  const v1::ProgramWeek* before = nullptr;
  for (const v1::ProgramWeek& week : program.weeks()) {
    PrintWeek(out, week, before, titles);
    before = &week;
  }
  if (program.weeks().empty()) out << "\nNo exercise is given.\n";
  PrintExpectations(out, program);
  if (!program.excluded_exercises().empty()) out << "\nLeft out, and why\n";
  for (const v1::ExcludedExercise& excluded : program.excluded_exercises()) {
    out << "  " << TitleOf(titles, excluded.exercise()) << '\n';
    PrintReasons(out, excluded.reasons(), 9);
  }
}

void Print(std::ostream& out, const v1::Handout& handout) {
  out << "Handout   " << handout.name() << '\n'
      << "Kind      " << Word(handout.kind()) << ", version " << handout.revision_number() << ", "
      << handout.page_count() << " pages, short code " << handout.short_code() << '\n'
      << "SHA-256   " << handout.sha256() << '\n';
}

void Print(std::ostream& out, const v1::Delivery& delivery) {
  out << "Delivery  " << delivery.name() << '\n'
      << "State     " << Word(delivery.state()) << ", attempts " << delivery.attempt_count() << '\n'
      << "To        " << delivery.masked_email_address() << '\n';
  if (!delivery.message_id().empty()) out << "Message   " << delivery.message_id() << '\n';
  if (!delivery.failure_reason().empty()) out << "Because   " << delivery.failure_reason() << '\n';
}

void Print(std::ostream& out, const v1::CheckIn& check_in) {
  out << "Check-in  " << check_in.name() << '\n'
      << "Day       " << DayText(check_in.session_date()) << ", done: " << Word(check_in.done())
      << '\n'
      << "Evidence  " << Word(check_in.evidence_class()) << (check_in.late() ? ", late" : "")
      << '\n';
}

void Print(std::ostream& out, const v1::AdherenceReport& report) {
  out << "Adherence " << report.name() << ", as of " << DayText(report.as_of_date()) << "\n\n";
  PrintColumns(out, {"Week", "Prescribed", "Done", "Not done", "Unreported", "Credible", "Paper",
                     "At visit", "Claimed"});
  for (const v1::ReportWeek& week : report.weeks()) {
    const v1::WeekFigures& figures = week.figures();
    PrintColumns(
        out,
        {std::to_string(week.week_number()), std::to_string(figures.prescribed_day_count()),
         std::to_string(figures.done_day_count()), std::to_string(figures.not_done_day_count()),
         std::to_string(figures.unreported_day_count()), RatioText(week.credible()),
         RatioText(week.returned_paper()), RatioText(week.asked_at_visit()),
         RatioText(week.claimed())});
  }
  PrintColumns(
      out, {"All", "", "", "", "", RatioText(report.credible()), RatioText(report.returned_paper()),
            RatioText(report.asked_at_visit()), RatioText(report.claimed())});
  if (!report.class_rules().empty()) out << "\nHow entries are classed\n";
  for (const std::string& rule : report.class_rules()) {
    std::ostringstream line;
    line << ' ';
    Wrapped(line, rule, 2);
    out << line.str().substr(2) << '\n';
  }
}

}  // namespace ischia::cli
