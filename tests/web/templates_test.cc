// The pages as files: what stands in them, and that every word and every value they name is there.
#include "service/web/templates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/catalogue/texts.h"
#include "service/web/form/fields.h"
#include "service/web/form/form_view.h"
#include "service/web/form/rows.h"
#include "service/web/view/program_view.h"
#include "tests/server/handout_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/web/console_words.h"

namespace ischia::web {
namespace {

using catalogue::kConsoleLanguages;
using test::Loaded;
using test::NotingTexts;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kEnding = ".mustache";

std::vector<std::string> Pages() {
  std::vector<std::string> pages;
  for (const Embedded& page : EmbeddedPages()) {
    if (!page.name.ends_with(kEnding)) continue;
    pages.emplace_back(page.name.substr(0, page.name.size() - kEnding.size()));
  }
  return pages;
}

std::vector<std::string> All(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
    found.push_back((*at)[at->size() > 1 ? 1 : 0]);
  }
  return found;
}

// service/web/**.cc in one text, without comments, white space as one blank.
const std::string& Sources() {
  static const std::string& sources = *[] {
    auto* text = new std::string();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             std::string(ISCHIA_SOURCE_DIR) + "/service/web")) {
      if (entry.path().extension() == ".cc") *text += support::ReadFile(entry.path());
    }
    *text = std::regex_replace(*text, std::regex("//[^\n]*"), "");
    *text = std::regex_replace(*text, std::regex("\\s+"), " ");
    return text;
  }();
  return sources;
}

// The check-in page's, in the languages that patients read.
bool IsForPatients(const std::string& page) { return page.starts_with("check_in"); }

std::vector<std::string_view> LanguagesOf(const std::string& page) {
  if (IsForPatients(page)) return Loaded().texts.languages();
  return {kConsoleLanguages.begin(), kConsoleLanguages.end()};
}

Words WordsOn(const std::string& page, const NotingTexts& texts, std::string_view language) {
  return IsForPatients(page) ? Words::ForPatients(texts, language) : Words(texts, language);
}

bool HasWord(std::string_view key, std::string_view language) {
  const auto text = Loaded().texts.Find("console." + std::string(key), language);
  return text && !text->empty();
}

void ExpectWord(const std::string& key) {
  for (const std::string_view language : kConsoleLanguages) {
    EXPECT_TRUE(HasWord(key, language)) << language << ' ' << key;
  }
}

// -- Escaping -------------------------------------------------------------------------------------

TEST(TemplatesTest, EscapeWhatHasAMeaningInAPage) {
  EXPECT_EQ(Escaped("<a href=\"x\" title='y'>&amp;</a>"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
  EXPECT_EQ(Escaped("ä 4×15 s"), "ä 4×15 s");
  EXPECT_EQ(Escaped(""), "");
}

TEST(TemplatesTest, EscapeEveryValueOfAView) {
  const NotingTexts texts;
  View view;
  view.set("message", "<script>alert('1')</script> & \"x\"");
  const std::string page = Render("closed", {texts, "en"}, view);
  EXPECT_THAT(page,
              HasSubstr("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;"));
  EXPECT_THAT(page, Not(HasSubstr("alert('1')")));
}

// A word of a translation is text as well, also where it looks like a template.
class OddTexts : public NotingTexts {
 public:
  std::string_view Text(std::string_view, std::string_view) const override { return "<b>\"'&"; }
  // Templates are kept by their language.
  std::string_view ClinicianLanguage(std::string_view) const override { return "odd"; }
};

TEST(TemplatesTest, EscapeWords) {
  const OddTexts texts;
  View view;
  const std::string page = Render("give_fields", {texts, "odd"}, view);
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;&quot;&#39;&amp;"));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
}

// -- The files ------------------------------------------------------------------------------------

// What a browser makes of it: of script and style sheet without indentation and comment lines.
std::string AsServed(std::string_view name, const std::string& file) {
  if (!name.ends_with(".js") && !name.ends_with(".css")) return file;
  std::string served;
  std::istringstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const std::string text = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    const bool of_readers = text.starts_with("//") || text.starts_with("/*");
    if (!text.empty() && !of_readers) served += (served.empty() ? "" : "\n") + text;
  }
  return served;
}

TEST(TemplatesTest, HaveEveryFileOfTheFolder) {
  std::set<std::string> names;
  for (const Embedded& page : EmbeddedPages()) {
    names.emplace(page.name);
    const std::string file = support::ReadFile(std::string(ISCHIA_SOURCE_DIR) +
                                               "/service/web/pages/" + std::string(page.name));
    EXPECT_EQ(AsServed(page.name, file), page.content) << page.name;
  }
  EXPECT_THAT(names, Contains("assess.mustache"));
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(ISCHIA_SOURCE_DIR) + "/service/web/pages")) {
    EXPECT_THAT(names, Contains(entry.path().filename().string()));
  }
}

