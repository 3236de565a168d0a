#include "tests/web/typed.h"

#include <google/protobuf/util/json_util.h>

#include <cstdio>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "tests/support/temp_folder.h"

namespace ischia::test {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// "TIGHT" of PATHWAY_TIGHT.
std::string WordOf(const EnumValueDescriptor& value) {
  constexpr std::string_view kUnspecified = "UNSPECIFIED";
  const std::size_t prefix = value.type()->value(0)->name().size() - kUnspecified.size();
  return value.name().substr(prefix);
}

std::string DayOf(const v1::Date& date) {
  char text[16];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d", date.year(), date.month(), date.day());
  return text;
}

std::string NumberOf(double number) {
  char text[32];
  std::snprintf(text, sizeof(text), "%g", number);
  return text;
}

class Typist {
 public:
  void Type(const Message& message, const std::string& prefix) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->is_repeated()) {
        TypeList(message, field);
      } else {
        TypeOne(message, field, prefix + field->name());
      }
    }
  }
  void TypeNerveTests(const v1::Assessment& message) {
    using Leg = v1::LegMeasurements;
    TypeNerveTest(message, "straight_leg_raise_neural", &Leg::straight_leg_raise_neural);
    TypeNerveTest(message, "crossed_straight_leg_raise", &Leg::crossed_straight_leg_raise);
    TypeNerveTest(message, "slump_test", &Leg::slump_test);
  }
  app::Answers Take() { return std::move(answers_); }

 private:
  void TypeOne(const Message& message, const FieldDescriptor* field, const std::string& name) {
    const Reflection& reflection = *message.GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return Add(name, NumberOf(reflection.GetInt32(message, field)));
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return Add(name, NumberOf(reflection.GetDouble(message, field)));
      case FieldDescriptor::CPPTYPE_STRING:
        return Add(name, reflection.GetString(message, field));
      case FieldDescriptor::CPPTYPE_ENUM:
        return Add(name, WordOf(*reflection.GetEnum(message, field)));
      case FieldDescriptor::CPPTYPE_BOOL:
        return TypeConfirmation(name, message);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return TypeMessage(reflection.GetMessage(message, field), name);
      default:
        throw std::runtime_error(name);
    }
  }
  void TypeMessage(const Message& message, const std::string& name) {
    if (const auto* date = dynamic_cast<const v1::Date*>(&message)) return Add(name, DayOf(*date));
    Type(message, name + '.');
  }
  // The lists of conditions and of medicines; a piece of equipment confirms its own.
  void TypeConfirmation(const std::string& name, const Message& message) {
    const auto& assessment = dynamic_cast<const v1::Assessment&>(message);
    if (name == "equipment_confirmed") {
      if (assessment.equipment().empty()) Add("equipment.NONE", "on");
      return;
    }
    const bool none = name == "comorbidities_confirmed" ? assessment.comorbidities().empty()
                                                        : assessment.medications().empty();
    Add(name, none ? "NONE" : "LIST");
  }
  void TypeList(const Message& message, const FieldDescriptor* field) {
    const Reflection& reflection = *message.GetReflection();
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        const auto* value = reflection.GetRepeatedEnum(message, field, i);
        Add(field->name() + '.' + WordOf(*value), "on");
        continue;
      }
      TypeEntry(reflection.GetRepeatedMessage(message, field, i));
    }
  }
  void TypeEntry(const Message& entry) {
    std::string prefix;
    std::string_view named;
    if (const auto* leg = dynamic_cast<const v1::LegMeasurements*>(&entry)) {
      prefix = leg->side() == v1::SIDE_RIGHT ? "legs.right." : "legs.left.";
      named = "side";
    } else {
      const auto& condition = dynamic_cast<const v1::Comorbidity&>(entry);
      prefix = v1::Condition_Name(condition.condition());
      prefix.replace(0, std::string_view("CONDITION_").size(), "comorbidities.");
      Add(prefix, "on");
      prefix += '.';
      named = "condition";
    }
    std::vector<const FieldDescriptor*> fields;
    entry.GetReflection()->ListFields(entry, &fields);
    for (const FieldDescriptor* field : fields) {
      const bool nerve_test = field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM &&
                              field->enum_type() == v1::TestResult_descriptor();
      if (field->name() != named && !nerve_test) TypeOne(entry, field, prefix + field->name());
    }
  }
  // One answer for both legs.
  void TypeNerveTest(const v1::Assessment& message, const std::string& name,
                     v1::TestResult (v1::LegMeasurements::*get)() const) {
    v1::TestResult right = v1::TEST_RESULT_UNSPECIFIED;
    v1::TestResult left = v1::TEST_RESULT_UNSPECIFIED;
    for (const v1::LegMeasurements& leg : message.legs()) {
      (leg.side() == v1::SIDE_RIGHT ? right : left) = (leg.*get)();
    }
    if (right == v1::TEST_RESULT_UNSPECIFIED) return;
    Add("nerve_tests." + name,
        right == v1::TEST_RESULT_NOT_DONE ? "NOT_DONE"
        : right == left ? right == v1::TEST_RESULT_NEGATIVE ? "NEGATIVE" : "POSITIVE_BOTH"
        : right == v1::TEST_RESULT_POSITIVE ? "POSITIVE_RIGHT"
                                            : "POSITIVE_LEFT");
  }

  void Add(std::string name, std::string answer) {
    answers_.emplace_back(std::move(name), std::move(answer));
  }

  app::Answers answers_;
};

}  // namespace

app::Answers Typed(const v1::Assessment& message) {
  Typist typist;
  typist.Type(message, "");
  typist.TypeNerveTests(message);
  return typist.Take();
}

v1::Assessment ExampleOf(const std::string& name) {
  v1::Assessment message;
  const std::string file =
      std::string(ISCHIA_TEST_DATA) + "/prescribe/" + name + ".assessment.json";
  if (!google::protobuf::util::JsonStringToMessage(support::ReadFile(file), &message).ok()) {
    throw std::runtime_error(file);
  }
  return message;
}

}  // namespace ischia::test
