#include "collect/host.h"

#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <string>
#include <string_view>

#include "base/unique_fd.h"

namespace portexplorer {
namespace {

// Returns the start of a small file, or an empty string if it cannot be read.
std::string read_text_file(const char* path) {
  const UniqueFd fd(::open(path, O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> buffer{};
  const ssize_t n = fd ? ::read(fd.get(), buffer.data(), buffer.size()) : 0;
  return n > 0 ? std::string(buffer.data(), static_cast<std::size_t>(n)) : std::string();
}

// Returns the value of KEY= in os-release, without its quotes.
std::string_view os_release_value(std::string_view text, std::string_view key) {
  std::size_t at = text.starts_with(key) ? 0 : text.find("\n" + std::string(key));
  if (at == std::string_view::npos) return {};
  at = text.find('=', at) + 1;
  std::string_view value = text.substr(at, text.find('\n', at) - at);
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  return value;
}

void read_port_range(Host& host) {
  const std::string text = read_text_file("/proc/sys/net/ipv4/ip_local_port_range");
  const char* const end = text.data() + text.size();
  std::uint16_t first = 0;
  std::uint16_t last = 0;
  auto [next, error] = std::from_chars(text.data(), end, first);
  while (next != end && (*next == '\t' || *next == ' ')) ++next;
  if (error != std::errc{} || std::from_chars(next, end, last).ec != std::errc{}) return;
  host.ephemeral_first = first;
  host.ephemeral_last = last;
}

// Returns the offset that the reader's time namespace adds to process start times, in ticks of
// sysconf(_SC_CLK_TCK); see time_namespaces(7).
std::optional<std::int64_t> added_start_ticks() {
  std::array<char, 64> own{};
  std::array<char, 64> of_children{};
  const ssize_t n = ::readlink("/proc/self/ns/time", own.data(), own.size() - 1);
  if (n <= 0) return 0;  // this kernel has no time namespaces
  (void)::readlink("/proc/self/ns/time_for_children", of_children.data(), of_children.size() - 1);
  if (own != of_children) return std::nullopt;  // the offsets are those of its children
  const std::string text = read_text_file("/proc/self/timens_offsets");
  const std::size_t at = text.find("boottime");
  if (at == std::string::npos) return std::nullopt;
  std::istringstream offsets(text.substr(at));
  std::string clock;
  long long seconds = 0;
  long long nanoseconds = 0;
  if (!(offsets >> clock >> seconds >> nanoseconds)) return std::nullopt;
  const long long per_second = std::max(::sysconf(_SC_CLK_TCK), 1L);
  const long long tick = 1'000'000'000 / per_second;
  if (nanoseconds % tick != 0) return std::nullopt;
  return seconds * per_second + nanoseconds / tick;
}

std::string boot_id() {
  std::string id = read_text_file("/proc/sys/kernel/random/boot_id");
  while (!id.empty() && id.back() == '\n') id.pop_back();
  return id;
}

}  // namespace

Host host_facts() {
  Host host;
  utsname names{};
  if (::uname(&names) == 0) host.name = names.nodename;
  const std::string release = read_text_file("/etc/os-release");
  const std::string_view pretty = os_release_value(release, "PRETTY_NAME=");
  host.system = std::string(pretty.empty() ? "Linux" : pretty) + ", Linux " + names.release;
  read_port_range(host);
  host.boot_id = boot_id();
  host.added_start_ticks = added_start_ticks();
  return host;
}

}  // namespace portexplorer
