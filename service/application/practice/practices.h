// The clinic's own settings. The configuration makes a practice and speaks for it until an admin
// changes it for the first time; from then on the practice is the clinic's own, and no start of the
// service overwrites it.
#ifndef ISCHIA_SERVICE_APPLICATION_PRACTICE_PRACTICES_H_
#define ISCHIA_SERVICE_APPLICATION_PRACTICE_PRACTICES_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/application/command.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/result.h"

namespace ischia::app {

struct UpdatePracticeRequest {
  Practice practice;                     // the changed fields, and the etag it was read with
  std::string logo_png;                  // empty: none
  std::vector<std::string> update_mask;  // the contract's paths, at least one
};

// A path of a mask names a field, or a group with all its fields: "policy" covers
// "policy.encrypt_attachments".
bool Covers(std::string_view mask_path, std::string_view path);

class Practices {
 public:
  // Everything outlives the object. Serves many threads.
  Practices(Command& command, const Calendar& calendar, const TextSource& texts,
            const HandoutRenderer& renderer)
      : command_(command), calendar_(calendar), texts_(texts), renderer_(renderer) {}

  // Makes the practice as the configuration has it, or brings it up to date. One that an admin has
  // changed stays as it is: the answer names the settings that now say something else, as the file
  // does ("phone_number"). Called by the service at its start.
  domain::Result<std::vector<std::string_view>> SeedPractice(const Practice& configured,
                                                             const std::string& logo_png = {});

  domain::Result<Practice> GetPractice(const Call& call, const domain::PracticeId& name);

  // Changes what the mask names and nothing else; what is not named is not judged. FIELD_INVALID,
  // NOT_YET_SUPPORTED (a policy that nothing of this version acts on), ETAG_MISMATCH.
  domain::Result<Practice> UpdatePractice(const Call& call, const UpdatePracticeRequest& request);

  // The PNG with this digest; empty for no digest. Leaves no event: it is part of what asks for it.
  domain::Result<std::string> Logo(const domain::PracticeId& practice, const std::string& sha256);

 private:
  std::vector<domain::FieldViolation> FaultsOf(const UpdatePracticeRequest& request) const;

  Command& command_;
  const Calendar& calendar_;
  const TextSource& texts_;
  const HandoutRenderer& renderer_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_PRACTICE_PRACTICES_H_
