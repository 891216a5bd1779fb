#include <fmt/format.h>

#include "sync/print/drawing.hpp"

namespace escale::print {
namespace {

/// XML 1.0, 2.4: markup escaped, control characters left out.
std::string xml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
        else if (c == '\n' || c == '\t') out += ' ';
    }
  }
  return out;
}

std::string hex(Colour colour) { return fmt::format("#{:06X}", static_cast<std::uint32_t>(colour)); }

struct Writer {
  std::string out;

  void operator()(const Line& line) {
    if (line.points.empty()) return;
    if (line.points.size() == 1) {
      out += fmt::format("<circle cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"{:.2f}\" fill=\"{}\"/>\n", line.points[0].x,
                         line.points[0].y, line.width / 2, hex(line.colour));
      return;
    }
    out += fmt::format("<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"{:.2f}\" stroke-linecap=\"round\" "
                       "stroke-linejoin=\"round\"{} points=\"",
                       hex(line.colour), line.width, line.dashed ? " stroke-dasharray=\"1 3\"" : "");
    for (std::size_t i = 0; i < line.points.size(); ++i)
      out += fmt::format("{}{:.2f},{:.2f}", i == 0 ? "" : " ", line.points[i].x, line.points[i].y);
    out += "\"/>\n";
  }
  void operator()(const Box& box) {
    const auto rectangle = [&](const std::string& paint) {
      out += fmt::format("<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" {}/>\n", box.x, box.y, box.width,
                         box.height, paint);
    };
    rectangle(fmt::format("fill=\"{}\"", hex(box.fill.paper)));
    for (const Line& line : pattern_lines(box)) (*this)(line);
    if (box.outlined) rectangle(fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"0.75\"", hex(kInk)));
  }
  void operator()(const Words& words) {
    static constexpr const char* kAnchors[] = {"start", "middle", "end"};
    out += fmt::format("<text x=\"{:.2f}\" y=\"{:.2f}\" font-size=\"{:.1f}\" text-anchor=\"{}\" fill=\"{}\"{}>{}</text>\n", words.x,
                       words.baseline, words.size, kAnchors[static_cast<int>(words.align)], hex(words.colour),
                       words.bold ? " font-weight=\"600\"" : "", xml(words.text));
  }
};

}  // namespace

std::string svg(const Drawing& drawing, const std::string& title, const std::string& description, const std::string& language) {
  Writer writer;
  writer.out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.2f} {:.2f}\" width=\"{:.0f}\" height=\"{:.0f}\" "
      "role=\"img\" aria-labelledby=\"title description\" xml:lang=\"{}\" font-family=\"Inter, 'DejaVu Sans', sans-serif\">\n"
      "<title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n",
      drawing.width, drawing.height, drawing.width * 1.5, drawing.height * 1.5, xml(language), xml(title), xml(description));
  for (const Mark& mark : drawing.marks) std::visit(writer, mark);
  return writer.out + "</svg>\n";
}

}  // namespace escale::print
