#include "integration/document/protect.h"

#include <exception>
#include <memory>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

namespace ischia::document {
namespace {

bool IsControl(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte < 0x20 || byte == 0x7f;
}

// Bytes that begin no character, or too few that continue one.
bool IsUtf8(const std::string& text) {
  std::size_t more = 0;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    const bool continues = (byte & 0xc0) == 0x80;
    if (continues != (more > 0)) return false;
    if (continues) {
      --more;
    } else if (byte >= 0x80) {
      if (byte < 0xc2 || byte > 0xf4) return false;
      more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    }
  }
  return more == 0;
}

bool IsPassword(const std::string& password) {
  if (password.empty() || password.size() > kMaxPasswordBytes || !IsUtf8(password)) return false;
  for (const char character : password) {
    if (IsControl(character)) return false;
  }
  return true;
}

}  // namespace

std::variant<std::string, ProtectFailure> Protect(const std::string& pdf,
                                                  const std::string& password) {
  using Kind = ProtectFailure::Kind;
  if (!IsPassword(password)) {
    return ProtectFailure{Kind::kPassword,
                          "a password has 1 to 127 bytes of UTF-8 without control characters"};
  }
  try {
    QPDF document;
    document.setSuppressWarnings(true);
    document.processMemoryFile("sheet", pdf.data(), pdf.size());
    QPDFWriter writer(document);
    writer.setOutputMemory();
    writer.setStreamDataMode(qpdf_s_preserve);
    writer.setObjectStreamMode(qpdf_o_disable);
    // An empty owner password would open the document for everybody.
    writer.setR6EncryptionParameters(password.c_str(), password.c_str(), true, true, true, true,
                                     true, true, qpdf_r3p_full, true);
    writer.write();
    const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
    return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
  } catch (const std::exception&) {
    // The library's text may quote the document.
    return ProtectFailure{Kind::kInternal, "the document could not be encrypted"};
  }
}

}  // namespace ischia::document
