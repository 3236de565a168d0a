// A clinic's overlay: exercises it adds, translations, and restrictions. Nothing of it can loosen a
// safety rule: an added exercise varies one of the catalogue and inherits its dose and whatever
// removes it, a restriction becomes a rule of its own beside the others (of which the most
// restrictive limit wins), and English sentences of the catalogue stay as they are. The merged
// catalogue passes every check of the embedded one. Reading the folder is overlay_folder.h's
// affair.
//
//   const OverlayFolder folder = ReadOverlayFolder("/etc/ischia/overlay");
//   auto loaded = LoadWithOverlay(EmbeddedFiles(), folder.files, sha256);
#ifndef ISCHIA_SERVICE_CATALOGUE_OVERLAY_H_
#define ISCHIA_SERVICE_CATALOGUE_OVERLAY_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "service/catalogue/load.h"

namespace ischia::catalogue {

// Contents by file name; text format of proto/ischia/catalogue/v1/overlay.proto.
using OverlayFiles = std::map<std::string, std::string>;

struct Place {
  std::string file;  // its name in the folder; empty: the folder
  int line = 0;      // from 1; 0: the whole file
  bool operator==(const Place&) const = default;
};

// "clinic.textproto:12: exercises CE-01 max_hip_flexion_degrees: is 95, and HS-01 has 85. Write 0
// to 85."
struct OverlayFault {
  Place place;
  std::string field;   // "exercises CE-01 max_hip_flexion_degrees"; empty for a whole file
  std::string what;    // with what is allowed
  std::string remedy;  // the way out
};

// SHA-256 in lower-case hex: the catalogue links no library for it.
using Sha256 = std::function<std::string(std::string_view)>;

// The embedded catalogue with the overlay, or everything that is wrong with it in the order of
// files and lines. While a file cannot be read, only that is told; after it, all the rest at once.
// The version gains the first 12 digits of the overlay's digest ("2026.1+3f2a9c1b07de"), and the
// digest covers both; they depend on names and contents of the files alone.
// Precondition: the embedded files are those that the build has checked.
std::variant<LoadedCatalogue, std::vector<OverlayFault>> LoadWithOverlay(
    const Files& embedded, const OverlayFiles& overlay, const Sha256& sha256);

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_OVERLAY_H_
