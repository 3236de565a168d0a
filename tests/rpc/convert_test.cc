// Conversions are checked by reflection over the contract: every field is filled, carried into the
// domain and back, so that a field somebody forgot stands out.
#include <gmock/gmock.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "service/rpc/convert_plan.h"
#include "service/rpc/convert_records.h"
#include "tests/rpc/wire.h"
#include "tests/support/assessment_builder.h"

namespace ischia::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// -- Filling
// ----------------------------------------------------------------------------------------

class Filler {
 public:
  explicit Filler(std::set<std::string> left_out) : left_out_(std::move(left_out)) {}

  // Every field gets a value of its own; lists of messages two entries, lists of words all words.
  void Fill(Message* message) {
    const Descriptor* type = message->GetDescriptor();
    if (type == v1::Date::descriptor()) {
      *dynamic_cast<v1::Date*>(message) = test::Day(2000 + Next(), 2, 29 - 1);
      return;
    }
    if (type->full_name() == "google.protobuf.Duration") {
      message->GetReflection()->SetInt64(message, type->FindFieldByName("seconds"), Next());
      return;
    }
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (left_out_.contains(field->name())) continue;
      if (field->is_repeated()) {
        FillList(message, field);
      } else {
        FillOne(message, field);
      }
    }
  }

 private:
  int Next() { return ++last_; }

  void FillList(Message* message, const FieldDescriptor* field) {
    const Reflection* reflection = message->GetReflection();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      for (int entry = 0; entry < 2; ++entry) Fill(reflection->AddMessage(message, field));
      return;
    }
    ASSERT_EQ(field->cpp_type(), FieldDescriptor::CPPTYPE_ENUM) << field->full_name();
    for (int word = 1; word < field->enum_type()->value_count(); ++word) {
      reflection->AddEnumValue(message, field, word);
    }
  }

  void FillOne(Message* message, const FieldDescriptor* field) {
    const Reflection* reflection = message->GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection->SetInt32(message, field, Next());
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return reflection->SetDouble(message, field, Next() + 0.5);
      case FieldDescriptor::CPPTYPE_BOOL:
        return reflection->SetBool(message, field, true);
      case FieldDescriptor::CPPTYPE_STRING:
        return reflection->SetString(message, field, "text " + std::to_string(Next()));
      case FieldDescriptor::CPPTYPE_ENUM:
        return reflection->SetEnumValue(message, field,
                                        1 + Next() % (field->enum_type()->value_count() - 1));
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Fill(reflection->MutableMessage(message, field));
      default:
        FAIL() << "no filling for " << field->full_name();
    }
  }

  std::set<std::string> left_out_;
  int last_ = 0;
};

template <typename T>
T Filled(std::set<std::string> left_out) {
  T message;
  Filler(std::move(left_out)).Fill(&message);
  return message;
}

std::string Differences(const Message& expected, const Message& actual) {
  std::string text;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&text);
  (void)differencer.Compare(expected, actual);
  return text;
}

TEST(ConvertRecordsTest, EveryFieldOfAnAssessmentSurvivesTheDomain) {
  const auto message = Filled<v1::Assessment>(
      {"name", "findings", "supersedes", "superseded_by", "recorded_by", "create_time"});
  Inbound inbound;
  v1::Assessment back;
  Write(ReadAssessment(message, inbound), &back);
  EXPECT_TRUE(inbound.clean());
  EXPECT_EQ(Differences(message, back), "");
}

TEST(ConvertRecordsTest, EveryFieldOfAClearanceSurvivesTheDomain) {
  auto message = Filled<v1::Clearance>({"name", "recorded_by", "create_time"});
  message.set_rule_id("S-16");
  Inbound inbound;
  app::ClearanceRecord record;
  record.fields = ReadClearance(message, inbound);
  v1::Clearance back;
  Write(record, &back);
  back.clear_create_time();
  EXPECT_TRUE(inbound.clean());
  EXPECT_EQ(Differences(message, back), "");
}

TEST(ConvertRecordsTest, EveryFieldOfACheckInSurvivesTheDomain) {
  const auto message =
      Filled<v1::CheckIn>({"name", "evidence_class", "late", "suspected_automated", "record_time",
                           "recorded_by", "findings", "supersedes", "superseded_by"});
  Inbound inbound;
  app::CheckInRecord record;
  record.check_in.fields = ReadCheckIn(message, inbound);
  v1::CheckIn back;
  Write(record, &back);
  back.clear_record_time();
  EXPECT_TRUE(inbound.clean());
  EXPECT_EQ(Differences(message, back), "");
}

