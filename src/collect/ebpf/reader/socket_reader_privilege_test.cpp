// Privileges that reading requires, the errors if they are missing, and cleanup.
#include <bpf/bpf.h>

#include <chrono>
#include <filesystem>

#include "collect/ebpf/loader/load_error.h"
#include "support/bpf/capabilities.h"
#include "support/bpf/reader.h"

namespace portexplorer {
namespace {

using ::testing::HasSubstr;

std::string holders_seen(std::uint64_t inode) {
  auto reader = BpfSocketReader::create();
  if (!reader)
    return (reader.error().kind == ErrorKind::not_permitted ? "not permitted: " : "failed: ") +
           reader.error().what;
  SocketReading reading;
  if (const auto read = (*reader)->read({}, {}, reading); !read)
    return "read: " + read.error().what;
  std::string text;
  for (const int pid : pids_of(reading, inode)) text += std::to_string(pid) + " ";
  return text + (reading.without_fd_read.empty() ? "own" : "others");
}

TEST(ReaderPrivilege, CapBpfAndCapPerfmonAreEnough) {
  const UniqueFd listener = make_socket(AF_INET, SOCK_STREAM);
  const std::uint64_t inode = inode_of(listener);
  const Forked child(
      [inode] { return drop_to(kBpf | kPerfmon) ? holders_seen(inode) : "cannot drop"; });
  EXPECT_THAT(child.hear(), HasSubstr(std::to_string(::getpid()) + " "));
}

TEST(ReaderPrivilege, FewerCapabilitiesAreReported) {
  for (const std::uint64_t capabilities : {std::uint64_t{0}, kBpf, kPerfmon}) {
    const Forked child(
        [capabilities] { return drop_to(capabilities) ? holders_seen(1) : "cannot drop"; });
    EXPECT_THAT(child.hear(), ::testing::AllOf(HasSubstr("not permitted: "),
                                               HasSubstr("CAP_BPF and CAP_PERFMON")));
  }
}

TEST(ReaderPrivilege, ErrorsAreDistinguished) {
  EXPECT_EQ(explain_load_error(EPERM, false, true, "").kind, ErrorKind::not_permitted);
  EXPECT_THAT(explain_load_error(EPERM, true, true, "").what, HasSubstr("lockdown"));
  EXPECT_EQ(explain_load_error(EACCES, true, true, "").kind, ErrorKind::not_supported);
  EXPECT_THAT(explain_load_error(EACCES, true, true, "prog 'x': failed").what,
              HasSubstr("(prog 'x': failed)"));
  EXPECT_THAT(explain_load_error(ESRCH, true, false, "").what, HasSubstr("CONFIG_DEBUG_INFO_BTF"));
  EXPECT_EQ(explain_load_error(ENOMEM, true, true, "").kind, ErrorKind::unavailable);
}

// Returns the ids of the BPF programs that a process has open.
std::vector<__u32> programs_of(const std::string& pid) {
  std::vector<__u32> ids;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/" + pid + "/fdinfo")) {
    std::ifstream file(entry.path());
    for (std::string key, value; file >> key;) {
      if (key == "prog_id:" && file >> value) ids.push_back(static_cast<__u32>(std::stoul(value)));
    }
  }
  return ids;
}

bool is_loaded(__u32 id) { return static_cast<bool>(UniqueFd(::bpf_prog_get_fd_by_id(id))); }

// The kernel frees programs shortly after their last reference is gone. Waits for up to ten
// seconds.
void expect_gone(const std::vector<__u32>& ids) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  for (const __u32 id : ids) {
    while (is_loaded(id) && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    EXPECT_FALSE(is_loaded(id));
  }
}

TEST(ReaderPrivilege, NothingIsLeftBehind) {
  std::vector<__u32> ids;
  {
    TestReader reader;
    reader.read();
    ids = programs_of("self");
    EXPECT_GE(ids.size(), 6u);
    EXPECT_TRUE(std::ranges::all_of(ids, is_loaded));
  }
  EXPECT_TRUE(programs_of("self").empty());
  expect_gone(ids);
  Forked child([] {
    static std::unique_ptr<BpfSocketReader> kept;
    auto reader = BpfSocketReader::create();
    if (!reader) return reader.error().what;
    kept = std::move(*reader);
    return std::string("loaded");
  });
  EXPECT_EQ(child.hear(), "loaded");
  ids = programs_of(std::to_string(child.pid()));
  EXPECT_GE(ids.size(), 6u);
  child.kill();
  expect_gone(ids);
}

}  // namespace
}  // namespace portexplorer
