// The blocks that explain each exercise of a program, and the traffic light beside them.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_EXERCISE_PAGES_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_EXERCISE_PAGES_H_

#include <vector>

#include "integration/document/sheet.h"
#include "service/server/handout/program_sheet.h"

namespace ischia::server {

// An exercise in the first week that has it.
struct FirstSeen {
  const domain::ProgramItem* item;
  int week_number;
};
// From one week to another, in the order of their numbers.
std::vector<FirstSeen> ExercisesOf(const domain::Program& program, int first_week, int last_week);

// One block an exercise of the weeks up to the next measurement, since later ones come with the
// next sheet: the stretch first, on a page of its own, the others half a page each.
std::vector<document::Block> ExerciseBlocks(const SheetContext& context);

document::TrafficLight TrafficLightOf(const SheetContext& context,
                                      document::TrafficLight::Form form);

document::Picture StartPicture(const SheetContext& context, const domain::ProgramItem& item);
document::Picture EndPicture(const SheetContext& context, const domain::ProgramItem& item);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_EXERCISE_PAGES_H_
