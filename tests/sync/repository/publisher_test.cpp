#include "sync/repository/publisher.hpp"

#include <gmock/gmock.h>

#include "sync/repository/client.hpp"
#include "sync/repository/trusted_time.hpp"
#include "tests/sync/repository/publishing.hpp"

namespace escale::repository {
namespace {
using test::at;
using test::kNoon;
using test::Publishing;
using testing::ElementsAre;
using testing::HasSubstr;

/// A client of the published tree, with a trusted folder of its own.
struct Reader {
  explicit Reader(Publishing& with, const char* name = "trusted") : site(with), store(with.files, with.folder.path() / name) {
    MUST(store.initialise(MUST(with.files.read(with.tree() / "metadata/1.root.json", 1 << 20))));
  }
  Result<std::string> read(std::string_view path, Timestamp now = kNoon) {
    FolderFetcher metadata(site.files, site.tree() / "metadata");
    FolderFetcher targets(site.files, site.tree() / "targets");
    Updater updater(store, now);
    TRY(updater.refresh(metadata));
    issued = updater.newest_issued();
    rotated = updater.timestamp_key_rotated();
    TRY_ASSIGN(const auto found, updater.find_target(path));
    TRY_ASSIGN(const Bytes bytes, updater.fetch_target(found, targets));
    return to_text(bytes);
  }
  Publishing& site;
  TrustedStore store;
  std::optional<Timestamp> issued;
  bool rotated = false;
};

TEST(Publisher, WhatItPublishesAClientReads) {
  Publishing site;
  site.create();
  Reader reader(site);
  EXPECT_EQ(reader.read("reviewers.json").value(), R"({"reviewers":[]})");
  EXPECT_EQ(reader.read("bundles/idf-aller-vers.json").value(), R"({"bundle":"idf-aller-vers"})");
  EXPECT_EQ(reader.read("bundles/idf-autre.json").error().code, Code::NotFound);
  EXPECT_EQ(reader.issued, kNoon);
}

TEST(Publisher, ListsEveryTargetWithWhoDescribesIt) {
  Publishing site;
  site.create();
  TrustedStore store(site.files, site.folder.path() / "trusted");
  MUST(store.initialise(MUST(site.files.read(site.tree() / "metadata/1.root.json", 1 << 20))));
  FolderFetcher metadata(site.files, site.tree() / "metadata");
  {
    Updater updater(store, kNoon);
    MUST(updater.refresh(metadata));
    const auto all = MUST(updater.all_targets());
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].path, "bundles/idf-aller-vers.json");
    EXPECT_EQ(all[0].role, "idf");
    EXPECT_EQ(all[1].role, "targets");
  }
  // Years later, without a network: expired is not shown less.
  Updater offline(store, at("2040-01-01T00:00:00Z"));
  MUST(offline.load_trusted());
  EXPECT_EQ(MUST(offline.all_targets()).size(), 2u);
}

TEST(Publisher, ACommitteeThatForgotToRenewHoldsUpNobodyElse) {
  Publishing site;
  site.create();
  Reader reader(site);
  MUST(reader.read("bundles/idf-aller-vers.json"));
  const Timestamp later = kNoon + Days{360};  // the committee's year ends on day 365, everybody else renews
  {
    auto draft = site.draft();
    MUST(draft.renew("targets", later));
    site.sign(draft, {0, 1});
    site.publish(draft, later);
  }
  MUST(write_tree(site.files, site.tree(), MUST(renew_online(site.files, site.tree(), site.online, later))));

  // The others still publish after it ran out…
  const Timestamp after = later + Days{10};
  auto draft = site.draft();
  MUST(draft.add_target("targets", "reviewers.json", as_bytes(R"({"reviewers":[2]})"), after));
  site.sign(draft, {0, 1});
  site.publish(draft, after);
  EXPECT_EQ(reader.read("bundles/idf-aller-vers.json", after).error().code, Code::Expired);
  EXPECT_EQ(reader.read("reviewers.json", after).value(), R"({"reviewers":[2]})");

  // …and who lists what there is sees the committee's content as it was last trusted, marked.
  const auto all_of = [&](TrustedStore& store) {
    FolderFetcher metadata(site.files, site.tree() / "metadata");
    Updater updater(store, after);
    MUST(updater.refresh(metadata));
    return MUST(updater.all_targets());
  };
  const auto known = all_of(reader.store);
  ASSERT_EQ(known.size(), 2u);
  EXPECT_TRUE(known[0].expired);
  EXPECT_EQ(known[0].role, "idf");
  EXPECT_FALSE(known[1].expired);
  Reader newcomer(site, "newcomer");  // never trusted it: does not take it now
  const auto fresh = all_of(newcomer.store);
  ASSERT_EQ(fresh.size(), 1u);
  EXPECT_EQ(fresh[0].path, "reviewers.json");
  Updater offline(newcomer.store, after);
  MUST(offline.load_trusted());
  EXPECT_EQ(MUST(offline.all_targets()).size(), 1u);
}

