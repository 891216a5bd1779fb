#include "content-bundles/importers/gift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "content-bundles/importers/styled_text.hpp"
#include "sync/base/bytes.hpp"

namespace escale::importers {
namespace {
using namespace learning;  // NOLINT: this file makes learning's questions

constexpr std::size_t kMaxBytes = 1u << 20;
constexpr std::size_t kMaxProblems = 50;
constexpr std::size_t kMaxAnswers = 50;

// Escaped characters are set aside as bytes that UTF-8 never uses, so that splitting on the bare ones stays simple.
constexpr std::string_view kEscapable = ":#={}~\\n";
constexpr char kFirstAside = '\xF8';

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\v'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string restored(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto index = static_cast<std::size_t>(static_cast<unsigned char>(c)) - static_cast<unsigned char>(kFirstAside);
    if (static_cast<unsigned char>(c) < static_cast<unsigned char>(kFirstAside)) out += c;
    else out += kEscapable[index] == 'n' ? '\v' : kEscapable[index];
  }
  return out;
}

/// What is shown of a text in a sentence.
std::string excerpt(std::string_view text) {
  std::string out = restored(trimmed(text));
  std::replace(out.begin(), out.end(), '\n', ' ');
  if (out.size() <= 40) return out;
  std::size_t cut = 40;
  while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0) == 0x80) --cut;
  return out.substr(0, cut) + "…";
}

/// One block of lines without blank line, comments left out, escapes set aside. Knows the line of each of its bytes.
struct Block {
  std::string text;
  std::vector<std::pair<std::size_t, int>> starts;  // offset of each line, its number
  int line_of(std::size_t offset) const {
    const auto after = std::upper_bound(starts.begin(), starts.end(), offset, [](std::size_t o, const auto& s) { return o < s.first; });
    return after == starts.begin() ? 0 : std::prev(after)->second;
  }
};

class Reader {
 public:
  explicit Reader(GiftReading& reading) : m_reading(reading) {}

  void read(const Block& block) {
    m_block = &block;
    std::string_view text = block.text;
    while (skip_category(text)) {
    }
    text = trimmed(text);
    if (text.empty()) return;
    const int line = block.line_of(offset(text));
    const std::size_t problems = m_reading.problems.size();
    Question question;
    if (!title(text, question.id)) return;
    m_markup = Markup::Plain;
    if (!markup(text)) return;

    const std::size_t open = text.find('{');
    if (open == std::string_view::npos)
      return problem(text, fmt::format("'{}' has no answers in braces: add {{…}}, or put plain text outside the gift block", excerpt(text)));
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos)
      return problem(text.substr(open), "the answers that open with '{' are not closed: add '}', and leave no blank line inside");
    if (const std::size_t stray = text.substr(0, open).find('}'); stray != std::string_view::npos)
      return problem(text.substr(stray), "a '}' comes before the answers: write '\\}' for the character");
    std::string_view answers = text.substr(open + 1, close - open - 1);
    if (const std::size_t stray = answers.find('{'); stray != std::string_view::npos)
      return problem(answers.substr(stray), "a '{' stands inside the answers: write '\\{' for the character, or close the answers above");
    const std::string_view tail = text.substr(close + 1);
    if (const std::size_t stray = tail.find_first_of("{}"); stray != std::string_view::npos)
      return problem(tail.substr(stray), "a question has one block of answers: put a blank line before the next question");

    std::string stem(text.substr(0, open));
    if (!trimmed(tail).empty()) stem = fmt::format("{} _____ {}", trimmed(stem), trimmed(tail));
    // Before a full stop the gap takes no space: "… est _____."
    if (const std::size_t gap = stem.find("_____ ."); gap != std::string::npos) stem.erase(gap + 5, 1);
    if (trimmed(stem).empty()) return problem(text, "the question has no text before '{': write it");
    question.stem = styled(text, stem);

