// A clinic's logo as it is printed: read from a PNG once, scaled to the size of the header, and
// kept ready for every document. Hostile files cost little: size and header are looked at before
// any pixel is decoded.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_LOGO_H_
#define ISCHIA_INTEGRATION_DOCUMENT_LOGO_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace ischia::document {

inline constexpr std::size_t kMaxLogoBytes = 256 * 1024;
inline constexpr long kMaxLogoPixels = 4'000'000;

struct Image;

// Immutable; copies share the pixels. Safe in any thread.
class Logo {
 public:
  explicit Logo(std::shared_ptr<const Image> image) : image_(std::move(image)) {}

  const std::shared_ptr<const Image>& image() const { return image_; }

 private:
  std::shared_ptr<const Image> image_;
};

struct LogoFailure {
  enum class Kind {
    kNotPng,
    kTooManyBytes,
    kTooManyPixels,
    kBroken,  // cut off, or damaged inside
  };
  Kind kind = Kind::kBroken;
  std::string what;  // English, the end of a sentence
};

// A logo from the bytes of a PNG of at most 256 KiB and 4 megapixels; what is transparent becomes
// white.
std::variant<Logo, LogoFailure> ReadLogo(std::string_view png);

}  // namespace ischia::document

#endif  // ISCHIA_INTEGRATION_DOCUMENT_LOGO_H_
