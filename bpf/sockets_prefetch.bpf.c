// The walk for kernels that have bpf_rdonly_cast (Linux 6.2). A program of its own: libbpf wants to
// find what an object names, also where it is not used, and looks for it where a reader without
// CAP_SYS_ADMIN may not.
#define PE_PREFETCH
#include "sockets.bpf.c"
