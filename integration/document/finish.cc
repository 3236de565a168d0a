#include "integration/document/finish.h"

#include <cmath>
#include <exception>
#include <map>
#include <memory>
#include <qpdf/Pl_Flate.hh>
#include <qpdf/Pl_String.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <utility>

#include "integration/document/operators.h"

namespace ischia::document {
namespace {

QPDFObjectHandle Name(const char* name) { return QPDFObjectHandle::newName(name); }

QPDFObjectHandle Words(const std::string& text) { return QPDFObjectHandle::newUnicodeString(text); }

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

void Describe(QPDF& pdf, QPDFObjectHandle root, const Finishing& finishing) {
  root.replaceKey("/Lang", Words(finishing.language));
  root.replaceKey("/MarkInfo", QPDFObjectHandle::parse("<< /Marked true >>"));
  root.replaceKey("/ViewerPreferences",
                  QPDFObjectHandle::parse(finishing.right_to_left
                                              ? "<< /DisplayDocTitle true /Direction /R2L >>"
                                              : "<< /DisplayDocTitle true >>"));
  QPDFObjectHandle metadata = QPDFObjectHandle::newStream(&pdf, XmpPacket(finishing));
  metadata.getDict().replaceKey("/Type", Name("/Metadata"));
  metadata.getDict().replaceKey("/Subtype", Name("/XML"));
  root.replaceKey("/Metadata", metadata);
}

// Cairo 1.16 leaves out the prefix that the format asks for.
void PrefixDates(QPDF& pdf) {
  QPDFObjectHandle info = pdf.getTrailer().getKey("/Info");
  for (const char* key : {"/CreationDate", "/ModDate"}) {
    QPDFObjectHandle date = info.getKey(key);
    if (!date.isString() || date.getStringValue().starts_with("D:")) continue;
    info.replaceKey(key, QPDFObjectHandle::newString("D:" + date.getStringValue()));
  }
}

// Walks the structure tree once, in the order it was drawn.
class TreeFinisher {
 public:
  explicit TreeFinisher(const Finishing& finishing) : finishing_(finishing) {}

  // Whether figures and cells are as many as their texts.
  bool Finish(QPDF& pdf, QPDFObjectHandle tree) {
    QPDFObjectHandle kids = tree.getKey("/K");
    VisitAll(kids, false);
    Enclose(pdf, tree, kids);
    return figures_ == finishing_.figure_alternatives.size() &&
           cells_ == finishing_.cell_alternatives.size();
  }

 private:
  void VisitAll(QPDFObjectHandle kids, bool in_head_row) {
    if (!kids.isArray()) return Visit(kids, in_head_row);
    const int count = kids.getArrayNItems();
    for (int i = 0; i < count; ++i) Visit(kids.getArrayItem(i), in_head_row);
  }

  void Visit(QPDFObjectHandle element, bool in_head_row) {
    if (!element.isDictionary() || !element.hasKey("/S")) return;
    const std::string kind = element.getKey("/S").getName();
    if (kind == "/Figure") {
      SetAlternative(element, finishing_.figure_alternatives, figures_++);
    } else if (kind == "/TD") {
      SetAlternative(element, finishing_.cell_alternatives, cells_++);
    } else if (kind == "/TH") {
      element.replaceKey("/A", in_head_row ? heads_column_ : heads_row_);
    }
    QPDFObjectHandle kids = element.getKey("/K");
    VisitAll(kids, kind == "/TR" && HasNoDataCell(kids));
  }

  static bool HasNoDataCell(QPDFObjectHandle kids) {
    if (!kids.isArray()) return false;
    const int count = kids.getArrayNItems();
    for (int i = 0; i < count; ++i) {
      QPDFObjectHandle kid = kids.getArrayItem(i);
      if (kid.isDictionary() && kid.getKey("/S").isNameAndEquals("/TD")) return false;
    }
    return true;
  }

  static void SetAlternative(QPDFObjectHandle element, const std::vector<std::string>& texts,
                             size_t index) {
    if (index < texts.size() && !texts[index].empty()) {
      element.replaceKey("/Alt", Words(texts[index]));
    }
  }

  // Cairo 1.16 drops a Document tag that spans pages.
  static void Enclose(QPDF& pdf, QPDFObjectHandle tree, QPDFObjectHandle kids) {
    QPDFObjectHandle document = pdf.makeIndirectObject(QPDFObjectHandle::newDictionary());
    document.replaceKey("/Type", Name("/StructElem"));
    document.replaceKey("/S", Name("/Document"));
    document.replaceKey("/P", tree);
    document.replaceKey("/K", kids);
    if (kids.isArray()) {
      const int count = kids.getArrayNItems();
      for (int i = 0; i < count; ++i) kids.getArrayItem(i).replaceKey("/P", document);
    } else if (kids.isDictionary()) {
      kids.replaceKey("/P", document);
    }
    tree.replaceKey("/K", document);
  }

