// The age payload (C2SP age.md, "Payload"): a nonce, then STREAM chunks of 64 KiB, the last one marked.
// Used by the age_*.cpp files of this folder only.
#pragma once

#include "sync/crypto/age_reader.hpp"

namespace escale::crypto {

/// Gives each chunk to the sink once it verified. AgeFailure::Header without a whole nonce, Payload from there on.
AgeResult<> decrypt_payload(AgeReader& reader, const Secret& file_key, const Sink& sink);

Result<> encrypt_payload(const Source& plaintext, const Secret& file_key, Random& random, const Sink& sink);

}  // namespace escale::crypto
