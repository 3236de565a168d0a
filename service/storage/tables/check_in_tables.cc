#include "service/storage/tables/check_in_tables.h"

#include <charconv>
#include <chrono>
#include <string>
#include <string_view>

#include "service/application/encoding.h"

namespace ischia::storage {
namespace {

using app::CheckInName;
using app::CheckInRecord;
using app::Page;
using app::ProgramName;
using app::TenantContext;
using domain::CivilDay;
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

CheckInRecord FromRow(const ProgramName& program, const Place& place, EvidenceClass evidence_class,
                      bool late, Instant record_time, const std::string& recorded_by,
                      const Bytes& fields) {
  std::optional<domain::CheckInFields> read = app::Decode<domain::CheckInFields>(fields.data);
  if (!read) throw UnreadableRow();
  return {{program, domain::CheckInId{IdAt(place)}},
          {*std::move(read), record_time, evidence_class, late},
          recorded_by};
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
        "evidence_class, late, record_time, recorded_by, fields) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        tenant.practice(), place.session_day, program.patient.patient, program.program,
        place.sequence, entry.fields.done, entry.evidence_class, entry.late, entry.record_time,
        record.recorded_by, Bytes{app::Encode(entry.fields)});
    CountWeek(In(tenant), tenant, program, MondayOf(place.session_day));
    return record;
  });
}

Result<std::optional<CheckInRecord>> CheckInTables::FindCheckIn(const TenantContext& tenant,
                                                                const CheckInName& name) {
  return Guarded([&]() -> Result<std::optional<CheckInRecord>> {
    const std::optional<Place> place = PlaceOf(name.check_in.text());
    if (!place) return std::optional<CheckInRecord>();
    const auto row = In(tenant).Row<std::tuple<EvidenceClass, bool, Instant, std::string, Bytes>>(
        "SELECT evidence_class, late, record_time, recorded_by, fields FROM check_ins "
        "WHERE practice_id = $1 AND session_day = $2 AND patient_id = $3 AND program_id = $4 "
        "AND sequence = $5",
        tenant.practice(), place->session_day, name.program.patient.patient, name.program.program,
        place->sequence);
    if (!row) return std::optional<CheckInRecord>();
    const auto& [evidence_class, late, record_time, recorded_by, fields] = *row;
    return std::optional(
        FromRow(name.program, *place, evidence_class, late, record_time, recorded_by, fields));
  });
}

Result<std::vector<CheckInRecord>> CheckInTables::ListCheckIns(const TenantContext& tenant,
                                                               const ProgramName& program,
                                                               CivilDay first, CivilDay last,
                                                               const Page& page) {
  return Guarded([&]() -> Result<std::vector<CheckInRecord>> {
    const Place after = PlaceOf(page.after).value_or(Place{first - std::chrono::days(1)});
    std::vector<CheckInRecord> found;
    for (const auto& [session_day, sequence, evidence_class, late, record_time, recorded_by,
                      fields] :
         In(tenant)
             .Rows<std::tuple<CivilDay, std::int64_t, EvidenceClass, bool, Instant, std::string,
                              Bytes>>(
                 "SELECT session_day, sequence, evidence_class, late, record_time, recorded_by, "
                 "fields "
                 "FROM check_ins WHERE practice_id = $1 AND session_day BETWEEN $2 AND $3 "
                 "AND patient_id = $4 AND program_id = $5 AND (session_day, sequence) > ($6, $7) "
                 "ORDER BY session_day, sequence LIMIT $8",
                 tenant.practice(), first, last, program.patient.patient, program.program,
                 after.session_day, after.sequence, page.limit)) {
      found.push_back(FromRow(program, {session_day, sequence}, evidence_class, late, record_time,
                              recorded_by, fields));
    }
    return found;
  });
}

}  // namespace ischia::storage
