// When the limits of open files or threads are reached, the reasons name the limit, never a
// privilege that would not help.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <csignal>
#include <string>
#include <vector>

#include "base/privilege.h"
#include "collect/local_source.h"
#include "collect/socket_tables.h"
#include "support/netns/namespace.h"

namespace portexplorer {
namespace {

// Processes in separate network namespaces, which run until the object is destroyed.
class Inhabitants {
 public:
  explicit Inhabitants(int count) {
    for (int i = 0; i < count; ++i) add();
  }
  Inhabitants(const Inhabitants&) = delete;
  Inhabitants& operator=(const Inhabitants&) = delete;
  ~Inhabitants() {
    for (const pid_t pid : pids_) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
  }

 private:
  void add() {
    int ready[2];
    ASSERT_EQ(::pipe2(ready, O_CLOEXEC), 0);
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const char byte = ::unshare(CLONE_NEWNET) == 0 ? 'y' : 'n';
      if (::write(ready[1], &byte, 1) == 1) ::pause();
      ::_exit(0);
    }
    pids_.push_back(pid);
    char byte = 'n';
    EXPECT_EQ(::read(ready[0], &byte, 1), 1);
    EXPECT_EQ(byte, 'y');
    ::close(ready[0]);
    ::close(ready[1]);
  }

  std::vector<pid_t> pids_;
};

bool blames_privilege(const Message& message) {
  const std::string text(message.text);
  return text.find("root") != std::string::npos || text.find("Root") != std::string::npos ||
         text.find("CAP_") != std::string::npos;
}

// Returns the reasons in a sample that are not about the limit. Some processes refuse access to
// their fds even to root, at any limit; these are ignored.
std::string wrong_reasons(SocketSource& source, const SampleRequest& request) {
  const auto sample = source.sample(request);
  if (!sample) return is_out_of_files(sample.error()) ? "" : sample.error().what + "; ";
  std::string wrong;
  for (const CoverageGap& gap : (*sample)->coverage.gaps) {
    if (gap.id == "fds.not_permitted") continue;
    if (blames_privilege(gap.why) || blames_privilege(gap.remedy))
      wrong += gap.id + ": " + std::string(gap.why.text) + "; ";
  }
  return wrong;
}

// Runs `body` in a child process and returns its result.
template <typename Body>
std::string in_limited_child(Body body) {
  int ends[2];
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const pid_t pid = ::fork();
  if (pid == 0) {
    const std::string text = body();
    const bool written =
        ::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::_exit(written ? 0 : 1);
  }
  ::close(ends[1]);
  std::string said;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    said.append(buffer, static_cast<std::size_t>(n));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? said : said + " and it crashed";
}

// Leaves room for `spare` more files. Files that are already open count, too.
void limit_files(int spare) {
  int fd = 0;
  for (int free = 0; free < spare; ++fd) free += ::fcntl(fd, F_GETFD) < 0 ? 1 : 0;
  const rlimit limit{static_cast<rlim_t>(fd), static_cast<rlim_t>(fd)};
  EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
}

class FewFiles : public ::testing::TestWithParam<Backend> {};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SKIP_WHERE_CHECKS_NEED_FILES() GTEST_SKIP() << "the sanitizer's check of types opens a pipe"
#else
#define SKIP_WHERE_CHECKS_NEED_FILES() static_cast<void>(0)
#endif

TEST_P(FewFiles, TheReasonIsTheLimit) {
  SKIP_WHERE_CHECKS_NEED_FILES();
  in_new_namespace([] {
    const Inhabitants inhabitants(4);
    for (int spare = 1; spare < 40; ++spare) {
      EXPECT_EQ(in_limited_child([&] {
                  limit_files(spare);
                  SampleRequest request;
                  request.protocols = ProtocolSet::all();
                  request.backend = GetParam();
                  return wrong_reasons(*make_local_source(), request);
                }),
                "")
          << spare;
    }
  });
}

TEST(FewFilesToFollow, TheReasonIsTheLimit) {
  SKIP_WHERE_CHECKS_NEED_FILES();
  for (const int spare : {4, 12, 24, 40}) {
    EXPECT_EQ(in_limited_child([&] {
                limit_files(spare);
                SampleRequest request;
                request.follow = true;
                return wrong_reasons(*make_local_source(), request);
              }),
              "")
        << spare;
  }
}

INSTANTIATE_TEST_SUITE_P(Backends, FewFiles, ::testing::Values(Backend::netlink, Backend::bpf));

TEST(FewThreads, ReportsANamespaceThatNoThreadCanEnter) {
  const Error refused{ErrorKind::unavailable, EAGAIN, "no thread can be created"};
  const NetnsHandle handle;
  const CoverageGap gap = unread_namespace_gap(handle, refused);
  EXPECT_FALSE(blames_privilege(gap.why)) << gap.why.text;
  EXPECT_FALSE(blames_privilege(gap.remedy)) << gap.remedy.text;
  const CoverageGap forbidden =
      unread_namespace_gap(handle, Error{ErrorKind::not_permitted, EPERM, ""});
  EXPECT_TRUE(blames_privilege(forbidden.why)) << forbidden.why.text;
}

// RLIMIT_NPROC applies neither to root nor to holders of CAP_SYS_ADMIN or CAP_SYS_RESOURCE.
bool become_user_with_bpf() {
  constexpr uid_t kUser = 1234;
  constexpr std::uint32_t kPerfmon = 38;
  constexpr std::uint32_t kBpf = 39;
  const rlimit none{0, 0};
  if (::prctl(PR_SET_KEEPCAPS, 1) != 0 || ::setresgid(kUser, kUser, kUser) != 0 ||
      ::setresuid(kUser, kUser, kUser) != 0)
    return false;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2]{};
  data[0].effective = data[0].permitted = 1u << CAP_NET_ADMIN;
  data[1].effective = data[1].permitted = 1u << (kPerfmon - 32) | 1u << (kBpf - 32);
  return ::syscall(SYS_capset, &header, data) == 0 && ::setrlimit(RLIMIT_NPROC, &none) == 0;
}

TEST(FewThreads, TheReasonForMissingTracingIsTheLimit) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const std::string said = in_limited_child([]() -> std::string {
    if (!become_user_with_bpf()) return "the user cannot be changed";
    SampleRequest request;
    request.follow = true;
    const auto sample = make_local_source()->sample(request);
    if (!sample) return sample.error().what;
    const CoverageGap* gap = (*sample)->coverage.find("tracing");
    return gap == nullptr ? "nothing is missing" : std::string(gap->remedy.text);
  });
  EXPECT_THAT(said, ::testing::HasSubstr("ulimit -u"));
}

}  // namespace
}  // namespace portexplorer
