// The worked weeks of tests/data/decide, sent as a client would: check-ins, the decision, and what
// the program asks for in the week after. Their format stands in tests/data/decide/README.md. A
// changed expectation is a clinical change and is reviewed as one.
#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ischia/v1/decision.grpc.pb.h"
#include "tests/rpc/wire.h"
#include "tests/support/temp_folder.h"

namespace ischia::test {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using std::chrono::days;
using std::chrono::hours;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::UnorderedElementsAreArray;

const std::string kFolder = std::string(ISCHIA_TEST_DATA) + "/decide/";

std::vector<std::string> Cases() {
  const std::string ending = ".case.json";
  std::set<std::string> cases;
  for (const auto& file : std::filesystem::directory_iterator(kFolder)) {
    const std::string name = file.path().filename();
    if (name.ends_with(ending)) cases.insert(name.substr(0, name.size() - ending.size()));
  }
  return {cases.begin(), cases.end()};
}

template <typename Message>
Message FromJson(const std::string& text) {
  Message message;
  const auto read = google::protobuf::util::JsonStringToMessage(text, &message);
  EXPECT_TRUE(read.ok()) << text;
  return message;
}

std::string ToJson(const Value& value) {
  std::string text;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(value, &text).ok());
  return text;
}

const Value* Find(const Struct& object, const std::string& key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? nullptr : &found->second;
}

std::vector<std::string> Texts(const Value& list) {
  std::vector<std::string> texts;
  for (const Value& value : list.list_value().values()) texts.push_back(value.string_value());
  return texts;
}

template <typename Enum>
std::string Word(Enum value) {
  const auto* enumeration = google::protobuf::GetEnumDescriptor<Enum>();
  const std::string name = enumeration->FindValueByNumber(value)->name();
  std::string prefix;  // "PLATEAU_STEP_" of PlateauStep
  for (const char c : enumeration->name()) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !prefix.empty()) prefix += '_';
    prefix += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name.substr(prefix.size() + 1);
}

// A day of the program, from 0.
v1::Date DateOf(int day) {
  const std::chrono::year_month_day date{kStartDate + days(day)};
  return Day(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
             static_cast<int>(static_cast<unsigned>(date.day())));
}

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string DoseText(const v1::SideDose& dose) {
  std::ostringstream text;
  text << dose.repetition_count() << 'x' << dose.hold_duration().seconds() << " s x"
       << dose.day_count_per_week() << " = " << dose.weekly_hold_seconds();
  return text.str();
}

class DecideCasesTest : public ::testing::TestWithParam<std::string> {
 protected:
  DecideCasesTest()
      : case_(FromJson<Struct>(support::ReadFile(kFolder + GetParam() + ".case.json"))) {}

  const Struct& Expected() const { return Find(case_, "expect")->struct_value(); }

  // -- The job

  template <typename Stub, typename Request, typename Answer>
  Answer Must(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
              Request request) {
    if (const auto* id = request.GetDescriptor()->FindFieldByName("request_id")) {
      request.GetReflection()->SetString(&request, id, wire_.NewRequestId());
    }
    const auto reply = wire_.Call(method, request);
    EXPECT_THAT(reply, Succeeds()) << reply.status.error_message() << ' '
                                   << ::testing::PrintToString(ProblemOf(reply.status).violations);
    return reply.answer;
  }

  // The clock in the evening of a day of the program, from 0, at the patient two hours ahead of
  // UTC.
  void Evening(int day) {
    wire_.clinic.clock.MoveTo(domain::Instant{kStartDate + days(day)} + hours(18));
  }

  void Begin() {
    v1::CreateAssessmentRequest assess = wire_.NewAssessment(wire_.Patient());
    *assess.mutable_assessment() = Assessment();
    patient_ = assess.parent();
    const v1::Assessment stored = Must(&v1::AssessmentService::Stub::CreateAssessment, assess);
    const v1::Program draft =
        Must(&v1::ProgramService::Stub::CreateProgram, wire_.NewProgram(stored));
    v1::ActivateProgramRequest activate;
    activate.set_name(draft.name());
    activate.set_etag(draft.etag());
    for (const v1::Finding& finding : draft.findings()) {
      activate.add_acknowledged_rule_ids(finding.rule_id());
    }
    program_ = Must(&v1::ProgramService::Stub::ActivateProgram, activate);
  }

  v1::Assessment Assessment() const {
    const std::string name = Find(case_, "assessment")->string_value();
    return FromJson<v1::Assessment>(support::ReadFile(kFolder + name + ".assessment.json"));
  }

  int StretchNumber(int week) const {
    for (const v1::ProgramItem& item : program_.weeks(week - 1).items()) {
      if (item.slot() == v1::ProgramItem::SLOT_STRETCH) return item.item_number();
    }
    return 0;
  }

