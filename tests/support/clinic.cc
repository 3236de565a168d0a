#include "tests/support/clinic.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "service/catalogue/load.h"
#include "service/storage/sql_store.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {

using domain::Result;

std::string FakeIds::NewId() {
  char text[16];
  (void)std::snprintf(text, sizeof(text), "id-%06u", ++last_);
  return text;
}

// SplitMix64 over a counter: spread evenly, the same in each run.
std::uint32_t FakeIds::Below(std::uint32_t limit) {
  std::uint64_t mixed = ++last_ * 0x9e3779b97f4a7c15;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return static_cast<std::uint32_t>((mixed ^ (mixed >> 31)) % limit);
}

std::string TestDigest::Sha256(std::string_view bytes) const {
  std::string out(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(out.data()));
  return out;
}

std::string TestDigest::Keyed(app::KeyPurpose purpose, std::string_view bytes) const {
  const std::string key = "test key " + std::to_string(static_cast<int>(purpose));
  std::string out(SHA256_DIGEST_LENGTH, '\0');
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
       reinterpret_cast<unsigned char*>(out.data()), nullptr);
  return out;
}

Result<domain::CivilDay> FakeCalendar::DayIn(std::string_view time_zone,
                                             domain::Instant instant) const {
  const Result<int> offset = OffsetMinutes(time_zone, instant);
  if (!offset.ok()) return offset.error();
  return std::chrono::floor<std::chrono::days>(instant + std::chrono::minutes(*offset));
}

Result<int> FakeCalendar::OffsetMinutes(std::string_view time_zone, domain::Instant) const {
  if (time_zone == "UTC") return 0;
  if (time_zone == "Europe/Berlin") return 120;
  return domain::InvalidArgument("FIELD_INVALID", "Unknown zone.");
}

Result<app::RenderedHandout> FakeRenderer::Render(const app::HandoutRequest& request) const {
  ++sheet_count;
  if (broken) return domain::Error{domain::ErrorCode::kInternal, "INTERNAL", "No font.", {}};
  const std::string lock = request.password.empty() ? "" : " locked";
  const std::string link =
      request.check_in_link.empty() ? "" : " link " + std::string(request.check_in_link);
  return app::RenderedHandout{
      "%PDF " + request.program.short_code + " " + request.fields.note + lock + link, 2};
}

Result<app::DrawnPage> FakeRenderer::DrawPage(const app::HandoutRequest& request,
                                              int page_number) const {
  if (broken) return domain::Error{domain::ErrorCode::kInternal, "INTERNAL", "No font.", {}};
  if (page_number < 1 || page_number > 2) {
    return domain::FieldInvalid({{"page_number", "There are two.", "FIELD_INVALID"}});
  }
  return app::DrawnPage{"<svg xmlns=\"http://www.w3.org/2000/svg\"><title>" +
                            request.program.short_code + " page " + std::to_string(page_number) +
                            "</title></svg>",
                        2};
}

std::string FakeRenderer::FindAccentFault(std::string_view color) const {
  return color == "#ffee00" ? "is too bright" : "";
}

std::string FakeRenderer::FindLogoFault(std::string_view png) const {
  return png.starts_with("\x89PNG") ? "" : "is not a PNG";
}

std::vector<std::string_view> FakeTexts::LanguageCodes() const { return {"de", "en", "es", "fr"}; }

std::string_view FakeTexts::Text(std::string_view key, std::string_view language_code) const {
  const std::vector<std::string_view> codes = LanguageCodes();
  const bool spoken =
      std::find(codes.begin(), codes.end(), language_code.substr(0, 2)) != codes.end();
  return spoken ? key : std::string_view();
}

std::string FakeTexts::Sentence(std::string_view key, std::string_view language_code,
                                const domain::Arguments&) const {
  return std::string(Text(key, language_code));
}

std::string_view FakeTexts::ClinicianLanguage(std::string_view) const { return "en"; }

bool FakeTexts::IsReviewed(std::string_view) const { return true; }

Result<app::MailMessage> FakeComposer::Compose(const app::MailRequest& request) const {
  ++message_count;
  if (address_refused) return domain::InvalidArgument("FIELD_INVALID", "No such address.");
  const std::string id = "<ischia." + request.delivery.name.delivery.text() + "@clinic.example>";
  return app::MailMessage{"clinic@clinic.example", id,
                          "Message-ID: " + id + "\r\n\r\n" + request.handout_bytes +
                              (request.calendar_bytes.empty() ? "" : "\r\ncalendar:")};
}

