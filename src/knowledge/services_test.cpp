#include "knowledge/services.h"

#include <gmock/gmock.h>

namespace portexplorer {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ServiceName, ReturnsTheWellKnownNames) {
  EXPECT_EQ(service_name(Protocol::tcp, 22), "ssh");
  EXPECT_EQ(service_name(Protocol::tcp, 443), "https");
  EXPECT_EQ(service_name(Protocol::tcp, 5432), "postgresql");
  EXPECT_EQ(service_name(Protocol::udp, 53), "domain");
  EXPECT_EQ(service_name(Protocol::sctp, 22), "ssh");
  EXPECT_EQ(service_name(Protocol::tcp, 1), "tcpmux");
}

TEST(ServiceName, PrefersTheNameInUse) {
  EXPECT_EQ(service_name(Protocol::tcp, 80), "http");
  EXPECT_EQ(service_name(Protocol::tcp, 2049), "nfs");
  EXPECT_EQ(service_name(Protocol::tcp, 465), "submissions");
}

TEST(ServiceName, DependsOnTheProtocol) {
  EXPECT_EQ(service_name(Protocol::tcp, 6379), "redis");
  EXPECT_EQ(service_name(Protocol::udp, 6379), "");
  EXPECT_EQ(service_name(Protocol::tcp, 514), "shell");
  EXPECT_EQ(service_name(Protocol::udp, 514), "syslog");
}

TEST(ServiceName, UdpliteIsUdpAndMptcpIsTcp) {
  EXPECT_EQ(service_name(Protocol::udplite, 514), "syslog");
  EXPECT_EQ(service_name(Protocol::mptcp, 514), "shell");
}

TEST(ServiceName, IsEmptyForOtherPorts) {
  EXPECT_EQ(service_name(Protocol::tcp, 0), "");
  EXPECT_EQ(service_name(Protocol::tcp, 24), "");  // assigned, but without a name
  EXPECT_EQ(service_name(Protocol::tcp, 65535), "");
  EXPECT_EQ(service_name(Protocol::tcp, 65536 + 22), "");
  EXPECT_EQ(service_name(Protocol::tcp, 0xFFFFFFFF), "");
  EXPECT_EQ(service_name(Protocol::unix_domain, 22), "");
  EXPECT_EQ(service_name(Protocol::netlink, 22), "");
}

TEST(PortsOfService, FindsEveryPort) {
  EXPECT_THAT(ports_of_service("https"), ElementsAre(443u));
  EXPECT_THAT(ports_of_service("ssh"), ElementsAre(22u));
  EXPECT_THAT(ports_of_service("x11"), Contains(6010u));
}

TEST(PortsOfService, AcceptsOtherNamesOfAPort) {
  EXPECT_THAT(ports_of_service("www"), ElementsAre(80u));
}

TEST(PortsOfService, IgnoresCase) { EXPECT_THAT(ports_of_service("HTTPS"), ElementsAre(443u)); }

TEST(PortsOfService, IsEmptyForOtherWords) {
  EXPECT_THAT(ports_of_service(""), IsEmpty());
  EXPECT_THAT(ports_of_service("htt"), IsEmpty());
  EXPECT_THAT(ports_of_service("httpsx"), IsEmpty());
  EXPECT_THAT(ports_of_service("~~~~"), IsEmpty());
  EXPECT_THAT(ports_of_service(std::string_view("\0", 1)), IsEmpty());
}

TEST(PortsOfService, AgreesWithServiceName) {
  int named = 0;
  for (const Protocol protocol : {Protocol::tcp, Protocol::udp, Protocol::sctp, Protocol::dccp}) {
    for (std::uint32_t port = 0; port <= 65535; ++port) {
      const std::string_view name = service_name(protocol, port);
      if (name.empty()) continue;
      ++named;
      EXPECT_THAT(ports_of_service(name), Contains(port)) << name;
    }
  }
  EXPECT_GT(named, 12000);
}

}  // namespace
}  // namespace portexplorer
