// Bech32 (BIP 173) as age uses it: no length limit, and the case of the human-readable part is part of the format.
#pragma once

#include <string>
#include <string_view>

#include "sync/base/bytes.hpp"
#include "sync/crypto/secret.hpp"

namespace escale::crypto {

/// `prefix` + "1" + data + checksum, all in the case of the prefix. The caller wipes the text when the data is secret.
std::string bech32_encode(std::string_view prefix, ByteView data);

/// The data of a Bech32 text with exactly this prefix and its case. InvalidInput on any other text: a typing error
/// never passes.
Result<Secret> bech32_decode(std::string_view prefix, std::string_view text);

}  // namespace escale::crypto
