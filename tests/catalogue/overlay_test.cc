#include "service/catalogue/overlay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "ischia/catalogue/v1/catalogue.pb.h"
#include "service/catalogue/check.h"
#include "service/catalogue/overlay_folder.h"
#include "service/domain/assess/safety.h"
#include "service/domain/plan/program.h"
#include "service/domain/statements.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/temp_folder.h"

namespace ischia::catalogue {
namespace {

using domain::Exercise;
using domain::ExerciseId;
using domain::LimitKind;
using domain::RuleId;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Any function of the bytes will do: 16 digits, and never the same for other bytes in a test.
std::string FakeSha256(std::string_view bytes) {
  std::string digits(16, '0');
  for (std::size_t hash = std::hash<std::string_view>()(bytes), i = 0; i < 16; ++i, hash >>= 4U) {
    digits[i] = "0123456789abcdef"[hash & 15U];
  }
  return digits;
}

OverlayFiles Example() {
  OverlayFolder folder = ReadOverlayFolder(ISCHIA_TEST_DATA "/overlay");
  EXPECT_THAT(folder.faults, IsEmpty());
  return folder.files;
}

std::variant<LoadedCatalogue, std::vector<OverlayFault>> LoadAgain(const OverlayFiles& files) {
  return LoadWithOverlay(EmbeddedFiles(), files, FakeSha256);
}

LoadedCatalogue Accepted(const OverlayFiles& files) {
  auto loaded = LoadAgain(files);
  if (const auto* faults = std::get_if<std::vector<OverlayFault>>(&loaded)) {
    for (const OverlayFault& fault : *faults) ADD_FAILURE() << fault.field << ": " << fault.what;
    return LoadEmbedded();
  }
  return std::get<LoadedCatalogue>(std::move(loaded));
}

// "file:line field: what. remedy", each.
std::vector<std::string> Refused(const OverlayFiles& files) {
  std::vector<std::string> lines;
  const auto loaded = LoadAgain(files);
  if (const auto* faults = std::get_if<std::vector<OverlayFault>>(&loaded)) {
    for (const OverlayFault& fault : *faults) {
      lines.push_back(fault.place.file + ':' + std::to_string(fault.place.line) + ' ' +
                      fault.field + ": " + fault.what + ". " + fault.remedy);
      EXPECT_FALSE(fault.remedy.empty()) << lines.back();
    }
  }
  return lines;
}

const LoadedCatalogue& Embedded() {
  static const auto* const loaded = new LoadedCatalogue(LoadEmbedded());
  return *loaded;
}

const LoadedCatalogue& Merged() {
  static const auto* const loaded = new LoadedCatalogue(Accepted(Example()));
  return *loaded;
}

// -- What an overlay adds -----------------------------------------------------------------------

TEST(OverlayTest, AddsAnExerciseWithTheDoseOfTheOneItVaries) {
  const Exercise* added = Merged().catalogue.FindExercise(ExerciseId("CE-01"));
  const Exercise* varied = Merged().catalogue.FindExercise(ExerciseId("HS-01"));
  ASSERT_NE(added, nullptr);
  EXPECT_EQ(added->dose_rule, varied->dose_rule);
  EXPECT_EQ(added->source, varied->source);
  EXPECT_EQ(added->exercise_class, varied->exercise_class);
  EXPECT_EQ(added->regress, varied->regress);
  EXPECT_EQ(added->drawing.end.other.knee, 90);
  EXPECT_EQ(*Merged().texts.Find("CE-01.title", "en"), "Lying strap stretch, knee bent");
}

TEST(OverlayTest, LeavesTheCataloguesOwnEntriesAsTheyAre) {
  for (const Exercise& exercise : Embedded().catalogue.exercises) {
    EXPECT_EQ(*Merged().catalogue.FindExercise(exercise.id), exercise) << exercise.id.text();
  }
  EXPECT_EQ(Merged().catalogue.static_dose, Embedded().catalogue.static_dose);
  for (domain::SafetyRule rule : Embedded().catalogue.rules) {
    domain::SafetyRule merged = *Merged().catalogue.FindRule(rule.id);
    std::erase(merged.effect.exclude_ids, ExerciseId("CE-01"));
    EXPECT_EQ(merged, rule) << rule.id.text();
  }
}

TEST(OverlayTest, ARuleThatRemovesAnExerciseByItsIdRemovesItsVariant) {
  int named = 0;
  for (const domain::SafetyRule& rule : Merged().catalogue.rules) {
    if (std::count(rule.effect.exclude_ids.begin(), rule.effect.exclude_ids.end(),
                   ExerciseId("HS-01")) == 0) {
      continue;
    }
    ++named;
    EXPECT_THAT(rule.effect.exclude_ids, Contains(ExerciseId("CE-01"))) << rule.id.text();
  }
  EXPECT_GT(named, 0);
}

// PC-23 comes at S-12 from week 4 only, and PC-25 in doses of the rule.
TEST(OverlayTest, ARuleThatPlansAnExerciseItselfRemovesItsVariant) {
  for (const char* varied : {"PC-23", "PC-25"}) {
    OverlayFiles files = Example();
    std::string& text = files.at("exercises.textproto");
    text.replace(text.find("\"HS-01\"") + 1, 5, varied);
    text.replace(text.find("max_hip_flexion_degrees: 85"), 27, "max_hip_flexion_degrees: 40");
    for (const std::string from :
         {"per_side: true", "hip_adjustable: true", "drawn_by: DRAWN_BY_STRAIGHT_LEG_RAISE"}) {
      const std::size_t at = text.find(from);
      text.replace(at, from.size(), "");
    }
    for (std::size_t at = 0; (at = text.find("hip: ", at)) != std::string::npos;) {
      text.replace(at, 7, "hip: 4 ");
      at += 7;
    }
    const LoadedCatalogue loaded = Accepted(files);
    for (const char* rule : {"S-12", "S-13"}) {
      EXPECT_THAT(loaded.catalogue.FindRule(RuleId(rule))->effect.exclude_ids,
                  Contains(ExerciseId("CE-01")))
          << varied << " at " << rule;
    }
  }
}

TEST(OverlayTest, NoListOfWhatStaysGainsTheVariant) {
  for (const domain::SafetyRule& rule : Merged().catalogue.rules) {
    for (const auto* list : {&rule.effect.allow_only, &rule.effect.hamstring_slot}) {
      EXPECT_THAT(*list, Not(Contains(ExerciseId("CE-01")))) << rule.id.text();
    }
  }
}

TEST(OverlayTest, APreferredVariantStandsBeforeTheOtherOneAndElseAfterIt) {
  const auto place_of = [](const LoadedCatalogue& loaded, const char* id) {
    const auto& order = loaded.catalogue.FindPathway(domain::Pathway::kTight)->stretch_preference;
    return std::find(order.begin(), order.end(), ExerciseId(id)) - order.begin();
  };
  EXPECT_EQ(place_of(Merged(), "CE-01") + 1, place_of(Merged(), "HS-01"));
  OverlayFiles files = Example();
  std::string& text = files.at("exercises.textproto");
  text.replace(text.find("preferred: true"), 15, "");
  const LoadedCatalogue after = Accepted(files);
  EXPECT_EQ(place_of(after, "CE-01"), place_of(after, "HS-01") + 1);
}

domain::Program ProgramFrom(const domain::AssessmentFields& fields, const LoadedCatalogue& loaded) {
  const auto program = domain::Prescribe(test::Legal(fields), loaded.catalogue, domain::CivilDay{});
  EXPECT_TRUE(program.ok());
  return program.ok() ? program.value() : domain::Program{};
}

TEST(OverlayTest, AnAddedExerciseIsChosen) {
  const domain::Program program = ProgramFrom(test::TightAdult(), Merged());
  ASSERT_THAT(program.weeks, Not(IsEmpty()));
  const auto& items = program.weeks.front().items;
  EXPECT_TRUE(std::any_of(items.begin(), items.end(), [](const domain::ProgramItem& item) {
    return item.exercise == ExerciseId("CE-01") && item.slot == domain::Slot::kStretch;
  }));
}

TEST(OverlayTest, ARestrictionForEverybodyNamesItselfInEveryProgram) {
  const domain::Program program = ProgramFrom(test::TightAdult(), Merged());
  const auto limit =
      std::find_if(program.limits.begin(), program.limits.end(),
                   [](const auto& entry) { return entry.kind == LimitKind::kMaxDiscomfortScore; });
  ASSERT_NE(limit, program.limits.end());
  EXPECT_EQ(limit->value, 2);
  EXPECT_THAT(limit->rule_ids, ElementsAre(RuleId("CS-01")));
  EXPECT_EQ(program.weeks.front().items.back().doses.front().max_discomfort, 2);
}

TEST(OverlayTest, ARestrictionBesideARuleHoldsWhereTheRuleDoes) {
  domain::AssessmentFields fields = test::TightAdult();
  const auto longest_hold = [&] {
    return domain::Screen(test::Legal(fields), Merged().catalogue)
        .LimitOf(LimitKind::kMaxHoldSeconds);
  };
  EXPECT_EQ(longest_hold(), std::nullopt);
  fields.systolic_mmhg = 165;
  fields.diastolic_mmhg = 85;
  EXPECT_EQ(longest_hold(), 20);  // 30 by S-29
}

// The week was planned with CE-01; by now the overlay has lost it.
TEST(OverlayTest, AProgramGoesOnWithoutAnExerciseThatIsGone) {
  const domain::Program before = ProgramFrom(test::TightAdult(), Merged());
  const domain::Catalogue& now = Embedded().catalogue;
  for (const domain::DecisionKind kind :
       {domain::DecisionKind::kAdvance, domain::DecisionKind::kHold, domain::DecisionKind::kRegress,
        domain::DecisionKind::kSimplify}) {
    const domain::Course course = domain::After({}, kind, before.weeks.front(), now);
    const auto after =
        domain::Prescribe(test::Legal(test::TightAdult()), now, domain::CivilDay{}, course);
    ASSERT_TRUE(after.ok());
    ASSERT_THAT(after->weeks, Not(IsEmpty()));
    for (const domain::ProgramWeek& week : after->weeks) {
      for (const domain::ProgramItem& item : week.items) {
        EXPECT_NE(item.exercise, ExerciseId("CE-01"));
      }
    }
  }
}

// The clinician's wishes for CE-01 were accepted while the overlay had it.
TEST(OverlayTest, AnEarlierEditGivesWayWhenItsExerciseIsGone) {
  constexpr ExerciseId kGone("CE-01");
  constexpr ExerciseId kStays("HS-01");
  using Kind = domain::EditKind;
  domain::Course course;
  course.edits = {{Kind::kSwap, 1, kStays, kGone, {}, 0, "better liked"},
                  {Kind::kLock, 1, kGone, {}, {}, 0, "better liked"},
                  {Kind::kAdd, 1, {}, kGone, {}, 0, "better liked"},
                  {Kind::kSetSecondStretch, 3, {}, kGone, {}, 0, "better liked"},
                  {Kind::kSetHoldSeconds, 1, kGone, {}, domain::Side::kBoth, 10, "less"},
                  {Kind::kRemove, 1, kGone, {}, {}, 0, "not liked"}};
  course.settled_edits = static_cast<int>(course.edits.size());
  const domain::Assessment patient = test::Legal(test::TightAdult());
  const domain::Catalogue& now = Embedded().catalogue;
  const auto made = domain::Prescribe(patient, now, domain::CivilDay{}, course);
  ASSERT_TRUE(made.ok()) << made.error().message;
  int told = 0;
  for (const domain::ProgramWeek& week : made->weeks) {
    told += static_cast<int>(
        std::count_if(week.reasons.begin(), week.reasons.end(), [](const domain::Reason& reason) {
          return reason.statement == domain::statement::kEditGivesWay;
        }));
  }
  EXPECT_EQ(told, 5);  // what is gone needs no removal

  course.edits.push_back({Kind::kLock, 1, kGone, {}, {}, 0, "a new wish"});
  const auto refused = domain::Prescribe(patient, now, domain::CivilDay{}, course);
  ASSERT_FALSE(refused.ok());
  ASSERT_EQ(refused.error().violations.size(), 1);
  EXPECT_EQ(refused.error().violations[0].field, "edits[6].exercise");
}

// -- The strictest wins -------------------------------------------------------------------------

// A screening of everybody for whom exactly the rules of this severity or less fire, one by one.
std::vector<domain::Screening> ScreeningsByRule(const domain::Catalogue& catalogue) {
  std::vector<domain::Screening> screenings;
  const auto for_everybody = [](const domain::SafetyRule& rule) {
    return rule.id.text().starts_with("CS-01");
  };
  for (const domain::SafetyRule& fired : catalogue.rules) {
    if (fired.id.text().starts_with("CS-")) continue;
    domain::Screening& screening = screenings.emplace_back();
    screening.bed_available = true;
    screening.lowest_adjusted_hip_flexion = catalogue.lowest_adjusted_hip_flexion;
    for (const domain::SafetyRule& rule : catalogue.rules) {
      if (rule.id != fired.id && !for_everybody(rule)) continue;
      domain::Screening::Removal removal;
      removal.rule_id = rule.id;
      removal.effect = rule.effect;
      screening.removals.push_back(removal);
    }
  }
  return screenings;
}

TEST(OverlayTest, UnderEachRuleNoExerciseOfTheCatalogueComesBack) {
  const auto before = ScreeningsByRule(Embedded().catalogue);
  const auto after = ScreeningsByRule(Merged().catalogue);
  ASSERT_EQ(before.size(), after.size());
  int fewer = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    for (const Exercise& exercise : Embedded().catalogue.exercises) {
      if (before[i].Allows(exercise) && !after[i].Allows(exercise)) ++fewer;
      EXPECT_FALSE(after[i].Allows(exercise) && !before[i].Allows(exercise))
          << exercise.id.text() << " under " << before[i].removals.front().rule_id.text();
    }
  }
  EXPECT_GT(fewer, 0);
}

// Assessments that differ in what many rules ask about.
std::vector<domain::AssessmentFields> ManyAssessments() {
  std::vector<domain::AssessmentFields> all;
  for (const bool back : {false, true}) {
    for (const int age : {24, 34, 66, 78}) {
      for (const int systolic : {120, 165}) {
        for (const int hours : {2, 9}) {
          domain::AssessmentFields fields = back ? test::LowBackPainAdult() : test::TightAdult();
          fields.age_years = age;
          fields.systolic_mmhg = systolic;
          fields.diastolic_mmhg = 80;
          fields.sitting_hours_per_day = hours;
          if (age >= 65) {
            fields.falls_12_months_count = 0;
            fields.timed_up_and_go_seconds = 9;
            fields.fear_of_falling = domain::Answer::kNo;
          }
          all.push_back(fields);
        }
      }
    }
  }
  return all;
}

TEST(OverlayTest, NoAssessmentAllowsMoreOrRaisesALimit) {
  constexpr LimitKind kLessIsStricter[] = {
      LimitKind::kMaxHipFlexionDegrees, LimitKind::kMaxHipFlexionHamstringDegrees,
      LimitKind::kMaxTrunkLeanDegrees,  LimitKind::kMaxLumbarFlexionDegrees,
      LimitKind::kMaxExerciseCount,     LimitKind::kMaxHoldSeconds,
      LimitKind::kMaxDiscomfortScore,   LimitKind::kMaxWeeklySeconds,
      LimitKind::kStartHoldSeconds,     LimitKind::kTargetHoldSeconds,
      LimitKind::kRecheckDays};
  for (const domain::AssessmentFields& fields : ManyAssessments()) {
    const auto before = domain::Screen(test::Legal(fields), Embedded().catalogue);
    const auto after = domain::Screen(test::Legal(fields), Merged().catalogue);
    EXPECT_GE(after.severity, before.severity);
    EXPECT_GE(after.supervision, before.supervision);
    for (const Exercise& exercise : Embedded().catalogue.exercises) {
      EXPECT_TRUE(before.Allows(exercise) || !after.Allows(exercise)) << exercise.id.text();
    }
    for (const LimitKind kind : kLessIsStricter) {
      if (!before.LimitOf(kind)) continue;
      ASSERT_TRUE(after.LimitOf(kind).has_value());
      EXPECT_LE(*after.LimitOf(kind), *before.LimitOf(kind));
    }
    const double rest = before.LimitOf(LimitKind::kMinRestSeconds).value_or(0);
    EXPECT_GE(after.LimitOf(LimitKind::kMinRestSeconds).value_or(0), rest);
  }
}

// The strictest and the least strict number of each kind makes programs within it.
TEST(OverlayTest, EveryNumberThatIsAllowedMakesPrograms) {
  const std::vector<std::pair<std::string, std::vector<int>>> limits{
      {"MAX_HIP_FLEXION_DEGREES", {30, 120}},
      {"MAX_HIP_FLEXION_HAMSTRING_DEGREES", {30, 120}},
      {"MAX_TRUNK_LEAN_DEGREES", {1, 90}},
      {"MAX_LUMBAR_FLEXION_DEGREES", {1, 90}},
      {"MAX_EXERCISE_COUNT", {2, 4}},
      {"MAX_HOLD_SECONDS", {10, 60}},
      {"MAX_DISCOMFORT_SCORE", {1, 3}},
      {"MIN_REST_SECONDS", {10, 120}},
      {"MAX_WEEKLY_SECONDS", {300, 600}},
      {"START_HOLD_SECONDS", {10}},
      {"RECHECK_DAYS", {1, 21}}};
  for (const auto& [kind, values] : limits) {
    for (const int value : values) {
      OverlayFiles files = Example();
      std::string& text = files.at("restrictions.textproto");
      const std::size_t begin = text.find("limits {");
      text.replace(begin, text.find("}\n\n# Beside") - begin,
                   "limits { kind: LIMIT_KIND_" + kind + " value: " + std::to_string(value) + " }");
      const LoadedCatalogue loaded = Accepted(files);
      for (const domain::AssessmentFields& fields : ManyAssessments()) {
        const domain::Program program = ProgramFrom(fields, loaded);
        for (const domain::ProgramWeek& week : program.weeks) {
          EXPECT_LE(static_cast<int>(week.items.size()), 6) << kind;
        }
      }
    }
  }
}

TEST(OverlayTest, WhateverAClinicTakesOutAProgramOrARefusalIsMade) {
  std::vector<std::string> removals;
  for (int tag = v1::TAG_SUPINE; tag <= v1::TAG_HEEL_PRESSURE; ++tag) {
    removals.push_back("exclude_tags: " + v1::Tag_Name(static_cast<v1::Tag>(tag)));
  }
  for (const Exercise& exercise : Embedded().catalogue.exercises) {
    if (exercise.exercise_class == domain::ExerciseClass::kSupport) continue;
    removals.push_back("exclude_ids: \"" + std::string(exercise.id.text()) + '"');
  }
  for (const std::string& removal : removals) {
    OverlayFiles files = Example();
    std::string& text = files.at("restrictions.textproto");
    text.replace(text.find("exclude_ids: \"HS-05\""), 20, removal);
    const LoadedCatalogue loaded = Accepted(files);
    for (const domain::AssessmentFields& fields : ManyAssessments()) {
      const domain::Program program = ProgramFrom(fields, loaded);
      EXPECT_NE(program.weeks.empty(), program.state != domain::ProgramState::kRefused) << removal;
    }
  }
}

// -- Version and digest -------------------------------------------------------------------------

TEST(OverlayTest, VersionAndDigestFollowFromNamesAndContentsAlone) {
  const domain::Catalogue& merged = Merged().catalogue;
  EXPECT_THAT(merged.overlay_version, SizeIs(12));
  EXPECT_EQ(merged.version, Embedded().catalogue.version + '+' + merged.overlay_version);
  EXPECT_NE(merged.sha256, Embedded().catalogue.sha256);
  EXPECT_EQ(Accepted(Example()).catalogue.version, merged.version);
  EXPECT_EQ(Accepted(Example()).catalogue.sha256, merged.sha256);
  EXPECT_EQ(Embedded().catalogue.overlay_version, "");

  OverlayFiles changed = Example();
  changed.at("restrictions.textproto") += "# Reviewed.\n";
  EXPECT_NE(Accepted(changed).catalogue.version, merged.version);
  EXPECT_NE(Accepted(changed).catalogue.sha256, merged.sha256);
}

TEST(OverlayTest, FilesMayBeDividedAsTheClinicLikes) {
  OverlayFiles one;
  for (const auto& [name, text] : Example()) one["all.textproto"] += text;
  const LoadedCatalogue loaded = Accepted(one);
  EXPECT_EQ(loaded.catalogue.exercises, Merged().catalogue.exercises);
  EXPECT_EQ(loaded.catalogue.rules, Merged().catalogue.rules);
}

// -- Translations -------------------------------------------------------------------------------

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '\n' ? "\\n" : std::string(1, c);
  return escaped;
}

