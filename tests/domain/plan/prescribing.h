// What the tests of plan/ share: the shipped catalogue, prescribing, and finding one's way in a
// program.
#ifndef ISCHIA_TESTS_DOMAIN_PLAN_PRESCRIBING_H_
#define ISCHIA_TESTS_DOMAIN_PLAN_PRESCRIBING_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/domain/catalogue.h"
#include "service/domain/plan/program.h"

namespace ischia::test {

const domain::Catalogue& ShippedCatalogue();

// Precondition: the fields are legal and complete.
domain::Program Prescribed(domain::AssessmentFields fields, const domain::Course& course = {});
// OK or the error.
domain::Result<domain::Program> Tried(domain::AssessmentFields fields,
                                      const domain::Course& course = {});

// The other vignettes of the evidence base that these rules cover.
domain::AssessmentFields Runner();                    // V02
domain::AssessmentFields FreshStrain();               // V05, phase S0
domain::AssessmentFields SoreNerve();                 // V06
domain::AssessmentFields FallerWithOsteoporosis();    // V07
domain::AssessmentFields SoreTendon();                // V09, stages 1 and 2
domain::AssessmentFields NormalLengthAnteriorTilt();  // V11
// V09 half a year on: S-13 in place of S-12.
domain::AssessmentFields CalmTendon();
// V04 when the legs are alike and running does not hurt: phase S2.
domain::AssessmentFields LengtheningStrain();
// The tight right leg of V01, left leg of normal length.
domain::AssessmentFields OneTightLeg();

// Precondition: the program has it.
const domain::ProgramWeek& WeekOf(const domain::Program& program, int number);
// Null when it is not in that week, or the program has no such week.
const domain::ProgramItem* ItemIn(const domain::Program& program, int week, std::string_view id);
// Precondition: it is there.
const domain::ProgramItem& Item(const domain::Program& program, int week, std::string_view id);
// Precondition: the item has a dose of that side.
const domain::SideDose& DoseOf(const domain::ProgramItem& item, domain::Side side);
// "4x15x7": repetitions, hold and days of the stretch on one side.
std::string StretchOf(const domain::Program& program, int week,
                      domain::Side side = domain::Side::kRight);
// The exercises of a week, in order, without the warm-up.
std::vector<std::string> ItemsOf(const domain::Program& program, int week);
// The rule ids, with the given statement key, of a list of reasons.
std::vector<std::string> RulesOf(const domain::Reasons& reasons, std::string_view statement);
bool Says(const domain::Reasons& reasons, std::string_view statement);
// Why an exercise is in no week: "<rule> <statement>" each; empty when it is not excluded.
std::vector<std::string> WhyExcluded(const domain::Program& program, std::string_view id);

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_DOMAIN_PLAN_PRESCRIBING_H_
