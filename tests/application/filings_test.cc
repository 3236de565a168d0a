#include "service/application/console/filings.h"

#include <gmock/gmock.h>

#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::ErrorCode;
using test::Clinic;
using test::HasError;
using test::IsOk;
using test::ViolationOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FilingsTest : public ::testing::Test {
 protected:
  // A program of a patient whom a host knows.
  ProgramRecord KnownToAHost() {
    const ProgramRecord program = clinic_.ActiveProgram();
    PatientFields fields;
    fields.host_reference = HostReference{"host", "4711"};
    EXPECT_THAT(clinic_.records.UpdatePatient(
                    clinic_.Changing(), {program.name.patient, fields, {"host_reference"}, {}}),
                IsOk());
    return program;
  }
  domain::Result<HandoutRecord> File(const ProgramRecord& program,
                                     HandoutKind kind = HandoutKind::kProgram) {
    CreateHandoutRequest request{program.name, {}};
    request.handout.kind = kind;
    request.file_to_host = true;
    return clinic_.handouts.CreateHandout(clinic_.Changing(), request);
  }
  std::vector<FilingRecord> Filed(const ProgramRecord& program) {
    return clinic_.filings.ListFilings(clinic_.Reading(), program.name, {})->entries;
  }

  Clinic clinic_;
};

TEST_F(FilingsTest, ASheetIsQueuedForTheHostAsItIsStored) {
  const ProgramRecord program = KnownToAHost();
  clinic_.clock.now = test::kStartDate + std::chrono::hours(23);  // the next day in Berlin
  const auto sheet = File(program);
  ASSERT_THAT(sheet, IsOk());
  const std::vector<FilingRecord> filed = Filed(program);
  ASSERT_EQ(filed.size(), 1U);
  EXPECT_EQ(filed[0].state, FilingState::kPending);
  EXPECT_EQ(filed[0].handout, sheet->name);
  EXPECT_EQ(filed[0].host_reference, (HostReference{"host", "4711"}));
  EXPECT_EQ(filed[0].revision_number, 1);
  EXPECT_EQ(filed[0].document_date, test::kStartDate + std::chrono::days(1));
  EXPECT_EQ(filed[0].replaces, std::nullopt);
  EXPECT_EQ(filed[0].created_by, "dr-jones");
}

TEST_F(FilingsTest, ALaterSheetReplacesTheOneOfItsKind) {
  const ProgramRecord program = KnownToAHost();
  const HandoutRecord first = File(program).value();
  clinic_.clock.now += std::chrono::minutes(1);
  const HandoutRecord other = File(program, HandoutKind::kFridgeSheet).value();
  clinic_.clock.now += std::chrono::minutes(1);
  const HandoutRecord second = File(program).value();
  const std::vector<FilingRecord> filed = Filed(program);
  ASSERT_EQ(filed.size(), 3U);
  EXPECT_EQ(filed[0].handout, first.name);
  EXPECT_EQ(filed[1].handout, other.name);
  EXPECT_EQ(filed[1].replaces, std::nullopt);
  EXPECT_EQ(filed[2].handout, second.name);
  EXPECT_EQ(filed[2].replaces, first.name.handout);
}

TEST_F(FilingsTest, WhomNoHostKnowsCannotBeFiledAndNothingIsStored) {
  const ProgramRecord program = clinic_.ActiveProgram();
  const auto sheet = File(program);
  ASSERT_THAT(sheet, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(sheet.error().violations, ElementsAre(ViolationOf("file_to_host", "FIELD_INVALID")));
  EXPECT_THAT(clinic_.handouts.ListHandouts(clinic_.Reading(), program.name, {})->entries,
              IsEmpty());
}

TEST_F(FilingsTest, ASheetThatNobodyFilesIsInNoQueue) {
  const ProgramRecord program = KnownToAHost();
  (void)clinic_.Sheet(program);
  EXPECT_THAT(Filed(program), IsEmpty());
}

TEST_F(FilingsTest, ARepeatedRequestFilesOnce) {
  const ProgramRecord program = KnownToAHost();
  CreateHandoutRequest request{program.name, {}};
  request.handout.kind = HandoutKind::kProgram;
  request.file_to_host = true;
  const Call call = clinic_.Changing();
  ASSERT_THAT(clinic_.handouts.CreateHandout(call, request), IsOk());
  ASSERT_THAT(clinic_.handouts.CreateHandout(call, request), IsOk());
  EXPECT_EQ(Filed(program).size(), 1U);
  request.file_to_host = false;
  EXPECT_THAT(clinic_.handouts.CreateHandout(call, request),
              HasError(ErrorCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(FilingsTest, PagesFollowEachOther) {
  const ProgramRecord program = KnownToAHost();
  for (int i = 0; i < 3; ++i) (void)File(program).value();  // in one instant
  const auto first = clinic_.filings.ListFilings(clinic_.Reading(), program.name, {2, {}});
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->entries.size(), 2U);
  const auto rest = clinic_.filings.ListFilings(clinic_.Reading(), program.name, {2, first->next});
  ASSERT_THAT(rest, IsOk());
  ASSERT_EQ(rest->entries.size(), 1U);
  EXPECT_LT(first->entries[1].name, rest->entries[0].name);
  EXPECT_THAT(rest->next, IsEmpty());
}

}  // namespace
}  // namespace ischia::app
