// A program and its findings on the page, read back from the page.
#include "service/web/view/program_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "service/domain/assess/assessment.h"
#include "tests/server/handout_cases.h"
#include "tests/support/assessment_builder.h"
#include "tests/web/console_words.h"

namespace ischia::web {
namespace {

using domain::Program;
using domain::Side;
using domain::SideDose;
using test::All;
using test::Loaded;
using test::NotingTexts;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr domain::CivilDay kStart{std::chrono::year{2026} / 6 / 1};
constexpr const char* kExamples[] = {"v01", "v02", "v03", "v04", "v05", "v06",
                                     "v07", "v08", "v09", "v10", "v11"};

Program Prescribed(const domain::AssessmentFields& fields) {
  return domain::Prescribe(domain::Assessment::Create(fields).value(), Loaded().catalogue, kStart)
      .value();
}

class ProgramViewTest : public ::testing::Test {
 protected:
  Speech speech() const { return {words_, Loaded().catalogue}; }
  std::string Doses(const Program& program) const {
    View view;
    ShowDoses(program, speech(), view);
    return Render("doses", words_, view);
  }
  std::string Findings(const Program& program, const domain::AssessmentFields& fields) const {
    View view;
    ShowFindings(program.findings, fields, speech(), view);
    return Render("findings", words_, view);
  }

