#include "integration/document/press/scan.h"

#include <qrencode.h>

#include <memory>

namespace ischia::document::press {
namespace {

constexpr int kHighestVersion = 5;

struct Free {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::optional<ScanCode> EncodeLink(const std::string& link) {
  if (link.empty()) return std::nullopt;
  const std::unique_ptr<QRcode, Free> code(
      QRcode_encodeData(static_cast<int>(link.size()),
                        reinterpret_cast<const unsigned char*>(link.data()), 0, QR_ECLEVEL_M));
  if (!code || code->version > kHighestVersion) return std::nullopt;
  ScanCode scan{code->width, {}};
  const int count = code->width * code->width;
  scan.dark.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) scan.dark.push_back((code->data[i] & 1) != 0);
  return scan;
}

}  // namespace ischia::document::press