  void CheckIn(int week, int day, v1::CheckIn check_in) {
    for (v1::ItemResult& result : *check_in.mutable_results()) {
      if (result.item_number() == 0) result.set_item_number(StretchNumber(week));
    }
    const int of_program = 7 * (week - 1) + day - 1;
    Evening(of_program);
    *check_in.mutable_session_date() = DateOf(of_program);
    if (check_in.origin() == v1::CheckIn::ORIGIN_UNSPECIFIED) {
      check_in.set_origin(v1::CheckIn::ORIGIN_LINK);
    }
    check_in.set_utc_offset_minutes(120);
    v1::CreateCheckInRequest request;
    request.set_parent(program_.name());
    *request.mutable_check_in() = check_in;
    Must(&v1::CheckInService::Stub::CreateCheckIn, request);
  }

  v1::WeeklyDecision Decide(int week) {
    Evening(7 * week - 1);
    v1::DecideWeekRequest request;
    request.set_parent(program_.name());
    request.set_week_number(week);
    *request.mutable_as_of_date() = DateOf(7 * week - 1);
    return Must(&v1::WeeklyDecisionService::Stub::DecideWeek, request);
  }

  void Confirm(const v1::WeeklyDecision& proposed) {
    v1::ConfirmWeeklyDecisionRequest request;
    request.set_name(proposed.name());
    request.set_etag(proposed.etag());
    Must(&v1::WeeklyDecisionService::Stub::ConfirmWeeklyDecision, request);
    Reread();
  }

  void Reread() {
    v1::GetProgramRequest get;
    get.set_name(program_.name());
    program_ = Must(&v1::ProgramService::Stub::GetProgram, get);
  }

  // A week of so many sessions at a mild pull, settled with this kind, whatever was proposed.
  void SettleWeek(int week, const Struct& wanted) {
    const Value* done = Find(wanted, "done");
    const int sessions = done == nullptr ? 7 : static_cast<int>(done->number_value());
    for (int day = 1; day <= 7; ++day) {
      v1::CheckIn check_in;
      check_in.set_done(day <= sessions ? v1::ANSWER_YES : v1::ANSWER_NO);
      if (day <= sessions) {
        v1::ItemResult* result = check_in.add_results();
        result->set_done(v1::ANSWER_YES);
        result->set_stretch_discomfort_score(2);
      }
      CheckIn(week, day, check_in);
    }
    const v1::WeeklyDecision proposed = Decide(week);
    const std::string kind = Find(wanted, "kind")->string_value();
    if (Word(proposed.kind()) == kind) {
      Confirm(proposed);
      return;
    }
    v1::OverrideWeeklyDecisionRequest request;
    request.set_name(proposed.name());
    request.set_etag(proposed.etag());
    v1::WeeklyDecision::Kind parsed = v1::WeeklyDecision::KIND_UNSPECIFIED;
    ASSERT_TRUE(v1::WeeklyDecision::Kind_Parse("KIND_" + kind, &parsed)) << kind;
    request.set_kind(parsed);
    request.set_reason("The case asks for it.");
    Must(&v1::WeeklyDecisionService::Stub::OverrideWeeklyDecision, request);
    Reread();
  }

  // Entries of the same day are laid over each other, later ones over earlier ones.
  std::map<int, v1::CheckIn> Log() const {
    std::map<int, v1::CheckIn> log;
    for (const Value& line : Find(case_, "log")->list_value().values()) {
      const Struct& entry = line.struct_value();
      const auto over = FromJson<v1::CheckIn>(ToJson(*Find(entry, "check_in")));
      for (const Value& day : Find(entry, "days")->list_value().values()) {
        v1::CheckIn& check_in = log[static_cast<int>(day.number_value())];
        if (over.results_size() > 0) check_in.clear_results();
        check_in.MergeFrom(over);
      }
    }
    return log;
  }

  void Remeasure(int week) {
    const Value* changed = Find(case_, "remeasurement");
    if (changed == nullptr) return;
    const auto over = FromJson<v1::Assessment>(ToJson(*changed));
    v1::Assessment now = Assessment();
    now.set_kind(v1::Assessment::KIND_REMEASUREMENT);
    for (const v1::LegMeasurements& leg : over.legs()) {
      for (v1::LegMeasurements& to : *now.mutable_legs()) {
        if (to.side() == leg.side()) to.MergeFrom(leg);
      }
    }
    v1::Assessment rest = over;
    rest.clear_legs();
    now.MergeFrom(rest);
    Evening(7 * week - 1);
    *now.mutable_assessment_date() = DateOf(7 * week - 1);
    v1::CreateAssessmentRequest request;
    request.set_parent(patient_);
    *request.mutable_assessment() = now;
    Must(&v1::AssessmentService::Stub::CreateAssessment, request);
  }

  // -- What must come of it

