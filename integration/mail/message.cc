#include "integration/mail/message.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "integration/mail/encoding.h"

namespace ischia::mail {
namespace {

constexpr auto kNone = std::string_view::npos;

constexpr std::size_t kMaxAddress = 254;    // RFC 5321, section 4.5.3.1 (path without brackets)
constexpr std::size_t kMaxLocalPart = 64;   // there too
constexpr std::size_t kMaxLabel = 63;       // RFC 1035, section 2.3.4
constexpr std::size_t kMaxMessageId = 200;  // leaves room for a file name made of it
constexpr std::size_t kMaxHeaderText = 200;
constexpr std::size_t kMaxFileName = 64;
constexpr std::size_t kMaxMediaType = 127;  // RFC 6838, section 4.2 (each half)
constexpr std::size_t kMaxLine = 998;       // RFC 5322, section 2.1.1
constexpr std::size_t kMaxFolded = 78;      // there too

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5322 atext without '%' and '!', by which old relays forward to third parties.
bool IsAtomCharacter(char c) {
  return IsLetterOrDigit(c) || std::string_view("#$&'*+-/=?^_`{|}~").find(c) != kNone;
}

bool IsWordCharacter(char c) { return IsLetterOrDigit(c) || c == '-' || c == '_'; }

// True if `text` is one or more parts joined by dots, each of which pleases `is_part`.
template <typename Predicate>
bool IsDotted(std::string_view text, Predicate is_part) {
  for (;;) {
    const std::size_t dot = text.find('.');
    if (!is_part(text.substr(0, dot))) return false;
    if (dot == kNone) return true;
    text.remove_prefix(dot + 1);
  }
}

template <typename Predicate>
bool IsWordOf(std::string_view text, Predicate is_character) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_character);
}

bool IsDomain(std::string_view domain) {
  return IsDotted(domain, [](std::string_view label) {
    return label.size() <= kMaxLabel && !label.starts_with('-') && !label.ends_with('-') &&
           IsWordOf(label, [](char c) { return IsLetterOrDigit(c) || c == '-'; });
  });
}

// ---- Building

bool IsPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; }) &&
         !text.starts_with(' ') && !text.ends_with(' ') && text.find("=?") == kNone;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted += '"';
}

// Plain text is never folded, only written if its line stays short; all else is encoded.
void AppendSubject(const HeaderText& subject, std::string& out) {
  constexpr std::string_view kName = "Subject: ";
  out += kName;
  if (IsPlain(subject.text()) && kName.size() + subject.text().size() <= kMaxFolded) {
    out += subject.text();
  } else {
    AppendEncodedWords(subject.text(), kName.size(), out);
  }
  out += "\r\n";
}

void AppendFrom(const Message& message, std::string& out) {
  constexpr std::string_view kName = "From: ";
  out += kName;
  if (message.from_name.has_value()) {
    const std::string& name = message.from_name->text();
    const std::string quoted = Quoted(name);
    if (IsPlain(name) && kName.size() + quoted.size() <= kMaxFolded) {
      out += quoted;
    } else {
      AppendEncodedWords(name, kName.size(), out);
    }
    out += "\r\n ";
  }
  out += '<' + message.from.address() + ">\r\n";
}

// RFC 5322 date-time, or a refusal.
Parsed<std::string> Written(const Date& date) {
  using std::chrono::days;
  using std::chrono::floor;
  constexpr std::chrono::hours kMaxOffset{14};
  if (date.offset > kMaxOffset || date.offset < -kMaxOffset) return Refusal{"offset out of range"};
  // The bounds are compared in UTC first, so that adding the offset cannot overflow.
  constexpr std::chrono::sys_days kFirst{std::chrono::year{1970} / 1 / 2};
  constexpr std::chrono::sys_days kLast{std::chrono::year{9999} / 12 / 31};
  if (date.instant < kFirst || date.instant >= kLast) return Refusal{"date out of range"};

  const std::chrono::sys_seconds local = date.instant + date.offset;
  const auto day = floor<days>(local);
  const std::chrono::year_month_day civil{day};
  const std::chrono::hh_mm_ss time{local - day};
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto offset = static_cast<int>(std::chrono::abs(date.offset).count());
  std::array<char, 64> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d %c%02d%02d",
      kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(civil.day()),
      kMonths[static_cast<unsigned>(civil.month()) - 1], static_cast<int>(civil.year()),
      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()), date.offset.count() < 0 ? '-' : '+', offset / 60,
      offset % 60);
  return std::string(text.data(), static_cast<std::size_t>(length));
}

