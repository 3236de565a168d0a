// ischiad: reads its settings, refuses what is unsafe, serves until it is told to end.
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionException.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <iomanip>
#include <iostream>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "service/server/config.h"
#include "service/server/crypto.h"
#include "service/server/ischiad.h"
#include "service/server/log.h"
#include "service/server/settings.h"
#include "service/storage/copy.h"
#include "service/storage/sql_store.h"

namespace ischia::server {
namespace {

constexpr int kRefusedToStart = 78;
// Calls and mail in hand get this long; with the rest the end takes less than 15 s.
constexpr std::chrono::seconds kPatience{10};

struct Arguments {
  std::string file;
  SettingTexts flags;
  bool help = false;
  bool check = false;
  bool migrate = false;
  bool copy_store = false;
  std::optional<std::string> overlay;  // to be checked, and nothing else
};

Poco::Util::OptionSet Options() {
  using Poco::Util::Option;
  Poco::Util::OptionSet options;
  options.addOption(Option("config", "c").argument("FILE"));
  options.addOption(Option("set", "s").argument("NAME=VALUE").repeatable(true));
  options.addOption(Option("check", "n"));
  options.addOption(Option("check-overlay", "o").argument("FOLDER"));
  options.addOption(Option("migrate", "m"));
  options.addOption(Option("copy-store", "y"));
  options.addOption(Option("help", "h"));
  return options;
}

ConfigFault UsageFault(const std::string& argument) {
  return {argument, "is not an option of ischiad", "See ischiad --help."};
}

std::variant<Arguments, ConfigFault> ReadArguments(int argc, char** argv) {
  const Poco::Util::OptionSet options = Options();
  Poco::Util::OptionProcessor processor(options);
  processor.setUnixStyle(true);
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    std::string name;
    std::string value;
    try {
      if (!processor.process(argv[i], name, value) && name.empty()) return UsageFault(argv[i]);
    } catch (const Poco::Util::OptionException&) {
      return UsageFault(argv[i]);
    }
    const std::size_t equals = value.find('=');
    if (name == "config") arguments.file = value;
    if (name == "check") arguments.check = true;
    if (name == "check-overlay" && value.empty()) {
      return ConfigFault{"--check-overlay", "wants FOLDER", "See ischiad --help."};
    }
    if (name == "check-overlay") arguments.overlay = value;
    if (name == "migrate") arguments.migrate = true;
    if (name == "copy-store") arguments.copy_store = true;
    if (name == "help") arguments.help = true;
    if (name == "set" && equals == std::string::npos) {
      return ConfigFault{"--set", "wants NAME=VALUE", "See ischiad --help."};
    }
    if (name == "set") arguments.flags[value.substr(0, equals)] = value.substr(equals + 1);
  }
  return arguments;
}

void PrintSettings(const std::vector<Setting>& settings, const std::string& prefix) {
  for (const Setting& setting : settings) {
    std::cout << "  " << std::left << std::setw(28) << prefix + setting.name << setting.meaning;
    if (*setting.default_value != '\0') std::cout << " [" << setting.default_value << ']';
    std::cout << '\n';
  }
}

void PrintHelp() {
  std::cout
      << "ischiad: makes hamstring home programs from assessments, over gRPC.\n\n"
         "  --config=FILE       settings, a line each: name = value\n"
         "  --set=NAME=VALUE    one setting; wins over the environment, which wins over FILE\n"
         "  --check             says whether the settings are fit, and ends\n"
         "  --check-overlay=FOLDER\n"
         "                      says whether a clinic's overlay of the catalogue is fit, and ends\n"
         "  --migrate           makes the tables in PostgreSQL, or brings them up to date, as "
         "their\n"
         "                      owner, gives the service's user its rights, and ends\n"
         "  --copy-store        copies storage.file to storage.postgresql, proves both equal, and\n"
         "                      ends; what `ischia store copy` runs\n"
         "  --help              this text\n\nSettings [default]\n";
  PrintSettings(Settings(), "");
  PrintSettings(PracticeSettings(), "practice.ID.");
  std::cout << "\nEnds with 0 after SIGTERM, with 78 when it refuses to start.\n";
}

int Refuse(const std::vector<ConfigFault>& faults) {
  for (const ConfigFault& fault : faults) {
    std::cerr << "ischiad: " << fault.setting << ' ' << fault.what << ". " << fault.remedy << '\n';
  }
  return kRefusedToStart;
}

sigset_t EndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

int Serve(const Config& config) {
  // Blocked before any thread is made, so that only the wait below takes them.
  const sigset_t signals = EndSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  Log log(std::cerr);
  auto started = Ischiad::Start(config, log);
  if (const auto* faults = std::get_if<std::vector<ConfigFault>>(&started)) return Refuse(*faults);
  const auto& ischiad = std::get<std::unique_ptr<Ischiad>>(started);
  log.Info("ready", {{"address", Public(ischiad->address())}});
  std::cout << "ready " << ischiad->address() << std::endl;
  if (!ischiad->console_url().empty()) {
    std::cout << "console " << ischiad->console_url() << std::endl;
  }

  int signal = 0;
  (void)sigwait(&signals, &signal);  // fails for an invalid set only
  log.Info("ending");
  // A second signal ends the process at once: nothing can be lost by it.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  const bool ended = ischiad->Stop(kPatience);
  log.Info("ended", {{"mail", Public(ended ? "settled" : "left to the next start")}});
  if (!ended) _exit(0);
  return 0;
}

int Check(const Config& config) {
  const auto loaded = LoadCatalogue(config);
  if (const auto* faults = std::get_if<std::vector<ConfigFault>>(&loaded)) return Refuse(*faults);
  std::cout << "fit, with catalogue "
            << std::get<catalogue::LoadedCatalogue>(loaded).catalogue.version << '\n';
  return 0;
}

int Migrate(const Config& config) {
  if (!config.postgresql || !config.postgresql_owner) {
    return Refuse(
        {{"--migrate", "wants storage.postgresql and storage.postgresql_owner",
          "Name the service's user in the one and the owner of the tables in the other."}});
  }
  const auto refusal =
      storage::MigratePostgresql(*config.postgresql_owner, config.postgresql->role);
  if (refusal) return Refuse({{"storage.postgresql_owner", refusal->what, refusal->remedy}});
  std::cout << "migrated\n";
  return 0;
}

int CopyStore(const Config& config) {
  if (!config.postgresql) {
    return Refuse({{"--copy-store", "wants storage.postgresql", "Name the database to copy to."}});
  }
  const OpenSslDigest digest{std::string()};  // nothing is keyed here
  const auto copied = storage::CopyToPostgresql(config.database, *config.postgresql, digest);
  if (const auto* refusal = std::get_if<storage::CopyRefusal>(&copied)) {
    const bool source = refusal->side == storage::CopyRefusal::Side::kSource;
    return Refuse({{source ? "storage.file" : "storage.postgresql", refusal->refusal.what,
                    refusal->refusal.remedy}});
  }
  for (const auto& table : std::get<std::vector<storage::CopiedTable>>(copied)) {
    std::cout << std::left << std::setw(20) << table.name << std::right << std::setw(12)
              << table.row_count << "  " << table.sha256 << '\n';
  }
  std::cout << "copied: counts and SHA-256 of every table are equal on both sides\n";
  return 0;
}

// An overlay is checked by itself, whatever else is configured.
std::variant<SettingTexts, ConfigFault> SettingsOf(const Arguments& given) {
  if (given.overlay) return SettingTexts{{"catalogue.overlay", *given.overlay}};
  return CollectSettings(given.file, SettingsOfEnvironment(), given.flags);
}

int Main(int argc, char** argv) {
  umask(S_IRWXG | S_IRWXO);  // database, key and mail files are for this user alone
  const auto arguments = ReadArguments(argc, argv);
  if (const auto* fault = std::get_if<ConfigFault>(&arguments)) return Refuse({*fault});
  const auto& given = std::get<Arguments>(arguments);
  if (given.help) {
    PrintHelp();
    return 0;
  }
  const auto settings = SettingsOf(given);
  if (const auto* fault = std::get_if<ConfigFault>(&settings)) return Refuse({*fault});
  const auto config = ReadConfig(std::get<SettingTexts>(settings));
  if (const auto* faults = std::get_if<std::vector<ConfigFault>>(&config)) return Refuse(*faults);
  const auto& checked = std::get<Config>(config);
  if (given.check || given.overlay) return Check(checked);
  if (given.migrate) return Migrate(checked);
  return given.copy_store ? CopyStore(checked) : Serve(checked);
}

}  // namespace
}  // namespace ischia::server

int main(int argc, char** argv) { return ischia::server::Main(argc, argv); }
