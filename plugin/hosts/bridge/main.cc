// ischia-bridge: a practice system that can only start programs opens the console at its patient. A
// request comes as a file of the practice system's own, or on the command line; the agent does the
// rest, so this program ends at once.
#include <Poco/Exception.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <fcntl.h>
#include <getopt.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ischia/plugin.h"
#include "plugin/requests/asked.h"
#include "plugin/requests/ini.h"
#include "plugin/requests/outcome.h"

namespace ischia::bridge {
namespace {

using requests::Asked;
using requests::CodeOf;
using requests::ExitCode;
using requests::HandOver;
using requests::kBadInput;
using requests::kDone;
using requests::kFailed;
using requests::Refused;

constexpr std::uint32_t kTimeoutMs = 10'000;
constexpr std::size_t kLargestFile = std::size_t{1} << 20U;

constexpr char kHelp[] =
    "ischia-bridge: opens the Ischia console at a practice system's patient.\n\n"
    "  --gdt=FILE           a GDT request (6301, 6302, 6303, 6311); deleted once it is handed "
    "over\n"
    "  --ini=FILE           a hand-over file, answered in place with READY and ERRORLEVEL\n"
    "  --patient-id=NUMBER  the patient on the command line, where other users of the machine may\n"
    "                       see it; with --family-name, --given-name, --birth-date=YYYY-MM-DD,\n"
    "                       --sex=F|M and --language\n"
    "  --view=VIEW          PATIENT, ASSESS, PROGRAM or REPORT, besides --patient-id [ASSESS]\n"
    "  --host-id=ID         which practice system, the same for ever [practice-software]\n"
    "  --our-id=ID          what it calls Ischia in field 8315 [ISCH]\n"
    "  --socket=PATH        the agent's socket [this user's]\n"
    "  --print-url          prints the console's one-time address, for hosts that open it "
    "themselves\n"
    "  --help               this text\n\n"
    "Ends with 0 when the console is opened, 1 for a failure, 2 for bad input, 3 when agent or\n"
    "service cannot be reached, 4 when the patient number is taken, 5 for a wrong state.\n";

struct Options {
  std::string gdt, ini, view, socket;
  std::string host_id = "practice-software";
  std::string our_id = "ISCH";
  Asked patient;
  bool print_url = false;
  bool help = false;
};

// Unset: not to be understood; getopt has said why.
std::optional<Options> ReadOptions(int argc, char** argv) {
  Options options;
  Asked& patient = options.patient;
  const std::array<std::pair<const char*, std::string*>, 12> texts = {
      {{"gdt", &options.gdt},
       {"ini", &options.ini},
       {"view", &options.view},
       {"socket", &options.socket},
       {"host-id", &options.host_id},
       {"our-id", &options.our_id},
       {"patient-id", &patient.patient_id},
       {"family-name", &patient.family_name},
       {"given-name", &patient.given_name},
       {"birth-date", &patient.birth_date},
       {"sex", &patient.sex},
       {"language", &patient.language}}};
  constexpr int kPrintUrl = 'u';
  constexpr int kHelpWanted = 'h';
  std::vector<option> known;
  for (const auto& [name, text] : texts) known.push_back({name, required_argument, nullptr, 0});
  known.push_back({"print-url", no_argument, nullptr, kPrintUrl});
  known.push_back({"help", no_argument, nullptr, kHelpWanted});
  known.push_back({});
  int index = 0;
  for (int found = 0; (found = getopt_long(argc, argv, "", known.data(), &index)) != -1;) {
    if (found == '?') return std::nullopt;
    if (found == kPrintUrl) options.print_url = true;
    if (found == kHelpWanted) options.help = true;
    if (found == 0) *texts[static_cast<std::size_t>(index)].second = optarg;
  }
  const int sources = (options.gdt.empty() ? 0 : 1) + (options.ini.empty() ? 0 : 1) +
                      (patient.patient_id.empty() ? 0 : 1);
  if (optind != argc || (sources != 1 && !options.help)) return std::nullopt;
  patient.view = options.view.empty() ? "ASSESS" : options.view;
  return options;
}

// -- Files ----------------------------------------------------------------------------------------

// A regular file of at most 1 MiB; no link, which could lead anywhere. Unset: it is none, or cannot
// be read.
std::optional<std::string> ReadFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  struct stat status {};
  std::string bytes;
  bool whole = fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
               static_cast<std::size_t>(status.st_size) <= kLargestFile;
  std::array<char, 65536> part{};
  for (ssize_t count = 1; whole && count != 0;) {
    count = read(file, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    whole = count >= 0 && bytes.size() + static_cast<std::size_t>(count) <= kLargestFile;
    if (whole) bytes.append(part.data(), static_cast<std::size_t>(count));
  }
  (void)close(file);
  return whole ? std::optional(std::move(bytes)) : std::nullopt;
}

// The host, which polls the file, sees the old one or the new one whole.
bool ReplaceFile(const std::string& path, std::string_view bytes) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return false;
  const std::string fresh = path + ".ischia";
  const int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                        status.st_mode & 0777U);
  if (file < 0) return false;
  bool written = true;
  while (written && !bytes.empty()) {
    const ssize_t count = write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    written = count > 0;
    if (written) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  written = fsync(file) == 0 && written;
  (void)close(file);
  if (written && rename(fresh.c_str(), path.c_str()) == 0) return true;
  (void)unlink(fresh.c_str());
  return false;
}

// -- The agent ------------------------------------------------------------------------------------

struct Outcome {
  ExitCode code = kDone;
  std::string sentence = {};  // for a person, without patient data; empty when it is done
  std::string url = {};
};

std::string MemberOf(std::string_view json, const std::string& name) {
  try {
    const auto object =
        Poco::JSON::Parser().parse(std::string(json)).extract<Poco::JSON::Object::Ptr>();
    return object->optValue<std::string>(name, "");
  } catch (const Poco::Exception&) {
    return {};
  }
}

void Say(void* /*host_data*/, std::int32_t /*level*/, const char* message) {
  std::cerr << "ischia-bridge: " << message << '\n';
}

class Agent {
 public:
  Agent(const std::string& host_id, const std::string& socket) {
    host_.struct_size = sizeof host_;
    host_.abi_major = ISCHIA_ABI_MAJOR;
    host_.abi_minor = ISCHIA_ABI_MINOR;
    host_.host_id = host_id.c_str();
    host_.host_version = "1";
    host_.log = Say;
    const ischia_bytes config = {reinterpret_cast<const std::uint8_t*>(socket.data()),
                                 socket.size()};
    opened_ = ischia_plugin_get_api(ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, &api_);
    if (opened_ == ISCHIA_OK) opened_ = api_->open(&host_, config, &session_);
  }
  ~Agent() {
    if (session_ != nullptr) api_->close(session_);
  }
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  Outcome Ask(const Asked& asked) {
    if (opened_ != ISCHIA_OK) return {CodeOf(opened_), "The host's id cannot be used.", {}};
    return asked.takes_back ? TakeBack() : Open(asked);
  }

