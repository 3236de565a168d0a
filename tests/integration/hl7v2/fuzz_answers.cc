// libFuzzer's entry: see answer_fuzz.h.
#include <cstddef>
#include <cstdint>

#include "tests/integration/hl7v2/answer_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ischia::hl7v2::ReadAsAnswers({reinterpret_cast<const char*>(data), size});
  return 0;
}
