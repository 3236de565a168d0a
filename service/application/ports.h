// What the application asks of the world around it, each as an interface with a name from the
// clinic's or the machine's life. The adapters in service/server make them real; tests bring their
// own. All of them serve many threads at once.
#ifndef ISCHIA_SERVICE_APPLICATION_PORTS_H_
#define ISCHIA_SERVICE_APPLICATION_PORTS_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "service/application/resources.h"
#include "service/domain/plan/program.h"
#include "service/domain/result.h"
#include "service/domain/values.h"

namespace ischia::app {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual domain::Instant Now() const = 0;
};

class Calendar {
 public:
  virtual ~Calendar() = default;
  // The civil day of an instant in an IANA zone; FIELD_INVALID for an unknown zone.
  virtual domain::Result<domain::CivilDay> DayIn(std::string_view time_zone,
                                                 domain::Instant instant) const = 0;
  // Minutes that the zone is ahead of UTC at the instant; FIELD_INVALID for an unknown zone.
  virtual domain::Result<int> OffsetMinutes(std::string_view time_zone,
                                            domain::Instant instant) const = 0;
};

class IdSource {
 public:
  virtual ~IdSource() = default;
  // 128 random bits as a legal resource id.
  virtual std::string NewId() = 0;
  // A uniformly random number in 0 .. limit-1.
  virtual std::uint32_t Below(std::uint32_t limit) = 0;
};

// What a keyed digest is for; each purpose has a key of its own.
enum class KeyPurpose { kPageToken, kAuditObject, kLaunch, kCheckInLink, kCheckInForm };

class Digest {
 public:
  virtual ~Digest() = default;
  // SHA-256, 32 raw bytes.
  virtual std::string Sha256(std::string_view bytes) const = 0;
  // HMAC-SHA-256, 32 raw bytes.
  virtual std::string Keyed(KeyPurpose purpose, std::string_view bytes) const = 0;
};

// Sentences of the catalogue, per language.
class TextSource {
 public:
  virtual ~TextSource() = default;
  // BCP 47, sorted.
  virtual std::vector<std::string_view> LanguageCodes() const = 0;
  // A language code is a BCP 47 tag, served by the nearest language there is: "es" for "es-MX".
  // The text as it stands, placeholders and all; empty when there is none.
  virtual std::string_view Text(std::string_view key, std::string_view language_code) const = 0;
  // The sentence with its placeholders filled; empty when there is none.
  virtual std::string Sentence(std::string_view key, std::string_view language_code,
                               const domain::Arguments& arguments) const = 0;
  // The language that a clinician reads who asks for this one: the nearest that has what clinicians
  // read ("es" for "es-MX"), else "en".
  virtual std::string_view ClinicianLanguage(std::string_view language_code) const = 0;
  // False: nobody of the trade has read this translation, or there is none.
  virtual bool IsReviewed(std::string_view language_code) const = 0;
};

// How the program came to the revision that is printed, as far as it was recorded before: the same
// revision has the same past for ever.
struct ProgramPast {
  std::vector<RevisionRecord> revisions;  // up to the printed one, in order; at least one
  std::vector<DecisionRecord> decisions;  // settled ones of earlier weeks, in order
  std::vector<domain::Barrier> barriers;  // told in check-ins, the most frequent first
};

// Everything a sheet is made of. References live as long as the call.
struct HandoutRequest {
  const Practice& practice;
  const PatientRecord& patient;
  const AssessmentRecord& assessment;
  const ProgramRecord& program;
  const HandoutFields& fields;
  const ProgramPast& past;
  std::string_view password = {};       // opens the file; empty: anybody can
  std::string_view check_in_link = {};  // of this sheet; empty: none is printed
};
struct RenderedHandout {
  // A PDF, or an iCalendar file. Without a password a function of the request alone.
  std::string bytes;
  int page_count = 0;  // 0: a calendar
};

// One page of a sheet as it will print.
struct DrawnPage {
  std::string svg;     // a document of the paper's size; no scripts, styles, or outside references
  int page_count = 0;  // of the whole sheet
};

class HandoutRenderer {
 public:
  virtual ~HandoutRenderer() = default;
  // Takes up to 5 s. Errors: FIELD_INVALID (a language there is no text or font for, a password
  // that cannot be one), WRONG_STATE (nothing of the program stands in a calendar, or the catalogue
  // no longer knows it),
  // QUOTA_EXCEEDED (no renderer free, more than 24 pages or 2 MiB), INTERNAL.
  virtual domain::Result<RenderedHandout> Render(const HandoutRequest& request) const = 0;
  // A page of the sheet that Render would make, counted from 1, without its password. Equal
  // requests give equal text. Errors as above, and FIELD_INVALID for a page that is not there and
  // for a calendar, which has none.
  virtual domain::Result<DrawnPage> DrawPage(const HandoutRequest& request,
                                             int page_number) const = 0;

  // Why a color cannot be the accent of a sheet, or a file its logo: the end of an English sentence
  // without values. Empty: it can.
  virtual std::string FindAccentFault(std::string_view color) const = 0;
  virtual std::string FindLogoFault(std::string_view png) const = 0;
};

// What a mail is made of; without a word of health in subject or body.
struct MailRequest {
  const Practice& practice;
  const HandoutRecord& handout;
  const std::string& handout_bytes;
  const std::string& calendar_bytes;  // goes along; empty: none
  const DeliveryRecord& delivery;
};
// The final bytes, made once; each attempt sends the same ones.
struct MailMessage {
  std::string sender;      // of the envelope
  std::string message_id;  // "<ischia.{delivery-id}@{domain}>"
  std::string bytes;
};

class MailComposer {
 public:
  virtual ~MailComposer() = default;
  // A function of the request and the configuration. FIELD_INVALID when an address cannot stand in
  // a mail; other errors are faults of the settings.
  virtual domain::Result<MailMessage> Compose(const MailRequest& request) const = 0;
};

struct Envelope {
  std::string sender;
  std::string recipient;
};
enum class SendOutcome {
  kAccepted,  // the relay has taken the message over
  kDeferred,  // it certainly has not; a later attempt may succeed
  kRefused,   // it certainly has not, and never will
  kInDoubt    // the final dot was given and no answer came
};
struct SendResult {
  SendOutcome outcome = SendOutcome::kDeferred;
  std::string words;         // at most 200 printable ASCII characters, without the address
  bool relay_fault = false;  // the relay or the settings, not this message
};

class MailTransport {
 public:
  virtual ~MailTransport() = default;
  // Sends to one recipient. `before_dot` is called once, after the body and before the final dot;
  // if it returns false the attempt ends without the dot, as kDeferred.
  virtual SendResult Send(const Envelope& envelope, std::string_view bytes,
                          const std::function<bool()>& before_dot) = 0;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_PORTS_H_
