// The French of bundles: remarks name the file, the line and what to write instead; our own bundles earn none.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "content-bundles/compiler/compile.hpp"
#include "content-bundles/compiler/example.hpp"
#include "content-bundles/format/codec.hpp"
#include "content-bundles/forms/outline.hpp"
#include "content-bundles/forms/texts.hpp"
#include "content-bundles/xforms/form_blob.hpp"

namespace escale::compiler {
namespace {

using testing::HasSubstr;

TEST(Language, D7_D8_CatalogueIsWrittenAsTheLinterWants) {
  int bundles = 0, simplified = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(ESCALE_SOURCE_DIR) + "/content-bundles/catalogue")) {
    if (!std::filesystem::exists(entry.path() / "bundle.yaml")) continue;
    ++bundles;
    const Compilation compiled = compile(RealFiles(), entry.path().string(), {});
    ASSERT_TRUE(compiled.bundle.has_value()) << entry.path();
    for (const Problem& remark : compiled.remarks) ADD_FAILURE() << entry.path().filename().string() << '/' << remark.text();
    // Every course has a sheet in simplified French (D7).
    bool has = false, course = false;
    auto manifest = format::read_manifest(compiled.bundle->manifest);
    ASSERT_TRUE(manifest.has_value());
    for (const auto& document : manifest->documents) has = has || document.lang == "fr-x-facile";
    course = manifest->kind == format::BundleKind::Course;
    EXPECT_TRUE(!course || has) << entry.path() << " has no document in simplified French";
    simplified += has ? 1 : 0;
  }
  EXPECT_GE(bundles, 5);
  EXPECT_GE(simplified, 3);
}

TEST(Language, RemarksNameFileLineAndWhatToWrite) {
  const std::filesystem::path folder = std::filesystem::current_path() / "language-course";
  std::filesystem::remove_all(folder);
  RealFiles files;
  ASSERT_TRUE(write_example(files, folder.string(), "language-course").has_value());
  const Compilation good = compile(RealFiles(), folder.string(), {});
  ASSERT_TRUE(good.bundle.has_value());
  for (const Problem& remark : good.remarks) ADD_FAILURE() << remark.text();  // the example is an example
  {
    std::ofstream lesson(folder / "lessons" / "01-lecon.fr-x-facile.md", std::ios::app);
    lesson << "\nUne ligne juste.\n\nUn geste peut blesser. Un mot (aussi) peut blesser \"beaucoup\" une soeur.\n";
  }
  std::ifstream again(folder / "lessons" / "01-lecon.fr-x-facile.md");
  const auto lines = std::count(std::istreambuf_iterator<char>(again), {}, '\n');
  const Compilation compiled = compile(RealFiles(), folder.string(), {});
  ASSERT_TRUE(compiled.bundle.has_value());
  std::string all;
  for (const Problem& remark : compiled.remarks) all += remark.text() + '\n';
  const std::string where = "lessons/01-lecon.fr-x-facile.md:" + std::to_string(lines) + ": ";
  EXPECT_THAT(all, HasSubstr(where + "write « and »"));
  EXPECT_THAT(all, HasSubstr(where + "write œ in « soeur »"));
  EXPECT_THAT(all, HasSubstr(where + "begin a new line before « Un mot"));
  EXPECT_THAT(all, HasSubstr(where + "write another sentence instead of ( (4.2)"));
}

/// D3: no course and no form asks the same thing twice, in the words that the person reads.
TEST(Checklist, D3_NothingIsAskedTwice) {
  int questions = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(ESCALE_SOURCE_DIR) + "/content-bundles/catalogue")) {
    if (!std::filesystem::exists(entry.path() / "bundle.yaml")) continue;
    const Compilation compiled = compile(RealFiles(), entry.path().string(), {});
    ASSERT_TRUE(compiled.bundle.has_value());
    const auto manifest = format::read_manifest(compiled.bundle->manifest);
    ASSERT_TRUE(manifest.has_value());
    std::map<std::string, std::string> asked;
    auto ask = [&](const std::string& words, const std::string& where) {
      ++questions;
      const auto [first, is_new] = asked.emplace(words, where);
      EXPECT_TRUE(is_new) << entry.path().filename() << ": «" << words << "» is asked in " << first->second << " and in " << where;
    };
    for (const auto& document : manifest->documents) {
      if (document.lang != "fr") continue;
      const Bytes& bytes = compiled.bundle->blobs.at(document.blob.digest);
      if (document.kind == format::EntryKind::Form) {
        const auto form = xforms::read_form(as_text(bytes));
        ASSERT_TRUE(form.has_value());
        std::set<std::string> names;
        for (const auto& question : forms::questions_of(**form)) {
          EXPECT_TRUE(names.insert(question.name).second) << question.name;
          ask(std::string(forms::text_in(forms::texts_of(**form, question.control->label), "fr", "fr")), document.id);
        }
      } else if (document.kind != format::EntryKind::Programme) {
        const auto text = format::read_document(bytes);
        ASSERT_TRUE(text.has_value());
        for (const auto& question : text->questions) ask(learning::words(question.stem), document.id);
      }
    }
  }
  EXPECT_GT(questions, 20);
}

}  // namespace
}  // namespace escale::compiler