    if (const std::size_t general = answers.rfind("####"); general != std::string_view::npos) {
      question.general_feedback = styled(answers.substr(general), answers.substr(general + 4));
      answers = answers.substr(0, general);
    }
    auto body = read_body(trimmed(answers), text.substr(open));
    if (!body || m_reading.problems.size() != problems) return;
    question.body = std::move(*body);
    if (!m_ids.insert(question.id).second) return problem(line, fmt::format("the title '{}' is used twice: each question needs its own", question.id));
    m_reading.questions.push_back({std::move(question), line});
  }

  void problem(int line, std::string sentence) {
    if (m_reading.problems.size() < kMaxProblems) m_reading.problems.push_back({line, std::move(sentence)});
  }

 private:
  std::size_t offset(std::string_view part) const { return static_cast<std::size_t>(part.data() - m_block->text.data()); }
  void problem(std::string_view at, std::string sentence) {
    // A part may begin with the spaces or the line end before what is meant.
    while (at.size() > 1 && is_space(at.front())) at.remove_prefix(1);
    problem(m_block->line_of(offset(at)), std::move(sentence));
  }

  /// "$CATEGORY: path" lines are Moodle's folders: nothing here has folders.
  static bool skip_category(std::string_view& text) {
    text = trimmed(text);
    if (!text.starts_with("$CATEGORY")) return false;
    const std::size_t end = text.find('\n');
    text = end == std::string_view::npos ? text.substr(text.size()) : text.substr(end + 1);
    return true;
  }

  bool title(std::string_view& text, std::string& id) {
    if (!text.starts_with("::")) {
      problem(text, fmt::format("'{}' has no title: begin with a stable id, such as ::q1::", excerpt(text)));
      return false;
    }
    const std::size_t end = text.find("::", 2);
    if (end == std::string_view::npos) {
      problem(text, "the title that opens with '::' is not closed: write ::q1::");
      return false;
    }
    id = restored(trimmed(text.substr(2, end - 2)));
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const bool valid = !id.empty() && id.size() <= 64 && letter(id.front()) &&
                       std::all_of(id.begin(), id.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
    if (!valid) {
      problem(text, fmt::format("the title '{}' cannot be an id: begin with a letter, then letters without accent, digits, '_', '.', '-', at most 64",
                                excerpt(id)));
      return false;
    }
    text = trimmed(text.substr(end + 2));
    return true;
  }

  bool markup(std::string_view& text) {
    if (!text.starts_with('[')) return true;
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return true;
    const std::string_view name = text.substr(1, end - 1);
    if (name == "html") m_markup = Markup::Html;
    else if (name == "markdown") m_markup = Markup::Markdown;
    else if (name != "plain" && name != "moodle") return true;  // "[…]" is the beginning of the text
    text = text.substr(end + 1);
    return true;
  }

  Text styled(std::string_view at, std::string_view text) {
    auto result = styled_text(restored(trimmed(text)), m_markup);
    if (result) return *std::move(result);
    problem(at, result.error().message);
    return {};
  }

  /// "%50%" at the front of an answer. False when it is there and broken.
  bool weight(std::string_view& text, std::optional<Weight>& out) {
    text = trimmed(text);
    if (!text.starts_with('%')) return true;
    const std::size_t end = text.find('%', 1);
    if (end == std::string_view::npos || end > 12) return true;  // a percent sign that belongs to the text
    const auto value = Decimal::parse(text.substr(1, end - 1));
    if (!value) {
      problem(text, fmt::format("the weight '{}' is not a number: write %50% or %-33.33333%", excerpt(text.substr(0, end + 1))));
      return false;
    }
    if (value->millionths < -100'000'000 || value->millionths > 100'000'000) {
      problem(text, fmt::format("the weight {} is over 100 %: write a number from -100 to 100", excerpt(text.substr(0, end + 1))));
      return false;
    }
    out = static_cast<Weight>(value->millionths / 10);
    text = trimmed(text.substr(end + 1));
    return true;
  }

  /// Cuts at the first '#': the answer, and its feedback.
  static std::pair<std::string_view, std::string_view> cut_feedback(std::string_view text) {
    const std::size_t cut = text.find('#');
    if (cut == std::string_view::npos) return {trimmed(text), {}};
    return {trimmed(text.substr(0, cut)), text.substr(cut + 1)};
  }

  // Moodle's order of decision: essay, numerical, choices, matching, true or false, short answer.
  std::optional<QuestionBody> read_body(std::string_view answers, std::string_view at) {
    if (answers.empty()) {
      problem(at, "'{}' asks for an essay, which a terminal cannot score: ask it in a form, or write answers");
      return std::nullopt;
    }
    if (answers.front() == '#') return numerical(answers.substr(1));
    if (answers.find('~') != std::string_view::npos) return choices(answers);
    if (answers.find('=') != std::string_view::npos && answers.find("->") != std::string_view::npos) return matching(answers);
    if (auto body = true_false(answers)) return body;
    return short_answer(answers);
  }

  /// Splits where one of the marks stands; each part keeps its mark. Nothing may stand before the first one.
  std::optional<std::vector<std::string_view>> split(std::string_view answers, std::string_view marks, std::string_view advice) {
    std::vector<std::string_view> parts;
    std::size_t at = answers.find_first_of(marks);
    if (at == std::string_view::npos || !trimmed(answers.substr(0, at)).empty()) {
      problem(answers, fmt::format("'{}' stands before the first answer: {}", excerpt(answers.substr(0, at)), advice));
      return std::nullopt;
    }
    while (at != std::string_view::npos) {
      const std::size_t next = answers.find_first_of(marks, at + 1);
      parts.push_back(answers.substr(at, next == std::string_view::npos ? next : next - at));
      at = next;
    }
    if (parts.size() > kMaxAnswers) {
      problem(answers, fmt::format("{} answers, at most {} are allowed", parts.size(), kMaxAnswers));
      return std::nullopt;
    }
    return parts;
  }

  std::optional<QuestionBody> choices(std::string_view answers) {
    const auto parts = split(answers, "=~", "begin each one with '=' (right) or '~' (wrong)");
    if (!parts) return std::nullopt;
    const bool single = answers.find('=') != std::string_view::npos;
    std::vector<Choice> out;
    for (const std::string_view part : *parts) {
      std::string_view rest = part.substr(1);
      std::optional<Weight> given;
      if (!weight(rest, given)) return std::nullopt;
      const bool right = part.front() == '=';
      if (right && given && *given != kFullWeight) {
        problem(part, fmt::format("'{}' is marked '=' and is worth 100 %: write '~' before a weight", excerpt(part)));
        return std::nullopt;
      }
      const auto [text, feedback] = cut_feedback(rest);
      if (text.empty()) {
        problem(part, fmt::format("an answer marked '{}' has no text: write it, or write '\\{}' for the character", part.front(), part.front()));
        return std::nullopt;
      }
      Choice choice{styled(part, text), right ? kFullWeight : given.value_or(0), styled(part, feedback)};
      for (const Choice& other : out)
        if (other.text == choice.text) {
          problem(part, fmt::format("the answer '{}' is there twice", excerpt(text)));
          return std::nullopt;
        }
      out.push_back(std::move(choice));
    }
    if (out.size() < 2) {
      problem(answers, "one proposal only: add another one with '~'");
      return std::nullopt;
    }
    if (single) return SingleChoice{std::move(out)};
    std::int64_t positive = 0;
    for (const Choice& choice : out) positive += std::max<Weight>(choice.weight, 0);
    if (positive == 0) {
      problem(answers, "no proposal is right: mark one with '=', or several with weights such as ~%50%");
      return std::nullopt;
    }
    if (positive < kFullWeight - kFullWeight / 100 || positive > kFullWeight + kFullWeight / 100) {
      // A single full-mark proposal with weights for the others is what Moodle accepts too; sums that reach no whole are mistakes.
      problem(answers, fmt::format("the weights of the right proposals make {} %, they must make 100 %", Decimal{positive * 10}.text()));
      return std::nullopt;
    }
    return MultipleChoice{std::move(out)};
  }

  std::optional<QuestionBody> matching(std::string_view answers) {
    const auto parts = split(answers, "=", "begin each pair with '='");
    if (!parts) return std::nullopt;
    Matching out;
    const auto right_index = [&](Text text) {
      for (std::size_t i = 0; i < out.rights.size(); ++i)
        if (out.rights[i] == text) return i;
      out.rights.push_back(std::move(text));
      return out.rights.size() - 1;
    };
    for (const std::string_view part : *parts) {
      const std::size_t arrow = part.find("->");
      if (arrow == std::string_view::npos) {
        problem(part, fmt::format("'{}' is not a pair: write '=left -> right'", excerpt(part)));
        return std::nullopt;
      }
      if (const std::size_t comment = part.find('#'); comment != std::string_view::npos) {
        problem(part.substr(comment), "pairs take no feedback of their own: put it after '####', or write '\\#' for the character");
        return std::nullopt;
      }
      const std::string_view left = trimmed(part.substr(1, arrow - 1));
      const std::string_view right = trimmed(part.substr(arrow + 2));
      if (right.empty()) {
        problem(part, fmt::format("nothing stands after '->' in '{}': write what fits", excerpt(part)));
        return std::nullopt;
      }
      const std::size_t index = right_index(styled(part, right));
      if (left.empty()) continue;  // a right item that fits no left one
      Text text = styled(part, left);
      for (const auto& other : out.lefts)
        if (other.text == text) {
          problem(part, fmt::format("'{}' is there twice on the left", excerpt(left)));
          return std::nullopt;
        }
      out.lefts.push_back({std::move(text), index});
    }
    if (out.lefts.size() < 2 || out.rights.size() < 2) {
      problem(answers, "two different pairs are needed at least");
      return std::nullopt;
    }
    return out;
  }

  std::optional<QuestionBody> true_false(std::string_view answers) {
    const auto [word, feedback] = cut_feedback(answers);
    std::string upper(word);
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    const bool yes = upper == "T" || upper == "TRUE" || upper == "VRAI";
    if (!yes && upper != "F" && upper != "FALSE" && upper != "FAUX") return std::nullopt;
    // The first feedback is for the wrong answer, the second for the right one.
    const auto [wrong, right] = cut_feedback(feedback);
    return TrueFalse{yes, styled(answers, wrong), styled(answers, right)};
  }

  std::optional<QuestionBody> short_answer(std::string_view answers) {
    std::string single;
    std::vector<std::string_view> parts{answers};
    if (answers.find('=') != std::string_view::npos) {
      const auto found = split(answers, "=", "begin each one with '='");
      if (!found) return std::nullopt;
      parts = *found;
      for (std::string_view& part : parts) part.remove_prefix(1);
    }
    ShortAnswer out;
    bool full = false;
    for (const std::string_view part : parts) {
      std::string_view rest = part;
      std::optional<Weight> given;
      if (!weight(rest, given)) return std::nullopt;
      const auto [text, feedback] = cut_feedback(rest);
      AcceptedText accepted;
      accepted.pattern = pattern(text);
      accepted.weight = given.value_or(kFullWeight);
      accepted.feedback = styled(answers, feedback);
      if (accepted.pattern.empty()) {
        problem(part, "an answer marked '=' has no text: write it");
        return std::nullopt;
      }
      if (accepted.pattern.size() > 500) {
        problem(part, "an accepted answer is over 500 bytes: a short answer is a word or a few");
        return std::nullopt;
      }
      full = full || accepted.weight == kFullWeight;
      out.accepted.push_back(std::move(accepted));
    }
    if (!full) {
      problem(answers, "no answer gives the full mark: write one without a weight");
      return std::nullopt;
    }
    return out;
  }

  /// An accepted text on one line. A backslash that GIFT made out of "\\" stays a backslash for the pattern.
  static std::string pattern(std::string_view text) {
    std::string out;
    bool space = false;
    for (const char c : trimmed(text)) {
      if (is_space(c)) {
        space = true;
        continue;
      }
      if (space) out += ' ';
      space = false;
      const std::string character = restored({&c, 1});
      if (character == "\v") out += ' ';
      else if (character == "\\" && c != '\\') out += "\\\\";
      else out += character;
    }
    return out;
  }

  std::optional<QuestionBody> numerical(std::string_view answers) {
    std::vector<std::string_view> parts{answers};
    // "{#=a =b}" lists several; "{#a#feedback}" is one, whose feedback may not hold a bare '='.
    if (answers.find('~') != std::string_view::npos) {
      problem(answers, "a numerical question has no '~': write '=%0%*#…' for every other number");
      return std::nullopt;
    }
    if (answers.find('=') != std::string_view::npos) {
      const auto found = split(answers, "=", "begin each one with '='");
      if (!found) return std::nullopt;
      parts = *found;
      for (std::string_view& part : parts) part.remove_prefix(1);
    }
    Numerical out;
    bool full = false;
    for (const std::string_view part : parts) {
      std::string_view rest = part;
      std::optional<Weight> given;
      if (!weight(rest, given)) return std::nullopt;
      const auto [text, feedback] = cut_feedback(rest);
      AcceptedNumber accepted;
      accepted.weight = given.value_or(kFullWeight);
      accepted.feedback = styled(answers, feedback);
      if (text != "*" && !range(part, text, accepted)) return std::nullopt;
      if (text == "*" && !given) accepted.weight = 0;
      full = full || (accepted.low && accepted.weight == kFullWeight);
      out.accepted.push_back(std::move(accepted));
    }
    if (!full) {
      problem(answers, "no number gives the full mark: write one without a weight");
      return std::nullopt;
    }
    return out;
  }

  /// "3", "3:0.5" or "1..5".
  bool range(std::string_view at, std::string_view text, AcceptedNumber& out) {
    const auto number = [&](std::string_view digits) -> std::optional<Decimal> {
      const auto value = Decimal::parse(restored(trimmed(digits)));
      if (value) return *value;
      problem(at, fmt::format("'{}' is not a number: write 3, 3:0.5 (3 ± 0.5) or 1..5", excerpt(text)));
      return std::nullopt;
    };
    if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
      const auto low = number(text.substr(0, dots));
      if (!low) return false;
      const auto high = number(text.substr(dots + 2));
      if (!high) return false;
      if (*low > *high) {
        problem(at, fmt::format("the range '{}' ends before it begins", excerpt(text)));
        return false;
      }
      out.low = *low;
      out.high = *high;
      return true;
    }
    const std::size_t colon = text.find(':');
    const auto value = number(text.substr(0, colon));
    if (!value) return false;
    Decimal tolerance;
    if (colon != std::string_view::npos) {
      const auto given = number(text.substr(colon + 1));
      if (!given) return false;
      tolerance = *given;
      constexpr std::int64_t kFar = 1'000'000'000'000'000'000;
      if (tolerance.millionths < 0 || tolerance.millionths > kFar || value->millionths > kFar || value->millionths < -kFar) {
        problem(at, fmt::format("the tolerance in '{}' is not from 0 to 1 000 000 000 000, around a number of that size", excerpt(text)));
        return false;
      }
    }
    out.low = Decimal{value->millionths - tolerance.millionths};
    out.high = Decimal{value->millionths + tolerance.millionths};
    return true;
  }

  GiftReading& m_reading;
  const Block* m_block = nullptr;
  Markup m_markup = Markup::Plain;
  std::set<std::string> m_ids;
};

