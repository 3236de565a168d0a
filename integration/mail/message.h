// A mail message from typed parts to its final bytes.
//
// Every value that can reach a header is a type that checks itself when it is made, so a message
// cannot carry a second header, a second recipient or a raw control character. Building is pure:
// no clock, no chance, equal input gives equal bytes. Sending is in smtp.h and maildir.h; whether
// and what to send is the caller's affair.
//
//   Message message{.from = Mailbox::Parse("clinic@example.org").value(),
//                   .to = Mailbox::Parse("anna@example.net").value(),
//                   .subject = HeaderText::Parse("Your exercises").value(),
//                   .date = {.instant = now, .offset = std::chrono::minutes(60)},
//                   .message_id = MessageId::Parse("ischia.4f1c@example.org").value(),
//                   .text = "Hello,\nyour sheet is attached.\n"};
//   Parsed<std::string> bytes = Build(message);
#ifndef ISCHIA_INTEGRATION_MAIL_MESSAGE_H_
#define ISCHIA_INTEGRATION_MAIL_MESSAGE_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ischia::mail {

// Why an input was refused. Never quotes the input, so it may be shown and logged.
struct Refusal {
  std::string reason;
};

// A value, or the reason why there is none.
template <typename T>
class [[nodiscard]] Parsed {
 public:
  Parsed(T value) : value_(std::move(value)) {}                    // NOLINT: implicit
  Parsed(Refusal refusal) : reason_(std::move(refusal.reason)) {}  // NOLINT: implicit

  bool ok() const { return value_.has_value(); }
  // Requires ok(); throws std::bad_optional_access otherwise.
  const T& value() const { return value_.value(); }
  // Empty if ok().
  const std::string& reason() const { return reason_; }

 private:
  std::optional<T> value_;
  std::string reason_;
};

// One address: ASCII dot-atom, '@', a domain of letters, digits and hyphens; at most 254
// characters. No quoted local parts, comments, routes, '%' or '!' (relaying).
class Mailbox {
 public:
  static Parsed<Mailbox> Parse(std::string_view address);
  const std::string& address() const { return address_; }
  bool operator==(const Mailbox&) const = default;

 private:
  explicit Mailbox(std::string address) : address_(std::move(address)) {}
  std::string address_;
};

// Text of a header, for instance a subject or a sender's name: UTF-8, 1 to 200 characters, no
// control characters (C0, DEL, C1) and no Unicode line or paragraph separators.
class HeaderText {
 public:
  static Parsed<HeaderText> Parse(std::string_view text);
  const std::string& text() const { return text_; }
  bool operator==(const HeaderText&) const = default;

 private:
  explicit HeaderText(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// The name of an attachment: 1 to 64 of A-Z a-z 0-9 . _ -
class FileName {
 public:
  static Parsed<FileName> Parse(std::string_view name);
  const std::string& name() const { return name_; }
  bool operator==(const FileName&) const = default;

 private:
  explicit FileName(std::string name) : name_(std::move(name)) {}
  std::string name_;
};

// "type/subtype" without parameters, for instance "application/pdf".
class MediaType {
 public:
  static Parsed<MediaType> Parse(std::string_view type);
  const std::string& type() const { return type_; }
  bool operator==(const MediaType&) const = default;

 private:
  explicit MediaType(std::string type) : type_(std::move(type)) {}
  std::string type_;
};

// The identity of a message without angle brackets, "ischia.<id>@<domain>": left of the '@' words
// of A-Z a-z 0-9 _ - joined by dots, right of it a domain; at most 200 characters. It is also safe
// as a file name.
class MessageId {
 public:
  static Parsed<MessageId> Parse(std::string_view id);
  const std::string& id() const { return id_; }
  bool operator==(const MessageId&) const = default;

 private:
  explicit MessageId(std::string id) : id_(std::move(id)) {}
  std::string id_;
};

// An instant as the reader's clock shows it.
struct Date {
  std::chrono::sys_seconds instant;
  std::chrono::minutes offset{0};  // local time minus UTC
};

struct Attachment {
  FileName name;
  MediaType type;
  std::string bytes;  // of a "text/..." type in UTF-8
};

struct Message {
  Mailbox from;
  std::optional<HeaderText> from_name = std::nullopt;
  Mailbox to;
  std::optional<Mailbox> reply_to = std::nullopt;
  HeaderText subject;
  Date date;
  MessageId message_id;
  std::string text;  // UTF-8; any line ends; TAB and line ends are the only control characters
  // The text once more as an HTML page, for readers that show it; as `text`. Empty: none.
  std::string html = {};
  std::vector<Attachment> attachments = {};
};

// Returns the message as it goes over the wire, without dot-stuffing and without the final dot, or
// the reason why it cannot be built: text that is not UTF-8 or has control characters, a date
// before 1970 or after 9999 or an offset beyond 14 hours, or a fault that FindFault() sees.
Parsed<std::string> Build(const Message& message);

// Looks once more at finished bytes: only CRLF line ends, no NUL and nothing beyond ASCII, lines of
// at most 998 characters, header lines of at most 78 where they can be folded, exactly our headers
// in our order, one recipient. Returns the first fault, or an empty text if there is none. Build()
// and both ways of sending ask it, so bytes that lay in a store are judged again.
std::string_view FindFault(std::string_view message);

// Returns the Message-ID of finished bytes, or a refusal if FindFault() finds one.
Parsed<MessageId> MessageIdOf(std::string_view message);

}  // namespace ischia::mail

#endif  // ISCHIA_INTEGRATION_MAIL_MESSAGE_H_
