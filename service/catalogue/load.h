// From the catalogue's data files to domain values and sentences, with every consistency check on
// the way: what is loaded resolves, or nothing is loaded. The build runs the same checks on the
// embedded files (embed_main.cc), so a broken catalogue never ships.
#ifndef ISCHIA_SERVICE_CATALOGUE_LOAD_H_
#define ISCHIA_SERVICE_CATALOGUE_LOAD_H_

#include <map>
#include <string>

#include "service/catalogue/texts.h"
#include "service/domain/catalogue.h"
#include "service/domain/result.h"

namespace ischia::catalogue {

// The contents of data/, protobuf text format (proto/ischia/catalogue/v1/catalogue.proto).
struct Files {
  std::string sources;
  std::string exercises;
  std::string safety_rules;
  std::string doses;
  std::string norms;
  std::string decisions;
  std::map<std::string, std::string> texts;    // by language, "en"
  std::map<std::string, std::string> console;  // by language: what clinicians read beside those
  std::string sha256;                          // of all of them, as the build found it; not checked
  std::string overlay_version;                 // of a clinic's additions among them; empty: none
};

struct LoadedCatalogue {
  domain::Catalogue catalogue;
  Texts texts;
};

// Refuses with INTERNAL, reason CATALOGUE_INCONSISTENT and every violation at once; the field of a
// violation is the file and the entry ("safety_rules S-22").
domain::Result<LoadedCatalogue> Load(const Files& files);

// The files this program was built with; those without texts and console.
Files EmbeddedFiles();
Files EmbeddedEntries();

// Without the checks. Precondition: Load() accepts the files.
domain::Catalogue ReadEntries(const Files& files);

// What Load(EmbeddedFiles()) gives, without the checks, which the build has made, and with the
// sentences in the build's tables. Some milliseconds: once a process.
LoadedCatalogue LoadEmbedded();

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_LOAD_H_
