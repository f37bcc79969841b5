// The parsers of inspect. The first byte selects one, and the rest is its input.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collect/packages/dpkg_text.h"
#include "collect/process/bundles.h"
#include "collect/procfs/proc_text.h"
#include "inspect/desktop_entry.h"
#include "inspect/elf_file.h"
#include "inspect/go_build.h"
#include "inspect/pe_file.h"
#include "inspect/security_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portexplorer;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 11) {
    case 0: (void)read_elf(reader_of(text)); break;
    case 1: (void)read_windows_version(reader_of(text)); break;
    case 2: (void)parse_go_build(text); break;
    case 3: (void)find_in_status(text, "x", ""); break;
    case 4: (void)parse_copyright(text); break;
    case 5: {
      const auto sum = find_in_md5sums(text, "/usr/bin/x");
      if (sum && sum->size() != 32) std::abort();
      break;
    }
    case 6:
      if (parse_program_maps(text, 10).size() > 10) std::abort();
      (void)mapped_paths_ending(text, ".exe");
      break;
    case 7: {
      const auto bundle = parse_flatpak_info(text);
      if (bundle && bundle->name.empty()) std::abort();
      break;
    }
    case 8: {
      const auto bundle = parse_snap_yaml(text);
      if (bundle && bundle->name.empty()) std::abort();
      break;
    }
    case 10: {
      const auto entry = parse_desktop_entry(text);
      if (entry && (entry->name.empty() || entry->program.empty())) std::abort();
      break;
    }
    default: (void)environment_value(text, "X"); (void)parse_file_capabilities(text);
  }
  return 0;
}
