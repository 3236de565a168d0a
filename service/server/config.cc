#include "service/server/config.h"

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

#include "integration/document/accent.h"
#include "integration/document/logo.h"
#include "integration/document/sheet.h"
#include "service/application/links/link_tickets.h"
#include "service/domain/values.h"

namespace ischia::server {
namespace {

constexpr std::string_view kPracticePrefix = "practice.";

// The practice that stands in when none is configured, so that a first try needs no file.
constexpr const char* kSamplePractice = "sample";

class Reader {
 public:
  explicit Reader(const std::map<std::string, std::string>& settings) : settings_(settings) {}

  std::string Text(const std::string& name, const std::string& default_value) const {
    const auto found = settings_.find(name);
    return found == settings_.end() ? default_value : found->second;
  }
  std::string Text(const std::string& name) const { return Text(name, DefaultOf(name)); }

  int Whole(const std::string& name, int low, int high) {
    const std::string text = Text(name);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size() && number >= low &&
        number <= high) {
      return number;
    }
    Refuse(name,
           "is not a whole number from " + std::to_string(low) + " to " + std::to_string(high),
           "Write digits only.");
    return low;
  }

  bool Flag(const std::string& name) {
    const std::string text = Text(name);
    if (text != "true" && text != "false") {
      Refuse(name, "is neither true nor false", "Write true or false.");
    }
    return text == "true";
  }

  // The place of the value among `words`; the first one when refused.
  std::size_t OneOf(const std::string& name, const std::vector<std::string>& words) {
    const auto found = std::find(words.begin(), words.end(), Text(name));
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
    Refuse(name, "is not one of: " + list, "Choose one of them.");
    return 0;
  }

  void Refuse(std::string setting, std::string what, std::string remedy) {
    faults_.push_back({std::move(setting), std::move(what), std::move(remedy)});
  }
  const std::vector<ConfigFault>& faults() const { return faults_; }

 private:
  static std::string DefaultOf(const std::string& name) {
    for (const Setting& setting : Settings()) {
      if (name == setting.name) return setting.default_value;
    }
    const std::string last = name.substr(name.rfind('.') + 1);
    for (const Setting& setting : PracticeSettings()) {
      if (last == setting.name) return setting.default_value;
    }
    return {};
  }

  const std::map<std::string, std::string>& settings_;
  std::vector<ConfigFault> faults_;
};

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host == "[::1]" || host.rfind("127.", 0) == 0;
}

// A socket's folder is its lock: whoever can write there can put a socket of his own in its place.
void ReadSocket(Reader& reader, const std::string& path, Config& config) {
  config.listen_socket = path;
  if (!config.listen_socket.is_absolute() || path.size() >= sizeof(sockaddr_un::sun_path)) {
    reader.Refuse("listen.address", "is not unix: and an absolute path of at most 107 bytes",
                  "Write for example unix:/run/ischiad/ischiad.sock.");
    return;
  }
  struct stat status {};
  const std::string folder = config.listen_socket.parent_path();
  if (stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    reader.Refuse("listen.address", "names a socket in a folder that is not there",
                  "Make the folder, chmod 700.");
  } else if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
             (status.st_uid != geteuid() && status.st_uid != 0)) {
    reader.Refuse("listen.address", "names a socket in a folder that others can write in",
                  "Take a folder of this user's own, chmod 700.");
  }
}

struct HostPort {
  std::string host;
  std::uint16_t port = 0;
};

