#include "service/web/pictures.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <string_view>

namespace ischia::web {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kMeasures[] = {
    "knee_extension", "passive_knee",          "straight_leg_raise", "fingertip_to_floor",
    "slump_test",     "resisted_knee_flexion", "single_leg_bridge",  "floor_transfer",
    "hip_extension",  "sit_and_reach",         "pelvic_tilt"};

TEST(PicturesTest, EachMeasureHasItsOwnPictureOfOneSize) {
  std::set<std::string_view> drawn;
  for (const std::string_view id : kMeasures) {
    const std::string picture(MeasurePicture(id));
    EXPECT_THAT(picture, StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" "
                                    "height=\"130\" viewBox=\"0 0 200 130\">"))
        << id;
    EXPECT_THAT(picture, Not(HasSubstr("style"))) << id;
    drawn.insert(MeasurePicture(id));
  }
  EXPECT_EQ(drawn.size(), std::size(kMeasures));
}

TEST(PicturesTest, WhatIsMeasuredIsNamedAtItsMark) {
  for (const auto& [id, words] :
       {std::pair{"knee_extension", ">°<"}, std::pair{"passive_knee", ">°<"},
        std::pair{"straight_leg_raise", ">°<"}, std::pair{"hip_extension", ">°<"},
        std::pair{"pelvic_tilt", ">°<"}, std::pair{"fingertip_to_floor", ">cm<"}}) {
    EXPECT_THAT(std::string(MeasurePicture(id)), HasSubstr(words)) << id;
  }
}

TEST(PicturesTest, IsDrawnOnce) {
  EXPECT_EQ(MeasurePicture("slump_test").data(), MeasurePicture("slump_test").data());
}

TEST(PicturesTest, AnUnknownMeasureHasNone) {
  EXPECT_THAT(MeasurePicture(""), IsEmpty());
  EXPECT_THAT(MeasurePicture("knee"), IsEmpty());
  EXPECT_THAT(MeasurePicture("../knee_extension"), IsEmpty());
}

}  // namespace
}  // namespace ischia::web
