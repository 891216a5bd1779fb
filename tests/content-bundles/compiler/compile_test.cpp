#include "content-bundles/compiler/compile.hpp"

#include <gtest/gtest.h>

#include "content-bundles/compiler/example.hpp"
#include "content-bundles/format/reader.hpp"
#include "content-bundles/learning/attempt.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/xlsx_writer.hpp"

namespace escale::compiler {
namespace {

class SourceFolder : public testing::Test {
 protected:
  void write(const std::string& path, std::string_view text) {
    ASSERT_TRUE(files.make_directories((folder.path() / path).parent_path()));
    ASSERT_TRUE(files.write_atomic(folder.path() / path, as_bytes(text)));
  }
  void write_small() {
    write("bundle.yaml",
          "id: petit\nkind: course\ntitle: {fr: Petit}\nlanguages: [fr, fr-x-facile]\npublisher: P\nlicence: EUPL-1.2\ndocuments:\n  - a.md\n");
    write("a.md", "---\nid: a\nkind: lesson\ntitle: A\n---\nTexte.\n");
  }
  std::vector<std::string> problems(const Options& options = {}) {
    std::vector<std::string> out;
    for (const Problem& problem : compile(files, folder.path(), options).problems) out.push_back(problem.text());
    return out;
  }

  escale::test::TemporaryFolder folder;
  RealFiles files;
};

TEST_F(SourceFolder, CompilesTheExample) {
  ASSERT_TRUE(write_example(files, folder.path() / "source", "mon-cours"));
  const auto built = compile_bundle(files, folder.path() / "source", {});
  ASSERT_TRUE(built) << built.error().message;
  ASSERT_TRUE(format::write_bundle(files, *built, folder.path() / "out"));
  const auto reader = format::BundleReader::open(files, built->manifest, folder.path() / "out" / "blobs").value();
  EXPECT_TRUE(reader.check_all());
  EXPECT_EQ(reader.manifest().id, "mon-cours");
  int questions = 0;
  for (const auto& entry : reader.manifest().documents) {
    if (entry.kind == format::EntryKind::Form || entry.kind == format::EntryKind::Programme) continue;
    const auto document = reader.document(entry).value();
    learning::Attempt attempt{document.id, {}};
    for (const auto& question : document.questions) {
      ASSERT_TRUE(learning::answer(attempt, document, question.id, learning::right_response(question)));
      ++questions;
    }
    EXPECT_EQ(learning::total_score(attempt, document), document.questions.empty() ? 0 : learning::kFullScore);
  }
  EXPECT_GE(questions, 6) << "the example shows every kind of question";
}

TEST_F(SourceFolder, GivesTheSameBytesTwice) {
  ASSERT_TRUE(write_example(files, folder.path() / "one", "mon-cours"));
  ASSERT_TRUE(write_example(files, folder.path() / "two", "mon-cours"));
  EXPECT_EQ(compile_bundle(files, folder.path() / "one", {}).value(), compile_bundle(files, folder.path() / "two", {}).value());
}

TEST_F(SourceFolder, IgnoresLineEndsAndByteOrderMarks) {
  write_small();
  const auto plain = compile_bundle(files, folder.path(), {}).value();
  write("a.md", "\xEF\xBB\xBF---\r\nid: a\r\nkind: lesson\r\ntitle: A\r\n---\r\nTexte.\r\n");
  EXPECT_EQ(compile_bundle(files, folder.path(), {}).value(), plain);
}

TEST_F(SourceFolder, ChangesOnlyTheBlobThatChanged) {
  ASSERT_TRUE(write_example(files, folder.path(), "mon-cours"));
  const auto before = compile_bundle(files, folder.path(), {}).value();
  write("data/numbers.yaml", "- {id: \"3977\", name: Autre, number: \"3977\", verified: 2026-11-25}\n");
  const auto after = compile_bundle(files, folder.path(), {2, before.manifest}).value();
  std::size_t changed = 0;
  for (const auto& [digest, bytes] : after.blobs) changed += before.blobs.contains(digest) ? 0 : 1;
  EXPECT_EQ(changed, 1u);
}

TEST_F(SourceFolder, TakesVariantsAndFallsBack) {
  write_small();
  write("a.fr-x-facile.md", "---\nid: a\nkind: lesson\ntitle: A facile\n---\nTexte.\n");
  const auto built = compile_bundle(files, folder.path(), {}).value();
  const auto manifest = format::read_manifest(built.manifest).value();
  ASSERT_EQ(manifest.documents.size(), 2u);
  EXPECT_EQ(format::find_entry(manifest, "a", "fr-x-facile")->title, "A facile");
}

TEST_F(SourceFolder, SaysEverythingThatIsWrongAtOnce) {
  write("bundle.yaml", "id: Petit\nkind: cours\ntitle: {en: Small}\nlanguages: [fr]\nlicense: x\ndocuments:\n  - a.md\n  - b.md\n  - ../c.md\n  - d.txt\n");
  write("a.md", "---\nid: a\nkind: poem\ntitle: A\nverified: hier\n---\n# Titre\n\n```gift\n::q:: Un {}\n```\n");
  EXPECT_EQ(problems(), (std::vector<std::string>{
                            "bundle.yaml:1: 'Petit' is not an id: use a-z, 0-9 and -, at most 64 characters",
                            "bundle.yaml:2: unknown kind 'cours': use course, collection, forms or study-day",
                            "bundle.yaml:3: the title is missing in 'fr'",
                            "bundle.yaml:1: 'publisher' is missing: add it",
                            "bundle.yaml:1: 'licence' is missing: add it",
                            "bundle.yaml:9: '../c.md' is not a path inside the bundle",
                            "bundle.yaml:5: unknown key 'license': correct or remove it",
                            "a.md:3: unknown kind 'poem': use lesson, case, quiz, summary or sheet",
                            "a.md:5: 'hier' is not a day such as 2026-11-24",
                            "b.md: the file is missing: add it, or take it out of the list",
                            "a.md:7: '#' is the title, which is in the front matter: begin with '##'",
                            "a.md:10: '{}' asks for an essay, which a terminal cannot score: ask it in a form, or write answers",
                            "bundle.yaml:10: 'd.txt' is neither .md, .xlsx nor .yaml",
                        }));
}

TEST_F(SourceFolder, NamesWhatIsWrongInOneSentence) {
  const auto only = [&](const std::string& path, std::string_view text) {
    write_small();
    write(path, text);
    const auto all = problems();
    return all.size() == 1 ? all[0] : "problems: " + std::to_string(all.size()) + (all.empty() ? "" : ", " + all[0]);
  };
  EXPECT_EQ(only("a.md", "Texte"), "a.md:1: the front matter is missing: begin with a line '---', then id, kind and title, then '---'");
  EXPECT_EQ(only("a.md", "---\nid: a\n"), "a.md:1: the front matter is not closed: end it with a line '---'");
  EXPECT_EQ(only("a.md", "---\nid: a\nkind: lesson\ntitle: A\n---\n\n![x](media/y.png)"), "a.md:7: media/y.png: the image is missing: add it, with its path from the bundle folder");
  EXPECT_EQ(only("a.md", "---\nid: a\nkind: lesson\ntitle: A\n---\n\n![x](../y.png)"), "a.md:7: '../y.png' is not a path inside the bundle: give it from the bundle folder, such as media/x.png");
  EXPECT_EQ(only("a.md", "---\nid: a\nkind: lesson\ntitle: A\n---\n\xff"), "a.md:6: the line is not UTF-8: save the file as UTF-8");
  EXPECT_EQ(only("a.md", "---\nid: a\nkind: lesson\ntitle: A\nsources:\n  - {title: x, url: ftp}\n---\n"), "a.md:6: 'ftp' is not an address: begin with https://");
  EXPECT_EQ(only("a.md", std::string((1u << 20) + 1, 'a')), "a.md: the file is over 1048576 bytes: make it smaller");
  write("media/y.png", "<svg/>");
  EXPECT_EQ(only("a.md", "---\nid: a\nkind: lesson\ntitle: A\n---\n![x](media/y.png)"), "a.md:6: media/y.png: SVG drawings do not look the same everywhere: export it as PNG");
  EXPECT_EQ(only("data/numbers.yaml", "- {id: a, name: A, number: '1'}"), "data/numbers.yaml:1: 'verified' is missing: add it");
}

TEST_F(SourceFolder, RefusesVariantsThatAreOtherDocuments) {
  write_small();
  write("a.md", "---\nid: a\nkind: lesson\ntitle: A\n---\n```gift\n::q:: Un {=a ~b}\n```\n");
  const auto only = [&](std::string_view text) {
    write("a.fr-x-facile.md", text);
    const auto all = problems();
    return all.empty() ? std::string("accepted") : all[0];
  };
  EXPECT_EQ(only("---\nid: b\nkind: lesson\ntitle: A\n---\n```gift\n::q:: Un {=a ~b}\n```\n"),
            "a.fr-x-facile.md:2: the id is 'b' but 'a' in the default language: a variant keeps the id");
  EXPECT_EQ(only("---\nid: a\nkind: quiz\ntitle: A\n---\n```gift\n::q:: Un {=a ~b}\n```\n"),
            "a.fr-x-facile.md:2: the kind is not that of the default language: a variant keeps the kind");
  EXPECT_EQ(only("---\nid: a\nkind: lesson\ntitle: A\n---\n"),
            "a.fr-x-facile.md:2: 0 questions, but 1 in the default language: a variant asks the same questions");
  EXPECT_EQ(only("---\nid: a\nkind: lesson\ntitle: A\n---\n```gift\n::q:: Un {=a ~b ~c}\n```\n"),
            "a.fr-x-facile.md:2: the question 'q' has another kind or number of proposals than in the default language");
}

TEST_F(SourceFolder, RefusesTwoDocumentsWithOneId) {
  write_small();
  write("bundle.yaml", "id: petit\nkind: course\ntitle: {fr: Petit}\nlanguages: [fr]\npublisher: P\nlicence: L\ndocuments: [a.md, b.md]\n");
  write("b.md", "---\nkind: lesson\nid: a\ntitle: B\n---\nTexte.\n");
  EXPECT_EQ(problems(), std::vector<std::string>{"b.md:3: the id 'a' is already that of a.md: give each document its own"});
}

TEST_F(SourceFolder, RefusesAnIdThatChangedSinceThePreviousVersion) {
  write_small();
  const Bytes previous = compile_bundle(files, folder.path(), {}).value().manifest;
  write("a.md", "---\nid: b\nkind: lesson\ntitle: A\n---\nTexte.\n");
  EXPECT_EQ(problems({2, previous}), std::vector<std::string>{
                                         "bundle.yaml: a.md: the document was 'a' and is now 'b': put the id back, progress and answers are kept by it"});
  EXPECT_EQ(problems({2, to_bytes("{}")})[0], "the previous manifest: manifest: 'format' is missing");
}

TEST_F(SourceFolder, CompilesAProgramme) {
  write("bundle.yaml", "id: jour\nkind: study-day\ntitle: {fr: Jour}\nlanguages: [fr]\npublisher: P\nlicence: L\ndocuments: [programme.yaml]\n");
  write("programme.yaml",
        "title: \"Journée : un\"\nday: 2026-11-26\ntimezone: Europe/Paris\nslots:\n  - {start: \"09:00\", end: \"09:15\", title: \"Accueil ?\", kind: welcome}\n"
        "pages:\n  - title: Accès\n    text: |\n      ## Venir\n\n      À pied.\n");
  const auto built = compile_bundle(files, folder.path(), {});
  ASSERT_TRUE(built) << built.error().message;
  ASSERT_TRUE(format::write_bundle(files, *built, folder.path() / "out"));
  const auto reader = format::BundleReader::open(files, built->manifest, folder.path() / "out" / "blobs").value();
  const auto programme = reader.programme(reader.manifest().documents[0]).value();
  EXPECT_EQ(programme.title, "Journée\u00A0: un");
  EXPECT_EQ(programme.slots[0].start_minute, 540);
  EXPECT_EQ(programme.pages[0].blocks.size(), 2u);

  write("programme.yaml", "title: T\nday: 2026-11-26\ntimezone: Europe/Paris\nslots:\n  - {start: 9h, end: \"09:15\", title: A}\n  - {start: \"10:00\", end: \"09:00\", title: B, form: avis}\n");
  EXPECT_EQ(problems(), (std::vector<std::string>{"programme.yaml:5: '9h' is not a time: write \"09:15\", in quotes",
                                                  "programme.yaml:6: the slot ends before it starts: correct its times",
                                                  "programme.yaml:6: 'avis' is not a form of this bundle: list its .xlsx in bundle.yaml"}));
}

TEST_F(SourceFolder, PassesOnWhatTheFormWarnsOf) {
  write("bundle.yaml", "id: petit\nkind: forms\ntitle: {fr: Petit}\nlanguages: [fr]\npublisher: P\nlicence: L\ndocuments: [avis.xlsx]\n");
  write("avis.xlsx", as_text(test::XlsxWriter()
                                 .add("survey", {{"type", "name", "label", "constraint", "constraint_message"},
                                                 {"text", "code", "Code", "regex(., '[0-9]{5}')", "Cinq chiffres."}})
                                 .add("settings", {{"form_title", "version"}, {"Avis", "1"}})
                                 .write()));
  const Compilation compilation = compile(files, folder.path(), {});
  ASSERT_TRUE(compilation.bundle) << problems().front();
  ASSERT_EQ(compilation.warnings.size(), 1u);
  EXPECT_EQ(compilation.warnings[0].text().substr(0, 33), "avis.xlsx: sheet survey, cell D2:");
}

TEST_F(SourceFolder, NamesTheFormThatCannotBeRead) {
  write_small();
  write("bundle.yaml", "id: petit\nkind: forms\ntitle: {fr: Petit}\nlanguages: [fr]\npublisher: P\nlicence: L\ndocuments: [avis.xlsx]\n");
  write("avis.xlsx", "PK\x03\x04 cut off");
  const auto all = problems();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].substr(0, 11), "avis.xlsx: ");
}

}  // namespace
}  // namespace escale::compiler