// Returns why `text` cannot be a body, or nothing.
std::string_view FaultOfText(std::string_view text) {
  while (!text.empty()) {
    const auto next = FirstCharacter(text);
    if (!next.has_value()) return "text is not UTF-8";
    const bool layout = next->code == '\t' || next->code == '\r' || next->code == '\n';
    if (IsControl(next->code) && !layout) return "text has a control character";
    text.remove_prefix(next->length);
  }
  return {};
}

// Derived from the id alone (FNV-1a), so that equal input gives equal bytes. Neither base64 nor
// quoted-printable can contain "=_"; Build() looks all the same.
std::string Boundary(std::string_view begin, const MessageId& id) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : id.id()) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001B3U;
  std::array<char, 24> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
  return std::string(begin).append(text.data(), static_cast<std::size_t>(length));
}

// No boundary begins like the other.
std::string PartsBoundary(const MessageId& id) { return Boundary("=_", id); }
std::string WordsBoundary(const MessageId& id) { return Boundary("=_words_", id); }

constexpr std::string_view kAutoSubmitted = "Auto-Submitted: auto-generated\r\n";

// One entity of a message: what its header says of it, ended, and what comes behind the header.
struct Entity {
  std::string header;
  std::string body;
};

Entity TextEntity(std::string_view subtype, std::string_view text) {
  Entity entity;
  entity.header = "Content-Type: text/" + std::string(subtype) +
                  "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n";
  AppendQuotedPrintable(text, entity.body);
  return entity;
}

Entity AttachmentEntity(const Attachment& attachment) {
  Entity entity;
  const bool is_text = attachment.type.type().starts_with("text/");
  entity.header = "Content-Type: " + attachment.type.type() + (is_text ? "; charset=utf-8" : "") +
                  "\r\nContent-Disposition: attachment;\r\n filename=\"" + attachment.name.name() +
                  "\"\r\nContent-Transfer-Encoding: base64\r\n";
  AppendBase64Lines(attachment.bytes, entity.body);
  return entity;
}

Entity Multipart(std::string_view subtype, const std::string& boundary,
                 const std::vector<Entity>& parts) {
  Entity entity;
  entity.header =
      "Content-Type: multipart/" + std::string(subtype) + "; boundary=\"" + boundary + "\"\r\n";
  for (const Entity& part : parts) {
    if (!entity.body.empty()) entity.body += "\r\n";
    entity.body += "--" + boundary + "\r\n" + part.header + "\r\n" + part.body;
  }
  entity.body += "\r\n--" + boundary + "--\r\n";
  return entity;
}

// What is read, in one form or in two; the better one comes last.
Entity WordsOf(const Message& message) {
  Entity plain = TextEntity("plain", message.text);
  if (message.html.empty()) return plain;
  return Multipart("alternative", WordsBoundary(message.message_id),
                   {std::move(plain), TextEntity("html", message.html)});
}

Entity WholeOf(const Message& message) {
  std::vector<Entity> parts{WordsOf(message)};
  if (message.attachments.empty()) return std::move(parts.front());
  for (const Attachment& attachment : message.attachments) {
    parts.push_back(AttachmentEntity(attachment));
  }
  return Multipart("mixed", PartsBoundary(message.message_id), parts);
}

std::size_t Count(std::string_view text, std::string_view wanted) {
  std::size_t count = 0;
  for (std::size_t at = text.find(wanted); at != kNone; at = text.find(wanted, at + 1)) ++count;
  return count;
}

