#include "service/application/console/filings.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::ErrorCode;
using test::Clinic;
using test::HasError;
using test::IsOk;
using test::IsOkAndHolds;
using test::ViolationOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

// -- Claims ---------------------------------------------------------------------------------------

class ClaimsTest : public FilingsTest {
 protected:
  std::vector<ClaimedFiling> Claim(int max_count = 1, const std::string& host_id = "host") {
    const auto claimed = clinic_.filings.ClaimFilings(
        clinic_.Reading(), {clinic_.practice, host_id, max_count, std::chrono::seconds(60)});
    EXPECT_THAT(claimed, IsOk());
    return claimed.ok() ? *claimed : std::vector<ClaimedFiling>();
  }
  domain::Result<FilingRecord> Complete(const ClaimedFiling& claimed,
                                        const std::string& document = "doc-1") {
    return clinic_.filings.CompleteFiling(
        clinic_.Changing(),
        {claimed.filing.name, claimed.filing.claim_epoch, document, claimed.handout.sha256});
  }
  domain::Result<FilingRecord> Fail(const ClaimedFiling& claimed, FilingFailure reason) {
    return clinic_.filings.FailFiling(clinic_.Changing(),
                                      {claimed.filing.name, claimed.filing.claim_epoch, reason});
  }
  void Queue(const ProgramRecord& program) { ASSERT_THAT(File(program), IsOk()); }
  void Wait(std::chrono::seconds time) { clinic_.clock.now += time; }
};

TEST_F(ClaimsTest, AClaimHasAllThatIsComparedAndWritten) {
  const ProgramRecord program = KnownToAHost();
  const auto sheet = File(program);
  const auto claimed = Claim();
  ASSERT_THAT(claimed, SizeIs(1));
  EXPECT_EQ(claimed[0].filing.state, FilingState::kClaimed);
  EXPECT_EQ(claimed[0].filing.claim_epoch, 1);
  EXPECT_EQ(claimed[0].handout, *sheet);
  EXPECT_EQ(claimed[0].patient.family_name, "Patient");
  EXPECT_EQ(claimed[0].replaced, std::nullopt);
}

TEST_F(ClaimsTest, NobodyElseGetsItUntilTheLeaseIsOver) {
  Queue(KnownToAHost());
  const auto first = Claim();
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_THAT(Claim(), IsEmpty());
  Wait(std::chrono::seconds(60));
  const auto second = Claim();
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(second[0].filing.claim_epoch, 2);
  EXPECT_THAT(Complete(first[0]), HasError(ErrorCode::kAborted, "CLAIM_LOST"));
  EXPECT_THAT(Fail(first[0], FilingFailure::kPatientUnknown),
              HasError(ErrorCode::kAborted, "CLAIM_LOST"));
  EXPECT_THAT(Complete(second[0]), IsOk());
}

// Who comes late, but first, has filed it all the same.
TEST_F(ClaimsTest, ALateWordCountsWhileNobodyElseHasBegun) {
  Queue(KnownToAHost());
  const auto claimed = Claim();
  Wait(std::chrono::hours(5));
  EXPECT_THAT(Complete(claimed.at(0)), IsOk());
  EXPECT_THAT(Claim(), IsEmpty());
}

TEST_F(ClaimsTest, AHostGetsItsOwnFilingsOnly) {
  Queue(KnownToAHost());
  EXPECT_THAT(Claim(1, "other-host"), IsEmpty());
  EXPECT_THAT(Claim(), SizeIs(1));
}

TEST_F(ClaimsTest, ALaterSheetWaitsForTheOneItReplaces) {
  const ProgramRecord program = KnownToAHost();
  Queue(program);
  clinic_.clock.now += std::chrono::minutes(1);
  Queue(program);
  const auto first = Claim(10);
  ASSERT_THAT(first, SizeIs(1));
  ASSERT_THAT(Complete(first[0], "doc-7"), IsOk());
  const auto second = Claim(10);
  ASSERT_THAT(second, SizeIs(1));
  ASSERT_TRUE(second[0].replaced);
  EXPECT_EQ(second[0].replaced->name, first[0].filing.name);
  EXPECT_EQ(second[0].replaced->host_document_id, "doc-7");
}

