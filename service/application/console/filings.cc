#include "service/application/console/filings.h"

#include <utility>

#include "service/application/field_checks.h"

namespace ischia::app {

using domain::Result;

Result<PageOf<FilingRecord>> Filings::ListFilings(const Call& call, const ProgramName& program,
                                                  const PageRequest& page) {
  FieldChecks checks;
  checks.PageSize(page);
  const Task task{call, Method::kListFilings,    PracticeOf(program), Encode(program),
                  {},   std::move(checks).Take()};
  return command_.Read<PageOf<FilingRecord>>(task, [&](Work& work) -> Result<PageOf<FilingRecord>> {
    const Result<ProgramRecord> exists = Existing(work.unit.FindProgram(work.tenant, program));
    if (!exists.ok()) return exists.error();
    const int size = PageSize(page);
    Result<std::vector<FilingRecord>> found =
        work.unit.ListFilings(work.tenant, program, StorePage(page, size));
    if (!found.ok()) return found.error();
    return PageFrom(std::move(found).value(), size,
                    [](const FilingRecord& last) { return last.name.filing.text(); });
  });
}

}  // namespace ischia::app
