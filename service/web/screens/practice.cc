#include "service/web/screens/practice.h"

#include <string>
#include <string_view>

namespace ischia::web {
namespace {

std::string LanguageName(const std::string& code, const Words& words) {
  const std::string name = words.Find("language." + code);
  return name.empty() ? code : name;
}

// `name` is the setting's in the file and, with "practice." before it, the key of its words.
View SettingView(std::string_view name, const std::string& value, const Visit& visit) {
  const std::string key = "practice." + std::string(name);
  View view;
  view.set("title", visit.words.Get(key));
  view.set("value", value.empty() ? visit.words.Get("practice.not_set") : value);
  view.set("effect", visit.words.Get(key + ".effect"));
  view.set("setting", "practice." + visit.practice.id.text() + '.' + std::string(name));
  return view;
}

void ShowSettings(const Visit& visit, View& view) {
  const app::Practice& practice = visit.practice;
  const Words& words = visit.words;
  const bool letter = practice.paper_size == app::PaperSize::kLetter;
  Views settings;
  settings.push_back(SettingView("display_name", practice.display_name, visit));
  settings.push_back(SettingView("time_zone", practice.time_zone, visit));
  settings.push_back(
      SettingView("language_code", LanguageName(practice.language_code, words), visit));
  settings.push_back(SettingView("phone_number", practice.phone_number, visit));
  settings.push_back(SettingView("emergency_number", practice.emergency_number, visit));
  settings.push_back(SettingView("paper_size", letter ? "Letter" : "A4", visit));
  settings.push_back(
      SettingView("encrypt_attachments",
                  words.Get(practice.encrypt_attachments ? "practice.yes" : "practice.no"), visit));
  view.set("settings", View(settings));
}

void ShowRules(const Visit& visit, View& view) {
  const domain::Catalogue& catalogue = visit.desk.catalogue;
  view.set("version", catalogue.version);
  view.set("sha256", catalogue.sha256);
  Put(view, "overlay", catalogue.overlay_version);
}

}  // namespace

Response ShowPractice(const Visit& visit) {
  View view;
  ShowFrame(visit, Tab::kPractice, "tab.practice", view);
  ShowSettings(visit, view);
  ShowRules(visit, view);
  Response response;
  response.body = Render("practice", visit.words, view);
  return response;
}

}  // namespace ischia::web
