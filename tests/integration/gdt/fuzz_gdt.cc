// libFuzzer's entry: see gdt_fuzz.h.
#include <cstddef>
#include <cstdint>

#include "tests/integration/gdt/gdt_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ischia::gdt::ReadAsGdt({reinterpret_cast<const char*>(data), size});
  return 0;
}