TEST(ConvertRecordsTest, EveryFieldOfAPatientSurvivesTheApplication) {
  const auto message = Filled<v1::Patient>({"name", "email_confirmed", "create_time", "update_time",
                                            "delete_time", "purge_time", "etag"});
  Inbound inbound;
  app::PatientRecord record;
  record.fields = ReadPatient(message, inbound);
  v1::Patient back;
  Write(record, &back);
  back.clear_create_time();
  back.clear_update_time();
  EXPECT_EQ(Differences(message, back), "");
}

TEST(ConvertRecordsTest, WhatIsUnsetComesBackUnset) {
  Inbound inbound;
  v1::Assessment assessment;
  Write(ReadAssessment({}, inbound), &assessment);
  EXPECT_TRUE(inbound.clean());
  EXPECT_EQ(Differences(v1::Assessment(), assessment), "");
}

// -- Reading
// ----------------------------------------------------------------------------------------

std::vector<std::string> Found(Inbound& inbound) {
  std::vector<std::string> found;
  for (const domain::FieldViolation& violation : inbound.Take()) {
    found.push_back(violation.field + " " + violation.reason);
  }
  return found;
}

// Puts a number that no version knows into every enumeration, and names the paths.
void Spoil(Message* message, const std::string& path, std::set<std::string>& paths) {
  const Descriptor* type = message->GetDescriptor();
  const Reflection* reflection = message->GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const bool set = field->is_repeated() ? reflection->FieldSize(*message, field) > 0
                                          : reflection->HasField(*message, field);
    if (!set) continue;
    const int size = field->is_repeated() ? reflection->FieldSize(*message, field) : 1;
    for (int entry = 0; entry < size; ++entry) {
      const std::string here =
          path + field->name() + (field->is_repeated() ? "[" + std::to_string(entry) + "]" : "");
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        if (field->is_repeated()) {
          reflection->SetRepeatedEnumValue(message, field, entry, 9000 + entry);
        } else {
          reflection->SetEnumValue(message, field, 9000);
        }
        paths.insert(here + " UNKNOWN_ENUM_VALUE");
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Message* below = field->is_repeated()
                             ? reflection->MutableRepeatedMessage(message, field, entry)
                             : reflection->MutableMessage(message, field);
        Spoil(below, here + ".", paths);
      }
    }
  }
}

TEST(ConvertRecordsTest, AnUnknownNumberIsNamedInEveryEnumerationOfAnAssessment) {
  auto message = Filled<v1::Assessment>({"name", "findings", "create_time"});
  std::set<std::string> expected;
  Spoil(&message, "", expected);
  Inbound inbound;
  (void)ReadAssessment(message, inbound);
  const std::vector<std::string> found = Found(inbound);
  EXPECT_EQ(std::set<std::string>(found.begin(), found.end()), expected);
  EXPECT_EQ(found.size(), expected.size());
}

TEST(ConvertRecordsTest, AnUnknownNumberIsNamedInEveryEnumerationOfACheckIn) {
  auto message = Filled<v1::CheckIn>({"evidence_class", "record_time", "findings"});
  std::set<std::string> expected;
  Spoil(&message, "", expected);
  Inbound inbound;
  (void)ReadCheckIn(message, inbound);
  const std::vector<std::string> found = Found(inbound);
  EXPECT_EQ(std::set<std::string>(found.begin(), found.end()), expected);
}

TEST(ConvertRecordsTest, OnlyDaysOfTheCalendarAreDays) {
  Inbound inbound;
  std::optional<domain::CivilDay> day;
  for (const v1::Date& date :
       {test::Day(2026, 2, 29), test::Day(2026, 13, 1), test::Day(2026, 4, 31), test::Day(0, 1, 1),
        test::Day(10000, 1, 1), test::Day(2026, -1, 1), test::Day(2026, 1, 257), v1::Date()}) {
    inbound.Day("day", true, date, day);
    EXPECT_FALSE(day.has_value()) << date.ShortDebugString();
    EXPECT_THAT(Found(inbound), ElementsAre("day FIELD_INVALID")) << date.ShortDebugString();
  }
  inbound.Day("day", true, test::Day(2024, 2, 29), day);
  EXPECT_TRUE(inbound.clean());
  EXPECT_EQ(domain::IsoDay(*day), "2024-02-29");
}

