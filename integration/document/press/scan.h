// A link as the dark and light modules of a QR code.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_SCAN_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_SCAN_H_

#include <optional>
#include <string>
#include <vector>

namespace ischia::document::press {

struct ScanCode {
  int modules = 0;         // a side, without the quiet zone
  std::vector<bool> dark;  // row by row

  bool IsDark(int row, int column) const {
    return dark[static_cast<size_t>(row * modules + column)];
  }
};

// At level M; nothing for a link that is empty or needs more than version 5, whose 37 modules are
// still 0.45 mm wide at 17 mm: phones read no smaller ones.
std::optional<ScanCode> EncodeLink(const std::string& link);

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_SCAN_H_
