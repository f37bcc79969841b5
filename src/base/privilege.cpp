#include "base/privilege.h"

#include <unistd.h>

namespace portexplorer {

Text how_to_get_privilege() {
  return ::geteuid() != 0 ? "Run as root: sudo portexplorer"_text
                          : "Root lacks capabilities here: run portexplorer outside the container, or with more capabilities."_text;
}

}  // namespace portexplorer
