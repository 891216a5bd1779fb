#include "sync/paper/paper_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sync/paper/paper_form_texts.hpp"

namespace escale::paper {
namespace {

using forms::Control;
using forms::ControlType;
using print::Block;

constexpr std::size_t kMostChoices = 40;  ///< a longer list is no list to tick on paper
constexpr int kMostSteps = 11;            ///< of a range: 0 to 10
constexpr std::size_t kRepeatCopies = 2;

/// What the paper itself says, in the language of the form.
struct PaperWords {
  const char *one, *several, *only_some, *required, *choose_depends, *rank, *write_choice, *date, *time, *number, *again, *from_to, *agree, *file;
};
constexpr PaperWords kFrench{"Cochez une seule case.", "Cochez toutes les cases qui conviennent.", "▸ Cette question ne concerne pas tout le monde. Si elle ne vous concerne pas, passez-la.", "réponse attendue",
                             "Selon ce que vous avez répondu plus haut, certaines cases ne vous concernent pas.", "Écrivez 1 devant ce qui compte le plus, puis 2, 3…", "Écrivez votre réponse.",
                             "Jour / mois / année : ____ / ____ / ________", "Heure : ____ h ____", "Nombre : ______________", "S’il y en a d’autres, continuez sur une feuille à part.", "De {} à {} : ______________", "J’ai lu, et je suis d’accord.",
                             "Joignez le document à cette feuille, et écrivez ici son titre."};
constexpr PaperWords kEnglish{"Tick one box only.", "Tick every box that applies.", "▸ This question is not for everybody. If it is not for you, go on to the next.", "an answer is expected",
                              "Depending on your answers above, some boxes are not for you.", "Write 1 beside what matters most, then 2, 3…", "Write your answer.", "Day / month / year: ____ / ____ / ________",
                              "Time: ____ : ____", "Number: ______________", "If there are more, go on with another sheet.", "From {} to {}: ______________", "I have read this, and I agree.", "Attach the document to this sheet, and write its title here."};

bool has_word(const std::string& appearance, std::string_view word) {
  for (std::size_t at = appearance.find(word); at != std::string::npos; at = appearance.find(word, at + 1)) {
    const bool begins = at == 0 || appearance[at - 1] == ' ';
    const bool ends = at + word.size() == appearance.size() || appearance[at + word.size()] == ' ' || appearance[at + word.size()] == '(';
    if (begins && ends) return true;
  }
  return false;
}

bool is_false(const std::string& expression) { return expression == "false()"; }

class Printer {
 public:
  /// `language`: as the form names it; `tag`: BCP 47.
  Printer(const forms::Definition& form, const std::string& language, const std::string& tag)
      : m_form(form), m_words(form, language), m_paper(tag == "fr" || tag.starts_with("fr-") ? kFrench : kEnglish) {
    for (const Control& control : form.controls) m_depth.push_back(control.parent ? m_depth[*control.parent] + 1 : 0);
  }

  std::vector<Block> run() {
    std::vector<Block> blocks;
    draw_inside(std::nullopt, blocks);
    return blocks;
  }

 private:
  const forms::Bind* bind(const Control& control) const { return control.path.empty() ? nullptr : m_form.bind(control.path); }

  /// A question that nobody is ever asked is not printed; one that some are asked is marked.
  bool never_asked(const Control& control) const { return bind(control) != nullptr && is_false(bind(control)->relevant); }

  void add_skip(const Control& control, std::vector<Block>& to) const {
    const forms::Bind* rules = bind(control);
    if (rules != nullptr && !rules->relevant.empty() && rules->relevant != "true()") to.push_back(print::Paragraph{m_paper.only_some, print::Voice::Small, true});
  }

  void draw_inside(std::optional<std::size_t> parent, std::vector<Block>& to) {
    for (std::size_t i = 0; i < m_form.controls.size(); ++i)
      if (m_form.controls[i].parent == parent && !never_asked(m_form.controls[i])) draw(i, to);
  }