// HOST:PORT of this machine alone. Unset: refused.
std::optional<HostPort> ReadLoopback(Reader& reader, const std::string& setting,
                                     const std::string& otherwise, const std::string& example) {
  const std::string address = reader.Text(setting);
  const std::size_t colon = address.rfind(':');
  int port = -1;
  if (colon != std::string::npos) {
    const char* end = address.data() + address.size();
    const auto [stop, error] = std::from_chars(address.data() + colon + 1, end, port);
    if (error != std::errc{} || stop != end || port > 65535) port = -1;
  }
  if (port < 0) {
    reader.Refuse(setting, "is neither HOST:PORT nor " + otherwise,
                  "Write for example " + example + '.');
    return std::nullopt;
  }
  HostPort found{address.substr(0, colon), static_cast<std::uint16_t>(port)};
  if (!IsLoopback(found.host)) {
    reader.Refuse(setting,
                  "is not a loopback address, and this version has neither TLS nor signed callers "
                  "(R-01)",
                  "Listen on 127.0.0.1 and let programs of this machine call it.");
    return std::nullopt;
  }
  return found;
}

void ReadListener(Reader& reader, Config& config) {
  constexpr std::string_view kUnix = "unix:";
  const std::string address = reader.Text("listen.address");
  if (address.rfind(kUnix, 0) == 0) {
    ReadSocket(reader, address.substr(kUnix.size()), config);
    return;
  }
  const auto found = ReadLoopback(reader, "listen.address", "unix:PATH", "127.0.0.1:50151");
  if (!found) return;
  config.listen_host = found->host;
  config.listen_port = found->port;
}

// What a browser is sent to: nothing but scheme, host and port, and encrypted beyond this machine.
void CheckUrl(Reader& reader, const char* setting, const std::string& url) {
  constexpr std::string_view kSecure = "https://";
  constexpr std::string_view kPlain = "http://";
  const bool secure = url.rfind(kSecure, 0) == 0;
  const bool plain = !secure && url.rfind(kPlain, 0) == 0;
  const std::string place =
      secure || plain ? url.substr(secure ? kSecure.size() : kPlain.size()) : std::string();
  const bool shaped = !place.empty() && std::all_of(place.begin(), place.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view(".-:[]").find(c) != std::string_view::npos;
  });
  if (!shaped) {
    reader.Refuse(setting, "is not https://HOST or https://HOST:PORT",
                  "Write for example https://ischia.clinic.example.");
  } else if (plain && !IsLoopback(place.substr(0, place.find_last_of(':')))) {
    reader.Refuse(setting, "is http:// for an address on another machine (R-04)",
                  "Put a proxy with TLS before it, and write https://.");
  }
}

// Nothing is printed that leads nowhere: where there is an address, there is a page.
void ReadCheckIn(Reader& reader, Config& config) {
  config.check_in_url = reader.Text("checkin.url");
  const auto found = ReadLoopback(reader, "checkin.address", "HOST:PORT", "127.0.0.1:50153");
  if (config.check_in_url.empty() || !found) return;
  CheckUrl(reader, "checkin.url", config.check_in_url);
  const std::size_t longest =
      document::kLongestLink - app::kLinkPath.size() - app::kLinkTicketLength;
  if (config.check_in_url.size() > longest) {
    reader.Refuse(
        "checkin.url", "is too long to scan from a sheet",
        "Take a host name with which it has at most " + std::to_string(longest) + " characters.");
  }
  config.check_in_host = found->host;
  config.check_in_port = found->port;
}

void ReadConsole(Reader& reader, Config& config) {
  const std::string address = reader.Text("console.address");
  config.console_url = reader.Text("console.url");
  if (address == "off") {
    if (!config.console_url.empty()) {
      reader.Refuse("console.url", "is set though console.address is off", "Take one of both out.");
    }
    return;
  }
  const auto found = ReadLoopback(reader, "console.address", "off", "127.0.0.1:50152");
  if (!found) return;
  config.console_host = found->host;
  config.console_port = found->port;
  if (config.console_url.empty()) config.console_url = "http://" + address;
  CheckUrl(reader, "console.url", config.console_url);
}

// Secrets come from files that nobody else can read.
std::string ReadSecret(Reader& reader, const std::string& name) {
  const std::string path = reader.Text(name);
  if (path.empty()) return {};
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    reader.Refuse(name, "names a file that cannot be read", "Check the path and its owner.");
    return {};
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    reader.Refuse(name, "names a file that others can read (R-06)", "Run chmod 600 on it.");
    return {};
  }
  std::ifstream file(path);
  std::string secret;
  std::getline(file, secret);
  return secret;
}