// In the header, before each part and at the end, and nowhere else.
bool BoundariesAreRight(const Message& message, std::string_view built) {
  const std::size_t parts = message.attachments.empty() ? 0 : message.attachments.size() + 3;
  const std::size_t words = message.html.empty() ? 0 : 4;
  return Count(built, PartsBoundary(message.message_id)) == parts &&
         Count(built, WordsBoundary(message.message_id)) == words;
}

// ---- Looking at finished bytes

std::string_view FaultOfLines(std::string_view message) {
  if (!message.ends_with("\r\n")) return "last line is not ended";
  std::size_t length = 0;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(message[i]);
    if (byte == '\r') {
      if (message.substr(i, 2) != "\r\n") return "CR without LF";
      length = 0;
      ++i;
      continue;
    }
    if (byte == '\n') return "LF without CR";
    if (byte >= 0x80) return "byte beyond ASCII";
    if (IsControl(byte) && byte != '\t') return "control character";
    if (++length > kMaxLine) return "line too long";
  }
  return {};
}

struct Field {
  std::string_view name;
  std::string_view value;  // still folded
};

// Takes the next header off `headers`, or returns nothing if it is malformed or badly folded.
std::optional<Field> TakeField(std::string_view& headers) {
  const std::size_t colon = headers.find(": ");
  if (colon == kNone) return std::nullopt;
  std::size_t begin = 0;
  std::size_t end = 0;
  do {
    end = headers.find("\r\n", begin);
    const std::string_view line = headers.substr(begin, end - begin);
    const std::size_t fixed = begin == 0 ? colon + 2 : 1;  // no fold before this column
    if (line.find_first_not_of(" \t") == kNone) return std::nullopt;
    if (line.size() > kMaxFolded && line.find_first_of(" \t", fixed) != kNone) return std::nullopt;
    begin = end + 2;
  } while (begin < headers.size() && (headers[begin] == ' ' || headers[begin] == '\t'));
  const Field field{headers.substr(0, colon), headers.substr(colon + 2, end - colon - 2)};
  headers.remove_prefix(begin);
  return field;
}

struct Expected {
  std::string_view name;
  bool required;
};

constexpr std::array<Expected, 10> kExpected = {{{"Date", true},
                                                 {"From", true},
                                                 {"Reply-To", false},
                                                 {"To", true},
                                                 {"Subject", true},
                                                 {"Message-ID", true},
                                                 {"MIME-Version", true},
                                                 {"Content-Type", true},
                                                 {"Content-Transfer-Encoding", false},
                                                 {"Auto-Submitted", true}}};

std::string_view InBrackets(std::string_view value) {
  if (value.size() < 2 || !value.starts_with('<') || !value.ends_with('>')) return {};
  return value.substr(1, value.size() - 2);
}

std::string_view FaultOfField(const Field& field) {
  if (field.name == "To" && !Mailbox::Parse(InBrackets(field.value)).ok()) {
    return "not exactly one recipient";
  }
  if (field.name == "Message-ID" && !MessageId::Parse(InBrackets(field.value)).ok()) {
    return "bad Message-ID";
  }
  return {};
}

std::string_view HeadersOf(std::string_view message) {
  const std::size_t end = message.find("\r\n\r\n");
  return end == kNone ? std::string_view{} : message.substr(0, end + 2);
}

std::string_view FaultOfHeaders(std::string_view headers) {
  std::size_t next = 0;
  while (!headers.empty()) {
    const std::optional<Field> field = TakeField(headers);
    if (!field.has_value()) return "malformed header";
    while (next < kExpected.size() && kExpected[next].name != field->name) {
      if (kExpected[next].required) return "header missing, unknown or out of order";
      ++next;
    }
    if (next++ == kExpected.size()) return "header unknown or out of order";
    if (const std::string_view fault = FaultOfField(*field); !fault.empty()) return fault;
  }
  return next == kExpected.size() ? std::string_view{} : "header missing";
}

}  // namespace

Parsed<Mailbox> Mailbox::Parse(std::string_view address) {
  if (address.size() > kMaxAddress) return Refusal{"address is too long"};
  const std::size_t at = address.rfind('@');
  if (at == kNone) return Refusal{"address has no @"};
  const std::string_view local = address.substr(0, at);
  const bool atoms =
      IsDotted(local, [](std::string_view atom) { return IsWordOf(atom, IsAtomCharacter); });
  if (local.size() > kMaxLocalPart || !atoms) return Refusal{"address has a bad part before the @"};
  if (!IsDomain(address.substr(at + 1))) return Refusal{"address has a bad domain"};
  return Mailbox(std::string(address));
}

