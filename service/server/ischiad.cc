#include "service/server/ischiad.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "integration/document/fonts.h"
#include "service/application/command.h"
#include "service/application/console/drafts.h"
#include "service/application/console/filings.h"
#include "service/application/console/launches.h"
#include "service/application/encoding.h"
#include "service/application/links/check_in_links.h"
#include "service/application/practice/practices.h"
#include "service/application/use_cases/clearances.h"
#include "service/application/use_cases/deliveries.h"
#include "service/application/use_cases/follow_up.h"
#include "service/application/use_cases/handouts.h"
#include "service/application/use_cases/programs.h"
#include "service/application/use_cases/records.h"
#include "service/catalogue/load.h"
#include "service/catalogue/overlay.h"
#include "service/catalogue/overlay_folder.h"
#include "service/rpc/services.h"
#include "service/server/crypto.h"
#include "service/server/handout/renderer.h"
#include "service/server/handout/sentences.h"
#include "service/server/mailer.h"
#include "service/server/system.h"
#include "service/server/workers.h"
#include "service/storage/sql_store.h"
#include "service/web/check_in/check_in.h"
#include "service/web/console.h"
#include "service/web/http.h"

namespace ischia::server {
namespace {

rpc::IncidentLog IncidentsTo(Log& log) {
  return [&log](const rpc::Incident& incident) {
    log.Error("incident", {{"id", Pseudonym(incident.id)},
                           {"type", Public(incident.type)},
                           {"place", Public(incident.place)}});
  };
}

// "clinic.example" of "https://clinic.example/"; empty of an empty address.
std::string HostIn(const std::string& url) {
  const std::size_t begin = url.find("://");
  if (begin == std::string::npos) return {};
  return url.substr(begin + 3, url.find('/', begin + 3) - begin - 3);
}

// What of the settings the console tells: no path, no login, no secret.
web::Configured ConfiguredIn(const Config& config) {
  const std::string& from = config.mail_from->address();
  if (config.mail_way == MailWay::kMaildir) return {"maildir", from};
  constexpr std::array<const char*, 3> kTls = {"none", "starttls", "implicit"};
  const mail::SmtpRelay& relay = config.relay;
  return {"smtp " + relay.host + ':' + std::to_string(relay.port) + ", tls " +
              kTls.at(static_cast<std::size_t>(relay.tls)),
          from};
}

std::vector<domain::PracticeId> IdsOf(const std::vector<app::Practice>& practices) {
  std::vector<domain::PracticeId> ids;
  ids.reserve(practices.size());
  for (const app::Practice& practice : practices) ids.push_back(practice.id);
  return ids;
}

// "clinic.textproto:12: restrictions CS-01 limits ...".
ConfigFault FaultOf(const catalogue::OverlayFault& fault) {
  std::string where = fault.place.file;
  if (fault.place.line > 0) where += ':' + std::to_string(fault.place.line);
  if (!fault.field.empty()) where += (where.empty() ? "" : ": ") + fault.field;
  const std::string colon = fault.field.empty() && fault.place.line > 0 ? ": " : " ";
  return {"catalogue.overlay", where + (where.empty() ? "" : colon) + fault.what + " (R-12)",
          fault.remedy};
}

std::variant<catalogue::LoadedCatalogue, std::vector<ConfigFault>> ReadCatalogue(
    const std::filesystem::path& overlay) {
  if (overlay.empty()) return catalogue::LoadEmbedded();
  const catalogue::OverlayFolder folder = catalogue::ReadOverlayFolder(overlay);
  const OpenSslDigest digest{std::string()};  // nothing is keyed here
  auto loaded = catalogue::LoadWithOverlay(
      catalogue::EmbeddedFiles(), folder.files,
      [&](std::string_view bytes) { return app::Hex(digest.Sha256(bytes)); });
  std::vector<ConfigFault> faults;
  for (const catalogue::OverlayFault& fault : folder.faults) faults.push_back(FaultOf(fault));
  if (const auto* found = std::get_if<std::vector<catalogue::OverlayFault>>(&loaded)) {
    for (const catalogue::OverlayFault& fault : *found) faults.push_back(FaultOf(fault));
  }
  if (!faults.empty()) return faults;
  return std::get<catalogue::LoadedCatalogue>(std::move(loaded));
}

std::vector<ConfigFault> FindLanguageFaults(const std::vector<app::Practice>& practices,
                                            const catalogue::Texts& texts) {
  std::string known;
  for (const std::string_view language : texts.languages()) {
    known += (known.empty() ? "" : ", ") + std::string(language);
  }
  std::vector<ConfigFault> faults;
  for (const app::Practice& practice : practices) {
    if (texts.LocaleFor(practice.language_code)) continue;
    faults.push_back({"practice." + practice.id.text() + ".language_code",
                      "is not a language of the catalogue, which has " + known,
                      "Set one of them, or add a translation to the overlay."});
  }
  return faults;
}

// Handouts are printed in all languages of the catalogue.
std::optional<ConfigFault> FindFontFault(const catalogue::Texts& texts) {
  const std::optional<document::FontFault> fault = document::FindFontFault(texts.characters());
  if (!fault) return std::nullopt;
  return ConfigFault{"fonts", "cannot print the handouts (R-17): " + fault->what,
                     std::string("Install the Debian package ") + document::kFontPackage +
                         ", or check FONTCONFIG_FILE and FONTCONFIG_PATH."};
}

std::variant<std::unique_ptr<app::Store>, ConfigFault> OpenStore(const Config& config) {
  if (config.postgresql) {
    auto opened = storage::OpenPostgresql(*config.postgresql, config.connections);
    if (const auto* refusal = std::get_if<storage::Refusal>(&opened)) {
      return ConfigFault{"storage.postgresql", refusal->what, refusal->remedy};
    }
    return std::get<std::unique_ptr<app::Store>>(std::move(opened));
  }
  auto opened = config.database == ":memory:" ? storage::OpenSqliteInMemory()
                                              : storage::OpenSqliteFile(config.database);
  if (opened.ok()) return std::move(opened).value();
  return ConfigFault{"storage.file", opened.error().message,
                     "Check the path, its owner, the disk, and that no other ischiad uses it."};
}

// Nothing is there, or a socket that nobody listens on any more.
bool IsFreeForASocket(const std::filesystem::path& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return errno == ENOENT;
  if (!S_ISSOCK(status.st_mode)) return false;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool dead = probe >= 0 &&
                    connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 &&
                    errno == ECONNREFUSED;
  if (probe >= 0) close(probe);
  return dead;
}

struct Listening {
  std::unique_ptr<grpc::Server> server;  // null: something else is there
  std::string address;
};

Listening ListenOnPort(const Config& config, grpc::ServerBuilder& builder) {
  int port = 0;
  builder.AddListeningPort(config.listen_host + ':' + std::to_string(config.listen_port),
                           grpc::InsecureServerCredentials(), &port);
  Listening listening{builder.BuildAndStart(), config.listen_host + ':' + std::to_string(port)};
  if (port == 0) listening.server.reset();
  return listening;
}

Listening ListenOnSocket(const std::filesystem::path& path, grpc::ServerBuilder& builder) {
  // The library would remove the socket of a running server just the same.
  if (!IsFreeForASocket(path)) return {};
  Listening listening{nullptr, "unix:" + path.string()};
  builder.AddListeningPort(listening.address, grpc::InsecureServerCredentials());
  listening.server = builder.BuildAndStart();
  if (chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) listening.server.reset();
  return listening;
}

}  // namespace

// In the order of construction; the worker and the server end first.
struct Ischiad::Parts {
  Parts(const Config& config, Log& its_log, catalogue::LoadedCatalogue its_catalogue,
        std::string key, std::unique_ptr<app::Store> its_store)
      : log(its_log),
        loaded(std::move(its_catalogue)),
        digest(std::move(key)),
        store(std::move(its_store)),
        renderer(loaded.catalogue, loaded.texts, config.render_threads,
                 [this](const domain::PracticeId& practice, const std::string& sha256) {
                   return practices.Logo(practice, sha256);
                 }),
        composer(*config.mail_from, loaded.texts),
        transport(MakeTransport(config)),
        handouts(command, ids, calendar, renderer, config.check_in_url),
        links(command, calendar, digest, loaded.catalogue, IdsOf(config.practices)) {}

