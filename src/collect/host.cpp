#include "collect/host.h"

#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string_view>

#include "base/unique_fd.h"

namespace portexplorer {
namespace {

// The start of a small file; empty where it cannot be read.
std::string read_small_file(const char* path) {
  const UniqueFd fd(::open(path, O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> buffer{};
  const ssize_t n = fd ? ::read(fd.get(), buffer.data(), buffer.size()) : 0;
  return n > 0 ? std::string(buffer.data(), static_cast<std::size_t>(n)) : std::string();
}

// The value of KEY= in os-release, without its quotes.
std::string_view os_release_value(std::string_view text, std::string_view key) {
  std::size_t at = text.starts_with(key) ? 0 : text.find("\n" + std::string(key));
  if (at == std::string_view::npos) return {};
  at = text.find('=', at) + 1;
  std::string_view value = text.substr(at, text.find('\n', at) - at);
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
  return value;
}

void read_port_range(Host& host) {
  const std::string text = read_small_file("/proc/sys/net/ipv4/ip_local_port_range");
  const char* const end = text.data() + text.size();
  std::uint16_t first = 0;
  std::uint16_t last = 0;
  auto [next, error] = std::from_chars(text.data(), end, first);
  while (next != end && (*next == '\t' || *next == ' ')) ++next;
  if (error != std::errc{} || std::from_chars(next, end, last).ec != std::errc{}) return;
  host.ephemeral_first = first;
  host.ephemeral_last = last;
}

}  // namespace

Host host_facts() {
  Host host;
  utsname names{};
  if (::uname(&names) == 0) host.name = names.nodename;
  const std::string release = read_small_file("/etc/os-release");
  const std::string_view pretty = os_release_value(release, "PRETTY_NAME=");
  host.system = std::string(pretty.empty() ? "Linux" : pretty) + ", Linux " + names.release;
  read_port_range(host);
  return host;
}

}  // namespace portexplorer
