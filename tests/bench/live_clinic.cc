#include "tests/bench/live_clinic.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <random>
#include <utility>

#include "service/rpc/convert_records.h"
#include "tests/bench/report.h"
#include "tests/support/temp_folder.h"

namespace ischia::bench {
namespace {

template <typename Message>
Message FromJson(const std::string& file) {
  Message message;
  const std::string text = support::ReadFile(std::string(ISCHIA_TEST_DATA) + "/" + file);
  Require(google::protobuf::util::JsonStringToMessage(text, &message).ok(), file);
  return message;
}

domain::AssessmentFields FieldsOf(const std::string& name) {
  rpc::Inbound inbound;
  domain::AssessmentFields fields = rpc::ReadAssessment(PreviewOf(name).assessment(), inbound);
  Require(inbound.clean(), name + " as an assessment");
  return fields;
}

template <typename Value>
Value Must(domain::Result<Value> result, const std::string& what) {
  Require(result.ok(), what + (result.ok() ? "" : ": " + result.error().reason));
  return std::move(result).value();
}

// Any UUID will do; version and variant are not read.
std::string NewUuid() {
  thread_local std::mt19937_64 random(std::random_device{}());
  std::array<char, 37> text{};
  const std::uint64_t high = random();
  const std::uint64_t low = random();
  (void)std::snprintf(
      text.data(), text.size(), "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32U),
      static_cast<unsigned>(high >> 16U & 0xffffU), static_cast<unsigned>(high & 0xffffU),
      static_cast<unsigned>(low >> 48U), static_cast<unsigned long long>(low & 0xffffffffffffULL));
  return text.data();
}

}  // namespace

v1::PreviewProgramRequest PreviewOf(const std::string& name) {
  v1::PreviewProgramRequest request;
  request.set_parent("practices/" + SamplePractice().id.text());
  *request.mutable_assessment() =
      FromJson<v1::Assessment>("prescribe/" + name + ".assessment.json");
  rpc::WriteDay(StartDate(), request.mutable_start_date());
  return request;
}

domain::Assessment AssessmentOf(const std::string& name) {
  return Must(domain::Assessment::Create(FieldsOf(name)), name);
}

domain::CivilDay StartDate() {
  return std::chrono::year{2026} / std::chrono::June / std::chrono::day{1};
}

void RequireTheCasesProgram(const domain::Program& program, const std::string& name) {
  constexpr std::size_t kWeeks = 12;
  constexpr int kStretchSeconds = 420;
  Require(program.state == domain::ProgramState::kDraft, name + ": the state");
  Require(program.weeks.size() == kWeeks, name + ": the weeks");
  const auto& items = program.weeks.front().items;
  const auto stretch = std::find_if(items.begin(), items.end(), [](const auto& item) {
    return item.slot == domain::Slot::kStretch;
  });
  Require(stretch != items.end() && stretch->doses.size() == 2, name + ": the stretch");
  for (const domain::SideDose& dose : stretch->doses) {
    Require(dose.weekly_hold_seconds() == kStretchSeconds, name + ": the dose");
  }
}

app::Practice SamplePractice() {
  return {domain::PracticeId{"sample"}, "Sample Clinic", "UTC", "en", "+15550142", "911",
          app::PaperSize::kA4};
}

LiveClinic::LiveClinic(std::unique_ptr<app::Store> its_store) : store(std::move(its_store)) {
  Must(practices.SeedPractice(SamplePractice()), "the practice");
}

rpc::Parts LiveClinic::parts() {
  return {practices,
          records,
          clearances,
          programs,
          handouts,
          deliveries,
          follow_up,
          links,
          revisions,
          decisions,
          launches,
          filings,
          loaded.catalogue,
          sentences,
          digest,
          ids,
          [](const rpc::Incident& incident) {
            (void)std::fprintf(stderr, "incident in %s\n", incident.place.c_str());
          }};
}

app::Call NewCall() {
  return {app::Caller::VouchedForByTheEdge("pt-lane", app::Role::kClinician), NewUuid(), {}};
}

Admitted Admit(LiveClinic& clinic, const std::string& name) {
  rpc::Inbound inbound;
  const auto patient = FromJson<v1::Patient>("quickstart/" + name + ".patient.json");
  app::CreatePatientRequest person{SamplePractice().id, rpc::ReadPatient(patient, inbound), {}};
  Require(inbound.clean(), name + " as a patient");
  Admitted admitted;
  admitted.patient = Must(clinic.records.CreatePatient(NewCall(), person), name);
  admitted.assessment = Must(clinic.records.CreateAssessment(
                                 NewCall(), {admitted.patient.name, FieldsOf(name), {}, false}),
                             name);
  return admitted;
}

}  // namespace ischia::bench
