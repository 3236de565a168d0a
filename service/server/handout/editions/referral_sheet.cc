#include "service/server/handout/editions/referral_sheet.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <string>

namespace ischia::server {
namespace {

// What the sheet is about: the most urgent of the findings that refuse.
struct Matter {
  std::string key;  // "emergency", "same_day", "urgent", "routine", "clearance", "no_program"
  document::Tone tone = document::Tone::kRed;
};

bool Refuses(const domain::Finding& finding) {
  return finding.severity >= domain::Severity::kHoldClearance;
}

Matter MatterOf(const domain::Program& program) {
  domain::Urgency urgency = domain::Urgency::kUnspecified;
  bool refer = false;
  bool hold = false;
  for (const domain::Finding& finding : program.findings) {
    refer = refer || finding.severity == domain::Severity::kRefuseRefer;
    hold = hold || finding.severity == domain::Severity::kHoldClearance;
    if (finding.severity == domain::Severity::kRefuseRefer) {
      urgency = std::max(urgency, finding.urgency);
    }
  }
  if (!refer) {
    return {hold ? "clearance" : "no_program", hold ? document::Tone::kTeal : document::Tone::kInk};
  }
  switch (urgency) {
    case domain::Urgency::kEmergency:
      return {"emergency", document::Tone::kRed};
    case domain::Urgency::kSameDay:
      return {"same_day", document::Tone::kRed};
    case domain::Urgency::kUrgent:
      return {"urgent", document::Tone::kRed};
    case domain::Urgency::kRoutine:
    case domain::Urgency::kUnspecified:
      break;
  }
  return {"routine", document::Tone::kInk};
}

std::string ItemOf(const domain::InputUsed& input) {
  return domain::ItemOf(input.field, input.word);
}

// The inputs behind all refusals, each once, in the order of the findings.
std::vector<domain::InputUsed> RefusingInputs(const domain::Program& program) {
  std::vector<domain::InputUsed> inputs;
  std::set<std::string> seen;
  for (const domain::Finding& finding : program.findings) {
    if (!Refuses(finding)) continue;
    for (const domain::InputUsed& input : finding.inputs) {
      if (seen.insert(ItemOf(input)).second) inputs.push_back(input);
    }
  }
  return inputs;
}

std::string Symptoms(const std::vector<domain::InputUsed>& inputs, const Words& words) {
  std::vector<std::string> sentences;
  for (const domain::InputUsed& input : inputs) {
    const std::string key = "referral.say." + ItemOf(input);
    if (!words.Has(key)) continue;
    const std::string sentence = words(key);
    if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end()) {
      sentences.push_back(sentence);
    }
  }
  if (sentences.empty()) sentences.push_back(words("referral.say.default"));
  std::string all;
  for (const std::string& sentence : sentences) all += (all.empty() ? "" : " ") + sentence;
  return words("referral.quote", {{"sentence", all}});
}

std::string TwoDigits(long long number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

struct TimeStamp {
  std::string date;
  std::string time;
};

TimeStamp TimeStampOf(const SheetContext& context, int utc_offset_minutes) {
  const domain::Instant local =
      context.request.program.create_time + std::chrono::minutes(utc_offset_minutes);
  const domain::CivilDay day = std::chrono::floor<std::chrono::days>(local);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(local - day).count();
  return {context.words.LongDay(day),
          context.words.Number(TwoDigits(minutes / 60) + ':' + TwoDigits(minutes % 60))};
}

std::string ValueText(const domain::InputUsed& input, const Words& words) {
  // The label says what was answered; a word of the record would stand in English.
  if (!input.word.empty()) return words("referral.answer.yes");
  return words.Number(std::lround(input.number));
}

document::AnswersCard AnswersOf(const SheetContext& context, const Matter& matter,
                                const std::vector<domain::InputUsed>& inputs,
                                const TimeStamp& made) {
  const Words& words = context.words;
  document::AnswersCard card;
  card.title =
      words(matter.key == "emergency" ? "referral.team.emergency" : "referral.team.doctor");
  for (const domain::InputUsed& input : inputs) {
    const std::string key = "referral.answer." + ItemOf(input);
    if (words.Has(key)) card.rows.push_back({words(key), ValueText(input, words)});
  }
  std::string rules;
  for (const domain::Finding& finding : context.program().findings) {
    if (Refuses(finding)) {
      rules += (rules.empty() ? "" : ", ") + std::string(finding.rule_id.text());
    }
  }
  card.note =
      words("referral.team.note", {{"date", made.date}, {"time", made.time}, {"rules", rules}});
  return card;
}

document::NumberedLines LinesOf(const SheetContext& context, const Matter& matter,
                                const std::vector<domain::InputUsed>& inputs) {
  const Words& words = context.words;
  document::NumberedLines lines;
  const std::string key = "referral.lines." + matter.key;
  for (int line = 1; words.Has(key + '.' + std::to_string(line)); ++line) {
    lines.lines.emplace_back(words(key + '.' + std::to_string(line),
                                   {{"emergency_number", context.request.practice.emergency_number},
                                    {"symptoms", Symptoms(inputs, words)}}));
  }
  return lines;
}

}  // namespace

document::Sheet ReferralSheet(const SheetContext& context, int utc_offset_minutes) {
  const Words& words = context.words;
  const Matter matter = MatterOf(context.program());
  const std::vector<domain::InputUsed> inputs = RefusingInputs(context.program());
  const TimeStamp made = TimeStampOf(context, utc_offset_minutes);

  document::Sheet sheet = EmptySheet(context, words("referral.title"));
  sheet.furniture.name_line = made.date + ", " + made.time;
  sheet.furniture.footer = words.Lines("referral.footer");
  sheet.blocks.emplace_back(document::Alarm{matter.tone, words("referral.headline." + matter.key),
                                            words("referral.sentence." + matter.key)});
  sheet.blocks.emplace_back(LinesOf(context, matter, inputs));
  document::CallCard emergency{document::Tone::kInk, document::CallCard::Size::kLarge,
                               words("referral.emergency_number"),
                               context.request.practice.emergency_number, ""};
  document::CallCard clinic{document::Tone::kTeal, document::CallCard::Size::kStandard,
                            words("referral.clinic"), context.request.practice.phone_number, ""};
  sheet.blocks.emplace_back(document::Cards{{AnswersOf(context, matter, inputs, made)},
                                            {std::move(emergency), std::move(clinic)}});
  if (!context.request.fields.note.empty()) {
    sheet.blocks.emplace_back(document::Cards{
        {document::TextCard{words("handout.note.title"), {context.request.fields.note}}}, {}});
  }
  sheet.blocks.emplace_back(
      document::SignatureLines{{words("referral.signature"), words("referral.time")}});
  sheet.blocks.emplace_back(document::SmallPrint{words("referral.small_print")});
  return sheet;
}

}  // namespace ischia::server
