#include "integration/gdt/message.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ischia::gdt {
namespace {

struct IdentityRow {
  std::string_view field;
  std::string Patient::*text;
};
// What decides whose record is opened, beside the birth date.
constexpr std::array<IdentityRow, 3> kIdentity = {
    {{"3000", &Patient::id}, {"3101", &Patient::surname}, {"3102", &Patient::first_name}}};

std::optional<Sex> SexOf(std::string_view text) {
  if (text == "1" || text == "M") return Sex::kMale;
  if (text == "2" || text == "W") return Sex::kFemale;
  if (text == "D") return Sex::kDiverse;
  if (text == "X") return Sex::kUndetermined;
  return std::nullopt;
}

bool IsBlank(std::string_view text) { return text.find_first_not_of(' ') == std::string::npos; }

std::string WithoutBlanks(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  return std::string(text.substr(begin, text.find_last_not_of(' ') + 1 - begin));
}

class Interpreter {
 public:
  Interpreter(const Record& record, std::string_view our_id) : record_(record), our_id_(our_id) {}

  std::variant<Reading, Fault> Run() {
    const auto type = RecordTypeOf(record_.type);
    if (!type) return Fault{record_.line, "field 8000: names a record type that is not known"};
    message_.type = *type;
    message_.version = record_.version.value_or(Version::kV21);
    message_.characters = record_.characters;
    if (const auto fault = ReadIdentity()) return *fault;
    ReadPatient();
    ReadParties();
    ReadRequest();
    ReadExamination();
    return std::move(reading_);
  }

 private:
  void Report(const Field& field, std::string sentence) {
    reading_.deviations.Add(field.line, field.id, std::move(sentence));
  }
  void ReportMissing(std::string_view id) {
    reading_.deviations.Add(record_.line, std::string(id), "is missing");
  }

  // A person may also be a physician or an insured relative, each an object of its own.
  bool IsOfPatient(const Field& field) const {
    return !has_patient_object_ || IsWithin(record_.objects, field.object, ObjectKind::kPatient);
  }

  // The first field of this id, and a fault when another says something else.
  std::variant<const Field*, Fault> OnlyOf(std::string_view id) const {
    const Field* found = nullptr;
    for (const Field& field : record_.fields) {
      if (field.id != id || !IsOfPatient(field)) continue;
      if (found != nullptr && found->content != field.content) {
        return Fault{field.line, "field " + field.id + ": stands twice with different contents"};
      }
      if (found == nullptr) found = &field;
    }
    return found;
  }

  std::optional<Fault> ReadIdentity() {
    for (const IdentityRow& row : kIdentity) {
      const auto found = OnlyOf(row.field);
      if (const auto* fault = std::get_if<Fault>(&found)) return *fault;
      const Field* field = std::get<const Field*>(found);
      if (field == nullptr) continue;
      if (field->content.find(kUnreadable) != std::string::npos) {
        return Fault{field->line, "field " + field->id + ": has characters that cannot be read"};
      }
      patient_.*row.text = field->content;
    }
    if (IsBlank(patient_.id)) return Fault{record_.line, "field 3000: is missing or empty"};
    const auto birth = OnlyOf("3103");
    if (const auto* fault = std::get_if<Fault>(&birth)) return *fault;
    patient_.birth_date = DayIn(std::get<const Field*>(birth));
    ReportMissingIdentity();
    return std::nullopt;
  }

  void ReportMissingIdentity() {
    const bool has_patient = message_.type == RecordType::kPatientData ||
                             message_.type == RecordType::kExaminationRequest ||
                             message_.type == RecordType::kExamination;
    if (!has_patient) return;
    if (patient_.surname.empty()) ReportMissing("3101");
    if (patient_.first_name.empty()) ReportMissing("3102");
    if (!patient_.birth_date) ReportMissing("3103");
  }

  void ReadPatient() {
    for (const Field& field : record_.fields) {
      if (!IsOfPatient(field)) continue;
      if (field.id == "3100") patient_.prefix = field.content;
      if (field.id == "3104") patient_.title = field.content;
      if (field.id == "3628") patient_.language = field.content;
      if (field.id == "3110") ReadSex(field);
    }
  }

  void ReadSex(const Field& field) {
    patient_.sex = SexOf(field.content);
    if (!patient_.sex) Report(field, "is none of 1, 2, M, W, D and X");
  }

  const Field* FirstOf(std::string_view id) const {
    const auto field = std::find_if(record_.fields.begin(), record_.fields.end(),
                                    [&](const Field& f) { return f.id == id; });
    return field == record_.fields.end() ? nullptr : &*field;
  }

  std::string TextOf(std::string_view id) const {
    const Field* field = FirstOf(id);
    return field == nullptr ? "" : field->content;
  }

  // What goes from the practice system to the device, so that we cannot be who sent it.
  bool IsFromHost() const {
    return message_.type != RecordType::kPatientRequest &&
           message_.type != RecordType::kExamination;
  }

