// A stock client of The Update Framework, npm tuf-js, takes what our publisher writes.
#include <gtest/gtest.h>

#include "sync/base/json.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/repository/tree.hpp"
#include "tests/support/command.hpp"
#include "tests/sync/repository/publishing.hpp"

namespace escale::repository {
namespace {
using test::Publishing;

/// A bundle as the tree holds it: a manifest as target, blobs beside it.
std::string publish_bundle(Publishing& site, Timestamp now) {
  Json manifest{{"id", "idf-aller-vers"}, {"version", 2}, {"blobs", Json::array()}};
  for (const std::string text : {"premier document, à lire", "deuxième document", ""}) {
    const auto digest = crypto::sha256(as_bytes(text)).hex();
    MUST(write_tree(site.files, site.tree(), {{tree_blob_path(digest), to_bytes(text)}}));
    manifest["blobs"].push_back({{"sha256", digest}, {"size", text.size()}});
  }
  const std::string text = MUST(canonical_json(manifest));
  auto draft = site.draft("bundle");
  MUST(draft.add_target("idf", "bundles/idf-aller-vers.json", as_bytes(text), now));
  site.sign(draft, {3});
  site.publish(draft, now);
  return text;
}

TEST(Interoperability, TufJsDownloadsAManifestAndEveryBlobMatches) {
  const Path scripts = Path(ESCALE_SOURCE_DIR) / "tests/npm";
  ASSERT_TRUE(std::filesystem::exists(scripts / "node_modules/tuf-js")) << "run npm ci in tests/npm (./dev test does)";
  // tuf-js judges expiry by the system's clock.
  const Timestamp now = SystemClock().now();
  Publishing site;
  auto first = site.draft();
  MUST(first.create(site.setup(), now));
  MUST(first.delegate({"idf", site.role({3, 4}, 1), {"bundles/idf-*.json"}}, now));
  MUST(first.add_target("targets", "reviewers.json", as_bytes("{}"), now));
  site.sign(first, {0, 1, 3});
  site.publish(first, now);
  const std::string manifest = publish_bundle(site, now);
  // A root rotation on the way, so that the stock client walks the chain too.
  auto rotation = site.draft("rotation");
  MUST(rotation.set_keys("root", site.role({1, 2, 5}, 2), now));
  site.sign(rotation, {0, 1, 2});
  site.publish(rotation, now);

  const std::string line = "node '" + (scripts / "tuf_download.mjs").string() + "' '" + site.tree().string() + "' '" +
                           (site.tree() / "metadata/1.root.json").string() + "' out reviewers.json bundles/idf-aller-vers.json";
  const auto outcome = test::run_in(site.folder.path(), line);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::string marker = "bundles/idf-aller-vers.json ";
  const std::size_t begin = outcome.out.find(marker) + marker.size();
  const std::string place = outcome.out.substr(begin, outcome.out.find('\n', begin) - begin);
  const std::string got = test::read_whole(site.folder.path() / place);
  EXPECT_EQ(got, manifest);
  const Json bundle = MUST(parse_json(got));
  ASSERT_EQ(bundle["blobs"].size(), 3u);
  for (const auto& blob : bundle["blobs"]) {
    const std::string digest = blob["sha256"].get<std::string>();
    const Bytes bytes = MUST(site.files.read(site.tree() / tree_blob_path(digest), 1 << 20));
    EXPECT_EQ(bytes.size(), blob["size"].get<std::size_t>());
    EXPECT_EQ(crypto::sha256(bytes).hex(), digest);
  }

  // And it refuses what we spoil.
  const auto state = MUST(read_tree(site.files, site.tree()));
  const auto role = MUST(read_role(site.files, site.tree(), state, "idf"));
  const std::string hash = role->body.targets.find("bundles/idf-aller-vers.json")->second.hashes.at("sha256");
  test::write_whole(site.tree() / tree_target_path("bundles/idf-aller-vers.json", hash), std::string(manifest.size(), ' '));
  EXPECT_EQ(test::run_in(site.folder.path(), "rm -r out && " + line).exit_code, 1);
}

}  // namespace
}  // namespace escale::repository
