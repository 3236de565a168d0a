// Files as practice systems and devices write them, each length and each 8100 counted by hand. The
// person is invented.
#ifndef ISCHIA_TESTS_INTEGRATION_GDT_EXAMPLES_H_
#define ISCHIA_TESTS_INTEGRATION_GDT_EXAMPLES_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "integration/gdt/message.h"

namespace ischia::gdt {

// The lines, each ended by CR and LF.
std::string Lines(std::initializer_list<std::string_view> lines);

// Windows-1252 but for the last, which is ISO 8859-15.
std::string NewExamination();      // 6302 in 2.1, 161 bytes
std::string IssuedProgram();       // 6310 in 2.1, 583 bytes
std::string ShowAgain();           // 6311 in 2.1, 183 bytes
std::string NewExaminationIn30();  // 272 bytes
std::string ResultIn35();          // 512 bytes

// What they say.
Message NewExaminationMessage();
Message IssuedProgramMessage();
Message ShowAgainMessage();
Message NewExaminationIn30Message();
Message ResultIn35Message();

}  // namespace ischia::gdt

#endif  // ISCHIA_TESTS_INTEGRATION_GDT_EXAMPLES_H_
