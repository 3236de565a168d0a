#include "tests/support/foreign_mail_reader.h"

#include <sstream>

#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::support {
namespace {

// Writes one file per finding into the folder it is given; NUL separates fields.
constexpr const char* kReader = R"(
import email, email.policy, pathlib, sys
folder = pathlib.Path(sys.argv[1])
message = email.message_from_bytes((folder / "mail").read_bytes(), policy=email.policy.SMTP)
def put(name, fields):
    (folder / name).write_bytes(b"".join(field.encode() + b"\0" for field in fields))
put("headers", [text for name, value in message.items() for text in (name, str(value))])
put("recipients", [address.addr_spec for name in ("To", "Cc", "Bcc")
                   for field in message.get_all(name, []) for address in field.addresses])
put("defects", [repr(defect) for part in message.walk()
                for defect in [*part.defects, *(d for v in part.values() for d in v.defects)]])
put("types", [part.get_content_type() for part in message.walk()])
for subtype in ("plain", "html"):
    body = message.get_body((subtype,))
    put(subtype, [body.get_content().replace("\r\n", "\n")] if body else [])
attachments = list(message.iter_attachments())
put("attachments", [text for part in attachments
                    for text in (part.get_filename(""), part.get_content_type())])
for number, part in enumerate(attachments):
    (folder / f"attachment{number}").write_bytes(part.get_payload(decode=True))
)";

std::vector<std::string> Fields(const std::string& bytes) {
  std::vector<std::string> fields;
  std::istringstream stream(bytes);
  for (std::string field; std::getline(stream, field, '\0');) fields.push_back(field);
  return fields;
}

}  // namespace

std::string ForeignMail::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

std::vector<std::string> ForeignMail::HeaderNames() const {
  std::vector<std::string> names;
  for (const auto& header : headers) names.push_back(header.first);
  return names;
}

ForeignMail ReadAsForeigner(std::string_view message) {
  const TempFolder folder;
  WriteFile(folder / "mail", message);
  const Finished run = RunProgram({"python3", "-c", kReader, folder.path().string()});
  ForeignMail mail;
  if (run.exit_code != 0) {
    mail.failure = run.output + " exit " + std::to_string(run.exit_code);
    return mail;
  }
  const std::vector<std::string> headers = Fields(ReadFile(folder / "headers"));
  for (std::size_t i = 0; i + 1 < headers.size(); i += 2) {
    mail.headers.emplace_back(headers[i], headers[i + 1]);
  }
  mail.recipients = Fields(ReadFile(folder / "recipients"));
  mail.defects = Fields(ReadFile(folder / "defects"));
  mail.types = Fields(ReadFile(folder / "types"));
  for (const std::string& text : Fields(ReadFile(folder / "plain"))) mail.text += text;
  for (const std::string& text : Fields(ReadFile(folder / "html"))) mail.html += text;
  const std::vector<std::string> parts = Fields(ReadFile(folder / "attachments"));
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
    mail.attachments.push_back(
        {parts[i], parts[i + 1], ReadFile(folder / ("attachment" + std::to_string(i / 2)))});
  }
  return mail;
}

}  // namespace ischia::support
