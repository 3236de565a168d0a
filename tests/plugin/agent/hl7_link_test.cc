// Documents by HL7 into a receiver that was not written here (python3-hl7), from a real service.
#include "plugin/agent/filing/hl7_link.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <sstream>
#include <string>
#include <variant>

#include "ischia/v1/handout.pb.h"
#include "ischia/v1/program.grpc.pb.h"
#include "plugin/agent/gateway/methods.h"
#include "plugin/agent/spool/disk.h"
#include "tests/end_to_end/running_service.h"
#include "tests/plugin/agent/hl7_receiver.h"
#include "tests/plugin/agent/running_agent.h"
#include "tests/support/child_process.h"
#include "tests/support/free_port.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPatient = "practices/sample/patients/p-1";
constexpr const char* kProgram = "practices/sample/patients/p-1/programs/home";

Instant Now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::set<std::string, std::less<>> EveryMethod() {
  std::set<std::string, std::less<>> names;
  for (const MethodRow& row : HostMethods()) names.emplace(row.name);
  return names;
}

// The case v01, measured on that day.
std::string Measured(const std::string& day) {
  std::string assessment = support::ReadFile(ISCHIA_TEST_DATA "/prescribe/v01.assessment.json");
  const std::size_t begin = assessment.find('{', assessment.find("\"assessment_date\""));
  return assessment.replace(begin, assessment.find('}', begin) + 1 - begin, day);
}

class Hl7LinkTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Spool::Open({folder_ / "spool", folder_ / "spool.key"}, {}, disk_);
    spool_ = std::move(std::get<std::unique_ptr<Spool>>(opened));
    courier_ = std::make_unique<Courier>(*spool_, link_, log_, Now);
    gateway_ = std::make_unique<Gateway>(EveryMethod(), link_, *spool_, *courier_, log_, Now);
  }

  Answer Ask(const std::string& method, const std::string& json) {
    const auto answered = std::make_shared<std::promise<Answer>>();
    gateway_->Ask(gateway_->NewTicket(), {"ischia.v1." + method, json, kLongestCall, host_.caller},
                  [answered](const Answer& given) { answered->set_value(given); });
    return answered->get_future().get();
  }
  template <typename Message>
  Message Must(const std::string& method, const std::string& json) {
    const Answer answer = Ask(method, json);
    EXPECT_EQ(answer.status, 0) << method << answer.json;
    Message message;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(answer.json, &message).ok());
    return message;
  }

  // Patient 4711 of the practice's software follows a program since yesterday.
  void MakeProgram() {
    const std::chrono::year_month_day yesterday(
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) -
        std::chrono::days(1));
    begin_ = R"({"year": )" + std::to_string(static_cast<int>(yesterday.year())) +
             R"(, "month": )" + std::to_string(static_cast<unsigned>(yesterday.month())) +
             R"(, "day": )" + std::to_string(static_cast<unsigned>(yesterday.day())) + "}";
    const std::string patient = kPatient;
    (void)Must<v1::Patient>("PatientService/CreatePatient",
                            R"({"parent": "practices/sample", "patient_id": "p-1", "patient": {
      "host_reference": {"host_id": "pvs", "patient_id": "4711"}, "given_name": "Erika",
      "family_name": "Müller|Muster", "birth_date": {"year": 1992, "month": 3, "day": 14},
      "sex_for_norms": "NORM_SEX_MALE"}})");
    EXPECT_EQ(Ask("AssessmentService/CreateAssessment",
                  R"({"parent": ")" + patient + R"(", "assessment_id": "first", "assessment": )" +
                      Measured(begin_) + "}")
                  .status,
              0);
    const auto draft = Must<v1::Program>(
        "ProgramService/CreateProgram",
        R"({"parent": ")" + patient + R"(", "assessment": ")" + patient +
            R"(/assessments/first", "program_id": "home", "start_date": )" + begin_ + "}");
    (void)Must<v1::Program>(
        "ProgramService/ActivateProgram",
        R"({"name": ")" + draft.name() + R"(", "etag": ")" + draft.etag() + "\"}");
  }
  // Another sheet of it waits for the practice's software.
  void OrderSheet() {
    EXPECT_EQ(Ask("HandoutService/CreateHandout",
                  R"({"parent": ")" + std::string(kProgram) +
                      R"(", "handout": {"kind": "KIND_PROGRAM"}, "file_to_host": true})")
                  .status,
              0);
  }
  // Another one as the agent gets it.
  Document Sheet() {
    OrderSheet();
    const auto claimed = Must<v1::ClaimFilingsResponse>(
        "FilingService/ClaimFilings", R"({"parent": "practices/sample", "host_id": "pvs"})");
    EXPECT_EQ(claimed.filings_size(), 1);
    if (claimed.filings().empty()) return {};
    const v1::Filing& filing = claimed.filings(0);
    return {filing, Must<v1::DownloadHandoutResponse>("HandoutService/DownloadHandout",
                                                      R"({"name": ")" + filing.handout() + "\"}")
                        .content()};
  }
  void Complete(const Document& document, const std::string& id) {
    const v1::Filing& filing = document.filing;
    (void)Must<v1::Filing>("FilingService/CompleteFiling",
                           R"({"name": ")" + filing.name() + R"(", "claim_epoch": )" +
                               std::to_string(filing.claim_epoch()) + R"(, "host_document_id": ")" +
                               id + R"(", "content_sha256": ")" + filing.content_sha256() + "\"}");
  }

  Hl7Settings SettingsFor(std::uint16_t port) const {
    hl7v2::Site site;
    site.receiving_application = "PVS1";
    return {.target = {"127.0.0.1", port},
            .host_id = "pvs",
            .patient_authority = "PVSNUMBERS",
            .site = site};
  }
  std::unique_ptr<Hl7Link> LinkTo(const Hl7Settings& settings) {
    return std::make_unique<Hl7Link>(settings, *gateway_, host_, log_, Now);
  }
  std::unique_ptr<Hl7Link> LinkTo(const Hl7Receiver& receiver) {
    return LinkTo(SettingsFor(receiver.port()));
  }

  support::TempFolder folder_;
  support::RunningService service_{{}, support::Door::kSocket};
  std::ostringstream log_text_;
  Log log_{log_text_};
  RealDisk disk_;
  Link link_{service_.address()};
  std::unique_ptr<Spool> spool_;
  std::unique_ptr<Courier> courier_;
  std::unique_ptr<Gateway> gateway_;
  const Host host_{{"pt-lane", "clinician"}, "pvs"};
  std::string begin_;
};

