// How a value of ours lies in a column, and texts of SQL that the compiler joins. Private to the
// storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_COLUMNS_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_COLUMNS_H_

#include <Poco/Data/LOB.h>
#include <Poco/Nullable.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "service/domain/values.h"

namespace ischia::storage {

// A value of a column of bytes. Never empty: both connectors bind an empty one as NULL (Poco 1.11).
struct Bytes {
  std::string data;
};

// A text with a NUL, which both databases would cut silently.
struct NulInText : std::invalid_argument {
  NulInText() : std::invalid_argument("text with a NUL") {}
};
// A row that this version cannot read.
struct UnreadableRow : std::runtime_error {
  UnreadableRow() : std::runtime_error("a row cannot be read") {}
};

// A transaction in which a statement has failed.
struct FailedTransaction : std::runtime_error {
  FailedTransaction() : std::runtime_error("a statement of the transaction has failed") {}
};

// Literals joined by the compiler: Sql("SELECT a FROM t") + " WHERE b = $1".
template <std::size_t size>
struct Sql {
  char text[size] = {};
  constexpr Sql() = default;
  constexpr Sql(const char (&literal)[size]) {  // NOLINT(google-explicit-constructor)
    std::copy(literal, literal + size, text);
  }
  constexpr operator const char*() const { return text; }  // NOLINT(google-explicit-constructor)
};
template <std::size_t size, std::size_t more>
constexpr auto operator+(const Sql<size>& head, const char (&tail)[more]) {
  Sql<size + more - 1> joined;
  std::copy(tail, tail + more, std::copy(head.text, head.text + size - 1, joined.text));
  return joined;
}

// -- Columns ------------------------------------------------------------------------------------
// Held is what the library binds and reads: always nullable, since a NULL read into a plain number
// becomes 0 (Poco 1.11).

template <typename T>
struct Column;

template <>
struct Column<std::string> {
  using Held = Poco::Nullable<std::string>;
  static Held Hold(const std::string& text) {
    if (text.find('\0') != std::string::npos) throw NulInText();
    return text;
  }
  static std::string Read(const Held& held) { return held.value(); }
};
template <>
struct Column<std::int64_t> {
  using Held = Poco::Nullable<Poco::Int64>;
  static Held Hold(std::int64_t number) { return Held(number); }
  static std::int64_t Read(const Held& held) { return held.value(); }
};
template <>
struct Column<Bytes> {
  using Held = Poco::Nullable<Poco::Data::CLOB>;
  static Held Hold(const Bytes& bytes) { return Held(Poco::Data::CLOB(bytes.data)); }
  static Bytes Read(const Held& held) {
    const Poco::Data::CLOB& lob = held.value();
    return {std::string(lob.rawContent(), lob.size())};
  }
};
template <typename T>
requires std::is_integral_v<T> || std::is_enum_v<T>
struct Column<T> {
  using Held = Column<std::int64_t>::Held;
  static Held Hold(T value) { return Held(static_cast<Poco::Int64>(value)); }
  static T Read(const Held& held) { return static_cast<T>(held.value()); }
};
template <>
struct Column<domain::Instant> {  // milliseconds, UTC
  using Held = Column<std::int64_t>::Held;
  static Held Hold(domain::Instant instant) {
    return Held(static_cast<Poco::Int64>(instant.time_since_epoch().count()));
  }
  static domain::Instant Read(const Held& held) {
    return domain::Instant{std::chrono::milliseconds{held.value()}};
  }
};
template <>
struct Column<domain::CivilDay> {  // "2026-06-01"
  using Held = Column<std::string>::Held;
  static Held Hold(domain::CivilDay day) { return Held(domain::IsoDay(day)); }
  static domain::CivilDay Read(const Held& held) {
    const std::optional<domain::CivilDay> day = domain::ParseIsoDay(held.value());
    if (!day) throw UnreadableRow();
    return *day;
  }
};
template <typename Kind>
struct Column<domain::ResourceId<Kind>> {
  using Held = Column<std::string>::Held;
  static Held Hold(const domain::ResourceId<Kind>& id) {
    return Column<std::string>::Hold(id.text());
  }
  static domain::ResourceId<Kind> Read(const Held& held) {
    return domain::ResourceId<Kind>(held.value());
  }
};
template <typename T>
struct Column<std::optional<T>> {
  using Held = typename Column<T>::Held;
  static Held Hold(const std::optional<T>& value) {
    return value ? Column<T>::Hold(*value) : Held();
  }
  static std::optional<T> Read(const Held& held) {
    if (held.isNull()) return std::nullopt;
    return Column<T>::Read(held);
  }
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_COLUMNS_H_
