#include "service/web/screens/practice.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ischia::web {
namespace {

constexpr std::string_view kHome = "/console/practice";
constexpr std::string_view kLogoPath = "handout_look.logo_png";

struct Option {
  std::string value;  // in the form
  std::string label;
};

enum class Control { kText, kChoice, kTicks };

// A setting as a text: what stands in its field, or the values of its ticks with blanks between.
struct Setting {
  std::string_view name;  // of the field, of its words and, where it has it, in the configuration
  std::string_view path;  // in the contract
  bool configured;        // the configuration has it
  Control control;
  std::string (*read)(const app::Practice& practice);
  void (*write)(const std::string& text, app::Practice& practice);
};

std::vector<std::string> WordsIn(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

constexpr std::array<Setting, 10> kSettings = {{
    {"display_name", "display_name", true, Control::kText,
     [](const auto& practice) { return practice.display_name; },
     [](const auto& text, auto& practice) { practice.display_name = text; }},
    {"phone_number", "phone_number", true, Control::kText,
     [](const auto& practice) { return practice.phone_number; },
     [](const auto& text, auto& practice) { practice.phone_number = text; }},
    {"emergency_number", "emergency_number", true, Control::kText,
     [](const auto& practice) { return practice.emergency_number; },
     [](const auto& text, auto& practice) { practice.emergency_number = text; }},
    {"time_zone", "time_zone", true, Control::kText,
     [](const auto& practice) { return practice.time_zone; },
     [](const auto& text, auto& practice) { practice.time_zone = text; }},
    {"language_code", "language_code", true, Control::kChoice,
     [](const auto& practice) { return practice.language_code; },
     [](const auto& text, auto& practice) { practice.language_code = text; }},
    {"accepted_languages", "accepted_languages", false, Control::kTicks,
     [](const auto& practice) { return Joined(practice.accepted_languages); },
     [](const auto& text, auto& practice) { practice.accepted_languages = WordsIn(text); }},
    {"paper_size", "handout_look.paper_size", true, Control::kChoice,
     [](const auto& practice) {
       return std::string(practice.paper_size == app::PaperSize::kLetter ? "letter" : "a4");
     },
     [](const auto& text, auto& practice) {
       practice.paper_size = text == "letter" ? app::PaperSize::kLetter : app::PaperSize::kA4;
     }},
    {"accent_color", "handout_look.accent_color", true, Control::kText,
     [](const auto& practice) { return practice.accent_color; },
     [](const auto& text, auto& practice) { practice.accent_color = text; }},
    {"default_delivery_mode", "policy.default_delivery_mode", false, Control::kChoice,
     [](const auto& practice) {
       const bool paper = practice.default_delivery_mode == app::DeliveryMode::kPaper;
       return std::string(paper ? "paper" : "mail");
     },
     [](const auto& text, auto& practice) {
       practice.default_delivery_mode =
           text == "paper" ? app::DeliveryMode::kPaper : app::DeliveryMode::kAttachment;
     }},
    {"encrypt_attachments", "policy.encrypt_attachments", true, Control::kChoice,
     [](const auto& practice) { return std::string(practice.encrypt_attachments ? "yes" : "no"); },
     [](const auto& text, auto& practice) { practice.encrypt_attachments = text == "yes"; }},
}};

std::string WordKey(const Setting& setting) { return "practice." + std::string(setting.name); }

std::string LanguageName(std::string_view code, const Words& words) {
  const std::string name = words.Find("language." + std::string(code));
  return name.empty() ? std::string(code) : name;
}

// What a choice or ticks offer. What is stored is among it.
std::vector<Option> OptionsOf(const Setting& setting, const Visit& visit) {
  const Words& words = visit.words;
  if (setting.name == "paper_size") return {{"a4", "A4"}, {"letter", "Letter"}};
  if (setting.name == "encrypt_attachments") {
    return {{"no", words.Get("practice.no")}, {"yes", words.Get("practice.yes")}};
  }
  if (setting.name == "default_delivery_mode") {
    return {{"mail", words.Get("practice.mode.mail")}, {"paper", words.Get("practice.mode.paper")}};
  }
  std::vector<std::string> codes;
  for (const std::string_view code : visit.desk.texts.LanguageCodes()) codes.emplace_back(code);
  for (const std::string& stored : WordsIn(setting.read(visit.practice))) {
    if (std::find(codes.begin(), codes.end(), stored) == codes.end()) codes.push_back(stored);
  }
  std::vector<Option> options;
  options.reserve(codes.size());
  for (const std::string& code : codes) options.push_back({code, LanguageName(code, words)});
  return options;
}

// A setting's text in words: "German, French".
std::string Shown(const Setting& setting, const std::string& text, const Visit& visit) {
  if (text.empty()) {
    return visit.words.Get(setting.control == Control::kTicks ? "practice.any"
                                                              : "practice.not_set");
  }
  if (setting.control == Control::kText) return text;
  const std::vector<std::string> chosen = WordsIn(text);
  std::string shown;
  for (const Option& option : OptionsOf(setting, visit)) {
    if (std::find(chosen.begin(), chosen.end(), option.value) == chosen.end()) continue;
    shown += (shown.empty() ? "" : ", ") + option.label;
  }
  return shown;
}

// -- What is told ---------------------------------------------------------------------------------

// `key` is that of the words.
View LineView(const std::string& key, const std::string& value, const Visit& visit) {
  View view;
  view.set("title", visit.words.Get(key));
  view.set("value", value.empty() ? visit.words.Get("practice.not_set") : value);
  view.set("effect", visit.words.Get(key + ".effect"));
  return view;
}

void ShowSettings(const Visit& visit, View& view) {
  const app::Practice& practice = visit.practice;
  Views lines;
  for (const Setting& setting : kSettings) {
    View line = LineView(WordKey(setting), Shown(setting, setting.read(practice), visit), visit);
    if (practice.follows_configuration && setting.configured) {
      line.set("setting", "practice." + practice.id.text() + '.' + std::string(setting.name));
    }
    lines.push_back(line);
  }
  lines.push_back(LineView(
      "practice.logo",
      visit.words.Get(practice.logo_sha256.empty() ? "practice.logo.none" : "practice.logo.set"),
      visit));
  view.set("settings", View(lines));
}

// What stands on both pages.
void ShowRest(const Visit& visit, View& view) {
  const app::Practice& practice = visit.practice;
  view.set("where", visit.words.Get(practice.follows_configuration ? "practice.where.configuration"
                                                                   : "practice.where.own"));
  view.set("policy_version", std::to_string(practice.policy_version));
  const Configured& configured = visit.desk.configured;
  const domain::Catalogue& catalogue = visit.desk.catalogue;
  Views lines;
  lines.push_back(LineView("practice.mail", configured.mail, visit));
  lines.push_back(LineView("practice.mail_from", configured.mail_from, visit));
  lines.push_back(LineView("practice.overlay", catalogue.overlay_version, visit));
  view.set("configuration", View(lines));
  view.set("version", catalogue.version);
  view.set("sha256", catalogue.sha256);
}

// -- The form -------------------------------------------------------------------------------------

// A setting as it is on the page: what is typed, and what was stored when the page was made. The
// difference is what the person wants changed, whatever somebody else stores meanwhile.
struct Typed {
  const Setting* setting;
  std::string text;
  std::string was;
  bool is_wrong = false;
  std::string stored = {};  // by somebody else, where both have changed it

  bool is_changed() const { return text != was; }
};

std::vector<Typed> AsStored(const app::Practice& practice) {
  std::vector<Typed> all;
  for (const Setting& setting : kSettings) {
    const std::string text = setting.read(practice);
    all.push_back({&setting, text, text});
  }
  return all;
}

std::string TypedIn(const Setting& setting, const Visit& visit) {
  const Fields& form = visit.request.form;
  const std::string name(setting.name);
  if (setting.control != Control::kTicks) return std::string(form.Get(name));
  std::vector<std::string> chosen;
  for (const Option& option : OptionsOf(setting, visit)) {
    if (form.Has(name + '.' + option.value)) chosen.push_back(option.value);
  }
  return Joined(chosen);
}

std::vector<Typed> ReadTyped(const Visit& visit) {
  std::vector<Typed> all;
  for (const Setting& setting : kSettings) {
    all.push_back({&setting, TypedIn(setting, visit),
                   std::string(visit.request.form.Get("was." + std::string(setting.name)))});
  }
  return all;
}

void ShowOptions(const Typed& typed, const Visit& visit, View& view) {
  const std::vector<std::string> chosen = WordsIn(typed.text);
  Views options;
  for (const Option& option : OptionsOf(*typed.setting, visit)) {
    View one;
    one.set("field", std::string(typed.setting->name) + '.' + option.value);
    one.set("value", option.value);
    one.set("label", option.label);
    one.set("chosen", View(std::find(chosen.begin(), chosen.end(), option.value) != chosen.end()));
    options.push_back(one);
  }
  view.set("options", View(options));
}

View FieldView(const Typed& typed, const Visit& visit) {
  const Setting& setting = *typed.setting;
  const std::string key = WordKey(setting);
  View view;
  view.set("name", std::string(setting.name));
  view.set("title", visit.words.Get(key));
  view.set("effect", visit.words.Get(key + ".effect"));
  view.set("text", typed.text);
  view.set("was", typed.was);
  view.set("is_text", View(setting.control == Control::kText));
  view.set("is_choice", View(setting.control == Control::kChoice));
  view.set("is_ticks", View(setting.control == Control::kTicks));
  if (setting.control != Control::kText) ShowOptions(typed, visit, view);
  view.set("is_wrong", View(typed.is_wrong));
  if (typed.is_wrong) view.set("fault", visit.words.Get(key + ".fault"));
  Put(view, "stored",
      typed.stored.empty() ? std::string()
                           : visit.words.Get("practice.stored", {{"values", typed.stored}}));
  return view;
}

// What a page says besides its fields.
struct Notice {
  std::string_view key = {};  // of what became of the last step; empty: there was none
  int status = 200;
  bool logo_is_wrong = false;
};

Response Page(const Visit& visit, const std::vector<Typed>& typed, const Notice& notice) {
  View view;
  ShowFrame(visit, Tab::kPractice, "practice.settings", view);
  ShowRest(visit, view);
  Views fields;
  for (const Typed& one : typed) fields.push_back(FieldView(one, visit));
  view.set("fields", View(fields));
  view.set("etag", visit.practice.etag);
  view.set("has_logo", View(!visit.practice.logo_sha256.empty()));
  view.set("logo_is_wrong", View(notice.logo_is_wrong));
  // No page can put a file back into its field.
  view.set("choose_again", View(notice.status != 200 && !visit.request.file.empty()));
  view.set("remove_logo", View(visit.request.form.Has("remove_logo")));
  const std::string words = notice.key.empty() ? std::string() : visit.words.Get(notice.key);
  Put(view, notice.status == 200 ? "done" : "trouble", words);
  Response response;
  response.status = notice.status;
  response.body = Render("practice_form", visit.words, view);
  return response;
}

// The practice as it is now, for the page that follows a refused step.
Visit Anew(const Visit& visit) {
  Visit fresh = visit;
  auto now = visit.desk.practices.GetPractice(visit.Reading(), visit.practice.id);
  if (now.ok()) fresh.practice = std::move(now).value();
  return fresh;
}

// Somebody else was faster. What the person did not touch is what is stored now; what both have
// changed is asked.
Response Merge(const Visit& visit, std::vector<Typed> typed) {
  const Visit fresh = Anew(visit);
  for (Typed& one : typed) {
    const std::string stored = one.setting->read(fresh.practice);
    if (!one.is_changed()) one.text = stored;
    if (stored != one.was && stored != one.text) {
      one.stored = Shown(*one.setting, stored, fresh);
    }
    one.was = stored;
  }
  return Page(fresh, typed, {"practice.stale", 409});
}

// At the fields where they have one; else the page of an error.
Response ShowFaults(const Visit& visit, std::vector<Typed> typed, const domain::Error& error) {
  const auto is_wrong = [&](std::string_view path) {
    const std::string field = "practice." + std::string(path);
    return std::any_of(error.violations.begin(), error.violations.end(),
                       [&](const auto& violation) { return violation.field == field; });
  };
  const bool logo_is_wrong = is_wrong(kLogoPath);
  bool marked = logo_is_wrong;
  for (Typed& one : typed) {
    one.is_wrong = is_wrong(one.setting->path);
    marked = marked || one.is_wrong;
  }
  if (!marked) return ErrorPage(visit, error);
  return Page(visit, typed, {"practice.wrong", 422, logo_is_wrong});
}

}  // namespace

Response ShowPractice(const Visit& visit) {
  View view;
  ShowFrame(visit, Tab::kPractice, "tab.practice", view);
  ShowSettings(visit, view);
  ShowRest(visit, view);
  Response response;
  response.body = Render("practice", visit.words, view);
  return response;
}

Response ShowPracticeForm(const Visit& visit) {
  const bool saved = visit.request.query.Has("saved");
  return Page(visit, AsStored(visit.practice), {saved ? "practice.saved" : std::string_view()});
}

Response TakePractice(const Visit& visit) {
  const Request& sent = visit.request;
  const std::vector<Typed> typed = ReadTyped(visit);
  app::UpdatePracticeRequest request;
  request.practice.id = visit.practice.id;
  request.practice.etag = std::string(sent.form.Get("etag"));
  for (const Typed& one : typed) {
    one.setting->write(one.text, request.practice);
    if (one.is_changed()) request.update_mask.emplace_back(one.setting->path);
  }
  request.logo_png = sent.file;
  if (!sent.file.empty() || sent.form.Has("remove_logo")) {
    request.update_mask.emplace_back(kLogoPath);
  }
  if (request.update_mask.empty()) return Redirect(std::string(kHome));
  const auto updated = visit.desk.practices.UpdatePractice(visit.Changing(), request);
  if (updated.ok()) return Redirect(std::string(kHome) + "?saved=1");
  if (updated.error().reason == "ETAG_MISMATCH") return Merge(visit, typed);
  return ShowFaults(visit, typed, updated.error());
}

Response LogoFile(const Visit& visit) {
  const auto logo = visit.desk.practices.Logo(visit.practice.id, visit.practice.logo_sha256);
  if (!logo.ok() || logo->empty()) return PlainText(404, "There is no logo.");
  Response response;
  response.content_type = "image/png";
  response.body = *logo;
  return response;
}

}  // namespace ischia::web
