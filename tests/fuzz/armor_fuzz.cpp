// Any bytes as an armored age file: one file has one spelling, apart from white space around it and the ends of lines.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/age_keys.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const std::string_view text = as_text(bytes);
  CHECK(as_text(crypto::age_dearmor(crypto::age_armor(bytes)).value()) == text);
  (void)crypto::age_is_armored(bytes);
  if (const auto file = crypto::age_dearmor(text)) {
    std::string plain;
    for (const char c : text)
      if (c != '\r') plain += c;
    const auto first = plain.find_first_not_of(" \t\n");
    const auto last = plain.find_last_not_of(" \t\n");
    CHECK(first != std::string::npos);
    CHECK(plain.substr(first, last + 1 - first) + "\n" == crypto::age_armor(*file));
  }
  crypto::DecryptKeys keys;
  keys.identities = fuzzing::identities();
  keys.passphrase = fuzzing::kPassphrase;
  keys.max_work_factor = fuzzing::kWorkFactor;
  (void)crypto::age_decrypt_stream(crypto::source_of(bytes), crypto::AgeFormat::Armored, keys, [](ByteView) -> Result<> { return {}; });
  return 0;
}
