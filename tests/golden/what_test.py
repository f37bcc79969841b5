"""Checks `what`: its JSON with independent parsers, the words in its texts, and its pages."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

import jsonschema

from support import field_names, read_source, run_program, run_scene

PORT_SCHEMA = json.loads(read_source("docs", "portexplorer.what.port.schema.json"))
PROCESS_SCHEMA = json.loads(read_source("docs", "portexplorer.what.process.schema.json"))
ADDRESS_SCHEMA = json.loads(read_source("docs", "portexplorer.what.address.schema.json"))
TERM_SCHEMA = json.loads(read_source("docs", "portexplorer.what.term.schema.json"))

# Words that a beginner may not understand. The glossary must explain each one that it or the
# beginners' page uses.
TECHNICAL = """socket port kernel firewall router NAT namespace cgroup container unit systemd inode cookie payload segment datagram
handshake backlog loopback multicast broadcast capability setuid root session terminal package executable interpreter checksum
proxy VPN DNS DHCP TLS QUIC SSH TCP UDP ICMP SCTP MPTCP IPv4 IPv6 CGNAT BPF netlink vsock trojan worm botnet miner backdoor RAT C2
LD_PRELOAD memfd seccomp ptrace retransmit PID UID daemon service protocol interface tunnel malware reset
file-descriptor round-trip ephemeral-port remote-access-trojan command-and-control""".split()


def terms():
    return json.loads(run_program("what", "term", "--json").stdout.decode("utf-8"))["terms"]


def folded(word):
    return re.sub(r"[ _-]", "", word.lower()) or word


def known_words():
    words = set()
    for term in terms():
        words |= {folded(term["term"])} | {folded(word) for word in term["also"]}
    return words


def sentences(text):
    return [s for s in re.split(r"(?<=[.!?])\s+", text.strip()) if s]


class Glossary(unittest.TestCase):
    def setUp(self):
        self.terms = terms()
        self.words = known_words()

    def test_it_is_valid_json(self):
        jsonschema.Draft202012Validator(TERM_SCHEMA).validate(json.loads(run_program("what", "term", "--json").stdout))
        jsonschema.Draft202012Validator(TERM_SCHEMA).validate(json.loads(run_program("what", "term", "udp", "--json").stdout))
        self.assertGreaterEqual(len(self.terms), 80)

    def test_sentences_are_short(self):
        for term in self.terms:
            found = sentences(term["text"])
            self.assertTrue(2 <= len(found) <= 5, term["term"])
            for sentence in found:
                self.assertLessEqual(len(sentence.split()), 20, sentence)

    def test_every_field_has_a_term(self):
        self.assertEqual([name for name in field_names() + ["local", "remote", "created"] if folded(name) not in self.words], [])

    def test_technical_words_are_explained(self):
        texts = " ".join(term["text"] for term in self.terms) + read_source("docs", "beginners.md")
        texts = folded(re.sub(r"[^\w/+ -]", " ", texts.replace("\n", " ")))
        missing = [word for word in TECHNICAL if folded(word) in texts and folded(word) not in self.words]
        self.assertEqual(missing, [])
        self.assertGreaterEqual(len([word for word in TECHNICAL if folded(word) in texts]), 40)

    def test_every_see_also_exists_and_every_term_can_be_reached(self):
        names = {term["term"] for term in self.terms}
        for term in self.terms:
            self.assertEqual([name for name in term["see"] if name not in names], [], term["term"])
            for word in [term["term"]] + term["also"]:
                found = json.loads(run_program("what", "--json", "term", "--", word).stdout)["terms"]
                self.assertEqual([t["term"] for t in found], [term["term"]], word)

    def test_every_term_is_linked_from_another(self):
        linked = {name for term in self.terms for name in term["see"]}
        kept_by_a_list = {t["term"] for t in self.terms if t["kind"] in ("protocol", "column", "mark", "owner", "reason", "state")}
        self.assertEqual([t["term"] for t in self.terms if t["term"] not in linked | kept_by_a_list], [])

    def test_case_and_separators_do_not_matter(self):
        expected = run_program("what", "term", "TIME_WAIT").stdout
        for word in ("time_wait", "Time-Wait", "time wait", "TIMEWAIT"):
            self.assertEqual(run_program("what", "term", word).stdout, expected)
        self.assertEqual(run_program("what", "term", "time", "wait").stdout, expected)

    def test_a_near_miss_gets_a_suggestion(self):
        result = run_program("what", "term", "TIME_WIAT")
        self.assertEqual((result.returncode, result.stdout), (2, b""))
        self.assertIn(b'did you mean "TIME_WAIT"?', result.stderr)
        self.assertEqual(run_program("what", "term", "xyzzyxyzzy").stderr.count(b"\n"), 1)

    def test_lines_fit(self):
        for words in (["what"], ["what", "term"], ["what", "beginner"], ["what", "port", "25", "--all"]):
            for line in run_program(*words).stdout.decode().splitlines():
                self.assertLessEqual(len(line), 80, line)


class Beginners(unittest.TestCase):
    def test_the_page_is_the_document(self):
        def bare(text):
            return re.sub(r"[\s#]+", " ", text).strip()

        self.assertEqual(bare(run_program("what", "beginner").stdout.decode()), bare(read_source("docs", "beginners.md")))

    def test_sentences_are_short(self):
        for line in re.sub(r"\n(?=[^\n#-])", " ", read_source("docs", "beginners.md")).splitlines():
            if "    " in line:
                continue
            for sentence in sentences(line.lstrip("#- ")):
                self.assertLessEqual(len(sentence.split()), 20, sentence)

    def test_the_terms_it_uses_exist(self):
        words = known_words()
        page = read_source("docs", "beginners.md")
        for word in re.findall(r"\b[A-Z]{3,}(?:_[A-Z]+)*\b", page):
            self.assertTrue(folded(word) in words or word in ("PROTO", "LOCAL", "REMOTE", "STATE", "PROCESS"), word)


class Address(unittest.TestCase):
    def run_json(self, scene, *words):
        document = json.loads(run_scene(scene, "what", "address", *words, "--json").stdout.decode("utf-8"))
        jsonschema.Draft202012Validator(ADDRESS_SCHEMA).validate(document)
        return document

    def test_the_schema_is_valid(self):
        jsonschema.Draft202012Validator.check_schema(ADDRESS_SCHEMA)

    def test_users_are_listed(self):
        document = self.run_json("plain", "198.51.100.7:443")
        self.assertEqual((document["kind"], document["block"], document["port"], document["own"]), ("documentation", "198.51.100.0/24", 443, False))
        self.assertEqual([(u["role"], u["process"], u["pid"], u["sockets"]) for u in document["here"]], [("outgoing", "firefox", 2210, 1)])
        self.assertEqual((document["country"], document["network"]), (None, None))

    def test_an_address_of_this_machine(self):
        document = self.run_json("plain", "127.0.0.1")
        self.assertTrue(document["own"])
        self.assertEqual([(u["role"], u["process"]) for u in document["here"]], [("listens", "dnsmasq"), ("ended", None)])
        self.assertEqual(document["listening_everywhere"], 2)

    def test_a_missing_file_is_reported(self):
        document = self.run_json("empty", "8.8.8.8")
        self.assertEqual(document["country_missing"], "Not known: there is no file of countries here.")
        self.assertEqual(document["network_missing"], "Not known: there is no file of networks here.")

    def test_this_machine_is_valid(self):
        for address in ("127.0.0.1", "8.8.8.8", "::1", "fe80::1%lo", "[2001:db8::1]:443", "224.0.0.1", "0.0.0.0"):
            document = json.loads(run_program("what", "address", address, "--json").stdout.decode("utf-8"))
            jsonschema.Draft202012Validator(ADDRESS_SCHEMA).validate(document)

    def test_hostile_names_are_escaped(self):
        for words in ([], ["--json"]):
            text = run_scene("hostile", "what", "address", "198.51.100.7", *words).stdout.decode("utf-8")
            self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f\u202e\u2066\x9b]")

    def test_names_of_the_hosts_file(self):
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as hosts:
            hosts.write("198.51.100.7 shop.example shop\n2001:db8::7 shop\n203.0.113.1 \x1b[31mevil\n")
            hosts.flush()
            environment = {"SCENE_HOSTS": hosts.name}
            self.assertEqual(json.loads(run_scene("plain", "what", "address", "198.51.100.7", "--json", extra=environment).stdout)["hosts_file_names"],
                             ["shop.example", "shop"])
            named = json.loads(run_scene("plain", "what", "address", "Shop", "--json", extra=environment).stdout)
            self.assertEqual((named["address"], named["name"], named["other_addresses"]), ("198.51.100.7", "Shop", ["2001:db8::7"]))
            self.assertEqual(json.loads(run_scene("plain", "what", "address", "shop", "-6", "--json", extra=environment).stdout)["address"], "2001:db8::7")
            self.assertEqual(json.loads(run_scene("plain", "what", "address", "203.0.113.1", "--json", extra=environment).stdout)["hosts_file_names"], [])
            rows = json.loads(run_scene("plain", "--json", "remote_host:shop", extra=environment).stdout)["sockets"]
            self.assertEqual([(r["process"], r["remote_host"], r["remote_host_source"]) for r in rows], [("firefox", "shop.example", "hosts_file")])

    def test_every_kind_is_a_term(self):
        words = known_words()
        self.assertEqual([kind for kind in ADDRESS_SCHEMA["properties"]["kind"]["enum"] if folded(kind) not in words], [])


class Port(unittest.TestCase):
    def check(self, document):
        jsonschema.Draft202012Validator(PORT_SCHEMA).validate(document)
        return document

    def run_json(self, scene, *words):
        return self.check(json.loads(run_scene(scene, "what", "port", *words, "--json").stdout.decode("utf-8")))

    def test_the_schemas_are_valid(self):
        jsonschema.Draft202012Validator.check_schema(PORT_SCHEMA)
        jsonschema.Draft202012Validator.check_schema(TERM_SCHEMA)

    def test_this_machine_is_valid(self):
        for port in ("25", "53", "443", "31337", "remote 80", "local 40000", "64999"):
            self.check(json.loads(run_program("what", "port", *port.split(), "--json").stdout.decode("utf-8")))

    def test_users_on_this_machine_come_first(self):
        document = self.run_json("plain", "22")
        tcp = document["protocols"][0]
        self.assertEqual((tcp["rule"], tcp["usual"], tcp["name"]), ("here", "likely", "SSH"))
        self.assertEqual([(u["role"], u["process"], u["pid"], u["class"]) for u in tcp["here"]], [("listens", "sshd", 412, "system")])
        self.assertTrue(document["lead"].startswith("Here, port 22/tcp belongs to sshd (pid 412, class system)."))

    def test_an_ephemeral_port_has_no_service_and_no_threats(self):
        document = self.run_json("plain", "51522")
        tcp = document["protocols"][0]
        self.assertEqual(tcp["rule"], "ephemeral")
        self.assertEqual([u["role"] for u in tcp["here"]], ["ephemeral"])
        self.assertEqual((tcp["registered"], tcp["likely"], tcp["unofficial"], tcp["threats"], tcp["name"]), ([], [], [], [], None))

    def test_local_and_remote_are_distinguished(self):
        self.assertEqual([u["role"] for u in self.run_json("plain", "443/tcp")["protocols"][0]["here"]], ["outgoing"])
        self.assertEqual(self.run_json("plain", "local", "443/tcp")["protocols"][0]["here"], [])
        self.assertEqual(self.run_json("plain", "local", "443/tcp")["side"], "local")

    def test_hostile_names_are_escaped(self):
        for words in (["443"], ["443", "--json"]):
            text = run_scene("hostile", "what", "port", *words).stdout
            self.assertNotRegex(text.decode("utf-8"), "[\x00-\x09\x0b-\x1f\x7f\u202e\u2066\x9b]")
        self.assertGreater(len(self.run_json("hostile", "443")["protocols"][0]["here"]), 5)

    def test_it_explains_if_the_kernel_refuses(self):
        result = run_scene("refused", "what", "port", "25")
        self.assertEqual(result.returncode, 0)
        self.assertIn(b"Not known: the kernel refuses", result.stdout)
        self.assertEqual(self.run_json("refused", "25")["coverage"][0]["what"], "The sockets of this machine could not be read.")

    def test_all_shows_every_threat(self):
        few = run_scene("empty", "what", "port", "25/tcp").stdout.decode()
        every = run_scene("empty", "what", "port", "25/tcp", "--all").stdout.decode()
        names = [t["name"] for t in self.run_json("empty", "25/tcp")["protocols"][0]["threats"]]
        self.assertEqual(len(names), 38)
        self.assertEqual([name for name in names if name not in every], [])
        self.assertLess(len([name for name in names if name in few]), 10)
        self.assertIn("proves nothing", few)

    def test_exit_codes(self):
        for words, code in ((["25"], 0), (["64999"], 1), (["99999"], 2), (["nosuchservice"], 2), ([], 2), (["25/icmp"], 2)):
            result = run_scene("empty", "what", "port", *words)
            self.assertEqual(result.returncode, code, words)
            if code == 2:
                self.assertEqual((result.stdout, result.stderr.count(b"\n")), (b"", 1), words)


def table(name):
    return [line.split("\t") for line in read_source("data", name).splitlines()[1:]]


# Rows of likely.tsv whose name is in neither of the other tables for the port, and why they are correct.
STATED = {
    "53/tcp": "registered as domain, which is DNS",
    "53/udp": "registered as domain, which is DNS",
    "67/udp": "registered as bootps; DHCP took the port over from BOOTP (RFC 2131)",
    "111/tcp": "registered as sunrpc; the portmapper is what answers there",
    "111/udp": "registered as sunrpc; the portmapper is what answers there",
    "135/tcp": "registered as epmap, the endpoint mapper of Windows' RPC",
    "445/tcp": "registered as microsoft-ds, which is SMB without NetBIOS",
    "464/tcp": "registered as kpasswd, which is Kerberos' (RFC 3244)",
    "464/udp": "registered as kpasswd, which is Kerberos' (RFC 3244)",
    "500/udp": "registered as isakmp, the frame of IKE (RFC 7296)",
    "514/tcp": "registered as shell (rsh), which is gone; syslog over TCP is what is met (RFC 6587)",
    "515/tcp": "registered as printer, which is LPD (RFC 1179)",
    "631/udp": "registered as ipp; over UDP it carried CUPS' browsing",
    "4444/tcp": "says that nothing is usual there",
    "8081/tcp": "registered as sunproxyadmin, which is gone; the tables name single programs, all of them with web pages",
    "12345/tcp": "says that nothing is usual there",
    "27374/tcp": "says that nothing is usual there",
    "31337/tcp": "says that nothing is usual there",
    "31337/udp": "says that nothing is usual there",
}


class Likely(unittest.TestCase):
    def test_each_row_names_a_service_that_is_known_for_its_port(self):
        known = {}
        for name in ("services.tsv", "unofficial.tsv"):
            for port, protocol, service, text in table(name):
                known.setdefault(f"{port}/{protocol}", []).append(f"{service} {text}".lower())
        unknown = []
        for port, protocol, name, _ in table("likely.tsv"):
            key = f"{port}/{protocol}"
            texts = " ".join(known.get(key, []))
            words = [word for word in re.findall(r"[a-z0-9]+", name.lower()) if len(word) > 2]
            words = [word for word in words if word not in ("the", "and", "web", "server", "remote", "control")] or words
            joined = re.sub(r"[^a-z0-9]", "", texts)
            if not any(word in joined for word in words + [re.sub(r"[^a-z0-9]", "", name.lower())]):
                unknown.append(key)
        self.assertEqual(unknown, list(STATED))


# Words of the sentences in the page sources; a placeholder counts as one word.
SPOKEN = [
    ("src", "inspect", "summary.cpp"), ("src", "inspect", "checks.cpp"), ("src", "inspect", "inspection.cpp"),
    ("src", "inspect", "inspection_security.cpp"), ("src", "inspect", "inspection_packages.cpp"), ("src", "collect", "packages", "rpm.cpp"),
    ("src", "faces", "pages", "port_answer_sentences.cpp"), ("src", "faces", "pages", "port_answer_page.cpp"),
    ("src", "faces", "pages", "process_answer_page.cpp"), ("src", "model", "fields.cpp"), ("src", "model", "classify.cpp"),
    ("src", "knowledge", "port_story.cpp"), ("src", "knowledge", "port_users.cpp"),
]


def spoken():
    for path in SPOKEN:
        source = re.sub(r'"\s*\n\s*"', "", read_source(*path))
        for text in re.findall(r'"((?:[^"\\\n]|\\.)*)"', source):
            if " " in text:
                yield path[-1], text


class Texts(unittest.TestCase):
    def test_sentences_are_short(self):
        found = list(spoken())
        self.assertGreater(len(found), 150)
        long = [(path, s) for path, text in found for s in sentences(text) if len(s.split()) > 20]
        self.assertEqual(long, [])

    def test_technical_words_are_explained(self):
        words = known_words()
        texts = folded(re.sub(r"[^\w/+ -]", " ", " ".join(text for _, text in spoken())))
        used = [word for word in TECHNICAL + SPOKEN_TECHNICAL if folded(word) in texts]
        self.assertGreaterEqual(len(used), 20)
        self.assertEqual([word for word in used if folded(word) not in words], [])


# Further words in `what process` that a beginner may not understand.
SPOKEN_TECHNICAL = """environment library script build-id debugger image Wine Snap Flatpak AppImage MD5 SHA-256 ELF rpm dpkg init
control-group LD_PRELOAD ld.so.preload""".split()


class Process(unittest.TestCase):
    """Runs on real processes started by the test."""

    def start(self, *words):
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(process.wait)
        self.addCleanup(process.stdin.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        process.stdin.write(b"ready\n")
        process.stdin.flush()
        self.assertEqual(process.stdout.readline(), b"ready\n")  # exec has completed
        return process

    def run_json(self, *words):
        document = json.loads(run_program("what", "process", *words, "--json").stdout.decode("utf-8"))
        jsonschema.Draft202012Validator(PROCESS_SCHEMA).validate(document)
        return document

    def test_a_program_of_a_package(self):
        process = self.start("/bin/cat")
        document = self.run_json(str(process.pid))
        self.assertEqual((document["pid"], document["ended"]), (process.pid, False))
        self.assertEqual((document["general"]["name"], document["general"]["command"]), ("cat", "/bin/cat"))
        self.assertEqual((document["version"]["package"], document["security"]["unchanged"]), ("coreutils", True))
        self.assertEqual([c["id"] for c in document["checks"] if c["result"] == "stands_out"], [])
        with open("/bin/cat", "rb") as file:
            self.assertEqual(document["security"]["sha256"], hashlib.sha256(file.read()).hexdigest())

    def test_text_fits_and_has_its_parts(self):
        process = self.start("/bin/cat")
        for words in ((), ("--why",), ("--all",)):
            text = run_program("what", "process", str(process.pid), *words).stdout.decode()
            self.assertTrue(text.startswith(f"cat ({process.pid}) "), text[:80])
            self.assertEqual([line for line in text.splitlines() if len(line) > 80], [])
            self.assertEqual([h for h in ("General", "Version", "Security", "Sockets") if f"\n{h}\n" not in text], [])
        self.assertIn("fine: Its program is a file", run_program("what", "process", str(process.pid), "--why").stdout.decode())

    def test_hostile_names_are_escaped(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "a\x1b[31m\n\u202eb")
            shutil.copy("/bin/cat", path)
            process = self.start(path)
            for words in ((), ("--why", "--all"), ("--json",)):
                text = run_program("what", "process", str(process.pid), *words).stdout.decode("utf-8")
                self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f\x9b]" if words else "[\x00-\x09\x0b-\x1f\x7f\u202e\x9b]")
            self.assertIn("writable_place", [c["id"] for c in self.run_json(str(process.pid))["checks"] if c["result"] == "stands_out"])

    def test_several_processes_of_a_name_are_listed(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "pe-of-a-test")
            shutil.copy("/bin/cat", path)
            first = self.start(path)
            self.assertEqual(self.run_json("pe-of-a-test")["pid"], first.pid)
            second = self.start(path)
            self.assertEqual([c["pid"] for c in self.run_json("pe-of-a-test")["candidates"]], sorted([first.pid, second.pid]))
            self.assertIn(f"what process {second.pid}", run_program("what", "process", "pe-of-a-test").stdout.decode())

    def test_exit_codes(self):
        for words in (["999999999"], ["0"], ["99999999999999999999"], ["nobody-is-called-so"], [], [""], ["1", "2"]):
            result = run_program("what", "process", *words)
            self.assertEqual((result.returncode, result.stdout, result.stderr.count(b"\n")), (2, b"", 1), words)

    def test_the_schema_is_valid(self):
        jsonschema.Draft202012Validator.check_schema(PROCESS_SCHEMA)


class Kinds(unittest.TestCase):
    def test_without_arguments_it_lists_the_kinds(self):
        text = run_program("what").stdout.decode()
        for kind in ("port", "process", "term", "beginner"):
            self.assertRegex(text, rf"\n  portexplorer what {kind}\b")
        self.assertGreaterEqual(len(json.loads(run_program("what", "--json").stdout)["kinds"]), 3)

    def test_an_unambiguous_kind_may_be_omitted(self):
        guessed = run_scene("empty", "what", "TIME_WAIT")
        self.assertEqual(guessed.stdout, run_scene("empty", "what", "term", "TIME_WAIT").stdout)
        self.assertIn(b"interpreted as portexplorer what term TIME_WAIT", guessed.stderr)
        self.assertEqual(run_scene("empty", "what", "25/tcp").stdout, run_scene("empty", "what", "port", "25/tcp").stdout)
        self.assertEqual(run_scene("empty", "what", "-q", "25/tcp").stderr, b"")

    def test_an_ambiguous_kind_is_an_error(self):
        result = run_scene("empty", "what", "ssh")
        self.assertEqual((result.returncode, result.stdout), (2, b""))
        self.assertIn(b"what port ssh or portexplorer what term ssh", result.stderr)
        self.assertEqual(run_scene("empty", "what", "xyzzy").returncode, 2)
        self.assertIn(b"did you mean portexplorer what port?", run_scene("empty", "what", "por").stderr)


if __name__ == "__main__":
    unittest.main()
