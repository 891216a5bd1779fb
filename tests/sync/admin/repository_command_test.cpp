// escale repository through the real programs: three people, a hub, a course that is corrected.
#include <gmock/gmock.h>

#include <map>

#include "content-bundles/format/manifest.hpp"
#include "sync/base/json.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/protocol/approval.hpp"
#include "tests/support/command.hpp"
#include "tests/support/hub_process.hpp"
#include "tests/support/must.hpp"

namespace escale::admin {
namespace {
using test::must;
using test::Outcome;
using testing::HasSubstr;

const std::string kPlace = " --draft next --tree tree";

class RepositoryCommand : public testing::Test {
 protected:
  RepositoryCommand() {
    for (const char* name : {"anne", "badr", "chloe", "denis", "online"}) done(std::string("key new --kind signing --no-passphrase --out ") + name + " --comment " + name);
  }

  Path path(const std::string& name) const { return folder.path() / name; }
  Outcome escale(const std::string& arguments) {
    return test::run_in(folder.path(), ESCALE_BIN_DIR "/escale --clock " + clock + " " + arguments);
  }
  /// The JSON that a command prints; the test fails when the command does.
  Json done(const std::string& arguments) {
    const Outcome outcome = escale(arguments + " --json");
    EXPECT_EQ(outcome.exit_code, 0) << arguments << ": " << outcome.err;
    const auto value = parse_json(outcome.out);
    EXPECT_TRUE(value) << outcome.out;
    return value.value_or(Json());
  }
  /// Exit 1 with one sentence that holds these words, and no file of these folders changed.
  void refused(const std::string& arguments, const std::string& words) {
    const auto before = everything();
    const Outcome outcome = escale(arguments);
    EXPECT_EQ(outcome.exit_code, 1) << arguments << ": " << outcome.out;
    EXPECT_THAT(outcome.err, testing::StartsWith("escale: "));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(words)) << arguments;
    EXPECT_EQ(changed(before, everything()), "") << arguments;
  }
  /// Every file below the folder but the hub's database, by digest.
  std::map<std::string, std::string> everything() const {
    std::map<std::string, std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
      const std::string name = entry.path().lexically_relative(folder.path()).string();
      if (entry.is_regular_file() && !name.starts_with("hub/hub.db")) out[name] = crypto::sha256(as_bytes(test::read_whole(entry.path()))).hex();
    }
    return out;
  }
  static std::string changed(const std::map<std::string, std::string>& before, std::map<std::string, std::string> after) {
    std::string out;
    for (const auto& [name, digest] : before) {
      if (after[name] != digest) out += name + " ";
      after.erase(name);
    }
    for (const auto& [name, digest] : after) out += name + " ";
    return out;
  }
  void replace(const std::string& file, std::string_view from, std::string_view to) {
    std::string text = test::read_whole(path(file));
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file;
    test::write_whole(path(file), text.replace(at, from.size(), to));
  }

  void create(const std::string& online) {
    done("repository create" + kPlace + " --root-key anne --root-key badr.pub --root-key chloe --online-key " + online);
    done("repository reviewers" + kPlace + " --reviewer Denis:denis.pub:doctrine --require course:doctrine");
  }
  std::string hub_key() {
    const Outcome keys = test::run_in(folder.path(), ESCALE_BIN_DIR "/escale-hub --data hub keys");
    return must(parse_json(keys.out))["online_key"];
  }
  void build_course() {
    done("bundle new cours");
    done("bundle build cours --out built");
  }
  void approve(const std::string& built = "built") { done("repository approve " + built + "/bundles/cours.json --as doctrine --key denis"); }
  Json add_bundles(const std::string& built = "built") { return done("repository add-bundles " + built + kPlace); }
  void sign_by_two() {
    done("repository sign --key anne" + kPlace);
    EXPECT_EQ(done("repository sign --key chloe" + kPlace)["complete"], true);
  }
  /// A hub that holds version 1 of the course.
  std::unique_ptr<test::HubProcess> hub_with_course() {
    create(hub_key());
    build_course();
    approve();
    add_bundles();
    sign_by_two();
    done("repository root --out root.json" + kPlace);
    auto hub = std::make_unique<test::HubProcess>(path("hub"), std::vector<std::string>{"--root", path("root.json").string(), "--clock", clock});
    done("repository publish --hub " + hub->url() + kPlace);
    return hub;
  }

  std::string clock = "2026-11-24T09:00:00Z";
  test::TemporaryFolder folder;
  RealFiles files;
};

