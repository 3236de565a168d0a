// The worked cases of tests/data/prescribe, each sent as it stands through a running service: rules
// fired, bands, exercises by week, doses by week and side, limits, wording. A changed expectation
// is a clinical change and is reviewed as one.
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ischia/v1/program.grpc.pb.h"
#include "tests/end_to_end/running_service.h"

namespace ischia {
namespace {

using Poco::JSON::Object;

std::string ReadFile(const std::string& name) {
  std::ifstream file(std::string(ISCHIA_TEST_DATA) + "/prescribe/" + name);
  EXPECT_TRUE(file.good()) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::vector<std::string> Texts(const Object& object, const std::string& key) {
  std::vector<std::string> texts;
  const auto array = object.getArray(key);
  for (std::size_t i = 0; !array.isNull() && i < array->size(); ++i) {
    texts.push_back(array->getElement<std::string>(static_cast<unsigned>(i)));
  }
  return texts;
}

Object::Ptr Child(const Object& object, const std::string& key) {
  const Object::Ptr child = object.getObject(key);
  return child.isNull() ? Object::Ptr(new Object) : child;
}

template <typename Enum>
std::string Name(Enum value) {
  return google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value)->name();
}

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

class PrescribeTest : public ::testing::TestWithParam<std::string> {
 protected:
  static void SetUpTestSuite() { service_ = new support::RunningService; }
  static void TearDownTestSuite() {
    delete service_;
    service_ = nullptr;
  }

  void SetUp() override {
    v1::PreviewProgramRequest request;
    request.set_parent("practices/sample");
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                    ReadFile(GetParam() + ".assessment.json"), request.mutable_assessment())
                    .ok());
    request.mutable_start_date()->set_year(2026);
    request.mutable_start_date()->set_month(6);
    request.mutable_start_date()->set_day(1);
    const auto context = support::RunningService::Context();
    const grpc::Status status =
        service_->Stub<v1::ProgramService>()->PreviewProgram(context.get(), request, &program_);
    ASSERT_TRUE(status.ok()) << status.error_message();
    expect_ =
        Poco::JSON::Parser().parse(ReadFile(GetParam() + ".expect.json")).extract<Object::Ptr>();
  }

  const v1::ProgramItem* Find(int week, const std::string& id) const {
    for (const v1::ProgramItem& item : program_.weeks(week - 1).items()) {
      if (IdOf(item.exercise()) == id) return &item;
    }
    return nullptr;
  }
  // The item of a week that is one of "A|B".
  const v1::ProgramItem* FindOneOf(int week, const std::string& ids) const {
    for (const std::string& id : Split(ids, '|')) {
      if (const v1::ProgramItem* item = Find(week, id)) return item;
    }
    return nullptr;
  }

  static support::RunningService* service_;
  v1::Program program_;
  Object::Ptr expect_;
};

support::RunningService* PrescribeTest::service_ = nullptr;

TEST_P(PrescribeTest, ExactlyTheExpectedSafetyRulesFire) {
  std::vector<std::string> fired;
  for (const v1::Finding& finding : program_.findings()) {
    if (finding.rule_id().rfind("S-", 0) == 0) fired.push_back(finding.rule_id());
    EXPECT_FALSE(finding.summary().empty()) << finding.rule_id();
  }
  EXPECT_THAT(fired, ::testing::UnorderedElementsAreArray(Texts(*expect_, "rules")));
}

TEST_P(PrescribeTest, TheStateIsAsExpected) {
  EXPECT_EQ(Name(program_.state()), "STATE_" + expect_->getValue<std::string>("state"));
}

TEST_P(PrescribeTest, ARefusalNamesNoExerciseAndSaysWhatToDo) {
  if (program_.state() != v1::Program::STATE_REFUSED) return;
  EXPECT_TRUE(program_.weeks().empty());
  EXPECT_EQ(program_.DebugString().find("exercises/"), std::string::npos);
  EXPECT_EQ(Name(program_.findings(0).urgency()),
            "URGENCY_" + expect_->getValue<std::string>("urgency"));
  EXPECT_EQ(program_.findings(0).severity(), v1::SEVERITY_REFUSE_REFER);
  EXPECT_THAT(
      std::vector<std::string>(program_.missing_inputs().begin(), program_.missing_inputs().end()),
      ::testing::IsSupersetOf(Texts(*expect_, "missing_inputs")));
}

