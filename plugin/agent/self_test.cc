#include "plugin/agent/self_test.h"

#include <Poco/DateTime.h>
#include <Poco/DateTimeFormatter.h>

#include <chrono>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "ischia/v1/catalogue.pb.h"
#include "plugin/agent/filing/gdt_folder.h"
#include "plugin/agent/spool/disk.h"
#include "plugin/agent/watch.h"
#include "plugin/contract/status.h"

namespace ischia::agent {
namespace {

constexpr const char* kTestNumber = "99999999";
constexpr const char* kTestName = "TESTPATIENT";

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

// Of the folder only whether it can be used: what is in it is the agent's that runs.
void CheckFolder(const Config& config, Report& report) {
  if (config.folder.path.empty()) return;
  const auto opened = Open(config.folder);
  if (const auto* fault = std::get_if<Fault>(&opened)) {
    return report.Bad("folder", fault->setting + ' ' + fault->what, fault->remedy);
  }
  report.Good("folder", config.folder.path.string() +
                            (config.browser.empty()
                                 ? "; requests open nothing, since console.browser is not set"
                                 : ""));
}

// One page with one line, by hand: what is tested is the way, not the document.
std::string TestPage() {
  const std::string text = "BT /F1 24 Tf 72 720 Td (ISCHIA TEST - NO PATIENT) Tj ET";
  const std::vector<std::string> objects{
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
      "/Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length " + std::to_string(text.size()) + " >>\nstream\n" + text + "\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string pdf = "%PDF-1.4\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const std::string at = std::to_string(pdf.size());
    table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string count = std::to_string(objects.size() + 1);
  const std::string table_at = std::to_string(pdf.size());
  return pdf + "xref\n0 " + count + "\n" + table + "trailer\n<< /Size " + count +
         " /Root 1 0 R >>\nstartxref\n" + table_at + "\n%%EOF\n";
}

// A number and a name that no practice gives.
Document TestDocument() {
  const Poco::DateTime now;
  Document document{{}, TestPage()};
  v1::Filing& filing = document.filing;
  filing.set_name("practices/test/filings/selftest-" +
                  Poco::DateTimeFormatter::format(now, "%Y%m%d-%H%M%S"));
  filing.set_title("ISCHIA TEST, kein Patient");
  filing.mutable_document_date()->set_year(now.year());
  filing.mutable_document_date()->set_month(now.month());
  filing.mutable_document_date()->set_day(now.day());
  v1::PatientContext& patient = *filing.mutable_expected_patient();
  patient.mutable_host_reference()->set_patient_id(kTestNumber);
  patient.set_family_name(kTestName);
  patient.set_given_name("Ischia");
  patient.mutable_birth_date()->set_year(1901);
  patient.mutable_birth_date()->set_month(1);
  patient.mutable_birth_date()->set_day(2);
  return document;
}

}  // namespace

bool TestFolder(const HostFolder& folder, std::ostream& out) {
  Report report(out);
  if (folder.path.empty()) {
    report.Bad("folder", "folder.path is not set", "Set it to the folder that is shared.");
    return false;
  }
  RealDisk disk;
  std::ostringstream unread;
  Log log(unread);
  const LastAsked nobody_asked;
  const Filed filed = GdtFolder(folder, nobody_asked, disk, log).File(TestDocument());
  if (filed.outcome != 0) {
    report.Bad("folder", "nothing could be filed in " + folder.path.string(),
               "See ischia-agent --self-test; with folder.names = fixed the practice system must "
               "have read the last answer.");
    return false;
  }
  report.Good("folder", "a test result lies in " + folder.path.string());
  out << "\nWithin its import time the practice system must now show, of patient number "
      << kTestNumber << ",\n"
      << kTestName << ", Ischia, born January 2, 1901:\n"
      << "  - the line \"ISCHIA TEST, kein Patient\" in the chart, as a result of device "
      << folder.our_id << ";\n"
      << "  - a PDF with the words \"ISCHIA TEST - NO PATIENT\".\n"
      << "Most systems say that they do not know this patient: then the folder works, too. If "
         "nothing\n"
      << "happens, compare folder, names of files and ids of the device with its GDT settings:\n"
      << "  it reads " << AnswerStem(folder)
      << (folder.names == AnswerNames::kFixed ? ".GDT" : ".000, .001 ...") << ", addressed to "
      << folder.host_gdt_id << ", procedure " << folder.procedure << ".\n"
      << "To remove it: delete the result or the patient there, and here "
      << (folder.path / (filed.document_id + ".pdf")).string()
      << "\nand, if it was not read, the file " << AnswerStem(folder)
      << ".* that was written last.\n";
  return true;
}

bool SelfTest(const Config& config, std::ostream& out) {
  Report report(out);
  CheckSocket(config.socket, report);
  CheckSpool(config.spool, report);
  CheckService(config, report);
  CheckFolder(config, report);
  return report.all_good();
}

}  // namespace ischia::agent