TEST_F(RepositoryCommand, PublishesOnceEnoughSignedAndTheReviewerApproved) {
  create(hub_key());
  build_course();
  EXPECT_EQ(add_bundles()["bundles"][0]["approved"], false);
  done("repository sign --key anne" + kPlace);
  const Json status = done("repository status" + kPlace);
  EXPECT_EQ(status["complete"], false);
  EXPECT_EQ(status["status"][1]["role"], "targets");
  EXPECT_EQ(status["status"][1]["groups"][0]["signed_by"].size(), 1u);
  EXPECT_EQ(status["status"][1]["groups"][0]["missing"].size(), 2u);
  EXPECT_EQ(status["people"][status["status"][1]["groups"][0]["signed_by"][0].get<std::string>()], "anne");
  const std::string said = escale("repository status" + kPlace).out;
  EXPECT_THAT(said, testing::ContainsRegex("signed by anne \\([0-9a-f]{12}\\); not yet "));
  EXPECT_THAT(said, HasSubstr("badr ("));
  refused("repository root --out root.json" + kPlace, "root version 1 has 1 of 2 signatures");
  refused("repository sign --key denis" + kPlace, "this key may not sign anything in the draft");
  done("repository sign --key badr" + kPlace);
  done("repository root --out root.json" + kPlace);
  const test::HubProcess hub(path("hub"), {"--root", path("root.json").string(), "--clock", clock});
  const std::string publish = "repository publish --hub " + hub.url() + kPlace;
  refused(publish, "bundles/cours.json: the approval as 'doctrine' is missing");

  approve();
  EXPECT_EQ(add_bundles()["bundles"][0]["approved"], true);
  refused(publish, "targets version 1 has 0 of 2 signatures");  // another manifest: those who signed must see it
  done("repository sign --key anne" + kPlace);
  refused(publish, "targets version 1 has 1 of 2 signatures");
  EXPECT_THAT(escale(publish).err, testing::AllOf(HasSubstr("badr ("), HasSubstr("chloe ("), testing::Not(HasSubstr("anne"))));
  done("repository sign --key badr" + kPlace);
  const Json published = done(publish);
  EXPECT_EQ(published["blobs_sent"], 5);
  EXPECT_EQ(published["snapshot_version"], 1);
  EXPECT_EQ(test::run_in(folder.path(), "find next -type f").out, "") << "the draft is over";
  for (const char* file : {"1.root.json", "1.targets.json", "1.snapshot.json", "timestamp.json"})
    EXPECT_EQ(test::read_whole(path(std::string("tree/metadata/") + file)), test::read_whole(path(std::string("hub/repository/metadata/") + file))) << file;
}

TEST_F(RepositoryCommand, SendsOnlyTheBlobsThatACorrectionChanged) {
  const auto hub = hub_with_course();
  replace("cours/lessons/02-cas.md", "Le lendemain", "Trois jours après");
  done("bundle build cours --out built2 --previous built/bundles/cours.json");
  approve("built2");
  add_bundles("built2");

  const Outcome shown = escale("repository changes" + kPlace);
  EXPECT_THAT(shown.out, HasSubstr("~ target bundles/cours.json"));
  EXPECT_THAT(shown.out, HasSubstr("~ document cas [fr]"));
  EXPECT_THAT(shown.out, HasSubstr("~ version: 1 -> 2"));
  EXPECT_THAT(shown.out, HasSubstr("1 of 5 blobs are new"));
  EXPECT_THAT(shown.out, testing::Not(HasSubstr("document quiz")));
  sign_by_two();
  const auto manifest = must(format::read_manifest(must(files.read(path("built2/bundles/cours.json"), 1 << 20))));
  const auto* corrected = format::find_entry(manifest, "cas", "fr");
  const Json published = done("repository publish --hub " + hub->url() + kPlace);
  EXPECT_EQ(published["blobs_sent"], 1);
  EXPECT_EQ(published["bytes_sent"], corrected->blob.size);
  EXPECT_EQ(published["snapshot_version"], 2);
  EXPECT_TRUE(std::filesystem::exists(path("hub/repository/blobs") / corrected->blob.digest.hex().substr(0, 2) / corrected->blob.digest.hex()));

  const Json cloned = done("repository clone --hub " + hub->url() + " --root root.json --to other --with-blobs");
  EXPECT_EQ(cloned["blobs"], 5);
  EXPECT_EQ(cloned["snapshot_version"], 2);
  EXPECT_EQ(done("repository clone --hub " + hub->url() + " --to other --with-blobs")["blobs"], 0);
  done("bundle check built2/bundles/cours.json --blobs other/blobs");
}

