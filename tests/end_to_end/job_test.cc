// The whole job through a running service: an assessment goes in, a program comes out, is stored,
// drawn, mailed, checked in, reported, decided on week by week and planned anew; and a refusal, of
// which nothing is ever mailed.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <thread>

#include "ischia/v1/assessment.grpc.pb.h"
#include "ischia/v1/check_in.grpc.pb.h"
#include "ischia/v1/decision.grpc.pb.h"
#include "ischia/v1/handout.grpc.pb.h"
#include "ischia/v1/patient.grpc.pb.h"
#include "ischia/v1/program.grpc.pb.h"
#include "ischia/v1/report.grpc.pb.h"
#include "tests/end_to_end/running_service.h"
#include "tests/support/child_process.h"
#include "tests/support/foreign_mail_reader.h"
#include "tests/support/postgres.h"
#include "tests/support/temp_folder.h"

namespace ischia {
namespace {

using support::RunningService;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kData = ISCHIA_TEST_DATA;

template <typename Message>
Message FromFile(const std::string& name) {
  Message message;
  EXPECT_TRUE(
      google::protobuf::util::JsonStringToMessage(support::ReadFile(kData + "/" + name), &message)
          .ok())
      << name;
  return message;
}

v1::Date Day(int year, int month, int day) {
  v1::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// On either database.
class JobTest : public ::testing::TestWithParam<bool> {
 protected:
  // Calls a method that must succeed.
  template <typename Stub, typename Request, typename Answer>
  Answer Must(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
              Request request) {
    Answer answer;
    const grpc::Status status = Try(method, std::move(request), answer);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return answer;
  }
  template <typename Stub, typename Request, typename Answer>
  grpc::Status Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
                   Request request, Answer& answer) {
    if (const auto* id = request.GetDescriptor()->FindFieldByName("request_id")) {
      request.GetReflection()->SetString(&request, id, NextRequestId());
    }
    const auto context = RunningService::Context();
    Stub stub(service_.channel());
    return (stub.*method)(context.get(), request, &answer);
  }

  std::string NextRequestId() {
    const std::string digits = std::to_string(++requests_);
    return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
  }

  // Patient, confirmed address, assessment and draft of a case.
  v1::Program Prescribe(const std::string& id) {
    v1::CreatePatientRequest patient;
    patient.set_parent("practices/sample");
    patient.set_patient_id(id);
    *patient.mutable_patient() = FromFile<v1::Patient>("quickstart/" + id + ".patient.json");
    const v1::Patient stored = Must(&v1::PatientService::Stub::CreatePatient, patient);
    v1::ConfirmEmailAddressRequest confirm;
    confirm.set_name(stored.name());
    confirm.set_email_address(stored.email_address());
    confirm.set_mail_warning_given(true);
    EXPECT_TRUE(Must(&v1::PatientService::Stub::ConfirmEmailAddress, confirm).email_confirmed());
    v1::CreateAssessmentRequest assess;
    assess.set_parent(stored.name());
    *assess.mutable_assessment() = FromFile<v1::Assessment>("prescribe/" + id + ".assessment.json");
    v1::CreateProgramRequest create;
    create.set_parent(stored.name());
    create.set_assessment(Must(&v1::AssessmentService::Stub::CreateAssessment, assess).name());
    *create.mutable_start_date() = Day(2026, 6, 1);
    return Must(&v1::ProgramService::Stub::CreateProgram, create);
  }

  v1::Program Activate(const v1::Program& draft) {
    v1::ActivateProgramRequest activate;
    activate.set_name(draft.name());
    activate.set_etag(draft.etag());
    for (const v1::Finding& finding : draft.findings()) {
      if (finding.acknowledgement_required()) {
        activate.add_acknowledged_rule_ids(finding.rule_id());
      }
    }
    return Must(&v1::ProgramService::Stub::ActivateProgram, activate);
  }

  v1::Handout Render(const v1::Program& program, v1::Handout::Kind kind,
                     v1::PaperSize paper = v1::PAPER_SIZE_UNSPECIFIED) {
    v1::CreateHandoutRequest render;
    render.set_parent(program.name());
    render.mutable_handout()->set_kind(kind);
    render.mutable_handout()->set_paper_size(paper);
    return Must(&v1::HandoutService::Stub::CreateHandout, render);
  }

  // The text that a foreign reader finds in the handout, and the file it read.
  std::string TextOf(const v1::Handout& handout) {
    v1::DownloadHandoutRequest download;
    download.set_name(handout.name());
    const std::string file = service_.folder() / "handout.pdf";
    support::WriteFile(file, Must(&v1::HandoutService::Stub::DownloadHandout, download).content());
    // Words in reading order, however their lines break.
    std::istringstream words(support::RunProgram({"pdftotext", file, "-"}).output);
    std::string text;
    for (std::string word; words >> word;) text += (text.empty() ? "" : " ") + word;
    return text;
  }

  // -- Weeks of a program that begins on 1 June 2026, as they were asked for at a visit

  static v1::Date DayOf(int week, int day) { return Day(2026, 6, 7 * (week - 1) + day); }

  // Every session done, at this discomfort.
  void Log(const v1::Program& program, int week, int discomfort) {
    for (int day = 1; day <= 7; ++day) {
      v1::CreateCheckInRequest request;
      request.set_parent(program.name());
      v1::CheckIn& check_in = *request.mutable_check_in();
      check_in.set_origin(v1::CheckIn::ORIGIN_VISIT);
      *check_in.mutable_session_date() = DayOf(week, day);
      check_in.set_done(v1::ANSWER_YES);
      for (const v1::ProgramItem& item : program.weeks(week - 1).items()) {
        if (item.slot() != v1::ProgramItem::SLOT_STRETCH) continue;
        v1::ItemResult& result = *check_in.add_results();
        result.set_item_number(item.item_number());
        result.set_done(v1::ANSWER_YES);
        result.set_stretch_discomfort_score(discomfort);
      }
      Must(&v1::CheckInService::Stub::CreateCheckIn, request);
    }
  }

  v1::WeeklyDecision Confirmed(const v1::Program& program, int week,
                               v1::WeeklyDecision::Kind kind) {
    v1::DecideWeekRequest decide;
    decide.set_parent(program.name());
    decide.set_week_number(week);
    *decide.mutable_as_of_date() = DayOf(week, 7);
    const v1::WeeklyDecision proposed = Must(&v1::WeeklyDecisionService::Stub::DecideWeek, decide);
    EXPECT_EQ(proposed.kind(), kind);
    EXPECT_GT(proposed.reasons_size(), 0);
    v1::ConfirmWeeklyDecisionRequest confirm;
    confirm.set_name(proposed.name());
    confirm.set_etag(proposed.etag());
    return Must(&v1::WeeklyDecisionService::Stub::ConfirmWeeklyDecision, confirm);
  }

  v1::Program Stored(const v1::Program& program) {
    v1::GetProgramRequest get;
    get.set_name(program.name());
    return Must(&v1::ProgramService::Stub::GetProgram, get);
  }
  v1::ProgramRevision Revision(const v1::Program& program, int number) {
    v1::GetProgramRevisionRequest get;
    get.set_name(program.name() + "/revisions/" + std::to_string(number));
    return Must(&v1::ProgramService::Stub::GetProgramRevision, get);
  }
  v1::ReplayProgramResponse Replayed(const v1::Program& program) {
    v1::ReplayProgramRequest replay;
    replay.set_name(program.name());
    return Must(&v1::ProgramService::Stub::ReplayProgram, replay);
  }

  std::string MailFolder() const { return service_.folder() / "mail" / "new"; }
  std::size_t MailCount() const {
    std::error_code missing;
    const std::filesystem::directory_iterator files(MailFolder(), missing);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

  static std::map<std::string, std::string> Settings(const support::TempFolder& secrets) {
    const bool on_postgresql = GetParam();
    if (!on_postgresql) return {};
    return test::PrivatePostgres::OfThisProgram().Migrated().Settings(secrets.path());
  }

  support::TempFolder secrets_;
  RunningService service_{Settings(secrets_)};
  int requests_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Databases, JobTest, ::testing::Bool(), [](const auto& on_postgresql) {
  return on_postgresql.param ? "Postgresql" : "SqliteFile";
});

TEST_P(JobTest, AnAssessmentBecomesAHandoutInThePatientsMailAndALineInTheReport) {
  const v1::Program program = Activate(Prescribe("v01"));
  EXPECT_EQ(program.state(), v1::Program::STATE_ACTIVE);

  const v1::Handout handout = Render(program, v1::Handout::KIND_PROGRAM);
  EXPECT_EQ(handout.short_code(), program.short_code());
  const v1::Handout calendar = Render(program, v1::Handout::KIND_CALENDAR);
  v1::SendHandoutRequest send;
  send.set_name(handout.name());
  v1::Delivery delivery = Must(&v1::HandoutService::Stub::SendHandout, send);
  EXPECT_EQ(delivery.masked_email_address(), "a***@example.org");
  v1::GetDeliveryRequest get;
  get.set_name(delivery.name());
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (delivery.state() != v1::Delivery::STATE_ACCEPTED &&
         std::chrono::steady_clock::now() < until) {
    std::this_thread::yield();
    delivery = Must(&v1::HandoutService::Stub::GetDelivery, get);
  }
  ASSERT_EQ(delivery.state(), v1::Delivery::STATE_ACCEPTED);
  ASSERT_EQ(MailCount(), 1U);
  const std::string mail =
      support::ReadFile(std::filesystem::directory_iterator(MailFolder())->path());
  // The attachment is base64: only headers and text are looked at.
  EXPECT_THAT(mail.substr(0, 2000),
              AllOf(HasSubstr("To: <alex.sample@example.org>"), HasSubstr(delivery.message_id()),
                    Not(HasSubstr("amstring"))));
  const support::ForeignMail read = support::ReadAsForeigner(mail);
  EXPECT_THAT(read.defects, ::testing::IsEmpty());
  EXPECT_THAT(read.html, HasSubstr("<p>Hello,</p>"));
  ASSERT_EQ(read.attachments.size(), 2U);
  EXPECT_THAT(read.attachments[0].bytes, ::testing::StartsWith("%PDF-"));
  EXPECT_EQ(static_cast<std::int64_t>(read.attachments[1].bytes.size()), calendar.size_bytes());

  v1::CreateCheckInRequest check_in;
  check_in.set_parent(program.name());
  check_in.mutable_check_in()->set_origin(v1::CheckIn::ORIGIN_PHONE);
  *check_in.mutable_check_in()->mutable_session_date() = Day(2026, 6, 2);
  check_in.mutable_check_in()->set_done(v1::ANSWER_YES);
  EXPECT_EQ(Must(&v1::CheckInService::Stub::CreateCheckIn, check_in).evidence_class(),
            v1::EVIDENCE_CLASS_ASKED_AT_VISIT);
  v1::GetAdherenceReportRequest report;
  report.set_name(program.name() + "/adherenceReport");
  *report.mutable_as_of_date() = Day(2026, 6, 7);
  const v1::AdherenceReport told = Must(&v1::ReportService::Stub::GetAdherenceReport, report);
  ASSERT_EQ(told.weeks_size(), 1);
  EXPECT_EQ(told.weeks(0).figures().prescribed_day_count(), 7);
  EXPECT_EQ(told.weeks(0).figures().done_day_count(), 1);
  EXPECT_EQ(told.weeks(0).figures().not_done_day_count(), 0);
  EXPECT_EQ(told.weeks(0).figures().unreported_day_count(), 6);
}

TEST_P(JobTest, AWeekOfEntriesIsDecidedAndThePlanRevisedAndReplayed) {
  const v1::Program program = Activate(Prescribe("v01"));
  EXPECT_TRUE(Replayed(program).identical());
  Log(program, 1, 2);
  EXPECT_EQ(Confirmed(program, 1, v1::WeeklyDecision::KIND_ADVANCE).resulting_revision_number(), 0);

  const v1::Program advanced = Stored(program);
  const v1::ProgramItem* stretch = nullptr;
  for (const v1::ProgramItem& item : advanced.weeks(1).items()) {
    if (item.slot() == v1::ProgramItem::SLOT_STRETCH) stretch = &item;
  }
  ASSERT_TRUE(stretch != nullptr && stretch->alternatives_size() > 0);
  v1::ReviseProgramRequest revise;
  revise.set_name(program.name());
  revise.set_etag(advanced.etag());
  *revise.mutable_effective_date() = DayOf(2, 1);
  v1::ProgramEdit& swap = *revise.add_edits();
  swap.set_kind(v1::ProgramEdit::KIND_SWAP);
  swap.set_from_week_number(2);
  swap.set_exercise(stretch->exercise());
  swap.set_new_exercise(stretch->alternatives(0));
  swap.set_reason("The strap cuts into the foot.");
  const v1::Program revised = Must(&v1::ProgramService::Stub::ReviseProgram, revise);
  EXPECT_EQ(revised.revision_number(), 2);
  EXPECT_NE(revised.short_code(), program.short_code());
  const v1::ProgramRevision second = Revision(program, 2);
  ASSERT_GT(second.changes_size(), 0);
  EXPECT_THAT(second.changes(0).statement(), HasSubstr("because: The strap cuts into the foot."));

  Log(revised, 2, 2);
  EXPECT_EQ(Confirmed(program, 2, v1::WeeklyDecision::KIND_ADVANCE).resulting_revision_number(), 0);
  Log(revised, 3, 5);
  const v1::WeeklyDecision too_much = Confirmed(program, 3, v1::WeeklyDecision::KIND_REGRESS);
  ASSERT_EQ(too_much.resulting_revision_number(), 3);
  const v1::ProgramRevision third = Revision(program, 3);
  EXPECT_EQ(third.decision(), too_much.name());
  ASSERT_GT(third.changes_size(), 0);
  EXPECT_THAT(third.changes(0).statement(), HasSubstr("hold 25 s -> 20 s on both sides, because"));
  EXPECT_EQ(third.changes(0).rule_id(), "W-2");

  // What was printed before stays as it was, and what is in force follows from its inputs.
  EXPECT_EQ(Revision(program, 1).program().program_sha256(), program.program_sha256());
  EXPECT_EQ(Revision(program, 2).program().short_code(), revised.short_code());
  const v1::ReplayProgramResponse replayed = Replayed(program);
  EXPECT_TRUE(replayed.identical());
  EXPECT_EQ(replayed.stored_sha256(), Stored(program).program_sha256());
  EXPECT_EQ(replayed.differences_size(), 0);
}

TEST_P(JobTest, TheHandoutCarriesTheTenRulesTheWeeksAndWhoToCall) {
  const v1::Program program = Activate(Prescribe("v03"));
  const std::string text = TextOf(Render(program, v1::Handout::KIND_PROGRAM));
  for (const char* words : {"Sam Sample",
                            "Never hold your breath",
                            "mild pull",
                            "sharp or sudden pain",
                            "every day",
                            "loose",
                            "timer",
                            "10 to 15 seconds",
                            "5 seconds longer",
                            "30 seconds",
                            "belly",
                            "semimembranosus",
                            "semitendinosus",
                            "biceps",
                            "sit bone",
                            "can tip your pelvis back",
                            "Not in the first 2 hours after you get up",
                            "Doorway stretch",
                            "Lying pelvic tilt",
                            "Bridge",
                            "+1 555 0142",
                            "911",
                            "Page 1 of",
                            "This sheet is not a diagnosis"}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
  EXPECT_THAT(text, HasSubstr(program.short_code()));
  for (const char* words : {"will prevent", "will cause", "cure", "diagnosed"}) {
    EXPECT_THAT(text, Not(HasSubstr(words)));
  }
}

TEST_P(JobTest, TheSameRevisionGivesTheSameBytesOnEitherPaper) {
  const v1::Program program = Activate(Prescribe("v01"));
  for (const v1::PaperSize paper : {v1::PAPER_SIZE_A4, v1::PAPER_SIZE_LETTER}) {
    EXPECT_EQ(Render(program, v1::Handout::KIND_PROGRAM, paper).sha256(),
              Render(program, v1::Handout::KIND_PROGRAM, paper).sha256());
  }
}

TEST_P(JobTest, ARedFlagGivesAReferralSheetWithoutAnExerciseAndNothingIsMailed) {
  const v1::Program program = Prescribe("v10");
  EXPECT_EQ(program.state(), v1::Program::STATE_REFUSED);
  const v1::Handout referral = Render(program, v1::Handout::KIND_REFERRAL);
  const std::string text = TextOf(referral);
  EXPECT_THAT(text, AllOf(HasSubstr("Go to the emergency"), HasSubstr("911"), HasSubstr("S-01"),
                          HasSubstr("It is not a diagnosis"), Not(HasSubstr("Week")),
                          Not(HasSubstr("stretch"))));

  v1::SendHandoutRequest send;
  send.set_name(referral.name());
  v1::Delivery delivery;
  EXPECT_EQ(Try(&v1::HandoutService::Stub::SendHandout, send, delivery).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  v1::CreateHandoutRequest as_program;
  as_program.set_parent(program.name());
  as_program.mutable_handout()->set_kind(v1::Handout::KIND_PROGRAM);
  v1::Handout handout;
  EXPECT_EQ(Try(&v1::HandoutService::Stub::CreateHandout, as_program, handout).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(MailCount(), 0U);
}

TEST_P(JobTest, TheLogKnowsNoPatient) {
  Activate(Prescribe("v03"));
  EXPECT_THAT(service_.log_text(),
              AllOf(Not(HasSubstr("Sample")), Not(HasSubstr("sam.")), Not(HasSubstr("meeting"))));
}

}  // namespace
}  // namespace ischia
