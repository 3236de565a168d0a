// Complete, legal and unremarkable assessments that a test varies in the one thing it is about.
//
//   AssessmentFields fields = TightAdult();
//   fields.age_years = 72;
//   Screen(Legal(fields), catalogue);
#ifndef ISCHIA_TESTS_SUPPORT_ASSESSMENT_BUILDER_H_
#define ISCHIA_TESTS_SUPPORT_ASSESSMENT_BUILDER_H_

#include <initializer_list>

#include "service/domain/assess/assessment.h"
#include "service/domain/catalogue.h"

namespace ischia::test {

// Vignette V01: a desk worker of 34, both legs MODERATE, every screen item answered no, no rule
// fires. Right leg first.
domain::AssessmentFields TightAdult();

// Vignette V03: chronic low-back pain at 45, both legs MODERATE, S-39 fires.
domain::AssessmentFields LowBackPainAdult();

// Vignette V04: a grade I strain of the left leg on day 6, phase S1, S-11 fires.
domain::AssessmentFields StrainedAdult();

// The entry of one leg. Precondition: it is there.
domain::LegMeasurements& LegOf(domain::AssessmentFields& fields, domain::Side side);

// Answers every item of the red-flag screen with no.
domain::RedFlagScreen ClearScreen();

// One item of the equipment list after another.
domain::EquipmentSet Having(std::initializer_list<domain::Equipment> items);

// Precondition: the fields are legal.
domain::Assessment Legal(domain::AssessmentFields fields);

// No exercise and no rule: the numbers of evidence.md 1 and 2 that an assessment is compared with.
domain::Catalogue BareCatalogue();

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_SUPPORT_ASSESSMENT_BUILDER_H_
