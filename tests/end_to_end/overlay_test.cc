// A clinic's overlay through ischiad: fit, it starts and is seen in programs and handouts; wrong,
// it refuses the start and says everything that is wrong.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "ischia/v1/assessment.grpc.pb.h"
#include "ischia/v1/catalogue.grpc.pb.h"
#include "ischia/v1/decision.grpc.pb.h"
#include "ischia/v1/handout.grpc.pb.h"
#include "ischia/v1/patient.grpc.pb.h"
#include "ischia/v1/program.grpc.pb.h"
#include "service/catalogue/check.h"
#include "service/catalogue/load.h"
#include "tests/end_to_end/ischiad_process.h"
#include "tests/end_to_end/running_service.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia {
namespace {

using support::RunningService;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A copy of the example, for this test to change. Closed to others, whatever the checkout is.
struct OverlayCopy {
  OverlayCopy() {
    for (const auto& file : std::filesystem::directory_iterator(ISCHIA_TEST_DATA "/overlay")) {
      support::WriteFile(folder / file.path().filename().string(), support::ReadFile(file.path()));
    }
    Close();
  }
  void Close() const {
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
      std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    }
  }
  void Replace(const std::string& name, const std::string& from, const std::string& to) const {
    std::string text = support::ReadFile(folder / name);
    text.replace(text.find(from), from.size(), to);
    std::filesystem::remove(folder / name);
    support::WriteFile(folder / name, text);
    Close();
  }
  support::SettingTexts Settings() const { return {{"catalogue.overlay", folder.path()}}; }

  support::TempFolder folder;
};

class OverlayServiceTest : public ::testing::Test {
 protected:
  template <typename Stub, typename Request, typename Answer>
  grpc::Status Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
                   Request request, Answer& answer) {
    if (const auto* id = request.GetDescriptor()->FindFieldByName("request_id")) {
      const std::string digits = std::to_string(++requests_);
      request.GetReflection()->SetString(
          &request, id, "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits);
    }
    const auto context = RunningService::Context();
    context->set_wait_for_ready(true);
    return (Stub(service_.channel()).*method)(context.get(), request, &answer);
  }
  template <typename Stub, typename Request, typename Answer>
  Answer Must(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
              Request request) {
    Answer answer;
    const grpc::Status status = Try(method, std::move(request), answer);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return answer;
  }

  template <typename Message>
  static void Read(const std::string& name, Message& message) {
    const std::string text = support::ReadFile(std::string(ISCHIA_TEST_DATA "/") + name);
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &message).ok()) << name;
  }

  v1::Catalogue Catalogue() {
    v1::GetCatalogueRequest request;
    request.set_parent("practices/sample");
    return Must(&v1::CatalogueService::Stub::GetCatalogue, request);
  }

  // The active program of vignette V01.
  v1::Program ActiveProgram() {
    v1::CreatePatientRequest patient;
    patient.set_parent("practices/sample");
    Read("quickstart/v01.patient.json", *patient.mutable_patient());
    const std::string name = Must(&v1::PatientService::Stub::CreatePatient, patient).name();
    v1::CreateAssessmentRequest assess;
    assess.set_parent(name);
    Read("prescribe/v01.assessment.json", *assess.mutable_assessment());
    v1::CreateProgramRequest create;
    create.set_parent(name);
    create.set_assessment(Must(&v1::AssessmentService::Stub::CreateAssessment, assess).name());
    create.mutable_start_date()->set_year(2026);
    create.mutable_start_date()->set_month(6);
    create.mutable_start_date()->set_day(1);
    const v1::Program draft = Must(&v1::ProgramService::Stub::CreateProgram, create);
    v1::ActivateProgramRequest activate;
    activate.set_name(draft.name());
    activate.set_etag(draft.etag());
    for (const v1::Finding& finding : draft.findings()) {
      EXPECT_FALSE(finding.acknowledgement_required()) << finding.rule_id();
    }
    return Must(&v1::ProgramService::Stub::ActivateProgram, activate);
  }

  grpc::Status Render(const v1::Program& program, const std::string& language,
                      v1::Handout& handout) {
    v1::CreateHandoutRequest render;
    render.set_parent(program.name());
    render.mutable_handout()->set_kind(v1::Handout::KIND_PROGRAM);
    render.mutable_handout()->set_language_code(language);
    return Try(&v1::HandoutService::Stub::CreateHandout, render, handout);
  }

  std::string TextOf(const v1::Handout& handout) {
    v1::DownloadHandoutRequest download;
    download.set_name(handout.name());
    const std::string file = service_.folder() / "handout.pdf";
    support::WriteFile(file, Must(&v1::HandoutService::Stub::DownloadHandout, download).content());
    // Words in reading order, however their lines break.
    std::istringstream words(support::RunProgram({"pdftotext", file, "-"}).output);
    std::string text;
    for (std::string word; words >> word;) text += (text.empty() ? "" : " ") + word;
    return text;
  }

  static std::vector<std::string> FirstWeekOf(const v1::Program& program) {
    std::vector<std::string> exercises;
    for (const v1::ProgramItem& item : program.weeks(0).items()) {
      exercises.push_back(item.exercise());
    }
    return exercises;
  }

  OverlayCopy overlay_;
  RunningService service_{overlay_.Settings(), support::Door::kSocket};  // it comes back there
  int requests_ = 0;
};

