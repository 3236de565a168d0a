#include "service/domain/follow/session_screen.h"

#include <algorithm>
#include <utility>

namespace ischia::domain {
namespace {

constexpr SessionItem kItems[] = {
    {"saddle_numbness", "screen.saddle_numbness", &SessionScreen::saddle_numbness},
    {"bladder_change", "screen.bladder_change", &SessionScreen::bladder_change},
    {"leg_weakness_or_foot_slap", "screen.leg_weakness_or_foot_slap",
     &SessionScreen::leg_weakness_or_foot_slap},
    {"fever_or_ill", "screen.fever_or_ill", &SessionScreen::fever_or_ill},
    {"fall_or_crash", "screen.fall_or_crash", &SessionScreen::fall_or_crash},
    {"pop_or_big_bruise", "screen.pop_or_big_bruise", &SessionScreen::pop_or_big_bruise},
    {"calf_swollen_hot", "screen.calf_swollen_hot", &SessionScreen::calf_swollen_hot},
    {"chest_pain_or_breathless", "screen.chest_pain_or_breathless",
     &SessionScreen::chest_pain_or_breathless},
    {"pregnancy_warning_sign", "screen.pregnancy_warning_sign",
     &SessionScreen::pregnancy_warning_sign},
};

bool SpeaksFor(const SafetyRule& rule, const SessionItem& item) {
  return std::find(rule.session_items.begin(), rule.session_items.end(), item.name) !=
         rule.session_items.end();
}

}  // namespace

std::span<const SessionItem> SessionItems() { return kItems; }

std::vector<Finding> SessionFindings(const SessionScreen& screen, const Catalogue& catalogue) {
  std::vector<Finding> findings;
  for (const SafetyRule& rule : catalogue.rules) {
    Finding finding;
    for (const SessionItem& item : kItems) {
      if (screen.*item.answer != Answer::kYes || !SpeaksFor(rule, item)) continue;
      finding.inputs.push_back({item.field, Side::kUnspecified, 0, Unit::kNone, "yes"});
    }
    if (finding.inputs.empty()) continue;
    finding.rule_id = rule.id;
    finding.severity = rule.severity;
    finding.urgency = rule.urgency;
    findings.push_back(std::move(finding));
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  return findings;
}

}  // namespace ischia::domain
