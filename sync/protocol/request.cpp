#include "sync/protocol/request.hpp"

#include <fmt/format.h>

#include "sync/base/json.hpp"
#include "sync/crypto/hash.hpp"

namespace escale::protocol {
namespace {
Result<std::string> request_message(std::string_view method, std::string_view target, ByteView body, std::string_view time,
                                    const crypto::VerifyKey& key) {
  return canonical_json({{"type", "request"},
                         {"protocol", kProtocolVersion},
                         {"method", method},
                         {"target", target},
                         {"body", crypto::sha256(body).hex()},
                         {"time", time},
                         {"key", key.hex()}});
}
}  // namespace

std::string sign_request(std::string_view method, std::string_view target, ByteView body, Timestamp now,
                         const crypto::SigningKey& key) {
  const std::string time = format_timestamp(now);
  const auto message = request_message(method, target, body, time, key.verify_key());
  CHECK(message.has_value());
  return fmt::format("{} {} {}", key.verify_key().hex(), time, key.sign(as_bytes(*message)).hex());
}

Result<crypto::VerifyKey> check_request(std::string_view header, std::string_view method, std::string_view target, ByteView body,
                                        Timestamp now) {
  const auto first = header.find(' ');
  const auto second = first == std::string_view::npos ? first : header.find(' ', first + 1);
  if (second == std::string_view::npos)
    return fail(Code::InvalidInput, "the header Escale-Request is not '<key> <time> <signature>'");
  const std::string_view time_text = header.substr(first + 1, second - first - 1);
  TRY_ASSIGN(const crypto::VerifyKey key, crypto::VerifyKey::parse(header.substr(0, first)));
  TRY_ASSIGN(const Timestamp time, parse_timestamp(time_text));
  TRY_ASSIGN(const crypto::Signature signature, crypto::Signature::parse(header.substr(second + 1)));
  TRY_ASSIGN(const std::string message, request_message(method, target, body, time_text, key));
  if (!key.verifies(as_bytes(message), signature)) return fail(Code::Untrusted, "the request's signature is not its key's");
  if (time > now + kRequestWindow || time < now - kRequestWindow)
    return fail(Code::Expired, fmt::format("the request is of {}, here it is {}: set the clock and try again", format_timestamp(time),
                                           format_timestamp(now)));
  return key;
}

}  // namespace escale::protocol
