#include "integration/document/logo.h"

#include <cairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include "integration/document/finish.h"

namespace ischia::document {
namespace {

using Kind = LogoFailure::Kind;

// 10 by 45 mm at 300 dots an inch.
constexpr int kMostHeight = 118;
constexpr int kMostWidth = 531;

struct Release {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Surface = std::unique_ptr<cairo_surface_t, Release>;
using Cairo = std::unique_ptr<cairo_t, Release>;

std::uint32_t BigEndian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

// The signature and the first chunk, which says how large the picture is.
std::optional<LogoFailure> CheckHead(std::string_view png) {
  constexpr std::string_view kSignature("\x89PNG\r\n\x1a\n", 8);
  constexpr std::size_t kHead = 24;
  if (png.size() > kMaxLogoBytes) {
    return LogoFailure{Kind::kTooManyBytes, "a logo has at most 256 KiB"};
  }
  if (!png.starts_with(kSignature)) return LogoFailure{Kind::kNotPng, "a logo is a PNG file"};
  if (png.size() < kHead || png.substr(12, 4) != "IHDR") {
    return LogoFailure{Kind::kBroken, "the PNG file is damaged"};
  }
  const std::uint64_t width = BigEndian(png.substr(16));
  const std::uint64_t height = BigEndian(png.substr(20));
  if (width > kMaxLogoPixels || height > kMaxLogoPixels || width * height > kMaxLogoPixels) {
    return LogoFailure{Kind::kTooManyPixels, "a logo has at most 4 megapixels"};
  }
  return std::nullopt;
}

cairo_status_t Read(void* closure, unsigned char* to, unsigned length) {
  auto& rest = *static_cast<std::string_view*>(closure);
  if (rest.size() < length) return CAIRO_STATUS_READ_ERROR;
  std::memcpy(to, rest.data(), length);
  rest.remove_prefix(length);
  return CAIRO_STATUS_SUCCESS;
}

// On white, as large as the header shows it at most.
Surface Scaled(cairo_surface_t* picture) {
  const double width = cairo_image_surface_get_width(picture);
  const double height = cairo_image_surface_get_height(picture);
  const double scale = std::min({1.0, kMostWidth / width, kMostHeight / height});
  Surface scaled(cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                            std::max(1, static_cast<int>(width * scale)),
                                            std::max(1, static_cast<int>(height * scale))));
  const Cairo cairo(cairo_create(scaled.get()));
  cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  cairo_paint(cairo.get());
  cairo_scale(cairo.get(), scale, scale);
  cairo_set_source_surface(cairo.get(), picture, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cairo.get()), CAIRO_FILTER_BEST);
  cairo_paint(cairo.get());
  cairo_surface_flush(scaled.get());
  return scaled;
}

std::shared_ptr<const Image> ImageOf(cairo_surface_t* pixels) {
  const int width = cairo_image_surface_get_width(pixels);
  const int height = cairo_image_surface_get_height(pixels);
  const int stride = cairo_image_surface_get_stride(pixels);
  const unsigned char* const data = cairo_image_surface_get_data(pixels);
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, data + static_cast<std::ptrdiff_t>(row) * stride + column * 4, 4);
      for (const int shift : {16, 8, 0}) bytes += static_cast<char>(pixel >> shift & 0xff);
    }
  }
  return std::make_shared<const Image>(Image{width, height, Deflated(bytes)});
}

}  // namespace

std::variant<Logo, LogoFailure> ReadLogo(std::string_view png) {
  if (auto failure = CheckHead(png)) return *std::move(failure);
  std::string_view rest = png;
  const Surface picture(cairo_image_surface_create_from_png_stream(&Read, &rest));
  if (cairo_surface_status(picture.get()) != CAIRO_STATUS_SUCCESS) {
    return LogoFailure{Kind::kBroken, "the PNG file is damaged"};
  }
  const Surface scaled = Scaled(picture.get());
  if (cairo_surface_status(scaled.get()) != CAIRO_STATUS_SUCCESS) {
    return LogoFailure{Kind::kBroken, "the PNG file is damaged"};
  }
  return Logo(ImageOf(scaled.get()));
}

}  // namespace ischia::document
