// The French of the terminal's own words: assets/i18n/fr.po and every text for people beside it.
#include <gtest/gtest.h>

#include <fstream>

#include "content-bundles/language/remark.hpp"

namespace escale::language {
namespace {

/// The text of a .po line: what stands between its quotation marks, escapes undone.
std::string po_text(std::string_view line) {
  std::string out;
  const std::size_t from = line.find('"'), to = line.rfind('"');
  for (std::size_t i = from + 1; i < to; ++i) {
    if (line[i] == '\\' && i + 1 < to) ++i, out += line[i] == 'n' ? '\n' : line[i];
    else out += line[i];
  }
  return out;
}

TEST(Texts, D8_TerminalIsWrittenInFrenchTypography) {
  std::ifstream file(std::string(ESCALE_SOURCE_DIR) + "/assets/i18n/fr.po");
  ASSERT_TRUE(file.is_open());
  int number = 0, begun = 0, texts = 0;
  std::string words;
  bool in_text = false;
  auto done = [&] {
    if (in_text && !words.starts_with("Language:")) {
      ++texts;
      for (const Remark& remark : french_typography(words)) ADD_FAILURE() << "assets/i18n/fr.po:" << begun << ": " << remark.sentence;
    }
    words.clear();
    in_text = false;
  };
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with("msgstr")) {
      done();
      in_text = true;
      begun = number;
      words = po_text(line);
    } else if (line.starts_with("\"") && in_text) {
      words += po_text(line);
    } else {
      done();
    }
  }
  done();
  EXPECT_GT(texts, 300);
}

}  // namespace
}  // namespace escale::language
