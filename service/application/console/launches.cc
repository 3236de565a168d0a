#include "service/application/console/launches.h"

#include <algorithm>
#include <utility>

#include "service/application/console/identity.h"
#include "service/application/console/tickets.h"
#include "service/application/field_checks.h"
#include "service/application/use_cases/records.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Error;
using domain::ErrorCode;
using domain::Result;

// Activity is written no more often than this, to spare the disk.
constexpr std::chrono::minutes kActivityStep{1};
constexpr std::chrono::hours kEndedAreKept{24};

Error LaunchExpired() {
  return {ErrorCode::kUnauthenticated,
          "LAUNCH_EXPIRED",
          "This launch was good for one minute and for one use. Open the patient again from the "
          "practice software.",
          {}};
}

Error SessionEnded() {
  return {ErrorCode::kUnauthenticated,
          "SESSION_ENDED",
          "The session has ended. Open the patient again from the practice software.",
          {}};
}

Call OfTheService() { return {Caller::TheService(), {}, {}}; }

void CheckContext(const PatientContext& context, FieldChecks& checks) {
  checks.Host("context.host_reference", context.host_reference);
  checks.Line("context.given_name", context.given_name, kPersonNameLimit);
  checks.Line("context.family_name", context.family_name, kPersonNameLimit);
  checks.EmailAddress("context.email_address", context.email_address);
  checks.LanguageCode("context.language_code", context.language_code);
}

// Nobody has a record without a name.
Result<Done> CheckNames(const PatientContext& context) {
  FieldChecks checks;
  checks.RequiredLine("context.given_name", context.given_name, kPersonNameLimit);
  checks.RequiredLine("context.family_name", context.family_name, kPersonNameLimit);
  std::vector<domain::FieldViolation> violations = std::move(checks).Take();
  if (!violations.empty()) return RefusedFields(std::move(violations));
  return Done{};
}

Result<std::vector<PatientRecord>> Namesakes(Work& work, const PatientContext& context) {
  const std::string given_name = FoldedName(context.given_name);
  const std::string family_name = FoldedName(context.family_name);
  if (given_name.empty() || family_name.empty()) return std::vector<PatientRecord>();
  return work.unit.PatientsNamed(work.tenant, given_name, family_name);
}

// What the host says, for a record. A birth date that cannot be true is left out, and a language
// that the practice does not accept.
PatientFields FieldsOf(const LaunchRecord& launch, const Practice& practice) {
  const PatientContext& context = launch.context;
  PatientFields fields;
  fields.host_reference = context.host_reference;
  fields.given_name = context.given_name;
  fields.family_name = context.family_name;
  if (!HasFinding(launch.findings, IdentityKind::kBirthDateImplausible)) {
    fields.birth_date = context.birth_date;
  }
  fields.sex_for_norms = context.sex_for_norms;
  fields.email_address = context.email_address;
  const bool by_mail =
      !context.email_address.empty() && practice.default_delivery_mode != DeliveryMode::kPaper;
  fields.delivery_mode = by_mail ? DeliveryMode::kAttachment : DeliveryMode::kPaper;
  if (practice.Accepts(context.language_code)) fields.language_code = context.language_code;
  return fields;
}

// Takes over what the host says; what it leaves out stays.
void TakeOver(const PatientFields& said, PatientRecord& patient) {
  PatientFields& fields = patient.fields;
  if (!said.given_name.empty()) fields.given_name = said.given_name;
  if (!said.family_name.empty()) fields.family_name = said.family_name;
  if (said.birth_date) fields.birth_date = said.birth_date;
  if (said.sex_for_norms != domain::NormSex::kUnspecified) {
    fields.sex_for_norms = said.sex_for_norms;
  }
  if (!said.email_address.empty() && said.email_address != fields.email_address) {
    fields.email_address = said.email_address;
    patient.email_confirmed = false;
  }
}

