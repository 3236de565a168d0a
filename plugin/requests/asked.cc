#include "plugin/requests/asked.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <optional>
#include <utility>

#include "integration/gdt/message.h"
#include "integration/gdt/record.h"

namespace ischia::requests {
namespace {

std::string IsoDay(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 16> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

// Field 3628 is in the practice system's words. Others are left to the practice's language.
std::string LanguageOf(std::string_view words) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kLanguages = {
      {{"deutsch", "de"},
       {"englisch", "en"},
       {"spanisch", "es"},
       {"französisch", "fr"},
       {"arabisch", "ar"},
       {"hindi", "hi"},
       {"chinesisch", "zh-Hans"},
       {"de", "de"},
       {"en", "en"},
       {"es", "es"},
       {"fr", "fr"},
       {"ar", "ar"},
       {"hi", "hi"},
       {"zh", "zh-Hans"}}};
  std::string lower(words);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto* const found = std::find_if(kLanguages.begin(), kLanguages.end(),
                                         [&](const auto& one) { return one.first == lower; });
  return found == kLanguages.end() ? std::string() : std::string(found->second);
}

// What is none of these is an answer, or asks for one.
std::optional<std::string_view> ViewOf(gdt::RecordType type) {
  switch (type) {
    case gdt::RecordType::kPatientData:
      return "PATIENT";
    case gdt::RecordType::kExaminationRequest:
      return "ASSESS";
    case gdt::RecordType::kDisplayRequest:
      return "PROGRAM";
    case gdt::RecordType::kCancellation:
      return "";
    default:
      return std::nullopt;
  }
}

Asked AskedBy(const gdt::Message& message, std::string_view view) {
  const gdt::Patient& patient = message.patient;
  Asked asked;
  asked.view = view;
  asked.takes_back = message.type == gdt::RecordType::kCancellation;
  asked.patient_id = patient.id;
  asked.given_name = patient.first_name;
  asked.family_name =
      patient.prefix.empty() ? patient.surname : patient.prefix + ' ' + patient.surname;
  if (patient.birth_date) asked.birth_date = IsoDay(*patient.birth_date);
  // The norms know two; of anybody else the console asks.
  if (patient.sex == gdt::Sex::kFemale) asked.sex = "F";
  if (patient.sex == gdt::Sex::kMale) asked.sex = "M";
  asked.language = LanguageOf(patient.language);
  return asked;
}

void Remark(const gdt::Deviations& deviations, Asked& asked) {
  for (const gdt::Deviation& deviation : deviations.list) {
    asked.remarks.push_back(gdt::Sentence(deviation));
  }
}

std::string Sentence(const gdt::Fault& fault) {
  return fault.line == 0 ? "the file " + fault.what
                         : "line " + std::to_string(fault.line) + ": " + fault.what;
}

}  // namespace

std::variant<Asked, Refused> AskedIn(std::string_view gdt_file, std::string_view our_id) {
  const auto read = gdt::Read(gdt_file);
  if (const auto* fault = std::get_if<gdt::Fault>(&read)) return Refused{{Sentence(*fault)}};
  const auto& file = std::get<gdt::File>(read);
  std::vector<Asked> requests;
  std::vector<std::string> faults;
  for (const gdt::Record& record : file.records) {
    const auto reading = gdt::Interpret(record, our_id);
    if (const auto* fault = std::get_if<gdt::Fault>(&reading)) {
      faults.push_back(Sentence(*fault));
      continue;
    }
    const auto& [message, addressee, deviations] = std::get<gdt::Reading>(reading);
    const std::optional<std::string_view> view = ViewOf(message.type);
    if (addressee == gdt::Addressee::kAnother || !view) continue;
    requests.push_back(AskedBy(message, *view));
    requests.back().gdt = message;
    Remark(deviations, requests.back());
  }
  if (!faults.empty()) return Refused{std::move(faults)};
  if (requests.empty()) return Refused{{"the file holds no request to this device"}};
  if (requests.size() > 1) return Refused{{"the file holds more than one request"}};
  Remark(file.deviations, requests.front());
  return std::move(requests.front());
}

std::string Sentence(const Refused& refused) {
  std::string all;
  for (const std::string& sentence : refused.sentences) all += (all.empty() ? "" : "; ") + sentence;
  return all + '.';
}

Refused RefusedFor(const std::vector<Violation>& violations) {
  Refused refused;
  for (const auto& [line, key, what] : violations) {
    const std::string where =
        line == 0 ? "the file" + (key.empty() ? "" : ", " + key) + ": "
                  : "line " + std::to_string(line) + (key.empty() ? "" : ", " + key) + ": ";
    refused.sentences.push_back(where + what);
  }
  return refused;
}

Asked AskedBy(const HandedOver& handed_over) {
  Asked asked;
  asked.patient_id = handed_over.patient_id;
  asked.given_name = handed_over.first_name;
  asked.family_name = handed_over.last_name;
  asked.birth_date = IsoDay(handed_over.birth_date);
  asked.sex = handed_over.sex == Sex::kFemale ? "F" : "M";
  asked.view = "ASSESS";
  return asked;
}

}  // namespace ischia::requests
