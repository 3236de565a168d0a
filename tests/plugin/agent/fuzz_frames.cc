// libFuzzer's entry: see frame_fuzz.h.
#include <cstddef>
#include <cstdint>

#include "tests/plugin/agent/frame_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ischia::agent::ReadAsFrames({reinterpret_cast<const char*>(data), size});
  return 0;
}
