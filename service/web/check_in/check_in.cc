#include "service/web/check_in/check_in.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "service/application/links/link_tickets.h"

namespace ischia::web {
namespace {

constexpr std::string_view kStyle = "/static/check_in.css";
constexpr std::array<std::string_view, 4> kRightToLeft = {"ar", "fa", "he", "ur"};

// The line that stands for each health question, and whether it cannot wait for the clinic.
struct Advice {
  std::string_view key;
  bool emergency;
};
constexpr std::array<Advice, 8> kAdvice = {{{"alarm_nerve", true},
                                            {"alarm_nerve", true},
                                            {"alarm_legs", false},
                                            {"alarm_other", false},
                                            {"alarm_other", false},
                                            {"alarm_pop", false},
                                            {"alarm_calf", false},
                                            {"alarm_chest", true}}};

Response Page(std::string_view page, const Words& words, View view, int status) {
  const auto first = words.language().substr(0, 2);
  const bool mirrored =
      std::find(kRightToLeft.begin(), kRightToLeft.end(), first) != kRightToLeft.end();
  view.set("lang", std::string(words.language()));
  view.set("dir", mirrored ? "rtl" : "ltr");
  Response response;
  response.status = status;
  response.body = Render(page, words, view);
  return response;
}

View Framed(const app::OpenLink& open) {
  View view;
  view.set("clinic", open.practice.display_name);
  return view;
}

// The first language of the browser's list that we speak.
Words BrowserWords(const app::TextSource& texts, std::string_view list) {
  for (const std::string_view tag : BrowserLanguages(list)) {
    const Words words = Words::ForPatients(texts, tag);
    if (tag.starts_with(words.language())) return words;
  }
  return Words::ForPatients(texts, "en");
}

// "tel:+15550142" of "+1 555 0142".
std::string DialOf(const std::string& number) {
  std::string address = "tel:";
  for (const char c : number) {
    if ((c >= '0' && c <= '9') || c == '+') address += c;
  }
  return address;
}

// A number stays on one line.
std::string Unbroken(const std::string& number) {
  std::string text;
  for (const char c : number) text += c == ' ' ? "\u00a0" : std::string(1, c);
  return text;
}

View CallView(const Words& words, std::string_view key, std::string_view placeholder,
              const std::string& number) {
  View call;
  call.set("address", DialOf(number));
  call.set("label", words.Get(key, {{placeholder, Unbroken(number)}}));
  return call;
}

// The clinic and the emergency number, the more urgent one first.
Views Calls(const app::Practice& practice, const Words& words, bool emergency) {
  Views calls = {CallView(words, "alarm_clinic", "phone_number", practice.phone_number),
                 CallView(words, "alarm_emergency", "emergency_number", practice.emergency_number)};
  if (emergency) std::reverse(calls.begin(), calls.end());
  return calls;
}

Views Sentences(const Words& words, const std::vector<std::string>& keys) {
  Views lines;
  for (const std::string& key : keys) lines.emplace_back(words.Get(key));
  return lines;
}

}  // namespace

Response CheckInPage::Answer(const Request& request) {
  if (request.path == kStyle && !request.post) {
    Response response;
    response.content_type = "text/css; charset=utf-8";
    response.body = EmbeddedPage("check_in.css");
    response.cacheable = true;
    return response;
  }
  if (!request.path.starts_with(app::kLinkPath)) return Closed(request, "closed", 404);
  const domain::Instant now = desk_.clock.Now();
  if (attempts_.TooMany(request.client, now)) return Closed(request, "busy", 429);
  Response response = AtLink(request, std::string_view(request.path).substr(app::kLinkPath.size()));
  if (response.status == 404) attempts_.Note(request.client, now);
  return response;
}

// Whatever is wrong with a link, the answer is the same.
Response CheckInPage::AtLink(const Request& request, std::string_view ticket) {
  const auto open = desk_.links.Open(ticket);
  if (!open.ok()) {
    const bool unknown = open.error().code == domain::ErrorCode::kNotFound;
    return unknown ? Closed(request, "closed", 404) : Closed(request, "failed", 503);
  }
  if (request.post) return Take(request, ticket, *open);
  return open->on_hold ? Told(*open, "hold") : Form(ticket, *open, {}, {});
}

Response CheckInPage::Take(const Request& request, std::string_view ticket,
                           const app::OpenLink& open) {
  const std::string_view mark = request.form.Get("mark");
  const auto drawn = DrawTime(desk_.digest, ticket, mark);
  const auto age = desk_.clock.Now() - drawn.value_or(domain::Instant{});
  const Answered answered = ReadAnswers(open, request.form);
  // A red flag is taken however late it comes, and its advice is given whoever sent it.
  if (answered.flagged && !drawn) return Alarm(open, answered.fields.screen, false);
  if (!answered.flagged && (!drawn || age > kFormLife)) {
    return Form(ticket, open, request.form, {"ran_out"});
  }
  if (!answered.missing.empty() && !answered.flagged) {
    return Form(ticket, open, request.form, answered.missing);
  }
  return Record(ticket, open, answered, mark, age < kFastestPerson);
}

Response CheckInPage::Record(std::string_view ticket, const app::OpenLink& open,
                             const Answered& answered, std::string_view mark,
                             bool suspected_automated) {
  const auto recorded = desk_.links.Answer(
      ticket, {RequestIdOf(desk_.digest, mark), answered.fields, suspected_automated});
  const bool known = !recorded.ok() && recorded.error().reason == "REQUEST_ID_REUSED";
  if (answered.flagged) return Alarm(open, answered.fields.screen, recorded.ok());
  if (recorded.ok()) return Told(open, "thanks");
  if (known) return Told(open, "again");
  Response failed = Told(open, "failed");
  failed.status = 503;
  return failed;
}

Response CheckInPage::Form(std::string_view ticket, const app::OpenLink& open,
                           const Fields& answers, const std::vector<std::string>& missing) const {
  const Words words = Words::ForPatients(desk_.texts, open.language_code);
  View view = FormView(open, words, answers);
  view.set("clinic", open.practice.display_name);
  view.set("action", std::string(app::kLinkPath) + std::string(ticket));
  view.set("mark", NewMark(desk_.digest, desk_.ids, ticket, desk_.clock.Now()));
  view.set("calls", View(Calls(open.practice, words, true)));
  view.set("is_missing", !missing.empty());
  view.set("missing", View(Sentences(words, missing)));
  return Page("check_in", words, view, missing.empty() ? 200 : 422);
}

Response CheckInPage::Alarm(const app::OpenLink& open, const domain::SessionScreen& screen,
                            bool sent) const {
  const Words words = Words::ForPatients(desk_.texts, open.language_code);
  bool emergency = false;
  std::vector<std::string> lines;
  for (const int flag : FlagsIn(screen)) {
    const Advice& advice = kAdvice[static_cast<std::size_t>(flag - 1)];
    emergency = emergency || advice.emergency;
    const std::string key(advice.key);
    if (std::find(lines.begin(), lines.end(), key) == lines.end()) lines.push_back(key);
  }
  View view = Framed(open);
  view.set("sent", sent);
  view.set("calls", View(Calls(open.practice, words, emergency)));
  view.set("lines", View(Sentences(words, lines)));
  // Where the emergency number comes first, nothing softens it.
  view.set("no_answer", !emergency);
  return Page("check_in_alarm", words, view, 200);
}

Response CheckInPage::Told(const app::OpenLink& open, std::string_view key) const {
  const Words words = Words::ForPatients(desk_.texts, open.language_code);
  View view = Framed(open);
  view.set("message", words.Get(key));
  if (key == "hold" || key == "failed") {
    view.set(
        "calls",
        View(Views{CallView(words, "alarm_clinic", "phone_number", open.practice.phone_number)}));
  }
  return Page("check_in_told", words, view, 200);
}

Response CheckInPage::Closed(const Request& request, std::string_view key, int status) const {
  const Words words = BrowserWords(desk_.texts, request.languages);
  View view;
  view.set("message", words.Get(key));
  return Page("check_in_told", words, view, status);
}

}  // namespace ischia::web