// The Spanish sentences as those of another language, with Spanish words for what is added.
std::string Translation(const std::string& language) {
  const Texts& spanish = Embedded().texts;
  std::string text = "texts {\n  language: \"" + language + "\"\n";
  const auto add = [&](const std::string& key, const std::string& of) {
    text += "  texts { key: \"" + key + "\" text: \"" + Escaped(*spanish.Find(of, "es")) + "\" }\n";
  };
  for (const std::string_view key : spanish.keys("es")) {
    if (!IsForClinicians(key)) add(std::string(key), std::string(key));
  }
  for (const std::string_view key : Merged().texts.keys("en")) {
    if (key.starts_with("CE-01.")) add(std::string(key), "HS-01" + std::string(key.substr(5)));
  }
  return text + "}\n";
}

TEST(OverlayTest, AddsALanguageWhole) {
  OverlayFiles files = Example();
  files["mx.textproto"] = Translation("es-MX");
  const LoadedCatalogue loaded = Accepted(files);
  EXPECT_THAT(loaded.texts.languages(), ElementsAre("en", "es-MX"));
  EXPECT_TRUE(loaded.texts.Find("HS-01.title", "es-MX"));
  EXPECT_TRUE(loaded.texts.Find("CE-01.title", "es-MX"));
}

TEST(OverlayTest, NamesEverySentenceThatATranslationLacks) {
  OverlayFiles files = Example();
  files["mx.textproto"] =
      "texts { language: \"es-MX\" texts { key: \"HS-01.title\" text: \"Boca arriba\" } }";
  const std::vector<std::string> faults = Refused(files);
  EXPECT_THAT(faults, Contains(HasSubstr("mx.textproto:1 texts.es-MX seed.timer: missing. Add")));
  EXPECT_THAT(faults,
              Contains(HasSubstr("exercises.textproto:4 texts.es-MX CE-01.title: missing")));
  EXPECT_THAT(faults, Not(Contains(HasSubstr("S-01.summary"))));
}