TEST_P(PrescribeTest, BandsAreAsExpected) {
  const Object::Ptr bands = Child(*expect_, "bands");
  for (const std::string& side : bands->getNames()) {
    bool found = false;
    for (const v1::LegBand& band : program_.bands()) {
      if (Name(band.side()) != "SIDE_" + side) continue;
      found = true;
      EXPECT_EQ(Name(band.band()), "TIGHTNESS_BAND_" + bands->getValue<std::string>(side));
    }
    EXPECT_TRUE(found) << side;
  }
}

TEST_P(PrescribeTest, EachWeekHasWhatItMustInclude) {
  const Object::Ptr weeks = Child(*expect_, "include");
  for (const std::string& week : weeks->getNames()) {
    for (const std::string& ids : Texts(*weeks, week)) {
      EXPECT_NE(FindOneOf(std::stoi(week), ids), nullptr) << "week " << week << ": " << ids;
    }
  }
}

TEST_P(PrescribeTest, WhatMustNotAppearDoesNot) {
  const Object::Ptr excluded = Child(*expect_, "exclude");
  for (const std::string& from : excluded->getNames()) {
    for (const std::string& id : Texts(*excluded, from)) {
      const bool always = from == "all";
      const int first = always ? 1 : std::stoi(from);
      const int last = always || id == "AD-29" ? program_.weeks_size() : first;
      for (int week = first; week <= last; ++week) {
        EXPECT_EQ(Find(week, id), nullptr) << id << " in week " << week;
      }
    }
  }
}

TEST_P(PrescribeTest, EveryExerciseLeftOutIsExplained) {
  std::set<std::string> said;
  for (const v1::ExcludedExercise& excluded : program_.excluded_exercises()) {
    said.insert(IdOf(excluded.exercise()));
    EXPECT_FALSE(excluded.reasons().empty()) << excluded.exercise();
  }
  for (const std::string& id : Texts(*Child(*expect_, "exclude"), "all")) {
    EXPECT_TRUE(said.count(id)) << id;
  }
}

// "4x15 s x7 = 420": repetitions, hold, days, seconds a week. "2x6 x5": sets, repetitions, days.
// "1x10x5 s x7": sets, repetitions, hold, days.
std::set<std::string> DosesOf(const v1::SideDose& dose) {
  std::ostringstream stretch;
  stretch << dose.repetition_count() << 'x' << dose.hold_duration().seconds() << " s x"
          << dose.day_count_per_week() << " = " << dose.weekly_hold_seconds();
  std::ostringstream holds;
  holds << dose.set_count() << 'x' << dose.repetition_count() << 'x'
        << dose.hold_duration().seconds() << " s x" << dose.day_count_per_week();
  std::ostringstream moves;
  moves << dose.set_count() << 'x' << dose.repetition_count() << " x" << dose.day_count_per_week();
  return {stretch.str(), holds.str(), dose.has_hold_duration() ? "" : moves.str()};
}

TEST_P(PrescribeTest, DosesAreAsExpectedOnEachSide) {
  const Object::Ptr weeks = Child(*expect_, "dose");
  for (const std::string& week : weeks->getNames()) {
    const Object::Ptr doses = weeks->getObject(week);
    for (const std::string& ids : doses->getNames()) {
      const v1::ProgramItem* item = FindOneOf(std::stoi(week), ids);
      ASSERT_NE(item, nullptr) << "week " << week << ": " << ids;
      for (const v1::SideDose& dose : item->doses()) {
        const std::set<std::string> written = DosesOf(dose);
        bool matches = false;
        for (const std::string& wanted : Split(doses->getValue<std::string>(ids), '|')) {
          matches = matches || written.count(wanted) != 0;
        }
        EXPECT_TRUE(matches) << "week " << week << ' ' << item->ShortDebugString();
      }
    }
  }
}

