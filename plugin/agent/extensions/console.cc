#include "plugin/agent/extensions/console.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "ischia/v1/launch.pb.h"
#include "plugin/agent/descriptor.h"
#include "plugin/contract/json.h"

namespace ischia::agent {
namespace {

constexpr const char* kCreateLaunch = "ischia.v1.LaunchService/CreateLaunch";
constexpr const char* kRevokeLaunch = "ischia.v1.LaunchService/RevokeLaunch";

Answer FieldInvalid(const std::string& field, const std::string& description) {
  return Failed({grpc::StatusCode::INVALID_ARGUMENT,
                 "FIELD_INVALID",
                 "The patient cannot be read.",
                 {{field, description, "FIELD_INVALID"}}});
}

// "2026-06-01". Whether a year has this day, the service says.
std::optional<v1::Date> DayOf(std::string_view text) {
  std::array<int, 3> numbers{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || *at++ != '-')) return std::nullopt;
    const auto [stop, error] = std::from_chars(at, end, numbers[i]);
    if (error != std::errc{}) return std::nullopt;
    at = stop;
  }
  if (at != end) return std::nullopt;
  v1::Date day;
  day.set_year(numbers[0]);
  day.set_month(numbers[1]);
  day.set_day(numbers[2]);
  return day;
}

v1::PatientContext ContextOf(const Host& host, const HostPatient& patient) {
  v1::PatientContext context;
  context.mutable_host_reference()->set_host_id(host.host_id);
  context.mutable_host_reference()->set_patient_id(patient.patient_id);
  context.set_given_name(patient.given_name);
  context.set_family_name(patient.family_name);
  if (patient.sex == "F") context.set_sex_for_norms(v1::NORM_SEX_FEMALE);
  if (patient.sex == "M") context.set_sex_for_norms(v1::NORM_SEX_MALE);
  context.set_email_address(patient.email);
  context.set_language_code(patient.language);
  return context;
}

std::string JsonOf(const google::protobuf::Message& message) {
  return contract::JsonText(message, contract::Layout::kOneLine);
}

// What the process beside the agent does, until the agent ends: starts the program once for each
// address it is sent. Nobody waits for a program that has ended.
[[noreturn]] void KeepTheDoor(std::string program, int orders) {
  constexpr std::size_t kLongestAddress = 4096;
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) (void)dup2(nowhere, file);
  (void)signal(SIGCHLD, SIG_IGN);
  std::array<char, kLongestAddress + 1> url{};
  for (;;) {
    const ssize_t size = recv(orders, url.data(), kLongestAddress, 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) _exit(0);
    url[static_cast<std::size_t>(size)] = '\0';
    if (fork() != 0) continue;  // also when there is no room: then this one is not shown
    (void)signal(SIGCHLD, SIG_DFL);
    (void)setsid();  // what ends the agent's session does not end the program
    const std::array<char*, 3> words{program.data(), url.data(), nullptr};
    (void)execv(program.c_str(), words.data());
    _exit(EXIT_FAILURE);
  }
}

}  // namespace

// What each host shows, and the launches that were opened there.
struct Console::Memory {
  using Launches = std::vector<std::string>;  // "practices/*/launches/*"
  struct Shown {
    std::string patient_id;
    Launches launches;
  };
  std::mutex mutex;
  std::map<Host, Shown> shown;  // guarded by mutex

  // Notes that the host shows this patient. What was opened at another one.
  Launches Turn(const Host& host, const std::string& patient_id) {
    const std::lock_guard lock(mutex);
    Shown& now = shown[host];
    if (now.patient_id == patient_id) return {};
    now.patient_id = patient_id;
    return std::exchange(now.launches, {});
  }
  // False: the host shows somebody else by now.
  bool Opened(const Host& host, const std::string& patient_id, const std::string& launch) {
    const std::lock_guard lock(mutex);
    Shown& now = shown[host];
    if (now.patient_id != patient_id) return false;
    now.launches.push_back(launch);
    return true;
  }
};

namespace {

void Revoke(Gateway& gateway, const Caller& caller, const std::string& launch) {
  v1::RevokeLaunchRequest request;
  request.set_name(launch);
  gateway.Ask(gateway.NewTicket(), {kRevokeLaunch, JsonOf(request), kLongestCall, caller},
              [](const Answer&) {});  // a service that is away revokes nothing, and forgets soon
}

}  // namespace

Console::Console(Gateway& gateway, std::string practice, Show show)
    : gateway_(gateway),
      practice_(std::move(practice)),
      show_(std::move(show)),
      memory_(std::make_shared<Memory>()) {}

void Console::Open(std::uint64_t ticket, const Host& host, const HostPatient& patient,
                   const std::string& view, std::chrono::milliseconds deadline,
                   const Gateway::Done& done) {
  v1::CreateLaunchRequest request;
  request.set_parent(practice_);
  *request.mutable_context() = ContextOf(host, patient);
  if (!patient.birth_date.empty()) {
    const std::optional<v1::Date> day = DayOf(patient.birth_date);
    if (!day) return done(FieldInvalid("birth_date", "is no day as YYYY-MM-DD"));
    *request.mutable_context()->mutable_birth_date() = *day;
  }
  v1::Launch::View wanted = v1::Launch::VIEW_UNSPECIFIED;
  if (!view.empty() && !v1::Launch::View_Parse("VIEW_" + view, &wanted)) {
    return done(FieldInvalid("view", "is not a view of ischia.v1.Launch"));
  }
  request.set_view(wanted);
  request.set_create_missing(true);

  // The service itself closes what is open at other patients.
  (void)memory_->Turn(host, patient.patient_id);
  gateway_.Ask(ticket, {kCreateLaunch, JsonOf(request), deadline, host.caller},
               [&gateway = gateway_, memory = memory_, show = show_, host,
                patient_id = patient.patient_id, done](const Answer& answer) {
                 v1::Launch launch;
                 if (answer.status == 0 && !contract::ReadJson(answer.json, launch)) {
                   if (memory->Opened(host, patient_id, launch.name())) {
                     show(launch.url());
                   } else {
                     Revoke(gateway, host.caller, launch.name());
                   }
                 }
                 done(answer);
               });
}

void Console::PatientChanged(const Host& host, const std::string& patient_id) {
  for (const std::string& launch : memory_->Turn(host, patient_id)) {
    Revoke(gateway_, host.caller, launch);
  }
}

Console::Show BrowserAt(const std::string& program, Log& log) {
  if (program.empty()) return [](const std::string&) {};
  std::array<int, 2> ends{-1, -1};
  const bool paired = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0;
  const pid_t doorkeeper = paired ? fork() : -1;
  if (doorkeeper == 0) {
    (void)close(ends[0]);
    KeepTheDoor(program, ends[1]);
  }
  const Descriptor theirs(ends[1]);
  const auto ours = std::make_shared<Descriptor>(ends[0]);  // of every copy of the function
  return [ours, &log](const std::string& url) {
    const ssize_t sent = send(ours->get(), url.data(), url.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) log.Error("browser_not_started");
  };
}

}  // namespace ischia::agent
