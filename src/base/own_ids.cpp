#include "base/own_ids.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "base/lines.h"
#include "base/text_file.h"

namespace portexplorer {
namespace {

constexpr std::uint64_t kAllIds = 0xFFFFFFFF;  // (uid_t)-1 is no id

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number)
                                                                  : std::nullopt;
}

std::string_view take_word(std::string_view& line) {
  line = trimmed(line);
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

}  // namespace

// Each line is "first-here first-outside length" (user_namespaces(7)).
IdMap parse_id_map(std::optional<std::string_view> map, std::string_view overflow) {
  IdMap ids;
  if (const auto number = parse_number(trimmed(take_line(overflow))); number && *number < kAllIds)
    ids.overflow = static_cast<std::uint32_t>(*number);
  std::uint64_t mapped = 0;
  std::string_view rest = map.value_or("");
  bool is_read = map && rest.empty();
  while (!rest.empty()) {
    std::string_view line = take_line(rest);
    for (int i = 0; i < 2; ++i) static_cast<void>(take_word(line));
    const auto length = parse_number(take_word(line));
    if (!length) continue;
    is_read = true;
    mapped += std::min(*length, kAllIds);
  }
  ids.is_complete = !is_read || mapped >= kAllIds;
  return ids;
}

namespace {

IdMap read_map(const char* map, const char* overflow) {
  const std::optional<std::string> text = read_text_file(map);
  const IdMap ids = parse_id_map(text, "");
  return ids.is_complete ? ids : parse_id_map(text, read_text_file(overflow).value_or(""));
}

}  // namespace

const IdMap& own_users() {
  static const IdMap map = read_map("/proc/self/uid_map", "/proc/sys/kernel/overflowuid");
  return map;
}

const IdMap& own_groups() {
  static const IdMap map = read_map("/proc/self/gid_map", "/proc/sys/kernel/overflowgid");
  return map;
}

bool is_confined() {
  constexpr ino_t kFirstPidNamespace = 0xEFFFFFFC;  // PROC_PID_INIT_INO of linux/proc_ns.h
  struct stat status {};
  const bool in_other_pid_namespace =
      ::stat("/proc/self/ns/pid", &status) == 0 && status.st_ino != kFirstPidNamespace;
  return in_other_pid_namespace || !own_users().is_complete;
}

Text outside_id_map() { return "it is outside the map of this user namespace"_text; }

std::int32_t pid_shown_by_proc() {
  std::array<char, 32> target{};
  const ssize_t length = ::readlink("/proc/self", target.data(), target.size());
  std::int32_t pid = 0;
  if (length > 0) std::from_chars(target.data(), target.data() + length, pid);
  return pid > 0 ? pid : ::getpid();
}

}  // namespace portexplorer
