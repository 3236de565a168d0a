#include "tests/web/open_console.h"

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <string_view>
#include <utility>

#include "service/server/handout/sentences.h"
#include "tests/server/handout_cases.h"

namespace ischia::test {
namespace {

web::Desk DeskOf(Clinic& clinic, const app::TextSource& texts) {
  return {
      clinic.practices,  clinic.launches,  clinic.drafts,    clinic.filings,     clinic.records,
      clinic.clearances, clinic.programs,  clinic.revisions, clinic.handouts,    clinic.deliveries,
      clinic.follow_up,  clinic.decisions, clinic.renderer,  Loaded().catalogue, texts,
      clinic.clock,      clinic.calendar,  clinic.ids,       clinic.digest};
}

std::string Coded(const std::string& value) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string coded;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    coded += '%';
    coded += kDigits[byte / 16];
    coded += kDigits[byte % 16];
  }
  return coded;
}

}  // namespace

app::PatientContext ShownByTheHost() {
  app::PatientContext context;
  context.host_reference = {"host", "4711"};
  context.given_name = "Test";
  context.family_name = "Patient";
  context.birth_date = domain::CivilDay(std::chrono::year{1992} / 3 / 2);
  context.email_address = "pat@example.org";
  return context;
}

const app::TextSource& CatalogueTexts() {
  static const server::CatalogueSentences sentences(Loaded().texts);
  return sentences;
}

OpenConsole::OpenConsole(const app::PatientContext& shown, const app::TextSource& texts)
    : shown_(shown), console_(DeskOf(clinic, texts)) {
  Open();
}

void OpenConsole::Open() {
  const app::Opened launch = clinic.launches
                                 .CreateLaunch(clinic.Changing(), {clinic.practice, shown_,
                                                                   app::LaunchView::kAssess, true})
                                 .value();
  patient_ = launch.launch.patient.value();
  web::Request request;
  request.post = true;
  request.path = "/launch/" + clinic.practice.text() + '/' + launch.ticket;
  opened_ = console_.Answer(request);
  cookie = opened_.cookie;
}

std::string OpenConsole::path() const { return "/console/patients/" + patient_.patient.text(); }

web::Request OpenConsole::RequestOf(const std::string& page) const {
  web::Request request;
  request.path = page.starts_with("/console") ? page : path() + page;
  request.cookie = cookie;
  request.languages = language;
  return request;
}

web::Response OpenConsole::Get(const std::string& page) {
  return Kept(console_.Answer(RequestOf(page)));
}

web::Response OpenConsole::Post(const std::string& page, const app::Answers& fields) {
  web::Request request = RequestOf(page);
  request.post = true;
  std::string encoded = hidden;
  for (const auto& [name, value] : fields) encoded += '&' + name + '=' + Coded(value);
  request.form = web::Fields::Decode(encoded);
  return Kept(console_.Answer(request));
}

web::Response OpenConsole::Kept(web::Response response) {
  if (response.body.empty()) return response;
  hidden.clear();
  const std::string& page = response.body;
  const std::regex field("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");
  for (std::sregex_iterator at(page.begin(), page.end(), field), end; at != end; ++at) {
    hidden += '&' + (*at)[1].str() + '=' + Coded((*at)[2]);
  }
  return response;
}

AdminConsole::AdminConsole(const std::string& languages)
    : console_(DeskOf(clinic, CatalogueTexts())), languages_(languages) {
  const app::Call admin{app::Caller::VouchedForByTheEdge("m.admin", app::Role::kAdmin),
                        clinic.Changing().request_id,
                        {}};
  const app::Opened launch =
      clinic.launches.CreateLaunch(admin, {clinic.practice, {}, app::LaunchView::kPractice, false})
          .value();
  opened_ = Post("/launch/" + clinic.practice.text() + '/' + launch.ticket, {});
  cookie_ = opened_.cookie;
}

web::Response AdminConsole::Get(const std::string& path) const {
  web::Request request;
  const std::size_t mark = path.find('?');
  request.path = path.substr(0, mark);
  if (mark != std::string::npos) request.query = web::Fields::Decode(path.substr(mark + 1));
  request.cookie = cookie_;
  request.languages = languages_;
  return console_.Answer(request);
}

web::Response AdminConsole::Post(const std::string& path, const app::Answers& form,
                                 const std::string& file) const {
  web::Request request;
  request.post = true;
  request.path = path;
  request.cookie = cookie_;
  request.languages = languages_;
  for (const auto& [name, value] : form) request.form.Add(name, value);
  request.file = file;
  return console_.Answer(request);
}

web::Response AdminConsole::Save(const web::Response& page, const app::Answers& changed,
                                 const std::string& file) const {
  app::Answers form = FormOf(page);
  for (const auto& [name, value] : changed) {
    std::erase_if(form, [&](const auto& field) { return field.first == name; });
    if (!value.empty()) form.emplace_back(name, value);
  }
  return Post("/console/practice", form, file);
}

app::Answers FormOf(const web::Response& page) {
  static const std::regex kControl("<(input|select|option|/select)([^>]*)>");
  static const std::regex kAttribute("([a-z]+)=\"([^\"]*)\"|(checked|selected)");
  app::Answers form;
  std::string of_select;
  for (std::sregex_iterator at(page.body.begin(), page.body.end(), kControl), end; at != end;
       ++at) {
    std::map<std::string, std::string> said;
    const std::string rest = (*at)[2];
    for (std::sregex_iterator one(rest.begin(), rest.end(), kAttribute), last; one != last; ++one) {
      said[(*one)[1].matched ? (*one)[1].str() : (*one)[3].str()] = (*one)[2];
    }
    const std::string tag = (*at)[1];
    const bool ticked = said["type"] != "checkbox" || said.contains("checked");
    if (tag == "select") of_select = said["name"];
    if (tag == "option" && said.contains("selected")) form.emplace_back(of_select, said["value"]);
    if (tag == "input" && said["type"] != "file" && ticked) {
      form.emplace_back(said["name"], said["value"]);
    }
  }
  return form;
}

std::string TextOf(const web::Response& page) {
  constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
  const std::string& body = page.body;
  std::string text;
  const auto add = [&](char c) {
    const bool space = c == ' ' || c == '\n';
    if (space && (text.empty() || text.back() == ' ')) return;
    text += space ? ' ' : c;
  };
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (body[at] == '<') {
      at = std::min(body.find('>', at), body.size());
      add(' ');
      continue;
    }
    const auto* entity = std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& entry) {
      return body.compare(at, entry.first.size(), entry.first) == 0;
    });
    if (entity == kEntities.end()) {
      add(body[at]);
    } else {
      add(entity->second);
      at += entity->first.size() - 1;
    }
  }
  return text;
}

}  // namespace ischia::test
