#include "content-bundles/compiler/markdown.hpp"

#include <fmt/format.h>
#include <md4c.h>

#include <algorithm>
#include <utility>

#include "content-bundles/compiler/typography.hpp"
#include "content-bundles/importers/entities.hpp"
#include "content-bundles/importers/gift.hpp"
#include "sync/base/bytes.hpp"

namespace escale::compiler {
namespace {
using namespace learning;  // NOLINT: this file makes learning's blocks

constexpr std::pair<std::string_view, CalloutKind> kCallouts[] = {{"RETENIR", CalloutKind::Remember},
                                                                 {"INFO", CalloutKind::Info},
                                                                 {"LOI", CalloutKind::Law},
                                                                 {"ATTENTION", CalloutKind::Warning}};
constexpr int kMaxListDepth = 4;

std::string attribute(const MD_ATTRIBUTE& it) { return it.text == nullptr ? std::string() : std::string(it.text, it.size); }

void trim(Text& text) {
  const auto blank = [](std::string_view s) { return s.starts_with(' ') || s.starts_with(kLineBreak); };
  while (!text.empty() && blank(text.front().text)) {
    text.front().text.erase(0, text.front().text.front() == ' ' ? 1 : kLineBreak.size());
    if (text.front().text.empty()) text.erase(text.begin());
  }
  while (!text.empty() && (text.back().text.ends_with(' ') || text.back().text.ends_with(kLineBreak))) {
    std::string& last = text.back().text;
    last.erase(last.size() - (last.back() == ' ' ? 1 : kLineBreak.size()));
    if (last.empty()) text.pop_back();
  }
}

/// Applies typography to every text of a question that is shown.
void typeset_question(Question& question, std::string_view lang) {
  const auto set = [&](Text& text) { text = typeset(text, lang); };
  set(question.stem);
  set(question.general_feedback);
  const auto set_choices = [&](std::vector<Choice>& choices) {
    for (Choice& choice : choices) set(choice.text), set(choice.feedback);
  };
  if (auto* single = std::get_if<SingleChoice>(&question.body)) set_choices(single->choices);
  else if (auto* multiple = std::get_if<MultipleChoice>(&question.body)) set_choices(multiple->choices);
  else if (auto* truth = std::get_if<TrueFalse>(&question.body)) set(truth->wrong_feedback), set(truth->right_feedback);
  else if (auto* typed = std::get_if<ShortAnswer>(&question.body)) {
    for (AcceptedText& accepted : typed->accepted) set(accepted.feedback);
  } else if (auto* number = std::get_if<Numerical>(&question.body)) {
    for (AcceptedNumber& accepted : number->accepted) set(accepted.feedback);
  } else if (auto* matching = std::get_if<Matching>(&question.body)) {
    for (auto& left : matching->lefts) set(left.text);
    for (Text& right : matching->rights) set(right);
  }
}

/// Follows md4c's events. One instance a text.
class Builder {
 public:
  Builder(std::string_view text, const MarkdownSource& source, Problems& problems) : m_source_text(text), m_source(source), m_problems(problems) {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) m_line_ends.push_back(at);
    m_line = source.first_line;
  }

  MarkdownBody take() { return std::move(m_out); }

