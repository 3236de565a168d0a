#include "tests/integration/gdt/examples.h"

#include <chrono>

namespace ischia::gdt {
namespace {

using std::chrono::sys_days;
using std::chrono::year;

const Patient kErika{
    .id = "4711",
    .surname = "Muster",
    .first_name = "Erika",
    .birth_date = sys_days{year{1981} / 5 / 14},
};

Patient WithSex(Patient patient) {
  patient.sex = Sex::kFemale;
  return patient;
}

}  // namespace

std::string Lines(std::initializer_list<std::string_view> lines) {
  std::string bytes;
  for (const std::string_view line : lines) bytes.append(line).append("\r\n");
  return bytes;
}

std::string NewExamination() {
  return Lines({"01380006302", "014810000161", "0138315ISCH", "0138316PVS1", "01092063",
                "014921802.10", "01330004711", "0153101Muster", "0143102Erika", "017310314051981",
                "01031102", "0158402ALLG00"});
}

Message NewExaminationMessage() {
  return {.type = RecordType::kExaminationRequest,
          .receiver = "ISCH",
          .sender = "PVS1",
          .patient = WithSex(kErika),
          .procedure = "ALLG00"};
}

std::string IssuedProgram() {
  return Lines({"01380006310",
                "014810000583",
                "0138315PVS1",
                "0138316ISCH",
                "01092063",
                "014921802.10",
                "01330004711",
                "0153101Muster",
                "0143102Erika",
                "017310314051981",
                "0158402ALLG00",
                "017620022112026",
                "0156201094300",
                "0176302IS000123",
                "0126303PDF",
                "0386304Heimprogramm Beinr\xFC"
                "ckseite v2",
                "0216305IS000123.pdf",
                "0526220Heim\xFC"
                "bungsprogramm v2, 3 \xDC"
                "bungen, 7 min/Tag",
                "0496227AKE re 38 Grad, li 24 Grad; Schmerz 3/10",
                "0148410AKE_R",
                "0368411Aktive Kniestreckung rechts",
                "011842038",
                "0138421Grad",
                "0148410ADH7C",
                "0368411\xDC"
                "bungstage von 7, angegeben",
                "01084205",
                "0108421d",
                "0148410ADH7V",
                "0338411\xDC"
                "bungstage von 7, belegt",
                "01084203",
                "0108421d"});
}

Message IssuedProgramMessage() {
  return {
      .type = RecordType::kExamination,
      .receiver = "PVS1",
      .sender = "ISCH",
      .patient = kErika,
      .procedure = "ALLG00",
      .stored_day = sys_days{year{2026} / 11 / 22},
      .stored_time = std::chrono::hours{9} + std::chrono::minutes{43},
      .attachments = {{.archive_id = "IS000123",
                       .format = "PDF",
                       .description = "Heimprogramm Beinrückseite v2",
                       .path = "IS000123.pdf"}},
      .findings = {"Heimübungsprogramm v2, 3 Übungen, 7 min/Tag"},
      .comments = {"AKE re 38 Grad, li 24 Grad; Schmerz 3/10"},
      .tests = {
          {.ident = "AKE_R", .name = "Aktive Kniestreckung rechts", .value = "38", .unit = "Grad"},
          {.ident = "ADH7C", .name = "Übungstage von 7, angegeben", .value = "5", .unit = "d"},
          {.ident = "ADH7V", .name = "Übungstage von 7, belegt", .value = "3", .unit = "d"}}};
}

std::string ShowAgain() {
  return Lines({"01380006311", "014810000183", "0138315ISCH", "0138316PVS1", "01092063",
                "014921802.10", "01330004711", "0153101Muster", "0143102Erika", "017310314051981",
                "017620022112026", "0156201094300", "0158402ALLG00"});
}

Message ShowAgainMessage() {
  return {.type = RecordType::kDisplayRequest,
          .receiver = "ISCH",
          .sender = "PVS1",
          .patient = kErika,
          .procedure = "ALLG00",
          .stored_day = sys_days{year{2026} / 11 / 22},
          .stored_time = std::chrono::hours{9} + std::chrono::minutes{43}};
}

std::string NewExaminationIn30() {
  return Lines({"01380006302", "01681000000272", "0228200Obj_Kopfdaten", "0138315ISCH",
                "0138316PVS1", "01092063", "014921803.00", "01082016", "0208200Obj_Patient",
                "01330004711", "0153101Muster", "0143102Erika", "017310314051981", "01031102",
                "01082017", "0248200Obj_Anforderung", "0138310A-77", "0158402ALLG00", "01082014"});
}

Message NewExaminationIn30Message() {
  Message message = NewExaminationMessage();
  message.version = Version::kV30;
  message.request_id = "A-77";
  return message;
}

std::string ResultIn35() {
  return Lines({"01380006310",
                "0228133Kopfdaten_GDT",
                "0178002Obj_0033",
                "01200013.5",
                "0138315PVS1",
                "0138316ISCH",
                "0178003Obj_0033",
                "0168145Patient",
                "0178002Obj_0045",
                "01330004711",
                "0158147Person",
                "0178002Obj_0047",
                "0153101M\xFC"
                "ller",
                "0143102Erika",
                "017310314051981",
                "0103110W",
                "0178003Obj_0047",
                "0178003Obj_0045",
                "0208112Anforderung",
                "0178002Obj_0012",
                "0138310A-77",
                "0158402ALLG00",
                "0178003Obj_0012",
                "0348157Untersuchungsergebnis_GDT",
                "0178002Obj_0057",
                "0148410AKE_R",
                "0368411Aktive Kniestreckung rechts",
                "011842038",
                "0138421Grad",
                "0178003Obj_0057",
                "01380016310"});
}

Message ResultIn35Message() {
  Message message{.type = RecordType::kExamination,
                  .version = Version::kV35,
                  .characters = CharacterSet::kLatin9,
                  .receiver = "PVS1",
                  .sender = "ISCH",
                  .patient = WithSex(kErika),
                  .request_id = "A-77",
                  .procedure = "ALLG00",
                  .tests = {{.ident = "AKE_R",
                             .name = "Aktive Kniestreckung rechts",
                             .value = "38",
                             .unit = "Grad"}}};
  message.patient.surname = "Müller";
  return message;
}

}  // namespace ischia::gdt
