// The objects of GDT 3.x: which of a record's fields are the patient's, the request's, a result's.
// Version 3.0 opens with 8200 and closes with 8201, a count of lines; 3.1 and 3.5 open with 8002
// and close with 8003, an object's name or number each time.
#ifndef ISCHIA_INTEGRATION_GDT_OBJECTS_H_
#define ISCHIA_INTEGRATION_GDT_OBJECTS_H_

#include <optional>
#include <string>
#include <vector>

#include "integration/gdt/deviation.h"

namespace ischia::gdt {

enum class ObjectKind { kOther, kHeader, kPatient, kRequest, kResult, kAttachment };

inline constexpr int kNoObject = -1;

struct Object {
  ObjectKind kind;
  int parent;  // index in the record's objects, or kNoObject
};

struct Field {
  int line;                // in the file, from 1
  std::string id;          // four digits
  std::string content;     // UTF-8 without control characters
  int object = kNoObject;  // index in the record's objects of the innermost that it stands in
};

// Names the object of each field and returns all objects. Wrong counts and names are reported;
// refused are more than 16 objects within each other.
std::optional<Fault> ResolveObjects(std::vector<Field>& fields, std::vector<Object>& objects,
                                    Deviations& deviations);

// Whether the object or one around it is of that kind.
bool IsWithin(const std::vector<Object>& objects, int object, ObjectKind kind);

}  // namespace ischia::gdt

#endif  // ISCHIA_INTEGRATION_GDT_OBJECTS_H_
