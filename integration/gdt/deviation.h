// Where a file departs from the format and was read all the same.
#ifndef ISCHIA_INTEGRATION_GDT_DEVIATION_H_
#define ISCHIA_INTEGRATION_GDT_DEVIATION_H_

#include <cstddef>
#include <string>
#include <vector>

namespace ischia::gdt {

// Reads as "line 3, field 3101: is longer than 28 characters". Never quotes what stands in the
// file, so it may be shown and logged.
struct Deviation {
  int line;           // from 1
  std::string field;  // four digits; empty where it is about no single field
  std::string sentence;

  bool operator==(const Deviation&) const = default;
};

// The first hundred, and how many there are beyond: a file of a million empty lines costs nothing.
struct Deviations {
  std::vector<Deviation> list;
  std::size_t further = 0;

  void Add(int line, std::string field, std::string sentence);
  bool operator==(const Deviations&) const = default;
};

// Why there is nothing to read. Never quotes the file.
struct Fault {
  int line;  // from 1; 0 when it is about the whole file
  std::string what;

  bool operator==(const Fault&) const = default;
};

// "line 3, field 3101: is longer than 28 characters".
std::string Sentence(const Deviation& deviation);

}  // namespace ischia::gdt

#endif  // ISCHIA_INTEGRATION_GDT_DEVIATION_H_
