// Where it is kept what is known of each socket (struct pe_socket_state): in a place of a table, if
// its place is free when it is made and its end will be seen; otherwise in the kernel's storage of
// the socket itself, which the kernel has to allocate, to look up and to free. A cookie is never
// given twice, so a place says by it whose it is.
#ifndef PORTEXPLORER_BPF_TRACER_STATE_STORE_H
#define PORTEXPLORER_BPF_TRACER_STATE_STORE_H

#include "socket_fields.h"

struct {
  __uint(type, BPF_MAP_TYPE_SK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct pe_socket_state);
} socket_states SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(map_flags, BPF_F_MMAPABLE);  // user space reads what is counted there
  __uint(max_entries, 1);             // user space sets slot_mask + 1
  __type(key, __u32);
  __type(value, struct pe_slot);
} slots SEC(".maps");

const volatile __u32 slot_mask = 0;

static __always_inline struct pe_slot* slot_of(__u64 cookie) {
  const __u32 key = cookie & slot_mask;  // cookies are given in their order, so those of one time
                                         // have slots of their own
  return bpf_map_lookup_elem(&slots, &key);
}

#define PE_BEING_CLAIMED (1ull << 63)
#define PE_MAX_SPINS 256 /* looks; taking a place is done after a few */

// Whether the socket that another core is just giving this place to has got it.
__noinline int spin_for_slot(__u64 cookie) {
  struct pe_slot* slot = slot_of(cookie);
  if (!slot) return 0;
  for (int i = 0; i < PE_MAX_SPINS; ++i) {
    if (*(volatile __u64*)&slot->cookie == cookie) return 1;
  }
  return 0;
}

// Null where somebody else has it, who still lives. Two threads may come to take it for one socket.
static __always_inline struct pe_socket_state* claim_slot(struct pe_slot* slot, __u64 cookie,
                                                          __u32 flags) {
  __u64 before = slot->cookie;
  if (!(before & PE_BEING_CLAIMED) && (!before || slot->state.flags & PE_ENDED)) {
    const __u64 found =
        __sync_val_compare_and_swap(&slot->cookie, before, cookie | PE_BEING_CLAIMED);
    if (found == before) {
      __builtin_memset(&slot->state, 0, sizeof slot->state);
      slot->state.flags = flags;
      __sync_lock_test_and_set(&slot->cookie, cookie);
      return &slot->state;
    }
    before = found;
  }
  if (before == cookie) return &slot->state;
  return before == (cookie | PE_BEING_CLAIMED) && spin_for_slot(cookie) ? &slot->state : 0;
}

static __always_inline struct pe_socket_state* state_in_slot(__u64 cookie) {
  struct pe_slot* slot = cookie ? slot_of(cookie) : 0;
  return slot && slot->cookie == cookie ? &slot->state : 0;
}

// `socket` is what the kernel's helpers take for one in that type of program. Null where there is
// none, or no memory for it.

static __always_inline struct pe_socket_state* lookup_state(void* socket, __u64 cookie) {
  struct pe_socket_state* sock_state = state_in_slot(cookie);
  return sock_state ? sock_state : bpf_sk_storage_get(&socket_states, socket, 0, 0);
}

// Of two that make it at once, the kernel gives it to one.
static __always_inline struct pe_socket_state* create_stored_state(void* socket) {
  struct pe_socket_state* sock_state =
      bpf_sk_storage_get(&socket_states, socket, 0, BPF_SK_STORAGE_GET_F_CREATE);
  return sock_state ? sock_state : bpf_sk_storage_get(&socket_states, socket, 0, 0);
}

static __always_inline struct pe_socket_state* get_or_create_state(void* socket, __u64 cookie) {
  struct pe_socket_state* sock_state = state_in_slot(cookie);
  return sock_state ? sock_state : create_stored_state(socket);
}

// For sockets whose end will be seen, see PE_ENDED. `flags` are what a new one has.
static __always_inline struct pe_socket_state* create_state_in_slot(void* socket, __u64 cookie,
                                                                    __u32 flags) {
  struct pe_socket_state* sock_state = lookup_state(socket, cookie);
  struct pe_slot* slot = sock_state ? 0 : slot_of(cookie);
  if (slot) sock_state = claim_slot(slot, cookie, flags);
  return sock_state ? sock_state : create_stored_state(socket);
}

// Sockets whose end is their release by the last process that has them.
static __always_inline bool ends_on_release(__u32 type) {
  return type == SOCK_DGRAM || type == SOCK_RAW;
}

#endif
