#include "sync/crypto/age_payload.hpp"

#include <sodium.h>

#include <array>

#include "sync/crypto/hkdf.hpp"

namespace escale::crypto {
namespace {
constexpr std::size_t kNonceBytes = 16;
constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::size_t kTagBytes = crypto_aead_chacha20poly1305_ietf_ABYTES;

/// STREAM's nonce: eleven bytes of big-endian counter, then 1 for the last chunk and 0 before.
class ChunkNonce {
 public:
  const std::uint8_t* of(bool last) {
    m_bytes[11] = last ? 1 : 0;
    return m_bytes.data();
  }
  void advance() {
    for (std::size_t i = 11; i-- > 0;)
      if (++m_bytes[i] != 0) return;
  }
  bool first() const {
    for (std::size_t i = 0; i < 11; ++i)
      if (m_bytes[i] != 0) return false;
    return true;
  }

 private:
  std::array<std::uint8_t, crypto_aead_chacha20poly1305_ietf_NPUBBYTES> m_bytes{};
};

/// Reads until the span is full or the source ends.
Result<std::size_t> fill(const Source& source, std::span<std::uint8_t> out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    TRY_ASSIGN(const std::size_t count, source(out.subspan(filled)));
    if (count == 0) break;
    filled += count;
  }
  return filled;
}
}  // namespace

AgeResult<> decrypt_payload(AgeReader& reader, const Secret& file_key, const Sink& sink) {
  std::array<std::uint8_t, kNonceBytes> salt{};
  TRY_ASSIGN(const std::size_t salt_bytes, reader.fill(salt));
  if (salt_bytes != kNonceBytes) return age_fail(AgeFailure::Header, "the file is cut before its payload");
  const Secret key = hkdf_sha256(file_key.bytes(), salt, "payload");

  Bytes sealed(kChunkBytes + kTagBytes);
  Secret opened(kChunkBytes);
  ChunkNonce nonce;
  const auto open = [&](std::size_t size, bool last) {
    return crypto_aead_chacha20poly1305_ietf_decrypt(opened.bytes().data(), nullptr, nullptr, sealed.data(), size,
                                                     nullptr, 0, nonce.of(last), key.bytes().data()) == 0;
  };
  for (;;) {
    TRY_ASSIGN(const std::size_t size, reader.fill(sealed));
    if (size < kTagBytes) return age_fail(AgeFailure::Payload, "the file is cut: its last piece is missing");
    // "The final chunk MAY be shorter […] but MUST NOT be empty unless the whole payload is empty."
    if (size == kTagBytes && !nonce.first())
      return age_fail(AgeFailure::Payload, "the last piece of the payload is empty");
    // A chunk is last because its tag says so, never because the file ends there; a short one cannot be anything else.
    bool last = size < sealed.size();
    if (!open(size, last)) {
      const bool full = !last;
      last = true;
      if (!full || !open(size, last)) return age_fail(AgeFailure::Payload, "the payload was changed or cut");
    }
    const ByteView piece = ByteView(opened.bytes()).first(size - kTagBytes);
    if (auto given = sink(piece); !given) return age_fail(AgeFailure::Io, std::move(given).error().message);
    if (last) break;
    nonce.advance();
  }
  TRY_ASSIGN(const bool ended, reader.at_end());
  if (!ended) return age_fail(AgeFailure::Payload, "something follows the last piece of the payload");
  return {};
}

Result<> encrypt_payload(const Source& plaintext, const Secret& file_key, Random& random, const Sink& sink) {
  const Bytes salt = random.bytes(kNonceBytes);
  TRY(sink(salt));
  const Secret key = hkdf_sha256(file_key.bytes(), salt, "payload");
  Secret current(kChunkBytes);
  Secret next(kChunkBytes);
  Bytes sealed(kChunkBytes + kTagBytes);
  ChunkNonce nonce;
  TRY_ASSIGN(std::size_t size, fill(plaintext, current.bytes()));
  for (;;) {
    // A full chunk is the last one when nothing follows it, so one more is read first.
    std::size_t following = 0;
    if (size == kChunkBytes) {
      TRY_ASSIGN(following, fill(plaintext, next.bytes()));
    }
    const bool last = following == 0;
    crypto_aead_chacha20poly1305_ietf_encrypt(sealed.data(), nullptr, current.bytes().data(), size, nullptr, 0, nullptr,
                                              nonce.of(last), key.bytes().data());
    TRY(sink(ByteView(sealed).first(size + kTagBytes)));
    if (last) return {};
    nonce.advance();
    std::swap(current, next);
    size = following;
  }
}

}  // namespace escale::crypto