/// True when the line is a comment: it begins with "//".
bool is_comment(std::string_view line) {
  while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
  return line.starts_with("//");
}

void add_line(Block& block, std::string_view line, int number) {
  if (!block.text.empty()) block.text += '\n';
  block.starts.emplace_back(block.text.size(), number);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      if (const std::size_t index = kEscapable.find(line[i + 1]); index != std::string_view::npos) {
        block.text += static_cast<char>(static_cast<unsigned char>(kFirstAside) + index);
        ++i;
        continue;
      }
    }
    block.text += line[i];
  }
}
}  // namespace

GiftReading read_gift(std::string_view text, int first_line) {
  GiftReading reading;
  Reader reader(reading);
  if (text.size() > kMaxBytes) {
    reader.problem(first_line, "the questions are over 1 MiB: split the file");
    return reading;
  }
  if (text.starts_with("\uFEFF")) text.remove_prefix(3);
  Block block;
  bool broken = false;  // a line of the block could not be read: what is wrong was said
  const auto finish = [&] {
    if (!block.text.empty() && !broken) reader.read(block);
    block = {};
    broken = false;
  };
  for (int number = first_line; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!is_utf8(line)) {
      reader.problem(number, "the line is not UTF-8: save the file as UTF-8");
      broken = true;
      continue;
    }
    if (std::any_of(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; })) {
      reader.problem(number, "the line holds a control character: remove it");
      broken = true;
      continue;
    }
    if (is_comment(line)) continue;
    if (trimmed(line).empty()) finish();
    else add_line(block, line, number);
  }
  finish();
  return reading;
}

}  // namespace escale::importers
