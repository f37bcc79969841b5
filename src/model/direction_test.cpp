#include "model/direction.h"

#include <gtest/gtest.h>

#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using testing::SampleBuilder;

// The direction of each socket, in order of addition.
std::vector<Direction> directions_in(SampleBuilder& b, bool whole_machine = true) {
  const Sample& sample = b.sample();
  Directions directions(sample, whole_machine);
  std::vector<Direction> all;
  for (const Socket& s : sample.sockets) all.push_back(directions.of(s));
  return all;
}

constexpr Direction kListening = Direction::listening, kInbound = Direction::inbound,
                    kOutbound = Direction::outbound;
constexpr Direction kUnknownDirection = Direction::unknown;
using DirectionList = std::vector<Direction>;

TEST(Directions, AreThoseThatTheKernelReportsDespiteListeners) {
  SampleBuilder b;
  b.listener(80, 1, 1);
  b.tcp("192.0.2.10", 80, "198.51.100.7", 443, State::established, 2, 2)
      .set(SocketFlag::active_open);
  b.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 3, 3)
      .set(SocketFlag::passive_open);
  EXPECT_EQ(directions_in(b), (DirectionList{kListening, kOutbound, kInbound}));
}

TEST(Directions, AnEphemeralPortIsNoEvidence) {
  SampleBuilder b;
  b.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 3, 3);
  EXPECT_EQ(directions_in(b), (DirectionList{kUnknownDirection}));
}

TEST(Directions, AnUnconnectedSocketWithAnEphemeralPortMayBeAClient) {
  SampleBuilder b;
  b.sample().host.ephemeral_first = 40000;
  b.sample().host.ephemeral_last = 50000;
  const auto add = [&](std::uint16_t port) -> Socket& {
    Socket& s = b.listener(port, 1, 1);
    s.protocol = Protocol::udp;
    s.state = State::unconnected;
    return s;
  };
  for (const int port : {53, 39999, 40000, 50000, 50001}) add(static_cast<std::uint16_t>(port));
  add(45000).set(SocketFlag::of_kernel);
  add(0);
  EXPECT_EQ(directions_in(b),
            (DirectionList{kListening, kListening, kUnknownDirection, kUnknownDirection, kListening,
                           kListening, kUnknownDirection}));
}

// Programs also open connections from the port on which they listen.
TEST(Directions, AListenerIsNoEvidence) {
  SampleBuilder b;
  b.listener(80, 1, 1);
  b.tcp("192.0.2.10", 80, "198.51.100.7", 5000, State::time_wait, 0, 2);
  b.tcp("192.0.2.10", 80, "198.51.100.7", 5001, State::established, 3, 3);
  b.tcp("127.0.0.1", 80, "127.0.0.1", 5002, State::established, 4, 4);
  b.tcp("127.0.0.1", 5002, "127.0.0.1", 80, State::established, 5, 5);
  EXPECT_EQ(directions_in(b), (DirectionList{kListening, kUnknownDirection, kUnknownDirection,
                                             kUnknownDirection, kUnknownDirection}));
}

TEST(Directions, AreDerivedFromTheOtherEnd) {
  SampleBuilder b;
  b.listener(80, 1, 1);
  b.listener(81, 2, 2);
  b.tcp("127.0.0.1", 80, "127.0.0.1", 81, State::established, 3, 3).set(SocketFlag::active_open);
  b.tcp("127.0.0.1", 81, "127.0.0.1", 80, State::established, 4, 4);
  b.tcp("192.0.2.10", 80, "192.0.2.10", 5000, State::established, 5, 5)
      .set(SocketFlag::passive_open);
  b.tcp("192.0.2.10", 5000, "192.0.2.10", 80, State::established, 6, 6);
  EXPECT_EQ(directions_in(b),
            (DirectionList{kListening, kListening, kOutbound, kInbound, kInbound, kOutbound}));
}

TEST(Directions, LoopbackOfAnotherNamespaceIsNotTheOtherEnd) {
  SampleBuilder b;
  b.tcp("127.0.0.1", 80, "127.0.0.1", 5000, State::established, 3, 3).set(SocketFlag::passive_open);
  b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::established, 4, 4).netns = NetnsId{2};
  EXPECT_EQ(directions_in(b), (DirectionList{kInbound, kUnknownDirection}));
}

TEST(Directions, ASelfConnectedSocketHasNone) {
  SampleBuilder b;
  b.tcp("127.0.0.1", 7000, "127.0.0.1", 7000, State::established, 3, 3)
      .set(SocketFlag::active_open);
  EXPECT_EQ(directions_in(b), (DirectionList{kUnknownDirection}));
}

TEST(Directions, UdpHasNone) {
  SampleBuilder b;
  b.tcp("192.0.2.10", 53, "0.0.0.0", 0, State::unconnected, 1, 1).protocol = Protocol::udp;
  b.tcp("192.0.2.10", 40000, "198.51.100.7", 53, State::established, 2, 2).protocol = Protocol::udp;
  EXPECT_EQ(directions_in(b), (DirectionList{kListening, kUnknownDirection}));
}

TEST(Directions, HalfOpenConnections) {
  SampleBuilder b;
  b.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::syn_sent, 1, 1);
  b.tcp("192.0.2.10", 80, "198.51.100.7", 5000, State::syn_recv, 0, 2);
  b.tcp("192.0.2.10", 82, "198.51.100.7", 82, State::syn_recv, 3,
        3);  // also reached by a simultaneous open
  EXPECT_EQ(directions_in(b), (DirectionList{kOutbound, kInbound, kUnknownDirection}));
}

TEST(Directions, AreNotDerivedFromOtherEvents) {
  SampleBuilder b;
  b.tcp("127.0.0.1", 80, "127.0.0.1", 5000, State::established, 2, 2).set(SocketFlag::passive_open);
  b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::established, 3, 3);
  EXPECT_EQ(directions_in(b), (DirectionList{kInbound, kOutbound}));
  EXPECT_EQ(directions_in(b, false), (DirectionList{kInbound, kUnknownDirection}));
}

}  // namespace
}  // namespace portexplorer
