#include "service/application/practice/practices.h"

#include <gmock/gmock.h>

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
using ::testing::Ne;
using ::testing::UnorderedElementsAre;

constexpr char kPng[] = "\x89PNG one";
constexpr char kUuid[] = "0b7e0a3e-6e0b-4b0f-8a57-0d4b8c2f9a11";

class PracticesTest : public ::testing::Test {
 protected:
  Practice Now() {
    return clinic_.practices.GetPractice(Clinic::CallOf(Role::kAdmin), clinic_.practice).value();
  }
  Call Admin() { return {Clinic::CallOf(Role::kAdmin).caller, clinic_.Changing().request_id, {}}; }
  // A request of what is stored now.
  UpdatePracticeRequest Update(std::vector<std::string> mask) {
    return {Now(), {}, std::move(mask)};
  }
  domain::Result<Practice> Asked(const UpdatePracticeRequest& request) {
    return clinic_.practices.UpdatePractice(Admin(), request);
  }
  Practice Configured() {
    return {clinic_.practice, "Clinic", "Europe/Berlin", "en",
            "+4930123456",    "112",    PaperSize::kA4};
  }

  Clinic clinic_;
};

TEST_F(PracticesTest, AnAdminChangesWhatTheMaskNamesAndNothingElse) {
  UpdatePracticeRequest request = Update({"display_name", "handout_look", "policy"});
  request.practice.display_name = "North";
  request.practice.phone_number = "+4930999999";  // not named
  request.practice.paper_size = PaperSize::kLetter;
  request.practice.accent_color = "#0a5f73";
  request.practice.encrypt_attachments = true;
  request.practice.default_delivery_mode = DeliveryMode::kPaper;
  request.logo_png = kPng;
  const auto updated = Asked(request);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->display_name, "North");
  EXPECT_EQ(updated->phone_number, "+4930123456");
  EXPECT_EQ(updated->paper_size, PaperSize::kLetter);
  EXPECT_EQ(updated->accent_color, "#0a5f73");
  EXPECT_TRUE(updated->encrypt_attachments);
  EXPECT_EQ(updated->default_delivery_mode, DeliveryMode::kPaper);
  EXPECT_FALSE(updated->follows_configuration);
  EXPECT_THAT(updated->etag, Ne(request.practice.etag));
  EXPECT_EQ(Now(), *updated);
  EXPECT_THAT(clinic_.practices.Logo(clinic_.practice, updated->logo_sha256), IsOkAndHolds(kPng));
}

TEST_F(PracticesTest, ThePolicyHasAVersionThatCountsItsChangesAlone) {
  EXPECT_EQ(Now().policy_version, 1);
  UpdatePracticeRequest name = Update({"display_name"});
  name.practice.display_name = "North";
  EXPECT_EQ(Asked(name)->policy_version, 1);
  UpdatePracticeRequest policy = Update({"policy.encrypt_attachments"});
  policy.practice.encrypt_attachments = true;
  EXPECT_EQ(Asked(policy)->policy_version, 2);
  EXPECT_EQ(Asked(Update({"policy"}))->policy_version, 2);  // nothing else than before
}

