#include "kiosk/journey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace escale::kiosk {
namespace {

struct Word {
  std::string text;
  bool quoted = false;
};

/// One line cut into words; a quoted one may hold spaces, \" and \\. The error is the sentence only.
tl::expected<std::vector<Word>, std::string> cut(std::string_view line) {
  std::vector<Word> words;
  std::size_t at = 0;
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (at < line.size()) {
    if (blank(line[at])) {
      ++at;
      continue;
    }
    if (line[at] == '#') break;
    Word word;
    if (line[at] != '"') {
      while (at < line.size() && !blank(line[at])) word.text += line[at++];
    } else {
      word.quoted = true;
      for (++at; at < line.size() && line[at] != '"'; ++at) {
        if (line[at] == '\\' && at + 1 < line.size()) ++at;
        word.text += line[at];
      }
      if (at == line.size()) return tl::unexpected<std::string>("a text that begins with \" has no end");
      ++at;
    }
    words.push_back(std::move(word));
  }
  return words;
}

std::optional<int> whole_number(std::string_view text, int low, int high) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < low || number > high) return std::nullopt;
  return number;
}

std::optional<std::chrono::milliseconds> duration(std::string_view text) {
  constexpr int kMostMs = 24 * 3600 * 1000;
  const std::array<std::pair<std::string_view, int>, 3> units = {{{"ms", 1}, {"min", 60'000}, {"s", 1'000}}};
  for (const auto& [unit, factor] : units) {
    if (!text.ends_with(unit)) continue;
    const auto number = whole_number(text.substr(0, text.size() - unit.size()), 0, kMostMs / factor);
    if (!number) return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(*number) * factor);
  }
  return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, ui::Key>, 17> kKeys = {{{"Tab", ui::Key::Tab},
                                                                         {"BackTab", ui::Key::BackTab},
                                                                         {"Enter", ui::Key::Enter},
                                                                         {"Space", ui::Key::Space},
                                                                         {"Escape", ui::Key::Escape},
                                                                         {"Left", ui::Key::Left},
                                                                         {"Right", ui::Key::Right},
                                                                         {"Up", ui::Key::Up},
                                                                         {"Down", ui::Key::Down},
                                                                         {"PageUp", ui::Key::PageUp},
                                                                         {"PageDown", ui::Key::PageDown},
                                                                         {"Home", ui::Key::Home},
                                                                         {"End", ui::Key::End},
                                                                         {"Backspace", ui::Key::Backspace},
                                                                         {"Delete", ui::Key::Delete},
                                                                         {"Undo", ui::Key::Undo},
                                                                         {"SelectAll", ui::Key::SelectAll}}};

constexpr std::array<std::pair<std::string_view, Verb>, 24> kVerbs = {
    {{"tap", Verb::Tap},           {"seek", Verb::Seek},     {"type", Verb::Type},          {"press", Verb::Press},
     {"expect", Verb::Expect},     {"wait", Verb::Wait},     {"expect-not", Verb::ExpectNot}, {"screenshot", Verb::Screenshot},
     {"tree", Verb::Tree},         {"settle", Verb::Settle}, {"check", Verb::Check},        {"save", Verb::SaveWords},
     {"restart", Verb::Restart},   {"kill", Verb::Kill},     {"theme", Verb::Theme},        {"text", Verb::Text},
     {"lang", Verb::Lang},         {"easy", Verb::Easy},     {"seated", Verb::Seated},      {"size", Verb::Size},
     {"repeat", Verb::Repeat},     {"swipe", Verb::Swipe},   {"hold", Verb::Hold},          {"replaced", Verb::Replaced}}};

bool is_role(std::string_view name) {
  for (int role = 0; role <= static_cast<int>(ui::Role::Note); ++role)
    if (ui::role_name(static_cast<ui::Role>(role)) == name) return true;
  return false;
}

using Sentence = std::optional<std::string>;  ///< what is wrong; nothing when all is well

/// `[role] "name"` or `key=…`
Sentence read_target(const std::vector<Word>& words, Step& step) {
  std::size_t at = 1;
  if (words.size() == 3 && !words[1].quoted) {
    if (!is_role(words[1].text)) return fmt::format("'{}' is not a role: button, choice, heading, text… are", words[1].text);
    step.role = words[1].text;
    at = 2;
  }
  if (at + 1 != words.size()) return fmt::format("'{}' is followed by \"words on the screen\" or key=…", words[0].text);
  if (words[at].quoted && !words[at].text.empty()) {
    step.text = words[at].text;
    return std::nullopt;
  }
  if (!words[at].quoted && words[at].text.starts_with("key=") && words[at].text.size() > 4) {
    step.key = words[at].text.substr(4);
    return std::nullopt;
  }
  return fmt::format("'{}' is followed by \"words on the screen\" or key=…", words[0].text);
}