// The launch's patient, once no question is open: found, brought up to date, or made.
Result<PatientRecord> Settled(Work& work, IdSource& ids, const LaunchRecord& launch) {
  Result<std::optional<PatientRecord>> holder =
      work.unit.FindPatientByHost(work.tenant, launch.context.host_reference);
  if (!holder.ok()) return holder.error();
  if (!holder->has_value()) {
    const Result<Done> named = CheckNames(launch.context);
    if (!named.ok()) return named.error();
    return AddPatient(work, {work.practice.id, domain::PatientId{ids.NewId()}},
                      FieldsOf(launch, work.practice));
  }
  PatientRecord patient = *std::move(holder).value();
  if (!HasFinding(launch.findings, IdentityKind::kReferenceReused)) return patient;
  TakeOver(FieldsOf(launch, work.practice), patient);
  return ReplacePatient(work, std::move(patient));
}

// Sets the patient when no question is open.
Result<Done> Settle(Work& work, IdSource& ids, LaunchRecord& launch) {
  if (OpenQuestion(launch.findings) != nullptr) return Done{};
  const Result<PatientRecord> patient = Settled(work, ids, launch);
  if (!patient.ok()) return patient.error();
  launch.patient = patient->name;
  return Done{};
}

// A launch is its user's alone.
Result<LaunchRecord> FindOwn(Work& work, const Call& call, const LaunchName& name) {
  Result<LaunchRecord> launch = Existing(work.unit.FindLaunch(work.tenant, name));
  if (launch.ok() && launch->user != call.caller.user()) return domain::NotFound();
  if (launch.ok()) work.touched.before_sha256 = DigestOf(work.digest, *launch);
  return launch;
}

Result<LaunchRecord> Update(Work& work, LaunchRecord launch) {
  work.touched.after_sha256 = DigestOf(work.digest, launch);
  const Result<Done> updated = work.unit.UpdateLaunch(work.tenant, launch);
  if (!updated.ok()) return updated.error();
  return launch;
}

// Which answer a question takes, and how the audit trail names it.
struct AnswerRow {
  IdentityKind question;
  IdentityAnswer answer;
  std::string_view text;
};
constexpr AnswerRow kAnswers[] = {
    {IdentityKind::kReferenceReused, IdentityAnswer::kSamePerson, "SAME_PERSON"},
    {IdentityKind::kNameTaken, IdentityAnswer::kNewPatient, "NEW_PATIENT"},
    {IdentityKind::kBirthDateImplausible, IdentityAnswer::kGoOn, "GO_ON"},
    {IdentityKind::kAgeOfNoPathway, IdentityAnswer::kGoOn, "GO_ON"},
};

const AnswerRow* RowOf(IdentityKind question, IdentityAnswer answer) {
  const auto* row = std::find_if(std::begin(kAnswers), std::end(kAnswers), [&](const auto& taken) {
    return taken.question == question && taken.answer == answer;
  });
  return row == std::end(kAnswers) ? nullptr : row;
}

}  // namespace

Result<Opened> Launches::CreateLaunch(const Call& call, const CreateLaunchRequest& request) {
  const bool of_practice = request.view == LaunchView::kPractice;
  FieldChecks checks;
  if (of_practice) {
    checks.Require(request.context == PatientContext(), "context",
                   "must be unset: the practice's page is about no patient");
  } else {
    CheckContext(request.context, checks);
  }
  const Task task{call,
                  of_practice ? Method::kOpenPractice : Method::kCreateLaunch,
                  request.practice,
                  Encode(request.practice),
                  Joined({Encode(request.practice), Encode(request.context),
                          std::to_string(static_cast<int>(request.view)),
                          request.create_missing ? "create" : ""}),
                  std::move(checks).Take()};
  std::string ticket;  // a repeated request has none
  const Step<LaunchRecord> create = [&](Work& work) -> Result<LaunchRecord> {
    Result<LaunchRecord> launch =
        of_practice ? Begin(work, call, request) : Prepare(work, call, request);
    if (!launch.ok()) return launch;
    if (!of_practice) {
      const Result<Done> left =
          work.unit.LeaveOtherPatients(work.tenant, launch->user, launch->patient);
      if (!left.ok()) return left.error();
    }
    ticket = MakeTicket(digest_, KeyPurpose::kLaunch, request.practice, ids_.NewId());
    launch->secret_sha256 = Hex(digest_.Sha256(ticket));
    work.touched.object = Encode(launch->name);
    work.touched.before_sha256.clear();
    work.touched.after_sha256 = DigestOf(work.digest, *launch);
    const Result<Done> inserted = work.unit.InsertLaunch(work.tenant, *launch);
    if (!inserted.ok()) return inserted.error();
    return launch;
  };
  Result<LaunchRecord> launch = command_.Change<LaunchRecord>(task, create);
  if (!launch.ok()) return launch.error();
  return Opened{std::move(launch).value(), std::move(ticket)};
}