  void ReadParties() {
    message_.receiver = WithoutBlanks(TextOf("8315"));
    message_.sender = WithoutBlanks(TextOf("8316"));
    if (message_.receiver.empty()) ReportMissing("8315");
    if (message_.sender.empty()) ReportMissing("8316");
    reading_.addressee = Addressee::kAnother;
    if (message_.receiver == our_id_) {
      reading_.addressee = Addressee::kUs;
    } else if (IsFromHost() && message_.sender == our_id_) {
      std::swap(message_.receiver, message_.sender);
      reading_.addressee = Addressee::kUsAsSender;
      Report(*FirstOf("8316"), "is our id: receiver and sender are swapped");
    } else if (message_.receiver.empty()) {
      reading_.addressee = Addressee::kUnsaid;
    }
  }

  void ReadRequest() {
    message_.request_id = TextOf("8310");
    const Field* procedure = FirstOf("8402");
    if (procedure != nullptr) message_.procedure = procedure->content;
    const bool needs_procedure = message_.type == RecordType::kExaminationRequest ||
                                 message_.type == RecordType::kExamination ||
                                 message_.type == RecordType::kDisplayRequest;
    if (needs_procedure && message_.procedure.empty()) ReportMissing("8402");
    for (const Field& field : record_.fields) {
      if (field.id == "8402" && field.content != message_.procedure) {
        Report(field, "names a second procedure; the first was taken");
      }
    }
  }

  void ReadExamination() {
    message_.stored_day = DayIn(FirstOf("6200"));
    message_.stored_time = TimeIn(FirstOf("6201"));
    for (const Field& field : record_.fields) {
      ReadChart(field);
      ReadAttachment(field);
      ReadTest(field);
    }
  }

  void ReadChart(const Field& field) {
    if (field.id == "6220") message_.findings.push_back(field.content);
    if (field.id == "6227") message_.comments.push_back(field.content);
  }

  // An attachment begins with its archive id, or with its object where it has none.
  void ReadAttachment(const Field& field) {
    std::vector<Attachment>& all = message_.attachments;
    const bool is_inside = IsWithin(record_.objects, field.object, ObjectKind::kAttachment);
    const bool is_opening = is_inside && (field.id == "8002" || field.id == "8200");
    const bool is_open = !all.empty() && all.back() == Attachment{};
    if (is_opening || (field.id == "6302" && !is_open)) all.push_back({});
    if (all.empty()) return;
    if (field.id == "6302") all.back().archive_id = field.content;
    if (field.id == "6303") all.back().format = field.content;
    if (field.id == "6304") all.back().description = field.content;
    if (field.id == "6305") all.back().path = field.content;
    if (field.id == "6228" && is_inside) all.back().embedded += field.content;
  }

  void ReadTest(const Field& field) {
    std::vector<Test>& all = message_.tests;
    if (field.id == "8410") all.push_back({.ident = field.content});
    if (all.empty()) return;
    Test& test = all.back();
    if (field.id == "8411") test.name = field.content;
    if (field.id == "8420") test.value = field.content;
    if (field.id == "8421") test.unit = field.content;
    if (field.id == "8432") test.day = DayIn(&field);
    if (field.id == "8439") test.time = TimeIn(&field);
    if (field.id == "8470") test.remarks.push_back(field.content);
    if (field.id == "8480") test.result_texts.push_back(field.content);
  }

  std::optional<std::chrono::sys_days> DayIn(const Field* field) {
    if (field == nullptr) return std::nullopt;
    const auto day = DayOf(field->content);
    if (!day) Report(*field, "is no day, DDMMYYYY");
    if (day && !IsDayInForm(field->content)) Report(*field, "is not written DDMMYYYY");
    return day;
  }

  std::optional<std::chrono::seconds> TimeIn(const Field* field) {
    if (field == nullptr) return std::nullopt;
    const auto time = TimeOf(field->content);
    if (!time) Report(*field, "is no time, HHMMSS");
    return time;
  }

  const Record& record_;
  const std::string_view our_id_;
  const bool has_patient_object_ =
      std::any_of(record_.objects.begin(), record_.objects.end(),
                  [](const Object& object) { return object.kind == ObjectKind::kPatient; });
  Reading reading_;
  Message& message_ = reading_.message;
  Patient& patient_ = message_.patient;
};

}  // namespace

std::variant<Reading, Fault> Interpret(const Record& record, std::string_view our_id) {
  return Interpreter(record, our_id).Run();
}

Message AnswerTo(const Message& request) {
  Message answer{.receiver = request.sender,
                 .sender = request.receiver,
                 .patient = request.patient,
                 .request_id = request.request_id,
                 .procedure = request.procedure,
                 .echoes = true};
  for (const Test& test : request.tests) answer.tests.push_back({.ident = test.ident});
  return answer;
}

}  // namespace ischia::gdt
