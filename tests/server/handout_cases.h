// The worked cases as somebody's handout: patient, assessment, program and what came before it, in
// memory and without a store.
#ifndef ISCHIA_TESTS_SERVER_HANDOUT_CASES_H_
#define ISCHIA_TESTS_SERVER_HANDOUT_CASES_H_

#include <string>

#include "service/application/ports.h"
#include "service/catalogue/load.h"

namespace ischia::test {

// The catalogue that ships, loaded once.
const catalogue::LoadedCatalogue& Loaded();

struct HandoutCase {
  app::Practice practice;
  app::PatientRecord patient;
  app::AssessmentRecord assessment;
  app::ProgramRecord program;
  app::ProgramPast past;
  app::HandoutFields fields;

  app::HandoutRequest Request() const {
    return {practice, patient, assessment, program, fields, past};
  }
};

// Of what was found and what came of it.
HandoutCase CaseOf(domain::AssessmentFields fields, app::HandoutKind kind);
domain::AssessmentFields FieldsOf(const std::string& name);

// "v03", in its first revision or, two weeks done and advanced, in its second.
HandoutCase CaseOf(const std::string& name, app::HandoutKind kind);
HandoutCase SecondRevisionOf(const std::string& name, app::HandoutKind kind);

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_SERVER_HANDOUT_CASES_H_
