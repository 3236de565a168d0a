// The service's parts joined as ischiad joins them, without the network, and a worked case of the
// fixtures in one practice's records.
#ifndef ISCHIA_TESTS_BENCH_LIVE_CLINIC_H_
#define ISCHIA_TESTS_BENCH_LIVE_CLINIC_H_

#include <memory>
#include <string>

#include "ischia/v1/program.pb.h"
#include "service/application/command.h"
#include "service/application/links/check_in_links.h"
#include "service/application/practice/practices.h"
#include "service/application/use_cases/clearances.h"
#include "service/application/use_cases/deliveries.h"
#include "service/application/use_cases/follow_up.h"
#include "service/application/use_cases/handouts.h"
#include "service/application/use_cases/programs.h"
#include "service/application/use_cases/records.h"
#include "service/catalogue/load.h"
#include "service/domain/assess/assessment.h"
#include "service/rpc/services.h"
#include "service/server/crypto.h"
#include "service/server/handout/renderer.h"
#include "service/server/handout/sentences.h"
#include "service/server/system.h"

namespace ischia::bench {

// The cases of tests/data/prescribe by name, "v01". Throws WrongAnswer when one cannot be read.
v1::PreviewProgramRequest PreviewOf(const std::string& name);
domain::Assessment AssessmentOf(const std::string& name);

// Week 1 of the cases begins on this day.
domain::CivilDay StartDate();

// What each of the cases has in common: twelve weeks, and 420 s a week of stretching for each leg
// in the first one. Throws WrongAnswer.
void RequireTheCasesProgram(const domain::Program& program, const std::string& name);

app::Practice SamplePractice();

struct LiveClinic {
  // One practice is seeded.
  explicit LiveClinic(std::unique_ptr<app::Store> its_store);

  rpc::Parts parts();

  const catalogue::LoadedCatalogue loaded = catalogue::LoadEmbedded();
  const server::CatalogueSentences sentences{loaded.texts};
  const server::SystemClock clock;
  const server::ZoneCalendar calendar;
  server::RandomIds ids;
  const server::OpenSslDigest digest{std::string(32, 'k')};
  const std::unique_ptr<app::Store> store;
  server::RenderPool renderer{loaded.catalogue, loaded.texts, 1};
  app::Command command{*store, clock, digest};
  app::Practices practices{command, calendar, sentences, renderer};
  app::Records records{command, ids, calendar, loaded.catalogue};
  app::Clearances clearances{command, ids, calendar, loaded.catalogue};
  app::Programs programs{command, ids, loaded.catalogue};
  app::Handouts handouts{command, ids, calendar, renderer};
  app::Deliveries deliveries{command, ids};
  app::FollowUp follow_up{command, loaded.catalogue};
  app::CheckInLinks links{command, calendar, digest, loaded.catalogue, {SamplePractice().id}};
  app::Revisions revisions{command, ids, loaded.catalogue};
  app::Decisions decisions{command, ids, loaded.catalogue};
  app::Launches launches{*store, command, ids, clock, digest, calendar};
  app::Filings filings{command};
};

// A clinician's call with a request id of its own. Serves many threads.
app::Call NewCall();

// The clinic's first patient with the case's assessment. Throws WrongAnswer.
struct Admitted {
  app::PatientRecord patient;
  app::AssessmentRecord assessment;
};
Admitted Admit(LiveClinic& clinic, const std::string& name);

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_LIVE_CLINIC_H_
