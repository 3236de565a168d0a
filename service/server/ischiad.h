// The running service: all parts joined in the order they need each other, and ended in the reverse
// order. What main() starts, and what an end-to-end test starts in its own process.
#ifndef ISCHIA_SERVICE_SERVER_ISCHIAD_H_
#define ISCHIA_SERVICE_SERVER_ISCHIAD_H_

#include <chrono>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "service/catalogue/load.h"
#include "service/server/config.h"
#include "service/server/log.h"

namespace ischia::server {

// The catalogue with the clinic's overlay, or everything that is wrong with the overlay and
// with the languages of the practices. About 20 ms, twice that with an overlay.
std::variant<catalogue::LoadedCatalogue, std::vector<ConfigFault>> LoadCatalogue(
    const Config& config);

class Ischiad {
 public:
  // Loads the catalogue, opens the store, brings its schema up to date, stores the configured
  // practices, listens. `log` outlives the service. A part that cannot start is a fault of its
  // setting.
  static std::variant<std::unique_ptr<Ischiad>, std::vector<ConfigFault>> Start(
      const Config& config, Log& log);
  ~Ischiad();
  Ischiad(const Ischiad&) = delete;
  Ischiad& operator=(const Ischiad&) = delete;

  // Where it listens, as clients name it: "127.0.0.1:50151", "unix:/run/ischiad/ischiad.sock".
  const std::string& address() const;
  // The console, as browsers name it: "http://127.0.0.1:50152". Empty: it is off.
  const std::string& console_url() const;

  // Takes no further call, lets calls and the mail in hand finish for as long as `patience`, then
  // cuts what is left. True when everything ended by itself; otherwise a mail is still under way in
  // its thread, and the process must end without waiting for it: the outbox settles it at the next
  // start.
  bool Stop(std::chrono::milliseconds patience);

 private:
  struct Parts;
  explicit Ischiad(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_ISCHIAD_H_
