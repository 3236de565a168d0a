// A message as the bytes of a file, by the letter: right lengths, counted after encoding, and
// nothing that a strict reader would stumble over. Equal messages give equal bytes. Where the file
// lies and how it gets there is the caller's affair.
#ifndef ISCHIA_INTEGRATION_GDT_WRITE_H_
#define ISCHIA_INTEGRATION_GDT_WRITE_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "integration/gdt/message.h"

namespace ischia::gdt {

// Reads as "field 3101: is longer than 28 characters". Never quotes the message.
struct Violation {
  std::string field;  // four digits
  std::string what;

  bool operator==(const Violation&) const = default;
};

// One record in version 2.1, 3.0 or 3.5, or all that stands against it:
//  - a field that the record type needs is missing: receiver, sender and patient number in all;
//  name,
//    first name and birth date in 6301, 6302 and 6310; the procedure in 6302, 6310 and 6311;
//  - a character that the set lacks, control characters among them, or a set that the version
//  cannot
//    name: 7-bit, code page 437 and Windows-1252 in 2.1 and 3.0, ISO 8859-15 in 3.5;
//  - a text that is longer than its field. Only findings and comments go on in a second line;
//  - an attachment without one of its four fields, or with its document embedded;
//  - a test without an ident or with one that another test of that day and time has: what was
//  claimed
//    and what is credible are two tests;
//  - what belongs into another record type, or has no known place in 3.5: attachments, findings,
//    comments, and days and times of storing and testing.
// A sex that the version has no code for is left out.
std::variant<std::string, std::vector<Violation>> Write(const Message& message);

// The same folder as we and as the practice system see it: "/srv/gdt" and "X:\gdt". An empty
// `hosts` gives paths that begin in that folder.
struct PathMapping {
  std::string ours;
  std::string hosts;
};

// For field 6305. Nothing when the path does not lie in our folder or climbs by "..".
std::optional<std::string> HostPath(std::string_view path, const PathMapping& mapping);

}  // namespace ischia::gdt

#endif  // ISCHIA_INTEGRATION_GDT_WRITE_H_