// The words of libpq that a login may have, besides the user.
constexpr std::string_view kLoginWords[] = {"host",
                                            "hostaddr",
                                            "port",
                                            "dbname",
                                            "sslmode",
                                            "sslrootcert",
                                            "sslcert",
                                            "sslkey",
                                            "sslcrl",
                                            "channel_binding",
                                            "target_session_attrs",
                                            "connect_timeout"};

// What is said of a word that a login must not have.
void CheckLoginWord(Reader& reader, const std::string& setting, const std::string& key,
                    const std::string& value) {
  if (key == "password" || key == "passfile") {
    reader.Refuse(setting, "holds a password (R-06)", "Put it into a file that a setting names.");
  } else if (std::find(std::begin(kLoginWords), std::end(kLoginWords), key) ==
             std::end(kLoginWords)) {
    reader.Refuse(setting, "has a word that is not allowed there",
                  "Write for example host=127.0.0.1 dbname=ischia user=ischia.");
  } else if (value.empty() || value.find_first_of("'\\\"") != std::string::npos) {
    reader.Refuse(setting, "has an empty or a quoted value", "Write each as name=value, unquoted.");
  }
}

// A server on another machine must prove who it is, and nobody may listen.
bool IsPrivateWay(const std::map<std::string, std::string>& words) {
  const auto text = [&](const char* key) {
    const auto found = words.find(key);
    return found == words.end() ? std::string() : found->second;
  };
  const auto is_near = [](const std::string& host) {
    return host.empty() || host.front() == '/' || IsLoopback(host);
  };
  return (is_near(text("host")) && is_near(text("hostaddr"))) || text("sslmode") == "verify-full";
}

// Unset when the setting is empty or refused.
std::optional<storage::PostgresqlLogin> ReadLogin(Reader& reader, const std::string& setting,
                                                  const std::string& password_file) {
  storage::PostgresqlLogin login;
  std::map<std::string, std::string> words;
  std::istringstream line(reader.Text(setting));
  for (std::string word; line >> word;) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string key = word.substr(0, equals);
    const std::string value = word.substr(std::min(equals + 1, word.size()));
    words[key] = value;
    if (key == "user") continue;
    CheckLoginWord(reader, setting, key, value);
    login.server += (login.server.empty() ? "" : " ") + word;
  }
  if (words.empty()) return std::nullopt;
  login.role = words["user"];
  if (login.role.empty() || words["dbname"].empty()) {
    reader.Refuse(setting, "names no database or no user", "Add dbname= and user=.");
  }
  if (!IsPrivateWay(words)) {
    reader.Refuse(setting, "leads to another machine without proof who answers there",
                  "Add sslmode=verify-full and sslrootcert=FILE.");
  }
  login.password = ReadSecret(reader, password_file);
  if (login.password.find_first_of(" \t\r\n") != std::string::npos) {
    reader.Refuse(password_file, "names a file whose password has a space in it",
                  "Give the role a password without.");
  }
  return login;
}

void ReadStorage(Reader& reader, Config& config) {
  config.database = reader.Text("storage.file");
  if (config.database.empty()) {
    reader.Refuse("storage.file", "is empty", "Name a file, or :memory: to keep nothing.");
  }
  config.postgresql = ReadLogin(reader, "storage.postgresql", "storage.password_file");
  config.postgresql_owner =
      ReadLogin(reader, "storage.postgresql_owner", "storage.owner_password_file");
  config.connections = reader.Whole("storage.connections", 1, 100);
}

// Whoever can write there decides what patients do. Owned by this user or root, and closed
// to others; an entry that is gone again is not there.
bool IsOursAlone(const std::filesystem::path& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return errno == ENOENT;
  return S_ISLNK(status.st_mode) || ((status.st_mode & (S_IWGRP | S_IWOTH)) == 0 &&
                                     (status.st_uid == geteuid() || status.st_uid == 0));
}

