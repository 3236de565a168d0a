// The settings of ischiad. They come as names and texts (file, environment, flags; the later wins)
// and leave as a checked value, or as everything that is wrong with them, each with its remedy.
// A setting that could expose patients is refused, not corrected.
#ifndef ISCHIA_SERVICE_SERVER_CONFIG_H_
#define ISCHIA_SERVICE_SERVER_CONFIG_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "integration/mail/message.h"
#include "integration/mail/smtp.h"
#include "service/application/store.h"
#include "service/storage/sql_store.h"

namespace ischia::server {

// One setting: its name in the file ("mail.smtp.host"), in the environment
// ("ISCHIA_MAIL_SMTP_HOST") and what it means. The table of README.md is this one.
struct Setting {
  const char* name;
  const char* default_value;
  const char* meaning;  // with unit and range
};
const std::vector<Setting>& Settings();

// Settings of one practice are named "practice.<id>.<name>".
const std::vector<Setting>& PracticeSettings();

std::string EnvironmentName(const Setting& setting);

enum class MailWay { kMaildir, kSmtp };

struct Config {
  std::filesystem::path listen_socket;  // a unix socket; empty: host and port
  std::string listen_host;              // a loopback address
  std::uint16_t listen_port = 0;        // 0: any free one, printed at start
  std::string console_host;             // a loopback address; empty: the console is off
  std::uint16_t console_port = 0;       // 0: any free one
  // Where browsers find the console, without a slash at the end; empty: it is off. With port 0 its
  // port is that of the listener, unless a setting says where.
  std::string console_url;
  std::string check_in_host;  // a loopback address; empty: there is no check-in page
  std::uint16_t check_in_port = 0;
  std::string check_in_url;  // where patients find it, without a slash at the end; empty: nowhere
  std::filesystem::path database;                      // the SQLite file; ":memory:" keeps nothing
  std::optional<storage::PostgresqlLogin> postgresql;  // stands in place of the file
  std::optional<storage::PostgresqlLogin> postgresql_owner;  // who makes its tables
  int connections = 1;                                       // to PostgreSQL, at most
  std::filesystem::path overlay;  // the clinic's folder beside the catalogue; empty: none
  std::filesystem::path key_file;
  MailWay mail_way = MailWay::kMaildir;
  std::filesystem::path maildir;
  mail::SmtpRelay relay;
  std::optional<mail::Mailbox> mail_from;  // always set in a checked value
  int render_threads = 1;
  bool reflection = false;
  std::vector<app::Practice> practices;             // at least one
  std::map<domain::PracticeId, std::string> logos;  // checked PNGs, of those that have one
};

// What is wrong with one setting and how to mend it. Exit code 78.
struct ConfigFault {
  std::string setting;
  std::string what;
  std::string remedy;
};

std::variant<Config, std::vector<ConfigFault>> ReadConfig(
    const std::map<std::string, std::string>& settings);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_CONFIG_H_
