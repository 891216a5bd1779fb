// Any bytes as an age file, and as what an age file seals. An unchanged file opens to what was sealed; no other file opens at all.
#include <cstddef>
#include <cstdint>

#include "sync/crypto/age_header.hpp"
#include "tests/fuzz/age_keys.hpp"

using namespace escale;

namespace {
void open_it(ByteView file) {
  crypto::DecryptKeys keys;
  keys.identities = fuzzing::identities();
  keys.passphrase = fuzzing::kPassphrase;
  keys.max_work_factor = fuzzing::kWorkFactor;
  std::size_t given = 0;
  const auto streamed = crypto::age_decrypt_to(file, keys, [&](ByteView piece) -> Result<> {
    given += piece.size();
    return {};
  });
  CHECK(given <= file.size());
  const auto whole = crypto::age_decrypt(file, keys);
  CHECK(whole.has_value() == streamed.has_value());
  CHECK(!whole || whole->size() == given);
  if (!streamed) CHECK(!streamed.error().message.empty());
}

void read_header(ByteView file) {
  const crypto::Source source = crypto::source_of(file);
  crypto::AgeReader reader(crypto::age_source_of(source));
  const auto header = crypto::read_age_header(reader);
  if (!header) return;
  CHECK(header->covered.size() <= crypto::kMaxHeaderBytes && as_text(file).starts_with(header->covered));
  CHECK(header->mac.size() == 32);
  for (const auto& stanza : header->stanzas) CHECK(!stanza.arguments.empty());
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  read_header(bytes);
  open_it(bytes);

  // The same bytes sealed, opened, and opened after a change that they choose themselves.
  SeededRandom random(size);
  const std::array recipients = {fuzzing::identities()[0].recipient()};
  Bytes sealed = crypto::age_encrypt(bytes, recipients, random).value();
  crypto::DecryptKeys keys;
  keys.identities = fuzzing::identities();
  CHECK(as_text(crypto::age_decrypt(sealed, keys).value()) == as_text(bytes));
  if (size < 3) return 0;
  const std::size_t at = (static_cast<std::size_t>(data[0]) << 8 | data[1]) % sealed.size();
  sealed[at] = static_cast<std::uint8_t>(sealed[at] ^ (1 << data[2] % 8));
  CHECK(!crypto::age_decrypt(sealed, keys));
  sealed.resize(at);
  CHECK(!crypto::age_decrypt(sealed, keys));
  return 0;
}