 private:
  Outcome TakeBack() {
    const auto* shown =
        static_cast<const ischia_current_patient*>(api_->get_extension(ISCHIA_CURRENT_PATIENT));
    const ischia_status status = shown->patient_changed(session_, nullptr);
    return {CodeOf(status), status == ISCHIA_OK ? "" : "The request was not taken back.", {}};
  }

  Outcome Open(const Asked& asked) {
    ischia_patient patient{};
    patient.struct_size = sizeof patient;
    patient.patient_id = asked.patient_id.c_str();
    patient.given_name = asked.given_name.c_str();
    patient.family_name = asked.family_name.c_str();
    patient.birth_date = asked.birth_date.c_str();
    patient.sex = asked.sex.c_str();
    patient.language = asked.language.c_str();
    const auto* console = static_cast<const ischia_console*>(api_->get_extension(ISCHIA_CONSOLE));
    ischia_result* result = nullptr;
    const ischia_status status =
        console->open_console(session_, &patient, asked.view.c_str(), kTimeoutMs, &result);
    const ischia_bytes bytes = api_->result_bytes(result);
    const std::string_view json(reinterpret_cast<const char*>(bytes.data), bytes.size);
    Outcome outcome{CodeOf(status), {}, {}};
    if (status == ISCHIA_OK) {
      outcome.url = MemberOf(json, "url");
    } else {
      outcome.sentence = MemberOf(json, "sentence");
      if (outcome.sentence.empty()) outcome.sentence = "The agent gave no reason.";
    }
    api_->result_free(result);
    return outcome;
  }