void ReadOverlay(Reader& reader, Config& config) {
  constexpr const char* kSetting = "catalogue.overlay";
  config.overlay = reader.Text(kSetting);
  if (config.overlay.empty()) return;
  struct stat status {};
  if (lstat(config.overlay.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    reader.Refuse(kSetting, "names no folder; links are not followed",
                  "Name the folder of the overlay itself, or take the setting out.");
    return;
  }
  const auto refuse = [&](const std::string& what) {
    reader.Refuse(kSetting, "names " + what + " that others can write (R-12)",
                  "Give it to this user or root, and run chmod go-w on it.");
  };
  if (!IsOursAlone(config.overlay)) refuse("a folder");
  std::error_code error;  // a folder that cannot be listed is refused when it is read
  std::filesystem::directory_iterator entry(config.overlay, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (!IsOursAlone(entry->path())) refuse("the file " + entry->path().filename().string());
  }
}

void ReadRelay(Reader& reader, Config& config) {
  mail::SmtpRelay& relay = config.relay;
  relay.host = reader.Text("mail.smtp.host");
  relay.port = static_cast<std::uint16_t>(reader.Whole("mail.smtp.port", 1, 65535));
  constexpr mail::Tls kWays[] = {mail::Tls::kStartTls, mail::Tls::kImplicit, mail::Tls::kNone};
  relay.tls = kWays[reader.OneOf("mail.smtp.tls", {"starttls", "implicit", "none"})];
  relay.user = reader.Text("mail.smtp.user");
  relay.password = ReadSecret(reader, "mail.smtp.password_file");
  relay.ca_file = reader.Text("mail.smtp.ca_file");
  relay.helo_name = reader.Text("mail.smtp.helo_name");
  if (relay.host.empty()) {
    reader.Refuse("mail.smtp.host", "is empty", "Name the relay, or set mail.transport=maildir.");
  }
  if (relay.tls == mail::Tls::kNone && !IsLoopback(relay.host)) {
    reader.Refuse("mail.smtp.tls", "is none for a relay on another machine (R-05)",
                  "Set starttls or implicit.");
  }
  if (relay.user.empty() != relay.password.empty()) {
    reader.Refuse("mail.smtp.user", "and mail.smtp.password_file go together", "Set both or none.");
  }
}

void ReadMail(Reader& reader, Config& config) {
  config.mail_way =
      reader.OneOf("mail.transport", {"maildir", "smtp"}) == 0 ? MailWay::kMaildir : MailWay::kSmtp;
  config.maildir = reader.Text("mail.maildir");
  if (config.mail_way == MailWay::kSmtp) ReadRelay(reader, config);
  const auto from = mail::Mailbox::Parse(reader.Text("mail.from"));
  if (from.ok()) {
    config.mail_from = from.value();
  } else {
    reader.Refuse("mail.from", "is not a mail address: " + from.reason(),
                  "Write for example clinic@example.org.");
  }
}

// Checked here so that no sheet meets a bad one.
std::string ReadAccent(Reader& reader, const std::string& setting) {
  std::string accent = reader.Text(setting);
  if (accent.empty()) return accent;
  if (const auto fault = document::FindAccentFault(accent)) {
    reader.Refuse(setting, *fault, "Take a darker color, for example #0A5F6B, or leave it out.");
  }
  return accent;
}

// A checked PNG; empty: none.
std::string ReadLogo(Reader& reader, const std::string& setting) {
  const std::string path = reader.Text(setting);
  if (path.empty()) return {};
  std::ifstream file(path, std::ios::binary);
  // One byte more than is allowed tells a file that is too large.
  std::string png(document::kMaxLogoBytes + 1, '\0');
  file.read(png.data(), static_cast<std::streamsize>(png.size()));
  png.resize(static_cast<std::size_t>(file.gcount()));
  const auto logo = document::ReadLogo(png);
  if (const auto* failure = std::get_if<document::LogoFailure>(&logo)) {
    reader.Refuse(setting, failure->what,
                  "Name a PNG of at most 256 KiB and 4 megapixels, or leave it out.");
  }
  return png;
}

app::Practice ReadPractice(Reader& reader, const std::string& id) {
  const std::string prefix = std::string(kPracticePrefix) + id + '.';
  app::Practice practice;
  practice.id = domain::PracticeId(id);
  if (!domain::IsResourceId(id)) {
    reader.Refuse(prefix, "has an id that is not 1 to 63 of a-z, 0-9 and hyphen",
                  "Rename the practice.");
  }
  practice.display_name = reader.Text(prefix + "display_name");
  practice.time_zone = reader.Text(prefix + "time_zone");
  practice.language_code = reader.Text(prefix + "language_code");
  practice.phone_number = reader.Text(prefix + "phone_number");
  practice.emergency_number = reader.Text(prefix + "emergency_number");
  practice.paper_size = reader.OneOf(prefix + "paper_size", {"a4", "letter"}) == 0
                            ? app::PaperSize::kA4
                            : app::PaperSize::kLetter;
  practice.encrypt_attachments = reader.Flag(prefix + "encrypt_attachments");
  practice.accent_color = ReadAccent(reader, prefix + "accent_color");
  for (const char* required : {"display_name", "phone_number", "emergency_number"}) {
    if (reader.Text(prefix + required).empty()) {
      reader.Refuse(prefix + required, "is empty; the handout prints it", "Set it.");
    }
  }
  return practice;
}

std::map<std::string, std::string> SamplePractice() {
  const std::string prefix = std::string(kPracticePrefix) + kSamplePractice + '.';
  return {{prefix + "display_name", "Sample Clinic"},
          {prefix + "phone_number", "+1 555 0142"},
          {prefix + "emergency_number", "911"}};
}

// "practice.north.phone_number" belongs to "north".
std::optional<std::string> PracticeIdIn(const std::string& name) {
  if (name.rfind(kPracticePrefix, 0) != 0) return std::nullopt;
  const std::size_t end = name.find('.', kPracticePrefix.size());
  if (end == std::string::npos) return std::nullopt;
  return name.substr(kPracticePrefix.size(), end - kPracticePrefix.size());
}

bool IsKnown(const std::string& name) {
  const auto named = [](const std::string& text) {
    return [&text](const Setting& setting) { return text == setting.name; };
  };
  if (const auto id = PracticeIdIn(name)) {
    const std::string last = name.substr(kPracticePrefix.size() + id->size() + 1);
    return std::any_of(PracticeSettings().begin(), PracticeSettings().end(), named(last));
  }
  return std::any_of(Settings().begin(), Settings().end(), named(name));
}

}  // namespace

