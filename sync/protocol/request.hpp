// A request signed by a reader's or an operator's key: method, target, digest of the body, time. For people's programs, which have a
// clock; terminals sign objects instead, because objects survive USB keys and neighbours. A replay within the window repeats a read,
// or a write that is idempotent by design: it gives nothing new to whoever replays it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "sync/base/bytes.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/names.hpp"

namespace escale::protocol {

inline constexpr std::string_view kRequestHeader = "Escale-Request";
inline constexpr std::string_view kPostmarkHeader = "Escale-Postmark";
/// How far the hub's clock and the signer's may be apart.
inline constexpr std::chrono::seconds kRequestWindow{600};

/// Value of the header `Escale-Request`: `<key hex> <time> <signature hex>`. The target is path and query as sent, ASCII.
std::string sign_request(std::string_view method, std::string_view target, ByteView body, Timestamp now,
                         const crypto::SigningKey& key);

/// Who signed. Untrusted when the signature is wrong, Expired when the clocks are over kRequestWindow apart, InvalidInput on shape.
Result<crypto::VerifyKey> check_request(std::string_view header, std::string_view method, std::string_view target, ByteView body,
                                        Timestamp now);

}  // namespace escale::protocol
