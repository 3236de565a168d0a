#include "service/catalogue/overlay_folder.h"

#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace ischia::catalogue {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 64;
constexpr std::uintmax_t kMostBytes = 1 << 20;  // four catalogues of one language

void Refuse(const std::string& file, std::string what, std::string remedy, OverlayFolder& folder) {
  folder.faults.push_back({{file, 0}, "", std::move(what), std::move(remedy)});
}

void ReadFile(const fs::directory_entry& entry, OverlayFolder& folder) {
  const std::string name = entry.path().filename();
  std::error_code error;
  // The entry itself, not what a link leads to.
  if (entry.symlink_status(error).type() != fs::file_type::regular) {
    Refuse(name, "is no regular file; links and folders are not followed",
           "Copy the file itself into the folder, or take the entry out.", folder);
  } else if (!name.ends_with(".textproto") || name.starts_with('.')) {
    Refuse(name, "is not named like NAME.textproto, and would not be read",
           "Rename it, or take it out of the folder.", folder);
  } else if (entry.file_size(error) > kMostBytes || error) {
    Refuse(name, "is larger than 1 MiB", "Divide it into several files.", folder);
  } else {
    std::ifstream file(entry.path(), std::ios::binary);
    std::string& content = folder.files[name];
    content.assign(std::istreambuf_iterator<char>(file), {});
    if (!file.good() && !file.eof()) Refuse(name, "cannot be read", "Check its owner.", folder);
  }
}

}  // namespace

OverlayFolder ReadOverlayFolder(const fs::path& path) {
  OverlayFolder folder;
  std::error_code error;
  fs::directory_iterator entries(path, error);
  std::size_t count = 0;
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    if (++count <= kMostFiles) ReadFile(*entries, folder);
  }
  if (error) {
    Refuse("", "cannot be read", "Name a folder that this user can read.", folder);
  } else if (count > kMostFiles) {
    Refuse("", "holds more than 64 entries", "Put several entries into one file.", folder);
  } else if (count == 0) {
    Refuse("", "is empty", "Put NAME.textproto files there, or take the setting out.", folder);
  }
  return folder;
}

}  // namespace ischia::catalogue
