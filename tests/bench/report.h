// What every benchmark says and how it ends: rounds, medians, goals. A ratio is judged, since both
// of its sides ran in the same round; a time depends on the machine, so it is printed beside its
// goal and read by a person.
//
//   int main(int argc, char** argv) {
//     return RunBenchmark(argc, argv, [](const Options& options, Report& report) {
//       Require(AnswerIsRight(), "the answer");
//       report.Judge("reads over raw reads", ratios.median(), 0.8);
//     });
//   }
#ifndef ISCHIA_TESTS_BENCH_REPORT_H_
#define ISCHIA_TESTS_BENCH_REPORT_H_

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ischia::bench {

// A fast wrong answer fails.
struct WrongAnswer : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// Throws WrongAnswer.
void Require(bool holds, const std::string& what);

// The figures of one side, or the ratios, over rounds. Not empty when asked.
class Series {
 public:
  void Add(double figure) { figures_.push_back(figure); }
  double last() const { return figures_.back(); }
  double median() const;
  double least() const;
  double greatest() const;
  // "812 (790-830)".
  std::string Text(int decimals = 0) const;

 private:
  std::vector<double> figures_;
};

// "0.93".
std::string Fixed(double figure, int decimals);

struct Options {
  bool brief = false;  // just long enough to see that the answers are right; nothing is judged
  std::vector<std::string> rest;
  // Rounds that count, after one to warm up.
  int rounds() const { return brief ? 1 : 5; }
  // Whether `name` stands among the rest.
  bool Has(std::string_view name) const;
};

enum class Bound { kAtLeast, kAtMost };

// Serves one thread.
class Report {
 public:
  explicit Report(bool brief) : brief_(brief) {}

  // A row of a table: the first cell wide, the others right-aligned.
  void Row(const std::vector<std::string>& cells) const;
  // A ratio that must be at least the goal.
  void Judge(const std::string& what, double ratio, double goal);
  // A figure with a goal that depends on the machine.
  void Show(const std::string& what, double figure, const std::string& unit, Bound bound,
            double goal) const;

  bool missed() const { return missed_; }

 private:
  void Goal(const char* kind, const std::string& what, const std::string& measured,
            const std::string& goal, bool met) const;

  bool brief_;
  bool missed_ = false;
};

inline constexpr int kAnswerWrong = 1;
inline constexpr int kRatioMissed = 3;

// Prints the machine's name, runs `body`, and gives the exit code: 0, kAnswerWrong when it threw,
// kRatioMissed.
int RunBenchmark(int argc, char** argv,
                 const std::function<void(const Options& options, Report& report)>& body);

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_REPORT_H_
