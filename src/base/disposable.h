// Runs work that may never return. A call into a file system whose server does not answer (FUSE,
// NFS) blocks uninterruptibly in the kernel, and a thread blocked there keeps its whole process
// from exiting. Such work is therefore done in a child process with a deadline. A child that misses
// the deadline is killed and abandoned; the kernel ends it when the server answers or is gone.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/words.h"

namespace portexplorer {

// Why a value that only the server of a file system can provide is missing.
constexpr Text kNoAnswer = "its file system does not answer"_text;

// How long a server has to answer. Short, so that a list that meets two dead servers is still fast.
constexpr std::chrono::milliseconds kWaitLimit{400};

struct DisposableWork {
  std::size_t count = 1;
  // Computes the result of item i, in the child. The child is forked from a program with threads,
  // so `run` must not take locks that other threads may hold, and must not start threads.
  std::function<std::string(std::size_t i)> run;
  // File descriptors that `run` uses. The child closes all others: an abandoned child must not keep
  // a pipe, socket or BPF program of ours open.
  std::vector<int> keep;
  std::chrono::milliseconds patience = kWaitLimit;  // per item
  // The device number of the file system that each item accesses; 0 or missing if unknown. A file
  // system that did not answer is skipped for 30 seconds.
  std::vector<std::uint64_t> places;
};

// Runs all items and returns their results in the same order. A result is `unavailable` if its item
// missed the deadline or another child is stuck in the same file system (kNoAnswer), if two
// abandoned children already exist, or if no child could be created. The whole program has at most
// two children at a time. Any thread; concurrent calls are serialized.
[[nodiscard]] std::vector<Result<std::string>> run_disposable(const DisposableWork&);

// Does the same for a single item.
[[nodiscard]] Result<std::string> run_disposable(const std::function<std::string()>& run,
                                                 std::vector<int> keep, std::uint64_t place = 0,
                                                 std::chrono::milliseconds patience = kWaitLimit);

// Returns true in such a child, where blocking harms no one.
[[nodiscard]] bool is_disposable();

}  // namespace portexplorer