TEST_F(RepositoryCommand, RefusesADraftThatSomebodyTamperedWith) {
  const auto hub = hub_with_course();
  const std::string publish = "repository publish --hub " + hub->url() + kPlace;
  replace("cours/lessons/02-cas.md", "Le lendemain", "Trois jours après");
  done("bundle build cours --out built2 --previous built/bundles/cours.json");
  refused("repository add-bundles built2 --role region" + kPlace, "targets does not delegate to 'region'");
  approve("built2");
  add_bundles("built2");
  sign_by_two();
  test::run_in(folder.path(), "cp -r next good");
  const auto again = [&] { test::run_in(folder.path(), "rm -r next && cp -r good next"); };

  std::string metadata = test::read_whole(path("next/metadata/targets.json"));
  char& digit = metadata[metadata.find("\"sig\":\"") + 7];
  digit = digit == '0' ? '1' : '0';
  test::write_whole(path("next/metadata/targets.json"), metadata);
  refused(publish, "targets version 2 has 1 of 2 signatures");

  again();  // another text where people look, than the one they sign
  replace("next/targets/bundles/cours.json", "Mon cours", "Ton cours");
  refused("repository changes" + kPlace, "somebody changed it");
  refused("repository sign --key badr" + kPlace, "somebody changed it");
  refused(publish, "bundles/cours.json");

  again();  // an approval of other content
  const Bytes old = must(files.read(path("built/bundles/cours.json"), 1 << 20)), now = must(files.read(path("built2/bundles/cours.json"), 1 << 20));
  const std::string borrowed = must(protocol::with_approvals(as_text(now), must(protocol::manifest_approvals(as_text(old)))));
  test::write_whole(path("built2/bundles/cours.json"), borrowed);
  add_bundles("built2");
  sign_by_two();
  refused(publish, "the approval as 'doctrine' is not by a listed reviewer of this exact content");

  again();  // the blob that is new is damaged, then gone
  const std::string blobs = test::run_in(folder.path(), "find next/blobs -type f").out;
  const std::string blob = blobs.substr(0, blobs.find('\n'));
  const std::string bytes = test::read_whole(path(blob));
  test::write_whole(path(blob), "x" + bytes.substr(1));
  refused(publish, "is damaged");
  std::filesystem::remove(path(blob));
  refused(publish, "is neither beside the draft nor in the tree");
  test::write_whole(path(blob), bytes);
  EXPECT_EQ(done(publish)["blobs_sent"], 1);
}

TEST_F(RepositoryCommand, TellsTheSecondOfTwoPublishersToRebaseAndSignAgain) {
  const auto hub = hub_with_course();
  test::run_in(folder.path(), "cp -r tree theirs-tree");
  test::write_whole(path("a.json"), R"({"a":1})");
  const std::string theirs = " --draft theirs --tree theirs-tree";
  done("repository add --path rollout/a.json a.json" + kPlace);
  sign_by_two();
  done("repository add --path rollout/b.json a.json" + theirs);
  done("repository sign --key anne" + theirs);
  done("repository sign --key badr" + theirs);
  done("repository publish --hub " + hub->url() + kPlace);

  const std::string publish = "repository publish --hub " + hub->url() + theirs;
  refused(publish, "sign again");
  done("repository clone --hub " + hub->url() + " --to theirs-tree");
  refused("repository sign --key anne" + theirs, "rebase the draft");
  done("repository rebase" + theirs);
  done("repository sign --key anne" + theirs);
  done("repository sign --key badr" + theirs);
  EXPECT_EQ(done(publish)["snapshot_version"], 3);
  EXPECT_EQ(test::run_in(folder.path(), "ls hub/repository/targets/rollout | wc -l").out, "2\n");
}

TEST_F(RepositoryCommand, SaysWhenThereIsNoHub) {
  create(hub_key());
  sign_by_two();
  refused("repository publish --hub http://127.0.0.1:1" + kPlace, "127.0.0.1");
  refused("repository publish --hub nowhere" + kPlace, "http");
  refused("repository publish" + kPlace, "say where to publish");
  refused("repository clone --hub http://127.0.0.1:1 --to other", "which root to trust");
}