  Log& log;
  const catalogue::LoadedCatalogue loaded;
  const CatalogueSentences sentences{loaded.texts};
  SystemClock clock;
  ZoneCalendar calendar;
  RandomIds ids;
  OpenSslDigest digest;
  std::unique_ptr<app::Store> store;
  RenderPool renderer;
  HandoutMailComposer composer;
  std::unique_ptr<app::MailTransport> transport;

  app::Command command{*store, clock, digest};
  app::Practices practices{command, calendar, sentences, renderer};
  app::Records records{command, ids, calendar, loaded.catalogue};
  app::Clearances clearances{command, ids, calendar, loaded.catalogue};
  app::Programs programs{command, ids, loaded.catalogue};
  app::Handouts handouts;
  app::Deliveries deliveries{command, ids};
  app::FollowUp follow_up{command, loaded.catalogue};
  app::CheckInLinks links;
  app::Revisions revisions{command, ids, loaded.catalogue};
  app::Decisions decisions{command, ids, loaded.catalogue};
  app::Outbox outbox{command, ids, composer, *transport};
  app::Launches launches{*store, command, ids, clock, digest, calendar};
  app::Drafts drafts{*store, clock, digest};
  app::Filings filings{command};

  std::vector<Forgetting> forgetting() {
    using Practice = domain::PracticeId;
    return {{"requests",
             [this](const Practice& practice) { return command.ForgetOldRequests(practice); }},
            {"launches", [this](const Practice& practice) { return launches.Forget(practice); }},
            {"drafts", [this](const Practice& practice) { return drafts.Forget(practice); }}};
  }

