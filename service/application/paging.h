// Pages of a list: how many entries, and where the next one starts. The position is a plain key;
// the edge makes an opaque token of it.
#ifndef ISCHIA_SERVICE_APPLICATION_PAGING_H_
#define ISCHIA_SERVICE_APPLICATION_PAGING_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "service/application/store.h"

namespace ischia::app {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kLargestPageSize = 200;

struct PageRequest {
  int size = 0;       // 0: 50; more than 200 counts as 200; negative is refused
  std::string after;  // the position of the page before, empty for the first page
};

template <typename T>
struct PageOf {
  std::vector<T> entries;
  std::string next;  // position for the page after this one; empty on the last page
};

// Precondition: not negative.
inline int PageSize(const PageRequest& page) {
  return page.size == 0 ? kDefaultPageSize : std::min(page.size, kLargestPageSize);
}

// What to ask the store for: one entry more than the page holds, to know whether another follows.
inline Page StorePage(const PageRequest& page, int size) { return {page.after, size + 1}; }

// Makes a page of what the store found; `key` gives the position of an entry.
template <typename T, typename Key>
PageOf<T> PageFrom(std::vector<T> found, int size, const Key& key) {
  PageOf<T> page;
  if (found.size() > static_cast<std::size_t>(size)) {
    found.pop_back();
    page.next = key(found.back());
  }
  page.entries = std::move(found);
  return page;
}

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_PAGING_H_
