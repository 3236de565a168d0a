// The console from a host's side, against a service that keeps what it is asked.
#include "plugin/agent/extensions/console.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ischia/v1/launch.grpc.pb.h"
#include "plugin/agent/gateway/methods.h"
#include "plugin/agent/spool/disk.h"
#include "tests/plugin/agent/frame_client.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Gives launches "practices/sample/launches/1" and so on, and waits before it does when told to.
class FakeLaunches final : public v1::LaunchService::Service {
 public:
  grpc::Status CreateLaunch(grpc::ServerContext*, const v1::CreateLaunchRequest* request,
                            v1::Launch* answer) override {
    std::unique_lock lock(mutex_);
    created_.push_back(*request);
    changed_.notify_all();
    changed_.wait(lock, [this] { return !held_; });
    const std::string number = std::to_string(created_.size());
    answer->set_name("practices/sample/launches/" + number);
    answer->set_url("http://127.0.0.1:1/launch/sample/" + number);
    return grpc::Status::OK;
  }
  grpc::Status RevokeLaunch(grpc::ServerContext*, const v1::RevokeLaunchRequest* request,
                            v1::Launch*) override {
    const std::lock_guard lock(mutex_);
    revoked_.push_back(request->name());
    changed_.notify_all();
    return grpc::Status::OK;
  }

  void Hold(bool held) {
    const std::lock_guard lock(mutex_);
    held_ = held;
    changed_.notify_all();
  }
  // Waits for them.
  std::vector<std::string> Revoked(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return revoked_.size() >= count; });
    return revoked_;
  }
  std::vector<v1::CreateLaunchRequest> Created(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return created_.size() >= count; });
    return created_;
  }

 private:
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::vector<v1::CreateLaunchRequest> created_;
  std::vector<std::string> revoked_;
  bool held_ = false;
};

std::set<std::string, std::less<>> AllMethods() {
  std::set<std::string, std::less<>> all;
  for (const MethodRow& row : HostMethods()) all.emplace(row.name);
  return all;
}

class ConsoleTest : public ::testing::Test {
 protected:
  ConsoleTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address_, grpc::InsecureServerCredentials());
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }
  ~ConsoleTest() override { gateway_.Settle(std::chrono::seconds(10)); }

  std::future<Answer> Begin(const HostPatient& patient, const std::string& view = {}) {
    const auto promise = std::make_shared<std::promise<Answer>>();
    console_.Open(gateway_.NewTicket(), host_, patient, view, kLongestCall,
                  [promise](const Answer& answer) { promise->set_value(answer); });
    return promise->get_future();
  }
  Answer Open(const HostPatient& patient, const std::string& view = {}) {
    return Begin(patient, view).get();
  }

  const Host host_{{"pt-lane", "clinician"}, "gdt"};
  support::TempFolder folder_;
  const std::string address_ = "unix:" + (folder_ / "ischiad.sock").string();
  FakeLaunches service_;
  std::unique_ptr<grpc::Server> server_;
  std::ostringstream log_text_;
  Log log_{log_text_};
  RealDisk disk_;
  std::unique_ptr<Spool> spool_ = std::move(std::get<std::unique_ptr<Spool>>(
      Spool::Open({folder_ / "spool", folder_ / "spool.key"}, {}, disk_)));
  Link link_{address_};
  Courier courier_{*spool_, link_, log_, [] { return Instant(); }};
  Gateway gateway_{AllMethods(), link_, *spool_, courier_, log_, [] { return Instant(); }};
  std::vector<std::string> shown_;  // by the link's thread, before the answer
  Console console_{gateway_, "practices/sample",
                   [this](const std::string& url) { shown_.push_back(url); }};
};

TEST_F(ConsoleTest, WhatTheHostSaysOfThePatientReachesTheService) {
  const Answer answer =
      Open({"4711", "Anna", "Lind", "1980-02-29", "F", "anna@example.org", "sv"}, "ASSESS");
  ASSERT_EQ(answer.status, 0) << answer.json;
  EXPECT_EQ(MemberOf(answer, "url"), "http://127.0.0.1:1/launch/sample/1");
  EXPECT_THAT(shown_, ElementsAre("http://127.0.0.1:1/launch/sample/1"));
  const v1::CreateLaunchRequest asked = service_.Created(1).front();
  EXPECT_EQ(asked.parent(), "practices/sample");
  EXPECT_EQ(asked.view(), v1::Launch::VIEW_ASSESS);
  EXPECT_TRUE(asked.create_missing());
  EXPECT_EQ(asked.request_id().size(), 36U);
  const v1::PatientContext& context = asked.context();
  EXPECT_EQ(context.host_reference().host_id(), "gdt");
  EXPECT_EQ(context.host_reference().patient_id(), "4711");
  EXPECT_EQ(context.given_name() + ' ' + context.family_name(), "Anna Lind");
  EXPECT_EQ(context.birth_date().year(), 1980);
  EXPECT_EQ(context.birth_date().month(), 2);
  EXPECT_EQ(context.birth_date().day(), 29);
  EXPECT_EQ(context.sex_for_norms(), v1::NORM_SEX_FEMALE);
  EXPECT_EQ(context.email_address(), "anna@example.org");
  EXPECT_EQ(context.language_code(), "sv");
}

TEST_F(ConsoleTest, EachCallIsALaunchOfItsOwn) {
  (void)Open({"4711"});
  (void)Open({"4711"});
  const auto asked = service_.Created(2);
  EXPECT_NE(asked[0].request_id(), asked[1].request_id());
  EXPECT_FALSE(asked[0].context().has_birth_date());
  EXPECT_EQ(asked[0].view(), v1::Launch::VIEW_UNSPECIFIED);
}

TEST_F(ConsoleTest, AnotherPatientOrNoneRevokesWhatWasOpened) {
  (void)Open({"4711"});
  (void)Open({"4711"});
  console_.PatientChanged(host_, "4711");
  console_.PatientChanged({host_.caller, "another host"}, "4712");
  console_.PatientChanged({{"pt-other", "clinician"}, "gdt"}, "4712");
  console_.PatientChanged(host_, "4712");
  EXPECT_THAT(service_.Revoked(2),
              UnorderedElementsAre("practices/sample/launches/1", "practices/sample/launches/2"));
  (void)Open({"4712"});
  console_.PatientChanged(host_, "");
  EXPECT_THAT(service_.Revoked(3), ::testing::Contains("practices/sample/launches/3"));
}

TEST_F(ConsoleTest, ALaunchThatComesAfterTheHostHasTurnedAwayIsRevokedAndNotShown) {
  service_.Hold(true);
  std::future<Answer> answer = Begin({"4711"});
  (void)service_.Created(1);
  console_.PatientChanged(host_, "4712");
  service_.Hold(false);
  EXPECT_EQ(answer.get().status, 0);
  EXPECT_THAT(service_.Revoked(1), ElementsAre("practices/sample/launches/1"));
  EXPECT_THAT(shown_, IsEmpty());
}

TEST_F(ConsoleTest, AServiceThatIsAwayIsToldAndNothingIsShown) {
  server_->Shutdown();
  const Answer answer = Open({"4711"});
  EXPECT_EQ(MemberOf(answer, "reason"), "SERVICE_UNREACHABLE");
  console_.PatientChanged(host_, "4712");
  EXPECT_THAT(shown_, IsEmpty());
}

}  // namespace
}  // namespace ischia::agent
