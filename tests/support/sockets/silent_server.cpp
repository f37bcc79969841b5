#include "support/sockets/silent_server.h"

#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace portexplorer::fixture {
namespace {

constexpr std::uint64_t kProgram = 2;  // inodes; the root is 1
constexpr std::uint64_t kPage = 3;
constexpr std::size_t kPageBytes = 64 * 1024;

class Server {
 public:
  Server(int fuse, std::string program)
      : fuse_(fuse), program_(std::move(program)), page_(kPageBytes, 'p') {}

  void answer_one() {
    std::vector<char> buffer(1 << 20);
    const ssize_t size = read(fuse_, buffer.data(), buffer.size());
    if (size < static_cast<ssize_t>(sizeof(fuse_in_header)) || is_silent) return;
    std::memcpy(&request_, buffer.data(), sizeof request_);
    body_ = {buffer.data() + sizeof request_, static_cast<std::size_t>(size) - sizeof request_};
    answer();
  }

  bool is_silent = false;

 private:
  template <typename Reply>
  void reply(const Reply& value) const {
    reply_bytes({reinterpret_cast<const char*>(&value), sizeof value});
  }

  void reply_bytes(std::string_view bytes, int error = 0) const {
    const fuse_out_header header{static_cast<std::uint32_t>(sizeof header + bytes.size()), -error,
                                 request_.unique};
    std::string text(reinterpret_cast<const char*>(&header), sizeof header);
    text += bytes;
    static_cast<void>(!write(fuse_, text.data(), text.size()));
  }

  [[nodiscard]] const std::string& content(std::uint64_t node) const {
    return node == kProgram ? program_ : page_;
  }

  [[nodiscard]] fuse_attr attributes(std::uint64_t node) const {
    fuse_attr attr{};
    attr.ino = node;
    attr.nlink = 1;
    attr.blksize = 4096;
    attr.mode = node == FUSE_ROOT_ID ? S_IFDIR | 0755 : S_IFREG | 0755;
    if (node != FUSE_ROOT_ID) attr.size = content(node).size();
    return attr;
  }

  void answer() const {
    switch (request_.opcode) {
      case FUSE_INIT: return reply_init();
      case FUSE_LOOKUP: return reply_lookup();
      case FUSE_GETATTR: {
        fuse_attr_out out{};
        out.attr = attributes(request_.nodeid);
        return reply(out);
      }
      case FUSE_STATFS: {  // an overlay on it requests this
        fuse_statfs_out out{};
        out.st.bsize = 4096;
        out.st.namelen = 255;
        return reply(out);
      }
      case FUSE_OPEN:
      case FUSE_OPENDIR: return reply(fuse_open_out{});
      case FUSE_READ: return reply_read();
      case FUSE_READDIR:
      case FUSE_RELEASE:
      case FUSE_RELEASEDIR:
      case FUSE_FLUSH: return reply_bytes({});
      case FUSE_FORGET:
      case FUSE_BATCH_FORGET:
      case FUSE_INTERRUPT: return;
      default: return reply_bytes({}, ENOSYS);
    }
  }

  void reply_init() const {
    fuse_init_out out{};
    out.major = FUSE_KERNEL_VERSION;
    out.minor = FUSE_KERNEL_MINOR_VERSION;
    out.max_write = 128 * 1024;
    out.max_readahead = 4096;
    reply(out);
  }

  void reply_lookup() const {
    const std::string_view name(body_.data());
    if (name != "program" && name != "page") return reply_bytes({}, ENOENT);
    fuse_entry_out out{};
    out.nodeid = name == "program" ? kProgram : kPage;
    out.attr = attributes(out.nodeid);
    reply(out);
  }

  void reply_read() const {
    fuse_read_in in{};
    std::memcpy(&in, body_.data(), sizeof in);
    const std::string& bytes = content(request_.nodeid);
    reply_bytes(
        std::string_view(bytes).substr(std::min<std::size_t>(in.offset, bytes.size()), in.size));
  }

  int fuse_;
  std::string program_;
  std::string page_;
  fuse_in_header request_{};
  std::string_view body_;
};

void serve(Conversation& conversation, int fuse, const std::string& program) {
  Server server(fuse, program);
  std::array<pollfd, 2> wait{{{fuse, POLLIN, 0}, {conversation.in(), POLLIN, 0}}};
  while (poll(wait.data(), wait.size(), -1) >= 0) {
    if (wait[1].revents != 0) {
      if (!conversation.hear()) return;
      server.is_silent = true;
      conversation.say("silent");
    } else if (wait[0].revents != 0) {
      server.answer_one();
    }
  }
}

}  // namespace

SilentServer::SilentServer(const std::string& place, const std::string& program) : place_(place) {
  const UniqueFd fuse(check(open("/dev/fuse", O_RDWR | O_CLOEXEC), "open /dev/fuse"));
  const std::string options =
      "fd=" + std::to_string(fuse.get()) + ",rootmode=40000,user_id=0,group_id=0,allow_other";
  check(mount("silent", place.c_str(), "fuse.silent", MS_NOSUID | MS_NODEV, options.c_str()),
        "mount a FUSE file system");
  server_.emplace([&](Conversation& conversation) { serve(conversation, fuse.get(), program); });
}

SilentServer::~SilentServer() {
  server_.reset();  // closes its end of /dev/fuse, which ends the connection
  umount2(place_.c_str(), MNT_DETACH);
}

void SilentServer::fall_silent() {
  server_->say("be silent");
  server_->hear();
}

}  // namespace portexplorer::fixture
