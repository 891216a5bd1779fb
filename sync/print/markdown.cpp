#include "sync/print/markdown.hpp"

#include <fmt/format.h>

#include "sync/print/typography.hpp"

namespace escale::print {
namespace {

/// On one line, markup escaped (CommonMark, 2.4), a bar too: it may stand in a table.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>#|").find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

struct Writer {
  const Document& document;
  const std::string& prefix;
  MarkdownFile out{};

  std::string words(const std::string& text) const { return escaped(typeset(text, document.language)); }
  void blocks(const std::vector<Block>& list) {
    for (const Block& block : list) std::visit(*this, static_cast<const Block::variant&>(block));
  }
  std::string picture(const Drawing& drawing, const std::string& alternative, const std::string& title) {
    const std::string name = fmt::format("{}-{:02}.svg", prefix, out.pictures.size() + 1);
    out.pictures.emplace_back(name, svg(drawing, typeset(title, document.language), typeset(alternative, document.language), document.language));
    return fmt::format("![{}]({})", words(alternative), name);
  }

  void operator()(const Heading& heading) { out.text += fmt::format("{} {}\n\n", std::string(static_cast<std::size_t>(heading.level), '#'), words(heading.text)); }
  void operator()(const Paragraph& paragraph) {
    const std::string text = words(paragraph.text);
    out.text += (paragraph.voice == Voice::Strong ? "**" + text + "**" : text) + "\n\n";
  }
  void operator()(const Notice& notice) {
    if (!notice.title.empty()) out.text += "> **" + words(notice.title) + "**\n>\n";
    for (std::size_t i = 0; i < notice.paragraphs.size(); ++i) out.text += (i == 0 ? "" : ">\n") + ("> " + words(notice.paragraphs[i])) + "\n";
    out.text += "\n";
  }
  void operator()(const List& list) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const std::string mark = list.marker == Marker::Number ? std::to_string(i + 1) + "." : list.marker == Marker::Bullet ? "-" : "- [ ]";
      out.text += mark + " " + words(list.items[i]) + "\n";
    }
    out.text += "\n";
  }
  void operator()(const Table& table) {
    if (!table.caption.empty()) out.text += words(table.caption) + "\n\n";
    const auto line = [&](const auto& cells, const auto& text_of) {
      out.text += "|";
      for (const auto& cell : cells) out.text += " " + text_of(cell) + " |";
      out.text += "\n";
    };
    line(table.columns, [&](const Column& column) { return words(column.title); });
    line(table.columns, [](const Column& column) { return std::string(column.align == Align::Right ? "---:" : "---"); });
    for (const auto& row : table.rows)
      line(row, [&](const Cell& cell) { return words(cell.text) + (cell.drawing ? picture(*cell.drawing, cell.alternative, cell.alternative) : ""); });
    out.text += "\n";
  }
  void operator()(const Figure& figure) {
    out.text += picture(figure.drawing, figure.alternative, figure.caption.empty() ? document.title : figure.caption) + "\n\n";
    if (!figure.caption.empty()) out.text += words(figure.caption) + "\n\n";
  }
  void operator()(const WritingLines&) {}
  void operator()(const PageBreak&) {}
  void operator()(const Space&) {}
  void operator()(const Together& together) { blocks(together.blocks); }
};

}  // namespace

MarkdownFile markdown(const Document& document, const std::string& prefix) {
  Writer writer{document, prefix, {}};
  writer.blocks(document.blocks);
  if (writer.out.text.ends_with("\n\n")) writer.out.text.pop_back();
  return std::move(writer.out);
}

}  // namespace escale::print