TEST(ConvertRecordsTest, OnlyWholeSecondsAreASpan) {
  v1::CheckIn message;
  v1::ItemResult* result = message.add_results();
  result->mutable_hold_used()->set_nanos(500'000'000);
  Inbound inbound;
  (void)ReadCheckIn(message, inbound);
  EXPECT_THAT(Found(inbound), ElementsAre("results[0].hold_used FIELD_INVALID"));
  result->mutable_hold_used()->set_nanos(0);
  for (const std::int64_t seconds : {-1L, 86'401L, 315'576'000'000L}) {
    result->mutable_hold_used()->set_seconds(seconds);
    (void)ReadCheckIn(message, inbound);
    EXPECT_THAT(Found(inbound), ElementsAre("results[0].hold_used FIELD_INVALID")) << seconds;
  }
}

TEST(ConvertRecordsTest, ListsBeyondTheirLengthAreNotRead) {
  v1::Assessment assessment;
  for (int i = 0; i < 3; ++i) assessment.add_legs();
  for (int i = 0; i < 201; ++i) assessment.add_comorbidities();
  for (int i = 0; i < 51; ++i) assessment.add_medications(v1::MEDICATION_INSULIN);
  for (int i = 0; i < 51; ++i) assessment.add_equipment(v1::EQUIPMENT_MAT);
  Inbound inbound;
  const domain::AssessmentFields fields = ReadAssessment(assessment, inbound);
  EXPECT_THAT(Found(inbound), ElementsAre("legs FIELD_INVALID", "comorbidities FIELD_INVALID",
                                          "medications FIELD_INVALID", "equipment FIELD_INVALID"));
  EXPECT_THAT(fields.comorbidities, IsEmpty());

  v1::CheckIn check_in;
  for (int i = 0; i < 41; ++i) check_in.add_results();
  (void)ReadCheckIn(check_in, inbound);
  EXPECT_THAT(Found(inbound), ElementsAre("results FIELD_INVALID"));
}

TEST(ConvertRecordsTest, AWordIsListedOnceAndNeverLeftOpen) {
  v1::Assessment assessment;
  assessment.add_equipment(v1::EQUIPMENT_MAT);
  assessment.add_equipment(v1::EQUIPMENT_UNSPECIFIED);
  assessment.add_equipment(v1::EQUIPMENT_MAT);
  Inbound inbound;
  (void)ReadAssessment(assessment, inbound);
  EXPECT_THAT(Found(inbound),
              ElementsAre("equipment[1] FIELD_INVALID", "equipment[2] FIELD_INVALID"));
}

// -- Enumerations
// -----------------------------------------------------------------------------------

std::string Squeezed(const std::string& text) {
  std::string squeezed;
  for (const char letter : text) {
    if (letter != '_') squeezed += static_cast<char>(std::toupper(letter));
  }
  return squeezed;
}

// The enumerators of `enum class Name` in a header, without their k.
std::vector<std::string> EnumeratorsIn(const std::string& header, const std::string& name) {
  std::ifstream file(std::string(ISCHIA_SOURCE_DIR) + "/service/" + header);
  std::stringstream text;
  text << file.rdbuf();
  const std::string code = std::regex_replace(text.str(), std::regex("//[^\n]*"), "");
  std::smatch body;
  const std::regex definition("enum class " + name + " \\{([^}]*)\\}");
  EXPECT_TRUE(std::regex_search(code, body, definition)) << name;
  const std::string list = body[1];
  std::vector<std::string> words;
  const std::regex word("k(\\w+)");
  for (std::sregex_iterator it(list.begin(), list.end(), word), end; it != end; ++it) {
    if ((*it)[1] != "Count") words.push_back(Squeezed((*it)[1]));
  }
  return words;
}

std::vector<std::string> WordsOf(const EnumDescriptor* descriptor) {
  const std::string zero = descriptor->value(0)->name();
  const std::size_t prefix = zero.size() - std::string("UNSPECIFIED").size();
  std::vector<std::string> words;
  for (int i = 0; i < descriptor->value_count(); ++i) {
    EXPECT_EQ(descriptor->value(i)->number(), i);
    std::string word = Squeezed(descriptor->value(i)->name().substr(prefix));
    if (word == "LBP") word = "LOWBACKPAIN";
    if (word == "PREV") word = "PREVENTION";
    words.push_back(word);
  }
  return words;
}