TEST(OverlayTest, SpeaksNoLanguageWithoutWordsForItsExercises) {
  EXPECT_THAT(Merged().texts.languages(), ElementsAre("en"));
  OverlayFiles files;
  files["restrictions.textproto"] = Example().at("restrictions.textproto");
  EXPECT_EQ(Accepted(files).texts.languages(), Embedded().texts.languages());
}

// A clinic's own, reviewed words.
constexpr const char* kReviewed =
    "texts { language: \"es\" review: REVIEW_REVIEWED reviewed_by: \"A. Example\" "
    "texts { key: \"seed.timer\" text: \"Use un reloj.\" } }";

TEST(OverlayTest, RewordsATranslationAndStatesItsReview) {
  const LoadedCatalogue loaded = Accepted({{"es.textproto", kReviewed}});
  EXPECT_EQ(*loaded.texts.Find("seed.timer", "es"), "Use un reloj.");
  EXPECT_EQ(*loaded.texts.Find("seed.breathe", "es"), *Embedded().texts.Find("seed.breathe", "es"));
  EXPECT_TRUE(loaded.texts.ReviewOf("es").reviewed);
  EXPECT_EQ(loaded.texts.ReviewOf("es").reviewer, "A. Example");
  EXPECT_EQ(*loaded.texts.Find("seed.timer", "en"), *Embedded().texts.Find("seed.timer", "en"));
}