TEST_F(RepositoryCommand, ServesAFolderAndLetsARegionPublishAlone) {
  create("online.pub");
  done("repository delegate --name bretagne --key denis.pub --key badr.pub --path 'bundles/bretagne-*.json'" + kPlace);
  done("repository sign --key denis" + kPlace);
  refused("repository delegate --name seule --key denis.pub --path 'bundles/seule-*.json'" + kPlace, "give one more key");
  sign_by_two();
  const std::string publish = "repository publish --to served --online-key online" + kPlace;
  EXPECT_EQ(done(publish)["snapshot_version"], 1);

  done("repository root --out root.json" + kPlace);
  EXPECT_EQ(test::read_whole(path("root.json")), test::read_whole(path("served/metadata/1.root.json")));
  done("bundle new bretagne-cours");
  done("bundle build bretagne-cours --out region");
  done("repository approve region/bundles/bretagne-cours.json --as doctrine --key denis");
  done("bundle new autre");
  done("bundle build autre --out region2");
  refused("repository add-bundles region2 --role bretagne" + kPlace, "'bretagne' may not publish 'bundles/autre.json'");
  done("repository add-bundles region --role bretagne" + kPlace);
  EXPECT_EQ(done("repository sign --key denis" + kPlace)["complete"], true);
  // A list of reviewers that nobody signed, laid beside the draft, lets nothing through.
  test::run_in(folder.path(), "cp -r next good");
  replace("region/bundles/bretagne-cours.json", R"("role":"doctrine")", R"("role":"autre")");
  done("repository add-bundles region --role bretagne" + kPlace);
  done("repository sign --key denis" + kPlace);
  done("repository reviewers --reviewer Denis:denis.pub:autre --require course:autre --out next/targets/reviewers.json");
  refused(publish, "the approval as 'doctrine' is missing");
  test::run_in(folder.path(), "rm -r next && mv good next");
  const Json published = done(publish);
  EXPECT_EQ(published["blobs_sent"], 5);
  const Json cloned = done("repository clone --from served --root served/metadata/1.root.json --to other --with-blobs");
  EXPECT_EQ(cloned["blobs"], 5);

  done("repository remove --role bretagne --path bundles/bretagne-cours.json" + kPlace);
  EXPECT_THAT(escale("repository changes" + kPlace).out, HasSubstr("- target bundles/bretagne-cours.json: withdrawn"));
  done("repository discard" + kPlace);
  EXPECT_EQ(done("repository status" + kPlace)["status"].size(), 0u);
  done("repository delegate --name bretagne --remove" + kPlace);
  EXPECT_THAT(escale("repository changes" + kPlace).out, HasSubstr("- delegation bretagne"));
  sign_by_two();
  done(publish);
}

TEST_F(RepositoryCommand, ChangesTheKeysOfRootUnderTheEyesOfTheOldOnes) {
  create("online.pub");
  sign_by_two();
  const std::string publish = "repository publish --to served --online-key online" + kPlace;
  done(publish);
  done("repository clone --from served --root served/metadata/1.root.json --to early");
  done("repository keys --role root --threshold 2 --key badr.pub --key chloe.pub --key denis.pub" + kPlace);
  done("repository sign --key denis" + kPlace);
  done("repository sign --key badr" + kPlace);
  refused(publish, "root version 2 has 1 of 2 signatures for root before");  // Badr's counts for both
  done("repository sign --key anne" + kPlace);
  done(publish);
  EXPECT_EQ(done("repository clone --from served --to early")["snapshot_version"], 2);
  clock = "2026-12-25T09:00:00Z";  // nobody renewed what is valid for thirty days
  refused("repository clone --from served --to early", "expired");
  done("repository renew --role targets" + kPlace);
  sign_by_two();
  done(publish);
  EXPECT_EQ(done("repository clone --from served --to early")["snapshot_version"], 3);
  done("repository clone --from served --root served/metadata/2.root.json --to late");
  EXPECT_TRUE(std::filesystem::exists(path("late/metadata/1.root.json"))) << "a terminal that begins with the first root follows";
  EXPECT_EQ(test::read_whole(path("late/metadata/1.root.json")), test::read_whole(path("served/metadata/1.root.json")));
}

