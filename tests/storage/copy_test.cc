// A clinic's file copied to PostgreSQL: all of it or nothing, and equal.
#include "service/storage/copy.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "service/storage/schema.h"
#include "service/storage/sql_store.h"
#include "tests/support/clinic.h"
#include "tests/support/postgres.h"
#include "tests/support/raw_database.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temp_folder.h"

namespace ischia::storage {
namespace {

using test::IsOkAndHolds;
using test::PostgresDatabase;
using test::PrivatePostgres;
using test::RawDatabase;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Side = CopyRefusal::Side;

class CopyTest : public ::testing::Test {
 protected:
  // Two practices with something in every table, and with texts that are hard to carry.
  CopyTest() {
    test::Clinic clinic(OpenSqliteFile(file_).value());
    (void)clinic.practices
        .SeedPractice({clinic.other_practice, "Clinic", "Europe/Berlin", "en", "+4930123456", "112",
                       app::PaperSize::kA4},
                      "\x89PNG")
        .value();
    app::PatientFields fields;
    fields.given_name = R"(Ana "Sofía" \ {李,NULL} 'x')";
    fields.family_name = "NULL";
    fields.birth_date = domain::CivilDay{std::chrono::year{1960} / 12 / 31};
    patient_call_ = clinic.Changing();
    patient_ =
        clinic.records.CreatePatient(patient_call_, {clinic.other_practice, fields, {}}).value();
    domain::ClearanceFields clearance;
    clearance.rule_id = domain::RuleId("S-16");
    clearance.cleared_by = "Dr. Ada Lind";
    clearance.cleared_by_role = "surgeon";
    clearance.clearance_date = test::kStartDate;
    clearance.reason = "healed well";
    (void)clinic.clearances.CreateClearance(clinic.Changing(), {patient_.name, clearance}).value();
    queued_ = clinic.Queued();
    (void)clinic.outbox.AttemptNext(clinic.practice).value();
    domain::CheckInFields entry;
    entry.origin = domain::Origin::kLink;
    entry.utc_offset_minutes = 0;
    entry.session_date = test::kStartDate;
    entry.done = domain::Answer::kYes;
    const app::ProgramName program = queued_.name.handout.program;
    (void)clinic.follow_up.CreateCheckIn(clinic.Changing(), {program, entry}).value();
    clinic.clock.now += std::chrono::days(7);
    (void)clinic.decisions
        .DecideWeek(clinic.Changing(), {program, 1, test::kStartDate + std::chrono::days(7), false})
        .value();
    (void)clinic.drafts.Save(clinic.Reading(), {program.patient, {{"goal", "walk"}}, "tab-1", {}})
        .value();
    fields.host_reference = app::HostReference{"host", "4711"};
    (void)clinic.records
        .UpdatePatient(clinic.Changing(), {program.patient, fields, {"host_reference"}, {}})
        .value();
    app::HandoutFields sheet;
    sheet.kind = app::HandoutKind::kFridgeSheet;
    (void)clinic.linked_handouts.CreateHandout(clinic.Changing(), {program, sheet, 0, {}, true})
        .value();
    app::PatientContext context;
    context.host_reference = *fields.host_reference;
    (void)clinic.launches.CreateLaunch(clinic.Changing(), {clinic.practice, context, {}, false})
        .value();
    program_ = clinic.programs.GetProgram(clinic.Reading(), program).value();
    trail_ = clinic.Trail();
  }

  std::variant<std::vector<CopiedTable>, CopyRefusal> Copied() {
    return CopyToPostgresql(file_, database_.application(), test::TestDigest());
  }
  // What is said when nothing is copied.
  std::string Refused(Side side) {
    const auto copied = Copied();
    const auto* refusal = std::get_if<CopyRefusal>(&copied);
    if (refusal == nullptr) return {};
    EXPECT_EQ(refusal->side, side);
    EXPECT_FALSE(refusal->refusal.remedy.empty());
    return refusal->refusal.what;
  }
  std::vector<std::string> Counts() const {
    std::vector<std::string> counts;
    for (const std::string& table : TableNames()) {
      counts.push_back(database_.Rows("SELECT count(*) FROM " + table).front());
    }
    return counts;
  }

