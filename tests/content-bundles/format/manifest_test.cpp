#include "content-bundles/format/manifest.hpp"

#include <gtest/gtest.h>

#include "sync/base/json.hpp"
#include "tests/content-bundles/format/example.hpp"

namespace escale::format {
namespace {
using test::example_bundle;

Manifest example() { return read_manifest(example_bundle().manifest).value(); }

TEST(Manifest, GivesBackEveryPart) {
  const Bytes bytes = example_bundle().manifest;
  const Manifest manifest = read_manifest(bytes).value();
  EXPECT_EQ(manifest.titles.at("en"), "Recognising");
  EXPECT_EQ(manifest.documents.size(), 3u);
  EXPECT_TRUE(manifest.sensitive);
  EXPECT_EQ(write_manifest(manifest).value(), bytes);
}

TEST(Manifest, RefusesWhatBreaksARule) {
  const auto message = [](auto change) {
    Manifest manifest = example();
    change(manifest);
    const auto written = write_manifest(manifest);
    return written ? std::string("accepted") : written.error().message;
  };
  EXPECT_EQ(message([](Manifest& m) { m.id = "../x"; }), "id: '../x' is not an id: use a-z, 0-9 and -, at most 64");
  EXPECT_EQ(message([](Manifest& m) { m.version = 0; }), "version: not a whole number from 1 to 2000000000");
  EXPECT_EQ(message([](Manifest& m) { m.titles.erase("fr"); }), "title: missing in 'fr'");
  EXPECT_EQ(message([](Manifest& m) { m.languages.clear(); }), "languages: 1 to 20 are needed");
  EXPECT_EQ(message([](Manifest& m) { m.languages.push_back("fr"); }), "languages: 'fr' is there twice");
  EXPECT_EQ(message([](Manifest& m) { m.publisher.clear(); }), "publisher: empty");
  EXPECT_EQ(message([](Manifest& m) { m.documents.clear(); }), "documents: none");
  EXPECT_EQ(message([](Manifest& m) { m.documents[1].lang = "en"; }), "document 'definition': 'en' is not one of the bundle's languages");
  EXPECT_EQ(message([](Manifest& m) { m.documents[1].lang = "fr"; }), "document 'definition': it is there twice in 'fr'");
  EXPECT_EQ(message([](Manifest& m) { std::swap(m.documents[1], m.documents[2]); }),
            "document 'definition': its variants do not stand together, or two documents have this id");
  EXPECT_EQ(message([](Manifest& m) { m.documents.erase(m.documents.begin()); }), "document 'definition': it is missing in the language 'fr'");
  EXPECT_EQ(message([](Manifest& m) { m.documents[1].kind = EntryKind::Quiz; }), "document 'definition': its variants are not of the same kind");
  EXPECT_EQ(message([](Manifest& m) { m.documents[0].path = "/etc/passwd"; }), "document 'definition': '/etc/passwd' is not a path inside the bundle");
  EXPECT_EQ(message([](Manifest& m) { m.documents[0].path = "a/../b"; }), "document 'definition': 'a/../b' is not a path inside the bundle");
  EXPECT_EQ(message([](Manifest& m) { m.documents[0].blob.size = kMaxDocumentBytes + 1; }),
            "document 'definition': the size 16777217 is not from 1 to 16777216");
  EXPECT_EQ(message([](Manifest& m) { m.media.push_back(m.media[0]); }), "media: not sorted by digest, each once");
}

TEST(Manifest, RefusesBytesThatAreNotCanonical) {
  const std::string text = to_text(example_bundle().manifest);
  EXPECT_EQ(read_manifest(to_bytes(text + "\n")).error().message, "the manifest is not in canonical form");
  EXPECT_EQ(read_manifest(to_bytes(" " + text)).error().message, "the manifest is not in canonical form");
  std::string unknown = text;
  unknown.insert(1, "\"aaa\":1,");
  EXPECT_EQ(read_manifest(to_bytes(unknown)).error().message, "manifest: unknown field 'aaa'");
}

TEST(Manifest, RefusesWhatIsTooLargeCutOffOrChanged) {
  EXPECT_EQ(read_manifest(Bytes(kMaxManifestBytes + 1, '{')).error().code, Code::TooLarge);
  const Bytes bytes = example_bundle().manifest;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_FALSE(read_manifest(ByteView(bytes).first(i)));
    Bytes changed = bytes;
    changed[i] ^= 0x15;
    (void)read_manifest(changed);
  }
  EXPECT_FALSE(read_manifest(to_bytes("[]")));
  EXPECT_FALSE(read_manifest({}));
}

TEST(Approvals, DoNotChangeWhatReviewersSign) {
  const Bytes bare = example_bundle().manifest;
  const auto digest = approval_digest(bare).value();
  const Bytes one = add_approval(bare, R"({"step":"fond","signed":{"by":"A"}})").value();
  const Bytes two = add_approval(one, R"({"step":"droit"})").value();
  EXPECT_NE(one, bare);
  EXPECT_EQ(approval_digest(one).value(), digest);
  EXPECT_EQ(approval_digest(two).value(), digest);
  EXPECT_EQ(read_manifest(two)->approvals,
            (std::vector<std::string>{R"({"signed":{"by":"A"},"step":"fond"})", R"({"step":"droit"})"}));
  EXPECT_EQ(add_approval(two, R"({"step" : "droit"})").value(), two) << "repeating an approval changes nothing";
  const Bytes other_order = add_approval(add_approval(bare, R"({"step":"droit"})").value(), R"({"step":"fond","signed":{"by":"A"}})").value();
  EXPECT_EQ(other_order, two) << "the order of arrival does not matter";
  EXPECT_NE(approval_digest(example_bundle(2).manifest).value(), digest);
}

TEST(Approvals, AreRefusedWhenTheyAreNotRecords) {
  const Bytes bare = example_bundle().manifest;
  EXPECT_FALSE(add_approval(bare, "[]"));
  EXPECT_FALSE(add_approval(bare, "{"));
  EXPECT_FALSE(add_approval(bare, R"({"a":1.5})"));
  EXPECT_FALSE(add_approval(bare, R"({"a":"b\nc"})"));
  EXPECT_FALSE(add_approval(to_bytes("{}"), "{}"));
}

TEST(Languages, FallBackStepByStep) {
  EXPECT_EQ(fallbacks("fr-x-facile"), (std::vector<std::string>{"fr-x-facile", "fr"}));
  EXPECT_EQ(fallbacks("en-gb"), (std::vector<std::string>{"en-gb", "en", "fr"}));
  EXPECT_EQ(fallbacks("fr"), (std::vector<std::string>{"fr"}));
  EXPECT_EQ(in_language({{"fr", "Bonjour"}, {"en", "Hello"}}, "fr-x-facile"), "Bonjour");
  EXPECT_EQ(in_language({{"de", "Hallo"}}, "en"), "Hallo");
  EXPECT_EQ(in_language({}, "fr"), "");
  const Manifest manifest = example();
  EXPECT_EQ(find_entry(manifest, "definition", "fr-x-facile")->lang, "fr-x-facile");
  EXPECT_EQ(find_entry(manifest, "definition", "en")->lang, "fr");
  EXPECT_EQ(find_entry(manifest, "programme", "fr-x-facile")->lang, "fr");
  EXPECT_EQ(find_entry(manifest, "nothing", "fr"), nullptr);
  const auto entries = entries_in(manifest, "fr-x-facile");
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0]->title, "La loi");
}

