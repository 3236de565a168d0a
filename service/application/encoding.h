// Values to canonical bytes and back, by one list of fields for both directions (encoding.cc).
// The bytes are what columns of frozen content store, what digests and etags are taken over, and
// what a request's stored answer holds. Fields are only ever added at the end of a type, with a new
// version byte that the reader knows.
#ifndef ISCHIA_SERVICE_APPLICATION_ENCODING_H_
#define ISCHIA_SERVICE_APPLICATION_ENCODING_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/application/frozen.h"
#include "service/application/resources.h"

namespace ischia::app {

// For the names and records of resources.h and the fields they hold. Of a record its etag, which is
// made from the bytes, its frozen content, which is bound by its digest, and a program's short code
// are left out.
template <typename T>
std::string Encode(const T& value);
// Unset when the bytes are not such a value. For types without views.
template <typename T>
std::optional<T> Decode(std::string_view bytes);

// The parts of a request, in order, as one text that no other parts give.
std::string Joined(const std::vector<std::string_view>& parts);

// For AssessmentContent, domain::Program, Changes and domain::WeeklyDecision.
template <typename T>
Frozen<T> Freeze(T value);
// Unset when the bytes are not such a value.
template <typename T>
std::optional<Frozen<T>> Thaw(std::string bytes);

std::string Hex(std::string_view bytes);
// RFC 4648, section 5, without padding.
std::string Base64Url(std::string_view bytes);

// Equal; takes the same time wherever the first difference lies.
bool SameBytes(std::string_view left, std::string_view right);

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_ENCODING_H_
