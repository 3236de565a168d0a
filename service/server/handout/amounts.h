// Doses in figures and words, as a sheet prints them.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_AMOUNTS_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_AMOUNTS_H_

#include <string>

#include "integration/document/sheet.h"
#include "service/domain/plan/program.h"
#include "service/server/handout/sentences.h"

namespace ischia::server {

// kShort is for lists and tables ("s"), kLong for the large figures of an instruction ("seconds").
enum class UnitLength { kShort, kLong };

// Holds "4 x 15 s", moves "2 x 8", time "3 min".
document::Amount AmountOf(const domain::SideDose& dose, UnitLength length, const Words& words);

// "4 x 15 s" as plain text, for tables and lists. Sets of holds are said too: "2 x 5 x 6 s".
std::string AmountText(const domain::SideDose& dose, const Words& words);

// "Right leg", "Left leg"; "Both legs" for a stretch of both.
std::string SideText(domain::Side side, const Words& words);

// The doses of an item differ between the legs.
bool SidesDiffer(const domain::ProgramItem& item);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_AMOUNTS_H_
