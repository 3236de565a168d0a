#include "integration/document/finish.h"

#include <array>
#include <charconv>
#include <cmath>
#include <exception>
#include <memory>
#include <optional>
#include <qpdf/Pl_Flate.hh>
#include <qpdf/Pl_String.hh>
#include <set>
#include <string_view>
#include <utility>

#include "integration/document/operators.h"
#include "integration/document/pdf/objects.h"
#include "integration/document/pdf/update.h"

namespace ischia::document {
namespace {

using pdf::Dictionary;
using pdf::File;
using pdf::Update;

int Referred(std::string_view value) {
  const std::optional<int> number = pdf::ReferenceIn(value);
  if (!number) throw pdf::Unreadable("a reference is expected");
  return *number;
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

void Describe(Update& update, Dictionary& root, const Finishing& finishing) {
  root.Set("/Lang", pdf::TextString(finishing.language));
  root.Set("/MarkInfo", "<< /Marked true >>");
  root.Set("/ViewerPreferences", finishing.right_to_left
                                     ? "<< /DisplayDocTitle true /Direction /R2L >>"
                                     : "<< /DisplayDocTitle true >>");
  Dictionary metadata;
  metadata.Set("/Type", "/Metadata");
  metadata.Set("/Subtype", "/XML");
  root.Set("/Metadata", pdf::Reference(update.AddStream(metadata, XmpPacket(finishing))));
}

// Cairo 1.16 leaves out the prefix that the format asks for.
void PrefixDates(Update& update, const File& file) {
  Dictionary& info = update.Edit(Referred(file.trailer().Find("/Info")));
  for (const char* key : {"/CreationDate", "/ModDate"}) {
    const std::string date(info.Find(key));
    if (!date.starts_with('(') || date.starts_with("(D:")) continue;
    info.Set(key, "(D:" + date.substr(1));
  }
}

// Walks the structure tree once, in the order it was drawn.
class TreeFinisher {
 public:
  TreeFinisher(const File& file, Update& update, const Finishing& finishing)
      : file_(file), update_(update), finishing_(finishing) {}

  // Whether figures and cells are as many as their texts.
  bool Finish(int tree) {
    const std::string kids(file_.Resolved(file_.DictionaryOf(tree).Find("/K")));
    const std::vector<int> elements = ElementsOf(kids);
    for (const int element : elements) Visit(element, file_.DictionaryOf(element), false, 0);
    Enclose(tree, elements);
    return figures_ == finishing_.figure_alternatives.size() &&
           cells_ == finishing_.cell_alternatives.size();
  }

 private:
  using Kids = std::vector<std::pair<int, Dictionary>>;

  // Those of the kids that are elements; marked content is a number or a dictionary in place.
  static std::vector<int> ElementsOf(std::string_view kids) {
    std::vector<int> elements;
    const auto add = [&elements](std::string_view kid) {
      if (const auto number = pdf::ReferenceIn(kid)) elements.push_back(*number);
    };
    if (pdf::IsArray(kids)) {
      for (const std::string_view kid : pdf::ItemsOf(kids)) add(kid);
    } else {
      add(kids);
    }
    return elements;
  }

  void Visit(int number, const Dictionary& element, bool in_head_row, int depth) {
    constexpr int kDeepest = 64;
    if (depth > kDeepest) throw pdf::Unreadable("the structure is nested too deeply");
    const std::string_view kind = element.Find("/S");
    if (kind == "/Figure") {
      SetAlternative(number, finishing_.figure_alternatives, figures_++);
    } else if (kind == "/TD") {
      SetAlternative(number, finishing_.cell_alternatives, cells_++);
    } else if (kind == "/TH") {
      update_.Edit(number).Set(
          "/A", in_head_row ? "<< /O /Table /Scope /Column >>" : "<< /O /Table /Scope /Row >>");
    }
    Kids kids;
    for (const int kid : ElementsOf(element.Find("/K"))) {
      const std::string_view value = file_.ValueOf(kid);
      if (!pdf::IsDictionary(value)) continue;
      Dictionary dictionary(value);
      if (dictionary.Has("/S")) kids.emplace_back(kid, std::move(dictionary));
    }
    const bool heads = kind == "/TR" && HasNoDataCell(kids);
    for (const auto& [kid, dictionary] : kids) Visit(kid, dictionary, heads, depth + 1);
  }

  static bool HasNoDataCell(const Kids& kids) {
    for (const auto& kid : kids) {
      if (kid.second.Find("/S") == "/TD") return false;
    }
    return true;
  }

  void SetAlternative(int element, const std::vector<std::string>& texts, size_t index) {
    if (index < texts.size() && !texts[index].empty()) {
      update_.Edit(element).Set("/Alt", pdf::TextString(texts[index]));
    }
  }

  // Cairo 1.16 drops a Document tag that spans pages.
  void Enclose(int tree, const std::vector<int>& elements) {
    std::string kids = "[ ";
    for (const int element : elements) kids += pdf::Reference(element) + ' ';
    Dictionary document;
    document.Set("/Type", "/StructElem");
    document.Set("/S", "/Document");
    document.Set("/P", pdf::Reference(tree));
    document.Set("/K", kids + ']');
    const std::string parent = pdf::Reference(update_.Add(std::move(document)));
    for (const int element : elements) update_.Edit(element).Set("/P", parent);
    update_.Edit(tree).Set("/K", parent);
  }

  const File& file_;
  Update& update_;
  const Finishing& finishing_;
  size_t figures_ = 0;
  size_t cells_ = 0;
};

// --- Form XObjects ---

struct Size {
  double width = 0;
  double height = 0;
};

Size SizeOf(std::string_view box) {
  std::array<double, 4> corners{};
  const std::vector<std::string_view> items = pdf::ItemsOf(box);
  if (items.size() != corners.size()) throw pdf::Unreadable("a box has four numbers");
  for (size_t i = 0; i < corners.size(); ++i) {
    (void)std::from_chars(items[i].data(), items[i].data() + items[i].size(), corners[i]);
  }
  return {corners[2] - corners[0], corners[3] - corners[1]};
}

// Cairo rounds the box of a form up to whole points.
bool Alike(const Size& a, const Size& b) {
  return std::abs(a.width - b.width) <= 1 && std::abs(a.height - b.height) <= 1;
}

// A form that shows the ground, inside the mark of an artifact; the ground's bytes stay as they
// are.
Dictionary ArtifactOf(std::string_view ground, std::string_view box) {
  Dictionary form;
  form.Set("/Type", "/XObject");
  form.Set("/Subtype", "/Form");
  form.Set("/BBox", std::string(box));
  form.Set("/Resources", "<< /XObject << /g " + std::string(ground) + " >> >>");
  return form;
}

Dictionary DictionaryOf(const Image& image) {
  Dictionary dictionary;
  dictionary.Set("/Type", "/XObject");
  dictionary.Set("/Subtype", "/Image");
  dictionary.Set("/Width", std::to_string(image.width));
  dictionary.Set("/Height", std::to_string(image.height));
  dictionary.Set("/ColorSpace", "/DeviceRGB");
  dictionary.Set("/BitsPerComponent", "8");
  dictionary.Set("/Filter", "/FlateDecode");
  return dictionary;
}

// Images stand upright in a space whose y runs up.
std::string ContentShowing(const Form& image) {
  Operators content;
  content.Text("/Artifact BMC q ").At(image.right, 0).At(0, image.top - image.bottom);
  content.At(0, image.bottom).Text("cm /i Do Q EMC");
  return content.Take();
}

void PutInPlace(Update& update, int place, const Form& form) {
  Operators box;
  box.Text("[ ").At(0, form.top).At(form.right, form.bottom).Text("]");
  Dictionary dictionary;
  dictionary.Set("/Type", "/XObject");
  dictionary.Set("/Subtype", "/Form");
  dictionary.Set("/BBox", box.Take());
  if (form.image) {
    const int image = update.AddStream(DictionaryOf(*form.image), form.image->deflated);
    dictionary.Set("/Resources", "<< /XObject << /i " + pdf::Reference(image) + " >> >>");
    return update.ReplaceStream(place, std::move(dictionary), ContentShowing(form));
  }
  dictionary.Set("/Resources", "<< >>");
  dictionary.Set("/Filter", "/FlateDecode");
  update.ReplaceStream(place, std::move(dictionary), form.deflated);
}

class FormFinisher {
 public:
  FormFinisher(const File& file, Update& update) : file_(file), update_(update) {}

  // Whether there are as many places as forms. Cairo numbers objects in the order it meets them.
  bool Finish(const Dictionary& root, const std::vector<std::shared_ptr<const Form>>& forms) {
    const Dictionary pages(file_.Resolved(root.Find("/Pages")));
    for (const std::string_view page : pdf::ItemsOf(file_.Resolved(pages.Find("/Kids")))) {
      FinishPage(Dictionary(file_.Resolved(page)));
    }
    if (places_.size() != forms.size()) return false;
    auto form = forms.begin();
    for (const int place : places_) PutInPlace(update_, place, **form++);
    return true;
  }

 private:
  void FinishPage(const Dictionary& page) {
    const Size paper = SizeOf(page.Find("/MediaBox"));
    const int number = Referred(page.Find("/Resources"));
    const Dictionary resources = file_.DictionaryOf(number);
    if (!resources.Has("/XObject")) return;
    Dictionary objects(resources.Find("/XObject"));
    for (const std::string& name : objects.Keys()) {
      const std::string reference(objects.Find(name));
      const Dictionary form(file_.Resolved(reference));
      if (form.Find("/Subtype") != "/Form") continue;
      const Size size = SizeOf(form.Find("/BBox"));
      if (Alike(size, paper)) {
        const int artifact =
            update_.AddStream(ArtifactOf(reference, form.Find("/BBox")), "/Artifact BMC /g Do EMC");
        objects.Set(name, pdf::Reference(artifact));
      } else if (size.width == 1 && size.height == 1) {
        places_.insert(Referred(reference));
      }
    }
    update_.Edit(number).Set("/XObject", objects.Text());
  }

  const File& file_;
  Update& update_;
  std::set<int> places_;
};

}  // namespace

std::string Deflated(const std::string& content) {
  std::string bytes;
  Pl_String end("bytes", nullptr, bytes);
  Pl_Flate deflate("deflate", &end, Pl_Flate::a_deflate);
  deflate.writeString(content);
  deflate.finish();
  return bytes;
}

std::string Inflated(const std::string& deflated) {
  std::string bytes;
  Pl_String end("bytes", nullptr, bytes);
  Pl_Flate inflate("inflate", &end, Pl_Flate::a_inflate);
  inflate.writeString(deflated);
  inflate.finish();
  return bytes;
}

std::variant<std::string, FinishFailure> Finish(const std::string& pdf_bytes,
                                                const Finishing& finishing) {
  try {
    const File file(pdf_bytes);
    Update update(file);
    Dictionary& root = update.Edit(Referred(file.trailer().Find("/Root")));
    Describe(update, root, finishing);
    PrefixDates(update, file);
    const int tree = Referred(root.Find("/StructTreeRoot"));
    if (!TreeFinisher(file, update, finishing).Finish(tree)) {
      return FinishFailure{"figures or cells are not as many as their alternative texts"};
    }
    if (!FormFinisher(file, update).Finish(root, finishing.forms)) {
      return FinishFailure{"drawings are not as many as the places left for them"};
    }
    return update.Written();
  } catch (const std::exception&) {
    return FinishFailure{"the finishing pass could not read or complete the PDF"};
  }
}

}  // namespace ischia::document
