// Reads a clinic's overlay folder: its own regular files whose names end in .textproto, and nothing
// else. No symbolic link and no subfolder is followed. Whether others may write there is asked by
// server/config.
#ifndef ISCHIA_SERVICE_CATALOGUE_OVERLAY_FOLDER_H_
#define ISCHIA_SERVICE_CATALOGUE_OVERLAY_FOLDER_H_

#include <filesystem>
#include <vector>

#include "service/catalogue/overlay.h"

namespace ischia::catalogue {

struct OverlayFolder {
  OverlayFiles files;
  std::vector<OverlayFault> faults;  // empty: `files` is the whole folder
};

// At most 64 files of 1 MiB each. Something in the folder that would not be read is a fault, since
// a misspelled name must not drop a restriction in silence; so is a folder without a file.
OverlayFolder ReadOverlayFolder(const std::filesystem::path& folder);

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_OVERLAY_FOLDER_H_
