#include "tests/rpc/wire.h"

#include <cstdio>

#include "service/catalogue/load.h"
#include "service/rpc/convert_records.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

const catalogue::Texts& Texts() {
  static const auto& loaded = *new catalogue::LoadedCatalogue(catalogue::LoadEmbedded());
  return loaded.texts;
}

}  // namespace

std::vector<std::string_view> ShippedTexts::LanguageCodes() const { return Texts().languages(); }

std::string_view ShippedTexts::Text(std::string_view key, std::string_view language_code) const {
  return Texts().Find(key, language_code).value_or("");
}

std::string ShippedTexts::Sentence(std::string_view key, std::string_view language_code,
                                   const domain::Arguments& arguments) const {
  std::vector<catalogue::Filling> fillings;
  for (const domain::Argument& argument : arguments) {
    fillings.emplace_back(argument.name, argument.number);
  }
  return catalogue::Fill(Text(key, language_code), fillings);
}

std::string_view ShippedTexts::ClinicianLanguage(std::string_view language_code) const {
  return Texts().ClinicianLanguageFor(language_code);
}

bool ShippedTexts::IsReviewed(std::string_view language_code) const {
  return Texts().ReviewOf(language_code).reviewed;
}

Problem ProblemOf(const grpc::Status& status) {
  Problem problem;
  v1::Status details;
  if (!details.ParseFromString(status.error_details())) return problem;
  for (const google::protobuf::Any& any : details.details()) {
    if (any.type_url() == "type.googleapis.com/google.rpc.ErrorInfo") {
      v1::ErrorInfo info;
      if (info.ParseFromString(any.value())) problem.reason = info.reason();
      problem.metadata = {info.metadata().begin(), info.metadata().end()};
    } else if (any.type_url() == "type.googleapis.com/google.rpc.BadRequest") {
      v1::BadRequest bad;
      if (!bad.ParseFromString(any.value())) continue;
      for (const auto& entry : bad.field_violations()) {
        problem.violations.push_back(entry.field() + " " + entry.reason());
      }
    } else if (any.type_url() == "type.googleapis.com/google.rpc.PreconditionFailure") {
      v1::PreconditionFailure failure;
      if (!failure.ParseFromString(any.value())) continue;
      for (const auto& entry : failure.violations()) {
        problem.violations.push_back(entry.subject() + " " + entry.type());
      }
    } else if (any.type_url() == "type.googleapis.com/google.rpc.RetryInfo") {
      v1::RetryInfo retry;
      if (!retry.ParseFromString(any.value())) continue;
      problem.retry_seconds = static_cast<int>(retry.retry_delay().seconds());
    }
  }
  return problem;
}

Identity As(const std::string& role) {
  return {{"ischia-user", "dr-jones"}, {"ischia-role", role}};
}

v1::Date Day(int year, int month, int day) {
  v1::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

std::string ParentOf(const std::string& name) {
  return name.substr(0, name.rfind('/', name.rfind('/') - 1));
}

Wire::Wire(std::chrono::milliseconds longest_call, const std::string& console_url)
    : services_({clinic.practices, clinic.records, clinic.clearances, clinic.programs,
                 clinic.handouts, clinic.deliveries, clinic.follow_up, clinic.links,
                 clinic.revisions, clinic.decisions, clinic.launches, clinic.filings, Shipped(),
                 texts_, clinic.digest, clinic.ids,
                 [this](const rpc::Incident& incident) {
                   const std::lock_guard lock(mutex_);
                   incidents_.push_back(incident);
                 },
                 console_url, longest_call}) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  services_.Configure(builder);
  server_ = builder.BuildAndStart();
  channel =
      grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
}

Wire::~Wire() { server_->Shutdown(); }

std::vector<rpc::Incident> Wire::incidents() {
  const std::lock_guard lock(mutex_);
  return incidents_;
}

std::string Wire::NewRequestId() {
  char uuid[40];
  (void)std::snprintf(uuid, sizeof(uuid), "11111111-0000-4000-8000-%012d", ++request_count_);
  return uuid;
}

v1::CreatePatientRequest Wire::NewPatient() {
  v1::CreatePatientRequest request;
  request.set_parent("practices/north");
  request.mutable_patient()->set_given_name("Test");
  request.mutable_patient()->set_family_name("Patient");
  request.mutable_patient()->set_email_address("pat@example.org");
  request.set_request_id(NewRequestId());
  return request;
}

v1::CreateAssessmentRequest Wire::NewAssessment(const v1::Patient& patient) {
  v1::CreateAssessmentRequest request;
  request.set_parent(patient.name());
  rpc::Write(TightAdult(), request.mutable_assessment());
  request.set_request_id(NewRequestId());
  return request;
}

v1::CreateProgramRequest Wire::NewProgram(const v1::Assessment& assessment) {
  v1::CreateProgramRequest request;
  request.set_parent(ParentOf(assessment.name()));
  request.set_assessment(assessment.name());
  *request.mutable_start_date() = Day(2026, 6, 1);
  request.set_request_id(NewRequestId());
  return request;
}

v1::PreviewProgramRequest Wire::NewPreview() {
  v1::PreviewProgramRequest request;
  request.set_parent("practices/north");
  rpc::Write(TightAdult(), request.mutable_assessment());
  *request.mutable_start_date() = Day(2026, 6, 1);
  return request;
}

v1::Patient Wire::Patient() {
  const v1::Patient patient = Call(&v1::PatientService::Stub::CreatePatient, NewPatient()).answer;
  v1::ConfirmEmailAddressRequest request;
  request.set_name(patient.name());
  request.set_email_address(patient.email_address());
  request.set_mail_warning_given(true);
  request.set_request_id(NewRequestId());
  return Call(&v1::PatientService::Stub::ConfirmEmailAddress, request).answer;
}

v1::Program Wire::Draft() {
  const v1::Assessment assessment =
      Call(&v1::AssessmentService::Stub::CreateAssessment, NewAssessment(Patient())).answer;
  return Call(&v1::ProgramService::Stub::CreateProgram, NewProgram(assessment)).answer;
}

v1::Program Wire::Active() {
  const v1::Program draft = Draft();
  v1::ActivateProgramRequest request;
  request.set_name(draft.name());
  request.set_etag(draft.etag());
  request.set_request_id(NewRequestId());
  return Call(&v1::ProgramService::Stub::ActivateProgram, request).answer;
}

v1::Handout Wire::Sheet(const v1::Program& active) {
  v1::CreateHandoutRequest request;
  request.set_parent(active.name());
  request.mutable_handout()->set_kind(v1::Handout::KIND_PROGRAM);
  request.set_request_id(NewRequestId());
  return Call(&v1::HandoutService::Stub::CreateHandout, request).answer;
}

v1::CreateCheckInRequest Wire::NewCheckIn(const v1::Program& active) {
  v1::CreateCheckInRequest request;
  request.set_parent(active.name());
  v1::CheckIn* check_in = request.mutable_check_in();
  check_in->set_origin(v1::CheckIn::ORIGIN_LINK);
  *check_in->mutable_session_date() = Day(2026, 6, 1);
  check_in->set_utc_offset_minutes(120);
  check_in->set_done(v1::ANSWER_YES);
  request.set_request_id(NewRequestId());
  return request;
}

}  // namespace ischia::test
