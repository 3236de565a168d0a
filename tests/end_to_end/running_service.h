// ischiad in this process, on a free port or on a unix socket, with its files in a folder of its
// own; and clients that name themselves. It can go away and come back with its records.
#ifndef ISCHIA_TESTS_END_TO_END_RUNNING_SERVICE_H_
#define ISCHIA_TESTS_END_TO_END_RUNNING_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <sstream>
#include <string>

#include "service/server/ischiad.h"
#include "service/server/log.h"
#include "tests/support/temp_folder.h"

namespace ischia::support {

class RunningService {
 public:
  // An empty address: a unix socket in the folder, the same one after each start.
  explicit RunningService(const std::string& listen_address = "127.0.0.1:0");
  ~RunningService();
  RunningService(const RunningService&) = delete;
  RunningService& operator=(const RunningService&) = delete;

  void Start();
  void Stop();

  // A context of the clinician "pt-lane" with a deadline.
  static std::unique_ptr<grpc::ClientContext> Context();

  template <typename Service>
  std::unique_ptr<typename Service::Stub> Stub() const {
    return Service::NewStub(channel_);
  }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  const std::string& address() const { return address_; }
  std::string log_text() const { return log_stream_.str(); }

 private:
  TempFolder folder_;
  std::ostringstream log_stream_;
  server::Log log_{log_stream_};
  std::string listen_address_;
  std::string address_;
  std::unique_ptr<server::Ischiad> ischiad_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_END_TO_END_RUNNING_SERVICE_H_
