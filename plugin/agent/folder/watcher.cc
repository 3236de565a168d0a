#include "plugin/agent/folder/watcher.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <grpcpp/support/status.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

#include <array>
#include <utility>
#include <variant>

#include "plugin/requests/ini.h"
#include "plugin/requests/outcome.h"

namespace ischia::agent {
namespace {

using grpc::StatusCode;
using std::chrono::milliseconds;

constexpr std::chrono::hours kBetweenClearings{1};
constexpr const char* kAway =
    "The service could not be reached. Ask again from the practice system.";
constexpr const char* kTwice = "The same request came twice within a minute. It was opened once.";

bool IsAway(std::int32_t status) {
  return status == StatusCode::UNAVAILABLE || status == StatusCode::DEADLINE_EXCEEDED ||
         status == StatusCode::CANCELLED || status == StatusCode::RESOURCE_EXHAUSTED;
}

std::string SentenceOf(const Answer& answer) {
  try {
    const auto object = Poco::JSON::Parser().parse(answer.json).extract<Poco::JSON::Object::Ptr>();
    return object->optValue<std::string>("sentence", "");
  } catch (const Poco::Exception&) {
    return "The service refused it.";
  }
}

// Where the file departs from its format.
std::string Joined(const std::vector<std::string>& remarks) {
  std::string all;
  for (const std::string& remark : remarks)
    all += (all.empty() ? "Read all the same: " : "; ") + remark;
  return all;
}

HostPatient PatientOf(const requests::Asked& asked) {
  HostPatient patient;
  patient.patient_id = asked.patient_id;
  patient.given_name = asked.given_name;
  patient.family_name = asked.family_name;
  patient.birth_date = asked.birth_date;
  patient.sex = asked.sex;
  patient.language = asked.language;
  return patient;
}

// Nothing where it cannot be understood.
std::optional<requests::Asked> AskedIn(const Inbox::Kept& kept, const std::string& our_id) {
  const auto gdt = requests::AskedIn(kept.bytes, our_id);
  if (const auto* asked = std::get_if<requests::Asked>(&gdt)) return *asked;
  const auto ini = requests::HandOver::Read(kept.bytes);
  const auto* file = std::get_if<requests::HandOver>(&ini);
  return file == nullptr ? std::nullopt : std::optional(requests::AskedBy(file->handed_over()));
}

// -1 where the kernel has no more: then the pace alone finds what is new.
Descriptor EventsIn(const std::filesystem::path& folder) {
  Descriptor events(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  (void)inotify_add_watch(events.get(), folder.c_str(),
                          IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR);
  return events;
}

}  // namespace

Watcher::Watcher(const HostFolder& folder, Host host, Gateway& gateway, Console& console,
                 LastAsked& last_asked, Log& log, WallClock clock)
    : folder_(folder),
      host_(std::move(host)),
      gateway_(gateway),
      console_(console),
      last_asked_(last_asked),
      log_(log),
      clock_(std::move(clock)),
      inbox_(folder, log),
      stop_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      answer_(std::make_shared<Awaited<Answer>>()) {
  Recall();
}

Watcher::~Watcher() { Stop(); }

// What the host said before the agent was started.
void Watcher::Recall() {
  if (folder_.path.empty()) return;
  for (const Inbox::Kept& kept : inbox_.Recall()) {
    const std::optional<requests::Asked> asked = AskedIn(kept, folder_.our_id);
    if (asked && !asked->takes_back) last_asked_.Note(*asked, kept.at);
  }
}

milliseconds Watcher::LookOnce() {
  const bool is_unsettled = inbox_.Look(clock_());
  bool is_away = false;
  for (const std::string& name : inbox_.Taken()) {
    is_away = !OpenTaken(name);
    if (is_away) break;  // the others come behind it
  }
  for (const std::string& name : inbox_.HandOvers()) OpenHandOver(name);
  if (clock_() - cleared_ >= kBetweenClearings) {
    cleared_ = clock_();
    inbox_.Clear(cleared_);
    last_asked_.ForgetBefore(cleared_ - folder_.keep);
  }
  return is_unsettled || is_away ? kBetweenFolderLooks : kWatcherPace;
}

// False: it is to be tried again.
bool Watcher::OpenTaken(const std::string& name) {
  Outcome outcome{Inbox::End::kRejected, 0, "The file cannot be read."};
  if (const std::optional<std::string> bytes = inbox_.Read(name)) {
    const auto read = requests::AskedIn(*bytes, folder_.our_id);
    if (const auto* refused = std::get_if<requests::Refused>(&read)) {
      outcome.sentences = requests::Sentence(*refused);
    } else {
      const std::optional<Outcome> asked = Ask(std::get<requests::Asked>(read));
      if (!asked && clock_() - Inbox::TakenAt(name) < kRequestWaits) return false;
      outcome = asked.value_or(Outcome{Inbox::End::kRejected, 0, kAway});
    }
  }
  outcome.end == Inbox::End::kDone ? log_.Info("request_done") : log_.Error("request_rejected");
  inbox_.Finish(name, outcome.end, outcome.sentences, clock_());
  return true;
}

// Its host waits, so that it is answered in any case.
void Watcher::OpenHandOver(const std::string& name) {
  const std::optional<std::string> bytes = inbox_.Read(name);
  if (!bytes) return;
  const auto read = requests::HandOver::Read(*bytes);
  if (const auto* violations = std::get_if<std::vector<requests::Violation>>(&read)) {
    log_.Error("request_rejected");
    return inbox_.Finish(name, Inbox::End::kRejected,
                         requests::Sentence(requests::RefusedFor(*violations)), clock_());
  }
  const auto& file = std::get<requests::HandOver>(read);
  if (file.handed_over().is_answered) return;
  const Outcome outcome =
      Ask(requests::AskedBy(file.handed_over()))
          .value_or(Outcome{Inbox::End::kRejected, requests::kNotReachable, kAway});
  outcome.end == Inbox::End::kDone ? log_.Info("request_done") : log_.Error("request_rejected");
  const bool is_done = outcome.end == Inbox::End::kDone;
  inbox_.Answer(name, file.Answered({outcome.error_level, is_done ? "" : outcome.sentences}),
                *bytes, outcome.end, outcome.sentences, clock_());
}

// Unset: the service is away, or the watcher is to end.
std::optional<Watcher::Outcome> Watcher::Ask(const requests::Asked& asked) {
  if (asked.takes_back) {
    opened_last_.reset();
    console_.PatientChanged(host_, "");
    return Outcome{};
  }
  const Instant now = clock_();
  if (opened_last_ && opened_last_->asked == asked && now - opened_last_->at < kWrittenTwice) {
    return Outcome{Inbox::End::kDone, 0, kTwice};
  }
  last_asked_.Note(asked, now);
  console_.Open(gateway_.NewTicket(), host_, PatientOf(asked), asked.view, kLongestCall,
                [awaited = answer_](const Answer& answer) { awaited->Put(answer); });
  const std::optional<Answer> answer = answer_->Take();
  if (!answer || IsAway(answer->status)) return std::nullopt;
  if (answer->status != 0) {
    return Outcome{Inbox::End::kRejected, requests::CodeOf(answer->status), SentenceOf(*answer)};
  }
  opened_last_ = {asked, now};
  return Outcome{Inbox::End::kDone, 0, Joined(asked.remarks)};
}

void Watcher::Start() {
  thread_ = std::thread([this] { Run(); });
}

// Two looks lie apart, however much happens in between.
void Watcher::Run() {
  const auto ends = [this](int events, milliseconds pause) {
    std::array<pollfd, 2> waited{pollfd{stop_.get(), POLLIN, 0}, pollfd{events, POLLIN, 0}};
    (void)poll(waited.data(), waited.size(), static_cast<int>(pause.count()));
    return (waited[0].revents & POLLIN) != 0;
  };
  for (;;) {
    const Descriptor events = EventsIn(folder_.path);  // before the look, so that none is missed
    const milliseconds pause = LookOnce();
    if (ends(-1, kBetweenFolderLooks) || ends(events.get(), pause - kBetweenFolderLooks)) return;
  }
}

void Watcher::Stop() {
  answer_->End();
  (void)eventfd_write(stop_.get(), 1);
  if (thread_.joinable()) thread_.join();
}

}  // namespace ischia::agent
