// How long it takes to make a program, conversions not counted: of the worked cases, of random
// assessments, and as weeks and exercises are added.
//
//   bench_plan [--brief]
#include <benchmark/benchmark.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "service/domain/plan/course.h"
#include "service/domain/plan/program.h"
#include "tests/bench/live_clinic.h"
#include "tests/bench/report.h"
#include "tests/bench/timing.h"
#include "tests/support/any_assessment.h"

namespace ischia::bench {
namespace {

using domain::Assessment;
using domain::Catalogue;
using domain::Course;

constexpr double kGoalMicroseconds = 25;
constexpr double kGoalOfNearlyAll = 100;
constexpr double kNearlyAll = 0.999;
// At least this share of what a straight line says.
constexpr double kLinear = 0.8;

void WorkedCases(const Catalogue& catalogue, const Options& options, Report& report) {
  const std::vector<std::string> cases{"v01", "v03", "v07"};
  std::vector<Timed> items;
  for (const std::string& name : cases) {
    const Assessment assessment = AssessmentOf(name);
    const auto prescribe = [&catalogue, assessment] {
      return domain::Prescribe(assessment, catalogue, StartDate());
    };
    const domain::Result<domain::Program> program = prescribe();
    Require(program.ok(), name);
    RequireTheCasesProgram(*program, name);
    Require(*program == *prescribe(), name + ": the same program again");
    items.push_back({name, [prescribe] { benchmark::DoNotOptimize(prescribe()); }});
  }
  const std::vector<Series> spent = CpuMicroseconds(items, options.brief);
  report.Row({"case", "CPU us, median (range)"});
  for (std::size_t i = 0; i < cases.size(); ++i) report.Row({cases[i], spent[i].Text(1)});
  for (std::size_t i = 0; i < cases.size(); ++i) {
    report.Show("program of " + cases[i], spent[i].median(), "us CPU", Bound::kAtMost,
                kGoalMicroseconds);
  }
}

// The least of three runs, since an interrupt is counted as the thread's own time. Nothing when no
// program is made.
std::optional<double> CpuOfProgram(const Assessment& assessment, const Catalogue& catalogue,
                                   const Course& course = {}) {
  std::optional<double> least;
  for (int run = 0; run < 3; ++run) {
    const double before = CpuOf(CLOCK_THREAD_CPUTIME_ID);
    const auto program = domain::Prescribe(assessment, catalogue, StartDate(), course);
    const double spent = CpuOf(CLOCK_THREAD_CPUTIME_ID) - before;
    if (!program.ok() || program->state != domain::ProgramState::kDraft) return std::nullopt;
    least = std::min(least.value_or(spent), spent);
  }
  return least;
}

// -- Random assessments

double Quantile(const std::vector<double>& sorted, double share) {
  return sorted.at(static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1)));
}

std::vector<double> CpuOfRandomPrograms(int count, const Catalogue& catalogue) {
  constexpr int kSize = 100;  // rapidcheck's own for the last cases of a run
  const rc::Gen<domain::AssessmentFields> any = test::AnyAssessment();
  rc::Random random(1);
  std::vector<double> spent;
  for (int i = 0; i < count; ++i) {
    const auto assessment = Assessment::Create(any(random.split(), kSize).value());
    if (!assessment.ok()) continue;
    if (const auto cpu = CpuOfProgram(*assessment, catalogue)) spent.push_back(*cpu);
  }
  std::sort(spent.begin(), spent.end());
  return spent;
}

void RandomAssessments(const Catalogue& catalogue, const Options& options, Report& report) {
  const int count = options.brief ? 500 : 100'000;
  const std::vector<double> spent = CpuOfRandomPrograms(count, catalogue);
  Require(spent.size() > static_cast<std::size_t>(count) / 4, "programs of random assessments");
  const double median = Quantile(spent, 0.5);
  const double nearly_all = Quantile(spent, kNearlyAll);
  report.Row({"random assessments", std::to_string(count)});
  report.Row({"programs made of them", std::to_string(spent.size())});
  report.Row({"CPU us, median", Fixed(median, 1)});
  report.Row({"CPU us, 99.9th percentile", Fixed(nearly_all, 1)});
  report.Row({"CPU us, most", Fixed(spent.back(), 1)});
  report.Show("random programs, median", median, "us CPU", Bound::kAtMost, kGoalMicroseconds);
  report.Show("random programs, 99.9th percentile", nearly_all, "us CPU", Bound::kAtMost,
              kGoalOfNearlyAll);
}

// -- Growth

double MedianOfProgram(const Catalogue& catalogue, const Course& course, bool brief) {
  const Assessment assessment = AssessmentOf("v01");
  Series spent;
  for (int round = 0; round < (brief ? 1 : 300); ++round) {
    const auto cpu = CpuOfProgram(assessment, catalogue, course);
    Require(cpu.has_value(), "the program that grows");
    spent.Add(*cpu);
  }
  return spent.median();
}

double WithWeeks(Catalogue catalogue, int weeks, bool brief) {
  catalogue.week_count = weeks;
  return MedianOfProgram(catalogue, {}, brief);
}

domain::ProgramEdit EditOf(domain::EditKind kind, const char* added, int value) {
  domain::ProgramEdit edit;
  edit.kind = kind;
  edit.new_exercise = domain::ExerciseId(added);
  edit.value = value;
  return edit;
}

// So many exercises that the clinician adds, where an hour and the cap have room for all.
double WithAdded(Catalogue catalogue, std::size_t count, bool brief) {
  constexpr const char* kAdded[] = {"PC-23", "AD-29", "PC-25", "AD-33",
                                    "AD-30", "TR-18", "PC-24", "TR-20"};
  catalogue.max_exercise_count = 20;
  Course course;
  course.edits.push_back(EditOf(domain::EditKind::kSetMinutes, "", 60));
  for (std::size_t i = 0; i < count; ++i) {
    course.edits.push_back(EditOf(domain::EditKind::kAdd, kAdded[i], 0));
  }
  return MedianOfProgram(catalogue, course, brief);
}

void Growth(const Catalogue& catalogue, const Options& options, Report& report) {
  const auto weeks = [&](int count) { return WithWeeks(catalogue, count, options.brief); };
  const auto added = [&](std::size_t count) { return WithAdded(catalogue, count, options.brief); };
  const double few_weeks = weeks(12);
  const double many_weeks = weeks(48);
  const double no_item = added(0);
  const double few_items = added(4) - no_item;
  const double many_items = added(8) - no_item;
  report.Row({"CPU us, 12 and 48 weeks", Fixed(few_weeks, 1), Fixed(many_weeks, 1)});
  report.Row({"CPU us, 4 and 8 exercises more", Fixed(few_items, 1), Fixed(many_items, 1)});
  report.Judge("linear in weeks, or better", 4 * few_weeks / many_weeks, kLinear);
  report.Judge("linear in exercises, or better", 2 * few_items / many_items, kLinear);
}

void Prescribing(const Options& options, Report& report) {
  const Catalogue catalogue = catalogue::LoadEmbedded().catalogue;
  WorkedCases(catalogue, options, report);
  RandomAssessments(catalogue, options, report);
  Growth(catalogue, options, report);
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::Prescribing);
}