Sentence read_type(const std::vector<Word>& words, Step& step) {
  if (words.size() == 2 && words[1].quoted) {
    step.text = words[1].text;
    return std::nullopt;
  }
  if (words.size() == 2 && words[1].text == "words") {
    step.verb = Verb::TypeWords;
    return std::nullopt;
  }
  return "'type' is followed by a \"text\", or by words";
}

Sentence read_press(const std::vector<Word>& words, Step& step) {
  if (words.size() != 2 && words.size() != 3) return "'press' is followed by a key, and perhaps how many times";
  for (const auto& [name, key] : kKeys)
    if (words[1].text == name) step.input_key = key;
  if (step.input_key == ui::Key::None) return fmt::format("'{}' is not a key: Enter, Tab, PageDown… are", words[1].text);
  if (words.size() == 3) {
    const auto count = whole_number(words[2].text, 1, 1000);
    if (!count) return fmt::format("'{}' is not a number of times from 1 to 1000", words[2].text);
    step.count = *count;
  }
  return std::nullopt;
}

/// One word after the verb.
Sentence read_value(const std::vector<Word>& words, Step& step) {
  if (words.size() != 2 || words[1].text.empty()) return fmt::format("'{}' is followed by one word", words[0].text);
  const std::string& value = words[1].text;
  switch (step.verb) {
    case Verb::Screenshot:
    case Verb::Tree:
    case Verb::Hold:
      if (value.find('/') != std::string::npos || value.starts_with('.'))
        return fmt::format("'{}' is not a plain name without folder", value);
      step.text = value;
      return std::nullopt;
    case Verb::Swipe:
      if (value != "up" && value != "down" && value != "left" && value != "right")
        return fmt::format("'{}' is not up, down, left or right", value);
      step.text = value;
      return std::nullopt;
    case Verb::Wait:
      if (const auto wait = duration(value)) {
        step.wait = *wait;
        return std::nullopt;
      }
      return fmt::format("'{}' is not a duration such as 300ms, 5s or 2min", value);
    case Verb::SaveWords:
      if (value == "words") return std::nullopt;
      return fmt::format("only words can be saved, not '{}'", value);
    case Verb::Theme:
      if (const auto theme = parse_theme(value)) {
        step.theme = *theme;
        return std::nullopt;
      }
      return fmt::format("'{}' is not a theme: light, dark and contrast are", value);
    case Verb::Text:
      if (value != "100" && value != "150" && value != "200") return fmt::format("'{}' is not 100, 150 or 200", value);
      step.count = *whole_number(value, 100, 200);
      return std::nullopt;
    case Verb::Lang:
      if (value != "fr" && value != "en") return fmt::format("'{}' is not fr or en", value);
      step.text = value;
      return std::nullopt;
    case Verb::Easy:
    case Verb::Seated:
      if (value != "on" && value != "off") return fmt::format("'{}' is not on or off", value);
      step.on = value == "on";
      return std::nullopt;
    case Verb::Size:
      if (const auto size = parse_size(value)) {
        std::tie(step.width, step.height) = *size;
        return std::nullopt;
      } else {
        return size.error().message;
      }
    default:
      if (const auto count = whole_number(value, 1, 10'000)) {  // repeat
        step.count = *count;
        return std::nullopt;
      }
      return fmt::format("'{}' is not a number of times from 1 to 10000", value);
  }
}

Sentence read_step(const std::vector<Word>& words, Step& step) {
  const auto found = std::ranges::find_if(kVerbs, [&](const auto& verb) { return verb.first == words[0].text; });
  if (found == kVerbs.end()) return fmt::format("'{}' is not a verb of journeys", words[0].text);
  step.verb = found->second;
  switch (step.verb) {
    case Verb::Tap:
    case Verb::Seek:
    case Verb::Expect:
    case Verb::ExpectNot:
      return read_target(words, step);
    case Verb::Type:
      return read_type(words, step);
    case Verb::Press:
      return read_press(words, step);
    case Verb::Settle:
    case Verb::Check:
    case Verb::Restart:
    case Verb::Kill:
    case Verb::Replaced:
      if (words.size() != 1) return fmt::format("nothing follows '{}'", words[0].text);
      return std::nullopt;
    default:
      return read_value(words, step);
  }
}

}  // namespace

