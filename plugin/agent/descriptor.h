// A file descriptor that is closed in time.
#ifndef ISCHIA_PLUGIN_AGENT_DESCRIPTOR_H_
#define ISCHIA_PLUGIN_AGENT_DESCRIPTOR_H_

#include <unistd.h>

#include <utility>

namespace ischia::agent {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  int get() const { return number_; }
  bool ok() const { return number_ >= 0; }

 private:
  int number_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_DESCRIPTOR_H_
