// Stores the per-socket state (struct pe_socket_state). It is kept in a slot of an array map if the
// slot is free when the state is created and the end of the socket will be seen. Otherwise it is
// kept in socket-local storage, which the kernel must allocate, look up and free.
//
// Cookies are unique, so the cookie in a slot identifies the socket that owns it. (Those of MPTCP
// sockets are not, so MPTCP never uses a slot.) A slot is reused once its state has PE_ENDED.
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
  __uint(map_flags, BPF_F_MMAPABLE);  // user space reads the counters
  __uint(max_entries, 1);             // user space sets slot_mask + 1
  __type(key, __u32);
  __type(value, struct pe_slot);
} slots SEC(".maps");

const volatile __u32 slot_mask = 0;

static __always_inline struct pe_slot* slot_of(__u64 cookie) {
  // Cookies are assigned in sequence, so sockets created at about the same time have different
  // slots.
  const __u32 key = cookie & slot_mask;
  return bpf_map_lookup_elem(&slots, &key);
}

#define PE_BEING_CLAIMED (1ull << 63)
#define PE_MAX_SPINS 256 /* iterations; a claim takes only a few */

// Waits while another core claims the slot. Returns whether it was claimed for this socket.
__noinline int spin_for_slot(__u64 cookie) {
  struct pe_slot* slot = slot_of(cookie);
  if (!slot) return 0;
  for (int i = 0; i < PE_MAX_SPINS; ++i) {
    if (*(volatile __u64*)&slot->cookie == cookie) return 1;
  }
  return 0;
}

// Returns null if the slot belongs to another socket that still exists. Two threads may claim it
// for the same socket at once: one wins the compare-and-swap and clears the state, and the other
// waits until it is usable.
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

// `socket` is the socket in the form that the helpers accept in this type of program. Returns null
// if there is no state. The functions below create it, and return null only if memory is short.

static __always_inline struct pe_socket_state* lookup_state(void* socket, __u64 cookie) {
  struct pe_socket_state* sock_state = state_in_slot(cookie);
  return sock_state ? sock_state : bpf_sk_storage_get(&socket_states, socket, 0, 0);
}

// If two threads create it at once, the second call fails, so it is looked up again.
static __always_inline struct pe_socket_state* create_stored_state(void* socket) {
  struct pe_socket_state* sock_state =
      bpf_sk_storage_get(&socket_states, socket, 0, BPF_SK_STORAGE_GET_F_CREATE);
  return sock_state ? sock_state : bpf_sk_storage_get(&socket_states, socket, 0, 0);
}

static __always_inline struct pe_socket_state* get_or_create_state(void* socket, __u64 cookie) {
  struct pe_socket_state* sock_state = state_in_slot(cookie);
  return sock_state ? sock_state : create_stored_state(socket);
}

// Only for sockets whose end will be seen (see PE_ENDED). `flags` are the initial flags of a new
// state.
static __always_inline struct pe_socket_state* create_state_in_slot(void* socket, __u64 cookie,
                                                                    __u32 flags) {
  struct pe_socket_state* sock_state = lookup_state(socket, cookie);
  struct pe_slot* slot = sock_state ? 0 : slot_of(cookie);
  if (slot) sock_state = claim_slot(slot, cookie, flags);
  return sock_state ? sock_state : create_stored_state(socket);
}

// Returns true for types whose sockets end when the last process releases them.
static __always_inline bool ends_on_release(__u32 type) {
  return type == SOCK_DGRAM || type == SOCK_RAW;
}

#endif
