// The socket tracer for kernels with bpf_rdonly_cast (see read_memory.h). A separate object,
// because libbpf resolves every name in an object even if it is unused.
#define PE_DIRECT_READS
#include "tracer.bpf.c"