TEST(TemplatesTest, AreReadInEveryLanguage) {
  for (const std::string& page : Pages()) {
    const kainjow::mustache::mustache parsed{std::string(EmbeddedPage(page + ".mustache"))};
    EXPECT_TRUE(parsed.is_valid()) << page << ": " << parsed.error_message();
    for (const std::string_view language : LanguagesOf(page)) {
      const NotingTexts texts;
      const std::string html = Render(page, WordsOn(page, texts, language), View(object()));
      EXPECT_THAT(html, Not(HasSubstr("[["))) << page;
      EXPECT_THAT(html, Not(HasSubstr("{{"))) << page;
      EXPECT_THAT(texts.missing(), IsEmpty()) << page;
    }
  }
}

TEST(TemplatesTest, PutNothingInUnescaped) {
  for (const std::string& page : Pages()) {
    const std::string content(EmbeddedPage(page + ".mustache"));
    EXPECT_EQ(content.find("{{{"), std::string::npos) << page;
    EXPECT_EQ(content.find("{{&"), std::string::npos) << page;
    EXPECT_EQ(content.find("{{="), std::string::npos) << page;  // other delimiters
  }
}

// The policy of the page would stop them; so a page must not need them.
TEST(TemplatesTest, HaveNoScriptAndNoStyleOfTheirOwn) {
  const std::pair<const char*, std::regex> wrong[] = {
      {"a style", std::regex("\\sstyle\\s*=|<style")},
      {"a script in the page", std::regex("<script(?![^>]*\\ssrc=\"/static/)|<script[^>]*>[^<]")},
      {"a handler", std::regex("\\son[a-z]+\\s*=")},
      {"a scheme", std::regex("javascript:|data:|https?://")},
      {"an unquoted value", std::regex("\\s[a-z-]+=\\{\\{")}};
  for (const std::string& page : Pages()) {
    const std::string content(EmbeddedPage(page + ".mustache"));
    for (const auto& [what, pattern] : wrong) {
      EXPECT_FALSE(std::regex_search(content, pattern)) << page << " has " << what;
    }
  }
}

TEST(TemplatesTest, HaveATokenInEveryFormOfASession) {
  for (const std::string& page : Pages()) {
    const std::string content(EmbeddedPage(page + ".mustache"));
    // The door has no session yet, a check-in has none at all.
    if (page == "launch" || page == "check_in") continue;
    std::size_t at = 0;
    while ((at = content.find("<form", at)) != std::string::npos) {
      const std::string form = content.substr(at, content.find("</form>", at) - at);
      EXPECT_THAT(form, HasSubstr("method=\"post\"")) << page;
      EXPECT_THAT(form, HasSubstr("{{>form_hidden}}")) << page;
      ++at;
    }
  }
}

// The icons that a finding of any severity asks for.
TEST(TemplatesTest, HaveAnIconForEverySeverity) {
  const std::string icons(EmbeddedPage("icons.svg"));
  for (const char* severity : {"inform", "modify", "exclude", "hold", "refuse"}) {
    EXPECT_THAT(icons, HasSubstr(std::string("id=\"") + severity + '"'));
  }
}

// -- Words ----------------------------------------------------------------------------------------

TEST(TemplatesTest, HaveEachWordInEveryLanguage) {
  int words = 0;
  for (const std::string& page : Pages()) {
    for (const std::string& key : WordsOf(EmbeddedPage(page + ".mustache"))) {
      ++words;
      if (!IsForPatients(page)) {
        ExpectWord(key);
        continue;
      }
      for (const std::string_view language : LanguagesOf(page)) {
        EXPECT_TRUE(Loaded().texts.Find("check_in." + key, language)) << language << ' ' << key;
      }
    }
  }
  EXPECT_GT(words, 80);
}

// words.Get("tab.assess") and {Tab::kAssess, "tab.assess", ...}.
TEST(ConsoleWordsTest, WholeKeysOfTheSourcesAreThere) {
  const std::vector<std::string> keys =
      All(Sources(), std::regex("\\bGet\\(\\s*\"([a-z_.]+\\.[a-z_]+)\"\\s*[,)]"));
  EXPECT_GT(keys.size(), 40U);
  for (const std::string& key : keys) ExpectWord(key);
  for (const char* key :
       {"tab.assess",           "tab.program",          "tab.follow_up",  "tab.history",
        "assess.title",         "merge.title",          "error.title",    "locked.title",
        "closed.none",          "closed.ended",         "closed.launch",  "closed.stopped",
        "identity.same_person", "identity.new_patient", "identity.go_on", "date",
        "note.program",         "note.refused",         "note.knee",      "note.raise",
        "chart.knee",           "chart.raise"}) {
    EXPECT_THAT(Sources(), HasSubstr('"' + std::string(key) + '"'));
    ExpectWord(key);
  }
  for (int month = 1; month <= 12; ++month) ExpectWord("month." + std::to_string(month));
}

