#include "integration/document/finish.h"

#include <glib.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

namespace ischia::document {
namespace {

// --- The file as Cairo 1.16 writes it ---

std::optional<int> NumberAfter(std::string_view text, std::string_view key) {
  const size_t at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  int number = 0;
  const char* const begin = text.data() + at + key.size();
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), number);
  return error == std::errc{} ? std::optional(number) : std::nullopt;
}

std::string Reference(int number) { return std::to_string(number) + " 0 R"; }

// Objects by number, each as the text between "obj" and "endobj". Cairo puts every entry of a
// dictionary on a line of its own, and ends each object where the next one begins.
class CairoFile {
 public:
  // Nothing when the bytes are laid out in another way.
  static std::optional<CairoFile> Read(std::string_view pdf) {
    CairoFile file;
    const size_t foot = pdf.rfind("trailer\n");
    if (foot == std::string_view::npos) return std::nullopt;
    const std::string_view trailer = pdf.substr(foot);
    const std::optional<int> table = NumberAfter(trailer, "startxref\n");
    const std::optional<int> root = NumberAfter(trailer, "/Root ");
    const std::optional<int> info = NumberAfter(trailer, "/Info ");
    if (!table || !root || !info || *table < 0 || static_cast<size_t>(*table) >= foot) {
      return std::nullopt;
    }
    file.root_ = *root;
    file.info_ = *info;
    if (!file.ReadObjects(pdf, static_cast<size_t>(*table), foot)) return std::nullopt;
    if (!file.Has(*root) || !file.Has(*info)) return std::nullopt;
    return file;
  }

  int root() const { return root_; }
  int info() const { return info_; }
  int last() const { return static_cast<int>(objects_.size()) - 1; }
  bool Has(int number) const { return number >= 1 && number <= last(); }
  std::string_view operator[](int number) const { return objects_[static_cast<size_t>(number)]; }

  void Replace(int number, std::string object) {
    objects_[static_cast<size_t>(number)] = texts_.emplace_back(std::move(object));
  }
  int Add(std::string object) {
    objects_.emplace_back(texts_.emplace_back(std::move(object)));
    return last();
  }
  // Before the end of a dictionary.
  void AddEntry(int number, const std::string& entry) {
    constexpr std::string_view kEnd = ">>\n";
    std::string object((*this)[number]);
    object.insert(object.size() - kEnd.size(), "   " + entry + '\n');
    Replace(number, std::move(object));
  }

  std::string Write() const {
    std::string bytes(header_);
    std::string table = "xref\n0 " + std::to_string(objects_.size()) + "\n0000000000 65535 f \n";
    for (int number = 1; number <= last(); ++number) {
      const std::string offset = std::to_string(bytes.size());
      table.append(10 - offset.size(), '0').append(offset).append(" 00000 n \n");
      bytes.append(std::to_string(number)).append(" 0 obj\n");
      bytes.append((*this)[number]).append("endobj\n");
    }
    const std::string start = std::to_string(bytes.size());
    const std::string id = Identifier(bytes);
    return bytes + table + "trailer\n<< /Size " + std::to_string(objects_.size()) + "\n   /Root " +
           Reference(root_) + "\n   /Info " + Reference(info_) + "\n   /ID [ " + id + ' ' + id +
           " ]\n>>\nstartxref\n" + start + "\n%%EOF\n";
  }

 private:
  bool ReadObjects(std::string_view pdf, size_t table, size_t foot) {
    constexpr size_t kEntry = 20;
    constexpr size_t kFewestObjects = 2;
    const std::string_view lines = pdf.substr(table, foot - table);
    const std::optional<int> count = NumberAfter(lines, "xref\n0 ");
    const size_t first = lines.find('\n', std::string_view("xref\n").size()) + 1;
    if (!count || first == 0 || lines.size() != first + static_cast<size_t>(*count) * kEntry) {
      return false;
    }
    std::vector<std::pair<size_t, int>> starts;
    for (int number = 1; number < *count; ++number) {
      const std::string_view line = lines.substr(first + static_cast<size_t>(number) * kEntry);
      starts.emplace_back(NumberAfter(line, "").value_or(0), number);
    }
    if (starts.size() < kFewestObjects) return false;
    std::sort(starts.begin(), starts.end());
    starts.emplace_back(table, 0);
    header_ = pdf.substr(0, starts.front().first);
    objects_.resize(static_cast<size_t>(*count));
    for (size_t i = 0; i + 1 < starts.size(); ++i) {
      const auto [start, number] = starts[i];
      const size_t end = std::min(starts[i + 1].first, pdf.size());
      if (start >= end || !ReadObject(pdf.substr(start, end - start), number)) return false;
    }
    return true;
  }

