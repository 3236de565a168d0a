#include "tests/integration/document/figure_canvas.h"

#include <array>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace ischia::document {
namespace {

using Color = std::array<double, 3>;

// One operator at a time; operands are the numbers before it.
class Player {
 public:
  explicit Player(cairo_t* cairo) : cairo_(cairo) {}

  void Play(const std::string& name, const std::vector<double>& n) {
    if (name == "m") return cairo_move_to(cairo_, n.at(0), n.at(1));
    if (name == "l") return cairo_line_to(cairo_, n.at(0), n.at(1));
    if (name == "c") {
      return cairo_curve_to(cairo_, n.at(0), n.at(1), n.at(2), n.at(3), n.at(4), n.at(5));
    }
    if (name == "h") return cairo_close_path(cairo_);
    if (name == "S") return Stroke();
    if (name == "f") return Fill();
    if (name == "B") {
      cairo_path_t* path = cairo_copy_path(cairo_);
      Fill();
      cairo_append_path(cairo_, path);
      cairo_path_destroy(path);
      return Stroke();
    }
    if (name == "W") return cairo_clip_preserve(cairo_);
    if (name == "n") return cairo_new_path(cairo_);
    PlayState(name, n);
  }

 private:
  struct State {
    Color fill{};
    Color line{};
  };

  void PlayState(const std::string& name, const std::vector<double>& n) {
    if (name == "rg") {
      state_.fill = {n.at(0), n.at(1), n.at(2)};
    } else if (name == "RG") {
      state_.line = {n.at(0), n.at(1), n.at(2)};
    } else if (name == "w") {
      cairo_set_line_width(cairo_, n.at(0));
    } else if (name == "d") {
      cairo_set_dash(cairo_, n.data(), static_cast<int>(n.size()) - 1, n.back());
    } else if (name == "q") {
      saved_.push_back(state_);
      cairo_save(cairo_);
    } else if (name == "Q") {
      state_ = saved_.back();
      saved_.pop_back();
      cairo_restore(cairo_);
    } else if (name == "J") {
      cairo_set_line_cap(cairo_, static_cast<cairo_line_cap_t>(n.at(0)));
    } else if (name == "j") {
      cairo_set_line_join(cairo_, static_cast<cairo_line_join_t>(n.at(0)));
    } else if (name != "[" && name != "]") {
      throw std::logic_error("an operator that figures are not drawn with: " + name);
    }
  }

  void Use(const Color& color) { cairo_set_source_rgb(cairo_, color[0], color[1], color[2]); }

  void Fill() {
    Use(state_.fill);
    cairo_fill(cairo_);
  }

  void Stroke() {
    Use(state_.line);
    cairo_stroke(cairo_);
  }

  cairo_t* cairo_;
  State state_;
  std::vector<State> saved_;
};

bool IsNumber(const std::string& word) {
  return word.find_first_not_of("-.0123456789") == std::string::npos;
}

}  // namespace

void Replay(cairo_t* cairo, const std::string& content) {
  cairo_save(cairo);
  Player player(cairo);
  std::istringstream words(content);
  std::vector<double> numbers;
  for (std::string word; words >> word;) {
    if (IsNumber(word)) {
      numbers.push_back(std::stod(word));
      continue;
    }
    player.Play(word, numbers);
    if (word != "]") numbers.clear();  // the lengths of dashes are operands too
  }
  cairo_restore(cairo);
}

void DrawOn(cairo_t* cairo, const Figure& figure, double x, double ground_y,
            double points_per_unit) {
  cairo_save(cairo);
  cairo_translate(cairo, x, ground_y);
  Replay(cairo, Draw(figure, points_per_unit).content);
  DrawLabels(cairo, figure, 0, 0, points_per_unit);
  cairo_restore(cairo);
}

}  // namespace ischia::document
