// How a measure is taken, drawn by the figure code of the handouts.
#ifndef ISCHIA_SERVICE_WEB_PICTURES_H_
#define ISCHIA_SERVICE_WEB_PICTURES_H_

#include <string_view>

namespace ischia::web {

// SVG of about 200 x 130 px: "knee_extension", "straight_leg_raise", ...; empty for an unknown id.
std::string_view MeasurePicture(std::string_view id);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_PICTURES_H_
