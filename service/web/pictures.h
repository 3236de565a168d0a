// How a measure is taken, drawn by the figure code of the handouts.
#ifndef ISCHIA_SERVICE_WEB_PICTURES_H_
#define ISCHIA_SERVICE_WEB_PICTURES_H_

#include <string_view>

namespace ischia::web {

// An SVG document of 200 x 130 px: "knee_extension", "passive_knee", "straight_leg_raise",
// "fingertip_to_floor", "slump_test", "resisted_knee_flexion", "single_leg_bridge",
// "floor_transfer", "hip_extension", "sit_and_reach", "pelvic_tilt"; empty for any other id. Drawn
// once; belongs to nobody and lives for ever.
std::string_view MeasurePicture(std::string_view id);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_PICTURES_H_
