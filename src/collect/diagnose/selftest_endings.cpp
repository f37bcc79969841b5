// How connections begin and end: not accepted yet, half closed, reset, refused, closed.
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "collect/diagnose/stage.h"

namespace portexplorer {
namespace {

Result<void> await_end_of(int fd) {
  char byte = 0;
  if (::recv(fd, &byte, 1, 0) != 0)
    return fail_errno(errno != 0 ? errno : EIO,
                      "a connection over the loopback interface did not end");
  return {};
}

Result<Scene> not_accepted(const Stage& stage) {
  TRY(listener, open_listener(AF_INET, 1));
  TRY(address, address_of(listener.get()));
  TRY(client, make_socket(stage, "client", Protocol::tcp, AF_INET, SOCK_STREAM));
  TRY_VOID(connect_to(client.fd.get(), address));
  TRY_VOID(send_bytes(client.fd.get(), 100));
  TRY(from, address_of(client.fd.get()));
  DoneSocket waiting;
  waiting.label = "pending";
  waiting.protocol = Protocol::tcp;
  waiting.netns = stage.netns;
  waiting.local_port = ntohs(reinterpret_cast<const sockaddr_in*>(address.get())->sin_port);
  waiting.remote_port = ntohs(reinterpret_cast<const sockaddr_in*>(from.get())->sin_port);
  waiting.nobody_holds_it = true;
  waiting.received_bytes = 100;
  client.done.sent_bytes = 100;
  Scene scene;
  scene.keep(std::move(waiting), std::move(listener));
  scene.keep(std::move(client.done), std::move(client.fd));
  return scene;
}

Result<Scene> half_closed(const Stage& stage) {
  TRY(both, make_connection(stage, AF_INET));
  auto& [client, server] = both;
  TRY_VOID(send_bytes(client.fd.get(), 300));
  if (::shutdown(client.fd.get(), SHUT_WR) != 0)
    return fail_errno(errno, "a connection could not be closed in one direction");
  TRY_VOID(receive_bytes(server.fd.get(), 300));
  TRY_VOID(await_end_of(server.fd.get()));
  TRY_VOID(send_bytes(server.fd.get(), 200));
  TRY_VOID(receive_bytes(client.fd.get(), 200));
  client.done.sent_bytes = server.done.received_bytes = 300;
  client.done.received_bytes = server.done.sent_bytes = 200;
  Scene scene;
  scene.keep(std::move(client.done), std::move(client.fd));
  scene.keep(std::move(server.done), std::move(server.fd));
  return scene;
}

// The server reads 100 bytes, then resets the connection.
Result<Scene> reset(const Stage& stage) {
  TRY(both, make_connection(stage, AF_INET));
  auto& [client, server] = both;
  TRY_VOID(send_bytes(client.fd.get(), 100));
  TRY_VOID(receive_bytes(server.fd.get(), 100));
  const linger hard{.l_onoff = 1, .l_linger = 0};
  if (::setsockopt(server.fd.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard) != 0)
    return fail_errno(errno, "a connection could not be reset");
  server.fd.reset();
  char byte = 0;
  if (::recv(client.fd.get(), &byte, 1, 0) != -1 || errno != ECONNRESET)
    return fail(ErrorKind::unavailable, "a connection was not reset");
  client.done.sent_bytes = server.done.received_bytes = 100;
  client.done.received_bytes = server.done.sent_bytes = 0;
  client.done.error = ECONNRESET;
  Scene scene;
  scene.keep(std::move(client.done), std::move(client.fd));
  scene.sockets.push_back(std::move(server.done));
  return scene;
}

Result<Scene> refused(const Stage& stage) {
  TRY(taken, make_socket(stage, "", Protocol::tcp, AF_INET,
                         SOCK_STREAM));  // bound, so that no other process can listen there
  const Address any = loopback(AF_INET);
  if (::bind(taken.fd.get(), any.get(), any.length) != 0)
    return fail_errno(errno, "there is no loopback address to bind to");
  TRY(address, address_of(taken.fd.get()));
  TRY(client, make_socket(stage, "", Protocol::tcp, AF_INET, SOCK_STREAM));
  if (::connect(client.fd.get(), address.get(), address.length) == 0 || errno != ECONNREFUSED) {
    return fail(ErrorKind::unavailable, "a connect was not refused");
  }
  client.done.sent_bytes = client.done.received_bytes = 0;
  client.done.error = ECONNREFUSED;
  Scene scene;
  scene.keep(std::move(client.done), std::move(client.fd));
  return scene;
}

// A process connects, sends, closes first, and ends: the remaining TIME_WAIT entry has no owner.
Result<Scene> time_wait(const Stage& stage) {
  TRY(listener, open_listener(AF_INET, 1));
  TRY(address, address_of(listener.get()));
  TRY(child, Child::start({}, [&](ChildLine& line) -> Result<void> {
        TRY(made, make_socket(stage, "", Protocol::tcp, AF_INET, SOCK_STREAM));
        TRY_VOID(connect_to(made.fd.get(), address));
        TRY_VOID(send_bytes(made.fd.get(), 100));
        line.tell({made.done.cookie.value(), 0, made.done.made_after->value(),
                   made.done.made_before->value(), 0, 0});
        return {};
      }));
  TRY(told, child.hear());
  TRY(server, accept_from(stage, listener.get(), ""));
  TRY_VOID(receive_bytes(server.fd.get(), 100));
  TRY_VOID(await_end_of(server.fd.get()));
  server.fd.reset();
  Scene scene;
  DoneSocket done;
  done.protocol = Protocol::tcp;
  done.netns = stage.netns;
  done.cookie = Cookie{told.cookie};
  done.maker = done.owner = Actor{child.pid(), stage.self.name};
  done.nobody_holds_it = true;
  done.made_after = Timestamp{told.made_after};
  done.made_before = Timestamp{told.made_before};
  done.sent_bytes = 100;
  scene.sockets.push_back(std::move(done));
  return scene;
}

}  // namespace

std::vector<CaseSpec> ending_cases() {
  return {
      {"not accepted yet: no owner, with the queued bytes", not_accepted, true, false},
      {"half closed: 300 bytes out, then 200 back", half_closed},
      {"reset by the other side after 100 bytes", reset, false, true},
      {"refused: no listener", refused, false, true},
      {"TIME_WAIT: no owner, but a last owner", time_wait},
  };
}

}  // namespace portexplorer
