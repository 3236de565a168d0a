#include "service/storage/tables/record_tables.h"

#include <charconv>
#include <iterator>
#include <sstream>
#include <tuple>
#include <utility>

#include "service/application/encoding.h"

namespace ischia::storage {
namespace {

using app::AssessmentName;
using app::AssessmentRecord;
using app::ClearanceRecord;
using app::HandoutName;
using app::HandoutRecord;
using app::HostReference;
using app::Inserted;
using app::Page;
using app::PatientName;
using app::PatientRecord;
using app::Practice;
using app::ProgramName;
using app::ProgramRecord;
using app::RevisionBasis;
using app::RevisionName;
using app::RevisionRecord;
using app::TenantContext;
using app::Updated;
using domain::AssessmentId;
using domain::CivilDay;
using domain::ClearanceId;
using domain::Done;
using domain::HandoutId;
using domain::Instant;
using domain::PatientId;
using domain::ProgramId;
using domain::Result;

Inserted Stored(int row_count) { return row_count == 1 ? Inserted::kStored : Inserted::kKeyTaken; }

template <typename Record, typename Row, typename Make>
std::optional<Record> Made(const std::optional<Row>& row, const Make& make) {
  if (!row) return std::nullopt;
  return make(*row);
}

// Codes of languages have no spaces.
std::string ListOf(const std::vector<std::string>& codes) {
  std::string list;
  for (const std::string& code : codes) list += (list.empty() ? "" : " ") + code;
  return list;
}

std::vector<std::string> CodesIn(const std::string& list) {
  std::istringstream words(list);
  return {std::istream_iterator<std::string>(words), std::istream_iterator<std::string>()};
}

// -- Rows to records ----------------------------------------------------------------------------

using PatientRow = std::tuple<PatientId, std::optional<std::string>, std::optional<std::string>,
                              std::string, std::string, std::optional<CivilDay>, domain::NormSex,
                              std::string, bool, app::DeliveryMode, std::string, bool, bool,
                              std::string, Instant, Instant, std::string>;
constexpr Sql kSelectPatient(
    "SELECT patient_id, host_id, host_patient_id, given_name, family_name, birth_date, "
    "sex_for_norms, email_address, email_confirmed, delivery_mode, language_code, large_print, "
    "picture_only, time_zone, create_time, update_time, etag FROM patients");

PatientRecord PatientFrom(const TenantContext& tenant, const PatientRow& row) {
  const auto& [patient, host_id, host_patient_id, given_name, family_name, birth_date,
               sex_for_norms, email_address, email_confirmed, delivery_mode, language_code,
               large_print, picture_only, time_zone, create_time, update_time, etag] = row;
  std::optional<HostReference> host_reference;
  if (host_id) host_reference = HostReference{*host_id, host_patient_id.value()};
  return {{tenant.practice(), patient},
          {host_reference, given_name, family_name, birth_date, sex_for_norms, email_address,
           delivery_mode, language_code, large_print, picture_only, time_zone},
          email_confirmed,
          create_time,
          update_time,
          etag};
}

std::vector<PatientRecord> PatientsFrom(const TenantContext& tenant,
                                        const std::vector<PatientRow>& rows) {
  std::vector<PatientRecord> patients;
  patients.reserve(rows.size());
  for (const PatientRow& row : rows) patients.push_back(PatientFrom(tenant, row));
  return patients;
}

// The host's words for a patient as two columns.
std::optional<std::string> HostIdOf(const PatientRecord& patient) {
  if (!patient.fields.host_reference) return std::nullopt;
  return patient.fields.host_reference->host_id;
}
std::optional<std::string> HostPatientIdOf(const PatientRecord& patient) {
  if (!patient.fields.host_reference) return std::nullopt;
  return patient.fields.host_reference->patient_id;
}

using AssessmentRow = std::tuple<AssessmentId, Bytes, std::string, Instant>;
constexpr Sql kSelectAssessment(
    "SELECT assessment_id, content, recorded_by, create_time FROM assessments");

AssessmentRecord AssessmentFrom(const PatientName& patient, const AssessmentRow& row) {
  const auto& [assessment, content, recorded_by, create_time] = row;
  auto thawed = app::Thaw<app::AssessmentContent>(content.data);
  if (!thawed) throw UnreadableRow();
  return {{patient, assessment}, *std::move(thawed), recorded_by, create_time};
}

using ClearanceRow = std::tuple<ClearanceId, Bytes, std::string, Instant>;

ClearanceRecord ClearanceFrom(const PatientName& patient, const ClearanceRow& row) {
  const auto& [clearance, fields, recorded_by, create_time] = row;
  auto decoded = app::Decode<domain::ClearanceFields>(fields.data);
  if (!decoded) throw UnreadableRow();
  return {{patient, clearance}, *std::move(decoded), recorded_by, create_time};
}

// Bytes of a value that older rows lack; unset: the value itself is not there either.
template <typename T>
T DecodedOr(const std::optional<Bytes>& bytes, T otherwise) {
  if (!bytes) return otherwise;
  std::optional<T> value = app::Decode<T>(bytes->data);
  if (!value) throw UnreadableRow();
  return *std::move(value);
}

using ProgramRow =
    std::tuple<ProgramId, AssessmentId, std::optional<AssessmentId>, domain::ProgramState, int,
               std::string, std::string, std::string, Bytes, Bytes, std::optional<Instant>,
               std::string, std::optional<Instant>, std::optional<std::string>,
               std::optional<Bytes>, std::string, Instant, std::string, int>;
constexpr Sql kSelectProgram(
    "SELECT p.program_id, p.assessment_id, r.assessment_id, p.state, p.revision_number, "
    "r.short_code, r.input_sha256, r.program_sha256, r.content, p.acknowledgements, "
    "p.activate_time, p.activated_by, p.suspend_time, p.state_reason, p.settled_weeks, "
    "r.created_by, "
    "r.create_time, p.etag, r.policy_version "
    "FROM programs p JOIN program_revisions r ON r.practice_id = p.practice_id "
    "AND r.patient_id = p.patient_id AND r.program_id = p.program_id "
    "AND r.revision_number = p.revision_number");

ProgramRecord ProgramFrom(const PatientName& patient, const ProgramRow& row) {
  const auto& [program, first_assessment, assessment, state, revision_number, short_code,
               input_sha256, program_sha256, content, acknowledgements, activate_time, activated_by,
               suspend_time, state_reason, settled_weeks, created_by, create_time, etag,
               policy_version] = row;
  auto thawed = app::Thaw<domain::Program>(content.data);
  auto acknowledged = app::Decode<std::vector<app::Acknowledgement>>(acknowledgements.data);
  if (!thawed || !acknowledged) throw UnreadableRow();
  return {{patient, program},
          assessment.value_or(first_assessment),
          state,
          revision_number,
          short_code,
          input_sha256,
          program_sha256,
          *std::move(thawed),
          *std::move(acknowledged),
          activate_time,
          activated_by,
          suspend_time,
          state_reason.value_or(""),
          DecodedOr<std::vector<int>>(settled_weeks, {}),
          created_by,
          create_time,
          etag,
          policy_version};
}

using RevisionRow = std::tuple<int, AssessmentId, std::optional<AssessmentId>, std::string,
                               std::string, std::string, Bytes, std::optional<Bytes>,
                               std::optional<Bytes>, std::string, Instant, int>;
constexpr Sql kSelectRevision(
    "SELECT r.revision_number, p.assessment_id, r.assessment_id, r.short_code, r.input_sha256, "
    "r.program_sha256, r.content, r.basis, r.changes, r.created_by, r.create_time, "
    "r.policy_version FROM program_revisions r JOIN programs p ON p.practice_id = r.practice_id "
    "AND p.patient_id = r.patient_id AND p.program_id = r.program_id");

RevisionRecord RevisionFrom(const ProgramName& program, const RevisionRow& row) {
  const auto& [number, first_assessment, assessment, short_code, input_sha256, program_sha256,
               content, basis, changes, created_by, create_time, policy_version] = row;
  auto thawed = app::Thaw<domain::Program>(content.data);
  auto thawed_changes =
      changes ? app::Thaw<app::Changes>(changes->data) : app::Frozen<app::Changes>();
  if (!thawed || !thawed_changes) throw UnreadableRow();
  return {{program, number},
          assessment.value_or(first_assessment),
          short_code,
          input_sha256,
          program_sha256,
          *std::move(thawed),
          DecodedOr<RevisionBasis>(basis, {}),
          *std::move(thawed_changes),
          created_by,
          create_time,
          policy_version};
}

using HandoutRow = std::tuple<HandoutId, app::HandoutKind, std::string, app::PaperSize, bool, bool,
                              std::string, int, std::string, int, std::int64_t, std::string, bool,
                              std::optional<HandoutId>, std::string, Instant>;
constexpr Sql kSelectHandout(
    "SELECT handout_id, kind, language_code, paper_size, large_print, picture_only, note, "
    "revision_number, short_code, page_count, size_bytes, sha256, encrypted, replaces, created_by, "
    "create_time FROM handouts");

HandoutRecord HandoutFrom(const ProgramName& program, const HandoutRow& row) {
  const auto& [handout, kind, language_code, paper_size, large_print, picture_only, note,
               revision_number, short_code, page_count, size_bytes, sha256, encrypted, replaces,
               created_by, create_time] = row;
  return {{program, handout},
          {kind, language_code, paper_size, large_print, picture_only, note},
          revision_number,
          short_code,
          page_count,
          size_bytes,
          sha256,
          encrypted,
          replaces,
          created_by,
          create_time};
}

}  // namespace

int NumberOf(const std::string& key) {
  int number = 0;
  (void)std::from_chars(key.data(), key.data() + key.size(), number);  // else it stays 0
  return number;
}

// -- Practice -----------------------------------------------------------------------------------

Result<Done> RecordTables::PutPractice(const TenantContext& tenant, const Practice& practice) {
  return Guarded([&]() -> Result<Done> {
    In(tenant).Change(
        "INSERT INTO practices (practice_id, display_name, time_zone, language_code, "
        "phone_number, emergency_number, paper_size, encrypt_attachments, accepted_languages, "
        "accent_color, logo_sha256, default_delivery_mode, follows_configuration, policy_version) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
        "ON CONFLICT (practice_id) DO UPDATE SET display_name = excluded.display_name, "
        "time_zone = excluded.time_zone, language_code = excluded.language_code, "
        "phone_number = excluded.phone_number, emergency_number = excluded.emergency_number, "
        "paper_size = excluded.paper_size, encrypt_attachments = excluded.encrypt_attachments, "
        "accepted_languages = excluded.accepted_languages, accent_color = excluded.accent_color, "
        "logo_sha256 = excluded.logo_sha256, "
        "default_delivery_mode = excluded.default_delivery_mode, "
        "follows_configuration = excluded.follows_configuration, "
        "policy_version = excluded.policy_version",
        tenant.practice(), practice.display_name, practice.time_zone, practice.language_code,
        practice.phone_number, practice.emergency_number, practice.paper_size,
        practice.encrypt_attachments, ListOf(practice.accepted_languages), practice.accent_color,
        practice.logo_sha256, practice.default_delivery_mode, practice.follows_configuration,
        practice.policy_version);
    In(tenant).Change(
        "INSERT INTO audit_heads (practice_id, event_count, last_event_time) VALUES ($1, 0, 0) "
        "ON CONFLICT DO NOTHING",
        tenant.practice());
    return Done{};
  });
}

Result<std::optional<Practice>> RecordTables::FindPractice(const TenantContext& tenant) {
  return Guarded([&]() -> Result<std::optional<Practice>> {
    using Row =
        std::tuple<std::string, std::string, std::string, std::string, std::string, app::PaperSize,
                   bool, std::string, std::string, std::string, app::DeliveryMode, bool, int>;
    const auto row = In(tenant).Row<Row>(
        "SELECT display_name, time_zone, language_code, phone_number, emergency_number, "
        "paper_size, encrypt_attachments, accepted_languages, accent_color, logo_sha256, "
        "default_delivery_mode, follows_configuration, policy_version "
        "FROM practices WHERE practice_id = $1",
        tenant.practice());
    return Made<Practice>(row, [&](const Row& found) {
      const auto& [display_name, time_zone, language_code, phone_number, emergency_number,
                   paper_size, encrypt_attachments, accepted_languages, accent_color, logo_sha256,
                   default_delivery_mode, follows_configuration, policy_version] = found;
      return Practice{tenant.practice(),
                      display_name,
                      time_zone,
                      language_code,
                      phone_number,
                      emergency_number,
                      paper_size,
                      encrypt_attachments,
                      CodesIn(accepted_languages),
                      accent_color,
                      logo_sha256,
                      default_delivery_mode,
                      follows_configuration,
                      policy_version};
    });
  });
}

Result<Done> RecordTables::KeepLogo(const TenantContext& tenant, const std::string& sha256,
                                    const std::string& png) {
  return Guarded([&]() -> Result<Done> {
    In(tenant).Change(
        "INSERT INTO practice_logos (practice_id, sha256, bytes) VALUES ($1, $2, $3) "
        "ON CONFLICT DO NOTHING",
        tenant.practice(), sha256, Bytes{png});
    return Done{};
  });
}

Result<std::optional<std::string>> RecordTables::FindLogo(const TenantContext& tenant,
                                                          const std::string& sha256) {
  return Guarded([&]() -> Result<std::optional<std::string>> {
    using Row = std::tuple<Bytes>;
    return Made<std::string>(
        In(tenant).Row<Row>(
            "SELECT bytes FROM practice_logos WHERE practice_id = $1 AND sha256 = $2",
            tenant.practice(), sha256),
        [](const Row& row) { return std::get<0>(row).data; });
  });
}

// -- Patients -----------------------------------------------------------------------------------

Result<Inserted> RecordTables::InsertPatient(const TenantContext& tenant,
                                             const PatientRecord& patient) {
  return Guarded([&]() -> Result<Inserted> {
    const app::PatientFields& fields = patient.fields;
    return Stored(In(tenant).Change(
        "INSERT INTO patients (practice_id, patient_id, host_id, host_patient_id, given_name, "
        "family_name, birth_date, sex_for_norms, email_address, email_confirmed, delivery_mode, "
        "language_code, large_print, picture_only, time_zone, create_time, update_time, etag) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) "
        "ON CONFLICT DO NOTHING",
        tenant.practice(), patient.name.patient, HostIdOf(patient), HostPatientIdOf(patient),
        fields.given_name, fields.family_name, fields.birth_date, fields.sex_for_norms,
        fields.email_address, patient.email_confirmed, fields.delivery_mode, fields.language_code,
        fields.large_print, fields.picture_only, fields.time_zone, patient.create_time,
        patient.update_time, patient.etag));
  });
}

Result<std::optional<PatientRecord>> RecordTables::FindPatient(const TenantContext& tenant,
                                                               const PatientName& name) {
  static constexpr auto kFind = kSelectPatient + " WHERE practice_id = $1 AND patient_id = $2";
  return Guarded([&]() -> Result<std::optional<PatientRecord>> {
    return Made<PatientRecord>(In(tenant).Row<PatientRow>(kFind, tenant.practice(), name.patient),
                               [&](const PatientRow& row) { return PatientFrom(tenant, row); });
  });
}

Result<std::optional<PatientRecord>> RecordTables::FindPatientByHost(
    const TenantContext& tenant, const HostReference& reference) {
  static constexpr auto kFind =
      kSelectPatient + " WHERE practice_id = $1 AND host_id = $2 AND host_patient_id = $3";
  return Guarded([&]() -> Result<std::optional<PatientRecord>> {
    return Made<PatientRecord>(In(tenant).Row<PatientRow>(kFind, tenant.practice(),
                                                          reference.host_id, reference.patient_id),
                               [&](const PatientRow& row) { return PatientFrom(tenant, row); });
  });
}

Result<std::vector<PatientRecord>> RecordTables::PatientsNamed(const TenantContext& tenant,
                                                               const std::string& given_name,
                                                               const std::string& family_name) {
  // PostgreSQL lowers a text of the collation C as SQLite does, A to Z alone.
  static constexpr auto kNamed = kSelectPatient +
                                 " WHERE practice_id = $1 AND lower(family_name) = $2 "
                                 "AND lower(given_name) = $3 ORDER BY patient_id";
  return Guarded([&]() -> Result<std::vector<PatientRecord>> {
    return PatientsFrom(
        tenant, In(tenant).Rows<PatientRow>(kNamed, tenant.practice(), family_name, given_name));
  });
}

Result<std::vector<PatientRecord>> RecordTables::ListPatients(const TenantContext& tenant,
                                                              const Page& page) {
  static constexpr auto kList =
      kSelectPatient + " WHERE practice_id = $1 AND patient_id > $2 ORDER BY patient_id LIMIT $3";
  return Guarded([&]() -> Result<std::vector<PatientRecord>> {
    return PatientsFrom(
        tenant, In(tenant).Rows<PatientRow>(kList, tenant.practice(), page.after, page.limit));
  });
}

Result<Updated> RecordTables::UpdatePatient(const TenantContext& tenant,
                                            const PatientRecord& patient,
                                            const std::string& etag_before) {
  return Guarded([&]() -> Result<Updated> {
    const app::PatientFields& fields = patient.fields;
    const int changed = In(tenant).Change(
        "UPDATE patients SET host_id = $1, host_patient_id = $2, given_name = $3, "
        "family_name = $4, birth_date = $5, sex_for_norms = $6, email_address = $7, "
        "email_confirmed = $8, delivery_mode = $9, language_code = $10, large_print = $11, "
        "picture_only = $12, time_zone = $13, update_time = $14, etag = $15 "
        "WHERE practice_id = $16 AND patient_id = $17 AND etag = $18",
        HostIdOf(patient), HostPatientIdOf(patient), fields.given_name, fields.family_name,
        fields.birth_date, fields.sex_for_norms, fields.email_address, patient.email_confirmed,
        fields.delivery_mode, fields.language_code, fields.large_print, fields.picture_only,
        fields.time_zone, patient.update_time, patient.etag, tenant.practice(),
        patient.name.patient, etag_before);
    return changed == 1 ? Updated::kStored : Updated::kStale;
  });
}

// -- Assessments --------------------------------------------------------------------------------

Result<Inserted> RecordTables::InsertAssessment(const TenantContext& tenant,
                                                const AssessmentRecord& assessment) {
  return Guarded([&]() -> Result<Inserted> {
    return Stored(In(tenant).Change(
        "INSERT INTO assessments (practice_id, patient_id, assessment_id, content, recorded_by, "
        "create_time) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        tenant.practice(), assessment.name.patient.patient, assessment.name.assessment,
        Bytes{std::string(assessment.content.bytes())}, assessment.recorded_by,
        assessment.create_time));
  });
}

Result<std::optional<AssessmentRecord>> RecordTables::FindAssessment(const TenantContext& tenant,
                                                                     const AssessmentName& name) {
  static constexpr auto kFind =
      kSelectAssessment + " WHERE practice_id = $1 AND patient_id = $2 AND assessment_id = $3";
  return Guarded([&]() -> Result<std::optional<AssessmentRecord>> {
    return Made<AssessmentRecord>(
        In(tenant).Row<AssessmentRow>(kFind, tenant.practice(), name.patient.patient,
                                      name.assessment),
        [&](const AssessmentRow& row) { return AssessmentFrom(name.patient, row); });
  });
}

Result<std::vector<AssessmentRecord>> RecordTables::ListAssessments(const TenantContext& tenant,
                                                                    const PatientName& patient,
                                                                    const Page& page) {
  static constexpr auto kList = kSelectAssessment +
                                " WHERE practice_id = $1 AND patient_id = $2 "
                                "AND assessment_id > $3 ORDER BY assessment_id LIMIT $4";
  return Guarded([&]() -> Result<std::vector<AssessmentRecord>> {
    std::vector<AssessmentRecord> found;
    for (const AssessmentRow& row : In(tenant).Rows<AssessmentRow>(
             kList, tenant.practice(), patient.patient, page.after, page.limit)) {
      found.push_back(AssessmentFrom(patient, row));
    }
    return found;
  });
}

// -- Clearances ---------------------------------------------------------------------------------

Result<Inserted> RecordTables::InsertClearance(const TenantContext& tenant,
                                               const ClearanceRecord& clearance) {
  return Guarded([&]() -> Result<Inserted> {
    return Stored(In(tenant).Change(
        "INSERT INTO clearances (practice_id, patient_id, clearance_id, fields, recorded_by, "
        "create_time) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        tenant.practice(), clearance.name.patient.patient, clearance.name.clearance,
        Bytes{app::Encode(clearance.fields)}, clearance.recorded_by, clearance.create_time));
  });
}

Result<std::vector<ClearanceRecord>> RecordTables::ListClearances(const TenantContext& tenant,
                                                                  const PatientName& patient,
                                                                  const Page& page) {
  return Guarded([&]() -> Result<std::vector<ClearanceRecord>> {
    std::vector<ClearanceRecord> found;
    for (const ClearanceRow& row : In(tenant).Rows<ClearanceRow>(
             "SELECT clearance_id, fields, recorded_by, create_time FROM clearances "
             "WHERE practice_id = $1 AND patient_id = $2 AND clearance_id > $3 "
             "ORDER BY clearance_id LIMIT $4",
             tenant.practice(), patient.patient, page.after, page.limit)) {
      found.push_back(ClearanceFrom(patient, row));
    }
    return found;
  });
}

// -- Programs -----------------------------------------------------------------------------------

Result<Inserted> RecordTables::InsertProgram(const TenantContext& tenant,
                                             const ProgramRecord& program) {
  return Guarded([&]() -> Result<Inserted> {
    return Stored(In(tenant).Change(
        "INSERT INTO programs (practice_id, patient_id, program_id, assessment_id, state, "
        "revision_number, acknowledgements, activate_time, activated_by, etag) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        tenant.practice(), program.name.patient.patient, program.name.program, program.assessment,
        program.state, program.revision_number, Bytes{app::Encode(program.acknowledgements)},
        program.activate_time, program.activated_by, program.etag));
  });
}

Result<Inserted> RecordTables::InsertRevision(const TenantContext& tenant,
                                              const ProgramRecord& program,
                                              const RevisionBasis& basis,
                                              const app::Frozen<app::Changes>& changes) {
  return Guarded([&]() -> Result<Inserted> {
    std::optional<Bytes> basis_bytes;
    if (basis != RevisionBasis{}) basis_bytes = Bytes{app::Encode(basis)};
    std::optional<Bytes> change_bytes;
    if (!changes->empty()) change_bytes = Bytes{std::string(changes.bytes())};
    return Stored(In(tenant).Change(
        "INSERT INTO program_revisions (practice_id, patient_id, program_id, revision_number, "
        "assessment_id, short_code, input_sha256, program_sha256, content, basis, changes, "
        "created_by, create_time, policy_version) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
        "ON CONFLICT DO NOTHING",
        tenant.practice(), program.name.patient.patient, program.name.program,
        program.revision_number, program.assessment, program.short_code, program.input_sha256,
        program.program_sha256, Bytes{std::string(program.content.bytes())}, basis_bytes,
        change_bytes, program.created_by, program.create_time, program.policy_version));
  });
}

Result<std::optional<RevisionRecord>> RecordTables::FindRevision(const TenantContext& tenant,
                                                                 const RevisionName& name) {
  static constexpr auto kFind = kSelectRevision +
                                " WHERE r.practice_id = $1 AND r.patient_id = $2 "
                                "AND r.program_id = $3 AND r.revision_number = $4";
  return Guarded([&]() -> Result<std::optional<RevisionRecord>> {
    return Made<RevisionRecord>(
        In(tenant).Row<RevisionRow>(kFind, tenant.practice(), name.program.patient.patient,
                                    name.program.program, name.number),
        [&](const RevisionRow& row) { return RevisionFrom(name.program, row); });
  });
}

Result<std::vector<RevisionRecord>> RecordTables::ListRevisions(const TenantContext& tenant,
                                                                const ProgramName& program,
                                                                const Page& page) {
  static constexpr auto kList =
      kSelectRevision +
      " WHERE r.practice_id = $1 AND r.patient_id = $2 AND r.program_id = $3 "
      "AND r.revision_number > $4 ORDER BY r.revision_number LIMIT $5";
  return Guarded([&]() -> Result<std::vector<RevisionRecord>> {
    std::vector<RevisionRecord> found;
    for (const RevisionRow& row :
         In(tenant).Rows<RevisionRow>(kList, tenant.practice(), program.patient.patient,
                                      program.program, NumberOf(page.after), page.limit)) {
      found.push_back(RevisionFrom(program, row));
    }
    return found;
  });
}

Result<std::optional<ProgramRecord>> RecordTables::FindProgram(const TenantContext& tenant,
                                                               const ProgramName& name) {
  static constexpr auto kFind =
      kSelectProgram + " WHERE p.practice_id = $1 AND p.patient_id = $2 AND p.program_id = $3";
  return Guarded([&]() -> Result<std::optional<ProgramRecord>> {
    return Made<ProgramRecord>(
        In(tenant).Row<ProgramRow>(kFind, tenant.practice(), name.patient.patient, name.program),
        [&](const ProgramRow& row) { return ProgramFrom(name.patient, row); });
  });
}

Result<std::vector<ProgramRecord>> RecordTables::ListPrograms(const TenantContext& tenant,
                                                              const PatientName& patient,
                                                              domain::ProgramState state,
                                                              const Page& page) {
  static constexpr auto kList =
      kSelectProgram +
      " WHERE p.practice_id = $1 AND p.patient_id = $2 AND p.program_id > $3 "
      "AND ($4 = 0 OR p.state = $4) ORDER BY p.program_id LIMIT $5";
  return Guarded([&]() -> Result<std::vector<ProgramRecord>> {
    std::vector<ProgramRecord> found;
    for (const ProgramRow& row : In(tenant).Rows<ProgramRow>(
             kList, tenant.practice(), patient.patient, page.after, state, page.limit)) {
      found.push_back(ProgramFrom(patient, row));
    }
    return found;
  });
}

Result<Updated> RecordTables::UpdateProgram(const TenantContext& tenant,
                                            const ProgramRecord& program,
                                            const std::string& etag_before) {
  return Guarded([&]() -> Result<Updated> {
    const int changed = In(tenant).Change(
        "UPDATE programs SET state = $1, revision_number = $2, acknowledgements = $3, "
        "activate_time = $4, activated_by = $5, suspend_time = $6, state_reason = $7, "
        "settled_weeks = $8, etag = $9 "
        "WHERE practice_id = $10 AND patient_id = $11 AND program_id = $12 AND etag = $13",
        program.state, program.revision_number, Bytes{app::Encode(program.acknowledgements)},
        program.activate_time, program.activated_by, program.suspend_time, program.state_reason,
        Bytes{app::Encode(program.settled_weeks)}, program.etag, tenant.practice(),
        program.name.patient.patient, program.name.program, etag_before);
    return changed == 1 ? Updated::kStored : Updated::kStale;
  });
}

// -- Handouts -----------------------------------------------------------------------------------

Result<Done> RecordTables::InsertHandout(const TenantContext& tenant, const HandoutRecord& handout,
                                         const std::string& bytes) {
  return Guarded([&]() -> Result<Done> {
    const ProgramName& program = handout.name.program;
    const app::HandoutFields& fields = handout.fields;
    In(tenant).Change(
        "INSERT INTO handouts (practice_id, patient_id, program_id, handout_id, kind, "
        "language_code, paper_size, large_print, picture_only, note, revision_number, short_code, "
        "page_count, size_bytes, sha256, encrypted, replaces, created_by, create_time) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
        "$19)",
        tenant.practice(), program.patient.patient, program.program, handout.name.handout,
        fields.kind, fields.language_code, fields.paper_size, fields.large_print,
        fields.picture_only, fields.note, handout.revision_number, handout.short_code,
        handout.page_count, handout.size_bytes, handout.sha256, handout.encrypted, handout.replaces,
        handout.created_by, handout.create_time);
    In(tenant).Change(
        "INSERT INTO handout_bytes (practice_id, patient_id, program_id, handout_id, bytes) "
        "VALUES ($1, $2, $3, $4, $5)",
        tenant.practice(), program.patient.patient, program.program, handout.name.handout,
        Bytes{bytes});
    return Done{};
  });
}

Result<std::optional<HandoutRecord>> RecordTables::FindHandout(const TenantContext& tenant,
                                                               const HandoutName& name) {
  static constexpr auto kFind = kSelectHandout +
                                " WHERE practice_id = $1 AND patient_id = $2 AND program_id = $3 "
                                "AND handout_id = $4";
  return Guarded([&]() -> Result<std::optional<HandoutRecord>> {
    return Made<HandoutRecord>(
        In(tenant).Row<HandoutRow>(kFind, tenant.practice(), name.program.patient.patient,
                                   name.program.program, name.handout),
        [&](const HandoutRow& row) { return HandoutFrom(name.program, row); });
  });
}

Result<std::vector<HandoutRecord>> RecordTables::ListHandouts(const TenantContext& tenant,
                                                              const ProgramName& program,
                                                              const Page& page) {
  static constexpr auto kList = kSelectHandout +
                                " WHERE practice_id = $1 AND patient_id = $2 AND program_id = $3 "
                                "AND handout_id > $4 ORDER BY handout_id LIMIT $5";
  return Guarded([&]() -> Result<std::vector<HandoutRecord>> {
    std::vector<HandoutRecord> found;
    for (const HandoutRow& row :
         In(tenant).Rows<HandoutRow>(kList, tenant.practice(), program.patient.patient,
                                     program.program, page.after, page.limit)) {
      found.push_back(HandoutFrom(program, row));
    }
    return found;
  });
}

Result<std::optional<HandoutRecord>> RecordTables::NewestHandout(const TenantContext& tenant,
                                                                 const ProgramName& program,
                                                                 const app::HandoutFields& like) {
  static constexpr auto kNewest = kSelectHandout +
                                  " WHERE practice_id = $1 AND patient_id = $2 AND program_id = $3 "
                                  "AND kind = $4 AND language_code = $5 AND large_print = $6 "
                                  "AND picture_only = $7 "
                                  "ORDER BY create_time DESC, handout_id DESC LIMIT 1";
  return Guarded([&]() -> Result<std::optional<HandoutRecord>> {
    return Made<HandoutRecord>(
        In(tenant).Row<HandoutRow>(kNewest, tenant.practice(), program.patient.patient,
                                   program.program, like.kind, like.language_code, like.large_print,
                                   like.picture_only),
        [&](const HandoutRow& row) { return HandoutFrom(program, row); });
  });
}

Result<std::string> RecordTables::HandoutBytes(const TenantContext& tenant,
                                               const HandoutName& name) {
  return Guarded([&]() -> Result<std::string> {
    const auto row = In(tenant).Row<std::tuple<Bytes>>(
        "SELECT bytes FROM handout_bytes WHERE practice_id = $1 AND patient_id = $2 "
        "AND program_id = $3 AND handout_id = $4",
        tenant.practice(), name.program.patient.patient, name.program.program, name.handout);
    return row ? std::get<0>(*row).data : std::string();
  });
}

}  // namespace ischia::storage
