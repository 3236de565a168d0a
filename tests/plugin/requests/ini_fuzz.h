// What must hold of any bytes that come in as a hand-over file. Ends the process where it does not.
#ifndef ISCHIA_TESTS_PLUGIN_REQUESTS_INI_FUZZ_H_
#define ISCHIA_TESTS_PLUGIN_REQUESTS_INI_FUZZ_H_

#include <string_view>

namespace ischia::requests {

// They are refused, or read; the answered file is read as the same patient with READY=1, and
// answered again is the same.
void ReadAsIni(std::string_view bytes);

}  // namespace ischia::requests

#endif  // ISCHIA_TESTS_PLUGIN_REQUESTS_INI_FUZZ_H_
