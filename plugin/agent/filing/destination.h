// Where the agent itself files documents for a host that cannot ask for them.
#ifndef ISCHIA_PLUGIN_AGENT_FILING_DESTINATION_H_
#define ISCHIA_PLUGIN_AGENT_FILING_DESTINATION_H_

#include <cstdint>
#include <string>

#include "ischia/v1/filing.pb.h"

namespace ischia::agent {

struct Document {
  v1::Filing filing;
  std::string content;  // the document's bytes
};

struct Filed {
  std::int32_t outcome = 0;  // as Documents::Settle takes it; 0: it is filed
  std::string document_id;   // the host's, where it is filed
};

// Called by one thread at a time.
class Destination {
 public:
  virtual ~Destination() = default;

  // Files it once: a filing is given again under its name until its outcome is known. Takes less
  // time than kTimeToFile.
  virtual Filed File(const Document& document) = 0;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FILING_DESTINATION_H_
