// Sends messages to a receiver on loopback, over one sender, and prints a line for what came of
// each: "accepted AA 0".
//
// Usage: send_samples PORT PDF document|replacement|report|hasty...
//   hasty: a report whose answer is not waited for long
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

#include "integration/hl7v2/sender.h"
#include "tests/integration/hl7v2/samples.h"

namespace ischia::hl7v2 {
namespace {

using namespace std::chrono_literals;

Site AgreedSite() {
  Site site = ClinicSite();
  site.replaces_by_t10 = true;
  return site;
}

Patient Awkward() {
  Patient patient = Erika();
  patient.family = "Müller|^&~\\Straße";
  patient.given = "Эрика 慢";
  return patient;
}

Document DocumentOf(const std::string& pdf, bool replacement) {
  Document document = SecondVersion();
  document.title = "Week 4";
  document.bytes = pdf;
  if (replacement) {
    document.change_reason = "a|b^c&d~e\\f\r\ng";
  } else {
    document.number = document.parent_number;
    document.parent_number = document.change_reason = "";
  }
  return document;
}

Written Write(std::string_view what, const std::string& pdf, int number) {
  const Envelope envelope{.control_id = "IS" + std::to_string(number), .made = Morning()};
  if (what == "report" || what == "hasty") {
    return WriteReport(AgreedSite(), envelope, Awkward(), FourNumbers());
  }
  return WriteDocument(AgreedSite(), envelope, Awkward(), DocumentOf(pdf, what == "replacement"));
}

std::string_view NameOf(Outcome outcome) {
  constexpr std::array<std::string_view, 5> kNames = {"accepted", "refused", "other", "unanswered",
                                                      "unsent"};
  return kNames.at(static_cast<std::size_t>(outcome));
}

int SendAll(int argc, char** argv) {
  if (argc < 4) return 2;
  std::ifstream file(argv[2], std::ios::binary);
  const std::string pdf(std::istreambuf_iterator<char>(file), {});
  Sender sender({.host = "127.0.0.1", .port = static_cast<std::uint16_t>(std::stoi(argv[1]))},
                {.connect = 60s, .send = 60s, .answer = 60s});
  for (int i = 3; i < argc; ++i) {
    const std::string_view what = argv[i];
    const Written written = Write(what, pdf, i - 2);
    if (!std::holds_alternative<std::string>(written)) return 3;
    const auto deadline = std::chrono::steady_clock::now() + (what == "hasty" ? 1s : 120s);
    const Delivery delivery = sender.Send(std::get<std::string>(written), deadline);
    std::cout << NameOf(delivery.outcome) << ' ' << delivery.code << ' ' << delivery.condition
              << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace ischia::hl7v2

int main(int argc, char** argv) { return ischia::hl7v2::SendAll(argc, argv); }
