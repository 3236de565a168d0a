#include "plugin/agent/self_test.h"

#include <chrono>
#include <optional>
#include <string>

#include "ischia/v1/catalogue.pb.h"
#include "plugin/agent/spool/disk.h"
#include "plugin/agent/watch.h"
#include "plugin/contract/status.h"

namespace ischia::agent {
namespace {

class Report {
 public:
  explicit Report(std::ostream& out) : out_(out) {}

  void Good(const std::string& what, const std::string& found) {
    out_ << "ok      " << what << ": " << found << '\n';
  }
  void Bad(const std::string& what, const std::string& found, const std::string& remedy) {
    out_ << "NOT OK  " << what << ": " << found << ". " << remedy << '\n';
    all_good_ = false;
  }
  bool all_good() const { return all_good_; }

 private:
  std::ostream& out_;
  bool all_good_ = true;
};

void CheckSocket(const SocketOptions& socket, Report& report) {
  const std::string path = socket.path.string();
  const std::string wrong = FaultOfFolder(socket.path.parent_path(), !socket.users.empty());
  if (!wrong.empty()) {
    report.Bad("socket folder", path + ' ' + wrong, "Give it to the agent's user, chmod 700.");
  } else {
    report.Good("socket folder", socket.path.parent_path().string());
  }
  if (AgentAnswers(socket.path, std::chrono::seconds(2))) {
    report.Good("agent", "answers on " + path);
  } else {
    report.Bad("agent", "nobody answers on " + path, "Start ischia-agent.");
  }
}

void ReportRefused(const SpoolPlace& place, const SpoolReport& found, Report& report) {
  for (const Refusal& refusal : found.refused) {
    report.Bad(
        "refused change",
        refusal.change.method + ", " +
            (refusal.reason.empty() ? "code " + std::to_string(refusal.code) : refusal.reason) +
            ", request id " + refusal.change.request_id,
        "Enter it again in the host as far as it is still wanted, then remove " +
            (place.folder / "refused" / refusal.file).string() + '.');
  }
  if (found.damaged > 0) {
    report.Bad(
        "damaged changes", std::to_string(found.damaged) + " cannot be read any more",
        "Enter again what was entered while the service was away, check the disk, then empty " +
            (place.folder / "damaged").string() + '.');
  }
}

void CheckSpool(const SpoolPlace& place, Report& report) {
  RealDisk disk;
  const auto looked = Spool::Look(place, disk);
  if (const auto* fault = std::get_if<Fault>(&looked)) {
    return report.Bad("spool", fault->setting + ' ' + fault->what, fault->remedy);
  }
  const auto& found = std::get<std::optional<SpoolReport>>(looked);
  if (!found) {
    return report.Bad("spool", place.folder.string() + " is not there yet",
                      "It is made when ischia-agent starts.");
  }
  report.Good("key file", place.key_file.string());
  report.Good("spool", std::to_string(found->pending) + " changes wait for the service");
  ReportRefused(place, *found, report);
}

void CheckService(const Config& config, Report& report) {
  const Caller self{config.caller.user.empty() ? "ischia-agent" : config.caller.user,
                    config.caller.role};
  v1::GetCatalogueRequest request;
  request.set_parent(config.practice);
  Link link(config.service_address);
  const Reply reply = link.Call(link.NewTicket(), "ischia.v1.CatalogueService/GetCatalogue",
                                request.SerializeAsString(), self, std::chrono::seconds(5));
  if (!reply.status.ok()) {
    const contract::Told told = contract::ReadStatus(reply.status);
    const std::string why =
        told.by_the_service ? told.reason + ": " + told.sentence : "it does not answer";
    return report.Bad("service", config.service_address + ", " + why,
                      "Start ischiad, and let service.address say where it listens.");
  }
  report.Good("service", "answers on " + config.service_address);
  v1::Catalogue catalogue;
  if (catalogue.ParseFromString(reply.bytes) && !catalogue.version().empty()) {
    report.Good("catalogue", "version " + catalogue.version());
  } else {
    report.Bad("catalogue", "its version cannot be read",
               "Install agent and service of one version.");
  }
}

}  // namespace

bool SelfTest(const Config& config, std::ostream& out) {
  Report report(out);
  CheckSocket(config.socket, report);
  CheckSpool(config.spool, report);
  CheckService(config, report);
  return report.all_good();
}

}  // namespace ischia::agent
