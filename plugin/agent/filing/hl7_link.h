// Sends documents into a practice's software by HL7 v2: each as an MDM message, and before it, as
// an ORU message, the numbers of its program.
//
// The document decides. Its acceptance files it and its refusal ends it; without an answer it comes
// again, with the control ids that it had, by which a receiver knows what it has. The numbers go
// first, so that nothing behind the document can make it unfiled. Where nobody answers them, the
// document waits with them twice and goes all the same the third time; refused they are given up.
// They count from the first day on, so the next sheet's cover what was lost.
#ifndef ISCHIA_PLUGIN_AGENT_FILING_HL7_LINK_H_
#define ISCHIA_PLUGIN_AGENT_FILING_HL7_LINK_H_

#include <google/protobuf/message.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "integration/hl7v2/message.h"
#include "integration/hl7v2/sender.h"
#include "ischia/v1/filing.pb.h"
#include "plugin/agent/extensions/console.h"
#include "plugin/agent/filing/destination.h"
#include "plugin/agent/gateway.h"
#include "plugin/agent/log.h"

namespace ischia::agent {

struct Hl7Settings {
  hl7v2::Target target;
  std::string host_id;            // as in HostReference
  std::string patient_authority;  // whose patient numbers the host's are, at most 20 characters
  hl7v2::Site site;
  bool sends_numbers = true;
};

class Hl7Link final : public Destination {
 public:
  // `host` is who asks the service. Everything outlives the link.
  Hl7Link(Hl7Settings settings, Gateway& gateway, Host host, Log& log, WallClock clock);

  Filed File(const Document& document) override;

 private:
  // False: they may not have arrived.
  bool SendNumbers(const v1::Filing& filing, const hl7v2::Patient& patient);
  hl7v2::Outcome Send(const hl7v2::Written& written, const std::string& control_id,
                      std::chrono::seconds patience);
  std::int32_t Ask(const char* method, const google::protobuf::Message& request,
                   google::protobuf::Message& answer);
  hl7v2::Envelope EnvelopeOf(std::string control_id) const;

  const Hl7Settings settings_;
  Gateway& gateway_;
  const Host host_;
  Log& log_;
  const WallClock clock_;
  hl7v2::Sender sender_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FILING_HL7_LINK_H_
