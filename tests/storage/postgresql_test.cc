// What is PostgreSQL's own: roles, row-level security, lost connections, claims of several workers,
// and what a server must be like.
#include "service/storage/database/postgresql.h"

#include <gmock/gmock.h>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <variant>
#include <vector>

#include "service/storage/database/guarded.h"
#include "service/storage/database/pool.h"
#include "service/storage/schema.h"
#include "service/storage/sql_store.h"
#include "tests/support/clinic.h"
#include "tests/support/cutting_proxy.h"
#include "tests/support/postgres.h"
#include "tests/support/result_matchers.h"

namespace ischia::storage {
namespace {

using domain::ErrorCode;
using support::CuttingProxy;
using test::HasError;
using test::IsOk;
using test::IsOkAndHolds;
using test::PostgresDatabase;
using test::PrivatePostgres;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;
using ::testing::SizeIs;

PrivatePostgres& Server() { return PrivatePostgres::OfThisProgram(); }

std::unique_ptr<app::Store> Opened(const PostgresqlLogin& login) {
  return std::get<std::unique_ptr<app::Store>>(OpenPostgresql(login, 4));
}

app::TenantContext TenantOf(const domain::PracticeId& practice) {
  return app::Authorize(app::Caller::TheService(), app::Method::kRecordDenial, practice).value();
}

// Ends the sessions of the role that ischiad uses, as a server does that ends.
void CutSessions(const PostgresDatabase& database) {
  database.Run(std::string("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity ") +
               "WHERE usename = '" + test::kApplicationRole + "'");
}

// -- Row-level security -------------------------------------------------------------------------

class RowSecurityTest : public ::testing::Test {
 protected:
  RowSecurityTest() { (void)clinic_.NewPatient(); }

  // What a session of the role sees that has named the practice.
  std::vector<std::string> Seen(const std::string& role, const std::string& practice,
                                const std::string& sql) const {
    return database_.RowsAs(
        role, "SELECT set_config('ischia.practice', '" + practice + "', false); " + sql);
  }

  const PostgresDatabase database_ = Server().Migrated();
  test::Clinic clinic_{Opened(database_.application())};
};

TEST_F(RowSecurityTest, WithoutAPracticeNobodySeesARow) {
  for (const std::string& role :
       {std::string(test::kApplicationRole), std::string("ischia_owner")}) {
    for (const std::string& table :
         database_.Rows("SELECT DISTINCT table_name FROM information_schema.columns c "
                        "JOIN pg_class p ON p.relname = c.table_name AND NOT p.relispartition "
                        "WHERE column_name = 'practice_id' AND table_schema = 'public'")) {
      EXPECT_THAT(database_.RowsAs(role, "SELECT * FROM " + table), IsEmpty()) << role << table;
    }
  }
  EXPECT_THAT(database_.Rows("SELECT count(*) FROM patients"), ElementsAre("1"));
}

TEST_F(RowSecurityTest, APracticeSeesItsOwnRowsAlone) {
  EXPECT_THAT(Seen(test::kApplicationRole, "north", "SELECT count(*) FROM patients"),
              ElementsAre("1"));
  EXPECT_THAT(Seen(test::kApplicationRole, "south", "SELECT count(*) FROM patients"),
              ElementsAre("0"));
  EXPECT_THAT(Seen(test::kApplicationRole, "south", "DELETE FROM requests RETURNING 1"), IsEmpty());
}

TEST_F(RowSecurityTest, NoRowGoesIntoAnotherPractice) {
  EXPECT_THROW(
      Seen(test::kApplicationRole, "south", "INSERT INTO audit_heads VALUES ('west', 0, 0)"),
      std::runtime_error);
  EXPECT_THROW(Seen(test::kApplicationRole, "north", "UPDATE patients SET practice_id = 'south'"),
               std::runtime_error);
}

TEST_F(RowSecurityTest, PartsOfDividedTablesAndTheTrailsPastAreOutOfReach) {
  EXPECT_THAT(database_.Rows("SELECT count(*) FROM pg_class WHERE relispartition "
                             "AND relkind = 'r' AND relname LIKE 'check\\_ins\\__'"),
              ElementsAre("8"));
  for (const char* sql :
       {"SELECT * FROM audit_events_0", "UPDATE audit_events SET leaf_sha256 = ''",
        "DELETE FROM audit_events", "INSERT INTO schema_steps VALUES (99)",
        "ALTER TABLE patients DISABLE ROW LEVEL SECURITY"}) {
    EXPECT_THROW(Seen(test::kApplicationRole, "north", sql), std::runtime_error) << sql;
  }
}

// -- Connections --------------------------------------------------------------------------------

TEST(PostgresqlTest, AConnectionThatLayIdleIsAskedBeforeItIsLent) {
  const PostgresDatabase database = Server().Migrated();
  std::chrono::steady_clock::time_point now{};
  Pool pool(LocationOf(database.application()), 1, [&] { return now; });
  const auto works = [](Connection& connection) {
    return Guarded([&]() -> domain::Result<domain::Done> {
      connection.Run("SELECT 1");
      return domain::Done{};
    });
  };
  pool.Return(pool.Take().value());
  CutSessions(database);
  {
    auto trusted = pool.Take().value();  // nobody asked: it has just been used
    EXPECT_THAT(works(*trusted), HasError(ErrorCode::kUnavailable, "STORE_UNAVAILABLE"));
    pool.Return(std::move(trusted));
  }
  pool.Return(pool.Take().value());
  CutSessions(database);
  now += std::chrono::seconds(30);
  auto asked = pool.Take().value();
  EXPECT_THAT(works(*asked), IsOk());
  pool.Return(std::move(asked));
}

TEST(PostgresqlTest, NoMoreConnectionsThanAllowedAreOpenAndTheOthersWait) {
  const PostgresDatabase database = Server().Migrated();
  Pool pool(LocationOf(database.application()), 2);
  std::vector<std::thread> borrowers;
  for (int i = 0; i < 6; ++i) {
    borrowers.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        auto connection = pool.Take().value();
        const auto open = connection->Row<std::tuple<std::int64_t>>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()");
        EXPECT_LE(std::get<0>(open.value()), 2);
        pool.Return(std::move(connection));
      }
    });
  }
  for (std::thread& borrower : borrowers) borrower.join();
}

