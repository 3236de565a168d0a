// HL7 v2 messages: a document for a patient's record (MDM^T02) and numbers for it (ORU^R01).
//
// Writing is pure: no clock, no chance, equal input gives equal bytes. What a document is, when it
// is sent and whose record it belongs to is the caller's affair; sending is in sender.h.
//
//   Written written = WriteDocument(site, {.control_id = "IS000123-2", .made = now}, patient,
//                                   {.type = {"HEP", "Home exercises"}, .number = "IS000123-2",
//                                    .parent_number = "IS000123-1", .activity = now,
//                                    .origination = now, .bytes = pdf});
//   if (const auto* message = std::get_if<std::string>(&written)) sender.Send(*message, deadline);
//
// Texts are UTF-8. Unless said otherwise they are one line, not blank, without control characters,
// and a text that may be empty is not sent then. Two quotes alone are refused: they are HL7's sign
// for a deletion. Lengths are in characters, those that HL7 2.5.1 has for the part or leaves it in
// its field. An id is of A-Z a-z 0-9 . _ - and says nothing of a person.
#ifndef ISCHIA_INTEGRATION_HL7V2_MESSAGE_H_
#define ISCHIA_INTEGRATION_HL7V2_MESSAGE_H_

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ischia::hl7v2 {

enum class CharacterSet { kUtf8, kLatin1 };

// What the receiving site agreed to.
struct Site {
  std::string sending_application = "ISCHIA";  // at most 20; also whose document numbers are
  std::string sending_facility;                // at most 20, may be empty
  std::string receiving_application;           // at most 20
  std::string receiving_facility;              // at most 20, may be empty
  std::string processing_id = "P";             // P production, T training, D debugging
  std::string version = "2.5.1";               // "2." and at most three more digits and dots
  CharacterSet character_set = CharacterSet::kUtf8;
  // A document that replaces another goes as T10 (replacement), not as T02 with a parent.
  bool replaces_by_t10 = false;
  std::string completion_status = "AU";  // two letters of table 0271; AU: authenticated
};

// An instant as the sender's clock shows it, 1970 to 9999.
struct Instant {
  std::chrono::sys_seconds instant;
  std::chrono::minutes offset{0};  // local time minus UTC, within 14 hours
};

struct Envelope {
  std::string control_id;  // an id of 1 to 20; the same each time a message is sent again
  Instant made;
};

enum class Sex { kFemale, kMale, kOther, kUnknown };

struct Patient {
  std::string id;         // as the receiver's record knows it, at most 199
  std::string authority;  // whose id it is, at most 20
  std::string family;     // at most 100
  std::string given;      // at most 100, may be empty
  std::optional<std::chrono::year_month_day> birth_date;  // 1800 to 9999
  std::optional<Sex> sex;
};

// Who answers for a document.
struct Provider {
  std::string id;      // at most 48
  std::string family;  // at most 100
  std::string given;   // at most 100, may be empty
};

struct Code {
  std::string code;          // at most 20
  std::string text;          // at most 199; may have several lines
  std::string system = "L";  // at most 20; L: local, LN: LOINC
};

struct Document {
  Code type;
  std::string title = {};          // at most 200, may be empty; not all versions know it
  std::string number;              // an id of 1 to 36, another for each version
  std::string parent_number = {};  // of the version that it replaces; empty: none
  Instant activity;                // what it is about was done
  Instant origination;             // it was made
  std::optional<Provider> provider = {};
  std::string file_name = {};      // at most 30 of A-Z a-z 0-9 . _ -, may be empty
  std::string change_reason = {};  // at most 30, may be empty; may have several lines
  std::string bytes;               // a PDF of at most 32 MiB
};

struct Number {
  Code code;
  std::string value;  // decimal, "-3" or "12.5", at most 16 characters
  std::string unit;   // UCUM, "deg" or "{score}", at most 20
  std::chrono::year_month_day observed;
};

struct Report {
  Code type;
  std::string number;                 // an id of 1 to 36
  std::chrono::year_month_day begin;  // first day that it tells of
  Instant reported;
  std::vector<Number> numbers;  // 1 to 9999
};

// What is wrong with a field, for instance {"patient.family", "is empty"}. Never quotes it, so it
// may be shown and logged.
struct Violation {
  std::string field;
  std::string what;
  bool operator==(const Violation&) const = default;
};

// What no message to this site could be written with; empty: nothing.
std::vector<Violation> FaultsOf(const Site& site);

// The message in the site's character set, segments ended by CR; or everything that is wrong.
using Written = std::variant<std::string, std::vector<Violation>>;

Written WriteDocument(const Site& site, const Envelope& envelope, const Patient& patient,
                      const Document& document);
Written WriteReport(const Site& site, const Envelope& envelope, const Patient& patient,
                    const Report& report);

}  // namespace ischia::hl7v2

#endif  // ISCHIA_INTEGRATION_HL7V2_MESSAGE_H_
