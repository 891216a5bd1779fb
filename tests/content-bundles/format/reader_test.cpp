#include "content-bundles/format/reader.hpp"

#include <gtest/gtest.h>

#include "tests/content-bundles/format/example.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::format {
namespace {
using test::example_bundle;

class BundleFolder : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(write_bundle(files, bundle, folder.path())); }
  BundleReader reader() const { return BundleReader::open(files, bundle.manifest, folder.path() / "blobs").value(); }
  Path path_of(const BlobRef& blob) const { return blob_path(folder.path() / "blobs", blob.digest); }

  escale::test::TemporaryFolder folder;
  RealFiles files;
  BuiltBundle bundle = example_bundle();
};

TEST_F(BundleFolder, GivesWhatWasWritten) {
  const BundleReader it = reader();
  const auto& documents = it.manifest().documents;
  EXPECT_EQ(it.document(documents[0]).value(), test::example_document());
  EXPECT_EQ(it.document(documents[1])->title, "La loi");
  EXPECT_EQ(it.programme(documents[2]).value(), test::example_programme());
  const auto document = it.document(documents[0]).value();
  EXPECT_EQ(it.media(std::get<learning::Image>(document.blocks[6]).media).value(), test::image_bytes());
  EXPECT_TRUE(it.check_all());
  EXPECT_EQ(to_text(files.read(folder.path() / "bundles" / "maltraitance.json", 1u << 20).value()), to_text(bundle.manifest));
}

TEST_F(BundleFolder, SaysOneSentenceForATamperedBlob) {
  const BundleReader it = reader();
  const DocumentEntry& entry = it.manifest().documents[0];
  Bytes bytes = bundle.blobs.at(entry.blob.digest);
  bytes[40] ^= 1;
  ASSERT_TRUE(files.write_atomic(path_of(entry.blob), bytes));
  const auto read = it.document(entry);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::Corrupt);
  EXPECT_EQ(read.error().message, "the blob " + entry.blob.digest.hex() + " was changed, its digest does not match: fetch it again");
  EXPECT_FALSE(it.check_all());
}

TEST_F(BundleFolder, SaysWhenABlobIsShorterLongerOrMissing) {
  const BundleReader it = reader();
  const BlobRef blob = it.manifest().media[0].blob;
  Bytes bytes = bundle.blobs.at(blob.digest);
  bytes.pop_back();
  ASSERT_TRUE(files.write_atomic(path_of(blob), bytes));
  EXPECT_EQ(it.blob(blob).error().code, Code::Corrupt);
  bytes.resize(blob.size + 1);
  ASSERT_TRUE(files.write_atomic(path_of(blob), bytes));
  EXPECT_EQ(it.blob(blob).error().code, Code::Corrupt);
  ASSERT_TRUE(files.remove(path_of(blob)));
  EXPECT_EQ(it.blob(blob).error().code, Code::NotFound);
  EXPECT_FALSE(it.check_all());
}

TEST_F(BundleFolder, RefusesADocumentThatIsNotWhatTheManifestSays) {
  const auto message = [&](auto change) {
    Manifest manifest = read_manifest(bundle.manifest).value();
    change(manifest);
    const BundleReader it = BundleReader::open(files, write_manifest(manifest).value(), folder.path() / "blobs").value();
    const auto checked = it.check_all();
    EXPECT_FALSE(checked);
    return checked ? std::string() : checked.error().message;
  };
  EXPECT_NE(message([](Manifest& m) { m.documents[2].id = "jour"; }).find("does not have the id"), std::string::npos);
  EXPECT_NE(message([](Manifest& m) { m.documents[0].title = "x"; }).find("does not have the title"), std::string::npos);
  EXPECT_NE(message([](Manifest& m) { m.documents[0].questions = 1; }).find("does not have the number of questions"), std::string::npos);
  EXPECT_NE(message([](Manifest& m) { m.documents[0].kind = m.documents[1].kind = EntryKind::Quiz; }).find("does not have the kind"), std::string::npos);
  EXPECT_NE(message([](Manifest& m) { m.documents[0].blob = m.documents[1].blob; }).find("does not have the language"), std::string::npos);
  EXPECT_NE(message([](Manifest& m) { m.documents[2].blob = m.documents[0].blob; }).find("programme: the format is 'escale-document-1'"), std::string::npos);
  EXPECT_NE(message([](Manifest& m) { m.media.clear(); }).find("is not in the manifest"), std::string::npos);
}

TEST_F(BundleFolder, RefusesToReadADocumentAsAnotherKind) {
  const BundleReader it = reader();
  EXPECT_EQ(it.form(it.manifest().documents[0]).error().message, "the document 'definition' is a lesson, not a form");
  EXPECT_EQ(it.document(it.manifest().documents[2]).error().message, "the document 'programme' is a programme, not a text");
  EXPECT_EQ(it.programme(it.manifest().documents[0]).error().message, "the document 'definition' is a lesson, not a programme");
}

TEST_F(BundleFolder, RefusesToWriteABundleWithoutItsBlobs) {
  escale::test::TemporaryFolder other;
  BuiltBundle lacking = bundle;
  lacking.blobs.erase(lacking.blobs.begin());
  EXPECT_EQ(write_bundle(files, lacking, other.path()).error().code, Code::Refused);
  EXPECT_FALSE(files.exists(other.path() / "bundles"));
  lacking = bundle;
  lacking.blobs.begin()->second.push_back(0);
  EXPECT_EQ(write_bundle(files, lacking, other.path()).error().code, Code::Refused);
}

TEST_F(BundleFolder, MendsABlobThatIsBrokenOnDisk) {
  const BlobRef blob = reader().manifest().media[0].blob;
  ASSERT_TRUE(files.write_atomic(path_of(blob), to_bytes("broken")));
  ASSERT_TRUE(write_bundle(files, bundle, folder.path()));
  EXPECT_TRUE(reader().check_all());
}

}  // namespace
}  // namespace escale::format
