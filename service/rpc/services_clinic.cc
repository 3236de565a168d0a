#include <google/protobuf/arena.h>
#include <grpc/grpc.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/support/method_handler.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "ischia/v1/assessment.grpc.pb.h"
#include "ischia/v1/catalogue.grpc.pb.h"
#include "ischia/v1/patient.grpc.pb.h"
#include "ischia/v1/practice.grpc.pb.h"
#include "ischia/v1/program.grpc.pb.h"
#include "service/application/encoding.h"
#include "service/application/field_checks.h"
#include "service/rpc/names.h"
#include "service/rpc/services.h"
#include "service/rpc/status.h"

namespace ischia::rpc {
namespace {

// An answer that lives in one arena: a program is some two thousand small objects, and making them
// one by one costs more than deciding what they say.
template <typename Message>
class ArenaAnswer {
 public:
  ArenaAnswer()
      : arena_(Blocks()), message_(google::protobuf::Arena::CreateMessage<Message>(&arena_)) {}

  Message* message() { return message_; }
  const Message& message() const { return *message_; }

 private:
  static google::protobuf::ArenaOptions Blocks() {
    google::protobuf::ArenaOptions options;
    options.start_block_size = 64 * 1024;  // a program of twelve weeks fits into one or two
    options.max_block_size = options.start_block_size;
    return options;
  }

  google::protobuf::Arena arena_;
  Message* message_;
};

}  // namespace
}  // namespace ischia::rpc

namespace grpc {

template <typename Message>
class SerializationTraits<ischia::rpc::ArenaAnswer<Message>> {
 public:
  static Status Serialize(const ischia::rpc::ArenaAnswer<Message>& answer, ByteBuffer* buffer,
                          bool* own_buffer) {
    return SerializationTraits<Message>::Serialize(answer.message(), buffer, own_buffer);
  }
};

}  // namespace grpc

namespace ischia::rpc {
namespace {

using app::Method;
using domain::Done;
using domain::Result;
using grpc::ServerContext;
using grpc::Status;

// An update is judged by the fields that it changes.
void ReadMaskedPractice(const v1::UpdatePracticeRequest& request, app::Practice& practice,
                        Inbound& inbound) {
  constexpr std::string_view kPrefix = "practice.";
  Inbound whole;
  const domain::PracticeId id = practice.id;
  practice = ReadPractice(request.practice(), whole);
  practice.id = id;
  const auto& mask = request.update_mask().paths();
  for (domain::FieldViolation& violation : whole.Take()) {
    const std::string_view path = std::string_view(violation.field).substr(kPrefix.size());
    if (std::any_of(mask.begin(), mask.end(),
                    [&](const std::string& named) { return app::Covers(named, path); })) {
      inbound.Add(std::move(violation));
    }
  }
}

class PracticeService final : public v1::PracticeService::Service {
 public:
  explicit PracticeService(const Desk& desk) : desk_(desk) {}

  Status GetPractice(ServerContext* context, const v1::GetPracticeRequest* request,
                     v1::Practice* answer) override {
    return desk_.edge.Serve(*context, Method::kGetPractice, [&](Incoming& in) -> Result<Done> {
      domain::PracticeId name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Show(desk_.parts.practices.GetPractice(in.AsCall(), name), answer);
    });
  }

  Status UpdatePractice(ServerContext* context, const v1::UpdatePracticeRequest* request,
                        v1::Practice* answer) override {
    return desk_.edge.Serve(*context, Method::kUpdatePractice, [&](Incoming& in) -> Result<Done> {
      app::UpdatePracticeRequest wanted;
      in.ResourceName("practice.name", request->practice().name(), wanted.practice.id);
      ReadMaskedPractice(*request, wanted.practice, in);
      wanted.logo_png = request->practice().handout_look().logo_png();
      const auto& mask = request->update_mask().paths();
      wanted.update_mask.assign(mask.begin(), mask.end());
      if (in.has_wrong_name()) return in.Refusal();
      return Show(desk_.parts.practices.UpdatePractice(in.AsCall(request->request_id()), wanted),
                  answer);
    });
  }

