// What a client can get wrong, and what it is told: code, reason and every field at once; and what
// the transport refuses before a handler sees it.
#include <gmock/gmock.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <string>

#include "ischia/v1/decision.grpc.pb.h"
#include "service/rpc/convert_records.h"
#include "service/rpc/status.h"
#include "tests/rpc/wire.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr auto kInvalid = grpc::StatusCode::INVALID_ARGUMENT;

Reply<v1::Program> Preview(Wire& wire, const v1::PreviewProgramRequest& request) {
  return wire.Call(&v1::ProgramService::Stub::PreviewProgram, request);
}

std::string DescriptionOf(const grpc::Status& status, const std::string& field) {
  v1::Status details;
  if (!details.ParseFromString(status.error_details())) return {};
  for (const auto& any : details.details()) {
    v1::BadRequest bad;
    if (any.type_url() != "type.googleapis.com/google.rpc.BadRequest") continue;
    if (!bad.ParseFromString(any.value())) return {};
    for (const auto& entry : bad.field_violations()) {
      if (entry.field() == field) return entry.description();
    }
  }
  return {};
}

// -- Clinical values
// --------------------------------------------------------------------------------

TEST(BadInputTest, AValueOutOfRangeIsNamedByItsPathInTheRequest) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  request.mutable_assessment()->mutable_legs(1)->set_straight_leg_raise_degrees(131);
  request.mutable_assessment()->mutable_pain()->set_rest_score(11);
  const auto reply = Preview(wire, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              ElementsAre("assessment.legs[1].straight_leg_raise_degrees FIELD_INVALID",
                          "assessment.pain.rest_score FIELD_INVALID"));
  EXPECT_THAT(DescriptionOf(reply.status, "assessment.legs[1].straight_leg_raise_degrees"),
              HasSubstr("10 to 130 degrees"));
}

TEST(BadInputTest, NanAndInfinityAreNoMeasurements) {
  Wire wire;
  for (const double value : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    v1::PreviewProgramRequest request = wire.NewPreview();
    request.mutable_assessment()->mutable_legs(0)->set_knee_extension_deficit_degrees(value);
    const auto reply = Preview(wire, request);
    EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
    EXPECT_THAT(ProblemOf(reply.status).violations,
                ElementsAre("assessment.legs[0].knee_extension_deficit_degrees FIELD_INVALID"));
  }
}

TEST(BadInputTest, TheThighShinAngleIsGuessedAtAndNotConverted) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  request.mutable_assessment()->mutable_legs(0)->set_knee_extension_deficit_degrees(142);
  const auto reply = Preview(wire, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(DescriptionOf(reply.status, "assessment.legs[0].knee_extension_deficit_degrees"),
              HasSubstr("thigh-shin angle"));
}

TEST(BadInputTest, AnUnknownEnumeratorIsItsOwnReason) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  request.mutable_assessment()->set_pathway(static_cast<v1::Pathway>(99));
  request.mutable_assessment()->add_equipment(static_cast<v1::Equipment>(99));
  auto reply = Preview(wire, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "UNKNOWN_ENUM_VALUE"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              ElementsAre("assessment.pathway UNKNOWN_ENUM_VALUE",
                          "assessment.equipment[5] UNKNOWN_ENUM_VALUE"));

  request.mutable_assessment()->mutable_pain()->set_rest_score(-1);
  reply = Preview(wire, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ProblemOf(reply.status).violations, SizeIs(3));
}

TEST(BadInputTest, MissingMeasurementsAreAllNamed) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  request.mutable_assessment()->clear_legs();
  request.mutable_assessment()->clear_minutes_per_day();
  const auto reply = Preview(wire, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "MEASUREMENT_MISSING"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              Contains("assessment.minutes_per_day MEASUREMENT_MISSING"));
}

TEST(BadInputTest, AnOpenScreenItemMakesTheScreenIncomplete) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  request.mutable_assessment()->mutable_red_flags()->clear_saddle_numbness();
  const auto reply = Preview(wire, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "SCREEN_INCOMPLETE"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              ElementsAre("assessment.red_flags.saddle_numbness SCREEN_INCOMPLETE"));
}