TEST(PostgresqlTest, AConnectionOnWhichAStatementFailedIsNotLentAgain) {
  const PostgresDatabase database = Server().Migrated();
  Pool pool(LocationOf(database.application()), 1);
  auto connection = pool.Take().value();
  connection->Begin();
  EXPECT_ANY_THROW(connection->Run("SELECT 1 / 0"));
  EXPECT_ANY_THROW(connection->Commit());  // the server would answer it without an error
  pool.Return(std::move(connection));
  connection = pool.Take().value();
  connection->Begin();
  connection->Commit();
  pool.Return(std::move(connection));
}

TEST(PostgresqlTest, AServerThatStartsAgainIsUsedAgainAndNothingHalfDoneIsLeft) {
  PrivatePostgres server;
  const PostgresDatabase database = server.Migrated();
  test::Clinic clinic(Opened(database.application()));
  const app::PatientName kept = clinic.NewPatient("kept@example.org");
  {
    auto unit = clinic.store->Begin().value();
    app::PatientRecord half;
    half.name = {clinic.practice, domain::PatientId{"half"}};
    ASSERT_THAT(unit->InsertPatient(TenantOf(clinic.practice), half), IsOk());
    server.Stop();
    EXPECT_FALSE(unit->ListPatients(TenantOf(clinic.practice), {{}, 10}).ok());
    EXPECT_THAT(unit->Commit(), HasError(ErrorCode::kUnavailable, "STORE_UNAVAILABLE"));
  }
  EXPECT_THAT(clinic.records.GetPatient(clinic.Reading(), kept),
              HasError(ErrorCode::kUnavailable, "STORE_UNAVAILABLE"));
  server.Start();
  EXPECT_THAT(clinic.records.GetPatient(clinic.Reading(), kept), IsOk());
  EXPECT_THAT(database.Rows("SELECT count(*) FROM patients"), ElementsAre("1"));
}

// -- A commit whose answer is lost --------------------------------------------------------------

class LostCommitTest : public ::testing::TestWithParam<CuttingProxy::From> {};

