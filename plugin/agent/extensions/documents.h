// Documents on their way into a host's record: takes what waits for the host, hands it over, and
// passes on what became of it. Filing it, once, and in the right record, is the host's affair.
#ifndef ISCHIA_PLUGIN_AGENT_EXTENSIONS_DOCUMENTS_H_
#define ISCHIA_PLUGIN_AGENT_EXTENSIONS_DOCUMENTS_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "plugin/agent/extensions/console.h"
#include "plugin/agent/gateway.h"

namespace ischia::agent {

// How long a host may take to file what it was given, before it is given again.
inline constexpr std::chrono::seconds kTimeToFile{120};

// Serves many threads.
class Documents {
 public:
  // `practice` is "practices/sample". Everything outlives the documents and every `done`.
  Documents(Gateway& gateway, std::string practice);

  struct Given {
    Answer answer;        // a Filing as JSON
    std::string content;  // the document's bytes
  };
  using GivenTo = std::function<void(const Given& given)>;
  // What waits longest. NOT_FOUND, NOTHING_WAITS; FIELD_INVALID, and the service's errors.
  void Next(std::uint64_t ticket, const Host& host, std::chrono::milliseconds deadline,
            const GivenTo& done);

  // Whether something waits for the host; nothing is claimed. Unset: the service does not say.
  using Peeked = std::function<void(std::optional<bool> waiting)>;
  void Peek(std::uint64_t ticket, const Host& host, const Peeked& done);

  // What became of it: status 0 and the host's id of the document, or the status that describes why
  // it was not filed. Kept while the service is away. FAILED_PRECONDITION, DOCUMENT_UNKNOWN: not
  // given to this host since the agent started; it is given again, and known by its name.
  void Settle(std::uint64_t ticket, const Host& host, const std::string& filing,
              std::int32_t outcome, const std::string& document_id, const Gateway::Done& done);

 private:
  struct Memory;

  Gateway& gateway_;
  const std::string practice_;
  // Shared with the calls under way, which may end after this object.
  std::shared_ptr<Memory> memory_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_EXTENSIONS_DOCUMENTS_H_
