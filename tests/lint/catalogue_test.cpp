// What every page of the catalogue owes its readers: a source and a day, one thing to remember, feedback for each
// proposal, easy French that keeps its rules, numbers that come from the data file. The rules are in
// content-bundles/catalogue/README.md. Texts only: whether a bundle compiles is the compiler's own test.
#include <gtest/gtest.h>

#include "tests/lint/tree.hpp"

namespace escale::lint {
namespace {

constexpr std::size_t kEasyWords = 12;     // README: "12 words at most"
constexpr std::size_t kQuizQuestions = 8;  // README: "eight questions or more"
constexpr std::size_t kLessonsOfACourse = 4;

struct Page {
  std::string path;  // relative to the catalogue
  std::string front;
  std::string body;
  bool easy() const { return path.ends_with(".fr-x-facile.md"); }
  bool is(const std::string& kind) const { return front.find("\nkind: " + kind + "\n") != std::string::npos; }
};

Page page_of(std::string path, const std::string& text) {
  const auto end = text.find("\n---\n", 3);
  if (!text.starts_with("---\n") || end == std::string::npos) return {std::move(path), {}, text};
  return {std::move(path), text.substr(3, end - 2), text.substr(end + 5)};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
  return found;
}

fs::path catalogue() {
  return fs::path(ESCALE_SOURCE_DIR) / "content-bundles/catalogue";
}

std::vector<Page> pages() {
  std::vector<Page> found;
  for (const auto& entry : fs::recursive_directory_iterator(catalogue())) {
    if (entry.path().extension() != ".md" || entry.path().filename() == "README.md") continue;
    found.push_back(page_of(fs::relative(entry.path(), catalogue()).generic_string(), read_text(entry.path())));
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return found;
}

/// Says where its facts come from and when they were compared.
Complaints sources_and_day(const Page& page) {
  static const std::regex kDay("\nverified: [0-9]{4}-[0-9]{2}-[0-9]{2}\n");
  Complaints found;
  if (!std::regex_search(page.front, kDay)) found.push_back(page.path + ": no \"verified: YYYY-MM-DD\"");
  if (page.front.find("\nsources:\n  - title: ") == std::string::npos) found.push_back(page.path + ": names no source");
  return found;
}

/// A lesson, a case, a sheet or a summary leaves one thing to remember.
Complaints one_thing_to_remember(const Page& page) {
  if (page.is("quiz")) return {};
  const auto notes = count(page.body, "> [!RETENIR]\n");
  if (notes == 1) return {};
  return {page.path + ": has " + std::to_string(notes) + " [!RETENIR] notes, one is wanted"};
}

/// In questions, each proposal says why; a question whose proposals cannot (matching) has general feedback.
Complaints feedback_everywhere(const Page& page) {
  Complaints found;
  bool in_gift = false, general = true;
  std::string id;
  for (const auto& line : lines_of(page.body)) {
    if (line == "```gift") {
      in_gift = true;
    } else if (line == "```") {
      in_gift = false;
    } else if (in_gift && line.starts_with("::")) {
      if (!general) found.push_back(page.path + ": question " + id + " has no general feedback");
      id = line.substr(2, line.find("::", 2) - 2);
      general = line.find("####") != std::string::npos;
      if (line.ends_with('}') && count(line.substr(0, line.find("####")), "#") < 2)
        found.push_back(page.path + ": question " + id + " does not say why for both answers");
    } else if (in_gift && line.starts_with("####")) {
      general = true;
    } else if (in_gift && (line.starts_with('=') || line.starts_with('~'))) {
      if (line.find(" -> ") == std::string::npos && line.find('#') == std::string::npos)
        found.push_back(page.path + ": question " + id + ", no feedback for: " + line);
    }
  }
  if (!general) found.push_back(page.path + ": question " + id + " has no general feedback");
  return found;
}

/// One sentence a line, short, without signs that are hard to read, and said to be unreviewed.
Complaints easy_french(const Page& page) {
  Complaints found;
  if (page.body.find("Version simplifiée, non relue par un panel.") == std::string::npos)
    found.push_back(page.path + ": does not say that it was not reviewed by a panel");
  static const std::regex kHard("[;()\\[\\]]|…|–|[A-ZÉ]{3,}|%");
  static const std::regex kTwoSentences("[.!?] +[A-ZÀÉÊ]");
  static const std::regex kSpace("[^ ]+");
  int number = 0;
  for (auto line : lines_of(page.body)) {
    ++number;
    const auto at = page.path + ", line " + std::to_string(number) + " of the text: ";
    if (line.starts_with("![") || line.starts_with("> [!")) continue;
    if (line.starts_with("> ")) line.erase(0, 2);
    while (line.starts_with('#')) line.erase(0, 1);
    if (line.ends_with('\\')) line.pop_back();
    line = std::regex_replace(line, std::regex(R"(\{\{number:[a-z0-9-]+\}\})"), "119");
    if (std::regex_search(line, kHard)) found.push_back(at + "a sign or capitals that easy French avoids: " + line);
    if (std::regex_search(line, kTwoSentences)) found.push_back(at + "two sentences on one line: " + line);
    const auto words = std::distance(std::sregex_iterator(line.begin(), line.end(), kSpace), std::sregex_iterator());
    if (static_cast<std::size_t>(words) > kEasyWords + 1)
      found.push_back(at + "too long: " + line);  // "?" stands alone
  }
  return found;
}

/// Every number that a page shows is in the data file of its bundle.
Complaints known_numbers(const Page& page, const std::string& data) {
  Complaints found;
  static const std::regex kNumber(R"(\{\{number:([a-z0-9-]+)\}\})");
  for (std::sregex_iterator it(page.body.begin(), page.body.end(), kNumber), end; it != end; ++it) {
    if (("\n" + data).find("\n- id: " + (*it)[1].str() + "\n") == std::string::npos)
      found.push_back(page.path + ": number " + (*it)[1].str() + " is not in data/numbers.yaml");
  }
  return found;
}

/// The French apostrophe, and a space inside « » and before ; ! ? : so that the compiler can make it no-break.
Complaints french_signs(const Page& page) {
  static const std::regex kApostrophe("[A-Za-zéèàç]'[A-Za-zéèàêhÉ]");
  static const std::regex kStuck("[a-zéèàçêû0-9»][;!?](\\s|$|»)|«[^ ]|[^ ]»|\\.\\.\\.");
  Complaints found;
  for (const auto& line : lines_of(page.front + page.body)) {
    if (line.starts_with("```") || line.starts_with("![")) continue;
    if (std::regex_search(line, kApostrophe)) found.push_back(page.path + ": straight apostrophe: " + line);
    if (std::regex_search(line, kStuck)) found.push_back(page.path + ": missing space or wrong sign: " + line);
  }
  return found;
}

void expect_none(const Complaints& found) {
  for (const auto& complaint : found) ADD_FAILURE() << complaint;
}

TEST(Catalogue, EveryPageNamesItsSourcesAndTheDayTheyWereCompared) {
  ASSERT_GE(pages().size(), 30u);
  for (const auto& page : pages()) expect_none(sources_and_day(page));
  EXPECT_EQ(sources_and_day(page_of("x.md", "---\nid: x\nverified: hier\n---\nTexte.\n")).size(), 2u);
}

TEST(Catalogue, EveryPageLeavesOneThingToRemember) {
  for (const auto& page : pages()) expect_none(one_thing_to_remember(page));
  EXPECT_EQ(one_thing_to_remember(page_of("x.md", "---\nkind: lesson\n---\nTexte.\n")).size(), 1u);
}

TEST(Catalogue, EveryProposalHasItsFeedback) {
  for (const auto& page : pages()) expect_none(feedback_everywhere(page));
  const auto faults =
      page_of("x.md", "---\nid: x\n---\n```gift\n::a::Oui ? {TRUE#Non.}\n\n::b::Quoi ? {\n=Ceci#Oui.\n~Cela\n}\n```\n");
  EXPECT_EQ(feedback_everywhere(faults).size(), 4u);  // one reason for a, none for "Cela", no general feedback twice
}

TEST(Catalogue, EveryCourseHasLessonsACaseAQuizAndAnEasySummary) {
  std::map<std::string, std::vector<Page>> courses;
  for (auto& page : pages()) {
    const auto bundle = page.path.substr(0, page.path.find('/'));
    if (read_text(catalogue() / bundle / "bundle.yaml").find("kind: course\n") != std::string::npos)
      courses[bundle].push_back(std::move(page));
  }
  ASSERT_EQ(courses.size(), 3u);
  for (const auto& [bundle, course] : courses) {
    std::size_t lessons = 0, cases = 0, questions = 0, easy_summaries = 0;
    for (const auto& page : course) {
      if (page.is("lesson") && !page.easy()) ++lessons;
      if (page.is("case")) ++cases;
      if (page.is("quiz")) questions += count("\n" + page.body, "\n::");
      if (page.is("summary") && page.easy()) ++easy_summaries;
    }
    EXPECT_GE(lessons, kLessonsOfACourse) << bundle;
    EXPECT_GE(cases, 1u) << bundle;
    EXPECT_GE(questions, kQuizQuestions) << bundle;
    EXPECT_EQ(easy_summaries, 1u) << bundle;
  }
}

TEST(Catalogue, EasyFrenchKeepsItsRules) {
  std::size_t easy = 0;
  for (const auto& page : pages()) {
    if (!page.easy()) continue;
    ++easy;
    expect_none(easy_french(page));
  }
  EXPECT_GE(easy, 4u);
  const auto faults =
      page_of("x.fr-x-facile.md", "---\nid: x\n---\nVous venez (le matin).\nIl dit oui. Elle dit non.\n");
  EXPECT_EQ(easy_french(faults).size(), 3u);  // no label, brackets, two sentences
}

TEST(Catalogue, NumbersComeFromTheDataFile) {
  std::size_t shown = 0;
  for (const auto& page : pages()) {
    const auto bundle = page.path.substr(0, page.path.find('/'));
    expect_none(known_numbers(page, read_text(catalogue() / bundle / "data/numbers.yaml")));
    shown += count(page.body, "{{number:");
  }
  EXPECT_GT(shown, 10u);
  const auto data = read_text(catalogue() / "maltraitance/data/numbers.yaml");
  EXPECT_EQ(count("\n" + data, "\n- id: "), count(data, "\n  verified: "));
  EXPECT_EQ(known_numbers(page_of("x.md", "---\nid: x\n---\n{{number:inconnu}}\n"), data).size(), 1u);
}

TEST(Catalogue, FrenchSignsAreTyped) {
  for (const auto& page : pages()) expect_none(french_signs(page));
  EXPECT_EQ(french_signs(page_of("x.md", "---\nid: x\n---\nC'est vrai?\n")).size(), 2u);
}

}  // namespace
}  // namespace escale::lint
