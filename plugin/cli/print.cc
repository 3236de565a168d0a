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
  out << Word(figures.band()) << " (" << figures.reported_day_count() << " of "
      << figures.day_count() << " days)";
  return out.str();
}

}  // namespace

void Print(std::ostream& out, const v1::Practice& practice) {
  const v1::HandoutLook& look = practice.handout_look();
  const v1::PracticePolicy& policy = practice.policy();
  out << "Practice  " << practice.name() << ", " << practice.display_name() << '\n'
      << "Time zone " << practice.time_zone() << '\n'
      << "Languages " << practice.language_code();
  for (const std::string& code : practice.accepted_languages()) out << ", " << code;
  out << "\nPhone     " << practice.phone_number() << ", emergency " << practice.emergency_number()
      << "\nHandouts  " << Word(look.paper_size());
  if (!look.accent_color().empty()) out << ", " << look.accent_color();
  out << (look.logo_png().empty() ? ", no logo" : ", with a logo") << "\nPolicy    version "
      << practice.policy_version()
      << (policy.encrypt_attachments() ? ", encrypted handouts alone in mail" : "")
      << (policy.default_delivery_mode() == v1::DELIVERY_MODE_PAPER ? ", paper unless asked" : "")
      << '\n';
}

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
      << "Kind      " << Word(handout.kind()) << ", version " << handout.revision_number() << ", ";
  if (handout.page_count() > 0) out << handout.page_count() << " pages, ";
  out << "short code " << handout.short_code() << '\n'
      << "Language  " << handout.language_code() << '\n'
      << "SHA-256   " << handout.sha256() << '\n';
  if (!handout.findings().empty()) PrintFindings(out, handout.findings());
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

void Print(std::ostream& out, const v1::Launch& launch) {
  out << "Launch    " << launch.name() << '\n'
      << "Patient   "
      << (launch.view() == v1::Launch::VIEW_PRACTICE ? "none, the practice's settings"
          : launch.patient().empty()                 ? "asked in the console"
                                                     : launch.patient())
      << '\n';
  for (const v1::IdentityFinding& finding : launch.identity_findings()) {
    out << (finding.question() ? "Question  " : "Finding   ") << InSentence(Word(finding.kind()));
    if (!finding.patient().empty()) out << ", " << finding.patient();
    out << '\n';
  }
  out << "Open      "
      << (launch.url().empty() ? "nothing: the address was told before; make another launch"
                               : launch.url())
      << '\n';
}

void Print(std::ostream& out, const v1::WeeklyDecision& decision) {
  const v1::WeekFigures& figures = decision.figures();
  out << "Decision  " << (decision.name().empty() ? "(not stored)" : decision.name()) << '\n'
      << "Week      " << decision.week_number() << ", " << DayText(decision.first_date()) << " to "
      << DayText(decision.last_date()) << '\n'
      << "Proposal  " << Word(decision.kind()) << '\n'
      << "State     " << Word(decision.state());
  if (!decision.decided_by().empty()) out << " by " << decision.decided_by();
  out << '\n';
  if (decision.state() == v1::WeeklyDecision::STATE_OVERRIDDEN) {
    out << "In force  " << Word(decision.override_kind()) << '\n'
        << Paragraph("because: " + decision.override_reason(), 10);
  }
  if (decision.review_required()) out << "Review    see the patient before the next step\n";
  out << "Days      " << figures.done_day_count() << " done, " << figures.not_done_day_count()
      << " not done, " << figures.unreported_day_count() << " unreported, of "
      << figures.prescribed_day_count() << '\n'
      << "Dose      " << (decision.dose_adequate() ? "adequate" : "not adequate")
      << "\n\nReasons\n";
  for (const v1::Reason& reason : decision.reasons()) out << Paragraph(ReasonText(reason), 2);
  for (const std::string& exercise : decision.removed_exercises()) {
    out << "  taken out until you have looked: " << exercise << '\n';
  }
}

void PrintChanges(std::ostream& out, const v1::ProgramRevision& revision) {
  out << "Revision  " << revision.revision_number() << ", from "
      << DayText(revision.effective_date()) << ", short code " << revision.program().short_code()
      << "\nChanges" << (revision.changes().empty() ? ": none\n" : "\n");
  for (const v1::RevisionChange& change : revision.changes()) {
    out << Paragraph(change.statement() + " (" + change.rule_id() + ")", 2);
  }
}

void Print(std::ostream& out, const v1::ReplayProgramResponse& replayed) {
  out << "Stored    " << replayed.stored_sha256() << '\n'
      << "Replayed  " << replayed.replayed_sha256() << '\n'
      << (replayed.identical() ? "Identical bytes.\n" : "The bytes differ.\n");
  for (const v1::RevisionChange& change : replayed.differences()) {
    out << "  " << change.path() << ": " << change.before() << " -> " << change.after() << '\n';
  }
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
