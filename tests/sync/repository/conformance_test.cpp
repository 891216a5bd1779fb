// escale-tuf against a simulated repository over loopback: the situations that the outside TUF conformance suite tries, by its names,
// and some more. Every test runs the real program, as the suite does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "sync/repository/names.hpp"
#include "tests/support/command.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/tuf_simulator.hpp"

namespace escale::repository {
namespace {
using test::Signer;
using test::TestSigner;
using testing::ElementsAre;
using testing::IsEmpty;
using Strings = std::vector<std::string>;
using Trusted = std::map<std::string, int>;

const Strings kTop{"targets", "snapshot", "timestamp"};

class Conformance : public testing::Test {
 protected:
  Conformance()
      : now(SystemClock().now()), repo(now), initial_root(repo.served["root"][0]), server([this](const std::string& path) { return repo.answer(path); }) {
    std::filesystem::create_directory(folder.path() / "metadata");
    std::filesystem::create_directory(folder.path() / "targets");
  }

  int run(const std::string& arguments, int days = 0) {
    std::string line = std::string(ESCALE_BIN_DIR) + "/escale-tuf --metadata-dir metadata " + arguments;
    if (days != 0) line = std::string(ESCALE_BIN_DIR) + "/escale-tuf --clock " + format_timestamp(now + std::chrono::days(days)) + " --metadata-dir metadata " + arguments;
    const auto outcome = test::run_in(folder.path(), line);
    message = outcome.err;
    return outcome.exit_code;
  }
  int init() {
    test::write_whole(folder.path() / "initial_root.json", as_text(initial_root));
    return run("init initial_root.json");
  }
  int refresh(int days = 0) { return run("--metadata-url " + server.url() + "metadata/ refresh", days); }
  int download(const Strings& names, int days = 0) {
    std::string line = "--metadata-url " + server.url() + "metadata";
    for (const auto& name : names) line += " --target-name '" + name + "'";
    return run(line + " --target-base-url " + server.url() + "targets --target-dir targets download", days);
  }

  Trusted trusted() const {
    Trusted out;
    const auto names = files.list(folder.path() / "metadata").value();
    for (const auto& name : names) {
      EXPECT_EQ(name.substr(name.size() - 5), ".json") << name;
      const auto json = parse_json(test::read_whole(folder.path() / "metadata" / name));
      out[name.substr(0, name.size() - 5)] = (*json)["signed"]["version"].get<int>();
    }
    return out;
  }
  int version(const std::string& role) const {
    const auto all = trusted();
    return all.count(role) ? all.at(role) : 0;
  }
  Strings downloaded() const {
    Strings out;
    const auto names = files.list(folder.path() / "targets").value();
    for (const auto& name : names) out.push_back(test::read_whole(folder.path() / "targets" / name));
    return out;
  }
  /// What was asked for after root, timestamp, snapshot, targets.
  Strings asked_after_top_level() const {
    const auto all = server.requests();
    return all.size() < 4 ? Strings{"too few requests"} : Strings(all.begin() + 4, all.end());
  }
  std::string past(int days) const { return format_timestamp(now - std::chrono::days(days)); }
  std::string future(int days) const { return format_timestamp(now + std::chrono::days(days)); }