 private:
  Result<Done> Show(const Result<app::Practice>& practice, v1::Practice* answer) const {
    if (!practice.ok()) return practice.error();
    const Result<std::string> logo =
        desk_.parts.practices.Logo(practice->id, practice->logo_sha256);
    if (!logo.ok()) return logo.error();
    Write(*practice, answer);
    answer->mutable_handout_look()->set_logo_png(*logo);
    return Done{};
  }

  const Desk& desk_;
};

// -- Patients -------------------------------------------------------------------------------------

// An update is judged by the fields that it changes.
void ReadMaskedPatient(const v1::UpdatePatientRequest& request, app::PatientFields& fields,
                       Inbound& inbound) {
  constexpr std::string_view kPrefix = "patient.";
  Inbound whole;
  fields = ReadPatient(request.patient(), whole);
  const auto& mask = request.update_mask().paths();
  for (domain::FieldViolation& violation : whole.Take()) {
    const std::string_view path = std::string_view(violation.field).substr(kPrefix.size());
    const std::string_view field = path.substr(0, path.find('.'));
    if (std::find(mask.begin(), mask.end(), field) != mask.end()) {
      inbound.Add(std::move(violation));
    }
  }
}

class PatientService final : public v1::PatientService::Service {
 public:
  explicit PatientService(const Desk& desk) : desk_(desk) {}

  Status CreatePatient(ServerContext* context, const v1::CreatePatientRequest* request,
                       v1::Patient* answer) override {
    return desk_.edge.Serve(*context, Method::kCreatePatient, [&](Incoming& in) -> Result<Done> {
      app::CreatePatientRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.practice);
      wanted.patient = ReadPatient(request->patient(), in);
      wanted.patient_id = request->patient_id();
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.records.CreatePatient(in.AsCall(request->request_id()), wanted),
                      [&](const app::PatientRecord& patient) { Write(patient, answer); });
    });
  }

  Status GetPatient(ServerContext* context, const v1::GetPatientRequest* request,
                    v1::Patient* answer) override {
    return desk_.edge.Serve(*context, Method::kGetPatient, [&](Incoming& in) -> Result<Done> {
      app::PatientName name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.records.GetPatient(in.AsCall(), name),
                      [&](const app::PatientRecord& patient) { Write(patient, answer); });
    });
  }

  // Nothing deletes patients in this version, so show_deleted asks for what is shown anyway.
  Status ListPatients(ServerContext* context, const v1::ListPatientsRequest* request,
                      v1::ListPatientsResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kListPatients, [&](Incoming& in) -> Result<Done> {
      app::ListPatientsRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.practice);
      const v1::HostReference& host = request->host_reference();
      if (request->has_host_reference()) wanted.host_reference = ReadHostReference(host);
      const ListKey list{Method::kListPatients, request->parent(),
                         app::Joined({host.host_id(), host.patient_id()})};
      wanted.page = desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      if (in.has_wrong_name()) return in.Refusal();
      return desk_.edge.Listed(
          list, desk_.parts.records.ListPatients(in.AsCall(), wanted), answer,
          [&](const app::PatientRecord& patient) { Write(patient, answer->add_patients()); });
    });
  }

  Status UpdatePatient(ServerContext* context, const v1::UpdatePatientRequest* request,
                       v1::Patient* answer) override {
    return desk_.edge.Serve(*context, Method::kUpdatePatient, [&](Incoming& in) -> Result<Done> {
      app::UpdatePatientRequest wanted;
      in.ResourceName("patient.name", request->patient().name(), wanted.name);
      ReadMaskedPatient(*request, wanted.patient, in);
      const auto& mask = request->update_mask().paths();
      wanted.update_mask.assign(mask.begin(), mask.end());
      wanted.etag = request->patient().etag();
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.records.UpdatePatient(in.AsCall(request->request_id()), wanted),
                      [&](const app::PatientRecord& patient) { Write(patient, answer); });
    });
  }

  Status ConfirmEmailAddress(ServerContext* context, const v1::ConfirmEmailAddressRequest* request,
                             v1::Patient* answer) override {
    return desk_.edge.Serve(
        *context, Method::kConfirmEmailAddress, [&](Incoming& in) -> Result<Done> {
          app::ConfirmEmailAddressRequest wanted;
          in.ResourceName("name", request->name(), wanted.name);
          wanted.email_address = request->email_address();
          wanted.mail_warning_given = request->mail_warning_given();
          if (in.has_wrong_name()) return in.Refusal();
          return Answered(
              desk_.parts.records.ConfirmEmailAddress(in.AsCall(request->request_id()), wanted),
              [&](const app::PatientRecord& patient) { Write(patient, answer); });
        });
  }

 private:
  const Desk& desk_;
};