std::string Text(const Poco::JSON::Object& message, const std::string& name) {
  return message.optValue<std::string>(name, "");
}
std::string NumberOf(const Poco::JSON::Object& message, const std::string& code) {
  return message.getObject("numbers")->optValue<std::string>(code, "");
}
std::string IdOf(const Document& document) {
  return document.filing.name().substr(document.filing.name().rfind('/') + 1);
}

TEST_F(Hl7LinkTest, ADocumentArrivesWithItsPatientAndIsFiled) {
  MakeProgram();
  Document sheet = Sheet();
  sheet.filing.mutable_expected_patient()->set_sex_for_norms(v1::NORM_SEX_MALE);
  Hl7Receiver receiver;
  const Filed filed = LinkTo(receiver)->File(sheet);
  EXPECT_EQ(filed.outcome, 0);
  EXPECT_EQ(filed.document_id, IdOf(sheet));
  EXPECT_EQ(Text(receiver.Next(), "kind"), "ORU^R01");
  const auto document = receiver.Next();
  EXPECT_EQ(Text(document, "kind"), "MDM^T02");
  EXPECT_EQ(Text(document, "receiver"), "PVS1");
  EXPECT_EQ(Text(document, "patient"), "4711");
  EXPECT_EQ(Text(document, "authority"), "PVSNUMBERS");
  EXPECT_EQ(Text(document, "family"), "Müller|Muster");
  EXPECT_EQ(Text(document, "birth_date"), "19920314");
  EXPECT_EQ(Text(document, "sex"), "M");
  EXPECT_EQ(Text(document, "type"), "HEP");
  EXPECT_EQ(Text(document, "title"), "Home exercise program, revision 1");
  EXPECT_EQ(Text(document, "document"), IdOf(sheet));
  EXPECT_EQ(Text(document, "parent"), "");
  EXPECT_EQ(Text(document, "sha256"), sheet.filing.content_sha256());
  EXPECT_EQ(receiver.CountLeft(), 0);
}

