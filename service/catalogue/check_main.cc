// Checks the embedded catalogue; a broken one fails the build. Prints one line a violation.
#include <iostream>

#include "service/catalogue/load.h"

int main() {
  const auto loaded = ischia::catalogue::Load(ischia::catalogue::EmbeddedFiles());
  if (loaded.ok()) return 0;
  for (const auto& violation : loaded.error().violations) {
    std::cerr << "catalogue: " << violation.field << ": " << violation.description << '\n';
  }
  return 1;
}