  void enter_block(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        if (m_source.simple || m_quote_depth > 0 || in_list()) problem("a quotation cannot stand here: put it on its own");
        if (m_quote_depth++ == 0) m_quote = Quote{}, m_quote_starts = true;
        break;
      case MD_BLOCK_UL: open_list(0); break;
      case MD_BLOCK_OL: open_list(static_cast<int>(std::min(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start, 9'999u))); break;
      case MD_BLOCK_LI:
        m_text.clear();
        if (!m_levels.empty()) m_levels.back().item.reset();
        break;
      case MD_BLOCK_H: {
        m_text.clear();
        m_heading = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
        break;
      }
      case MD_BLOCK_CODE: {
        const auto* code = static_cast<MD_BLOCK_CODE_DETAIL*>(detail);
        m_code = Code{};
        m_code->fenced = code->fence_char != 0;
        m_code->gift = attribute(code->lang) == "gift";
        break;
      }
      case MD_BLOCK_HTML: m_html.emplace(); break;
      case MD_BLOCK_P:
        m_text.clear();
        m_image.reset();
        break;
      case MD_BLOCK_TABLE:
        if (m_source.simple || m_quote_depth > 0 || in_list()) problem("a table cannot stand here: put it on its own");
        m_table = Table{};
        break;
      case MD_BLOCK_TR: m_row.clear(); break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD: {
        m_text.clear();
        if (type == MD_BLOCK_TH) {
          const MD_ALIGN align = static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align;
          m_table.columns.push_back(align == MD_ALIGN_CENTER ? Align::Centre : align == MD_ALIGN_RIGHT ? Align::End : Align::Start);
        }
        break;
      }
      case MD_BLOCK_DOC:
      case MD_BLOCK_HR:
      case MD_BLOCK_THEAD:
      case MD_BLOCK_TBODY: break;
    }
  }

  void leave_block(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        if (--m_quote_depth == 0) close_quote();
        break;
      case MD_BLOCK_UL:
      case MD_BLOCK_OL: close_list(); break;
      case MD_BLOCK_LI:
        flush_item();
        break;
      case MD_BLOCK_H: close_heading(); break;
      case MD_BLOCK_CODE: close_code(); break;
      case MD_BLOCK_HTML: {
        std::string_view html = *m_html;
        while (!html.empty() && (html.back() == '\n' || html.back() == ' ')) html.remove_suffix(1);
        if (!html.starts_with("<!--") || !html.ends_with("-->")) problem("HTML cannot be shown: write it in Markdown");
        m_html.reset();
        break;
      }
      case MD_BLOCK_P: close_paragraph(); break;
      case MD_BLOCK_HR:
        if (m_source.simple || m_quote_depth > 0 || in_list()) problem("a rule cannot stand here: put it on its own");
        m_out.blocks.emplace_back(Rule{});
        break;
      case MD_BLOCK_TABLE: close_table(); break;
      case MD_BLOCK_TR:
        if (m_table.header.empty()) m_table.header = std::move(m_row);
        else m_table.rows.push_back(std::move(m_row));
        m_row.clear();
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD: m_row.push_back(finished_text()); break;
      case MD_BLOCK_DOC:
      case MD_BLOCK_THEAD:
      case MD_BLOCK_TBODY: break;
    }
  }

  void enter_span(MD_SPANTYPE type, void* detail) {
    switch (type) {
      case MD_SPAN_EM: ++m_italic; break;
      case MD_SPAN_STRONG: ++m_bold; break;
      case MD_SPAN_A: m_link = link(attribute(static_cast<MD_SPAN_A_DETAIL*>(detail)->href)); break;
      case MD_SPAN_IMG: {
        const auto* image = static_cast<MD_SPAN_IMG_DETAIL*>(detail);
        follow(image->src.text);
        if (m_image_depth++ > 0) break;
        if (m_image || !m_text.empty()) problem("an image stands alone in its paragraph: put a blank line before and after it");
        m_image = Pending{attribute(image->src), attribute(image->title), {}, m_line};
        break;
      }
      case MD_SPAN_CODE:
      case MD_SPAN_DEL:
      case MD_SPAN_LATEXMATH:
      case MD_SPAN_LATEXMATH_DISPLAY:
      case MD_SPAN_WIKILINK:
      case MD_SPAN_U: break;
    }
  }

  void leave_span(MD_SPANTYPE type) {
    if (type == MD_SPAN_EM) --m_italic;
    else if (type == MD_SPAN_STRONG) --m_bold;
    else if (type == MD_SPAN_A) m_link.clear();
    else if (type == MD_SPAN_IMG) --m_image_depth;
  }

  void text(MD_TEXTTYPE type, const MD_CHAR* data, std::size_t size) {
    const std::string_view piece(data, size);
    if (m_code) return code_text(data, piece);
    follow(data);
    if (m_html) {
      m_html->append(piece);
      return;
    }
    std::string plain_text;
    switch (type) {
      case MD_TEXT_BR: plain_text = kLineBreak; break;
      case MD_TEXT_SOFTBR: plain_text = " "; break;
      case MD_TEXT_ENTITY:
        plain_text = importers::decode_entity(piece);
        if (plain_text.empty()) problem(fmt::format("'{}' is not a character known here: write the character itself", piece));
        break;
      case MD_TEXT_HTML:
        if (!piece.starts_with("<!--")) problem(fmt::format("HTML ('{}') cannot be shown: write it in Markdown", piece));
        return;
      case MD_TEXT_NULLCHAR:
      case MD_TEXT_NORMAL:
      case MD_TEXT_CODE:
      case MD_TEXT_LATEXMATH: plain_text = piece; break;
    }
    std::replace(plain_text.begin(), plain_text.end(), '\t', ' ');
    std::replace(plain_text.begin(), plain_text.end(), '\n', ' ');
    if (m_image_depth > 0) {
      if (m_image) m_image->alt += type == MD_TEXT_BR ? " " : plain_text;
      return;
    }
    append(m_text, Run{std::move(plain_text), m_bold > 0, m_italic > 0, m_link});
  }

 private:
  struct Level {
    int next_number = 0;             // 0 for bullets
    std::optional<std::size_t> item;  // of m_list, that this level's text belongs to
  };
  struct Pending {
    std::string path, title, alt;
    int line = 0;
  };
  struct Code {
    bool fenced = false, gift = false;
    std::string text;
    int line = 0;
  };

  bool in_list() const { return !m_levels.empty(); }
  void problem(std::string sentence) { m_problems.add(m_source.file, m_line, std::move(sentence)); }

  /// md4c says no lines, but its texts point into the source.
  void follow(const MD_CHAR* data) {
    const auto address = reinterpret_cast<std::uintptr_t>(data);
    const auto begin = reinterpret_cast<std::uintptr_t>(m_source_text.data());
    if (address < begin || address >= begin + m_source_text.size()) return;
    const auto ended = std::lower_bound(m_line_ends.begin(), m_line_ends.end(), address - begin) - m_line_ends.begin();
    m_line = m_source.first_line + static_cast<int>(ended);
  }

  void put(QuoteBlock block) {
    if (m_quote_depth > 0) m_quote.blocks.push_back(std::move(block));
    else std::visit([&](auto& it) { m_out.blocks.emplace_back(std::move(it)); }, block);
  }

  // --- inline -------------------------------------------------------------------------------------------------------
  std::string link(const std::string& href) {
    if (href.starts_with("https://") || href.starts_with("http://") || href.starts_with("mailto:") || href.starts_with("tel:")) return href;
    if (href.ends_with(".md")) {
      const std::size_t slash = m_source.file.rfind('/');
      const std::string folder = slash == std::string::npos ? std::string() : m_source.file.substr(0, slash);
      const auto path = resolve_path(folder, href);
      const auto id = path && m_source.document ? m_source.document(*path) : std::nullopt;
      if (id) return "document:" + *id;
      problem(fmt::format("'{}' is not a document of this bundle: give its path from this file, as listed in bundle.yaml", href));
      return {};
    }
    problem(fmt::format("the link '{}' leads nowhere on a terminal: use https://, mailto:, tel: or another document (.md)", href));
    return {};
  }

  /// Notes that the document uses a number. Null when it is unknown: the problem was added.
  const HelpNumber* use_number(std::string_view id) {
    const HelpNumber* number = m_source.number ? m_source.number(id) : nullptr;
    if (number == nullptr) {
      problem(fmt::format("the number '{}' is not in data/numbers.yaml: add it there", id));
      return nullptr;
    }
    const auto known = std::find_if(m_out.numbers.begin(), m_out.numbers.end(), [&](const HelpNumber& n) { return n.id == id; });
    if (known == m_out.numbers.end()) m_out.numbers.push_back(*number);
    return number;
  }

  /// Replaces {{number:ID}} by the number.
  Text expanded(const Text& text) {
    Text out;
    for (const Run& run : text) {
      std::string_view rest = run.text;
      while (!rest.empty()) {
        const std::size_t open = rest.find("{{");
        append(out, Run{std::string(rest.substr(0, open)), run.bold, run.italic, run.link});
        if (open == std::string_view::npos) break;
        const std::size_t close = rest.find("}}", open);
        const std::string_view inside = close == std::string_view::npos ? std::string_view() : rest.substr(open + 2, close - open - 2);
        if (!inside.starts_with("number:")) {
          problem(fmt::format("'{}' is not understood: write {{{{number:ID}}}}", rest.substr(open, 40)));
          return out;
        }
        const std::string id(inside.substr(7));
        if (const HelpNumber* number = use_number(id)) append(out, Run{number->number, true, run.italic, "number:" + id});
        rest.remove_prefix(close + 2);
      }
    }
    return out;
  }

  Text finished_text() {
    Text text = typeset(expanded(m_text), m_source.lang);
    m_text.clear();
    trim(text);
    return text;
  }

  // --- blocks -------------------------------------------------------------------------------------------------------
  void close_heading() {
    if (m_quote_depth > 0 || in_list()) problem("a heading cannot stand in a quotation or a list");
    if (m_heading == 1) problem("'#' is the title, which is in the front matter: begin with '##'");
    if (m_heading > 4) problem("a heading has at most four '#'");
    Text text = finished_text();
    if (text.empty()) return problem("a heading without text: write it, or remove the '#'");
    for (Run& run : text) run.bold = false;  // a heading is strong already
    Text joined;
    for (Run& run : text) append(joined, std::move(run));
    m_out.blocks.emplace_back(Heading{std::clamp(m_heading, 2, 4), std::move(joined)});
  }

  void close_paragraph() {
    if (in_list()) return flush_item();
    if (m_image) return close_image();
    // A paragraph that is only {{number:ID}} is a card.
    if (const std::string all = words(m_text); all.starts_with("{{number:") && all.find("}}") == all.size() - 2) {
      const std::string id = all.substr(9, all.size() - 11);
      m_text.clear();
      if (use_number(id) != nullptr) put(NumberRef{id});
      return;
    }
    if (m_quote_depth > 0 && std::exchange(m_quote_starts, false)) take_callout();
    Text text = finished_text();
    if (!text.empty()) put(Paragraph{std::move(text)});
  }

  /// "[!RETENIR]" at the beginning of a quotation.
  void take_callout() {
    if (m_text.empty() || !m_text.front().text.starts_with("[!")) return;
    std::string& first = m_text.front().text;
    const std::size_t end = first.find(']');
    const std::string name = end == std::string::npos ? first : first.substr(2, end - 2);
    for (const auto& [known, kind] : kCallouts)
      if (known == name) m_quote.kind = kind;
    if (m_quote.kind == CalloutKind::None) {
      problem(fmt::format("unknown note '[!{}]': use RETENIR, INFO, LOI or ATTENTION", name));
      return;
    }
    first.erase(0, end + 1);
    if (first.empty()) m_text.erase(m_text.begin());
  }

  void close_quote() {
    if (m_quote.blocks.empty()) problem("an empty quotation: write something in it, or remove the '>'");
    else m_out.blocks.emplace_back(std::move(m_quote));
    m_quote = {};
  }

  void close_image() {
    const Pending image = *std::exchange(m_image, std::nullopt);
    m_line = image.line;
    if (!m_text.empty() || m_quote_depth > 0 || m_source.simple) {
      m_text.clear();
      return problem("an image stands alone in its paragraph, outside lists and quotations: put a blank line before and after it");
    }
    std::string alt = image.alt;
    while (alt.starts_with(' ')) alt.erase(0, 1);
    while (alt.ends_with(' ')) alt.pop_back();
    if (alt.empty()) return problem(fmt::format("the image '{}' has no alternative text: say what it shows, ![here](…)", image.path));
    // A11: a film needs captions, a transcript and a described version; until bundles hold those, none passes.
    for (const std::string_view film : {".mp4", ".webm", ".ogv", ".mov", ".avi", ".mp3", ".ogg", ".wav", ".m4a"})
      if (image.path.ends_with(film))
        return problem(fmt::format("'{}' is a film or a sound: a bundle holds texts and images; write what is said and shown as text", image.path));
    const auto media = m_source.image ? m_source.image(image.path, image.line) : std::nullopt;
    if (!media) return;
    m_out.blocks.emplace_back(Image{*media, typeset(alt, m_source.lang), typeset(plain(image.title), m_source.lang)});
  }

  void close_table() {
    if (m_table.columns.size() > 8) problem(fmt::format("a table has at most 8 columns, this one has {}: make two tables", m_table.columns.size()));
    if (m_table.rows.size() > 60) problem(fmt::format("a table has at most 60 rows, this one has {}: make two tables", m_table.rows.size()));
    m_out.blocks.emplace_back(std::move(m_table));
    m_table = {};
  }

  // --- lists: kept flat, each item knows its depth --------------------------------------------------------------------
  void open_list(int first_number) {
    flush_item();  // the text of the item that holds this list
    m_levels.push_back({first_number, std::nullopt});
    if (static_cast<int>(m_levels.size()) == kMaxListDepth + 1) problem(fmt::format("a list has at most {} levels", kMaxListDepth));
  }

  void close_list() {
    m_levels.pop_back();
    if (in_list() || m_list.items.empty()) return;
    put(std::exchange(m_list, {}));
  }

  /// What was written since the item began, or since its last paragraph, goes to the item.
  void flush_item() {
    if (!in_list()) return;
    if (std::exchange(m_image, std::nullopt)) problem("an image stands alone in its paragraph, outside lists and quotations");
    Text text = finished_text();
    if (text.empty()) return;
    Level& level = m_levels.back();
    if (!level.item) {
      const int depth = static_cast<int>(m_levels.size()) - 1;
      m_list.items.push_back({std::min(depth, kMaxListDepth - 1), level.next_number, std::move(text)});
      if (level.next_number > 0) ++level.next_number;
      level.item = m_list.items.size() - 1;
    } else if (*level.item + 1 == m_list.items.size()) {
      Text& item = m_list.items.back().text;
      append(item, Run{std::string(kLineBreak), false, false, {}});
      for (Run& run : text) append(item, std::move(run));
    } else {
      problem("text after a nested list: put it before the nested list");
    }
  }

  // --- questions ------------------------------------------------------------------------------------------------------
  void code_text(const MD_CHAR* data, std::string_view piece) {
    if (m_code->line == 0) {
      const int before = m_line;
      const auto breaks = static_cast<int>(std::count(m_code->text.begin(), m_code->text.end(), '\n'));
      m_line = 0;
      follow(data);
      if (m_line != 0) m_code->line = m_line - breaks;
      else m_line = before;
    } else {
      follow(data);
    }
    m_code->text += piece;
  }

  void close_code() {
    const Code code = *std::exchange(m_code, std::nullopt);
    const int last = m_line;
    m_line = code.line > 0 ? code.line : m_line;
    if (!code.gift) {
      problem(code.fenced ? "a fenced block holds questions and is marked ```gift: other code cannot be shown"
                          : "a line that begins with four spaces is code, which cannot be shown: remove the spaces");
      m_line = last;
      return;
    }
    if (m_source.simple || m_quote_depth > 0 || in_list()) problem("questions cannot stand in a quotation, a list or a page of a programme");
    importers::GiftReading reading = importers::read_gift(code.text, m_line);
    if (reading.questions.empty() && reading.problems.empty()) problem("a gift block without question: write one, or remove the block");
    for (importers::Problem& it : reading.problems) m_problems.add(m_source.file, it.line, std::move(it.sentence));
    for (importers::GiftQuestion& it : reading.questions) {
      const auto same = [&](const Question& question) { return question.id == it.question.id; };
      if (std::any_of(m_out.questions.begin(), m_out.questions.end(), same)) {
        m_problems.add(m_source.file, it.line, fmt::format("the title '{}' is used twice in this document: each question needs its own", it.question.id));
        continue;
      }
      typeset_question(it.question, m_source.lang);
      m_out.blocks.emplace_back(QuestionRef{it.question.id});
      m_out.questions.push_back(std::move(it.question));
    }
    m_line = last;
  }

  std::string_view m_source_text;
  const MarkdownSource& m_source;
  Problems& m_problems;
  std::vector<std::size_t> m_line_ends;
  int m_line = 1;  // of the last text seen

  MarkdownBody m_out;
  Text m_text;
  int m_bold = 0, m_italic = 0, m_image_depth = 0, m_heading = 0;
  std::string m_link;
  std::optional<Pending> m_image;
  std::optional<Code> m_code;
  std::optional<std::string> m_html;
  int m_quote_depth = 0;
  bool m_quote_starts = false;
  Quote m_quote;
  std::vector<Level> m_levels;
  List m_list;
  Table m_table;
  std::vector<Text> m_row;
};
}  // namespace

MarkdownBody compile_markdown(std::string_view text, const MarkdownSource& source, Problems& problems) {
  if (text.size() > (1u << 20)) {
    problems.add(source.file, source.first_line, "the text is over 1 MiB: split it into several documents");
    return {};
  }
  Builder builder(text, source, problems);
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* data) { return static_cast<Builder*>(data)->enter_block(type, detail), 0; };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* data) { return static_cast<Builder*>(data)->leave_block(type), 0; };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* data) { return static_cast<Builder*>(data)->enter_span(type, detail), 0; };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* data) { return static_cast<Builder*>(data)->leave_span(type), 0; };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* piece, MD_SIZE size, void* data) { return static_cast<Builder*>(data)->text(type, piece, size), 0; };
  if (md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &builder) != 0)
    problems.add(source.file, source.first_line, "the Markdown could not be read: not enough memory");
  return builder.take();
}

bool check_source(std::string_view text, std::string_view file, Problems& problems) {
  bool good = true;
  for (int line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view content = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (content.ends_with('\r')) content.remove_suffix(1);
    const bool control = std::any_of(content.begin(), content.end(),
                                     [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
    if (!is_utf8(content)) problems.add(file, line, "the line is not UTF-8: save the file as UTF-8"), good = false;
    else if (control) problems.add(file, line, "the line holds a control character: remove it"), good = false;
  }
  return good;
}

std::optional<std::string> resolve_path(std::string_view folder, std::string_view path) {
  std::vector<std::string_view> parts;
  if (path.empty() || path.starts_with('/') || path.find('\\') != std::string_view::npos) return std::nullopt;
  for (const std::string_view whole : {folder, path}) {
    std::string_view rest = whole;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('/'), rest.size());
      const std::string_view part = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else {
        if (parts.empty()) return std::nullopt;
        parts.pop_back();
      }
    }
  }
  if (parts.empty()) return std::nullopt;
  std::string out;
  for (const std::string_view part : parts) {
    if (!out.empty()) out += '/';
    out += part;
  }
  return out;
}

}  // namespace escale::compiler
