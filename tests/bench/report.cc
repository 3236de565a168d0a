#include "tests/bench/report.h"

#include <algorithm>
#include <exception>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <thread>

namespace ischia::bench {
namespace {

std::string MachineName() {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line)) {
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  }
  return "unknown processor";
}

std::string BoundText(Bound bound) { return bound == Bound::kAtLeast ? ">= " : "<= "; }

}  // namespace

void Require(bool holds, const std::string& what) {
  if (!holds) throw WrongAnswer("wrong: " + what);
}

double Series::median() const {
  std::vector<double> sorted = figures_;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted.at(middle)
                                : (sorted.at(middle - 1) + sorted.at(middle)) / 2;
}

double Series::least() const { return *std::min_element(figures_.begin(), figures_.end()); }

double Series::greatest() const { return *std::max_element(figures_.begin(), figures_.end()); }

std::string Series::Text(int decimals) const {
  return Fixed(median(), decimals) + " (" + Fixed(least(), decimals) + "-" +
         Fixed(greatest(), decimals) + ")";
}

std::string Fixed(double figure, int decimals) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(decimals) << figure;
  return text.str();
}

bool Options::Has(std::string_view name) const {
  return std::find(rest.begin(), rest.end(), name) != rest.end();
}

void Report::Row(const std::vector<std::string>& cells) const {
  constexpr int kFirst = 30;
  constexpr int kOther = 24;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::cout << (i == 0 ? std::left : std::right) << std::setw(i == 0 ? kFirst : kOther)
              << cells[i];
  }
  std::cout << std::endl;
}

void Report::Judge(const std::string& what, double ratio, double goal) {
  if (brief_) return;
  missed_ = missed_ || ratio < goal;
  Goal("judged", what, Fixed(ratio, 3), ">= " + Fixed(goal, 2), ratio >= goal);
}

void Report::Show(const std::string& what, double figure, const std::string& unit, Bound bound,
                  double goal) const {
  if (brief_) return;
  Goal("printed", what, Fixed(figure, 1) + " " + unit,
       BoundText(bound) + Fixed(goal, 0) + " " + unit,
       bound == Bound::kAtLeast ? figure >= goal : figure <= goal);
}

// Read by tests/bench/run: five fields between bars.
void Report::Goal(const char* kind, const std::string& what, const std::string& measured,
                  const std::string& goal, bool met) const {
  std::cout << "goal | " << kind << " | " << what << " | " << measured << " | " << goal << " | "
            << (met ? "met" : "MISSED") << std::endl;
}

int RunBenchmark(int argc, char** argv,
                 const std::function<void(const Options& options, Report& report)>& body) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--brief") {
      options.brief = true;
    } else {
      options.rest.push_back(argument);
    }
  }
  std::cout << MachineName() << ", " << std::thread::hardware_concurrency() << " cores\n";
  Report report(options.brief);
  try {
    body(options, report);
  } catch (const std::exception& exception) {
    std::cerr << exception.what() << '\n';
    return kAnswerWrong;
  }
  if (options.brief) std::cout << "The answers are right; too brief to judge speed.\n";
  return report.missed() ? kRatioMissed : 0;
}

}  // namespace ischia::bench
