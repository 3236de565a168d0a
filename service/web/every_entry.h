// Lists come in pages; a page of the console shows all of one.
#ifndef ISCHIA_SERVICE_WEB_EVERY_ENTRY_H_
#define ISCHIA_SERVICE_WEB_EVERY_ENTRY_H_

#include <iterator>
#include <utility>
#include <vector>

#include "service/application/paging.h"
#include "service/domain/result.h"

namespace ischia::web {

// In the list's order. `list` asks a use case for one page.
template <typename Entry, typename List>
domain::Result<std::vector<Entry>> EveryEntry(const List& list) {
  std::vector<Entry> all;
  app::PageRequest page{app::kLargestPageSize, {}};
  do {
    domain::Result<app::PageOf<Entry>> found = list(page);
    if (!found.ok()) return found.error();
    std::move(found->entries.begin(), found->entries.end(), std::back_inserter(all));
    page.after = found->next;
  } while (!page.after.empty());
  return all;
}

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_EVERY_ENTRY_H_
