#include "service/application/console/drafts.h"

#include <gmock/gmock.h>

#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::ErrorCode;
using std::chrono::milliseconds;
using test::Clinic;
using test::HasError;
using test::IsOk;
using test::IsOkAndHolds;
using test::ViolationOf;
using ::testing::Eq;
using ::testing::Optional;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class DraftsTest : public ::testing::Test {
 protected:
  SavedDraft Save(const std::string& typed, const std::string& tab, const std::string& etag = {}) {
    return clinic_.drafts.Save(clinic_.Reading(), {patient_, {{"goal", typed}}, tab, etag}).value();
  }
  domain::Result<std::optional<DraftRecord>> Find() {
    return clinic_.drafts.Find(clinic_.Reading(), patient_);
  }

  Clinic clinic_;
  const PatientName patient_ = clinic_.NewPatient();
};

TEST_F(DraftsTest, WhatWasTypedComesBackInItsOrder) {
  const Answers answers = {{"goal", "walk\r\nto the sea, 李"}, {"pain", ""}, {"goal", "again"}};
  const auto saved = clinic_.drafts.Save(clinic_.Reading(), {patient_, answers, "tab-1", {}});
  ASSERT_THAT(saved, IsOk());
  EXPECT_TRUE(saved->stored);
  EXPECT_EQ(saved->draft.answers, answers);
  EXPECT_EQ(saved->draft.user, "dr-jones");
  EXPECT_EQ(saved->draft.update_time, clinic_.clock.now);
  EXPECT_THAT(Find(), IsOkAndHolds(Optional(saved->draft)));
}

TEST_F(DraftsTest, ATabGoesOnAndAnotherIsToldWhoWasThereFirst) {
  const SavedDraft first = Save("one", "tab-1");
  EXPECT_TRUE(Save("two", "tab-1", first.draft.etag).stored);
  const SavedDraft third = Save("three", "tab-1", first.draft.etag);  // sent before the answer came
  EXPECT_TRUE(third.stored);
  const SavedDraft late = Save("other", "tab-2", first.draft.etag);
  EXPECT_FALSE(late.stored);
  EXPECT_EQ(late.draft, third.draft);
  EXPECT_FALSE(Save("other", "tab-2").stored);
  EXPECT_THAT(Find(), IsOkAndHolds(Optional(third.draft)));
  // Taken over with open eyes.
  EXPECT_TRUE(Save("other", "tab-2", late.draft.etag).stored);
}

TEST_F(DraftsTest, ATabOfTheSameNameIsNotTheSameTabForSomebodyElse) {
  (void)Save("one", "tab-1");
  Call theirs = clinic_.Reading();
  theirs.caller = Caller::VouchedForByTheEdge("dr-smith", Role::kClinician);
  EXPECT_FALSE(clinic_.drafts.Save(theirs, {patient_, {}, "tab-1", {}})->stored);
}

TEST_F(DraftsTest, ADraftLivesForADay) {
  const SavedDraft saved = Save("one", "tab-1");
  clinic_.clock.now += kDraftLife;
  EXPECT_THAT(clinic_.drafts.Forget(clinic_.practice), IsOkAndHolds(0));
  EXPECT_THAT(Find(), IsOkAndHolds(Optional(saved.draft)));
  clinic_.clock.now += milliseconds(1);
  EXPECT_THAT(Find(), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_TRUE(Save("two", "tab-2").stored);  // an old one is in nobody's way
  clinic_.clock.now += kDraftLife + milliseconds(1);
  EXPECT_THAT(clinic_.drafts.Forget(clinic_.other_practice), IsOkAndHolds(0));
  EXPECT_THAT(clinic_.drafts.Forget(clinic_.practice), IsOkAndHolds(1));
}

TEST_F(DraftsTest, ADroppedDraftIsGoneAndLeavesNoEvent) {
  const std::size_t events = clinic_.Trail().size();
  (void)Save("one", "tab-1");
  EXPECT_THAT(clinic_.drafts.Drop(clinic_.Reading(), patient_), IsOk());
  EXPECT_THAT(Find(), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(clinic_.Trail(), SizeIs(events));
}

TEST_F(DraftsTest, WhatIsTooMuchIsRefused) {
  EXPECT_THAT(
      clinic_.drafts.Save(clinic_.Reading(), {patient_, Answers(300, {"goal", ""}), "tab-1", {}}),
      IsOk());
  Answers answers(301, {"goal", ""});
  answers[0] = {std::string(101, 'f'), std::string(2001, 't')};
  const auto saved = clinic_.drafts.Save(clinic_.Reading(), {patient_, answers, "", {}});
  ASSERT_THAT(saved, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(saved.error().violations,
              UnorderedElementsAre(ViolationOf("tab", "FIELD_INVALID"),
                                   ViolationOf("answers", "FIELD_INVALID"),
                                   ViolationOf("answers.field", "FIELD_INVALID"),
                                   ViolationOf("answers.typed", "FIELD_INVALID")));
}

TEST_F(DraftsTest, DraftsAreTheCliniciansAlone) {
  EXPECT_THAT(clinic_.drafts.Find(Clinic::CallOf(Role::kAuditor), patient_),
              HasError(ErrorCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  EXPECT_THAT(clinic_.drafts.Save(clinic_.Reading(),
                                  {{clinic_.practice, domain::PatientId{"nobody"}}, {}, "t", {}}),
              HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace ischia::app
