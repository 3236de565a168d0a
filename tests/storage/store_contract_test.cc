// What every backend owes the application, run on each of them.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "service/application/encoding.h"
#include "service/application/store.h"
#include "service/storage/sql_store.h"
#include "tests/support/clinic.h"
#include "tests/support/postgres.h"
#include "tests/support/raw_database.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temp_folder.h"

namespace ischia::storage {
namespace {

using app::Inserted;
using app::PatientName;
using app::PatientRecord;
using app::TenantContext;
using app::UnitOfWork;
using app::Updated;
using domain::ErrorCode;
using test::HasError;
using test::IsOk;
using test::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

TenantContext TenantOf(const domain::PracticeId& practice) {
  return app::Authorize(app::Caller::TheService(), app::Method::kRecordDenial, practice).value();
}

struct Backend {
  std::string name;
  std::function<std::unique_ptr<app::Store>(const support::TempFolder&)> open;
};

void PrintTo(const Backend& backend, std::ostream* out) { *out << backend.name; }

class StoreContractTest : public ::testing::TestWithParam<Backend> {
 protected:
  std::unique_ptr<UnitOfWork> Begin() { return clinic_.store->Begin().value(); }
  PatientRecord Patient(const std::string& id) {
    PatientRecord patient;
    patient.name = {clinic_.practice, domain::PatientId{id}};
    patient.fields.given_name = "Test";
    patient.fields.family_name = "Patient";
    patient.etag = "e1";
    return patient;
  }

