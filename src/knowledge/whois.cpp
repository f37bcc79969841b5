#include "knowledge/whois.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/stop_event.h"
#include "base/unique_fd.h"
#include "knowledge/address_scope.h"
#include "knowledge/reverse_names.h"

namespace portexplorer {
namespace {

using Clock = std::chrono::steady_clock;

tl::unexpected<Error> late(const WhoisServer& server) {
  return fail(ErrorKind::unavailable, english().say(kWhoisSilent, {server.host}));
}
tl::unexpected<Error> unreachable(const WhoisServer& server) {
  return fail(ErrorKind::unavailable, english().say(kWhoisUnreachable, {server.host}));
}

tl::unexpected<Error> stopped() {
  return fail(ErrorKind::unavailable, "the query was cancelled"_text);
}

class WhoisConnection {
 public:
  // `stop` becomes readable when waiting must end.
  WhoisConnection(const WhoisServer& server, Clock::time_point end, int stop)
      : server_(server), end_(end), stop_(stop) {}

  Result<void> open(const ParsedAddress& address) {
    sockaddr_storage storage{};
    const socklen_t size = fill(storage, address);
    socket_ = UniqueFd(::socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket_) return unreachable(server_);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&storage), size) == 0) return {};
    if (errno != EINPROGRESS) return unreachable(server_);
    TRY_VOID(wait(POLLOUT));
    int error = 0;
    socklen_t length = sizeof error;
    ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) return unreachable(server_);
    return {};
  }

  Result<void> send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
      else if (errno == EAGAIN) TRY_VOID(wait(POLLOUT));
      else if (errno != EINTR) return unreachable(server_);
    }
    return {};
  }

  // Returns true if there was more than `most`.
  Result<bool> receive(std::string& text, std::size_t most) {
    std::array<char, 8192> piece{};
    while (text.size() <= most) {
      const ssize_t got = ::recv(socket_.get(), piece.data(), piece.size(), 0);
      if (got == 0) return false;
      if (got > 0) text.append(piece.data(), static_cast<std::size_t>(got));
      else if (errno == EAGAIN) TRY_VOID(wait(POLLIN));
      else if (errno != EINTR) return unreachable(server_);
    }
    text.resize(most);
    return true;
  }

 private:
  [[nodiscard]] socklen_t fill(sockaddr_storage& storage, const ParsedAddress& address) const {
    if (address.family == Family::ipv4) {
      sockaddr_in four{};
      four.sin_family = AF_INET;
      four.sin_port = htons(server_.port);
      std::memcpy(&four.sin_addr, address.address.bytes.data(), sizeof four.sin_addr);
      std::memcpy(&storage, &four, sizeof four);
      return sizeof four;
    }
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(server_.port);
    std::memcpy(&six.sin6_addr, address.address.bytes.data(), sizeof six.sin6_addr);
    std::memcpy(&storage, &six, sizeof six);
    return sizeof six;
  }

  Result<void> wait(short events) const {
    std::array<pollfd, 2> waiting{{{socket_.get(), events, 0}, {stop_, POLLIN, 0}}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - Clock::now());
    if (left.count() <= 0 ||
        ::poll(waiting.data(), waiting.size(), static_cast<int>(left.count())) == 0)
      return late(server_);
    if (waiting[1].revents != 0) return stopped();
    return {};
  }

  const WhoisServer& server_;
  Clock::time_point end_;
  int stop_;
  UniqueFd socket_;
};

struct Reply {
  std::string text;
  bool is_disconnected = false;
};

Result<Reply> ask_server(const WhoisServer& server, const WhoisRequest& request, bool only_public) {
  const StopEvent stop(request.stop);
  const Clock::time_point end = Clock::now() + request.timeout;
  std::vector<ParsedAddress> addresses;
  if (const auto literal = parse_ip(server.host)) {
    addresses.push_back(*literal);
  } else {
    TRY(found, addresses_of_host(server.host, request.timeout, request.stop));
    addresses = std::move(found);
  }
  if (only_public) {
    const std::size_t refused =
        std::erase_if(addresses, [](const ParsedAddress& a) { return !may_be_referred_to(a); });
    if (refused != 0 && addresses.empty())
      return fail(ErrorKind::unavailable, english().say(kWhoisNotPublic, {server.host}));
  }
  std::string query;
  append_ip(query, request.address.family, request.address.address);
  query += "\r\n";
  for (const ParsedAddress& address : addresses) {
    WhoisConnection connection(server, end, stop.fd());
    const auto opened = connection.open(address);
    if (request.stop.stop_requested()) return stopped();
    if (!opened) continue;
    TRY_VOID(connection.send(query));
    Reply reply;
    TRY(is_disconnected, connection.receive(reply.text, request.most_bytes));
    reply.is_disconnected = is_disconnected;
    return reply;
  }
  if (Clock::now() >= end) return late(server);
  return unreachable(server);
}

}  // namespace

bool may_be_referred_to(const ParsedAddress& address) {
  const AddressKind kind = address_scope(address.family, address.address).kind;
  if (kind == AddressKind::open) return true;
  if (kind != AddressKind::v4_mapped && kind != AddressKind::nat64) return false;
  const auto carried = carried_ipv4(address.address);
  return carried && address_scope(Family::ipv4, *carried).kind == AddressKind::open;
}

Result<WhoisAnswer> ask_whois(const WhoisRequest& request) {
  WhoisAnswer answer;
  WhoisServer server = request.server.value_or(WhoisServer{"whois.iana.org", 43});
  for (int step = 0; step <= request.most_referrals; ++step) {
    auto reply = ask_server(server, request, step > 0 || !request.server);
    if (!reply && step == 0) return tl::unexpected<Error>(std::move(reply).error());
    if (!reply) {
      answer.trouble = reply.error().what;
      break;
    }
    answer.servers.push_back(server.host);
    answer.text = std::move(reply->text);
    answer.is_disconnected = reply->is_disconnected;
    answer.facts = read_whois(answer.text);
    const auto& next = answer.facts.referral;
    if (!next || (next->host == server.host && next->port == server.port)) break;
    server = *next;
  }
  return answer;
}

}  // namespace portexplorer
