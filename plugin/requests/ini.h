// The hand-over file of practice systems that start a program with its path and poll it for READY
// (in the style of VDDS-media): the patient read strictly, the answer set in place. Bytes in, bytes
// out; reading, replacing and naming the file is the caller's affair.
//
//   std::variant<HandOver, std::vector<Violation>> file = HandOver::Read(bytes);
//   std::string answered = std::get<HandOver>(file).Answered({.error_level = 0, .error_text = ""});
#ifndef ISCHIA_PLUGIN_REQUESTS_INI_H_
#define ISCHIA_PLUGIN_REQUESTS_INI_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "integration/gdt/characters.h"

namespace ischia::requests {

enum class Sex { kMale, kFemale };

// Texts are UTF-8 without control characters.
struct HandedOver {
  std::string host;        // PVS, may be empty
  std::string device;      // BVS, may be empty
  std::string patient_id;  // PATID
  std::string first_name;
  std::string last_name;
  std::string title;  // may be empty
  Sex sex = Sex::kFemale;
  std::chrono::sys_days birth_date;
  bool is_answered = false;  // READY is 1 already

  bool operator==(const HandedOver&) const = default;
};

// What the host reads back.
struct Answer {
  int error_level = 0;          // 0: done; never below
  std::string error_text = {};  // for the host's user; about 500 bytes of it are kept
};

// Reads as "line 5, LASTNAME: is empty". Never quotes the file. Line 0: of the whole file.
struct Violation {
  int line;
  std::string key;
  std::string what;

  bool operator==(const Violation&) const = default;
};

class HandOver {
 public:
  // Section and keys in capitals or not, blanks around names and values allowed, as Windows reads
  // them. UTF-8 where all of it is, Windows-1252 otherwise. Refused, each with its line: more than
  // 64 KiB or 999 bytes a line, control characters, what is neither section, key, comment nor
  // empty, a key or the section PATIENT twice; PATID, FIRSTNAME, LASTNAME, SEX (M, W) or BIRTHDAY
  // (YYYYMMDD, years 1850 to 2149) missing or malformed; READY or ERRORLEVEL that is no number.
  static std::variant<HandOver, std::vector<Violation>> Read(std::string_view bytes);

  const HandedOver& handed_over() const { return handed_over_; }

  // The file with READY=1, ERRORLEVEL and ERRORTEXT set in PATIENT, every other byte as it was;
  // keys that are missing come last in the section. A control character in the text becomes a
  // blank, and one that the file's character set lacks a question mark.
  std::string Answered(const Answer& answer) const;

 private:
  // A line with its end, "KEY=value\r\n"; the key in capitals where it is one of PATIENT's.
  struct Line {
    std::string bytes;
    std::string key;
  };
  friend class HandOverReader;

  HandOver() = default;

  std::vector<Line> lines_;
  std::size_t section_end_ = 0;  // index behind PATIENT's last line that is not empty
  std::string line_end_ = "\r\n";
  gdt::CharacterSet characters_ = gdt::CharacterSet::kWindows1252;
  HandedOver handed_over_;
};

}  // namespace ischia::requests

#endif  // ISCHIA_PLUGIN_REQUESTS_INI_H_