TEST(BadInputTest, AStockClientReadsEveryMissingFieldOfAnAlmostEmptyAssessment) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  v1::Assessment* assessment = request.mutable_assessment();
  assessment->Clear();
  assessment->set_kind(v1::Assessment::KIND_REMEASUREMENT);
  *assessment->mutable_assessment_date() = Day(2026, 6, 1);
  assessment->set_assessor("dr-jones");
  assessment->set_pathway(v1::PATHWAY_LBP);
  assessment->set_affected_side(v1::AFFECTED_SIDE_BOTH);
  assessment->set_age_years(72);
  const auto reply = Preview(wire, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "SCREEN_INCOMPLETE"));
  EXPECT_THAT(ProblemOf(reply.status).violations, SizeIs(Gt(45)));
  EXPECT_THAT(ProblemOf(reply.status).metadata, IsEmpty());
}

TEST(BadInputTest, AClearanceIsReadFieldByField) {
  Wire wire;
  v1::CreateClearanceRequest request;
  request.set_parent(wire.Patient().name());
  request.mutable_clearance()->set_rule_id("S-16");
  request.mutable_clearance()->set_cleared_by("Dr. Ada Lind");
  *request.mutable_clearance()->mutable_clearance_date() = Day(2026, 2, 30);
  request.mutable_clearance()->set_max_hip_flexion_degrees(90);
  request.set_request_id(wire.NewRequestId());
  const auto reply = wire.Call(&v1::AssessmentService::Stub::CreateClearance, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              UnorderedElementsAre("clearance.clearance_date FIELD_INVALID",
                                   "clearance.cleared_by_role FIELD_INVALID",
                                   "clearance.reason FIELD_INVALID",
                                   "clearance.max_hip_flexion_degrees FIELD_INVALID"));
}

TEST(BadInputTest, AnIncompleteAssessmentIsNotStored) {
  Wire wire;
  const v1::Patient patient = wire.Patient();
  v1::CreateAssessmentRequest request = wire.NewAssessment(patient);
  request.mutable_assessment()->clear_goal_class();
  EXPECT_THAT(wire.Call(&v1::AssessmentService::Stub::CreateAssessment, request),
              IsRefused(kInvalid, "MEASUREMENT_MISSING"));
  v1::ListAssessmentsRequest list;
  list.set_parent(patient.name());
  EXPECT_THAT(wire.Call(&v1::AssessmentService::Stub::ListAssessments, list).answer.assessments(),
              IsEmpty());
}

TEST(BadInputTest, AnEditThatBreaksARuleIsNamed) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  v1::ProgramEdit& edit = *request.add_edits();
  edit.set_kind(v1::ProgramEdit::KIND_ADD);
  edit.set_new_exercise("exercises/PC-28");
  const auto reply = Preview(wire, request);
  EXPECT_THAT(reply, IsRefused(grpc::StatusCode::FAILED_PRECONDITION, "EXERCISE_EXCLUDED"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              ElementsAre("edits[0].new_exercise EXERCISE_EXCLUDED"));
}

// -- Not built yet
// ----------------------------------------------------------------------------------

TEST(NotYetSupportedTest, NothingThatIsAskedForIsPassedOver) {
  Wire wire;
  v1::CreateProgramRequest program = wire.NewProgram(
      wire.Call(&v1::AssessmentService::Stub::CreateAssessment, wire.NewAssessment(wire.Patient()))
          .answer);
  program.add_edits()->set_kind(v1::ProgramEdit::KIND_REMOVE);
  const auto program_refused = wire.Call(&v1::ProgramService::Stub::CreateProgram, program);
  EXPECT_THAT(program_refused, IsRefused(kInvalid, "NOT_YET_SUPPORTED"));
  EXPECT_THAT(ProblemOf(program_refused.status).violations, ElementsAre("edits NOT_YET_SUPPORTED"));

  v1::CreatePatientRequest patient = wire.NewPatient();
  patient.mutable_patient()->set_delivery_mode(v1::DELIVERY_MODE_LINK_ONLY);
  const auto patient_refused = wire.Call(&v1::PatientService::Stub::CreatePatient, patient);
  EXPECT_THAT(patient_refused, IsRefused(kInvalid, "NOT_YET_SUPPORTED"));
  EXPECT_THAT(ProblemOf(patient_refused.status).violations, SizeIs(1));

  const v1::Program active = wire.Active();
  v1::CreateHandoutRequest handout;
  handout.set_parent(active.name());
  handout.mutable_handout()->set_kind(v1::Handout::KIND_ADHERENCE_REPORT);
  handout.set_request_id(wire.NewRequestId());
  const auto handout_refused = wire.Call(&v1::HandoutService::Stub::CreateHandout, handout);
  EXPECT_THAT(handout_refused, IsRefused(kInvalid, "NOT_YET_SUPPORTED"));
  EXPECT_THAT(ProblemOf(handout_refused.status).violations,
              ElementsAre("handout.kind NOT_YET_SUPPORTED"));

  v1::SendHandoutRequest send;
  send.set_name(wire.Sheet(active).name());
  send.set_mode(v1::DELIVERY_MODE_LINK_ONLY);
  send.set_request_id(wire.NewRequestId());
  EXPECT_THAT(wire.Call(&v1::HandoutService::Stub::SendHandout, send),
              IsRefused(kInvalid, "NOT_YET_SUPPORTED"));
}

