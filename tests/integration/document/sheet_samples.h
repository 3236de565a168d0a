// Whole sheets as a clinic would print them, with invented people: for tests, for the benchmark and
// for looking at.
#ifndef ISCHIA_TESTS_INTEGRATION_DOCUMENT_SHEET_SAMPLES_H_
#define ISCHIA_TESTS_INTEGRATION_DOCUMENT_SHEET_SAMPLES_H_

#include "integration/document/layout.h"

namespace ischia::document {

// Every kind of block, in the order of a real one: first page, a full page and two half pages of
// instructions, weeks to tick, explanations with a table.
Sheet SampleHandout(Paper paper);

Sheet SampleReferral();

// Two A4 pages with eight figures, about 600 words and a table of nine rows and six columns.
Sheet SampleTwoPages();

// Only the furniture, the date and the title; blocks are the test's.
Sheet EmptySheet();

}  // namespace ischia::document

#endif  // ISCHIA_TESTS_INTEGRATION_DOCUMENT_SHEET_SAMPLES_H_
