// What must hold of any bytes that come in as answers. Ends the process where it does not.
#ifndef ISCHIA_TESTS_INTEGRATION_HL7V2_ANSWER_FUZZ_H_
#define ISCHIA_TESTS_INTEGRATION_HL7V2_ANSWER_FUZZ_H_

#include <string_view>

namespace ischia::hl7v2 {

// Cut anywhere, the bytes give the same frames; each frame, written again, is read as the same and
// is within the limit; an answer is ours only if it names our message. The first byte says where to
// cut.
void ReadAsAnswers(std::string_view bytes);

}  // namespace ischia::hl7v2

#endif  // ISCHIA_TESTS_INTEGRATION_HL7V2_ANSWER_FUZZ_H_
