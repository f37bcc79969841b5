#include "collect/procnet/interface_names.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "collect/procfs/proc_dir.h"
#include "collect/procnet/proc_net_fields.h"

namespace portexplorer {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::size_t kLongestInterfaceName = 15;  // IFNAMSIZ without its terminator

void add(InterfaceNames& names, std::optional<std::uint32_t> index, std::string_view name) {
  if (!index || *index == 0 || name.empty() || name.size() > kLongestInterfaceName) return;
  names.emplace_back(*index, name);
}

// Parses "1\tlo        :     1      V3"; the lines of its groups begin with tabs (net/ipv4/igmp.c,
// igmp_mc_seq_show).
void add_igmp_line(InterfaceNames& names, std::string_view line) {
  const auto index = number<std::uint32_t>(take_until(line, '\t'));
  std::string_view name = take_until(line, ':');
  add(names, index, take_column(name));
}

// Parses "ADDRESS 01 80 10 80       lo" (net/ipv6/addrconf.c, if6_seq_show).
void add_if_inet6_line(InterfaceNames& names, std::string_view line) {
  skip_columns(line, 1);
  const auto index = number<std::uint32_t>(take_column(line), 16);
  skip_columns(line, 3);
  add(names, index, take_column(line));
}

// Parses "2    eth0            1     0     01005e000001" (net/core/net-procfs.c, dev_mc_seq_show).
void add_dev_mcast_line(InterfaceNames& names, std::string_view line) {
  const auto index = number<std::uint32_t>(take_column(line));
  add(names, index, take_column(line));
}

}  // namespace

InterfaceNames parse_interface_names(std::string_view igmp, std::string_view if_inet6,
                                     std::string_view dev_mcast) {
  InterfaceNames names;
  while (!igmp.empty()) add_igmp_line(names, take_until(igmp, '\n'));
  while (!if_inet6.empty()) add_if_inet6_line(names, take_until(if_inet6, '\n'));
  while (!dev_mcast.empty()) add_dev_mcast_line(names, take_until(dev_mcast, '\n'));
  std::ranges::stable_sort(names, {}, &InterfaceNames::value_type::first);
  const auto is_same = [](const auto& a, const auto& b) { return a.first == b.first; };
  names.erase(std::unique(names.begin(), names.end(), is_same), names.end());
  return names;
}

InterfaceNames read_interface_names(int net_dir_fd) {
  const auto buffer = std::make_unique_for_overwrite<char[]>(kMostBytes);
  const auto text_of = [&](const char* name) {
    const auto text = read_small_file(net_dir_fd, name, {buffer.get(), kMostBytes});
    return text ? std::string(*text) : std::string();
  };
  const std::string igmp = text_of("igmp");
  const std::string if_inet6 = text_of("if_inet6");
  return parse_interface_names(igmp, if_inet6, text_of("dev_mcast"));
}

}  // namespace portexplorer
