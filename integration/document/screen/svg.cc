#include "integration/document/screen/svg.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "integration/document/operators.h"

namespace ischia::document::screen {
namespace {

bool IsNumber(std::string_view word) {
  return word.find_first_not_of("-.0123456789") == std::string_view::npos;
}

// Takes the next word off the text; empty at its end.
std::string_view TakeWord(std::string_view& text) {
  constexpr std::string_view kBlanks = " \n";
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
  text.remove_prefix(word.size());
  return word;
}

// Reads operators one at a time; operands are the words before.
class Translator {
 public:
  explicit Translator(const std::string& prefix) : prefix_(prefix) {}

  std::string Translate(std::string_view content) {
    for (std::string_view word; !(word = TakeWord(content)).empty();) {
      if (IsNumber(word)) {
        operands_.push_back(word);
      } else if (word != "[" && word != "]") {
        Take(word);
        operands_.clear();
      }
    }
    return std::move(svg_);
  }

 private:
  struct State {
    std::string fill = "#000000";
    std::string line = "#000000";
    std::string width = "1";
    std::string dash;
    bool round_ends = true;
    bool round_joins = true;
    int groups = 0;  // opened by clips
  };

  void Take(std::string_view name) {
    if (name == "m" || name == "l" || name == "c") return Trace(name);
    if (name == "re") return TraceBox();
    if (name == "h") {
      path_ += 'Z';
    } else if (name == "S") {
      Emit("none", true);
    } else if (name == "f") {
      Emit(state_.fill, false);
    } else if (name == "B") {
      Emit(state_.fill, true);
    } else if (name == "b") {
      path_ += 'Z';
      Emit(state_.fill, true);
    } else if (name == "W") {
      Clip();
    } else if (name == "n") {
      path_.clear();
    } else {
      Change(name);
    }
  }

  void Change(std::string_view name) {
    if (name == "rg") {
      state_.fill = ColorOfOperands();
    } else if (name == "RG") {
      state_.line = ColorOfOperands();
    } else if (name == "w") {
      state_.width = operands_.at(0);
    } else if (name == "J") {
      state_.round_ends = operands_.at(0) == "1";
    } else if (name == "j") {
      state_.round_joins = operands_.at(0) == "1";
    } else if (name == "d") {
      TakeDash();
    } else if (name == "q") {
      saved_.push_back(state_);
      state_.groups = 0;
    } else if (name == "Q") {
      for (; state_.groups > 0; --state_.groups) svg_ += "</g>";
      state_ = saved_.back();
      saved_.pop_back();
    }
  }

  // Lengths of lines and gaps, then where in them to begin: always 0.
  void TakeDash() {
    state_.dash.clear();
    for (size_t i = 0; i + 1 < operands_.size(); ++i) {
      state_.dash.append(i == 0 ? "" : " ").append(operands_[i]);
    }
  }

  void Trace(std::string_view name) {
    path_ += name == "m" ? 'M' : name == "l" ? 'L' : 'C';
    for (size_t i = 0; i < operands_.size(); ++i) {
      if (i > 0) path_ += ' ';
      path_ += operands_[i];
    }
  }

  void TraceBox() {
    const std::string width(operands_.at(2));
    path_.append("M").append(operands_.at(0)).append(" ").append(operands_.at(1));
    path_.append("h").append(width).append("v").append(operands_.at(3));
    path_.append("h").append(width[0] == '-' ? width.substr(1) : '-' + width).append("Z");
  }

  std::string ColorOfOperands() const {
    const auto share = [this](size_t i) { return std::atof(std::string(operands_.at(i)).c_str()); };
    return Hexadecimal(share(0), share(1), share(2));
  }

  void Emit(const std::string& fill, bool stroke) {
    svg_.append("<path d=\"").append(path_).append("\" fill=\"").append(fill).append("\"");
    if (stroke) EmitLine();
    svg_ += "/>";
    path_.clear();
  }

  void EmitLine() {
    svg_.append(" stroke=\"").append(state_.line);
    svg_.append("\" stroke-width=\"").append(state_.width).append("\"");
    if (!state_.dash.empty()) {
      svg_.append(" stroke-dasharray=\"").append(state_.dash).append("\"");
    }
    if (!state_.round_ends) svg_ += " stroke-linecap=\"butt\"";
    if (!state_.round_joins) svg_ += " stroke-linejoin=\"miter\"";
  }

  void Clip() {
    const std::string id = prefix_ + std::to_string(++clips_);
    svg_.append("<clipPath id=\"").append(id).append("\"><path d=\"").append(path_);
    svg_.append("\"/></clipPath><g clip-path=\"url(#").append(id).append(")\">");
    ++state_.groups;
  }

  const std::string& prefix_;
  std::vector<std::string_view> operands_;
  std::string path_;
  std::string svg_;
  State state_;
  std::vector<State> saved_;
  int clips_ = 0;
};

}  // namespace

std::string Decimal(double value) {
  std::string text = Operators().Number(value).Take();
  text.pop_back();  // the blank
  return text;
}

std::string Hexadecimal(double red, double green, double blue) {
  std::array<char, 8> text{};
  const auto part = [](double share) { return static_cast<unsigned>(std::lround(share * 255)); };
  (void)std::snprintf(text.data(), text.size(), "#%02x%02x%02x", part(red), part(green),
                      part(blue));
  return text.data();
}

std::string XmlEscaped(std::string_view text) {
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

std::string PathElements(std::string_view content, const std::string& prefix) {
  return Translator(prefix).Translate(content);
}

}  // namespace ischia::document::screen
