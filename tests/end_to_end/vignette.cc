#include "tests/end_to_end/vignette.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>

#include "google/protobuf/any.pb.h"
#include "ischia/v1/errors.pb.h"

namespace ischia::support {
namespace {

using Poco::JSON::Object;
using Verdicts = std::vector<Verdict>;

constexpr char kExpectation[] = ".expect.json";

std::string ReadText(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) throw std::runtime_error(file.string() + ": cannot be read");
  return {std::istreambuf_iterator<char>(stream), {}};
}

void ReadMessage(const std::filesystem::path& file, google::protobuf::Message& message) {
  const auto read = google::protobuf::util::JsonStringToMessage(ReadText(file), &message);
  if (!read.ok()) throw std::runtime_error(file.string() + ": " + std::string(read.message()));
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

template <typename Strings>
std::string Listed(const Strings& texts) {
  std::string list;
  for (const auto& text : texts) list += (list.empty() ? "" : ", ") + std::string(text);
  return list.empty() ? "nothing" : list;
}

std::vector<std::string> TextsOf(const Poco::Dynamic::Var& value) {
  if (!value.isArray() && value.type() != typeid(Poco::JSON::Array::Ptr)) {
    return {value.convert<std::string>()};
  }
  std::vector<std::string> texts;
  for (const auto& text : *value.extract<Poco::JSON::Array::Ptr>()) {
    texts.push_back(text.convert<std::string>());
  }
  return texts;
}

template <typename Enum>
std::string Name(Enum value, const std::string& prefix) {
  return google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value)->name().substr(
      prefix.size());
}

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// -- Weeks and items ----------------------------------------------------------------------------

struct Weeks {
  int first;
  int last;
};
// "3": that week; "5-": from then on; "1-4": those; "all".
Weeks WeeksOf(const std::string& text, const v1::Program& program) {
  const int end = program.weeks_size();
  if (text == "all") return {1, end};
  const std::size_t dash = text.find('-');
  const int first = std::stoi(text.substr(0, dash));
  if (dash == std::string::npos) return {first, first};
  const std::string last = text.substr(dash + 1);
  return {first, last.empty() ? end : std::stoi(last)};
}

std::vector<std::string> ItemsOf(const v1::Program& program, int week) {
  std::vector<std::string> ids;
  if (week < 1 || week > program.weeks_size()) return ids;
  for (const v1::ProgramItem& item : program.weeks(week - 1).items()) {
    ids.push_back(IdOf(item.exercise()));
  }
  return ids;
}

// The item of a week that is one of "A|B"; null when there is none.
const v1::ProgramItem* FindOneOf(const v1::Program& program, int week, const std::string& ids) {
  if (week < 1 || week > program.weeks_size()) return nullptr;
  for (const std::string& id : Split(ids, '|')) {
    for (const v1::ProgramItem& item : program.weeks(week - 1).items()) {
      if (IdOf(item.exercise()) == id) return &item;
    }
  }
  return nullptr;
}

Verdicts JudgeIncluded(const Object& weeks, const v1::Program& program) {
  Verdicts verdicts;
  for (const std::string& text : weeks.getNames()) {
    const Weeks among = WeeksOf(text, program);
    for (const std::string& ids : TextsOf(weeks.get(text))) {
      bool found = false;
      for (int week = among.first; week <= among.last; ++week) {
        found = found || FindOneOf(program, week, ids) != nullptr;
      }
      verdicts.push_back(
          {"include, week " + text + ": " + ids, found, Listed(ItemsOf(program, among.first))});
    }
  }
  return verdicts;
}

Verdicts JudgeExcluded(const Object& weeks, const v1::Program& program) {
  Verdicts verdicts;
  for (const std::string& text : weeks.getNames()) {
    const Weeks among = WeeksOf(text, program);
    for (const std::string& id : TextsOf(weeks.get(text))) {
      std::vector<std::string> where;
      for (int week = among.first; week <= among.last; ++week) {
        if (FindOneOf(program, week, id) != nullptr) where.push_back(std::to_string(week));
      }
      verdicts.push_back(
          {"exclude, week " + text + ": " + id, where.empty(), "in week " + Listed(where)});
    }
  }
  return verdicts;
}

// -- Doses --------------------------------------------------------------------------------------

std::string BySet(const v1::SideDose& dose) {
  std::string sets;
  for (const int repetitions : dose.repetitions_by_set()) {
    sets += (sets.empty() ? "" : "-") + std::to_string(repetitions);
  }
  return sets;
}

// The ways to write a dose; see the format.
std::vector<std::string> Written(const v1::SideDose& dose) {
  const std::string days = " x" + std::to_string(dose.day_count_per_week());
  const std::string often = dose.session_count_per_day() > 1
                                ? days + " " + std::to_string(dose.session_count_per_day()) + "/day"
                                : days;
  const std::string repetitions = std::to_string(dose.repetition_count());
  const std::string sets = std::to_string(dose.set_count()) + "x" + repetitions;
  if (dose.repetitions_by_set_size() > 0) return {BySet(dose) + often};
  if (!dose.has_hold_duration()) return {sets + often};
  const std::string hold = "x" + std::to_string(dose.hold_duration().seconds()) + " s";
  const std::string weekly = " = " + std::to_string(dose.weekly_hold_seconds());
  if (dose.set_count() != 1) return {sets + hold + often, sets + hold + often + weekly};
  return {repetitions + hold + often, repetitions + hold + often + weekly, sets + hold + often};
}

bool IsOnSide(const v1::SideDose& dose, const std::string& side) {
  return side.empty() || Name(dose.side(), "SIDE_") == side;
}

// `which`: "HS-01", "HS-01|HS-02", "HS-01 LEFT". Without a side every side must have the dose.
Verdict JudgeDose(const v1::Program& program, int week, const std::string& which,
                  const std::string& wanted) {
  Verdict verdict{"dose, week " + std::to_string(week) + ", " + which + ": " + wanted, false,
                  Listed(ItemsOf(program, week))};
  const std::vector<std::string> words = Split(which, ' ');
  const v1::ProgramItem* item = FindOneOf(program, week, words.front());
  if (item == nullptr) return verdict;
  const std::vector<std::string> ways = Split(wanted, '|');
  std::vector<std::string> found;
  std::size_t right = 0;
  for (const v1::SideDose& dose : item->doses()) {
    if (!IsOnSide(dose, words.size() > 1 ? words[1] : "")) continue;
    const std::vector<std::string> written = Written(dose);
    found.push_back(written[written.size() > 1 ? 1 : 0]);
    right += std::any_of(ways.begin(), ways.end(), [&](const std::string& way) {
      return std::find(written.begin(), written.end(), way) != written.end();
    });
  }
  verdict.met = !found.empty() && right == found.size();
  verdict.found = IdOf(item->exercise()) + " " + Listed(found);
  return verdict;
}

Verdicts JudgeDoses(const Object& weeks, const v1::Program& program) {
  Verdicts verdicts;
  for (const std::string& week : weeks.getNames()) {
    const Object::Ptr doses = weeks.getObject(week);
    for (const std::string& which : doses->getNames()) {
      verdicts.push_back(
          JudgeDose(program, std::stoi(week), which, doses->getValue<std::string>(which)));
    }
  }
  return verdicts;
}

// -- Everything else ----------------------------------------------------------------------------

Verdict JudgeRules(const std::vector<std::string>& wanted, const v1::Program& program) {
  std::vector<std::string> fired;
  for (const v1::Finding& finding : program.findings()) {
    if (finding.rule_id().rfind("S-", 0) == 0) fired.push_back(finding.rule_id());
  }
  return {"rules: " + Listed(wanted),
          std::is_permutation(fired.begin(), fired.end(), wanted.begin(), wanted.end()),
          Listed(fired)};
}

Verdicts JudgeBands(const Object& bands, const v1::Program& program) {
  Verdicts verdicts;
  for (const std::string& side : bands.getNames()) {
    const auto wanted = bands.getValue<std::string>(side);
    std::vector<std::string> found;
    for (const v1::LegBand& band : program.bands()) {
      if (Name(band.side(), "SIDE_") == side) {
        found.push_back(Name(band.band(), "TIGHTNESS_BAND_"));
      }
    }
    verdicts.push_back({"band, " + side + ": " + wanted, found == std::vector<std::string>{wanted},
                        Listed(found)});
  }
  return verdicts;
}

// `which`: "MAX_HOLD_SECONDS", "MAX_HIP_FLEXION_DEGREES RIGHT".
Verdicts JudgeLimits(const Object& limits, const v1::Program& program) {
  Verdicts verdicts;
  for (const std::string& which : limits.getNames()) {
    const auto wanted = limits.getValue<double>(which);
    std::vector<std::string> found;
    bool met = false;
    for (const v1::LimitInForce& limit : program.limits()) {
      const std::string kind = Name(limit.kind(), "KIND_");
      if (which != kind && which != kind + " " + Name(limit.side(), "SIDE_")) continue;
      met = met || limit.value() == wanted;
      found.push_back(std::to_string(limit.value()));
    }
    verdicts.push_back(
        {"limit, " + which + ": " + limits.getValue<std::string>(which), met, Listed(found)});
  }
  return verdicts;
}

const v1::TrajectoryPoint* FindPoint(const v1::Program& program, const std::string& which,
                                     int week) {
  for (const v1::Trajectory& trajectory : program.trajectories()) {
    const std::string name =
        Name(trajectory.side(), "SIDE_") + ' ' + Name(trajectory.measure(), "MEASURE_");
    if (name != which) continue;
    for (const v1::TrajectoryPoint& point : trajectory.points()) {
      if (point.week_number() == week) return &point;
    }
  }
  return nullptr;
}

Verdicts JudgeTrajectories(const Object& expected, const v1::Program& program) {
  constexpr double kRounding = 0.1;  // degrees
  Verdicts verdicts;
  for (const std::string& which : expected.getNames()) {
    const Object::Ptr wanted = expected.getObject(which);
    const v1::TrajectoryPoint* point = FindPoint(program, which, wanted->getValue<int>("week"));
    std::map<std::string, double> found;
    if (point != nullptr) {
      const auto [low, high] = std::minmax({point->low_degrees(), point->high_degrees()});
      found = {{"expected", point->expected_degrees()}, {"low", low}, {"high", high}};
    }
    for (const std::string& name : wanted->getNames()) {
      if (name == "week") continue;
      const bool met = found.count(name) != 0 &&
                       std::abs(found[name] - wanted->getValue<double>(name)) <= kRounding + 1e-9;
      verdicts.push_back(
          {"trajectory, " + which + ", " + name + ": " + wanted->getValue<std::string>(name), met,
           point == nullptr ? "nothing" : std::to_string(found[name])});
    }
  }
  return verdicts;
}

template <typename Texts>
Verdicts JudgeAmong(const std::string& what, const std::vector<std::string>& wanted,
                    const Texts& texts) {
  Verdicts verdicts;
  for (const std::string& text : wanted) {
    const bool met = std::find(texts.begin(), texts.end(), text) != texts.end();
    verdicts.push_back({what + ": " + text, met, Listed(texts)});
  }
  return verdicts;
}

std::string AllStatements(const v1::Program& program) {
  std::string all;
  const auto add = [&all](const auto& reasons) {
    for (const v1::Reason& reason : reasons) all += reason.statement() + '\n';
  };
  for (const v1::ProgramWeek& week : program.weeks()) {
    add(week.reasons());
    for (const v1::ProgramItem& item : week.items()) add(item.reasons());
  }
  for (const v1::ExcludedExercise& excluded : program.excluded_exercises()) add(excluded.reasons());
  for (const v1::Finding& finding : program.findings()) {
    all += finding.summary() + '\n' + finding.detail() + '\n';
  }
  return all;
}

Verdicts JudgeStatements(const std::vector<std::string>& wanted, const v1::Program& program) {
  const std::string all = AllStatements(program);
  Verdicts verdicts;
  for (const std::string& part : wanted) {
    verdicts.push_back({"statement: " + part, all.find(part) != std::string::npos,
                        std::to_string(all.size()) + " characters without it"});
  }
  return verdicts;
}

// What an error says besides its reason: each field and what is wrong with it.
std::string ViolationsOf(const grpc::Status& status) {
  v1::Status details;
  std::string violations;
  if (!details.ParseFromString(status.error_details())) return violations;
  for (const google::protobuf::Any& any : details.details()) {
    v1::BadRequest bad;
    if (any.type_url() != "type.googleapis.com/google.rpc.BadRequest" ||
        !bad.ParseFromString(any.value())) {
      continue;
    }
    for (const auto& entry : bad.field_violations()) {
      violations += "; " + entry.field() + " " + entry.description();
    }
  }
  return violations;
}

// The reason of an error by its details, as any client decodes them.
std::string ReasonOf(const grpc::Status& status) {
  v1::Status details;
  if (!details.ParseFromString(status.error_details())) return "no details";
  for (const google::protobuf::Any& any : details.details()) {
    v1::ErrorInfo info;
    if (any.type_url() == "type.googleapis.com/google.rpc.ErrorInfo" &&
        info.ParseFromString(any.value())) {
      return info.reason();
    }
  }
  return "no reason";
}

using Judge1 = std::function<Verdicts(const Poco::Dynamic::Var& value, const Outcome& outcome)>;

template <typename JudgeType>
Judge1 OfProgram(const JudgeType& judge) {
  return [judge](const Poco::Dynamic::Var& value, const Outcome& outcome) {
    return judge(*value.extract<Object::Ptr>(), outcome.program);
  };
}

Verdict JudgeName(const std::string& what, const std::string& wanted, const std::string& found) {
  return {what + ": " + wanted, wanted == found, found};
}

// Key of the file -> its judge; null: words for people.
const std::map<std::string, Judge1>& Judges() {
  using Var = Poco::Dynamic::Var;
  static const auto& judges = *new std::map<std::string, Judge1>{
      {"title", nullptr},
      {"rationale", nullptr},
      {"state",
       [](const Var& value, const Outcome& outcome) -> Verdicts {
         return {JudgeName("state", value, Name(outcome.program.state(), "STATE_"))};
       }},
      {"error",
       [](const Var& value, const Outcome& outcome) -> Verdicts {
         return {JudgeName("error", value, ReasonOf(outcome.status))};
       }},
      {"rules",
       [](const Var& value, const Outcome& outcome) -> Verdicts {
         return {JudgeRules(TextsOf(value), outcome.program)};
       }},
      {"urgency",
       [](const Var& value, const Outcome& outcome) -> Verdicts {
         const v1::Program& program = outcome.program;
         return {JudgeName("urgency", value,
                           program.findings().empty()
                               ? "no finding"
                               : Name(program.findings(0).urgency(), "URGENCY_"))};
       }},
      {"supervision",
       [](const Var& value, const Outcome& outcome) -> Verdicts {
         return {
             JudgeName("supervision", value, Name(outcome.program.supervision(), "SUPERVISION_"))};
       }},
      {"bands", OfProgram(JudgeBands)},
      {"include", OfProgram(JudgeIncluded)},
      {"exclude", OfProgram(JudgeExcluded)},
      {"dose", OfProgram(JudgeDoses)},
      {"limits", OfProgram(JudgeLimits)},
      {"trajectory", OfProgram(JudgeTrajectories)},
      {"missing_inputs",
       [](const Var& value, const Outcome& outcome) {
         return JudgeAmong("missing input", TextsOf(value), outcome.program.missing_inputs());
       }},
      {"text_keys",
       [](const Var& value, const Outcome& outcome) {
         return JudgeAmong("text", TextsOf(value), outcome.program.text_keys());
       }},
      {"statements",
       [](const Var& value, const Outcome& outcome) {
         return JudgeStatements(TextsOf(value), outcome.program);
       }},
  };
  return judges;
}

}  // namespace