// -- Decisions and revisions

TEST(BadInputTest, AnOverrideSaysWhatAndWhy) {
  Wire wire;
  v1::OverrideWeeklyDecisionRequest request;
  request.set_name(wire.Active().name() + "/weeklyDecisions/1");
  request.set_request_id(wire.NewRequestId());
  const auto reply = wire.Call(&v1::WeeklyDecisionService::Stub::OverrideWeeklyDecision, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              ElementsAre("etag FIELD_INVALID", "kind FIELD_INVALID", "reason FIELD_INVALID"));
}

TEST(BadInputTest, AWeekIsDecidedByItsNumberAndADay) {
  Wire wire;
  v1::DecideWeekRequest request;
  request.set_parent(wire.Active().name());
  request.set_request_id(wire.NewRequestId());
  const auto reply = wire.Call(&v1::WeeklyDecisionService::Stub::DecideWeek, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              ElementsAre("week_number FIELD_INVALID", "as_of_date FIELD_INVALID"));
}

TEST(BadInputTest, EveryEditIsRead) {
  Wire wire;
  const v1::Program program = wire.Active();
  v1::ReviseProgramRequest request;
  request.set_name(program.name());
  request.set_etag(program.etag());
  *request.mutable_effective_date() = Day(2026, 6, 1);
  request.add_edits()->set_exercise("HS-01");
  request.add_edits()->set_kind(v1::ProgramEdit::KIND_LOCK);
  request.set_request_id(wire.NewRequestId());
  const auto reply = wire.Call(&v1::ProgramService::Stub::ReviseProgram, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              ElementsAre("edits[0].kind FIELD_INVALID", "edits[0].exercise FIELD_INVALID",
                          "edits[0].reason FIELD_INVALID", "edits[1].reason FIELD_INVALID"));

  request.clear_edits();
  for (int i = 0; i < 41; ++i) request.add_edits()->set_kind(v1::ProgramEdit::KIND_LOCK);
  request.set_request_id(wire.NewRequestId());
  EXPECT_THAT(
      ProblemOf(wire.Call(&v1::ProgramService::Stub::ReviseProgram, request).status).violations,
      ElementsAre("edits FIELD_INVALID"));
}

// -- Records
// ----------------------------------------------------------------------------------------

TEST(BadInputTest, ANameWithLineBreaksIsNoName) {
  Wire wire;
  v1::CreatePatientRequest request = wire.NewPatient();
  request.mutable_patient()->set_given_name("Pat\r\nBcc: all@example.org");
  request.mutable_patient()->set_email_address("pat@example.org\r\nRCPT TO:<x@y>");
  *request.mutable_patient()->mutable_birth_date() = Day(1990, 2, 30);
  const auto reply = wire.Call(&v1::PatientService::Stub::CreatePatient, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              ElementsAre("patient.birth_date FIELD_INVALID", "patient.given_name FIELD_INVALID",
                          "patient.email_address FIELD_INVALID"));
  EXPECT_THAT(reply.status.error_details(), Not(HasSubstr("Bcc")));
}

TEST(BadInputTest, ANoteOverItsLimitIsRefused) {
  Wire wire;
  const v1::Program active = wire.Active();
  v1::CreateCheckInRequest check_in = wire.NewCheckIn(active);
  check_in.mutable_check_in()->set_note(std::string(501, 'x'));
  const auto reply = wire.Call(&v1::CheckInService::Stub::CreateCheckIn, check_in);
  EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ProblemOf(reply.status).violations, ElementsAre("check_in.note FIELD_INVALID"));

  v1::CreateHandoutRequest handout;
  handout.set_parent(active.name());
  handout.mutable_handout()->set_kind(v1::Handout::KIND_PROGRAM);
  handout.mutable_handout()->set_note(std::string(1001, 'x'));
  handout.set_request_id(wire.NewRequestId());
  EXPECT_THAT(
      ProblemOf(wire.Call(&v1::HandoutService::Stub::CreateHandout, handout).status).violations,
      ElementsAre("handout.note FIELD_INVALID"));
}