  Timestamp now;
  test::TufSimulator repo;
  Bytes initial_root;
  test::LoopbackServer server;
  test::TemporaryFolder folder{test::fast_folder()};
  RealFiles files;
  std::string message;
};

// --- basic ---------------------------------------------------------------------------------------------------------

TEST_F(Conformance, BasicInitAndRefresh) {
  EXPECT_EQ(init(), 0);
  EXPECT_THAT(server.requests(), IsEmpty());
  EXPECT_EQ(refresh(), 0) << message;
  EXPECT_THAT(server.requests(), ElementsAre("metadata/2.root.json", "metadata/timestamp.json", "metadata/1.snapshot.json", "metadata/1.targets.json"));
  EXPECT_EQ(trusted(), (Trusted{{"root", 1}, {"timestamp", 1}, {"snapshot", 1}, {"targets", 1}}));
  server.forget_requests();
  EXPECT_EQ(refresh(), 0);
  EXPECT_THAT(server.requests(), ElementsAre("metadata/2.root.json", "metadata/timestamp.json"));
}

TEST_F(Conformance, ImplicitRefresh) {
  init();
  EXPECT_EQ(download({"nonexistent artifact"}), 1);
  EXPECT_EQ(server.requests().size(), 4u);
  EXPECT_EQ(trusted(), (Trusted{{"root", 1}, {"timestamp", 1}, {"snapshot", 1}, {"targets", 1}}));
}

TEST_F(Conformance, InvalidInitialRoot) {
  Json root = parse_json(as_text(initial_root)).value();
  root["signed"].erase("version");
  initial_root = to_bytes(root.dump());
  init();
  EXPECT_EQ(refresh(), 1);
  EXPECT_THAT(server.requests(), IsEmpty());
  // Even when somebody put it there by hand.
  test::write_whole(folder.path() / "metadata/root.json", as_text(initial_root));
  EXPECT_EQ(refresh(), 1);
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST_F(Conformance, UnsignedInitialRoot) {
  Json root = parse_json(as_text(initial_root)).value();
  root["signatures"][0]["sig"] = repo.signers["targets"][0]->sign("something else");
  test::write_whole(folder.path() / "metadata/root.json", root.dump());
  EXPECT_EQ(refresh(), 1);
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST_F(Conformance, UnsignedMetadata) {
  const std::vector<std::pair<std::string, Trusted>> cases{{"root", {{"root", 1}}},
                                                           {"timestamp", {{"root", 1}}},
                                                           {"snapshot", {{"root", 1}, {"timestamp", 1}}},
                                                           {"targets", {{"root", 1}, {"snapshot", 1}, {"timestamp", 1}}}};
  for (const auto& [role, expected] : cases) {
    repo = test::TufSimulator(now);
    initial_root = repo.served["root"][0];
    for (const auto& top : kTop) repo.served.erase(top);
    repo.signers[role].clear();
    repo.publish(role == "root" ? Strings{"targets", "snapshot", "timestamp", "root"} : kTop);
    std::filesystem::remove_all(folder.path() / "metadata");
    EXPECT_EQ(init(), 0);
    EXPECT_EQ(refresh(), 1) << role;
    EXPECT_EQ(trusted(), expected) << role;
  }
}

TEST_F(Conformance, TimestampContentChanges) {
  init();
  refresh();
  repo.bodies["timestamp"]["meta"]["snapshot.json"]["version"] = 100;
  repo.served.erase("timestamp");
  repo.publish({"timestamp"});
  server.forget_requests();
  EXPECT_EQ(refresh(), 0);
  EXPECT_EQ(server.requests().back(), "metadata/timestamp.json");
  const Json kept = parse_json(test::read_whole(folder.path() / "metadata/timestamp.json")).value();
  EXPECT_EQ(kept["signed"]["meta"]["snapshot.json"]["version"], 1);
}

TEST_F(Conformance, MetadataHashSupport) {
  for (const char* algorithm : {"sha256", "sha384", "sha512"}) {
    repo.metadata_hashes = true;
    repo.hash_algorithm = algorithm;
    repo.publish(kTop);
    init();
    EXPECT_EQ(refresh(), 0) << message;
  }
  repo.publish({"targets"});
  repo.bodies["snapshot"]["meta"]["targets.json"]["hashes"]["sha512"] = std::string(128, '0');
  repo.publish({"snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(version("snapshot"), 5);
  EXPECT_EQ(version("targets"), 4);
}

TEST_F(Conformance, MetadataLengthIsRespected) {
  init();
  repo.metadata_hashes = true;
  repo.publish({"targets"});
  repo.bodies["snapshot"]["meta"]["targets.json"]["length"] = repo.served["targets"].back().size() - 1;
  repo.publish({"snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(version("targets"), 0);
  repo.served["timestamp"].back() = Bytes(std::size_t{3} << 20, ' ');
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(version("timestamp"), 2);
}

TEST_F(Conformance, NewTargetsVersionMismatch) {
  init();
  refresh();
  repo.publish({"targets"});
  EXPECT_EQ(refresh(), 0);
  EXPECT_EQ(version("targets"), 1);
  EXPECT_EQ(server.requests().back(), "metadata/timestamp.json");
}

TEST_F(Conformance, CustomFields) {
  init();
  refresh();
  Json& root = repo.bodies["root"];
  root["custom-field"] = "valeur";
  root["keys"].begin()->update({{"extra-field", {{"a", 1}, {"b", 2}}}});
  root["roles"]["root"]["another-field"] = "value";
  root["clé"] = {{"ünïcode", Json::array({nullptr, true, -7, "\"\\\n"})}};
  repo.publish({"root"});
  EXPECT_EQ(refresh(), 0) << message;
  EXPECT_EQ(version("root"), 2);
}

TEST_F(Conformance, MetadataBytesMatch) {
  init();
  EXPECT_EQ(refresh(), 0);
  for (const char* role : {"root", "timestamp", "snapshot", "targets"})
    EXPECT_EQ(test::read_whole(folder.path() / "metadata" / (std::string(role) + ".json")), to_text(repo.served[role].back())) << role;
}

TEST_F(Conformance, WithoutConsistentSnapshot) {
  repo.bodies["root"]["consistent_snapshot"] = false;
  repo.add_artifact("targets", "content", "dir/file");
  repo.publish({"root", "targets", "snapshot", "timestamp"});
  init();
  EXPECT_EQ(download({"dir/file"}), 0) << message;
  EXPECT_THAT(server.requests(), ElementsAre("metadata/2.root.json", "metadata/3.root.json", "metadata/timestamp.json", "metadata/snapshot.json",
                                             "metadata/targets.json", "targets/dir/file"));
}

TEST_F(Conformance, MalformedMetadataIsRefusedAndChangesNothing) {
  init();
  refresh();
  const auto before = trusted();
  const Bytes good = repo.served["timestamp"].back();
  for (const std::string text : {"", "{", "[]", "null", R"({"signed":1,"signatures":[]})", R"({"signed":{"_type":"timestamp"},"signatures":{}})"}) {
    repo.served["timestamp"].push_back(to_bytes(text));
    EXPECT_EQ(refresh(), 1) << text;
    EXPECT_FALSE(message.empty());
    repo.served["timestamp"].pop_back();
  }
  EXPECT_EQ(trusted(), before);
  EXPECT_EQ(refresh(), 0);
}

// --- expiry --------------------------------------------------------------------------------------------------------

TEST_F(Conformance, RootExpired) {
  init();
  refresh();
  repo.bodies["root"]["expires"] = past(1);
  repo.publish({"root", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(trusted(), (Trusted{{"root", 2}, {"timestamp", 1}, {"snapshot", 1}, {"targets", 1}}));
}

TEST_F(Conformance, ExpiredLocalRoot) {
  repo.bodies["root"]["expires"] = past(1);
  repo.publish({"root"});
  repo.bodies["root"]["expires"] = future(20);
  repo.publish({"root"});
  initial_root = repo.served["root"][1];
  EXPECT_EQ(init(), 0);
  EXPECT_EQ(refresh(), 0) << message;
  EXPECT_EQ(version("root"), 3);
}

TEST_F(Conformance, ExpiredTopLevelRoles) {
  const std::vector<std::pair<std::string, Trusted>> cases{{"timestamp", {{"root", 1}, {"snapshot", 1}, {"targets", 1}, {"timestamp", 1}}},
                                                           {"snapshot", {{"root", 1}, {"snapshot", 1}, {"targets", 1}, {"timestamp", 2}}},
                                                           {"targets", {{"root", 1}, {"snapshot", 2}, {"targets", 1}, {"timestamp", 2}}}};
  for (const auto& [role, expected] : cases) {
    repo = test::TufSimulator(now);
    initial_root = repo.served["root"][0];
    std::filesystem::remove_all(folder.path() / "metadata");
    init();
    refresh();
    repo.bodies[role]["expires"] = past(5);
    repo.publish(kTop);
    EXPECT_EQ(refresh(), 1) << role;
    EXPECT_EQ(trusted(), expected) << role;
  }
}

TEST_F(Conformance, ExpiredLocalMetadataStillLeadsOn) {
  init();
  repo.bodies["timestamp"]["expires"] = future(7);
  repo.publish(kTop);
  EXPECT_EQ(refresh(), 0);
  repo.bodies["timestamp"]["expires"] = future(21);
  repo.publish(kTop);
  EXPECT_EQ(refresh(18), 0) << message;
  EXPECT_EQ(trusted(), (Trusted{{"root", 1}, {"timestamp", 3}, {"snapshot", 3}, {"targets", 3}}));
  EXPECT_EQ(refresh(22), 1);  // same version, now expired
}

TEST_F(Conformance, ExpiredLocalTimestampStillCountsAgainstRollback) {
  init();
  repo.bodies["timestamp"]["expires"] = future(7);
  repo.publish(kTop);
  refresh();
  repo.bodies["timestamp"]["expires"] = future(21);
  repo.bodies["timestamp"]["meta"]["snapshot.json"]["version"] = 1;
  repo.publish({"timestamp"});
  EXPECT_EQ(refresh(18), 1);
  EXPECT_EQ(version("timestamp"), 2);
}

TEST_F(Conformance, DelegatedTargetsExpired) {
  init();
  repo.add_delegation("targets", "delegated", Json::array({"dir/*"}));
  repo.bodies["delegated"]["expires"] = past(1);
  repo.add_artifact("delegated", "content", "dir/target");
  repo.publish({"delegated", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 0);
  EXPECT_EQ(download({"dir/target"}), 1);
  EXPECT_THAT(downloaded(), IsEmpty());
  EXPECT_EQ(trusted(), (Trusted{{"root", 1}, {"snapshot", 2}, {"targets", 2}, {"timestamp", 2}}));
}

TEST_F(Conformance, ExpiredLocalDelegatedTargets) {
  init();
  repo.add_delegation("targets", "delegated", Json::array({"dir/*"}));
  repo.bodies["delegated"]["expires"] = future(7);
  repo.add_artifact("delegated", "first", "dir/first");
  repo.add_artifact("delegated", "second", "dir/second");
  repo.publish({"delegated", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(download({"dir/first"}), 0);
  EXPECT_EQ(download({"dir/second"}, 18), 1);
  EXPECT_THAT(downloaded(), ElementsAre("first"));
  repo.bodies["delegated"]["expires"] = future(21);
  repo.publish({"delegated", "snapshot", "timestamp"});
  EXPECT_EQ(download({"dir/second"}, 18), 0) << message;
}

// --- rollback and fast-forward -------------------------------------------------------------------------------------

TEST_F(Conformance, TimestampRollback) {
  init();
  repo.publish({"timestamp"});
  refresh();
  repo.served["timestamp"].push_back(repo.served["timestamp"][0]);
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(version("timestamp"), 2);
}

TEST_F(Conformance, SnapshotRollback) {
  for (const bool hashes : {false, true}) {
    repo = test::TufSimulator(now);
    repo.metadata_hashes = hashes;
    initial_root = repo.served["root"][0];
    std::filesystem::remove_all(folder.path() / "metadata");
    init();
    repo.publish({"snapshot", "timestamp"});
    EXPECT_EQ(refresh(), 0) << message;
    repo.bodies["timestamp"]["meta"]["snapshot.json"] = {{"version", 1}};
    repo.publish({"timestamp"});
    EXPECT_EQ(refresh(), 1);
    EXPECT_EQ(server.requests().back(), "metadata/timestamp.json");
    EXPECT_EQ(version("timestamp"), 2);
    EXPECT_EQ(version("snapshot"), 2);
  }
}

TEST_F(Conformance, TargetsRollback) {
  for (const bool hashes : {false, true}) {
    repo = test::TufSimulator(now);
    repo.metadata_hashes = hashes;
    initial_root = repo.served["root"][0];
    std::filesystem::remove_all(folder.path() / "metadata");
    init();
    repo.publish(kTop);
    EXPECT_EQ(refresh(), 0);
    repo.bodies["snapshot"]["meta"]["targets.json"] = {{"version", 1}};
    repo.publish({"snapshot", "timestamp"});
    EXPECT_EQ(refresh(), 1);
    EXPECT_EQ(trusted(), (Trusted{{"root", 1}, {"timestamp", 3}, {"snapshot", 2}, {"targets", 2}}));
  }
}

TEST_F(Conformance, RolesStayListedInTheSnapshot) {
  init();
  repo.add_delegation("targets", "delegated", Json::array({"dir/*"}));
  repo.publish({"delegated", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 0);
  repo.bodies["snapshot"]["meta"].erase("delegated.json");
  repo.publish({"snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(version("snapshot"), 2);
}

TEST_F(Conformance, SnapshotVersionMismatch) {
  init();
  repo.publish({"snapshot"});
  repo.served["snapshot"][1] = repo.served["snapshot"][0];
  repo.publish({"timestamp"});
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(trusted(), (Trusted{{"root", 1}, {"timestamp", 2}}));
}

TEST_F(Conformance, TimestampFastForwardRecovery) {
  init();
  repo.bodies["timestamp"]["version"] = 99998;
  repo.publish({"timestamp"});
  EXPECT_EQ(refresh(), 0);
  EXPECT_EQ(version("timestamp"), 99999);
  repo.rotate_keys("timestamp");
  repo.bodies["timestamp"]["version"] = 1;
  repo.publish({"root", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 0) << message;
  EXPECT_EQ(version("timestamp"), 2);
}

TEST_F(Conformance, SnapshotFastForwardRecovery) {
  init();
  repo.served["snapshot"].resize(500, repo.served["snapshot"][0]);
  repo.bodies["snapshot"]["version"] = 500;
  repo.publish({"snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 0);
  EXPECT_EQ(version("snapshot"), 501);
  repo.rotate_keys("snapshot");
  repo.rotate_keys("timestamp");
  repo.served.erase("snapshot");
  repo.bodies["snapshot"]["version"] = 1;
  repo.publish({"root", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 0) << message;
  EXPECT_EQ(version("snapshot"), 1);
}

TEST_F(Conformance, TargetsFastForwardRecovery) {
  init();
  for (int i = 0; i < 20; ++i) repo.publish({"targets"});
  repo.publish({"snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 0);
  EXPECT_EQ(version("targets"), 21);
  repo.rotate_keys("snapshot");
  repo.served.erase("targets");
  repo.bodies["targets"]["version"] = 1;
  repo.publish({"root", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 0) << message;
  EXPECT_EQ(version("targets"), 1);
}

// --- keys ----------------------------------------------------------------------------------------------------------

TEST_F(Conformance, SnapshotThreshold) {
  init();
  refresh();
  for (int i = 0; i < 4; ++i) repo.add_key("snapshot");
  repo.role_of("snapshot")["threshold"] = 6;
  repo.publish({"root", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(version("root"), 2);
  EXPECT_EQ(version("snapshot"), 1);
  repo.add_key("snapshot");
  repo.publish({"root", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 0) << message;
}

TEST_F(Conformance, OneKeyCountsOnceUnderManyNames) {
  init();
  refresh();
  const Signer signer = repo.signers["snapshot"][0];
  Json document;
  repo.role_of("snapshot")["threshold"] = 3;
  for (const char* name : {"aa", "bb", "cc"}) {
    repo.bodies["root"]["keys"][name] = signer->object;
    repo.role_of("snapshot")["keyids"].push_back(name);
    auto alias = std::make_shared<TestSigner>(*signer);
    alias->keyid = name;
    repo.signers["snapshot"].push_back(alias);
  }
  repo.publish({"root", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(version("snapshot"), 1);
}

TEST_F(Conformance, DuplicateKeyidsInARoleCountOnce) {
  init();
  refresh();
  for (int i = 0; i < 9; ++i) repo.list_key("snapshot", repo.signers["snapshot"][0]);
  repo.role_of("snapshot")["threshold"] = 6;
  repo.publish({"root", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(version("snapshot"), 1);
}

TEST_F(Conformance, DuplicateSignatureKeyidsAreRefused) {
  init();
  repo.signers["snapshot"].push_back(repo.signers["snapshot"][0]);
  repo.publish(kTop);
  EXPECT_EQ(refresh(), 1);
  EXPECT_EQ(version("snapshot"), 0);
}

TEST_F(Conformance, KeyidNeedNotBeTheHash) {
  init();
  Signer signer = repo.new_signer();
  signer->keyid = "my-key";
  repo.role_of("targets")["keyids"] = Json::array();
  repo.signers["targets"].clear();
  repo.add_key("targets", signer);
  repo.publish({"root", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 0) << message;
}

TEST_F(Conformance, KeyTypesAndSchemes) {
  init();
  const std::vector<std::pair<std::string, std::string>> kinds{{"rsa", "rsassa-pss-sha256"},       {"rsa", "rsa-pkcs1v15-sha256"},
                                                               {"ecdsa", "ecdsa-sha2-nistp256"},   {"ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256"},
                                                               {"ecdsa", "ecdsa-sha2-nistp384"},   {"ed25519", "ed25519"}};
  for (const auto& [keytype, scheme] : kinds) {
    for (const char* role : {"root", "targets", "snapshot", "timestamp"}) repo.add_key(role, repo.new_signer(keytype, scheme));
    repo.publish({"root", "targets", "snapshot", "timestamp"});
    for (const char* role : {"root", "targets", "snapshot", "timestamp"}) {
      repo.role_of(role)["keyids"].erase(0);
      repo.signers[role].erase(repo.signers[role].begin(), repo.signers[role].end() - 1);
    }
    // Root needs the key it had, too.
    repo.signers["root"].insert(repo.signers["root"].begin(), repo.signers["targets"].begin(), repo.signers["targets"].end());
    repo.publish({"root", "targets", "snapshot", "timestamp"});
    EXPECT_EQ(refresh(), 0) << keytype << ' ' << scheme << ": " << message;
    EXPECT_EQ(version("targets"), static_cast<int>(repo.served["targets"].size())) << scheme;
  }
}

TEST_F(Conformance, UnknownKeysAreIgnored) {
  init();
  repo.bodies["root"]["keys"]["odd"] = {{"keytype", "sphincs"}, {"scheme", "x"}, {"keyval", {{"identity", "someone"}, {"issuer", "y"}}}};
  repo.role_of("targets")["keyids"].push_back("odd");
  repo.role_of("targets")["keyids"].push_back("not listed anywhere");
  repo.publish({"root", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(refresh(), 0) << message;
}

struct Rotation {
  std::vector<int> keys;
  int threshold;
  std::vector<int> signatures;
};

TEST_F(Conformance, RootRotation) {
  struct Case {
    const char* name;
    std::vector<Rotation> versions;
    bool taken;
  };
  const std::vector<Case> cases{
      {"1-of-1-key-rotation", {{{1}, 1, {1}}, {{2}, 1, {2, 1}}, {{2}, 1, {2}}}, true},
      {"1-of-1-key-rotation-unused-signatures", {{{1}, 1, {3, 1, 4}}, {{2}, 1, {3, 2, 1, 4}}, {{2}, 1, {3, 2, 4}}}, true},
      {"3-of-5-sign-with-different-keycombos", {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}}, {{0, 1, 2, 3, 4}, 3, {0, 4, 1}}, {{0, 1, 2, 3, 4}, 3, {0, 1, 3}}}, true},
      {"3-of-5-one-key-rotated", {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}}, {{0, 1, 3, 4, 5}, 3, {0, 4, 1}}}, true},
      {"3-of-5-all-keys-rotated", {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}}, {{5, 6, 7, 8, 9}, 3, {0, 2, 4, 5, 6, 7}}, {{5, 6, 7, 8, 9}, 3, {5, 6, 7}}}, true},
      {"1-of-3-threshold-increase-to-2-of-3", {{{1, 2, 3}, 1, {1}}, {{1, 2, 3}, 2, {1, 2}}}, true},
      {"2-of-3-threshold-decrease-to-1-of-3", {{{1, 2, 3}, 2, {1, 2}}, {{1, 2, 3}, 1, {1, 2}}, {{1, 2, 3}, 1, {1}}}, true},
      {"1-of-2-threshold-increase-to-2-of-2", {{{1}, 1, {1}}, {{1, 2}, 2, {1, 2}}}, true},
      {"fail-not-signed-with-old-key", {{{1}, 1, {1}}, {{2}, 1, {2, 3, 4}}}, false},
      {"fail-not-signed-with-new-key", {{{1}, 1, {1}}, {{2}, 1, {1, 3, 4}}}, false},
      {"fails-not-signed-with-3-new-keys", {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}}, {{0, 1, 3, 4, 5}, 3, {0, 2, 4}}}, false},
      {"fails-not-signed-with-3-old-keys", {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}}, {{0, 1, 3, 4, 5}, 3, {0, 4, 5}}}, false},
      {"fails-new-threshold-not-reached", {{{1, 2, 3}, 1, {1}}, {{1, 2, 3}, 2, {2}}}, false},
      {"fails-old-threshold-not-reached", {{{1, 2, 3}, 2, {1, 2}}, {{1, 2, 3}, 1, {1}}}, false},
  };
  std::vector<Signer> signers;
  for (int i = 0; i < 10; ++i) signers.push_back(TestSigner::make("ed25519", "ed25519"));
  for (const auto& each : cases) {
    repo.served.erase("root");
    repo.bodies["root"]["version"] = 1;
    for (const auto& step : each.versions) {
      repo.role_of("root")["keyids"] = Json::array();
      repo.signers["root"].clear();
      repo.role_of("root")["threshold"] = step.threshold;
      for (int i : step.keys) repo.list_key("root", signers[i]);
      for (int i : step.signatures) repo.signers["root"].push_back(signers[i]);
      repo.publish({"root"});
    }
    initial_root = repo.served["root"][0];
    std::filesystem::remove_all(folder.path() / "metadata");
    EXPECT_EQ(init(), 0) << each.name;
    EXPECT_EQ(refresh(), each.taken ? 0 : 1) << each.name << message;
    const auto& expected = repo.served["root"][each.versions.size() - (each.taken ? 1 : 2)];
    EXPECT_EQ(test::read_whole(folder.path() / "metadata/root.json"), to_text(expected)) << each.name;
  }
}

TEST_F(Conformance, NonRootRotation) {
  const std::vector<std::pair<Rotation, bool>> cases{
      {{{2}, 1, {2}}, true},
      {{{1}, 1, {3, 1, 4}}, true},
      {{{2}, 1, {1, 3, 4}}, false},
      {{{0, 1, 3, 4, 5}, 3, {0, 2, 4}}, false},
      {{{0, 1, 3, 4, 5}, 3, {0, 4}}, false},
      {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}}, true},
      {{{0, 1, 2, 3, 4}, 3, {2, 3, 4}}, true},
  };
  std::vector<Signer> signers;
  for (int i = 0; i < 6; ++i) signers.push_back(TestSigner::make("ed25519", "ed25519"));
  for (const auto& [rotation, taken] : cases) {
    repo = test::TufSimulator(now);
    initial_root = repo.served["root"][0];
    std::filesystem::remove_all(folder.path() / "metadata");
    init();
    for (const std::string role : {"timestamp", "snapshot", "targets"}) {
      repo.role_of(role)["keyids"] = Json::array();
      repo.signers[role].clear();
      repo.role_of(role)["threshold"] = rotation.threshold;
      for (int i : rotation.keys) repo.list_key(role, signers[i]);
      for (int i : rotation.signatures) repo.signers[role].push_back(signers[i]);
      repo.publish({"root", "targets", "snapshot", "timestamp"});
      EXPECT_EQ(refresh(), taken ? 0 : 1) << role << message;
      if (taken) EXPECT_EQ(test::read_whole(folder.path() / "metadata" / (role + ".json")), to_text(repo.served[role].back()));
    }
  }
}

// --- delegations ---------------------------------------------------------------------------------------------------

struct Edge {
  std::string from, to;
  bool terminating = false;
  std::string path = "*";
};

TEST_F(Conformance, GraphTraversal) {
  struct Case {
    const char* name;
    std::vector<Edge> edges;
    Strings visited;
  };
  const std::vector<Case> cases{
      {"basic-delegation", {{"targets", "A"}}, {"A"}},
      {"single-level-delegations", {{"targets", "A"}, {"targets", "B"}}, {"A", "B"}},
      {"two-level-delegations", {{"targets", "A"}, {"targets", "B"}, {"B", "C"}}, {"A", "B", "C"}},
      {"two-level-test-DFS-order-of-traversal", {{"targets", "A"}, {"targets", "B"}, {"A", "C"}, {"A", "D"}}, {"A", "C", "D", "B"}},
      {"three-level-delegation-test-DFS-order-of-traversal", {{"targets", "A"}, {"targets", "B"}, {"A", "C"}, {"C", "D"}}, {"A", "C", "D", "B"}},
      {"two-level-terminating-ignores-all-but-roles-descendants", {{"targets", "A"}, {"targets", "B"}, {"A", "C", true}, {"A", "D"}}, {"A", "C"}},
      {"three-level-terminating-ignores-all-but-roles-descendants", {{"targets", "A"}, {"targets", "B"}, {"A", "C", true}, {"C", "D"}}, {"A", "C", "D"}},
      {"two-level-ignores-all-branches-not-matching-paths", {{"targets", "A", false, "*.py"}, {"targets", "B"}, {"A", "C"}}, {"B"}},
      {"three-level-ignores-all-branches-not-matching-paths", {{"targets", "A"}, {"targets", "B"}, {"A", "C", false, "*.py"}, {"C", "D"}}, {"A", "B"}},
      {"cyclic-graph", {{"targets", "A"}, {"targets", "B"}, {"B", "C"}, {"C", "D"}, {"D", "B"}}, {"A", "B", "C", "D"}},
      {"two-roles-delegating-to-a-third", {{"targets", "A"}, {"targets", "B"}, {"B", "C"}, {"A", "C"}}, {"A", "C", "B"}},
      {"two-roles-delegating-to-a-third-different-paths", {{"targets", "A"}, {"targets", "B"}, {"B", "C"}, {"A", "C", false, "*.py"}}, {"A", "B", "C"}},
  };
  for (const auto& each : cases) {
    repo = test::TufSimulator(now);
    initial_root = repo.served["root"][0];
    std::filesystem::remove_all(folder.path() / "metadata");
    init();
    std::set<std::string> changed;
    for (const auto& edge : each.edges) {
      repo.add_delegation(edge.from, edge.to, Json::array({edge.path}), edge.terminating);
      changed.insert({edge.from, edge.to});
    }
    repo.publish(Strings(changed.begin(), changed.end()));
    repo.publish({"snapshot", "timestamp"});
    server.forget_requests();
    EXPECT_EQ(download({"missingpath"}), 1) << each.name;
    Strings expected;
    for (const auto& role : each.visited) expected.push_back("metadata/1." + role + ".json");
    EXPECT_EQ(asked_after_top_level(), expected) << each.name;
    for (const auto& role : each.visited) EXPECT_EQ(version(role), 1) << each.name;
  }
}

TEST_F(Conformance, TargetfileSearch) {
  init();
  repo.add_delegation("targets", "A", Json::array({"*.doc", "*.md"}));
  repo.add_delegation("targets", "B", Json::array({"releases/*/*"}));
  repo.add_delegation("B", "C", Json::array({"releases/x/*"}));
  repo.add_delegation("B", "D", Json::array({"releases/y/*.zip"}));
  repo.add_artifact("targets", "targetfile content", "targetfile");
  repo.add_artifact("A", "README by A", "README.md");
  repo.add_artifact("C", "x release by C", "releases/x/x_v1");
  repo.add_artifact("D", "y release by D", "releases/y/y_v1.zip");
  repo.add_artifact("D", "z release by D", "releases/z/z_v1.zip");
  repo.publish({"A", "B", "C", "D", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(download({"targetfile"}), 0) << message;
  EXPECT_EQ(asked_after_top_level().size(), 1u);
  EXPECT_EQ(download({"README.md"}), 0) << message;
  EXPECT_EQ(version("A"), 1);
  EXPECT_EQ(version("B"), 0);
  EXPECT_EQ(download({"releases/z/z_v1.zip"}), 1);
  EXPECT_EQ(version("D"), 0);
  EXPECT_EQ(download({"releases/x/x_v1", "releases/y/y_v1.zip"}), 0) << message;
  EXPECT_EQ(downloaded().size(), 4u);
}

TEST_F(Conformance, HashBinsAndPatterns) {
  init();
  repo.add_delegation("targets", "low", Json::array({"0", "1", "2", "3", "4", "5", "6", "7"}), true, "path_hash_prefixes");
  repo.add_delegation("targets", "high", Json::array({"8", "9", "a", "b", "c", "d", "e", "f"}), true, "path_hash_prefixes");
  Strings names;
  for (int i = 0; i < 6; ++i) {
    const std::string name = "file" + std::to_string(i);
    const bool low = crypto::sha256(as_bytes(name)).hex()[0] < '8';
    repo.add_artifact(low ? "low" : "high", "content of " + name, name);
    names.push_back(name);
  }
  repo.publish({"low", "high", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(download(names), 0) << message;
  EXPECT_EQ(downloaded().size(), 6u);
}

TEST_F(Conformance, ACachedRoleIsNotTrustedForAnotherDelegator) {
  init();
  repo.add_delegation("targets", "A", Json::array({"a/*"}));
  repo.add_delegation("targets", "B", Json::array({"b/*"}));
  repo.add_delegation("A", "C", Json::array({"a/*"}));
  const auto signers = repo.signers["C"];
  repo.add_delegation("B", "C", Json::array({"b/*"}));
  repo.signers["C"] = signers;  // signed as A asks, not as B asks
  repo.add_artifact("C", "for a", "a/file");
  repo.add_artifact("C", "for b", "b/file");
  repo.publish({"C", "A", "B", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(download({"a/file", "b/file"}), 1);
  EXPECT_THAT(downloaded(), ElementsAre("for a"));
  EXPECT_EQ(download({"b/file"}), 1);  // another run finds C in its folder, and still asks B
  EXPECT_THAT(downloaded(), ElementsAre("for a"));
}

TEST_F(Conformance, DelegatedThresholdAndSwappedRoles) {
  init();
  repo.add_delegation("targets", "A", Json::array({"a/*"}));
  repo.add_delegation("targets", "B", Json::array({"b/*"}));
  repo.role_of("A", "targets")["threshold"] = 2;
  repo.add_artifact("A", "a", "a/file");
  repo.add_artifact("B", "b", "b/file");
  repo.publish({"A", "B", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(download({"a/file"}), 1);
  repo.add_key("A", nullptr, "targets");
  repo.publish({"A", "targets", "snapshot", "timestamp"});
  EXPECT_EQ(download({"a/file"}), 0) << message;
  repo.served["B"].push_back(repo.served["A"].back());
  EXPECT_EQ(download({"b/file"}), 0) << message;
  repo.bodies["snapshot"]["meta"]["B.json"] = {{"version", 2}};
  repo.publish({"snapshot", "timestamp"});
  EXPECT_EQ(download({"b/file"}), 1);
}

// --- names ---------------------------------------------------------------------------------------------------------

TEST_F(Conformance, UnusualRoleNames) {
  for (const std::string role : {"?", "#", "/delegatedrole", "../delegatedrole", "a/b", "%2F", "é", "with space", "100%", ".", "..", "1.root"}) {
    repo = test::TufSimulator(now);
    initial_root = repo.served["root"][0];
    std::filesystem::remove_all(folder.path() / "metadata");
    init();
    repo.add_delegation("targets", role);
    repo.publish({role, "targets", "snapshot", "timestamp"});
    server.forget_requests();
    EXPECT_EQ(download({"nonexistent target"}), 1);
    EXPECT_THAT(asked_after_top_level(), ElementsAre("metadata/1." + encode_segment(role) + ".json")) << role;
    EXPECT_EQ(trusted().size(), 5u) << role;
    EXPECT_EQ(test::read_whole(folder.path() / "metadata" / metadata_name(role)), to_text(repo.served[role].back())) << role;
  }
}

TEST_F(Conformance, UnusualTargetNames) {
  init();
  const Strings names{"?", "#", "a b", "dir/é à", "..", "../up", "100%", "a/../b", "%2e%2e", "dir/", "C:\\x"};
  for (const auto& name : names) repo.add_artifact("targets", "content of " + name, name);
  repo.publish(kTop);
  for (const auto& name : names) EXPECT_EQ(download({name}), 0) << name << message;
  auto contents = downloaded();
  EXPECT_EQ(contents.size(), names.size());
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "up"));
}

// --- downloads -----------------------------------------------------------------------------------------------------

TEST_F(Conformance, DownloadsInTheOrderGivenAndKeeps) {
  init();
  repo.add_artifact("targets", "one", "path/to/one.txt");
  repo.add_artifact("targets", "two", "two");
  repo.publish(kTop);
  EXPECT_EQ(refresh(), 0);
  EXPECT_THAT(downloaded(), IsEmpty());
  server.forget_requests();
  EXPECT_EQ(download({"two", "path/to/one.txt"}), 0) << message;
  const auto hash = [](const char* text) { return crypto::sha256(as_bytes(text)).hex(); };
  EXPECT_THAT(server.requests(), ElementsAre("metadata/2.root.json", "metadata/timestamp.json", "targets/" + hash("two") + ".two",
                                             "targets/path/to/" + hash("one") + ".one.txt"));
  server.forget_requests();
  EXPECT_EQ(download({"two", "path/to/one.txt"}), 0);
  EXPECT_EQ(server.requests().size(), 2u);
}

TEST_F(Conformance, RepositorySubstitutesTargetFile) {
  init();
  repo.add_artifact("targets", "target file contents", "one");
  repo.add_artifact("targets", "content", "two");
  repo.publish(kTop);
  EXPECT_EQ(download({"one"}), 0);
  repo.artifacts["one"] = repo.artifacts["two"] = "malicious data, longer than what was announced";
  EXPECT_EQ(download({"one"}), 0);  // it is there already
  EXPECT_EQ(download({"two"}), 1);
  repo.artifacts["two"] = "c0ntent";
  EXPECT_EQ(download({"two"}), 1);
  EXPECT_THAT(downloaded(), ElementsAre("target file contents"));
}

TEST_F(Conformance, MultipleChangesToTarget) {
  init();
  for (int i = 0; i < 4; ++i) {
    const std::string content = "version " + std::to_string(i);
    repo.add_artifact("targets", content, "file");
    repo.publish(kTop);
    EXPECT_EQ(download({"file"}), 0) << message;
    EXPECT_THAT(downloaded(), ElementsAre(content));
    repo.artifacts["file"] = "malicious";
    repo.publish(kTop);
    download({"file"});
    EXPECT_THAT(downloaded(), ElementsAre(content));
  }
}

TEST_F(Conformance, UsageErrorsExitWithOne) {
  EXPECT_EQ(run(""), 1);
  EXPECT_EQ(run("init missing.json"), 1);
  EXPECT_EQ(run("refresh"), 1);
  EXPECT_EQ(run("--metadata-url http://127.0.0.1:1/ refresh"), 1);
  init();
  EXPECT_EQ(run("--metadata-url http://127.0.0.1:1/ refresh"), 1);
  EXPECT_EQ(run("--metadata-url " + server.url() + " download"), 1);
  EXPECT_EQ(init(), 0);  // the same root again
}

}  // namespace
}  // namespace escale::repository
