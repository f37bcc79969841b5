#include <bpf/bpf.h>
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>

#include "collect/procfs/cgroup_root.h"
#include "support/bpf/capabilities.h"
#include "support/bpf/tracer.h"

namespace portexplorer {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kNetAdmin = 1ull << CAP_NET_ADMIN;
// Returns what a tracer with these capabilities reports of a connection of its process: one word
// per action, then the ids of the gaps.
std::string trace_with(std::uint64_t capabilities, TrafficCounter way = TrafficCounter::automatic) {
  if (!drop_to(capabilities)) return "cannot drop";
  auto tracer = SocketTracer::create({.traffic = way, .ring_bytes = 1u << 20});
  if (!tracer)
    return (tracer.error().kind == ErrorKind::not_permitted ? "not permitted: " : "failed: ") +
           tracer.error().what;
  {
    TcpPair pair = connect_pair();
    send_bytes(pair.client, 1);
    receive_bytes(pair.server, 1);
    send_bytes(pair.server, 1);
  }
  EventBatch batch;
  if (const auto taken = (*tracer)->take(batch); !taken) return taken.error().what;
  std::set<std::string> words;
  for (const SocketEvent& e : batch.events) {
    if (e.process != kNoIndex && batch.processes[e.process].pid.value() == ::getpid())
      words.emplace(to_string(e.action));
  }
  std::string text;
  for (const std::string& word : words) text += word + " ";
  for (const CoverageGap& gap : (*tracer)->coverage().gaps) text += gap.id + " ";
  return text;
}

TEST(TracerPrivilege, ThreeCapabilitiesAreSufficient) {
  in_new_namespace([] {
    const Forked child([] { return trace_with(kBpf | kPerfmon | kNetAdmin); });
    EXPECT_EQ(child.hear(), "accept bind close connect listen open tracing.other_families ");
    const Forked packets(
        [] { return trace_with(kBpf | kPerfmon | kNetAdmin, TrafficCounter::packet); });
    EXPECT_EQ(packets.hear(), "accept bind close connect listen open tracing.other_families ");
  });
}

TEST(TracerPrivilege, WithoutNetAdminTcpIsStillReported) {
  in_new_namespace([] {
    const Forked child([] { return trace_with(kBpf | kPerfmon); });
    EXPECT_EQ(child.hear(), "accept close connect listen tracing.cgroup tracing.other_families ");
  });
}

// As in a container: the programs would run only for its processes, which must not be taken for
// all.
TEST(TracerPrivilege, APartOfTheCgroupsIsNotTakenForAll) {
  in_new_namespace([] {
    const auto root = open_cgroup_root();
    ASSERT_TRUE(root) << root.error().what;
    const std::string place =
        std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(root->get()));
    const std::string group = place + "/portexplorer_test_part";
    std::filesystem::create_directory(group);
    {
      const Forked child([&]() -> std::string {
        std::ofstream(group + "/cgroup.procs") << 0 << std::flush;
        if (::unshare(CLONE_NEWCGROUP | CLONE_NEWNS) != 0) return "cannot unshare";
        if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
          return "cannot make mounts private";
        if (::umount2(place.c_str(), MNT_DETACH) != 0) return "cannot unmount";
        if (::mount("cgroup2", place.c_str(), "cgroup2", 0, nullptr) != 0) return "cannot mount";
        return trace_with(kBpf | kPerfmon | kNetAdmin);
      });
      EXPECT_EQ(child.hear(), "accept close connect listen tracing.cgroup tracing.other_families ");
    }
    EXPECT_TRUE(std::filesystem::remove(group));
  });
}

TEST(TracerPrivilege, FewerCapabilitiesAreReported) {
  for (const std::uint64_t capabilities : {std::uint64_t{0}, kBpf, kPerfmon, kNetAdmin}) {
    const Forked child([capabilities] { return trace_with(capabilities); });
    EXPECT_THAT(child.hear(), ::testing::AllOf(HasSubstr("not permitted: "),
                                               HasSubstr("CAP_BPF and CAP_PERFMON")));
  }
}

TEST(TracerPrivilege, AnUnavailableCounterThatIsRequestedIsAnError) {
  const Forked child([] { return trace_with(kBpf | kPerfmon, TrafficCounter::packet); });
  EXPECT_THAT(child.hear(),
              ::testing::AllOf(HasSubstr("not permitted: "), HasSubstr("CAP_NET_ADMIN")));
}

// Returns the ids of the BPF links that a process has open.
std::vector<__u32> links_of(const std::string& pid) {
  std::vector<__u32> ids;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/" + pid + "/fdinfo")) {
    std::ifstream file(entry.path());
    for (std::string key, value; file >> key;) {
      if (key == "link_id:" && file >> value) ids.push_back(static_cast<__u32>(std::stoul(value)));
    }
  }
  return ids;
}

bool is_attached(__u32 id) { return static_cast<bool>(UniqueFd(::bpf_link_get_fd_by_id(id))); }

// The kernel frees links shortly after their last reference is gone. Waits for up to ten seconds.
void expect_detached(const std::vector<__u32>& ids) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  for (const __u32 id : ids) {
    while (is_attached(id) && std::chrono::steady_clock::now() < deadline)
      std::this_thread::yield();
    EXPECT_FALSE(is_attached(id));
  }
}

TEST(TracerPrivilege, NothingStaysAttached) {
  std::vector<__u32> ids;
  {
    const TestTracer watch;
    ASSERT_TRUE(watch.works());
    ids = links_of("self");
    EXPECT_GE(ids.size(), 12u);
  }
  expect_detached(ids);
  Forked child([] {
    static std::unique_ptr<SocketTracer> kept;
    auto tracer = SocketTracer::create();
    if (!tracer) return tracer.error().what;
    kept = std::move(*tracer);
    return std::string("attached");
  });
  EXPECT_EQ(child.hear(), "attached");
  ids = links_of(std::to_string(child.pid()));
  EXPECT_GE(ids.size(), 12u);
  EXPECT_TRUE(std::ranges::all_of(ids, is_attached));
  child.kill();
  expect_detached(ids);
}

TEST(CgroupRoot, IsFoundInTheMountTable) {
  EXPECT_EQ(cgroup2_mount_point("30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw"),
            "/sys/fs/cgroup");
  EXPECT_EQ(cgroup2_mount_point("30 24 0:26 / /a\\040b rw shared:4 master:1 - cgroup2 none rw"),
            "/a b");
  EXPECT_EQ(cgroup2_mount_point("30 24 0:26 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu"), "");
  EXPECT_EQ(cgroup2_mount_point("30 24 0:26 / /proc rw - proc cgroup2 rw"), "");
  EXPECT_EQ(cgroup2_mount_point("30 24 0:26 / /x rw -"), "");
  EXPECT_EQ(cgroup2_mount_point(""), "");
}

TEST(CgroupRoot, IsFoundWithoutTheMountTableInItsUsualPlace) {
  const std::string nowhere = "/nonexistent/mountinfo";
  const auto none = open_cgroup_root(nowhere, {"/nonexistent", "/"});
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(none.error().what, ::testing::HasSubstr("/proc is not mounted"));
  const auto listed = open_cgroup_root();
  if (!listed) return;  // there are none on this machine
  const std::string place =
      std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(listed->get()));
  EXPECT_TRUE(open_cgroup_root(nowhere, {"/", place}).has_value()) << place;
}

}  // namespace
}  // namespace portexplorer
