#include "plugin/agent/config.h"

#include <Poco/AutoPtr.h>
#include <Poco/Environment.h>
#include <Poco/Exception.h>
#include <Poco/StringTokenizer.h>
#include <Poco/Util/PropertyFileConfiguration.h>
#include <pwd.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "plugin/agent/gateway/methods.h"

namespace ischia::agent {
namespace {

constexpr std::string_view kUnix = "unix:";
constexpr std::string_view kEveryMethod = "all";

class Reader {
 public:
  explicit Reader(const SettingTexts& settings) : settings_(settings) {}

  std::string Text(const std::string& name, const std::string& otherwise) const {
    const auto found = settings_.find(name);
    return found == settings_.end() ? otherwise : found->second;
  }
  std::vector<std::string> Words(const std::string& name) const {
    const Poco::StringTokenizer words(
        Text(name, ""), ",",
        Poco::StringTokenizer::TOK_TRIM | Poco::StringTokenizer::TOK_IGNORE_EMPTY);
    return {words.begin(), words.end()};
  }
  std::size_t Whole(const std::string& name, std::size_t otherwise, std::size_t highest) {
    const std::string text = Text(name, std::to_string(otherwise));
    std::size_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < 1 || number > highest) {
      Refuse(name, "is not a whole number from 1 to " + std::to_string(highest),
             "Write digits only.");
    }
    return number;
  }
  // One of `words`; the first where it is not set.
  std::string Word(const std::string& name, const std::vector<std::string>& words) {
    const std::string text = Text(name, words.front());
    if (std::find(words.begin(), words.end(), text) == words.end()) {
      std::string all;
      for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
      Refuse(name, "is not one of: " + all, "Choose one of them.");
    }
    return text;
  }
  std::string Path(const std::string& name, const std::string& otherwise) {
    std::string path = Text(name, otherwise);
    if (path.empty() || path.front() != '/') {
      Refuse(name, "is not an absolute path", "Begin it with a slash.");
    }
    return path;
  }

  void Refuse(std::string setting, std::string what, std::string remedy) {
    faults_.push_back({std::move(setting), std::move(what), std::move(remedy)});
  }
  const std::vector<Fault>& faults() const { return faults_; }

 private:
  const SettingTexts& settings_;
  std::vector<Fault> faults_;
};

// A login name, or a number. Unset: there is no such user.
std::optional<uid_t> UserNamed(const std::string& text) {
  uid_t number = 0;
  const char* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, number).ptr == end) return number;
  constexpr std::size_t kEntry = 4096;
  std::array<char, kEntry> space{};
  passwd entry{};
  passwd* found = nullptr;
  (void)getpwnam_r(text.c_str(), &entry, space.data(), space.size(), &found);
  return found == nullptr ? std::nullopt : std::optional(entry.pw_uid);
}

std::set<uid_t> ReadUsers(Reader& reader, const std::string& setting) {
  std::set<uid_t> users;
  for (const std::string& word : reader.Words(setting)) {
    if (const std::optional<uid_t> user = UserNamed(word)) {
      users.insert(*user);
    } else {
      reader.Refuse(setting, "names a user that this machine does not know",
                    "Write login names or numbers with commas between them.");
    }
  }
  return users;
}

void ReadSocket(Reader& reader, const Places& places, SocketOptions& socket) {
  const std::string folder = places.runtime.empty() ? "/run" : places.runtime;
  const std::string path = reader.Path("socket.path", folder + "/ischia/agent.sock");
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    reader.Refuse("socket.path", "is longer than 107 bytes", "Name a shorter one.");
  }
  socket.path = path;
  socket.users = ReadUsers(reader, "socket.users");
}

struct Endpoint {
  std::string host;  // as it is written: "localhost", "[::1]"
  std::uint16_t port = 0;
};

// HOST:PORT. Unset: it is not.
std::optional<Endpoint> ReadEndpoint(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  Endpoint endpoint{text.substr(0, colon)};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, endpoint.port);
  if (error != std::errc{} || stop != end || endpoint.port == 0) return std::nullopt;
  return endpoint;
}

// One machine alone: there is neither TLS nor a signed caller yet.
bool IsOfThisMachine(const std::string& address) {
  if (address.rfind(kUnix, 0) == 0) return address.substr(kUnix.size()).rfind('/', 0) == 0;
  const std::optional<Endpoint> endpoint = ReadEndpoint(address);
  return endpoint && (endpoint->host == "localhost" || endpoint->host == "[::1]" ||
                      endpoint->host.rfind("127.", 0) == 0);
}

