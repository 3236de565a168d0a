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

void ShowChanges(const app::Changes& changes, const Words& words, View& view) {
  Views lines;
  for (const domain::Change& change : changes) lines.push_back(View(ChangeText(change, words)));
  view.set("has_changes", View(!lines.empty()));
  view.set("changes", View(lines));
}

}  // namespace ischia::web
