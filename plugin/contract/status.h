// What a call's status says: the details travel under the public google.rpc type names, and our
// messages have the same fields.
#ifndef ISCHIA_PLUGIN_CONTRACT_STATUS_H_
#define ISCHIA_PLUGIN_CONTRACT_STATUS_H_

#include <grpcpp/support/status.h>

#include <map>
#include <string>
#include <vector>

namespace ischia::contract {

struct Violation {
  std::string field;  // a path into the request, or what the obstacle is about
  std::string description;
  std::string reason;
};

struct Told {
  bool by_the_service = false;  // it has details: not the library, but the service said so
  std::string reason;           // of the table in errors.proto
  std::string sentence;
  std::vector<Violation> violations;
  std::map<std::string, std::string> metadata;  // "incident_id", "omitted_count"
};

Told ReadStatus(const grpc::Status& status);

}  // namespace ischia::contract

#endif  // ISCHIA_PLUGIN_CONTRACT_STATUS_H_
