// A disk that stops at the n-th change, for every n: what is left is always a state to go on from.
#include <gtest/gtest.h>

#include "sync/repository/client.hpp"
#include "sync/repository/names.hpp"
#include "tests/support/command.hpp"
#include "tests/sync/repository/publishing.hpp"

namespace escale::repository {
namespace {
using test::kNoon;
using test::Publishing;

/// Real files until the budget of changes is used up; then nothing is written any more, as after a power cut.
class CutFiles final : public Files {
 public:
  explicit CutFiles(int changes) : m_left(changes) {}
  Result<Bytes> read(const Path& path, std::uint64_t max_bytes) const override { return m_files.read(path, max_bytes); }
  Result<> write_atomic(const Path& path, ByteView bytes) override { return spend() ? m_files.write_atomic(path, bytes) : cut(); }
  Result<> append(const Path& path, ByteView bytes) override { return spend() ? m_files.append(path, bytes) : cut(); }
  Result<> rename(const Path& from, const Path& to) override { return spend() ? m_files.rename(from, to) : cut(); }
  Result<> remove(const Path& path) override { return spend() ? m_files.remove(path) : cut(); }
  Result<> make_directories(const Path& path) override { return m_files.make_directories(path); }
  bool exists(const Path& path) const override { return m_files.exists(path); }
  Result<std::uint64_t> size(const Path& path) const override { return m_files.size(path); }
  Result<std::vector<std::string>> list(const Path& folder) const override { return m_files.list(folder); }
  Result<std::vector<std::string>> list_directories(const Path& folder) const override { return m_files.list_directories(folder); }
  bool was_cut() const { return m_left < 0; }

 private:
  bool spend() { return --m_left >= 0; }
  static Result<> cut() { return fail(Code::Io, "the power is off"); }
  RealFiles m_files;
  int m_left;
};

TEST(PowerCut, ARefreshCutAtAnyWriteLeavesAUsableState) {
  Publishing site;
  site.create();
  const Path start = site.folder.path() / "start";
  {
    TrustedStore store(site.files, start);
    MUST(store.initialise(MUST(site.files.read(site.tree() / "metadata/1.root.json", 1 << 20))));
    FolderFetcher metadata(site.files, site.tree() / "metadata");
    Updater updater(store, kNoon);
    MUST(updater.refresh(metadata));
    MUST(updater.all_targets());
  }
  // A change of everything: two roots, the timestamp and snapshot keys rotated, targets, a delegated role.
  auto draft = site.draft();
  MUST(draft.set_keys("timestamp", site.role({5}, 1), kNoon));
  MUST(draft.set_keys("snapshot", site.role({5}, 1), kNoon));
  MUST(draft.add_target("targets", "reviewers.json", as_bytes("new"), kNoon));
  MUST(draft.add_target("idf", "bundles/idf-b.json", as_bytes("b"), kNoon));
  site.sign(draft, {0, 1, 3});
  site.online.timestamp = site.online.snapshot = {&site.keys[5]};
  site.publish(draft);
  auto again = site.draft();
  MUST(again.renew("root", kNoon));
  site.sign(again, {1, 2});
  site.publish(again);

  int cuts = 0;
  for (int budget = 0;; ++budget) {
    const Path trusted = site.folder.path() / ("trusted-" + std::to_string(budget));
    std::filesystem::copy(start, trusted, std::filesystem::copy_options::recursive);
    CutFiles files(budget);
    {
      TrustedStore store(files, trusted);
      FolderFetcher metadata(site.files, site.tree() / "metadata");
      Updater updater(store, kNoon);
      const bool whole = updater.refresh(metadata) && updater.all_targets();
      EXPECT_EQ(whole, !files.was_cut());
    }
    // After the cut: what was installed is still there to show…
    TrustedStore store(site.files, trusted);
    {
      Updater offline(store, kNoon + Days{4000});
      MUST(offline.load_trusted());
      EXPECT_TRUE(offline.find_target("reviewers.json"));
    }
    // …and the next refresh brings everything.
    FolderFetcher metadata(site.files, site.tree() / "metadata");
    FolderFetcher targets(site.files, site.tree() / "targets");
    Updater updater(store, kNoon);
    MUST(updater.refresh(metadata));
    const auto found = MUST(updater.find_target("bundles/idf-b.json"));
    EXPECT_EQ(to_text(MUST(updater.fetch_target(found, targets))), "b");
    for (const auto& [role, version] : {std::pair{"root", 3}, std::pair{"timestamp", 3}, std::pair{"snapshot", 3}, std::pair{"targets", 2}, std::pair{"idf", 2}}) {
      const Path served = site.tree() / "metadata" / (std::string(role) == "timestamp" ? "timestamp.json" : metadata_name(role, version));
      EXPECT_EQ(test::read_whole(trusted / metadata_name(role)), test::read_whole(served)) << role;
    }
    if (!files.was_cut()) break;
    ++cuts;
  }
  EXPECT_GE(cuts, 7);  // two removals, two roots, timestamp, snapshot, targets, and the delegated role
}

TEST(PowerCut, APublicationCutAtAnyWriteKeepsTheOldStateReadable) {
  Publishing site;
  site.create();
  auto draft = site.draft();
  MUST(draft.add_target("idf", "bundles/idf-b.json", as_bytes("b"), kNoon));
  site.sign(draft, {3});
  const auto candidate = MUST(draft.candidate());
  const auto written = MUST(accept_candidate(site.files, site.tree(), candidate, site.online, kNoon));
  for (int budget = 0; budget <= static_cast<int>(written.size()); ++budget) {
    const Path tree = site.folder.path() / ("tree-" + std::to_string(budget));
    std::filesystem::copy(site.tree(), tree, std::filesystem::copy_options::recursive);
    CutFiles files(budget);
    EXPECT_EQ(write_tree(files, tree, written).has_value(), budget == static_cast<int>(written.size()));
    TrustedStore store(site.files, site.folder.path() / ("reader-" + std::to_string(budget)));
    MUST(store.initialise(MUST(site.files.read(tree / "metadata/1.root.json", 1 << 20))));
    FolderFetcher metadata(site.files, tree / "metadata");
    Updater updater(store, kNoon);
    MUST(updater.refresh(metadata));
    EXPECT_EQ(updater.find_target("bundles/idf-b.json").has_value(), budget == static_cast<int>(written.size()));
    // Publishing the same again completes it.
    MUST(write_tree(site.files, tree, MUST(accept_candidate(site.files, tree, candidate, site.online, kNoon).or_else([&](const Error&) -> Result<TreeFiles> { return written; }))));
  }
}

}  // namespace
}  // namespace escale::repository
