// Where repository files come from: a URL, a folder, a USB key, a neighbour. A fetcher is not trusted; it only has to keep the limit.
#pragma once

#include <cstdint>
#include <string_view>

#include "sync/base/bytes.hpp"
#include "sync/base/files.hpp"

namespace escale::repository {

class Fetcher {
 public:
  virtual ~Fetcher() = default;
  /// The bytes at a percent-encoded path below this source.
  /// NotFound when the source says it has no such file, TooLarge over max_length, Unavailable when it does not answer.
  virtual Result<Bytes> fetch(std::string_view path, std::uint64_t max_length) = 0;
};

/// A folder that holds the same files a web server would serve (a tree, a USB key). The path is taken literally.
class FolderFetcher final : public Fetcher {
 public:
  FolderFetcher(const Files& files, Path folder) : m_files(files), m_folder(std::move(folder)) {}
  Result<Bytes> fetch(std::string_view path, std::uint64_t max_length) override;

 private:
  const Files& m_files;
  Path m_folder;
};

}  // namespace escale::repository