void ReadService(Reader& reader, Config& config) {
  config.service_address = reader.Text("service.address", "127.0.0.1:50151");
  if (!IsOfThisMachine(config.service_address)) {
    reader.Refuse(
        "service.address",
        "is neither HOST:PORT on loopback nor unix:PATH, and this version has neither TLS "
        "nor signed callers (R-01)",
        "Run ischiad on this machine.");
  }
  config.practice = "practices/" + reader.Text("service.practice", "sample");
  config.caller.user = reader.Text("caller.user", "");
  config.caller.role = reader.Word("caller.role", {"clinician", "auditor", "admin", "service"});
}

void ReadBrowser(Reader& reader, Config& config) {
  config.browser = reader.Text("console.browser", "");
  if (config.browser.empty()) return;
  std::error_code unknown;
  if (config.browser.front() != '/' || access(config.browser.c_str(), X_OK) != 0 ||
      !std::filesystem::is_regular_file(config.browser, unknown)) {
    reader.Refuse("console.browser", "is no program with an absolute path",
                  "Write for example /usr/bin/xdg-open, or leave it out.");
  }
}

void ReadMethods(Reader& reader, Config& config) {
  const std::vector<std::string> words = reader.Words("allow.methods");
  const bool all = words.empty() || words == std::vector{std::string(kEveryMethod)};
  for (const MethodRow& row : HostMethods()) {
    const bool named = std::find(words.begin(), words.end(), row.name) != words.end();
    if (all || named) config.methods.emplace(row.name);
  }
  if (!all && config.methods.size() != std::set(words.begin(), words.end()).size()) {
    reader.Refuse("allow.methods", "names a method that no host may call",
                  "Write full names, as ischia.v1.ProgramService/PreviewProgram, with commas "
                  "between them.");
  }
}

void ReadSpool(Reader& reader, const Places& places, Config& config) {
  constexpr std::size_t kMostChanges = 100'000;
  constexpr std::size_t kMostMebibytes = 1024;
  const std::string state = (places.state.empty() ? "/var/lib" : places.state) + "/ischia";
  config.spool = {reader.Path("spool.folder", state + "/spool"),
                  reader.Path("spool.key_file", state + "/spool.key")};
  config.spool_limits.changes = reader.Whole("spool.max_changes", 1000, kMostChanges);
  config.spool_limits.bytes = reader.Whole("spool.max_mebibytes", 64, kMostMebibytes) << 20U;
}

// -- HL7 ------------------------------------------------------------------------------------------

constexpr std::string_view kHl7 = "hl7.";
constexpr const char* kAsAgreed = "Write what was agreed with the receiver's side.";

hl7v2::Target ReadTarget(Reader& reader, const std::string& text) {
  const std::optional<Endpoint> endpoint = ReadEndpoint(text);
  if (!endpoint) {
    reader.Refuse("hl7.target", "is not HOST:PORT", "Write for example 192.168.1.20:2575.");
    return {};
  }
  std::string host = endpoint->host;
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (hl7v2::IsBeyondTheLocalNetwork(host)) {
    reader.Refuse("hl7.target",
                  "is beyond the local network, and what is sent names patients in clear text",
                  "Put the receiver, or a tunnel to it, into this network.");
  }
  return {host, endpoint->port};
}

hl7v2::Site ReadSite(Reader& reader) {
  hl7v2::Site site;
  for (const auto& [name, text] : std::map<std::string, std::string*>{
           {"hl7.sending_application", &site.sending_application},
           {"hl7.sending_facility", &site.sending_facility},
           {"hl7.receiving_application", &site.receiving_application},
           {"hl7.receiving_facility", &site.receiving_facility},
           {"hl7.processing_id", &site.processing_id},
           {"hl7.version", &site.version},
           {"hl7.completion_status", &site.completion_status}}) {
    *text = reader.Text(name, *text);
  }
  if (reader.Word("hl7.character_set", {"utf-8", "latin-1"}) == "latin-1") {
    site.character_set = hl7v2::CharacterSet::kLatin1;
  }
  site.replaces_by_t10 = reader.Word("hl7.replacement", {"T02", "T10"}) == "T10";
  return site;
}

