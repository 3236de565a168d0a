#include "service/catalogue/load.h"
#include "service/catalogue/text_table.h"

namespace ischia::catalogue {

LoadedCatalogue LoadEmbedded() { return {ReadEntries(EmbeddedEntries()), Texts(EmbeddedTexts())}; }

}  // namespace ischia::catalogue
