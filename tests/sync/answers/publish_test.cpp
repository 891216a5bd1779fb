#include "sync/answers/publish.hpp"

#include <gmock/gmock.h>

#include "sync/base/json.hpp"
#include "tests/support/two_versions.hpp"

namespace escale::answers {
namespace {
using ::testing::HasSubstr;
using ::testing::Not;

/// `count` answers with this mood, in the session of this number (0: none).
void add(test::TwoVersions& two, int count, const std::string& mood, int session) {
  for (int i = 0; i < count; ++i) {
    std::optional<protocol::SessionId> id;
    if (session > 0) id = test::must(protocol::SessionId::parse(std::string(31, '0') + std::to_string(session)));
    two.add(1000 + static_cast<int>(two.collection.answers.size()), two.known.all().back()->version, {{"humeur", mood}, {"mots", "canari"}}, id, std::nullopt);
  }
}

std::map<std::string, std::string> published(const test::TwoVersions& two, const DisclosureRules& rules = {}) {
  std::map<std::string, std::string> files;
  for (ExportedFile& file : test::must(publish_answers(two.collection, two.known, "", rules))) files[file.name] = std::move(file.content);
  return files;
}

TEST(Publish, RefusesUnderK) {
  const auto files = publish_answers(test::TwoVersions().collection, test::TwoVersions().known, "", {});
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().message, "no form has 11 answers: nothing may be published yet");
}

TEST(Publish, HidesSmallCountsAndNobodysWordsAreThere) {
  test::TwoVersions two;
  add(two, 30, "bien", 1);
  add(two, 20, "mal", 1);
  add(two, 25, "bien", 2);
  add(two, 4, "moyen", 2);
  add(two, 20, "mal", 2);
  auto files = published(two);
  const std::string& csv = files["avis-journee_tables.csv"];
  EXPECT_THAT(csv, Not(HasSubstr("canari")));
  EXPECT_THAT(csv, HasSubstr("humeur,Comment s’est passée la journée ?,,moyen,Moyennement,secret\r\n"));
  std::size_t secrets = 0;
  for (std::size_t at = csv.find("humeur,"); at != std::string::npos; at = csv.find("\r\nhumeur,", at + 1))
    secrets += csv.substr(at, csv.find("\r\n", at + 2) - at).ends_with(",secret") ? 1 : 0;
  EXPECT_GE(secrets, 4u) << "a hidden cell, its total, and a cycle of others";
  const Json summary = test::must(parse_json(files["publication.json"]));
  EXPECT_EQ(summary["forms"][0]["answers"], 102);
  EXPECT_GT(summary["forms"][0]["hidden"], 0);
}

TEST(Publish, PutsSmallSessionsTogether) {
  test::TwoVersions two;  // its three answers have no session
  add(two, 5, "bien", 1);
  add(two, 15, "bien", 2);
  add(two, 40, "mal", 3);
  const std::string csv = published(two)["avis-journee_tables.csv"];
  EXPECT_THAT(csv, HasSubstr("Autres séances"));
  EXPECT_THAT(csv, Not(HasSubstr("Sans séance"))) << "3 and 5 are 8: the session of 15 joins them";
  EXPECT_THAT(csv, Not(HasSubstr(std::string(31, '0') + "2")));
  EXPECT_THAT(csv, HasSubstr(std::string(31, '0') + "3"));
}

}  // namespace
}  // namespace escale::answers
