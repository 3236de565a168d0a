#include "service/server/handout/renderer.h"

#include <optional>
#include <string>
#include <utility>

#include "integration/calendar/events.h"
#include "integration/document/accent.h"
#include "integration/document/logo.h"
#include "integration/document/protect.h"
#include "service/server/handout/editions/calendar.h"
#include "service/server/handout/editions/clinician_sheet.h"
#include "service/server/handout/editions/posters.h"
#include "service/server/handout/editions/referral_sheet.h"
#include "service/server/handout/program_sheet.h"
#include "service/server/handout/week_pages.h"
#include "service/server/system.h"

namespace ischia::server {
namespace {

// Renderings that wait: more would only time out.
constexpr std::size_t kWaitingAtMost = 20;

// Logos that are kept ready; all are forgotten then, and read again.
constexpr std::size_t kMostLogos = 16;

domain::Error Busy() {
  return {domain::ErrorCode::kResourceExhausted,
          "QUOTA_EXCEEDED",
          "Too many handouts are being rendered. Try again in some seconds.",
          {}};
}

domain::Error ErrorOf(const document::RenderFailure& failure) {
  using Kind = document::RenderFailure::Kind;
  switch (failure.kind) {
    case Kind::kMissingFont:
      return {domain::ErrorCode::kUnavailable,
              "FONT_MISSING",
              "A font that handouts need is not installed on the service's machine.",
              {}};
    case Kind::kTooManyPages:
    case Kind::kTooLarge:
      return {domain::ErrorCode::kResourceExhausted,
              "QUOTA_EXCEEDED",
              "The handout is larger than 24 pages or 2 MiB.",
              {}};
    case Kind::kInvalidText:
    case Kind::kTextNotDrawable:
      return domain::FieldInvalid(
          {{"handout", "A name, goal or note has characters that no installed font can print.",
            "FIELD_INVALID"}});
    case Kind::kNoSuchPage:
      return domain::FieldInvalid(
          {{"page_number", "The handout has no such page; pages count from 1.", "FIELD_INVALID"}});
    case Kind::kInvalidSheet:
    case Kind::kBlockTooTall:
    case Kind::kInternal:
      break;
  }
  return {domain::ErrorCode::kInternal, "INTERNAL", "The handout could not be drawn.", {}};
}

domain::Result<app::RenderedHandout> Locked(const document::Pdf& pdf, const std::string& password) {
  auto locked = document::Protect(pdf.bytes, password);
  if (const auto* failure = std::get_if<document::ProtectFailure>(&locked)) {
    if (failure->kind == document::ProtectFailure::Kind::kPassword) {
      return domain::FieldInvalid(
          {{"password", "Cannot open a PDF; take other characters.", "FIELD_INVALID"}});
    }
    return domain::Error{
        domain::ErrorCode::kInternal, "INTERNAL", "The handout could not be encrypted.", {}};
  }
  return app::RenderedHandout{std::get<std::string>(std::move(locked)), pdf.page_count};
}

// A clinic may have taken one out of its overlay since the program was made.
bool KnowsAll(const domain::Catalogue& catalogue, const domain::Program& program) {
  for (const domain::ProgramWeek& week : program.weeks) {
    for (const domain::ProgramItem& item : week.items) {
      if (catalogue.FindExercise(item.exercise) == nullptr) return false;
    }
  }
  return true;
}

}  // namespace

RenderPool::RenderPool(const domain::Catalogue& catalogue, const catalogue::Texts& texts,
                       int threads, Logos logos)
    : catalogue_(catalogue), texts_(texts), logos_(std::move(logos)) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

RenderPool::~RenderPool() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

std::optional<domain::Error> RenderPool::ObstacleTo(const app::HandoutRequest& request,
                                                    const Words& words) const {
  if (!words.Has("handout.title")) {
    std::string known;
    for (const std::string_view language : texts_.languages()) {
      known.append(known.empty() ? "" : ", ").append(language);
    }
    return domain::FieldInvalid(
        {{"handout.language_code", "There are no texts in this language; there are " + known + '.',
          "FIELD_INVALID"}});
  }
  if (!KnowsAll(catalogue_, *request.program.content)) {
    return domain::FailedPrecondition("WRONG_STATE",
                                      "The program has an exercise that this catalogue no longer "
                                      "has; make a new program.");
  }
  return std::nullopt;
}

domain::Result<document::Sheet> RenderPool::SheetOf(const app::HandoutRequest& request) const {
  const Words words(texts_, request.fields.language_code);
  if (auto obstacle = ObstacleTo(request, words)) return *std::move(obstacle);
  const domain::Result<ClinicLook> look = LookOf(request.practice);
  if (!look.ok()) return look.error();
  const SheetContext context{request, catalogue_, words, *look};
  switch (request.fields.kind) {
    case app::HandoutKind::kReferral: {
      const domain::Result<int> offset =
          ZoneCalendar().OffsetMinutes(request.practice.time_zone, request.program.create_time);
      if (!offset.ok()) return offset.error();
      return ReferralSheet(context, *offset);
    }
    case app::HandoutKind::kFridgeSheet:
      return FridgeSheet(context);
    case app::HandoutKind::kWeekSheet:
      return WeekSheet(context);
    case app::HandoutKind::kClinicianBasis:
      return ClinicianSheet(context);
    default:
      return request.fields.picture_only ? PictureSheet(context) : ProgramSheet(context);
  }
}

domain::Result<app::RenderedHandout> RenderPool::CalendarOf(
    const app::HandoutRequest& request) const {
  const Words words(texts_, request.fields.language_code);
  if (auto obstacle = ObstacleTo(request, words)) return *std::move(obstacle);
  const ClinicLook plain;  // nothing of a calendar is drawn
  const calendar::Calendar made = ProgramCalendar({request, catalogue_, words, plain});
  if (made.events.empty()) {
    return domain::FailedPrecondition("WRONG_STATE",
                                      "Nothing of this program stands in a calendar.");
  }
  auto written = calendar::Write(made);
  if (std::holds_alternative<calendar::Fault>(written)) {
    return domain::Error{
        domain::ErrorCode::kInternal, "INTERNAL", "The calendar could not be written.", {}};
  }
  return app::RenderedHandout{std::get<std::string>(std::move(written)), 0};
}

domain::Result<ClinicLook> RenderPool::LookOf(const app::Practice& practice) const {
  ClinicLook look{practice.accent_color, std::nullopt};
  if (practice.logo_sha256.empty() || !logos_) return look;
  {
    const std::lock_guard lock(logo_mutex_);
    const auto found = read_logos_.find(practice.logo_sha256);
    if (found != read_logos_.end()) {
      look.logo = found->second;
      return look;
    }
  }
  const domain::Result<std::string> png = logos_(practice.id, practice.logo_sha256);
  if (!png.ok()) return png.error();
  auto logo = document::ReadLogo(*png);
  if (!std::holds_alternative<document::Logo>(logo)) {
    return domain::Error{
        domain::ErrorCode::kInternal, "INTERNAL", "The stored logo cannot be read.", {}};
  }
  look.logo = std::get<document::Logo>(std::move(logo));
  const std::lock_guard lock(logo_mutex_);
  if (read_logos_.size() >= kMostLogos) read_logos_.clear();
  read_logos_.emplace(practice.logo_sha256, *look.logo);
  return look;
}

std::string RenderPool::FindAccentFault(std::string_view color) const {
  return document::FindAccentFault(color).value_or(std::string());
}

std::string RenderPool::FindLogoFault(std::string_view png) const {
  const auto logo = document::ReadLogo(png);
  const auto* failure = std::get_if<document::LogoFailure>(&logo);
  return failure == nullptr ? std::string() : failure->what;
}

template <typename Product>
domain::Result<Product> RenderPool::OnPress(
    std::packaged_task<std::variant<Product, document::RenderFailure>(document::Press&)> task)
    const {
  auto future = task.get_future();
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= kWaitingAtMost) return Busy();
    jobs_.emplace_back([task = std::move(task)](document::Press& press) mutable { task(press); });
  }
  wake_.notify_one();
  auto outcome = future.get();
  if (const auto* failure = std::get_if<document::RenderFailure>(&outcome)) {
    return ErrorOf(*failure);
  }
  return std::get<Product>(std::move(outcome));
}