  bool ReadObject(std::string_view text, int number) {
    constexpr std::string_view kEnd = "endobj\n";
    const std::string head = std::to_string(number) + " 0 obj\n";
    if (!text.starts_with(head) || !text.ends_with(kEnd)) return false;
    text.remove_prefix(head.size());
    text.remove_suffix(kEnd.size());
    objects_[static_cast<size_t>(number)] = text;
    return true;
  }

  static std::string Identifier(const std::string& bytes) {
    gchar* digest = g_compute_checksum_for_data(
        G_CHECKSUM_MD5, reinterpret_cast<const guchar*>(bytes.data()), bytes.size());
    std::string id = '<' + std::string(digest) + '>';
    g_free(digest);
    return id;
  }

  std::string_view header_;
  std::vector<std::string_view> objects_{{}};  // the first has no number
  std::deque<std::string> texts_;              // of the objects that are not as Cairo wrote them
  int root_ = 0;
  int info_ = 0;
};

std::string Stream(const std::string& dictionary, const std::string& data) {
  return "<< /Length " + std::to_string(data.size()) + '\n' + dictionary + ">>\nstream\n" + data +
         "\nendstream\n";
}

// --- Words ---

// A text string: as it is when it is ASCII, else in UTF-16. Precondition: valid UTF-8.
std::string Words(const std::string& text) {
  const auto is_ascii = [](char character) { return static_cast<signed char>(character) >= 0; };
  std::string written;
  if (std::all_of(text.begin(), text.end(), is_ascii)) {
    for (const char character : text) {
      if (character == '(' || character == ')' || character == '\\') written += '\\';
      written += character;
    }
    return '(' + written + ')';
  }
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  glong count = 0;
  gunichar2* units =
      g_utf8_to_utf16(text.data(), static_cast<glong>(text.size()), nullptr, &count, nullptr);
  for (glong i = 0; i < count; ++i) {
    for (const int shift : {12, 8, 4, 0}) {
      written += kDigits[static_cast<size_t>(units[i] >> shift & 15)];
    }
  }
  g_free(units);
  return "<FEFF" + written + '>';
}

std::string XmlText(const std::string& text) {
  std::string escaped;
  for (char character : text) {
    switch (character) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      default:
        escaped += character;
    }
  }
  return escaped;
}

std::string XmpPacket(const Finishing& finishing) {
  return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
         "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
         "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
         XmlText(finishing.title) +
         "</rdf:li></rdf:Alt></dc:title>"
         "<dc:language><rdf:Bag><rdf:li>" +
         XmlText(finishing.language) +
         "</rdf:li></rdf:Bag></dc:language>"
         "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>";
}

void Describe(CairoFile& file, int pages, int tree, const Finishing& finishing) {
  const int metadata =
      file.Add(Stream("   /Type /Metadata\n   /Subtype /XML\n", XmpPacket(finishing)));
  file.Replace(file.root(), "<< /Type /Catalog\n   /Pages " + Reference(pages) +
                                "\n   /StructTreeRoot " + Reference(tree) + "\n   /Metadata " +
                                Reference(metadata) + "\n   /Lang " + Words(finishing.language) +
                                "\n   /MarkInfo << /Marked true >>"
                                "\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\n");
}

// Cairo 1.16 leaves out the prefix that the format asks for.
void PrefixDates(CairoFile& file) {
  std::string info(file[file.info()]);
  for (const std::string_view key : {"/CreationDate (", "/ModDate ("}) {
    const size_t at = info.rfind(key);
    if (at != std::string::npos) info.insert(at + key.size(), "D:");
  }
  file.Replace(file.info(), std::move(info));
}

// --- Structure tree ---

std::string_view KindOf(std::string_view element) {
  constexpr std::string_view kKey = "\n   /S /";
  const size_t at = element.find(kKey);
  if (at == std::string_view::npos) return {};
  element.remove_prefix(at + kKey.size());
  return element.substr(0, element.find('\n'));
}