  support::TempFolder folder_;
  test::Clinic clinic_{GetParam().open(folder_)};
  const TenantContext tenant_ = TenantOf(clinic_.practice);
};

TEST_P(StoreContractTest, WhatIsNotCommittedIsUndone) {
  {
    auto unit = Begin();
    ASSERT_THAT(unit->InsertPatient(tenant_, Patient("p1")), IsOkAndHolds(Inserted::kStored));
  }
  EXPECT_THAT(Begin()->FindPatient(tenant_, Patient("p1").name), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(StoreContractTest, WhatIsCommittedStays) {
  const PatientRecord patient = Patient("p1");
  auto unit = Begin();
  ASSERT_THAT(unit->InsertPatient(tenant_, patient), IsOk());
  ASSERT_THAT(unit->Commit(), IsOk());
  unit.reset();
  EXPECT_THAT(Begin()->FindPatient(tenant_, patient.name), IsOkAndHolds(Optional(patient)));
}

TEST_P(StoreContractTest, ATakenKeyIsToldAndNotThrown) {
  auto unit = Begin();
  ASSERT_THAT(unit->InsertPatient(tenant_, Patient("p1")), IsOkAndHolds(Inserted::kStored));
  EXPECT_THAT(unit->InsertPatient(tenant_, Patient("p1")), IsOkAndHolds(Inserted::kKeyTaken));
  EXPECT_THAT(unit->InsertPatient(tenant_, Patient("p2")), IsOkAndHolds(Inserted::kStored));
}

TEST_P(StoreContractTest, APracticeIsReadAsItWasStored) {
  app::Practice practice{clinic_.practice,
                         "Größe",
                         "Europe/Berlin",
                         "de",
                         "+4930123456",
                         "112",
                         app::PaperSize::kLetter,
                         true,
                         {"en", "zh-Hans"},
                         "#0a5f73",
                         "abc",
                         app::DeliveryMode::kPaper,
                         false,
                         7};
  auto unit = Begin();
  ASSERT_THAT(unit->PutPractice(tenant_, practice), IsOk());
  EXPECT_THAT(unit->FindPractice(tenant_), IsOkAndHolds(Optional(practice)));
  practice.accepted_languages.clear();
  practice.accent_color.clear();
  ASSERT_THAT(unit->PutPractice(tenant_, practice), IsOk());
  EXPECT_THAT(unit->FindPractice(tenant_), IsOkAndHolds(Optional(practice)));
  EXPECT_EQ(unit->FindPractice(TenantOf(clinic_.other_practice)).value()->display_name, "Clinic");
}

TEST_P(StoreContractTest, EveryLogoStaysAndIsThePracticesOwn) {
  const std::string png("\x89PNG\0 two", 10);
  auto unit = Begin();
  ASSERT_THAT(unit->KeepLogo(tenant_, "d1", png), IsOk());
  ASSERT_THAT(unit->KeepLogo(tenant_, "d1", png), IsOk());
  ASSERT_THAT(unit->KeepLogo(tenant_, "d2", "other"), IsOk());
  EXPECT_THAT(unit->FindLogo(tenant_, "d1"), IsOkAndHolds(Optional(png)));
  EXPECT_THAT(unit->FindLogo(tenant_, "d3"), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->FindLogo(TenantOf(clinic_.other_practice), "d1"),
              IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(StoreContractTest, NoPracticeSeesAnothersRows) {
  auto unit = Begin();
  ASSERT_THAT(unit->InsertPatient(tenant_, Patient("p1")), IsOk());
  const TenantContext other = TenantOf(clinic_.other_practice);
  EXPECT_THAT(unit->FindPatient(other, Patient("p1").name), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->ListPatients(other, {{}, 10}), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(unit->UpdatePatient(other, Patient("p1"), "e1"), IsOkAndHolds(Updated::kStale));
}

TEST_P(StoreContractTest, ClearancesAreListedByPatientAsTheyWereRecorded) {
  auto unit = Begin();
  const PatientRecord patient = Patient("p1");
  ASSERT_THAT(unit->InsertPatient(tenant_, patient), IsOk());
  ASSERT_THAT(unit->InsertPatient(tenant_, Patient("p2")), IsOk());
  app::ClearanceRecord clearance;
  clearance.name = {patient.name, domain::ClearanceId{"c1"}};
  clearance.fields.rule_id = domain::RuleId("S-16");
  clearance.fields.cleared_by = "Dr. Ada Lind";
  clearance.fields.cleared_by_role = "surgeon";
  clearance.fields.clearance_date = domain::CivilDay{std::chrono::year{2026} / 6 / 1};
  clearance.fields.max_hip_flexion = domain::Degrees(72.5);
  clearance.fields.reason = "healed well";
  clearance.recorded_by = "dr-jones";
  EXPECT_THAT(unit->InsertClearance(tenant_, clearance), IsOkAndHolds(Inserted::kStored));
  EXPECT_THAT(unit->InsertClearance(tenant_, clearance), IsOkAndHolds(Inserted::kKeyTaken));
  app::ClearanceRecord second = clearance;
  second.name.clearance = domain::ClearanceId{"c2"};
  EXPECT_THAT(unit->InsertClearance(tenant_, second), IsOkAndHolds(Inserted::kStored));
  EXPECT_THAT(unit->ListClearances(tenant_, patient.name, {{}, 10}),
              IsOkAndHolds(ElementsAre(clearance, second)));
  EXPECT_THAT(unit->ListClearances(tenant_, patient.name, {"c1", 10}),
              IsOkAndHolds(ElementsAre(second)));
  EXPECT_THAT(unit->ListClearances(tenant_, Patient("p2").name, {{}, 10}), IsOkAndHolds(IsEmpty()));
}

TEST_P(StoreContractTest, AnUpdateNeedsTheEtagThatIsStored) {
  auto unit = Begin();
  PatientRecord patient = Patient("p1");
  ASSERT_THAT(unit->InsertPatient(tenant_, patient), IsOk());
  patient.fields.birth_date = domain::CivilDay{std::chrono::year{1960} / 12 / 31};
  patient.etag = "e2";
  EXPECT_THAT(unit->UpdatePatient(tenant_, patient, "e0"), IsOkAndHolds(Updated::kStale));
  EXPECT_THAT(unit->UpdatePatient(tenant_, patient, "e1"), IsOkAndHolds(Updated::kStored));
  EXPECT_THAT(unit->FindPatient(tenant_, patient.name), IsOkAndHolds(Optional(patient)));
}

TEST_P(StoreContractTest, ATextWithANulIsRefused) {
  PatientRecord patient = Patient("p1");
  patient.fields.family_name = std::string("Pat\0ient", 8);
  EXPECT_THAT(Begin()->InsertPatient(tenant_, patient),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_P(StoreContractTest, EveryScriptAndEmptyTextComesBackAsItWas) {
  auto unit = Begin();
  PatientRecord patient = Patient("p1");
  patient.fields.given_name = "Ana Sofía 李 नेहा عمر";
  patient.fields.family_name = "O'Neil; DROP TABLE patients; --";
  patient.fields.language_code = "";
  patient.update_time = domain::Instant{std::chrono::milliseconds{1780000000123}};
  ASSERT_THAT(unit->InsertPatient(tenant_, patient), IsOk());
  EXPECT_THAT(unit->FindPatient(tenant_, patient.name), IsOkAndHolds(Optional(patient)));
}

TEST_P(StoreContractTest, PagesFollowTheKeys) {
  auto unit = Begin();
  for (const char* id : {"d", "a", "c", "b"}) {
    ASSERT_THAT(unit->InsertPatient(tenant_, Patient(id)), IsOk());
  }
  const auto ids = [&](const app::Page& page) {
    std::string joined;
    const std::vector<PatientRecord> found = unit->ListPatients(tenant_, page).value();
    for (const PatientRecord& patient : found) {
      joined += patient.name.patient.text();
    }
    return joined;
  };
  EXPECT_EQ(ids({"", 3}), "abc");
  EXPECT_EQ(ids({"c", 3}), "d");
  EXPECT_EQ(ids({"d", 3}), "");
}

TEST_P(StoreContractTest, ARequestIsFoundOnceItIsKept) {
  const std::string method = "PatientService/CreatePatient";
  const app::RequestRecord request{method, "id-1", "digest", std::string("an\0swer", 7), {}};
  auto unit = Begin();
  EXPECT_THAT(unit->FindRequest(tenant_, method, "id-1"), IsOkAndHolds(Eq(std::nullopt)));
  ASSERT_THAT(unit->KeepRequest(tenant_, request), IsOk());
  EXPECT_THAT(unit->FindRequest(tenant_, method, "id-1"), IsOkAndHolds(Optional(request)));
  EXPECT_THAT(unit->FindRequest(tenant_, method, "id-2"), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->FindRequest(tenant_, "PatientService/UpdatePatient", "id-1"),
              IsOkAndHolds(Eq(std::nullopt)));
}

// An answer of no bytes is an answer, not its absence.
TEST_P(StoreContractTest, AnEmptyAnswerIsKept) {
  const app::RequestRecord request{"PatientService/CreatePatient", "id-1", "digest", "", {}};
  auto unit = Begin();
  ASSERT_THAT(unit->KeepRequest(tenant_, request), IsOk());
  EXPECT_THAT(unit->FindRequest(tenant_, request.method, "id-1"), IsOkAndHolds(Optional(request)));
}

TEST_P(StoreContractTest, BytesComeBackAsTheyWere) {
  const app::ProgramRecord program = clinic_.ActiveProgram();
  app::HandoutRecord handout;
  handout.name = {program.name, domain::HandoutId{"h1"}};
  handout.revision_number = 1;
  handout.encrypted = true;
  handout.replaces = domain::HandoutId{"h0"};
  std::string bytes;
  for (int i = 0; i < 100000; ++i) bytes += static_cast<char>(i * 7);
  auto unit = Begin();
  ASSERT_THAT(unit->InsertHandout(tenant_, handout, bytes), IsOk());
  EXPECT_THAT(unit->HandoutBytes(tenant_, handout.name), IsOkAndHolds(bytes));
  EXPECT_THAT(unit->FindHandout(tenant_, handout.name), IsOkAndHolds(Optional(handout)));
}

// The second revision of a program: another content, with what it was made from.
app::ProgramRecord Revised(app::ProgramRecord program, domain::Instant now) {
  domain::Program content = *program.content;
  content.weeks.pop_back();
  program.revision_number = 2;
  program.content = app::Freeze(std::move(content));
  program.short_code = "7K3M9T-28";
  program.create_time = now;
  program.created_by = "Dr. Second";
  program.etag = "e2";
  return program;
}

app::RevisionBasis BasisOfWeekTwo() {
  app::RevisionBasis basis;
  basis.effective_date = test::kStartDate + std::chrono::days(7);
  basis.course.week = 2;
  basis.course.last_decision = domain::DecisionKind::kHold;
  basis.edits = {{domain::EditKind::kSetHoldSeconds,
                  2,
                  domain::ExerciseId{"PC-01"},
                  {},
                  domain::Side::kLeft,
                  25,
                  "stiff on the left"}};
  basis.decided_week = 1;
  return basis;
}

app::Changes ChangesOfTheHold() {
  domain::Change change;
  change.week_number = 2;
  change.kind = domain::ChangeKind::kHold;
  change.exercise = domain::ExerciseId{"PC-01"};
  change.side = domain::Side::kLeft;
  change.before = 20;
  change.after = 25;
  change.words = "stiff on the left";
  return {change};
}

TEST_P(StoreContractTest, EveryRevisionStaysReadable) {
  const app::ProgramRecord first = clinic_.ActiveProgram();
  const app::ProgramRecord second = Revised(first, clinic_.clock.now + std::chrono::hours(1));
  const app::Frozen<app::Changes> changes = app::Freeze(ChangesOfTheHold());
  auto unit = Begin();
  ASSERT_THAT(unit->InsertRevision(tenant_, second, BasisOfWeekTwo(), changes),
              IsOkAndHolds(Inserted::kStored));
  EXPECT_THAT(unit->InsertRevision(tenant_, second, BasisOfWeekTwo(), changes),
              IsOkAndHolds(Inserted::kKeyTaken));
  ASSERT_THAT(unit->UpdateProgram(tenant_, second, first.etag), IsOkAndHolds(Updated::kStored));
  EXPECT_THAT(unit->FindProgram(tenant_, first.name), IsOkAndHolds(Optional(second)));

  const auto kept = unit->FindRevision(tenant_, {first.name, 2}).value();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->content, second.content);
  EXPECT_EQ(kept->content.bytes(), second.content.bytes());
  EXPECT_EQ(kept->basis, BasisOfWeekTwo());
  EXPECT_EQ(*kept->changes, ChangesOfTheHold());
  EXPECT_EQ(kept->created_by, "Dr. Second");
  EXPECT_EQ(kept->create_time, second.create_time);
  const auto old = unit->FindRevision(tenant_, {first.name, 1}).value();
  ASSERT_TRUE(old);
  EXPECT_EQ(old->content, first.content);
  EXPECT_EQ(old->program_sha256, first.program_sha256);
  EXPECT_EQ(old->short_code, first.short_code);
  EXPECT_EQ(old->basis, app::RevisionBasis());
  EXPECT_THAT(*old->changes, IsEmpty());

  EXPECT_THAT(unit->ListRevisions(tenant_, first.name, {"", 10}),
              IsOkAndHolds(ElementsAre(*old, *kept)));
  EXPECT_THAT(unit->ListRevisions(tenant_, first.name, {"", 1}), IsOkAndHolds(ElementsAre(*old)));
  EXPECT_THAT(unit->ListRevisions(tenant_, first.name, {"1", 10}),
              IsOkAndHolds(ElementsAre(*kept)));
  EXPECT_THAT(unit->FindRevision(tenant_, {first.name, 3}), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->FindRevision(TenantOf(clinic_.other_practice), {first.name, 2}),
              IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(StoreContractTest, WhatAProgramWentThroughIsKept) {
  app::ProgramRecord program = clinic_.ActiveProgram();
  const std::string etag = program.etag;
  program.state = domain::ProgramState::kSuspended;
  program.suspend_time = clinic_.clock.now;
  program.state_reason = "away at sea";
  program.settled_weeks = {1, 2, 11};
  program.etag = "e2";
  auto unit = Begin();
  ASSERT_THAT(unit->UpdateProgram(tenant_, program, etag), IsOkAndHolds(Updated::kStored));
  EXPECT_THAT(unit->FindProgram(tenant_, program.name), IsOkAndHolds(Optional(program)));
  program.suspend_time.reset();
  program.state_reason.clear();
  ASSERT_THAT(unit->UpdateProgram(tenant_, program, "e2"), IsOkAndHolds(Updated::kStored));
  EXPECT_THAT(unit->FindProgram(tenant_, program.name), IsOkAndHolds(Optional(program)));
}

app::DecisionRecord DecisionOf(const app::ProgramName& program, int week) {
  domain::WeeklyDecision decision;
  decision.week_number = week;
  decision.kind = domain::DecisionKind::kHold;
  decision.reasons.emplace_back();
  decision.figures.done_day_count = 4;
  app::DecisionRecord record;
  record.name = {program, week};
  record.content = app::Freeze(std::move(decision));
  record.content_sha256 = "ab12";
  record.state = app::DecisionState::kProposed;
  record.created_by = "Dr. First";
  record.create_time = domain::Instant{std::chrono::milliseconds{1780000000123}};
  record.etag = "e1";
  return record;
}

TEST_P(StoreContractTest, ADecisionIsStoredOnceAndSettledByItsEtag) {
  const app::ProgramName program = clinic_.ActiveProgram().name;
  app::DecisionRecord decision = DecisionOf(program, 1);
  auto unit = Begin();
  EXPECT_THAT(unit->FindDecision(tenant_, decision.name), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->InsertDecision(tenant_, decision), IsOkAndHolds(Inserted::kStored));
  EXPECT_THAT(unit->InsertDecision(tenant_, decision), IsOkAndHolds(Inserted::kKeyTaken));
  EXPECT_THAT(unit->FindDecision(tenant_, decision.name), IsOkAndHolds(Optional(decision)));

  decision.state = app::DecisionState::kOverridden;
  decision.override_kind = domain::DecisionKind::kAdvance;
  decision.override_reason = "the log was left at home";
  decision.decided_by = "Dr. Second";
  decision.decide_time = clinic_.clock.now;
  decision.resulting_revision_number = 2;
  decision.etag = "e2";
  EXPECT_THAT(unit->UpdateDecision(tenant_, decision, "e0"), IsOkAndHolds(Updated::kStale));
  EXPECT_THAT(unit->UpdateDecision(TenantOf(clinic_.other_practice), decision, "e1"),
              IsOkAndHolds(Updated::kStale));
  EXPECT_THAT(unit->UpdateDecision(tenant_, decision, "e1"), IsOkAndHolds(Updated::kStored));
  const auto kept = unit->FindDecision(tenant_, decision.name);
  ASSERT_THAT(kept, IsOkAndHolds(Optional(decision)));
  EXPECT_EQ((*kept)->content.bytes(), decision.content.bytes());
}

TEST_P(StoreContractTest, DecisionsAreListedByWeekAndNotByTheDigitsOfIt) {
  const app::ProgramName program = clinic_.ActiveProgram().name;
  const app::ProgramName other = clinic_.ActiveProgram().name;
  auto unit = Begin();
  for (const int week : {10, 2, 1}) {
    ASSERT_THAT(unit->InsertDecision(tenant_, DecisionOf(program, week)), IsOk());
  }
  ASSERT_THAT(unit->InsertDecision(tenant_, DecisionOf(other, 3)), IsOk());
  const auto weeks = [&](const app::Page& page) {
    std::vector<int> numbers;
    const auto found = unit->ListDecisions(tenant_, program, page).value();
    for (const app::DecisionRecord& decision : found) {
      numbers.push_back(decision.name.week_number);
    }
    return numbers;
  };
  EXPECT_THAT(weeks({"", 10}), ElementsAre(1, 2, 10));
  EXPECT_THAT(weeks({"", 2}), ElementsAre(1, 2));
  EXPECT_THAT(weeks({"2", 10}), ElementsAre(10));
  EXPECT_THAT(unit->ListDecisions(TenantOf(clinic_.other_practice), program, {"", 10}),
              IsOkAndHolds(IsEmpty()));
}

TEST_P(StoreContractTest, TheNextDeliveryIsTheOneThatWaitsLongest) {
  const app::DeliveryRecord first = clinic_.Queued();
  clinic_.clock.now += std::chrono::minutes(1);
  const app::DeliveryRecord second = clinic_.Queued();
  auto unit = Begin();
  EXPECT_THAT(unit->NextDelivery(tenant_, first.create_time - std::chrono::milliseconds(1)),
              IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->NextDelivery(tenant_, second.create_time), IsOkAndHolds(Optional(first)));
  app::DeliveryRecord claimed = first;
  claimed.state = app::DeliveryState::kClaimed;
  claimed.epoch = 1;
  claimed.lease_until = second.create_time + std::chrono::minutes(15);
  EXPECT_THAT(unit->UpdateDelivery(tenant_, claimed, 7), IsOkAndHolds(Updated::kStale));
  EXPECT_THAT(unit->UpdateDelivery(tenant_, claimed, 0), IsOkAndHolds(Updated::kStored));
  EXPECT_THAT(unit->NextDelivery(tenant_, second.create_time), IsOkAndHolds(Optional(second)));
  EXPECT_THAT(unit->FindDelivery(tenant_, first.name), IsOkAndHolds(Optional(claimed)));
}

TEST_P(StoreContractTest, NamesAreFoundWhateverTheCaseOfTheirLatinLetters) {
  auto unit = Begin();
  PatientRecord upper = Patient("p2");
  upper.fields.given_name = "ANA";
  upper.fields.family_name = "MüLLER";
  PatientRecord lower = Patient("p1");
  lower.fields.given_name = "ana";
  lower.fields.family_name = "Müller";
  PatientRecord other = Patient("p3");
  other.fields.given_name = "Ana";
  other.fields.family_name = "MÜLLER";
  for (const PatientRecord& patient : {upper, lower, other}) {
    ASSERT_THAT(unit->InsertPatient(tenant_, patient), IsOk());
  }
  EXPECT_THAT(unit->PatientsNamed(tenant_, "ana", "müller"),
              IsOkAndHolds(ElementsAre(lower, upper)));
  EXPECT_THAT(unit->PatientsNamed(tenant_, "ana", "mÜller"), IsOkAndHolds(ElementsAre(other)));
  EXPECT_THAT(unit->PatientsNamed(TenantOf(clinic_.other_practice), "ana", "müller"),
              IsOkAndHolds(IsEmpty()));
}

app::LaunchRecord LaunchOf(const PatientName& patient, const std::string& id) {
  app::LaunchRecord launch;
  launch.name = {patient.practice, domain::LaunchId{id}};
  launch.user = "dr-jones";
  launch.role = "clinician";
  launch.view = app::LaunchView::kAssess;
  launch.context.host_reference = {"host", "4711"};
  launch.context.given_name = "Ana Sofía 李";
  launch.context.birth_date = domain::CivilDay{std::chrono::year{1960} / 12 / 31};
  launch.patient = patient;
  launch.findings = {{app::IdentityKind::kNamesake, patient, false, false},
                     {app::IdentityKind::kBirthDateImplausible, {}, true, true}};
  launch.state = app::SessionState::kIssued;
  launch.secret_sha256 = "digest of " + id;
  launch.create_time = domain::Instant{std::chrono::milliseconds{1780000000123}};
  launch.last_time = launch.create_time + std::chrono::minutes(2);
  return launch;
}

TEST_P(StoreContractTest, ALaunchIsFoundByNameAndByEachOfItsSecrets) {
  auto unit = Begin();
  const PatientRecord patient = Patient("p1");
  ASSERT_THAT(unit->InsertPatient(tenant_, patient), IsOk());
  app::LaunchRecord launch = LaunchOf(patient.name, "l1");
  app::LaunchRecord open_question = LaunchOf(patient.name, "l2");
  open_question.patient.reset();
  ASSERT_THAT(unit->InsertLaunch(tenant_, launch), IsOk());
  ASSERT_THAT(unit->InsertLaunch(tenant_, open_question), IsOk());
  EXPECT_THAT(unit->FindLaunch(tenant_, launch.name), IsOkAndHolds(Optional(launch)));
  EXPECT_THAT(unit->FindLaunch(tenant_, open_question.name), IsOkAndHolds(Optional(open_question)));
  EXPECT_THAT(unit->FindLaunchBySecret(tenant_, "digest of l1"), IsOkAndHolds(Optional(launch)));
  EXPECT_THAT(unit->FindLaunchBySecret(tenant_, "digest of l3"), IsOkAndHolds(Eq(std::nullopt)));

  launch.used_sha256 = launch.secret_sha256;
  launch.secret_sha256 = "digest of a session";
  launch.state = app::SessionState::kOpen;
  launch.patient.reset();
  launch.findings.pop_back();
  launch.last_time += std::chrono::minutes(5);
  ASSERT_THAT(unit->UpdateLaunch(tenant_, launch), IsOk());
  EXPECT_THAT(unit->FindLaunchBySecret(tenant_, "digest of l1"), IsOkAndHolds(Optional(launch)));
  EXPECT_THAT(unit->FindLaunchBySecret(tenant_, "digest of a session"),
              IsOkAndHolds(Optional(launch)));
  const TenantContext other = TenantOf(clinic_.other_practice);
  EXPECT_THAT(unit->FindLaunch(other, launch.name), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->FindLaunchBySecret(other, "digest of l1"), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(StoreContractTest, OnlyTheUsersLaunchesAtOtherPatientsAreLeft) {
  using enum app::SessionState;
  auto unit = Begin();
  const PatientRecord here = Patient("p1");
  const PatientRecord there = Patient("p2");
  ASSERT_THAT(unit->InsertPatient(tenant_, here), IsOk());
  ASSERT_THAT(unit->InsertPatient(tenant_, there), IsOk());
  struct Case {
    const char* id;
    const char* user;
    std::optional<PatientName> patient;
    app::SessionState before;
    app::SessionState after;
    app::LaunchView view = app::LaunchView::kAssess;
  };
  const Case cases[] = {
      {"l1", "dr-jones", here.name, kOpen, kOpen},
      {"l2", "dr-jones", there.name, kOpen, kOtherPatient},
      {"l3", "dr-jones", there.name, kIssued, kEnded},
      {"l4", "dr-jones", there.name, kEnded, kEnded},
      {"l5", "dr-jones", {}, kOpen, kOtherPatient},
      {"l6", "dr-smith", there.name, kOpen, kOpen},
      {"l7", "dr-jones", {}, kOpen, kOpen, app::LaunchView::kPractice},
  };
  for (const Case& one : cases) {
    app::LaunchRecord launch = LaunchOf(here.name, one.id);
    launch.view = one.view;
    launch.user = one.user;
    launch.patient = one.patient;
    launch.state = one.before;
    ASSERT_THAT(unit->InsertLaunch(tenant_, launch), IsOk());
  }
  ASSERT_THAT(unit->LeaveOtherPatients(tenant_, "dr-jones", here.name), IsOk());
  const auto state = [&](const std::string& id) {
    return unit->FindLaunch(tenant_, {clinic_.practice, domain::LaunchId{id}}).value()->state;
  };
  for (const Case& one : cases) EXPECT_EQ(state(one.id), one.after) << one.id;
  ASSERT_THAT(unit->LeaveOtherPatients(tenant_, "dr-jones", std::nullopt), IsOk());
  EXPECT_EQ(state("l1"), kOtherPatient);
  EXPECT_EQ(state("l6"), kOpen);
}

TEST_P(StoreContractTest, OldLaunchesAndDraftsAreForgotten) {
  auto unit = Begin();
  const PatientRecord patient = Patient("p1");
  ASSERT_THAT(unit->InsertPatient(tenant_, patient), IsOk());
  const app::LaunchRecord launch = LaunchOf(patient.name, "l1");
  ASSERT_THAT(unit->InsertLaunch(tenant_, launch), IsOk());
  app::DraftRecord draft;
  draft.patient = patient.name;
  draft.update_time = launch.last_time;
  ASSERT_THAT(unit->PutDraft(tenant_, draft, ""), IsOkAndHolds(Updated::kStored));
  const domain::Instant later = launch.last_time + std::chrono::milliseconds(1);
  EXPECT_THAT(unit->ForgetLaunches(tenant_, launch.last_time), IsOkAndHolds(0));
  EXPECT_THAT(unit->ForgetLaunches(TenantOf(clinic_.other_practice), later), IsOkAndHolds(0));
  EXPECT_THAT(unit->ForgetLaunches(tenant_, later), IsOkAndHolds(1));
  EXPECT_THAT(unit->ForgetDrafts(tenant_, draft.update_time), IsOkAndHolds(0));
  EXPECT_THAT(unit->ForgetDrafts(TenantOf(clinic_.other_practice), later), IsOkAndHolds(0));
  EXPECT_THAT(unit->ForgetDrafts(tenant_, later), IsOkAndHolds(1));
}

TEST_P(StoreContractTest, APatientHasOneDraftAndItsEtagGuardsIt) {
  auto unit = Begin();
  const PatientRecord patient = Patient("p1");
  ASSERT_THAT(unit->InsertPatient(tenant_, patient), IsOk());
  app::DraftRecord draft{patient.name, {{"goal", "walk"}, {"goal", ""}}, "dr-jones", "tab-1", {},
                         "e1"};
  EXPECT_THAT(unit->FindDraft(tenant_, patient.name), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->PutDraft(tenant_, draft, ""), IsOkAndHolds(Updated::kStored));
  EXPECT_THAT(unit->FindDraft(tenant_, patient.name), IsOkAndHolds(Optional(draft)));
  app::DraftRecord next{patient.name, {}, "dr-smith", "tab-2", clinic_.clock.now, "e2"};
  EXPECT_THAT(unit->PutDraft(tenant_, next, ""), IsOkAndHolds(Updated::kStale));
  EXPECT_THAT(unit->PutDraft(tenant_, next, "e0"), IsOkAndHolds(Updated::kStale));
  EXPECT_THAT(unit->PutDraft(tenant_, next, "e1"), IsOkAndHolds(Updated::kStored));
  EXPECT_THAT(unit->FindDraft(tenant_, patient.name), IsOkAndHolds(Optional(next)));
  ASSERT_THAT(unit->DropDraft(TenantOf(clinic_.other_practice), patient.name), IsOk());
  EXPECT_THAT(unit->FindDraft(tenant_, patient.name), IsOkAndHolds(Optional(next)));
  ASSERT_THAT(unit->DropDraft(tenant_, patient.name), IsOk());
  EXPECT_THAT(unit->FindDraft(tenant_, patient.name), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(StoreContractTest, FilingsAreListedInTheirOrderAndTheNewestOfAKindIsKnown) {
  const app::ProgramRecord program = clinic_.ActiveProgram();
  const app::HandoutRecord sheet = clinic_.Sheet(program);
  const app::HandoutRecord fridge = clinic_.Sheet(program, app::HandoutKind::kFridgeSheet);
  auto unit = Begin();
  app::FilingRecord filing;
  filing.name = {clinic_.practice, domain::FilingId{"f2"}};
  filing.state = app::FilingState::kFiled;
  filing.host_reference = {"host", "4711"};
  filing.handout = sheet.name;
  filing.replaces = domain::HandoutId{"h0"};
  filing.revision_number = 1;
  filing.document_date = test::kStartDate;
  filing.host_document_id = "doc-7";
  filing.failure_reason = "none";
  filing.claim_epoch = 3;
  filing.claim_expire_time = clinic_.clock.now;
  filing.created_by = "dr-jones";
  filing.create_time = clinic_.clock.now;
  app::FilingRecord later = filing;
  later.name.filing = domain::FilingId{"f1"};
  later.create_time += std::chrono::minutes(1);
  later.replaces.reset();
  later.claim_expire_time.reset();
  app::FilingRecord failed = later;
  failed.name.filing = domain::FilingId{"f3"};
  failed.state = app::FilingState::kFailed;
  app::FilingRecord other = later;
  other.name.filing = domain::FilingId{"f4"};
  other.handout = fridge.name;
  for (const auto& one : {filing, later, failed, other}) {
    ASSERT_THAT(unit->InsertFiling(tenant_, one), IsOk());
  }
  EXPECT_THAT(unit->ListFilings(tenant_, program.name, {{}, 10}),
              IsOkAndHolds(ElementsAre(filing, later, failed, other)));
  EXPECT_THAT(unit->ListFilings(tenant_, program.name, {"f1", 1}),
              IsOkAndHolds(ElementsAre(failed)));
  EXPECT_THAT(unit->ListFilings(tenant_, program.name, {"nothing", 10}), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(unit->NewestFiling(tenant_, program.name, app::HandoutKind::kProgram),
              IsOkAndHolds(Optional(later)));
  EXPECT_THAT(unit->NewestFiling(tenant_, program.name, app::HandoutKind::kWeekSheet),
              IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->ListFilings(TenantOf(clinic_.other_practice), program.name, {{}, 10}),
              IsOkAndHolds(IsEmpty()));
}

TEST_P(StoreContractTest, AFilingIsClaimedByOneAndChangedByItsClaim) {
  const app::HandoutRecord sheet = clinic_.Sheet(clinic_.ActiveProgram());
  auto unit = Begin();
  app::FilingRecord filing;
  filing.name = {clinic_.practice, domain::FilingId{"f1"}};
  filing.state = app::FilingState::kPending;
  filing.host_reference = {"host", "4711"};
  filing.handout = sheet.name;
  filing.document_date = test::kStartDate;
  filing.create_time = clinic_.clock.now;
  ASSERT_THAT(unit->InsertFiling(tenant_, filing), IsOk());
  const domain::Instant now = clinic_.clock.now;
  EXPECT_THAT(unit->WaitingFilings(tenant_, "host", now, 10), IsOkAndHolds(ElementsAre(filing)));
  EXPECT_THAT(unit->WaitingFilings(tenant_, "other", now, 10), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(unit->FindFilingOf(tenant_, sheet.name), IsOkAndHolds(Optional(filing)));

  app::FilingRecord claimed = filing;
  claimed.state = app::FilingState::kClaimed;
  claimed.claim_epoch = 1;
  claimed.claim_expire_time = now + std::chrono::seconds(60);
  EXPECT_THAT(unit->UpdateFiling(tenant_, claimed, 0), IsOkAndHolds(app::Updated::kStored));
  EXPECT_THAT(unit->UpdateFiling(tenant_, claimed, 0), IsOkAndHolds(app::Updated::kStale));
  EXPECT_THAT(unit->FindFiling(tenant_, filing.name), IsOkAndHolds(Optional(claimed)));
  EXPECT_THAT(unit->WaitingFilings(tenant_, "host", now, 10), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(unit->WaitingFilings(tenant_, "host", *claimed.claim_expire_time, 10),
              IsOkAndHolds(ElementsAre(claimed)));
  EXPECT_THAT(unit->FindFiling(TenantOf(clinic_.other_practice), filing.name),
              IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(StoreContractTest, WritersWaitForEachOtherAndNoneIsLost) {
  constexpr int kWriters = 4;
  constexpr int kEach = 25;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < kEach; ++i) {
        auto unit = Begin();
        const std::string id = "w" + std::to_string(writer) + "-" + std::to_string(i);
        EXPECT_THAT(unit->InsertPatient(tenant_, Patient(id)), IsOkAndHolds(Inserted::kStored));
        EXPECT_THAT(unit->Commit(), IsOk());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_THAT(Begin()->ListPatients(tenant_, {{}, 1000}), IsOkAndHolds(SizeIs(kWriters * kEach)));
}

// Runs `call` on several threads at once; says how many succeeded.
int SuccessesOf(int threads, const std::function<bool()>& call) {
  std::atomic<int> successes{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < threads; ++i) {
    callers.emplace_back([&] { successes += call() ? 1 : 0; });
  }
  for (std::thread& caller : callers) caller.join();
  return successes;
}

TEST_P(StoreContractTest, OfManyApprovalsOfOneHandoutOneIsQueued) {
  const app::HandoutRecord sheet = clinic_.Sheet(clinic_.ActiveProgram());
  std::vector<app::Call> calls;
  for (int i = 0; i < 6; ++i) calls.push_back(clinic_.Changing());
  std::atomic<std::size_t> next{0};
  EXPECT_EQ(SuccessesOf(6,
                        [&] {
                          const auto sent = clinic_.deliveries.SendHandout(
                              calls[next++], {sheet.name, app::DeliveryMode::kUnspecified});
                          EXPECT_TRUE(sent.ok() || sent.error().reason == "WRONG_STATE");
                          return sent.ok();
                        }),
            1);
}

TEST_P(StoreContractTest, OfManyUpdatesOfOnePracticeOneIsMade) {
  const app::Call reading = test::Clinic::CallOf(app::Role::kAdmin);
  app::Practice practice = clinic_.practices.GetPractice(reading, clinic_.practice).value();
  practice.display_name = "North";
  std::vector<app::Call> calls;
  for (int i = 0; i < 6; ++i) calls.push_back({reading.caller, clinic_.Changing().request_id, {}});
  std::atomic<std::size_t> next{0};
  EXPECT_EQ(SuccessesOf(6,
                        [&] {
                          const auto updated = clinic_.practices.UpdatePractice(
                              calls[next++], {practice, {}, {"display_name"}});
                          EXPECT_TRUE(updated.ok() || updated.error().reason == "ETAG_MISMATCH");
                          return updated.ok();
                        }),
            1);
}

TEST_P(StoreContractTest, OfManyUsesOfOneLaunchOneOpensASession) {
  app::PatientContext context;
  context.host_reference = {"host", "4711"};
  context.given_name = "Test";
  context.family_name = "Patient";
  const app::Opened launch =
      clinic_.launches.CreateLaunch(clinic_.Changing(), {clinic_.practice, context, {}, true})
          .value();
  EXPECT_EQ(
      SuccessesOf(6, [&] { return clinic_.launches.Redeem(clinic_.practice, launch.ticket).ok(); }),
      1);
}

TEST_P(StoreContractTest, ARequestThatComesManyTimesAtOnceIsDoneOnce) {
  const app::Call call = clinic_.Changing();
  app::PatientFields fields;
  fields.given_name = "Test";
  fields.family_name = "Patient";
  EXPECT_EQ(
      SuccessesOf(6,
                  [&] {
                    return clinic_.records.CreatePatient(call, {clinic_.practice, fields, {}}).ok();
                  }),
      6);
  EXPECT_THAT(Begin()->ListPatients(tenant_, {{}, 10}), IsOkAndHolds(SizeIs(1)));
}

TEST_P(StoreContractTest, CheckInsOfOneDayThatComeAtOnceAreCountedOneByOne) {
  const app::ProgramRecord program = clinic_.ActiveProgram();
  clinic_.clock.now += std::chrono::days(1);
  domain::CheckInFields fields;
  fields.origin = domain::Origin::kLink;
  fields.utc_offset_minutes = 0;
  fields.session_date = test::kStartDate;
  fields.done = domain::Answer::kYes;
  std::vector<app::Call> calls;
  for (int i = 0; i < 6; ++i) calls.push_back(clinic_.Changing());
  std::atomic<std::size_t> next{0};
  EXPECT_EQ(
      SuccessesOf(
          6,
          [&] {
            return clinic_.follow_up.CreateCheckIn(calls[next++], {program.name, fields}).ok();
          }),
      6);
  const auto found =
      Begin()->ListCheckIns(tenant_, program.name, test::kStartDate, test::kStartDate, {{}, 10});
  ASSERT_THAT(found, IsOkAndHolds(SizeIs(6)));
  EXPECT_EQ(found->back().name.check_in.text(), "2026-06-01-6");
}

TEST_P(StoreContractTest, ACheckInLinkIsFoundByNameAndBySecretAndRevokedWithItsHandout) {
  const app::ProgramRecord program = clinic_.ActiveProgram();
  const app::HandoutRecord sheet = clinic_.Sheet(program);
  const app::HandoutRecord other_sheet = clinic_.Sheet(program);
  auto unit = Begin();
  std::vector<app::CheckInLinkRecord> links(3);
  for (std::size_t i = 0; i < links.size(); ++i) {
    const std::string id = "l" + std::to_string(i + 1);
    links[i].name = {program.name, domain::CheckInLinkId{id}};
    links[i].handout = (i < 2 ? sheet : other_sheet).name.handout;
    links[i].revision_number = 1;
    links[i].secret_sha256 = "digest of " + id;
    links[i].create_time = clinic_.clock.now;
    ASSERT_THAT(unit->InsertCheckInLink(tenant_, links[i]), IsOk());
  }
  EXPECT_THAT(unit->FindCheckInLink(tenant_, links[0].name), IsOkAndHolds(Optional(links[0])));
  EXPECT_THAT(unit->FindCheckInLinkBySecret(tenant_, "digest of l2"),
              IsOkAndHolds(Optional(links[1])));
  EXPECT_THAT(unit->FindCheckInLinkBySecret(tenant_, "digest of l4"),
              IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->ListCheckInLinks(tenant_, program.name, {"l1", 1}),
              IsOkAndHolds(ElementsAre(links[1])));

  ASSERT_THAT(unit->RevokeCheckInLinks(tenant_, sheet.name, clinic_.clock.now), IsOk());
  const domain::Instant revoked = clinic_.clock.now;
  ASSERT_THAT(unit->RevokeCheckInLinks(tenant_, sheet.name, revoked + std::chrono::hours(1)),
              IsOk());
  links[0].revoke_time = links[1].revoke_time = revoked;
  EXPECT_THAT(unit->ListCheckInLinks(tenant_, program.name, {{}, 10}),
              IsOkAndHolds(ElementsAreArray(links)));
  const TenantContext other = TenantOf(clinic_.other_practice);
  EXPECT_THAT(unit->FindCheckInLink(other, links[0].name), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(unit->FindCheckInLinkBySecret(other, "digest of l2"), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(StoreContractTest, AnAnswerByALinkSupersedesTheEarlierOnesOfItsDay) {
  const app::ProgramRecord program = clinic_.ActiveProgram();
  auto unit = Begin();
  const auto add = [&](std::string_view by, bool suspected, domain::CivilDay day) {
    app::CheckInRecord entry{{program.name, {}}, {}, std::string(by)};
    entry.check_in.fields.origin = domain::Origin::kLink;
    entry.check_in.fields.session_date = day;
    entry.check_in.fields.done = domain::Answer::kYes;
    entry.check_in.record_time = clinic_.clock.now;
    entry.check_in.suspected_automated = suspected;
    EXPECT_THAT(unit->AddCheckIn(tenant_, entry), IsOk());
  };
  const domain::CivilDay day = test::kStartDate;
  add("dr-jones", false, day);
  add(app::kByLink, false, day);
  add(app::kByLink, false, day + std::chrono::days(1));
  add(app::kByLink, true, day);
  add(app::kByLink, false, day);
  const auto found = unit->ListCheckIns(tenant_, program.name, day, day, {{}, 10}).value();
  ASSERT_THAT(found, SizeIs(4));
  EXPECT_FALSE(found[0].superseded_by);
  EXPECT_EQ(found[1].superseded_by, found[3].name.check_in);
  EXPECT_TRUE(found[2].check_in.suspected_automated);
  EXPECT_FALSE(found[3].superseded_by);
  EXPECT_THAT(unit->FindCheckIn(tenant_, found[1].name), IsOkAndHolds(Optional(found[1])));
  const auto next = unit->ListCheckIns(tenant_, program.name, day + std::chrono::days(1),
                                       day + std::chrono::days(1), {{}, 10});
  EXPECT_FALSE(next->front().superseded_by);
}

TEST_P(StoreContractTest, AMailGoesFromTheQueueToTheRelayOnce) {
  // A store that several share measures by a clock of its own, which no test can set.
  clinic_.clock.now =
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const app::DeliveryRecord queued = clinic_.Queued();
  EXPECT_THAT(clinic_.outbox.AttemptNext(clinic_.practice), IsOkAndHolds(app::Attempted::kOne));
  EXPECT_EQ(clinic_.Now(queued.name).state, app::DeliveryState::kAccepted);
  EXPECT_THAT(clinic_.outbox.AttemptNext(clinic_.practice),
              IsOkAndHolds(app::Attempted::kNothingDue));
  EXPECT_THAT(clinic_.relay.taken, SizeIs(1));
}

TEST_P(StoreContractTest, AStoreWorksOnAfterAFailedStatement) {
  {
    auto unit = Begin();
    PatientRecord patient = Patient("p1");
    patient.fields.given_name = std::string("\0", 1);
    ASSERT_FALSE(unit->InsertPatient(tenant_, patient).ok());
  }
  auto unit = Begin();
  EXPECT_THAT(unit->InsertPatient(tenant_, Patient("p2")), IsOk());
  EXPECT_THAT(unit->Commit(), IsOk());
}

const Backend kBackends[] = {
    {"SqliteFile",
     [](const support::TempFolder& folder) {
       return OpenSqliteFile(folder / "ischia.db").value();
     }},
    {"SqliteInMemory", [](const support::TempFolder&) { return OpenSqliteInMemory().value(); }},
    {"Postgresql",
     [](const support::TempFolder&) {
       const auto login = test::PrivatePostgres::OfThisProgram().Migrated().application();
       return std::get<std::unique_ptr<app::Store>>(OpenPostgresql(login, 4));
     }},
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreContractTest, ::testing::ValuesIn(kBackends),
                         [](const auto& backend) { return backend.param.name; });

// -- Weekly sums against a recount ---------------------------------------------------------------

// Sixty entries of two programs over three weeks.
void EnterCheckIns(test::Clinic& clinic) {
  const std::vector<app::ProgramRecord> programs = {clinic.ActiveProgram(), clinic.ActiveProgram()};
  clinic.clock.now += std::chrono::days(20);
  for (int i = 0; i < 60; ++i) {
    domain::CheckInFields fields;
    fields.origin = std::vector{domain::Origin::kLink, domain::Origin::kPaper,
                                domain::Origin::kVisit}[static_cast<std::size_t>(i) % 3];
    fields.utc_offset_minutes = 0;
    fields.session_date = test::kStartDate + std::chrono::days(i * 7 % 21);
    fields.done = i % 4 == 0 ? domain::Answer::kNo : domain::Answer::kYes;
    const auto& program = programs[static_cast<std::size_t>(i) % 2];
    ASSERT_THAT(clinic.follow_up.CreateCheckIn(clinic.Changing(), {program.name, fields}), IsOk());
  }
}

constexpr const char* kSums =
    "SELECT week_first_day, patient_id, entry_count, late_entry_count, credible_done_day_count, "
    "returned_paper_done_day_count, asked_at_visit_done_day_count, claimed_done_day_count "
    "FROM weekly_rollups ORDER BY week_first_day, patient_id";
// `monday`: the Monday of session_day in the database's own words.
std::string RecountBy(const std::string& monday) {
  return "SELECT " + monday +
         " AS week, patient_id, count(*), sum(late), "
         "count(DISTINCT CASE WHEN done = 1 AND evidence_class IN (1, 2) THEN session_day END), "
         "count(DISTINCT CASE WHEN done = 1 AND evidence_class = 4 THEN session_day END), "
         "count(DISTINCT CASE WHEN done = 1 AND evidence_class = 5 THEN session_day END), "
         "count(DISTINCT CASE WHEN done = 1 THEN session_day END) "
         "FROM check_ins WHERE suspected_automated = 0 AND superseded_by IS NULL GROUP BY 1, "
         "patient_id ORDER BY 1, patient_id";
}

TEST(WeeklyRollupTest, TheSumsOnSqliteAreThoseOfARecount) {
  const support::TempFolder folder;
  test::Clinic clinic(OpenSqliteFile(folder / "ischia.db").value());
  EnterCheckIns(clinic);
  test::RawDatabase raw(folder / "ischia.db");
  // Six days back from the Sunday that follows the day or is it.
  const auto recount = raw.Rows(RecountBy("date(session_day, 'weekday 0', '-6 days')"));
  EXPECT_THAT(recount, SizeIs(6));
  EXPECT_EQ(raw.Rows(kSums), recount);
}

TEST(WeeklyRollupTest, TheSumsOnPostgresqlAreThoseOfARecount) {
  const test::PostgresDatabase database = test::PrivatePostgres::OfThisProgram().Migrated();
  test::Clinic clinic(
      std::get<std::unique_ptr<app::Store>>(OpenPostgresql(database.application(), 1)));
  EnterCheckIns(clinic);
  const auto recount = database.Rows(
      RecountBy("to_char(date_trunc('week', CAST(session_day AS date)), 'YYYY-MM-DD')"));
  EXPECT_THAT(recount, SizeIs(6));
  EXPECT_EQ(database.Rows(kSums), recount);
}

}  // namespace
}  // namespace ischia::storage
