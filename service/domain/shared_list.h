// An immutable list that its copies share: the same explanation stands in many weeks of a program.
// Reads like a const vector; two lists are equal when their elements are.
#ifndef ISCHIA_SERVICE_DOMAIN_SHARED_LIST_H_
#define ISCHIA_SERVICE_DOMAIN_SHARED_LIST_H_

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace ischia::domain {

template <typename T>
class SharedList {
 public:
  using value_type = T;
  using const_iterator = const T*;

  SharedList() = default;
  SharedList(std::initializer_list<T> elements) : SharedList(std::vector<T>(elements)) {}
  explicit SharedList(std::vector<T> elements) {
    if (elements.empty()) return;
    elements_ = std::make_shared<const std::vector<T>>(std::move(elements));
    begin_ = elements_->data();
    end_ = begin_ + elements_->size();
  }

  std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }
  bool empty() const { return begin_ == end_; }
  const T& operator[](std::size_t i) const { return begin_[i]; }
  const T& front() const { return *begin_; }
  const T& back() const { return *(end_ - 1); }
  const_iterator begin() const { return begin_; }
  const_iterator end() const { return end_; }

  bool operator==(const SharedList& other) const {
    return elements_ == other.elements_ || std::equal(begin(), end(), other.begin(), other.end());
  }

 private:
  std::shared_ptr<const std::vector<T>> elements_;  // the other owners are the copies
  const T* begin_ = nullptr;
  const T* end_ = nullptr;
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_SHARED_LIST_H_
