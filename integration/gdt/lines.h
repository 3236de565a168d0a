// A file cut into its lines: three digits of length, four of a field, its content. Line ends
// decide where a line ends; the length is only compared, since wrong ones are normal.
// Internal to this folder.
#ifndef ISCHIA_INTEGRATION_GDT_LINES_H_
#define ISCHIA_INTEGRATION_GDT_LINES_H_

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

#include "integration/gdt/deviation.h"

namespace ischia::gdt {

inline constexpr std::size_t kFileBytes = std::size_t{1} << 20;
// Length, field, CR and LF.
inline constexpr std::size_t kFrameBytes = 9;
inline constexpr std::size_t kContentBytes = 999 - kFrameBytes;

struct Line {
  int number;                // in the file, from 1
  std::string_view field;    // four digits
  std::string_view content;  // as encoded in the file
};

// The lines of `bytes`, which must outlive them. What has no seven digits at its beginning is left
// out and reported, as are empty lines, LF without CR and a trailing 0x1A. Refused: a line of more
// than 999 bytes, NUL and other control characters.
std::variant<std::vector<Line>, Fault> SplitLines(std::string_view bytes, Deviations& deviations);

}  // namespace ischia::gdt

#endif  // ISCHIA_INTEGRATION_GDT_LINES_H_
