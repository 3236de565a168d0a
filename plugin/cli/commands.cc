#include "plugin/cli/commands.h"

#include <Poco/UUIDGenerator.h>
#include <unistd.h>

#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ischia/v1/assessment.grpc.pb.h"
#include "ischia/v1/catalogue.grpc.pb.h"
#include "ischia/v1/check_in.grpc.pb.h"
#include "ischia/v1/decision.grpc.pb.h"
#include "ischia/v1/handout.grpc.pb.h"
#include "ischia/v1/launch.grpc.pb.h"
#include "ischia/v1/patient.grpc.pb.h"
#include "ischia/v1/practice.grpc.pb.h"
#include "ischia/v1/program.grpc.pb.h"
#include "ischia/v1/report.grpc.pb.h"
#include "plugin/cli/client.h"
#include "plugin/cli/json.h"
#include "plugin/cli/lines.h"
#include "plugin/cli/print.h"

namespace ischia::cli {
namespace {

using Result = Outcome<std::monostate>;

v1::Date Today() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  v1::Date date;
  date.set_year(parts.tm_year + 1900);
  date.set_month(parts.tm_mon + 1);
  date.set_day(parts.tm_mday);
  return date;
}

std::optional<int> WholeNumber(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The option's day, or today.
Outcome<v1::Date> DayOption(const Invocation& invocation, std::string_view option) {
  if (!invocation.Has(option)) return Today();
  const std::string text = invocation.Get(option);
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const auto year = WholeNumber(std::string_view(text).substr(0, 4));
  const auto month = shaped ? WholeNumber(std::string_view(text).substr(5, 2)) : std::nullopt;
  const auto day = shaped ? WholeNumber(std::string_view(text).substr(8, 2)) : std::nullopt;
  if (!year || !month || !day) {
    return Failure{kBadInput, "--" + std::string(option) + " wants a day as YYYY-MM-DD."};
  }
  v1::Date date;
  date.set_year(*year);
  date.set_month(*month);
  date.set_day(*day);
  return date;
}

std::string UserName(const Invocation& invocation) {
  if (invocation.Has("user")) return invocation.Get("user");
  const char* user = std::getenv("USER");
  return user != nullptr ? user : "uid-" + std::to_string(getuid());
}

bool IsOfThePractice(const Invocation& invocation) {
  return invocation.command == "launch" && invocation.Get("view") == "practice";
}

// Whose work a command is.
std::string UsualRole(const Invocation& invocation) {
  return invocation.command == "update-practice" || IsOfThePractice(invocation) ? "admin"
                                                                                : "clinician";
}

class Session {
 public:
  Session(const Invocation& invocation, std::ostream& out)
      : invocation_(invocation),
        out_(out),
        client_(invocation.Has("address") ? invocation.Get("address") : "127.0.0.1:50151",
                UserName(invocation),
                invocation.Has("role") ? invocation.Get("role") : UsualRole(invocation)) {}

  Result ShowPractice();
  Result UpdatePractice();
  Result Patient();
  Result ConfirmEmail();
  Result Assess();
  Result Clear();
  Result Preview();
  Result Create();
  Result Show();
  Result Activate();
  Result Render();
  Result Send();
  Result Delivery();
  Result CheckIn();
  Result Decide();
  Result Confirm();
  Result Override();
  Result Revise();
  Result Suspend();
  Result Resume();
  Result Complete();
  Result Replay();
  Result Report();
  Result Launch();
  Result Store();

 private:
  const std::string& Argument(std::size_t place) const { return invocation_.arguments[place]; }

  std::string Practice() const {
    return "practices/" +
           (invocation_.Has("practice") ? invocation_.Get("practice") : std::string("sample"));
  }
  // A full name as it stands, an id below the practice.
  std::string PatientName(const std::string& text) const {
    return text.find('/') == std::string::npos ? Practice() + "/patients/" + text : text;
  }
  std::string RequestId() const {
    return invocation_.Has("request-id")
               ? invocation_.Get("request-id")
               : Poco::UUIDGenerator::defaultGenerator().createRandom().toString();
  }

  template <typename Message>
  Result Answer(const Outcome<Message>& outcome) {
    if (const auto* failure = std::get_if<Failure>(&outcome)) return *failure;
    return Show(std::get<Message>(outcome));
  }
  template <typename Message>
  Result Show(const Message& message) {
    if (invocation_.Has("json")) {
      out_ << JsonText(message);
    } else {
      Print(out_, message);
    }
    return std::monostate{};
  }
  Result Show(const v1::Program& program);
  Result Show(const v1::ProgramRevision& revision);
  // What a revision has changed, beside the answer that names it.
  Result ShowChanges(const std::string& program, int revision_number);
  Result Settled(const Outcome<v1::WeeklyDecision>& outcome);
  Result AnswerState(const Outcome<v1::Program>& outcome);
  // The titles of all exercises; without them the ids stand alone.
  Titles ExerciseTitles();
  template <typename Request>
  void Acknowledge(Request& request) const;
  // A request that needs the etag of the program as it is now.
  template <typename Request>
  std::optional<Failure> ReadEtag(const std::string& program, Request& request);

  Outcome<v1::Handout> MakeHandout(const v1::Program& program);
  Result Save(const v1::Handout& handout, const std::string& path);
  Outcome<v1::Delivery> WaitFor(v1::Delivery delivery, int seconds);

  const Invocation& invocation_;
  std::ostream& out_;
  Client client_;
};

Result Session::ShowPractice() {
  v1::GetPracticeRequest request;
  request.set_name(Practice());
  return Answer(client_.Call(&v1::PracticeService::Stub::GetPractice, request));
}

// The file's etag, where it has one, else that of the practice as it is now.
Result Session::UpdatePractice() {
  v1::UpdatePracticeRequest request;
  v1::Practice& practice = *request.mutable_practice();
  const auto read = ReadJson(Argument(0), practice);
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  practice.set_name(Practice());
  if (practice.etag().empty()) {
    v1::GetPracticeRequest get;
    get.set_name(Practice());
    const auto found = client_.Call(&v1::PracticeService::Stub::GetPractice, get);
    if (const auto* failure = std::get_if<Failure>(&found)) return *failure;
    practice.set_etag(std::get<v1::Practice>(found).etag());
  }
  std::string fields = invocation_.Get("fields");
  while (!fields.empty()) {
    const std::size_t comma = fields.find(',');
    request.mutable_update_mask()->add_paths(fields.substr(0, comma));
    fields = comma == std::string::npos ? "" : fields.substr(comma + 1);
  }
  if (invocation_.Has("logo")) {
    std::ifstream file(invocation_.Get("logo"), std::ios::binary);
    if (!file) return Failure{kBadInput, invocation_.Get("logo") + ": The file cannot be read."};
    practice.mutable_handout_look()->set_logo_png(
        std::string(std::istreambuf_iterator<char>(file), {}));
    request.mutable_update_mask()->add_paths("handout_look.logo_png");
  }
  request.set_request_id(RequestId());
  return Answer(client_.Call(&v1::PracticeService::Stub::UpdatePractice, request));
}

Result Session::Patient() {
  v1::CreatePatientRequest request;
  request.set_parent(Practice());
  const auto read = ReadJson(Argument(0), *request.mutable_patient());
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  request.set_patient_id(invocation_.Get("id"));
  request.set_request_id(RequestId());
  return Answer(client_.Call(&v1::PatientService::Stub::CreatePatient, request));
}

Result Session::ConfirmEmail() {
  v1::ConfirmEmailAddressRequest request;
  request.set_name(PatientName(Argument(0)));
  request.set_email_address(Argument(1));
  request.set_mail_warning_given(invocation_.Has("warned"));
  request.set_request_id(RequestId());
  return Answer(client_.Call(&v1::PatientService::Stub::ConfirmEmailAddress, request));
}

Result Session::Assess() {
  v1::CreateAssessmentRequest request;
  request.set_parent(PatientName(Argument(0)));
  const auto read = ReadJson(Argument(1), *request.mutable_assessment());
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  request.set_assessment_id(invocation_.Get("id"));
  request.set_validate_only(invocation_.Has("validate-only"));
  request.set_request_id(RequestId());
  return Answer(client_.Call(&v1::AssessmentService::Stub::CreateAssessment, request));
}

Result Session::Clear() {
  v1::CreateClearanceRequest request;
  request.set_parent(PatientName(Argument(0)));
  const auto read = ReadJson(Argument(1), *request.mutable_clearance());
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  request.set_request_id(RequestId());
  return Answer(client_.Call(&v1::AssessmentService::Stub::CreateClearance, request));
}

Result Session::Preview() {
  v1::PreviewProgramRequest request;
  request.set_parent(Practice());
  const auto read = ReadJson(Argument(0), *request.mutable_assessment());
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  const auto start = DayOption(invocation_, "start");
  if (const auto* failure = std::get_if<Failure>(&start)) return *failure;
  *request.mutable_start_date() = std::get<v1::Date>(start);
  return Answer(client_.Call(&v1::ProgramService::Stub::PreviewProgram, request));
}

Result Session::Create() {
  const std::string& assessment = Argument(0);
  const std::size_t end = assessment.find("/assessments/");
  if (end == std::string::npos) {
    return Failure{kBadInput, "ASSESSMENT wants the full name, as `ischia assess` printed it."};
  }
  const auto start = DayOption(invocation_, "start");
  if (const auto* failure = std::get_if<Failure>(&start)) return *failure;
  v1::CreateProgramRequest request;
  request.set_parent(assessment.substr(0, end));
  request.set_assessment(assessment);
  *request.mutable_start_date() = std::get<v1::Date>(start);
  request.set_program_id(invocation_.Get("id"));
  request.set_validate_only(invocation_.Has("validate-only"));
  request.set_request_id(RequestId());
  return Answer(client_.Call(&v1::ProgramService::Stub::CreateProgram, request));
}

Result Session::Show() {
  if (Argument(0).find("/revisions/") != std::string::npos) {
    v1::GetProgramRevisionRequest request;
    request.set_name(Argument(0));
    return Answer(client_.Call(&v1::ProgramService::Stub::GetProgramRevision, request));
  }
  v1::GetProgramRequest request;
  request.set_name(Argument(0));
  return Answer(client_.Call(&v1::ProgramService::Stub::GetProgram, request));
}

Titles Session::ExerciseTitles() {
  v1::ListExercisesRequest request;
  request.set_parent(Practice());
  request.set_page_size(200);
  const auto exercises = client_.Call(&v1::CatalogueService::Stub::ListExercises, request);
  Titles titles;
  if (const auto* answer = std::get_if<v1::ListExercisesResponse>(&exercises)) {
    for (const v1::Exercise& exercise : answer->exercises()) {
      titles[exercise.name()] = exercise.title();
    }
  }
  return titles;
}

Result Session::Show(const v1::Program& program) {
  if (invocation_.Has("json")) {
    out_ << JsonText(program);
  } else {
    Print(out_, program, ExerciseTitles());
  }
  return std::monostate{};
}

Result Session::Show(const v1::ProgramRevision& revision) {
  if (invocation_.Has("json")) {
    out_ << JsonText(revision);
  } else {
    PrintChanges(out_, revision);
    out_ << '\n';
    Print(out_, revision.program(), ExerciseTitles());
  }
  return std::monostate{};
}

Result Session::ShowChanges(const std::string& program, int revision_number) {
  if (invocation_.Has("json") || revision_number == 0) return std::monostate{};
  v1::GetProgramRevisionRequest request;
  request.set_name(program + "/revisions/" + std::to_string(revision_number));
  const auto revision = client_.Call(&v1::ProgramService::Stub::GetProgramRevision, request);
  if (const auto* failure = std::get_if<Failure>(&revision)) return *failure;
  PrintChanges(out_, std::get<v1::ProgramRevision>(revision));
  return std::monostate{};
}

template <typename Request>
void Session::Acknowledge(Request& request) const {
  std::string rules = invocation_.Get("acknowledge");
  while (!rules.empty()) {
    const std::size_t comma = rules.find(',');
    request.add_acknowledged_rule_ids(rules.substr(0, comma));
    rules = comma == std::string::npos ? "" : rules.substr(comma + 1);
  }
  request.set_comment(invocation_.Get("comment"));
}

template <typename Request>
std::optional<Failure> Session::ReadEtag(const std::string& program, Request& request) {
  v1::GetProgramRequest get;
  get.set_name(program);
  const auto found = client_.Call(&v1::ProgramService::Stub::GetProgram, get);
  if (const auto* failure = std::get_if<Failure>(&found)) return *failure;
  request.set_name(program);
  request.set_etag(std::get<v1::Program>(found).etag());
  request.set_request_id(RequestId());
  return std::nullopt;
}

Result Session::Activate() {
  v1::ActivateProgramRequest request;
  if (const auto failure = ReadEtag(Argument(0), request)) return *failure;
  Acknowledge(request);
  return AnswerState(client_.Call(&v1::ProgramService::Stub::ActivateProgram, request));
}

// A program whose plan the caller knows: where it stands now.
Result Session::AnswerState(const Outcome<v1::Program>& outcome) {
  const auto* program = std::get_if<v1::Program>(&outcome);
  if (program == nullptr || invocation_.Has("json")) return Answer(outcome);
  out_ << "Program   " << program->name() << "\nState     " << Word(program->state()) << '\n';
  return std::monostate{};
}

// What a refused program is printed as, and every other one.
std::optional<v1::Handout::Kind> HandoutKindOf(const std::string& word, v1::Program::State state) {
  static const std::map<std::string_view, v1::Handout::Kind> kinds{
      {"program", v1::Handout::KIND_PROGRAM},       {"fridge", v1::Handout::KIND_FRIDGE_SHEET},
      {"weeks", v1::Handout::KIND_WEEK_SHEET},      {"referral", v1::Handout::KIND_REFERRAL},
      {"basis", v1::Handout::KIND_CLINICIAN_BASIS}, {"calendar", v1::Handout::KIND_CALENDAR}};
  if (word.empty()) {
    return state == v1::Program::STATE_REFUSED ? v1::Handout::KIND_REFERRAL
                                               : v1::Handout::KIND_PROGRAM;
  }
  const auto found = kinds.find(word);
  if (found == kinds.end()) return std::nullopt;
  return found->second;
}

// Never an argument, which others on the machine can see.
std::optional<Failure> ReadPassword(const std::string& path, std::string& password) {
  std::ifstream file(path);
  if (!file || !std::getline(file, password) || password.empty()) {
    return Failure{kBadInput, path + ": No password stands in the first line."};
  }
  return std::nullopt;
}

Outcome<v1::Handout> Session::MakeHandout(const v1::Program& program) {
  v1::CreateHandoutRequest request;
  request.set_parent(program.name());
  v1::Handout& handout = *request.mutable_handout();
  const auto kind = HandoutKindOf(invocation_.Get("kind"), program.state());
  if (!kind) {
    return Failure{kBadInput, "--kind wants program, fridge, weeks, referral, basis or calendar."};
  }
  handout.set_kind(*kind);
  handout.set_large_print(invocation_.Has("large-print"));
  handout.set_picture_only(invocation_.Has("picture-only"));
  handout.set_language_code(invocation_.Get("language"));
  if (invocation_.Has("password-file")) {
    const auto failure =
        ReadPassword(invocation_.Get("password-file"), *request.mutable_password());
    if (failure) return *failure;
  }
  handout.set_note(invocation_.Get("note"));
  const std::string paper = invocation_.Get("paper");
  if (paper == "a4") handout.set_paper_size(v1::PAPER_SIZE_A4);
  if (paper == "letter") handout.set_paper_size(v1::PAPER_SIZE_LETTER);
  if (!paper.empty() && paper != "a4" && paper != "letter") {
    return Failure{kBadInput, "--paper wants a4 or letter."};
  }
  request.set_request_id(RequestId());
  return client_.Call(&v1::HandoutService::Stub::CreateHandout, request);
}

Result Session::Save(const v1::Handout& handout, const std::string& path) {
  v1::DownloadHandoutRequest request;
  request.set_name(handout.name());
  const auto download = client_.Call(&v1::HandoutService::Stub::DownloadHandout, request);
  if (const auto* failure = std::get_if<Failure>(&download)) return *failure;
  if (std::ifstream(path).good()) {
    return Failure{kBadInput, path + ": The file is there already and is not overwritten."};
  }
  std::ofstream file(path, std::ios::binary);
  file << std::get<v1::DownloadHandoutResponse>(download).content() << std::flush;
  if (!file) return Failure{kFailed, path + ": The file cannot be written."};
  if (!invocation_.Has("json")) out_ << "File      " << path << '\n';
  return std::monostate{};
}

Result Session::Render() {
  v1::GetProgramRequest get;
  get.set_name(Argument(0));
  const auto program = client_.Call(&v1::ProgramService::Stub::GetProgram, get);
  if (const auto* failure = std::get_if<Failure>(&program)) return *failure;
  const auto handout = MakeHandout(std::get<v1::Program>(program));
  Result shown = Answer(handout);
  if (std::holds_alternative<Failure>(shown) || !invocation_.Has("out")) return shown;
  return Save(std::get<v1::Handout>(handout), invocation_.Get("out"));
}

bool OnItsWay(const v1::Delivery& delivery) {
  return delivery.state() == v1::Delivery::STATE_QUEUED ||
         delivery.state() == v1::Delivery::STATE_SENDING;
}

Outcome<v1::Delivery> Session::WaitFor(v1::Delivery delivery, int seconds) {
  constexpr std::chrono::milliseconds kPoll{100};
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  v1::GetDeliveryRequest request;
  request.set_name(delivery.name());
  while (OnItsWay(delivery) && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(kPoll);
    const auto now = client_.Call(&v1::HandoutService::Stub::GetDelivery, request);
    if (const auto* failure = std::get_if<Failure>(&now)) return *failure;
    delivery = std::get<v1::Delivery>(now);
  }
  return delivery;
}

Result Session::Send() {
  const auto seconds = invocation_.Has("wait") ? WholeNumber(invocation_.Get("wait")) : 0;
  if (!seconds || *seconds < 0 || *seconds > 3600) {
    return Failure{kBadInput, "--wait wants seconds, 0 to 3600."};
  }
  v1::SendHandoutRequest request;
  request.set_name(Argument(0));
  request.set_request_id(RequestId());
  const auto delivery = client_.Call(&v1::HandoutService::Stub::SendHandout, request);
  if (const auto* failure = std::get_if<Failure>(&delivery)) return *failure;
  return Answer(WaitFor(std::get<v1::Delivery>(delivery), *seconds));
}

Result Session::Delivery() {
  v1::GetDeliveryRequest request;
  request.set_name(Argument(0));
  return Answer(client_.Call(&v1::HandoutService::Stub::GetDelivery, request));
}

Result Session::CheckIn() {
  v1::CreateCheckInRequest request;
  request.set_parent(Argument(0));
  const auto read = ReadJson(Argument(1), *request.mutable_check_in());
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  request.set_request_id(RequestId());
  return Answer(client_.Call(&v1::CheckInService::Stub::CreateCheckIn, request));
}

Result Session::Decide() {
  const std::optional<int> week = WholeNumber(Argument(1));
  if (!week) return Failure{kBadInput, "WEEK wants a number, 1 for the first week."};
  const auto as_of = DayOption(invocation_, "as-of");
  if (const auto* failure = std::get_if<Failure>(&as_of)) return *failure;
  v1::DecideWeekRequest request;
  request.set_parent(Argument(0));
  request.set_week_number(*week);
  *request.mutable_as_of_date() = std::get<v1::Date>(as_of);
  request.set_validate_only(invocation_.Has("validate-only"));
  request.set_request_id(RequestId());
  return Answer(client_.Call(&v1::WeeklyDecisionService::Stub::DecideWeek, request));
}

// The settled decision, and what it has changed.
Result Session::Settled(const Outcome<v1::WeeklyDecision>& outcome) {
  Result shown = Answer(outcome);
  if (std::holds_alternative<Failure>(shown)) return shown;
  const auto& decision = std::get<v1::WeeklyDecision>(outcome);
  const std::string& name = decision.name();
  return ShowChanges(name.substr(0, name.find("/weeklyDecisions/")),
                     decision.resulting_revision_number());
}

Result Session::Confirm() {
  v1::GetWeeklyDecisionRequest get;
  get.set_name(Argument(0));
  const auto proposed = client_.Call(&v1::WeeklyDecisionService::Stub::GetWeeklyDecision, get);
  if (const auto* failure = std::get_if<Failure>(&proposed)) return *failure;
  v1::ConfirmWeeklyDecisionRequest request;
  request.set_name(Argument(0));
  request.set_etag(std::get<v1::WeeklyDecision>(proposed).etag());
  request.set_request_id(RequestId());
  return Settled(client_.Call(&v1::WeeklyDecisionService::Stub::ConfirmWeeklyDecision, request));
}

Result Session::Override() {
  std::string word = "KIND_" + Argument(1);
  for (char& c : word) c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
  v1::OverrideWeeklyDecisionRequest request;
  v1::WeeklyDecision::Kind kind = v1::WeeklyDecision::KIND_UNSPECIFIED;
  if (!v1::WeeklyDecision::Kind_Parse(word, &kind)) {
    return Failure{kBadInput, "KIND wants regress, simplify, hold, advance or stop-refer."};
  }
  v1::GetWeeklyDecisionRequest get;
  get.set_name(Argument(0));
  const auto proposed = client_.Call(&v1::WeeklyDecisionService::Stub::GetWeeklyDecision, get);
  if (const auto* failure = std::get_if<Failure>(&proposed)) return *failure;
  request.set_name(Argument(0));
  request.set_etag(std::get<v1::WeeklyDecision>(proposed).etag());
  request.set_kind(kind);
  request.set_reason(invocation_.Get("reason"));
  request.set_request_id(RequestId());
  return Settled(client_.Call(&v1::WeeklyDecisionService::Stub::OverrideWeeklyDecision, request));
}

Result Session::Revise() {
  v1::ReviseProgramRequest request;
  if (invocation_.Has("edits")) {
    const auto read = ReadJson(invocation_.Get("edits"), request);
    if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  }
  const auto from = DayOption(invocation_, "from");
  if (const auto* failure = std::get_if<Failure>(&from)) return *failure;
  if (const auto failure = ReadEtag(Argument(0), request)) return *failure;
  request.set_assessment(invocation_.Get("assessment"));
  *request.mutable_effective_date() = std::get<v1::Date>(from);
  Acknowledge(request);
  request.set_validate_only(invocation_.Has("validate-only"));
  const auto revised = client_.Call(&v1::ProgramService::Stub::ReviseProgram, request);
  const auto* program = std::get_if<v1::Program>(&revised);
  if (program == nullptr || invocation_.Has("json") || invocation_.Has("validate-only")) {
    return Answer(revised);
  }
  (void)AnswerState(revised);  // it is a program
  return ShowChanges(program->name(), program->revision_number());
}

Result Session::Suspend() {
  v1::SuspendProgramRequest request;
  if (const auto failure = ReadEtag(Argument(0), request)) return *failure;
  request.set_reason(invocation_.Get("reason"));
  return AnswerState(client_.Call(&v1::ProgramService::Stub::SuspendProgram, request));
}

Result Session::Resume() {
  const auto from = DayOption(invocation_, "from");
  if (const auto* failure = std::get_if<Failure>(&from)) return *failure;
  v1::ResumeProgramRequest request;
  if (const auto failure = ReadEtag(Argument(0), request)) return *failure;
  *request.mutable_resume_date() = std::get<v1::Date>(from);
  return AnswerState(client_.Call(&v1::ProgramService::Stub::ResumeProgram, request));
}

Result Session::Complete() {
  v1::CompleteProgramRequest request;
  if (const auto failure = ReadEtag(Argument(0), request)) return *failure;
  request.set_reason(invocation_.Get("reason"));
  return AnswerState(client_.Call(&v1::ProgramService::Stub::CompleteProgram, request));
}

Result Session::Replay() {
  v1::ReplayProgramRequest request;
  request.set_name(Argument(0));
  return Answer(client_.Call(&v1::ProgramService::Stub::ReplayProgram, request));
}

Result Session::Report() {
  const auto as_of = DayOption(invocation_, "as-of");
  if (const auto* failure = std::get_if<Failure>(&as_of)) return *failure;
  v1::GetAdherenceReportRequest request;
  request.set_name(Argument(0) + "/adherenceReport");
  *request.mutable_as_of_date() = std::get<v1::Date>(as_of);
  return Answer(client_.Call(&v1::ReportService::Stub::GetAdherenceReport, request));
}

// What the options say of the patient.
Outcome<v1::PatientContext> ContextOf(const Invocation& invocation) {
  static const std::map<std::string_view, v1::NormSex> sexes{
      {"", v1::NORM_SEX_UNSPECIFIED}, {"female", v1::NORM_SEX_FEMALE}, {"male", v1::NORM_SEX_MALE}};
  const auto sex = sexes.find(invocation.Get("sex"));
  if (sex == sexes.end()) return Failure{kBadInput, "--sex wants female or male."};
  v1::PatientContext context;
  context.mutable_host_reference()->set_host_id(invocation.Get("host-id"));
  context.mutable_host_reference()->set_patient_id(invocation.Get("host-patient-id"));
  context.set_given_name(invocation.Get("given-name"));
  context.set_family_name(invocation.Get("family-name"));
  context.set_sex_for_norms(sex->second);
  context.set_email_address(invocation.Get("email"));
  if (!invocation.Has("birth-date")) return context;
  const auto born = DayOption(invocation, "birth-date");
  if (const auto* failure = std::get_if<Failure>(&born)) return *failure;
  *context.mutable_birth_date() = std::get<v1::Date>(born);
  return context;
}

Result Session::Launch() {
  v1::CreateLaunchRequest request;
  request.set_parent(Practice());
  if (!IsOfThePractice(invocation_)) {
    const auto context = ContextOf(invocation_);
    if (const auto* failure = std::get_if<Failure>(&context)) return *failure;
    *request.mutable_context() = std::get<v1::PatientContext>(context);
  }
  std::string view = "VIEW_" + invocation_.Get("view");
  for (char& c : view) c = static_cast<char>(std::toupper(c));
  v1::Launch::View wanted = v1::Launch::VIEW_UNSPECIFIED;
  if (invocation_.Has("view") && !v1::Launch::View_Parse(view, &wanted)) {
    return Failure{kBadInput,
                   "--view wants patient, assess, program, report, worklist or practice."};
  }
  request.set_view(wanted);
  request.set_create_missing(true);
  request.set_request_id(RequestId());
  return Answer(client_.Call(&v1::LaunchService::Stub::CreateLaunch, request));
}

// The database is ischiad's affair: this process becomes one that copies. Comes back only if it
// cannot.
Result Session::Store() {
  if (Argument(0) != "copy") return Failure{kBadInput, "Wants: ischia store copy"};
  std::error_code unknown;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path();
  std::string program = folder / "ischiad";
  if (!std::filesystem::exists(program, unknown)) program = "ischiad";
  if (invocation_.Has("ischiad")) program = invocation_.Get("ischiad");
  std::string config = "--config=" + invocation_.Get("config");
  std::string copy = "--copy-store";
  std::vector<char*> words{program.data(), copy.data()};
  if (invocation_.Has("config")) words.push_back(config.data());
  words.push_back(nullptr);
  execvp(program.c_str(), words.data());
  return Failure{kFailed, "ischiad cannot be started: name it with --ischiad."};
}

using Action = Result (Session::*)();

Action ActionOf(const std::string& command) {
  static const auto& actions =
      *new std::map<std::string, Action>{{"practice", &Session::ShowPractice},
                                         {"update-practice", &Session::UpdatePractice},
                                         {"patient", &Session::Patient},
                                         {"confirm-email", &Session::ConfirmEmail},
                                         {"assess", &Session::Assess},
                                         {"clear", &Session::Clear},
                                         {"preview", &Session::Preview},
                                         {"create", &Session::Create},
                                         {"show", &Session::Show},
                                         {"activate", &Session::Activate},
                                         {"render", &Session::Render},
                                         {"send", &Session::Send},
                                         {"delivery", &Session::Delivery},
                                         {"check-in", &Session::CheckIn},
                                         {"decide", &Session::Decide},
                                         {"confirm", &Session::Confirm},
                                         {"override", &Session::Override},
                                         {"revise", &Session::Revise},
                                         {"suspend", &Session::Suspend},
                                         {"resume", &Session::Resume},
                                         {"complete", &Session::Complete},
                                         {"replay", &Session::Replay},
                                         {"report", &Session::Report},
                                         {"launch", &Session::Launch},
                                         {"store", &Session::Store}};
  return actions.at(command);
}

}  // namespace

int Run(const Invocation& invocation, std::ostream& out, std::ostream& err) {
  Session session(invocation, out);
  const Result result = (session.*ActionOf(invocation.command))();
  if (const auto* failure = std::get_if<Failure>(&result)) {
    err << "ischia: " << failure->text << '\n';
    return failure->exit_code;
  }
  return kDone;
}

}  // namespace ischia::cli