app::SendResult FakeRelay::Send(const app::Envelope&, std::string_view bytes,
                                const std::function<bool()>& before_dot) {
  ++connection_count;
  Act act = Act::kAccept;
  if (!acts.empty()) {
    act = acts.front();
    acts.pop_front();
  }
  if (meanwhile) meanwhile();
  if (act == Act::kDieBeforeDot) throw WorkerDied();
  if (act == Act::kDefer) return {app::SendOutcome::kDeferred, "451 later", false};
  if (act == Act::kRefuse) return {app::SendOutcome::kRefused, "550 no", false};
  if (!before_dot()) return {app::SendOutcome::kDeferred, "stopped before the dot", false};
  taken.emplace_back(bytes);
  if (act == Act::kDieAfterDot) throw WorkerDied();
  if (act == Act::kLoseAnswer) return {app::SendOutcome::kInDoubt, "no answer", false};
  return {app::SendOutcome::kAccepted, "250 queued", false};
}

const domain::Catalogue& Shipped() {
  static const auto& loaded = *new catalogue::LoadedCatalogue(catalogue::LoadEmbedded());
  return loaded.catalogue;
}

std::unique_ptr<app::Store> InMemory() { return storage::OpenSqliteInMemory().value(); }

Clinic::Clinic(std::unique_ptr<app::Store> opened) : store(std::move(opened)) {
  for (const domain::PracticeId& id : {practice, other_practice}) {
    (void)practices
        .SeedPractice(
            {id, "Clinic", "Europe/Berlin", "en", "+4930123456", "112", app::PaperSize::kA4})
        .value();
  }
}

app::Call Clinic::CallOf(app::Role role, std::string request_id) {
  return {app::Caller::VouchedForByTheEdge("dr-jones", role), std::move(request_id), {}};
}

app::Call Clinic::Changing() {
  char uuid[40];
  (void)std::snprintf(uuid, sizeof(uuid), "00000000-0000-4000-8000-%012d", ++request_count_);
  return CallOf(app::Role::kClinician, uuid);
}

app::Call Clinic::Reading() const { return CallOf(app::Role::kClinician); }

app::PatientName Clinic::NewPatient(const std::string& email_address) {
  app::PatientFields fields;
  fields.given_name = "Test";
  fields.family_name = "Patient";
  fields.email_address = email_address;
  return records.CreatePatient(Changing(), {practice, fields, {}}).value().name;
}

app::PatientName Clinic::ReachablePatient() {
  const app::PatientName patient = NewPatient();
  (void)records.ConfirmEmailAddress(Changing(), {patient, "pat@example.org", true}).value();
  return patient;
}

app::AssessmentRecord Clinic::NewAssessment(const app::PatientName& patient,
                                            const domain::AssessmentFields& fields) {
  return records.CreateAssessment(Changing(), {patient, fields, {}, false}).value();
}

app::ProgramRecord Clinic::Draft(const app::PatientName& patient) {
  const app::AssessmentRecord assessment = NewAssessment(patient, TightAdult());
  return programs.CreateProgram(Changing(), {patient, assessment.name, kStartDate, {}, false})
      .value();
}

app::ProgramRecord Clinic::Activated(const app::ProgramRecord& draft) {
  std::vector<domain::RuleId> rules;
  for (const domain::Finding& finding : draft.content->findings) rules.push_back(finding.rule_id);
  return programs.ActivateProgram(Changing(), {draft.name, draft.etag, rules, {}}).value();
}

app::ProgramRecord Clinic::ActiveProgram() { return Activated(Draft(ReachablePatient())); }

app::ProgramRecord Clinic::RefusedProgram() {
  const app::PatientName patient = ReachablePatient();
  domain::AssessmentFields fields = TightAdult();
  fields.red_flags.Set(domain::Fact::kSaddleNumbness, domain::Answer::kYes);
  const app::AssessmentRecord assessment = NewAssessment(patient, fields);
  return programs.CreateProgram(Changing(), {patient, assessment.name, kStartDate, {}, false})
      .value();
}

app::HandoutRecord Clinic::Sheet(const app::ProgramRecord& program, app::HandoutKind kind) {
  app::HandoutFields fields;
  fields.kind = kind;
  return handouts.CreateHandout(Changing(), {program.name, fields}).value();
}

app::DeliveryRecord Clinic::Queued() {
  const app::HandoutRecord sheet = Sheet(ActiveProgram());
  return deliveries.SendHandout(Changing(), {sheet.name, app::DeliveryMode::kUnspecified}).value();
}

app::DeliveryRecord Clinic::Now(const app::DeliveryName& name) {
  return deliveries.GetDelivery(Reading(), name).value();
}

std::vector<app::AuditEvent> Clinic::Trail(const domain::PracticeId& of_practice) {
  const app::TenantContext tenant =
      app::Authorize(app::Caller::TheService(), app::Method::kRecordDenial, of_practice).value();
  return store->Begin().value()->AuditEvents(tenant, 0, 100000).value();
}

}  // namespace ischia::test
