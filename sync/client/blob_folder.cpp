#include "sync/client/blob_folder.hpp"

#include <fmt/format.h>

namespace escale::client {

Path BlobFolder::path(const crypto::Digest& sha256) const {
  const std::string hex = sha256.hex();
  return m_folder / hex.substr(0, 2) / hex;
}

Path BlobFolder::partial_path(const crypto::Digest& sha256) const { return m_folder / "partial" / sha256.hex(); }

Result<Bytes> BlobFolder::read(const protocol::BlobRef& blob) const {
  TRY_ASSIGN(Bytes bytes, m_files.read(path(blob.sha256), blob.size));
  if (bytes.size() != blob.size || crypto::sha256(bytes) != blob.sha256)
    return fail(Code::Corrupt, fmt::format("{} is damaged: remove it and synchronise again", path(blob.sha256).string()));
  return bytes;
}

Result<> BlobFolder::put(const crypto::Digest& sha256, ByteView bytes) {
  if (crypto::sha256(bytes) != sha256) return fail(Code::Corrupt, fmt::format("{} bytes do not have the digest {}", bytes.size(), sha256.hex()));
  return m_files.write_atomic(path(sha256), bytes);
}

Result<> BlobFolder::fetch(const protocol::BlobRef& blob, Carrier& carrier, const CancelFlag& cancel, std::uint64_t& fetched,
                           const std::function<void(std::uint64_t)>& on_bytes) {
  if (has(blob.sha256)) return {};
  const Path partial = partial_path(blob.sha256);
  TRY(m_files.make_directories(partial.parent_path()));
  std::uint64_t offset = m_files.exists(partial) ? m_files.size(partial).value_or(0) : 0;
  if (offset > blob.size) {
    TRY(m_files.remove(partial));
    offset = 0;
  }
  if (offset < blob.size || blob.size == 0) {
    const PieceSink keep = [&](ByteView piece) -> Result<> {
      TRY(m_files.append(partial, piece));
      fetched += piece.size();
      if (on_bytes) on_bytes(piece.size());
      return {};
    };
    TRY(carrier.fetch(protocol::blob_path(blob.sha256), offset, blob.size, keep, cancel));
  }
  Bytes bytes;
  if (blob.size > 0) {
    TRY_ASSIGN(bytes, m_files.read(partial, blob.size));
  }
  if (bytes.size() < blob.size) return fail(Code::Unavailable, fmt::format("blob {} ends {} bytes early", blob.sha256.hex(), blob.size - bytes.size()));
  // A partial file may hold a piece that a bad carrier, or a power cut, spoiled: it begins again from nothing.
  const auto stored = put(blob.sha256, bytes);
  if (stored || stored.error().code == Code::Corrupt) TRY(m_files.remove(partial));
  return stored;
}

}  // namespace escale::client