  // Throws std::runtime_error when the console's address cannot be listened on.
  void OpenConsole(const Config& config) {
    if (config.console_host.empty()) return;
    const bool secure = config.console_url.starts_with("https://");
    // Port 0 has no address yet.
    const bool named = !config.console_url.ends_with(":0");
    const web::ListenAt at{config.console_host, config.console_port, secure,
                           named ? HostIn(config.console_url) : std::string()};
    const auto page = std::make_shared<web::Console>(
        web::Desk{practices,  launches,  drafts,    filings,          records,
                  clearances, programs,  revisions, handouts,         deliveries,
                  follow_up,  decisions, renderer,  loaded.catalogue, sentences,
                  clock,      calendar,  ids,       digest,           ConfiguredIn(config)});
    console = std::make_unique<web::HttpServer>(
        at, [page](const web::Request& request) { return page->Answer(request); },
        [this](std::string_view type) {
          IncidentsTo(log)({ids.NewId(), std::string(type), "console"});
        });
    console_url = named ? config.console_url
                        : "http://" + config.console_host + ':' + std::to_string(console->port());
  }

  // Throws as OpenConsole.
  void OpenCheckIn(const Config& config) {
    if (config.check_in_host.empty()) return;
    web::ListenAt at{config.check_in_host, config.check_in_port,
                     config.check_in_url.starts_with("https://"), HostIn(config.check_in_url)};
    at.max_body = web::kMaxCheckInBody;
    at.without_sessions = true;
    const auto page =
        std::make_shared<web::CheckInPage>(web::CheckInDesk{links, sentences, clock, ids, digest});
    check_in = std::make_unique<web::HttpServer>(
        at, [page](const web::Request& request) { return page->Answer(request); },
        [this](std::string_view type) {
          IncidentsTo(log)({ids.NewId(), std::string(type), "check-in"});
        });
  }

  void OpenServices() {
    services = std::make_unique<rpc::Services>(
        rpc::Parts{practices, records, clearances, programs, handouts, deliveries, follow_up, links,
                   revisions, decisions, launches, filings, loaded.catalogue, sentences, digest,
                   ids, IncidentsTo(log), console_url});
  }

