// The digests that the form language names (XForms 1.1, digest()): MD5, SHA-1, SHA-256, SHA-384, SHA-512, through
// libcrypto. For what a form computes only: nothing of ours is named or trusted by MD5 or SHA-1.
#pragma once

#include <string>
#include <string_view>

#include "sync/base/bytes.hpp"

namespace escale::crypto {

/// The raw digest. InvalidInput, with the names there are, for any other name.
Result<Bytes> message_digest(std::string_view algorithm, ByteView data);

}  // namespace escale::crypto