LaunchRecord Launches::Begin(Work& work, const Call& call, const CreateLaunchRequest& request) {
  LaunchRecord launch;
  launch.name = {request.practice, domain::LaunchId{ids_.NewId()}};
  launch.user = call.caller.user();
  launch.role = RoleText(call.caller.role());
  launch.view = request.view;
  launch.context = request.context;
  launch.state = SessionState::kIssued;
  launch.create_time = launch.last_time = work.now;
  return launch;
}

// All of a launch but its secret.
Result<LaunchRecord> Launches::Prepare(Work& work, const Call& call,
                                       const CreateLaunchRequest& request) {
  const Result<std::optional<PatientRecord>> holder =
      work.unit.FindPatientByHost(work.tenant, request.context.host_reference);
  if (!holder.ok()) return holder.error();
  if (!holder->has_value()) {
    if (!request.create_missing) return domain::NotFound();
    const Result<Done> named = CheckNames(request.context);
    if (!named.ok()) return named.error();
  }
  const Result<std::vector<PatientRecord>> namesakes = Namesakes(work, request.context);
  if (!namesakes.ok()) return namesakes.error();
  const Result<domain::CivilDay> today = calendar_.DayIn(work.practice.time_zone, work.now);
  if (!today.ok()) return today.error();

  LaunchRecord launch = Begin(work, call, request);
  launch.findings = FindIdentityFindings(request.context, *today, *holder, *namesakes);
  const Result<Done> settled = Settle(work, ids_, launch);
  if (!settled.ok()) return settled.error();
  return launch;
}

Result<LaunchRecord> Launches::RevokeLaunch(const Call& call, const LaunchName& name) {
  const Task task{call, Method::kRevokeLaunch, name.practice, Encode(name), Encode(name)};
  return command_.Change<LaunchRecord>(task, [&](Work& work) -> Result<LaunchRecord> {
    Result<LaunchRecord> launch = FindOwn(work, call, name);
    if (!launch.ok()) return launch;
    if (launch->state == SessionState::kIssued) launch->state = SessionState::kEnded;
    if (launch->state == SessionState::kOpen) launch->state = SessionState::kOtherPatient;
    return Update(work, std::move(launch).value());
  });
}

Result<Opened> Launches::Redeem(const domain::PracticeId& practice, std::string_view ticket) {
  if (!IsTicket(digest_, KeyPurpose::kLaunch, practice, ticket)) return LaunchExpired();
  const std::string sha256 = Hex(digest_.Sha256(ticket));
  const Call call = OfTheService();
  const Task task{call, Method::kRedeemLaunch, practice, Encode(practice)};
  return command_.Own<Opened>(task, [&](Work& work) -> Result<Opened> {
    Result<std::optional<LaunchRecord>> found = work.unit.FindLaunchBySecret(work.tenant, sha256);
    if (!found.ok()) return found.error();
    if (!found->has_value()) return LaunchExpired();
    LaunchRecord launch = *std::move(found).value();
    work.touched.object = Encode(launch.name);
    const bool fresh = work.now <= launch.create_time + kLaunchLife;
    if (launch.state != SessionState::kIssued || !fresh) return LaunchExpired();
    work.touched.before_sha256 = DigestOf(work.digest, launch);

    std::string session = MakeTicket(digest_, KeyPurpose::kLaunch, practice, ids_.NewId());
    launch.used_sha256 = std::exchange(launch.secret_sha256, Hex(digest_.Sha256(session)));
    launch.state = SessionState::kOpen;
    launch.last_time = work.now;
    Result<LaunchRecord> opened = Update(work, std::move(launch));
    if (!opened.ok()) return opened.error();
    return Opened{std::move(opened).value(), std::move(session)};
  });
}