TEST_F(OverlayServiceTest, IsSeenInTheCatalogueTheProgramAndTheHandout) {
  const v1::Catalogue catalogue = Catalogue();
  EXPECT_EQ(catalogue.version(), "2026.1+" + catalogue.overlay_version());
  EXPECT_THAT(catalogue.language_codes(), ElementsAre("en"));

  const v1::Program program = ActiveProgram();
  EXPECT_EQ(program.catalogue_version(), catalogue.version());
  EXPECT_THAT(FirstWeekOf(program), Contains("exercises/CE-01"));
  const auto finding = std::find_if(program.findings().begin(), program.findings().end(),
                                    [](const auto& entry) { return entry.rule_id() == "CS-01"; });
  ASSERT_NE(finding, program.findings().end());
  EXPECT_THAT(finding->summary(), HasSubstr("keeps it light"));

  v1::Handout handout;
  ASSERT_TRUE(Render(program, "en", handout).ok());
  EXPECT_THAT(TextOf(handout), AllOf(HasSubstr("Lying strap stretch, knee bent"),
                                     HasSubstr("Put a strap around the middle of the other foot")));
}

TEST_F(OverlayServiceTest, IsListedWithTheCatalogue) {
  v1::GetExerciseRequest exercise;
  exercise.set_parent("practices/sample");
  exercise.set_name("exercises/CE-01");
  EXPECT_EQ(Must(&v1::CatalogueService::Stub::GetExercise, exercise).dose_rule(), "D-STATIC");
  v1::GetSafetyRuleRequest rule;
  rule.set_parent("practices/sample");
  rule.set_name("safetyRules/CS-02");
  EXPECT_THAT(Must(&v1::CatalogueService::Stub::GetSafetyRule, rule).effect(),
              HasSubstr("House rule beside S-29"));
}

TEST_F(OverlayServiceTest, AProgramWithAnExerciseThatIsGoneStaysReadable) {
  const std::string version = Catalogue().version();
  const v1::Program program = ActiveProgram();
  service_.Stop();
  std::filesystem::remove(overlay_.folder / "exercises.textproto");
  service_.Start();
  EXPECT_NE(Catalogue().version(), version);

  v1::GetProgramRequest get;
  get.set_name(program.name());
  const v1::Program stored = Must(&v1::ProgramService::Stub::GetProgram, get);
  EXPECT_EQ(stored.catalogue_version(), version);
  EXPECT_THAT(FirstWeekOf(stored), Contains("exercises/CE-01"));
  v1::Handout handout;
  const grpc::Status refused = Render(stored, "en", handout);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_message(), HasSubstr("no longer has"));
}

TEST_F(OverlayServiceTest, AProgramGoesOnWithoutAnExerciseThatIsGone) {
  const v1::Program program = ActiveProgram();
  service_.Stop();
  std::filesystem::remove(overlay_.folder / "exercises.textproto");
  service_.Start();
  v1::ReplayProgramRequest replay;
  replay.set_name(program.name());
  EXPECT_GT(Must(&v1::ProgramService::Stub::ReplayProgram, replay).differences_size(), 0);
  v1::DecideWeekRequest decide;
  decide.set_parent(program.name());
  decide.set_week_number(1);
  decide.mutable_as_of_date()->set_year(2026);
  decide.mutable_as_of_date()->set_month(6);
  decide.mutable_as_of_date()->set_day(7);
  const v1::WeeklyDecision proposed = Must(&v1::WeeklyDecisionService::Stub::DecideWeek, decide);
  v1::ConfirmWeeklyDecisionRequest confirm;
  confirm.set_name(proposed.name());
  confirm.set_etag(proposed.etag());
  Must(&v1::WeeklyDecisionService::Stub::ConfirmWeeklyDecision, confirm);
  v1::GetProgramRequest get;
  get.set_name(program.name());
  const v1::Program revised = Must(&v1::ProgramService::Stub::GetProgram, get);
  ASSERT_GT(revised.weeks_size(), 1);
  for (const v1::ProgramItem& item : revised.weeks(1).items()) {
    EXPECT_NE(item.exercise(), "exercises/CE-01");
  }
}