struct Pair {
  const char* header;
  const char* name;
  const EnumDescriptor* descriptor;
};

TEST(EnumerationsTest, TheSameNumberIsTheSameWordOnBothSides) {
  const Pair pairs[] = {
      {"domain/values.h", "Side", v1::Side_descriptor()},
      {"domain/values.h", "Answer", v1::Answer_descriptor()},
      {"domain/values.h", "TestResult", v1::TestResult_descriptor()},
      {"domain/catalogue.h", "Severity", v1::Severity_descriptor()},
      {"domain/catalogue.h", "Urgency", v1::Urgency_descriptor()},
      {"domain/catalogue.h", "EvidenceGrade", v1::EvidenceGrade_descriptor()},
      {"domain/catalogue.h", "Equipment", v1::Equipment_descriptor()},
      {"domain/catalogue.h", "LimitKind", v1::LimitInForce::Kind_descriptor()},
      {"domain/catalogue.h", "Pathway", v1::Pathway_descriptor()},
      {"domain/catalogue.h", "Band", v1::TightnessBand_descriptor()},
      {"domain/catalogue.h", "NormSex", v1::NormSex_descriptor()},
      {"domain/catalogue.h", "Measure", v1::Measure_descriptor()},
      {"domain/assess/assessment.h", "AssessmentKind", v1::Assessment::Kind_descriptor()},
      {"domain/assess/assessment.h", "AffectedSide", v1::AffectedSide_descriptor()},
      {"domain/assess/assessment.h", "KneeExtensionMethod", v1::KneeExtensionMethod_descriptor()},
      {"domain/assess/assessment.h", "SlrLimitReason", v1::SlrLimitReason_descriptor()},
      {"domain/assess/assessment.h", "NeuroDeficit", v1::NeuroDeficit_descriptor()},
      {"domain/assess/assessment.h", "StrainGrade", v1::StrainGrade_descriptor()},
      {"domain/catalogue.h", "StrainPhase", v1::StrainPhase_descriptor()},
      {"domain/assess/assessment.h", "InjuryMechanism", v1::StrainHistory::Mechanism_descriptor()},
      {"domain/assess/assessment.h", "Bruise", v1::StrainHistory::Bruise_descriptor()},
      {"domain/assess/assessment.h", "ComorbidityCode", v1::Condition_descriptor()},
      {"domain/assess/assessment.h", "Medication", v1::Medication_descriptor()},
      {"domain/assess/assessment.h", "FloorTransfer", v1::FloorTransfer_descriptor()},
      {"domain/assess/assessment.h", "PelvicTilt", v1::PelvicTilt_descriptor()},
      {"domain/assess/assessment.h", "LumbarCurve", v1::LumbarCurve_descriptor()},
      {"domain/assess/assessment.h", "ToeTouch", v1::ToeTouch_descriptor()},
      {"domain/assess/assessment.h", "GoalClass", v1::GoalClass_descriptor()},
      {"domain/assess/assessment.h", "SportLevel", v1::SportLevel_descriptor()},
      {"domain/plan/program.h", "Slot", v1::ProgramItem::Slot_descriptor()},
      {"domain/plan/program.h", "ProgramState", v1::Program::State_descriptor()},
      {"domain/follow/check_in.h", "EvidenceClass", v1::EvidenceClass_descriptor()},
      {"domain/follow/check_in.h", "Origin", v1::CheckIn::Origin_descriptor()},
      {"domain/follow/check_in.h", "Barrier", v1::CheckIn::Barrier_descriptor()},
      {"domain/follow/adherence.h", "AdherenceBand", v1::AdherenceFigures::Band_descriptor()},
      {"application/resources.h", "PaperSize", v1::PaperSize_descriptor()},
      {"application/resources.h", "DeliveryMode", v1::DeliveryMode_descriptor()},
      {"application/resources.h", "HandoutKind", v1::Handout::Kind_descriptor()},
  };
  for (const Pair& pair : pairs) {
    EXPECT_EQ(EnumeratorsIn(pair.header, pair.name), WordsOf(pair.descriptor)) << pair.name;
  }
}

// -- Programs
// ---------------------------------------------------------------------------------------

