#include "content-bundles/compiler/language.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "content-bundles/compiler/typography.hpp"
#include "content-bundles/forms/outline.hpp"
#include "content-bundles/language/remark.hpp"

namespace escale::compiler {
namespace {

bool is_simplified(std::string_view lang) { return lang == "fr-x-facile"; }

/// Letters and digits of a text, byte by byte, with the line of each: markup and typesetting change only what is left out.
class Lines {
 public:
  explicit Lines(std::string_view source) {
    int line = 1;
    for (std::size_t i = 0; i < source.size(); ++i) {
      if (source[i] == '\n') ++line;
      if (!kept(source, i)) continue;
      m_letters += source[i];
      m_lines.push_back(line);
    }
  }
  /// The line where these words stand, or 0.
  int find(std::string_view text, std::size_t at) const {
    // From the place of the remark first; else from the beginning of its text.
    for (std::size_t from : {at, std::size_t{0}}) {
      std::string wanted;
      for (std::size_t i = from; i < text.size() && wanted.size() < 40; ++i)
        if (kept(text, i)) wanted += text[i];
      if (wanted.size() < 3) continue;
      const std::size_t found = m_letters.find(wanted);
      if (found == std::string::npos) continue;
      return m_lines[found];
    }
    return 0;
  }

 private:
  static bool kept(std::string_view text, std::size_t i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) return std::isalnum(c) != 0;
    // Letters with accents are kept; signs of French typography are not.
    return c == 0xC3 || c == 0xC5 || (i > 0 && (static_cast<unsigned char>(text[i - 1]) == 0xC3 || static_cast<unsigned char>(text[i - 1]) == 0xC5));
  }
  std::string m_letters;
  std::vector<int> m_lines;
};

class Review {
 public:
  Review(std::string_view file, std::string_view source, std::string_view lang) : m_file(file), m_lines(source), m_simplified(is_simplified(lang)) {}

  /// `simple`: in a simplified document, this text keeps its rules too.
  void text(std::string_view words, bool simple = true) {
    for (const language::Remark& remark : language::french_typography(words)) add(words, remark);
    if (!m_simplified || !simple) return;
    for (const language::Remark& remark : language::simplified_french(words)) add(words, remark);
    const language::Negations counted = language::negations(words);
    m_negations.sentences += counted.sentences;
    m_negations.negative += counted.negative;
  }
  void text(const learning::Text& words, bool simple = true) { text(learning::words(words), simple); }

  void blocks(const std::vector<learning::Block>& blocks) {
    for (const learning::Block& block : blocks) std::visit([this](const auto& one) { this->block(one); }, block);
  }

  void question(const learning::Question& question) {
    text(question.stem);
    text(question.general_feedback);
    if (const auto* single = std::get_if<learning::SingleChoice>(&question.body)) choices(single->choices);
    if (const auto* several = std::get_if<learning::MultipleChoice>(&question.body)) choices(several->choices);
    if (const auto* truth = std::get_if<learning::TrueFalse>(&question.body)) text(truth->wrong_feedback), text(truth->right_feedback);
    if (const auto* typed = std::get_if<learning::ShortAnswer>(&question.body))
      for (const auto& accepted : typed->accepted) text(accepted.feedback);
    if (const auto* number = std::get_if<learning::Numerical>(&question.body))
      for (const auto& accepted : number->accepted) text(accepted.feedback);
    if (const auto* pairs = std::get_if<learning::Matching>(&question.body)) {
      for (const auto& left : pairs->lefts) text(left.text);
      for (const auto& right : pairs->rights) text(right);
    }
  }

  std::vector<Problem> done() {
    // Affirmative form (7.2): one sentence in three may deny.
    if (m_simplified && m_negations.negative * 3 > m_negations.sentences)
      m_remarks.push_back({std::string(m_file), 0, fmt::format("{} of {} sentences deny something: say what is, not what is not (7.2)", m_negations.negative, m_negations.sentences)});
    return std::move(m_remarks);
  }

