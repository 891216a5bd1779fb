#include <gmock/gmock.h>

#include "tests/support/collections.hpp"
#include "tests/support/command.hpp"

namespace escale {
namespace {
using ::testing::HasSubstr;

const std::string kEscale = std::string(ESCALE_BIN_DIR) + "/escale --clock 2026-12-01T09:30:00Z ";

void write_mailbox(const Path& folder, const std::string& mailbox, char seed) {
  test::MoodCollection mail(mailbox, seed);
  mail.add(30, {{"humeur", "bien"}, {"recommander", "9"}, {"mots", "canari"}});
  mail.add(15, {{"humeur", "mal"}, {"recommander", "4"}});
  RealFiles files;
  test::must(answers::write_opened(files, folder, mail.opened().collection, mail.opened().forms));
}

TEST(ReportCommand, WritesPdfAndMarkdownTheSameEachTime) {
  const test::TemporaryFolder home;
  write_mailbox(home.path() / "opened", "clts-rennes", 'a');
  const test::Outcome outcome = test::run_in(home.path(), kEscale + "report --in opened --name 'CLTSDS de Rennes' --out report");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("45 answers reported: report/rapport.pdf and report/rapport.md"));
  EXPECT_THAT(outcome.out, HasSubstr("not to be published"));
  EXPECT_EQ(test::run_in(home.path(), kEscale + "report --in opened --name 'CLTSDS de Rennes' --out again && diff -r report again").exit_code, 0);
  const std::string text = test::run_in(home.path(), "pdftotext -layout report/rapport.pdf -").out;
  EXPECT_THAT(text, HasSubstr("Réponses recueillies : CLTSDS de Rennes"));
  EXPECT_THAT(text, HasSubstr("30 (67 %)"));
  EXPECT_EQ(text.find("canari"), std::string::npos);
  for (const char* picture : {"rapport-01.svg", "rapport-02.svg"})
    EXPECT_THAT(test::read_whole(home.path() / "report" / picture), HasSubstr("<title id=\"title\">"));
}

TEST(ReportCommand, ReportsAcrossCommitteesOnlyWhenSaid) {
  const test::TemporaryFolder home;
  write_mailbox(home.path() / "a", "clts-35", 'a');
  write_mailbox(home.path() / "b", "clts-44", 'b');
  const test::Outcome refused = test::run_in(home.path(), kEscale + "report --in a --in b --out report");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("say so with --national"));
  EXPECT_EQ(test::run_in(home.path(), "ls report").exit_code, 2) << "nothing is written";
  const test::Outcome outcome = test::run_in(home.path(), kEscale + "report --national --in a --in b --name Rennes --name Nantes --out report");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(test::run_in(home.path(), "pdftotext -layout report/rapport.pdf -").out, HasSubstr("dans 2 comités"));
}

}  // namespace
}  // namespace escale