TEST_F(OverlayServiceTest, SpeaksALanguageThatTheOverlayTranslates) {
  service_.Stop();
  const catalogue::LoadedCatalogue embedded = catalogue::LoadEmbedded();
  std::string british = "texts { language: \"en-GB\"\n";
  for (const std::string_view key : embedded.texts.keys("en")) {
    if (catalogue::IsForClinicians(key)) continue;
    std::string text(key == "HS-01.title" ? "Stretch lying on your back"
                                          : *embedded.texts.Find(key, "en"));
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;) {
      text.replace(at, 1, "\\n");
    }
    british += "texts { key: \"" + std::string(key) + "\" text: \"" + text + "\" }\n";
  }
  std::filesystem::remove(overlay_.folder / "exercises.textproto");
  std::filesystem::remove(overlay_.folder / "restrictions.textproto");
  support::WriteFile(overlay_.folder / "british.textproto", british + "}\n");
  overlay_.Close();
  service_.Start();
  EXPECT_THAT(Catalogue().language_codes(),
              ElementsAre("ar", "de", "en", "en-GB", "es", "fr", "hi", "zh-Hans"));
  v1::Handout handout;
  const v1::Program program = ActiveProgram();
  ASSERT_THAT(FirstWeekOf(program), Contains("exercises/HS-01"));
  ASSERT_TRUE(Render(program, "en-GB", handout).ok());
  EXPECT_THAT(TextOf(handout), HasSubstr("Stretch lying on your back"));
}

// -- As it is installed ---------------------------------------------------------------------------

TEST(OverlayRefusalTest, AWrongOverlayRefusesTheStartAndNamesEverything) {
  const support::TempFolder folder;
  const OverlayCopy overlay;
  overlay.Replace("exercises.textproto", "max_hip_flexion_degrees: 85",
                  "max_hip_flexion_degrees: 90");
  overlay.Replace("restrictions.textproto", "value: 20", "value: 40");
  const auto refused =
      support::RunProgram(support::IschiadCommand(folder.path(), overlay.Settings()));
  EXPECT_EQ(refused.exit_code, 78);
  EXPECT_THAT(
      refused.output,
      AllOf(HasSubstr("catalogue.overlay exercises.textproto:13: exercises CE-01 "
                      "max_hip_flexion_degrees is 90, and HS-01 has 85 (R-12). Write 0 to 85"),
            HasSubstr("catalogue.overlay restrictions.textproto:15: restrictions CS-02 limits "
                      "LIMIT_KIND_MAX_HOLD_SECONDS is no whole number from 10 to 30")));
  EXPECT_FALSE(std::filesystem::exists(folder / "ischia.db"));
}

TEST(OverlayRefusalTest, AnOverlayIsCheckedByItself) {
  const OverlayCopy overlay;
  const std::vector<std::string> check{ISCHIAD,
                                       "--check-overlay=" + overlay.folder.path().string()};
  const auto fit = support::RunProgram(check);
  EXPECT_EQ(fit.exit_code, 0);
  EXPECT_THAT(fit.output, HasSubstr("fit, with catalogue 2026.1+"));
  overlay.Replace("exercises.textproto", "TAG_SUPINE", "TAG_LYING");
  const auto wrong = support::RunProgram(check);
  EXPECT_EQ(wrong.exit_code, 78);
  EXPECT_THAT(wrong.output, HasSubstr("exercises.textproto:9: tags TAG_LYING is not known"));
  EXPECT_EQ(support::RunProgram({ISCHIAD, "--check-overlay="}).exit_code, 78);
}

TEST(OverlayRefusalTest, ALanguageThatNobodyWroteIsRefused) {
  const auto refused = support::RunProgram(
      {ISCHIAD, "--check", "--set=practice.north.display_name=North",
       "--set=practice.north.phone_number=1", "--set=practice.north.emergency_number=112",
       "--set=practice.north.language_code=nl"});
  EXPECT_EQ(refused.exit_code, 78);
  EXPECT_THAT(refused.output,
              AllOf(HasSubstr("practice.north.language_code"), HasSubstr("which has ar, de, en")));
}

}  // namespace
}  // namespace ischia
