#include "integration/mail/maildir.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>

namespace ischia::mail {
namespace {

namespace fs = std::filesystem;

// Where and why an attempt failed. Thrown in this file only, caught in MaildirFolder::Send().
struct Failure {
  Phase phase;
  std::string why;
};

// The path is left out: it may name a person's home.
[[noreturn]] void Fail(Phase phase, const char* what) {
  const std::error_code error(errno, std::generic_category());
  throw Failure{phase, std::string(what) + ": " + error.message()};
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) (void)close(number_);  // what matters was synced before
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

void SyncFolder(const fs::path& folder, Phase phase) {
  const Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() < 0 || fsync(opened.number()) != 0) Fail(phase, "folder not synced");
}

void MakeFolders(const fs::path& root) {
  for (const fs::path& folder : {root, root / "tmp", root / "new", root / "cur"}) {
    if (mkdir(folder.c_str(), S_IRWXU) == 0) {
      SyncFolder(folder / "..", Phase::kConnect);
    } else if (errno != EEXIST) {
      Fail(Phase::kConnect, "folder not made");
    }
  }
}

// A file in `tmp/` that is gone again unless it was moved.
class Draft {
 public:
  explicit Draft(const fs::path& stem)
      : path_(stem.string() + ".XXXXXX"), file_(mkostemp(path_.data(), O_CLOEXEC)) {
    if (file_.number() < 0) Fail(Phase::kBody, "file not made");
  }
  ~Draft() {
    if (!moved_) (void)unlink(path_.c_str());
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  void Write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = write(file_.number(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) Fail(Phase::kBody, "file not written");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (fsync(file_.number()) != 0) Fail(Phase::kBody, "file not synced");
  }

  void MoveTo(const fs::path& target) {
    if (std::rename(path_.c_str(), target.c_str()) != 0) Fail(Phase::kBody, "file not moved");
    moved_ = true;
  }

 private:
  std::string path_;
  Descriptor file_;
  bool moved_ = false;
};

}  // namespace

MaildirFolder::MaildirFolder(fs::path root) : root_(std::move(root)) {}

fs::path MaildirFolder::PathOf(const MessageId& id) const {
  return root_ / "new" / (id.id() + ".eml");
}

SendResult MaildirFolder::Send(std::string_view message, const BeforeDot& before_dot) const {
  const Parsed<MessageId> id = MessageIdOf(message);
  if (!id.ok()) return {Outcome::kRefused, Phase::kCheck, 0, id.reason()};
  try {
    MakeFolders(root_);
    Draft draft(root_ / "tmp" / id.value().id());
    draft.Write(message);
    if (!before_dot()) {
      return {Outcome::kDeferred, Phase::kBody, 0, "stopped before the final dot"};
    }
    draft.MoveTo(PathOf(id.value()));
    SyncFolder(root_ / "new", Phase::kFinalDot);
    return {Outcome::kAccepted, Phase::kFinalDot, 0, "in the maildir"};
  } catch (const Failure& failure) {
    // Moved but not synced: there now, perhaps not after a power cut.
    const bool moved = failure.phase == Phase::kFinalDot;
    return {moved ? Outcome::kInDoubt : Outcome::kDeferred, failure.phase, 0, failure.why, true};
  } catch (const std::exception&) {
    return {Outcome::kDeferred, Phase::kBody, 0, "out of memory", true};
  }
}

}  // namespace ischia::mail
