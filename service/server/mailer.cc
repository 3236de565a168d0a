#include "service/server/mailer.h"

#include <Poco/Net/Net.h>
#include <Poco/String.h>

#include <chrono>
#include <utility>
#include <vector>

#include "integration/calendar/events.h"
#include "integration/document/fonts.h"
#include "integration/mail/maildir.h"
#include "integration/mail/smtp.h"
#include "service/server/handout/sentences.h"

namespace ischia::server {
namespace {

constexpr std::string_view kPdf = "application/pdf";
constexpr std::string_view kCalendar = "text/calendar";

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

bool IsCalendar(const app::MailRequest& request) {
  return request.handout.fields.kind == app::HandoutKind::kCalendar;
}

bool IsCancelled(const std::string& calendar) {
  return calendar::MethodOf(calendar) == calendar::Method::kCancel;
}

// A program that went on needs a new calendar; the one that took its sessions out stays away.
bool BringsCalendar(const app::MailRequest& request) {
  return !request.calendar_bytes.empty() && !IsCancelled(request.calendar_bytes);
}

std::string WhatItIs(const app::MailRequest& request, const Words& words) {
  if (!IsCalendar(request)) return words("mail.sheet");
  return words(IsCancelled(request.handout_bytes) ? "mail.calendar_cancelled" : "mail.calendar");
}

// What the mail says, in the order of its paragraphs.
std::vector<std::string> ParagraphsOf(const app::MailRequest& request, const Words& words) {
  std::vector<std::string> paragraphs{words("mail.greeting"), WhatItIs(request, words)};
  if (BringsCalendar(request)) paragraphs.push_back(words("mail.with_calendar"));
  if (request.handout.encrypted) paragraphs.push_back(words("mail.password"));
  paragraphs.push_back(words("mail.question", {{"clinic_name", request.practice.display_name},
                                               {"phone_number", request.practice.phone_number}}));
  paragraphs.push_back(words("mail.mistake"));
  if (!words.is_reviewed()) paragraphs.push_back(words("handout.notice.unreviewed"));
  return paragraphs;
}

std::string PlainText(const std::vector<std::string>& paragraphs) {
  std::string text;
  for (const std::string& paragraph : paragraphs) {
    text.append(text.empty() ? "" : "\n\n").append(paragraph);
  }
  return text;
}

std::string Escaped(const std::string& text) {
  return Poco::replace(Poco::Net::htmlize(text), std::string("\n"), std::string("<br>\n"));
}

// The same words as a page that fetches nothing.
std::string Page(const std::string& title, const std::vector<std::string>& paragraphs,
                 const Words& words) {
  const bool right_to_left = document::ScriptOf(words.language()).right_to_left;
  std::string page = "<!DOCTYPE html>\n<html lang=\"" + words.language() + "\" dir=\"" +
                     (right_to_left ? "rtl" : "ltr") +
                     "\">\n<head><meta charset=\"utf-8\"><title>" + Escaped(title) +
                     "</title></head>\n<body style=\"font-family: sans-serif; font-size: 16px; "
                     "line-height: 1.5; max-width: 36em\">\n";
  for (const std::string& paragraph : paragraphs) page += "<p>" + Escaped(paragraph) + "</p>\n";
  return page + "</body>\n</html>\n";
}

// The file that the mail is about, and the calendar beside it. Their names tell nothing.
domain::Result<std::vector<mail::Attachment>> AttachmentsOf(const app::MailRequest& request,
                                                            const Words& words) {
  const auto sheet_name = mail::FileName::Parse(words("mail.file_name"));
  if (!sheet_name.ok()) return Refused("mail.file_name", sheet_name.reason());
  const auto calendar_name = mail::FileName::Parse(words("mail.calendar_file_name"));
  if (!calendar_name.ok()) return Refused("mail.calendar_file_name", calendar_name.reason());
  const mail::MediaType pdf = mail::MediaType::Parse(kPdf).value();
  const mail::MediaType calendar = mail::MediaType::Parse(kCalendar).value();
  if (IsCalendar(request)) {
    return std::vector<mail::Attachment>{{calendar_name.value(), calendar, request.handout_bytes}};
  }
  std::vector<mail::Attachment> attachments{{sheet_name.value(), pdf, request.handout_bytes}};
  if (BringsCalendar(request)) {
    attachments.push_back({calendar_name.value(), calendar, request.calendar_bytes});
  }
  return attachments;
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

  domain::Result<std::vector<mail::Attachment>> attachments = AttachmentsOf(request, words);
  if (!attachments.ok()) return attachments.error();
  const std::vector<std::string> paragraphs = ParagraphsOf(request, words);
  const mail::Message message{
      .from = from_,
      .from_name = from_name.value(),
      .to = to.value(),
      .subject = subject.value(),
      .date = {.instant = std::chrono::floor<std::chrono::seconds>(request.delivery.create_time)},
      .message_id = id.value(),
      .text = PlainText(paragraphs),
      .html = Page(subject.value().text(), paragraphs, words),
      .attachments = std::move(attachments).value()};
  auto bytes = mail::Build(message);
  if (!bytes.ok()) return Refused("delivery", bytes.reason());
  return app::MailMessage{from_.address(), '<' + id.value().id() + '>', bytes.value()};
}

std::unique_ptr<app::MailTransport> MakeTransport(const Config& config) {
  if (config.mail_way == MailWay::kSmtp) return std::make_unique<RelayTransport>(config.relay);
  return std::make_unique<FolderTransport>(config.maildir);
}

}  // namespace ischia::server
