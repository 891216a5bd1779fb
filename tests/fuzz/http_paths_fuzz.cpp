// Any text as a request for a file of the repository: the first line is the path, the second the Range header, the third If-None-Match.
// The hub answers with a file below the tree or with an error, never with what lies beside the tree.
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "sync/hub/static_files.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace escale;

namespace {
constexpr std::string_view kInside = "inside the tree";
constexpr std::string_view kBeside = "beside the tree: a secret";

struct Tree {
  Tree() {
    CHECK(files.make_directories(path() / "metadata"));
    CHECK(files.write_atomic(path() / "metadata" / "timestamp.json", as_bytes(kInside)));
    CHECK(files.write_atomic(path() / ".hidden", as_bytes(kBeside)));
    CHECK(files.write_atomic(folder.path() / "hub.db", as_bytes(kBeside)));
  }
  Path path() const { return folder.path() / "repository"; }
  test::TemporaryFolder folder{test::fast_folder()};
  RealFiles files;
};

std::string line_of(std::string_view& rest) {
  const auto end = std::min(rest.find('\n'), rest.size());
  std::string line(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Tree tree;
  std::string_view rest = as_text({data, size});
  hub::Request request;
  request.method = "GET";
  const std::string path = line_of(rest);
  const std::string range_text = line_of(rest);
  request.headers = {{"Range", range_text}, {"If-None-Match", line_of(rest)}};
  request.query = path;
  (void)request.parameter("after");
  const hub::Response response = hub::serve_file(tree.files, tree.path(), path, request);
  CHECK(response.status == 200 || response.status == 206 || response.status == 304 || response.status == 404 || response.status == 416);
  CHECK(!response.file.has_value());  // both files are small
  if (response.status == 200) CHECK(response.body == kInside);
  if (response.status == 206) CHECK(!response.body.empty() && kInside.find(response.body) != std::string_view::npos);
  CHECK(response.body.find("secret") == std::string::npos);

  for (const std::uint64_t length : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{15}, ~std::uint64_t{0}}) {
    hub::ByteRange range;
    if (hub::parse_range(range_text, length, range) != hub::RangeKind::Part) continue;
    CHECK(range.length > 0 && range.first < length && range.length <= length - range.first);
  }
  return 0;
}
