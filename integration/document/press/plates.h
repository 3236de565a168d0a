// Figures measured and drawn once for all sheets of a press: a figure is the same for everybody
// with the same exercise and angle.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_PLATES_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_PLATES_H_

#include <cstddef>
#include <memory>

#include "integration/document/figure.h"
#include "integration/document/finish.h"
#include "integration/document/press/recent.h"

namespace ischia::document::press {

class Plates {
 public:
  Extent Measure(const Figure& figure, double points_per_unit);
  std::shared_ptr<const Form> FormOf(const Figure& figure, double points_per_unit);

 private:
  struct Key {
    Figure figure;
    double points_per_unit = 0;

    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  static constexpr std::size_t kExtents = 1024;
  static constexpr std::size_t kForms = 256;  // two generations of 5 to 13 KiB each

  Recent<Key, Extent, Hash> extents_{kExtents};
  Recent<Key, std::shared_ptr<const Form>, Hash> forms_{kForms};
};

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_PLATES_H_