void ReadHl7(Reader& reader, const SettingTexts& settings, Config& config) {
  const std::string target = reader.Text("hl7.target", "");
  if (target.empty()) {
    for (const auto& [name, text] : settings) {
      if (name.rfind(kHl7, 0) != 0 || text.empty()) continue;
      reader.Refuse(name, "says how to send by HL7, and hl7.target does not say where to",
                    "Set hl7.target, or leave this out.");
    }
    return;
  }
  constexpr std::string_view kSite = "site.";
  constexpr std::size_t kLongestHostId = 63;
  Hl7Settings hl7{.target = ReadTarget(reader, target),
                  .host_id = reader.Text("hl7.host_id", ""),
                  .patient_authority = {},
                  .site = ReadSite(reader),
                  .sends_numbers = reader.Word("hl7.numbers", {"yes", "no"}) == "yes"};
  if (hl7.host_id.empty() || hl7.host_id.size() > kLongestHostId) {
    reader.Refuse("hl7.host_id", "is empty or longer than 63 characters",
                  "Name the host by whose patient numbers it files, as its hosts do.");
  }
  for (const auto& [field, what] : FaultsOf(hl7.site)) {
    reader.Refuse(std::string(kHl7) + field.substr(kSite.size()), what, kAsAgreed);
  }
  hl7.patient_authority = reader.Text("hl7.patient_authority", hl7.site.receiving_application);
  // Held to the rule of the application, whose own fault is told already.
  hl7v2::Site named_so;
  named_so.character_set = hl7.site.character_set;
  named_so.receiving_application = hl7.patient_authority;
  if (hl7.patient_authority != hl7.site.receiving_application && !FaultsOf(named_so).empty()) {
    reader.Refuse("hl7.patient_authority", "is not a line of 1 to 20 characters", kAsAgreed);
  }
  config.hl7 = std::move(hl7);
}

// -- Folder ---------------------------------------------------------------------------------------

// Part of a file's name, and a field of at most eight characters.
std::string ReadGdtId(Reader& reader, const std::string& setting, const std::string& otherwise) {
  constexpr std::size_t kShortest = 2;
  constexpr std::size_t kLongest = 8;
  std::string id = reader.Text(setting, otherwise);
  const bool is_plain = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
  if (id.size() < kShortest || id.size() > kLongest || !is_plain) {
    reader.Refuse(setting, "is not two to eight capitals and digits",
                  "Write it as it is set up in the practice system.");
  }
  return id;
}

void ReadFolder(Reader& reader, Config& config) {
  constexpr std::size_t kLongestProcedure = 6;
  constexpr std::size_t kMostDays = 365;
  HostFolder& folder = config.folder;
  if (reader.Text("folder.path", "").empty()) return;
  folder.path = reader.Path("folder.path", "");
  folder.host_id = reader.Text("folder.host_id", folder.host_id);
  folder.our_id = ReadGdtId(reader, "folder.our_id", folder.our_id);
  folder.host_gdt_id = ReadGdtId(reader, "folder.host_gdt_id", "");
  folder.procedure = reader.Text("folder.procedure", folder.procedure);
  if (folder.procedure.empty() || folder.procedure.size() > kLongestProcedure) {
    reader.Refuse("folder.procedure", "is not one to six characters", "Write for example ALLG00.");
  }
  folder.path_as_host_sees_it = reader.Text("folder.path_as_host_sees_it", "");
  folder.takes_all = reader.Word("folder.takes", {"ours", "all"}) == "all";
  folder.names = reader.Word("folder.names", {"counting", "fixed"}) == "fixed"
                     ? AnswerNames::kFixed
                     : AnswerNames::kCounting;
  folder.version = reader.Word("folder.version", {"2.1", "3.0"}) == "3.0" ? gdt::Version::kV30
                                                                          : gdt::Version::kV21;
  folder.users = ReadUsers(reader, "folder.users");
  const auto days = reader.Whole("folder.keep_days", 7, kMostDays);
  folder.keep = std::chrono::days(static_cast<int>(days));
}

// Two ways would take a host's documents from each other.
void CheckOneWayEach(Reader& reader, const Config& config) {
  if (config.folder.path.empty() || !config.hl7) return;
  if (config.hl7->host_id == config.folder.host_id) {
    reader.Refuse("folder.host_id", "is hl7.host_id as well, and a document goes one way",
                  "Choose the folder or HL7 for this host, or name another host.");
  }
}

}  // namespace