  void ExpectDecision(const v1::WeeklyDecision& decision) const {
    const Struct& expected = Expected();
    EXPECT_EQ(Word(decision.kind()), Find(expected, "kind")->string_value());
    const std::vector<std::string> rules(decision.rule_ids().begin(), decision.rule_ids().end());
    if (const Value* wanted = Find(expected, "rules")) {
      EXPECT_THAT(rules, IsSupersetOf(Texts(*wanted)));
      EXPECT_EQ(rules.front(), Texts(*wanted).front());
    }
    if (const Value* wanted = Find(expected, "review")) {
      EXPECT_EQ(decision.review_required(), wanted->bool_value());
    }
    if (const Value* wanted = Find(expected, "dose_adequate")) {
      EXPECT_EQ(decision.dose_adequate(), wanted->bool_value());
    }
    if (const Value* wanted = Find(expected, "removed")) {
      std::vector<std::string> removed;
      for (const std::string& name : decision.removed_exercises()) removed.push_back(IdOf(name));
      EXPECT_THAT(removed, UnorderedElementsAreArray(Texts(*wanted)));
    }
    if (const Value* wanted = Find(expected, "response")) {
      EXPECT_EQ(Word(decision.remeasurement().response()), wanted->string_value());
    }
    if (const Value* wanted = Find(expected, "step")) {
      EXPECT_EQ(Word(decision.remeasurement().plateau_step()), wanted->string_value());
    }
    if (const Value* wanted = Find(expected, "on_track")) {
      for (const v1::MeasuredChange& change : decision.remeasurement().changes()) {
        EXPECT_EQ(change.on_track(), wanted->bool_value());
      }
    }
    ExpectReasons(decision);
  }

  void ExpectReasons(const v1::WeeklyDecision& decision) const {
    std::string said;
    for (const v1::Reason& reason : decision.reasons()) {
      EXPECT_FALSE(reason.rule_id().empty());
      EXPECT_FALSE(reason.statement().empty());
      EXPECT_EQ(reason.statement().find('{'), std::string::npos) << reason.statement();
      EXPECT_NE(reason.source().grade(), v1::EVIDENCE_GRADE_UNSPECIFIED) << reason.rule_id();
      said += reason.statement() + '\n';
    }
    EXPECT_FALSE(said.empty());
    if (const Value* wanted = Find(Expected(), "says")) {
      EXPECT_THAT(said, HasSubstr(wanted->string_value()));
    }
  }

  void ExpectNextWeek(int week) const {
    ASSERT_GE(program_.weeks_size(), week);
    const v1::ProgramWeek& next = program_.weeks(week - 1);
    ASSERT_EQ(next.week_number(), week);
    std::map<std::string, const v1::ProgramItem*> items;
    for (const v1::ProgramItem& item : next.items()) items[IdOf(item.exercise())] = &item;
    if (const Value* wanted = Find(Expected(), "next")) {
      for (const auto& [exercise, dose] : wanted->struct_value().fields()) {
        ASSERT_TRUE(items.contains(exercise)) << exercise;
        for (const v1::SideDose& side : items[exercise]->doses()) {
          EXPECT_EQ(DoseText(side), dose.string_value()) << exercise;
        }
      }
    }
    if (const Value* wanted = Find(Expected(), "next_without")) {
      for (const std::string& exercise : Texts(*wanted)) {
        EXPECT_FALSE(items.contains(exercise)) << exercise;
      }
    }
    if (const Value* wanted = Find(Expected(), "next_item_count")) {
      const auto count = std::count_if(items.begin(), items.end(), [](const auto& item) {
        return item.second->slot() != v1::ProgramItem::SLOT_WARM_UP;
      });
      EXPECT_EQ(count, static_cast<int>(wanted->number_value()));
    }
  }

  Struct case_;
  Wire wire_;
  std::string patient_;
  v1::Program program_;
};

TEST_P(DecideCasesTest, TheWeekIsDecidedAndFollowedAsExpected) {
  EXPECT_FALSE(Find(case_, "sentence")->string_value().empty());
  Begin();
  int week = 1;
  for (const Value& settled : Find(case_, "settled")->list_value().values()) {
    SettleWeek(week, settled.struct_value());
    ++week;
  }
  for (const auto& [day, check_in] : Log()) CheckIn(week, day, check_in);
  Remeasure(week);
  const v1::WeeklyDecision decision = Decide(week);
  ExpectDecision(decision);
  if (decision.state() == v1::WeeklyDecision::STATE_PROPOSED) Confirm(decision);
  Reread();
  if (const Value* wanted = Find(Expected(), "program_state")) {
    EXPECT_EQ(v1::Program::State_Name(program_.state()), "STATE_" + wanted->string_value());
  }
  ExpectNextWeek(week + 1);
}

TEST_P(DecideCasesTest, EveryExpectationIsOneThatIsJudged) {
  const std::set<std::string> known = {
      "kind",     "rules", "review", "dose_adequate", "removed",         "response",     "step",
      "on_track", "says",  "next",   "next_without",  "next_item_count", "program_state"};
  for (const auto& [key, value] : Expected().fields()) EXPECT_TRUE(known.contains(key)) << key;
}

INSTANTIATE_TEST_SUITE_P(Rows, DecideCasesTest, ::testing::ValuesIn(Cases()), [](const auto& row) {
  std::string name = row.param;
  std::erase(name, '-');
  return "Row" + name;
});

}  // namespace
}  // namespace ischia::test