TEST_F(Hl7LinkTest, TheProgramsNumbersGoBeforeIt) {
  MakeProgram();
  EXPECT_EQ(Ask("CheckInService/CreateCheckIn",
                R"({"parent": ")" + std::string(kProgram) +
                    R"(", "check_in": {"origin": "ORIGIN_PHONE", "done": "ANSWER_YES",)"
                    R"("session_date": )" +
                    begin_ + "}}")
                .status,
            0);
  Hl7Receiver receiver;
  (void)LinkTo(receiver)->File(Sheet());
  const auto numbers = receiver.Next();
  EXPECT_EQ(Text(numbers, "kind"), "ORU^R01");
  EXPECT_EQ(Text(numbers, "patient"), "4711");
  EXPECT_EQ(NumberOf(numbers, "CLAIM-DAYS"), "1");
  EXPECT_EQ(NumberOf(numbers, "CRED-DAYS"), "0");
  EXPECT_EQ(NumberOf(numbers, "72514-3"), "0");
  EXPECT_EQ(NumberOf(numbers, "PAIN-ACT"), "1");
  EXPECT_NE(Text(numbers, "control_id"), Text(receiver.Next(), "control_id"));
}

TEST_F(Hl7LinkTest, ASiteWithoutNumbersGetsNone) {
  MakeProgram();
  Hl7Receiver receiver;
  Hl7Settings settings = SettingsFor(receiver.port());
  settings.sends_numbers = false;
  EXPECT_EQ(LinkTo(settings)->File(Sheet()).outcome, 0);
  EXPECT_EQ(Text(receiver.Next(), "kind"), "MDM^T02");
  EXPECT_EQ(receiver.CountLeft(), 0);
}

TEST_F(Hl7LinkTest, TheNextSheetNamesTheOneThatItReplaces) {
  MakeProgram();
  Hl7Receiver receiver;
  Hl7Settings settings = SettingsFor(receiver.port());
  settings.sends_numbers = false;
  settings.site.replaces_by_t10 = true;
  const auto link = LinkTo(settings);
  const Document first = Sheet();
  Complete(first, link->File(first).document_id);
  const Document second = Sheet();
  EXPECT_EQ(link->File(second).outcome, 0);
  EXPECT_EQ(Text(receiver.Next(), "kind"), "MDM^T02");
  const auto replacement = receiver.Next();
  EXPECT_EQ(Text(replacement, "kind"), "MDM^T10");
  EXPECT_EQ(Text(replacement, "document"), IdOf(second));
  EXPECT_EQ(Text(replacement, "parent"), IdOf(first));
}

// The receiver would look for a number that it never heard of.
TEST_F(Hl7LinkTest, ADocumentThatWentAnotherWayIsNotNamed) {
  MakeProgram();
  Complete(Sheet(), "scan-7.pdf");
  Hl7Receiver receiver;
  EXPECT_EQ(LinkTo(receiver)->File(Sheet()).outcome, 0);
  (void)receiver.Next();
  EXPECT_EQ(Text(receiver.Next(), "parent"), "");
}

TEST_F(Hl7LinkTest, ARefusalEndsIt) {
  MakeProgram();
  const Document sheet = Sheet();
  for (const char* refusal : {"AE", "AR"}) {
    Hl7Receiver receiver({"AA", refusal});
    EXPECT_EQ(LinkTo(receiver)->File(sheet).outcome, 3) << refusal;
  }
  EXPECT_THAT(log_text_.str(), HasSubstr("hl7_not_accepted"));
}

TEST_F(Hl7LinkTest, WithoutAnAnswerItComesAgainUnderTheSameIds) {
  MakeProgram();
  const Document sheet = Sheet();
  Hl7Receiver receiver({"AA", "cut", "AA", "other"});
  const auto link = LinkTo(receiver);
  EXPECT_EQ(link->File(sheet).outcome, 14);
  EXPECT_EQ(link->File(sheet).outcome, 14);
  EXPECT_EQ(LinkTo(receiver)->File(sheet).outcome, 0);  // of an agent that was started anew
  const std::string numbers = Text(receiver.Next(), "control_id");
  const std::string document = Text(receiver.Next(), "control_id");
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(Text(receiver.Next(), "control_id"), numbers);
    const auto resent = receiver.Next();
    EXPECT_EQ(Text(resent, "control_id"), document);
    EXPECT_EQ(Text(resent, "document"), IdOf(sheet));
  }
}