const std::vector<Setting>& Settings() {
  static const auto& settings = *new std::vector<Setting>{
      {"socket.path", "$XDG_RUNTIME_DIR/ischia/agent.sock",
       "The socket that hosts connect to; without XDG_RUNTIME_DIR in /run"},
      {"socket.users", "", "Who may connect besides the agent's user and root, with commas"},
      {"service.address", "127.0.0.1:50151",
       "The service: HOST:PORT on loopback, or unix:PATH of its socket"},
      {"service.practice", "sample", "Id of the practice, for the console and the self-test"},
      {"caller.user", "", "Who calls, as the service records it; empty: the peer's login name"},
      {"caller.role", "clinician", "clinician, auditor, admin or service"},
      {"console.browser", "",
       "Program that opens the console at a host's call, /usr/bin/xdg-open; empty: none"},
      {"allow.methods", "all", "Methods a host may call, full names with commas between them"},
      {"spool.folder", "$XDG_STATE_HOME/ischia/spool",
       "Changes kept while the service is away; without a home in /var/lib"},
      {"spool.key_file", "$XDG_STATE_HOME/ischia/spool.key",
       "Key of the spool, made at the first start, for its owner only"},
      {"spool.max_changes", "1000", "Changes kept at once, 1 to 100000"},
      {"spool.max_mebibytes", "64", "Disk space for them in MiB, 1 to 1024"},
      {"hl7.target", "", "HOST:PORT in the local network to send documents to by HL7; empty: none"},
      {"hl7.host_id", "", "Whose documents these are: the host's name in patients' references"},
      {"hl7.receiving_application", "", "Required with a target, at most 20 characters (MSH-5)"},
      {"hl7.receiving_facility", "", "At most 20 characters (MSH-6)"},
      {"hl7.sending_application", "ISCHIA", "At most 20 characters (MSH-3)"},
      {"hl7.sending_facility", "", "At most 20 characters (MSH-4)"},
      {"hl7.patient_authority", "", "Whose patient numbers; empty: the receiving application's"},
      {"hl7.processing_id", "P", "P production, T training, D debugging (MSH-11)"},
      {"hl7.version", "2.5.1", "Of HL7, as the messages claim it (MSH-12)"},
      {"hl7.character_set", "utf-8", "utf-8 or latin-1"},
      {"hl7.replacement", "T02",
       "T02 or T10: the event by which a new revision replaces an old one"},
      {"hl7.completion_status", "AU", "Of the documents, two letters of HL7 table 0271 (TXA-17)"},
      {"hl7.numbers", "yes", "yes or no: the program's numbers go before each document (ORU^R01)"},
      {"folder.path", "", "Folder shared with a practice system; empty: none"},
      {"folder.host_id", "practice-software",
       "Which practice system, the same for ever, since it is part of each patient's reference"},
      {"folder.host_gdt_id", "", "What it calls itself in GDT, PVS1; needed with a folder"},
      {"folder.our_id", "ISCH", "What it calls Ischia in GDT, in field 8315"},
      {"folder.takes", "ours",
       "Which requests: ours, whose names begin with our id; all, in a folder for Ischia alone"},
      {"folder.users", "",
       "Whose requests, besides the agent's user, root and the folder's owner, with commas"},
      {"folder.keep_days", "7", "Days that a request is kept once it was taken, 1 to 365"},
      {"folder.names", "counting", "Of answers: counting, PVS1ISCH.000; fixed, PVS1ISCH.GDT"},
      {"folder.version", "2.1", "GDT version of answers: 2.1 or 3.0"},
      {"folder.procedure", "ALLG00", "Field 8402 of an answer to which no request is remembered"},
      {"folder.path_as_host_sees_it", "",
       "The same folder on the practice system's machine, X:\\gdt; empty: file names alone"},
  };
  return settings;
}

Places PlacesOfThisLogin() {
  Places places;
  places.runtime = Poco::Environment::get("XDG_RUNTIME_DIR", "");
  const std::string home = Poco::Environment::get("HOME", "");
  places.state =
      Poco::Environment::get("XDG_STATE_HOME", home.empty() ? "" : home + "/.local/state");
  return places;
}

std::variant<SettingTexts, Fault> CollectSettings(const std::string& file,
                                                  const SettingTexts& flags) {
  SettingTexts texts = flags;
  if (file.empty()) return texts;
  try {
    const Poco::AutoPtr<Poco::Util::PropertyFileConfiguration> read(
        new Poco::Util::PropertyFileConfiguration(file));
    const std::function<void(const std::string&)> flatten = [&](const std::string& prefix) {
      Poco::Util::AbstractConfiguration::Keys keys;
      read->keys(prefix, keys);
      for (const std::string& key : keys) {
        std::string name = prefix;
        if (!name.empty()) name += '.';
        name += key;
        // Raw: "${...}" is text here. Flags were there first and stay.
        if (read->has(name)) texts.emplace(name, read->getRawString(name));
        flatten(name);
      }
    };
    flatten("");
  } catch (const Poco::Exception&) {
    return Fault{"--config", "names a file that cannot be read", "Check path and owner."};
  }
  return texts;
}

std::variant<Config, std::vector<Fault>> ReadConfig(const SettingTexts& settings,
                                                    const Places& places) {
  Reader reader(settings);
  for (const auto& [name, text] : settings) {
    const bool known =
        std::any_of(Settings().begin(), Settings().end(),
                    [&name = name](const Setting& setting) { return name == setting.name; });
    if (!known) reader.Refuse(name, "is not a setting (R-15)", "See ischia-agent --help.");
  }
  Config config;
  ReadSocket(reader, places, config.socket);
  ReadService(reader, config);
  ReadBrowser(reader, config);
  ReadMethods(reader, config);
  ReadSpool(reader, places, config);
  ReadHl7(reader, settings, config);
  ReadFolder(reader, config);
  CheckOneWayEach(reader, config);
  if (!reader.faults().empty()) return reader.faults();
  return config;
}

}  // namespace ischia::agent
