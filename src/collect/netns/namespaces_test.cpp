#include "collect/netns/namespaces.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "collect/netlink/channel.h"
#include "collect/netlink/requests.h"
#include "collect/netns/nsfs_mounts.h"
#include "model/netns_number.h"
#include "support/netns/namespace.h"
#include "support/remove_tree.h"

namespace portexplorer {
namespace {

NetnsId id_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return NetnsId{static_cast<std::uint32_t>(status.st_ino)};
}

NetnsId own_id() { return id_of("/proc/thread-self/ns/net"); }

const NetnsHandle* find_id(const std::vector<NetnsHandle>& handles, NetnsId id) {
  for (const NetnsHandle& h : handles) {
    if (h.id == id) return &h;
  }
  return nullptr;
}

NetnsId id_seen_inside(const NetnsHandle& handle) {
  NetnsId seen;
  const auto result = run_in_namespace(handle, [&]() -> Result<void> {
    seen = own_id();
    return {};
  });
  EXPECT_TRUE(result) << result.error().what;
  return seen;
}

// A process in a separate network namespace, which runs until the object is destroyed.
class Resident {
 public:
  Resident() {
    int ready[2];
    EXPECT_EQ(::pipe2(ready, O_CLOEXEC), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      const char done = ::unshare(CLONE_NEWNET) == 0 ? 'y' : 'n';
      (void)!::write(ready[1], &done, 1);
      ::pause();
      ::_exit(0);
    }
    char done = 0;
    EXPECT_EQ(::read(ready[0], &done, 1), 1);
    works_ = done == 'y';
    ::close(ready[0]);
    ::close(ready[1]);
    if (works_) id_ = id_of("/proc/" + std::to_string(pid_) + "/ns/net");
  }
  ~Resident() { end(); }
  Resident(const Resident&) = delete;
  Resident& operator=(const Resident&) = delete;

  void end() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  [[nodiscard]] bool works() const { return works_; }
  [[nodiscard]] std::string reason_to_skip() const {
    return works_ || has_capability(CAP_SYS_ADMIN)
               ? ""
               : "a new network namespace is refused; run as root";
  }
  [[nodiscard]] Pid pid() const { return Pid{pid_}; }
  [[nodiscard]] NetnsId id() const { return id_; }

 private:
  pid_t pid_ = 0;
  bool works_ = false;
  NetnsId id_;
};

TEST(NsfsMounts, FindsNetworkNamespacesAndTheirPaths) {
  const auto mounts = parse_nsfs_mounts(
      "22 1 254:0 / / rw,relatime - ext4 /dev/root rw\n"
      "36 35 0:4 net:[4026532281] /run/netns/blue rw shared:7 - nsfs nsfs rw\n"
      "37 35 0:4 mnt:[4026532282] /run/mnt rw - nsfs nsfs rw\n"
      "38 35 0:4 net:[4026532283] /tmp/with\\040space\\134and\\012line rw - nsfs nsfs rw\n"
      "39 35 0:4 net:[4026532284] /tmp/not-nsfs rw - tmpfs tmpfs rw\n"
      "40 35 0:4 net:[x] /tmp/bad rw - nsfs nsfs rw\n"
      "41 35 0:4 net:[99999999999] /tmp/bad rw - nsfs nsfs rw\n"
      "42 35 0:4 net:[4026532285]\n"
      "\n43");
  ASSERT_EQ(mounts.size(), 2u);
  EXPECT_EQ(mounts[0].id, NetnsId{4026532281});
  EXPECT_EQ(mounts[0].path, "/run/netns/blue");
  EXPECT_EQ(mounts[1].path, "/tmp/with space\\and\nline");
}

TEST(NsfsMounts, LeavesABackslashThatEscapesNothing) {
  const auto mounts = parse_nsfs_mounts("1 2 0:4 net:[5] /a\\9\\777\\04 rw - nsfs nsfs rw");
  ASSERT_EQ(mounts.size(), 1u);
  EXPECT_EQ(mounts[0].path, "/a\\9\\777\\04");
}

TEST(FindNamespaces, TheCallersOwnIsFirstAndIsThatOfItsThread) {
  Coverage coverage;
  const auto handles =
      find_namespaces({{own_id(), Pid{::getpid()}}, {own_id(), Pid{::getpid()}}}, coverage);
  ASSERT_FALSE(handles.empty());
  EXPECT_TRUE(handles[0].own);
  EXPECT_EQ(handles[0].id, own_id());
  EXPECT_TRUE(handles[0].ns_fd);
  EXPECT_EQ(handles[0].member, Pid{::getpid()});
  EXPECT_EQ(
      std::count_if(handles.begin(), handles.end(), [](const NetnsHandle& h) { return h.own; }), 1);
  const NetnsId main_id = own_id();
  in_new_namespace([&] {
    Coverage inner;
    const auto others = find_namespaces({{main_id, Pid{::getpid()}}}, inner);
    ASSERT_GE(others.size(), 2u);
    EXPECT_EQ(others[0].id, own_id());
    EXPECT_NE(others[0].id, main_id);
    EXPECT_EQ(others[0].member, Pid{0}) << "/proc/self/net would be another namespace's";
    EXPECT_NE(find_id(others, main_id), nullptr);
  });
}

TEST(FindNamespaces, FindsOneThatOnlyAProcessUses) {
  Resident resident;
  if (const std::string why = resident.reason_to_skip(); !why.empty()) GTEST_SKIP() << why;
  ASSERT_TRUE(resident.works()) << "a new network namespace is refused";
  Coverage coverage;
  const auto handles =
      find_namespaces({{own_id(), Pid{::getpid()}}, {resident.id(), resident.pid()}}, coverage);
  const NetnsHandle* found = find_id(handles, resident.id());
  ASSERT_NE(found, nullptr);
  EXPECT_FALSE(found->own);
  EXPECT_EQ(found->member, resident.pid());
  EXPECT_FALSE(found->stand_in_id);
  EXPECT_EQ(found->name, "");
  EXPECT_EQ(id_seen_inside(*found), resident.id());
  EXPECT_TRUE(coverage.gaps.empty());
}

TEST(FindNamespaces, TriesAnotherMemberIfOneHasEnded) {
  Resident ended;
  Resident lives;
  if (const std::string why = lives.reason_to_skip(); !why.empty()) GTEST_SKIP() << why;
  ASSERT_TRUE(lives.works()) << "a new network namespace is refused";
  const Pid old_pid = ended.pid();
  ended.end();
  Coverage coverage;
  const auto handles =
      find_namespaces({{lives.id(), old_pid}, {lives.id(), lives.pid()}}, coverage);
  const NetnsHandle* found = find_id(handles, lives.id());
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->ns_fd);
  EXPECT_EQ(found->member, lives.pid());
}

