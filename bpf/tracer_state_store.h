// Where it is kept what is known of each socket (struct pe_life): in a place of a table, if its
// place is free when it is made and its end will be seen; otherwise in the kernel's storage of the
// socket itself, which the kernel has to allocate, to look up and to free. A cookie is never given
// twice, so a place says by it whose it is.
#ifndef PORTEXPLORER_BPF_TRACER_STATE_STORE_H
#define PORTEXPLORER_BPF_TRACER_STATE_STORE_H

#include "socket_fields.h"

struct {
  __uint(type, BPF_MAP_TYPE_SK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct pe_life);
} lives SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(map_flags, BPF_F_MMAPABLE);  // user space reads what is counted there
  __uint(max_entries, 1);             // user space sets place_mask + 1
  __type(key, __u32);
  __type(value, struct pe_place);
} places SEC(".maps");

const volatile __u32 place_mask = 0;

static __always_inline struct pe_place* place_of(__u64 cookie) {
  const __u32 key = cookie & place_mask;  // cookies are given in their order, so those of one time
                                          // have places of their own
  return bpf_map_lookup_elem(&places, &key);
}

#define PE_BEING_TAKEN (1ull << 63)
#define PE_PATIENCE 256 /* looks; taking a place is done after a few */

// Whether the socket that another core is just giving this place to has got it.
__noinline int await_place(__u64 cookie) {
  struct pe_place* place = place_of(cookie);
  if (!place) return 0;
  for (int i = 0; i < PE_PATIENCE; ++i) {
    if (*(volatile __u64*)&place->cookie == cookie) return 1;
  }
  return 0;
}

// Null where somebody else has it, who still lives. Two threads may come to take it for one socket.
static __always_inline struct pe_life* take_place(struct pe_place* place, __u64 cookie,
                                                  __u32 flags) {
  __u64 before = place->cookie;
  if (!(before & PE_BEING_TAKEN) && (!before || place->life.flags & PE_ENDED)) {
    const __u64 found =
        __sync_val_compare_and_swap(&place->cookie, before, cookie | PE_BEING_TAKEN);
    if (found == before) {
      __builtin_memset(&place->life, 0, sizeof place->life);
      place->life.flags = flags;
      __sync_lock_test_and_set(&place->cookie, cookie);
      return &place->life;
    }
    before = found;
  }
  if (before == cookie) return &place->life;
  return before == (cookie | PE_BEING_TAKEN) && await_place(cookie) ? &place->life : 0;
}

static __always_inline struct pe_life* life_in_place(__u64 cookie) {
  struct pe_place* place = cookie ? place_of(cookie) : 0;
  return place && place->cookie == cookie ? &place->life : 0;
}

// `socket` is what the kernel's helpers take for one in that type of program. Null where there is
// none, or no memory for it.

static __always_inline struct pe_life* find_life(void* socket, __u64 cookie) {
  struct pe_life* life = life_in_place(cookie);
  return life ? life : bpf_sk_storage_get(&lives, socket, 0, 0);
}

// Of two that make it at once, the kernel gives it to one.
static __always_inline struct pe_life* make_stored_life(void* socket) {
  struct pe_life* life = bpf_sk_storage_get(&lives, socket, 0, BPF_SK_STORAGE_GET_F_CREATE);
  return life ? life : bpf_sk_storage_get(&lives, socket, 0, 0);
}

static __always_inline struct pe_life* make_life(void* socket, __u64 cookie) {
  struct pe_life* life = life_in_place(cookie);
  return life ? life : make_stored_life(socket);
}

// For sockets whose end will be seen, see PE_ENDED. `flags` are what a new one has.
static __always_inline struct pe_life* make_life_in_place(void* socket, __u64 cookie, __u32 flags) {
  struct pe_life* life = find_life(socket, cookie);
  struct pe_place* place = life ? 0 : place_of(cookie);
  if (place) life = take_place(place, cookie, flags);
  return life ? life : make_stored_life(socket);
}

// Sockets whose end is their release by the last process that has them.
static __always_inline bool ends_on_release(__u32 type) {
  return type == SOCK_DGRAM || type == SOCK_RAW;
}

#endif
