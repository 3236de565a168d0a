// How a value of ours lies in a column, and texts of SQL that the compiler joins. Private to the
// storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_COLUMNS_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_COLUMNS_H_

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "service/domain/values.h"

namespace ischia::storage {

// A value of a column of bytes.
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

// A value on its way into a statement or out of a row. It points to texts and bytes of others, but
// for a text that was made for it.
class Value {
 public:
  // kWord: a text that PostgreSQL reads as whatever type the statement needs there.
  enum class Type { kInteger, kText, kBytes, kWord };

  static Value Null(Type type) { return Value(type); }
  static Value Integer(std::int64_t number) {
    Value value(Type::kInteger);
    value.null_ = false;
    value.number_ = number;
    return value;
  }
  // `text` outlives the value.
  static Value Text(Type type, std::string_view text) {
    Value value(type);
    value.null_ = false;
    value.text_ = text;
    return value;
  }
  static Value Made(std::string text) {
    Value value(Type::kText);
    value.null_ = false;
    value.made_ = std::move(text);
    return value;
  }

  Type type() const { return type_; }
  bool null() const { return null_; }
  // Throw UnreadableRow when it is NULL or of another type.
  std::int64_t number() const {
    if (null_ || type_ != Type::kInteger) throw UnreadableRow();
    return number_;
  }
  std::string_view text() const {
    if (null_ || type_ == Type::kInteger) throw UnreadableRow();
    return made_.empty() ? text_ : made_;
  }

 private:
  explicit Value(Type type) : type_(type) {}

  Type type_;
  bool null_ = true;
  std::int64_t number_ = 0;
  std::string_view text_;
  std::string made_;
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
// How a type of ours is held by a column, and read from one. A held value may point into the
// original.

template <typename T>
struct Column;

template <>
struct Column<std::string> {
  static constexpr Value::Type kType = Value::Type::kText;
  static Value Hold(const std::string& text) {
    if (text.find('\0') != std::string::npos) throw NulInText();
    return Value::Text(kType, text);
  }
  static std::string Read(const Value& value) { return std::string(value.text()); }
};
template <>
struct Column<Bytes> {
  static constexpr Value::Type kType = Value::Type::kBytes;
  static Value Hold(const Bytes& bytes) { return Value::Text(kType, bytes.data); }
  static Bytes Read(const Value& value) { return {std::string(value.text())}; }
};
template <typename T>
requires std::is_integral_v<T> || std::is_enum_v<T>
struct Column<T> {
  static constexpr Value::Type kType = Value::Type::kInteger;
  static Value Hold(T value) { return Value::Integer(static_cast<std::int64_t>(value)); }
  static T Read(const Value& value) { return static_cast<T>(value.number()); }
};
template <>
struct Column<domain::Instant> {  // milliseconds, UTC
  static constexpr Value::Type kType = Value::Type::kInteger;
  static Value Hold(domain::Instant instant) {
    return Value::Integer(instant.time_since_epoch().count());
  }
  static domain::Instant Read(const Value& value) {
    return domain::Instant{std::chrono::milliseconds{value.number()}};
  }
};
template <>
struct Column<domain::CivilDay> {  // "2026-06-01"
  static constexpr Value::Type kType = Value::Type::kText;
  static Value Hold(domain::CivilDay day) { return Value::Made(domain::IsoDay(day)); }
  static domain::CivilDay Read(const Value& value) {
    const std::optional<domain::CivilDay> day = domain::ParseIsoDay(value.text());
    if (!day) throw UnreadableRow();
    return *day;
  }
};
template <typename Kind>
struct Column<domain::ResourceId<Kind>> {
  static constexpr Value::Type kType = Value::Type::kText;
  static Value Hold(const domain::ResourceId<Kind>& id) {
    return Column<std::string>::Hold(id.text());
  }
  static domain::ResourceId<Kind> Read(const Value& value) {
    return domain::ResourceId<Kind>(std::string(value.text()));
  }
};
template <typename T>
struct Column<std::optional<T>> {
  static constexpr Value::Type kType = Column<T>::kType;
  static Value Hold(const std::optional<T>& held) {
    return held ? Column<T>::Hold(*held) : Value::Null(kType);
  }
  static std::optional<T> Read(const Value& value) {
    if (value.null()) return std::nullopt;
    return Column<T>::Read(value);
  }
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_COLUMNS_H_
