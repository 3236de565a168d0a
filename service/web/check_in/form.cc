#include "service/web/check_in/form.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "service/application/encoding.h"
#include "service/domain/plan/program.h"

namespace ischia::web {
namespace {

using domain::Answer;
using std::chrono::days;

constexpr int kQuestions = 8;  // as printed; the ninth is asked by the clinic
constexpr int kBarriers = 9;
constexpr int kLargestScore = 10;
constexpr int kDaysBack = 13;
constexpr std::size_t kLongestMark = 100;
constexpr std::size_t kSealBytes = 16;
constexpr int kRandomBytes = 16;

std::string SealOf(const app::Digest& digest, std::string_view ticket, std::string_view head) {
  const std::string seal = digest.Keyed(app::KeyPurpose::kCheckInForm, app::Joined({ticket, head}));
  return app::Base64Url(seal.substr(0, kSealBytes));
}

std::string Numbered(std::string_view name, int number) {
  return std::string(name) + std::to_string(number);
}

Answer AnswerIn(const Fields& form, std::string_view name) {
  const std::string_view answer = form.Get(name);
  if (answer == "yes") return Answer::kYes;
  return answer == "no" ? Answer::kNo : Answer::kUnspecified;
}

domain::CivilDay FirstDay(const app::OpenLink& open) {
  return std::max(open.start_date, open.today - days(kDaysBack));
}

// One of the days that the form offers.
std::optional<domain::CivilDay> DayIn(const app::OpenLink& open, const Fields& form) {
  const std::optional<domain::CivilDay> day = domain::ParseIsoDay(form.Get("day"));
  if (!day || *day < FirstDay(open) || *day > open.today) return std::nullopt;
  return day;
}

std::optional<domain::Score> ScoreIn(const Fields& form, std::string_view name) {
  const std::string_view text = form.Get(name);
  int score = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), score);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || score < 0 || score > kLargestScore) return std::nullopt;
  return domain::Score(score);
}

// True: each question was answered, be it by one answer to all.
bool ReadHealth(const Fields& form, domain::SessionScreen& screen) {
  const bool none = form.Get("none") == "yes";
  bool any = false;
  for (int i = 0; i < kQuestions; ++i) {
    const bool yes = form.Get(Numbered("health-", i + 1)) == "yes";
    any = any || yes;
    if (yes || none) {
      screen.*domain::kScreenItems[static_cast<std::size_t>(i)].answer =
          yes ? Answer::kYes : Answer::kNo;
    }
  }
  return any || none;
}

// A number as the sheet's language writes it.
std::string NumberText(const Words& words, int number) {
  return words.Sentence("check_in.number",
                        {domain::ArgumentOf("number", number, domain::Unit::kNone)});
}

View Option(std::string value, std::string label, bool chosen) {
  View view;
  view.set("value", std::move(value));
  view.set("label", std::move(label));
  view.set("chosen", chosen);
  return view;
}

// "Monday June 1".
std::string SpokenDay(const Words& words, domain::CivilDay day) {
  const std::chrono::year_month_day date(day);
  const std::chrono::weekday weekday(day);
  std::string text = words.Of("date.weekday_long");
  const std::array<std::pair<std::string_view, std::string>, 3> parts = {
      {{"{weekday}", words.Of(Numbered("date.weekday.", static_cast<int>(weekday.iso_encoding())))},
       {"{month}",
        words.Of(Numbered("date.month.", static_cast<int>(static_cast<unsigned>(date.month()))))},
       {"{day}", NumberText(words, static_cast<int>(static_cast<unsigned>(date.day())))}}};
  for (const auto& [name, part] : parts) {
    const std::size_t at = text.find(name);
    if (at != std::string::npos) text.replace(at, name.size(), part);
  }
  return text;
}

Views DayOptions(const app::OpenLink& open, const Words& words, const Fields& form) {
  Views options;
  for (domain::CivilDay day = open.today; day >= FirstDay(open); day -= days(1)) {
    const std::string label = day == open.today             ? words.Get("today")
                              : day == open.today - days(1) ? words.Get("yesterday")
                                                            : SpokenDay(words, day);
    const std::string value = domain::IsoDay(day);
    options.push_back(Option(value, label, form.Get("day") == value));
  }
  return options;
}

Views ScoreOptions(const Words& words, const Fields& form) {
  Views options;
  for (int score = 0; score <= kLargestScore; ++score) {
    const std::string value = std::to_string(score);
    options.push_back(Option(value, NumberText(words, score), form.Get("pain") == value));
  }
  return options;
}

// Yes and no, both unchosen until somebody chooses.
View YesNo(const std::string& name, std::string label, const Fields& form) {
  View view;
  view.set("name", name);
  view.set("label", std::move(label));
  view.set("is_yes", form.Get(name) == "yes");
  view.set("is_no", form.Get(name) == "no");
  return view;
}

