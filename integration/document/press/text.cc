#include "integration/document/press/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "integration/document/fonts.h"

namespace ischia::document::press {
namespace {

constexpr char kMultiplicationSign[] = "\u00d7";
constexpr double kSignScale = 0.73;
// Cairo embeds a further font for each face with a glyph outside of Windows-1252, where it counts
// the no-break space too. So ligatures are off, and a no-break space is a space that does not
// break.
constexpr char kNoLigatures[] = "liga=0, clig=0";
constexpr std::string_view kNoBreakSpace = "\u00a0";
constexpr std::string_view kNarrowSpace = "\u202f";  // drawn closer
constexpr double kNarrowing = -0.1;                  // of the size
constexpr double kSmallestScaledSign = 17;
constexpr size_t kLongestText = size_t{16} * 1024;
constexpr size_t kLongestRemembered = 1024;
constexpr size_t kRememberedTexts = 512;
constexpr size_t kRememberedLanguages = 16;

struct Free {
  void operator()(PangoFontDescription* description) const {
    pango_font_description_free(description);
  }
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
  void operator()(PangoFont* font) const { g_object_unref(font); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoContext* context) const { g_object_unref(context); }
};
using Description = std::unique_ptr<PangoFontDescription, Free>;
using Attributes = std::unique_ptr<PangoAttrList, Free>;
using Font = std::unique_ptr<PangoFont, Free>;
using Context = std::unique_ptr<PangoContext, Free>;
using Layout = std::unique_ptr<PangoLayout, Free>;

int Units(double points) { return pango_units_from_double(points); }

Description Describe(const char* families, double points, bool bold) {
  Description description(pango_font_description_new());
  pango_font_description_set_family_static(description.get(), families);
  pango_font_description_set_absolute_size(description.get(), Units(points));
  pango_font_description_set_weight(description.get(),
                                    bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  return description;
}

// Fontconfig always offers something; only the family it resolved to tells whether ours is there.
bool Resolves(PangoFontMap* fonts, PangoContext* context, const Face& face) {
  Description wanted = Describe(face.family, 12, face.bold);
  Font font(pango_font_map_load_font(fonts, context, wanted.get()));
  if (!font) return false;
  Description found(pango_font_describe(font.get()));
  const char* family = pango_font_description_get_family(found.get());
  return family != nullptr && std::string_view(family) == face.family &&
         pango_font_description_get_weight(found.get()) ==
             pango_font_description_get_weight(wanted.get());
}

std::optional<RenderFailure> MissingFont(PangoFontMap* fonts, PangoContext* context,
                                         const Script& script) {
  for (const Face& face : FacesOf(script)) {
    if (Resolves(fonts, context, face)) continue;
    return RenderFailure{
        RenderFailure::Kind::kMissingFont,
        "font " + NameOf(face) + " is not installed; Debian package " + face.package};
  }
  return std::nullopt;
}

void Insert(PangoAttrList* list, PangoAttribute* attribute, size_t from, size_t to) {
  attribute->start_index = static_cast<guint>(from);
  attribute->end_index = static_cast<guint>(to);
  pango_attr_list_insert(list, attribute);
}

Attributes Attribute(const std::vector<Run>& runs, double leading, bool bold, double sign_scale) {
  Attributes list(pango_attr_list_new());
  pango_attr_list_insert(list.get(), pango_attr_line_height_new_absolute(Units(leading)));
  pango_attr_list_insert(list.get(), pango_attr_insert_hyphens_new(FALSE));
  pango_attr_list_insert(list.get(), pango_attr_font_features_new(kNoLigatures));
  size_t at = 0;
  for (const Run& run : runs) {
    const size_t end = at + run.text.size();
    if (run.bold != bold) {
      Insert(list.get(), pango_attr_weight_new(run.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL),
             at, end);
    }
    if (sign_scale != 1 && run.text == kMultiplicationSign) {
      Insert(list.get(), pango_attr_scale_new(sign_scale), at, end);
    }
    at = end;
  }
  return list;
}

// A no-break space of a text, by its place in bytes.
struct Space {
  size_t at = 0;
  bool narrow = false;
};

// A run that begins at `before`, its no-break spaces made plain and noted.
std::string Plain(std::string_view text, size_t before, std::vector<Space>& spaces) {
  std::string plain;
  while (!text.empty()) {
    const bool narrow = text.starts_with(kNarrowSpace);
    if (narrow || text.starts_with(kNoBreakSpace)) {
      spaces.push_back({before + plain.size(), narrow});
      plain += ' ';
      text.remove_prefix(narrow ? kNarrowSpace.size() : kNoBreakSpace.size());
    } else {
      plain += text.front();
      text.remove_prefix(1);
    }
  }
  return plain;
}

// Keeps the space and the character after it on one line.
void AttributeSpace(PangoAttrList* list, const std::string& text, const Space& space, double size) {
  if (space.narrow) {
    Insert(list, pango_attr_letter_spacing_new(Units(kNarrowing * size)), space.at, space.at + 1);
  }
  const char* const next = text.data() + space.at + 1;
  const auto after = static_cast<size_t>(g_utf8_next_char(next) - text.data());
  Insert(list, pango_attr_allow_breaks_new(FALSE), space.at, std::min(after, text.size()));
}

// Pango's alignments do not turn with the direction of the page.
PangoAlignment Alignment(Align align, bool right_to_left) {
  if (align == Align::kCenter) return PANGO_ALIGN_CENTER;
  return (align == Align::kStart) == right_to_left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

std::string Key(const std::vector<Run>& runs, Size size, bool bold, double width, Align align,
                double sign_scale, const std::string& language) {
  std::array<char, 160> numbers{};
  char* end = numbers.data();
  for (double number : {size.points, size.leading, width, sign_scale}) {
    end = std::to_chars(end, numbers.data() + numbers.size(), number).ptr;
    *end++ = ' ';
  }
  std::string key(numbers.data(), end);
  key += static_cast<char>('0' + static_cast<int>(align));
  key += bold ? 'b' : 'r';
  key += language;
  for (const Run& run : runs) {
    key += run.bold ? '\2' : '\1';  // no text contains them
    key += run.text;
  }
  return key;
}

bool HasControlCharacter(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7f) return true;
    if (byte == 0xc2 && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  }
  return false;
}

bool IsSymbol(const std::string& unit) { return g_utf8_strlen(unit.data(), -1) == 1; }

}  // namespace

struct SetText::Lines {
  Layout layout;
  double width = 0;
  double room = 0;
  double height = 0;
  double baseline = 0;
};

double SetText::width() const { return lines_ ? lines_->width : 0; }
double SetText::room() const { return lines_ ? lines_->room : 0; }
double SetText::height() const { return lines_ ? lines_->height : 0; }
double SetText::baseline() const { return lines_ ? lines_->baseline : 0; }
bool SetText::empty() const { return lines_ == nullptr; }

PangoLayout* SetText::layout() const { return lines_ ? lines_->layout.get() : nullptr; }

struct Typesetter::Voices {
  std::string language;
  const Script& script;
  Context context;
  std::optional<RenderFailure> missing_font;
};

Typesetter::Typesetter() : fonts_(pango_cairo_font_map_new()), recent_(kRememberedTexts) {
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_), 72);
}

