#include "integration/document/press/pages.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

namespace ischia::document::press {
namespace {

using Kind = RenderFailure::Kind;

// Fills pages from top to bottom; a chain of pieces that hold each other goes to one page.
class Paginator {
 public:
  Paginator(std::vector<Piece> pieces, double height, int most_pages)
      : pieces_(std::move(pieces)), height_(height), most_pages_(static_cast<size_t>(most_pages)) {}

  std::variant<std::vector<Page>, RenderFailure> Run() {
    for (size_t i = 0; i < pieces_.size();) {
      if (pieces_[i].starts_page && y_ > 0) NewPage();
      if (pieces_[i].waits && HeightOfOne(pieces_[i]) > height_ - y_) {
        waiting_.push_back(std::move(pieces_[i++]));
        continue;
      }
      const size_t end = ChainEnd(i);
      if (const double height = HeightOf(i, end); height <= height_ - y_) {
        for (; i < end; ++i) Place(pieces_[i]);
      } else if (!std::isfinite(height)) {
        return RenderFailure{Kind::kInvalidSheet, "a block has no finite height"};
      } else if (!pieces_[i].otherwise.empty()) {
        Replace(i);
      } else if (y_ > 0) {
        NewPage();
      } else if (HeightOf(i, i + 1) <= height_) {
        // The chain is longer than a page, which takes as much of it as it can.
        do Place(pieces_[i++]);
        while (i < end && HeightOf(i, i + 1) <= height_ - y_);
      } else {
        return RenderFailure{Kind::kBlockTooTall,
                             "a block that must not be split is taller than a page"};
      }
      if (pages_.size() > most_pages_) {
        return RenderFailure{Kind::kTooManyPages,
                             "the sheet needs more than " + std::to_string(most_pages_) + " pages"};
      }
    }
    return Settle();
  }

 private:
  // What still waits fills the last page, and a page of its own if it must.
  std::variant<std::vector<Page>, RenderFailure> Settle() {
    PlaceWaiting();
    if (waiting_.empty()) return std::move(pages_);
    pieces_ = std::exchange(waiting_, {});
    for (Piece& piece : pieces_) piece.waits = false;
    NewPage();
    return Run();
  }

  void PlaceWaiting() {
    std::vector<Piece> waiting = std::exchange(waiting_, {});
    for (Piece& piece : waiting) {
      if (HeightOfOne(piece) <= height_ - y_) {
        Place(piece);
      } else {
        waiting_.push_back(std::move(piece));
      }
    }
  }

  size_t ChainEnd(size_t first) const {
    size_t last = first;
    while (last + 1 < pieces_.size() && pieces_[last].holds_next &&
           !pieces_[last + 1].starts_page) {
      ++last;
    }
    return last + 1;
  }

  static double GapBetween(const Piece* above, const Piece& below) {
    if (above == nullptr) return 0;
    return above->gap_below.value_or(below.gap);
  }

  static double HeadOf(const Piece::Group* above, const Piece& piece) {
    const Piece::Group* group = piece.group.get();
    return group != nullptr && group != above && group->head ? group->head->height : 0;
  }

  double HeightOfOne(const Piece& piece) const {
    const Piece* above = y_ > 0 ? &last_ : nullptr;
    return GapBetween(above, piece) + HeadOf(nullptr, piece) + piece.part.height;
  }

  // Of the pieces [first, end) if they were placed now, gaps and heads included.
  double HeightOf(size_t first, size_t end) const {
    double height = 0;
    const Piece* above = y_ > 0 ? &last_ : nullptr;
    for (size_t i = first; i < end; ++i) {
      const Piece::Group* group = above != nullptr ? above->group.get() : nullptr;
      height += GapBetween(above, pieces_[i]) + HeadOf(group, pieces_[i]) + pieces_[i].part.height;
      above = &pieces_[i];
    }
    return height;
  }

  void Place(const Piece& piece) {
    const bool at_top = y_ == 0;
    const double head = HeadOf(at_top ? nullptr : last_.group.get(), piece);
    y_ += GapBetween(at_top ? nullptr : &last_, piece);
    if (pages_.empty()) pages_.emplace_back();
    if (head > 0) pages_.back().push_back({*piece.group->head, y_, piece.group, false});
    pages_.back().push_back({piece.part, y_ + head, piece.group, piece.scan});
    y_ += head + piece.part.height;
    last_ = {};
    last_.gap = piece.gap;
    last_.gap_below = piece.gap_below;
    last_.group = piece.group;
  }

  void Replace(size_t index) {
    std::vector<Piece> instead = std::move(pieces_[index].otherwise);
    const auto at = pieces_.erase(pieces_.begin() + static_cast<std::ptrdiff_t>(index));
    pieces_.insert(at, std::make_move_iterator(instead.begin()),
                   std::make_move_iterator(instead.end()));
  }

  void NewPage() {
    PlaceWaiting();
    pages_.emplace_back();
    y_ = 0;
  }

  std::vector<Piece> pieces_;
  std::vector<Piece> waiting_;
  double height_;
  size_t most_pages_;
  std::vector<Page> pages_;
  Piece last_;
  double y_ = 0;
};

}  // namespace

std::vector<Piece> ComposeAll(const std::vector<Block>& blocks, Typesetter& type,
                              const Frame& frame) {
  std::vector<Piece> all;
  bool break_page = false;
  int together = 0;
  for (const Block& block : blocks) {
    if (type.failure()) break;
    if (const auto* keep = std::get_if<KeepTogether>(&block)) {
      together = keep->blocks;
      continue;
    }
    if (std::holds_alternative<PageBreak>(block)) {
      break_page = true;
      continue;
    }
    std::vector<Piece> pieces = Compose(block, type, frame);
    if (pieces.empty()) continue;
    pieces.front().starts_page |= std::exchange(break_page, false);
    if (together > 1) {
      for (Piece& piece : pieces) piece.holds_next = true;
    } else if (together == 1) {
      for (size_t i = 0; i + 1 < pieces.size(); ++i) pieces[i].holds_next = true;
    }
    together = std::max(0, together - 1);
    std::move(pieces.begin(), pieces.end(), std::back_inserter(all));
  }
  return all;
}

std::variant<std::vector<Page>, RenderFailure> Paginate(std::vector<Piece> pieces, double height,
                                                        int most_pages) {
  return Paginator(std::move(pieces), height, most_pages).Run();
}

}  // namespace ischia::document::press
