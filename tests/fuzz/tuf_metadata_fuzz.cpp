// Any bytes as the four kinds of TUF metadata: what is accepted keeps its bytes, has sane numbers, and its signatures can be counted.
#include <cstddef>
#include <cstdint>

#include "sync/repository/metadata.hpp"
#include "sync/repository/names.hpp"

using namespace escale;
using namespace escale::repository;

namespace {
template <class T>
void common(const Result<Signed<T>>& parsed, ByteView bytes) {
  if (!parsed) {
    CHECK(!parsed.error().message.empty());
    return;
  }
  CHECK(as_text(parsed->bytes) == as_text(bytes));
  CHECK(parsed->type == T::kType);
  CHECK(parsed->body.version >= 1);
  CHECK(!parsed->signed_bytes.empty());
}

void delegations(const Signed<Targets>& targets) {
  for (const DelegatedRole& role : targets.body.delegations.roles) {
    CHECK(role.threshold >= 1 && targets.body.delegations.find(role.name) != nullptr);
    CHECK(encode_segment(role.name).find('/') == std::string::npos);
    (void)verify_threshold(role.name, targets, targets.body.delegations.keys, role);
    for (const auto& [path, file] : targets.body.targets) {
      (void)role.covers(path);
      (void)check_content(path, as_bytes(path), file.length, file.hashes);
    }
    for (const std::string& pattern : role.paths) (void)matches_pattern(pattern, role.name);
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView view(data, size);
  const Bytes bytes(view.begin(), view.end());
  const auto root = parse_root(bytes);
  common(root, view);
  if (root) {
    CHECK(root->body.roles.size() == 4);
    for (const auto& [name, role] : root->body.roles) {
      CHECK(role.threshold >= 1);
      CHECK(verified_signers(*root, root->body.keys, role).size() <= role.keyids.size());
    }
  }
  common(parse_timestamp_metadata(bytes), view);
  common(parse_snapshot(bytes), view);
  const auto targets = parse_targets(bytes);
  common(targets, view);
  if (targets) delegations(*targets);
  // The first line as a pattern, the rest as a path: time stays bounded whatever the pattern.
  const std::string_view text = as_text(view).substr(0, 4096);
  const auto line = text.find('\n');
  if (line != std::string_view::npos) (void)matches_pattern(text.substr(0, line), text.substr(line + 1));
  return 0;
}
