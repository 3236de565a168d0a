#include "service/web/view/changes.h"

#include "service/domain/follow/change_words.h"

namespace ischia::web {

std::string ChangeText(const domain::Change& change, const Words& words) {
  const domain::Reason what = domain::WhatChanges(change);
  std::string text = words.Sentence(what.statement, what.arguments);
  if (const auto side = domain::SideOf(change); !side.empty()) text += words.Of(side);
  text += words.Of(domain::statement::kBecause);
  return text + (change.words.empty()
                     ? words.Sentence(change.because.statement, change.because.arguments)
                     : change.words);
}

}  // namespace ischia::web
