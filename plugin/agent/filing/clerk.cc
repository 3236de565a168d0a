#include "plugin/agent/filing/clerk.h"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "plugin/contract/json.h"

namespace ischia::agent {

// Where answers are put, one at a time.
struct Clerk::Desk {
  std::mutex mutex;
  std::condition_variable changed;
  bool ending = false;                     // guarded by mutex, as the next
  std::optional<Documents::Given> answer;  // what was asked for last

  void Put(const Documents::Given& given) {
    const std::lock_guard lock(mutex);
    answer = given;
    changed.notify_all();
  }
  // Unset: the clerk is to end.
  std::optional<Documents::Given> Take() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return ending || answer; });
    return ending ? std::nullopt : std::exchange(answer, std::nullopt);
  }
  // True: the clerk is to end.
  bool Rest(std::chrono::milliseconds pace) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, pace, [this] { return ending; });
  }
  void End() {
    const std::lock_guard lock(mutex);
    ending = true;
    changed.notify_all();
  }
};

Clerk::Clerk(Gateway& gateway, Documents& documents, Host host, Destination& destination, Log& log,
             std::chrono::milliseconds pace)
    : gateway_(gateway),
      documents_(documents),
      host_(std::move(host)),
      destination_(destination),
      log_(log),
      pace_(pace),
      desk_(std::make_shared<Desk>()) {}

Clerk::~Clerk() { Stop(); }

bool Clerk::FileNext() {
  const std::optional<Document> document = Next();
  if (!document) return false;
  const Filed filed = destination_.File(*document);
  const auto name = LogField::Id("filing", document->filing.name());
  if (filed.outcome == 0) {
    log_.Info("document_filed", {name});
  } else {
    log_.Error("document_not_filed", {name, {"outcome", filed.outcome}});
  }
  Settle(*document, filed);
  return true;
}

std::optional<Document> Clerk::Next() {
  documents_.Next(gateway_.NewTicket(), host_, kLongestCall,
                  [desk = desk_](const Documents::Given& given) { desk->Put(given); });
  std::optional<Documents::Given> given = desk_->Take();
  if (!given || given->answer.status != 0) return std::nullopt;
  Document document;
  if (contract::ReadJson(given->answer.json, document.filing)) return std::nullopt;
  document.content = std::move(given->content);
  return document;
}

// What is said while the service is away is kept. An answer that is lost brings the document again.
void Clerk::Settle(const Document& document, const Filed& filed) {
  documents_.Settle(gateway_.NewTicket(), host_, document.filing.name(), filed.outcome,
                    filed.document_id, [desk = desk_](const Answer& answer) {
                      desk->Put({answer, {}});
                    });
  (void)desk_->Take();
}

void Clerk::Start() {
  thread_ = std::thread([this] {
    do {
      while (FileNext()) {
      }
    } while (!desk_->Rest(pace_));
  });
}

void Clerk::Stop() {
  desk_->End();
  if (thread_.joinable()) thread_.join();
}

}  // namespace ischia::agent