TEST(Languages, TagsAndIdsAreChecked) {
  for (const char* tag : {"fr", "en", "fr-x-facile", "en-gb", "gsw"}) EXPECT_TRUE(is_language_tag(tag)) << tag;
  for (const char* tag : {"", "f", "FR", "fr-", "-fr", "fr--x", "fr_FR", "fr-verylongsubtag"}) EXPECT_FALSE(is_language_tag(tag)) << tag;
  for (const char* id : {"a", "0", "aller-vers", "a-"}) EXPECT_TRUE(is_identifier(id)) << id;
  for (const char* id : {"", "-a", "A", "a_b", "a/b", "é"}) EXPECT_FALSE(is_identifier(id)) << id;
  EXPECT_FALSE(is_identifier(std::string(65, 'a')));
}

TEST(Succession, KeepsDocumentIds) {
  const Manifest before = example();
  Manifest after = before;
  EXPECT_EQ(check_succession(before, after).error().message, "version 1 does not come after version 1: give a higher one");
  after.version = 2;
  EXPECT_TRUE(check_succession(before, after));
  after.documents[2].id = "jour";
  EXPECT_EQ(check_succession(before, after).error().message,
            "programme.yaml: the document was 'programme' and is now 'jour': put the id back, progress and answers are kept by it");
  after = before;
  after.version = 2;
  after.documents[2].kind = EntryKind::Quiz;
  after.documents[2].path = "q.md";
  EXPECT_EQ(check_succession(before, after).error().message,
            "q.md: the document 'programme' was a programme and is now a quiz: give the new one an id of its own");
  after = before;
  after.version = 2;
  after.documents.pop_back();
  EXPECT_TRUE(check_succession(before, after)) << "a document may be removed";
  after.id = "autre";
  EXPECT_EQ(check_succession(before, after).error().code, Code::Conflict);
}

TEST(Blobs, AreListedOnceEach) {
  const BuiltBundle bundle = example_bundle();
  const auto blobs = all_blobs(read_manifest(bundle.manifest).value());
  EXPECT_EQ(blobs.size(), bundle.blobs.size());
  for (const BlobRef& blob : blobs) EXPECT_EQ(bundle.blobs.at(blob.digest).size(), blob.size);
}

}  // namespace
}  // namespace escale::format
