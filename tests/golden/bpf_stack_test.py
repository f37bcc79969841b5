"""Checks that every call chain of the BPF programs fits the verifier's stack limit.

The limit is 512 bytes, with each frame rounded up to 32. Kernels differ in which frames they add up,
and a test can load the programs only into the running kernel, so every chain is computed here."""
import os
import struct
import unittest

LIMIT = 512
ALU64_ADD_IMMEDIATE, CALL, STACK_POINTER = 0x07, 0x85, 10
PSEUDO_CALL = 1
FUNCTION, SECTION = 2, 3  # symbol types
LOADS_AND_STORES = (0x01, 0x02, 0x03)  # instruction classes LDX, ST, STX


class Object:
    """The functions of a BPF ELF file, with their frame sizes and callees."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        offset, = struct.unpack_from("<Q", self.data, 40)
        size, count = struct.unpack_from("<HH", self.data, 58)
        self.sections = [struct.unpack_from("<IIQQQQIIQQ", self.data, offset + i * size) for i in range(count)]
        table = next(s for s in self.sections if s[1] == 2)
        names = self.sections[table[6]][4]
        self.symbols = []
        for at in range(table[4], table[4] + table[5], 24):
            name, info, _, section, value, length = struct.unpack_from("<IBBHQQ", self.data, at)
            end = self.data.index(b"\0", names + name)
            self.symbols.append((self.data[names + name:end].decode(), info & 15, section, value, length))
        self.functions = {(section, value): (name, length) for name, kind, section, value, length in self.symbols if kind == FUNCTION}
        self.depths = {place: self.depth_of(place) for place in self.functions}
        self.calls = {place: self.calls_of(place) for place in self.functions}

    def instructions(self, place):
        section, start = place
        offset = self.sections[section][4]
        for at in range(start, start + self.functions[place][1], 8):
            code, registers, jump, immediate = struct.unpack_from("<BBhi", self.data, offset + at)
            yield at, code, registers & 15, registers >> 4, jump, immediate

    def depth_of(self, place):
        deepest, copies = 0, set()  # copies of the frame pointer, until an addition turns them into an address
        for _, code, to, source, jump, immediate in self.instructions(place):
            kind = code & 7
            if kind in LOADS_AND_STORES and (source if kind == 1 else to) == STACK_POINTER:
                deepest = max(deepest, -jump)
            if code == 0xBF:  # register-to-register move
                (copies.add if source == STACK_POINTER else copies.discard)(to)
            elif code == ALU64_ADD_IMMEDIATE and to in copies:
                deepest = max(deepest, -immediate)
                copies.discard(to)
        return max(32, (deepest + 31) // 32 * 32)

    def relocations(self):
        for section in self.sections:
            if section[1] != 9:
                continue
            for at in range(section[4], section[4] + section[5], 16):
                offset, info = struct.unpack_from("<QQ", self.data, at)
                yield (section[7], offset), self.symbols[info >> 32]

    def calls_of(self, place):
        relocated = getattr(self, "relocated", None)
        if relocated is None:
            relocated = self.relocated = dict(self.relocations())
        called = set()
        for at, code, _, source, _, immediate in self.instructions(place):
            if code != CALL or source != PSEUDO_CALL:
                continue
            symbol = relocated.get((place[0], at))
            if symbol is not None and symbol[2] == 0:
                continue  # a kernel function
            if symbol is None:
                called.add((place[0], at + 8 + immediate * 8))
            else:  # relative to a section symbol, the immediate selects the function
                called.add((symbol[2], symbol[3] + (immediate + 1) * 8 if symbol[1] == SECTION else symbol[3]))
        return called

    def chains(self, place):
        """Yields (stack bytes, names) of every call chain that starts at this function."""
        name, own = self.functions[place][0], self.depths[place]
        if not self.calls[place]:
            yield own, [name]
        for called in self.calls[place]:
            for depth, names in self.chains(called):
                yield own + depth, [name, *names]


class Stack(unittest.TestCase):
    def test_every_call_chain_fits(self):
        directory = os.path.join(os.environ["BUILD_DIR"], "bpf")
        objects = sorted(name for name in os.listdir(directory) if name.endswith(".bpf.o"))
        self.assertGreaterEqual(len(objects), 5)
        for name in objects:
            found = Object(os.path.join(directory, name))
            self.assertGreater(max(found.depths.values()), 32)
            self.assertTrue(any(found.calls.values()) or not name.startswith("tracer"), "no calls were found")
            for place in found.functions:
                deepest = max(found.chains(place))
                with self.subTest(name, program=found.functions[place][0]):
                    self.assertLessEqual(deepest[0], LIMIT, " calls ".join(f"{n}" for n in deepest[1]))


if __name__ == "__main__":
    unittest.main()
