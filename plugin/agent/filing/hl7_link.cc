#include "plugin/agent/filing/hl7_link.h"

#include <google/protobuf/util/json_util.h>
#include <grpcpp/support/status_code_enum.h>

#include <ctime>
#include <future>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "ischia/v1/handout.pb.h"
#include "ischia/v1/program.pb.h"
#include "ischia/v1/report.pb.h"
#include "plugin/agent/filing/hl7_numbers.h"
#include "plugin/contract/json.h"

namespace ischia::agent {
namespace {

using grpc::StatusCode;
using std::chrono::seconds;

constexpr const char* kGetHandout = "ischia.v1.HandoutService/GetHandout";
constexpr const char* kGetProgram = "ischia.v1.ProgramService/GetProgram";
constexpr const char* kGetReport = "ischia.v1.ReportService/GetAdherenceReport";

// With three questions of ten seconds it stays below kTimeToFile.
constexpr seconds kNumbersPatience{20};
constexpr seconds kDocumentPatience{50};
constexpr std::int64_t kAttemptsWithNumbers = 3;

// -- Ids ------------------------------------------------------------------------------------------

std::string LastPart(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// Of the filing's id, which is of random digits, what MSH-10 has room for behind the kind. Equal
// for each attempt.
std::string ControlId(char kind, const v1::Filing& filing) {
  constexpr std::size_t kRoom = 19;
  return kind + LastPart(filing.name()).substr(0, kRoom);
}

// The number of the replaced document, if it went this way.
std::string ParentNumber(const v1::Filing& filing) {
  const std::string number = LastPart(filing.replaces());
  return number == filing.replaced_host_document_id() ? number : "";
}

// "practices/*/patients/*/programs/{program}/handouts/{handout}" up to the program.
std::string ProgramOf(const std::string& handout) {
  return handout.substr(0, handout.rfind("/handouts/"));
}

// -- What is sent ---------------------------------------------------------------------------------

hl7v2::Instant LocalTime(std::chrono::sys_seconds instant) {
  const std::time_t time = std::chrono::system_clock::to_time_t(instant);
  std::tm local{};
  localtime_r(&time, &local);
  return {instant, std::chrono::duration_cast<std::chrono::minutes>(seconds(local.tm_gmtoff))};
}

std::optional<hl7v2::Sex> SexOf(v1::NormSex sex) {
  switch (sex) {
    case v1::NORM_SEX_FEMALE:
      return hl7v2::Sex::kFemale;
    case v1::NORM_SEX_MALE:
      return hl7v2::Sex::kMale;
    case v1::NORM_SEX_NOT_STATED:
      return hl7v2::Sex::kUnknown;
    default:
      return std::nullopt;
  }
}

hl7v2::Patient PatientOf(const v1::PatientContext& expected, const std::string& authority) {
  hl7v2::Patient patient{.id = expected.host_reference().patient_id(),
                         .authority = authority,
                         .family = expected.family_name(),
                         .given = expected.given_name(),
                         .birth_date = {},
                         .sex = SexOf(expected.sex_for_norms())};
  if (expected.has_birth_date()) patient.birth_date = DayOf(expected.birth_date());
  return patient;
}

hl7v2::Code TypeOf(v1::Handout::Kind kind) {
  switch (kind) {
    case v1::Handout::KIND_PROGRAM:
      return {"HEP", "Home exercise program"};
    case v1::Handout::KIND_FRIDGE_SHEET:
      return {"HEPPAGE", "Home exercise program on one page"};
    case v1::Handout::KIND_WEEK_SHEET:
      return {"HEPWEEK", "Home exercise weeks to tick"};
    case v1::Handout::KIND_REFERRAL:
      return {"HEPREFER", "Referral instead of a home exercise program"};
    case v1::Handout::KIND_CLINICIAN_BASIS:
      return {"HEPBASIS", "Basis of a home exercise program"};
    default:
      return {"HEPOTHER", "Document of a home exercise program"};
  }
}

bool MayAnswerLater(std::int32_t status) {
  return status == StatusCode::UNAVAILABLE || status == StatusCode::DEADLINE_EXCEEDED ||
         status == StatusCode::CANCELLED;
}

}  // namespace

Hl7Link::Hl7Link(Hl7Settings settings, Gateway& gateway, Host host, Log& log, WallClock clock)
    : settings_(std::move(settings)),
      gateway_(gateway),
      host_(std::move(host)),
      log_(log),
      clock_(std::move(clock)),
      sender_(settings_.target) {}

Filed Hl7Link::File(const Document& document) {
  const v1::Filing& filing = document.filing;
  v1::GetHandoutRequest which;
  which.set_name(filing.handout());
  v1::Handout handout;
  if (Ask(kGetHandout, which, handout) != 0) return {StatusCode::UNAVAILABLE, {}};
  const auto patient = PatientOf(filing.expected_patient(), settings_.patient_authority);
  if (settings_.sends_numbers && !SendNumbers(filing, patient) &&
      filing.claim_epoch() < kAttemptsWithNumbers) {
    return {StatusCode::UNAVAILABLE, {}};
  }
  const auto made = LocalTime(std::chrono::sys_seconds(seconds(handout.create_time().seconds())));
  const std::string control_id = ControlId('D', filing);
  const hl7v2::Document sent{.type = TypeOf(handout.kind()),
                             .title = filing.title(),
                             .number = LastPart(filing.name()),
                             .parent_number = ParentNumber(filing),
                             .activity = made,
                             .origination = made,
                             .bytes = document.content};
  switch (Send(WriteDocument(settings_.site, EnvelopeOf(control_id), patient, sent), control_id,
               kDocumentPatience)) {
    case hl7v2::Outcome::kAccepted:
      return {0, sent.number};
    case hl7v2::Outcome::kRefused:
      return {StatusCode::INVALID_ARGUMENT, {}};
    default:
      return {StatusCode::UNAVAILABLE, {}};
  }
}

// As of the document's day, so that a later attempt tells the same.
bool Hl7Link::SendNumbers(const v1::Filing& filing, const hl7v2::Patient& patient) {
  v1::GetProgramRequest which;
  which.set_name(ProgramOf(filing.handout()));
  v1::Program program;
  v1::GetAdherenceReportRequest as_of;
  as_of.set_name(which.name() + "/adherenceReport");
  *as_of.mutable_as_of_date() = filing.document_date();
  v1::AdherenceReport report;
  std::int32_t status = Ask(kGetProgram, which, program);
  if (status == 0) status = Ask(kGetReport, as_of, report);
  if (status != 0) return !MayAnswerLater(status);  // refused: it has not begun
  const std::string control_id = ControlId('N', filing);
  const hl7v2::Report sent{.type = {"HEPREP", "Home exercise report"},
                           .number = control_id,
                           .begin = DayOf(program.start_date()),
                           .reported = LocalTime(std::chrono::floor<seconds>(clock_())),
                           .numbers = NumbersOf(report)};
  if (sent.numbers.empty()) return true;
  const hl7v2::Outcome outcome =
      Send(WriteReport(settings_.site, EnvelopeOf(control_id), patient, sent), control_id,
           kNumbersPatience);
  return outcome == hl7v2::Outcome::kAccepted || outcome == hl7v2::Outcome::kRefused;
}

// What cannot be written is refused. Everything but an acceptance is logged.
hl7v2::Outcome Hl7Link::Send(const hl7v2::Written& written, const std::string& control_id,
                             seconds patience) {
  const auto id = LogField::Id("control_id", control_id);
  if (const auto* violations = std::get_if<std::vector<hl7v2::Violation>>(&written)) {
    for (const auto& [field, what] : *violations) {
      log_.Error("hl7_not_written", {id, LogField::Id("field", field), LogField::Id("what", what)});
    }
    return hl7v2::Outcome::kRefused;
  }
  const hl7v2::Delivery delivery =
      sender_.Send(std::get<std::string>(written), std::chrono::steady_clock::now() + patience);
  if (delivery.outcome != hl7v2::Outcome::kAccepted) {
    log_.Error("hl7_not_accepted", {id,
                                    LogField::Id("why", delivery.why),
                                    LogField::Id("code", delivery.code),
                                    {"condition", delivery.condition}});
  }
  return delivery.outcome;
}

// The status of the answer; 0: `answer` is it.
std::int32_t Hl7Link::Ask(const char* method, const google::protobuf::Message& request,
                          google::protobuf::Message& answer) {
  const auto answered = std::make_shared<std::promise<Answer>>();
  gateway_.Ask(
      gateway_.NewTicket(),
      {method, contract::JsonText(request, contract::Layout::kOneLine), kLongestCall, host_.caller},
      [answered](const Answer& given) { answered->set_value(given); });
  const Answer given = answered->get_future().get();
  if (given.status != 0) return given.status;
  // Of the gateway's own making, so of any size and spelled right.
  const bool read = google::protobuf::util::JsonStringToMessage(given.json, &answer).ok();
  return read ? 0 : static_cast<std::int32_t>(StatusCode::INTERNAL);
}

hl7v2::Envelope Hl7Link::EnvelopeOf(std::string control_id) const {
  return {std::move(control_id), LocalTime(std::chrono::floor<seconds>(clock_()))};
}

}  // namespace ischia::agent
