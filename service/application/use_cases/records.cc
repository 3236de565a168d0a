#include "service/application/use_cases/records.h"

#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "service/application/field_checks.h"
#include "service/domain/plan/program.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Error;
using domain::ErrorCode;
using domain::FieldViolation;
using domain::Result;

constexpr std::size_t kZoneLimit = 64;

Error Exists(std::string message) {
  return {ErrorCode::kAlreadyExists, "RESOURCE_EXISTS", std::move(message), {}};
}

void CheckPatient(const PatientFields& patient, const Calendar& calendar, domain::Instant now,
                  FieldChecks& checks) {
  checks.RequiredLine("patient.given_name", patient.given_name, kPersonNameLimit);
  checks.RequiredLine("patient.family_name", patient.family_name, kPersonNameLimit);
  checks.EmailAddress("patient.email_address", patient.email_address);
  checks.LanguageCode("patient.language_code", patient.language_code);
  checks.Line("patient.time_zone", patient.time_zone, kZoneLimit);
  if (!patient.time_zone.empty()) {
    checks.Require(calendar.DayIn(patient.time_zone, now).ok(), "patient.time_zone",
                   "must be an IANA time zone, \"Europe/Berlin\"");
  }
  if (patient.host_reference) {
    checks.Host("patient.host_reference", *patient.host_reference);
  }
}

// Asked of a language that is new to the record.
Result<Done> CheckAccepted(const Practice& practice, const std::string& language_code) {
  if (practice.Accepts(language_code)) return Done{};
  return RefusedFields(
      {{"patient.language_code", "must be a language that the practice accepts", "FIELD_INVALID"}});
}

// The fields that an update may name, as in the contract.
using Setter = void (*)(const PatientFields& from, PatientFields& to);
struct MaskRow {
  std::string_view path;
  Setter set;
};
constexpr MaskRow kMaskRows[] = {
    {"host_reference", [](auto& from, auto& to) { to.host_reference = from.host_reference; }},
    {"given_name", [](auto& from, auto& to) { to.given_name = from.given_name; }},
    {"family_name", [](auto& from, auto& to) { to.family_name = from.family_name; }},
    {"birth_date", [](auto& from, auto& to) { to.birth_date = from.birth_date; }},
    {"sex_for_norms", [](auto& from, auto& to) { to.sex_for_norms = from.sex_for_norms; }},
    {"email_address", [](auto& from, auto& to) { to.email_address = from.email_address; }},
    {"delivery_mode", [](auto& from, auto& to) { to.delivery_mode = from.delivery_mode; }},
    {"language_code", [](auto& from, auto& to) { to.language_code = from.language_code; }},
    {"large_print", [](auto& from, auto& to) { to.large_print = from.large_print; }},
    {"picture_only", [](auto& from, auto& to) { to.picture_only = from.picture_only; }},
    {"time_zone", [](auto& from, auto& to) { to.time_zone = from.time_zone; }},
};

Setter SetterOf(std::string_view path) {
  for (const MaskRow& row : kMaskRows) {
    if (row.path == path) return row.set;
  }
  return nullptr;
}

// Precondition: the mask was checked.
PatientFields Masked(PatientFields stored, const PatientFields& changed,
                     const std::vector<std::string>& mask) {
  for (const std::string& path : mask) SetterOf(path)(changed, stored);
  return stored;
}

Result<PatientRecord> Patient(Work& work, const PatientName& name) {
  return Existing(work.unit.FindPatient(work.tenant, name));
}

// The host reference belongs to another patient.
Result<bool> TakenByAnother(Work& work, const PatientRecord& patient) {
  if (!patient.fields.host_reference) return false;
  const Result<std::optional<PatientRecord>> holder =
      work.unit.FindPatientByHost(work.tenant, *patient.fields.host_reference);
  if (!holder.ok()) return holder.error();
  return holder->has_value() && (*holder)->name != patient.name;
}

// A kept answer lacks the etag, which is made from the rest.
Result<Done> Restamp(Work& work, PatientRecord& patient) {
  patient.etag = EtagOf(DigestOf(work.digest, patient));
  return Done{};
}

Result<AssessmentRecord> Find(Work& work, const AssessmentName& name) {
  return Existing(work.unit.FindAssessment(work.tenant, name));
}

// A kept answer lacks the frozen content; an assessment never changes, so all of it is read again.
Result<Done> ReadContent(Work& work, AssessmentRecord& assessment) {
  Result<AssessmentRecord> stored = Find(work, assessment.name);
  if (!stored.ok()) return stored.error();
  assessment = std::move(stored).value();
  return Done{};
}

}  // namespace

Result<PatientRecord> AddPatient(Work& work, const PatientName& name, const PatientFields& fields) {
  PatientRecord patient;
  patient.name = name;
  patient.fields = fields;
  patient.create_time = patient.update_time = work.now;
  work.touched.after_sha256 = DigestOf(work.digest, patient);
  patient.etag = EtagOf(work.touched.after_sha256);
  const Result<Inserted> inserted = work.unit.InsertPatient(work.tenant, patient);
  if (!inserted.ok()) return inserted.error();
  if (*inserted == Inserted::kKeyTaken) {
    return Exists("A patient with this id or host reference exists.");
  }
  return patient;
}

