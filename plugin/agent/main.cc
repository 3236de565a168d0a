// ischia-agent: reads its settings, refuses what is unsafe, serves hosts until it is told to end.
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionException.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "plugin/agent/config.h"
#include "plugin/agent/extensions/console.h"
#include "plugin/agent/extensions/documents.h"
#include "plugin/agent/filing/clerk.h"
#include "plugin/agent/filing/gdt_folder.h"
#include "plugin/agent/filing/hl7_link.h"
#include "plugin/agent/folder/last_asked.h"
#include "plugin/agent/folder/watcher.h"
#include "plugin/agent/gateway.h"
#include "plugin/agent/log.h"
#include "plugin/agent/self_test.h"
#include "plugin/agent/socket.h"
#include "plugin/agent/spool/courier.h"
#include "plugin/agent/spool/disk.h"
#include "plugin/agent/watch.h"

namespace ischia::agent {
namespace {

constexpr int kSettingWidth = 29;  // in --help
constexpr int kSelfProbeFailed = 75;
constexpr int kRefusedToStart = 78;
constexpr std::chrono::seconds kPatience{10};  // for calls under way when the agent ends

struct Arguments {
  std::string file;
  SettingTexts flags;
  bool help = false;
  bool self_test = false;
  bool self_test_folder = false;
};

Poco::Util::OptionSet Options() {
  using Poco::Util::Option;
  Poco::Util::OptionSet options;
  options.addOption(Option("config", "c").argument("FILE"));
  options.addOption(Option("set", "s").argument("NAME=VALUE").repeatable(true));
  options.addOption(Option("self-test", "t"));
  options.addOption(Option("self-test-folder", ""));
  options.addOption(Option("help", "h"));
  return options;
}

Fault UsageFault(const std::string& argument) {
  return {argument, "is not an option of ischia-agent", "See ischia-agent --help."};
}

std::variant<Arguments, Fault> ReadArguments(int argc, char** argv) {
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
    if (name == "self-test") arguments.self_test = true;
    if (name == "self-test-folder") arguments.self_test_folder = true;
    if (name == "help") arguments.help = true;
    if (name == "set" && equals == std::string::npos) {
      return Fault{"--set", "wants NAME=VALUE", "See ischia-agent --help."};
    }
    if (name == "set") arguments.flags[value.substr(0, equals)] = value.substr(equals + 1);
  }
  return arguments;
}

void PrintHelp() {
  std::cout << "ischia-agent: carries the calls of hosts on this machine to the service.\n\n"
               "  --config=FILE       settings, a line each: name = value\n"
               "  --set=NAME=VALUE    one setting; wins over FILE\n"
               "  --self-test         checks socket, spool, key, service and catalogue; says what\n"
               "                      to do about each fault\n"
               "  --self-test-folder  writes a marked test result into folder.path, and says what\n"
               "                      must appear in the practice system\n"
               "  --help              this text\n\nSettings [default]\n";
  for (const Setting& setting : Settings()) {
    std::cout << "  " << std::left << std::setw(kSettingWidth) << setting.name << setting.meaning;
    if (*setting.default_text != '\0') std::cout << " [" << setting.default_text << ']';
    std::cout << '\n';
  }
  std::cout << "\nEnds with 0 after SIGTERM, with 75 when hosts cannot get through any more, with "
               "78 when\n"
               "it refuses to start; the self-test with 75 when something is not ok.\n";
}

int Refuse(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    std::cerr << "ischia-agent: " << fault.setting << ' ' << fault.what << ". " << fault.remedy
              << '\n';
  }
  return kRefusedToStart;
}

std::string LoginOf(uid_t user) {
  constexpr std::size_t kEntry = 4096;
  std::array<char, kEntry> space{};
  passwd entry{};
  passwd* found = nullptr;
  (void)getpwuid_r(user, &entry, space.data(), space.size(), &found);
  return found != nullptr ? entry.pw_name : "uid-" + std::to_string(user);
}

// Looked up once a user: a look-up reads files, and a host may connect for every call.
Socket::CallerOf CallersFor(const Caller& configured) {
  if (!configured.user.empty()) return [configured](uid_t) { return configured; };
  return [role = configured.role, logins = std::map<uid_t, std::string>()](uid_t peer) mutable {
    const auto [entry, is_new] = logins.try_emplace(peer);
    if (is_new) entry->second = LoginOf(peer);
    return Caller{entry->second, role};
  };
}