  NotingTexts texts_;
  Words words_{texts_, "en"};
};

// -- One dose -------------------------------------------------------------------------------------

SideDose DoseOf(int sets, int repetitions, int hold, int work = 0) {
  SideDose dose;
  dose.sets = sets;
  dose.repetitions = repetitions;
  dose.hold_seconds = hold;
  dose.work_seconds = work;
  return dose;
}

TEST_F(ProgramViewTest, SaysADoseInTheClinicsWords) {
  const std::pair<SideDose, const char*> doses[] = {
      {DoseOf(1, 4, 15), "4×15 s"},  {DoseOf(2, 6, 0), "2×6"},
      {DoseOf(1, 10, 0), "1×10"},    {DoseOf(3, 5, 10), "3×5×10 s"},
      {DoseOf(1, 1, 30), "1×30 s"},  {DoseOf(1, 1, 0, 180), "3 min"},
      {DoseOf(1, 1, 0, 45), "45 s"}, {DoseOf(1, 1, 0, 90), "90 s"},
      {DoseOf(1, 1, 0, 60), "1 min"}};
  for (const auto& [dose, text] : doses) EXPECT_EQ(DoseText(dose, words_), text);
  SideDose nordic = DoseOf(3, 8, 0);
  nordic.repetitions_by_set = {6, 7, 8};
  EXPECT_EQ(DoseText(nordic, words_), "6-7-8");
}

// -- The dose table -------------------------------------------------------------------------------

struct TableRow {
  std::string exercise;
  std::string side;
  bool optional = false;
  std::vector<std::string> weeks;
  std::string days;
};

std::vector<TableRow> RowsOf(const std::string& page) {
  const std::string body =
      page.substr(page.find("<tbody>"), page.find("</tbody>") - page.find("<tbody>"));
  std::vector<TableRow> rows;
  for (const std::string& line : All(body, "<tr[^>]*>(.*?)</tr>")) {
    TableRow row;
    const std::vector<std::string> ids = All(line, "<small>([A-Z]+-[0-9]+)</small>");
    row.exercise = !ids.empty() ? ids.front() : rows.empty() ? "" : rows.back().exercise;
    std::vector<std::string> cells = All(line, "<td[^>]*>(.*?)</td>");
    row.side = cells.at(1).substr(0, cells.at(1).find(' '));
    row.optional = cells.at(1).find("optional") != std::string::npos;
    row.weeks.assign(cells.begin() + 2, cells.end() - 1);
    row.days = cells.back();
    rows.push_back(row);
  }
  return rows;
}

std::string WordOf(Side side) {
  return side == Side::kRight ? "Right" : side == Side::kLeft ? "Left" : "–";
}

// V01 with a left leg of normal length.
domain::AssessmentFields OneTightLeg() {
  domain::AssessmentFields fields = test::TightAdult();
  domain::LegMeasurements& left = test::LegOf(fields, Side::kLeft);
  left.knee_extension_deficit = domain::Degrees(12);
  left.straight_leg_raise = domain::Degrees(82);
  return fields;
}

TEST_F(ProgramViewTest, TheTableIsTheProgramOfItsFirstWeeks) {
  std::vector<Program> programs = {Prescribed(OneTightLeg())};
  for (const char* name : kExamples) programs.push_back(Prescribed(test::FieldsOf(name)));
  for (std::size_t i = 0; i < programs.size(); ++i) {
    SCOPED_TRACE(i);
    const Program& program = programs[i];
    if (program.weeks.empty()) continue;
    const std::string page = Doses(program);
    const std::size_t shown = std::min<std::size_t>(program.weeks.size(), 6);
    EXPECT_THAT(All(page, "(<th scope=\"col\"[^>]*>Week [0-9]+</th>)"), SizeIs(shown));
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> expected;
    for (std::size_t week = 0; week < shown; ++week) {
      for (const domain::ProgramItem& item : program.weeks[week].items) {
        for (const SideDose& dose : item.doses) {
          auto& texts = expected[{std::string(item.exercise.text()), WordOf(dose.side)}];
          texts.resize(shown, "–");
          texts[week] = DoseText(dose, words_);
        }
      }
    }
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> actual;
    for (const TableRow& row : RowsOf(page)) {
      EXPECT_TRUE(actual.emplace(std::pair(row.exercise, row.side), row.weeks).second)
          << row.exercise << ' ' << row.side << " stands twice";
    }
    EXPECT_EQ(actual, expected);
  }
}

TEST_F(ProgramViewTest, V01HoldsAMinuteASide) {
  const std::string page = Doses(Prescribed(test::FieldsOf("v01")));
  int stretches = 0;
  for (const TableRow& row : RowsOf(page)) {
    if (!row.exercise.starts_with("HS-")) continue;
    ++stretches;
    EXPECT_EQ(row.weeks.front(), "4×15 s") << row.side;
    EXPECT_EQ(row.weeks.at(1), "3×20 s") << row.side;
    EXPECT_FALSE(row.optional);
  }
  EXPECT_EQ(stretches, 2);
  EXPECT_THAT(page, HasSubstr("Hamstring hold a week, each leg"));
  EXPECT_THAT(page, Not(HasSubstr("Hamstring hold a week, left")));
}

TEST_F(ProgramViewTest, ABetterLegIsOptionalAndSaysSo) {
  const Program program = Prescribed(OneTightLeg());
  int optional = 0;
  for (const TableRow& row : RowsOf(Doses(program))) {
    const bool stretch = row.exercise.starts_with("HS-");
    EXPECT_EQ(row.optional, stretch && row.side == "Left") << row.exercise << ' ' << row.side;
    optional += row.optional ? 1 : 0;
  }
  EXPECT_EQ(optional, 1);
}

// -- Findings -------------------------------------------------------------------------------------

TEST_F(ProgramViewTest, FindingsCarryIconWordRuleAndRow) {
  const domain::AssessmentFields fields = test::FieldsOf("v03");
  const std::string page = Findings(Prescribed(fields), fields);
  const std::size_t at = page.find("S-39");
  ASSERT_NE(at, std::string::npos);
  const std::size_t begin = page.rfind("<div class=\"finding", at);
  const std::string finding = page.substr(begin, page.find("</div>", at) - begin);
  EXPECT_THAT(finding, AllOf(HasSubstr("finding-modify"), HasSubstr("icons.svg#modify"),
                             HasSubstr("<strong>Modify</strong>"), HasSubstr("href=\"#row-")));
  EXPECT_THAT(finding, HasSubstr(*Loaded().texts.Find("S-39.summary", "en")));
}

TEST_F(ProgramViewTest, EveryFindingOfEveryExampleIsWhole) {
  int shown = 0;
  for (const char* name : kExamples) {
    SCOPED_TRACE(name);
    const domain::AssessmentFields fields = test::FieldsOf(name);
    const Program program = Prescribed(fields);
    const std::string page = Findings(program, fields);
    std::vector<std::string> rules;
    for (const domain::Finding& finding : program.findings) {
      rules.emplace_back(finding.rule_id.text());
    }
    EXPECT_EQ(All(page, "<span class=\"rule\">([^<]*)</span>"), rules);
    EXPECT_THAT(All(page, "icons.svg#([a-z]+)\""), SizeIs(rules.size()));
    // What was read in the engine's path is said in the form's words.
    for (const std::string& input : All(page, "<span>([^<]*)</span>")) {
      EXPECT_THAT(input, Not(::testing::ContainsRegex("[a-z][_.][a-z]|comorbidities")));
    }
    for (const std::string& row : All(page, "href=\"#row-([^\"]*)\"")) EXPECT_NE(row, "");
    shown += static_cast<int>(rules.size());
  }
  EXPECT_GT(shown, 10);
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

// Each condition alone: its finding names it and leads to the list.
TEST_F(ProgramViewTest, AFindingOfAConditionNamesIt) {
  domain::AssessmentFields fields = test::TightAdult();
  fields.comorbidities.push_back({.code = domain::ComorbidityCode::kVertebralFracture,
                                  .side = {},
                                  .weeks_since = {},
                                  .grade = {},
                                  .value = {},
                                  .symptomatic = {},
                                  .at_target = {}});
  const std::string page = Findings(Prescribed(fields), fields);
  EXPECT_THAT(page,
              HasSubstr("<span>" + words_.Get("comorbidities.vertebral_fracture") + "</span>"));
  EXPECT_THAT(page, HasSubstr("href=\"#row-conditions\""));
}

TEST_F(ProgramViewTest, ARefusalSaysHowUrgentItIs) {
  const domain::AssessmentFields fields = test::FieldsOf("v10");
  const Program program = Prescribed(fields);
  const std::string page = Findings(program, fields);
  EXPECT_THAT(page, AllOf(HasSubstr("finding-refuse"), HasSubstr("icons.svg#refuse"),
                          HasSubstr("<strong>Refuse and refer: emergency, today</strong>"),
                          HasSubstr("href=\"#row-screen.cauda\"")));
}

TEST_F(ProgramViewTest, NoFindingsIsAStatement) {
  View view;
  ShowFindings({}, {}, speech(), view);
  EXPECT_TRUE(view.get("no_findings")->is_true());
}

// -- Why, and why not -----------------------------------------------------------------------------

TEST_F(ProgramViewTest, EveryExerciseLeftOutIsShownOnce) {
  for (const char* name : kExamples) {
    SCOPED_TRACE(name);
    const Program program = Prescribed(test::FieldsOf(name));
    View view;
    ShowExcluded(program, speech(), view);
    const std::string page = Render("not_given", words_, view);
    std::multiset<std::string> expected;
    for (const domain::ExcludedExercise& excluded : program.excluded) {
      expected.insert(Escaped(words_.Of(std::string(excluded.exercise.text()) + ".title")));
    }
    const auto shown = All(page, "<li><strong>([^<]*)</strong>");
    EXPECT_EQ(std::multiset<std::string>(shown.begin(), shown.end()), expected);
    std::size_t sum = 0;
    for (const std::string& count : All(page, "<span class=\"count\">([0-9]+)</span>")) {
      sum += static_cast<std::size_t>(std::stoi(count));
    }
    EXPECT_EQ(sum, program.excluded.size());
    EXPECT_EQ(view.get("not_given_count")->string_value(), std::to_string(program.excluded.size()));
  }
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

TEST_F(ProgramViewTest, EveryLineSaysWhyAndFiveAreOpen) {
  for (const char* name : kExamples) {
    SCOPED_TRACE(name);
    const Program program = Prescribed(test::FieldsOf(name));
    View view;
    ShowReasons(program, speech(), view);
    const std::string page = Render("whys", words_, view);
    std::set<std::string> expected;
    for (const domain::ProgramWeek& week : program.weeks) {
      for (const domain::ProgramItem& item : week.items) {
        expected.insert(Escaped(words_.Of(std::string(item.exercise.text()) + ".title")));
      }
    }
    const auto shown = All(page, "<summary><strong>([^<]*)</strong>");
    EXPECT_EQ(std::set<std::string>(shown.begin(), shown.end()), expected);
    EXPECT_EQ(shown.size(), expected.size());
    EXPECT_THAT(All(page, "(<details class=\"why\" open>)"),
                SizeIs(std::min<std::size_t>(5, shown.size())));
  }
  EXPECT_THAT(texts_.missing(), IsEmpty());
}

}  // namespace
}  // namespace ischia::web