TEST_F(Hl7LinkTest, WithoutAReceiverItComesAgain) {
  MakeProgram();
  EXPECT_EQ(LinkTo(SettingsFor(support::FreePort()))->File(Sheet()).outcome, 14);
}

TEST_F(Hl7LinkTest, ARefusalOfTheNumbersLeavesTheDocumentAlone) {
  MakeProgram();
  Hl7Receiver receiver({"AE", "AA"});
  EXPECT_EQ(LinkTo(receiver)->File(Sheet()).outcome, 0);
}

TEST_F(Hl7LinkTest, NumbersWithoutAnAnswerHoldTheDocumentBackTwice) {
  MakeProgram();
  Document sheet = Sheet();
  Hl7Receiver receiver({"cut", "cut", "cut"});
  const auto link = LinkTo(receiver);
  for (const std::int32_t outcome : {14, 14, 0}) {
    EXPECT_EQ(link->File(sheet).outcome, outcome);
    sheet.filing.set_claim_epoch(sheet.filing.claim_epoch() + 1);
  }
  for (const char* kind : {"ORU^R01", "ORU^R01", "ORU^R01", "MDM^T02"}) {
    EXPECT_EQ(Text(receiver.Next(), "kind"), kind);
  }
}

TEST_F(Hl7LinkTest, WhileTheServiceIsAwayNothingIsSent) {
  MakeProgram();
  const Document sheet = Sheet();
  service_.Stop();
  Hl7Receiver receiver;
  EXPECT_EQ(LinkTo(receiver)->File(sheet).outcome, 14);
  EXPECT_EQ(receiver.CountLeft(), 0);
}

TEST_F(Hl7LinkTest, WhatCannotBeWrittenIsRefusedAndTheLogSaysWhichFieldNotWhat) {
  MakeProgram();
  Document sheet = Sheet();
  sheet.filing.mutable_expected_patient()->set_family_name("慢");
  Hl7Receiver receiver;
  Hl7Settings settings = SettingsFor(receiver.port());
  settings.site.character_set = hl7v2::CharacterSet::kLatin1;
  EXPECT_EQ(LinkTo(settings)->File(sheet).outcome, 3);
  EXPECT_EQ(receiver.CountLeft(), 0);
  EXPECT_THAT(log_text_.str(), HasSubstr("patient.family"));
}

TEST_F(Hl7LinkTest, NothingOfThePatientIsLogged) {
  MakeProgram();
  const Document sheet = Sheet();
  Hl7Receiver receiver({"AE", "AE"});
  (void)LinkTo(receiver)->File(sheet);
  EXPECT_THAT(log_text_.str(), Not(HasSubstr("4711")));
  EXPECT_THAT(log_text_.str(), Not(HasSubstr("Muster")));
}

// -- The whole agent ------------------------------------------------------------------------------

class AgentByHl7Test : public Hl7LinkTest {
 protected:
  void Start(const std::string& target) {
    agent_ = std::make_unique<RunningAgent>(
        AgentPlace{folder_.path(), service_.address()},
        std::vector<std::string>{"hl7.target=" + target, "hl7.host_id=pvs",
                                 "hl7.receiving_application=PVS1", "caller.user=pt-lane"});
    ASSERT_TRUE(agent_->ready());
  }
  // The sheet of this position, once it is in that state.
  v1::Filing Awaited(int position, v1::Filing::State state) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < end) {
      const auto listed = Must<v1::ListFilingsResponse>(
          "FilingService/ListFilings", R"({"parent": ")" + std::string(kProgram) + "\"}");
      if (listed.filings_size() <= position) continue;
      if (listed.filings(position).state() == state) return listed.filings(position);
    }
    ADD_FAILURE() << "filing " << position << " never came to state " << state;
    return {};
  }
  v1::Filing AwaitedFailure(int position) {
    v1::Filing filing;
    do {
      filing = Awaited(position, v1::Filing::STATE_PENDING);
    } while (filing.failure_reason().empty() && !HasFailure());
    return filing;
  }
  // What waits for its next attempt has waited long enough.
  void LetTimePass() {
    service_.Stop();
    const auto done = support::RunProgram(
        {"sqlite3", service_.folder() / "ischia.db", "UPDATE filings SET claim_expire_time = 0"});
    EXPECT_EQ(done.exit_code, 0) << done.output;
    service_.Start();
  }
  // A new revision of the program, and its sheet.
  void Revise() {
    const auto program = Must<v1::Program>("ProgramService/GetProgram",
                                           R"({"name": ")" + std::string(kProgram) + "\"}");
    const auto stretch = std::find_if(
        program.weeks(0).items().begin(), program.weeks(0).items().end(), [](const auto& item) {
          return item.slot() == v1::ProgramItem::SLOT_STRETCH && item.alternatives_size() > 0;
        });
    ASSERT_NE(stretch, program.weeks(0).items().end());
    v1::ReviseProgramRequest revise;
    revise.set_name(kProgram);
    revise.set_etag(program.etag());
    revise.set_request_id("12345678-1234-4234-8234-123456789abc");
    *revise.mutable_effective_date() = program.start_date();
    v1::ProgramEdit& swap = *revise.add_edits();
    swap.set_kind(v1::ProgramEdit::KIND_SWAP);
    swap.set_from_week_number(1);
    swap.set_exercise(stretch->exercise());
    swap.set_new_exercise(stretch->alternatives(0));
    swap.set_reason("The strap cuts into the foot.");
    v1::Program revised;
    const grpc::Status status = service_.Stub<v1::ProgramService>()->ReviseProgram(
        support::RunningService::Context().get(), revise, &revised);
    ASSERT_TRUE(status.ok()) << status.error_message();
    OrderSheet();
  }

  std::unique_ptr<RunningAgent> agent_;
};