// Of what the agent does unasked.
Caller OwnCaller(Caller configured) {
  if (configured.user.empty()) configured.user = LoginOf(geteuid());
  return configured;
}

Instant WallNow() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

sigset_t EndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

int Serve(const Config& config) {
  Log log(std::cerr);
  const Console::Show show = BrowserAt(config.browser, log);  // forks, so before any thread is made
  // Blocked before any thread is made, so that only the wait below takes them.
  const sigset_t signals = EndSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  RealDisk disk;
  auto opened = Spool::Open(config.spool, config.spool_limits, disk);
  if (const auto* fault = std::get_if<Fault>(&opened)) return Refuse({*fault});
  Spool& spool = *std::get<std::unique_ptr<Spool>>(opened);
  Link link(config.service_address);
  Courier courier(spool, link, log, WallNow);
  Gateway gateway(config.methods, link, spool, courier, log, WallNow);
  Console console(gateway, config.practice, show);
  Documents documents(gateway, config.practice);
  auto listening =
      Socket::Open(config.socket, CallersFor(config.caller), {gateway, console, documents}, log);
  if (const auto* fault = std::get_if<Fault>(&listening)) return Refuse({*fault});
  std::optional<Hl7Link> hl7;
  std::optional<Clerk> hl7_clerk;
  if (config.hl7) {
    const Host host{OwnCaller(config.caller), config.hl7->host_id};
    hl7.emplace(*config.hl7, gateway, host, log, WallNow);
    hl7_clerk.emplace(gateway, documents, host, *hl7, log);
    hl7_clerk->Start();
  }
  // The practice system that shares a folder with us.
  const Host folder_host{OwnCaller(config.caller), config.folder.host_id};
  LastAsked last_asked;
  GdtFolder gdt_folder(config.folder, last_asked, disk, log);
  Clerk clerk(gateway, documents, folder_host, gdt_folder, log);
  Watcher watcher(config.folder, folder_host, gateway, console, last_asked, log, WallNow);
  if (!config.folder.path.empty()) {
    clerk.Start();
    watcher.Start();
  }
  courier.Start();
  log.Info("ready", {{"spooled", static_cast<std::int64_t>(spool.pending())},
                     {"damaged", static_cast<std::int64_t>(spool.damaged())}});
  std::cout << "ready unix:" << config.socket.path.string() << std::endl;

  const Supervisor supervisor = SupervisorOfThisProcess();
  Notify(supervisor, "READY=1");
  // Threads that hang cannot be waited for; what was promised is on the disk.
  if (!WatchUntilSignal(config.socket.path, supervisor, signals, log)) _exit(kSelfProbeFailed);
  log.Info("ending");
  Notify(supervisor, "STOPPING=1");
  // A second signal ends the process at once: what was promised is on the disk.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  std::get<std::unique_ptr<Socket>>(listening)->StopReading();
  watcher.Stop();
  if (hl7_clerk) hl7_clerk->Stop();
  clerk.Stop();
  courier.Stop();
  gateway.Settle(kPatience);
  log.Info("ended");
  return 0;
}

int Main(int argc, char** argv) {
  umask(S_IRWXG | S_IRWXO);         // what it makes is for this user alone
  (void)prctl(PR_SET_DUMPABLE, 0);  // no core file, no look into its memory, as far as it goes
  const auto arguments = ReadArguments(argc, argv);
  if (const auto* fault = std::get_if<Fault>(&arguments)) return Refuse({*fault});
  const auto& given = std::get<Arguments>(arguments);
  if (given.help) {
    PrintHelp();
    return 0;
  }
  const auto settings = CollectSettings(given.file, given.flags);
  if (const auto* fault = std::get_if<Fault>(&settings)) return Refuse({*fault});
  const auto read = ReadConfig(std::get<SettingTexts>(settings), PlacesOfThisLogin());
  if (const auto* faults = std::get_if<std::vector<Fault>>(&read)) return Refuse(*faults);
  const auto& config = std::get<Config>(read);
  if (given.self_test) return SelfTest(config, std::cout) ? 0 : kSelfProbeFailed;
  if (given.self_test_folder) return TestFolder(config.folder, std::cout) ? 0 : kSelfProbeFailed;
  return Serve(config);
}

}  // namespace
}  // namespace ischia::agent

int main(int argc, char** argv) { return ischia::agent::Main(argc, argv); }
