// A small repository with its keys, published for real into a temporary folder.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sync/repository/acceptance.hpp"
#include "sync/repository/publisher.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::test {

inline Timestamp at(const char* text) { return parse_timestamp(text).value(); }
inline const Timestamp kNoon = at("2026-11-24T12:00:00Z");

template <class T>
T must(Result<T> result, const char* what) {
  EXPECT_TRUE(result.has_value()) << what << ": " << (result ? "" : result.error().message);
  if (!result) std::abort();
  return std::move(*result);
}
inline void must(Result<> result, const char* what) { ASSERT_TRUE(result.has_value()) << what << ": " << (result ? "" : result.error().message); }
#define MUST(expression) ::escale::test::must((expression), #expression)

class Publishing {
 public:
  Publishing() {
    SeededRandom random(7);
    for (int i = 0; i < 8; ++i) keys.push_back(crypto::SigningKey::generate(random));
    online.snapshot = {&keys[6]};
    online.timestamp = {&keys[7]};
  }

  repository::RoleKeys role(std::initializer_list<int> who, int threshold) const {
    repository::RoleKeys out;
    for (int i : who) out.keys.push_back(keys[i].verify_key());
    out.threshold = threshold;
    return out;
  }
  repository::NewRepository setup() const { return {role({0, 1, 2}, 2), role({0, 1, 2}, 2), role({6}, 1), role({7}, 1)}; }

  repository::Draft draft(const std::string& name = "draft") { return MUST(repository::Draft::open(files, folder.path() / name, tree())); }
  Path tree() const { return folder.path() / "tree"; }

  /// Takes a complete draft into the tree and removes it.
  void publish(repository::Draft& draft, Timestamp now = kNoon) {
    const auto candidate = MUST(draft.candidate());
    const auto written = MUST(repository::accept_candidate(files, tree(), candidate, online, now));
    MUST(repository::write_tree(files, tree(), written));
    MUST(draft.discard());
  }
  void sign(repository::Draft& draft, std::initializer_list<int> who) {
    for (int i : who) MUST(draft.sign(keys[i]));
  }
  /// Root and targets by keys 0 and 1; the committee "idf" (keys 3, 4, 5, one is enough) publishes bundles/idf-*.json.
  void create() {
    auto first = draft();
    MUST(first.create(setup(), kNoon));
    MUST(first.delegate({"idf", role({3, 4}, 1), {"bundles/idf-*.json"}}, kNoon));
    MUST(first.add_target("targets", "reviewers.json", as_bytes(R"({"reviewers":[]})"), kNoon));
    MUST(first.add_target("idf", "bundles/idf-aller-vers.json", as_bytes(R"({"bundle":"idf-aller-vers"})"), kNoon));
    sign(first, {0, 1, 3});
    publish(first);
  }

  TemporaryFolder folder;
  RealFiles files;
  std::vector<crypto::SigningKey> keys;
  repository::OnlineKeys online;
};

}  // namespace escale::test
