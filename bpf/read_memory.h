// How the programs of life read the kernel's memory, by an address alone: the same code serves
// programs of all types, those too whose arguments the verifier does not know as the kernel's own.
// Compiled twice: where the kernel has bpf_rdonly_cast (Linux 6.2), memory is read in place (a word
// costs an instruction); elsewhere by a call for each word, which takes ten times as long. In both,
// what cannot be read is 0.
#ifndef PORTEXPLORER_BPF_READ_MEMORY_H
#define PORTEXPLORER_BPF_READ_MEMORY_H

#include "kernel_types.h"  // libbpf's headers want its integers

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "records.h"

#ifdef PE_DIRECT_READS
const volatile struct pe_tracer_type_ids type_ids = {};
extern void* bpf_rdonly_cast(const void* address, __u32 type) __ksym __weak;
// The kernel's object of that type at the address.
#define AS(type, address) ((struct type*)bpf_rdonly_cast((const void*)(address), type_ids.type))
#define HAS(type) (type_ids.type != 0)
#define READ(object, ...) ___arrow(object, __VA_ARGS__)
#define READ_BITFIELD(object, field) BPF_CORE_READ_BITFIELD(object, field)
// An array of bytes as a whole, which is as long as `place`.
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
