#include "plugin/cli/options.h"

#include <algorithm>
#include <optional>
#include <sstream>

namespace ischia::cli {
namespace {

const CommandHelp* FindCommand(std::string_view name) {
  for (const CommandHelp& command : Commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

const OptionHelp* FindOption(const CommandHelp* command, std::string_view name) {
  const auto named = [name](const OptionHelp& option) { return option.name == name; };
  const auto& common = CommonOptions();
  const auto found = std::find_if(common.begin(), common.end(), named);
  if (found != common.end()) return &*found;
  if (command == nullptr) return nullptr;
  const auto own = std::find_if(command->options.begin(), command->options.end(), named);
  return own != command->options.end() ? &*own : nullptr;
}

std::size_t CountWords(std::string_view text) {
  std::istringstream words{std::string(text)};
  std::string word;
  std::size_t count = 0;
  while (words >> word) ++count;
  return count;
}

void DescribeOptions(std::ostream& out, const std::vector<OptionHelp>& options) {
  for (const OptionHelp& option : options) {
    std::string left = "  --" + std::string(option.name);
    if (!option.value.empty()) left += ' ' + std::string(option.value);
    left.resize(std::max<std::size_t>(left.size() + 2, 26), ' ');
    out << left << option.meaning << '\n';
  }
}

std::string HelpOf(const CommandHelp& command) {
  std::ostringstream out;
  out << "ischia " << command.name << ' ' << command.arguments << "\n\n"
      << command.meaning << "\n\n";
  if (!command.options.empty()) {
    out << "Options\n";
    DescribeOptions(out, command.options);
    out << '\n';
  }
  out << "Options of every command\n";
  DescribeOptions(out, CommonOptions());
  out << "\nExample\n  " << command.example << '\n';
  return out.str();
}

std::string Help() {
  std::ostringstream out;
  out << "ischia COMMAND ...: from an assessment to a home program, and what becomes of it.\n\n"
         "The job, in its order\n";
  for (const CommandHelp& command : Commands()) {
    std::string left = "  " + std::string(command.name);
    left.resize(std::max<std::size_t>(left.size() + 1, 16), ' ');
    out << left << command.meaning << '\n';
  }
  out << "\nOptions of every command\n";
  DescribeOptions(out, CommonOptions());
  out << "\nPATIENT, ASSESSMENT, PROGRAM, DECISION, HANDOUT and DELIVERY are names as the "
         "commands\n"
         "print them; for a patient the id alone is enough. FILE is JSON in the API's form, - "
         "reads it from "
         "the\n"
         "standard input. DATE is YYYY-MM-DD.\n\n"
         "Exit codes\n"
         "  0 done, also when the answer is a refusal    3 the service is not reachable\n"
         "  1 another failure                            4 identity conflict\n"
         "  2 bad input or usage                         5 wrong state, or changed meanwhile\n\n"
         "`ischia COMMAND --help` tells more and shows an example.\n";
  return out.str();
}

class Parser {
 public:
  explicit Parser(const std::vector<std::string>& words) : words_(words) {}

  std::variant<Invocation, UsageError, HelpWanted> Run() {
    for (; next_ < words_.size(); ++next_) {
      const std::string& word = words_[next_];
      if (word == "--help" || word == "-h") {
        return HelpWanted{command_ != nullptr ? HelpOf(*command_) : Help()};
      }
      const bool is_option = word.size() > 2 && word.rfind("--", 0) == 0;
      const std::optional<UsageError> error = is_option ? TakeOption(word) : TakeWord(word);
      if (error) return *error;
    }
    return Finish();
  }

 private:
  std::optional<UsageError> TakeOption(const std::string& word) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    const OptionHelp* option = FindOption(command_, name);
    if (option == nullptr) {
      return UsageError{"There is no option --" + name +
                        (command_ != nullptr ? " for " + std::string(command_->name) : "") + '.'};
    }
    const bool wants_value = !option->value.empty();
    if (!wants_value && equals != std::string::npos) {
      return UsageError{"--" + name + " takes no value."};
    }
    std::string value;
    if (wants_value && equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (wants_value) {
      if (next_ + 1 == words_.size()) {
        return UsageError{"--" + name + " wants a value: " + std::string(option->value) + '.'};
      }
      value = words_[++next_];
    }
    if (!invocation_.options.emplace(name, value).second) {
      return UsageError{"--" + name + " is given twice."};
    }
    return std::nullopt;
  }

  std::optional<UsageError> TakeWord(const std::string& word) {
    if (command_ != nullptr) {
      invocation_.arguments.push_back(word);
      return std::nullopt;
    }
    command_ = FindCommand(word);
    if (command_ == nullptr) return UsageError{"There is no command " + word + '.'};
    invocation_.command = word;
    return std::nullopt;
  }

  std::variant<Invocation, UsageError, HelpWanted> Finish() {
    if (command_ == nullptr) return HelpWanted{Help()};
    if (invocation_.arguments.size() != CountWords(command_->arguments)) {
      return UsageError{"Wants: ischia " + std::string(command_->name) + ' ' +
                        std::string(command_->arguments)};
    }
    return invocation_;
  }

  const std::vector<std::string>& words_;
  std::size_t next_ = 0;
  const CommandHelp* command_ = nullptr;
  Invocation invocation_;
};

}  // namespace

const std::vector<CommandHelp>& Commands() {
  static const auto& commands = *new std::vector<CommandHelp>{
      {"practice",
       "",
       "Shows the practice's settings.",
       {},
       "ischia practice --json > practice.json"},
      {"update-practice",
       "FILE",
       "Changes settings of the practice, as an admin; from then on its configuration counts no "
       "more.",
       {{"fields", "LIST", "what of the file counts, as display_name,policy.encrypt_attachments"},
        {"logo", "PNG", "the logo of handouts, at most 256 KiB and 4 megapixels"}},
       "ischia update-practice practice.json --fields phone_number,handout_look.accent_color"},
      {"patient",
       "FILE",
       "Enters a patient.",
       {{"id", "ID", "the patient's id: a-z, 0-9 and hyphen; made up when left out"}},
       "ischia patient anna.json --id p-0042"},
      {"confirm-email",
       "PATIENT ADDRESS",
       "Confirms a patient's mail address, typed a second time.",
       {{"warned", "", "the patient was told that mail is not private"}},
       "ischia confirm-email p-0042 anna@example.org --warned"},
      {"assess",
       "PATIENT FILE",
       "Stores an assessment and says what the rules find in it.",
       {{"id", "ID", "the assessment's id; made up when left out"},
        {"validate-only", "", "checks the assessment and stores nothing"}},
       "ischia assess p-0042 findings.json"},
      {"clear",
       "PATIENT FILE",
       "Records who lifted a rule for a patient; programs made from then on count with it.",
       {},
       "ischia clear p-0042 clearance.json"},
      {"preview",
       "FILE",
       "Shows the program that an assessment gives; stores nothing, needs no patient.",
       {{"start", "DATE", "first day of the program; today when left out"}},
       "ischia preview findings.json --start 2026-06-01"},
      {"create",
       "ASSESSMENT",
       "Makes a draft program from a stored assessment.",
       {{"start", "DATE", "first day of the program; today when left out"},
        {"id", "ID", "the program's id; made up when left out"},
        {"validate-only", "", "makes the program and stores nothing"}},
       "ischia create practices/sample/patients/p-0042/assessments/a1 --start 2026-06-01"},
      {"show",
       "PROGRAM",
       "Shows a stored program, or an earlier revision by its name and what it changed.",
       {},
       "ischia show practices/sample/patients/p-0042/programs/x1/revisions/1"},
      {"activate",
       "PROGRAM",
       "Puts a draft in force.",
       {{"acknowledge", "RULES", "the findings you have read and accept, as S-39,S-43"},
        {"comment", "TEXT", "kept with the acknowledgement"}},
       "ischia activate practices/sample/patients/p-0042/programs/x1 --acknowledge S-39"},
      {"render",
       "PROGRAM",
       "Makes a handout of a program; of a refused one the referral sheet.",
       {{"out", "FILE", "where the file goes; it is not overwritten"},
        {"kind", "KIND", "program, fridge, weeks, referral, basis (for you) or calendar"},
        {"large-print", "", "type of 18 pt"},
        {"picture-only", "", "pictures without words"},
        {"language", "TAG", "en, es, ...; the patient's when left out"},
        {"note", "TEXT", "your own words to the patient"},
        {"paper", "SIZE", "a4 or letter; the practice's when left out"},
        {"password-file", "FILE", "its first line opens the PDF; tell it the patient yourself"}},
       "ischia render practices/sample/patients/p-0042/programs/x1 --out program.pdf"},
      {"send",
       "HANDOUT",
       "Queues a handout for mail to its patient.",
       {{"wait", "SECONDS", "waits until the mail is out, at most so long"}},
       "ischia send practices/sample/.../handouts/h1 --wait 20"},
      {"delivery",
       "DELIVERY",
       "Says what became of a mail.",
       {},
       "ischia delivery practices/sample/.../deliveries/d1"},
      {"check-in",
       "PROGRAM FILE",
       "Records what a patient did on a day.",
       {},
       "ischia check-in practices/sample/patients/p-0042/programs/x1 monday.json"},
      {"decide",
       "PROGRAM WEEK",
       "Proposes what follows from a week that is over, with its reasons.",
       {{"as-of", "DATE", "the patient's day; today when left out"},
        {"validate-only", "", "shows the proposal and stores nothing"}},
       "ischia decide practices/sample/patients/p-0042/programs/x1 2 --as-of 2026-06-14"},
      {"confirm",
       "DECISION",
       "Puts a proposal in force, and says what changes for the patient.",
       {},
       "ischia confirm practices/sample/.../programs/x1/weeklyDecisions/2"},
      {"override",
       "DECISION KIND",
       "Puts another kind in force: regress, simplify, hold, advance or stop-refer.",
       {{"reason", "TEXT", "why; kept with your name and the time"}},
       "ischia override practices/sample/.../weeklyDecisions/2 hold --reason \"Slept badly.\""},
      {"revise",
       "PROGRAM",
       "Plans a program anew, as a new revision, and says what changes for the patient.",
       {{"edits", "FILE", "JSON with a list `edits` in the API's form"},
        {"assessment", "NAME", "another assessment, by its full name"},
        {"from", "DATE", "first day of the new plan; today when left out"},
        {"acknowledge", "RULES", "new findings you have read and accept, as S-39,S-43"},
        {"comment", "TEXT", "kept with the acknowledgement"},
        {"validate-only", "", "shows the new plan and stores nothing"}},
       "ischia revise practices/sample/.../programs/x1 --edits swap.json --from 2026-06-15"},
      {"suspend",
       "PROGRAM",
       "Pauses a program: nobody exercises by it.",
       {{"reason", "TEXT", "why"}},
       "ischia suspend practices/sample/patients/p-0042/programs/x1 --reason \"Influenza.\""},
      {"resume",
       "PROGRAM",
       "Lets a paused program go on.",
       {{"from", "DATE", "the first day; today when left out"}},
       "ischia resume practices/sample/patients/p-0042/programs/x1 --from 2026-06-22"},
      {"complete",
       "PROGRAM",
       "Ends a program.",
       {{"reason", "TEXT", "why"}},
       "ischia complete practices/sample/patients/p-0042/programs/x1"},
      {"replay",
       "PROGRAM",
       "Computes a stored program anew from its inputs and compares bytes.",
       {},
       "ischia replay practices/sample/patients/p-0042/programs/x1"},
      {"report",
       "PROGRAM",
       "Reports adherence week by week; what was not reported is not counted as not done.",
       {{"as-of", "DATE", "the last day that counts; today when left out"}},
       "ischia report practices/sample/patients/p-0042/programs/x1 --as-of 2026-06-14"},
      {"launch",
       "",
       "Makes a one-time address that opens the console at a patient, within a minute.",
       {{"host-id", "ID", "required with a patient; which practice software names him or her"},
        {"host-patient-id", "ID", "required with a patient; the number there"},
        {"given-name", "NAME", "needed once, to make the patient"},
        {"family-name", "NAME", "needed once, to make the patient"},
        {"birth-date", "DATE", "left out when nobody knows it"},
        {"sex", "SEX", "female or male, for the norms"},
        {"email", "ADDRESS", "the patient's mail address"},
        {"view", "VIEW",
         "patient, assess, program, report or worklist; or practice, for an admin and without a "
         "patient"}},
       "ischia launch --host-id gdt --host-patient-id 4711 --given-name Anna --family-name Lind "
       "--birth-date 1980-02-29 --view assess"},
      {"store",
       "copy",
       "Copies a clinic's SQLite file to PostgreSQL and proves both equal, table by table.",
       {{"config", "FILE", "the settings of ischiad, with storage.file and storage.postgresql"},
        {"ischiad", "PROGRAM", "what does it; beside ischia, or on the path, when left out"}},
       "ischia store copy --config /etc/ischia/ischia.conf"},
  };
  return commands;
}

const std::vector<OptionHelp>& CommonOptions() {
  static const auto& options = *new std::vector<OptionHelp>{
      {"address", "HOST:PORT", "the service; 127.0.0.1:50151 when left out"},
      {"practice", "ID", "the practice; sample when left out"},
      {"user", "NAME", "who you are; the login name when left out"},
      {"role", "ROLE", "clinician, auditor, admin or service; the command's own when left out"},
      {"request-id", "UUID", "of a change: repeating it repeats the answer, not the change"},
      {"json", "", "prints the answer as JSON"},
      {"help", "", "explains the command"},
  };
  return options;
}

std::string Invocation::Get(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::string() : found->second;
}

std::variant<Invocation, UsageError, HelpWanted> ReadArguments(
    const std::vector<std::string>& words) {
  return Parser(words).Run();
}

}  // namespace ischia::cli
