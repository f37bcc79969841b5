#include "support/program.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"

extern char** environ;

namespace portexplorer::fixture {
namespace {

// Opened once and early: later the test may be in another mount namespace, or a user that cannot
// reach the file.
int program_fd() {
  static const UniqueFd fd(
      check(open(PORTEXPLORER_PROGRAM, O_RDONLY | O_CLOEXEC), "open " PORTEXPLORER_PROGRAM));
  return fd.get();
}

// Only ambient capabilities survive execve().
void keep_capabilities(std::uint64_t kept) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> data{};
  for (std::size_t i = 0; i < data.size(); ++i) {
    data[i].effective = data[i].permitted = data[i].inheritable =
        static_cast<__u32>(kept >> (32 * i));
  }
  check(syscall(SYS_capset, &header, data.data()), "capset");
  for (unsigned long number = 0; kept >> number != 0; ++number) {
    if ((kept >> number & 1) != 0)
      check(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0), "PR_CAP_AMBIENT_RAISE");
  }
}

void become_user(unsigned uid, std::uint64_t capabilities) {
  check(prctl(PR_SET_KEEPCAPS, 1), "PR_SET_KEEPCAPS");
  check(setgroups(0, nullptr), "setgroups");
  check(setresgid(uid, uid, uid), "setresgid");
  check(setresuid(uid, uid, uid), "setresuid");
  keep_capabilities(capabilities);
}

struct Output {
  UniqueFd read;
  UniqueFd write;
  Output() {
    std::array<int, 2> fds{};
    check(pipe2(fds.data(), O_CLOEXEC), "pipe2");
    read.reset(fds[0]);
    write.reset(fds[1]);
  }
};

void become_program(const std::vector<std::string>& arguments, const RunOptions& options, int out,
                    int err) {
  const int program = program_fd();
  const UniqueFd null(check(open("/dev/null", O_RDONLY | O_CLOEXEC), "open /dev/null"));
  if (options.before) options.before();
  check(dup2(null.get(), STDIN_FILENO), "dup2");
  check(dup2(out, STDOUT_FILENO), "dup2");
  check(dup2(err, STDERR_FILENO), "dup2");
  signal(SIGPIPE, SIG_DFL);
  if (options.as_user) become_user(*options.as_user, options.capabilities);
  std::vector<char*> words = {const_cast<char*>("portexplorer")};
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  fexecve(program, words.data(), environ);
  fail_with_errno("cannot execute " PORTEXPLORER_PROGRAM);
}

// Reads both until end of file. Calls `heard` after each piece.
void read_both(Output& out, Output& err, Outcome& outcome, const std::function<void()>& heard) {
  std::array<pollfd, 2> wait{{{out.read.get(), POLLIN, 0}, {err.read.get(), POLLIN, 0}}};
  const std::array<std::string*, 2> texts{&outcome.out, &outcome.err};
  std::array<char, 65536> buffer;
  while (wait[0].fd >= 0 || wait[1].fd >= 0) {
    if (check(poll(wait.data(), wait.size(),
                   static_cast<int>(std::chrono::milliseconds(kDeadline).count())),
              "poll") == 0) {
      fail_now("portexplorer neither spoke nor ended in time");
    }
    for (std::size_t i = 0; i < wait.size(); ++i) {
      if (wait[i].fd < 0 || wait[i].revents == 0) continue;
      const ssize_t n = check(read(wait[i].fd, buffer.data(), buffer.size()), "read");
      if (n == 0) wait[i].fd = -1;
      texts[i]->append(buffer.data(), static_cast<std::size_t>(n));
    }
    heard();
  }
}

std::string describe(const Where& where) {
  std::string text;
  for (const auto& [name, value] : where) text += name + "=" + value.dump() + " ";
  return text;
}

}  // namespace

Outcome run_portexplorer(const std::vector<std::string>& arguments, const RunOptions& options) {
  Output out;
  Output err;
  program_fd();
  ChildProcess child([&](Conversation&) {
    become_program(arguments, options, options.out_fd.value_or(out.write.get()), err.write.get());
  });
  out.write.reset();
  err.write.reset();
  Outcome outcome;
  bool told = !options.then;
  read_both(out, err, outcome, [&] {
    const bool said = outcome.err.find(options.awaited) != std::string::npos ||
                      outcome.out.find(options.awaited) != std::string::npos;
    if (told || !said) return;
    told = true;
    options.then(child.pid());
  });
  if (!told) fail_now("portexplorer never said \"" + options.awaited + "\": " + outcome.err);
  outcome.exit_code = child.end();
  return outcome;
}

nlohmann::json list_json(std::vector<std::string> arguments, const RunOptions& options) {
  arguments.insert(arguments.begin(), {"list", "--json"});
  const Outcome outcome = run_portexplorer(arguments, options);
  if (outcome.exit_code != 0 && outcome.exit_code != 1) {
    fail_now("portexplorer ended with " + std::to_string(outcome.exit_code) + ": " + outcome.err);
  }
  auto listing = nlohmann::json::parse(outcome.out);
  if (!listing.at("sockets").is_array()) fail_now("no array of sockets");
  return listing;
}

std::vector<nlohmann::json> rows_where(const nlohmann::json& listing, const Where& where) {
  std::vector<nlohmann::json> rows;
  for (const auto& row : listing.at("sockets")) {
    bool fits = true;
    for (const auto& [name, value] : where) fits = fits && row.at(name) == value;
    if (fits) rows.push_back(row);
  }
  return rows;
}

nlohmann::json only_row(const nlohmann::json& listing, const Where& where) {
  auto rows = rows_where(listing, where);
  if (rows.size() != 1) {
    const auto& all = listing.at("sockets");
    fail_now(
        "wanted one row where " + describe(where) + "but there are " + std::to_string(rows.size()) +
        " among " + std::to_string(all.size()) + ":\n" +
        nlohmann::json(rows.empty() && all.size() < 40 ? std::vector(all.begin(), all.end()) : rows)
            .dump(1));
  }
  return rows.front();
}

std::string own_netns() { return std::to_string(own_netns_inode()); }

}  // namespace portexplorer::fixture