// -- Assessments and clearances
// ----------------------------------------------------------------------------------

class AssessmentService final : public v1::AssessmentService::Service {
 public:
  explicit AssessmentService(const Desk& desk) : desk_(desk) {}

  Status CreateAssessment(ServerContext* context, const v1::CreateAssessmentRequest* request,
                          v1::Assessment* answer) override {
    return desk_.edge.Serve(*context, Method::kCreateAssessment, [&](Incoming& in) -> Result<Done> {
      app::CreateAssessmentRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.patient);
      wanted.assessment = ReadAssessment(request->assessment(), in);
      wanted.assessment_id = request->assessment_id();
      wanted.validate_only = request->validate_only();
      if (in.has_wrong_name()) return Below<v1::Assessment>("assessment", in.Refusal());
      const auto assessment =
          desk_.parts.records.CreateAssessment(in.AsCall(request->request_id()), wanted);
      if (!assessment.ok()) return Below<v1::Assessment>("assessment", assessment.error());
      desk_.plan.Write(*assessment, answer);
      return Done{};
    });
  }

  Status GetAssessment(ServerContext* context, const v1::GetAssessmentRequest* request,
                       v1::Assessment* answer) override {
    return desk_.edge.Serve(*context, Method::kGetAssessment, [&](Incoming& in) -> Result<Done> {
      app::AssessmentName name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(
          desk_.parts.records.GetAssessment(in.AsCall(), name),
          [&](const app::AssessmentRecord& assessment) { desk_.plan.Write(assessment, answer); });
    });
  }

  Status ListAssessments(ServerContext* context, const v1::ListAssessmentsRequest* request,
                         v1::ListAssessmentsResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kListAssessments, [&](Incoming& in) -> Result<Done> {
      app::PatientName patient;
      in.ResourceName("parent", request->parent(), patient);
      const ListKey list{Method::kListAssessments, request->parent(), {}};
      const app::PageRequest page =
          desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      if (in.has_wrong_name()) return in.Refusal();
      return desk_.edge.Listed(list,
                               desk_.parts.records.ListAssessments(in.AsCall(), patient, page),
                               answer, [&](const app::AssessmentRecord& entry) {
                                 desk_.plan.Write(entry, answer->add_assessments());
                               });
    });
  }

  Status CreateClearance(ServerContext* context, const v1::CreateClearanceRequest* request,
                         v1::Clearance* answer) override {
    return desk_.edge.Serve(*context, Method::kCreateClearance, [&](Incoming& in) -> Result<Done> {
      app::CreateClearanceRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.patient);
      wanted.clearance = ReadClearance(request->clearance(), in);
      if (in.has_wrong_name()) return Below<v1::Clearance>("clearance", in.Refusal());
      const auto clearance =
          desk_.parts.clearances.CreateClearance(in.AsCall(request->request_id()), wanted);
      if (!clearance.ok()) return Below<v1::Clearance>("clearance", clearance.error());
      Write(*clearance, answer);
      return Done{};
    });
  }

  Status ListClearances(ServerContext* context, const v1::ListClearancesRequest* request,
                        v1::ListClearancesResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kListClearances, [&](Incoming& in) -> Result<Done> {
      app::PatientName patient;
      in.ResourceName("parent", request->parent(), patient);
      const ListKey list{Method::kListClearances, request->parent(), {}};
      const app::PageRequest page =
          desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      if (in.has_wrong_name()) return in.Refusal();
      return desk_.edge.Listed(
          list, desk_.parts.clearances.ListClearances(in.AsCall(), patient, page), answer,
          [&](const app::ClearanceRecord& entry) { Write(entry, answer->add_clearances()); });
    });
  }

 private:
  const Desk& desk_;
};

