// The content operators of a PDF as text: what figures and grounds are written in. Few operators
// and no library; what the operators draw is the caller's affair.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_OPERATORS_H_
#define ISCHIA_INTEGRATION_DOCUMENT_OPERATORS_H_

#include <string>
#include <utility>

namespace ischia::document {

class Operators {
 public:
  const std::string& text() const { return text_; }
  std::string Take() { return std::move(text_); }

  // Operands before their operator. Coordinates and lengths are points and keep hundredths, finer
  // than any printer; parts of a color are 0 to 1 and keep thousandths.
  Operators& Number(double value);
  Operators& At(double x, double y) { return Number(x).Number(y); }
  Operators& Share(double value);
  Operators& Operator(const char* name);
  Operators& Text(const std::string& operators);

 private:
  void Decimal(double value, int one);

  std::string text_;
};

}  // namespace ischia::document

#endif  // ISCHIA_INTEGRATION_DOCUMENT_OPERATORS_H_
