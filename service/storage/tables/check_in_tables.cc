#include "service/storage/tables/check_in_tables.h"

#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <tuple>

#include "service/application/encoding.h"

namespace ischia::storage {
namespace {

using app::CheckInLinkName;
using app::CheckInLinkRecord;
using app::CheckInName;
using app::CheckInRecord;
using app::HandoutName;
using app::Page;
using app::ProgramName;
using app::TenantContext;
using domain::CivilDay;
using domain::Done;
using domain::EvidenceClass;
using domain::Instant;
using domain::Result;

// A check-in's place among those of its program.
struct Place {
  CivilDay session_day{};
  std::int64_t sequence = 0;
};

constexpr std::size_t kDayLength = 10;  // "2026-06-03"

std::string IdAt(const Place& place) {
  return domain::IsoDay(place.session_day) + '-' + std::to_string(place.sequence);
}

// Unset for an id that no check-in has.
std::optional<Place> PlaceOf(std::string_view id) {
  if (id.size() < kDayLength + 2 || id[kDayLength] != '-') return std::nullopt;
  const std::optional<CivilDay> day = domain::ParseIsoDay(id.substr(0, kDayLength));
  if (!day) return std::nullopt;
  Place place{*day};
  const char* end = id.data() + id.size();
  const auto [stop, error] = std::from_chars(id.data() + kDayLength + 1, end, place.sequence);
  if (error != std::errc{} || stop != end || IdAt(place) != id) return std::nullopt;
  return place;
}

CivilDay MondayOf(CivilDay day) { return day - (std::chrono::weekday{day} - std::chrono::Monday); }

using CheckInRow = std::tuple<CivilDay, std::int64_t, EvidenceClass, bool, bool,
                              std::optional<std::int64_t>, Instant, std::string, Bytes>;
constexpr Sql kSelectCheckIn(
    "SELECT session_day, sequence, evidence_class, late, suspected_automated, superseded_by, "
    "record_time, recorded_by, fields FROM check_ins");

CheckInRecord FromRow(const ProgramName& program, const CheckInRow& row) {
  const auto& [session_day, sequence, evidence_class, late, suspected_automated, superseded_by,
               record_time, recorded_by, fields] = row;
  std::optional<domain::CheckInFields> read = app::Decode<domain::CheckInFields>(fields.data);
  if (!read) throw UnreadableRow();
  std::optional<domain::CheckInId> later;
  if (superseded_by) later = domain::CheckInId{IdAt({session_day, *superseded_by})};
  return {{program, domain::CheckInId{IdAt({session_day, sequence})}},
          {*std::move(read), record_time, evidence_class, late, suspected_automated},
          recorded_by,
          later};
}

using LinkRow = std::tuple<std::string, std::string, domain::CheckInLinkId, domain::HandoutId,
                           std::int64_t, std::string, Instant, std::optional<Instant>>;
constexpr Sql kSelectLink(
    "SELECT patient_id, program_id, link_id, handout_id, revision_number, secret_sha256, "
    "create_time, revoke_time FROM check_in_links");

CheckInLinkRecord LinkFrom(const TenantContext& tenant, const LinkRow& row) {
  const auto& [patient, program, link, handout, revision_number, secret_sha256, create_time,
               revoke_time] = row;
  return {{{{tenant.practice(), domain::PatientId{patient}}, domain::ProgramId{program}}, link},
          handout,
          static_cast<int>(revision_number),
          secret_sha256,
          create_time,
          revoke_time};
}

std::optional<CheckInLinkRecord> LinkFrom(const TenantContext& tenant,
                                          const std::optional<LinkRow>& row) {
  if (!row) return std::nullopt;
  return LinkFrom(tenant, *row);
}

// The link's earlier answers for that day.
void Supersede(Connection& connection, const TenantContext& tenant, const ProgramName& program,
               const Place& later) {
  connection.Change(
      "UPDATE check_ins SET superseded_by = $1 WHERE practice_id = $2 AND session_day = $3 "
      "AND patient_id = $4 AND program_id = $5 AND sequence < $1 AND recorded_by = $6 "
      "AND superseded_by IS NULL",
      later.sequence, tenant.practice(), later.session_day, program.patient.patient,
      program.program, std::string(app::kByLink));
}

// Counts the week of a patient's program anew. The days are named one by one, so that each is a
// seek in the clustered rows and other patients are never read.
void CountWeek(Connection& connection, const TenantContext& tenant, const ProgramName& program,
               CivilDay monday) {
  using std::chrono::days;
  connection.Change(
      "DELETE FROM weekly_rollups WHERE practice_id = $1 AND week_first_day = $2 "
      "AND patient_id = $3 AND program_id = $4",
      tenant.practice(), monday, program.patient.patient, program.program);
  connection.Change(
      "INSERT INTO weekly_rollups (practice_id, week_first_day, patient_id, program_id, "
      "entry_count, late_entry_count, credible_done_day_count, returned_paper_done_day_count, "
      "asked_at_visit_done_day_count, claimed_done_day_count) "
      "SELECT practice_id, $1, patient_id, program_id, count(*), sum(late), "
      "count(DISTINCT CASE WHEN done = $2 AND evidence_class IN ($3, $4) THEN session_day END), "
      "count(DISTINCT CASE WHEN done = $2 AND evidence_class = $5 THEN session_day END), "
      "count(DISTINCT CASE WHEN done = $2 AND evidence_class = $6 THEN session_day END), "
      "count(DISTINCT CASE WHEN done = $2 THEN session_day END) "
      "FROM check_ins WHERE practice_id = $7 "
      "AND session_day IN ($1, $8, $9, $10, $11, $12, $13) "
      "AND patient_id = $14 AND program_id = $15 "
      "AND suspected_automated = 0 AND superseded_by IS NULL "
      "GROUP BY practice_id, patient_id, program_id",
      monday, domain::Answer::kYes, EvidenceClass::kDevice, EvidenceClass::kSameDaySelfReport,
      EvidenceClass::kReturnedPaper, EvidenceClass::kAskedAtVisit, tenant.practice(),
      monday + days(1), monday + days(2), monday + days(3), monday + days(4), monday + days(5),
      monday + days(6), program.patient.patient, program.program);
}

}  // namespace

Result<CheckInRecord> CheckInTables::AddCheckIn(const TenantContext& tenant,
                                                const CheckInRecord& check_in) {
  return Guarded([&]() -> Result<CheckInRecord> {
    CheckInRecord record = check_in;
    const ProgramName& program = record.name.program;
    const domain::CheckIn& entry = record.check_in;
    Place place{entry.fields.session_date.value()};
    const auto last = In(tenant).Row<std::tuple<std::int64_t>>(
        "SELECT sequence FROM check_ins WHERE practice_id = $1 AND session_day = $2 "
        "AND patient_id = $3 AND program_id = $4 ORDER BY sequence DESC LIMIT 1",
        tenant.practice(), place.session_day, program.patient.patient, program.program);
    place.sequence = last ? std::get<0>(*last) + 1 : 1;
    record.name.check_in = domain::CheckInId{IdAt(place)};
    In(tenant).Change(
        "INSERT INTO check_ins (practice_id, session_day, patient_id, program_id, sequence, done, "
        "evidence_class, late, suspected_automated, record_time, recorded_by, fields) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        tenant.practice(), place.session_day, program.patient.patient, program.program,
        place.sequence, entry.fields.done, entry.evidence_class, entry.late,
        entry.suspected_automated, entry.record_time, record.recorded_by,
        Bytes{app::Encode(entry.fields)});
    if (record.recorded_by == app::kByLink && !entry.suspected_automated) {
      Supersede(In(tenant), tenant, program, place);
    }
    CountWeek(In(tenant), tenant, program, MondayOf(place.session_day));
    return record;
  });
}

Result<std::optional<CheckInRecord>> CheckInTables::FindCheckIn(const TenantContext& tenant,
                                                                const CheckInName& name) {
  static constexpr auto kFind = kSelectCheckIn +
                                " WHERE practice_id = $1 AND session_day = $2 AND patient_id = $3 "
                                "AND program_id = $4 AND sequence = $5";
  return Guarded([&]() -> Result<std::optional<CheckInRecord>> {
    const std::optional<Place> place = PlaceOf(name.check_in.text());
    if (!place) return std::optional<CheckInRecord>();
    const auto row = In(tenant).Row<CheckInRow>(kFind, tenant.practice(), place->session_day,
                                                name.program.patient.patient, name.program.program,
                                                place->sequence);
    if (!row) return std::optional<CheckInRecord>();
    return std::optional(FromRow(name.program, *row));
  });
}

Result<std::vector<CheckInRecord>> CheckInTables::ListCheckIns(const TenantContext& tenant,
                                                               const ProgramName& program,
                                                               CivilDay first, CivilDay last,
                                                               const Page& page) {
  static constexpr auto kList =
      kSelectCheckIn +
      " WHERE practice_id = $1 AND session_day BETWEEN $2 AND $3 AND patient_id = $4 "
      "AND program_id = $5 AND (session_day, sequence) > ($6, $7) "
      "ORDER BY session_day, sequence LIMIT $8";
  return Guarded([&]() -> Result<std::vector<CheckInRecord>> {
    const Place after = PlaceOf(page.after).value_or(Place{first - std::chrono::days(1)});
    std::vector<CheckInRecord> found;
    for (const CheckInRow& row : In(tenant).Rows<CheckInRow>(
             kList, tenant.practice(), first, last, program.patient.patient, program.program,
             after.session_day, after.sequence, page.limit)) {
      found.push_back(FromRow(program, row));
    }
    return found;
  });
}

// -- Links --------------------------------------------------------------------------------------

Result<Done> CheckInTables::InsertCheckInLink(const TenantContext& tenant,
                                              const CheckInLinkRecord& link) {
  return Guarded([&]() -> Result<Done> {
    const ProgramName& program = link.name.program;
    In(tenant).Change(
        "INSERT INTO check_in_links (practice_id, patient_id, program_id, link_id, handout_id, "
        "revision_number, secret_sha256, create_time, revoke_time) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant.practice(), program.patient.patient, program.program, link.name.link, link.handout,
        link.revision_number, link.secret_sha256, link.create_time, link.revoke_time);
    return Done{};
  });
}

Result<std::optional<CheckInLinkRecord>> CheckInTables::FindCheckInLink(
    const TenantContext& tenant, const CheckInLinkName& name) {
  static constexpr auto kFind =
      kSelectLink +
      " WHERE practice_id = $1 AND patient_id = $2 AND program_id = $3 AND link_id = $4";
  return Guarded([&]() -> Result<std::optional<CheckInLinkRecord>> {
    return LinkFrom(tenant,
                    In(tenant).Row<LinkRow>(kFind, tenant.practice(), name.program.patient.patient,
                                            name.program.program, name.link));
  });
}

Result<std::optional<CheckInLinkRecord>> CheckInTables::FindCheckInLinkBySecret(
    const TenantContext& tenant, const std::string& secret_sha256) {
  static constexpr auto kFind = kSelectLink + " WHERE practice_id = $1 AND secret_sha256 = $2";
  return Guarded([&]() -> Result<std::optional<CheckInLinkRecord>> {
    return LinkFrom(tenant, In(tenant).Row<LinkRow>(kFind, tenant.practice(), secret_sha256));
  });
}

Result<std::vector<CheckInLinkRecord>> CheckInTables::ListCheckInLinks(const TenantContext& tenant,
                                                                       const ProgramName& program,
                                                                       const Page& page) {
  static constexpr auto kList = kSelectLink +
                                " WHERE practice_id = $1 AND patient_id = $2 AND program_id = $3 "
                                "AND link_id > $4 ORDER BY link_id LIMIT $5";
  return Guarded([&]() -> Result<std::vector<CheckInLinkRecord>> {
    std::vector<CheckInLinkRecord> found;
    for (const LinkRow& row :
         In(tenant).Rows<LinkRow>(kList, tenant.practice(), program.patient.patient,
                                  program.program, page.after, page.limit)) {
      found.push_back(LinkFrom(tenant, row));
    }
    return found;
  });
}

Result<Done> CheckInTables::RevokeCheckInLinks(const TenantContext& tenant,
                                               const HandoutName& handout, Instant now) {
  return Guarded([&]() -> Result<Done> {
    const ProgramName& program = handout.program;
    In(tenant).Change(
        "UPDATE check_in_links SET revoke_time = $1 WHERE practice_id = $2 AND patient_id = $3 "
        "AND program_id = $4 AND handout_id = $5 AND revoke_time IS NULL",
        now, tenant.practice(), program.patient.patient, program.program, handout.handout);
    return Done{};
  });
}

}  // namespace ischia::storage
