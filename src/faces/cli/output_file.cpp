#include "faces/cli/output_file.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>

#include "base/escape.h"
#include "base/own_ids.h"
#include "collect/procfs/user_names.h"
#include "faces/cli/in_quotes.h"

namespace portexplorer::cli {
namespace {

constexpr int kMostLinks = 40;  // as many as the kernel follows
// O_NONBLOCK: opening a FIFO without a reader fails with ENXIO.
constexpr int kWriting = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

std::string owner_words(uid_t uid) {
  if (uid == 0) return "root";
  if (own_users().is_unknown(uid)) return "a user outside this user namespace";
  UserNames names;
  names.refresh();
  return "user " + escaped(names.name(Uid{uid}));
}

// Resolves one path, component by component. Each step starts at an open directory and inspects the
// link that it then follows by descriptor, so a link cannot be exchanged in between.
class OutputPath {
 public:
  OutputPath(const std::string& path, bool fresh) : path_(path), rest_(path), fresh_(fresh) {}

  Result<OutputFile> open() {
    if (rest_.empty()) return failed(ENOENT);
    TRY_VOID(begin_at(rest_.front() == '/' ? "/" : "."));
    while (true) {
      const std::string name = take_component();
      if (rest_.empty() && !name.empty()) {
        TRY(file, open_last(name));
        if (file.fd) return file;
      } else {
        TRY_VOID(descend(name.empty() ? "." : name));
        if (rest_.empty()) return failed(EISDIR);
      }
    }
  }

 private:
  [[nodiscard]] tl::unexpected<Error> failed(int errno_value) const {
    const char* text = ::strerrordesc_np(errno_value);  // glibc 2.32
    return fail(
        ErrorKind::io,
        "cannot write to " + in_quotes(path_) + ": " + (text == nullptr ? "unknown error" : text),
        errno_value);
  }

  Result<void> begin_at(const char* place) {
    directory_ = UniqueFd(::open(place, O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory_) return failed(errno);
    return {};
  }

  // Removes the next name and the slashes before it from the rest of the path. Returns "" if only
  // slashes are left.
  std::string take_component() {
    rest_.erase(0, rest_.find_first_not_of('/'));
    const std::size_t end = rest_.find('/');
    std::string name = rest_.substr(0, end);
    rest_.erase(0, end == std::string::npos ? rest_.size() : end);
    if (rest_.find_first_not_of('/') == std::string::npos && !rest_.empty())
      rest_ = "/.";  // "x/" must be a directory
    if (rest_ == "/." && name == ".") rest_.clear();
    return name;
  }

  Result<void> descend(const std::string& name) {
    const UniqueFd next(::openat(directory_.get(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat status {};
    if (!next || ::fstat(next.get(), &status) != 0) return failed(errno);
    if (S_ISLNK(status.st_mode))
      return follow(next.get(), status, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (!S_ISDIR(status.st_mode)) return failed(ENOTDIR);
    directory_ = UniqueFd(
        ::openat(directory_.get(), name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!directory_) return failed(errno);
    return {};
  }

  // Returns a file without a descriptor if the name was a symbolic link; its target is then the
  // rest of the path.
  Result<OutputFile> open_last(const std::string& name) {
    OutputFile file;
    const int fresh = fresh_ ? O_EXCL : 0;
    file.fd = UniqueFd(
        ::openat(directory_.get(), name.c_str(), kWriting | O_CREAT | O_NOFOLLOW | fresh, 0600));
    // In a sticky directory that others may write, O_CREAT is refused for an existing file of
    // another user (fs.protected_fifos, fs.protected_regular).
    if (!file.fd && errno == EACCES && !fresh_)
      file.fd = UniqueFd(::openat(directory_.get(), name.c_str(), kWriting | O_NOFOLLOW));
    if (file.fd) return judged(std::move(file), false);
    if (errno != ELOOP) return failed(errno);
    const UniqueFd link(::openat(directory_.get(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat status {};
    if (!link || ::fstat(link.get(), &status) != 0) return failed(errno);
    TRY_VOID(follow(link.get(), status, name, kWriting));
    if (!opened_) return file;
    file.fd = std::move(opened_);
    return judged(std::move(file), true);
  }

  // Links in /proc refer to open files, whatever their text. Those of another user's processes are
  // owned by that user.
  static bool is_of_proc(int fd) {
    struct statfs status {};
    return ::fstatfs(fd, &status) == 0 && status.f_type == PROC_SUPER_MAGIC;
  }

  Result<void> follow(int link, const struct stat& status, const std::string& name,
                      int proc_flags) {
    if (++links_ > kMostLinks) return failed(ELOOP);
    if (status.st_uid != 0 && status.st_uid != ::geteuid()) {
      return fail(ErrorKind::not_permitted,
                  in_quotes(path_) + " contains a symbolic link owned by " +
                      owner_words(status.st_uid) + ", which is not followed; use the real path");
    }
    if (is_of_proc(link)) {
      UniqueFd target(::openat(directory_.get(), name.c_str(), proc_flags));
      if (!target) return failed(errno);
      ((proc_flags & O_PATH) != 0 ? directory_ : opened_) = std::move(target);
      return {};
    }
    std::array<char, PATH_MAX> target;
    const ssize_t size = ::readlinkat(link, "", target.data(), target.size());
    if (size <= 0 || size == static_cast<ssize_t>(target.size()))
      return failed(size < 0 ? errno : ENOENT);
    rest_.insert(0, target.data(), static_cast<std::size_t>(size));
    return target[0] == '/' ? begin_at("/") : Result<void>();
  }

  // `by_descriptor`: the file was already open.
  [[nodiscard]] Result<OutputFile> judged(OutputFile file, bool by_descriptor) const {
    struct stat status {};
    if (::fstat(file.fd.get(), &status) != 0) return failed(errno);
    if (S_ISFIFO(status.st_mode) && !by_descriptor && status.st_uid != 0 &&
        status.st_uid != ::geteuid()) {
      file.warning = "the FIFO " + in_quotes(path_) + " belongs to " + owner_words(status.st_uid) +
                     ", who can read what is written";
    }
    if (!S_ISREG(status.st_mode)) return file;
    file.size = static_cast<std::uint64_t>(status.st_size);
    if (by_descriptor) return file;
    file.may_be_renamed = true;
    if (status.st_uid != ::geteuid()) {
      return fail(ErrorKind::not_permitted,
                  in_quotes(path_) + " belongs to " + owner_words(status.st_uid) +
                      ", who would own the log; use a new file or one that you own");
    }
    constexpr mode_t kOthersRead = S_IRGRP | S_IROTH;
    if ((status.st_mode & kOthersRead) != 0) {
      std::array<char, 8> mode{};
      std::snprintf(mode.data(), mode.size(), "%04o", status.st_mode & 07777U);
      file.warning = "others can read " + in_quotes(path_) + " (mode " + mode.data() +
                     "); chmod 600 makes it private";
    }
    return file;
  }

  const std::string& path_;
  std::string rest_;
  bool fresh_;
  int links_ = 0;
  UniqueFd directory_;
  UniqueFd opened_;  // by a link in /proc
};

}  // namespace

Result<OutputFile> open_output_file(const std::string& path, bool fresh) {
  return OutputPath(path, fresh).open();
}

}  // namespace portexplorer::cli
