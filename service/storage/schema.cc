#include "service/storage/schema.h"

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "service/storage/database/postgresql.h"

namespace ischia::storage {
namespace {

// The statements of one step. In braces stands what the databases do differently: {bytes};
// {clustered} rows lie in the order of their key; a {divided} table grows with every day of every
// practice, or holds whole documents, and PostgreSQL keeps it in parts by practice.
using Step = std::vector<std::string_view>;

const std::vector<Step>& Steps() {
  static const auto& steps = *new std::vector<Step>{
      // 1: the practice, its audit trail and the requests that were answered.
      {
          R"(CREATE TABLE practices (
               practice_id TEXT NOT NULL PRIMARY KEY,
               display_name TEXT NOT NULL,
               time_zone TEXT NOT NULL,
               language_code TEXT NOT NULL,
               phone_number TEXT NOT NULL,
               emergency_number TEXT NOT NULL,
               paper_size BIGINT NOT NULL))",
          R"(CREATE TABLE audit_heads (
               practice_id TEXT NOT NULL PRIMARY KEY REFERENCES practices,
               event_count BIGINT NOT NULL,
               last_event_time BIGINT NOT NULL))",
          R"(CREATE TABLE audit_events (
               practice_id TEXT NOT NULL REFERENCES practices,
               sequence_number BIGINT NOT NULL,
               leaf_sha256 TEXT NOT NULL,
               leaf_bytes {bytes} NOT NULL,
               PRIMARY KEY (practice_id, sequence_number)) {clustered} {divided})",
          R"(CREATE TABLE requests (
               practice_id TEXT NOT NULL REFERENCES practices,
               method TEXT NOT NULL,
               request_id TEXT NOT NULL,
               request_sha256 TEXT NOT NULL,
               answer {bytes},
               create_time BIGINT NOT NULL,
               PRIMARY KEY (practice_id, method, request_id)) {clustered} {divided})",
      },
      // 2: patients, assessments, programs, handouts.
      {
          R"(CREATE TABLE patients (
               practice_id TEXT NOT NULL REFERENCES practices,
               patient_id TEXT NOT NULL,
               host_id TEXT,
               host_patient_id TEXT,
               given_name TEXT NOT NULL,
               family_name TEXT NOT NULL,
               birth_date TEXT,
               sex_for_norms BIGINT NOT NULL,
               email_address TEXT NOT NULL,
               email_confirmed BIGINT NOT NULL,
               delivery_mode BIGINT NOT NULL,
               language_code TEXT NOT NULL,
               large_print BIGINT NOT NULL,
               picture_only BIGINT NOT NULL,
               time_zone TEXT NOT NULL,
               create_time BIGINT NOT NULL,
               update_time BIGINT NOT NULL,
               etag TEXT NOT NULL,
               PRIMARY KEY (practice_id, patient_id),
               UNIQUE (practice_id, host_id, host_patient_id)) {clustered})",
          R"(CREATE TABLE assessments (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               assessment_id TEXT NOT NULL,
               content {bytes} NOT NULL,
               recorded_by TEXT NOT NULL,
               create_time BIGINT NOT NULL,
               PRIMARY KEY (practice_id, patient_id, assessment_id),
               FOREIGN KEY (practice_id, patient_id) REFERENCES patients))",
          R"(CREATE TABLE programs (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               assessment_id TEXT NOT NULL,
               state BIGINT NOT NULL,
               revision_number BIGINT NOT NULL,
               acknowledgements {bytes} NOT NULL,
               activate_time BIGINT,
               activated_by TEXT NOT NULL,
               etag TEXT NOT NULL,
               PRIMARY KEY (practice_id, patient_id, program_id),
               FOREIGN KEY (practice_id, patient_id, assessment_id) REFERENCES assessments)
             {clustered})",
          R"(CREATE TABLE program_revisions (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               revision_number BIGINT NOT NULL,
               short_code TEXT NOT NULL,
               input_sha256 TEXT NOT NULL,
               program_sha256 TEXT NOT NULL,
               content {bytes} NOT NULL,
               created_by TEXT NOT NULL,
               create_time BIGINT NOT NULL,
               PRIMARY KEY (practice_id, patient_id, program_id, revision_number),
               UNIQUE (practice_id, short_code),
               FOREIGN KEY (practice_id, patient_id, program_id) REFERENCES programs))",
          R"(CREATE TABLE handouts (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               handout_id TEXT NOT NULL,
               kind BIGINT NOT NULL,
               language_code TEXT NOT NULL,
               paper_size BIGINT NOT NULL,
               large_print BIGINT NOT NULL,
               picture_only BIGINT NOT NULL,
               note TEXT NOT NULL,
               revision_number BIGINT NOT NULL,
               short_code TEXT NOT NULL,
               page_count BIGINT NOT NULL,
               size_bytes BIGINT NOT NULL,
               sha256 TEXT NOT NULL,
               created_by TEXT NOT NULL,
               create_time BIGINT NOT NULL,
               PRIMARY KEY (practice_id, patient_id, program_id, handout_id),
               FOREIGN KEY (practice_id, patient_id, program_id, revision_number)
                 REFERENCES program_revisions) {clustered})",
          R"(CREATE TABLE handout_bytes (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               handout_id TEXT NOT NULL,
               bytes {bytes} NOT NULL,
               PRIMARY KEY (practice_id, patient_id, program_id, handout_id),
               FOREIGN KEY (practice_id, patient_id, program_id, handout_id)
                 REFERENCES handouts) {divided})",
      },
      // 3: deliveries.
      {
          R"(CREATE TABLE deliveries (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               handout_id TEXT NOT NULL,
               delivery_id TEXT NOT NULL,
               state BIGINT NOT NULL,
               mode BIGINT NOT NULL,
               recipient TEXT NOT NULL,
               attempt_count BIGINT NOT NULL,
               crash_count BIGINT NOT NULL,
               epoch BIGINT NOT NULL,
               lease_until BIGINT,
               next_attempt_time BIGINT,
               due_time BIGINT,
               expire_time BIGINT NOT NULL,
               cancel_requested BIGINT NOT NULL,
               failure_reason TEXT NOT NULL,
               sender TEXT NOT NULL,
               message_id TEXT NOT NULL,
               message_sha256 TEXT NOT NULL,
               accept_time BIGINT,
               created_by TEXT NOT NULL,
               create_time BIGINT NOT NULL,
               PRIMARY KEY (practice_id, patient_id, program_id, handout_id, delivery_id),
               FOREIGN KEY (practice_id, patient_id, program_id, handout_id)
                 REFERENCES handouts) {clustered})",
          R"(CREATE INDEX deliveries_due ON deliveries (practice_id, due_time))",
          R"(CREATE TABLE delivery_messages (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               handout_id TEXT NOT NULL,
               delivery_id TEXT NOT NULL,
               bytes {bytes} NOT NULL,
               PRIMARY KEY (practice_id, patient_id, program_id, handout_id, delivery_id),
               FOREIGN KEY (practice_id, patient_id, program_id, handout_id, delivery_id)
                 REFERENCES deliveries) {divided})",
      },
      // 4: check-ins, clustered by day, and their weekly sums. A week begins on a Monday.
      {
          R"(CREATE TABLE check_ins (
               practice_id TEXT NOT NULL,
               session_day TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               sequence BIGINT NOT NULL,
               done BIGINT NOT NULL,
               evidence_class BIGINT NOT NULL,
               late BIGINT NOT NULL,
               record_time BIGINT NOT NULL,
               recorded_by TEXT NOT NULL,
               fields {bytes} NOT NULL,
               PRIMARY KEY (practice_id, session_day, patient_id, program_id, sequence),
               FOREIGN KEY (practice_id, patient_id, program_id) REFERENCES programs)
             {clustered} {divided})",
          R"(CREATE TABLE weekly_rollups (
               practice_id TEXT NOT NULL,
               week_first_day TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               entry_count BIGINT NOT NULL,
               late_entry_count BIGINT NOT NULL,
               credible_done_day_count BIGINT NOT NULL,
               returned_paper_done_day_count BIGINT NOT NULL,
               asked_at_visit_done_day_count BIGINT NOT NULL,
               claimed_done_day_count BIGINT NOT NULL,
               PRIMARY KEY (practice_id, week_first_day, patient_id, program_id),
               FOREIGN KEY (practice_id, patient_id, program_id) REFERENCES programs)
             {clustered} {divided})",
      },
      // 5: clearances.
      {
          R"(CREATE TABLE clearances (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               clearance_id TEXT NOT NULL,
               fields {bytes} NOT NULL,
               recorded_by TEXT NOT NULL,
               create_time BIGINT NOT NULL,
               PRIMARY KEY (practice_id, patient_id, clearance_id),
               FOREIGN KEY (practice_id, patient_id) REFERENCES patients))",
      },
      // 6: weekly decisions, and what later revisions were planned from; unset for a first
      // revision.
      {
          R"(ALTER TABLE programs ADD COLUMN suspend_time BIGINT)",
          R"(ALTER TABLE programs ADD COLUMN state_reason TEXT)",
          R"(ALTER TABLE programs ADD COLUMN settled_weeks {bytes})",
          R"(ALTER TABLE program_revisions ADD COLUMN assessment_id TEXT)",
          R"(ALTER TABLE program_revisions ADD COLUMN basis {bytes})",
          R"(ALTER TABLE program_revisions ADD COLUMN changes {bytes})",
          R"(CREATE TABLE weekly_decisions (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               week_number BIGINT NOT NULL,
               content {bytes} NOT NULL,
               content_sha256 TEXT NOT NULL,
               measured_by TEXT NOT NULL,
               state BIGINT NOT NULL,
               override_kind BIGINT NOT NULL,
               override_reason TEXT NOT NULL,
               decided_by TEXT NOT NULL,
               decide_time BIGINT,
               resulting_revision_number BIGINT NOT NULL,
               created_by TEXT NOT NULL,
               create_time BIGINT NOT NULL,
               etag TEXT NOT NULL,
               PRIMARY KEY (practice_id, patient_id, program_id, week_number),
               FOREIGN KEY (practice_id, patient_id, program_id) REFERENCES programs))",
      },
      // 7: encrypted handouts, and which one a handout takes the place of.
      {
          R"(ALTER TABLE handouts ADD COLUMN encrypted BIGINT NOT NULL DEFAULT 0)",
          R"(ALTER TABLE handouts ADD COLUMN replaces TEXT)",
          R"(ALTER TABLE practices ADD COLUMN encrypt_attachments BIGINT NOT NULL DEFAULT 0)",
      },
      // 8: the console: launches, drafts, and documents on their way into the host's record.
      {
          R"(CREATE INDEX patients_named
               ON patients (practice_id, lower(family_name), lower(given_name)))",
          R"(CREATE TABLE launches (
               practice_id TEXT NOT NULL,
               launch_id TEXT NOT NULL,
               created_by TEXT NOT NULL,
               role TEXT NOT NULL,
               console_view BIGINT NOT NULL,
               context {bytes} NOT NULL,
               patient_id TEXT,
               findings {bytes} NOT NULL,
               state BIGINT NOT NULL,
               secret_sha256 TEXT NOT NULL,
               used_sha256 TEXT NOT NULL,
               create_time BIGINT NOT NULL,
               last_time BIGINT NOT NULL,
               PRIMARY KEY (practice_id, launch_id),
               UNIQUE (practice_id, secret_sha256),
               FOREIGN KEY (practice_id, patient_id) REFERENCES patients))",
          R"(CREATE INDEX launches_used ON launches (practice_id, used_sha256))",
          R"(CREATE TABLE drafts (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               answers {bytes} NOT NULL,
               saved_by TEXT NOT NULL,
               tab TEXT NOT NULL,
               update_time BIGINT NOT NULL,
               etag TEXT NOT NULL,
               PRIMARY KEY (practice_id, patient_id),
               FOREIGN KEY (practice_id, patient_id) REFERENCES patients))",
          R"(CREATE TABLE filings (
               practice_id TEXT NOT NULL,
               filing_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               handout_id TEXT NOT NULL,
               state BIGINT NOT NULL,
               host_id TEXT NOT NULL,
               host_patient_id TEXT NOT NULL,
               replaces TEXT,
               revision_number BIGINT NOT NULL,
               document_date TEXT NOT NULL,
               host_document_id TEXT NOT NULL,
               failure_reason TEXT NOT NULL,
               claim_epoch BIGINT NOT NULL,
               claim_expire_time BIGINT,
               created_by TEXT NOT NULL,
               create_time BIGINT NOT NULL,
               PRIMARY KEY (practice_id, filing_id),
               FOREIGN KEY (practice_id, patient_id, program_id, handout_id)
                 REFERENCES handouts))",
          R"(CREATE INDEX filings_of_a_program
               ON filings (practice_id, patient_id, program_id, create_time, filing_id))",
      },
      // 9: what waits for a host, for those who ask every few seconds.
      {
          R"(CREATE INDEX filings_waiting
               ON filings (practice_id, host_id, state, create_time))",
      },
      // 10: what an admin may change of a practice. Logos stay, so that an answer that was kept for
      // a repeated request can still be given.
      {
          R"(ALTER TABLE practices ADD COLUMN accepted_languages TEXT NOT NULL DEFAULT '')",
          R"(ALTER TABLE practices ADD COLUMN accent_color TEXT NOT NULL DEFAULT '')",
          R"(ALTER TABLE practices ADD COLUMN logo_sha256 TEXT NOT NULL DEFAULT '')",
          R"(ALTER TABLE practices ADD COLUMN default_delivery_mode BIGINT NOT NULL DEFAULT 0)",
          R"(ALTER TABLE practices ADD COLUMN follows_configuration BIGINT NOT NULL DEFAULT 1)",
          R"(ALTER TABLE practices ADD COLUMN policy_version BIGINT NOT NULL DEFAULT 1)",
          R"(ALTER TABLE program_revisions ADD COLUMN policy_version BIGINT NOT NULL DEFAULT 0)",
          R"(CREATE TABLE practice_logos (
               practice_id TEXT NOT NULL REFERENCES practices,
               sha256 TEXT NOT NULL,
               bytes {bytes} NOT NULL,
               PRIMARY KEY (practice_id, sha256)))",
      },
      // 11: the links that stand on sheets, and answers by them that count no more, or never did.
      {
          R"(ALTER TABLE check_ins ADD COLUMN suspected_automated BIGINT NOT NULL DEFAULT 0)",
          R"(ALTER TABLE check_ins ADD COLUMN superseded_by BIGINT)",
          R"(CREATE TABLE check_in_links (
               practice_id TEXT NOT NULL,
               patient_id TEXT NOT NULL,
               program_id TEXT NOT NULL,
               link_id TEXT NOT NULL,
               handout_id TEXT NOT NULL,
               revision_number BIGINT NOT NULL,
               secret_sha256 TEXT NOT NULL,
               create_time BIGINT NOT NULL,
               revoke_time BIGINT,
               PRIMARY KEY (practice_id, patient_id, program_id, link_id),
               UNIQUE (practice_id, secret_sha256),
               FOREIGN KEY (practice_id, patient_id, program_id, handout_id)
                 REFERENCES handouts) {clustered})",
      },
  };
  return steps;
}

