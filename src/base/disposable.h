// Work that may never return: a call into a file system whose server does not answer (FUSE, NFS)
// waits in the kernel where nothing can interrupt it, and a thread that waits there keeps its whole
// process from ending. So such work is done by a child process with a deadline, which is left
// behind if it does not keep it: the kernel ends it once the server answers or is gone.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/words.h"

namespace portexplorer {

// Why a value is missing that only a file system's server knows.
constexpr Text kNoAnswer = "its file system does not answer"_text;

// How long a server has for an answer. A list that meets two dead ones is still quick.
constexpr std::chrono::milliseconds kWaitLimit{400};

struct DisposableWork {
  std::size_t count = 1;
  // Does item i and returns its result, in the child. The child is forked from a program with
  // threads, so `run` must not take locks that other threads may hold, and must not start threads.
  std::function<std::string(std::size_t i)> run;
  // Descriptors that `run` uses. All others are closed in the child: one that is left behind must
  // keep no pipe, socket or BPF program of ours open.
  std::vector<int> keep;
  std::chrono::milliseconds patience = kWaitLimit;  // for each item
  // The device of the file system that each item asks; 0 or left out: not known. One that did not
  // answer is not asked again for some time.
  std::vector<std::uint64_t> places;
};

// Results in the order of the items. unavailable: the item did not finish in time, or another one
// waits for the same file system (kNoAnswer); two children are left behind already; or no child
// could be made. At most two children exist at a time in the whole program. From any thread; one
// caller after the other.
[[nodiscard]] std::vector<Result<std::string>> run_disposable(const DisposableWork&);

// The same for one item.
[[nodiscard]] Result<std::string> run_disposable(const std::function<std::string()>& run,
                                                 std::vector<int> keep, std::uint64_t place = 0,
                                                 std::chrono::milliseconds patience = kWaitLimit);

// True in such a child, where waiting costs nobody.
[[nodiscard]] bool is_disposable();

}  // namespace portexplorer
