// The socket iterators for kernels with bpf_rdonly_cast (Linux 6.2 or later). A separate object,
// because libbpf resolves every name in an object even if it is unused, and would search in BTF
// that a reader without CAP_SYS_ADMIN cannot read.
#define PE_PREFETCH
#include "sockets.bpf.c"