void Replace(std::string& text, std::string_view mark, std::string_view word) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
    text.replace(at, mark.size(), word);
  }
}

// PostgreSQL compares texts as SQLite does, byte by byte, whatever the language of the database.
std::string Worded(std::string_view statement, Engine engine) {
  const bool sqlite = engine == Engine::kSqlite;
  std::string text(statement);
  Replace(text, "{bytes}", sqlite ? "BLOB" : "BYTEA");
  Replace(text, "{clustered}", sqlite ? "WITHOUT ROWID" : "");
  Replace(text, "{divided}", sqlite ? "" : "PARTITION BY HASH (practice_id)");
  if (!sqlite) Replace(text, " TEXT", " text COLLATE \"C\"");
  return text;
}

bool HasSchema(Connection& connection) {
  const char* const looks = connection.engine() == Engine::kSqlite
                                ? "SELECT 1 FROM sqlite_schema WHERE name = 'schema_steps'"
                                : "SELECT 1 FROM pg_class WHERE oid = to_regclass('schema_steps') "
                                  "AND has_table_privilege(oid, 'SELECT')";
  return connection.Row<std::tuple<std::int64_t>>(looks).has_value();
}

}  // namespace

int NewestSchema() { return static_cast<int>(Steps().size()); }

std::vector<std::string> TableNames() {
  constexpr std::string_view kHead = "CREATE TABLE ";
  std::vector<std::string> names;
  for (const Step& step : Steps()) {
    for (const std::string_view statement : step) {
      if (statement.substr(0, kHead.size()) != kHead) continue;
      const std::string_view rest = statement.substr(kHead.size());
      names.emplace_back(rest.substr(0, rest.find(' ')));
    }
  }
  return names;
}

int StoredSchema(Connection& connection) {
  if (!HasSchema(connection)) return 0;
  const auto newest = connection.Row<std::tuple<std::int64_t>>(
      "SELECT number FROM schema_steps ORDER BY number DESC LIMIT 1");
  return newest ? static_cast<int>(std::get<0>(*newest)) : 0;
}

void Migrate(Connection& connection, int number) {
  connection.Run("CREATE TABLE IF NOT EXISTS schema_steps (number BIGINT NOT NULL PRIMARY KEY)");
  int current = StoredSchema(connection);
  if (current > NewestSchema()) throw UnreadableRow();
  for (; current < number; ++current) {
    connection.Begin();
    for (const std::string_view statement : Steps()[static_cast<std::size_t>(current)]) {
      connection.Run(Worded(statement, connection.engine()));
    }
    if (connection.engine() == Engine::kPostgresql) SealTables(connection);
    connection.Change("INSERT INTO schema_steps (number) VALUES ($1)", current + 1);
    connection.Commit();
  }
}

}  // namespace ischia::storage
