#include "integration/document/press/plates.h"

#include <functional>
#include <optional>
#include <utility>

namespace ischia::document::press {

// What tells most figures apart; the rest is for the comparison.
std::size_t Plates::Hash::operator()(const Key& key) const {
  const Pose& pose = key.figure.pose;
  auto hash = static_cast<std::size_t>(key.figure.base);
  for (const double number : {key.points_per_unit, pose.trunk, pose.lumbar, pose.a.hip, pose.a.knee,
                              pose.b.hip, pose.b.knee}) {
    hash = hash * 31 + std::hash<double>{}(number);
  }
  return hash * 31 + static_cast<std::size_t>(key.figure.side);
}

Extent Plates::Measure(const Figure& figure, double points_per_unit) {
  const Key key{figure, points_per_unit};
  if (const std::optional<Extent> known = extents_.Find(key)) return *known;
  const Extent extent = document::Measure(figure, points_per_unit);
  extents_.Keep(key, extent);
  return extent;
}

std::shared_ptr<const Form> Plates::FormOf(const Figure& figure, double points_per_unit) {
  const Key key{figure, points_per_unit};
  if (const auto known = forms_.Find(key)) return *known;
  const Drawing drawing = Draw(figure, points_per_unit);
  const Extent& extent = drawing.extent;
  auto form = std::make_shared<const Form>(
      Form{-extent.above, extent.width, extent.below, Deflated(drawing.content)});
  forms_.Keep(key, form);
  return form;
}

}  // namespace ischia::document::press