TEST(OverlayTest, RewordsTheConsoleInATranslation) {
  const LoadedCatalogue loaded =
      Accepted({{"de.textproto",
                 "texts { language: \"de\" "
                 "texts { key: \"console.tab.queue\" text: \"Zu tun\" } }"}});
  EXPECT_EQ(*loaded.texts.Find("console.tab.queue", "de"), "Zu tun");
  EXPECT_EQ(*loaded.texts.Find("console.tab.give", "de"),
            *Embedded().texts.Find("console.tab.give", "de"));
}

TEST(OverlayTest, ANewLanguageHasNoWordsForClinicians) {
  EXPECT_THAT(Refused({{"it.textproto",
                        "texts { language: \"it\" "
                        "texts { key: \"console.tab.give\" text: \"Dare\" } }"}}),
              Contains(HasSubstr("texts.it console.tab.give: is read by clinicians, who read the "
                                 "languages of the console only. Take it out.")));
}

TEST(OverlayTest, CliniciansReadARestrictionInEnglishUnlessItIsTranslated) {
  OverlayFiles files;
  files["restrictions.textproto"] = Example().at("restrictions.textproto");
  files["es.textproto"] =
      "texts { language: \"es\" texts { key: \"CS-01.summary\" text: \"Poco a poco.\" } }";
  const Texts texts = Accepted(files).texts;
  EXPECT_EQ(*texts.Find("CS-01.summary", "de"), *texts.Find("CS-01.summary", "en"));
  EXPECT_EQ(*texts.Find("CS-01.summary", "es"), "Poco a poco.");
  EXPECT_FALSE(texts.Find("CS-01.summary", "ar"));
}

