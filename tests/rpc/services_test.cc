// Every method once as it is meant, then what all of them share: replays, dry runs, pages, roles,
// practices that see nothing of each other.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "service/rpc/convert_records.h"
#include "service/rpc/names.h"
#include "tests/rpc/wire.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

bool Same(const google::protobuf::Message& one, const google::protobuf::Message& other) {
  return google::protobuf::util::MessageDifferencer::Equals(one, other);
}

template <typename Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  return request;
}
template <typename Request>
Request Under(const std::string& parent) {
  Request request;
  request.set_parent(parent);
  return request;
}

// -- Every method as it is meant
// --------------------------------------------------------------------

TEST(PracticeServiceTest, APracticeIsRead) {
  Wire wire;
  const auto practice = wire.Call(&v1::PracticeService::Stub::GetPractice,
                                  Named<v1::GetPracticeRequest>("practices/north"), As("admin"));
  ASSERT_THAT(practice, Succeeds());
  EXPECT_EQ(practice.answer.name(), "practices/north");
  EXPECT_EQ(practice.answer.emergency_number(), "112");
  EXPECT_EQ(practice.answer.handout_look().paper_size(), v1::PAPER_SIZE_A4);
  EXPECT_EQ(practice.answer.policy_version(), 1);
  EXPECT_NE(practice.answer.etag(), "");
}

v1::UpdatePracticeRequest NewPracticeUpdate(Wire& wire, const std::vector<std::string>& mask) {
  v1::UpdatePracticeRequest request;
  *request.mutable_practice() =
      wire.Call(&v1::PracticeService::Stub::GetPractice,
                Named<v1::GetPracticeRequest>("practices/north"), As("admin"))
          .answer;
  for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
  request.set_request_id(wire.NewRequestId());
  return request;
}

TEST(PracticeServiceTest, AnAdminChangesAPracticeAndEverybodyReadsIt) {
  Wire wire;
  v1::UpdatePracticeRequest request =
      NewPracticeUpdate(wire, {"accepted_languages", "handout_look", "policy"});
  v1::Practice& wanted = *request.mutable_practice();
  wanted.add_accepted_languages("de");
  wanted.mutable_handout_look()->set_paper_size(v1::PAPER_SIZE_LETTER);
  wanted.mutable_handout_look()->set_accent_color("#0a5f73");
  wanted.mutable_handout_look()->set_logo_png("\x89PNG");
  wanted.mutable_policy()->set_encrypt_attachments(true);
  wanted.mutable_policy()->set_default_delivery_mode(v1::DELIVERY_MODE_PAPER);
  const auto updated = wire.Call(&v1::PracticeService::Stub::UpdatePractice, request, As("admin"));
  ASSERT_THAT(updated, Succeeds());
  v1::Practice expected = wanted;
  expected.set_policy_version(2);
  expected.set_etag(updated.answer.etag());
  EXPECT_NE(updated.answer.etag(), wanted.etag());
  EXPECT_EQ(updated.answer.SerializeAsString(), expected.SerializeAsString());
  const auto read = wire.Call(&v1::PracticeService::Stub::GetPractice,
                              Named<v1::GetPracticeRequest>("practices/north"));
  EXPECT_EQ(read.answer.SerializeAsString(), expected.SerializeAsString());
  const auto again = wire.Call(&v1::PracticeService::Stub::UpdatePractice, request, As("admin"));
  EXPECT_EQ(again.answer.SerializeAsString(), expected.SerializeAsString());
  request.set_request_id(wire.NewRequestId());
  EXPECT_THAT(wire.Call(&v1::PracticeService::Stub::UpdatePractice, request, As("admin")),
              IsRefused(grpc::StatusCode::ABORTED, "ETAG_MISMATCH"));
}

