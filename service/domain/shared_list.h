// An immutable list that its copies share: the same explanation stands in many weeks of a program.
// Reads like a const vector; two lists are equal when their elements are.
#ifndef ISCHIA_SERVICE_DOMAIN_SHARED_LIST_H_
#define ISCHIA_SERVICE_DOMAIN_SHARED_LIST_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>

namespace ischia::domain {

template <typename T>
class SharedList {
 public:
  using value_type = T;
  using const_iterator = const T*;

  SharedList() = default;
  explicit SharedList(std::span<const T> elements) : size_(elements.size()) {
    if (elements.empty()) return;
    const auto copy = std::make_shared<T[]>(size_);
    std::copy(elements.begin(), elements.end(), copy.get());
    elements_ = copy;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](std::size_t i) const { return elements_[static_cast<std::ptrdiff_t>(i)]; }
  const T& front() const { return *begin(); }
  const T& back() const { return *(end() - 1); }
  const_iterator begin() const { return elements_.get(); }
  const_iterator end() const { return elements_.get() + size_; }

  bool operator==(const SharedList& other) const {
    return elements_ == other.elements_ || std::equal(begin(), end(), other.begin(), other.end());
  }

 private:
  std::shared_ptr<const T[]> elements_;  // the other owners are the copies
  std::size_t size_ = 0;
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_SHARED_LIST_H_
