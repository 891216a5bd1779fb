// The trusted metadata of one client, in one folder: root.json, timestamp.json, snapshot.json, targets.json, <role>.json.
// Only verified bytes are written, as received, each file whole (Files::write_atomic): any cut leaves a state to go on from.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sync/base/files.hpp"

namespace escale::repository {

class TrustedStore {
 public:
  TrustedStore(Files& files, Path folder) : m_files(files), m_folder(std::move(folder)) {}

  /// Places the first root, which came with the program or from an operator; it must be well-formed and signed by its own keys.
  /// Conflict when there is another one already.
  Result<> initialise(ByteView root);
  /// The stored bytes, or nothing when there are none.
  Result<std::optional<Bytes>> load(std::string_view role, std::uint64_t max_bytes) const;
  Result<> save(std::string_view role, ByteView bytes);
  Result<> remove(std::string_view role);
  const Path& folder() const { return m_folder; }

 private:
  Files& m_files;
  Path m_folder;
};

}  // namespace escale::repository