TEST(Publisher, AStoredSnapshotIsTheOneTheTimestampMeans) {
  Publishing site;
  site.create();
  Reader reader(site);
  MUST(reader.read("reviewers.json"));
  // The server lost its last state and made another snapshot 2 than the one the reader got.
  const Path before = site.folder.path() / "before";
  std::filesystem::copy(site.tree(), before, std::filesystem::copy_options::recursive);
  const auto publish = [&](const char* draft_name, const char* text) {
    auto draft = site.draft(draft_name);
    MUST(draft.add_target("idf", "bundles/idf-aller-vers.json", as_bytes(text), kNoon));
    site.sign(draft, {3});
    site.publish(draft);
  };
  publish("one", "one");
  EXPECT_EQ(reader.read("bundles/idf-aller-vers.json").value(), "one");
  std::filesystem::remove_all(site.tree());
  std::filesystem::rename(before, site.tree());
  publish("two", "two");
  MUST(write_tree(site.files, site.tree(), MUST(renew_online(site.files, site.tree(), site.online, kNoon))));
  EXPECT_EQ(reader.read("bundles/idf-aller-vers.json").value(), "two");
}

TEST(Publisher, CollectsSignaturesOneByOneUntilTheThreshold) {
  Publishing site;
  {
    auto draft = site.draft();
    MUST(draft.create(site.setup(), kNoon));
    EXPECT_THAT(MUST(draft.sign(site.keys[0])), ElementsAre("root", "targets"));
    const auto refused = draft.candidate();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Untrusted);
    EXPECT_THAT(refused.error().message, HasSubstr("root version 1 has 1 of 2 signatures"));
  }
  // On another machine, from the same folder.
  auto draft = site.draft();
  const auto status = MUST(draft.status());
  ASSERT_EQ(status.size(), 2u);
  EXPECT_FALSE(status[0].complete());
  EXPECT_EQ(status[0].groups[0].missing.size(), 2u);
  EXPECT_EQ(draft.sign(site.keys[5]).error().code, Code::Refused);
  MUST(draft.sign(site.keys[0]));  // signing twice counts once
  EXPECT_FALSE(draft.candidate());
  MUST(draft.sign(site.keys[2]));
  site.publish(draft);
  EXPECT_TRUE(draft.empty());
}

TEST(Publisher, EditingDropsSignatures) {
  Publishing site;
  auto draft = site.draft();
  MUST(draft.create(site.setup(), kNoon));
  site.sign(draft, {0, 1});
  MUST(draft.candidate());
  MUST(draft.add_target("targets", "reviewers.json", as_bytes("{}"), kNoon));
  EXPECT_EQ(draft.candidate().error().code, Code::Untrusted);
}

TEST(Publisher, SendsTargetsOfSeveralLines) {
  Candidate candidate;
  candidate.metadata["targets"] = to_bytes("{\"signed\":1}\n");
  candidate.targets["fleet/terminals.json"] = to_bytes("{\n\t\"é\": 1\n}\n");
  EXPECT_EQ(MUST(parse_candidate(MUST(write_candidate(candidate)))), candidate);
  candidate.targets["media.png"] = to_bytes("\x89PNG");
  EXPECT_EQ(write_candidate(candidate).error().message, "the target 'media.png' is not UTF-8 text");
}

TEST(Publisher, ADraftFromAStickStaysInItsFolder) {
  Publishing site;
  site.create();
  const Path mine = site.folder.path() / "mine.txt";
  MUST(site.files.write_atomic(mine, as_bytes("mine")));
  MUST(site.draft().add_target("idf", "bundles/idf-x.json", as_bytes("x"), kNoon));
  const Path metadata = site.folder.path() / "draft/metadata/idf.json";
  const std::string text = to_text(MUST(site.files.read(metadata, 1 << 20)));
  for (const std::string& path : {mine.string(), std::string("../../mine.txt")}) {
    std::string hostile = text;
    hostile.replace(hostile.find("bundles/idf-x.json"), std::string("bundles/idf-x.json").size(), path);
    MUST(site.files.write_atomic(metadata, as_bytes(hostile)));
    auto draft = Draft::open(site.files, site.folder.path() / "draft", site.tree());
    if (draft) MUST(draft->discard());
    EXPECT_FALSE(draft) << path;
    EXPECT_TRUE(site.files.exists(mine)) << path;
  }
}