Typesetter::~Typesetter() {
  languages_.clear();
  g_object_unref(fonts_);
}

Typesetter::Voices& Typesetter::VoicesOf(const std::string& language) {
  const auto known = languages_.find(language);
  if (known != languages_.end()) return *known->second;
  if (languages_.size() >= kRememberedLanguages) languages_.clear();
  const Script& script = ScriptOf(language);
  Context context(pango_font_map_create_context(fonts_));
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  pango_context_set_language(context.get(), pango_language_from_string(language.c_str()));
  pango_context_set_base_dir(context.get(),
                             script.right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  auto missing = MissingFont(fonts_, context.get(), script);
  auto voices =
      std::make_unique<Voices>(Voices{language, script, std::move(context), std::move(missing)});
  return *languages_.emplace(language, std::move(voices)).first->second;
}

void Typesetter::BeginSheet(const Sheet& sheet) {
  edition_ = sheet.edition;
  digits_ = sheet.digits;
  if (voices_ == nullptr || voices_->language != sheet.language) {
    voices_ = &VoicesOf(sheet.language);
  }
  failure_ = voices_->missing_font;
}

bool Typesetter::right_to_left() const { return voices_->script.right_to_left; }

bool Typesetter::has_tall_lines() const { return voices_->script.leading > 1; }

std::string Typesetter::Numeral(int number) const {
  const std::string plain = std::to_string(number);
  if (digits_.empty()) return plain;
  std::string shown;
  for (const char digit : plain) {
    const char* const from = g_utf8_offset_to_pointer(digits_.data(), digit - '0');
    const char* const end = g_utf8_next_char(from);
    shown.append(from, end);
  }
  return shown;
}

Size Typesetter::SizeOf(const Style& style) const {
  const Script& script = voices_->script;
  Size size = style.standard;
  if (edition_ == Edition::kLargePrint) size = style.large_print;
  if (edition_ == Edition::kPoster) size = style.poster;
  if (edition_ == Edition::kClinician) size = style.clinician;
  size.leading *= style.title ? script.title_leading : script.leading;
  return size;
}

void Typesetter::Fail(RenderFailure::Kind kind, std::string what) {
  if (!failure_) failure_ = RenderFailure{kind, std::move(what)};
}

bool Typesetter::Accept(std::string_view text) {
  if (text.size() > kLongestText) {
    Fail(RenderFailure::Kind::kInvalidText, "a text is longer than 16 KiB");
    return false;
  }
  if (g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) == FALSE) {
    Fail(RenderFailure::Kind::kInvalidText, "a text is not valid UTF-8");
    return false;
  }
  if (HasControlCharacter(text)) {
    Fail(RenderFailure::Kind::kInvalidText, "a text contains a control character");
    return false;
  }
  return true;
}

