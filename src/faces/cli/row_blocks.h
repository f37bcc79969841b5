// Writes rows as data on all cores: blocks of rows are rendered in parallel and written in order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "base/parallel.h"
#include "faces/cli/output.h"

namespace portexplorer::cli {

// Writes what `append(writer, buffer, position)` renders for each position in 0 … count-1, in that
// order. A writer (from `make_writer`) is used by one thread at a time, and keeps its caches for
// the whole output. Ends early once `out` has failed.
template <typename MakeWriter, typename Append>
void write_row_blocks(Output& out, std::size_t count, MakeWriter make_writer, Append append) {
  constexpr std::size_t kBlock = 512;  // rows; about 700 kB of JSON
  constexpr std::size_t kBlocks = 8;   // rendered before they are written; bounds the memory
  struct Block {
    decltype(make_writer()) writer;
    TextBuffer text;
  };
  std::vector<Block> blocks;
  for (std::size_t begin = 0; begin < count && out.state() == Output::State::good;
       begin += kBlock * kBlocks) {
    const std::size_t used = std::min(kBlocks, (count - begin + kBlock - 1) / kBlock);
    while (blocks.size() < used) blocks.push_back({make_writer(), {}});
    for_each_in_parallel(used, [&](std::size_t i) {
      Block& block = blocks[i];
      block.text.clear();
      const std::size_t first = begin + i * kBlock;
      for (std::size_t at = first; at < std::min(first + kBlock, count); ++at)
        append(block.writer, block.text, at);
    });
    for (std::size_t i = 0; i < used; ++i) out.write(blocks[i].text.view());
  }
}

}  // namespace portexplorer::cli
