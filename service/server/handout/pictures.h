// From the catalogue's drawing of an exercise and this patient's dose to a figure with its words.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_PICTURES_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_PICTURES_H_

#include <optional>
#include <string>

#include "integration/document/sheet.h"
#include "service/domain/catalogue.h"
#include "service/domain/plan/program.h"
#include "service/server/handout/sentences.h"

namespace ischia::server {

enum class Phase { kStart, kEnd };

struct PictureWish {
  const domain::Exercise& exercise;
  const domain::SideDose& dose;           // its side and the angles drawn
  std::optional<double> max_hip_degrees;  // the limit in force
  std::optional<double> goal_degrees;     // drawn as a ghost; only the large end figure has one
};

// Angles are those of this patient where the exercise is drawn by one; never beyond the limit.
document::Picture PictureOf(const PictureWish& wish, Phase phase, const Words& words);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_PICTURES_H_
