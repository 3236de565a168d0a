#include "service/server/mailer.h"

#include <chrono>
#include <utility>

#include "integration/mail/maildir.h"
#include "integration/mail/smtp.h"
#include "service/server/handout/sentences.h"

namespace ischia::server {
namespace {

constexpr std::string_view kPdf = "application/pdf";

app::SendOutcome OutcomeOf(mail::Outcome outcome) {
  switch (outcome) {
    case mail::Outcome::kAccepted:
      return app::SendOutcome::kAccepted;
    case mail::Outcome::kDeferred:
      return app::SendOutcome::kDeferred;
    case mail::Outcome::kRefused:
      return app::SendOutcome::kRefused;
    case mail::Outcome::kInDoubt:
      return app::SendOutcome::kInDoubt;
  }
  domain::Ensure(false);
  return app::SendOutcome::kDeferred;
}

app::SendResult ResultOf(const mail::SendResult& result) {
  return {OutcomeOf(result.outcome), result.text, result.relay_fault};
}

class RelayTransport : public app::MailTransport {
 public:
  explicit RelayTransport(mail::SmtpRelay relay) : relay_(std::move(relay)) {}

  app::SendResult Send(const app::Envelope& envelope, std::string_view bytes,
                       const std::function<bool()>& before_dot) override {
    const auto sender = mail::Mailbox::Parse(envelope.sender);
    const auto recipient = mail::Mailbox::Parse(envelope.recipient);
    if (!sender.ok() || !recipient.ok()) {
      return {app::SendOutcome::kRefused, "an address of the envelope is not one", false};
    }
    return ResultOf(mail::Send(relay_, sender.value(), recipient.value(), bytes, before_dot));
  }

 private:
  mail::SmtpRelay relay_;
};

class FolderTransport : public app::MailTransport {
 public:
  explicit FolderTransport(std::filesystem::path folder) : folder_(std::move(folder)) {}

  app::SendResult Send(const app::Envelope&, std::string_view bytes,
                       const std::function<bool()>& before_dot) override {
    return ResultOf(folder_.Send(bytes, before_dot));
  }

 private:
  mail::MaildirFolder folder_;
};

domain::Error Refused(std::string_view field, const std::string& reason) {
  return domain::FieldInvalid(
      {{std::string(field), "Cannot stand in a mail: " + reason, "FIELD_INVALID"}});
}

}  // namespace

domain::Result<app::MailMessage> HandoutMailComposer::Compose(
    const app::MailRequest& request) const {
  const Words words(texts_, request.handout.fields.language_code);
  const auto to = mail::Mailbox::Parse(request.delivery.recipient);
  if (!to.ok()) return Refused("patient.email_address", to.reason());
  const auto from_name = mail::HeaderText::Parse(request.practice.display_name);
  if (!from_name.ok()) return Refused("practice.display_name", from_name.reason());
  const auto subject = mail::HeaderText::Parse(words("mail.subject"));
  if (!subject.ok()) return Refused("mail.subject", subject.reason());
  const std::string domain = from_.address().substr(from_.address().find('@') + 1);
  const auto id =
      mail::MessageId::Parse("ischia." + request.delivery.name.delivery.text() + '@' + domain);
  if (!id.ok()) return Refused("mail.from", id.reason());

  const auto file_name = mail::FileName::Parse(words("mail.file_name"));
  if (!file_name.ok()) return Refused("mail.file_name", file_name.reason());

  const mail::Message message{
      .from = from_,
      .from_name = from_name.value(),
      .to = to.value(),
      .subject = subject.value(),
      .date = {.instant = std::chrono::floor<std::chrono::seconds>(request.delivery.create_time)},
      .message_id = id.value(),
      .text = words("mail.body", {{"clinic_name", request.practice.display_name},
                                  {"phone_number", request.practice.phone_number}}),
      .attachments = {
          {file_name.value(), mail::MediaType::Parse(kPdf).value(), request.handout_bytes}}};
  auto bytes = mail::Build(message);
  if (!bytes.ok()) return Refused("delivery", bytes.reason());
  return app::MailMessage{from_.address(), '<' + id.value().id() + '>', bytes.value()};
}

std::unique_ptr<app::MailTransport> MakeTransport(const Config& config) {
  if (config.mail_way == MailWay::kSmtp) return std::make_unique<RelayTransport>(config.relay);
  return std::make_unique<FolderTransport>(config.maildir);
}

}  // namespace ischia::server