// The elements below one; the marked content among them stands as numbers or dictionaries.
std::vector<int> KidsOf(std::string_view element) {
  constexpr std::string_view kKey = "\n   /K [";
  const size_t at = element.find(kKey);
  if (at == std::string_view::npos) return {};
  element.remove_prefix(at + kKey.size());
  std::istringstream words{std::string(element.substr(0, element.find(']')))};
  std::vector<int> kids;
  int depth = 0;
  int number = 0;  // the one before the generation
  int latest = 0;
  for (std::string word; words >> word;) {
    depth += (word == "<<" ? 1 : 0) - (word == ">>" ? 1 : 0);
    if (word == "R" && depth == 0) kids.push_back(number);
    number = std::exchange(latest, NumberAfter(word, "").value_or(0));
  }
  return kids;
}

// Walks the structure tree once, in the order it was drawn.
class TreeFinisher {
 public:
  TreeFinisher(CairoFile& file, const Finishing& finishing) : file_(file), finishing_(finishing) {}

  // Whether figures and cells are as many as their texts.
  bool Finish(int tree) {
    for (const int kid : KidsOf(file_[tree])) Visit(kid, false);
    return figures_ == finishing_.figure_alternatives.size() &&
           cells_ == finishing_.cell_alternatives.size();
  }

 private:
  void Visit(int element, bool in_head_row) {
    if (!file_.Has(element)) return;
    const std::string_view kind = KindOf(file_[element]);
    const std::vector<int> kids = KidsOf(file_[element]);
    const bool heads = kind == "TR" && HasNoDataCell(kids);
    if (kind == "Figure") {
      SetAlternative(element, finishing_.figure_alternatives, figures_++);
    } else if (kind == "TD") {
      SetAlternative(element, finishing_.cell_alternatives, cells_++);
    } else if (kind == "TH") {
      file_.AddEntry(element, in_head_row ? "/A << /O /Table /Scope /Column >>"
                                          : "/A << /O /Table /Scope /Row >>");
    }
    for (const int kid : kids) Visit(kid, heads);
  }

  bool HasNoDataCell(const std::vector<int>& kids) const {
    return std::none_of(kids.begin(), kids.end(),
                        [this](int kid) { return file_.Has(kid) && KindOf(file_[kid]) == "TD"; });
  }

  void SetAlternative(int element, const std::vector<std::string>& texts, size_t index) {
    if (index < texts.size() && !texts[index].empty()) {
      file_.AddEntry(element, "/Alt " + Words(texts[index]));
    }
  }

  CairoFile& file_;
  const Finishing& finishing_;
  size_t figures_ = 0;
  size_t cells_ = 0;
};

// Cairo 1.16 drops a Document tag that spans pages. The tree's root becomes that element, so that
// whatever names its parent stays as it is, and a new root stands above it. Returns the root.
std::optional<int> EncloseInDocument(CairoFile& file, int tree) {
  constexpr std::string_view kKids = "\n   /K ";
  const std::string_view root = file[tree];
  const std::optional<int> parents = NumberAfter(root, "\n   /ParentTree ");
  const size_t kids = root.find(kKids);
  if (!parents || kids == std::string_view::npos) return std::nullopt;
  const std::string entry(root.substr(kids));
  const int above = file.Add("<< /Type /StructTreeRoot\n   /ParentTree " + Reference(*parents) +
                             "\n   /K " + Reference(tree) + "\n>>\n");
  file.Replace(tree, "<< /Type /StructElem\n   /S /Document\n   /P " + Reference(above) + entry);
  return above;
}

// --- Form XObjects ---

constexpr std::string_view kPlace = "/BBox [ 0 0 1 1 ]";

std::string_view DictionaryOf(std::string_view stream) {
  return stream.substr(0, stream.find(">>\nstream\n"));
}

// The ground moves to a number of its own, its bytes as they are; where it stood, a form shows it
// inside the mark of an artifact.
void MarkAsArtifact(CairoFile& file, int number) {
  const std::string_view dictionary = DictionaryOf(file[number]);
  const size_t box = dictionary.find("/BBox ");
  const std::string corners(dictionary.substr(box, dictionary.find('\n', box) - box));
  const int ground = file.Add(std::string(file[number]));
  file.Replace(number,
               Stream("   /Type /XObject\n   /Subtype /Form\n   " + corners +
                          "\n   /Resources << /XObject << /g " + Reference(ground) + " >> >>\n",
                      "/Artifact BMC /g Do EMC"));
}

