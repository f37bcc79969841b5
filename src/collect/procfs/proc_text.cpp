#include "collect/procfs/proc_text.h"

#include <array>
#include <charconv>

namespace portexplorer {
namespace {

constexpr std::uint32_t kKernelThread = 0x00200000;  // PF_KTHREAD of linux/sched.h

// Removes the next blank-separated word from `text`.
std::string_view next_word(std::string_view& text) {
  const std::size_t begin = text.find_first_not_of(" \n");
  if (begin == std::string_view::npos) {
    text = {};
    return {};
  }
  text.remove_prefix(begin);
  const std::string_view word = text.substr(0, text.find_first_of(" \n"));
  text.remove_prefix(word.size());
  return word;
}

template <typename Integer>
bool to_number(std::string_view word, Integer& value) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size() && !word.empty();
}

// Parses field 23 and later; some test data ends before them.
void take_addresses(std::string_view text, ProcessStat& stat) {
  constexpr int kStackStart = 28;
  constexpr int kArgumentsStart = 48;
  for (int field = 23; field <= kArgumentsStart && !text.empty(); ++field) {
    const std::string_view word = next_word(text);
    if (field == kStackStart && !to_number(word, stat.stack_start)) stat.stack_start = 0;
    if (field == kArgumentsStart && !to_number(word, stat.arguments_start))
      stat.arguments_start = 0;
  }
}

}  // namespace

bool ProcessStat::kernel_thread() const { return (flags & kKernelThread) != 0; }
bool ProcessStat::may_hold_memory() const {
  // exec puts the arguments above the bottom of the stack, and at most 6 MiB of them
  // (linux/binfmts.h).
  constexpr std::uint64_t kMostArguments = 8u << 20;
  const bool known = stack_start != 0 && arguments_start != 0;
  const bool elsewhere = known && arguments_start - stack_start >
                                      kMostArguments;  // below it, too: the difference is unsigned
  return state == 'D' || elsewhere;
}
bool ProcessStat::ended() const {
  return (state == 'Z' || state == 'X' || state == 'x') && threads <= 1;
}

std::optional<ProcessStat> parse_stat(std::string_view text) {
  const std::size_t open = text.find('(');
  const std::size_t close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return std::nullopt;
  ProcessStat stat;
  stat.comm = text.substr(open + 1, close - open - 1);
  text.remove_prefix(close + 1);
  const std::string_view state = next_word(text);
  if (state.size() != 1) return std::nullopt;
  stat.state = state[0];

  std::int32_t parent = 0;
  std::int32_t tty = 0;  // printed as signed
  std::int64_t threads = 0;
  constexpr int kFirst = 4;  // the state was field 3 of proc_pid_stat(5)
  constexpr int kStartTime = 22;
  for (int field = kFirst; field <= kStartTime; ++field) {
    const std::string_view word = next_word(text);
    bool good = !word.empty();
    switch (field) {
      case 4: good = to_number(word, parent); break;
      case 6: good = to_number(word, stat.session); break;
      case 7: good = to_number(word, tty); break;
      case 9: good = to_number(word, stat.flags); break;
      case 20: good = to_number(word, threads); break;
      case kStartTime: good = to_number(word, stat.start_ticks); break;
      default: break;
    }
    if (!good) return std::nullopt;
  }
  stat.parent = Pid(parent);
  stat.tty_nr = static_cast<std::uint32_t>(tty);
  stat.threads = threads < 0 ? 0 : static_cast<std::uint32_t>(threads);
  take_addresses(text, stat);
  return stat;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  if (!to_number(text, value)) return std::nullopt;
  return value;
}

std::optional<Inode> parse_socket_link(std::string_view link) {
  constexpr std::string_view kPrefix = "socket:[";
  if (!link.starts_with(kPrefix) || !link.ends_with(']')) return std::nullopt;
  const auto number = parse_number(link.substr(kPrefix.size(), link.size() - kPrefix.size() - 1));
  if (!number) return std::nullopt;
  return Inode(*number);
}

std::optional<std::uint32_t> parse_namespace_link(std::string_view link, std::string_view kind) {
  if (!link.starts_with(kind) || !link.ends_with(']')) return std::nullopt;
  link.remove_prefix(kind.size());
  if (!link.starts_with(":[")) return std::nullopt;
  std::uint32_t id = 0;
  if (!to_number(link.substr(2, link.size() - 3), id)) return std::nullopt;
  return id;
}

std::optional<std::string_view> status_value(std::string_view status, std::string_view key) {
  while (!status.empty()) {
    const std::size_t end = status.find('\n');
    std::string_view line = status.substr(0, end);
    status = end == std::string_view::npos ? std::string_view() : status.substr(end + 1);
    if (!line.starts_with(key) || line.size() <= key.size() || line[key.size()] != ':') continue;
    line.remove_prefix(key.size() + 1);
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return std::string_view();
    return line.substr(begin, line.find_last_not_of(" \t") + 1 - begin);
  }
  return std::nullopt;
}

std::vector<std::string_view> split_arguments(std::string_view cmdline) {
  while (cmdline.ends_with('\0')) cmdline.remove_suffix(1);
  std::vector<std::string_view> arguments;
  while (!cmdline.empty()) {
    const std::size_t end = cmdline.find('\0');
    arguments.push_back(cmdline.substr(0, end));
    if (end == std::string_view::npos) break;
    cmdline.remove_prefix(end + 1);
  }
  return arguments;
}

std::string join_arguments(std::string_view cmdline) {
  while (cmdline.ends_with('\0')) cmdline.remove_suffix(1);
  std::string command(cmdline);
  for (char& c : command) {
    if (c == '\0') c = ' ';
  }
  return command;
}

std::string terminal_name(std::uint32_t tty_nr) {
  if (tty_nr == 0) return {};
  const std::uint32_t major = (tty_nr >> 8) & 0xFFF;
  const std::uint32_t minor = (tty_nr & 0xFF) | ((tty_nr >> 12) & 0xFFF00);
  constexpr std::uint32_t kFirstPty = 136;
  constexpr std::uint32_t kLastPty = 143;
  if (major >= kFirstPty && major <= kLastPty)
    return "pts/" + std::to_string(minor + 256 * (major - kFirstPty));
  if (major == 4)
    return minor < 64 ? "tty" + std::to_string(minor) : "ttyS" + std::to_string(minor - 64);
  if (major == 5 && minor == 1) return "console";
  struct Driver {
    std::uint32_t major;
    std::uint32_t first_minor;
    std::string_view name;
  };
  constexpr std::array<Driver, 4> kDrivers{
      {{166, 0, "ttyACM"}, {188, 0, "ttyUSB"}, {204, 64, "ttyAMA"}, {229, 0, "hvc"}}};
  for (const Driver& driver : kDrivers) {
    if (major == driver.major && minor >= driver.first_minor)
      return std::string(driver.name) + std::to_string(minor - driver.first_minor);
  }
  return "tty device " + std::to_string(major) + ":" + std::to_string(minor);
}

std::optional<std::string> environment_value(std::string_view environment, std::string_view name) {
  while (!environment.empty()) {
    const std::string_view entry = environment.substr(0, environment.find('\0'));
    environment.remove_prefix(std::min(environment.size(), entry.size() + 1));
    if (entry.starts_with(name) && entry.substr(name.size()).starts_with('='))
      return std::string(entry.substr(name.size() + 1));
  }
  return std::nullopt;
}

}  // namespace portexplorer
