// Answers as tables and sentences for a person at a terminal.
#ifndef ISCHIA_PLUGIN_CLI_PRINT_H_
#define ISCHIA_PLUGIN_CLI_PRINT_H_

#include <map>
#include <ostream>
#include <string>

#include "ischia/v1/assessment.pb.h"
#include "ischia/v1/check_in.pb.h"
#include "ischia/v1/decision.pb.h"
#include "ischia/v1/handout.pb.h"
#include "ischia/v1/launch.pb.h"
#include "ischia/v1/patient.pb.h"
#include "ischia/v1/practice.pb.h"
#include "ischia/v1/program.pb.h"
#include "ischia/v1/report.pb.h"

namespace ischia::cli {

// Titles by resource name: "exercises/HS-01" is "Lying strap stretch".
using Titles = std::map<std::string, std::string>;

// "Findings: none", or a block for each.
void PrintFindings(std::ostream& out,
                   const google::protobuf::RepeatedPtrField<v1::Finding>& findings);

void Print(std::ostream& out, const v1::Practice& practice);
void Print(std::ostream& out, const v1::Patient& patient);
void Print(std::ostream& out, const v1::Assessment& assessment);
void Print(std::ostream& out, const v1::Clearance& clearance);
void Print(std::ostream& out, const v1::Program& program, const Titles& titles);
void Print(std::ostream& out, const v1::Handout& handout);
void Print(std::ostream& out, const v1::Delivery& delivery);
void Print(std::ostream& out, const v1::CheckIn& check_in);
void Print(std::ostream& out, const v1::Launch& launch);
void Print(std::ostream& out, const v1::WeeklyDecision& decision);
void Print(std::ostream& out, const v1::ReplayProgramResponse& replayed);
// The revision and its changes, a line each.
void PrintChanges(std::ostream& out, const v1::ProgramRevision& revision);
// One reason as a paragraph: rule, sentence, inputs, source.
std::string ReasonText(const v1::Reason& reason);
void Print(std::ostream& out, const v1::AdherenceReport& report);

}  // namespace ischia::cli

#endif  // ISCHIA_PLUGIN_CLI_PRINT_H_
