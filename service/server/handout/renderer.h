// Renders handouts on a bounded pool of threads, each with a press of its own, so that no serving
// thread draws and no two drawings share a font map.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_RENDERER_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_RENDERER_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "integration/document/layout.h"
#include "service/application/ports.h"
#include "service/catalogue/texts.h"
#include "service/domain/catalogue.h"
#include "service/server/handout/program_sheet.h"

namespace ischia::server {

// Serves many threads.
class RenderPool : public app::HandoutRenderer {
 public:
  // The PNG of a practice's logo by its digest. Serves many threads.
  using Logos = std::function<domain::Result<std::string>(const domain::PracticeId& practice,
                                                          const std::string& sha256)>;

  // Catalogue and texts outlive the pool.
  RenderPool(const domain::Catalogue& catalogue, const catalogue::Texts& texts, int threads,
             Logos logos = nullptr);
  // Finishes what was begun.
  ~RenderPool() override;
  RenderPool(const RenderPool&) = delete;
  RenderPool& operator=(const RenderPool&) = delete;

  // As the port says, the errors of the logos, and UNAVAILABLE FONT_MISSING when the machine lacks
  // a font the look needs.
  domain::Result<app::RenderedHandout> Render(const app::HandoutRequest& request) const override;

  domain::Result<app::DrawnPage> DrawPage(const app::HandoutRequest& request,
                                          int page_number) const override;

  std::string FindAccentFault(std::string_view color) const override;
  std::string FindLogoFault(std::string_view png) const override;

  // The sheet that Render would draw, of any kind but a calendar.
  domain::Result<document::Sheet> SheetOf(const app::HandoutRequest& request) const;

 private:
  domain::Result<app::RenderedHandout> CalendarOf(const app::HandoutRequest& request) const;
  // Why neither a sheet nor a calendar can be made of it.
  std::optional<domain::Error> ObstacleTo(const app::HandoutRequest& request,
                                          const Words& words) const;
  domain::Result<ClinicLook> LookOf(const app::Practice& practice) const;

  // What a thread of the pool makes of a sheet, a variant of it and a RenderFailure; QUOTA_EXCEEDED
  // when too many wait.
  template <typename Product>
  domain::Result<Product> OnPress(
      std::packaged_task<std::variant<Product, document::RenderFailure>(document::Press&)> task)
      const;

  using Job = std::packaged_task<void(document::Press&)>;
  void Work();

  const domain::Catalogue& catalogue_;
  const catalogue::Texts& texts_;
  const Logos logos_;
  mutable std::mutex logo_mutex_;
  mutable std::map<std::string, document::Logo> read_logos_;  // by digest; guarded by logo_mutex_
  mutable std::mutex mutex_;
  mutable std::condition_variable wake_;
  mutable std::deque<Job> jobs_;  // guarded by mutex_
  bool stopped_ = false;          // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_RENDERER_H_