TEST(Publisher, ShowsTheDifferenceBeingSigned) {
  Publishing site;
  site.create();
  auto draft = site.draft();
  MUST(draft.add_target("targets", "reviewers.json", as_bytes("{\"reviewers\":[1]}"), kNoon + Days{1}));
  MUST(draft.remove_target("idf", "bundles/idf-aller-vers.json", kNoon + Days{1}));
  const auto changes = MUST(draft.changes());
  ASSERT_EQ(changes.size(), 4u);
  EXPECT_EQ(changes[0].role, "targets");
  EXPECT_EQ(changes[0].what, "target reviewers.json");
  EXPECT_EQ(changes[0].kind, Change::Kind::Changed);
  EXPECT_THAT(changes[0].before, HasSubstr("16 bytes"));
  EXPECT_EQ(changes[1], (Change{"targets", Change::Kind::Changed, "expires", "2027-11-24T12:00:00Z", "2027-11-25T12:00:00Z"}));
  EXPECT_EQ(changes[2].kind, Change::Kind::Removed);
  EXPECT_EQ(changes[2].what, "target bundles/idf-aller-vers.json");
}

TEST(Publisher, ACommitteePublishesOnlyItsRole) {
  Publishing site;
  site.create();
  Reader reader(site);
  MUST(reader.read("reviewers.json"));
  auto draft = site.draft("committee");
  MUST(draft.add_target("idf", "bundles/idf-nouveau.json", as_bytes("{\"bundle\":2}"), kNoon + Days{2}));
  EXPECT_EQ(draft.add_target("idf", "bundles/paca.json", as_bytes("{}"), kNoon).error().code, Code::Refused);
  site.sign(draft, {4});
  const auto candidate = MUST(draft.candidate());
  EXPECT_EQ(candidate.metadata.size(), 1u);
  EXPECT_EQ(candidate.targets.size(), 1u);  // what the repository has is not sent again
  EXPECT_EQ(MUST(parse_candidate(MUST(write_candidate(candidate)))), candidate);
  site.publish(draft, kNoon + Days{2});
  EXPECT_EQ(reader.read("bundles/idf-nouveau.json", kNoon + Days{2}).value(), "{\"bundle\":2}");
  EXPECT_EQ(reader.read("bundles/idf-aller-vers.json", kNoon + Days{2}).value(), R"({"bundle":"idf-aller-vers"})");
  EXPECT_EQ(reader.issued, kNoon + Days{2});
}

TEST(Publisher, RotatesRootByOldAndNewThresholds) {
  Publishing site;
  site.create();
  Reader reader(site);
  MUST(reader.read("reviewers.json"));
  auto draft = site.draft();
  MUST(draft.set_keys("root", site.role({2, 3, 4, 5}, 3), kNoon));
  site.sign(draft, {2, 3, 4});
  auto refused = draft.candidate();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("for root before"));
  MUST(draft.sign(site.keys[0]));
  site.publish(draft);
  EXPECT_TRUE(reader.read("reviewers.json"));
  // A client that comes with the first root follows the chain.
  Reader late(site, "late");
  EXPECT_TRUE(late.read("reviewers.json"));
  EXPECT_FALSE(late.rotated);
}

TEST(Publisher, RotatesOnlineKeysAndTellsTrustedTime) {
  Publishing site;
  site.create();
  Reader reader(site);
  MUST(reader.read("reviewers.json"));
  auto draft = site.draft();
  MUST(draft.set_keys("timestamp", site.role({5}, 1), kNoon));
  site.sign(draft, {0, 1});
  const auto candidate = MUST(draft.candidate());
  EXPECT_EQ(accept_candidate(site.files, site.tree(), candidate, site.online, kNoon).error().code, Code::Refused);
  site.online.timestamp = {&site.keys[5]};
  site.publish(draft);
  EXPECT_TRUE(reader.read("reviewers.json"));
  EXPECT_TRUE(reader.rotated);
}