Result<PatientRecord> ReplacePatient(Work& work, PatientRecord patient) {
  const std::string etag_before = patient.etag;
  patient.update_time = work.now;
  work.touched.after_sha256 = DigestOf(work.digest, patient);
  patient.etag = EtagOf(work.touched.after_sha256);
  const Result<Updated> updated = work.unit.UpdatePatient(work.tenant, patient, etag_before);
  if (!updated.ok()) return updated.error();
  if (*updated == Updated::kStale) return EtagMismatch();
  return patient;
}

Result<PatientRecord> Records::CreatePatient(const Call& call,
                                             const CreatePatientRequest& request) {
  FieldChecks checks;
  checks.ChosenId("patient_id", request.patient_id);
  CheckPatient(request.patient, calendar_, {}, checks);
  const Task task{call,
                  Method::kCreatePatient,
                  request.practice,
                  Encode(request.practice),
                  Joined({Encode(request.practice), Encode(request.patient), request.patient_id}),
                  std::move(checks).Take()};
  return command_.Change<PatientRecord>(
      task,
      [&](Work& work) -> Result<PatientRecord> {
        const Result<Done> accepted = CheckAccepted(work.practice, request.patient.language_code);
        if (!accepted.ok()) return accepted.error();
        const PatientName name{
            request.practice,
            domain::PatientId{request.patient_id.empty() ? ids_.NewId() : request.patient_id}};
        work.touched.object = Encode(name);
        return AddPatient(work, name, request.patient);
      },
      Restamp);
}

Result<PatientRecord> Records::GetPatient(const Call& call, const PatientName& name) {
  const Task task{call, Method::kGetPatient, name.practice, Encode(name)};
  return command_.Read<PatientRecord>(task, [&](Work& work) { return Patient(work, name); });
}

Result<PageOf<PatientRecord>> Records::ListPatients(const Call& call,
                                                    const ListPatientsRequest& request) {
  FieldChecks checks;
  checks.PageSize(request.page);
  const Task task{call, Method::kListPatients,   request.practice, Encode(request.practice),
                  {},   std::move(checks).Take()};
  return command_.Read<PageOf<PatientRecord>>(
      task, [&](Work& work) -> Result<PageOf<PatientRecord>> {
        if (request.host_reference) {
          Result<std::optional<PatientRecord>> found =
              work.unit.FindPatientByHost(work.tenant, *request.host_reference);
          if (!found.ok()) return found.error();
          PageOf<PatientRecord> page;
          if (found->has_value()) page.entries.push_back(*std::move(found).value());
          return page;
        }
        const int size = PageSize(request.page);
        Result<std::vector<PatientRecord>> found =
            work.unit.ListPatients(work.tenant, StorePage(request.page, size));
        if (!found.ok()) return found.error();
        return PageFrom(std::move(found).value(), size,
                        [](const PatientRecord& last) { return last.name.patient.text(); });
      });
}

Result<PatientRecord> Records::UpdatePatient(const Call& call,
                                             const UpdatePatientRequest& request) {
  FieldChecks checks;
  checks.Require(!request.update_mask.empty(), "update_mask", "is required");
  for (const std::string& path : request.update_mask) {
    checks.Require(SetterOf(path) != nullptr, "update_mask",
                   "must name fields of a patient that can be changed");
  }
  const Task task{call,
                  Method::kUpdatePatient,
                  request.name.practice,
                  Encode(request.name),
                  Joined({Encode(request.name), Encode(request.patient),
                          Encode(request.update_mask), request.etag}),
                  std::move(checks).Take()};
  return command_.Change<PatientRecord>(
      task,
      [&](Work& work) -> Result<PatientRecord> {
        Result<PatientRecord> patient = Patient(work, request.name);
        if (!patient.ok()) return patient;
        if (!request.etag.empty() && request.etag != patient->etag) return EtagMismatch();
        work.touched.before_sha256 = DigestOf(work.digest, *patient);

        const std::string address_before = patient->fields.email_address;
        const std::string language_before = patient->fields.language_code;
        patient->fields = Masked(patient->fields, request.patient, request.update_mask);
        FieldChecks merged;
        CheckPatient(patient->fields, calendar_, work.now, merged);
        std::vector<FieldViolation> violations = std::move(merged).Take();
        if (!violations.empty()) return RefusedFields(std::move(violations));
        if (patient->fields.language_code != language_before) {
          const Result<Done> accepted = CheckAccepted(work.practice, patient->fields.language_code);
          if (!accepted.ok()) return accepted.error();
        }
        if (patient->fields.email_address != address_before) patient->email_confirmed = false;

        const Result<bool> taken = TakenByAnother(work, *patient);
        if (!taken.ok()) return taken.error();
        if (*taken) return Exists("A patient with this host reference exists.");
        return ReplacePatient(work, std::move(patient).value());
      },
      Restamp);
}

