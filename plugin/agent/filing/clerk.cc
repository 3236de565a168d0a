#include "plugin/agent/filing/clerk.h"

#include <utility>

#include "plugin/contract/json.h"

namespace ischia::agent {

Clerk::Clerk(Gateway& gateway, Documents& documents, Host host, Destination& destination, Log& log,
             std::chrono::milliseconds pace)
    : gateway_(gateway),
      documents_(documents),
      host_(std::move(host)),
      destination_(destination),
      log_(log),
      pace_(pace),
      given_(std::make_shared<Awaited<Documents::Given>>()) {}

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
                  [awaited = given_](const Documents::Given& given) { awaited->Put(given); });
  std::optional<Documents::Given> given = given_->Take();
  if (!given || given->answer.status != 0) return std::nullopt;
  Document document;
  if (contract::ReadJson(given->answer.json, document.filing)) return std::nullopt;
  document.content = std::move(given->content);
  return document;
}

// What is said while the service is away is kept. An answer that is lost brings the document again.
void Clerk::Settle(const Document& document, const Filed& filed) {
  documents_.Settle(gateway_.NewTicket(), host_, document.filing.name(), filed.outcome,
                    filed.document_id, [awaited = given_](const Answer& answer) {
                      awaited->Put({answer, {}});
                    });
  (void)given_->Take();
}

void Clerk::Start() {
  thread_ = std::thread([this] {
    do {
      while (FileNext()) {
      }
    } while (!given_->Rest(pace_));
  });
}

void Clerk::Stop() {
  given_->End();
  if (thread_.joinable()) thread_.join();
}

}  // namespace ischia::agent
