// A launch from a host's call to the patient's record, on a service that is started anew in
// between.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

#include "ischia/v1/launch.grpc.pb.h"
#include "ischia/v1/patient.grpc.pb.h"
#include "tests/end_to_end/running_service.h"

namespace ischia {
namespace {

using ::testing::HasSubstr;

v1::CreateLaunchRequest LaunchOf(const std::string& patient_id) {
  v1::CreateLaunchRequest request;
  request.set_parent("practices/sample");
  v1::PatientContext& context = *request.mutable_context();
  context.mutable_host_reference()->set_host_id("gdt");
  context.mutable_host_reference()->set_patient_id(patient_id);
  context.set_given_name("Anna");
  context.set_family_name("Lind");
  request.set_view(v1::Launch::VIEW_ASSESS);
  request.set_create_missing(true);
  request.set_request_id("00000000-0000-4000-8000-000000000001");
  return request;
}

v1::Launch Created(support::RunningService& service, const v1::CreateLaunchRequest& request) {
  v1::Launch launch;
  const grpc::Status status = v1::LaunchService::NewStub(service.channel())
                                  ->CreateLaunch(service.Context().get(), request, &launch);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return launch;
}

TEST(LaunchTest, ALaunchStoresThePatientAndARepetitionAfterARestartStoresNothing) {
  support::RunningService service({}, support::Door::kSocket);
  const v1::CreateLaunchRequest request = LaunchOf("4711");
  v1::Launch first = Created(service, request);
  EXPECT_THAT(first.url(), HasSubstr("/launch/sample/v1.1."));
  service.Stop();
  service.Start();

  const v1::Launch repeated = Created(service, request);
  EXPECT_EQ(repeated.url(), "");
  first.clear_url();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(repeated, first));

  v1::ListPatientsRequest list;
  list.set_parent("practices/sample");
  v1::ListPatientsResponse patients;
  ASSERT_TRUE(v1::PatientService::NewStub(service.channel())
                  ->ListPatients(service.Context().get(), list, &patients)
                  .ok());
  ASSERT_EQ(patients.patients_size(), 1);
  EXPECT_EQ(patients.patients(0).name(), first.patient());
  EXPECT_EQ(patients.patients(0).host_reference().patient_id(), "4711");
  EXPECT_FALSE(patients.patients(0).has_birth_date());
}

}  // namespace
}  // namespace ischia