std::string Typesetter::LeftToRight(const std::string& text) const {
  constexpr char kIsolate[] = "\u2066";
  constexpr char kEnd[] = "\u2069";
  return right_to_left() && !text.empty() ? kIsolate + text + kEnd : text;
}

SetText Typesetter::Set(const RichText& text, const Style& style, double width, Align align) {
  const Setting setting{SizeOf(style), style.bold, width, align, 1};
  if (!style.bold) return Lay(text.runs, setting);
  std::vector<Run> runs = text.runs;
  for (Run& run : runs) run.bold = true;
  return Lay(runs, setting);
}

SetText Typesetter::SetAmount(const Amount& amount, const Style& style, double width) {
  const Size size = SizeOf(style);
  const double sign_scale = size.points >= kSmallestScaledSign ? kSignScale : 1;
  const std::string space(kNoBreakSpace);
  std::vector<Run> runs;
  if (!amount.times.empty()) {
    runs = {Bold(amount.times + space), Run(kMultiplicationSign, sign_scale == 1), Bold(space)};
  }
  runs.push_back(Bold(amount.number));
  // A no-break space keeps the unit on the line of its number; a narrow one stands before a symbol.
  const std::string before_unit(IsSymbol(amount.unit) ? kNarrowSpace : kNoBreakSpace);
  if (!amount.unit.empty()) runs.push_back(Bold(before_unit + amount.unit));
  return Lay(runs, {size, style.bold, width, Align::kStart, sign_scale});
}

SetText Typesetter::Lay(const std::vector<Run>& runs, const Setting& setting) {
  SetText nothing(nullptr);
  size_t length = 0;
  for (const Run& run : runs) {
    if (!Accept(run.text)) return nothing;
    length += run.text.size();
  }
  if (failure_ || length == 0) return nothing;
  const std::string key = Key(runs, setting.size, setting.bold, setting.width, setting.align,
                              setting.sign_scale, voices_->language);
  if (auto lines = recent_.Find(key)) return SetText(*std::move(lines));
  auto lines = Break(runs, setting);
  if (pango_layout_get_unknown_glyphs_count(lines->layout.get()) > 0) {
    Fail(RenderFailure::Kind::kTextNotDrawable,
         "no installed font has a glyph for a character of the text");
    return nothing;
  }
  if (length <= kLongestRemembered) recent_.Keep(key, lines);
  return SetText(std::move(lines));
}

std::shared_ptr<SetText::Lines> Typesetter::Break(const std::vector<Run>& runs,
                                                  const Setting& setting) {
  std::vector<Run> written;
  std::vector<Space> spaces;
  std::string text;
  for (const Run& run : runs) {
    written.emplace_back(Plain(run.text, text.size(), spaces), run.bold);
    text += written.back().text;
  }
  const Script& script = voices_->script;
  auto lines = std::make_shared<SetText::Lines>();
  lines->layout.reset(pango_layout_new(voices_->context.get()));
  PangoLayout* layout = lines->layout.get();
  pango_layout_set_font_description(
      layout, Describe(script.families, setting.size.points, setting.bold).get());
  const Attributes attributes =
      Attribute(written, setting.size.leading, setting.bold, setting.sign_scale);
  for (const Space& space : spaces) {
    AttributeSpace(attributes.get(), text, space, setting.size.points);
  }
  pango_layout_set_attributes(layout, attributes.get());
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  pango_layout_set_width(layout, Units(setting.width));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir(layout, FALSE);  // a name in another script does not turn its line
  pango_layout_set_alignment(layout, Alignment(setting.align, script.right_to_left));
  PangoRectangle extents;
  pango_layout_get_extents(layout, nullptr, &extents);
  lines->width = pango_units_to_double(extents.width);
  lines->room = setting.width;
  lines->height = pango_units_to_double(extents.height);
  lines->baseline = pango_units_to_double(pango_layout_get_baseline(layout));
  return lines;
}

}  // namespace ischia::document::press