  const support::TempFolder folder_;
  const std::filesystem::path file_ = folder_ / "ischia.db";
  const PostgresDatabase database_ = PrivatePostgres::OfThisProgram().Migrated();
  app::Call patient_call_ = test::Clinic::CallOf(app::Role::kClinician);
  app::PatientRecord patient_;
  app::ProgramRecord program_;
  app::DeliveryRecord queued_;
  std::vector<app::AuditEvent> trail_;
};

TEST_F(CopyTest, EveryRowIsThereAndReadsAsBefore) {
  const auto copied = Copied();
  ASSERT_TRUE(std::holds_alternative<std::vector<CopiedTable>>(copied));
  RawDatabase raw(file_);
  for (const CopiedTable& table : std::get<std::vector<CopiedTable>>(copied)) {
    const std::string count = "SELECT count(*) FROM " + table.name;
    EXPECT_GT(table.row_count, 0) << table.name;
    EXPECT_THAT(raw.Rows(count), ElementsAre(std::to_string(table.row_count))) << table.name;
    EXPECT_THAT(database_.Rows(count), ElementsAre(std::to_string(table.row_count))) << table.name;
    EXPECT_THAT(table.sha256, SizeIs(64)) << table.name;
  }
  const std::string bytes = "SELECT hex(bytes) FROM handout_bytes";
  EXPECT_EQ(raw.Rows(bytes),
            database_.Rows("SELECT upper(encode(bytes, 'hex')) FROM handout_bytes"));

  test::Clinic clinic(
      std::get<std::unique_ptr<app::Store>>(OpenPostgresql(database_.application(), 2)));
  EXPECT_THAT(clinic.programs.GetProgram(clinic.Reading(), program_.name), IsOkAndHolds(program_));
  EXPECT_THAT(clinic.records.GetPatient(clinic.Reading(), patient_.name), IsOkAndHolds(patient_));
  EXPECT_EQ(clinic.Now(queued_.name).state, app::DeliveryState::kAccepted);
  std::vector<app::AuditEvent> trail = clinic.Trail();
  ASSERT_GE(trail.size(), trail_.size());
  trail.resize(trail_.size());
  EXPECT_EQ(trail, trail_);
  // What was answered before is answered again, and done no second time.
  EXPECT_THAT(
      clinic.records.CreatePatient(patient_call_, {clinic.other_practice, patient_.fields, {}}),
      IsOkAndHolds(patient_));
}

TEST_F(CopyTest, MoreRowsThanABatchHoldsAreCopiedOnce) {
  RawDatabase(file_).Run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1700) "
      "INSERT INTO requests SELECT 'north', 'm' || (i % 7), 'r' || i, 's', "
      "CASE WHEN i % 2 THEN x'00ff' END, i FROM n");
  ASSERT_TRUE(std::holds_alternative<std::vector<CopiedTable>>(Copied()));
  EXPECT_THAT(database_.Rows("SELECT count(*), count(answer) FROM requests WHERE method LIKE 'm_'"),
              ElementsAre("1700|850"));
}

TEST_F(CopyTest, ATargetThatHoldsAPracticeAlreadyIsRefused) {
  ASSERT_TRUE(std::holds_alternative<std::vector<CopiedTable>>(Copied()));
  const std::vector<std::string> before = Counts();
  EXPECT_THAT(Refused(Side::kTarget), HasSubstr("already holds practice north"));
  EXPECT_EQ(Counts(), before);
}

TEST_F(CopyTest, ACopyThatStopsInTheMiddleLeavesNothing) {
  database_.Run("ALTER TABLE check_ins ADD CHECK (done > 99)");
  EXPECT_THAT(Refused(Side::kTarget), HasSubstr("cannot take"));
  EXPECT_THAT(Counts(), Each("0"));
}

TEST_F(CopyTest, ACopyThatIsNotEqualIsNotKept) {
  database_.Run(
      "CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS "
      "'BEGIN NEW.family_name := NEW.family_name || '' ''; RETURN NEW; END'");
  database_.Run(
      "CREATE TRIGGER change BEFORE INSERT ON patients FOR EACH ROW EXECUTE FUNCTION change()");
  EXPECT_THAT(Refused(Side::kTarget), HasSubstr("did not give back"));
  EXPECT_THAT(Counts(), Each("0"));
}

TEST_F(CopyTest, AFileInUseIsRefused) {
  const auto in_use = OpenSqliteFile(file_);
  EXPECT_THAT(Refused(Side::kSource), HasSubstr("in use"));
}

TEST_F(CopyTest, AFileThatIsNotThereIsRefusedAndNotMade) {
  std::filesystem::remove(file_);
  EXPECT_THAT(Refused(Side::kSource), HasSubstr("names no file"));
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(CopyTest, AFileOfAnotherVersionIsRefused) {
  RawDatabase(file_).Run("INSERT INTO schema_steps VALUES (" + std::to_string(NewestSchema() + 1) +
                         ")");
  EXPECT_THAT(Refused(Side::kSource), HasSubstr("later version"));
  RawDatabase(file_).Run("DELETE FROM schema_steps WHERE number >= " +
                         std::to_string(NewestSchema()));
  EXPECT_THAT(Refused(Side::kSource), HasSubstr("earlier version"));
}

TEST_F(CopyTest, ATargetThatIschiadWouldRefuseIsRefused) {
  const auto copied = CopyToPostgresql(file_, database_.owner(), test::TestDigest());
  ASSERT_TRUE(std::holds_alternative<CopyRefusal>(copied));
  EXPECT_THAT(std::get<CopyRefusal>(copied).refusal.what, HasSubstr("owns tables"));
}

}  // namespace
}  // namespace ischia::storage
