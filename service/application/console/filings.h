// Documents on their way back into the host's record. The call that stores a handout queues its
// filing in the same transaction (CreateHandoutRequest::file_to_host); the host's side takes it
// from there.
#ifndef ISCHIA_SERVICE_APPLICATION_CONSOLE_FILINGS_H_
#define ISCHIA_SERVICE_APPLICATION_CONSOLE_FILINGS_H_

#include "service/application/command.h"
#include "service/application/paging.h"
#include "service/application/resources.h"
#include "service/domain/result.h"

namespace ischia::app {

class Filings {
 public:
  explicit Filings(Command& command) : command_(command) {}

  // Of a program's documents, in the order they were queued.
  domain::Result<PageOf<FilingRecord>> ListFilings(const Call& call, const ProgramName& program,
                                                   const PageRequest& page);

 private:
  Command& command_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_CONSOLE_FILINGS_H_