std::vector<std::string> VignettesIn(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const std::size_t stem = name.size() - std::min(name.size(), sizeof(kExpectation) - 1);
    if (name.substr(stem) == kExpectation) names.push_back(name.substr(0, stem));
  }
  std::sort(names.begin(), names.end());
  return names;
}

Vignette ReadVignette(const std::filesystem::path& folder, const std::string& name) {
  Vignette vignette{name, {}, {}};
  v1::PreviewProgramRequest& request = vignette.request;
  const std::filesystem::path rest = folder / (name + ".request.json");
  if (std::filesystem::exists(rest)) ReadMessage(rest, request);
  if (!request.has_start_date()) {
    request.mutable_start_date()->set_year(2026);
    request.mutable_start_date()->set_month(6);
    request.mutable_start_date()->set_day(1);
  }
  request.set_parent("practices/sample");
  ReadMessage(folder / (name + ".assessment.json"), *request.mutable_assessment());
  const std::filesystem::path expectation = folder / (name + kExpectation);
  try {
    vignette.expect =
        Poco::JSON::Parser().parse(ReadText(expectation)).extract<Poco::JSON::Object::Ptr>();
  } catch (const Poco::Exception& wrong) {
    throw std::runtime_error(expectation.string() + ": " + wrong.displayText());
  }
  return vignette;
}

std::vector<Verdict> Judge(const Poco::JSON::Object& expect, const Outcome& outcome) {
  Verdicts verdicts;
  if (!outcome.status.ok() && !expect.has("error")) {
    verdicts.push_back(
        {"a program", false, ReasonOf(outcome.status) + ViolationsOf(outcome.status)});
  }
  for (const std::string& key : expect.getNames()) {
    const auto judge = Judges().find(key);
    if (judge == Judges().end()) {
      verdicts.push_back({key, false, "a key that nobody judges"});
    } else if (judge->second) {
      try {
        const Verdicts judged = judge->second(expect.get(key), outcome);
        verdicts.insert(verdicts.end(), judged.begin(), judged.end());
      } catch (const std::exception&) {
        verdicts.push_back({key, false, "an expectation in another form than the format's"});
      }
    }
  }
  return verdicts;
}

}  // namespace ischia::support