  void draw(std::size_t index, std::vector<Block>& to) {
    const Control& control = m_form.controls[index];
    if (control.type != ControlType::Group && control.type != ControlType::Repeat) {
      std::vector<Block> blocks;
      draw_question(control, blocks);
      if (!blocks.empty()) to.push_back(print::Together{std::move(blocks)});
      return;
    }
    const std::string label = m_words.text(control.label);
    if (!label.empty()) to.push_back(print::Heading{std::min(4, 2 + m_depth[index]), label});
    add_skip(control, to);
    if (has_word(control.appearance, "table-list") && draw_matrix(index, to)) return;
    if (control.type == ControlType::Group) {
      draw_inside(index, to);
      return;
    }
    // One copy inside another repeat: copies of copies would fill a ream.
    const std::size_t copies = m_repeats == 0 ? kRepeatCopies : 1;
    ++m_repeats;
    for (std::size_t copy = 1; copy <= copies; ++copy) {
      to.push_back(print::Paragraph{fmt::format("{}{}", label.empty() ? "" : label + " ", copy), print::Voice::Strong, true});
      draw_inside(index, to);
    }
    --m_repeats;
    to.push_back(print::Paragraph{m_paper.again, print::Voice::Small});
  }

  /// Questions with the same choices as a table: one line a question, one box a choice. False when they do not make one.
  bool draw_matrix(std::size_t group, std::vector<Block>& to) {
    std::vector<const Control*> lines;
    for (const Control& control : m_form.controls)
      if (control.parent == group && !never_asked(control)) lines.push_back(&control);
    const auto is_select = [](const Control* control) { return control->type == ControlType::SelectOne || control->type == ControlType::SelectMultiple; };
    if (lines.empty() || !std::all_of(lines.begin(), lines.end(), is_select)) return false;
    const auto choices = m_words.choices(*lines[0]).labels;
    if (choices.empty() || choices.size() > 8) return false;
    for (const Control* line : lines)
      if (m_words.choices(*line).labels != choices || (bind(*line) != nullptr && !bind(*line)->relevant.empty())) return false;
    print::Table table;
    table.row_height = 24;
    table.columns.push_back({"", 2.6, print::Align::Left, true});
    for (const std::string& choice : choices) table.columns.push_back({choice, 1, print::Align::Left});
    for (const Control* line : lines) {
      std::vector<print::Cell> row{{question_words(*line)}};
      print::Drawing box{10, 10, {print::Box{0.5, 0.5, 9, 9, print::Fill{}, true}}};
      for (const std::string& choice : choices) row.push_back({"", box, choice});
      table.rows.push_back(std::move(row));
    }
    to.push_back(std::move(table));
    to.push_back(print::Paragraph{lines[0]->type == ControlType::SelectOne ? m_paper.one : m_paper.several, print::Voice::Small});
    return true;
  }

  std::string question_words(const Control& control) const {
    std::string label = m_words.text(control.label);
    if (label.empty()) label = control.path.substr(control.path.rfind('/') + 1);
    const forms::Bind* rules = bind(control);
    if (rules != nullptr && rules->required == "true()") label += fmt::format(" ({})", m_paper.required);
    return label;
  }

  void draw_question(const Control& control, std::vector<Block>& to) {
    const forms::Bind* rules = bind(control);
    const bool is_read_only = rules != nullptr && (rules->readonly == "true()" || !rules->calculate.empty());
    if (is_read_only && control.type == ControlType::Input) {  // a note
      if (const std::string note = m_words.text(control.label); !note.empty()) to.push_back(print::Paragraph{note});
      if (const std::string hint = m_words.text(control.hint); !hint.empty()) to.push_back(print::Paragraph{hint, print::Voice::Small});
      return;
    }
    to.push_back(print::Space{9});
    to.push_back(print::Paragraph{std::to_string(++m_number) + ". " + question_words(control), print::Voice::Strong, true});
    add_skip(control, to);
    if (const std::string help = m_words.text(control.hint); !help.empty()) to.push_back(print::Paragraph{help, print::Voice::Small, true});
    switch (control.type) {
      case ControlType::SelectOne:
      case ControlType::SelectMultiple:
      case ControlType::Rank: draw_choices(control, to); break;
      case ControlType::Range: draw_range(control, to); break;
      case ControlType::Trigger: to.push_back(print::List{print::Marker::Square, {m_paper.agree}}); break;
      default: draw_input(control, rules, to);
    }
  }

