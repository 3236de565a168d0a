// A short list that holds its elements in place: at most `kMost`, a bound the elements' meaning
// gives (two sides, three alternatives). Reads like a vector; a value like any other.
#ifndef ISCHIA_SERVICE_DOMAIN_FEW_H_
#define ISCHIA_SERVICE_DOMAIN_FEW_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>

#include "service/domain/result.h"

namespace ischia::domain {

template <typename T, std::size_t kMost>
class Few {
 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  Few() = default;
  // Precondition: at most kMost.
  Few(std::initializer_list<T> elements) : size_(static_cast<unsigned char>(elements.size())) {
    Ensure(elements.size() <= kMost);
    std::copy(elements.begin(), elements.end(), begin());
  }

  // Precondition: size() < kMost.
  void push_back(const T& element) {
    Ensure(size_ < kMost);
    elements_[size_++] = element;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool full() const { return size_ == kMost; }
  T& operator[](std::size_t i) { return elements_[i]; }
  const T& operator[](std::size_t i) const { return elements_[i]; }
  T& front() { return elements_[0]; }
  const T& front() const { return elements_[0]; }
  const T& back() const { return elements_[size_ - 1]; }
  iterator begin() { return elements_.data(); }
  iterator end() { return elements_.data() + size_; }
  const_iterator begin() const { return elements_.data(); }
  const_iterator end() const { return elements_.data() + size_; }

  bool operator==(const Few& other) const {
    return std::equal(begin(), end(), other.begin(), other.end());
  }

 private:
  std::array<T, kMost> elements_{};
  static_assert(kMost <= 255);
  unsigned char size_ = 0;
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_FEW_H_
