#include "sync/print/pdf.hpp"

#include <gmock/gmock.h>

#include "sync/base/files.hpp"
#include "sync/print/charts.hpp"
#include "sync/print/qr_code.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::print {
namespace {
using ::testing::HasSubstr;

const Typesetter& typesetter() {
  static const Typesetter one = test::must(Typesetter::open());
  return one;
}

Document sample() {
  Document document;
  document.title = "Rapport d'essai";
  document.footer = "CLTSDS d'Ille-et-Vilaine";
  document.created = test::must(parse_timestamp("2026-11-24T00:00:00Z"));
  document.blocks.push_back(Heading{1, "Bilan de la journée : qu'en retenir ?"});
  document.blocks.push_back(Paragraph{"Nous avons posé six questions ; voici vos réponses."});
  document.blocks.push_back(Notice{"Qui peut lire ce rapport ?", {"Le comité, et lui seul."}});
  document.blocks.push_back(Heading{2, "Résultats"});
  document.blocks.push_back(List{Marker::Square, {"Oui", "Non", "Ne sait pas"}, 2, 0});
  BarChart chart;
  chart.whole = 40;
  chart.bars = {{"Très bien", 22}, {"Moyennement", 14}, {"Mal", 4, true}, {"Sans réponse", 3, false, true}};
  document.blocks.push_back(Figure{draw(chart, typesetter(), kContentWidth), spoken(chart), "Comment s'est passée la journée ?"});
  StackedChart stacked;
  stacked.series = {"Pas du tout d'accord", "Plutôt pas d'accord", "Plutôt d'accord", "Tout à fait d'accord"};
  stacked.stacks = {{"Les horaires me conviennent", {2, 5, 20, 13}}, {"Le lieu est facile d'accès pour les personnes qui viennent à pied", {12, 8, 9, 11}}, {"L'accueil", {}, true}};
  document.blocks.push_back(Figure{draw(stacked, typesetter(), kContentWidth), spoken(stacked), "Votre avis"});
  document.blocks.push_back(Figure{test::must(qr_code("ESCALE", 90)), "Code QR", ""});
  Table table;
  table.columns = {{"Réponse", 3, Align::Left, true}, {"Effectif", 1, Align::Right}};
  for (int i = 0; i < 70; ++i) table.rows.push_back({{"Choix " + std::to_string(i)}, {std::to_string(i * 100)}});
  document.blocks.push_back(std::move(table));
  document.blocks.push_back(WritingLines{2});
  return document;
}

/// The document as a file, looked at with poppler-utils.
struct Poppler {
  test::TemporaryFolder folder;
  explicit Poppler(const Document& document) {
    RealFiles files;
    test::must(files.write_atomic(folder.path() / "x.pdf", test::must(pdf(document, typesetter()))));
  }
  std::string run(const std::string& line) const {
    const test::Outcome outcome = test::run_in(folder.path(), line);
    EXPECT_EQ(outcome.exit_code, 0) << line;
    EXPECT_EQ(outcome.err, "") << line;
    return outcome.out;
  }
};

TEST(Pdf, IsReadBackByAnotherProgram) {
  const Poppler poppler(sample());
  const std::string text = poppler.run("pdftotext -layout x.pdf -");
  if (const char* keep = std::getenv("KEEP_PDF")) poppler.run(std::string("cp x.pdf ") + keep);
  EXPECT_THAT(text, HasSubstr("Bilan de la journée : qu’en retenir ?"));
  EXPECT_THAT(text, HasSubstr("22 (55 %)"));
  EXPECT_THAT(text, HasSubstr("secret"));
  EXPECT_THAT(text, HasSubstr("page 1 sur 3"));
  EXPECT_THAT(text, HasSubstr("page 3 sur 3"));
  const std::string info = poppler.run("pdfinfo x.pdf");
  EXPECT_THAT(info, HasSubstr("Title:           Rapport d’essai"));
  EXPECT_THAT(info, HasSubstr("Tagged:          yes"));
  EXPECT_THAT(info, HasSubstr("A4"));
  EXPECT_THAT(info, HasSubstr("Pages:           3"));
}

TEST(Pdf, HasATreeThatCanBeListenedTo) {
  const Poppler poppler(sample());
  const std::string tree = poppler.run("pdfinfo -struct-text x.pdf");
  EXPECT_TRUE(tree.starts_with("Document\n  H1 (block)")) << tree.substr(0, 80);
  EXPECT_TRUE(tree.find("Figure") != std::string::npos);
  EXPECT_TRUE(tree.find("page 1") == std::string::npos) << "footers stand outside";
  std::size_t tables = 0;
  for (std::size_t at = tree.find("\n  Table"); at != std::string::npos; at = tree.find("\n  Table", at + 1)) ++tables;
  EXPECT_EQ(tables, 3u) << "one a page";
  const std::string attributes = poppler.run("pdfinfo -struct x.pdf");
  EXPECT_THAT(attributes, HasSubstr("Scope /Column"));
  EXPECT_THAT(attributes, HasSubstr("Scope /Row"));
  const std::string bytes = to_text(test::must(pdf(sample(), typesetter())));
  for (const char* said : {"/Lang (fr)", "/DisplayDocTitle true", "/Alt <FEFF0054007200E800730020006200690065006E00A0003A"})  // Très bien :
    EXPECT_TRUE(bytes.find(said) != std::string::npos) << said;
}

TEST(Pdf, RepeatsTheTitlesOfATableOnEachPage) {
  const Poppler poppler(sample());
  EXPECT_THAT(poppler.run("pdftotext -f 2 -l 2 x.pdf -"), HasSubstr("Effectif"));
  EXPECT_THAT(poppler.run("pdftotext -f 3 -l 3 x.pdf -"), HasSubstr("Effectif"));
}

TEST(Pdf, IsTheSameBytesForTheSameDocument) {
  const Bytes once = test::must(pdf(sample(), typesetter()));
  EXPECT_EQ(once, test::must(pdf(sample(), test::must(Typesetter::open()))));
  Document other = sample();
  other.created += std::chrono::hours(24);
  EXPECT_NE(once, test::must(pdf(other, typesetter())));
}

}  // namespace
}  // namespace escale::print