const std::vector<Setting>& Settings() {
  static const auto& settings = *new std::vector<Setting>{
      {"listen.address", "127.0.0.1:50151",
       "HOST:PORT of gRPC, loopback only, port 0 takes a free one; or unix:PATH of a socket"},
      {"console.address", "127.0.0.1:50152",
       "HOST:PORT of the clinician console, loopback only, port 0 takes a free one; or off"},
      {"console.url", "", "Where browsers find the console, https://HOST; empty: its address"},
      {"checkin.url", "",
       "Where patients find the check-in page, https://HOST, at most 42 characters; empty: "
       "nowhere, "
       "and sheets have no code to scan"},
      {"checkin.address", "127.0.0.1:50153",
       "HOST:PORT of the check-in page, loopback only, used where checkin.url is set"},
      {"storage.file", "ischia.db", "The SQLite file; one ischiad a file; :memory: keeps nothing"},
      {"storage.postgresql", "",
       "PostgreSQL in place of the file: host=127.0.0.1 dbname=ischia user=ischia"},
      {"storage.password_file", "", "File with that user's password, readable by its owner only"},
      {"storage.connections", "8", "Connections to PostgreSQL at most, 1 to 100"},
      {"storage.postgresql_owner", "", "For --migrate: the same database, the user who owns it"},
      {"storage.owner_password_file", "", "For --migrate: file with the owner's password"},
      {"catalogue.overlay", "",
       "Folder of the clinic's own exercises, translations and stricter limits"},
      {"secrets.key_file", "ischia.key", "Master key, made at the first start, for its owner only"},
      {"mail.transport", "maildir", "maildir (files) or smtp (a relay)"},
      {"mail.maildir", "mail", "Folder of the mail files, with maildir"},
      {"mail.from", "clinic@localhost.localdomain", "Sender address of all mail"},
      {"mail.smtp.host", "", "The relay"},
      {"mail.smtp.port", "587", "1 to 65535"},
      {"mail.smtp.tls", "starttls", "starttls, implicit, or none (relay on this machine only)"},
      {"mail.smtp.user", "", "Login name; empty: no login"},
      {"mail.smtp.password_file", "", "File with the password, readable by its owner only"},
      {"mail.smtp.ca_file", "", "Certificate authorities of the relay; empty: the system's"},
      {"mail.smtp.helo_name", "localhost", "Our own host name"},
      {"handout.render_threads", "1", "Handouts rendered at once, 1 to 16"},
      {"development.reflection", "false", "true: gRPC reflection, for trying out only"},
  };
  return settings;
}

