// Blobs by their SHA-256, in `ab/<sha256>` under one folder, with half-fetched ones in `partial/`. Rule: a file under its final name
// has been verified; a partial one resumes at its last byte and is thrown away when the whole does not verify.
#pragma once

#include <cstdint>

#include "sync/base/files.hpp"
#include "sync/client/carrier.hpp"
#include "sync/protocol/blobs.hpp"

namespace escale::client {

class BlobFolder {
 public:
  BlobFolder(Path folder, Files& files) : m_folder(std::move(folder)), m_files(files) {}

  bool has(const crypto::Digest& sha256) const { return m_files.exists(path(sha256)); }
  Path path(const crypto::Digest& sha256) const;
  /// The verified bytes. NotFound, or Corrupt when the disk changed them.
  Result<Bytes> read(const protocol::BlobRef& blob) const;
  /// Stores bytes that have this digest. Corrupt otherwise.
  Result<> put(const crypto::Digest& sha256, ByteView bytes);

  /// Fetches one blob, resuming a partial file. Corrupt when the whole does not have its digest or size (the partial is removed).
  /// `fetched` grows by the bytes that came over the carrier.
  Result<> fetch(const protocol::BlobRef& blob, Carrier& carrier, const CancelFlag& cancel, std::uint64_t& fetched,
                 const std::function<void(std::uint64_t)>& on_bytes = {});

 private:
  Path partial_path(const crypto::Digest& sha256) const;
  Path m_folder;
  Files& m_files;
};

}  // namespace escale::client