TEST(FindNamespaces, ReportsOneWhoseMembersHaveAllEndedOrMoved) {
  Resident ended;
  if (const std::string why = ended.reason_to_skip(); !why.empty()) GTEST_SKIP() << why;
  ASSERT_TRUE(ended.works()) << "a new network namespace is refused";
  const NetnsMember gone{ended.id(), ended.pid()};
  ended.end();
  const NetnsMember reused{NetnsId{4},
                           Pid{::getpid()}};  // in another namespace than the scan reported
  Coverage coverage;
  const auto handles = find_namespaces({gone, reused}, coverage);
  EXPECT_EQ(find_id(handles, gone.id), nullptr);
  EXPECT_EQ(find_id(handles, reused.id), nullptr);
  const CoverageGap* gap = coverage.find("netns.unreadable");
  ASSERT_NE(gap, nullptr);
  EXPECT_EQ(format_message(gap->what), "The sockets of 2 network namespaces are missing.");
}

TEST(FindNamespaces, FindsANamedOneAndReadsIt) {
  const auto directory =
      std::filesystem::path(::testing::TempDir()) / ("pe netns " + std::to_string(::getpid()));
  std::filesystem::create_directories(directory);
  const std::string path = directory / "blue one";
  std::ofstream(path) << "";
  NetnsId id;
  bool mounted = false;
  in_new_namespace([&] {
    id = own_id();
    mounted = ::mount("/proc/thread-self/ns/net", path.c_str(), nullptr, MS_BIND, nullptr) == 0;
    EXPECT_TRUE(mounted) << errno_text();
  });
  if (!mounted) return;
  Coverage coverage;
  const auto handles = find_namespaces({}, coverage);
  const NetnsHandle* found = find_id(handles, id);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->name, "blue one");
  EXPECT_EQ(found->member, Pid{0});
  EXPECT_TRUE(found->ns_fd);
  EXPECT_EQ(id_seen_inside(*found), id);
  const NetnsHandle& handle = *found;
  Netns described;
  EXPECT_TRUE(run_in_namespace(handle, [&]() -> Result<void> {
    TRY(netns, describe_own_namespace());
    described = std::move(netns);
    return {};
  }));
  EXPECT_EQ(described.id, id);
  ::umount2(path.c_str(), MNT_DETACH);
  remove_tree(directory);
}