Parsed<HeaderText> HeaderText::Parse(std::string_view text) {
  if (text.empty()) return Refusal{"text is empty"};
  std::size_t characters = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const auto next = FirstCharacter(rest);
    if (!next.has_value()) return Refusal{"text is not UTF-8"};
    if (IsControl(next->code)) return Refusal{"text has a control character"};
    if (++characters > kMaxHeaderText) return Refusal{"text is too long"};
    rest.remove_prefix(next->length);
  }
  return HeaderText(std::string(text));
}

Parsed<FileName> FileName::Parse(std::string_view name) {
  if (name.size() > kMaxFileName) return Refusal{"file name is too long"};
  if (!IsWordOf(name, [](char c) { return IsWordCharacter(c) || c == '.'; })) {
    return Refusal{"file name must be made of A-Z a-z 0-9 . _ -"};
  }
  return FileName(std::string(name));
}

Parsed<MediaType> MediaType::Parse(std::string_view type) {
  const auto is_name = [](std::string_view half) {
    return half.size() <= kMaxMediaType &&
           IsWordOf(half, [](char c) { return IsWordCharacter(c) || c == '.' || c == '+'; });
  };
  const std::size_t slash = type.find('/');
  if (slash == kNone || !is_name(type.substr(0, slash)) || !is_name(type.substr(slash + 1))) {
    return Refusal{"media type is not type/subtype"};
  }
  return MediaType(std::string(type));
}

Parsed<MessageId> MessageId::Parse(std::string_view id) {
  if (id.size() > kMaxMessageId) return Refusal{"message id is too long"};
  const std::size_t at = id.find('@');
  const bool words = IsDotted(
      id.substr(0, at), [](std::string_view word) { return IsWordOf(word, IsWordCharacter); });
  if (at == kNone || !words || !IsDomain(id.substr(at + 1))) {
    return Refusal{"message id is not words@domain"};
  }
  return MessageId(std::string(id));
}

Parsed<std::string> Build(const Message& message) {
  for (const std::string* words : {&message.text, &message.html}) {
    if (const std::string_view fault = FaultOfText(*words); !fault.empty()) {
      return Refusal{std::string(fault)};
    }
  }
  const Parsed<std::string> date = Written(message.date);
  if (!date.ok()) return Refusal{date.reason()};

  std::string out;
  out += "Date: " + date.value() + "\r\n";
  AppendFrom(message, out);
  if (message.reply_to.has_value()) out += "Reply-To: <" + message.reply_to->address() + ">\r\n";
  out += "To: <" + message.to.address() + ">\r\n";
  AppendSubject(message.subject, out);
  out += "Message-ID: <" + message.message_id.id() + ">\r\n";
  out += "MIME-Version: 1.0\r\n";

  const Entity whole = WholeOf(message);
  out += whole.header;
  out += kAutoSubmitted;
  out += "\r\n";
  out += whole.body;
  if (!BoundariesAreRight(message, out)) return Refusal{"a part contains the boundary"};
  if (const std::string_view fault = FindFault(out); !fault.empty()) {
    return Refusal{std::string(fault)};
  }
  return out;
}

std::string_view FindFault(std::string_view message) {
  if (const std::string_view fault = FaultOfLines(message); !fault.empty()) return fault;
  return FaultOfHeaders(HeadersOf(message));
}

Parsed<MessageId> MessageIdOf(std::string_view message) {
  if (const std::string_view fault = FindFault(message); !fault.empty()) {
    return Refusal{std::string(fault)};
  }
  std::string_view headers = HeadersOf(message);
  while (const std::optional<Field> field = TakeField(headers)) {
    if (field->name == "Message-ID") return MessageId::Parse(InBrackets(field->value));
  }
  return Refusal{"header missing"};
}

}  // namespace ischia::mail