TEST(BadInputTest, AMalformedNameIsToldWithEverythingElse) {
  Wire wire;
  v1::CreatePatientRequest request = wire.NewPatient();
  request.set_parent("practices/North");
  request.mutable_patient()->set_sex_for_norms(static_cast<v1::NormSex>(7));
  const auto reply = wire.Call(&v1::PatientService::Stub::CreatePatient, request);
  EXPECT_THAT(reply, IsRefused(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ProblemOf(reply.status).violations,
              ElementsAre("parent FIELD_INVALID", "patient.sex_for_norms UNKNOWN_ENUM_VALUE"));
}

TEST(BadInputTest, AStaleEtagChangesNothing) {
  Wire wire;
  const v1::Program draft = wire.Draft();
  v1::ActivateProgramRequest request;
  request.set_name(draft.name());
  request.set_etag("0123456789abcdef");
  request.set_request_id(wire.NewRequestId());
  EXPECT_THAT(wire.Call(&v1::ProgramService::Stub::ActivateProgram, request),
              IsRefused(grpc::StatusCode::ABORTED, "ETAG_MISMATCH"));
}

TEST(BadInputTest, AnIdThatIsTakenIsRefused) {
  Wire wire;
  v1::CreatePatientRequest request = wire.NewPatient();
  request.set_patient_id("pat-1");
  ASSERT_THAT(wire.Call(&v1::PatientService::Stub::CreatePatient, request), Succeeds());
  request.set_request_id(wire.NewRequestId());
  EXPECT_THAT(wire.Call(&v1::PatientService::Stub::CreatePatient, request),
              IsRefused(grpc::StatusCode::ALREADY_EXISTS, "RESOURCE_EXISTS"));
}

TEST(BadInputTest, AWrongStateIsAPreconditionThatFailed) {
  Wire wire;
  const v1::Program draft = wire.Draft();
  v1::CreateHandoutRequest request;
  request.set_parent(draft.name());
  request.mutable_handout()->set_kind(v1::Handout::KIND_PROGRAM);
  request.set_request_id(wire.NewRequestId());
  const auto reply = wire.Call(&v1::HandoutService::Stub::CreateHandout, request);
  EXPECT_THAT(reply, IsRefused(grpc::StatusCode::FAILED_PRECONDITION, "WRONG_STATE"));
  EXPECT_THAT(ProblemOf(reply.status).violations, ElementsAre(" WRONG_STATE"));
}

// -- Details
// ----------------------------------------------------------------------------------------

TEST(StatusTest, AForeignClientDecodesTheDetails) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  request.mutable_assessment()->mutable_pain()->set_rest_score(11);
  const auto reply = Preview(wire, request);
  const support::TempFolder folder;
  support::WriteFile(folder / "details", reply.status.error_details());
  const support::Finished ruby = support::RunProgram(
      {"sh", "-c",
       "ruby " ISCHIA_SOURCE_DIR "/tests/proto_contract/decode_error_details.rb < " +
           (folder / "details").string()});
  EXPECT_EQ(ruby.exit_code, 0) << ruby.output;
  EXPECT_THAT(ruby.output, HasSubstr("\"reason\": \"FIELD_INVALID\""));
  EXPECT_THAT(ruby.output, HasSubstr("\"field\": \"assessment.pain.rest_score\""));
}

