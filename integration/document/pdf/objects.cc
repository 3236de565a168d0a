#include "integration/document/pdf/objects.h"

#include <glib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <memory>

namespace ischia::document::pdf {
namespace {

constexpr int kDeepest = 32;

constexpr std::array<bool, 256> TableOf(std::string_view characters) {
  std::array<bool, 256> table{};
  for (const char character : characters) table[static_cast<unsigned char>(character)] = true;
  return table;
}
constexpr std::array<bool, 256> kBlanks = TableOf({"\0\t\n\f\r ", 6});
constexpr std::array<bool, 256> kEnds = TableOf({"\0\t\n\f\r ()<>[]{}/%", 16});

bool IsBlank(char character) { return kBlanks[static_cast<unsigned char>(character)]; }
bool IsRegular(char character) { return !kEnds[static_cast<unsigned char>(character)]; }
bool IsDigit(char character) { return character >= '0' && character <= '9'; }

// Finds where values end.
class Scanner {
 public:
  explicit Scanner(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }

  // Comments are blanks, too.
  void SkipBlanks() {
    while (at_ < text_.size() && (IsBlank(text_[at_]) || text_[at_] == '%')) {
      at_ = text_[at_] == '%' ? std::min(text_.find_first_of("\r\n", at_), text_.size()) : at_ + 1;
    }
  }

  bool Take(std::string_view word) {
    SkipBlanks();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  // The next value, a reference as one.
  std::string_view Value(int depth = 0) {
    if (depth > kDeepest) throw Unreadable("values are nested too deeply");
    SkipBlanks();
    const std::size_t start = at_;
    switch (at_ < text_.size() ? text_[at_] : '\0') {
      case '<':
        if (Take("<<")) {
          while (!Take(">>")) Value(depth + 1);
        } else {
          SkipTo('>');
        }
        break;
      case '[':
        ++at_;
        while (!Take("]")) Value(depth + 1);
        break;
      case '(':
        ++at_;
        SkipString();
        break;
      case '/':
        ++at_;
        SkipRegular();
        break;
      default:
        SkipRegular();
        if (at_ == start) throw Unreadable("a value is expected");
        SkipReference(start);
    }
    return text_.substr(start, at_ - start);
  }

  std::size_t Number() {
    SkipBlanks();
    std::size_t number = 0;
    const char* const end = text_.data() + text_.size();
    const auto [stop, error] = std::from_chars(text_.data() + at_, end, number);
    if (error != std::errc()) throw Unreadable("a number is expected");
    at_ = static_cast<std::size_t>(stop - text_.data());
    return number;
  }

 private:
  void SkipRegular() {
    while (at_ < text_.size() && IsRegular(text_[at_])) ++at_;
  }

  void SkipTo(char end) {
    at_ = text_.find(end, at_);
    if (at_ == std::string_view::npos) throw Unreadable("a string has no end");
    ++at_;
  }

  void SkipString() {
    for (int open = 1; open > 0; ++at_) {
      if (at_ >= text_.size()) throw Unreadable("a string has no end");
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == '(') {
        ++open;
      } else if (text_[at_] == ')') {
        --open;
      }
    }
  }

  bool SkipInteger() {
    const std::size_t start = at_;
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
    return at_ > start;
  }

  // After a number: another one and R make a reference.
  void SkipReference(std::size_t start) {
    const std::size_t end = at_;
    if (!std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(start),
                     text_.begin() + static_cast<std::ptrdiff_t>(end), IsDigit)) {
      return;
    }
    SkipBlanks();
    const bool number = SkipInteger();
    SkipBlanks();
    if (number && at_ < text_.size() && text_[at_] == 'R') {
      ++at_;
    } else {
      at_ = end;
    }
  }

  std::string_view text_;
  std::size_t at_;
};

}  // namespace

Dictionary::Dictionary(std::string_view text) {
  Scanner scanner(text);
  if (!scanner.Take("<<")) throw Unreadable("a dictionary is expected");
  while (!scanner.Take(">>")) {
    const std::string_view key = scanner.Value();
    Set(key, std::string(scanner.Value()));  // Cairo 1.16 may write a key twice
  }
}

std::string_view Dictionary::Find(std::string_view key) const {
  for (const auto& [name, value] : entries_) {
    if (name == key) return value;
  }
  return {};
}

void Dictionary::Set(std::string_view key, std::string value) {
  for (auto& [name, old] : entries_) {
    if (name == key) {
      old = std::move(value);
      return;
    }
  }
  entries_.emplace_back(key, std::move(value));
}