// -- Catalogue ------------------------------------------------------------------------------------

// Reads no record: who may look is asked here, whether the practice exists is not.
class CatalogueService final : public v1::CatalogueService::Service {
 public:
  explicit CatalogueService(const Desk& desk) : desk_(desk) {}

  Status GetCatalogue(ServerContext* context, const v1::GetCatalogueRequest* request,
                      v1::Catalogue* answer) override {
    return desk_.edge.Serve(*context, Method::kGetCatalogue, [&](Incoming& in) -> Result<Done> {
      const Result<Done> allowed = Allow(in, Method::kGetCatalogue, request->parent());
      if (!allowed.ok()) return allowed;
      desk_.plan.Write(answer);
      return Done{};
    });
  }

  Status GetExercise(ServerContext* context, const v1::GetExerciseRequest* request,
                     v1::Exercise* answer) override {
    return desk_.edge.Serve(*context, Method::kGetExercise, [&](Incoming& in) -> Result<Done> {
      domain::ExerciseId id;
      in.ResourceName("name", request->name(), id);
      in.NotYetSupported("with_figure", request->with_figure());
      const std::string_view language = ReadLanguage(request->language_code(), in);
      const Result<Done> allowed = Allow(in, Method::kGetExercise, request->parent());
      if (!allowed.ok()) return allowed;
      const domain::Exercise* exercise = desk_.parts.catalogue.FindExercise(id);
      if (exercise == nullptr) return domain::NotFound();
      desk_.plan.Write(*exercise, language, answer);
      return Done{};
    });
  }