// Without a Command: it leaves no event, as what the request then does leaves one.
Result<LaunchRecord> Launches::Enter(const domain::PracticeId& practice, std::string_view ticket) {
  if (!IsTicket(digest_, KeyPurpose::kLaunch, practice, ticket)) return SessionEnded();
  const std::string sha256 = Hex(digest_.Sha256(ticket));
  const Result<TenantContext> tenant =
      Authorize(Caller::TheService(), Method::kEnterConsole, practice);
  if (!tenant.ok()) return tenant.error();
  Result<std::unique_ptr<UnitOfWork>> unit = store_.Begin();
  if (!unit.ok()) return unit.error();
  Result<std::optional<LaunchRecord>> found = (*unit)->FindLaunchBySecret(*tenant, sha256);
  if (!found.ok()) return found.error();
  if (!found->has_value() || (*found)->secret_sha256 != sha256) return SessionEnded();
  LaunchRecord session = *std::move(found).value();
  const domain::Instant now = clock_.Now();
  const bool open =
      session.state == SessionState::kOpen || session.state == SessionState::kOtherPatient;
  if (!open || now > session.last_time + kSessionIdle) return SessionEnded();
  if (now < session.last_time + kActivityStep) return session;

  session.last_time = now;
  const Result<Done> updated = (*unit)->UpdateLaunch(*tenant, session);
  if (!updated.ok()) return updated.error();
  const Result<Done> committed = (*unit)->Commit();
  if (!committed.ok()) return committed.error();
  return session;
}

Result<LaunchRecord> Launches::AnswerIdentity(const Call& call, const LaunchName& name,
                                              IdentityAnswer answer) {
  const Task task{call, Method::kAnswerIdentity, name.practice, Encode(name),
                  Joined({Encode(name), std::to_string(static_cast<int>(answer))})};
  return command_.Change<LaunchRecord>(task, [&](Work& work) -> Result<LaunchRecord> {
    Result<LaunchRecord> launch = FindOwn(work, call, name);
    if (!launch.ok()) return launch;
    IdentityFinding* question = OpenQuestion(launch->findings);
    if (launch->state != SessionState::kOpen || question == nullptr) {
      return domain::FailedPrecondition("WRONG_STATE", "No question about the patient is open.");
    }
    const AnswerRow* row = RowOf(question->kind, answer);
    if (row == nullptr) {
      return RefusedFields({{"answer", "is no answer to the open question", "FIELD_INVALID"}});
    }
    const std::string before_sha256 = work.touched.before_sha256;
    question->answered = true;
    const Result<Done> settled = Settle(work, ids_, *launch);
    if (!settled.ok()) return settled.error();
    work.touched.before_sha256 = before_sha256;
    work.touched.reason = row->text;
    return Update(work, std::move(launch).value());
  });
}

Result<Done> Launches::Leave(const Call& call, const LaunchName& name) {
  const Task task{call, Method::kLeaveConsole, name.practice, Encode(name), Encode(name)};
  const Result<LaunchRecord> left =
      command_.Change<LaunchRecord>(task, [&](Work& work) -> Result<LaunchRecord> {
        Result<LaunchRecord> launch = FindOwn(work, call, name);
        if (!launch.ok()) return launch;
        launch->state = SessionState::kEnded;
        return Update(work, std::move(launch).value());
      });
  if (!left.ok()) return left.error();
  return Done{};
}

// Whatever was last used longer ago than a session lives idle has ended.
Result<int> Launches::Forget(const domain::PracticeId& practice) {
  const Call call = OfTheService();
  const Task task{call, Method::kForgetLaunches, practice, Encode(practice)};
  const Step<int> forget = [](Work& work) {
    return work.unit.ForgetLaunches(work.tenant, work.now - kSessionIdle - kEndedAreKept);
  };
  const Result<int> ended = command_.Peek<int>(task, forget);  // undone: nothing old, no event
  return ended.ok() && *ended > 0 ? command_.Own<int>(task, forget) : ended;
}

bool MayWrite(const LaunchRecord& session) {
  return session.state == SessionState::kOpen && session.patient.has_value();
}

}  // namespace ischia::app