Result<PatientRecord> Records::ConfirmEmailAddress(const Call& call,
                                                   const ConfirmEmailAddressRequest& request) {
  FieldChecks checks;
  checks.Require(!request.email_address.empty(), "email_address", "is required");
  checks.EmailAddress("email_address", request.email_address);
  checks.Require(request.mail_warning_given, "mail_warning_given",
                 "must be true: the patient was told that mail can be read by others");
  const Task task{call,
                  Method::kConfirmEmailAddress,
                  request.name.practice,
                  Encode(request.name),
                  Joined({Encode(request.name), request.email_address}),
                  std::move(checks).Take()};
  return command_.Change<PatientRecord>(
      task,
      [&](Work& work) -> Result<PatientRecord> {
        Result<PatientRecord> patient = Patient(work, request.name);
        if (!patient.ok()) return patient;
        if (request.email_address != patient->fields.email_address) {
          return RefusedFields(
              {{"email_address", "must equal the recorded address", "FIELD_INVALID"}});
        }
        work.touched.before_sha256 = DigestOf(work.digest, *patient);
        patient->email_confirmed = true;
        return ReplacePatient(work, std::move(patient).value());
      },
      Restamp);
}

Result<AssessmentRecord> Records::CreateAssessment(const Call& call,
                                                   const CreateAssessmentRequest& request) {
  FieldChecks checks;
  checks.ChosenId("assessment_id", request.assessment_id);
  std::vector<FieldViolation> violations = std::move(checks).Take();
  const Result<domain::Assessment> legal =
      domain::Assessment::Create(request.assessment, std::nullopt, call.found_at_the_edge);
  if (!legal.ok()) {
    violations.insert(violations.end(), legal.error().violations.begin(),
                      legal.error().violations.end());
  }
  const Task task{
      call,
      Method::kCreateAssessment,
      request.patient.practice,
      Encode(request.patient),
      Joined({Encode(request.patient), Encode(request.assessment), request.assessment_id}),
      std::move(violations),
      request.validate_only};
  return command_.Change<AssessmentRecord>(
      task,
      [&](Work& work) -> Result<AssessmentRecord> {
        const Result<PatientRecord> patient = Patient(work, request.patient);
        if (!patient.ok()) return patient.error();
        const Result<domain::Assessment> assessment =
            domain::Assessment::Create(request.assessment, patient->fields.birth_date);
        if (!assessment.ok()) return assessment.error();
        // Complete enough when a program, or a refusal, can be made of it.
        const Result<domain::Program> program =
            domain::Prescribe(*assessment, catalogue_, *assessment->fields().assessment_date);
        if (!program.ok()) return program.error();

        AssessmentRecord record;
        record.name.patient = request.patient;
        record.content = Freeze(AssessmentContent{assessment->fields(), program->findings});
        record.recorded_by = call.caller.user();
        record.create_time = work.now;
        work.touched.after_sha256 = Hex(work.digest.Sha256(record.content.bytes()));
        if (request.validate_only) return record;

        record.name.assessment = domain::AssessmentId{
            request.assessment_id.empty() ? ids_.NewId() : request.assessment_id};
        work.touched.object = Encode(record.name);
        const Result<Inserted> inserted = work.unit.InsertAssessment(work.tenant, record);
        if (!inserted.ok()) return inserted.error();
        if (*inserted == Inserted::kKeyTaken) return Exists("An assessment with this id exists.");
        return record;
      },
      ReadContent);
}

Result<AssessmentRecord> Records::GetAssessment(const Call& call, const AssessmentName& name) {
  const Task task{call, Method::kGetAssessment, PracticeOf(name), Encode(name)};
  return command_.Read<AssessmentRecord>(task, [&](Work& work) { return Find(work, name); });
}

Result<PageOf<AssessmentRecord>> Records::ListAssessments(const Call& call,
                                                          const PatientName& patient,
                                                          const PageRequest& page) {
  FieldChecks checks;
  checks.PageSize(page);
  const Task task{call, Method::kListAssessments, patient.practice, Encode(patient),
                  {},   std::move(checks).Take()};
  return command_.Read<PageOf<AssessmentRecord>>(
      task, [&](Work& work) -> Result<PageOf<AssessmentRecord>> {
        const Result<PatientRecord> exists = Patient(work, patient);
        if (!exists.ok()) return exists.error();
        const int size = PageSize(page);
        Result<std::vector<AssessmentRecord>> found =
            work.unit.ListAssessments(work.tenant, patient, StorePage(page, size));
        if (!found.ok()) return found.error();
        return PageFrom(std::move(found).value(), size,
                        [](const AssessmentRecord& last) { return last.name.assessment.text(); });
      });
}

}  // namespace ischia::app
