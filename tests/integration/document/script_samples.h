// The two-page sample in each language that handouts are printed in, and sheets of the other
// editions. Words are examples; no specialist has reviewed them.
#ifndef ISCHIA_TESTS_INTEGRATION_DOCUMENT_SCRIPT_SAMPLES_H_
#define ISCHIA_TESTS_INTEGRATION_DOCUMENT_SCRIPT_SAMPLES_H_

#include <string>
#include <vector>

#include "integration/document/sheet.h"

namespace ischia::document {

// en, es, de, fr, ar, hi, zh-Hans.
std::vector<std::string> SampleLanguages();

// Two A4 pages, eight figures, a table of nine rows. `language` is one of the above.
Sheet SampleTwoPagesIn(const std::string& language);

Sheet SamplePoster();
Sheet SamplePictures();
Sheet SampleClinicianSheet();
Sheet SampleWhy();
Sheet SampleLargePrint();

}  // namespace ischia::document

#endif  // ISCHIA_TESTS_INTEGRATION_DOCUMENT_SCRIPT_SAMPLES_H_
