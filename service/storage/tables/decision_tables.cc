#include "service/storage/tables/decision_tables.h"

#include <tuple>
#include <utility>

#include "service/application/encoding.h"

namespace ischia::storage {
namespace {

using app::DecisionName;
using app::DecisionRecord;
using app::Inserted;
using app::Page;
using app::ProgramName;
using app::TenantContext;
using app::Updated;
using domain::Instant;
using domain::Result;

using DecisionRow = std::tuple<int, Bytes, std::string, domain::AssessmentId, app::DecisionState,
                               domain::DecisionKind, std::string, std::string,
                               std::optional<Instant>, int, std::string, Instant, std::string>;
constexpr Sql kSelectDecision(
    "SELECT week_number, content, content_sha256, measured_by, state, override_kind, "
    "override_reason, decided_by, decide_time, resulting_revision_number, created_by, "
    "create_time, etag FROM weekly_decisions");

DecisionRecord DecisionFrom(const ProgramName& program, const DecisionRow& row) {
  const auto& [week_number, content, content_sha256, measured_by, state, override_kind,
               override_reason, decided_by, decide_time, resulting_revision_number, created_by,
               create_time, etag] = row;
  auto thawed = app::Thaw<domain::WeeklyDecision>(content.data);
  if (!thawed) throw UnreadableRow();
  return {{program, week_number},
          *std::move(thawed),
          content_sha256,
          measured_by,
          state,
          override_kind,
          override_reason,
          decided_by,
          decide_time,
          resulting_revision_number,
          created_by,
          create_time,
          etag};
}

}  // namespace

Result<Inserted> DecisionTables::InsertDecision(const TenantContext& tenant,
                                                const DecisionRecord& decision) {
  return Guarded([&]() -> Result<Inserted> {
    const ProgramName& program = decision.name.program;
    const int stored = In(tenant).Change(
        "INSERT INTO weekly_decisions (practice_id, patient_id, program_id, week_number, content, "
        "content_sha256, measured_by, state, override_kind, override_reason, decided_by, "
        "decide_time, resulting_revision_number, created_by, create_time, etag) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) "
        "ON CONFLICT DO NOTHING",
        tenant.practice(), program.patient.patient, program.program, decision.name.week_number,
        Bytes{std::string(decision.content.bytes())}, decision.content_sha256, decision.measured_by,
        decision.state, decision.override_kind, decision.override_reason, decision.decided_by,
        decision.decide_time, decision.resulting_revision_number, decision.created_by,
        decision.create_time, decision.etag);
    return stored == 1 ? Inserted::kStored : Inserted::kKeyTaken;
  });
}

Result<std::optional<DecisionRecord>> DecisionTables::FindDecision(const TenantContext& tenant,
                                                                   const DecisionName& name) {
  static constexpr auto kFind = kSelectDecision +
                                " WHERE practice_id = $1 AND patient_id = $2 AND program_id = $3 "
                                "AND week_number = $4";
  return Guarded([&]() -> Result<std::optional<DecisionRecord>> {
    const auto row =
        In(tenant).Row<DecisionRow>(kFind, tenant.practice(), name.program.patient.patient,
                                    name.program.program, name.week_number);
    if (!row) return std::optional<DecisionRecord>();
    return std::optional(DecisionFrom(name.program, *row));
  });
}

Result<std::vector<DecisionRecord>> DecisionTables::ListDecisions(const TenantContext& tenant,
                                                                  const ProgramName& program,
                                                                  const Page& page) {
  static constexpr auto kList = kSelectDecision +
                                " WHERE practice_id = $1 AND patient_id = $2 AND program_id = $3 "
                                "AND week_number > $4 ORDER BY week_number LIMIT $5";
  return Guarded([&]() -> Result<std::vector<DecisionRecord>> {
    std::vector<DecisionRecord> found;
    for (const DecisionRow& row :
         In(tenant).Rows<DecisionRow>(kList, tenant.practice(), program.patient.patient,
                                      program.program, NumberOf(page.after), page.limit)) {
      found.push_back(DecisionFrom(program, row));
    }
    return found;
  });
}

Result<Updated> DecisionTables::UpdateDecision(const TenantContext& tenant,
                                               const DecisionRecord& decision,
                                               const std::string& etag_before) {
  return Guarded([&]() -> Result<Updated> {
    const ProgramName& program = decision.name.program;
    const int changed = In(tenant).Change(
        "UPDATE weekly_decisions SET state = $1, override_kind = $2, override_reason = $3, "
        "decided_by = $4, decide_time = $5, resulting_revision_number = $6, etag = $7 "
        "WHERE practice_id = $8 AND patient_id = $9 AND program_id = $10 AND week_number = $11 "
        "AND etag = $12",
        decision.state, decision.override_kind, decision.override_reason, decision.decided_by,
        decision.decide_time, decision.resulting_revision_number, decision.etag, tenant.practice(),
        program.patient.patient, program.program, decision.name.week_number, etag_before);
    return changed == 1 ? Updated::kStored : Updated::kStale;
  });
}

}  // namespace ischia::storage
