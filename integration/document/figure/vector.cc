#include "integration/document/figure/vector.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <vector>

#include "integration/document/figure/proportions.h"
#include "integration/document/operators.h"

namespace ischia::document::figure {
namespace {

std::string Hexadecimal(double red, double green, double blue) {
  std::array<char, 8> text{};
  const auto part = [](double share) { return static_cast<unsigned>(std::lround(share * 255)); };
  (void)std::snprintf(text.data(), text.size(), "#%02x%02x%02x", part(red), part(green),
                      part(blue));
  return text.data();
}

std::string Decimal(double value) {
  std::string text = Operators().Number(value).Take();
  text.pop_back();  // the blank
  return text;
}

bool IsNumber(const std::string& word) {
  return word.find_first_not_of("-.0123456789") == std::string::npos;
}

// Reads operators one at a time; operands are the words before.
class Translator {
 public:
  explicit Translator(const std::string& prefix) : prefix_(prefix) {}

  std::string Translate(const std::string& content) {
    std::istringstream words(content);
    for (std::string word; words >> word;) {
      if (IsNumber(word)) {
        operands_.push_back(word);
      } else if (word != "[" && word != "]") {
        Take(word);
        operands_.clear();
      }
    }
    return svg_;
  }

 private:
  struct State {
    std::string fill = "#000000";
    std::string line = "#000000";
    std::string width = "1";
    std::string dash;
    int groups = 0;  // opened by clips
  };

  void Take(const std::string& name) {
    if (name == "m" || name == "l" || name == "c") return Trace(name);
    if (name == "h") {
      path_ += 'Z';
    } else if (name == "S") {
      Emit("none", true);
    } else if (name == "f") {
      Emit(state_.fill, false);
    } else if (name == "B") {
      Emit(state_.fill, true);
    } else if (name == "W") {
      Clip();
    } else if (name == "n") {
      path_.clear();
    } else {
      Change(name);
    }
  }

  void Change(const std::string& name) {
    if (name == "rg") {
      state_.fill = ColorOfOperands();
    } else if (name == "RG") {
      state_.line = ColorOfOperands();
    } else if (name == "w") {
      state_.width = operands_.at(0);
    } else if (name == "d") {
      state_.dash = operands_.size() == 3 ? operands_[0] + ' ' + operands_[1] : "";
    } else if (name == "q") {
      saved_.push_back(state_);
      state_.groups = 0;
    } else if (name == "Q") {
      for (; state_.groups > 0; --state_.groups) svg_ += "</g>";
      state_ = saved_.back();
      saved_.pop_back();
    }  // caps and joins are the same in all drawings
  }

  void Trace(const std::string& name) {
    path_ += name == "m" ? 'M' : name == "l" ? 'L' : 'C';
    for (size_t i = 0; i < operands_.size(); ++i) {
      if (i > 0) path_ += ' ';
      path_ += operands_[i];
    }
  }

  std::string ColorOfOperands() const {
    return Hexadecimal(std::atof(operands_.at(0).c_str()), std::atof(operands_.at(1).c_str()),
                       std::atof(operands_.at(2).c_str()));
  }

  void Emit(const std::string& fill, bool stroke) {
    svg_ += "<path d=\"" + path_ + "\" fill=\"" + fill + '"';
    if (stroke) svg_ += " stroke=\"" + state_.line + "\" stroke-width=\"" + state_.width + '"';
    if (stroke && !state_.dash.empty()) svg_ += " stroke-dasharray=\"" + state_.dash + '"';
    svg_ += "/>";
    path_.clear();
  }

  void Clip() {
    const std::string id = prefix_ + std::to_string(++clips_);
    svg_ += "<clipPath id=\"" + id + "\"><path d=\"" + path_ +
            "\"/></clipPath><g clip-path=\"url(#" + id + ")\">";
    ++state_.groups;
  }

  const std::string& prefix_;
  std::vector<std::string> operands_;
  std::string path_;
  std::string svg_;
  State state_;
  std::vector<State> saved_;
  int clips_ = 0;
};

const char* AnchorOf(const Label& label, bool mirrored) {
  const double alignment = mirrored ? -label.alignment : label.alignment;
  if (alignment < 0) return "start";
  return alignment > 0 ? "end" : "middle";
}

}  // namespace

std::string XmlEscaped(const std::string& text) {
  std::string escaped;
  for (const char character : text) {
    switch (character) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += character;
    }
  }
  return escaped;
}

std::string PathElements(const std::string& content, const std::string& prefix) {
  return Translator(prefix).Translate(content);
}

std::string TextElements(const Scene& scene, const Scale& scale, double x) {
  constexpr double kToBaseline = 0.36;  // from the middle of the digits, of the size
  const double side = scale.mirrored ? -1 : 1;
  std::string svg;
  for (const Label& label : scene.labels) {
    const double size = SizeOf(label, scale);
    const Point at = label.at * scale.points_per_unit;
    svg += "<text x=\"" + Decimal(x + side * at.x) + "\" y=\"" +
           Decimal(-at.y + kToBaseline * size) +
           "\" font-family=\"Noto Sans, sans-serif\" font-weight=\"700\" font-size=\"" +
           Decimal(size) + "\" text-anchor=\"" + AnchorOf(label, scale.mirrored) + "\" fill=\"" +
           Hexadecimal(label.color.red, label.color.green, label.color.blue) + "\">" +
           XmlEscaped(label.text) + "</text>";
  }
  return svg;
}

}  // namespace ischia::document::figure