TEST(OverlayTest, JudgesNewWordsAsTheOldOnes) {
  std::string files = kReviewed;
  files.replace(files.find("Use un reloj."), 13, "Un reloj le cura.");
  EXPECT_THAT(Refused({{"es.textproto", files}}),
              Contains(HasSubstr("texts.es seed.timer: must not say \"cura\"")));
}

// -- Every fault, by name -----------------------------------------------------------------------

constexpr const char* kExercises = "exercises.textproto";
constexpr const char* kRestrictions = "restrictions.textproto";

struct Break {
  std::string name;
  std::string file;
  std::string from;  // the first of these words
  std::string to;
  std::string place;  // the fault's line has the first of these words; empty: the edited line
  std::string field;
  std::string what;  // in what is said
};

std::ostream& operator<<(std::ostream& out, const Break& broken) { return out << broken.name; }

class BrokenOverlayTest : public ::testing::TestWithParam<Break> {};

TEST_P(BrokenOverlayTest, IsRefusedWithFileAndLine) {
  const Break& broken = GetParam();
  OverlayFiles files = Example();
  std::string& text = files.at(broken.file);
  const std::size_t at = text.find(broken.from);
  ASSERT_NE(at, std::string::npos) << "the words to edit are gone";
  text.replace(at, broken.from.size(), broken.to);
  const std::size_t place = broken.place.empty() ? at : text.find(broken.place);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(place), '\n');
  const std::string where = broken.file + ':' + std::to_string(line) + ' ' + broken.field + ": ";
  EXPECT_THAT(Refused(files),
              Contains(::testing::AllOf(::testing::StartsWith(where), HasSubstr(broken.what))));
}

