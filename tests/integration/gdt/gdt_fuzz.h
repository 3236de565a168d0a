// What must hold of any bytes that come in as a GDT file. Ends the process where it does not.
#ifndef ISCHIA_TESTS_INTEGRATION_GDT_GDT_FUZZ_H_
#define ISCHIA_TESTS_INTEGRATION_GDT_GDT_FUZZ_H_

#include <string_view>

namespace ischia::gdt {

// They are refused, or read; what is read and can be written is read back without a deviation, and
// written again is the same.
void ReadAsGdt(std::string_view bytes);

}  // namespace ischia::gdt

#endif  // ISCHIA_TESTS_INTEGRATION_GDT_GDT_FUZZ_H_
