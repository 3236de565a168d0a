#include "tests/support/postgres.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>

#include "tests/support/child_process.h"
#include "tests/support/free_port.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to us

namespace ischia::test {
namespace {

namespace fs = std::filesystem;

// Of every role; with what a connection string must escape.
constexpr char kPassword[] = R"(pass'w\rd)";
constexpr std::string_view kPasswordInSql = R"('pass''w\rd')";

fs::path Programs() {
  fs::path newest;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql")) {
    newest = std::max(newest, entry.path());
  }
  return newest / "bin";
}

// PostgreSQL refuses to run as root.
std::vector<std::string> AsItsUser(std::vector<std::string> command) {
  std::vector<std::string> whole{"setpriv", "--pdeathsig=QUIT"};
  if (geteuid() == 0) {
    whole.insert(whole.end(), {"--reuid=postgres", "--regid=postgres", "--clear-groups"});
  }
  whole.insert(whole.end(), command.begin(), command.end());
  return whole;
}

void Must(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

// The server tells this socket that it is ready, as it tells systemd.
class ReadySocket {
 public:
  explicit ReadySocket(const fs::path& path) : path_(path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
    fs::remove(path);
    Must(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0,
         "no socket");
    fs::permissions(path, fs::perms::all);
    const timeval limit{60, 0};
    (void)setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  }
  ~ReadySocket() { close(socket_); }
  ReadySocket(const ReadySocket&) = delete;
  ReadySocket& operator=(const ReadySocket&) = delete;

  std::string variable() const { return "NOTIFY_SOCKET=" + path_.string(); }
  void Wait() const {
    for (std::string_view told; told.find("READY=1") == told.npos;) {
      static std::array<char, 512> message;
      const ssize_t size = recv(socket_, message.data(), message.size(), 0);
      Must(size > 0, "PostgreSQL did not become ready");
      told = {message.data(), static_cast<std::size_t>(size)};
    }
  }

 private:
  fs::path path_;
  int socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

pid_t Spawn(std::vector<std::string> command, std::string variable, const fs::path& log) {
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::vector<char*> variables{variable.data()};
  for (char** each = environ; *each != nullptr; ++each) variables.push_back(*each);
  variables.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  pid_t child = -1;
  const int failed =
      posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), variables.data());
  posix_spawn_file_actions_destroy(&actions);
  Must(failed == 0, "setpriv cannot be started");
  return child;
}

}  // namespace

// -- PostgresDatabase ---------------------------------------------------------------------------

storage::PostgresqlLogin PostgresDatabase::As(const std::string& role, std::uint16_t port) const {
  return {"host=127.0.0.1 port=" + std::to_string(port == 0 ? port_ : port) + " dbname=" + name_,
          role, kPassword};
}

std::map<std::string, std::string> PostgresDatabase::Settings(const fs::path& folder,
                                                              const std::string& role) const {
  const fs::path file = folder / "database.secret";
  support::WriteFile(file, kPassword);
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  const storage::PostgresqlLogin login = As(role);
  return {{"storage.postgresql", login.server + " user=" + login.role},
          {"storage.password_file", file}};
}

std::map<std::string, std::string> PostgresDatabase::OwnerSettings(const fs::path& folder) const {
  const auto settings = Settings(folder, kOwnerRole);
  return {{"storage.postgresql_owner", settings.at("storage.postgresql")},
          {"storage.owner_password_file", settings.at("storage.password_file")}};
}

