#include "support/sockets/name_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/socket.h>

#include <array>
#include <fstream>
#include <string>

#include "support/sockets/sockets.h"

namespace portexplorer::fixture {

using namespace std::string_literals;  // messages contain zero bytes

namespace {

// Returns the test DNS server's answer to the query (a whole message) for the name of 198.51.100.N;
// "" for silence.
std::string answer_to(const std::string& question) {
  const int last = std::stoi(question.substr(13, static_cast<std::size_t>(question[12])));
  const auto reply = [&](char rcode, char records, const std::string& rest) {
    std::string message = question.substr(0, 2) + "\x81"s + static_cast<char>(0x80 | rcode) +
                          "\0\1\0"s + records + "\0\0\0\0"s;
    return message + question.substr(12, question.find("\4arpa\0"s) + 6 + 4 - 12) + rest;
  };
  const auto named = [&](const std::string& name) {
    return reply(0, 1, "\xc0\x0c\0\x0c\0\1\0\0\1\x2c\0"s + static_cast<char>(name.size()) + name);
  };
  switch (last) {
    case 7: return named("\3www\4shop\7example\0"s);
    case 8: return named("\x09\x1b[31mevil\0"s);
    case 9: return named("\xc0\x36"s);  // a compression pointer close to itself
    case 10: {
      std::string other = named("\4fake\0"s);
      other[0] = static_cast<char>(other[0] ^ 0x55);
      return other;
    }
    case 11: return reply(3, 0, "");
    case 12: return reply(5, 0, "");
    case 13: return reply(0, 1, "\xc0"s);
    default: return {};
  }
}

// Serves until the conversation ends.
void serve_names(const Conversation& conversation, int socket) {
  std::array<pollfd, 2> waiting{{{socket, POLLIN, 0}, {conversation.in(), POLLIN, 0}}};
  while (check(poll(waiting.data(), waiting.size(), -1), "poll") > 0 && waiting[1].revents == 0) {
    std::array<char, 512> bytes{};
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const ssize_t got =
        recvfrom(socket, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
    if (got < 20) continue;
    const std::string answer = answer_to(std::string(bytes.data(), static_cast<std::size_t>(got)));
    if (!answer.empty())
      sendto(socket, answer.data(), answer.size(), 0, reinterpret_cast<const sockaddr*>(&from),
             size);
  }
}

}  // namespace

NameServer::NameServer()
    : socket_(bound_socket(SOCK_DGRAM, "127.0.0.1", kDnsPort)),
      child_([this](Conversation& c) { serve_names(c, socket_.get()); }) {}

RegistryHere::RegistryHere() {
  const std::string hosts = files_.path() + "/hosts";
  std::ofstream(hosts) << "8.8.8.8 whois.iana.org\n";
  check(mount(hosts.c_str(), "/etc/hosts", nullptr, MS_BIND, nullptr), "bind /etc/hosts");
  ip({"addr", "add", "8.8.8.8/32", "dev", "lo"});
  listener_ = fixture::listener("8.8.8.8", 43);
  check(fcntl(listener_.get(), F_SETFL, O_NONBLOCK), "F_SETFL");
}

}  // namespace portexplorer::fixture