// Runs as an ordinary user, who cannot read ns/net of other users' processes.
TEST(FindNamespaces, DistinguishesNamespacesThatItMayNotRead) {
  Resident resident;
  if (const std::string why = resident.reason_to_skip(); !why.empty()) GTEST_SKIP() << why;
  ASSERT_TRUE(resident.works()) << "a new network namespace is refused";
  Coverage coverage;
  const auto handles = find_namespaces(
      {{NetnsId{}, Pid{::getpid()}}, {NetnsId{}, resident.pid()}, {NetnsId{}, resident.pid()}},
      coverage);
  ASSERT_EQ(std::count_if(handles.begin(), handles.end(),
                          [](const NetnsHandle& h) { return h.stand_in_id; }),
            1)
      << "the other member is in the caller's own";
  const auto found = std::find_if(handles.begin(), handles.end(),
                                  [](const NetnsHandle& h) { return h.stand_in_id; });
  EXPECT_EQ(found->member, resident.pid());
  EXPECT_FALSE(found->ns_fd);
  EXPECT_TRUE(is_stand_in_key(found->id));
  EXPECT_FALSE(is_stand_in_key(resident.id()));
  EXPECT_EQ(netns_number(found->id), "")
      << "the inode of another file is not the namespace's number";
  EXPECT_EQ(netns_number(resident.id()), std::to_string(resident.id().value()));
  ASSERT_NE(coverage.find("netns.number"), nullptr);
  EXPECT_EQ(format_message(coverage.find("netns.number")->what),
            "The number of one network namespace is unknown.");
  const auto entered = run_in_namespace(*found, []() -> Result<void> { return {}; });
  ASSERT_FALSE(entered);
  EXPECT_EQ(entered.error().kind, ErrorKind::not_permitted);
  Coverage second;
  const auto both =
      find_namespaces({{resident.id(), resident.pid()}, {NetnsId{}, resident.pid()}}, second);
  EXPECT_EQ(
      std::count_if(both.begin(), both.end(), [](const NetnsHandle& h) { return h.stand_in_id; }),
      0)
      << "a namespace whose id is known by another member is not listed twice";
  EXPECT_EQ(second.find("netns.number"), nullptr);
}

TEST(FindNamespaces, WorksWithoutProc) {
  Coverage coverage;
  const auto handles = find_namespaces({{NetnsId{}, Pid{1}}}, coverage, "/nonexistent");
  ASSERT_EQ(handles.size(), 1u);
  EXPECT_TRUE(handles[0].own);
}

TEST(RunInNamespace, ReturnsTheErrorOrExceptionOfTheWork) {
  NetnsHandle own;
  own.own = true;
  const auto failed = run_in_namespace(
      own, []() -> Result<void> { return fail(ErrorKind::malformed, "as given"); });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().what, "as given");
  const auto threw =
      run_in_namespace(own, []() -> Result<void> { throw std::runtime_error("thrown"); });
  ASSERT_FALSE(threw);
  EXPECT_THAT(threw.error().what, ::testing::HasSubstr("thrown"));
}

TEST(RunInNamespace, LeavesTheCallerWhereItIs) {
  Resident resident;
  if (const std::string why = resident.reason_to_skip(); !why.empty()) GTEST_SKIP() << why;
  ASSERT_TRUE(resident.works()) << "a new network namespace is refused";
  const NetnsId before = own_id();
  Coverage coverage;
  const auto handles = find_namespaces({{resident.id(), resident.pid()}}, coverage);
  const NetnsHandle* found = find_id(handles, resident.id());
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(id_seen_inside(*found), resident.id());
  EXPECT_EQ(own_id(), before);
}

TEST(DescribeOwnNamespace, ListsInterfacesAndAddresses) {
  in_new_namespace([] {
    const auto netns = describe_own_namespace();
    ASSERT_TRUE(netns) << netns.error().what;
    EXPECT_EQ(netns->id, own_id());
    const std::pair<std::uint32_t, std::string> loopback{if_nametoindex("lo"), "lo"};
    EXPECT_THAT(netns->interfaces, ::testing::Contains(loopback));
    std::vector<std::string> addresses;
    for (const ParsedAddress& a : netns->addresses)
      append_ip(addresses.emplace_back(), a.family, a.address);
    EXPECT_THAT(addresses, ::testing::UnorderedElementsAre("127.0.0.1", "::1"));
  });
}

// An address of a point-to-point link: its own end and the other's.
void add_point_to_point_address(std::uint32_t local, std::uint32_t peer) {
  NetlinkRequest request(RTM_NEWADDR);
  ifaddrmsg address{};
  address.ifa_family = AF_INET;
  address.ifa_prefixlen = 32;
  address.ifa_index = if_nametoindex("lo");
  request.add(address)
      .add_attribute(IFA_ADDRESS, htonl(peer))
      .add_attribute(IFA_LOCAL, htonl(local));
  const auto bytes = request.bytes();
  nlmsghdr header{};
  header.nlmsg_len = static_cast<std::uint32_t>(bytes.size());
  header.nlmsg_type = RTM_NEWADDR;
  header.nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK;
  std::memcpy(bytes.data(), &header, sizeof header);
  const auto fd = open_netlink_socket(NETLINK_ROUTE);
  ASSERT_TRUE(fd);
  SocketChannel channel(fd->get());
  ASSERT_TRUE(channel.send(bytes));
  ASSERT_TRUE(channel.receive());
}

TEST(DescribeOwnNamespace, OnlyTheOwnEndOfAPointToPointLinkIsThisHosts) {
  in_new_namespace([] {
    add_point_to_point_address(0x0A000001, 0x0A000002);
    const auto netns = describe_own_namespace();
    ASSERT_TRUE(netns) << netns.error().what;
    std::vector<std::string> addresses;
    for (const ParsedAddress& a : netns->addresses)
      append_ip(addresses.emplace_back(), a.family, a.address);
    EXPECT_THAT(addresses, ::testing::UnorderedElementsAre("127.0.0.1", "10.0.0.1", "::1"));
  });
}

}  // namespace
}  // namespace portexplorer
