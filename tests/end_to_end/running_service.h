// ischiad in this process, on a free port or on a unix socket, with its files in a folder of its
// own; and clients that name themselves. It can go away and come back with its records.
#ifndef ISCHIA_TESTS_END_TO_END_RUNNING_SERVICE_H_
#define ISCHIA_TESTS_END_TO_END_RUNNING_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "service/server/ischiad.h"
#include "service/server/log.h"
#include "tests/support/temp_folder.h"

namespace ischia::support {

// Where it listens: on a free port, another one after each start; or on a socket in its folder.
enum class Door { kPort, kSocket };

class RunningService {
 public:
  // `settings` win over those of a service on an SQLite file.
  explicit RunningService(const std::map<std::string, std::string>& settings = {},
                          Door door = Door::kPort);
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
  std::map<std::string, std::string> settings_;
  std::string address_;
  std::unique_ptr<server::Ischiad> ischiad_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_END_TO_END_RUNNING_SERVICE_H_
