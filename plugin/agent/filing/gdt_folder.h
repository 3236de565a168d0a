// Documents filed into a folder that a practice system imports from: the PDF, and a GDT record 6310
// that names it. No name of a file says anything of the patient.
#ifndef ISCHIA_PLUGIN_AGENT_FILING_GDT_FOLDER_H_
#define ISCHIA_PLUGIN_AGENT_FILING_GDT_FOLDER_H_

#include <string>
#include <variant>

#include "integration/gdt/message.h"
#include "plugin/agent/filing/destination.h"
#include "plugin/agent/folder/host_folder.h"
#include "plugin/agent/folder/last_asked.h"
#include "plugin/agent/log.h"
#include "plugin/agent/spool/disk.h"

namespace ischia::agent {

// The record 6310 of a document, as an answer to the host's last request at this patient where one
// is remembered. The outcome instead: FAILED_PRECONDITION when the filing does not say who the
// patient is (number, both names, birth date), or that request had another name or birth date.
std::variant<gdt::Message, std::int32_t> RecordOf(const v1::Filing& filing,
                                                  const std::string& archive_id,
                                                  const HostFolder& folder,
                                                  const LastAsked& last_asked);

class GdtFolder final : public Destination {
 public:
  // Everything outlives it.
  GdtFolder(const HostFolder& folder, const LastAsked& last_asked, Disk& disk, Log& log)
      : folder_(folder), last_asked_(last_asked), disk_(disk), log_(log) {}

  // The document's id is the archive id in field 6302: the last part of the filing's name, which is
  // also the PDF's. UNAVAILABLE while the folder is away, full, or holds answers that the host has
  // not read; INVALID_ARGUMENT when the record cannot be written.
  Filed File(const Document& document) override;

 private:
  struct Names;
  bool Prepare(const OpenFolder& opened, const Names& names, const std::string& content,
               const std::string& record);
  bool Publish(const OpenFolder& opened, const Names& names);

  const HostFolder& folder_;
  const LastAsked& last_asked_;
  Disk& disk_;
  Log& log_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FILING_GDT_FOLDER_H_
