#include "service/web/screens/program/given.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "service/web/every_entry.h"
#include "service/web/screens/program/program.h"

namespace ischia::web {
namespace {

constexpr std::array<std::string_view, 12> kDeliveryKeys = {
    "",        "queued",      "sending",  "deferred",  "accepted", "refused",
    "expired", "quarantined", "in_doubt", "cancelled", "sending",  "sending"};
constexpr std::array<std::string_view, 5> kFilingKeys = {"", "pending", "claimed", "filed",
                                                         "failed"};

View Line(std::string kind, std::string text, std::string detail, bool trouble) {
  View line;
  line.set("kind", std::move(kind));
  line.set("text", std::move(text));
  line.set("detail", std::move(detail));
  line.set("trouble", View(trouble));
  return line;
}

View DeliveryLine(const app::DeliveryRecord& delivery, const Visit& visit) {
  const std::string key(kDeliveryKeys[static_cast<std::size_t>(delivery.state)]);
  const domain::Instant time =
      delivery.accept_time.value_or(delivery.next_attempt_time.value_or(delivery.create_time));
  const bool trouble = delivery.state == app::DeliveryState::kRefused ||
                       delivery.state == app::DeliveryState::kExpired ||
                       delivery.state == app::DeliveryState::kQuarantined ||
                       delivery.state == app::DeliveryState::kInDoubt;
  return Line(visit.words.Get("give.mail"),
              visit.words.Get("delivery." + key, {{"time", MomentOf(time, visit)}}),
              app::MaskedAddress(delivery.recipient), trouble);
}

View FilingLine(const app::FilingRecord& filing, const Visit& visit) {
  const std::string key(kFilingKeys[static_cast<std::size_t>(filing.state)]);
  return Line(visit.words.Get("give.file"),
              visit.words.Get("filing." + key, {{"time", MomentOf(filing.create_time, visit)}}),
              filing.host_reference.patient_id, filing.state == app::FilingState::kFailed);
}

View HandoutView(const app::HandoutRecord& handout, const Visit& visit) {
  View view;
  view.set("href", PathOf(visit, handout.name.program) + "/handouts/" +
                       handout.name.handout.text() + ".pdf");
  view.set("text", visit.words.Get("give.handout",
                                   {{"time", MomentOf(handout.create_time, visit)},
                                    {"language", handout.fields.language_code},
                                    {"pages", std::to_string(handout.page_count)},
                                    {"revision", std::to_string(handout.revision_number)}}));
  view.set("short_code", handout.short_code);
  return view;
}

}  // namespace

domain::Result<domain::Done> ShowGiven(const Visit& visit, const app::ProgramName& name,
                                       View& view) {
  const auto handouts = EveryEntry<app::HandoutRecord>([&](const app::PageRequest& page) {
    return visit.desk.handouts.ListHandouts(visit.Reading(), name, page);
  });
  if (!handouts.ok()) return handouts.error();
  const auto filings = EveryEntry<app::FilingRecord>([&](const app::PageRequest& page) {
    return visit.desk.filings.ListFilings(visit.Reading(), name, page);
  });
  if (!filings.ok()) return filings.error();
  Views sheets;
  Views lines;
  for (const app::HandoutRecord& handout : *handouts) {
    sheets.push_back(HandoutView(handout, visit));
    const auto deliveries = EveryEntry<app::DeliveryRecord>([&](const app::PageRequest& page) {
      return visit.desk.deliveries.ListDeliveries(
          visit.Reading(), {handout.name, app::DeliveryState::kUnspecified, page});
    });
    if (!deliveries.ok()) return deliveries.error();
    for (const auto& delivery : *deliveries) lines.push_back(DeliveryLine(delivery, visit));
  }
  for (const app::FilingRecord& filing : *filings) {
    lines.push_back(FilingLine(filing, visit));
  }
  view.set("given", View(sheets));
  view.set("has_given", View(!sheets.empty()));
  view.set("lines_given", View(lines));
  return domain::Done{};
}

}  // namespace ischia::web
