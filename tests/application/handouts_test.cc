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

TEST_F(HandoutsTest, AnAdherenceReportIsNotYetSupported) {
  EXPECT_THAT(Create(clinic_.ActiveProgram(), HandoutKind::kAdherenceReport),
              HasError(ErrorCode::kInvalidArgument, "NOT_YET_SUPPORTED"));
}

TEST_F(HandoutsTest, EveryOtherKindIsMadeOfAnActiveProgram) {
  const ProgramRecord program = clinic_.ActiveProgram();
  for (const HandoutKind kind : {HandoutKind::kProgram, HandoutKind::kFridgeSheet,
                                 HandoutKind::kWeekSheet, HandoutKind::kClinicianBasis}) {
    EXPECT_THAT(Create(program, kind), IsOk());
  }
  const auto calendar = Create(program, HandoutKind::kCalendar);
  ASSERT_THAT(calendar, IsOk());
  const auto downloaded = clinic_.handouts.DownloadHandout(clinic_.Reading(), calendar->name);
  EXPECT_EQ(downloaded->media_type, "text/calendar");
  EXPECT_EQ(downloaded->file_name, "handout-" + program.short_code + ".ics");
}

// It takes the sessions out of the patient's calendar again; nothing else goes home.
TEST_F(HandoutsTest, AProgramThatHasStoppedHasACalendarAlone) {
  ProgramRecord program = clinic_.ActiveProgram();
  const auto suspended =
      clinic_.programs.SuspendProgram(clinic_.Changing(), {program.name, program.etag, ""});
  ASSERT_THAT(suspended, IsOk());
  EXPECT_THAT(Create(program, HandoutKind::kCalendar), IsOk());
  EXPECT_THAT(Create(program, HandoutKind::kProgram),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  ASSERT_THAT(
      clinic_.programs.CompleteProgram(clinic_.Changing(), {program.name, suspended->etag, ""}),
      IsOk());
  EXPECT_THAT(Create(program, HandoutKind::kCalendar), IsOk());
}

TEST_F(HandoutsTest, ACalendarHasNoNote) {
  HandoutFields fields;
  fields.kind = HandoutKind::kCalendar;
  fields.note = "Mind your back.";
  EXPECT_THAT(
      clinic_.handouts.CreateHandout(clinic_.Changing(), {clinic_.ActiveProgram().name, fields}),
      HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(HandoutsTest, TheCliniciansSheetExplainsADraftAndARefusalToo) {
  EXPECT_THAT(Create(clinic_.Draft(clinic_.NewPatient()), HandoutKind::kClinicianBasis), IsOk());
  const auto refused = Create(clinic_.RefusedProgram(), HandoutKind::kClinicianBasis);
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(refused->fields.language_code, "en");
}

TEST_F(HandoutsTest, ARefusedProgramPutsNoExerciseOnAnySheet) {
  const ProgramRecord refused = clinic_.RefusedProgram();
  for (const HandoutKind kind : {HandoutKind::kProgram, HandoutKind::kFridgeSheet,
                                 HandoutKind::kWeekSheet, HandoutKind::kCalendar}) {
    EXPECT_THAT(Create(refused, kind), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  }
}

TEST_F(HandoutsTest, AnEditionThatAKindHasNotIsRefused) {
  HandoutFields fields;
  fields.kind = HandoutKind::kFridgeSheet;
  fields.large_print = true;
  fields.picture_only = true;
  const auto refused =
      clinic_.handouts.CreateHandout(clinic_.Changing(), {clinic_.ActiveProgram().name, fields});
  ASSERT_THAT(refused, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_EQ(refused.error().violations.size(), 2U);
  fields = {};
  fields.kind = HandoutKind::kClinicianBasis;
  fields.language_code = "es";
  EXPECT_THAT(
      clinic_.handouts.CreateHandout(clinic_.Changing(), {clinic_.ActiveProgram().name, fields}),
      HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(HandoutsTest, ANewerSheetNamesTheOneItTakesThePlaceOf) {
  const ProgramRecord program = clinic_.ActiveProgram();
  const auto first = Create(program, HandoutKind::kProgram);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->replaces, std::nullopt);
  EXPECT_EQ(Create(program, HandoutKind::kFridgeSheet)->replaces, std::nullopt);
  clinic_.clock.now += std::chrono::minutes(1);
  const auto second = Create(program, HandoutKind::kProgram, "Well done.");
  EXPECT_EQ(second->replaces, first->name.handout);
  clinic_.clock.now += std::chrono::minutes(1);
  EXPECT_EQ(Create(program, HandoutKind::kProgram)->replaces, second->name.handout);
}

// -- Passwords ----------------------------------------------------------------------------------

class ProtectedHandoutsTest : public HandoutsTest {
 protected:
  domain::Result<HandoutRecord> Protected(const Call& call, const std::string& password,
                                          HandoutKind kind = HandoutKind::kProgram) {
    HandoutFields fields;
    fields.kind = kind;
    return clinic_.handouts.CreateHandout(call, {program_.name, fields, 0, password});
  }
  const ProgramRecord program_ = clinic_.ActiveProgram();
};

TEST_F(ProtectedHandoutsTest, APasswordGoesToTheRendererAndNowhereElse) {
  const Call call = clinic_.Changing();
  const auto sheet = Protected(call, "correct horse");
  ASSERT_THAT(sheet, IsOk());
  EXPECT_TRUE(sheet->encrypted);
  EXPECT_THAT(clinic_.handouts.DownloadHandout(clinic_.Reading(), sheet->name)->bytes,
              HasSubstr("locked"));
  EXPECT_FALSE(Create(program_, HandoutKind::kProgram)->encrypted);
  // What is kept of the request does not depend on it: no digest to guess it by.
  EXPECT_THAT(Protected(call, "battery staple"), test::IsOkAndHolds(*sheet));
  for (const AuditEvent& event : clinic_.Trail()) {
    EXPECT_EQ(event.leaf_bytes.find("correct horse"), std::string::npos);
  }
}

TEST_F(ProtectedHandoutsTest, APasswordHasEightToSixtyFourPrintableCharacters) {
  EXPECT_THAT(Protected(clinic_.Changing(), "12345678"), IsOk());
  EXPECT_THAT(Protected(clinic_.Changing(), "\u00fcber\u00fcber"), IsOk());
  EXPECT_THAT(Protected(clinic_.Changing(), std::string(64, 'x')), IsOk());
  for (const std::string& wrong :
       {std::string("1234567"), std::string(65, 'x'), std::string("12345678\n")}) {
    EXPECT_THAT(Protected(clinic_.Changing(), wrong),
                HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  }
}

TEST_F(ProtectedHandoutsTest, ACalendarCannotBeEncrypted) {
  EXPECT_THAT(Protected(clinic_.Changing(), "correct horse", HandoutKind::kCalendar),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
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
