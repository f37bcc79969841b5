#include "base/memory_release.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <vector>

namespace portexplorer {
namespace {

constexpr std::size_t kMany = 200'000;

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST(MemoryRelease, OnlyLargeUnusedCapacityIsOversized) {
  std::vector<int> values(1'000'000);
  EXPECT_FALSE(is_oversized(values));
  values.resize(10);
  EXPECT_TRUE(is_oversized(values));
  clear_for_reuse(values);
  EXPECT_EQ(values.capacity(), 0u);
  std::vector<int> small(1000);
  small.resize(1);
  clear_for_reuse(small);
  EXPECT_GE(small.capacity(), 1000u);
}

TEST(MemoryRelease, MemoryIsReturnedAfterAPeak) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer's allocator keeps freed memory on purpose";
#endif
  constexpr std::size_t kBlock = 500;
  MemoryRelease release;
  std::vector<std::unique_ptr<char[]>> blocks;
  for (std::size_t i = 0; i < kMany; ++i) blocks.push_back(std::make_unique<char[]>(kBlock));
  release.after(kMany);
  // Keeps a block at the end of the heap, so that free() cannot shrink the heap by itself.
  const auto last = std::move(blocks.back());
  blocks.clear();
  const std::size_t before = resident_bytes();
  for (int i = 0; i < 10; ++i) release.after(10);
  EXPECT_LT(resident_bytes() + kMany * kBlock / 2, before);
}

}  // namespace
}  // namespace portexplorer