  void draw_choices(const Control& control, std::vector<Block>& to) {
    const FormWords::Choices choices = m_words.choices(control);
    if (choices.elsewhere || choices.labels.empty() || choices.labels.size() > kMostChoices) {
      to.push_back(print::Paragraph{m_paper.write_choice, print::Voice::Small, true});
      to.push_back(print::WritingLines{1});
      return;
    }
    const bool one = control.type == ControlType::SelectOne, rank = control.type == ControlType::Rank;
    to.push_back(print::Paragraph{rank ? m_paper.rank : one ? m_paper.one : m_paper.several, print::Voice::Small, true});
    if (choices.depends) to.push_back(print::Paragraph{m_paper.choose_depends, print::Voice::Small, true});
    const bool are_short = std::all_of(choices.labels.begin(), choices.labels.end(), [](const std::string& label) { return label.size() <= 28; });
    to.push_back(print::List{one ? print::Marker::Circle : print::Marker::Square, choices.labels, are_short && choices.labels.size() > 4 ? 2 : 1, 8});
  }

  void draw_range(const Control& control, std::vector<Block>& to) {
    const auto whole = [](const std::string& text) -> std::optional<int> {
      int value = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
    };
    const auto start = whole(control.start), end = whole(control.end), step = whole(control.step.empty() ? "1" : control.step);
    if (start && end && step && *step > 0 && *end > *start && (static_cast<std::int64_t>(*end) - *start) / *step < kMostSteps) {
      print::List list{print::Marker::Circle, {}, 0, 0};
      for (std::int64_t value = *start; value <= *end; value += *step) list.items.push_back(std::to_string(value));
      list.columns = static_cast<int>(list.items.size());
      to.push_back(std::move(list));
      return;
    }
    to.push_back(print::Paragraph{fmt::format(fmt::runtime(m_paper.from_to), control.start, control.end)});
  }

  void draw_input(const Control& control, const forms::Bind* rules, std::vector<Block>& to) {
    using forms::DataType;
    switch (rules != nullptr ? rules->type : DataType::String) {
      case DataType::Date: to.push_back(print::Paragraph{m_paper.date}); break;
      case DataType::Time: to.push_back(print::Paragraph{m_paper.time}); break;
      case DataType::DateTime:
        to.push_back(print::Paragraph{m_paper.date});
        to.push_back(print::Paragraph{m_paper.time});
        break;
      case DataType::Int:
      case DataType::Decimal: to.push_back(print::Paragraph{m_paper.number}); break;
      case DataType::Binary:
        to.push_back(print::Paragraph{m_paper.file, print::Voice::Small, true});
        to.push_back(print::WritingLines{1});
        break;
      default: to.push_back(print::WritingLines{has_word(control.appearance, "multiline") ? 5 : 2});
    }
  }

  const forms::Definition& m_form;
  FormWords m_words;
  const PaperWords& m_paper;
  std::vector<int> m_depth;
  int m_number = 0, m_repeats = 0;
};

}  // namespace

Result<print::Document> paper_form(const forms::Definition& form, const PaperFormOptions& options) {
  const auto& languages = form.translations.languages;
  std::string language = options.language;
  if (language.empty()) language = form.translations.default_language.empty() ? "fr" : form.translations.default_language;
  else if (!languages.empty() && std::find(languages.begin(), languages.end(), language) == languages.end()) {
    std::string list;
    for (const std::string& one : languages) list += (list.empty() ? "" : ", ") + one;
    return fail(Code::InvalidInput, fmt::format("the form is not in '{}', only in: {}", language, list));
  }
  print::Document document;
  document.title = form.title.empty() ? form.id : form.title;
  document.author = "Escale";
  // "Français (fr)" is how spreadsheets write it.
  const std::size_t open = language.rfind('('), close = language.rfind(')');
  document.language = open != std::string::npos && close == language.size() - 1 && close > open ? language.substr(open + 1, close - open - 1) : language;
  document.created = options.created;
  document.footer = form.id + (form.version.empty() ? "" : ", version " + form.version);
  document.blocks.push_back(print::Heading{1, document.title});
  for (Block& block : Printer(form, language, document.language).run()) document.blocks.push_back(std::move(block));
  return document;
}

}  // namespace escale::paper
