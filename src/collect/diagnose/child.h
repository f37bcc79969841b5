// A child process that creates sockets and reports them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>

#include "base/result.h"
#include "base/unique_fd.h"
#include "model/types.h"

namespace portexplorer {

// The message in which a child describes a socket that it made or uses. Sent through a pipe as raw
// bytes.
struct Told {
  std::uint64_t cookie = 0;
  std::uint64_t inode = 0;
  std::int64_t made_after = 0;
  std::int64_t made_before = 0;
  std::uint32_t netns = 0;
  std::int32_t error = 0;  // an errno if the action failed
};

// The child's side of the conversation.
class ChildLine {
 public:
  ChildLine(UniqueFd up, UniqueFd down) : up_(std::move(up)), down_(std::move(down)) {}
  void tell(const Told&) const;
  void await_end() const;  // until the parent lets the child end, or has ended itself
  [[nodiscard]] int up() const { return up_.get(); }
  [[nodiscard]] int down() const { return down_.get(); }

 private:
  UniqueFd up_;
  UniqueFd down_;
};

// Ends with this object, or with the parent.
class Child {
 public:
  // Of the parent's files, the child keeps `kept` and the standard ones. It ends after `body`; an
  // error of `body` is sent to the parent.
  static Result<Child> start(std::span<const int> kept,
                             const std::function<Result<void>(ChildLine&)>& body);
  Child(Child&& other) noexcept
      : pid_(std::exchange(other.pid_, 0)),
        up_(std::move(other.up_)),
        down_(std::move(other.down_)) {}
  Child& operator=(Child&&) = delete;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { end(); }

  [[nodiscard]] Pid pid() const { return Pid{pid_}; }
  // Returns the next message. Fails if the child failed, or sends nothing before the deadline.
  [[nodiscard]] Result<Told> hear() const;
  // Lets the child end and waits for it; kills it if it takes too long.
  void end();

 private:
  Child(int pid, UniqueFd up, UniqueFd down)
      : pid_(pid), up_(std::move(up)), down_(std::move(down)) {}

  int pid_ = 0;
  UniqueFd up_;
  UniqueFd down_;
};

}  // namespace portexplorer