  const Finishing& finishing_;
  const QPDFObjectHandle heads_column_ = QPDFObjectHandle::parse("<< /O /Table /Scope /Column >>");
  const QPDFObjectHandle heads_row_ = QPDFObjectHandle::parse("<< /O /Table /Scope /Row >>");
  size_t figures_ = 0;
  size_t cells_ = 0;
};

// --- Form XObjects ---

struct Size {
  double width = 0;
  double height = 0;
};

Size SizeOf(QPDFObjectHandle box) {
  const QPDFObjectHandle::Rectangle corners = box.getArrayAsRectangle();
  return {corners.urx - corners.llx, corners.ury - corners.lly};
}

// Cairo rounds the box of a form up to whole points.
bool Alike(const Size& a, const Size& b) {
  return std::abs(a.width - b.width) <= 1 && std::abs(a.height - b.height) <= 1;
}

// A form that shows the ground, inside the mark of an artifact; the ground's bytes stay as they
// are.
QPDFObjectHandle Artifact(QPDF& pdf, QPDFObjectHandle ground) {
  QPDFObjectHandle form = QPDFObjectHandle::newStream(&pdf, "/Artifact BMC /g Do EMC");
  QPDFObjectHandle dictionary = form.getDict();
  dictionary.replaceKey("/Type", Name("/XObject"));
  dictionary.replaceKey("/Subtype", Name("/Form"));
  dictionary.replaceKey("/BBox", ground.getDict().getKey("/BBox"));
  QPDFObjectHandle resources = QPDFObjectHandle::parse("<< /XObject << >> >>");
  resources.getKey("/XObject").replaceKey("/g", ground);
  dictionary.replaceKey("/Resources", resources);
  return form;
}

QPDFObjectHandle NewImage(QPDF& pdf, const Image& image) {
  QPDFObjectHandle stream = QPDFObjectHandle::newStream(&pdf);
  QPDFObjectHandle dictionary = stream.getDict();
  dictionary.replaceKey("/Type", Name("/XObject"));
  dictionary.replaceKey("/Subtype", Name("/Image"));
  dictionary.replaceKey("/Width", QPDFObjectHandle::newInteger(image.width));
  dictionary.replaceKey("/Height", QPDFObjectHandle::newInteger(image.height));
  dictionary.replaceKey("/ColorSpace", Name("/DeviceRGB"));
  dictionary.replaceKey("/BitsPerComponent", QPDFObjectHandle::newInteger(8));
  stream.replaceStreamData(image.deflated, Name("/FlateDecode"), QPDFObjectHandle::newNull());
  return stream;
}

// Images stand upright in a space whose y runs up.
std::string ContentShowing(const Form& image) {
  Operators content;
  content.Text("/Artifact BMC q ").At(image.right, 0).At(0, image.top - image.bottom);
  content.At(0, image.bottom).Text("cm /i Do Q EMC");
  return content.Take();
}

void PutInPlace(QPDF& pdf, QPDFObjectHandle place, const Form& form) {
  QPDFObjectHandle dictionary = place.getDict();
  dictionary.replaceKey("/BBox",
                        QPDFObjectHandle::newFromRectangle({0, form.top, form.right, form.bottom}));
  QPDFObjectHandle resources = QPDFObjectHandle::newDictionary();
  if (form.image) {
    QPDFObjectHandle objects = QPDFObjectHandle::newDictionary();
    objects.replaceKey("/i", NewImage(pdf, *form.image));
    resources.replaceKey("/XObject", objects);
  }
  dictionary.replaceKey("/Resources", resources);
  dictionary.removeKey("/Group");
  place.replaceStreamData(form.image ? Deflated(ContentShowing(form)) : form.deflated,
                          Name("/FlateDecode"), QPDFObjectHandle::newNull());
}

// Whether there are as many places as forms. Cairo numbers objects in the order it meets them.
bool FinishForms(QPDF& pdf, const std::vector<std::shared_ptr<const Form>>& forms) {
  std::map<int, QPDFObjectHandle> places;
  for (QPDFObjectHandle page : pdf.getAllPages()) {
    const Size paper = SizeOf(page.getKey("/MediaBox"));
    QPDFObjectHandle objects = page.getKey("/Resources").getKey("/XObject");
    if (!objects.isDictionary()) continue;
    for (auto& [name, object] : objects.ditems()) {
      if (!object.isStream() || !object.getDict().getKey("/Subtype").isNameAndEquals("/Form")) {
        continue;
      }
      const Size size = SizeOf(object.getDict().getKey("/BBox"));
      if (Alike(size, paper)) {
        objects.replaceKey(name, Artifact(pdf, object));
      } else if (size.width == 1 && size.height == 1) {
        places.emplace(object.getObjectID(), object);
      }
    }
  }
  if (places.size() != forms.size()) return false;
  auto form = forms.begin();
  for (auto& [number, place] : places) PutInPlace(pdf, place, **form++);
  return true;
}

std::string Write(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.setDeterministicID(true);
  writer.write();
  const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace

std::string Deflated(const std::string& content) {
  std::string bytes;
  Pl_String end("bytes", nullptr, bytes);
  Pl_Flate deflate("deflate", &end, Pl_Flate::a_deflate);
  deflate.writeString(content);
  deflate.finish();
  return bytes;
}

std::variant<std::string, FinishFailure> Finish(const std::string& pdf_bytes,
                                                const Finishing& finishing) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("sheet", pdf_bytes.data(), pdf_bytes.size());
    QPDFObjectHandle root = pdf.getRoot();
    Describe(pdf, root, finishing);
    PrefixDates(pdf);
    if (!TreeFinisher(finishing).Finish(pdf, root.getKey("/StructTreeRoot"))) {
      return FinishFailure{"figures or cells are not as many as their alternative texts"};
    }
    if (!FinishForms(pdf, finishing.forms)) {
      return FinishFailure{"drawings are not as many as the places left for them"};
    }
    return Write(pdf);
  } catch (const std::exception&) {
    // The library's text may quote the document.
    return FinishFailure{"the finishing pass could not read or complete the PDF"};
  }
}

}  // namespace ischia::document
