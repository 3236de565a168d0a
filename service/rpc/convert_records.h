// The records of a practice between the contract's messages and the application's values, in both
// directions. Reading never stops at the first fault: an Inbound collects everything that cannot be
// a value of ours (an unknown enumerator, a day that does not exist, half a second, a list beyond
// its length) under the field's path. What a value may be is checked further inside.
#ifndef ISCHIA_SERVICE_RPC_CONVERT_RECORDS_H_
#define ISCHIA_SERVICE_RPC_CONVERT_RECORDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ischia/v1/assessment.pb.h"
#include "ischia/v1/check_in.pb.h"
#include "ischia/v1/handout.pb.h"
#include "ischia/v1/patient.pb.h"
#include "ischia/v1/practice.pb.h"
#include "ischia/v1/program.pb.h"
#include "ischia/v1/report.pb.h"
#include "service/application/console/filings.h"
#include "service/application/console/launches.h"
#include "service/application/resources.h"
#include "service/domain/assess/assessment.h"
#include "service/domain/follow/check_in.h"
#include "service/domain/result.h"
#include "service/rpc/enumerations.h"
#include "service/rpc/names.h"

namespace ischia::rpc {

// What is wrong with one request.
class Inbound {
 public:
  // Fields named from here on stand below "list[index].", until Leave.
  void Enter(std::string_view list, int index);
  // Fields named from here on stand below "message.", until Leave.
  void Enter(std::string_view message);
  void Leave() { below_ = {}; }

  template <typename Domain>
  void Enumerator(std::string_view field, WireOf<Domain> wire, Domain& to) {
    if (IsKnown(field, static_cast<int>(wire), Twin<Domain>::kLast)) {
      to = static_cast<Domain>(static_cast<int>(wire));
    }
  }
  template <typename Name>
  void ResourceName(std::string_view field, std::string_view text, Name& to) {
    if (!ParseName(text, to)) WrongName(field, PatternOf(to));
  }
  void Day(std::string_view field, bool given, const v1::Date& date,
           std::optional<domain::CivilDay>& to);
  void WholeSeconds(std::string_view field, bool given, const google::protobuf::Duration& duration,
                    std::optional<domain::Seconds>& to);
  // Whether the list is short enough to be read.
  bool FitsIn(std::string_view field, int size, int limit);
  void Refuse(std::string_view field, std::string_view description,
              std::string_view reason = "FIELD_INVALID");
  void WrongName(std::string_view field, std::string_view pattern);
  void Add(domain::FieldViolation violation) { found_.push_back(std::move(violation)); }
  // For what the contract allows and nothing of this version acts on.
  void NotYetSupported(std::string_view field, bool asked_for);

  bool clean() const { return found_.empty(); }
  // Without its names nobody can be asked about a request.
  bool has_wrong_name() const { return has_wrong_name_; }
  std::vector<domain::FieldViolation> Take() { return std::move(found_); }

 private:
  bool IsKnown(std::string_view field, int number, int last);

  struct Place {
    std::string_view name;
    int index = -1;  // of an entry; -1: a message
  };
  Place below_;
  bool has_wrong_name_ = false;
  std::vector<domain::FieldViolation> found_;
};

// -- From requests. Output-only fields are ignored.

// Paths are relative to the assessment, as the domain names them.
domain::AssessmentFields ReadAssessment(const v1::Assessment& message, Inbound& inbound);
// Paths are relative to the clearance, as the domain names them, or below what `inbound` entered.
domain::ClearanceFields ReadClearance(const v1::Clearance& message, Inbound& inbound);
// Paths are relative to the check-in, as the domain names them.
domain::CheckInFields ReadCheckIn(const v1::CheckIn& message, Inbound& inbound);
// All but its name and its logo, which is bytes. Paths begin with "practice.".
app::Practice ReadPractice(const v1::Practice& message, Inbound& inbound);
// Paths begin with "patient.".
app::PatientFields ReadPatient(const v1::Patient& message, Inbound& inbound);
app::HostReference ReadHostReference(const v1::HostReference& message);
// Paths begin with "context.".
app::PatientContext ReadContext(const v1::PatientContext& message, Inbound& inbound);
// Paths begin with "handout.".
app::HandoutFields ReadHandout(const v1::Handout& message, Inbound& inbound);

// Paths are "edits[0].exercise"; at most 40 edits are read.
std::vector<domain::ProgramEdit> ReadEdits(
    const google::protobuf::RepeatedPtrField<v1::ProgramEdit>& messages, Inbound& inbound);

// -- To answers. The message is new.

void WriteDay(domain::CivilDay day, v1::Date* message);
void WriteInstant(domain::Instant instant, google::protobuf::Timestamp* message);

void Write(const app::Practice& practice, v1::Practice* message);
void Write(const app::PatientRecord& patient, v1::Patient* message);
// All but name, findings and record.
void Write(const domain::AssessmentFields& fields, v1::Assessment* message);
void Write(const app::ClearanceRecord& clearance, v1::Clearance* message);
void Write(const app::HandoutRecord& handout, v1::Handout* message);
void Write(const app::DeliveryRecord& delivery, v1::Delivery* message);
// All but its findings.
void Write(const app::CheckInRecord& check_in, v1::CheckIn* message);
void Write(const app::CheckInLinkRecord& link, v1::CheckInLink* message);
void Write(const domain::ProgramEdit& edit, v1::ProgramEdit* message);
// All but its url.
void Write(const app::FilingRecord& filing, v1::Filing* message);
// With what the host's side compares and writes; the title is left to the caller.
void Write(const app::ClaimedFiling& claimed, v1::Filing* message);
void Write(const app::LaunchRecord& launch, v1::Launch* message);
// Scores and pain of one day.
void Write(const app::AssessmentRecord& assessment, v1::OutcomePoint* message);

}  // namespace ischia::rpc

#endif  // ISCHIA_SERVICE_RPC_CONVERT_RECORDS_H_
