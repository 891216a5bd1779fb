#include "content-bundles/format/writer.hpp"

#include <fmt/format.h>

#include "content-bundles/format/blob_path.hpp"

namespace escale::format {

Result<> write_bundle(Files& files, const BuiltBundle& bundle, const Path& out) {
  TRY_ASSIGN(const Manifest manifest, read_manifest(bundle.manifest));
  const std::vector<BlobRef> needed = all_blobs(manifest);
  for (const BlobRef& ref : needed) {
    const auto found = bundle.blobs.find(ref.digest);
    if (found == bundle.blobs.end() || found->second.size() != ref.size || crypto::sha256(found->second) != ref.digest)
      return fail(Code::Refused, fmt::format("the blob {} of the manifest is not given", ref.digest.hex()));
  }
  std::vector<Path> written;
  const auto write_all = [&]() -> Result<> {
    for (const BlobRef& ref : needed) {
      const Path path = blob_path(out / "blobs", ref.digest);
      const auto there = files.read(path, ref.size);
      if (there && crypto::sha256(*there) == ref.digest) continue;
      if (!there && there.error().code == Code::NotFound) written.push_back(path);
      TRY(files.make_directories(path.parent_path()));
      TRY(files.write_atomic(path, bundle.blobs.at(ref.digest)));
    }
    TRY(files.make_directories(out / "bundles"));
    return files.write_atomic(out / "bundles" / (manifest.id + ".json"), bundle.manifest);
  };
  auto done = write_all();
  // A full disk is left as it was found, without half of a bundle.
  if (!done)
    for (const Path& path : written) (void)files.remove(path);
  return done;
}

}  // namespace escale::format
