// Programs, findings, reports and the catalogue as the contract shows them: the sentences come from
// the catalogue's texts, the sources from its rules. Nothing is decided here.
#ifndef ISCHIA_SERVICE_RPC_CONVERT_PLAN_H_
#define ISCHIA_SERVICE_RPC_CONVERT_PLAN_H_

#include <memory>
#include <string_view>

#include "ischia/v1/assessment.pb.h"
#include "ischia/v1/catalogue.pb.h"
#include "ischia/v1/decision.pb.h"
#include "ischia/v1/handout.pb.h"
#include "ischia/v1/program.pb.h"
#include "ischia/v1/report.pb.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/application/use_cases/follow_up.h"
#include "service/application/use_cases/revisions.h"
#include "service/domain/catalogue.h"
#include "service/domain/follow/adherence.h"
#include "service/domain/plan/program.h"

namespace ischia::rpc {

// Clinicians read English in this version; the language of handouts is the patient's.
inline constexpr std::string_view kClinicianLanguage = "en";

// What is looked up for each line, made once.
class PlanTables;

// Serves many threads. Every message written to is new.
class PlanWriter {
 public:
  // Both outlive the object.
  PlanWriter(const domain::Catalogue& catalogue, const app::TextSource& texts);
  ~PlanWriter();

  // A preview: what only a stored program has stays empty.
  void Write(const domain::Program& program, v1::Program* message) const;
  void Write(const app::ProgramRecord& record, v1::Program* message) const;
  void Write(const app::AssessmentRecord& record, v1::Assessment* message) const;
  void Write(const app::RevisionRecord& record, v1::ProgramRevision* message) const;
  void Write(const app::ReplayedProgram& replayed, v1::ReplayProgramResponse* message) const;
  void Write(const app::DecisionRecord& record, v1::WeeklyDecision* message) const;
  // With what its session screen means.
  void Write(const app::CheckInRecord& record, v1::CheckIn* message) const;
  // With what to know before it is handed over.
  void Write(const app::HandoutRecord& record, v1::Handout* message) const;
  void Write(const app::ProgramName& program, const app::AdherenceRecord& record,
             v1::AdherenceReport* message) const;

  void Write(v1::Catalogue* message) const;
  void Write(const domain::Exercise& exercise, std::string_view language_code,
             v1::Exercise* message) const;
  void Write(const domain::SafetyRule& rule, v1::SafetyRule* message) const;

 private:
  const domain::Catalogue& catalogue_;
  const app::TextSource& texts_;
  std::unique_ptr<const PlanTables> tables_;
};

}  // namespace ischia::rpc

#endif  // ISCHIA_SERVICE_RPC_CONVERT_PLAN_H_
