// Where things lie in a terminal's data folder. One folder is one terminal: moving it moves the terminal, deleting it ends it.
#pragma once

#include "sync/base/files.hpp"

namespace escale::store {

struct DataFolder {
  Path root;

  Path identity_key() const { return root / "identity.key"; }  ///< the terminal's signing key, mode 0600; beside it identity.key.pub
  Path state_database() const { return root / "state.db"; }
  Path metadata() const { return root / "metadata"; }  ///< repository::TrustedStore
  Path blobs() const { return root / "blobs"; }        ///< client::BlobFolder, format::BundleReader
};

}  // namespace escale::store