 private:
  void add(std::string_view words, const language::Remark& remark) {
    Problem problem{std::string(m_file), m_lines.find(words, remark.at), remark.sentence};
    if (std::ranges::find(m_remarks, problem) == m_remarks.end()) m_remarks.push_back(std::move(problem));
  }
  void choices(const std::vector<learning::Choice>& choices) {
    for (const learning::Choice& choice : choices) text(choice.text), text(choice.feedback);
  }
  void block(const learning::Heading& heading) { text(heading.text); }
  void block(const learning::Paragraph& paragraph) { text(paragraph.text); }
  void block(const learning::List& list) {
    for (const auto& item : list.items) text(item.text);
  }
  void block(const learning::Table& table) {
    for (const auto& cell : table.header) text(cell);
    for (const auto& row : table.rows)
      for (const auto& cell : row) text(cell);
  }
  void block(const learning::Image& image) {
    text(image.alt, false);  // said, not shown: "Dessin : …" describes
    text(image.caption);
  }
  void block(const learning::Quote& quote) {
    for (const learning::QuoteBlock& inside : quote.blocks) std::visit([this](const auto& one) { this->block(one); }, inside);
  }
  void block(const learning::QuestionRef&) {}
  void block(const learning::NumberRef&) {}
  void block(const learning::Rule&) {}

  std::string_view m_file;
  Lines m_lines;
  bool m_simplified;
  language::Negations m_negations;
  std::vector<Problem> m_remarks;
};

}  // namespace

std::vector<Problem> language_remarks(const learning::Document& document, std::string_view file, std::string_view source) {
  if (!is_french(document.lang)) return {};
  Review review(file, source, document.lang);
  review.text(document.title);
  review.blocks(document.blocks);
  for (const learning::Question& question : document.questions) review.question(question);
  for (const learning::Definition& definition : document.definitions) {
    review.text(definition.term, false);
    // A definition is written on one line of front matter: its sentences follow each other, the other rules hold.
    std::string words = learning::words(definition.text);
    for (std::size_t at = words.find(". "); at != std::string::npos; at = words.find(". ", at)) words[at + 1] = '\n';
    review.text(words);
  }
  for (const learning::Source& cited : document.sources) review.text(cited.title, false), review.text(cited.note, false);
  return review.done();
}

std::vector<Problem> language_remarks(const format::Programme& programme, std::string_view file, std::string_view source) {
  if (!is_french(programme.lang)) return {};
  Review review(file, source, programme.lang);
  review.text(programme.title);
  review.text(programme.place);
  for (const format::Slot& slot : programme.slots) {
    for (const std::string* text : {&slot.title, &slot.room, &slot.note}) review.text(*text);
    for (const std::string& speaker : slot.speakers) review.text(speaker);
  }
  for (const format::ProgrammePage& page : programme.pages) {
    review.text(page.title);
    review.blocks(page.blocks);
  }
  return review.done();
}

std::vector<Problem> language_remarks(const forms::Plan& form, std::string_view file) {
  std::vector<Problem> remarks;
  auto texts = [&](std::string_view where, const forms::Texts& in_languages) {
    for (const auto& [lang, words] : in_languages) {
      if (!is_french(lang)) continue;
      for (const language::Remark& remark : language::french_typography(typeset(words, lang))) remarks.push_back({std::string(file), 0, fmt::format("{}: {}", where, remark.sentence)});
      if (!is_simplified(lang)) continue;
      for (const language::Remark& remark : language::simplified_french(words)) remarks.push_back({std::string(file), 0, fmt::format("{}: {}", where, remark.sentence)});
    }
  };
  const forms::Definition& definition = form.definition();
  texts("the title", forms::title_of(form));
  std::set<std::string> lists;
  for (const forms::Control& control : definition.controls) {
    const std::string name = control.path.substr(control.path.rfind('/') + 1);
    const bool group = control.type == forms::ControlType::Group || control.type == forms::ControlType::Repeat;
    const std::string where = fmt::format("the {} '{}'", group ? "group" : "question", name);
    for (const forms::Label* each : {&control.label, &control.hint}) texts(where, forms::texts_of(form, *each));
    if (const forms::Bind* bind = definition.bind(control.path); bind && !group)
      for (const forms::Label* each : {&bind->required_message, &bind->constraint_message}) texts(where, forms::texts_of(form, *each));
    if (control.itemset && !lists.insert(control.itemset->nodeset.substr(0, control.itemset->nodeset.find('['))).second) continue;
    for (const forms::ChoiceTexts& choice : forms::choices_of(form, control)) texts(fmt::format("the choice '{}' of '{}'", choice.name, name), choice.label);
  }
  return remarks;
}

std::vector<Problem> language_remarks(const format::Manifest& manifest, std::string_view source) {
  std::vector<Problem> remarks;
  for (const format::Localised* each : {&manifest.titles, &manifest.summaries})
    for (const auto& [lang, words] : *each) {
      if (!is_french(lang)) continue;
      Review review("bundle.yaml", source, lang);
      review.text(words);
      for (Problem& remark : review.done()) remarks.push_back(std::move(remark));
    }
  return remarks;
}

}  // namespace escale::compiler
