// The repository tree as any static server would serve it: whole files, one byte range, ETag. Behind nginx this is nginx's work;
// it is here so that a hub alone is enough.
#pragma once

#include "sync/base/files.hpp"
#include "sync/hub/http_server.hpp"

namespace escale::hub {

/// Answers GET or HEAD of `path` (below the tree, not decoded, without leading slash).
Response serve_file(const Files& files, const Path& tree, std::string_view path, const Request& request);

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};
enum class RangeKind { Whole, Part, Unsatisfiable };
/// RFC 9110, section 14: one `bytes=` range against a size. Several ranges, or anything else, mean the whole file.
RangeKind parse_range(std::string_view header, std::uint64_t size, ByteRange& range);

}  // namespace escale::hub