  ischia_host host_{};
  const ischia_api* api_ = nullptr;
  ischia_session* session_ = nullptr;
  ischia_status opened_ = ISCHIA_INTERNAL;
};

Outcome Unreadable() {
  return {kBadInput, "The file cannot be read, is no plain file, or is larger than 1 MiB.", {}};
}

Outcome Refuse(const Refused& refused) { return {kBadInput, requests::Sentence(refused), {}}; }

// -- The three ways in ----------------------------------------------------------------------------

// What was not handed over stays, for another attempt.
Outcome TakeGdt(const Options& options, Agent& agent) {
  const std::optional<std::string> bytes = ReadFile(options.gdt);
  if (!bytes) return Unreadable();
  const auto read = requests::AskedIn(*bytes, options.our_id);
  if (const auto* refused = std::get_if<Refused>(&read)) return Refuse(*refused);
  const auto& asked = std::get<Asked>(read);
  for (const std::string& remark : asked.remarks) {
    std::cerr << "ischia-bridge: " << remark << '\n';
  }
  const Outcome outcome = agent.Ask(asked);
  if (outcome.code == kDone && unlink(options.gdt.c_str()) != 0) {
    std::cerr << "ischia-bridge: the file could not be deleted\n";
  }
  return outcome;
}

Outcome TakeIni(const Options& options, Agent& agent) {
  const std::optional<std::string> bytes = ReadFile(options.ini);
  if (!bytes) return Unreadable();
  const auto read = HandOver::Read(*bytes);
  if (const auto* violations = std::get_if<std::vector<requests::Violation>>(&read)) {
    return Refuse(requests::RefusedFor(*violations));
  }
  const auto& file = std::get<HandOver>(read);
  Outcome outcome = agent.Ask(requests::AskedBy(file.handed_over()));
  const std::string answered = file.Answered({outcome.code, outcome.sentence});
  if (!ReplaceFile(options.ini, answered) && outcome.code == kDone) {
    outcome = {kFailed, "The file could not be answered.", outcome.url};
  }
  return outcome;
}

int Main(int argc, char** argv) {
  const std::optional<Options> options = ReadOptions(argc, argv);
  if (!options) {
    std::cerr << "ischia-bridge: wants one of --gdt, --ini and --patient-id; see --help\n";
    return kBadInput;
  }
  if (options->help) {
    std::cout << kHelp;
    return kDone;
  }
  Agent agent(options->host_id, options->socket);
  const Outcome outcome = !options->gdt.empty()   ? TakeGdt(*options, agent)
                          : !options->ini.empty() ? TakeIni(*options, agent)
                                                  : agent.Ask(options->patient);
  if (!outcome.sentence.empty()) std::cerr << "ischia-bridge: " << outcome.sentence << '\n';
  if (options->print_url && !outcome.url.empty()) std::cout << outcome.url << '\n';
  return outcome.code;
}

}  // namespace
}  // namespace ischia::bridge

int main(int argc, char** argv) { return ischia::bridge::Main(argc, argv); }
