#include "service/application/field_checks.h"

#include <algorithm>

#include "service/domain/values.h"

namespace ischia::app {
namespace {

constexpr std::size_t kAddressLimit = 254;  // RFC 5321, section 4.5.3.1
constexpr std::size_t kLanguageLimit = 35;  // RFC 5646, section 4.4.1
constexpr std::size_t kHostPatientIdLimit = 128;

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::size_t CharacterCount(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

bool HasControl(std::string_view text, std::string_view allowed) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 || byte == 0x7f) && allowed.find(c) == std::string_view::npos;
  });
}

bool IsPlainAddress(std::string_view address) {
  const std::size_t at = address.find('@');
  const std::string_view local = address.substr(0, at);
  if (at == std::string_view::npos || local.empty() || address.size() > kAddressLimit) return false;
  const std::string_view host = address.substr(at + 1);
  constexpr std::string_view kAtomMarks = "!#$&'*+-/=?^_`{|}~.";
  const auto in_local = [&](char c) {
    return IsAlphanumeric(c) || kAtomMarks.find(c) != std::string_view::npos;
  };
  const auto in_host = [](char c) { return IsAlphanumeric(c) || c == '-' || c == '.'; };
  const auto dotted = [](std::string_view part) {
    return !part.empty() && part.front() != '.' && part.back() != '.' &&
           part.find("..") == std::string_view::npos;
  };
  return dotted(local) && dotted(host) && std::all_of(local.begin(), local.end(), in_local) &&
         std::all_of(host.begin(), host.end(), in_host);
}

}  // namespace

void FieldChecks::Require(bool holds, std::string_view field, std::string_view description,
                          std::string_view reason) {
  if (holds) return;
  const bool known = std::any_of(found_.begin(), found_.end(),
                                 [&](const auto& violation) { return violation.field == field; });
  if (known) return;
  found_.push_back({std::string(field), std::string(description), std::string(reason)});
}

void FieldChecks::Length(std::string_view field, std::string_view text, std::size_t limit) {
  Require(CharacterCount(text) <= limit, field,
          "must have at most " + std::to_string(limit) + " characters");
}

void FieldChecks::Line(std::string_view field, std::string_view text, std::size_t limit) {
  Require(!HasControl(text, ""), field, "must not contain control characters or line breaks");
  Length(field, text, limit);
}

void FieldChecks::Text(std::string_view field, std::string_view text, std::size_t limit) {
  Require(!HasControl(text, "\n\t"), field, "must not contain control characters");
  Length(field, text, limit);
}

void FieldChecks::Password(std::string_view field, std::string_view text, std::size_t least,
                           std::size_t limit) {
  Require(CharacterCount(text) >= least, field,
          "must have at least " + std::to_string(least) + " characters");
  Line(field, text, limit);
}

void FieldChecks::RequiredLine(std::string_view field, std::string_view text, std::size_t limit) {
  Require(text.find_first_not_of(' ') != std::string_view::npos, field, "is required");
  Line(field, text, limit);
}

void FieldChecks::ChosenId(std::string_view field, std::string_view id) {
  Require(id.empty() || domain::IsResourceId(id), field,
          "must be 1 to 63 lower-case letters, digits and hyphens");
}

void FieldChecks::EmailAddress(std::string_view field, std::string_view address) {
  Require(address.empty() || IsPlainAddress(address), field,
          "must be one plain mail address of at most 254 characters");
}

void FieldChecks::LanguageCode(std::string_view field, std::string_view code) {
  const bool legal =
      code.size() <= kLanguageLimit &&
      std::all_of(code.begin(), code.end(), [](char c) { return IsAlphanumeric(c) || c == '-'; });
  Require(legal, field, "must be a BCP 47 language tag");
}

void FieldChecks::Host(std::string_view field, const HostReference& reference) {
  const std::string prefix(field);
  RequiredLine(prefix + ".host_id", reference.host_id, kHostIdLimit);
  RequiredLine(prefix + ".patient_id", reference.patient_id, kHostPatientIdLimit);
}

void FieldChecks::PageSize(const PageRequest& page) {
  Require(page.size >= 0, "page_size", "must not be negative");
}

}  // namespace ischia::app
