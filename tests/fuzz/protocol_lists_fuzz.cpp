// Any bytes as the protocol's lists and statements. Statements are also signed here, so that mutations get past the signature. What is
// accepted is written back to something that reads the same.
#include <cstddef>
#include <cstdint>

#include "sync/protocol/approval.hpp"
#include "sync/protocol/codec.hpp"
#include "sync/protocol/enrolment.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/receipt.hpp"
#include "sync/protocol/request.hpp"
#include "sync/protocol/session.hpp"
#include "sync/protocol/status.hpp"

using namespace escale;
using namespace escale::protocol;

namespace {
const crypto::SigningKey& key() {
  static const crypto::SigningKey made = [] {
    SeededRandom random(7);
    return crypto::SigningKey::generate(random);
  }();
  return made;
}

void lists(std::string_view text) {
  if (const auto it = decode_mailbox(text)) CHECK(decode_mailbox(encode_mailbox(*it).value()).value() == *it);
  if (const auto it = decode_fleet(text)) CHECK(decode_fleet(encode_fleet(*it).value()).value() == *it);
  if (const auto it = decode_session(text)) CHECK(decode_session(encode_session(*it).value()).value() == *it);
  if (const auto it = decode_reviewers(text)) CHECK(decode_reviewers(encode_reviewers(*it).value()).value() == *it);
  if (const auto it = decode_enrolment_code(text)) CHECK(decode_enrolment_code(encode_enrolment_code(*it).value()).value() == *it);
  (void)open_enrolment(text);
  (void)normalise_enrolment_code(text);
  (void)release_mailbox(text);
}

void statements(std::string_view text) {
  const std::array keys = {key().verify_key()};
  if (const auto it = open_receipt(text, keys)) CHECK(open_receipt(sign_receipt(*it, key()).value(), keys).value() == *it);
  if (const auto it = open_release(text, keys, keys)) CHECK(open_release(sign_release(*it, key()).value(), keys, keys).value() == *it);
  if (const auto it = open_status(text)) CHECK(open_status(sign_status(*it, key()).value()).has_value());
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  lists(text);
  statements(text);
  if (auto object = parse_json(text); object && object->is_object()) {
    if (object->contains("terminal")) (*object)["terminal"] = key().verify_key().hex();
    if (const auto statement = sign_statement(*object, key())) statements(*statement);
  }
  const Timestamp now = parse_timestamp("2026-11-24T09:00:00Z").value();
  (void)check_request(text, "GET", "/v1/mailboxes/clts-lyon/envelopes", {}, now);
  if (const auto day = parse_day(text)) CHECK(day_text(*day) == text);
  if (const auto time = parse_timestamp(text)) (void)day_of(*time);
  return 0;
}