TEST_F(PracticesTest, NoOtherRoleChangesAPractice) {
  const UpdatePracticeRequest request = Update({"display_name"});
  for (const Role role : {Role::kClinician, Role::kAuditor, Role::kService}) {
    EXPECT_THAT(clinic_.practices.UpdatePractice(Clinic::CallOf(role, kUuid), request),
                HasError(ErrorCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  }
  EXPECT_TRUE(Now().follows_configuration);
}

TEST_F(PracticesTest, EachFieldThatIsNamedIsJudgedAndAllFaultsAreToldAtOnce) {
  UpdatePracticeRequest request =
      Update({"display_name", "time_zone", "language_code", "accepted_languages", "phone_number",
              "emergency_number", "handout_look", "policy.default_delivery_mode"});
  request.practice.display_name = std::string(81, 'x');
  request.practice.time_zone = "Europe/Nowhere";
  request.practice.language_code = "tlh";
  request.practice.accepted_languages = {"de", "de"};
  request.practice.phone_number = "+49 30 123456";
  request.practice.emergency_number = "one";
  request.practice.accent_color = "#ffee00";
  request.practice.default_delivery_mode = DeliveryMode::kLinkOnly;
  request.logo_png = "GIF89a";
  const auto refused = Asked(request);
  ASSERT_THAT(refused, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(refused.error().violations,
              UnorderedElementsAre(
                  ViolationOf("practice.display_name", "FIELD_INVALID"),
                  ViolationOf("practice.time_zone", "FIELD_INVALID"),
                  ViolationOf("practice.language_code", "FIELD_INVALID"),
                  ViolationOf("practice.accepted_languages", "FIELD_INVALID"),
                  ViolationOf("practice.phone_number", "FIELD_INVALID"),
                  ViolationOf("practice.emergency_number", "FIELD_INVALID"),
                  ViolationOf("practice.handout_look.accent_color", "FIELD_INVALID"),
                  ViolationOf("practice.handout_look.logo_png", "FIELD_INVALID"),
                  ViolationOf("practice.policy.default_delivery_mode", "NOT_YET_SUPPORTED")));
  EXPECT_TRUE(Now().follows_configuration);
}

struct OneFault {
  const char* path;
  void (*spoil)(Practice& practice);
  bool legal;
};
class OneFieldTest : public PracticesTest, public ::testing::WithParamInterface<OneFault> {};

TEST_P(OneFieldTest, IsTakenOrRefused) {
  UpdatePracticeRequest request = Update({GetParam().path});
  GetParam().spoil(request.practice);
  const auto asked = Asked(request);
  if (GetParam().legal) {
    EXPECT_THAT(asked, IsOk());
  } else {
    ASSERT_THAT(asked, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
    EXPECT_THAT(
        asked.error().violations,
        ElementsAre(ViolationOf(std::string("practice.") + GetParam().path, "FIELD_INVALID")));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Edges, OneFieldTest,
    ::testing::Values(
        OneFault{"display_name", [](Practice& p) { p.display_name = std::string(80, 'x'); }, true},
        OneFault{"display_name", [](Practice& p) { p.display_name = "  "; }, false},
        OneFault{"display_name", [](Practice& p) { p.display_name = "A\r\nBcc: x"; }, false},
        OneFault{"time_zone", [](Practice& p) { p.time_zone = ""; }, false},
        OneFault{"time_zone", [](Practice& p) { p.time_zone = "UTC"; }, true},
        OneFault{"language_code", [](Practice& p) { p.language_code = ""; }, false},
        OneFault{"language_code", [](Practice& p) { p.language_code = "es-MX"; }, true},
        OneFault{"accepted_languages",
                 [](Practice& p) {
                   p.accepted_languages = {"de", "fr"};
                 },
                 true},
        OneFault{"accepted_languages", [](Practice& p) { p.accepted_languages = {""}; }, false},
        OneFault{"accepted_languages",
                 [](Practice& p) {
                   p.accepted_languages = {"de", "tlh"};
                 },
                 false},
        OneFault{"phone_number", [](Practice& p) { p.phone_number = "+123456789012345"; }, true},
        OneFault{"phone_number", [](Practice& p) { p.phone_number = "+1234567890123456"; }, false},
        OneFault{"phone_number", [](Practice& p) { p.phone_number = "+0123456789"; }, false},
        OneFault{"phone_number", [](Practice& p) { p.phone_number = "030123456"; }, false},
        OneFault{"phone_number", [](Practice& p) { p.phone_number = ""; }, false},
        OneFault{"emergency_number", [](Practice& p) { p.emergency_number = "116117"; }, true},
        OneFault{"emergency_number", [](Practice& p) { p.emergency_number = "1"; }, false},
        OneFault{"emergency_number", [](Practice& p) { p.emergency_number = "+112"; }, false},
        OneFault{"handout_look.accent_color", [](Practice& p) { p.accent_color = ""; }, true}));

TEST_F(PracticesTest, AMaskNamesKnownFieldsAloneAndPoliciesThatSomethingActsOn) {
  UpdatePracticeRequest request =
      Update({"display_name", "policy_version", "nonsense", "policy.small_cell_limit",
              "policy.decision_mode", "", "policy.", "handout_look.logo_png.bytes"});
  const auto refused = Asked(request);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(
      refused.error().violations,
      UnorderedElementsAre(ViolationOf("update_mask.paths[1]", "FIELD_INVALID"),
                           ViolationOf("update_mask.paths[2]", "FIELD_INVALID"),
                           ViolationOf("practice.policy.small_cell_limit", "NOT_YET_SUPPORTED"),
                           ViolationOf("practice.policy.decision_mode", "NOT_YET_SUPPORTED"),
                           ViolationOf("update_mask.paths[5]", "FIELD_INVALID"),
                           ViolationOf("update_mask.paths[6]", "FIELD_INVALID"),
                           ViolationOf("update_mask.paths[7]", "FIELD_INVALID")));
  EXPECT_THAT(Asked(Update({})).error().violations,
              ElementsAre(ViolationOf("update_mask", "FIELD_INVALID")));
}

TEST_F(PracticesTest, AnEtagIsNeededAndAnOldOneChangesNothing) {
  UpdatePracticeRequest first = Update({"display_name"});
  UpdatePracticeRequest second = first;
  first.practice.display_name = "First";
  second.practice.display_name = "Second";
  ASSERT_THAT(Asked(first), IsOk());
  EXPECT_THAT(Asked(second), HasError(ErrorCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_EQ(Now().display_name, "First");
  second.practice.etag.clear();
  EXPECT_THAT(Asked(second).error().violations,
              ElementsAre(ViolationOf("practice.etag", "FIELD_INVALID")));
}

TEST_F(PracticesTest, ARepeatedRequestHasTheFirstAnswer) {
  const Call call = Clinic::CallOf(Role::kAdmin, kUuid);
  UpdatePracticeRequest request = Update({"handout_look.logo_png"});
  request.logo_png = kPng;
  const auto first = clinic_.practices.UpdatePractice(call, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Asked(Update({"handout_look.logo_png"})), IsOk());  // takes the logo away
  EXPECT_THAT(clinic_.practices.UpdatePractice(call, request), IsOkAndHolds(*first));
  EXPECT_EQ(Now().logo_sha256, "");
  EXPECT_THAT(clinic_.practices.Logo(clinic_.practice, first->logo_sha256), IsOkAndHolds(kPng));
  request.logo_png += "!";
  EXPECT_THAT(clinic_.practices.UpdatePractice(call, request),
              HasError(ErrorCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(PracticesTest, AnUpdateLeavesOneEventWithBothDigests) {
  const std::size_t before = clinic_.Trail().size();
  UpdatePracticeRequest request = {Now(), {}, {"display_name"}};
  request.practice.display_name = "North";
  ASSERT_THAT(Asked(request), IsOk());
  const std::vector<AuditEvent> trail = clinic_.Trail();
  ASSERT_EQ(trail.size(), before + 2);  // the reading of it, too
  EXPECT_EQ(trail.back().action, "practice.update");
  EXPECT_EQ(trail.back().role, "admin");
  EXPECT_THAT(trail.back().before_sha256, Ne(""));
  EXPECT_THAT(trail.back().after_sha256, Ne(trail.back().before_sha256));
}

TEST_F(PracticesTest, AProgramNamesThePolicyItWasMadeUnder) {
  const ProgramRecord before = clinic_.ActiveProgram();
  UpdatePracticeRequest request = Update({"policy.encrypt_attachments"});
  request.practice.encrypt_attachments = true;
  ASSERT_THAT(Asked(request), IsOk());
  const ProgramRecord after = clinic_.Draft(before.name.patient);
  EXPECT_EQ(after.policy_version, 2);
  EXPECT_EQ(clinic_.programs.GetProgram(clinic_.Reading(), before.name)->policy_version, 1);
  EXPECT_EQ(clinic_.programs.GetProgram(clinic_.Reading(), after.name)->policy_version, 2);
  EXPECT_EQ(clinic_.revisions.GetRevision(clinic_.Reading(), {before.name, 1})->policy_version, 1);
}

// -- The configuration ----------------------------------------------------------------------------

TEST_F(PracticesTest, TheConfigurationSpeaksUntilAnAdminDoes) {
  Practice configured = Configured();
  configured.display_name = "Renamed";
  configured.encrypt_attachments = true;
  EXPECT_THAT(clinic_.practices.SeedPractice(configured, kPng), IsOkAndHolds(IsEmpty()));
  EXPECT_EQ(Now().display_name, "Renamed");
  EXPECT_EQ(Now().policy_version, 2);
  EXPECT_THAT(clinic_.practices.Logo(clinic_.practice, Now().logo_sha256), IsOkAndHolds(kPng));

  UpdatePracticeRequest request = Update({"phone_number", "accepted_languages"});
  request.practice.phone_number = "+4930999999";
  request.practice.accepted_languages = {"de"};
  const auto own = Asked(request);
  ASSERT_THAT(own, IsOk());
  configured.display_name = "Renamed again";
  EXPECT_THAT(clinic_.practices.SeedPractice(configured),
              IsOkAndHolds(UnorderedElementsAre("display_name", "phone_number", "logo_file")));
  EXPECT_EQ(Now(), *own);
  EXPECT_EQ(clinic_.Trail().at(clinic_.Trail().size() - 2).reason, "KEPT");
}

// -- What follows from it -------------------------------------------------------------------------

TEST_F(PracticesTest, APatientHasALanguageThatThePracticeAccepts) {
  UpdatePracticeRequest request = Update({"accepted_languages"});
  request.practice.accepted_languages = {"de"};
  ASSERT_THAT(Asked(request), IsOk());
  PatientFields fields;
  fields.given_name = "Test";
  fields.family_name = "Patient";
  for (const char* accepted : {"", "en", "de", "de-AT"}) {
    fields.language_code = accepted;
    EXPECT_THAT(clinic_.records.CreatePatient(clinic_.Changing(), {clinic_.practice, fields, {}}),
                IsOk())
        << accepted;
  }
  for (const char* refused : {"fr", "den"}) {
    fields.language_code = refused;
    const auto created =
        clinic_.records.CreatePatient(clinic_.Changing(), {clinic_.practice, fields, {}});
    ASSERT_FALSE(created.ok()) << refused;
    EXPECT_THAT(created.error().violations,
                ElementsAre(ViolationOf("patient.language_code", "FIELD_INVALID")));
  }
}

TEST_F(PracticesTest, ALanguageThatWasThereBeforeStays) {
  PatientFields fields;
  fields.given_name = "Test";
  fields.family_name = "Patient";
  fields.language_code = "fr";
  const auto patient =
      clinic_.records.CreatePatient(clinic_.Changing(), {clinic_.practice, fields, {}});
  ASSERT_THAT(patient, IsOk());
  UpdatePracticeRequest request = Update({"accepted_languages"});
  request.practice.accepted_languages = {"de"};
  ASSERT_THAT(Asked(request), IsOk());
  fields.given_name = "Other";
  EXPECT_THAT(clinic_.records.UpdatePatient(
                  clinic_.Changing(), {patient->name, fields, {"given_name", "language_code"}, {}}),
              IsOk());
  fields.language_code = "es";
  EXPECT_FALSE(
      clinic_.records
          .UpdatePatient(clinic_.Changing(), {patient->name, fields, {"language_code"}, {}})
          .ok());
}

TEST_F(PracticesTest, AHostsPatientGetsThePracticesModeAndALanguageItAccepts) {
  UpdatePracticeRequest request = Update({"accepted_languages", "policy.default_delivery_mode"});
  request.practice.default_delivery_mode = DeliveryMode::kPaper;
  request.practice.accepted_languages = {"de"};
  ASSERT_THAT(Asked(request), IsOk());
  PatientContext context;
  context.host_reference = {"host", "4711"};
  context.given_name = "Test";
  context.family_name = "Patient";
  context.language_code = "fr";
  context.email_address = "pat@example.org";
  const auto launch =
      clinic_.launches.CreateLaunch(clinic_.Changing(), {clinic_.practice, context, {}, true});
  ASSERT_THAT(launch, IsOk());
  const PatientFields fields =
      clinic_.records.GetPatient(clinic_.Reading(), launch->launch.patient.value())->fields;
  EXPECT_EQ(fields.language_code, "");
  EXPECT_EQ(fields.delivery_mode, DeliveryMode::kPaper);
  EXPECT_EQ(fields.email_address, "pat@example.org");
}

TEST_F(PracticesTest, PatientsWithoutAModeGetThePractices) {
  const ProgramRecord program = clinic_.ActiveProgram();
  const HandoutRecord sheet = clinic_.Sheet(program);
  UpdatePracticeRequest request = Update({"policy.default_delivery_mode"});
  request.practice.default_delivery_mode = DeliveryMode::kPaper;
  ASSERT_THAT(Asked(request), IsOk());
  EXPECT_THAT(clinic_.deliveries.SendHandout(clinic_.Changing(), {sheet.name, {}}),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  // Asked for by name it is mailed: the practice's mode is for who says nothing.
  EXPECT_THAT(
      clinic_.deliveries.SendHandout(clinic_.Changing(), {sheet.name, DeliveryMode::kAttachment}),
      IsOk());
}

}  // namespace
}  // namespace ischia::app