TEST(Publisher, RefusesKeysThatLeaveNobodyToGoOn) {
  Publishing site;
  auto draft = site.draft();
  auto setup = site.setup();
  setup.root = site.role({0, 1}, 2);
  EXPECT_EQ(draft.create(setup, kNoon).error().code, Code::Refused);
  setup.root = site.role({0, 1}, 3);
  EXPECT_EQ(draft.create(setup, kNoon).error().code, Code::InvalidInput);
  setup.root = site.role({0, 0, 1}, 2);
  EXPECT_EQ(draft.create(setup, kNoon).error().code, Code::InvalidInput);
  EXPECT_TRUE(draft.empty());
  MUST(draft.create(site.setup(), kNoon));
  EXPECT_EQ(draft.delegate({"Île", site.role({3, 4}, 1), {"bundles/*"}}, kNoon).error().code, Code::InvalidInput);
  EXPECT_EQ(draft.delegate({"snapshot", site.role({3, 4}, 1), {"bundles/*"}}, kNoon).error().code, Code::InvalidInput);
  EXPECT_EQ(draft.delegate({"idf", site.role({3, 4}, 1), {}}, kNoon).error().code, Code::InvalidInput);
  EXPECT_EQ(draft.add_target("targets", "../secret", {}, kNoon).error().code, Code::InvalidInput);
  EXPECT_EQ(draft.add_target("idf", "bundles/a.json", {}, kNoon).error().code, Code::NotFound);
  EXPECT_EQ(draft.renew("targets", kNoon).error().code, Code::NotFound);
}

TEST(Publisher, SaysWhenSomebodyElsePublishedFirst) {
  Publishing site;
  site.create();
  auto first = site.draft("first");
  MUST(first.add_target("idf", "bundles/idf-a.json", as_bytes("a"), kNoon));
  MUST(first.sign(site.keys[3]));
  auto second = site.draft("second");
  MUST(second.add_target("idf", "bundles/idf-b.json", as_bytes("b"), kNoon));
  MUST(second.sign(site.keys[4]));
  const auto candidate = MUST(second.candidate());
  site.publish(first);
  EXPECT_EQ(verify_candidate(site.files, site.tree(), candidate, kNoon).error().code, Code::Conflict);
  auto reopened = site.draft("second");
  EXPECT_EQ(reopened.status().error().code, Code::Conflict);
  EXPECT_EQ(reopened.add_target("idf", "bundles/idf-c.json", as_bytes("c"), kNoon).error().code, Code::Conflict);
  // On the new base, nothing of the first is lost.
  MUST(reopened.rebase(kNoon));
  EXPECT_EQ(reopened.candidate().error().code, Code::Untrusted);
  MUST(reopened.sign(site.keys[4]));
  site.publish(reopened);
  Reader reader(site);
  EXPECT_EQ(reader.read("bundles/idf-a.json").value(), "a");
  EXPECT_EQ(reader.read("bundles/idf-b.json").value(), "b");
}

TEST(Publisher, DoesNotMergeTwoChangesOfOneTarget) {
  Publishing site;
  site.create();
  auto first = site.draft("first");
  MUST(first.add_target("idf", "bundles/idf-a.json", as_bytes("a"), kNoon));
  MUST(first.sign(site.keys[3]));
  auto second = site.draft("second");
  MUST(second.add_target("idf", "bundles/idf-a.json", as_bytes("other"), kNoon));
  site.publish(first);
  auto reopened = site.draft("second");
  EXPECT_EQ(reopened.rebase(kNoon).error().code, Code::Conflict);
  MUST(reopened.discard());
  EXPECT_TRUE(site.draft("second").empty());
}

TEST(Acceptance, RefusesWhatAClientWouldNotTake) {
  Publishing site;
  site.create();
  auto draft = site.draft();
  MUST(draft.add_target("idf", "bundles/idf-a.json", as_bytes("a"), kNoon));
  MUST(draft.sign(site.keys[3]));
  const auto good = MUST(draft.candidate());
  const auto verdict = [&](const Candidate& candidate, Timestamp now = kNoon) {
    const auto result = verify_candidate(site.files, site.tree(), candidate, now);
    return result ? "taken" : std::string(code_name(result.error().code));
  };
  EXPECT_EQ(verdict(good), "taken");
  EXPECT_EQ(verdict(good, kNoon + Days{400}), "expired");
  EXPECT_EQ(verdict({}), "invalid_input");
  Candidate changed = good;
  changed.targets["bundles/idf-a.json"] = to_bytes("b");
  EXPECT_EQ(verdict(changed), "corrupt");
  changed = good;
  changed.targets.clear();
  EXPECT_EQ(verdict(changed), "not_found");
  changed = good;
  changed.targets["bundles/other.json"] = to_bytes("b");
  EXPECT_EQ(verdict(changed), "invalid_input");
  changed = good;
  changed.metadata["paca"] = changed.metadata["idf"];
  EXPECT_EQ(verdict(changed), "untrusted");
  changed = good;
  changed.metadata["timestamp"] = changed.metadata["idf"];
  EXPECT_EQ(verdict(changed), "refused");
  changed = good;
  std::string text = to_text(changed.metadata["idf"]);
  text.replace(text.find("idf-a.json"), 10, "idf-z.json");
  changed.metadata["idf"] = to_bytes(text);
  EXPECT_EQ(verdict(changed), "untrusted");
  // The tree is as it was.
  EXPECT_FALSE(site.files.exists(site.tree() / "metadata/2.idf.json"));
}

