// What is known of the contents of single fields: record types, versions, days, times, lengths.
// Lengths and forms: GDT 2.1 as practice systems and devices write it (QMS,
// "Geräte-Daten-Transfer").
#ifndef ISCHIA_INTEGRATION_GDT_FIELDS_H_
#define ISCHIA_INTEGRATION_GDT_FIELDS_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ischia::gdt {

// The content of field 8000. Not to be taken for the field of the same number, as 6302 is both.
enum class RecordType {
  kPatientRequest = 6300,      // the device asks for a patient
  kPatientData = 6301,         // the practice system hands a patient over
  kExaminationRequest = 6302,  // it asks for an examination
  kCancellation = 6303,        // it takes the request back; from 3.0 on
  kExamination = 6310,         // the device reports
  kDisplayRequest = 6311       // the practice system asks to show what was reported
};
std::optional<RecordType> RecordTypeOf(std::string_view text);
std::string Text(RecordType type);

enum class Version { kV10, kV20, kV21, kV30, kV31, kV35 };
// "02.10", "2.10", "3.5"; the minor number is a fraction, so that "02.1" is "02.10".
std::optional<Version> VersionOf(std::string_view text);
// As version's own files say it: "02.10", "03.00", "3.5".
std::string Text(Version version);

// DDMMYYYY; also YYYY-MM-DD and DD.MM.YYYY, which some write and which cannot be mistaken. Years
// 1850 to 2149; nothing otherwise.
std::optional<std::chrono::sys_days> DayOf(std::string_view text);
bool IsDayInForm(std::string_view text);
// Nothing for a day beyond those years.
std::optional<std::string> Text(std::chrono::sys_days day);

// HHMMSS, since midnight.
std::optional<std::chrono::seconds> TimeOf(std::string_view text);
// Nothing outside of a day.
std::optional<std::string> Text(std::chrono::seconds time);

// Characters that a field may have at most; of a field without a limit of its own 990.
std::size_t LengthLimit(std::string_view field, Version version);
// A line of the chart that may go on in a second line of the same field.
bool IsChartLine(std::string_view field);

}  // namespace ischia::gdt

#endif  // ISCHIA_INTEGRATION_GDT_FIELDS_H_