void CollectSet(const Message& message, std::set<std::string>& set) {
  const Reflection* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    set.insert(field->containing_type()->name() + "." + field->name());
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      CollectSet(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                      : reflection->GetMessage(message, field),
                 set);
    }
  }
}

void CollectAll(const Descriptor* type, std::set<std::string>& all,
                std::set<const Descriptor*>& seen) {
  if (!seen.insert(type).second) return;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    all.insert(type->name() + "." + field->name());
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      CollectAll(field->message_type(), all, seen);
    }
  }
}

v1::Program Prescribed(const domain::AssessmentFields& fields,
                       const std::vector<domain::Clearance>& clearances = {}) {
  static const test::ShippedTexts texts;
  const PlanWriter writer(test::Shipped(), texts);
  v1::Program message;
  writer.Write(
      domain::Prescribe(test::Legal(fields), test::Shipped(), test::kStartDate, {}, clearances)
          .value(),
      &message);
  return message;
}

domain::AssessmentFields NumbSaddle() {
  domain::AssessmentFields fields = test::TightAdult();
  fields.red_flags = {};
  fields.red_flags.Set(domain::Fact::kSaddleNumbness, domain::Answer::kYes);
  return fields;
}

void Loosen(domain::LegMeasurements& leg) {
  leg.knee_extension_deficit = domain::Degrees(5);
  leg.straight_leg_raise = domain::Degrees(90);
}

domain::AssessmentFields OneTightLeg() {
  domain::AssessmentFields fields = test::TightAdult();
  Loosen(test::LegOf(fields, domain::Side::kLeft));
  fields.equipment = test::Having({domain::Equipment::kMat});
  return fields;
}

domain::AssessmentFields NoTightLeg() {
  domain::AssessmentFields fields = OneTightLeg();
  Loosen(test::LegOf(fields, domain::Side::kRight));
  fields.sitting_hours_per_day = 0;
  return fields;
}

domain::AssessmentFields AFaller() {
  domain::AssessmentFields fields = test::TightAdult();
  fields.age_years = 72;
  fields.falls_12_months_count = 2;
  fields.timed_up_and_go_seconds = 15;
  fields.fear_of_falling = domain::Answer::kYes;
  fields.systolic_mmhg = 130;
  fields.diastolic_mmhg = 80;
  fields.band_override = domain::Band::kSevere;
  fields.band_override_reason = "Known from before";
  return fields;
}

domain::AssessmentFields ANewRightHip() {
  domain::AssessmentFields fields = test::TightAdult();
  domain::Comorbidity& hip = fields.comorbidities.emplace_back();
  hip.code = domain::ComorbidityCode::kHipReplacementPosterior;
  hip.side = domain::Side::kRight;
  hip.weeks_since = 5;
  fields.equipment.set(static_cast<std::size_t>(domain::Equipment::kBed));
  return fields;
}

domain::Clearance Cleared(const char* rule) {
  domain::ClearanceFields fields;
  fields.rule_id = domain::RuleId(rule);
  fields.cleared_by = "Dr. Ada Lind";
  fields.cleared_by_role = "surgeon";
  fields.clearance_date = test::kStartDate;
  fields.reason = "healed well";
  return domain::Clearance::Create(fields, test::Shipped(), test::kStartDate).value();
}

// What waits says so, what was cleared says so, and a rule that does the same before and after says
// what it does.
TEST(ConvertPlanTest, AClearanceShowsInTheWordsOfAFinding) {
  constexpr char kWord[] = "We need your surgeon's or doctor's word before you start.";
  const auto first = [](const domain::AssessmentFields& fields,
                        const std::vector<domain::Clearance>& clearances = {}) {
    return Prescribed(fields, clearances).findings(0).summary();
  };
  EXPECT_EQ(first(ANewRightHip()), kWord);
  EXPECT_EQ(first(ANewRightHip(), {Cleared("S-16")}),
            "New hip: keep to the bend limit and do not cross the legs.");
  domain::AssessmentFields back = test::TightAdult();
  back.comorbidities.emplace_back().code = domain::ComorbidityCode::kLumbarSurgery;
  EXPECT_EQ(first(back),
            "Your back was operated on not long ago: we need your surgeon's word first.");
  EXPECT_EQ(first(back, {Cleared("S-19")}), "You have the word of a named person to start.");
}

