// Prints a patient's record for a foreign reader: print_gdt SET, as field 9206 names it.
#include <iostream>
#include <string_view>

#include "integration/gdt/write.h"
#include "tests/integration/gdt/examples.h"

int main(int argc, char** argv) {
  using namespace ischia::gdt;
  const std::string_view set = argc == 2 ? argv[1] : "";
  Message message = NewExaminationMessage();
  message.type = RecordType::kPatientData;
  message.characters = set == "2" ? CharacterSet::kCp437 : CharacterSet::kWindows1252;
  message.patient.surname = "Müßig";
  const auto written = Write(message);
  if (!std::holds_alternative<std::string>(written)) return 1;
  std::cout << std::get<std::string>(written);
  return 0;
}