TEST_P(LostCommitTest, IsSaidToBeUnknownAndTheSameRequestFindsOut) {
  const PostgresDatabase database = Server().Migrated();
  CuttingProxy proxy(Server().port());
  test::Clinic clinic(Opened(database.As(test::kApplicationRole, proxy.port())));
  CutSessions(database);  // so that the next COMMIT is sent as a text, to be prepared
  proxy.CutAt(GetParam(), "COMMIT");

  const app::Call call = clinic.Changing();
  app::PatientFields fields;
  fields.given_name = "Test";
  fields.family_name = "Patient";
  const app::CreatePatientRequest request{clinic.practice, fields, {}};
  EXPECT_THAT(clinic.records.CreatePatient(call, request),
              HasError(ErrorCode::kUnavailable, "OUTCOME_UNKNOWN"));
  EXPECT_EQ(proxy.cut_count(), 1);
  const bool stored = GetParam() == CuttingProxy::From::kServer;
  EXPECT_THAT(database.Rows("SELECT count(*) FROM patients"), ElementsAre(stored ? "1" : "0"));

  const auto answer = clinic.records.CreatePatient(call, request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(database.Rows("SELECT patient_id FROM patients"),
              ElementsAre(answer->name.patient.text()));
  std::vector<app::AuditOutcome> outcomes;
  for (const app::AuditEvent& event : clinic.Trail()) {
    if (event.action == "patient.create") outcomes.push_back(event.outcome);
  }
  using enum app::AuditOutcome;
  EXPECT_THAT(outcomes, stored ? ::testing::ElementsAreArray({kDone, kFailed, kReplayed})
                               : ::testing::ElementsAreArray({kFailed, kDone}));
}

INSTANTIATE_TEST_SUITE_P(Sides, LostCommitTest,
                         ::testing::Values(CuttingProxy::From::kClient,
                                           CuttingProxy::From::kServer),
                         [](const auto& side) {
                           return side.param == CuttingProxy::From::kClient ? "BeforeTheServer"
                                                                            : "BeforeUs";
                         });

// -- Several workers ----------------------------------------------------------------------------

TEST(PostgresqlTest, ADeliveryThatOneWorkerHoldsIsPassedOverByTheNext) {
  const PostgresDatabase database = Server().Migrated();
  test::Clinic clinic(Opened(database.application()));
  const auto tenant = TenantOf(clinic.practice);
  const app::DeliveryRecord first = clinic.Queued();
  clinic.clock.now += std::chrono::minutes(1);
  const app::DeliveryRecord second = clinic.Queued();
  auto mine = clinic.store->Begin().value();
  auto yours = clinic.store->Begin().value();
  auto theirs = clinic.store->Begin().value();
  EXPECT_THAT(mine->NextDelivery(tenant, clinic.clock.now), IsOkAndHolds(Optional(first)));
  EXPECT_THAT(yours->NextDelivery(tenant, clinic.clock.now), IsOkAndHolds(Optional(second)));
  EXPECT_THAT(theirs->NextDelivery(tenant, clinic.clock.now), IsOkAndHolds(Eq(std::nullopt)));
  mine.reset();
  EXPECT_THAT(theirs->NextDelivery(tenant, clinic.clock.now), IsOkAndHolds(Optional(first)));
}

TEST(PostgresqlTest, LeasesAreMeasuredByTheServersClock) {
  const PostgresDatabase database = Server().Migrated();
  test::Clinic clinic(Opened(database.application()));
  const auto now = [&] {
    return std::stoll(
        database.Rows("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)").front());
  };
  const auto before = now();
  const auto told =
      clinic.store->Begin().value()->LeaseTime(TenantOf(clinic.practice), clinic.clock.now);
  ASSERT_THAT(told, IsOk());
  EXPECT_GE(told->time_since_epoch().count(), before);
  EXPECT_LE(told->time_since_epoch().count(), now() + 1);
}

// -- Schema -------------------------------------------------------------------------------------

// Columns, keys, parts, policies and rights.
std::vector<std::string> SchemaOf(const PostgresDatabase& database) {
  return database.Rows(
      "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable AS line "
      "FROM information_schema.columns WHERE table_schema = 'public' "
      "UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' "
      "UNION ALL SELECT tablename || ' ' || policyname || ' ' || qual FROM pg_policies "
      "UNION ALL SELECT relname || ' ' || CAST(relkind AS text) || relrowsecurity || "
      "relforcerowsecurity || "
      "coalesce(array_to_string(relacl, ','), '') FROM pg_class "
      "WHERE relnamespace = 'public'::regnamespace ORDER BY line");
}

TEST(PostgresqlSchemaTest, EveryEarlierNumberComesToTheSameSchema) {
  const std::vector<std::string> fresh = SchemaOf(Server().Migrated());
  for (int number = 0; number < NewestSchema(); ++number) {
    const PostgresDatabase old = Server().Empty();
    {
      Connection connection(LocationOf(old.owner()));
      Migrate(connection, number);
    }
    ASSERT_EQ(MigratePostgresql(old.owner(), test::kApplicationRole), std::nullopt) << number;
    EXPECT_EQ(SchemaOf(old), fresh) << number;
  }
}

TEST(PostgresqlSchemaTest, ThePracticeLeadsEveryKeyAndIndex) {
  EXPECT_THAT(Server().Migrated().Rows(
                  "SELECT i.indexrelid::regclass FROM pg_index i "
                  "JOIN pg_class t ON t.oid = i.indrelid "
                  "AND t.relnamespace = 'public'::regnamespace AND t.relname <> 'schema_steps' "
                  "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] "
                  "WHERE a.attname <> 'practice_id'"),
              IsEmpty());
}

// -- Refusals at the start ----------------------------------------------------------------------

// What is said of a login that is refused; empty when it is not.
std::string Refused(const PostgresqlLogin& login) {
  const auto opened = OpenPostgresql(login, 1);
  const auto* refusal = std::get_if<Refusal>(&opened);
  if (refusal == nullptr) return {};
  EXPECT_FALSE(refusal->remedy.empty());
  EXPECT_THAT(refusal->what + refusal->remedy, Not(HasSubstr(login.password)));
  return refusal->what;
}

TEST(PostgresqlRefusalTest, TheRoleThatOwnsNothingIsAccepted) {
  EXPECT_EQ(Refused(Server().Migrated().application()), "");
}

TEST(PostgresqlRefusalTest, AServerOutOfReachAndAWrongPasswordAreToldApart) {
  const PostgresDatabase database = Server().Migrated();
  PostgresqlLogin wrong = database.application();
  wrong.password = "not-the-password";
  EXPECT_THAT(Refused(wrong), HasSubstr("refuses this login"));
  EXPECT_THAT(Refused(database.As(test::kApplicationRole, 1)), HasSubstr("cannot be reached"));
}

// A role that must not be used, and what is said of it.
struct RoleRow {
  const char* attributes;
  const char* grant;  // to it
  const char* said;
};

TEST(PostgresqlRefusalTest, ARoleThatCouldPassRowLevelSecurityIsRefused) {
  const PostgresDatabase database = Server().Migrated();
  database.Run("CREATE ROLE strong SUPERUSER");
  int count = 0;
  for (const RoleRow& row : {RoleRow{"SUPERUSER", "", "superuser"},
                             RoleRow{"BYPASSRLS", "", "passes row-level security"},
                             RoleRow{"", "strong", "can become a superuser"},
                             RoleRow{"", "ischia_owner", "owns tables"}}) {
    const std::string role = "role_" + std::to_string(++count);
    database.Run("CREATE ROLE " + role + " LOGIN PASSWORD 'pass''w\\rd' " + row.attributes);
    if (*row.grant != '\0') database.Run("GRANT " + std::string(row.grant) + " TO " + role);
    EXPECT_THAT(Refused(database.As(role)), HasSubstr(row.said)) << count;
  }
  EXPECT_THAT(Refused(database.owner()), HasSubstr("owns tables"));
}

TEST(PostgresqlRefusalTest, ATableWhoseRowLevelSecurityIsNotForcedIsRefused) {
  for (const char* change : {"NO FORCE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"}) {
    const PostgresDatabase database = Server().Migrated();
    database.Run(std::string("ALTER TABLE check_ins ") + change);
    EXPECT_THAT(Refused(database.application()), HasSubstr("not forced")) << change;
  }
  const PostgresDatabase database = Server().Migrated();
  database.Run("GRANT SELECT ON check_ins_3 TO ischia");
  EXPECT_THAT(Refused(database.application()), HasSubstr("not forced"));
}

TEST(PostgresqlRefusalTest, ACommitThatDoesNotWaitForTheDiskIsRefused) {
  const PostgresDatabase database = Server().Migrated();
  database.Run("ALTER ROLE ischia SET synchronous_commit = off");
  EXPECT_THAT(Refused(database.application()), HasSubstr("synchronous_commit=off"));
  database.Run("ALTER ROLE ischia RESET synchronous_commit");
  EXPECT_EQ(Refused(database.application()), "");
}

TEST(PostgresqlRefusalTest, AServerThatCanLoseRecordsIsRefused) {
  for (const std::string& setting :
       {std::string("fsync=off"), std::string("full_page_writes=off")}) {
    PrivatePostgres unsafe({setting});
    EXPECT_THAT(Refused(unsafe.Migrated().application()), HasSubstr(setting));
  }
}

TEST(PostgresqlRefusalTest, AnotherSchemaThanThisVersionsIsRefused) {
  EXPECT_THAT(Refused(Server().Empty().application()), HasSubstr("without this version's schema"));
  const PostgresDatabase later = Server().Migrated();
  later.Run("INSERT INTO schema_steps VALUES (" + std::to_string(NewestSchema() + 1) + ")");
  EXPECT_THAT(Refused(later.application()), HasSubstr("later version"));
  const auto migrated = MigratePostgresql(later.owner(), test::kApplicationRole);
  ASSERT_TRUE(migrated.has_value());
  EXPECT_THAT(migrated->what, HasSubstr("later version"));
}

TEST(PostgresqlRefusalTest, RightsForARoleThatIsNotThereAreRefused) {
  const auto refusal = MigratePostgresql(Server().Empty().owner(), "nobody_here");
  ASSERT_TRUE(refusal.has_value());
  EXPECT_THAT(refusal->what, HasSubstr("does not exist"));
}

}  // namespace
}  // namespace ischia::storage
