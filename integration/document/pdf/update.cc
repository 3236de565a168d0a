#include "integration/document/pdf/update.h"

#include <glib.h>

#include <array>
#include <cstdio>
#include <memory>
#include <utility>

namespace ischia::document::pdf {
namespace {

std::string TableOf(const std::map<int, std::size_t>& offsets) {
  std::string table = "xref\n";
  std::array<char, 24> line{};
  for (auto first = offsets.begin(); first != offsets.end();) {
    auto end = first;
    int count = 0;
    while (end != offsets.end() && end->first == first->first + count) ++end, ++count;
    table += std::to_string(first->first) + ' ' + std::to_string(count) + '\n';
    for (; first != end; ++first) {
      (void)std::snprintf(line.data(), line.size(), "%010zu 00000 n \n", first->second);
      table += line.data();
    }
  }
  return table;
}

// MD5 as a name, not for safety.
std::string IdentifierOf(const std::string& bytes) {
  const std::unique_ptr<gchar, decltype(&g_free)> sum(
      g_compute_checksum_for_data(G_CHECKSUM_MD5, reinterpret_cast<const guchar*>(bytes.data()),
                                  bytes.size()),
      &g_free);
  const std::string name = std::string("<") + sum.get() + '>';
  return '[' + name + name + ']';
}

}  // namespace

Dictionary& Update::Edit(int number) {
  const auto found = objects_.find(number);
  if (found != objects_.end()) return found->second.dictionary;
  Object object{file_.DictionaryOf(number), std::nullopt};
  return objects_.emplace(number, std::move(object)).first->second.dictionary;
}

int Update::Add(Dictionary dictionary) {
  objects_.emplace(next_, Object{std::move(dictionary), std::nullopt});
  return next_++;
}

int Update::AddStream(Dictionary dictionary, std::string stream) {
  ReplaceStream(next_, std::move(dictionary), std::move(stream));
  return next_++;
}

void Update::ReplaceStream(int number, Dictionary dictionary, std::string stream) {
  dictionary.Set("/Length", std::to_string(stream.size()));
  objects_.insert_or_assign(number, Object{std::move(dictionary), std::move(stream)});
}

std::string Update::Written() const {
  std::string bytes(file_.bytes());
  std::map<int, std::size_t> offsets;
  for (const auto& [number, object] : objects_) {
    offsets.emplace(number, bytes.size());
    bytes += std::to_string(number) + " 0 obj\n" + object.dictionary.Text();
    if (object.stream) bytes += "\nstream\n" + *object.stream + "\nendstream";
    bytes += "\nendobj\n";
  }
  const std::size_t table = bytes.size();
  Dictionary trailer = file_.trailer();
  trailer.Set("/Size", std::to_string(next_));
  trailer.Set("/Prev", std::to_string(file_.table()));
  trailer.Set("/ID", IdentifierOf(bytes));
  bytes += TableOf(offsets) + "trailer\n" + trailer.Text() + "\nstartxref\n" +
           std::to_string(table) + "\n%%EOF\n";
  return bytes;
}

}  // namespace ischia::document::pdf
