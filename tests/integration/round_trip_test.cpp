// Every value that a row shows finds that row in a filter: each field of each kind of socket, as
// shown in the list and in JSON, as field:VALUE and as field=VALUE.
#include <gtest/gtest.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>

#include "collect/local_source.h"
#include "faces/export/json.h"
#include "knowledge/services.h"
#include "model/derive.h"
#include "model/filter/filter.h"
#include "support/netns/netns_fixture.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;

std::string quoted_value(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

class RoundTrip : public ::testing::TestWithParam<Backend> {
 protected:
  void keep(UniqueFd fd) { held_.push_back(std::move(fd)); }

  void unix_socket(std::string_view name, int type = SOCK_STREAM) {
    UniqueFd fd(check(socket(AF_UNIX, type | SOCK_CLOEXEC, 0), "socket"));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    ASSERT_LE(name.size(), sizeof address.sun_path);
    std::ranges::copy(name, std::begin(address.sun_path));
    check(bind(fd.get(), reinterpret_cast<const sockaddr*>(&address),
               static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size())),
          "bind");
    if (type == SOCK_STREAM) check(listen(fd.get(), 1), "listen");
    keep(std::move(fd));
  }

  void make_unix_sockets() {
    using namespace std::string_view_literals;
    for (const auto name :
         {"\0round-trip"sv, "\0nul\0in"sv, "\0/tmp/.X11/X0"sv, "\0sp ace"sv,
          "\0\xff"
          "bad"sv,
          "\0a,b\"c'd\\e"sv, "\0line\nbreak\ttab"sv,
          "\0\xe2\x80\xae"
          "turned"sv,
          "\0\xef\xbf\xbdmarked"sv, "\0back\\x41slash"sv, "\0none"sv, "\0any"sv, "\0/pattern/"sv}) {
      unix_socket(name);
    }
    unix_socket({}, SOCK_DGRAM);
    unix_socket(directory_.path() + "/round trip");
  }

  void make_connection(const std::string& listen_on, const std::string& connect_to_address) {
    keep(listener(listen_on));
    const std::uint16_t port = port_of(held_.back().get());
    const int server = held_.back().get();
    keep(connected_socket(SOCK_STREAM, connect_to_address, port));
    const std::string bytes(12'345, 'x');
    check(send(held_.back().get(), bytes.data(), bytes.size(), 0), "send");
    keep(accepted(server));
  }

  void make_others() {
    keep(bound_socket(SOCK_DGRAM, "127.0.0.1"));
    const std::uint16_t port = port_of(held_.back().get());
    keep(connected_socket(SOCK_DGRAM, "127.0.0.1", port));
    check(send(held_.back().get(), "x", 1, 0), "send");
    UniqueFd marked(check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket"));
    const int mark = 0x1234;
    check(setsockopt(marked.get(), SOL_SOCKET, SO_MARK, &mark, sizeof mark), "SO_MARK");
    check(setsockopt(marked.get(), SOL_SOCKET, SO_BINDTODEVICE, "lo", 3), "SO_BINDTODEVICE");
    sockaddr_in any{};
    any.sin_family = AF_INET;
    check(bind(marked.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any), "bind");
    keep(std::move(marked));
    for (const auto& [family, protocol] :
         {std::pair{AF_INET, 47}, std::pair{AF_INET6, 89}, std::pair{AF_INET, 255}}) {
      keep(UniqueFd(check(socket(family, SOCK_RAW | SOCK_CLOEXEC, protocol), "raw socket")));
    }
    UniqueFd packet(
        check(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_IP)), "packet socket"));
    sockaddr_ll lo{};
    lo.sll_family = AF_PACKET;
    lo.sll_protocol = htons(ETH_P_IP);
    lo.sll_ifindex = 1;
    check(bind(packet.get(), reinterpret_cast<const sockaddr*>(&lo), sizeof lo), "bind");
    keep(std::move(packet));
    keep(UniqueFd(
        check(socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(ETH_P_ALL)), "packet socket")));
    keep(UniqueFd(
        check(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), "netlink socket")));
    keep(UniqueFd(check(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "an unbound socket")));
    int pair[2] = {};
    check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), "socketpair");
    keep(UniqueFd(pair[0]));
    keep(UniqueFd(pair[1]));
  }

  void make_sockets() {
    make_unix_sockets();
    make_connection("127.0.0.1", "127.0.0.1");
    make_connection("::1", "::1");
    make_connection("::", "127.0.0.1");
    ip({"link", "add", "pe0", "type", "veth", "peer", "name", "pe1"});
    ip({"link", "set", "pe0", "up"});
    ip({"addr", "add", "fe80::77/64", "dev", "pe0", "nodad"});
    keep(listener("fe80::77%pe0"));
    keep(listener("0.0.0.0"));
    make_others();
  }

  [[nodiscard]] std::shared_ptr<const Snapshot> look(const Snapshot* before) {
    SampleRequest request;
    request.protocols = ProtocolSet::all();
    request.backend = GetParam();
    request.all_namespaces = false;
    request.unlisted = request.memory = request.look = request.packages = true;
    auto sample = source_->sample(request);
    if (!sample) {
      ADD_FAILURE() << sample.error().what;
      return nullptr;
    }
    DeriveOptions options;
    options.port_names.service = service_name;
    return derive(before, *sample, options);
  }

  // Returns a shown value as it is typed in a filter.
  static std::vector<std::string> typed_text(const Field& f, const RowView& row) {
    std::string text;
    append_human(text, f, row);
    if (text == "–" ||
        (f.id != FieldId::pid && std::holds_alternative<std::monostate>(f.value(row)) &&
         f.kind != ValueKind::address))
      return {};
    if (f.kind == ValueKind::pids) return {text};
    if (text.empty()) return {};
    return {quoted_value(text)};
  }

  static std::vector<std::string> typed_json(const json& value) {
    if (value.is_null()) return {};
    if (value.is_string())
      return value.get<std::string>().empty() ? std::vector<std::string>{}
                                              : std::vector{quoted_value(value.get<std::string>())};
    if (!value.is_array()) return {value.dump()};
    std::string list;
    for (const json& item : value) list += (list.empty() ? "" : ",") + item.dump();
    return list.empty() ? std::vector<std::string>{} : std::vector{list};
  }

  static void expect_found(const Field& f, const std::string& typed, const RowView& row) {
    for (const char* op : {":", "="}) {
      const std::string text = std::string(f.name) + op + typed;
      if (op[0] == '=' && f.kind == ValueKind::time && typed.starts_with("\"<"))
        continue;  // "=" requires the exact time
      const auto filter = Filter::parse(text, {});
      if (!filter) {
        ADD_FAILURE() << text << ": " << filter.error().message;
        continue;
      }
      EXPECT_TRUE(filter->matches(row))
          << text << " does not find " << to_string(row.socket().protocol) << " inode "
          << row.socket().inode.value();
    }
  }

  void expect_all_found(const Snapshot& snapshot) {
    std::vector<FieldId> ids;
    for (const Field& f : all_fields()) ids.push_back(f.id);
    JsonRows rows(snapshot, ids);
    std::set<FieldId> seen;
    int compared = 0;
    for (const Row& r : snapshot.rows) {
      const RowView row(snapshot, r);
      TextBuffer buffer;
      rows.append_row(buffer, row);
      const json object = json::parse(buffer.view());
      for (const Field& f : all_fields()) {
        auto typed = typed_text(f, row);
        for (auto& text : typed_json(object.at(std::string(f.name))))
          typed.push_back(std::move(text));
        for (const std::string& text : typed) expect_found(f, text, row);
        compared += static_cast<int>(typed.size());
        if (!typed.empty()) seen.insert(f.id);
      }
    }
    EXPECT_GT(compared, 1000);
    for (const FieldId id :
         {FieldId::recv_memory_bytes, FieldId::drops, FieldId::ip_protocol, FieldId::ethertype,
          FieldId::v6only, FieldId::started_at, FieldId::start_ticks, FieldId::rtt_us,
          FieldId::mark, FieldId::interface}) {
      EXPECT_TRUE(seen.contains(id)) << field(id).name << " was not tried";
    }
  }

  TemporaryDirectory directory_;
  ScopedNetns netns_;
  std::vector<UniqueFd> held_;
  std::unique_ptr<SocketSource> source_ = make_local_source();
};

TEST_P(RoundTrip, AShownValueFindsItsRow) {
  make_sockets();
  const auto first = look(nullptr);
  ASSERT_NE(first, nullptr);
  expect_all_found(*first);
  make_connection("127.0.0.1", "127.0.0.1");  // new rows, with rates
  held_.erase(held_.begin());                 // and a closing one
  const auto second = look(first.get());
  ASSERT_NE(second, nullptr);
  expect_all_found(*second);
}

INSTANTIATE_TEST_SUITE_P(Ways, RoundTrip, ::testing::Values(Backend::netlink, Backend::bpf),
                         [](const auto& way) {
                           return way.param == Backend::netlink ? "Plain" : "Kernel";
                         });

}  // namespace
}  // namespace portexplorer
