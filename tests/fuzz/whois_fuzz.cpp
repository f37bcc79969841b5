// Arbitrary bytes as the answer of a whois server.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "knowledge/hosts_file.h"
#include "knowledge/whois.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portexplorer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const WhoisFacts facts = read_whois(text);
  for (const std::string* part :
       {&facts.range, &facts.name, &facts.organisation, &facts.country, &facts.abuse}) {
    if (part->size() > 200 || text.find(*part) == std::string_view::npos ||
        part->find('\n') != std::string::npos)
      std::abort();
  }
  if (!facts.referral) return 0;
  if (facts.referral->port == 0) std::abort();
  if (!parse_ip(facts.referral->host) && !is_host_name(facts.referral->host)) std::abort();
  return 0;
}
