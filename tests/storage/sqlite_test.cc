// What is SQLite's own: files, locks, disks, the schema's steps.
#include <gmock/gmock.h>
#include <sys/mount.h>

#include <filesystem>
#include <string>

#include "service/storage/database/connection.h"
#include "service/storage/database/guarded.h"
#include "service/storage/schema.h"
#include "service/storage/sql_store.h"
#include "tests/support/clinic.h"
#include "tests/support/raw_database.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temp_folder.h"

namespace ischia::storage {
namespace {

using domain::ErrorCode;
using support::TempFolder;
using test::HasError;
using test::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(SqliteTest, AStoreIsThereAgainWhenItIsOpenedAgain) {
  const TempFolder folder;
  app::ProgramRecord program;
  {
    test::Clinic clinic(OpenSqliteFile(folder / "ischia.db").value());
    program = clinic.ActiveProgram();
  }
  test::Clinic clinic(OpenSqliteFile(folder / "ischia.db").value());
  EXPECT_THAT(clinic.programs.GetProgram(clinic.Reading(), program.name),
              test::IsOkAndHolds(program));
}

TEST(SqliteTest, AFileThatIsInUseIsNotOpenedAgain) {
  const TempFolder folder;
  const auto first = OpenSqliteFile(folder / "ischia.db");
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(OpenSqliteFile(folder / "ischia.db"),
              HasError(ErrorCode::kUnavailable, "STORE_UNAVAILABLE"));
}

TEST(SqliteTest, AFileThatIsNoDatabaseIsRefusedWithoutAWordOfIt) {
  const TempFolder folder;
  support::WriteFile(folder / "ischia.db",
                     "Patient file of Test Patient, born 1980. " + std::string(2000, 'x'));
  const auto opened = OpenSqliteFile(folder / "ischia.db");
  ASSERT_THAT(opened, HasError(ErrorCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(opened.error().message, AllOf(Not(HasSubstr("Patient")), Not(HasSubstr("file is"))));
}

TEST(SqliteTest, AFolderThatIsNotThereIsRefused) {
  const TempFolder folder;
  EXPECT_THAT(OpenSqliteFile(folder / "missing" / "ischia.db"),
              HasError(ErrorCode::kUnavailable, "STORE_UNAVAILABLE"));
}

TEST(SqliteTest, AFileThatBecomesUnreadableFailsTheCallAndNothingElse) {
  const TempFolder folder;
  test::Clinic clinic(OpenSqliteFile(folder / "ischia.db").value());
  const app::PatientName patient = clinic.NewPatient();
  const std::string whole = support::ReadFile(folder / "ischia.db");
  support::WriteFile(folder / "ischia.db", std::string(whole.size(), 'x'));
  EXPECT_THAT(clinic.records.GetPatient(clinic.Reading(), patient),
              HasError(ErrorCode::kUnavailable, "STORE_UNAVAILABLE"));
  support::WriteFile(folder / "ischia.db", whole);
  EXPECT_THAT(clinic.records.GetPatient(clinic.Reading(), patient), IsOk());
}

// A disk of its own; skipped aloud where the test may not mount one.
TEST(SqliteTest, AFullDiskRefusesTheCallAndKeepsWhatIsThere) {
  const TempFolder folder;
  if (mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=512k") != 0) {
    GTEST_SKIP() << "no right to mount a small disk";
  }
  {
    test::Clinic clinic(OpenSqliteFile(folder / "ischia.db").value());
    const app::PatientName patient = clinic.NewPatient();
    const std::size_t events = clinic.Trail().size();
    for (int i = 0; std::filesystem::space(folder.path()).available > 0; ++i) {
      support::WriteFile(folder / ("ballast" + std::to_string(i)), std::string(4096, 'x'));
    }
    app::PatientFields fields;
    fields.given_name = std::string(100, 'a');
    fields.family_name = "Patient";
    EXPECT_THAT(clinic.records.CreatePatient(clinic.Changing(), {clinic.practice, fields, {}}),
                HasError(ErrorCode::kResourceExhausted, "STORE_FULL"));
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      if (entry.path().filename().string().starts_with("ballast")) {
        std::filesystem::remove(entry.path());
      }
    }
    EXPECT_EQ(clinic.Trail().size(), events);
    EXPECT_THAT(clinic.records.GetPatient(clinic.Reading(), patient), IsOk());
    EXPECT_THAT(clinic.records.CreatePatient(clinic.Changing(), {clinic.practice, fields, {}}),
                IsOk());
  }
  (void)umount(folder.path().c_str());
}

TEST(SqliteTest, AFullDatabaseIsToldApartFromABrokenOne) {
  Connection connection{Location{}};
  Migrate(connection, NewestSchema());
  connection.Run("PRAGMA max_page_count = 60");
  const auto filled = Guarded([&]() -> domain::Result<domain::Done> {
    for (int i = 0; i < 1000; ++i) {
      connection.Change(
          "INSERT INTO practices (practice_id, display_name, time_zone, language_code, "
          "phone_number, emergency_number, paper_size) VALUES ($1, $2, '', '', '', '', 0)",
          std::to_string(i), std::string(4000, 'x'));
    }
    return domain::Done{};
  });
  EXPECT_THAT(filled, HasError(ErrorCode::kResourceExhausted, "STORE_FULL"));
}

// -- Schema -------------------------------------------------------------------------------------

std::vector<std::string> SchemaOf(const std::filesystem::path& file) {
  return test::RawDatabase(file).Rows("SELECT name, sql FROM sqlite_schema ORDER BY name");
}

TEST(SchemaTest, EveryEarlierNumberComesToTheSameSchema) {
  const TempFolder folder;
  const std::filesystem::path fresh = folder / "fresh.db";
  { const auto store = OpenSqliteFile(fresh).value(); }
  for (int number = 0; number < NewestSchema(); ++number) {
    const std::filesystem::path old = folder / ("from" + std::to_string(number) + ".db");
    {
      Connection connection({Engine::kSqlite, old.string()});
      Migrate(connection, number);
    }
    ASSERT_THAT(OpenSqliteFile(old), IsOk()) << number;
    EXPECT_EQ(SchemaOf(old), SchemaOf(fresh)) << number;
  }
}

TEST(SchemaTest, WhatAnEarlierVersionStoredStays) {
  const TempFolder folder;
  const std::filesystem::path file = folder / "ischia.db";
  {
    Connection connection({Engine::kSqlite, file.string()});
    Migrate(connection, 1);
    connection.Run("INSERT INTO practices VALUES ('north', 'Clinic', 'UTC', 'en', '1', '112', 1)");
  }
  ASSERT_THAT(OpenSqliteFile(file), IsOk());
  EXPECT_THAT(test::RawDatabase(file).Rows("SELECT display_name FROM practices"),
              ::testing::ElementsAre("Clinic"));
}

TEST(SchemaTest, ALaterVersionsFileIsRefused) {
  const TempFolder folder;
  const std::filesystem::path file = folder / "ischia.db";
  { const auto store = OpenSqliteFile(file).value(); }
  test::RawDatabase(file).Run("INSERT INTO schema_steps VALUES (" +
                              std::to_string(NewestSchema() + 1) + ")");
  EXPECT_THAT(OpenSqliteFile(file), HasError(ErrorCode::kUnavailable, "STORE_UNAVAILABLE"));
}

TEST(SchemaTest, ThePracticeLeadsEveryKeyAndIndex) {
  const TempFolder folder;
  const std::filesystem::path file = folder / "ischia.db";
  { const auto store = OpenSqliteFile(file).value(); }
  test::RawDatabase raw(file);
  for (const std::string& index :
       raw.Rows("SELECT i.name FROM sqlite_schema t, pragma_index_list(t.name) i "
                "WHERE t.type = 'table' AND t.name <> 'schema_steps'")) {
    EXPECT_THAT(raw.Rows("SELECT name FROM pragma_index_info('" + index + "') WHERE seqno = 0"),
                ::testing::ElementsAre("practice_id"))
        << index;
  }
}

}  // namespace
}  // namespace ischia::storage