void Dictionary::Remove(std::string_view key) {
  std::erase_if(entries_, [key](const auto& entry) { return entry.first == key; });
}

std::string Dictionary::Text() const {
  std::string text = "<<";
  for (const auto& [name, value] : entries_) text += name + ' ' + value + ' ';
  return text + ">>";
}

std::vector<std::string> Dictionary::Keys() const {
  std::vector<std::string> keys;
  for (const auto& entry : entries_) keys.push_back(entry.first);
  return keys;
}

bool IsDictionary(std::string_view value) { return value.starts_with("<<"); }
bool IsArray(std::string_view value) { return value.starts_with('['); }

std::vector<std::string_view> ItemsOf(std::string_view array) {
  Scanner scanner(array);
  if (!scanner.Take("[")) throw Unreadable("an array is expected");
  std::vector<std::string_view> items;
  while (!scanner.Take("]")) items.push_back(scanner.Value());
  return items;
}

std::optional<int> ReferenceIn(std::string_view value) {
  if (!value.ends_with('R') || value.empty() || !IsDigit(value.front())) return std::nullopt;
  int number = 0;
  (void)std::from_chars(value.data(), value.data() + value.size(), number);  // begins with a digit
  return number;
}

std::string Reference(int number) { return std::to_string(number) + " 0 R"; }

std::string TextString(const std::string& utf8) {
  const bool ascii =
      std::all_of(utf8.begin(), utf8.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  std::string text;
  if (ascii) {
    text = "(";
    for (const char character : utf8) {
      if (character == '(' || character == ')' || character == '\\') text += '\\';
      text += character;
    }
    return text + ')';
  }
  glong units = 0;
  const std::unique_ptr<gunichar2, decltype(&g_free)> utf16(
      g_utf8_to_utf16(utf8.data(), static_cast<glong>(utf8.size()), nullptr, &units, nullptr),
      &g_free);
  if (!utf16) throw Unreadable("a text is not UTF-8");
  text = "<feff";
  std::array<char, 8> digits{};
  for (glong i = 0; i < units; ++i) {
    (void)std::snprintf(digits.data(), digits.size(), "%04x", unsigned{utf16.get()[i]});
    text += digits.data();
  }
  return text + '>';
}

File::File(std::string_view bytes) : bytes_(bytes) {
  constexpr std::string_view kWord = "startxref";
  const std::size_t word = bytes.rfind(kWord);
  if (word == std::string_view::npos) throw Unreadable("the file has no end");
  table_ = Scanner(bytes, word + kWord.size()).Number();
  if (table_ >= bytes.size()) throw Unreadable("the table is not in the file");
  ReadTable();
}

void File::ReadTable() {
  constexpr std::size_t kLine = 20;
  constexpr std::size_t kMostObjects = 100'000;
  Scanner scanner(bytes_, table_);
  if (!scanner.Take("xref")) throw Unreadable("the table is of another kind");
  while (!scanner.Take("trailer")) {
    const std::size_t first = scanner.Number();
    const std::size_t count = scanner.Number();
    scanner.SkipBlanks();
    const std::size_t start = scanner.at();
    if (first + count > kMostObjects || start + count * kLine > bytes_.size()) {
      throw Unreadable("the table is longer than the file");
    }
    offsets_.resize(std::max(offsets_.size(), first + count));
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view line = bytes_.substr(start + i * kLine, kLine);
      if (line[17] == 'n') offsets_[first + i] = Scanner(line).Number();
    }
    scanner = Scanner(bytes_, start + count * kLine);
  }
  trailer_ = Dictionary(scanner.Value());
}

std::string_view File::ValueOf(int number) const {
  if (number <= 0 || number >= size()) throw Unreadable("an object is not in the table");
  const std::size_t offset = offsets_[static_cast<std::size_t>(number)];
  if (offset == 0 || offset >= bytes_.size()) throw Unreadable("an object is not in the file");
  Scanner scanner(bytes_, offset);
  if (scanner.Number() != static_cast<std::size_t>(number)) {
    throw Unreadable("an object is not where the table says");
  }
  (void)scanner.Number();  // its generation
  if (!scanner.Take("obj")) throw Unreadable("an object is not where the table says");
  return scanner.Value();
}

std::string_view File::Resolved(std::string_view value) const {
  const std::optional<int> number = ReferenceIn(value);
  return number ? ValueOf(*number) : value;
}

}  // namespace ischia::document::pdf
