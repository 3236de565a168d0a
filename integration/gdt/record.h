// Files of GDT 1.0 to 3.5 read leniently: real ones have wrong lengths, missing fields and other
// ends of lines than the standard's. Whatever departs from it and can be read all the same is told
// in plain words; what a reader could be hurt by is refused. No file is opened here, and none that
// a field names. What the fields mean is said by message.h.
//
//   std::variant<File, Fault> file = Read(bytes);
#ifndef ISCHIA_INTEGRATION_GDT_RECORD_H_
#define ISCHIA_INTEGRATION_GDT_RECORD_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "integration/gdt/characters.h"
#include "integration/gdt/deviation.h"
#include "integration/gdt/fields.h"
#include "integration/gdt/objects.h"

namespace ischia::gdt {

// From one field 8000 up to the next.
struct Record {
  int line;                        // of field 8000
  std::string type;                // the content of 8000
  CharacterSet characters;         // that it was read in
  std::optional<Version> version;  // nothing where the record says none that is known
  std::vector<Field> fields;       // all but 8000 and 8100, in the file's order
  std::vector<Object> objects;     // of versions 3.x
};

struct File {
  std::vector<Record> records;  // at least one
  Deviations deviations;
};

// Refused are more than 1 MiB, a line of more than 999 bytes, control characters, objects nested
// more than 16 deep, and bytes without any field 8000.
std::variant<File, Fault> Read(std::string_view bytes);

}  // namespace ischia::gdt

#endif  // ISCHIA_INTEGRATION_GDT_RECORD_H_
