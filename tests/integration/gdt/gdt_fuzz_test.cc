// The fuzzer's corpus, read again in every build.
#include "tests/integration/gdt/gdt_fuzz.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/integration/gdt/examples.h"

namespace ischia::gdt {
namespace {

TEST(GdtFuzzTest, CorpusIsReadOrRefused) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ISCHIA_GDT_CORPUS)) {
    std::ifstream file(entry.path(), std::ios::binary);
    ReadAsGdt(std::string(std::istreambuf_iterator<char>(file), {}));
    ++files;
  }
  EXPECT_GT(files, 10);
}

TEST(GdtFuzzTest, EveryBeginningOfAFileIsReadOrRefused) {
  for (const std::string& bytes : {IssuedProgram(), NewExaminationIn30(), ResultIn35()}) {
    for (std::size_t size = 0; size <= bytes.size(); ++size) ReadAsGdt(bytes.substr(0, size));
  }
}

}  // namespace
}  // namespace ischia::gdt
