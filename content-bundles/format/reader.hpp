// Reads a bundle from its manifest and a folder of blobs. Every blob's size and digest are checked before a byte of it is used.
// The folder is what the repository serves: blobs/ab/<sha256>.
#pragma once

#include "content-bundles/forms/plan.hpp"
#include "content-bundles/format/blob_path.hpp"
#include "content-bundles/format/manifest.hpp"
#include "content-bundles/format/programme.hpp"
#include "sync/base/files.hpp"

namespace escale::format {

/// Thread rule: const after opening; one reader may serve several threads if its Files may.
class BundleReader {
 public:
  /// Reads the manifest; blobs are read when asked for. The Files outlive the reader.
  static Result<BundleReader> open(const Files& files, ByteView manifest, Path blobs);

  const Manifest& manifest() const { return m_manifest; }

  /// The blob's bytes. NotFound when it is not there, Corrupt when its size or digest differ: neither returns any byte.
  Result<Bytes> blob(const BlobRef& ref) const;

  /// A lesson, case, quiz, summary or sheet. Corrupt when its id, kind or language are not the manifest's.
  Result<learning::Document> document(const DocumentEntry& entry) const;
  /// A form, compiled. Corrupt when its id is not the manifest's.
  Result<std::shared_ptr<const forms::Plan>> form(const DocumentEntry& entry) const;
  Result<Programme> programme(const DocumentEntry& entry) const;

  /// An image named by a document. Refused when the manifest does not list it.
  Result<Bytes> media(const learning::MediaRef& media) const;

  /// Checks every blob and reads every document. For `escale bundle check` and for installing.
  Result<> check_all() const;

 private:
  BundleReader(const Files& files, Manifest manifest, Path blobs);
  const Files* m_files;
  Manifest m_manifest;
  Path m_blobs;
};

}  // namespace escale::format