  Status ListExercises(ServerContext* context, const v1::ListExercisesRequest* request,
                       v1::ListExercisesResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kListExercises, [&](Incoming& in) -> Result<Done> {
      const ListKey list{Method::kListExercises, request->parent(), request->language_code()};
      const app::PageRequest page =
          desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      const std::string_view language = ReadLanguage(request->language_code(), in);
      const Result<Done> allowed = Allow(in, Method::kListExercises, request->parent(), page);
      if (!allowed.ok()) return allowed;
      return desk_.edge.Listed(list, PageFrom(desk_.parts.catalogue.exercises, page), answer,
                               [&](const domain::Exercise* exercise) {
                                 desk_.plan.Write(*exercise, language, answer->add_exercises());
                               });
    });
  }

  Status GetSafetyRule(ServerContext* context, const v1::GetSafetyRuleRequest* request,
                       v1::SafetyRule* answer) override {
    return desk_.edge.Serve(*context, Method::kGetSafetyRule, [&](Incoming& in) -> Result<Done> {
      domain::RuleId id;
      in.ResourceName("name", request->name(), id);
      const Result<Done> allowed = Allow(in, Method::kGetSafetyRule, request->parent());
      if (!allowed.ok()) return allowed;
      const domain::SafetyRule* rule = desk_.parts.catalogue.FindRule(id);
      if (rule == nullptr) return domain::NotFound();
      desk_.plan.Write(*rule, answer);
      return Done{};
    });
  }

  Status ListSafetyRules(ServerContext* context, const v1::ListSafetyRulesRequest* request,
                         v1::ListSafetyRulesResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kListSafetyRules, [&](Incoming& in) -> Result<Done> {
      const ListKey list{Method::kListSafetyRules, request->parent(), {}};
      const app::PageRequest page =
          desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      const Result<Done> allowed = Allow(in, Method::kListSafetyRules, request->parent(), page);
      if (!allowed.ok()) return allowed;
      return desk_.edge.Listed(list, PageFrom(desk_.parts.catalogue.rules, page), answer,
                               [&](const domain::SafetyRule* rule) {
                                 desk_.plan.Write(*rule, answer->add_safety_rules());
                               });
    });
  }

 private:
  // Everything that is wrong with the request, or a denial.
  static Result<Done> Allow(Incoming& in, Method method, const std::string& parent,
                            const app::PageRequest& page = {}) {
    domain::PracticeId practice;
    in.ResourceName("parent", parent, practice);
    const auto tenant = app::Authorize(in.caller(), method, practice);
    if (!tenant.ok()) return tenant.error();
    app::FieldChecks checks;
    checks.PageSize(page);
    for (domain::FieldViolation& violation : std::move(checks).Take()) {
      in.Add(std::move(violation));
    }
    if (!in.clean()) return in.Refusal();
    return Done{};
  }

  std::string_view ReadLanguage(const std::string& language_code, Inbound& inbound) const {
    if (language_code.empty()) return kClinicianLanguage;
    const domain::Exercise& any = desk_.parts.catalogue.exercises.front();
    const std::string title = std::string(any.id.text()) + ".title";
    if (desk_.parts.texts.Text(title, language_code).empty()) {
      inbound.Refuse("language_code", "must be a language of the catalogue");
    }
    return language_code;
  }

  // Entries in the order of their ids, after the position of the page before.
  template <typename Entry>
  static Result<app::PageOf<const Entry*>> PageFrom(const std::vector<Entry>& all,
                                                    const app::PageRequest& page) {
    app::PageOf<const Entry*> found;
    const auto size = static_cast<std::size_t>(app::PageSize(page));
    for (const Entry& entry : all) {
      if (entry.id.text() <= page.after) continue;
      if (found.entries.size() == size) {
        found.next = found.entries.back()->id.text();
        break;
      }
      found.entries.push_back(&entry);
    }
    return found;
  }

  const Desk& desk_;
};

// -- Programs -------------------------------------------------------------------------------------

// One a safety rule: a rule can be cleared once at a time.
constexpr int kClearanceLimit = 60;

// Registers its methods itself, as the generated base would, because of their answers' arenas.
class ProgramService final : public grpc::Service {
 public:
  explicit ProgramService(const Desk& desk) : desk_(desk) {
    Register("/ischia.v1.ProgramService/PreviewProgram", &ProgramService::PreviewProgram);
    Register("/ischia.v1.ProgramService/CreateProgram", &ProgramService::CreateProgram);
    Register("/ischia.v1.ProgramService/GetProgram", &ProgramService::GetProgram);
    Register("/ischia.v1.ProgramService/ListPrograms", &ProgramService::ListPrograms);
    Register("/ischia.v1.ProgramService/ActivateProgram", &ProgramService::ActivateProgram);
    Register("/ischia.v1.ProgramService/ReviseProgram", &ProgramService::ReviseProgram);
    Register("/ischia.v1.ProgramService/SuspendProgram", &ProgramService::SuspendProgram);
    Register("/ischia.v1.ProgramService/ResumeProgram", &ProgramService::ResumeProgram);
    Register("/ischia.v1.ProgramService/CompleteProgram", &ProgramService::CompleteProgram);
    Register("/ischia.v1.ProgramService/GetProgramRevision", &ProgramService::GetProgramRevision);
    Register("/ischia.v1.ProgramService/ListProgramRevisions",
             &ProgramService::ListProgramRevisions);
    Register("/ischia.v1.ProgramService/ReplayProgram", &ProgramService::ReplayProgram);
  }

 private:
  template <typename Request, typename Answer>
  void Register(const char* method,
                Status (ProgramService::*handler)(ServerContext*, const Request*, Answer*)) {
    using grpc::internal::RpcMethod;
    using Handler = grpc::internal::RpcMethodHandler<ProgramService, Request, ArenaAnswer<Answer>>;
    const auto handle = [handler](ProgramService* self, ServerContext* context,
                                  const Request* request, ArenaAnswer<Answer>* answer) {
      return (self->*handler)(context, request, answer->message());
    };
    AddMethod(new grpc::internal::RpcServiceMethod(method, RpcMethod::NORMAL_RPC,
                                                   new Handler(handle, this)));
  }

