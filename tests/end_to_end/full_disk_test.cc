// The database's disk runs full while the service answers calls.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <filesystem>
#include <string>

#include "ischia/v1/patient.grpc.pb.h"
#include "tests/end_to_end/running_service.h"
#include "tests/support/temp_folder.h"

namespace ischia {
namespace {

using support::RunningService;
using ::testing::HasSubstr;
using ::testing::Not;

// A disk of 512 KiB in memory. Skipped aloud where the test may not mount one.
class FullDiskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    mounted_ = mount("tmpfs", disk_.path().c_str(), "tmpfs", 0, "size=512k") == 0;
    if (!mounted_) GTEST_SKIP() << "no right to mount a small disk";
  }
  ~FullDiskTest() override {
    if (mounted_) (void)umount(disk_.path().c_str());  // nothing is open there any more
  }

  void Fill() {
    for (int i = 0; std::filesystem::space(disk_.path()).available > 0; ++i) {
      support::WriteFile(disk_ / ("ballast" + std::to_string(i)), std::string(4096, 'x'));
    }
  }
  void Free() {
    for (const auto& entry : std::filesystem::directory_iterator(disk_.path())) {
      if (entry.path().filename().string().starts_with("ballast")) {
        std::filesystem::remove(entry.path());
      }
    }
  }

  const support::TempFolder disk_;

 private:
  bool mounted_ = false;
};

grpc::Status Create(const RunningService& service, const std::string& id) {
  v1::CreatePatientRequest request;
  request.set_parent("practices/sample");
  request.set_patient_id(id);
  request.mutable_patient()->set_given_name(std::string(90, 'a'));
  request.mutable_patient()->set_family_name("Sample");
  request.set_request_id("00000000-0000-4000-8000-00000000000" + id.substr(id.size() - 1));
  v1::Patient patient;
  return service.Stub<v1::PatientService>()->CreatePatient(RunningService::Context().get(), request,
                                                           &patient);
}

grpc::Status Get(const RunningService& service, const std::string& id) {
  v1::GetPatientRequest request;
  request.set_name("practices/sample/patients/" + id);
  v1::Patient patient;
  return service.Stub<v1::PatientService>()->GetPatient(RunningService::Context().get(), request,
                                                        &patient);
}

TEST_F(FullDiskTest, ACallIsRefusedWithItsReasonAndLeavesNothing) {
  RunningService service({{"storage.file", (disk_ / "ischia.db").string()}});
  const grpc::Status created = Create(service, "p1");
  ASSERT_TRUE(created.ok()) << created.error_message() << created.error_details();
  Fill();
  const grpc::Status refused = Create(service, "p2");
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(refused.error_details(), HasSubstr("STORE_FULL"));
  EXPECT_THAT(refused.error_message(), Not(HasSubstr("aaa")));
  Free();
  EXPECT_EQ(Get(service, "p2").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Create(service, "p2").ok()) << "the same request, repeated";
  EXPECT_TRUE(Get(service, "p1").ok());
}

}  // namespace
}  // namespace ischia
