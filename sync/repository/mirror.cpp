#include "sync/repository/mirror.hpp"

#include <string>
#include <utility>
#include <vector>

#include "sync/repository/names.hpp"

namespace escale::repository {
namespace {

/// Remembers what went through it, in order.
class Recorder final : public Fetcher {
 public:
  explicit Recorder(Fetcher& source) : m_source(source) {}
  Result<Bytes> fetch(std::string_view path, std::uint64_t max_length) override {
    auto bytes = m_source.fetch(path, max_length);
    if (bytes) fetched.emplace_back(path, *bytes);
    return bytes;
  }
  std::vector<std::pair<std::string, Bytes>> fetched;

 private:
  Fetcher& m_source;
};

}  // namespace

Result<MirrorSummary> mirror(Files& files, TrustedStore& trusted, Fetcher& metadata, Fetcher& targets, const Path& tree, Timestamp now,
                             const Limits& limits) {
  Recorder recorder(metadata);
  Updater updater(trusted, now, limits);
  TRY(updater.refresh(recorder));
  TRY_ASSIGN(const auto found, updater.all_targets());

  // Everything the tree lacks is fetched before anything is written.
  std::vector<std::pair<Path, Bytes>> missing_targets;
  for (const auto& target : found) {
    const auto hash = target.file.hashes.find("sha256");
    if (hash == target.file.hashes.end()) continue;  // not one of ours: nothing here would name it
    const Path path = tree / "targets" / hash_prefixed(target.path, hash->second);
    if (files.exists(path) || target.expired) continue;
    TRY_ASSIGN(Bytes bytes, updater.fetch_target(target, targets));
    missing_targets.emplace_back(path, std::move(bytes));
  }

  // As a publisher writes: targets, versioned metadata, and timestamp.json, which makes them visible, last.
  MirrorSummary summary;
  for (const auto& [path, bytes] : missing_targets) TRY(files.write_atomic(path, bytes));
  summary.targets = missing_targets.size();
  const std::string last = metadata_name(kTimestamp);
  for (const bool timestamp : {false, true}) {
    for (const auto& [name, bytes] : recorder.fetched) {
      if ((name == last) != timestamp) continue;
      const Path path = tree / "metadata" / name;
      if (!timestamp && files.exists(path)) continue;
      TRY(files.write_atomic(path, bytes));
      ++summary.metadata;
    }
  }
  return summary;
}

}  // namespace escale::repository
