// A record as what it says: who asks whom for what at which patient, and what came of it. Read from
// a record leniently, written by write.h strictly; the other side of an exchange is the same type.
//
//   std::variant<Reading, Fault> reading = Interpret(record, "ISCH");
//   Message answer = AnswerTo(std::get<Reading>(reading).message);
//   answer.findings = {"Heimübungsprogramm v2, 3 Übungen, 7 min/Tag"};
#ifndef ISCHIA_INTEGRATION_GDT_MESSAGE_H_
#define ISCHIA_INTEGRATION_GDT_MESSAGE_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "integration/gdt/record.h"

namespace ischia::gdt {

enum class Sex {
  kMale,         // 1, M
  kFemale,       // 2, W
  kDiverse,      // D, 3.5
  kUndetermined  // X, 3.5
};

// Texts are UTF-8; empty: not said.
struct Patient {
  std::string id = {};          // 3000, the practice system's number, as it stands
  std::string prefix = {};      // 3100
  std::string surname = {};     // 3101
  std::string first_name = {};  // 3102
  std::optional<std::chrono::sys_days> birth_date = {};  // 3103
  std::string title = {};                                // 3104
  std::optional<Sex> sex = {};                           // 3110
  std::string language = {};                             // 3628, in the practice system's words

  bool operator==(const Patient&) const = default;
};

// One group of fields, opened by its ident. In a request the ident alone.
struct Test {
  std::string ident = {};                         // 8410
  std::string name = {};                          // 8411
  std::string value = {};                         // 8420
  std::string unit = {};                          // 8421
  std::optional<std::chrono::sys_days> day = {};  // 8432
  std::optional<std::chrono::seconds> time = {};  // 8439, since midnight
  std::vector<std::string> remarks = {};          // 8470
  std::vector<std::string> result_texts = {};     // 8480

  bool operator==(const Test&) const = default;
};

// A document beside the record. Its path is data: nothing here opens it.
struct Attachment {
  std::string archive_id = {};   // 6302
  std::string format = {};       // 6303, "PDF"
  std::string description = {};  // 6304
  std::string path = {};         // 6305, as the practice system sees it
  // 3.5: Base64 of the document in lines of 6228. Read only, and not decoded.
  std::string embedded = {};

  bool operator==(const Attachment&) const = default;
};

struct Message {
  RecordType type = RecordType::kExamination;
  Version version = Version::kV21;
  CharacterSet characters = CharacterSet::kWindows1252;
  std::string receiver = {};  // 8315
  std::string sender = {};    // 8316
  Patient patient = {};
  std::string request_id = {};                           // 8310, 3.x; 2.1 has no field for it
  std::string procedure = {};                            // 8402
  std::optional<std::chrono::sys_days> stored_day = {};  // 6200
  std::optional<std::chrono::seconds> stored_time = {};  // 6201, since midnight
  std::vector<Attachment> attachments = {};
  // What appears in the chart, and what stands beside it. '\n' begins a new line, and lines that
  // are too long are broken at words.
  std::vector<std::string> findings = {};  // 6220
  std::vector<std::string> comments = {};  // 6227
  std::vector<Test> tests = {};
  // Patient, procedure, idents and ids stand as the host sent them, so that their lengths are its
  // own affair.
  bool echoes = false;

  bool operator==(const Message&) const = default;
};

// For whom a record is. A folder may serve several devices.
enum class Addressee {
  kUs,
  // A request has receiver and sender swapped; the message has them the right way round.
  kUsAsSender,
  kUnsaid,  // no receiver is named
  kAnother
};

struct Reading {
  Message message;
  Addressee addressee = Addressee::kUs;
  Deviations deviations;
};

// Reads what a record says. `our_id` is what the host calls us in 8315, "ISCH".
//
// A fault, for the record as a whole: an unknown record type; no patient number; number, name or
// birth date twice with different contents, or with characters that could not be read, since a
// guess could open another patient. Versions 3.x: of the fields within the patient's object, where
// there is one. Everything else that is missing or malformed is left empty and reported.
std::variant<Reading, Fault> Interpret(const Record& record, std::string_view our_id);

// An examination for whoever sent the request, at its patient, with its procedure, idents and
// request id unchanged; in 2.1 and Windows-1252.
Message AnswerTo(const Message& request);

}  // namespace ischia::gdt

#endif  // ISCHIA_INTEGRATION_GDT_MESSAGE_H_