std::vector<std::string> PostgresDatabase::RowsAs(const std::string& role,
                                                  const std::string& sql) const {
  const std::string port = std::to_string(port_);
  const std::array<const char*, 6> names{"host", "port", "dbname", "user", "password", nullptr};
  const std::array<const char*, 6> values{"127.0.0.1",  port.c_str(), name_.c_str(),
                                          role.c_str(), kPassword,    nullptr};
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectdbParams(names.data(), values.data(), 0), PQfinish);
  Must(PQstatus(connection.get()) == CONNECTION_OK, PQerrorMessage(connection.get()));
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  Must(status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK, PQerrorMessage(connection.get()));
  std::vector<std::string> rows;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    std::string text;
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      if (column > 0) text += '|';
      const bool null = PQgetisnull(result.get(), row, column) == 1;
      text += null ? "NULL" : PQgetvalue(result.get(), row, column);
    }
    rows.push_back(std::move(text));
  }
  return rows;
}

// -- PrivatePostgres ----------------------------------------------------------------------------

PrivatePostgres::PrivatePostgres(const std::vector<std::string>& settings)
    : port_(support::FreePort()), settings_(settings) {
  const fs::path data = folder_ / "data";
  fs::create_directory(data);
  fs::permissions(folder_.path(), static_cast<fs::perms>(0755));
  if (const passwd* user = getpwnam("postgres"); geteuid() == 0) {
    Must(user != nullptr && chown(data.c_str(), user->pw_uid, user->pw_gid) == 0,
         "there is no user postgres");
  }
  support::WriteFile(folder_ / "password", kPassword);
  fs::permissions(folder_ / "password", static_cast<fs::perms>(0644));
  const support::Finished made = support::RunProgram(
      AsItsUser({Programs() / "initdb", "--pgdata=" + data.string(), "--username=postgres",
                 "--auth=scram-sha-256", "--pwfile=" + (folder_ / "password").string(),
                 "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"}));
  Must(made.exit_code == 0, made.output);
  Start();
  const PostgresDatabase any(port_, "postgres");
  for (const char* role : {kOwnerRole, kApplicationRole}) {
    any.Run(std::string("CREATE ROLE ") + role + " LOGIN PASSWORD " + std::string(kPasswordInSql));
  }
}

PrivatePostgres::~PrivatePostgres() { Stop(); }

PrivatePostgres& PrivatePostgres::OfThisProgram() {
  static PrivatePostgres server;
  return server;
}

PostgresDatabase PrivatePostgres::Empty() { return {port_, NewDatabase("template0")}; }

PostgresDatabase PrivatePostgres::Migrated() {
  static constexpr char kPattern[] = "pattern";
  if (!has_pattern_) {
    PostgresDatabase(port_, "postgres")
        .Run(std::string("CREATE DATABASE ") + kPattern + " OWNER " + kOwnerRole);
    const auto refusal =
        storage::MigratePostgresql(PostgresDatabase(port_, kPattern).owner(), kApplicationRole);
    Must(!refusal.has_value(), refusal ? refusal->what : "");
    has_pattern_ = true;
  }
  return {port_, NewDatabase(kPattern)};
}

std::string PrivatePostgres::NewDatabase(const std::string& pattern) {
  std::string name = "test_" + std::to_string(++databases_);
  PostgresDatabase(port_, "postgres")
      .Run("CREATE DATABASE " + name + " TEMPLATE " + pattern + " OWNER " + kOwnerRole);
  return name;
}

void PrivatePostgres::Stop() {
  if (server_ < 0) return;
  (void)kill(server_, SIGQUIT);  // at once; the next start recovers what was committed
  (void)waitpid(server_, nullptr, 0);
  server_ = -1;
}

void PrivatePostgres::Start() {
  const ReadySocket ready(folder_ / "ready");
  std::vector<std::string> command{Programs() / "postgres",
                                   "-D",
                                   folder_ / "data",
                                   "-p",
                                   std::to_string(port_),
                                   "-c",
                                   "listen_addresses=127.0.0.1",
                                   "-c",
                                   "unix_socket_directories="};
  for (const std::string& setting : settings_) command.insert(command.end(), {"-c", setting});
  server_ = Spawn(AsItsUser(command), ready.variable(), folder_ / "log");
  ready.Wait();
}

}  // namespace ischia::test
