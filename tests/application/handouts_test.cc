#include "service/application/use_cases/handouts.h"

#include <gmock/gmock.h>

#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::ErrorCode;
using test::Clinic;
using test::HasError;
using test::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class HandoutsTest : public ::testing::Test {
 protected:
  domain::Result<HandoutRecord> Create(const ProgramRecord& program, HandoutKind kind,
                                       const std::string& note = {}) {
    HandoutFields fields;
    fields.kind = kind;
    fields.note = note;
    return clinic_.handouts.CreateHandout(clinic_.Changing(), {program.name, fields});
  }
  Clinic clinic_;
};

TEST_F(HandoutsTest, AHandoutIsDownloadedAsItWasDrawn) {
  const ProgramRecord program = clinic_.ActiveProgram();
  const auto sheet = Create(program, HandoutKind::kProgram, "Well done.\nGo on.");
  ASSERT_THAT(sheet, IsOk());
  EXPECT_EQ(sheet->short_code, program.short_code);
  EXPECT_EQ(sheet->page_count, 2);
  EXPECT_EQ(sheet->fields.language_code, "en");  // the practice's
  EXPECT_EQ(sheet->fields.paper_size, PaperSize::kA4);
  const auto downloaded = clinic_.handouts.DownloadHandout(clinic_.Reading(), sheet->name);
  ASSERT_THAT(downloaded, IsOk());
  EXPECT_THAT(downloaded->bytes, HasSubstr("Well done.\nGo on."));
  EXPECT_EQ(static_cast<std::int64_t>(downloaded->bytes.size()), sheet->size_bytes);
  EXPECT_EQ(downloaded->file_name, "handout-" + program.short_code + ".pdf");
  EXPECT_THAT(clinic_.handouts.ListHandouts(clinic_.Reading(), program.name, {})->entries,
              ElementsAre(*sheet));
}

TEST_F(HandoutsTest, ADraftHasNoSheet) {
  EXPECT_THAT(Create(clinic_.Draft(clinic_.NewPatient()), HandoutKind::kProgram),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  EXPECT_EQ(clinic_.renderer.sheet_count, 0);
}

TEST_F(HandoutsTest, ARefusedProgramHasAReferralSheetOnly) {
  const ProgramRecord refused = clinic_.RefusedProgram();
  EXPECT_THAT(Create(refused, HandoutKind::kProgram),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  EXPECT_THAT(Create(refused, HandoutKind::kReferral), IsOk());
  EXPECT_THAT(Create(clinic_.ActiveProgram(), HandoutKind::kReferral),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(HandoutsTest, OtherKindsAreNotYetSupported) {
  EXPECT_THAT(Create(clinic_.ActiveProgram(), HandoutKind::kCalendar),
              HasError(ErrorCode::kInvalidArgument, "NOT_YET_SUPPORTED"));
}

TEST_F(HandoutsTest, ANoteOverItsLimitIsRefusedBeforeAnythingIsDrawn) {
  const ProgramRecord program = clinic_.ActiveProgram();
  EXPECT_THAT(Create(program, HandoutKind::kProgram, std::string(1001, 'x')),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_EQ(clinic_.renderer.sheet_count, 0);
  EXPECT_THAT(Create(program, HandoutKind::kProgram, std::string(1000, 'x')), IsOk());
}

TEST_F(HandoutsTest, AFailedDrawingLeavesNothing) {
  const ProgramRecord program = clinic_.ActiveProgram();
  clinic_.renderer.broken = true;
  EXPECT_THAT(Create(program, HandoutKind::kProgram), HasError(ErrorCode::kInternal, "INTERNAL"));
  EXPECT_THAT(clinic_.handouts.ListHandouts(clinic_.Reading(), program.name, {})->entries,
              IsEmpty());
}

TEST_F(HandoutsTest, ARepeatedRequestGivesTheSameHandout) {
  const ProgramRecord program = clinic_.ActiveProgram();
  const Call call = clinic_.Changing();
  HandoutFields fields;
  fields.kind = HandoutKind::kProgram;
  const auto first = clinic_.handouts.CreateHandout(call, {program.name, fields});
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(clinic_.handouts.CreateHandout(call, {program.name, fields}),
              test::IsOkAndHolds(*first));
}

}  // namespace
}  // namespace ischia::app
