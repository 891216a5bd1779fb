// Creating a file that only its owner may read, once: what is there already stays, and after a power cut the whole file
// is there or none. Used by this folder's key files only; everything else goes through Files.
#pragma once

#include "sync/base/files.hpp"

namespace escale::crypto {

/// Mode 0600 from the first byte on. Conflict when the name is taken, NoSpace on a full disk, Io otherwise.
Result<> create_private_file(const Path& path, ByteView bytes);

}  // namespace escale::crypto
