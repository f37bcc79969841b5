// Serializes process reports (base/pack.h).
#pragma once

#include "base/pack.h"
#include "inspect/process_report.h"

namespace portexplorer {

template <typename Archive, typename Tag, typename Integer>
void pack_fields(Archive& archive, Strong<Tag, Integer>& value) {
  Integer number = value.value();
  archive(number);
  value = Strong<Tag, Integer>(number);
}

template <typename Archive, typename T>
void pack_fields(Archive& archive, Found<T>& found) {
  archive(found.value, found.why);
}

// NOLINTBEGIN(readability-identifier-length): names of the bindings merely number the fields
template <typename Archive>
void pack_fields(Archive& archive, ClassFacts& facts) {
  auto& [a, b, c, d, e, f, g, h, i, j, k] = facts;
  archive(a, b, c, d, e, f, g, h, i, j, k);
}

template <typename Archive>
void pack_fields(Archive& archive, LookFacts& facts) {
  auto& [a, b, c, d, e] = facts;
  archive(a, b, c, d, e);
}

template <typename Archive>
void pack_fields(Archive& archive, Process& process) {
  auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = process;
  archive(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t);
}

template <typename Archive>
void pack_fields(Archive& archive, FileFacts& facts) {
  auto& [a, b, c, d, e, f, g, h, i] = facts;
  archive(a, b, c, d, e, f, g, h, i);
}

template <typename Archive>
void pack_fields(Archive& archive, DesktopEntry& entry) {
  auto& [a, b, c, d, e] = entry;
  archive(a, b, c, d, e);
}

template <typename Archive>
void pack_fields(Archive& archive, ProcessGeneral& general) {
  auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = general;
  archive(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
}

template <typename Archive>
void pack_fields(Archive& archive, Hardening& hardening) {
  auto& [a, b, c, d, e] = hardening;
  archive(a, b, c, d, e);
}

template <typename Archive>
void pack_fields(Archive& archive, GoBuild& build) {
  auto& [a, b, c, d] = build;
  archive(a, b, c, d);
}

template <typename Archive>
void pack_fields(Archive& archive, BinaryFacts& facts) {
  auto& [a, b, c, d, e, f, g] = facts;
  archive(a, b, c, d, e, f, g);
}

template <typename Archive>
void pack_fields(Archive& archive, Package& package) {
  auto& [a, b, c, d, e, f, g, h, i, j, k] = package;
  archive(a, b, c, d, e, f, g, h, i, j, k);
}

template <typename Archive>
void pack_fields(Archive& archive, WindowsVersion& version) {
  auto& [a, b, c, d, e] = version;
  archive(a, b, c, d, e);
}

template <typename Archive>
void pack_fields(Archive& archive, ProcessVersion& version) {
  auto& [a, b, c, d, e] = version;
  archive(a, b, c, d, e);
}

template <typename Archive>
void pack_fields(Archive& archive, Exposure& exposure) {
  auto& [a, b, c] = exposure;
  archive(a, b, c);
}

template <typename Archive>
void pack_fields(Archive& archive, MappedFile& file) {
  auto& [a, b, c, d, e, f] = file;
  archive(a, b, c, d, e, f);
}

template <typename Archive>
void pack_fields(Archive& archive, ProcessSecurity& security) {
  auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = security;
  archive(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
}
// NOLINTEND(readability-identifier-length)

}  // namespace portexplorer