  std::unique_ptr<web::HttpServer> console;   // null: off
  std::string console_url;                    // empty: off
  std::unique_ptr<web::HttpServer> check_in;  // null: off
  std::unique_ptr<rpc::Services> services;
  std::string address;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<OutboxWorker> worker;
};

Ischiad::Ischiad(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

std::variant<catalogue::LoadedCatalogue, std::vector<ConfigFault>> LoadCatalogue(
    const Config& config) {
  auto read = ReadCatalogue(config.overlay);
  if (auto* faults = std::get_if<std::vector<ConfigFault>>(&read)) return std::move(*faults);
  auto& loaded = std::get<catalogue::LoadedCatalogue>(read);
  std::vector<ConfigFault> faults = FindLanguageFaults(config.practices, loaded.texts);
  if (!faults.empty()) return faults;
  return std::move(loaded);
}

std::variant<std::unique_ptr<Ischiad>, std::vector<ConfigFault>> Ischiad::Start(
    const Config& config, Log& log) {
  using Faults = std::vector<ConfigFault>;
  auto read = LoadCatalogue(config);
  if (auto* faults = std::get_if<Faults>(&read)) return std::move(*faults);
  auto& loaded = std::get<catalogue::LoadedCatalogue>(read);
  if (auto fault = FindFontFault(loaded.texts)) return Faults{*std::move(fault)};
  domain::Result<std::string> key = LoadOrMakeKey(config.key_file);
  if (!key.ok()) {
    return Faults{{"secrets.key_file", key.error().message,
                   "Name a file that this user alone can read and write, chmod 600."}};
  }
  auto opened = OpenStore(config);
  if (auto* fault = std::get_if<ConfigFault>(&opened)) return Faults{std::move(*fault)};
  auto parts = std::make_unique<Parts>(config, log, std::move(loaded), std::move(*key),
                                       std::get<std::unique_ptr<app::Store>>(std::move(opened)));
  for (const app::Practice& practice : config.practices) {
    const auto logo = config.logos.find(practice.id);
    const auto seeded = parts->practices.SeedPractice(
        practice, logo == config.logos.end() ? std::string() : logo->second);
    if (!seeded.ok()) {
      return Faults{{"practice." + practice.id.text(), seeded.error().message,
                     "Correct the practice's settings, and check the disk."}};
    }
    for (const std::string_view setting : *seeded) {
      log.Info("practice.setting_not_followed",
               {{"practice", Pseudonym(practice.id.text())}, {"setting", Public(setting)}});
    }
  }
  try {
    parts->OpenConsole(config);
  } catch (const std::runtime_error&) {
    return Faults{{"console.address", "cannot be listened on",
                   "Is another ischiad running? Choose another port; port 0 takes a free one, and "
                   "off turns the console off."}};
  }
  try {
    parts->OpenCheckIn(config);
  } catch (const std::runtime_error&) {
    return Faults{{"checkin.address", "cannot be listened on",
                   "Choose another port, or take checkin.url out: then there is no page."}};
  }
  parts->OpenServices();
  grpc::EnableDefaultHealthCheckService(true);
  if (config.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  parts->services->Configure(builder);
  Listening listening = config.listen_socket.empty()
                            ? ListenOnPort(config, builder)
                            : ListenOnSocket(config.listen_socket, builder);
  if (listening.server == nullptr) {
    return Faults{{"listen.address", "cannot be listened on",
                   "Is another ischiad running? Choose another socket or port; port 0 takes a "
                   "free one."}};
  }
  parts->server = std::move(listening.server);
  parts->address = std::move(listening.address);
  parts->worker = std::make_unique<OutboxWorker>(parts->outbox, parts->forgetting(),
                                                 IdsOf(config.practices), log);
  return std::unique_ptr<Ischiad>(new Ischiad(std::move(parts)));
}

Ischiad::~Ischiad() = default;

const std::string& Ischiad::address() const { return parts_->address; }
const std::string& Ischiad::console_url() const { return parts_->console_url; }

bool Ischiad::Stop(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::system_clock::now() + patience;
  parts_->server->GetHealthCheckService()->SetServingStatus(false);
  parts_->worker->Stop();
  parts_->console.reset();
  parts_->check_in.reset();
  parts_->server->Shutdown(deadline);
  return parts_->worker->HasEndedBy(deadline);
}

}  // namespace ischia::server