Result<Journey> parse_journey(std::string_view text, std::string file) {
  Journey journey{std::move(file), {}};
  const auto wrong = [&](int line, std::string_view what) {
    return fail(Code::InvalidInput, fmt::format("{}:{}: {}", journey.file, line, what));
  };
  std::vector<Step> open;  // `repeat`s without their `end` yet
  int number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const auto words = cut(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!words) return wrong(number, words.error());
    if (words->empty()) continue;
    if (words->front().quoted) return wrong(number, "a line begins with a verb");
    if (words->front().text == "end") {
      if (open.empty()) return wrong(number, "'end' without 'repeat'");
      if (words->size() != 1) return wrong(number, "nothing follows 'end'");
      Step whole = std::move(open.back());
      open.pop_back();
      (open.empty() ? journey.steps : open.back().body).push_back(std::move(whole));
      continue;
    }
    Step step;
    step.line = number;
    if (const Sentence sentence = read_step(*words, step)) return wrong(number, *sentence);
    if (step.verb == Verb::Repeat) {
      if (open.size() == 8) return wrong(number, "'repeat' more than 8 deep");
      open.push_back(std::move(step));
    } else {
      (open.empty() ? journey.steps : open.back().body).push_back(std::move(step));
    }
  }
  if (!open.empty()) return wrong(open.back().line, "'repeat' without 'end'");
  return journey;
}

Result<std::pair<int, int>> parse_size(std::string_view text) {
  constexpr int kLeast = 320, kMost = 8192;
  const std::size_t cross = text.find('x');
  if (cross != std::string_view::npos) {
    const auto width = whole_number(text.substr(0, cross), kLeast, kMost);
    const auto height = whole_number(text.substr(cross + 1), kLeast, kMost);
    if (width && height) return std::pair(*width, *height);
  }
  return fail(Code::InvalidInput,
              fmt::format("'{}' is not WIDTHxHEIGHT in pixels, from {} to {} a side", text, kLeast, kMost));
}

Result<app::Theme> parse_theme(std::string_view text) {
  if (text == "light") return app::Theme::Light;
  if (text == "dark") return app::Theme::Dark;
  if (text == "contrast") return app::Theme::Contrast;
  return fail(Code::InvalidInput, fmt::format("'{}' is not a theme: light, dark and contrast are", text));
}

std::string folded(std::string_view text) {
  struct Fold {
    std::string_view from, to;
  };
  constexpr std::array<Fold, 5> folds = {{{"\u00A0", " "}, {"\u202F", " "}, {"\u2019", "'"}, {"\u00AD", ""}, {"\n", " "}}};
  std::string out;
  while (!text.empty()) {
    const auto fold = std::ranges::find_if(folds, [&](const Fold& f) { return text.starts_with(f.from); });
    if (fold != folds.end()) {
      out += fold->to;
      text.remove_prefix(fold->from.size());
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

const ui::Node* find_node(const ui::SemanticTree& tree, const Step& step) {
  if (!step.key.empty()) {
    const ui::Node* node = tree.find_key(step.key);
    return node != nullptr && (step.role.empty() || ui::role_name(node->role) == step.role) ? node : nullptr;
  }
  const std::string wanted = folded(step.text);
  const ui::Node* first = nullptr;
  for (const ui::Node& node : tree.nodes()) {
    if (!step.role.empty() && ui::role_name(node.role) != step.role) continue;
    if (folded(node.name) != wanted) continue;
    if (node.actions.press) return &node;
    if (first == nullptr) first = &node;
  }
  return first;
}

bool shows(const ui::SemanticTree& tree, const Step& step) {
  if (!step.key.empty()) return find_node(tree, step) != nullptr;
  const std::string wanted = folded(step.text);
  return std::ranges::any_of(tree.nodes(), [&](const ui::Node& node) {
    if (!step.role.empty() && ui::role_name(node.role) != step.role) return false;
    return folded(node.name).find(wanted) != std::string::npos || folded(node.value).find(wanted) != std::string::npos ||
           folded(node.description).find(wanted) != std::string::npos;
  });
}

}  // namespace escale::kiosk
