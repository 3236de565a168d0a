// A program's numbers for a record: how far it was followed, and what was measured last. Codes
// without a standard one are local; plugin/README.md lists them.
#ifndef ISCHIA_PLUGIN_AGENT_FILING_HL7_NUMBERS_H_
#define ISCHIA_PLUGIN_AGENT_FILING_HL7_NUMBERS_H_

#include <chrono>
#include <vector>

#include "integration/hl7v2/message.h"
#include "ischia/v1/common.pb.h"
#include "ischia/v1/report.pb.h"

namespace ischia::agent {

std::chrono::year_month_day DayOf(const v1::Date& date);

// Claimed and credible stand side by side, each beside the days that it rests on. A share that
// cannot be judged, and what was never measured, is left out.
std::vector<hl7v2::Number> NumbersOf(const v1::AdherenceReport& report);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FILING_HL7_NUMBERS_H_
