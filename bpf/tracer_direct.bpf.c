// The life of sockets for kernels that have bpf_rdonly_cast (see read_memory.h). A program of its
// own: libbpf wants to find what an object names, also where it is not used.
#define PE_DIRECT_READS
#include "tracer.bpf.c"
