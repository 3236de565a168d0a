#include "plugin/cli/print.h"

#include <cmath>
#include <sstream>

#include "plugin/cli/lines.h"

namespace ischia::cli {
namespace {

std::string RatioText(const v1::AdherenceFigures& figures) {
  std::ostringstream out;
  if (figures.has_session_ratio()) {
    out << std::lround(figures.session_ratio() * 100) << "% ";
  }
  out << Word(figures.band());
  return out.str();
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

void Print(std::ostream& out, const v1::Clearance& clearance) {
  out << "Clearance " << clearance.name() << '\n'
      << "Rule      " << clearance.rule_id() << ", from " << DayText(clearance.clearance_date())
      << (clearance.has_expiry_date() ? " to " + DayText(clearance.expiry_date()) : "") << '\n'
      << "By        " << clearance.cleared_by() << ", " << clearance.cleared_by_role() << '\n';
  if (clearance.has_max_hip_flexion_degrees()) {
    out << "Cap       hip flexion " << clearance.max_hip_flexion_degrees() << " degrees\n";
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
  if (!check_in.findings().empty()) PrintFindings(out, check_in.findings());
}

void Print(std::ostream& out, const v1::AdherenceReport& report) {
  out << "Adherence " << report.name() << ", as of " << DayText(report.as_of_date()) << "\n\n";
  out << Columns({"Week", "Prescribed", "Done", "Not done", "Unreported", "Credible", "Paper",
                  "At visit", "Claimed"});
  for (const v1::ReportWeek& week : report.weeks()) {
    const v1::WeekFigures& figures = week.figures();
    out << Columns(
        {std::to_string(week.week_number()), std::to_string(figures.prescribed_day_count()),
         std::to_string(figures.done_day_count()), std::to_string(figures.not_done_day_count()),
         std::to_string(figures.unreported_day_count()), RatioText(week.credible()),
         RatioText(week.returned_paper()), RatioText(week.asked_at_visit()),
         RatioText(week.claimed())});
  }
  out << Columns({"All", "", "", "", "", RatioText(report.credible()),
                  RatioText(report.returned_paper()), RatioText(report.asked_at_visit()),
                  RatioText(report.claimed())});
  if (!report.class_rules().empty()) out << "\nHow entries are classed\n";
  for (const std::string& rule : report.class_rules()) out << Paragraph(rule, 2);
}

}  // namespace ischia::cli