TEST(ConvertPlanTest, EveryFieldOfAProgramIsFilledSomewhere) {
  std::set<std::string> set;
  for (const auto& fields : {test::TightAdult(), test::LowBackPainAdult(), NumbSaddle(),
                             OneTightLeg(), NoTightLeg(), AFaller()}) {
    CollectSet(Prescribed(fields), set);
  }
  CollectSet(Prescribed(ANewRightHip(), {Cleared("S-16")}), set);
  test::Wire wire;
  CollectSet(wire.Active(), set);
  std::set<std::string> all;
  std::set<const Descriptor*> seen;
  CollectAll(v1::Program::descriptor(), all, seen);

  std::vector<std::string> open;
  std::set_difference(all.begin(), all.end(), set.begin(), set.end(), std::back_inserter(open));
  // What this version has nothing to say about, or what these patients do not need.
  EXPECT_THAT(open, ::testing::UnorderedElementsAre(
                        "Acknowledgement.acknowledge_time", "Acknowledgement.comment",
                        "Acknowledgement.rule_id", "Acknowledgement.user", "Duration.nanos",
                        "ExcludedExercise.side", "Program.acknowledgements", "Program.decisions",
                        "Program.state_reason", "Program.strain_phase", "ProgramWeek.strain_phase",
                        "SideDose.contraction_duration", "SideDose.repetitions_by_set",
                        "SideDose.tempo_duration", "Timestamp.nanos"));
}

void CheckReason(const v1::Reason& reason) {
  EXPECT_NE(reason.rule_id(), "");
  EXPECT_NE(reason.statement(), "") << reason.rule_id();
  EXPECT_EQ(reason.statement().find_first_of("{}"), std::string::npos) << reason.statement();
  EXPECT_NE(reason.statement().rfind("reason.", 0), 0U) << reason.statement();
  EXPECT_NE(reason.source().grade(), v1::EVIDENCE_GRADE_UNSPECIFIED) << reason.rule_id();
  for (const v1::InputUsed& input : reason.inputs()) EXPECT_NE(input.value(), "") << input.field();
}

TEST(ConvertPlanTest, EveryReasonIsAFilledSentenceWithItsSource) {
  for (const auto& fields :
       {test::TightAdult(), test::LowBackPainAdult(), OneTightLeg(), NoTightLeg(), AFaller()}) {
    const v1::Program program = Prescribed(fields);
    EXPECT_EQ(program.weeks_size(), 12);
    for (const v1::ProgramWeek& week : program.weeks()) {
      for (const v1::Reason& reason : week.reasons()) CheckReason(reason);
      for (const v1::ProgramItem& item : week.items()) {
        EXPECT_GT(item.reasons_size(), 0) << item.exercise();
        for (const v1::Reason& reason : item.reasons()) CheckReason(reason);
      }
    }
    for (const v1::ExcludedExercise& excluded : program.excluded_exercises()) {
      for (const v1::Reason& reason : excluded.reasons()) CheckReason(reason);
    }
  }
}

TEST(ConvertPlanTest, AFindingSaysWhatWhyAndFromWhere) {
  const v1::Program program = Prescribed(NumbSaddle());
  EXPECT_EQ(program.state(), v1::Program::STATE_REFUSED);
  EXPECT_EQ(program.weeks_size(), 0);
  EXPECT_GT(program.missing_inputs_size(), 0);
  ASSERT_GT(program.findings_size(), 0);
  const v1::Finding& finding = program.findings(0);
  EXPECT_EQ(finding.rule_id(), "S-01");
  EXPECT_EQ(finding.severity(), v1::SEVERITY_REFUSE_REFER);
  EXPECT_EQ(finding.urgency(), v1::URGENCY_EMERGENCY);
  EXPECT_EQ(finding.field(), "red_flags.saddle_numbness");
  EXPECT_NE(finding.summary(), "");
  EXPECT_LE(finding.summary().size(), 140U);
  EXPECT_NE(finding.detail(), "");
  EXPECT_NE(finding.source().authors(), "");
}

TEST(ConvertPlanTest, NumbersAreWrittenWithTheirUnit) {
  const v1::Program program = Prescribed(test::TightAdult());
  ASSERT_EQ(program.bands_size(), 2);
  EXPECT_EQ(program.bands(0).side(), v1::SIDE_RIGHT);
  ASSERT_EQ(program.bands(0).reasons_size(), 1);
  EXPECT_EQ(program.bands(0).reasons(0).inputs(0).value(), "38 degrees");
}

}  // namespace
}  // namespace ischia::rpc