const std::vector<Setting>& PracticeSettings() {
  static const auto& settings = *new std::vector<Setting>{
      {"display_name", "", "Name on handouts and mail; may be neutral"},
      {"time_zone", "UTC", "IANA name, for dates of reminders and the referral's time stamp"},
      {"language_code", "en", "Language of texts; the catalogue has en, an overlay may add others"},
      {"phone_number", "", "Printed as who to call"},
      {"emergency_number", "", "Printed on every sheet"},
      {"paper_size", "a4", "a4 or letter"},
      {"accent_color", "", "Color of handouts, #RRGGBB, contrast at least 4.5; empty: teal"},
      {"logo_file", "", "PNG on handouts, at most 256 KiB and 4 megapixels"},
      {"encrypt_attachments", "false", "true: only handouts with a password are mailed"},
  };
  return settings;
}

std::string EnvironmentName(const Setting& setting) {
  std::string name = std::string("ISCHIA_") + setting.name;
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
    return c == '.' ? '_' : static_cast<char>(std::toupper(c));
  });
  return name;
}

std::variant<Config, std::vector<ConfigFault>> ReadConfig(
    const std::map<std::string, std::string>& settings) {
  std::map<std::string, std::string> all = settings;
  const bool has_practice = std::any_of(all.begin(), all.end(), [](const auto& entry) {
    return PracticeIdIn(entry.first).has_value();
  });
  if (!has_practice) all.merge(SamplePractice());

  Reader reader(all);
  Config config;
  std::set<std::string> practices;
  for (const auto& [name, value] : all) {
    if (!IsKnown(name)) reader.Refuse(name, "is not a setting (R-15)", "See ischiad --help.");
    if (const auto id = PracticeIdIn(name)) practices.insert(*id);
  }
  ReadListener(reader, config);
  ReadConsole(reader, config);
  ReadCheckIn(reader, config);
  config.key_file = reader.Text("secrets.key_file");
  ReadOverlay(reader, config);
  ReadStorage(reader, config);
  ReadMail(reader, config);
  config.render_threads = reader.Whole("handout.render_threads", 1, 16);
  config.reflection = reader.Flag("development.reflection");
  for (const std::string& id : practices) {
    config.practices.push_back(ReadPractice(reader, id));
    std::string logo = ReadLogo(reader, std::string(kPracticePrefix) + id + ".logo_file");
    if (!logo.empty()) config.logos.emplace(domain::PracticeId(id), std::move(logo));
  }
  if (!reader.faults().empty()) return reader.faults();
  return config;
}

}  // namespace ischia::server