// constexpr std::array<std::string_view, 6> kStateKeys = {"", "draft", ...};
TEST(ConsoleWordsTest, ListsOfKeysInTheSourcesAreThere) {
  const std::map<std::string, std::vector<std::string>> kPlaces = {
      {"kClassKeys", {"ledger.#"}},       {"kKindKeys", {"decision.#"}},
      {"kAssessmentKeys", {"history.#"}}, {"kPathwayKeys", {"option.pathway.#"}},
      {"kBandKeys", {"option.band.#"}},   {"kDeliveryKeys", {"delivery.#"}},
      {"kFilingKeys", {"filing.#"}},      {"kIdentityKeys", {"identity.#", "identity.#.advice"}},
      {"kNorms", {"header.norms.#"}},     {"kSeverityKeys", {"severity.#"}},
      {"kStateKeys", {"program.#"}},      {"kUrgencyKeys", {"urgency.#"}}};
  std::set<std::string> found;
  const std::regex list("std::array<std::string_view, \\d+> (k\\w*Keys|kNorms) = \\{(.*?)\\};");
  for (std::sregex_iterator at(Sources().begin(), Sources().end(), list), end; at != end; ++at) {
    const std::string name = (*at)[1];
    if (name == "kNorms" && (*at)[2].str().find("unknown") == std::string::npos) continue;
    ASSERT_TRUE(kPlaces.contains(name)) << "say where the words of " << name << " stand";
    found.insert(name);
    for (const std::string& value : All((*at)[2], std::regex("\"([a-z_]+)\""))) {
      for (std::string key : kPlaces.at(name)) ExpectWord(key.replace(key.find('#'), 1, value));
    }
  }
  EXPECT_EQ(found.size(), kPlaces.size());
}