  Status PreviewProgram(ServerContext* context, const v1::PreviewProgramRequest* request,
                        v1::Program* answer) {
    return desk_.edge.Serve(*context, Method::kPreviewProgram, [&](Incoming& in) -> Result<Done> {
      app::PreviewProgramRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.practice);
      wanted.assessment = ReadAssessment(request->assessment(), in);
      if (in.FitsIn("clearances", request->clearances_size(), kClearanceLimit)) {
        for (int i = 0; i < request->clearances_size(); ++i) {
          in.Enter("clearances", i);
          wanted.clearances.push_back(ReadClearance(request->clearances(i), in));
        }
        in.Leave();
      }
      in.Day("start_date", request->has_start_date(), request->start_date(), wanted.start_date);
      wanted.edits = ReadEdits(request->edits(), in);
      if (in.has_wrong_name()) return Below<v1::Assessment>("assessment", in.Refusal());
      const auto program = desk_.parts.programs.PreviewProgram(in.AsCall(), wanted);
      if (!program.ok()) return Below<v1::Assessment>("assessment", program.error());
      desk_.plan.Write(*program, answer);
      return Done{};
    });
  }

  Status CreateProgram(ServerContext* context, const v1::CreateProgramRequest* request,
                       v1::Program* answer) {
    return desk_.edge.Serve(*context, Method::kCreateProgram, [&](Incoming& in) -> Result<Done> {
      app::CreateProgramRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.patient);
      in.ResourceName("assessment", request->assessment(), wanted.assessment);
      in.Day("start_date", request->has_start_date(), request->start_date(), wanted.start_date);
      in.NotYetSupported("edits", request->edits_size() > 0);
      wanted.program_id = request->program_id();
      wanted.validate_only = request->validate_only();
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(
          desk_.parts.programs.CreateProgram(in.AsCall(request->request_id()), wanted),
          [&](const app::ProgramRecord& program) { desk_.plan.Write(program, answer); });
    });
  }

  Status GetProgram(ServerContext* context, const v1::GetProgramRequest* request,
                    v1::Program* answer) {
    return desk_.edge.Serve(*context, Method::kGetProgram, [&](Incoming& in) -> Result<Done> {
      app::ProgramName name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(
          desk_.parts.programs.GetProgram(in.AsCall(), name),
          [&](const app::ProgramRecord& program) { desk_.plan.Write(program, answer); });
    });
  }

  Status ListPrograms(ServerContext* context, const v1::ListProgramsRequest* request,
                      v1::ListProgramsResponse* answer) {
    return desk_.edge.Serve(*context, Method::kListPrograms, [&](Incoming& in) -> Result<Done> {
      app::ListProgramsRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.patient);
      in.Enumerator("state", request->state(), wanted.state);
      const ListKey list{Method::kListPrograms, request->parent(),
                         std::to_string(request->state())};
      wanted.page = desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      if (in.has_wrong_name()) return in.Refusal();
      return desk_.edge.Listed(list, desk_.parts.programs.ListPrograms(in.AsCall(), wanted), answer,
                               [&](const app::ProgramRecord& program) {
                                 desk_.plan.Write(program, answer->add_programs());
                               });
    });
  }

  Status ActivateProgram(ServerContext* context, const v1::ActivateProgramRequest* request,
                         v1::Program* answer) {
    return desk_.edge.Serve(*context, Method::kActivateProgram, [&](Incoming& in) -> Result<Done> {
      app::ActivateProgramRequest wanted;
      in.ResourceName("name", request->name(), wanted.name);
      wanted.etag = request->etag();
      wanted.acknowledged_rule_ids = ReadRules(request->acknowledged_rule_ids(), in);
      wanted.comment = request->comment();
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(
          desk_.parts.programs.ActivateProgram(in.AsCall(request->request_id()), wanted),
          [&](const app::ProgramRecord& program) { desk_.plan.Write(program, answer); });
    });
  }

  Status ReviseProgram(ServerContext* context, const v1::ReviseProgramRequest* request,
                       v1::Program* answer) {
    return desk_.edge.Serve(*context, Method::kReviseProgram, [&](Incoming& in) -> Result<Done> {
      app::ReviseProgramRequest wanted;
      in.ResourceName("name", request->name(), wanted.name);
      wanted.etag = request->etag();
      if (!request->assessment().empty()) {
        in.ResourceName("assessment", request->assessment(), wanted.assessment.emplace());
      }
      wanted.edits = ReadEdits(request->edits(), in);
      in.Day("effective_date", request->has_effective_date(), request->effective_date(),
             wanted.effective_date);
      wanted.acknowledged_rule_ids = ReadRules(request->acknowledged_rule_ids(), in);
      wanted.comment = request->comment();
      wanted.validate_only = request->validate_only();
      if (in.has_wrong_name()) return in.Refusal();
      return AnsweredProgram(
          desk_.parts.revisions.ReviseProgram(in.AsCall(request->request_id()), wanted), answer);
    });
  }

  Status SuspendProgram(ServerContext* context, const v1::SuspendProgramRequest* request,
                        v1::Program* answer) {
    return desk_.edge.Serve(*context, Method::kSuspendProgram, [&](Incoming& in) -> Result<Done> {
      app::ChangeStateRequest wanted;
      in.ResourceName("name", request->name(), wanted.name);
      wanted.etag = request->etag();
      wanted.reason = request->reason();
      if (in.has_wrong_name()) return in.Refusal();
      return AnsweredProgram(
          desk_.parts.programs.SuspendProgram(in.AsCall(request->request_id()), wanted), answer);
    });
  }

  Status ResumeProgram(ServerContext* context, const v1::ResumeProgramRequest* request,
                       v1::Program* answer) {
    return desk_.edge.Serve(*context, Method::kResumeProgram, [&](Incoming& in) -> Result<Done> {
      app::ResumeProgramRequest wanted;
      in.ResourceName("name", request->name(), wanted.name);
      wanted.etag = request->etag();
      in.Day("resume_date", request->has_resume_date(), request->resume_date(), wanted.resume_date);
      if (in.has_wrong_name()) return in.Refusal();
      return AnsweredProgram(
          desk_.parts.revisions.ResumeProgram(in.AsCall(request->request_id()), wanted), answer);
    });
  }

  Status CompleteProgram(ServerContext* context, const v1::CompleteProgramRequest* request,
                         v1::Program* answer) {
    return desk_.edge.Serve(*context, Method::kCompleteProgram, [&](Incoming& in) -> Result<Done> {
      app::ChangeStateRequest wanted;
      in.ResourceName("name", request->name(), wanted.name);
      wanted.etag = request->etag();
      wanted.reason = request->reason();
      if (in.has_wrong_name()) return in.Refusal();
      return AnsweredProgram(
          desk_.parts.programs.CompleteProgram(in.AsCall(request->request_id()), wanted), answer);
    });
  }

  Status GetProgramRevision(ServerContext* context, const v1::GetProgramRevisionRequest* request,
                            v1::ProgramRevision* answer) {
    return desk_.edge.Serve(
        *context, Method::kGetProgramRevision, [&](Incoming& in) -> Result<Done> {
          app::RevisionName name;
          in.ResourceName("name", request->name(), name);
          if (in.has_wrong_name()) return in.Refusal();
          return Answered(
              desk_.parts.revisions.GetRevision(in.AsCall(), name),
              [&](const app::RevisionRecord& revision) { desk_.plan.Write(revision, answer); });
        });
  }

  Status ListProgramRevisions(ServerContext* context,
                              const v1::ListProgramRevisionsRequest* request,
                              v1::ListProgramRevisionsResponse* answer) {
    return desk_.edge.Serve(
        *context, Method::kListProgramRevisions, [&](Incoming& in) -> Result<Done> {
          app::ProgramName program;
          in.ResourceName("parent", request->parent(), program);
          const ListKey list{Method::kListProgramRevisions, request->parent(), {}};
          const app::PageRequest page =
              desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
          if (in.has_wrong_name()) return in.Refusal();
          return desk_.edge.Listed(list,
                                   desk_.parts.revisions.ListRevisions(in.AsCall(), program, page),
                                   answer, [&](const app::RevisionRecord& revision) {
                                     desk_.plan.Write(revision, answer->add_program_revisions());
                                   });
        });
  }

  Status ReplayProgram(ServerContext* context, const v1::ReplayProgramRequest* request,
                       v1::ReplayProgramResponse* answer) {
    return desk_.edge.Serve(*context, Method::kReplayProgram, [&](Incoming& in) -> Result<Done> {
      app::ProgramName name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(
          desk_.parts.revisions.ReplayProgram(in.AsCall(), name),
          [&](const app::ReplayedProgram& replayed) { desk_.plan.Write(replayed, answer); });
    });
  }

  Result<Done> AnsweredProgram(const Result<app::ProgramRecord>& result,
                               v1::Program* answer) const {
    return Answered(result,
                    [&](const app::ProgramRecord& program) { desk_.plan.Write(program, answer); });
  }

  // More rules than findings can name mean nothing.
  static std::vector<domain::RuleId> ReadRules(
      const google::protobuf::RepeatedPtrField<std::string>& named, Inbound& inbound) {
    constexpr int kRuleLimit = 100;
    std::vector<domain::RuleId> rules;
    if (!inbound.FitsIn("acknowledged_rule_ids", named.size(), kRuleLimit)) return rules;
    for (const std::string& rule : named) rules.emplace_back(rule);
    return rules;
  }

  const Desk& desk_;
};

