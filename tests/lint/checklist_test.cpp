// The 53 lines of the accessibility checklist: each one that a program can check is a test named by its number ("C5_…", "B1Says…"), or a
// journey that says "# proves C15"; each one that a person checks is a row of the sheet in docs/accessibility.md.
#include <gtest/gtest.h>

#include <map>

#include "tests/lint/tree.hpp"

namespace escale::lint {
namespace {

struct Lines {
  char part;
  int count;
};
constexpr Lines kParts[] = {{'A', 12}, {'B', 16}, {'C', 15}, {'D', 10}};

std::vector<std::string> every_line() {
  std::vector<std::string> out;
  for (const Lines& part : kParts)
    for (int i = 1; i <= part.count; ++i) out.push_back(part.part + std::to_string(i));
  return out;
}
/// No program can check these: force of the fingers, doing the team's entrance.
const std::set<std::string> kPersonOnly = {"C8", "D4"};
/// What the checklist asks of a person.
const std::set<std::string> kPerson = {"A1", "A2", "A3", "A4", "A5", "A6", "A9", "A11", "A12", "B1", "B2", "B3", "B6", "B10", "B12",
                                       "B14", "C1", "C2", "C4", "C5", "C8", "C9", "C11", "C12", "C15", "D4", "D7", "D8", "D10"};

/// Parts that are still landing: each takes its lines out.
const std::set<std::string> kPending = {};

/// Line -> where it is proved.
std::map<std::string, std::vector<std::string>> proofs() {
  std::map<std::string, std::vector<std::string>> found;
  static const std::regex kTest(R"(TEST(?:_[FP])?\(\s*(\w+)\s*,\s*((?:[ABCD]\d+(?:_|And)?)+[A-Z]\w*))");
  static const std::regex kId(R"(([ABCD]\d+)(?:_|And)?)");
  static const std::regex kJourney(R"(^# proves ((?:[ABCD]\d+[ ,]*)+))");
  static const std::regex kNamed(R"([ABCD]\d+)");
  const fs::path root = ESCALE_SOURCE_DIR;
  for (const auto& entry : fs::recursive_directory_iterator(root / "tests")) {
    const std::string name = fs::relative(entry.path(), root).generic_string();
    if (name.find("node_modules") != std::string::npos) continue;
    if (name.ends_with("_test.cpp")) {
      const std::string text = read_text(entry.path());
      for (std::sregex_iterator at(text.begin(), text.end(), kTest), end; at != end; ++at) {
        const std::string test = (*at)[2];
        std::smatch id;
        for (auto from = test.cbegin(); std::regex_search(from, test.cend(), id, kId, std::regex_constants::match_continuous); from = id[0].second)
          found[id[1]].push_back((*at)[1].str() + "." + test);
      }
    } else if (name.ends_with(".journey") || name.ends_with(".sh")) {
      std::istringstream text(read_text(entry.path()));
      for (std::string line; std::getline(text, line);) {
        std::smatch match;
        if (!std::regex_search(line, match, kJourney)) continue;
        const std::string ids = match[1];
        for (std::sregex_iterator at(ids.begin(), ids.end(), kNamed), end; at != end; ++at) found[at->str()].push_back(name);
      }
    }
  }
  return found;
}

/// Rows of the sheet: "| A1 | …".
std::set<std::string> sheet() {
  std::set<std::string> rows;
  static const std::regex kRow(R"(^\| ([ABCD]\d+) \|)");
  std::istringstream text(read_text(fs::path(ESCALE_SOURCE_DIR) / "docs/accessibility.md"));
  for (std::string line; std::getline(text, line);) {
    std::smatch match;
    if (std::regex_search(line, match, kRow)) rows.insert(match[1]);
  }
  return rows;
}

TEST(Checklist, EveryLineIsProvedByATestOrByAPerson) {
  const auto proved = proofs();
  const auto rows = sheet();
  ASSERT_EQ(every_line().size(), 53U);
  std::string listing;
  for (const std::string& line : every_line()) {
    const auto tests = proved.find(line);
    listing += line + (rows.contains(line) ? " (and a person)" : "") + ":";
    if (tests != proved.end())
      for (const std::string& test : tests->second) listing += "\n    " + test;
    listing += '\n';
    if (!kPersonOnly.contains(line) && !kPending.contains(line)) EXPECT_TRUE(tests != proved.end()) << line << ": no test is named " << line << "_…";
    if (kPerson.contains(line)) EXPECT_TRUE(rows.contains(line)) << line << " is not in the sheet of docs/accessibility.md";
  }
  if (std::getenv("CHECKLIST") != nullptr) std::printf("%s", listing.c_str());
}

TEST(Checklist, NoTestNamesALineThatDoesNotExist) {
  const auto all = every_line();
  for (const auto& [line, tests] : proofs())
    EXPECT_NE(std::find(all.begin(), all.end(), line), all.end()) << line << " in " << tests.front();
}

/// Nothing of the program listens to a voice, looks at a face or reads a finger.
TEST(Checklist, B16_C13_NothingNeedsAVoiceNorABody) {
  static const std::regex kSenses(R"(libfprint|SDL_HasVoice|SDL_DequeueAudio|iscapture|v4l2|videodev2|pocketsphinx|vosk|opencv|SDL_OpenAudioDevice\([^,]+,\s*1|SDL_GetNumAudioDevices\(\s*(1|SDL_TRUE))",
                                  std::regex::icase);
  for (const auto& file : read_tree(ESCALE_SOURCE_DIR).files) {
    if (!file.path.starts_with("kiosk/")) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      EXPECT_FALSE(std::regex_search(file.lines[i], kSenses)) << file.path << ":" << i + 1 << ": a microphone, a camera or a fingerprint";
  }
  const std::string packages = read_text(fs::path(ESCALE_SOURCE_DIR) / "dev");
  EXPECT_FALSE(std::regex_search(packages, kSenses));
}

/// D10: the manual lists every accessibility feature: each preference of the person, and what is always there.
TEST(Checklist, D10_ManualListsEveryFeature) {
  const fs::path root = ESCALE_SOURCE_DIR;
  const std::string manual = read_text(root / "docs/accessibility.md");
  const std::string state = read_text(root / "kiosk/app/state.hpp");
  const std::size_t from = state.find("struct Preferences {"), to = state.find("};", from);
  ASSERT_NE(from, std::string::npos);
  static const std::regex kField(R"((\w+) = [^;(]+;)");
  const std::string fields = state.substr(from, to - from);
  int count = 0;
  for (std::sregex_iterator at(fields.begin(), fields.end(), kField), end; at != end; ++at) {
    if ((*at)[1] == "const") continue;  // operator== … = default
    ++count;
    EXPECT_NE(manual.find("`" + (*at)[1].str() + "`"), std::string::npos) << "the manual does not tell of the preference " << (*at)[1];
  }
  EXPECT_GE(count, 8);
  for (const char* feature : {"headset", "volume", "keypad", "keyboard", "tap-only", "repeat-filter", "pages", "inactivity", "finish", "quick-exit",
                              "help", "statement", "on-screen-keyboard", "screen-profile", "repeat", "stop"})
    EXPECT_NE(manual.find("`" + std::string(feature) + "`"), std::string::npos) << "the manual does not tell of " << feature;
  // 8.3.6: the heights of the installation.
  for (const char* fact : {"0,90", "1,22", "760", "1 220", "1 015", "22,2 N", "65 dBA"})
    EXPECT_NE(manual.find(fact), std::string::npos) << "the installation sheet lacks " << fact;
}

}  // namespace
}  // namespace escale::lint
