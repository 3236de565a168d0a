#include "tests/server/handout_cases.h"

#include <google/protobuf/util/json_util.h>

#include <chrono>
#include <stdexcept>
#include <utility>

#include "ischia/v1/assessment.pb.h"
#include "service/application/encoding.h"
#include "service/domain/follow/changes.h"
#include "service/domain/plan/program.h"
#include "service/rpc/convert_records.h"
#include "tests/support/temp_folder.h"

namespace ischia::test {
namespace {

constexpr domain::CivilDay kStart{std::chrono::year{2026} / 6 / 1};  // a Monday

domain::Program ProgramOf(const domain::AssessmentFields& fields, const domain::Course& course) {
  const domain::Assessment assessment = domain::Assessment::Create(fields).value();
  return domain::Prescribe(assessment, Loaded().catalogue, kStart, course).value();
}

app::RevisionRecord RevisionOf(const domain::Program& program, int number) {
  app::RevisionRecord revision;
  revision.name.number = number;
  revision.content = app::Freeze(program);
  revision.created_by = "pt-lane";
  revision.create_time = kStart + std::chrono::hours(9) + std::chrono::weeks(2 * (number - 1));
  return revision;
}

}  // namespace

const catalogue::LoadedCatalogue& Loaded() {
  static const auto& loaded = *new catalogue::LoadedCatalogue(catalogue::LoadEmbedded());
  return loaded;
}

domain::AssessmentFields FieldsOf(const std::string& name) {
  v1::Assessment message;
  const std::string file =
      std::string(ISCHIA_TEST_DATA) + "/prescribe/" + name + ".assessment.json";
  if (!google::protobuf::util::JsonStringToMessage(support::ReadFile(file), &message).ok()) {
    throw std::runtime_error(file);
  }
  rpc::Inbound inbound;
  return rpc::ReadAssessment(message, inbound);
}

HandoutCase CaseOf(const std::string& name, app::HandoutKind kind) {
  return CaseOf(FieldsOf(name), kind);
}

HandoutCase CaseOf(domain::AssessmentFields fields, app::HandoutKind kind) {
  HandoutCase made;
  made.practice = {domain::PracticeId{"sample"}, "Sample Clinic", "UTC", "en", "555-0142", "911",
                   app::PaperSize::kA4};
  made.patient.fields.given_name = "Alex";
  made.patient.fields.family_name = "Sample";
  app::AssessmentContent content;
  content.fields = std::move(fields);
  made.assessment.recorded_by = "pt-lane";
  made.assessment.create_time = kStart + std::chrono::hours(9);
  made.assessment.content = app::Freeze(content);
  const domain::Program program = ProgramOf(content.fields, {});
  made.past.revisions.push_back(RevisionOf(program, 1));
  made.program.content = made.past.revisions.front().content;
  made.program.state = program.state;
  made.program.short_code = "7K3M9T-42";
  made.program.input_sha256 = std::string(64, 'a');
  made.program.create_time = kStart + std::chrono::hours(9);
  made.fields.kind = kind;
  made.fields.language_code = "en";
  made.fields.paper_size = app::PaperSize::kA4;
  return made;
}

HandoutCase SecondRevisionOf(const std::string& name, app::HandoutKind kind) {
  HandoutCase made = CaseOf(name, kind);
  const domain::Program& first = *made.past.revisions.front().content;
  domain::Course course;
  for (const std::size_t week : {0U, 1U}) {
    course = domain::After(std::move(course), domain::DecisionKind::kAdvance, first.weeks[week],
                           Loaded().catalogue);
  }
  domain::Program second = ProgramOf(made.assessment.content->fields, course);
  second = domain::Continued(first, std::move(second));
  app::RevisionRecord revision = RevisionOf(second, 2);
  revision.basis.course = course;
  revision.basis.effective_date = kStart + std::chrono::weeks(2);
  revision.changes = app::Freeze(domain::ChangesBetween(second.weeks[1], second.weeks[2], {}));
  made.past.revisions.push_back(std::move(revision));
  made.program.revision_number = 2;
  made.program.content = made.past.revisions.back().content;
  return made;
}

}  // namespace ischia::test