// -- The server -----------------------------------------------------------------------------------

constexpr int kKibi = 1024;
constexpr int kMinuteMs = 60'000;
constexpr int kThreads = 96;  // of at most 128 in the process

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(256 * kKibi);
  builder.SetMaxSendMessageSize(4 * kKibi * kKibi);
  // gRPC 1.51 unpacks a message before it looks at its size: half a megabyte became 559.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetDefaultCompressionAlgorithm(GRPC_COMPRESS_NONE);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 8 * kKibi);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 64);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 30 * kMinuteMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kMinuteMs / 2);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 5 * kMinuteMs);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kMinuteMs / 6);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kMinuteMs / 2);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 0);
  // Beyond that calls are refused with RESOURCE_EXHAUSTED. The number of pollers stays as it is:
  // fewer of them halve the throughput.
  builder.SetResourceQuota(grpc::ResourceQuota("ischia").SetMaxThreads(kThreads));
}

}  // namespace

ServiceList ClinicServices(const Desk& desk) {
  ServiceList services;
  services.push_back(std::make_unique<PracticeService>(desk));
  services.push_back(std::make_unique<PatientService>(desk));
  services.push_back(std::make_unique<AssessmentService>(desk));
  services.push_back(std::make_unique<CatalogueService>(desk));
  services.push_back(std::make_unique<ProgramService>(desk));
  return services;
}

Desk::Desk(const Parts& its_parts)
    : parts(its_parts),
      edge(parts.ids, parts.digest, parts.log, parts.longest_call),
      plan(parts.catalogue, parts.texts) {}

Services::Services(const Parts& parts)
    : desk_(parts),
      clinic_(ClinicServices(desk_)),
      follow_(FollowServices(desk_)),
      console_(ConsoleServices(desk_)) {}

void Services::Configure(grpc::ServerBuilder& builder) {
  SetLimits(builder);
  for (const auto& service : clinic_) builder.RegisterService(service.get());
  for (const auto& service : follow_) builder.RegisterService(service.get());
  for (const auto& service : console_) builder.RegisterService(service.get());
}

}  // namespace ischia::rpc