TEST(StatusTest, MoreViolationsThanAClientCanReadAreCounted) {
  std::vector<domain::FieldViolation> violations;
  for (int i = 0; i < 500; ++i) {
    violations.push_back(
        {"comorbidities[" + std::to_string(i) + "].condition", "is required", "FIELD_INVALID"});
  }
  const grpc::Status status = rpc::ToStatus(domain::FieldInvalid(violations));
  EXPECT_LT(status.error_details().size(), 6'000U);
  const Problem problem = ProblemOf(status);
  EXPECT_THAT(problem.violations, SizeIs(Gt(50)));
  ASSERT_THAT(problem.metadata, SizeIs(1));
  EXPECT_EQ(std::stoul(problem.metadata.at("omitted_count")) + problem.violations.size(), 500U);
}

TEST(StatusTest, AFaultThatPassesSaysWhenToComeBack) {
  const auto retry = [](domain::ErrorCode code, const char* reason) {
    return ProblemOf(rpc::ToStatus({code, reason, "message", {}})).retry_seconds;
  };
  EXPECT_EQ(retry(domain::ErrorCode::kUnavailable, "STORE_UNAVAILABLE"), 1);
  EXPECT_EQ(retry(domain::ErrorCode::kResourceExhausted, "QUOTA_EXCEEDED"), 5);
  EXPECT_EQ(retry(domain::ErrorCode::kResourceExhausted, "STORE_FULL"), 60);
  EXPECT_EQ(retry(domain::ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"), -1);
}

TEST(IncidentTest, AMistakeOfOursTellsItsNumberAndNothingElse) {
  Wire wire;
  const v1::Program active = wire.Active();
  wire.clinic.renderer.broken = true;
  v1::CreateHandoutRequest request;
  request.set_parent(active.name());
  request.mutable_handout()->set_kind(v1::Handout::KIND_PROGRAM);
  request.set_request_id(wire.NewRequestId());
  const auto reply = wire.Call(&v1::HandoutService::Stub::CreateHandout, request);
  EXPECT_THAT(reply, IsRefused(grpc::StatusCode::INTERNAL, "INTERNAL"));
  EXPECT_THAT(reply.status.error_message(), Not(HasSubstr("font")));
  ASSERT_THAT(wire.incidents(), SizeIs(1));
  const rpc::Incident incident = wire.incidents().front();
  EXPECT_EQ(ProblemOf(reply.status).metadata.at("incident_id"), incident.id);
  EXPECT_EQ(incident.place, "HandoutService/CreateHandout");
}

TEST(IncidentTest, WhatIsThrownStopsAtTheEdge) {
  Clinic clinic;
  std::vector<rpc::Incident> incidents;
  const rpc::Edge edge(
      clinic.ids, clinic.digest,
      [&](const rpc::Incident& incident) { incidents.push_back(incident); },
      std::chrono::seconds(10));
  const grpc::Status thrown = edge.Guard(
      app::Method::kGetPatient, []() -> grpc::Status { throw std::runtime_error("secret"); });
  EXPECT_EQ(thrown.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(thrown.error_message(), Not(HasSubstr("secret")));
  const grpc::Status odd = edge.Guard(app::Method::kGetPatient, []() -> grpc::Status { throw 7; });
  EXPECT_EQ(odd.error_code(), grpc::StatusCode::INTERNAL);
  ASSERT_THAT(incidents, SizeIs(2));
  EXPECT_THAT(incidents[0].type, HasSubstr("runtime_error"));
  EXPECT_EQ(incidents[0].place, "PatientService/GetPatient");
  EXPECT_NE(incidents[0].id, incidents[1].id);
}

// -- Limits of the transport
// ------------------------------------------------------------------------

TEST(LimitsTest, AMessageOfFiveMegabytesEndsInTheTransport) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  request.mutable_assessment()->set_goal_text(std::string(5'000'000, 'x'));
  const auto reply = Preview(wire, request);
  EXPECT_THAT(reply, IsRefused(grpc::StatusCode::RESOURCE_EXHAUSTED, ""));
  EXPECT_EQ(reply.status.error_details(), "");
  EXPECT_THAT(Preview(wire, wire.NewPreview()), Succeeds());
}

TEST(LimitsTest, CompressionIsRefused) {
  Wire wire;
  for (const grpc_compression_algorithm algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    grpc::ClientContext context;
    context.set_compression_algorithm(algorithm);
    for (const auto& [key, value] : As("clinician")) context.AddMetadata(key, value);
    const auto reply =
        wire.CallIn(context, &v1::ProgramService::Stub::PreviewProgram, wire.NewPreview());
    EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  }
}

TEST(LimitsTest, MetadataBeyondEightKibibytesAreRefused) {
  Wire wire;
  Identity identity = As("clinician");
  identity.emplace("padding", std::string(9 * 1024, 'x'));
  const auto reply =
      wire.Call(&v1::ProgramService::Stub::PreviewProgram, wire.NewPreview(), identity);
  EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(LimitsTest, ACallIsCutAtTheLongestDeadlineWhateverTheCallerAllows) {
  Wire wire(std::chrono::milliseconds(-1));  // whatever takes any time takes too long
  const auto reply = Preview(wire, wire.NewPreview());
  EXPECT_THAT(reply, IsRefused(grpc::StatusCode::DEADLINE_EXCEEDED, "DEADLINE_PASSED"));
}

TEST(LimitsTest, UnknownFieldsAreIgnored) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(1000, 7);
  EXPECT_THAT(Preview(wire, request), Succeeds());
}

}  // namespace
}  // namespace ischia::test
