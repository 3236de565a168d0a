// The services on a real server in this process, and a real client of them: what a test says goes
// over a loopback connection and comes back as any client would see it.
//
//   Wire wire;
//   const auto reply = wire.Call(&v1::PatientService::Stub::GetPatient, request);
//   EXPECT_THAT(reply, IsRefused(grpc::StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND"));
#ifndef ISCHIA_TESTS_RPC_WIRE_H_
#define ISCHIA_TESTS_RPC_WIRE_H_

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "ischia/v1/assessment.grpc.pb.h"
#include "ischia/v1/catalogue.grpc.pb.h"
#include "ischia/v1/check_in.grpc.pb.h"
#include "ischia/v1/errors.pb.h"
#include "ischia/v1/filing.grpc.pb.h"
#include "ischia/v1/handout.grpc.pb.h"
#include "ischia/v1/launch.grpc.pb.h"
#include "ischia/v1/patient.grpc.pb.h"
#include "ischia/v1/practice.grpc.pb.h"
#include "ischia/v1/program.grpc.pb.h"
#include "ischia/v1/report.grpc.pb.h"
#include "service/application/ports.h"
#include "service/rpc/services.h"
#include "tests/support/clinic.h"

namespace ischia::test {

// The catalogue's texts as the application's port.
class ShippedTexts : public app::TextSource {
 public:
  std::vector<std::string_view> LanguageCodes() const override;
  std::string_view Text(std::string_view key, std::string_view language_code) const override;
  std::string Sentence(std::string_view key, std::string_view language_code,
                       const domain::Arguments& arguments) const override;
  std::string_view ClinicianLanguage(std::string_view language_code) const override;
  bool IsReviewed(std::string_view language_code) const override;
};

template <typename Answer>
struct Reply {
  grpc::Status status;
  Answer answer;
};

// What a status says in its details.
struct Problem {
  std::string reason;
  std::map<std::string, std::string> metadata;
  std::vector<std::string> violations;  // "patient.given_name FIELD_INVALID"
  int retry_seconds = -1;               // -1: nothing said
};
Problem ProblemOf(const grpc::Status& status);

MATCHER(Succeeds, "succeeds") {
  *result_listener << arg.status.error_message() << " "
                   << ::testing::PrintToString(ProblemOf(arg.status).violations);
  return arg.status.ok();
}
MATCHER_P2(IsRefused, code, reason,
           "is refused with code " + std::to_string(code) + " and reason " + reason) {
  *result_listener << "whose code is " << arg.status.error_code() << ", reason "
                   << ProblemOf(arg.status).reason << ", violations "
                   << ::testing::PrintToString(ProblemOf(arg.status).violations);
  return arg.status.error_code() == code && ProblemOf(arg.status).reason == reason;
}

// Metadata that says who calls.
using Identity = std::multimap<std::string, std::string>;
Identity As(const std::string& role);

class Wire {
 public:
  explicit Wire(std::chrono::milliseconds longest_call = std::chrono::seconds(10),
                const std::string& console_url = "http://127.0.0.1:50152");
  ~Wire();

  template <typename Stub, typename Request, typename Answer>
  Reply<Answer> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
                     const Request& request, const Identity& identity = As("clinician")) {
    grpc::ClientContext context;
    for (const auto& [key, value] : identity) context.AddMetadata(key, value);
    return CallIn(context, method, request);
  }
  template <typename Stub, typename Request, typename Answer>
  Reply<Answer> CallIn(grpc::ClientContext& context,
                       grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
                       const Request& request) {
    Stub stub(channel);
    Reply<Answer> reply;
    reply.status = (stub.*method)(&context, request, &reply.answer);
    return reply;
  }

  // -- Requests that succeed, to be varied.
  std::string NewRequestId();
  v1::CreatePatientRequest NewPatient();
  v1::CreateAssessmentRequest NewAssessment(const v1::Patient& patient);
  v1::CreateProgramRequest NewProgram(const v1::Assessment& assessment);
  v1::PreviewProgramRequest NewPreview();

  // -- What a test starts from.
  v1::Patient Patient();  // with a confirmed address
  v1::Program Draft();
  v1::Program Active();
  v1::Handout Sheet(const v1::Program& active);
  v1::CreateCheckInRequest NewCheckIn(const v1::Program& active);

  std::vector<rpc::Incident> incidents();

  Clinic clinic;
  std::shared_ptr<grpc::Channel> channel;

 private:
  ShippedTexts texts_;
  std::mutex mutex_;
  std::vector<rpc::Incident> incidents_;  // guarded by mutex_
  rpc::Services services_;
  std::unique_ptr<grpc::Server> server_;
  int request_count_ = 0;
};

v1::Date Day(int year, int month, int day);
// "practices/north/patients/id-000001" of "practices/north/patients/id-000001/programs/id-000003".
std::string ParentOf(const std::string& name);

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_RPC_WIRE_H_