Views Items(const app::OpenLink& open, const Words& words, const Fields& form) {
  Views items;
  for (const int number : open.item_numbers) {
    const std::string label = words.Sentence(
        "check_in.item", {domain::ArgumentOf("number", number, domain::Unit::kNone)});
    items.push_back(YesNo(Numbered("item-", number), label, form));
  }
  return items;
}

Views Ticks(std::string_view name, int count, std::string_view keys, const Words& words,
            const Fields& form) {
  Views ticks;
  for (int i = 1; i <= count; ++i) {
    const std::string field = Numbered(name, i);
    View tick;
    tick.set("name", field);
    tick.set("label", words.Of(Numbered(keys, i)));
    tick.set("chosen", form.Get(field) == "yes");
    ticks.push_back(tick);
  }
  return ticks;
}

}  // namespace

std::string NewMark(const app::Digest& digest, app::IdSource& ids, std::string_view ticket,
                    domain::Instant now) {
  std::string random;
  for (int i = 0; i < kRandomBytes; ++i) random += static_cast<char>(ids.Below(256));
  const std::string head =
      std::to_string(now.time_since_epoch().count()) + '.' + app::Base64Url(random);
  return head + '.' + SealOf(digest, ticket, head);
}

std::optional<domain::Instant> DrawTime(const app::Digest& digest, std::string_view ticket,
                                        std::string_view mark) {
  const std::size_t seal = mark.rfind('.');
  if (mark.size() > kLongestMark || seal == std::string_view::npos) return std::nullopt;
  const std::string_view head = mark.substr(0, seal);
  if (!app::SameBytes(SealOf(digest, ticket, head), mark.substr(seal + 1))) return std::nullopt;
  domain::Instant::rep time = 0;
  std::from_chars(head.data(), head.data() + head.size(), time);
  return domain::Instant(domain::Instant::duration(time));
}

std::string RequestIdOf(const app::Digest& digest, std::string_view mark) {
  std::string id = app::Hex(digest.Sha256(mark)).substr(0, 32);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) id.insert(at, 1, '-');
  return id;
}

Answered ReadAnswers(const app::OpenLink& open, const Fields& form) {
  Answered answered;
  domain::CheckInFields& fields = answered.fields;
  const bool told_health = ReadHealth(form, fields.screen);
  answered.flagged = fields.screen.AnyYes();
  fields.session_date = DayIn(open, form);
  fields.done = AnswerIn(form, "done");
  if (answered.flagged) {
    if (!fields.session_date) fields.session_date = open.today;
    if (fields.done == Answer::kUnspecified) fields.done = Answer::kNo;
  }
  if (!told_health) answered.missing.emplace_back("missing_health");
  if (!fields.session_date) answered.missing.emplace_back("missing_day");
  if (fields.done == Answer::kUnspecified) answered.missing.emplace_back("missing_done");

  for (const int number : open.item_numbers) {
    domain::ItemResult result;
    result.item_number = number;
    result.done = AnswerIn(form, Numbered("item-", number));
    if (result.done != Answer::kUnspecified) fields.results.push_back(result);
  }
  fields.symptom_after = ScoreIn(form, "pain");
  fields.sharp_pain = AnswerIn(form, "sharp");
  fields.tingling = AnswerIn(form, "tingling");
  for (int i = 1; i <= kBarriers; ++i) {
    if (form.Get(Numbered("barrier-", i)) != "yes") continue;
    fields.barriers.push_back(static_cast<domain::Barrier>(i));
  }
  return answered;
}

std::vector<int> FlagsIn(const domain::SessionScreen& screen) {
  std::vector<int> flags;
  for (int i = 0; i < kQuestions; ++i) {
    if (screen.*domain::kScreenItems[static_cast<std::size_t>(i)].answer == Answer::kYes) {
      flags.push_back(i + 1);
    }
  }
  return flags;
}

View FormView(const app::OpenLink& open, const Words& words, const Fields& form) {
  View view;
  view.set("replaced", open.replaced);
  view.set("health", View(Ticks("health-", kQuestions, "handout.flag.", words, form)));
  view.set("none", form.Get("none") == "yes");
  view.set("days", View(DayOptions(open, words, form)));
  view.set("done", View(Views{YesNo("done", words.Get("done"), form)}));
  view.set("items", View(Items(open, words, form)));
  view.set("scores", View(ScoreOptions(words, form)));
  view.set("feelings", View(Views{YesNo("sharp", words.Get("sharp"), form),
                                  YesNo("tingling", words.Get("tingling"), form)}));
  view.set("barriers", View(Ticks("barrier-", kBarriers, "check_in.barrier.", words, form)));
  return view;
}

}  // namespace ischia::web
