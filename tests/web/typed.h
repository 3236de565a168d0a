// An assessment of the contract as somebody would type it into the form.
#ifndef ISCHIA_TESTS_WEB_TYPED_H_
#define ISCHIA_TESTS_WEB_TYPED_H_

#include <string>

#include "ischia/v1/assessment.pb.h"
#include "service/application/resources.h"

namespace ischia::test {

// An answer for each field that is set, by the field's name in the contract.
app::Answers Typed(const v1::Assessment& message);

// "v01" of tests/data/prescribe.
v1::Assessment ExampleOf(const std::string& name);

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_WEB_TYPED_H_
