// Sizes and joint geometry of the figure, in units of one thigh. Shared by those who bring the body
// to its contacts and those who draw it.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FIGURE_PROPORTIONS_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FIGURE_PROPORTIONS_H_

#include <array>

#include "integration/document/figure.h"

namespace ischia::document::figure {

inline constexpr double kTrunkLength = 1.20;
inline constexpr double kShoulderJoint = 1.12;  // along the trunk
inline constexpr double kThighLength = 1.00;
inline constexpr double kShinLength = 1.00;
inline constexpr double kAnkleHeight = 0.16;
inline constexpr double kUpperArmLength = 0.68;
inline constexpr double kForearmLength = 0.56;
inline constexpr double kFistReach = 0.10;  // wrist to the middle of a closed palm
inline constexpr double kHandLength = 0.34;

inline constexpr double kSeatHeight = 0.905;
inline constexpr double kHighSeatHeight = 1.405;
inline constexpr double kStepHeight = 0.47;
inline constexpr double kRailHeight = 2.30;
inline constexpr double kCounterHeight = 2.10;
inline constexpr double kChairBackHeight = 2.02;
inline constexpr double kTowelHeight = 0.06;

// The foot around the ankle: along to the toes, up.
inline constexpr std::array<Point, 14> kFootOutline = {{{-.085, .10},
                                                        {-.125, .03},
                                                        {-.165, -.06},
                                                        {-.135, -.15},
                                                        {-.02, -.16},
                                                        {.13, -.135},
                                                        {.29, -.16},
                                                        {.42, -.157},
                                                        {.472, -.12},
                                                        {.44, -.07},
                                                        {.32, -.02},
                                                        {.19, .045},
                                                        {.095, .12},
                                                        {.03, .15}}};

constexpr Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
constexpr Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
constexpr Point operator*(Point a, double k) { return {a.x * k, a.y * k}; }
constexpr Point Clockwise(Point a) { return {a.y, -a.x}; }
constexpr Point Counterclockwise(Point a) { return {-a.y, a.x}; }
constexpr Point Between(Point a, Point b, double t) { return a + (b - a) * t; }

double Length(Point a);
// The unit vector at an angle, and the angle of a vector, counterclockwise from the x axis.
Point Toward(double degrees);
double Heading(Point a);
// The same angle between -180 and 180.
double Wrapped(double degrees);

// A limb or the head with its own axes. `front` is the side that faces forward.
struct Frame {
  Point origin;
  Point along;
  Point front;

  Point At(double a, double f) const { return origin + along * a + front * f; }
};

// The axes of a limb that runs from one joint to another.
Frame LimbFrame(Point from, Point to);
// The axes of a foot: along to the toes, front is up.
Frame FootFrame(const SolvedLeg& leg);
// The axes of the head: along to the crown, front is the face.
Frame HeadFrame(const Skeleton& skeleton);

// A point of the bent trunk: along from the hip, front from the middle line.
Point OnTrunk(const Skeleton& skeleton, double along, double front);

bool HasProp(const Figure& figure, Prop prop);

}  // namespace ischia::document::figure

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FIGURE_PROPORTIONS_H_