TEST_P(PrescribeTest, LimitsAreInForce) {
  const Object::Ptr limits = Child(*expect_, "limits");
  for (const std::string& kind : limits->getNames()) {
    bool found = false;
    for (const v1::LimitInForce& limit : program_.limits()) {
      if (v1::LimitInForce::Kind_Name(limit.kind()) != "KIND_" + kind) continue;
      found = true;
      EXPECT_EQ(limit.value(), limits->getValue<double>(kind)) << kind;
      EXPECT_FALSE(limit.rule_ids().empty()) << kind;
    }
    EXPECT_TRUE(found) << kind;
  }
  const auto supervision = expect_->optValue<std::string>("supervision", "");
  if (!supervision.empty()) {
    EXPECT_EQ(Name(program_.supervision()), "SUPERVISION_" + supervision);
  }
}

TEST_P(PrescribeTest, TheExpectedRangeIsThatOfTheEvidence) {
  const Object::Ptr expected = Child(*expect_, "trajectory");
  for (const std::string& which : expected->getNames()) {
    const Object::Ptr wanted = expected->getObject(which);
    bool found = false;
    for (const v1::Trajectory& trajectory : program_.trajectories()) {
      const std::string name =
          Name(trajectory.side()).substr(5) + ' ' + Name(trajectory.measure()).substr(8);
      if (name != which) continue;
      for (const v1::TrajectoryPoint& point : trajectory.points()) {
        if (point.week_number() != wanted->getValue<int>("week")) continue;
        found = true;
        EXPECT_NEAR(point.expected_degrees(), wanted->getValue<double>("expected"), 0.1);
        if (!wanted->has("low")) continue;
        const auto [low, high] = std::minmax({point.low_degrees(), point.high_degrees()});
        EXPECT_NEAR(low, wanted->getValue<double>("low"), 0.1);
        EXPECT_NEAR(high, wanted->getValue<double>("high"), 0.1);
      }
    }
    EXPECT_TRUE(found) << which;
  }
}

TEST_P(PrescribeTest, TheHandoutWillCarryItsWords) {
  EXPECT_THAT(std::vector<std::string>(program_.text_keys().begin(), program_.text_keys().end()),
              ::testing::IsSupersetOf(Texts(*expect_, "text_keys")));
}

TEST_P(PrescribeTest, EachLineCarriesItsRuleItsStatementAndItsSource) {
  std::string all;
  const auto check = [&all](const auto& reasons, const std::string& where) {
    EXPECT_FALSE(reasons.empty()) << where;
    for (const v1::Reason& reason : reasons) {
      EXPECT_FALSE(reason.rule_id().empty()) << where;
      EXPECT_FALSE(reason.statement().empty()) << where;
      EXPECT_EQ(reason.statement().find('{'), std::string::npos) << reason.statement();
      EXPECT_NE(reason.source().grade(), v1::EVIDENCE_GRADE_UNSPECIFIED)
          << where << ' ' << reason.rule_id();
      all += reason.statement() + '\n';
    }
  };
  for (const v1::ProgramWeek& week : program_.weeks()) {
    for (const v1::ProgramItem& item : week.items()) {
      check(item.reasons(), std::to_string(week.week_number()) + ' ' + item.exercise());
    }
  }
  for (const v1::ExcludedExercise& excluded : program_.excluded_exercises()) {
    check(excluded.reasons(), excluded.exercise());
  }
  EXPECT_THAT(all, ::testing::HasSubstr(expect_->optValue<std::string>("rationale", "")));
}

TEST_P(PrescribeTest, TheSameRequestGivesTheSameBytes) {
  const std::string first = program_.SerializeAsString();
  SetUp();
  EXPECT_EQ(program_.SerializeAsString(), first);
}

INSTANTIATE_TEST_SUITE_P(Cases, PrescribeTest,
                         ::testing::Values("v01", "v03", "v07", "v10", "v11"));

}  // namespace
}  // namespace ischia