TEST(PracticeServiceTest, NobodyButAnAdminChangesAPractice) {
  Wire wire;
  for (const char* role : {"clinician", "auditor", "service"}) {
    EXPECT_THAT(wire.Call(&v1::PracticeService::Stub::UpdatePractice,
                          NewPracticeUpdate(wire, {"display_name"}), As(role)),
                IsRefused(grpc::StatusCode::PERMISSION_DENIED, "ROLE_NOT_ALLOWED"));
  }
  v1::UpdatePracticeRequest nowhere = NewPracticeUpdate(wire, {"display_name"});
  nowhere.mutable_practice()->set_name("practices/nowhere");
  EXPECT_THAT(wire.Call(&v1::PracticeService::Stub::UpdatePractice, nowhere, As("admin")),
              IsRefused(grpc::StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND"));
}

TEST(PracticeServiceTest, APolicyThatNothingActsOnIsRefusedWhereItIsNamed) {
  Wire wire;
  v1::UpdatePracticeRequest request = NewPracticeUpdate(wire, {"policy"});
  v1::PracticePolicy& policy = *request.mutable_practice()->mutable_policy();
  policy.set_decision_mode(v1::PracticePolicy::DECISION_MODE_APPLY_UNLESS_WORSE);
  policy.set_pregnancy_rule_from_week(14);
  policy.set_default_exercise_count(2);
  policy.set_silent_patient_day_count(7);
  policy.set_in_doubt_mode(v1::PracticePolicy::IN_DOUBT_MODE_RESEND);
  policy.set_record_retention_years(10);
  policy.set_audit_retention_years(10);
  policy.set_small_cell_limit(6);
  policy.set_default_delivery_mode(v1::DELIVERY_MODE_LINK_ONLY);
  const auto refused = wire.Call(&v1::PracticeService::Stub::UpdatePractice, request, As("admin"));
  ASSERT_THAT(refused, IsRefused(grpc::StatusCode::INVALID_ARGUMENT, "NOT_YET_SUPPORTED"));
  EXPECT_THAT(ProblemOf(refused.status).violations, ::testing::SizeIs(9));
  // Named or not decides: the rest of a policy is not looked at.
  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("policy.encrypt_attachments");
  EXPECT_THAT(wire.Call(&v1::PracticeService::Stub::UpdatePractice, request, As("admin")),
              Succeeds());
}

TEST(PracticeServiceTest, UnknownEnumeratorsAreToldWithTheirPaths) {
  Wire wire;
  v1::UpdatePracticeRequest request =
      NewPracticeUpdate(wire, {"handout_look.paper_size", "policy.default_delivery_mode"});
  request.mutable_practice()->mutable_handout_look()->set_paper_size(static_cast<v1::PaperSize>(9));
  request.mutable_practice()->mutable_policy()->set_default_delivery_mode(
      static_cast<v1::DeliveryMode>(9));
  const auto refused = wire.Call(&v1::PracticeService::Stub::UpdatePractice, request, As("admin"));
  ASSERT_THAT(refused, IsRefused(grpc::StatusCode::INVALID_ARGUMENT, "UNKNOWN_ENUM_VALUE"));
  EXPECT_THAT(
      ProblemOf(refused.status).violations,
      ::testing::UnorderedElementsAre("practice.handout_look.paper_size UNKNOWN_ENUM_VALUE",
                                      "practice.policy.default_delivery_mode UNKNOWN_ENUM_VALUE"));
}

TEST(LaunchServiceTest, AnAdminOpensThePracticesPageAndNoPatient) {
  Wire wire;
  v1::CreateLaunchRequest request;
  request.set_parent("practices/north");
  request.set_view(v1::Launch::VIEW_PRACTICE);
  request.set_request_id(wire.NewRequestId());
  const auto launch = wire.Call(&v1::LaunchService::Stub::CreateLaunch, request, As("admin"));
  ASSERT_THAT(launch, Succeeds());
  EXPECT_EQ(launch.answer.patient(), "");
  EXPECT_THAT(launch.answer.url(), ::testing::StartsWith("http://127.0.0.1:50152/launch/north/"));
  request.set_request_id(wire.NewRequestId());
  EXPECT_THAT(wire.Call(&v1::LaunchService::Stub::CreateLaunch, request),
              IsRefused(grpc::StatusCode::PERMISSION_DENIED, "ROLE_NOT_ALLOWED"));
}

TEST(PatientServiceTest, APatientIsCreatedReadListedAndChanged) {
  Wire wire;
  v1::CreatePatientRequest request = wire.NewPatient();
  *request.mutable_patient()->mutable_birth_date() = Day(1992, 2, 29);
  request.mutable_patient()->mutable_host_reference()->set_host_id("gnumed");
  request.mutable_patient()->mutable_host_reference()->set_patient_id("4711");
  request.set_patient_id("pat-1");
  const auto created = wire.Call(&v1::PatientService::Stub::CreatePatient, request);
  ASSERT_THAT(created, Succeeds());
  EXPECT_EQ(created.answer.name(), "practices/north/patients/pat-1");
  EXPECT_NE(created.answer.etag(), "");
  EXPECT_FALSE(created.answer.email_confirmed());

  const auto read = wire.Call(&v1::PatientService::Stub::GetPatient,
                              Named<v1::GetPatientRequest>(created.answer.name()));
  ASSERT_THAT(read, Succeeds());
  EXPECT_TRUE(Same(created.answer, read.answer));

  auto list = Under<v1::ListPatientsRequest>("practices/north");
  *list.mutable_host_reference() = request.patient().host_reference();
  const auto listed = wire.Call(&v1::PatientService::Stub::ListPatients, list);
  ASSERT_THAT(listed, Succeeds());
  ASSERT_THAT(listed.answer.patients(), SizeIs(1));
  EXPECT_TRUE(Same(listed.answer.patients(0), read.answer));

  v1::UpdatePatientRequest update;
  *update.mutable_patient() = read.answer;
  update.mutable_patient()->set_family_name("Changed");
  update.mutable_patient()->set_given_name("Not in the mask");
  update.mutable_patient()->set_large_print(true);  // not in the mask either
  update.mutable_update_mask()->add_paths("family_name");
  update.set_request_id(wire.NewRequestId());
  const auto updated = wire.Call(&v1::PatientService::Stub::UpdatePatient, update);
  ASSERT_THAT(updated, Succeeds());
  EXPECT_EQ(updated.answer.family_name(), "Changed");
  EXPECT_EQ(updated.answer.given_name(), "Test");
  EXPECT_NE(updated.answer.etag(), read.answer.etag());
}

TEST(PatientServiceTest, OnlyTheRecordedAddressIsConfirmed) {
  Wire wire;
  EXPECT_TRUE(wire.Patient().email_confirmed());
}

TEST(AssessmentServiceTest, AnAssessmentIsStoredAsItCame) {
  Wire wire;
  const v1::CreateAssessmentRequest request = wire.NewAssessment(wire.Patient());
  const auto created = wire.Call(&v1::AssessmentService::Stub::CreateAssessment, request);
  ASSERT_THAT(created, Succeeds());
  EXPECT_EQ(created.answer.recorded_by(), "dr-jones");
  v1::Assessment bare = created.answer;
  bare.clear_name();
  bare.clear_recorded_by();
  bare.clear_create_time();
  bare.clear_findings();
  EXPECT_TRUE(Same(bare, request.assessment()));

  const auto read = wire.Call(&v1::AssessmentService::Stub::GetAssessment,
                              Named<v1::GetAssessmentRequest>(created.answer.name()));
  ASSERT_THAT(read, Succeeds());
  EXPECT_TRUE(Same(read.answer, created.answer));
  const auto listed = wire.Call(&v1::AssessmentService::Stub::ListAssessments,
                                Under<v1::ListAssessmentsRequest>(request.parent()));
  ASSERT_THAT(listed, Succeeds());
  EXPECT_THAT(listed.answer.assessments(), SizeIs(1));
}

TEST(AssessmentServiceTest, AClearanceIsRecordedAndListed) {
  Wire wire;
  v1::CreateClearanceRequest request;
  request.set_parent(wire.Patient().name());
  v1::Clearance& clearance = *request.mutable_clearance();
  clearance.set_rule_id("S-16");
  clearance.set_cleared_by("Dr. Ada Lind");
  clearance.set_cleared_by_role("surgeon");
  *clearance.mutable_clearance_date() = Day(2026, 6, 1);
  *clearance.mutable_expiry_date() = Day(2026, 9, 1);
  clearance.set_max_hip_flexion_degrees(70);
  clearance.set_reason("healed well");
  request.set_request_id(wire.NewRequestId());
  const auto created = wire.Call(&v1::AssessmentService::Stub::CreateClearance, request);
  ASSERT_THAT(created, Succeeds());
  EXPECT_THAT(created.answer.name(), StartsWith(request.parent() + "/clearances/"));
  EXPECT_EQ(created.answer.recorded_by(), "dr-jones");
  EXPECT_TRUE(created.answer.has_create_time());
  v1::Clearance as_sent = created.answer;
  as_sent.clear_name();
  as_sent.clear_recorded_by();
  as_sent.clear_create_time();
  EXPECT_TRUE(Same(as_sent, clearance));
  const auto listed = wire.Call(&v1::AssessmentService::Stub::ListClearances,
                                Under<v1::ListClearancesRequest>(request.parent()));
  ASSERT_THAT(listed, Succeeds());
  ASSERT_THAT(listed.answer.clearances(), SizeIs(1));
  EXPECT_TRUE(Same(listed.answer.clearances(0), created.answer));
}

// Without the surgeon's word refused, with it limited on the operated side.
TEST(ProgramServiceTest, APreviewCountsTheClearancesItIsHanded) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  v1::Comorbidity& hip = *request.mutable_assessment()->add_comorbidities();
  hip.set_condition(v1::CONDITION_HIP_REPLACEMENT_POSTERIOR);
  hip.set_side(v1::SIDE_RIGHT);
  hip.set_weeks_since(5);
  request.mutable_assessment()->add_equipment(v1::EQUIPMENT_BED);
  const auto held = wire.Call(&v1::ProgramService::Stub::PreviewProgram, request);
  ASSERT_THAT(held, Succeeds());
  EXPECT_EQ(held.answer.state(), v1::Program::STATE_REFUSED);
  EXPECT_EQ(held.answer.findings(0).rule_id(), "S-16");
  EXPECT_EQ(held.answer.findings(0).severity(), v1::SEVERITY_HOLD_CLEARANCE);
  EXPECT_EQ(held.answer.findings(0).side(), v1::SIDE_RIGHT);

  v1::Clearance& clearance = *request.add_clearances();
  clearance.set_rule_id("S-16");
  clearance.set_cleared_by("Dr. Ada Lind");
  clearance.set_cleared_by_role("surgeon");
  *clearance.mutable_clearance_date() = Day(2026, 6, 1);
  clearance.set_reason("healed well");
  const auto cleared = wire.Call(&v1::ProgramService::Stub::PreviewProgram, request);
  ASSERT_THAT(cleared, Succeeds());
  EXPECT_EQ(cleared.answer.state(), v1::Program::STATE_DRAFT);
  EXPECT_TRUE(cleared.answer.findings(0).cleared());
  EXPECT_EQ(cleared.answer.findings(0).severity(), v1::SEVERITY_MODIFY);
  ASSERT_THAT(cleared.answer.limits(), Not(IsEmpty()));
  EXPECT_EQ(cleared.answer.limits(0).kind(), v1::LimitInForce::KIND_MAX_HIP_FLEXION_DEGREES);
  EXPECT_EQ(cleared.answer.limits(0).value(), 85);
  EXPECT_EQ(cleared.answer.limits(0).side(), v1::SIDE_RIGHT);
}

v1::CreateLaunchRequest LaunchOf(Wire& wire) {
  auto request = Under<v1::CreateLaunchRequest>("practices/north");
  v1::PatientContext& context = *request.mutable_context();
  context.mutable_host_reference()->set_host_id("gnumed");
  context.mutable_host_reference()->set_patient_id("4711");
  context.set_given_name("Anna");
  context.set_family_name("Lind");
  *context.mutable_birth_date() = Day(1992, 2, 29);
  request.set_view(v1::Launch::VIEW_ASSESS);
  request.set_create_missing(true);
  request.set_request_id(wire.NewRequestId());
  return request;
}

TEST(LaunchServiceTest, ALaunchOpensTheConsoleOnceAndTellsItsAddressOnce) {
  Wire wire;
  const v1::CreateLaunchRequest request = LaunchOf(wire);
  const auto created = wire.Call(&v1::LaunchService::Stub::CreateLaunch, request);
  ASSERT_THAT(created, Succeeds());
  EXPECT_THAT(created.answer.name(), StartsWith("practices/north/launches/"));
  EXPECT_THAT(created.answer.patient(), StartsWith("practices/north/patients/"));
  EXPECT_EQ(created.answer.view(), v1::Launch::VIEW_ASSESS);
  EXPECT_EQ(created.answer.expire_time().seconds() * 1000,
            wire.clinic.clock.now.time_since_epoch().count() + 60'000);
  EXPECT_THAT(created.answer.identity_findings(), IsEmpty());
  const std::string before = "http://127.0.0.1:50152/launch/north/";
  ASSERT_THAT(created.answer.url(), StartsWith(before));

  const auto repeated = wire.Call(&v1::LaunchService::Stub::CreateLaunch, request);
  ASSERT_THAT(repeated, Succeeds());
  v1::Launch untold = created.answer;
  untold.clear_url();
  EXPECT_TRUE(Same(repeated.answer, untold));

  const std::string ticket = created.answer.url().substr(before.size());
  const auto opened = wire.clinic.launches.Redeem(wire.clinic.practice, ticket);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->launch.user, "dr-jones");
  auto revoke = Named<v1::RevokeLaunchRequest>(created.answer.name());
  revoke.set_request_id(wire.NewRequestId());
  EXPECT_THAT(wire.Call(&v1::LaunchService::Stub::RevokeLaunch, revoke), Succeeds());
  EXPECT_FALSE(
      app::MayWrite(wire.clinic.launches.Enter(wire.clinic.practice, opened->ticket).value()));
}

TEST(FilingServiceTest, ADocumentIsClaimedFiledAndListed) {
  Wire wire;
  const auto opened = wire.Call(&v1::LaunchService::Stub::CreateLaunch, LaunchOf(wire));
  const app::PatientName patient{
      wire.clinic.practice,
      domain::PatientId(opened.answer.patient().substr(opened.answer.patient().rfind('/') + 1))};
  const app::ProgramRecord program = wire.clinic.Activated(wire.clinic.Draft(patient));
  app::CreateHandoutRequest sheet{program.name, {}};
  sheet.handout.kind = app::HandoutKind::kProgram;
  sheet.file_to_host = true;
  const auto handout = wire.clinic.handouts.CreateHandout(wire.clinic.Changing(), sheet);
  ASSERT_TRUE(handout.ok());

  v1::PeekFilingsRequest peek;
  peek.set_parent("practices/north");
  peek.set_host_id(LaunchOf(wire).context().host_reference().host_id());
  EXPECT_TRUE(wire.Call(&v1::FilingService::Stub::PeekFilings, peek).answer.waiting());
  v1::ClaimFilingsRequest claim;
  claim.set_parent("practices/north");
  claim.set_host_id(LaunchOf(wire).context().host_reference().host_id());
  const auto claimed = wire.Call(&v1::FilingService::Stub::ClaimFilings, claim);
  ASSERT_THAT(claimed, Succeeds());
  ASSERT_THAT(claimed.answer.filings(), SizeIs(1));
  const v1::Filing& filing = claimed.answer.filings(0);
  EXPECT_THAT(filing.name(), StartsWith("practices/north/filings/"));
  EXPECT_EQ(filing.state(), v1::Filing::STATE_CLAIMED);
  EXPECT_EQ(filing.title(), "Home exercise program, revision 1");
  EXPECT_EQ(filing.content_sha256(), handout->sha256);
  EXPECT_EQ(filing.expected_patient().host_reference().patient_id(),
            LaunchOf(wire).context().host_reference().patient_id());
  EXPECT_EQ(filing.expected_patient().family_name(), LaunchOf(wire).context().family_name());
  EXPECT_EQ(filing.claim_expire_time().seconds() * 1000,
            wire.clinic.clock.now.time_since_epoch().count() + 60'000);

  v1::CompleteFilingRequest complete;
  complete.set_name(filing.name());
  complete.set_claim_epoch(filing.claim_epoch());
  complete.set_host_document_id("doc-1");
  complete.set_content_sha256(filing.content_sha256());
  complete.set_request_id(wire.NewRequestId());
  const auto filed = wire.Call(&v1::FilingService::Stub::CompleteFiling, complete);
  ASSERT_THAT(filed, Succeeds());
  EXPECT_EQ(filed.answer.state(), v1::Filing::STATE_FILED);
  EXPECT_EQ(filed.answer.host_document_id(), "doc-1");
  v1::FailFilingRequest fail;
  fail.set_name(filing.name());
  fail.set_reason(v1::FailFilingRequest::REASON_PATIENT_MISMATCH);
  fail.set_request_id(wire.NewRequestId());
  EXPECT_THAT(wire.Call(&v1::FilingService::Stub::FailFiling, fail),
              IsRefused(grpc::StatusCode::FAILED_PRECONDITION, "WRONG_STATE"));
  v1::ListFilingsRequest list;
  list.set_parent(rpc::NameText(program.name));
  const auto listed = wire.Call(&v1::FilingService::Stub::ListFilings, list);
  ASSERT_THAT(listed, Succeeds());
  ASSERT_THAT(listed.answer.filings(), SizeIs(1));
  EXPECT_TRUE(Same(listed.answer.filings(0), filed.answer));
}

TEST(LaunchServiceTest, WhatDoesNotFitIsToldAndThePatientStaysOpen) {
  Wire wire;
  ASSERT_THAT(wire.Call(&v1::LaunchService::Stub::CreateLaunch, LaunchOf(wire)), Succeeds());
  v1::CreateLaunchRequest request = LaunchOf(wire);
  request.mutable_context()->mutable_host_reference()->set_patient_id("4712");
  const auto created = wire.Call(&v1::LaunchService::Stub::CreateLaunch, request);
  ASSERT_THAT(created, Succeeds());
  EXPECT_EQ(created.answer.patient(), "");
  ASSERT_THAT(created.answer.identity_findings(), SizeIs(1));
  const v1::IdentityFinding& finding = created.answer.identity_findings(0);
  EXPECT_EQ(finding.kind(), v1::IdentityFinding::KIND_NAME_TAKEN);
  EXPECT_TRUE(finding.question());
  EXPECT_FALSE(finding.answered());
  EXPECT_THAT(finding.patient(), StartsWith("practices/north/patients/"));
}

TEST(LaunchServiceTest, EveryFaultOfAContextIsNamedByItsPath) {
  Wire wire;
  v1::CreateLaunchRequest request = LaunchOf(wire);
  request.mutable_context()->clear_host_reference();
  *request.mutable_context()->mutable_birth_date() = Day(1991, 2, 29);
  request.set_view(static_cast<v1::Launch::View>(99));
  const auto refused = wire.Call(&v1::LaunchService::Stub::CreateLaunch, request);
  EXPECT_THAT(refused, IsRefused(grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID"));
  EXPECT_THAT(
      ProblemOf(refused.status).violations,
      ::testing::UnorderedElementsAre("context.birth_date FIELD_INVALID", "view UNKNOWN_ENUM_VALUE",
                                      "context.host_reference.host_id FIELD_INVALID",
                                      "context.host_reference.patient_id FIELD_INVALID"));
  v1::CreateLaunchRequest unknown = LaunchOf(wire);
  unknown.set_create_missing(false);
  EXPECT_THAT(wire.Call(&v1::LaunchService::Stub::CreateLaunch, unknown),
              IsRefused(grpc::StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND"));
}

TEST(LaunchServiceTest, AConsoleThatIsOffOpensForNobodyAndMakesNobody) {
  Wire wire(std::chrono::seconds(10), "");
  EXPECT_THAT(wire.Call(&v1::LaunchService::Stub::CreateLaunch, LaunchOf(wire)),
              IsRefused(grpc::StatusCode::FAILED_PRECONDITION, "CONSOLE_OFF"));
  const auto listed = wire.Call(&v1::PatientService::Stub::ListPatients,
                                Under<v1::ListPatientsRequest>("practices/north"));
  EXPECT_THAT(listed.answer.patients(), IsEmpty());
}

TEST(CatalogueServiceTest, TheCatalogueIsReadWithoutAnyRecord) {
  Wire wire;
  const auto catalogue =
      wire.Call(&v1::CatalogueService::Stub::GetCatalogue,
                Under<v1::GetCatalogueRequest>("practices/north"), As("service"));
  ASSERT_THAT(catalogue, Succeeds());
  EXPECT_EQ(catalogue.answer.name(), "catalogue");
  EXPECT_EQ(catalogue.answer.version(), Shipped().version);
  EXPECT_THAT(catalogue.answer.sha256(), SizeIs(64));

  auto exercise = Named<v1::GetExerciseRequest>("exercises/HS-01");
  exercise.set_parent("practices/north");
  const auto stretch = wire.Call(&v1::CatalogueService::Stub::GetExercise, exercise);
  ASSERT_THAT(stretch, Succeeds());
  EXPECT_NE(stretch.answer.title(), "");
  EXPECT_GT(stretch.answer.steps_size(), 1);
  EXPECT_GT(stretch.answer.stop_signs_size(), 0);
  EXPECT_EQ(stretch.answer.dose_rule(), "D-STATIC");
  EXPECT_EQ(stretch.answer.exercise_class(), "static");

  auto rule = Named<v1::GetSafetyRuleRequest>("safetyRules/S-06");
  rule.set_parent("practices/north");
  const auto thrombosis = wire.Call(&v1::CatalogueService::Stub::GetSafetyRule, rule);
  ASSERT_THAT(thrombosis, Succeeds());
  EXPECT_EQ(thrombosis.answer.severity(), v1::SEVERITY_REFUSE_REFER);
  EXPECT_THAT(thrombosis.answer.condition(), StartsWith("wells_score >= 2, or "));
  EXPECT_GT(thrombosis.answer.sources_size(), 0);
  EXPECT_THAT(wire.clinic.Trail(), SizeIs(1));  // the seeding of the practice, nothing of this
}

TEST(CatalogueServiceTest, WhatTheCatalogueDoesNotHaveIsNotFound) {
  Wire wire;
  auto exercise = Named<v1::GetExerciseRequest>("exercises/HS-99");
  exercise.set_parent("practices/north");
  EXPECT_THAT(wire.Call(&v1::CatalogueService::Stub::GetExercise, exercise),
              IsRefused(grpc::StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND"));
  exercise.set_name("exercises/HS-01");
  exercise.set_language_code("tlh");
  exercise.set_with_figure(true);
  const auto refused = wire.Call(&v1::CatalogueService::Stub::GetExercise, exercise);
  EXPECT_THAT(refused, IsRefused(grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID"));
  EXPECT_THAT(ProblemOf(refused.status).violations,
              ElementsAre("with_figure NOT_YET_SUPPORTED", "language_code FIELD_INVALID"));
}

TEST(ProgramServiceTest, APreviewIsTheProgramThatWouldBeMade) {
  Wire wire;
  const auto preview = wire.Call(&v1::ProgramService::Stub::PreviewProgram, wire.NewPreview());
  ASSERT_THAT(preview, Succeeds());
  EXPECT_EQ(preview.answer.state(), v1::Program::STATE_DRAFT);
  EXPECT_EQ(preview.answer.name(), "");
  EXPECT_EQ(preview.answer.etag(), "");
  EXPECT_EQ(preview.answer.program_sha256(), "");
  EXPECT_EQ(preview.answer.weeks_size(), 12);
  EXPECT_THAT(wire.clinic.Trail(), SizeIs(1));  // the seeding of the practice

  v1::Program draft = wire.Draft();
  for (std::string* text :
       {draft.mutable_name(), draft.mutable_assessment(), draft.mutable_input_sha256(),
        draft.mutable_program_sha256(), draft.mutable_short_code(), draft.mutable_etag()}) {
    EXPECT_NE(*text, "");
    text->clear();
  }
  EXPECT_EQ(preview.answer.policy_version(), 0);
  EXPECT_EQ(draft.policy_version(), 1);
  draft.clear_policy_version();
  EXPECT_TRUE(Same(preview.answer, draft));
}

TEST(ProgramServiceTest, ARedFlagRefusesHoweverLittleElseIsKnown) {
  Wire wire;
  v1::PreviewProgramRequest request = wire.NewPreview();
  request.mutable_assessment()->clear_pain();
  request.mutable_assessment()->mutable_red_flags()->Clear();
  request.mutable_assessment()->mutable_red_flags()->set_saddle_numbness(v1::ANSWER_YES);
  const auto preview = wire.Call(&v1::ProgramService::Stub::PreviewProgram, request);
  ASSERT_THAT(preview, Succeeds());
  EXPECT_EQ(preview.answer.state(), v1::Program::STATE_REFUSED);
  EXPECT_EQ(preview.answer.weeks_size(), 0);
  EXPECT_THAT(preview.answer.missing_inputs(), Contains("red_flags.bladder_change"));
}

TEST(ProgramServiceTest, ADraftIsActivatedOnce) {
  Wire wire;
  const v1::Program draft = wire.Draft();
  EXPECT_EQ(draft.state(), v1::Program::STATE_DRAFT);
  EXPECT_EQ(draft.revision_number(), 0);
  v1::ActivateProgramRequest request;
  request.set_name(draft.name());
  request.set_etag(draft.etag());
  request.set_request_id(wire.NewRequestId());
  const auto active = wire.Call(&v1::ProgramService::Stub::ActivateProgram, request);
  ASSERT_THAT(active, Succeeds());
  EXPECT_EQ(active.answer.state(), v1::Program::STATE_ACTIVE);
  EXPECT_EQ(active.answer.revision_number(), 1);
  EXPECT_EQ(active.answer.activated_by(), "dr-jones");

  const auto read =
      wire.Call(&v1::ProgramService::Stub::GetProgram, Named<v1::GetProgramRequest>(draft.name()));
  ASSERT_THAT(read, Succeeds());
  EXPECT_TRUE(Same(read.answer, active.answer));
  auto list = Under<v1::ListProgramsRequest>(ParentOf(draft.name()));
  list.set_state(v1::Program::STATE_ACTIVE);
  EXPECT_THAT(wire.Call(&v1::ProgramService::Stub::ListPrograms, list).answer.programs(),
              SizeIs(1));
  list.set_state(v1::Program::STATE_DRAFT);
  EXPECT_THAT(wire.Call(&v1::ProgramService::Stub::ListPrograms, list).answer.programs(),
              IsEmpty());

  request.set_etag(active.answer.etag());
  request.set_request_id(wire.NewRequestId());
  EXPECT_THAT(wire.Call(&v1::ProgramService::Stub::ActivateProgram, request),
              IsRefused(grpc::StatusCode::FAILED_PRECONDITION, "WRONG_STATE"));
}

TEST(ProgramServiceTest, EveryFindingThatMustBeReadIsAcknowledgedByName) {
  Wire wire;
  v1::CreateAssessmentRequest assessment = wire.NewAssessment(wire.Patient());
  domain::AssessmentFields loose = TightAdult();
  loose.beighton_score = 7;
  assessment.clear_assessment();
  rpc::Write(loose, assessment.mutable_assessment());
  const v1::Program draft =
      wire.Call(&v1::ProgramService::Stub::CreateProgram,
                wire.NewProgram(
                    wire.Call(&v1::AssessmentService::Stub::CreateAssessment, assessment).answer))
          .answer;
  v1::ActivateProgramRequest request;
  request.set_name(draft.name());
  request.set_etag(draft.etag());
  request.set_request_id(wire.NewRequestId());
  const auto refused = wire.Call(&v1::ProgramService::Stub::ActivateProgram, request);
  EXPECT_THAT(refused, IsRefused(grpc::StatusCode::FAILED_PRECONDITION, "ACKNOWLEDGEMENT_MISSING"));
  EXPECT_THAT(ProblemOf(refused.status).violations, ElementsAre("S-24 ACKNOWLEDGEMENT_MISSING"));

  request.add_acknowledged_rule_ids("S-24");
  request.set_comment("Talked through.");
  request.set_request_id(wire.NewRequestId());
  const auto active = wire.Call(&v1::ProgramService::Stub::ActivateProgram, request);
  ASSERT_THAT(active, Succeeds());
  ASSERT_THAT(active.answer.acknowledgements(), SizeIs(1));
  EXPECT_EQ(active.answer.acknowledgements(0).rule_id(), "S-24");
  EXPECT_EQ(active.answer.acknowledgements(0).user(), "dr-jones");
  EXPECT_EQ(active.answer.acknowledgements(0).comment(), "Talked through.");
}

TEST(HandoutServiceTest, AHandoutIsRenderedReadAndDownloaded) {
  Wire wire;
  const v1::Program active = wire.Active();
  const v1::Handout sheet = wire.Sheet(active);
  EXPECT_EQ(sheet.kind(), v1::Handout::KIND_PROGRAM);
  EXPECT_EQ(sheet.short_code(), active.short_code());
  EXPECT_EQ(sheet.language_code(), "en");
  EXPECT_EQ(sheet.paper_size(), v1::PAPER_SIZE_A4);

  EXPECT_TRUE(Same(
      wire.Call(&v1::HandoutService::Stub::GetHandout, Named<v1::GetHandoutRequest>(sheet.name()))
          .answer,
      sheet));
  EXPECT_THAT(wire.Call(&v1::HandoutService::Stub::ListHandouts,
                        Under<v1::ListHandoutsRequest>(active.name()))
                  .answer.handouts(),
              SizeIs(1));
  const auto file = wire.Call(&v1::HandoutService::Stub::DownloadHandout,
                              Named<v1::DownloadHandoutRequest>(sheet.name()));
  ASSERT_THAT(file, Succeeds());
  EXPECT_EQ(static_cast<std::int64_t>(file.answer.content().size()), sheet.size_bytes());
  EXPECT_EQ(file.answer.sha256(), sheet.sha256());
  EXPECT_EQ(file.answer.media_type(), "application/pdf");
}

// The English sheet may go along; the warning stays with the handout wherever it is shown.
TEST(HandoutServiceTest, AnUnreviewedTranslationIsToldAndTheEnglishSheetIsNot) {
  Wire wire;
  const v1::Program active = wire.Active();
  v1::CreateHandoutRequest request;
  request.set_parent(active.name());
  request.mutable_handout()->set_kind(v1::Handout::KIND_PROGRAM);
  request.mutable_handout()->set_language_code("es");
  request.set_request_id(wire.NewRequestId());
  const auto spanish = wire.Call(&v1::HandoutService::Stub::CreateHandout, request);
  ASSERT_THAT(spanish, Succeeds());
  ASSERT_EQ(spanish.answer.findings_size(), 1);
  const v1::Finding& warning = spanish.answer.findings(0);
  EXPECT_EQ(warning.rule_id(), "L-01");
  EXPECT_EQ(warning.severity(), v1::SEVERITY_INFORM);
  EXPECT_EQ(warning.summary(), "No expert has checked this translation yet.");
  EXPECT_EQ(warning.field(), "handout.language_code");
  EXPECT_TRUE(Same(wire.Call(&v1::HandoutService::Stub::GetHandout,
                             Named<v1::GetHandoutRequest>(spanish.answer.name()))
                       .answer,
                   spanish.answer));
  EXPECT_EQ(wire.Sheet(active).findings_size(), 0);
}

TEST(HandoutServiceTest, ADeliveryIsQueuedShownAndCancelled) {
  Wire wire;
  const v1::Handout sheet = wire.Sheet(wire.Active());
  v1::SendHandoutRequest send = Named<v1::SendHandoutRequest>(sheet.name());
  send.set_request_id(wire.NewRequestId());
  const auto sent = wire.Call(&v1::HandoutService::Stub::SendHandout, send);
  ASSERT_THAT(sent, Succeeds());
  EXPECT_EQ(sent.answer.state(), v1::Delivery::STATE_QUEUED);
  EXPECT_EQ(sent.answer.masked_email_address(), "p***@example.org");

  EXPECT_TRUE(Same(wire.Call(&v1::HandoutService::Stub::GetDelivery,
                             Named<v1::GetDeliveryRequest>(sent.answer.name()))
                       .answer,
                   sent.answer));
  auto list = Under<v1::ListDeliveriesRequest>(sheet.name());
  list.set_state(v1::Delivery::STATE_QUEUED);
  EXPECT_THAT(wire.Call(&v1::HandoutService::Stub::ListDeliveries, list).answer.deliveries(),
              SizeIs(1));

  auto cancel = Named<v1::CancelDeliveryRequest>(sent.answer.name());
  cancel.set_request_id(wire.NewRequestId());
  const auto cancelled = wire.Call(&v1::HandoutService::Stub::CancelDelivery, cancel);
  ASSERT_THAT(cancelled, Succeeds());
  EXPECT_EQ(cancelled.answer.state(), v1::Delivery::STATE_CANCELLED);
}

TEST(CheckInServiceTest, ACheckInIsClassedReadAndListed) {
  Wire wire;
  const v1::Program active = wire.Active();
  v1::CreateCheckInRequest request = wire.NewCheckIn(active);
  v1::ItemResult* result = request.mutable_check_in()->add_results();
  result->set_item_number(1);
  result->set_done(v1::ANSWER_YES);
  request.mutable_check_in()->set_note("Went well.\nEven the left leg.");
  const auto created = wire.Call(&v1::CheckInService::Stub::CreateCheckIn, request);
  ASSERT_THAT(created, Succeeds());
  EXPECT_EQ(created.answer.evidence_class(), v1::EVIDENCE_CLASS_SAME_DAY_SELF_REPORT);
  EXPECT_EQ(created.answer.note(), request.check_in().note());
  EXPECT_TRUE(Same(wire.Call(&v1::CheckInService::Stub::GetCheckIn,
                             Named<v1::GetCheckInRequest>(created.answer.name()))
                       .answer,
                   created.answer));
  auto list = Under<v1::ListCheckInsRequest>(active.name());
  *list.mutable_first_date() = Day(2026, 6, 1);
  *list.mutable_last_date() = Day(2026, 6, 7);
  EXPECT_THAT(wire.Call(&v1::CheckInService::Stub::ListCheckIns, list).answer.check_ins(),
              SizeIs(1));
}

TEST(CheckInServiceTest, AYesInTheScreenSuspendsTheProgram) {
  Wire wire;
  const v1::Program active = wire.Active();
  v1::CreateCheckInRequest request = wire.NewCheckIn(active);
  request.mutable_check_in()->set_done(v1::ANSWER_NO);
  request.mutable_check_in()->mutable_screen()->set_calf_swollen_hot(v1::ANSWER_YES);
  const auto created = wire.Call(&v1::CheckInService::Stub::CreateCheckIn, request);
  ASSERT_THAT(created, Succeeds());
  ASSERT_THAT(created.answer.findings(), SizeIs(1));
  EXPECT_EQ(created.answer.findings(0).rule_id(), "S-06");
  EXPECT_EQ(created.answer.findings(0).urgency(), v1::URGENCY_SAME_DAY);
  EXPECT_EQ(created.answer.findings(0).field(), "screen.calf_swollen_hot");
  EXPECT_NE(created.answer.findings(0).summary(), "");
  EXPECT_EQ(
      wire.Call(&v1::ProgramService::Stub::GetProgram, Named<v1::GetProgramRequest>(active.name()))
          .answer.state(),
      v1::Program::STATE_SUSPENDED);
}

TEST(CheckInServiceTest, ASheetsLinkIsListedAndRevoked) {
  Wire wire;
  const v1::Program active = wire.Active();
  app::CreateHandoutRequest sheet;
  ASSERT_TRUE(rpc::ParseName(active.name(), sheet.program));
  sheet.handout.kind = app::HandoutKind::kProgram;
  ASSERT_TRUE(wire.clinic.linked_handouts.CreateHandout(wire.clinic.Changing(), sheet).ok());
  const auto list = Under<v1::ListCheckInLinksRequest>(active.name());
  const auto listed = wire.Call(&v1::CheckInService::Stub::ListCheckInLinks, list);
  ASSERT_THAT(listed.answer.check_in_links(), SizeIs(1));
  const v1::CheckInLink& link = listed.answer.check_in_links(0);
  EXPECT_THAT(link.name(), StartsWith(active.name() + "/checkInLinks/"));
  EXPECT_THAT(link.handout(), StartsWith(active.name() + "/handouts/"));
  EXPECT_FALSE(link.has_expire_time() || link.has_revoke_time());
  auto revoke = Named<v1::RevokeCheckInLinkRequest>(link.name());
  revoke.set_request_id("00000000-0000-4000-8000-0000000000aa");
  const auto revoked = wire.Call(&v1::CheckInService::Stub::RevokeCheckInLink, revoke);
  ASSERT_THAT(revoked, Succeeds());
  EXPECT_TRUE(revoked.answer.has_revoke_time());
  EXPECT_TRUE(
      Same(wire.Call(&v1::CheckInService::Stub::RevokeCheckInLink, revoke).answer, revoked.answer));
}

TEST(ReportServiceTest, TheReportSetsDoneBesideUnreported) {
  Wire wire;
  const v1::Program active = wire.Active();
  ASSERT_THAT(wire.Call(&v1::CheckInService::Stub::CreateCheckIn, wire.NewCheckIn(active)),
              Succeeds());
  auto request = Named<v1::GetAdherenceReportRequest>(active.name() + "/adherenceReport");
  *request.mutable_as_of_date() = Day(2026, 6, 7);
  const auto report =
      wire.Call(&v1::ReportService::Stub::GetAdherenceReport, request, As("auditor"));
  ASSERT_THAT(report, Succeeds());
  EXPECT_EQ(report.answer.name(), request.name());
  ASSERT_GE(report.answer.weeks_size(), 1);
  const v1::WeekFigures& week = report.answer.weeks(0).figures();
  EXPECT_EQ(week.done_day_count(), 1);
  EXPECT_EQ(week.not_done_day_count(), 0);
  EXPECT_EQ(week.prescribed_day_count(), 1 + week.unreported_day_count());
  EXPECT_GT(report.answer.class_rules_size(), 5);
}

// -- What all methods share
// -------------------------------------------------------------------------

TEST(ReplayTest, TheSameRequestGivesTheSameAnswerAndChangesNothing) {
  Wire wire;
  const v1::CreatePatientRequest patient = wire.NewPatient();
  const auto first = wire.Call(&v1::PatientService::Stub::CreatePatient, patient);
  const auto again = wire.Call(&v1::PatientService::Stub::CreatePatient, patient);
  ASSERT_THAT(again, Succeeds());
  EXPECT_TRUE(Same(first.answer, again.answer));
  EXPECT_THAT(wire.Call(&v1::PatientService::Stub::ListPatients,
                        Under<v1::ListPatientsRequest>("practices/north"))
                  .answer.patients(),
              SizeIs(1));

  const v1::CreateAssessmentRequest assessment = wire.NewAssessment(first.answer);
  const auto stored = wire.Call(&v1::AssessmentService::Stub::CreateAssessment, assessment);
  ASSERT_THAT(stored, Succeeds());
  EXPECT_TRUE(Same(stored.answer,
                   wire.Call(&v1::AssessmentService::Stub::CreateAssessment, assessment).answer));

  const v1::CreateProgramRequest program = wire.NewProgram(stored.answer);
  const auto draft = wire.Call(&v1::ProgramService::Stub::CreateProgram, program);
  ASSERT_THAT(draft, Succeeds());
  EXPECT_TRUE(
      Same(draft.answer, wire.Call(&v1::ProgramService::Stub::CreateProgram, program).answer));
}

TEST(ReplayTest, AReusedRequestIdIsRefused) {
  Wire wire;
  v1::CreatePatientRequest request = wire.NewPatient();
  ASSERT_THAT(wire.Call(&v1::PatientService::Stub::CreatePatient, request), Succeeds());
  request.mutable_patient()->set_given_name("Another");
  EXPECT_THAT(wire.Call(&v1::PatientService::Stub::CreatePatient, request),
              IsRefused(grpc::StatusCode::INVALID_ARGUMENT, "REQUEST_ID_REUSED"));
}

TEST(ValidateOnlyTest, ADryRunAnswersWithoutANameAndStoresNothing) {
  Wire wire;
  const v1::Patient patient = wire.Patient();
  v1::CreateAssessmentRequest assessment = wire.NewAssessment(patient);
  assessment.set_validate_only(true);
  const auto tried = wire.Call(&v1::AssessmentService::Stub::CreateAssessment, assessment);
  ASSERT_THAT(tried, Succeeds());
  EXPECT_EQ(tried.answer.name(), "");
  EXPECT_THAT(wire.Call(&v1::AssessmentService::Stub::ListAssessments,
                        Under<v1::ListAssessmentsRequest>(patient.name()))
                  .answer.assessments(),
              IsEmpty());

  const auto stored =
      wire.Call(&v1::AssessmentService::Stub::CreateAssessment, wire.NewAssessment(patient));
  v1::CreateProgramRequest program = wire.NewProgram(stored.answer);
  program.set_validate_only(true);
  const auto dry = wire.Call(&v1::ProgramService::Stub::CreateProgram, program);
  ASSERT_THAT(dry, Succeeds());
  EXPECT_EQ(dry.answer.name(), "");
  EXPECT_EQ(dry.answer.weeks_size(), 12);
  EXPECT_THAT(wire.Call(&v1::ProgramService::Stub::ListPrograms,
                        Under<v1::ListProgramsRequest>(patient.name()))
                  .answer.programs(),
              IsEmpty());
}

TEST(PagesTest, PagesJoinUpToTheWholeList) {
  Wire wire;
  auto request = Under<v1::ListExercisesRequest>("practices/north");
  request.set_page_size(7);
  std::vector<std::string> names;
  do {
    const auto page = wire.Call(&v1::CatalogueService::Stub::ListExercises, request);
    ASSERT_THAT(page, Succeeds());
    EXPECT_LE(page.answer.exercises_size(), 7);
    for (const v1::Exercise& exercise : page.answer.exercises()) names.push_back(exercise.name());
    request.set_page_token(page.answer.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, SizeIs(Shipped().exercises.size()));
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));

  auto rules = Under<v1::ListSafetyRulesRequest>("practices/north");
  rules.set_page_size(1000);
  EXPECT_THAT(wire.Call(&v1::CatalogueService::Stub::ListSafetyRules, rules).answer.safety_rules(),
              SizeIs(60));
}

TEST(PagesTest, ATokenServesItsOwnListOnly) {
  Wire wire;
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(wire.Call(&v1::PatientService::Stub::CreatePatient, wire.NewPatient()), Succeeds());
  }
  auto request = Under<v1::ListPatientsRequest>("practices/north");
  request.set_page_size(2);
  const auto first = wire.Call(&v1::PatientService::Stub::ListPatients, request);
  ASSERT_THAT(first.answer.patients(), SizeIs(2));
  request.set_page_token(first.answer.next_page_token());
  EXPECT_THAT(wire.Call(&v1::PatientService::Stub::ListPatients, request).answer.patients(),
              SizeIs(1));

  request.set_parent("practices/south");
  EXPECT_THAT(wire.Call(&v1::PatientService::Stub::ListPatients, request),
              IsRefused(grpc::StatusCode::INVALID_ARGUMENT, "PAGE_TOKEN_INVALID"));
  auto exercises = Under<v1::ListExercisesRequest>("practices/north");
  exercises.set_page_token(first.answer.next_page_token());
  EXPECT_THAT(wire.Call(&v1::CatalogueService::Stub::ListExercises, exercises),
              IsRefused(grpc::StatusCode::INVALID_ARGUMENT, "PAGE_TOKEN_INVALID"));
  request.set_page_token("");
  request.set_page_size(-1);
  EXPECT_THAT(wire.Call(&v1::PatientService::Stub::ListPatients, request),
              IsRefused(grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID"));
}

TEST(PracticesTest, AnotherPracticesResourceIsAsIfItWereNotThere) {
  Wire wire;
  const v1::Program active = wire.Active();
  std::string elsewhere = active.name();
  elsewhere.replace(elsewhere.find("north"), 5, "south");
  const auto foreign =
      wire.Call(&v1::ProgramService::Stub::GetProgram, Named<v1::GetProgramRequest>(elsewhere));
  const auto missing =
      wire.Call(&v1::ProgramService::Stub::GetProgram,
                Named<v1::GetProgramRequest>(ParentOf(active.name()) + "/programs/none"));
  EXPECT_THAT(foreign, IsRefused(grpc::StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(foreign.status.error_message(), missing.status.error_message());
  EXPECT_EQ(foreign.status.error_details(), missing.status.error_details());
  const auto nowhere = wire.Call(&v1::PracticeService::Stub::GetPractice,
                                 Named<v1::GetPracticeRequest>("practices/nowhere"));
  EXPECT_EQ(nowhere.status.error_details(), missing.status.error_details());
}

TEST(RolesTest, ARoleDoesWhatTheTableListsAndNothingElse) {
  Wire wire;
  const v1::Program active = wire.Active();
  const auto denied = IsRefused(grpc::StatusCode::PERMISSION_DENIED, "ROLE_NOT_ALLOWED");
  EXPECT_THAT(wire.Call(&v1::PatientService::Stub::CreatePatient, wire.NewPatient(), As("admin")),
              denied);
  EXPECT_THAT(wire.Call(&v1::ProgramService::Stub::GetProgram,
                        Named<v1::GetProgramRequest>(active.name()), As("auditor")),
              denied);
  EXPECT_THAT(
      wire.Call(&v1::ProgramService::Stub::PreviewProgram, wire.NewPreview(), As("service")),
      denied);
}

TEST(RolesTest, ADenialSaysNothingOfTheRequest) {
  Wire wire;
  v1::CreatePatientRequest request = wire.NewPatient();
  request.mutable_patient()->set_given_name("");
  const auto reply = wire.Call(&v1::PatientService::Stub::CreatePatient, request, As("auditor"));
  EXPECT_THAT(reply, IsRefused(grpc::StatusCode::PERMISSION_DENIED, "ROLE_NOT_ALLOWED"));
  EXPECT_THAT(ProblemOf(reply.status).violations, IsEmpty());
}

grpc::Status CallBare(const std::shared_ptr<grpc::Channel>& channel, const std::string& method) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const grpc::Slice nothing;
  const grpc::ByteBuffer request(&nothing, 1);
  grpc::ByteBuffer answer;
  grpc::Status status;
  const auto call = stub.PrepareUnaryCall(&context, method, request, &queue);
  call->StartCall();
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  (void)queue.Next(&tag, &ok);
  return status;
}

TEST(CallerTest, EveryMethodOfTheContractIsServedAndAsksWhoCalls) {
  Wire wire;
  int method_count = 0;
  for (const google::protobuf::Descriptor* message :
       {v1::Practice::descriptor(), v1::Patient::descriptor(), v1::Assessment::descriptor(),
        v1::Catalogue::descriptor(), v1::Program::descriptor(), v1::Handout::descriptor(),
        v1::CheckIn::descriptor(), v1::WeeklyDecision::descriptor(),
        v1::AdherenceReport::descriptor()}) {
    const google::protobuf::ServiceDescriptor* service = message->file()->service(0);
    for (int i = 0; i < service->method_count(); ++i, ++method_count) {
      const std::string method = "/" + service->full_name() + "/" + service->method(i)->name();
      const grpc::Status status = CallBare(wire.channel, method);
      EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << method;
    }
  }
  EXPECT_EQ(method_count, 48);
}

TEST(CallerTest, WhoeverDoesNotSayWhoItIsIsNobody) {
  Wire wire;
  const auto nobody = IsRefused(grpc::StatusCode::UNAUTHENTICATED, "USER_ASSERTION_INVALID");
  const std::vector<Identity> identities = {
      {},
      {{"ischia-user", "dr-jones"}},
      {{"ischia-role", "clinician"}},
      {{"ischia-user", ""}, {"ischia-role", "clinician"}},
      {{"ischia-user", "dr jones"}, {"ischia-role", "clinician"}},
      {{"ischia-user", std::string(64, 'a')}, {"ischia-role", "clinician"}},
      {{"ischia-user", "dr-jones"}, {"ischia-role", "worker"}},
      {{"ischia-user", "dr-jones"}, {"ischia-role", "Clinician"}},
      {{"ischia-user", "dr-jones"}, {"ischia-user", "dr-smith"}, {"ischia-role", "clinician"}},
      {{"ischia-user", "dr-jones"}, {"ischia-role", "clinician"}, {"ischia-role", "admin"}},
  };
  for (const Identity& identity : identities) {
    EXPECT_THAT(wire.Call(&v1::ProgramService::Stub::PreviewProgram, wire.NewPreview(), identity),
                nobody)
        << ::testing::PrintToString(identity);
  }
}

}  // namespace
}  // namespace ischia::test
