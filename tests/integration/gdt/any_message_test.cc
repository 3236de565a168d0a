// What must hold for every message that can be written (rapidcheck).
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "integration/gdt/write.h"

namespace ischia::gdt {
namespace {

// At most `limit` characters that all sets have, umlauts among them, and no blank at the end.
std::string AnyText(int limit) {
  std::string text = "T";
  for (int i = *rc::gen::inRange(0, limit / 2); i > 0; --i) {
    text += *rc::gen::element<std::string>("a", "Z", "7", "-", "ä", "ßa", "Ü", "/", " x");
  }
  return text;
}

std::string AnyTextOrNone(int limit) { return *rc::gen::arbitrary<bool>() ? AnyText(limit) : ""; }

// 1 January 1850 to 31 December 2149.
std::chrono::sys_days AnyDay() {
  return std::chrono::sys_days{std::chrono::days{*rc::gen::inRange(-43829, 65744)}};
}

std::optional<std::chrono::sys_days> AnyDayOrNone() {
  return *rc::gen::arbitrary<bool>() ? std::optional(AnyDay()) : std::nullopt;
}

std::optional<std::chrono::seconds> AnyTimeOrNone() {
  if (*rc::gen::arbitrary<bool>()) return std::nullopt;
  return std::chrono::seconds{*rc::gen::inRange(0, 86'400)};
}

template <typename T>
T Choose(std::initializer_list<T> choices) {
  return *rc::gen::elementOf(std::vector<T>(choices));
}

Patient AnyPatient() {
  Patient patient{.id = AnyText(8),
                  .prefix = AnyTextOrNone(20),
                  .surname = AnyText(24),
                  .first_name = AnyText(24),
                  .birth_date = AnyDay(),
                  .title = AnyTextOrNone(20),
                  .sex = Choose<std::optional<Sex>>({std::nullopt, Sex::kMale, Sex::kFemale}),
                  .language = AnyTextOrNone(20)};
  return patient;
}

// `number` keeps idents apart.
Test AnyTest(int number, bool is_35) {
  Test test{.ident = AnyText(20) + std::to_string(number),
            .name = AnyTextOrNone(60),
            .value = AnyTextOrNone(20),
            .unit = AnyTextOrNone(10)};
  if (!is_35) {
    test.day = AnyDayOrNone();
    test.time = AnyTimeOrNone();
  }
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) test.remarks.push_back(AnyText(100));
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) test.result_texts.push_back(AnyText(100));
  return test;
}

void AddChart(Message& message) {
  message.stored_day = AnyDayOrNone();
  message.stored_time = AnyTimeOrNone();
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) message.findings.push_back(AnyText(50));
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) message.comments.push_back(AnyText(50));
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    message.attachments.push_back({.archive_id = AnyText(20),
                                   .format = "PDF",
                                   .description = AnyText(60),
                                   .path = AnyText(200)});
  }
}

Message AnyExamination() {
  Message message{.version = Choose({Version::kV21, Version::kV30, Version::kV35}),
                  .receiver = AnyText(6),
                  .sender = "ISCH",
                  .patient = AnyPatient(),
                  .procedure = AnyText(4)};
  const bool is_35 = message.version == Version::kV35;
  message.characters =
      is_35 ? CharacterSet::kLatin9
            : Choose({CharacterSet::kSevenBit, CharacterSet::kCp437, CharacterSet::kWindows1252});
  if (message.version != Version::kV21) message.request_id = AnyTextOrNone(20);
  if (!is_35) AddChart(message);
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) message.tests.push_back(AnyTest(i, is_35));
  return message;
}

std::string Bytes(const Message& message) {
  const auto written = Write(message);
  if (const auto* violations = std::get_if<std::vector<Violation>>(&written)) {
    RC_FAIL(violations->front().field + ' ' + violations->front().what);
  }
  return std::get<std::string>(written);
}

RC_GTEST_PROP(AnyMessageTest, IsReadBackAsItWasWrittenWithoutADeviation, ()) {
  const Message message = AnyExamination();
  const auto file = Read(Bytes(message));
  RC_ASSERT(std::holds_alternative<File>(file));
  RC_ASSERT(std::get<File>(file).deviations == Deviations{});
  RC_ASSERT(std::get<File>(file).records.size() == 1U);
  const auto reading = Interpret(std::get<File>(file).records[0], message.receiver);
  RC_ASSERT(std::holds_alternative<Reading>(reading));
  RC_ASSERT(std::get<Reading>(reading).deviations == Deviations{});
  RC_ASSERT(std::get<Reading>(reading).message == message);
}

// The lengths as a reader without leniency counts them.
RC_GTEST_PROP(AnyMessageTest, HasTheLengthsThatItSays, ()) {
  const Message message = AnyExamination();
  const std::string bytes = Bytes(message);
  for (std::size_t at = 0; at < bytes.size();) {
    const auto length = static_cast<std::size_t>(std::stoi(bytes.substr(at, 3)));
    RC_ASSERT(bytes.substr(at + length - 2, 2) == "\r\n");
    RC_ASSERT(bytes.substr(at, length - 2).find('\n') == std::string::npos);
    if (bytes.substr(at + 3, 4) == "8100") {
      RC_ASSERT(static_cast<std::size_t>(std::stoi(bytes.substr(at + 7, length - 9))) ==
                bytes.size());
    }
    at += length;
  }
}

// Nothing that stands in a file stands in what is said about it.
RC_GTEST_PROP(AnyMessageTest, IsNeverQuoted, ()) {
  Message message = AnyExamination();
  message.patient.surname = "Zzyzx";
  message.patient.id = "Zzyzx";
  std::string bytes = Bytes(message);
  const int damages = *rc::gen::inRange(1, 20);
  for (int i = 0; i < damages; ++i) {
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] =
        Choose({'0', '9', 'x', '\n', '\r', '\x81'});
  }
  const auto read = Read(bytes);
  if (const auto* fault = std::get_if<Fault>(&read)) {
    RC_ASSERT(fault->what.find("Zzy") == std::string::npos);
    return;
  }
  const auto& file = std::get<File>(read);
  for (const auto& deviation : file.deviations.list) {
    RC_ASSERT(Sentence(deviation).find("Zzy") == std::string::npos);
  }
  for (const Record& record : file.records) {
    const auto reading = Interpret(record, "PVS1");
    if (const auto* fault = std::get_if<Fault>(&reading)) {
      RC_ASSERT(fault->what.find("Zzy") == std::string::npos);
      continue;
    }
    for (const auto& deviation : std::get<Reading>(reading).deviations.list) {
      RC_ASSERT(Sentence(deviation).find("Zzy") == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace ischia::gdt
