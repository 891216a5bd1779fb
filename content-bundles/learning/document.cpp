#include "content-bundles/learning/document.hpp"

#include <array>
#include <utility>

namespace escale::learning {
namespace {
constexpr std::array<std::pair<DocumentKind, std::string_view>, 5> kKinds{{{DocumentKind::Lesson, "lesson"},
                                                                          {DocumentKind::Case, "case"},
                                                                          {DocumentKind::Quiz, "quiz"},
                                                                          {DocumentKind::Summary, "summary"},
                                                                          {DocumentKind::Sheet, "sheet"}}};

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

void line(std::string& out, std::string_view text) {
  if (text.empty()) return;
  out += text;
  out += '\n';
}

void read_number(std::string& out, const Document& document, const NumberRef& ref) {
  const HelpNumber* number = find_number(document, ref.id);
  if (number == nullptr) return;
  line(out, number->name + ", " + number->number);
  line(out, number->hours);
  line(out, number->note);
}

void read_list(std::string& out, const List& list) {
  for (const List::Item& item : list.items)
    line(out, item.number > 0 ? std::to_string(item.number) + ". " + words(item.text) : words(item.text));
}

void read_question(std::string& out, const Document& document, const QuestionRef& ref) {
  const Question* question = find_question(document, ref.id);
  if (question == nullptr) return;
  line(out, words(question->stem));
  const auto choices = [&](const auto& body) {
    for (const Choice& choice : body.choices) line(out, words(choice.text));
  };
  std::visit(Overloaded{[&](const SingleChoice& body) { choices(body); },
                        [&](const MultipleChoice& body) { choices(body); },
                        [](const TrueFalse&) {}, [](const ShortAnswer&) {}, [](const Numerical&) {},
                        [&](const Matching& body) {
                          for (const auto& left : body.lefts) line(out, words(left.text));
                          for (const auto& right : body.rights) line(out, words(right));
                        }},
             question->body);
}
}  // namespace

const Question* find_question(const Document& document, std::string_view id) {
  for (const Question& question : document.questions)
    if (question.id == id) return &question;
  return nullptr;
}

const HelpNumber* find_number(const Document& document, std::string_view id) {
  for (const HelpNumber& number : document.numbers)
    if (number.id == id) return &number;
  return nullptr;
}

std::string reading_text(const Document& document) {
  std::string out;
  line(out, document.title);
  for (const Block& block : document.blocks) {
    std::visit(Overloaded{[&](const Heading& it) { line(out, words(it.text)); },
                          [&](const Paragraph& it) { line(out, words(it.text)); },
                          [&](const List& it) { read_list(out, it); },
                          [&](const Table& it) {
                            const auto row = [&](const std::vector<Text>& cells) {
                              std::string all;
                              for (const Text& cell : cells) {
                                if (!all.empty()) all += " ; ";
                                all += words(cell);
                              }
                              line(out, all);
                            };
                            row(it.header);
                            for (const auto& cells : it.rows) row(cells);
                          },
                          [&](const Quote& it) {
                            for (const QuoteBlock& inner : it.blocks)
                              std::visit(Overloaded{[&](const Paragraph& p) { line(out, words(p.text)); },
                                                    [&](const List& l) { read_list(out, l); },
                                                    [&](const NumberRef& n) { read_number(out, document, n); }},
                                         inner);
                          },
                          [&](const Image& it) {
                            line(out, it.alt);
                            line(out, words(it.caption));
                          },
                          [&](const QuestionRef& it) { read_question(out, document, it); },
                          [&](const NumberRef& it) { read_number(out, document, it); }, [](const Rule&) {}},
               block);
  }
  for (const Definition& definition : document.definitions) line(out, definition.term + " : " + words(definition.text));
  return out;
}

std::string_view kind_name(DocumentKind kind) {
  for (const auto& [value, name] : kKinds)
    if (value == kind) return name;
  return "lesson";
}

std::optional<DocumentKind> parse_document_kind(std::string_view name) {
  for (const auto& [value, known] : kKinds)
    if (known == name) return value;
  return std::nullopt;
}

}  // namespace escale::learning
