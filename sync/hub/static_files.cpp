#include "sync/hub/static_files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "sync/hub/answers.hpp"

namespace escale::hub {
namespace {
constexpr std::uint64_t kInMemory = 256U << 10;  // metadata and small files: read whole, so that a replacement cannot tear them

/// Plain segments only: nothing hidden, nothing that climbs.
bool is_plain(std::string_view path) {
  if (path.empty() || path.size() > 400) return false;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    if (segment.empty() || segment.front() == '.') return false;
    for (const char c : segment)
      if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '%' || c == '~'))
        return false;
    start = end + 1;
  }
  return true;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}
}  // namespace

RangeKind parse_range(std::string_view header, std::uint64_t size, ByteRange& range) {
  constexpr std::string_view unit = "bytes=";
  if (!header.starts_with(unit)) return RangeKind::Whole;
  header.remove_prefix(unit.size());
  const auto dash = header.find('-');
  if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return RangeKind::Whole;
  const auto first = number(header.substr(0, dash));
  const auto last = number(header.substr(dash + 1));
  if (dash == 0) {  // the last N bytes
    if (!last) return RangeKind::Whole;
    if (*last == 0 || size == 0) return RangeKind::Unsatisfiable;
    range.length = std::min(*last, size);
    range.first = size - range.length;
    return RangeKind::Part;
  }
  if (!first || (!last && dash + 1 != header.size()) || (last && *last < *first)) return RangeKind::Whole;
  if (*first >= size) return RangeKind::Unsatisfiable;
  range.first = *first;
  range.length = std::min(last.value_or(size - 1), size - 1) - *first + 1;
  return RangeKind::Part;
}

Response serve_file(const Files& files, const Path& tree, std::string_view path, const Request& request) {
  if (!is_plain(path)) return error_answer(404, "no_such_file", Code::NotFound, "the repository has no such file");
  const Path file = tree / Path(std::string(path));
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode))
    return error_answer(404, "no_such_file", Code::NotFound, "the repository has no such file");

  Response response;
  response.content_type = path.ends_with(".json") ? "application/json" : "application/octet-stream";
  auto size = static_cast<std::uint64_t>(info.st_size);
  const std::string etag = fmt::format("\"{:x}-{:x}.{:x}\"", size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
  const bool changes = path == "metadata/timestamp.json";
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Accept-Ranges", "bytes");
  response.headers.emplace_back("Cache-Control", changes ? "no-cache" : "public, max-age=31536000, immutable");
  if (request.header("If-None-Match").find(etag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  ByteRange range{0, size};
  const std::string_view if_range = request.header("If-Range");
  if (if_range.empty() || if_range == etag) {
    switch (parse_range(request.header("Range"), size, range)) {
      case RangeKind::Whole: range = {0, size}; break;
      case RangeKind::Part:
        response.status = 206;
        response.headers.emplace_back("Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, size));
        break;
      case RangeKind::Unsatisfiable: {
        Response refused = error_answer(416, "range_not_satisfiable", Code::InvalidInput, fmt::format("the file has {} bytes", size));
        refused.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
        return refused;
      }
    }
  }
  if (size <= kInMemory) {
    const auto bytes = files.read(file, kInMemory);
    if (!bytes || bytes->size() != size) return error_answer(503, "file_changed", Code::Unavailable, "the file is being replaced: try again");
    response.body = to_text(ByteView(*bytes).subspan(range.first, range.length));
  } else {
    response.file = Response::FilePart{file, range.first, range.length};
  }
  return response;
}

}  // namespace escale::hub