TEST(Acceptance, RefusesASignersClockThatIsFarAhead) {
  Publishing site;
  site.create();
  auto draft = site.draft();
  MUST(draft.add_target("idf", "bundles/idf-b.json", as_bytes("b"), kNoon + Days{8}));
  site.sign(draft, {3});
  const auto refused = accept_candidate(site.files, site.tree(), MUST(draft.candidate()), site.online, kNoon);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::Refused);
  EXPECT_THAT(refused.error().message, HasSubstr("idf version 2 says it was made on 2026-12-02T12:00:00Z, here it is 2026-11-24T12:00:00Z"));
  EXPECT_TRUE(accept_candidate(site.files, site.tree(), MUST(draft.candidate()), site.online, kNoon + Days{1}));
}

TEST(Acceptance, ANewRootMustLeaveTargetsTrusted) {
  Publishing site;
  site.create();
  auto draft = site.draft();
  MUST(draft.set_keys("targets", site.role({3, 4, 5}, 2), kNoon));
  site.sign(draft, {0, 1});
  EXPECT_EQ(verify_candidate(site.files, site.tree(), MUST(draft.candidate()), kNoon).error().code, Code::Untrusted);
  MUST(draft.renew("targets", kNoon));
  site.sign(draft, {3, 4});
  site.publish(draft);
  Reader reader(site);
  EXPECT_TRUE(reader.read("reviewers.json"));
}

TEST(Acceptance, RenewsTimestampAndSnapshotBeforeTheyRunOut) {
  Publishing site;
  site.create();
  Reader reader(site);
  MUST(reader.read("reviewers.json"));
  const Timestamp later = kNoon + Days{300};
  EXPECT_EQ(reader.read("reviewers.json", later).error().code, Code::Expired);
  const auto written = MUST(renew_online(site.files, site.tree(), site.online, later));
  ASSERT_EQ(written.size(), 2u);
  EXPECT_EQ(written[0].first, "metadata/2.snapshot.json");
  EXPECT_EQ(written[1].first, "metadata/timestamp.json");
  MUST(write_tree(site.files, site.tree(), written));
  EXPECT_TRUE(reader.read("reviewers.json", later));
}

TEST(Acceptance, AnExportedCopyHasALongerTimestampAndOneCounter) {
  Publishing site;
  site.create();
  const auto exported = MUST(timestamp_for_export(site.files, site.tree(), site.online, kNoon, Days{180}));
  MUST(write_tree(site.files, site.tree(), exported.record));
  EXPECT_EQ(timestamp_for_export(site.files, site.tree(), site.online, kNoon, Days{181}).error().code, Code::InvalidInput);
  const auto copy = MUST(parse_timestamp_metadata(exported.timestamp));
  EXPECT_EQ(copy.body.version, 2);
  EXPECT_EQ(copy.body.expires, kNoon + Days{180});
  const auto written = MUST(renew_online(site.files, site.tree(), site.online, kNoon + Days{1}));
  EXPECT_EQ(MUST(parse_timestamp_metadata(written.back().second)).body.version, 3);
}

TEST(TrustedTime, MovesForwardOnlyBySignedStatements) {
  TrustedTime time(kNoon);
  EXPECT_FALSE(time.advance(kNoon - Days{1}));
  EXPECT_TRUE(time.advance(kNoon + Days{1}));
  EXPECT_EQ(time.now(), kNoon + Days{1});
  EXPECT_EQ(TrustedTime(kNoon, kNoon + Days{9}).now(), kNoon + Days{9});
  EXPECT_EQ(TrustedTime(kNoon, kNoon - Days{9}).now(), kNoon);
  time.restart(kNoon - Days{100});
  EXPECT_EQ(time.now(), kNoon);
}

}  // namespace
}  // namespace escale::repository
