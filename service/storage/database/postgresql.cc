#include "service/storage/database/postgresql.h"

#include <string_view>
#include <tuple>
#include <vector>

#include "service/storage/database/postgresql_driver.h"

namespace ischia::storage {
namespace {

// What a login may say otherwise. A dead network is noticed within half a minute.
constexpr std::string_view kDefaults =
    "application_name=ischiad connect_timeout=5 keepalives_idle=10 keepalives_interval=5 "
    "keepalives_count=3 tcp_user_timeout=25000 ";

// libpq takes a backslash before any character of a value.
std::string Escaped(std::string_view value) {
  std::string escaped;
  for (const char c : value) {
    if (c == '\\' || c == '\'') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// A query that finds a row when something is wrong.
struct Check {
  const char* finds;
  const char* what;
  const char* remedy;
};
constexpr Check kChecks[] = {
    {"SELECT 1 FROM pg_settings WHERE name = 'server_version_num' AND setting < '150000'",
     "names a server older than PostgreSQL 15", "Upgrade the server."},
    {"SELECT 1 FROM pg_settings WHERE name = 'server_encoding' AND setting <> 'UTF8'",
     "names a database whose encoding is not UTF8",
     "Make it with createdb --encoding=UTF8 --template=template0."},
    {"SELECT 1 FROM pg_settings WHERE name = 'fsync' AND setting = 'off'",
     "names a server with fsync=off, which loses records with the power (R-09)",
     "Set fsync=on in postgresql.conf and restart the server."},
    {"SELECT 1 FROM pg_settings WHERE name = 'full_page_writes' AND setting = 'off'",
     "names a server with full_page_writes=off, which breaks records with the power (R-09)",
     "Set full_page_writes=on in postgresql.conf and reload the server."},
    {"SELECT 1 FROM pg_settings WHERE name = 'synchronous_commit' AND reset_val = 'off'",
     "names a server or role with synchronous_commit=off, which answers before it has stored "
     "(R-09)",
     "Set synchronous_commit=on for the server, the database and the role."},
    {"SELECT 1 FROM pg_roles WHERE (rolsuper OR rolbypassrls) "
     "AND pg_has_role(current_user, oid, 'MEMBER')",
     "names a role that is or can become a superuser or passes row-level security (R-09)",
     "Use a role made by createuser --no-superuser, without BYPASSRLS and such memberships."},
    {"SELECT 1 FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace) "
     "AND relkind IN ('r', 'p') AND pg_has_role(current_user, relowner, 'MEMBER') LIMIT 1",
     "names a role that owns tables and could open them to itself (R-09)",
     "Name the role that ischiad --migrate gave its rights to, not the owner."},
    {"SELECT 1 FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
     "AND a.attname = 'practice_id' "
     "WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind IN ('r', 'p') "
     "AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE') "
     "AND NOT (c.relrowsecurity AND c.relforcerowsecurity) LIMIT 1",
     "names a database with a table whose row-level security is not forced (R-09)",
     "Find out who has changed it, then ALTER TABLE ... ENABLE, FORCE ROW LEVEL SECURITY."},
};

}  // namespace

Location LocationOf(const PostgresqlLogin& login) {
  std::string words = std::string(kDefaults) + login.server + " user=" + login.role;
  if (!login.password.empty()) words += " password=" + Escaped(login.password);
  return {Engine::kPostgresql, words};
}

std::optional<Refusal> WhyUnreachable(const Location& location) {
  switch (Reach(location.text)) {
    case Reached::kConnected:
      return std::nullopt;
    case Reached::kLoginRefused:
      return Refusal{"names a server that refuses this login",
                     "Check user, password file and database, and the server's pg_hba.conf."};
    case Reached::kNobodyThere:
      return Refusal{"names a server that cannot be reached",
                     "Check host and port, and that the server runs and listens there."};
  }
  return std::nullopt;
}

std::optional<Refusal> WhyUnsafe(Connection& connection) {
  for (const Check& check : kChecks) {
    if (connection.Row<std::tuple<std::int64_t>>(check.finds)) {
      return Refusal{check.what, check.remedy};
    }
  }
  return std::nullopt;
}

void SealTables(Connection& connection) {
  connection.Run(R"(
    DO $$
    DECLARE
      found record;
    BEGIN
      FOR found IN
        SELECT c.relname, c.relkind FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE a.attname = 'practice_id' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND NOT c.relrowsecurity AND c.relnamespace = CAST(current_schema() AS regnamespace)
      LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', found.relname);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', found.relname);
        EXECUTE format('CREATE POLICY own_practice ON %I '
                       'USING (practice_id = current_setting(''ischia.practice'', true))',
                       found.relname);
        IF found.relkind = 'p' THEN
          FOR part IN 0..7 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES '
                           'WITH (MODULUS 8, REMAINDER %s)',
                           found.relname || '_' || part, found.relname, part);
          END LOOP;
        END IF;
      END LOOP;
    END
    $$)");
}

// Nobody but the owner has a right to a part of a divided table: its rows are reached through the
// whole, which has the policy.
bool GrantTables(Connection& connection, const std::string& role) {
  if (!connection.Row<std::tuple<std::int64_t>>("SELECT 1 FROM pg_roles WHERE rolname = $1",
                                                role)) {
    return false;
  }
  (void)connection.Row<std::tuple<std::string>>("SELECT set_config('ischia.role', $1, false)",
                                                role);
  connection.Run(R"(
    DO $$
    DECLARE
      found record;
      grantee text := current_setting('ischia.role');
    BEGIN
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), grantee);
      FOR found IN
        SELECT relname FROM pg_class
        WHERE relkind IN ('r', 'p') AND NOT relispartition
          AND relnamespace = CAST(current_schema() AS regnamespace)
      LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %I', found.relname, grantee);
        EXECUTE format('GRANT %s ON %I TO %I',
                       CASE found.relname
                         WHEN 'schema_steps' THEN 'SELECT'
                         WHEN 'audit_events' THEN 'SELECT, INSERT'
                         ELSE 'SELECT, INSERT, UPDATE, DELETE'
                       END,
                       found.relname, grantee);
      END LOOP;
    END
    $$)");
  return true;
}

}  // namespace ischia::storage
