// Where it is kept what is known of each socket (struct pe_life): in the kernel's storage of the socket itself, which the kernel
// has to allocate and to free; for TCP, whose connections often live for less than that takes, in a place of a table if it is
// free. A cookie is never given twice, so a place says by it whose it is.
#ifndef PORTEXPLORER_BPF_LIFE_STORE_H
#define PORTEXPLORER_BPF_LIFE_STORE_H

#include "socket_fields.h"

struct {
  __uint(type, BPF_MAP_TYPE_SK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct pe_life);
} lives SEC(".maps");

struct pe_place {
  __u64 cookie;  // 0: was never taken
  struct pe_life life;
} __attribute__((aligned(64)));

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);  // user space sets place_mask + 1
  __type(key, __u32);
  __type(value, struct pe_place);
} places SEC(".maps");

const volatile __u32 place_mask = 0;

static __always_inline struct pe_place* place_of(__u64 cookie) {
  const __u32 key = cookie & place_mask;  // cookies are given in their order, so those of one time have places of their own
  return bpf_map_lookup_elem(&places, &key);
}

// Null where somebody else has it, who still lives.
static __always_inline struct pe_life* take_place(struct pe_place* place, __u64 cookie) {
  const __u64 kBeingTaken = ~0ull;
  const __u64 before = place->cookie;
  if (before == kBeingTaken || (before && !(place->life.flags & PE_ENDED))) return 0;
  if (__sync_val_compare_and_swap(&place->cookie, before, kBeingTaken) != before) return 0;
  __builtin_memset(&place->life, 0, sizeof place->life);
  __sync_lock_test_and_set(&place->cookie, cookie);
  return &place->life;
}

// `socket` is what the kernel's helpers take for one in that type of program. All null where there is none, or no memory for it.

static __always_inline struct pe_life* find_life(void* socket, __u64 cookie) {
  struct pe_place* place = place_of(cookie);
  if (place && cookie && place->cookie == cookie) return &place->life;
  return bpf_sk_storage_get(&lives, socket, 0, 0);
}

static __always_inline struct pe_life* make_stored_life(void* socket) {
  return bpf_sk_storage_get(&lives, socket, 0, BPF_SK_STORAGE_GET_F_CREATE);
}

static __always_inline struct pe_life* make_life(void* socket, __u64 cookie, bool is_tcp) {
  if (!is_tcp) return make_stored_life(socket);
  struct pe_life* life = find_life(socket, cookie);
  struct pe_place* place = life ? 0 : place_of(cookie);
  if (place) life = take_place(place, cookie);
  return life ? life : make_stored_life(socket);
}

#endif
