// The courier between a spool and a real service that goes away and comes back.
#include "plugin/agent/spool/courier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "ischia/v1/patient.grpc.pb.h"
#include "tests/end_to_end/running_service.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

constexpr Instant kMonday{std::chrono::milliseconds(1'780'000'000'000)};

class CourierTest : public ::testing::Test {
 protected:
  CourierTest() {
    auto opened = Spool::Open({folder_ / "spool", folder_ / "spool.key"}, {}, disk_);
    spool_ = std::move(std::get<std::unique_ptr<Spool>>(opened));
    courier_ = std::make_unique<Courier>(*spool_, link_, log_, [this] { return now_; });
  }

  // A change that makes a patient of this name.
  Change Patient(const std::string& family_name) {
    char id[40];
    (void)std::snprintf(id, sizeof(id), "00000000-0000-4000-8000-%012d", ++last_id_);
    v1::CreatePatientRequest request;
    request.set_parent("practices/sample");
    request.mutable_patient()->set_given_name("Test");
    request.mutable_patient()->set_family_name(family_name);
    request.set_request_id(id);
    return {"ischia.v1.PatientService/CreatePatient",
            id,
            request.SerializeAsString(),
            {"pt-lane", "clinician"},
            now_};
  }
  Change Impossible() {
    Change change = Patient("Nobody");
    v1::CreatePatientRequest request;
    request.set_parent("practices/elsewhere");
    request.set_request_id(change.request_id);
    change.request = request.SerializeAsString();
    return change;
  }
  // The names in the service's records, in the order in which they came.
  std::vector<std::string> Names() {
    v1::ListPatientsRequest request;
    request.set_parent("practices/sample");
    v1::ListPatientsResponse response;
    const auto stub = service_.Stub<v1::PatientService>();
    EXPECT_TRUE(stub->ListPatients(service_.Context().get(), request, &response).ok());
    std::vector<std::string> names;
    for (const v1::Patient& patient : response.patients()) names.push_back(patient.family_name());
    return names;
  }
  std::vector<Refusal> RefusedChanges() {
    auto looked = Spool::Look({folder_ / "spool", folder_ / "spool.key"}, disk_);
    return std::get<std::optional<SpoolReport>>(looked)->refused;
  }

  support::TempFolder folder_;
  support::RunningService service_{{}, support::Door::kSocket};
  RealDisk disk_;
  std::ostringstream log_text_;
  Log log_{log_text_};
  Instant now_ = kMonday;
  Link link_{service_.address()};
  std::unique_ptr<Spool> spool_;
  std::unique_ptr<Courier> courier_;
  int last_id_ = 0;
};

TEST_F(CourierTest, SendsEverythingAndEmptiesTheSpool) {
  for (const char* name : {"Alder", "Birch", "Cedar"}) (void)spool_->Keep(Patient(name));
  EXPECT_EQ(courier_->Deliver(), std::nullopt);
  EXPECT_EQ(spool_->pending(), 0U);
  EXPECT_THAT(Names(), ::testing::UnorderedElementsAre("Alder", "Birch", "Cedar"));
}

TEST_F(CourierTest, WaitsTwiceAsLongAfterEachFailureUpToAMinute) {
  (void)spool_->Keep(Patient("Alder"));
  service_.Stop();
  for (const int wait : {1, 2, 4, 8, 16, 32, 60, 60}) {
    EXPECT_THAT(courier_->Deliver(), Optional(seconds(wait)));
  }
  EXPECT_EQ(spool_->pending(), 1U);
}

TEST_F(CourierTest, DeliversWhenTheServiceIsBackAndBeginsAnewWithItsWaits) {
  (void)spool_->Keep(Patient("Alder"));
  service_.Stop();
  EXPECT_THAT(courier_->Deliver(), Optional(seconds(1)));
  EXPECT_THAT(courier_->Deliver(), Optional(seconds(2)));
  service_.Start();
  while (courier_->Deliver()) {  // until the library looks again
  }
  EXPECT_THAT(Names(), ElementsAre("Alder"));
  (void)spool_->Keep(Patient("Birch"));
  service_.Stop();
  EXPECT_THAT(courier_->Deliver(), Optional(seconds(1)));
}

TEST_F(CourierTest, ARefusalIsPutAsideAndTheNextChangeIsSent) {
  const Change impossible = Impossible();
  (void)spool_->Keep(impossible);
  (void)spool_->Keep(Patient("Birch"));
  EXPECT_EQ(courier_->Deliver(), std::nullopt);
  EXPECT_THAT(Names(), ElementsAre("Birch"));
  const std::vector<Refusal> refused = RefusedChanges();
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused.front().change, impossible);
  EXPECT_FALSE(refused.front().reason.empty());
}

TEST_F(CourierTest, AChangeThatAnsweredToTheHostAfterAllIsNotMadeTwice) {
  const Change change = Patient("Alder");
  (void)spool_->Keep(change);
  (void)courier_->Deliver();
  (void)spool_->Keep(change);  // as after a crash between the answer and its removal
  EXPECT_EQ(courier_->Deliver(), std::nullopt);
  EXPECT_THAT(Names(), ElementsAre("Alder"));
  EXPECT_THAT(RefusedChanges(), ElementsAre());
}

TEST_F(CourierTest, AfterThreeDaysAPersonDecides) {
  (void)spool_->Keep(Patient("Alder"));
  now_ += kKeptAtMost - std::chrono::milliseconds(1);
  (void)spool_->Keep(Patient("Birch"));
  now_ += std::chrono::milliseconds(1);
  EXPECT_EQ(courier_->Deliver(), std::nullopt);
  EXPECT_THAT(Names(), ElementsAre("Birch"));
  ASSERT_EQ(RefusedChanges().size(), 1U);
  EXPECT_EQ(RefusedChanges().front().reason, "KEPT_TOO_LONG");
}

TEST_F(CourierTest, TheLogSaysWhichChangeAndNothingOfThePatient) {
  const Change change = Patient("Zacharias");
  (void)spool_->Keep(change);
  (void)courier_->Deliver();
  EXPECT_THAT(log_text_.str(), HasSubstr(change.request_id));
  EXPECT_THAT(log_text_.str(), Not(HasSubstr("Zacharias")));
}

TEST_F(CourierTest, EndsAtOnceWhileItWaits) {
  service_.Stop();
  (void)spool_->Keep(Patient("Alder"));
  courier_->Start();
  courier_->Wake();
  courier_->Stop();
  EXPECT_EQ(spool_->pending(), 1U);
}

}  // namespace
}  // namespace ischia::agent