domain::Result<app::RenderedHandout> RenderPool::Render(const app::HandoutRequest& request) const {
  if (request.fields.kind == app::HandoutKind::kCalendar) return CalendarOf(request);
  domain::Result<document::Sheet> sheet = SheetOf(request);
  if (!sheet.ok()) return sheet.error();
  auto pdf = OnPress<document::Pdf>(std::packaged_task<document::Rendered(document::Press&)>(
      [drawn = std::move(*sheet)](document::Press& press) { return press.Render(drawn); }));
  if (!pdf.ok()) return pdf.error();
  if (request.password.empty()) return app::RenderedHandout{std::move(pdf->bytes), pdf->page_count};
  return Locked(*pdf, std::string(request.password));
}

domain::Result<app::DrawnPage> RenderPool::DrawPage(const app::HandoutRequest& request,
                                                    int page_number) const {
  if (request.fields.kind == app::HandoutKind::kCalendar) {
    return domain::FieldInvalid({{"handout.kind", "A calendar has no pages.", "FIELD_INVALID"}});
  }
  domain::Result<document::Sheet> sheet = SheetOf(request);
  if (!sheet.ok()) return sheet.error();
  auto page = OnPress<document::PageDrawing>(std::packaged_task<document::Drawn(document::Press&)>(
      [drawn = std::move(*sheet), page_number](document::Press& press) {
        return press.DrawPage(drawn, page_number);
      }));
  if (!page.ok()) return page.error();
  return app::DrawnPage{std::move(page->svg), page->page_count};
}

void RenderPool::Work() {
  std::optional<document::Press> press;  // from the first job on: fonts cost the start and memory
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    if (!press) press.emplace();
    job(*press);
    lock.lock();
  }
}

}  // namespace ischia::server
