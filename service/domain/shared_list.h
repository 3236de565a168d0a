// An immutable list that its copies share: the same explanation stands in many weeks of a program.
// Reads like a const vector; two lists are equal when their elements are.
#ifndef ISCHIA_SERVICE_DOMAIN_SHARED_LIST_H_
#define ISCHIA_SERVICE_DOMAIN_SHARED_LIST_H_

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
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
  SharedList(std::initializer_list<T> elements) { Fill(elements.begin(), elements.size()); }
  // Leaves the vector empty and its memory to it, so that it can collect the next list.
  explicit SharedList(std::vector<T>&& elements) {
    Fill(std::move_iterator(elements.begin()), elements.size());
    elements.clear();
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](std::size_t i) const { return elements_[static_cast<std::ptrdiff_t>(i)]; }
  const T& front() const { return elements_[0]; }
  const T& back() const { return (*this)[size_ - 1]; }
  const_iterator begin() const { return elements_.get(); }
  const_iterator end() const { return elements_.get() + size_; }

  bool operator==(const SharedList& other) const {
    return elements_ == other.elements_ || std::equal(begin(), end(), other.begin(), other.end());
  }

 private:
  template <typename Iterator>
  void Fill(Iterator first, std::size_t count) {
    if (count == 0) return;
    const auto elements = std::make_shared<T[]>(count);
    std::copy_n(first, count, elements.get());
    elements_ = elements;
    size_ = count;
  }

  std::shared_ptr<const T[]> elements_;  // the other owners are the copies
  std::size_t size_ = 0;
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_SHARED_LIST_H_
