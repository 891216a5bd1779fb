// Any bytes as an envelope, as what an envelope seals, as padding, as a record and as a postmark. A record is also signed here, so that
// mutations get past the signature.
#include <cstddef>
#include <cstdint>

#include "sync/base/json.hpp"
#include "sync/protocol/envelope.hpp"
#include "sync/protocol/session.hpp"
#include "tests/fuzz/age_keys.hpp"

using namespace escale;
using namespace escale::protocol;

namespace {
const crypto::SigningKey& terminal() {
  static const crypto::SigningKey key = [] {
    SeededRandom random(7);
    return crypto::SigningKey::generate(random);
  }();
  return key;
}

void check(const Result<SignedRecord>& record) {
  if (!record) return;
  CHECK(is_identified(record->record.kind) == record->record.sequence.has_value());
  CHECK(decode_record(encode_record(*record)).value() == *record);
  if (const auto list = session_list(record->record)) (void)compare(*list, {record->record.id});
}

/// The same object with our key and our signature.
std::string signed_again(std::string_view text) {
  auto whole = parse_json(text);
  if (!whole || !whole->is_object() || !whole->contains("record") || !(*whole)["record"].is_object()) return {};
  (*whole)["record"]["terminal"] = terminal().verify_key().hex();
  const auto message = canonical_json((*whole)["record"]);
  if (!message) return {};
  (*whole)["signature"] = terminal().sign(as_bytes(*message)).hex();
  return whole->dump();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const std::string_view text = as_text(bytes);
  check(decode_record(text));
  const std::string again = signed_again(text);
  if (!again.empty()) check(decode_record(again));

  if (const auto content = unpad(bytes)) CHECK(as_text(pad(*content).value()) == text);
  const Bytes padded = pad(bytes).value();
  CHECK(padded.size() == padded_size(size + 4));
  CHECK(as_text(unpad(padded).value()) == text);

  check(open_envelope(bytes, fuzzing::identities()));
  SeededRandom random(size);
  const std::array recipients = {fuzzing::identities()[0].recipient()};
  check(open_envelope(crypto::age_encrypt(bytes, recipients, random).value(), fuzzing::identities()));
  check(open_envelope(crypto::age_encrypt(padded, recipients, random).value(), fuzzing::identities()));

  if (const auto postmark = decode_postmark(text)) CHECK(decode_postmark(encode_postmark(*postmark)).value() == *postmark);
  return 0;
}