std::string NameOf(const ::testing::TestParamInfo<Break>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Reading, BrokenOverlayTest,
    ::testing::Values(Break{"UnknownTag", kExercises, "TAG_SUPINE", "TAG_LYING", "", "tags",
                            "TAG_LYING is not known; allowed are TAG_SUPINE, TAG_PRONE"},
                      Break{"UnknownUnit", kRestrictions, "MAX_HOLD_SECONDS", "MAX_HOLD_MINUTES",
                            "", "kind", "allowed are LIMIT_KIND_MAX_HIP_FLEXION_DEGREES"},
                      Break{"UnknownField", kExercises, "bed_ok", "bed_okay", "", "bed_okay",
                            "is no field of AddedExercise, which has id, variant_of"},
                      Break{"DoseOfItsOwn", kExercises, "bed_ok: true", "steps { repetitions: 30 }",
                            "", "steps", "it cannot change what the catalogue says"},
                      Break{"Severity", kRestrictions, "rule: \"S-29\"",
                            "severity: SEVERITY_INFORM", "", "severity",
                            "it cannot change what the catalogue says"},
                      Break{"Condition", kRestrictions, "rule: \"S-29\"", "condition { }", "",
                            "condition", "it cannot change what the catalogue says"},
                      Break{"Syntax", kExercises, "base:", "base", "", "", "cannot be read"},
                      Break{"FieldTwice", kExercises, "bed_ok: true", "bed_ok: true bed_ok: true",
                            "", "", "multiple times"},
                      Break{"WordInACommentToo", kExercises, "per_side: true",
                            "view: VIEW_BACK # VIEW_BACK", "", "view", "is no field"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Exercises, BrokenOverlayTest,
    ::testing::Values(
        Break{"RedefinesAnExercise", kExercises, "\"CE-01\"", "\"HS-01\"", "", "exercises HS-01",
              "stands in the catalogue, which an overlay cannot change. Take an id from CE-01"},
        Break{"IdOfAnother", kExercises, "\"CE-01\"", "\"HX-01\"", "", "exercises HX-01",
              "not from CE-01 to CE-99"},
        Break{"IdZero", kExercises, "\"CE-01\"", "\"CE-00\"", "", "exercises CE-00", "not from"},
        Break{"IdTooLong", kExercises, "\"CE-01\"", "\"CE-001\"", "", "exercises CE-001",
              "not from"},
        Break{"ExerciseTwice", kExercises, "texts {",
              "exercises { id: \"CE-01\" variant_of: \"HS-01\" }\ntexts {", "", "exercises CE-01",
              "stands twice, first in exercises.textproto:4"},
        Break{"VariesNothing", kExercises, "  variant_of: \"HS-01\"\n", "", "exercises {",
              "exercises CE-01 variant_of", "\"\" is no exercise of the catalogue"},
        Break{"VariesUnknown", kExercises, "\"HS-01\"", "\"HS-99\"", "",
              "exercises CE-01 variant_of", "\"HS-99\" is no exercise"},
        Break{"VariesASupportItem", kExercises, "\"HS-01\"", "\"B-00\"", "",
              "exercises CE-01 variant_of", "support item"},
        Break{"VariesAnAddedOne", kExercises, "\"HS-01\"", "\"CE-01\"", "",
              "exercises CE-01 variant_of", "no exercise of the catalogue"},
        Break{"BaseMissing", kExercises, "  base: BASE_SUPINE\n", "", "exercises {",
              "exercises CE-01 base", "is missing"},
        Break{"BaseAny", kExercises, "BASE_SUPINE", "BASE_ANY", "", "exercises CE-01 base", "any"},
        Break{"LosesATagOfTheMovement", kExercises, ", TAG_NEURAL_TENSION", "", "",
              "exercises CE-01 tags", "lacks TAG_NEURAL_TENSION, which HS-01 has"},
        Break{"LosesTheTagOfItsBase", kExercises, "TAG_SUPINE, ", "", "", "exercises CE-01 tags",
              "lies on the back"},
        Break{"LosesTheFloor", kExercises, "TAG_FLOOR, ", "", "", "exercises CE-01 tags",
              "on the floor"},
        Break{"UnspecifiedTag", kExercises, "TAG_FLOOR", "TAG_UNSPECIFIED", "exercises {",
              "exercises CE-01", "unspecified"},
        Break{"BendsTheHipMore", kExercises, "max_hip_flexion_degrees: 85",
              "max_hip_flexion_degrees: 95", "", "exercises CE-01 max_hip_flexion_degrees",
              "is 95, and HS-01 has 85. Write 0 to 85"},
        Break{"NegativeHip", kExercises, "max_hip_flexion_degrees: 85",
              "max_hip_flexion_degrees: -5", "", "exercises CE-01 max_hip_flexion_degrees",
              "is -5"},
        Break{"AdjustableWhereTheOtherIsNot", kExercises, "\"HS-01\"", "\"HS-07\"",
              "hip_adjustable", "exercises CE-01 hip_adjustable",
              "is true, and HS-07 does not have it"},
        Break{"OnABedWhereTheOtherIsNot", kExercises, "\"HS-01\"", "\"HS-02\"", "bed_ok",
              "exercises CE-01 bed_ok", "is true, and HS-02 does not have it"},
        Break{"OnEachLegWhereTheOtherIsNot", kExercises, "\"HS-01\"", "\"PC-23\"", "per_side",
              "exercises CE-01 per_side", "is true, and PC-23 does not have it"},
        Break{"RoundsTheBack", kExercises, "end { trunk: -90", "end { trunk: -90 lumbar: 40",
              "drawing {", "exercises CE-01 drawing", "rounds the low back more than HS-01"},
        Break{"PoseBeyondTheHip", kExercises, "end { trunk: -90 working { hip: 75",
              "end { trunk: -90 working { hip: 95", "drawing {", "exercises CE-01 drawing",
              "beyond"},
        Break{"NoAngle", kExercises, "elbow: 60", "elbow: nan", "drawing {",
              "exercises CE-01 drawing", "-180 to 180"},
        Break{"DrawnWhereTheLegIsNotHeld", kExercises, "max_hip_flexion_degrees: 85",
              "max_hip_flexion_degrees: 40", "drawing {", "exercises CE-01 drawing", "raises it"},
        Break{"GainOutOfRange", kExercises, "near_hand:", "lumbar_gain: 40 near_hand:", "drawing {",
              "exercises CE-01 drawing", "lumbar_gain"},
        Break{"UnknownProp", kExercises, "\"mat\"", "\"sofa\"", "drawing {",
              "exercises CE-01 drawing", "props is \"sofa\", which no figure knows; allowed are "},
        Break{"UnknownHand", kExercises, "near_hand: \"strap\"", "near_hand: \"sofa\"", "drawing {",
              "exercises CE-01 drawing", "near_hand is \"sofa\""},
        Break{"UnknownFeel", kExercises, "\"back_thigh\"", "\"soul\"", "drawing {",
              "exercises CE-01 drawing", "feel is \"soul\""},
        Break{"UnknownMovement", kExercises, "movement: \"foot\"", "movement: \"dance\"",
              "drawing {", "exercises CE-01 drawing", "movement is \"dance\""},
        Break{"NoHands", kExercises, "near_hand: \"strap\"", "", "exercises {", "exercises CE-01",
              "both hands"},
        Break{"UnknownProgress", kExercises, "bed_ok: true", "progress: \"HS-99\"", "",
              "exercises CE-01 progress", "no exercise HS-99"},
        Break{"ItsOwnProgress", kExercises, "bed_ok: true", "progress: \"CE-01\"", "",
              "exercises CE-01 progress", "progress runs in a circle"},
        Break{"Cycle", kExercises, "bed_ok: true",
              "regress: \"CE-02\" }\n"
              "exercises { id: \"CE-02\" variant_of: \"HS-01\"\n regress: \"CE-01\"",
              "", "exercises CE-01 regress", "regress runs in a circle"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Restrictions, BrokenOverlayTest,
    ::testing::Values(
        Break{"ChangesARule", kRestrictions, "\"CS-02\"", "\"S-29\"", "", "restrictions S-29",
              "stands in the catalogue, which an overlay cannot change"},
        Break{"RuleId", kRestrictions, "\"CS-02\"", "\"S-61\"", "", "restrictions S-61",
              "not from CS-01 to CS-99"},
        Break{"RestrictionTwice", kRestrictions, "\"CS-02\"", "\"CS-01\"", "", "restrictions CS-01",
              "stands twice, first in restrictions.textproto:4"},
        Break{"UnknownRule", kRestrictions, "\"S-29\"", "\"S-99\"", "", "restrictions CS-02 rule",
              "\"S-99\" is no safety rule of the catalogue. Name one of S-01 to S-60"},
        Break{"HigherCap", kRestrictions, "SCORE value: 2", "SCORE value: 4", "",
              "restrictions CS-01 limits", "no whole number from 1 to 3; it would be looser"},
        Break{"HigherThanTheRule", kRestrictions, "value: 20", "value: 31", "",
              "restrictions CS-02 limits",
              "no whole number from 10 to 30; it would be looser than the limit of S-29"},
        Break{"LessRestThanTheRule", kRestrictions, "MAX_HOLD_SECONDS value: 20",
              "MIN_REST_SECONDS value: 20", "", "restrictions CS-02 limits",
              "from 30 to 120; it would be looser than the limit of S-29"},
        Break{"TooStrict", kRestrictions, "COUNT value: 3", "COUNT value: 1", "",
              "restrictions CS-01 limits", "no whole number from 2 to 4. Write a number"},
        Break{"NotWhole", kRestrictions, "value: 20", "value: 20.5", "",
              "restrictions CS-02 limits", "no whole number"},
        Break{"NotANumber", kRestrictions, "value: 20", "value: nan", "",
              "restrictions CS-02 limits", "no whole number"},
        Break{"KindThatIsSet", kRestrictions, "MAX_HOLD_SECONDS", "TARGET_HOLD_SECONDS", "",
              "restrictions CS-02 limits", "a kind that an overlay cannot set; it can set LIMIT"},
        Break{"KindMissing", kRestrictions, "kind: LIMIT_KIND_MAX_HOLD_SECONDS ", "", "",
              "restrictions CS-02 limits", "a kind that an overlay cannot set"},
        Break{"ExcludesUnknown", kRestrictions, "\"HS-05\"", "\"HS-99\"", "",
              "restrictions CS-01 exclude_ids", "\"HS-99\" is no exercise"},
        Break{"ExcludesASupportItem", kRestrictions, "\"HS-05\"", "\"W-00\"", "",
              "restrictions CS-01 exclude_ids", "support item"},
        Break{"RestrictsNothing", kRestrictions,
              "limits { kind: LIMIT_KIND_MAX_HOLD_SECONDS value: 20 }", "",
              "restrictions {\n  id: \"CS-02\"", "restrictions CS-02", "restricts nothing"},
        Break{"BringsBack", kRestrictions, "exclude_ids: \"HS-05\"", "allow_only: \"HS-05\"", "",
              "allow_only", "is no field of Restriction"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Sentences, BrokenOverlayTest,
    ::testing::Values(
        Break{"TitleMissing", kExercises, "  texts { key: \"CE-01.title\"",
              "  texts { key: \"CE-01.in_short\"", "exercises {", "texts.en CE-01.title",
              "missing"},
        Break{"SecondMistakeMissing", kExercises, "CE-01.mistake.2", "CE-01.stop.2", "exercises {",
              "texts.en CE-01.mistake.2", "missing"},
        Break{"SummaryMissing", kRestrictions,
              "  texts { key: \"CS-02.summary\" text: \"High blood pressure: this clinic keeps "
              "holds short.\" }\n",
              "", "restrictions {\n  id: \"CS-02\"", "texts.en CS-02.summary", "missing"},
        Break{"Rewords", kRestrictions, "\"CS-01.summary\"", "\"S-01.summary\"", "",
              "texts.en S-01.summary", "cannot reword"},
        Break{"OfNobody", kRestrictions, "\"CS-01.summary\"", "\"CS-09.summary\"", "",
              "texts.en CS-09.summary", "belongs to no exercise or restriction"},
        Break{"PrintedNowhere", kExercises, "\"CE-01.title\"", "\"CE-01.titel\"", "",
              "texts.en CE-01.titel", "printed nowhere; CE-01 has title, aim"},
        Break{"NumberLeftOut", kExercises, "\"CE-01.step.3\"", "\"CE-01.step.6\"", "",
              "texts.en CE-01.step.6", "without the line before it"},
        Break{"SentenceTwice", kExercises, "\"CE-01.aim\"", "\"CE-01.title\"", "",
              "texts.en CE-01.title", "stands twice, first in exercises.textproto:31"},
        Break{"HardToRead", kExercises, "Put a strap around the middle of the other foot.",
              "Position an elasticated resistance apparatus circumferentially around your "
              "contralateral extremity.",
              "", "texts.en CE-01.step.2", "reads at grade"},
        Break{"Promise", kExercises, "A mild pull at the back of your thigh.",
              "It will fix your back.", "", "texts.en CE-01.aim", "must not say \"will\""},
        Break{"UnknownPlaceholder", kExercises, "Yanking the strap", "Yanking {strap}", "",
              "texts.en CE-01.mistake.2", "unknown placeholder strap"},
        Break{"SummaryTooLong", kRestrictions, "this clinic keeps holds short.",
              "this clinic keeps holds short. It is a house rule. We like it so. Ask us why. We "
              "will not tell. You can ask us each day and we say no.",
              "", "texts.en CS-02.summary", "over 140"},
        Break{"LineBreak", kExercises, "Yanking the strap", "Yanking\\nthe strap", "",
              "texts.en CE-01.mistake.2", "UTF-8 without control characters"},
        Break{"NotUtf8", kExercises, "Yanking the strap", "Yanking \\xED\\xA0\\x80", "",
              "texts.en CE-01.mistake.2", "UTF-8 without control characters"},
        Break{"Overlong", kExercises, "Yanking the strap", "Yanking \\xC0\\xAF", "",
              "texts.en CE-01.mistake.2", "UTF-8 without control characters"},
        Break{"CutShort", kExercises, "Yanking the strap", "Yanking \\xE2\\x82", "",
              "texts.en CE-01.mistake.2", "UTF-8 without control characters"},
        Break{"TooLong", kExercises, "Yanking the strap", std::string(1801, 'a'), "",
              "texts.en CE-01.mistake.2", "at most 1800 bytes"},
        Break{"NoLanguage", kExercises, "  language: \"en\"\n", "", "texts {", "texts language",
              "BCP 47"},
        Break{"LanguageWithoutSentences", kExercises, "texts {",
              "texts { language: \"it\" }\ntexts {", "", "texts.it", "has no sentence"},
        Break{"OddLanguage", kExercises, "\"en\"", "\"en_US\"", "texts {", "texts language",
              "BCP 47"}),
    NameOf);

TEST(OverlayTest, ATranslationKeepsThePlaceholders) {
  OverlayFiles files = Example();
  std::string text = Translation("es-MX");
  const std::size_t at = text.find("{degrees}");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 9, "20");
  files["mx.textproto"] = text;
  EXPECT_THAT(Refused(files), ElementsAre(HasSubstr("has other placeholders than")));
}

TEST(OverlayTest, TellsEverythingAtOnceInTheOrderOfFilesAndLines) {
  OverlayFiles files = Example();
  for (auto& [name, text] : files) {
    const std::string from = name == kExercises ? "TAG_NEURAL_TENSION, " : "value: 3";
    text.replace(text.find(from), from.size(), name == kExercises ? "" : "value: 9");
  }
  std::string& exercises = files.at(kExercises);
  exercises.replace(exercises.find("CE-01.aim"), 9, "CE-01.end");
  EXPECT_THAT(Refused(files),
              ElementsAre(HasSubstr("exercises.textproto:4 texts.en CE-01.aim: missing"),
                          HasSubstr("exercises.textproto:9 exercises CE-01 tags"),
                          HasSubstr("exercises.textproto:32 texts.en CE-01.end"),
                          HasSubstr("restrictions.textproto:8 restrictions CS-01 limits")));
}

TEST(OverlayTest, TellsOfAllWordsOfAFileThatAreNotKnown) {
  OverlayFiles files = Example();
  std::string& text = files.at(kExercises);
  text.replace(text.find("TAG_FLOOR"), 9, "TAG_FLOR");
  text.replace(text.find("BASE_SUPINE"), 11, "BASE_BACK");
  text.replace(text.find("per_side"), 8, "each_side");
  EXPECT_THAT(Refused(files),
              ElementsAre(HasSubstr(":8 base"), HasSubstr(":9 tags"), HasSubstr(":12 each_side")));
}

TEST(OverlayTest, AnEndlessNestIsRefused) {
  std::string text = "exercises {";
  for (int i = 0; i < 100000; ++i) text += " x {";
  EXPECT_THAT(Refused({{"deep.textproto", text}}), Contains(HasSubstr("too deep")));
}

// -- The folder ---------------------------------------------------------------------------------

std::vector<std::string> FaultsOf(const support::TempFolder& folder) {
  std::vector<std::string> lines;
  for (const OverlayFault& fault : ReadOverlayFolder(folder.path()).faults) {
    lines.push_back(fault.place.file + ": " + fault.what);
  }
  return lines;
}

TEST(OverlayFolderTest, ReadsEveryTextprotoFile) {
  const support::TempFolder folder;
  support::WriteFile(folder / "b.textproto", "b");
  support::WriteFile(folder / "a.textproto", "a");
  const OverlayFolder read = ReadOverlayFolder(folder.path());
  EXPECT_THAT(read.faults, IsEmpty());
  EXPECT_THAT(read.files,
              ElementsAre(std::pair("a.textproto", "a"), std::pair("b.textproto", "b")));
}

TEST(OverlayFolderTest, FollowsNoLinkAndNoFolder) {
  const support::TempFolder folder;
  const support::TempFolder outside;
  support::WriteFile(outside / "a.textproto", "a");
  std::filesystem::create_symlink(outside / "a.textproto", folder / "a.textproto");
  std::filesystem::create_directory(folder / "b.textproto");
  EXPECT_THAT(FaultsOf(folder),
              ::testing::UnorderedElementsAre(HasSubstr("a.textproto: is no regular file"),
                                              HasSubstr("b.textproto: is no regular file")));
  EXPECT_THAT(ReadOverlayFolder(folder.path()).files, IsEmpty());
}

TEST(OverlayFolderTest, ANameThatWouldNotBeReadIsRefused) {
  const support::TempFolder folder;
  support::WriteFile(folder / "limits.textprot", "");
  support::WriteFile(folder / ".hidden.textproto", "");
  EXPECT_THAT(FaultsOf(folder), SizeIs(2));
}

TEST(OverlayFolderTest, HasBounds) {
  const support::TempFolder folder;
  EXPECT_THAT(FaultsOf(folder), ElementsAre(HasSubstr("is empty")));
  support::WriteFile(folder / "large.textproto", std::string((1 << 20) + 1, '#'));
  EXPECT_THAT(FaultsOf(folder), ElementsAre(HasSubstr("larger than 1 MiB")));
  support::WriteFile(folder / "large.textproto", std::string(1 << 20, '#'));
  EXPECT_THAT(FaultsOf(folder), IsEmpty());
  for (int i = 0; i < 64; ++i) {
    support::WriteFile(folder / (std::to_string(i) + ".textproto"), "");
  }
  EXPECT_THAT(FaultsOf(folder), ElementsAre(HasSubstr("more than 64")));
  EXPECT_THAT(ReadOverlayFolder("/nonexistent").faults, SizeIs(1));
}

}  // namespace
}  // namespace ischia::catalogue