// Keys that are put together of a literal and something: there are such words, and each of them in
// every language.
TEST(ConsoleWordsTest, EveryKindOfBuiltKeyHasWords) {
  const std::vector<std::string> prefixes =
      All(Sources(), std::regex("words_?\\.(?:Get|Find)\\(\\s*\"([a-z_.]+\\.)\"\\s*\\+"));
  EXPECT_GT(prefixes.size(), 20U);
  for (const std::string& prefix : prefixes) {
    int words = 0;
    for (const std::string_view key : Loaded().texts.keys("en")) {
      if (!key.starts_with("console." + prefix)) continue;
      ++words;
      ExpectWord(std::string(key.substr(std::string_view("console.").size())));
    }
    EXPECT_GT(words, 0) << prefix;
  }
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

const std::set<Cause>& EveryCause() {
  static const auto& causes = *[] {
    auto* all = new std::set<Cause>();
    for (int cause = 0; cause <= static_cast<int>(Cause::kRemeasurement); ++cause) {
      all->insert(static_cast<Cause>(cause));
    }
    return all;
  }();
  return causes;
}

TEST(ConsoleWordsTest, TheWholeFormHasItsWords) {
  for (const std::string_view language : kConsoleLanguages) {
    const NotingTexts texts;
    const Words words(texts, language);
    for (const char* answer : {"", "YES", "NO"}) {
      app::Answers answers;
      for (const Field& field : AssessmentForm()) answers.emplace_back(field.name, answer);
      const FormNotes notes;
      View view;
      ShowForm({answers, answers, EveryCause(), notes}, words, view);
      ShowScreen({answers, answers, EveryCause(), notes}, words, view);
      ShowNotes({answers, answers, EveryCause(), notes}, words, view);
    }
    for (const Field& field : AssessmentForm()) {
      if (!RowOfField(field.name).empty()) {
        EXPECT_NE(LabelOf(field.name, words), field.name);
      }
    }
    EXPECT_THAT(texts.missing(), IsEmpty());
  }
}

TEST(ConsoleWordsTest, EveryAnswerAndEveryEntryHasAWord) {
  for (const Field& field : AssessmentForm()) {
    for (const std::string_view value : field.options.values) {
      ExpectWord("option." + std::string(field.options.set) + '.' + Lower(value));
    }
    if (field.widget == Widget::kTick) ExpectWord(Lower(field.name));
  }
  for (const std::string_view code : Loaded().texts.languages()) {
    ExpectWord("language." + std::string(code));
  }
}

TEST(ConsoleWordsTest, EveryReasonForLeavingOutHasAWord) {
  const std::regex group("\\{statement::k\\w+, \"([a-z_]+)\"\\}");
  const std::vector<std::string> groups = All(Sources(), group);
  EXPECT_GE(groups.size(), 12U);
  for (const std::string& name : groups) ExpectWord("not_given." + name);
  ExpectWord("not_given.equipment");
}

// A key that two answers claim would give the first of them.
TEST(ConsoleWordsTest, ShortcutLettersOfAChoiceDiffer) {
  for (const std::string_view language : kConsoleLanguages) {
    const NotingTexts texts;
    const Words words(texts, language);
    for (const Field& field : AssessmentForm()) {
      if (field.widget != Widget::kChoice) continue;
      std::set<std::string> letters;
      for (const std::string_view value : field.options.values) {
        const std::string label =
            words.Get("option." + std::string(field.options.set) + '.' + Lower(value));
        const std::string letter = Lower(MarkedLabel(label).letter);
        if (letter.empty()) continue;
        EXPECT_TRUE(letters.insert(letter).second)
            << language << ' ' << field.name << ": " << letter << " twice";
      }
    }
  }
}

TEST(ConsoleWordsTest, ShortcutLettersOfEquipmentDiffer) {
  for (const std::string_view language : kConsoleLanguages) {
    const NotingTexts texts;
    const Words words(texts, language);
    std::set<std::string> letters;
    for (const Field& field : AssessmentForm()) {
      if (!field.name.starts_with("equipment.")) continue;
      const std::string letter = Lower(MarkedLabel(words.Get(Lower(field.name))).letter);
      EXPECT_NE(letter, "") << language << ' ' << field.name;
      EXPECT_TRUE(letters.insert(letter).second) << language << ' ' << field.name << ' ' << letter;
    }
  }
}

// Get("state.open", {{"count", ...}}): the text has no other placeholder.
TEST(ConsoleWordsTest, PlaceholdersOfAWordAreFilled) {
  const std::string& sources = Sources();
  const std::regex call("\\bGet\\(\\s*\"([a-z_.]+)\"\\s*,\\s*\\{");
  int calls = 0;
  for (std::sregex_iterator at(sources.begin(), sources.end(), call), end; at != end; ++at) {
    const std::string key = (*at)[1];
    std::size_t close = static_cast<std::size_t>(at->position() + at->length());
    const std::size_t open = close;
    for (int depth = 1; depth > 0; ++close) {
      depth += sources[close] == '{' ? 1 : sources[close] == '}' ? -1 : 0;
    }
    const std::vector<std::string> filled =
        All(sources.substr(open, close - open), std::regex("\\{\\s*\"([a-z_]+)\"\\s*,"));
    ++calls;
    for (const std::string_view language : kConsoleLanguages) {
      const auto text = Loaded().texts.Find("console." + key, language);
      ASSERT_TRUE(text) << key;
      for (const std::string_view name : catalogue::PlaceholdersOf(*text)) {
        EXPECT_THAT(filled, Contains(std::string(name))) << language << ' ' << key;
      }
    }
  }
  EXPECT_GT(calls, 15);
}

// A text without fillings shows its braces.
TEST(ConsoleWordsTest, WordsOfATemplateHaveNoPlaceholder) {
  for (const std::string& page : Pages()) {
    for (const std::string& key : WordsOf(EmbeddedPage(page + ".mustache"))) {
      // Filled by the script.
      if (key == "give.unread") continue;
      const std::string family = IsForPatients(page) ? "check_in." : "console.";
      for (const std::string_view language : LanguagesOf(page)) {
        const auto text = Loaded().texts.Find(family + key, language);
        ASSERT_TRUE(text) << key;
        EXPECT_THAT(catalogue::PlaceholdersOf(*text), IsEmpty()) << key;
      }
    }
  }
}

// -- Values ---------------------------------------------------------------------------------------

// A name that no source says would be empty on every page.
TEST(TemplatesTest, EveryValueIsSetSomewhere) {
  std::set<std::string> set;
  for (const std::string& name : All(Sources(), std::regex("\"([a-z_]+)\""))) set.insert(name);
  int values = 0;
  for (const std::string& page : Pages()) {
    const std::string content(EmbeddedPage(page + ".mustache"));
    for (const std::string& name : All(content, std::regex("\\{\\{[#^/]?([a-z_]+)\\}\\}"))) {
      ++values;
      EXPECT_THAT(set, Contains(name)) << page;
    }
  }
  EXPECT_GT(values, 150);
}

}  // namespace
}  // namespace ischia::web
