#include "tests/web/open_console.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "service/server/handout/sentences.h"
#include "tests/server/handout_cases.h"

namespace ischia::test {
namespace {

const app::TextSource& Sentences() {
  static const server::CatalogueSentences sentences(Loaded().texts);
  return sentences;
}

web::Desk DeskOf(Clinic& clinic) {
  return {clinic.launches,    clinic.drafts,    clinic.filings,   clinic.records,
          clinic.clearances,  clinic.programs,  clinic.revisions, clinic.handouts,
          clinic.deliveries,  clinic.follow_up, clinic.decisions, clinic.renderer,
          Loaded().catalogue, Sentences(),      clinic.clock,     clinic.calendar,
          clinic.ids,         clinic.digest};
}

app::PatientContext ShownByTheHost() {
  app::PatientContext context;
  context.host_reference = {"host", "4711"};
  context.given_name = "Test";
  context.family_name = "Patient";
  context.birth_date = domain::CivilDay(std::chrono::year{1992} / 3 / 2);  // 34, as TightAdult
  context.email_address = "pat@example.org";
  return context;
}

}  // namespace

OpenConsole::OpenConsole(const std::string& languages)
    : console_(DeskOf(clinic)), languages_(languages) {
  const app::Opened launch =
      clinic.launches
          .CreateLaunch(clinic.Changing(),
                        {clinic.practice, ShownByTheHost(), app::LaunchView::kAssess, true})
          .value();
  patient_ = launch.launch.patient.value();
  web::Request request;
  request.post = true;
  request.path = "/launch/" + clinic.practice.text() + '/' + launch.ticket;
  cookie_ = console_.Answer(request).cookie;
}

std::string OpenConsole::path() const { return "/console/patients/" + patient_.patient.text(); }

web::Response OpenConsole::Get(const std::string& page) const {
  web::Request request;
  request.path = path() + page;
  request.cookie = cookie_;
  request.languages = languages_;
  return console_.Answer(request);
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