TEST_F(AgentByHl7Test, ASheetIsFiledOnceAndReplacedByTheNextRevisions) {
  MakeProgram();
  OrderSheet();
  Hl7Receiver receiver;
  Start(receiver.target());
  (void)receiver.Next();
  const auto first = receiver.Next();
  EXPECT_EQ(Awaited(0, v1::Filing::STATE_FILED).host_document_id(), Text(first, "document"));
  Revise();
  (void)receiver.Next();
  const auto second = receiver.Next();
  EXPECT_EQ(Text(second, "kind"), "MDM^T02");
  EXPECT_EQ(Text(second, "title"), "Home exercise program, revision 2");
  EXPECT_EQ(Text(second, "parent"), Text(first, "document"));
  EXPECT_EQ(Awaited(1, v1::Filing::STATE_FILED).host_document_id(), Text(second, "document"));
  EXPECT_EQ(agent_->Terminate(), 0);
  EXPECT_EQ(receiver.CountLeft(), 0);
}

TEST_F(AgentByHl7Test, ARefusedSheetWaitsForAPerson) {
  MakeProgram();
  OrderSheet();
  Hl7Receiver receiver({"AA", "AE"});
  Start(receiver.target());
  EXPECT_EQ(Awaited(0, v1::Filing::STATE_FAILED).failure_reason(), "DOCUMENT_REFUSED");
}

TEST_F(AgentByHl7Test, AConnectionThatEndsBehindTheMessageBringsItAgain) {
  MakeProgram();
  OrderSheet();
  Hl7Receiver receiver({"AA", "cut"});
  Start(receiver.target());
  EXPECT_EQ(AwaitedFailure(0).failure_reason(), "HOST_UNAVAILABLE");
  LetTimePass();
  (void)Awaited(0, v1::Filing::STATE_FILED);
  const auto numbers = receiver.Next();
  const auto document = receiver.Next();
  EXPECT_EQ(Text(receiver.Next(), "control_id"), Text(numbers, "control_id"));
  EXPECT_EQ(Text(receiver.Next(), "control_id"), Text(document, "control_id"));
  EXPECT_EQ(receiver.CountLeft(), 0);
}

TEST_F(AgentByHl7Test, AReceiverThatIsAwayGetsItLater) {
  MakeProgram();
  OrderSheet();
  Start("127.0.0.1:" + std::to_string(support::FreePort()));
  EXPECT_EQ(AwaitedFailure(0).failure_reason(), "HOST_UNAVAILABLE");
  agent_.reset();
  LetTimePass();
  Hl7Receiver receiver;
  Start(receiver.target());
  (void)Awaited(0, v1::Filing::STATE_FILED);
  (void)receiver.Next();
  EXPECT_EQ(Text(receiver.Next(), "kind"), "MDM^T02");
}

}  // namespace
}  // namespace ischia::agent