// Cairo writes the length of a stream as an object of its own.
bool PutInPlace(CairoFile& file, int number, const Form& form) {
  std::string place(DictionaryOf(file[number]));
  const std::optional<int> length = NumberAfter(place, "/Length ");
  if (!length || !file.Has(*length)) return false;
  std::ostringstream box;
  box << "/BBox [ 0 " << form.top << ' ' << form.right << ' ' << form.bottom << " ]";
  place.replace(place.find(kPlace), kPlace.size(), box.str());
  file.Replace(*length, std::to_string(form.deflated.size()) + '\n');
  file.Replace(number, place + ">>\nstream\n" + form.deflated + "\nendstream\n");
  return true;
}

// Cairo 1.16 names a form again each time the page shows it; a name may stand but once.
void NameFormsOnce(CairoFile& file, int number) {
  constexpr std::string_view kForms = "/XObject << ";
  const std::string_view resources = file[number];
  const size_t begin = resources.find(kForms);
  if (begin == std::string_view::npos) return;
  const size_t names = begin + kForms.size();
  const size_t end = resources.find(">>", names);
  std::istringstream words{std::string(resources.substr(names, end - names))};
  std::set<std::string> seen;
  std::string once;
  for (std::string name, form, generation, r; words >> name >> form >> generation >> r;) {
    if (!seen.insert(name).second) continue;
    for (const std::string& word : {name, form, generation, r}) once.append(word).append(" ");
  }
  file.Replace(number,
               std::string(resources.substr(0, names)) + once + std::string(resources.substr(end)));
}

// Whether there are as many places as forms. Cairo numbers objects in the order it meets them.
bool FinishForms(CairoFile& file, const std::vector<std::shared_ptr<const Form>>& forms) {
  size_t places = 0;
  const int last = file.last();
  for (int number = 1; number <= last; ++number) {
    if (file[number].starts_with("<<\n")) NameFormsOnce(file, number);
    if (!file[number].starts_with("<< /Length ")) continue;
    const std::string_view dictionary = DictionaryOf(file[number]);
    if (dictionary.find("/Subtype /Form\n") == std::string_view::npos) continue;
    if (dictionary.find(kPlace) == std::string_view::npos) {
      MarkAsArtifact(file, number);
    } else if (places == forms.size() || !PutInPlace(file, number, *forms[places++])) {
      return false;
    }
  }
  return places == forms.size();
}

}  // namespace

std::string Deflated(const std::string& content) {
  uLongf size = compressBound(content.size());
  std::string bytes(size, '\0');
  (void)compress(reinterpret_cast<Bytef*>(bytes.data()), &size,
                 reinterpret_cast<const Bytef*>(content.data()),
                 content.size());  // fails for want of memory or room only
  bytes.resize(size);
  return bytes;
}

std::variant<std::string, FinishFailure> Finish(const std::string& pdf,
                                                const Finishing& finishing) {
  std::optional<CairoFile> file = CairoFile::Read(pdf);
  if (!file) return FinishFailure{"the bytes are no PDF as Cairo 1.16 writes it"};
  const std::optional<int> pages = NumberAfter((*file)[file->root()], "/Pages ");
  const std::optional<int> tree = NumberAfter((*file)[file->root()], "/StructTreeRoot ");
  if (!pages || !tree || !file->Has(*tree)) return FinishFailure{"the document has no tags"};
  if (!FinishForms(*file, finishing.forms)) {
    return FinishFailure{"drawings are not as many as the places left for them"};
  }
  if (!TreeFinisher(*file, finishing).Finish(*tree)) {
    return FinishFailure{"figures or cells are not as many as their alternative texts"};
  }
  const std::optional<int> above = EncloseInDocument(*file, *tree);
  if (!above) return FinishFailure{"the document's tags cannot be enclosed"};
  Describe(*file, *pages, *above, finishing);
  PrefixDates(*file);
  return file->Write();
}

}  // namespace ischia::document
