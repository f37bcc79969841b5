// Reads kernel memory by address. The tracer's programs share this code although their types
// differ, and in some of them the verifier does not treat the arguments as kernel pointers.
//
// Compiled twice: where the kernel has bpf_rdonly_cast (Linux 6.2 or later), memory is read in
// place, one instruction per word. Elsewhere each word costs a helper call, which takes ten times
// as long. In both builds, memory that cannot be read yields 0.
#ifndef PORTEXPLORER_BPF_READ_MEMORY_H
#define PORTEXPLORER_BPF_READ_MEMORY_H

#include "kernel_types.h"  // first: libbpf's headers require its integer types

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "records.h"

#ifdef PE_DIRECT_READS
const volatile struct pe_tracer_type_ids type_ids = {};
extern void* bpf_rdonly_cast(const void* address, __u32 type) __ksym __weak;
// The kernel object of this type at the address.
#define AS(type, address) ((struct type*)bpf_rdonly_cast((const void*)(address), type_ids.type))
#define HAS(type) (type_ids.type != 0)
#define READ(object, ...) ___arrow(object, __VA_ARGS__)
#define READ_BITFIELD(object, field) BPF_CORE_READ_BITFIELD(object, field)
// Copies an array of bytes; `place` must have the same size.
#define READ_ARRAY(place, object, field) __builtin_memcpy(place, &(object)->field, sizeof(place))
#define READS_IN_PLACE true
static __always_inline __u64 word_at(__u64 address) {
  return (__u64)AS(timespec64, address)->tv_sec;
}
#else
#define READS_IN_PLACE false
static __always_inline __u64 word_at(__u64 address) { return address; }  // never called
#define AS(type, address) ((struct type*)(address))
#define HAS(type) true
#define READ(object, ...) BPF_CORE_READ(object, __VA_ARGS__)
#define READ_BITFIELD(object, field) BPF_CORE_READ_BITFIELD_PROBED(object, field)
#define READ_ARRAY(place, object, field) BPF_CORE_READ_INTO(&(place), object, field)
#endif

#endif
