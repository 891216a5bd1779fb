#include <gtest/gtest.h>

#include <sstream>

#include "sync/admin/commands.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::admin {
namespace {

/// Runs `escale bundle …` in a temporary folder, with the same parser as the program.
class BundleCommand : public testing::Test {
 protected:
  int run(std::vector<std::string> words, bool json = false) {
    out.str("");
    err.str("");
    Context context{.clock = &clock, .random = &random, .files = &files, .out = &out, .err = &err, .json = json};
    CLI::App app("", "escale");
    add_bundle_command(app, context);
    words.insert(words.begin(), "bundle");
    std::reverse(words.begin(), words.end());
    try {
      app.parse(words);
    } catch (const CLI::ParseError&) {
      return kUsage;
    }
    return context.exit_code;
  }
  std::string in(const std::string& path) const { return (folder.path() / path).string(); }
  void replace(const std::string& path, std::string_view from, std::string_view to) {
    std::string text = to_text(files.read(in(path), 1u << 20).value());
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    ASSERT_TRUE(files.write_atomic(in(path), as_bytes(text.replace(at, from.size(), to))));
  }

  escale::test::TemporaryFolder folder;
  RealFiles files;
  ManualClock clock{Timestamp{}};
  SeededRandom random{1};
  std::ostringstream out, err;
};

TEST_F(BundleCommand, GoesFromAnEmptyFolderToASecondVersion) {
  ASSERT_EQ(run({"new", in("cours")}), 0) << err.str();
  ASSERT_EQ(run({"check", in("cours")}), 0) << err.str();
  ASSERT_EQ(run({"build", in("cours"), "--out", in("out")}), 0) << err.str();
  ASSERT_EQ(run({"check", in("out/bundles/cours.json")}), 0) << err.str();
  ASSERT_EQ(run({"show", in("out/bundles/cours.json")}), 0) << err.str();
  EXPECT_NE(out.str().find("Mon cours"), std::string::npos);
  EXPECT_NE(out.str().find("[fr fr-x-facile]"), std::string::npos);
  EXPECT_NE(out.str().find("No approval."), std::string::npos);

  replace("cours/lessons/02-cas.md", "Le lendemain", "Trois jours après");
  ASSERT_EQ(run({"build", in("cours"), "--out", in("out2"), "--previous", in("out/bundles/cours.json")}), 0) << err.str();
  ASSERT_EQ(run({"diff", in("out/bundles/cours.json"), in("out2/bundles/cours.json")}, true), 0) << err.str();
  const Json diff = parse_json(out.str().substr(0, out.str().size() - 1)).value();
  EXPECT_EQ(diff["blobs"], 1);
  EXPECT_EQ(diff["changed"].size(), 1u);
  EXPECT_EQ(diff["changed"][0]["id"], "cas");
  EXPECT_TRUE(diff["added"].empty());
  ASSERT_EQ(run({"show", in("out2/bundles/cours.json")}, true), 0);
  EXPECT_NE(out.str().find("\"version\":2"), std::string::npos);
}

TEST_F(BundleCommand, ListsWhatIsToMendAndWritesNothing) {
  ASSERT_EQ(run({"new", in("cours"), "--id", "autre"}), 0);
  replace("cours/lessons/03-quiz.md", "{#3 #Exact.}", "{#trois}");
  replace("cours/lessons/01-lecon.md", "kind: lesson", "kind: leçon");
  EXPECT_EQ(run({"build", in("cours"), "--out", in("out")}), kFailed);
  EXPECT_NE(err.str().find("lessons/03-quiz.md:29: 'trois' is not a number"), std::string::npos) << err.str();
  EXPECT_NE(err.str().find("lessons/01-lecon.md:3: unknown kind 'leçon'"), std::string::npos) << err.str();
  EXPECT_NE(err.str().find("things to mend, nothing was written"), std::string::npos) << err.str();
  EXPECT_FALSE(files.exists(in("out")));
  EXPECT_EQ(run({"check", in("cours")}, true), kFailed);
  EXPECT_NE(err.str().find("\"line\":29"), std::string::npos) << err.str();
}

TEST_F(BundleCommand, SaysOneSentenceForOneProblem) {
  ASSERT_EQ(run({"new", in("cours")}), 0);
  replace("cours/lessons/03-quiz.md", "{#3 #Exact.}", "{#trois}");
  EXPECT_EQ(run({"build", in("cours"), "--out", in("out")}), kFailed);
  const std::string said = err.str();
  EXPECT_EQ(said.find("escale: lessons/03-quiz.md:29: 'trois' is not a number"), 0u) << said;
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
  EXPECT_FALSE(files.exists(in("out")));
}

TEST_F(BundleCommand, SaysOneSentenceForATamperedBundle) {
  ASSERT_EQ(run({"new", in("cours")}), 0);
  ASSERT_EQ(run({"build", in("cours"), "--out", in("out")}), 0);
  const std::string shard = in("out/blobs/" + files.list_directories(in("out/blobs"))->front());
  const std::string blob = shard + "/" + files.list(shard)->front();
  Bytes bytes = files.read(blob, 1u << 20).value();
  bytes[10] ^= 1;
  ASSERT_TRUE(files.write_atomic(blob, bytes));
  EXPECT_EQ(run({"check", in("out/bundles/cours.json")}), kFailed);
  EXPECT_NE(err.str().find("was changed, its digest does not match: fetch it again"), std::string::npos) << err.str();
  EXPECT_TRUE(out.str().empty());
  ASSERT_TRUE(files.write_atomic(in("out/bundles/cours.json"), as_bytes("{\"format\":\"zip\"}")));
  EXPECT_EQ(run({"show", in("out/bundles/cours.json")}), kFailed);
  EXPECT_NE(err.str().find("the format is 'zip', this program reads 'escale-bundle-1'"), std::string::npos) << err.str();
}

TEST_F(BundleCommand, RefusesWhatItCannotDo) {
  EXPECT_EQ(run({}), kUsage);
  EXPECT_EQ(run({"build", in("nowhere"), "--out", in("out")}), kUsage);
  EXPECT_EQ(run({"new", in("cours"), "--id", "Un Cours"}), kFailed);
  EXPECT_NE(err.str().find("'Un Cours' is not an id"), std::string::npos);
  ASSERT_EQ(run({"new", in("cours")}), 0);
  EXPECT_EQ(run({"new", in("cours")}), kFailed);
  EXPECT_NE(err.str().find("already holds a bundle"), std::string::npos);
  ASSERT_EQ(run({"new", in("deux")}), 0);
  ASSERT_EQ(run({"build", in("cours"), "--out", in("out")}), 0);
  ASSERT_EQ(run({"build", in("deux"), "--out", in("out")}), 0);
  EXPECT_EQ(run({"diff", in("out/bundles/cours.json"), in("out/bundles/deux.json")}), kFailed);
  EXPECT_EQ(run({"build", in("cours"), "--out", in("out"), "--version", "1", "--previous", in("out/bundles/cours.json")}), kFailed);
  EXPECT_NE(err.str().find("version 1 does not come after version 1"), std::string::npos) << err.str();
}

}  // namespace
}  // namespace escale::admin
