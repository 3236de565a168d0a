// A whole clinic in a test: the application on a real store, with a clock that stands still, ids
// that count, and a relay that does as it is told.
//
//   Clinic clinic;
//   const app::ProgramRecord program = clinic.ActiveProgram();
//   EXPECT_THAT(clinic.programs.GetProgram(clinic.Reading(), program.name), IsOk());
#ifndef ISCHIA_TESTS_SUPPORT_CLINIC_H_
#define ISCHIA_TESTS_SUPPORT_CLINIC_H_

#include <atomic>
#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "service/application/command.h"
#include "service/application/console/drafts.h"
#include "service/application/console/filings.h"
#include "service/application/console/launches.h"
#include "service/application/links/check_in_links.h"
#include "service/application/ports.h"
#include "service/application/practice/practices.h"
#include "service/application/store.h"
#include "service/application/use_cases/clearances.h"
#include "service/application/use_cases/decisions.h"
#include "service/application/use_cases/deliveries.h"
#include "service/application/use_cases/follow_up.h"
#include "service/application/use_cases/handouts.h"
#include "service/application/use_cases/programs.h"
#include "service/application/use_cases/records.h"
#include "service/application/use_cases/revisions.h"

namespace ischia::test {

inline const domain::CivilDay kStartDate{std::chrono::year{2026} / 6 / 1};  // a Monday

class FakeClock : public app::Clock {
 public:
  domain::Instant Now() const override { return std::atomic_ref(now).load(); }
  // While other threads read it.
  void MoveTo(domain::Instant instant) { std::atomic_ref(now).store(instant); }

  mutable domain::Instant now{kStartDate + std::chrono::hours(9)};
};

class FakeIds : public app::IdSource {
 public:
  std::string NewId() override;
  std::uint32_t Below(std::uint32_t limit) override;

 private:
  std::atomic<std::uint32_t> last_ = 0;
};

// SHA-256 and HMAC as they are, with keys of the test's own.
class TestDigest : public app::Digest {
 public:
  std::string Sha256(std::string_view bytes) const override;
  std::string Keyed(app::KeyPurpose purpose, std::string_view bytes) const override;
};

// Knows "UTC" and "Europe/Berlin", which lies two hours ahead for ever.
class FakeCalendar : public app::Calendar {
 public:
  domain::Result<domain::CivilDay> DayIn(std::string_view time_zone,
                                         domain::Instant instant) const override;
  domain::Result<int> OffsetMinutes(std::string_view time_zone,
                                    domain::Instant instant) const override;
};

class FakeRenderer : public app::HandoutRenderer {
 public:
  domain::Result<app::RenderedHandout> Render(const app::HandoutRequest& request) const override;
  // Every sheet has two pages.
  domain::Result<app::DrawnPage> DrawPage(const app::HandoutRequest& request,
                                          int page_number) const override;
  // "#ffee00" is too bright, and what does not begin as a PNG is no logo.
  std::string FindAccentFault(std::string_view color) const override;
  std::string FindLogoFault(std::string_view png) const override;
  // Read by the server's threads, whose libraries hide from the sanitizer what orders them.
  mutable std::atomic<int> sheet_count = 0;
  std::atomic<bool> broken = false;
};

// Speaks English, German, Spanish and French: every sentence is its key.
class FakeTexts : public app::TextSource {
 public:
  std::vector<std::string_view> LanguageCodes() const override;
  std::string_view Text(std::string_view key, std::string_view language_code) const override;
  std::string Sentence(std::string_view key, std::string_view language_code,
                       const domain::Arguments& arguments) const override;
  std::string_view ClinicianLanguage(std::string_view language_code) const override;
  bool IsReviewed(std::string_view language_code) const override;
};

class FakeComposer : public app::MailComposer {
 public:
  domain::Result<app::MailMessage> Compose(const app::MailRequest& request) const override;
  mutable int message_count = 0;
  bool address_refused = false;
};

// What a worker that is killed looks like from the outside: it never comes back.
struct WorkerDied : std::runtime_error {
  WorkerDied() : std::runtime_error("the worker died") {}
};

class FakeRelay : public app::MailTransport {
 public:
  enum class Act {
    kAccept,
    kDefer,
    kRefuse,
    kLoseAnswer,    // the dot is given, no answer comes
    kDieBeforeDot,  // the worker dies while it writes the body
    kDieAfterDot,   // the relay has the message, the worker dies before it can say so
  };
  app::SendResult Send(const app::Envelope& envelope, std::string_view bytes,
                       const std::function<bool()>& before_dot) override;

  std::deque<Act> acts;            // kAccept when there is none
  std::vector<std::string> taken;  // the messages the relay has
  int connection_count = 0;
  // Called while the connection is open, before the dot.
  std::function<void()> meanwhile;
};

// The catalogue that ships, loaded once.
const domain::Catalogue& Shipped();

std::unique_ptr<app::Store> InMemory();

class Clinic {
 public:
  explicit Clinic(std::unique_ptr<app::Store> opened = InMemory());

  // -- Calls. A change has a new request id each time.
  app::Call Changing();
  app::Call Reading() const;
  static app::Call CallOf(app::Role role, std::string request_id = {});

  // -- What a test starts from.
  app::PatientName NewPatient(const std::string& email_address = "pat@example.org");
  app::PatientName ReachablePatient();  // with a confirmed address
  app::AssessmentRecord NewAssessment(const app::PatientName& patient,
                                      const domain::AssessmentFields& fields);
  app::ProgramRecord Draft(const app::PatientName& patient);
  app::ProgramRecord Activated(const app::ProgramRecord& draft);
  app::ProgramRecord ActiveProgram();   // of a reachable patient
  app::ProgramRecord RefusedProgram();  // by a red flag
  app::HandoutRecord Sheet(const app::ProgramRecord& program,
                           app::HandoutKind kind = app::HandoutKind::kProgram);
  app::DeliveryRecord Queued();
  app::DeliveryRecord Now(const app::DeliveryName& name);  // as it is stored

  // The practice's whole audit trail.
  std::vector<app::AuditEvent> Trail(const domain::PracticeId& practice);
  std::vector<app::AuditEvent> Trail() { return Trail(practice); }

  const domain::PracticeId practice{"north"};
  const domain::PracticeId other_practice{"south"};

  FakeClock clock;
  FakeIds ids;
  TestDigest digest;
  FakeCalendar calendar;
  FakeRenderer renderer;
  FakeTexts texts;
  FakeComposer composer;
  FakeRelay relay;
  std::unique_ptr<app::Store> store;
  app::Command command{*store, clock, digest};
  app::Practices practices{command, calendar, texts, renderer};
  app::Records records{command, ids, calendar, Shipped()};
  app::Clearances clearances{command, ids, calendar, Shipped()};
  app::Programs programs{command, ids, Shipped()};
  app::Handouts handouts{command, ids, calendar, renderer};
  // Its sheets carry a check-in link, which FakeRenderer prints at the end.
  app::Handouts linked_handouts{command, ids, calendar, renderer, "https://clinic.example"};
  app::Deliveries deliveries{command, ids};
  app::Outbox outbox{command, ids, composer, relay};
  app::FollowUp follow_up{command, Shipped()};
  app::CheckInLinks links{command, calendar, digest, Shipped(), {practice, other_practice}};
  app::Revisions revisions{command, ids, Shipped()};
  app::Decisions decisions{command, ids, Shipped()};
  app::Launches launches{*store, command, ids, clock, digest, calendar};
  app::Drafts drafts{*store, clock, digest};
  app::Filings filings{command};

 private:
  int request_count_ = 0;
};

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_SUPPORT_CLINIC_H_