TEST_F(RepositoryCommand, SaysInTimeWhatRunsOut) {
  create("online.pub");
  done("repository delegate --name operator --key badr.pub --key denis.pub --path 'fleet/*'" + kPlace);
  done("repository sign --key denis" + kPlace);
  sign_by_two();
  done("repository publish --to served --online-key online" + kPlace);
  clock = "2027-07-20T09:00:00Z";  // 238 of 365 days
  EXPECT_EQ(done("repository status" + kPlace)["renew"].size(), 0u);
  clock = "2027-07-27T09:00:00Z";
  const Json renew = done("repository status" + kPlace)["renew"];
  ASSERT_EQ(renew.size(), 2u);
  EXPECT_EQ(renew[0]["role"], "targets");
  EXPECT_EQ(renew[1]["role"], "operator");
  EXPECT_THAT(escale("repository status" + kPlace).out, HasSubstr("'operator' runs out on 2027-11-24"));
  done("repository renew --role operator" + kPlace);
  EXPECT_EQ(done("repository status" + kPlace)["renew"].size(), 1u);
  clock = "2028-01-01T09:00:00Z";
  EXPECT_THAT(escale("repository status" + kPlace).out, HasSubstr("'targets' ran out on 2027-11-24"));
}

TEST_F(RepositoryCommand, ClonesNothingThatDoesNotVerify) {
  create("online.pub");
  test::write_whole(path("a.json"), R"({"a":1})");
  done("repository add --path rollout/a.json a.json" + kPlace);
  sign_by_two();
  done("repository publish --to served --online-key online" + kPlace);
  const std::string target = test::run_in(folder.path(), "find served/targets/rollout -type f").out;
  test::write_whole(path(target.substr(0, target.size() - 1)), R"({"a":2})");
  refused("repository clone --from served --root served/metadata/1.root.json --to other", "rollout/a.json");
  EXPECT_FALSE(std::filesystem::exists(path("other/trusted/root.json")));
  refused("repository clone --from served --to other", "which root to trust");
  refused("repository clone --from absent --root served/metadata/1.root.json --to other", "absent");
}

TEST_F(RepositoryCommand, ApprovalsStayReadableAndAreGivenOnce) {
  build_course();
  const Bytes before = must(files.read(path("built/bundles/cours.json"), 1 << 20));
  approve();
  approve();
  done("repository approve built/bundles/cours.json --as accessibilite --key badr");
  const Bytes after = must(files.read(path("built/bundles/cours.json"), 1 << 20));
  EXPECT_EQ(must(format::read_manifest(after)).approvals.size(), 2u);
  EXPECT_EQ(must(format::approval_digest(before)), must(format::approval_digest(after)));
  refused("repository approve built/bundles/cours.json --as Doctrine --key denis", "'Doctrine' is not the name of a step");
  refused("repository approve denis.pub --as doctrine --key denis", "denis.pub");
}

TEST_F(RepositoryCommand, WrongUsageNamesTheWord) {
  refused("repository create" + kPlace + " --root-key anne --root-key badr --root-key chloe", "--online-key");
  refused("repository create" + kPlace + " --root-key anne --root-key badr --online-key online", "give one more key");
  refused("repository create" + kPlace + " --root-key anne --root-key absent --root-key chloe --online-key online", "'absent' is neither");
  refused("repository sign --key anne" + kPlace, "there is nothing to sign");
  create("online.pub");
  refused("repository create" + kPlace + " --root-key anne --root-key badr --root-key chloe --online-key online", "discard it first");
  refused("repository reviewers" + kPlace + " --reviewer Denis:denis.pub:doctrine --require course:safety", "which no reviewer may take");
  refused("repository reviewers" + kPlace + " --reviewer Denis:doctrine --require course:doctrine", "NAME:PUB:role,role");
  refused("repository reviewers" + kPlace + " --reviewer Denis:denis.pub:doctrine --require cours:doctrine", "kinds are course");
  test::write_whole(path("a.json"), R"({"a":1})");
  refused("repository add --path fleet/terminals.json a.json" + kPlace, "a.json");
  refused("repository add --path mailboxes/lyon.json a.json" + kPlace, "a.json");
  refused("repository add --path bundles/a.json a.json" + kPlace, "add-bundles");
  refused("repository add --path ../a.json a.json" + kPlace, "../a.json");
  refused("repository add --path a.json absent.json" + kPlace, "absent.json");
  refused("repository add-bundles absent" + kPlace, "absent holds no bundle");
  refused("repository remove --path a.json" + kPlace, "does not describe 'a.json'");
  EXPECT_EQ(escale("repository").exit_code, 2);
  EXPECT_EQ(escale("repository sign").exit_code, 2);
}

}  // namespace
}  // namespace escale::admin
