// The file system as a parameter, small enough that tests can replace it by one that fails at any step.
// write_atomic is the only way durable state is written outside SQLite: after a power cut the old or the new bytes are there, whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sync/base/bytes.hpp"

namespace escale {

using Path = std::filesystem::path;

class Files {
 public:
  virtual ~Files() = default;
  /// The whole file. NotFound when absent, TooLarge over max_bytes, Io otherwise.
  virtual Result<Bytes> read(const Path& path, std::uint64_t max_bytes) const = 0;
  /// Replaces the file by these bytes: temporary file, fsync, rename, fsync of the folder. NoSpace when the disk is full.
  virtual Result<> write_atomic(const Path& path, ByteView bytes) = 0;
  /// Appends to a file (created when absent) without syncing: partial downloads. NoSpace when the disk is full.
  virtual Result<> append(const Path& path, ByteView bytes) = 0;
  /// Renames within one file system and syncs both folders.
  virtual Result<> rename(const Path& from, const Path& to) = 0;
  /// Removes a file; removing what is not there is not an error.
  virtual Result<> remove(const Path& path) = 0;
  virtual Result<> make_directories(const Path& path) = 0;
  virtual bool exists(const Path& path) const = 0;
  /// Size in bytes. NotFound when absent.
  virtual Result<std::uint64_t> size(const Path& path) const = 0;
  /// Names (not paths) of regular files in a folder, sorted. Empty when the folder is absent.
  virtual Result<std::vector<std::string>> list(const Path& folder) const = 0;
  /// Names of folders in a folder, sorted. Empty when the folder is absent.
  virtual Result<std::vector<std::string>> list_directories(const Path& folder) const = 0;
};

/// The machine's file system.
class RealFiles final : public Files {
 public:
  Result<Bytes> read(const Path& path, std::uint64_t max_bytes) const override;
  Result<> write_atomic(const Path& path, ByteView bytes) override;
  Result<> append(const Path& path, ByteView bytes) override;
  Result<> rename(const Path& from, const Path& to) override;
  Result<> remove(const Path& path) override;
  Result<> make_directories(const Path& path) override;
  bool exists(const Path& path) const override;
  Result<std::uint64_t> size(const Path& path) const override;
  Result<std::vector<std::string>> list(const Path& folder) const override;
  Result<std::vector<std::string>> list_directories(const Path& folder) const override;
};

}  // namespace escale