TEST_F(ClaimsTest, WhatIsFiledStaysAsItIs) {
  Queue(KnownToAHost());
  const auto claimed = Claim();
  const auto filed = Complete(claimed.at(0));
  ASSERT_THAT(filed, IsOk());
  EXPECT_EQ(filed->state, FilingState::kFiled);
  EXPECT_EQ(filed->host_document_id, "doc-1");
  EXPECT_EQ(filed->claim_expire_time, std::nullopt);
  // Told twice, as after a crash.
  EXPECT_THAT(Complete(claimed[0]), IsOkAndHolds(*filed));
  EXPECT_THAT(Complete(claimed[0], "doc-2"),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  EXPECT_THAT(Fail(claimed[0], FilingFailure::kHostUnavailable),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(ClaimsTest, OtherBytesThanTheHandoutsAreNotFiled) {
  Queue(KnownToAHost());
  ClaimedFiling claimed = Claim().at(0);
  claimed.handout.sha256 = std::string(64, '0');
  EXPECT_THAT(Complete(claimed).error().violations,
              ElementsAre(ViolationOf("content_sha256", "FIELD_INVALID")));
}

TEST_F(ClaimsTest, AHostThatIsAwayIsTriedLaterAndLaterAndTenTimes) {
  const ProgramRecord program = KnownToAHost();
  Queue(program);
  std::chrono::seconds wait = std::chrono::minutes(1);
  for (int attempt = 1; attempt < kMostAttempts; ++attempt) {
    const auto claimed = Claim();
    ASSERT_THAT(claimed, SizeIs(1)) << attempt;
    ASSERT_THAT(Fail(claimed[0], FilingFailure::kHostUnavailable), IsOk());
    Wait(wait - std::chrono::seconds(1));
    EXPECT_THAT(Claim(), IsEmpty()) << attempt;
    Wait(std::chrono::seconds(1));
    wait = std::min<std::chrono::seconds>(2 * wait, kLongestRetry);
  }
  const auto last = Claim();
  ASSERT_THAT(last, SizeIs(1));
  const auto failed = Fail(last[0], FilingFailure::kHostUnavailable);
  ASSERT_THAT(failed, IsOk());
  EXPECT_EQ(failed->state, FilingState::kFailed);
  EXPECT_EQ(failed->failure_reason, "HOST_UNAVAILABLE");
}

TEST_F(ClaimsTest, AnotherPatientsRecordEndsIt) {
  Queue(KnownToAHost());
  const auto failed = Fail(Claim().at(0), FilingFailure::kPatientMismatch);
  ASSERT_THAT(failed, IsOk());
  EXPECT_EQ(failed->state, FilingState::kFailed);
  EXPECT_EQ(failed->failure_reason, "PATIENT_MISMATCH");
  Wait(std::chrono::hours(48));
  EXPECT_THAT(Claim(), IsEmpty());
}

// Hosts ask every few seconds: what finds nothing fills no audit trail.
TEST_F(ClaimsTest, AskingInVainLeavesNoEvent) {
  Queue(KnownToAHost());
  const std::size_t before = clinic_.Trail().size();
  Claim(1, "other-host");
  EXPECT_EQ(clinic_.Trail().size(), before);
  Claim();
  EXPECT_EQ(clinic_.Trail().size(), before + 1);
}

TEST_F(ClaimsTest, ALookClaimsNothingAndLeavesNoEvent) {
  const auto waits = [this](const std::string& host_id) {
    return clinic_.filings.PeekFilings(clinic_.Reading(), {clinic_.practice, host_id});
  };
  EXPECT_THAT(waits("host"), IsOkAndHolds(false));
  Queue(KnownToAHost());
  const std::size_t before = clinic_.Trail().size();
  EXPECT_THAT(waits("host"), IsOkAndHolds(true));
  EXPECT_THAT(waits("host"), IsOkAndHolds(true));
  EXPECT_THAT(waits("other-host"), IsOkAndHolds(false));
  EXPECT_THAT(waits("").error().violations, ElementsAre(ViolationOf("host_id", "FIELD_INVALID")));
  EXPECT_EQ(clinic_.Trail().size(), before);
  EXPECT_THAT(Claim(), SizeIs(1));
  EXPECT_THAT(waits("host"), IsOkAndHolds(false));
}

TEST_F(ClaimsTest, EveryWrongFieldIsNamed) {
  const auto claimed = clinic_.filings.ClaimFilings(
      clinic_.Reading(), {clinic_.practice, "", 51, std::chrono::seconds(9)});
  EXPECT_THAT(claimed.error().violations,
              ElementsAre(ViolationOf("host_id", "FIELD_INVALID"),
                          ViolationOf("max_count", "FIELD_INVALID"),
                          ViolationOf("lease_duration", "FIELD_INVALID")));
  const FilingName nothing{clinic_.practice, domain::FilingId{"f-none"}};
  EXPECT_THAT(clinic_.filings.FailFiling(clinic_.Changing(), {nothing, 1, {}}).error().violations,
              ElementsAre(ViolationOf("reason", "FIELD_INVALID")));
  EXPECT_THAT(
      clinic_.filings.CompleteFiling(clinic_.Changing(), {nothing, 1, "", ""}).error().violations,
      ElementsAre(ViolationOf("host_document_id", "FIELD_INVALID"),
                  ViolationOf("content_sha256", "FIELD_INVALID")));
  EXPECT_THAT(clinic_.filings.CompleteFiling(clinic_.Changing(), {nothing, 1, "doc", "00"}),
              HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(ClaimsTest, AnAuditorFilesNothing) {
  EXPECT_THAT(clinic_.filings.ClaimFilings(Clinic::CallOf(Role::kAuditor),
                                           {clinic_.practice, "host", 1, {}}),
              HasError(ErrorCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
}

}  // namespace
}  // namespace ischia::app
