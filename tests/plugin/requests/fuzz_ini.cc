// libFuzzer's entry: see ini_fuzz.h.
#include <cstddef>
#include <cstdint>

#include "tests/plugin/requests/ini_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ischia::requests::ReadAsIni({reinterpret_cast<const char*>(data), size});
  return 0;
}
