// Runs another program to its end: foreign judges and tools that tests need.
#ifndef ISCHIA_TESTS_SUPPORT_CHILD_PROCESS_H_
#define ISCHIA_TESTS_SUPPORT_CHILD_PROCESS_H_

#include <string>
#include <vector>

namespace ischia::support {

struct Finished {
  int exit_code;       // 127: could not be started; 128 + n: ended by signal n
  std::string output;  // standard output and error
};

// `command[0]` is looked up in PATH. No shell is involved.
Finished RunProgram(const std::vector<std::string>& command);

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_SUPPORT_CHILD_PROCESS_H_
