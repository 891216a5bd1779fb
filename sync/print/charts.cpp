#include "sync/print/charts.hpp"

#include <algorithm>
#include <numeric>

#include "sync/print/typography.hpp"

namespace escale::print {
namespace {

constexpr double kSize = 9, kLine = 11.5, kBarHeight = 13, kBetween = 6;

std::string colon(const std::string& language) { return typeset("a : ", language).substr(1); }

std::string bar_number(const BarChart& chart, const Bar& bar) {
  if (bar.is_hidden) return chart.hidden_word;
  std::string text = number_text(bar.count);
  if (chart.whole > 0 && !bar.is_apart) text += " (" + percent_text(bar.count, chart.whole) + ")";
  return text;
}

/// A label's lines, the middle of them level with the middle of its bar.
void add_label(Drawing& drawing, const std::vector<std::string>& lines, double right, double middle) {
  double baseline = middle - kLine * static_cast<double>(lines.size()) / 2 + kLine * 0.76;
  for (const std::string& line : lines) {
    drawing.marks.push_back(Words{right, baseline, line, kSize, false, Align::Right, kInk});
    baseline += kLine;
  }
}

double row_height(std::size_t lines, double bar) { return std::max(bar, kLine * static_cast<double>(lines)); }

}  // namespace

Drawing draw(const BarChart& chart, const Typesetter& typesetter, double width) {
  const double labels = width * 0.36;
  double numbers = 0;
  std::int64_t most = 1;
  for (const Bar& bar : chart.bars) {
    numbers = std::max(numbers, typesetter.width(bar_number(chart, bar), kSize, true));
    if (!bar.is_hidden) most = std::max(most, bar.count);
  }
  const double room = width - labels - numbers - 16;
  Drawing drawing{width, 2, {}};
  for (const Bar& bar : chart.bars) {
    const auto lines = typesetter.lines(typeset(bar.label, chart.language), labels - 4, kSize);
    const double height = row_height(lines.size(), kBarHeight), middle = drawing.height + height / 2;
    add_label(drawing, lines, labels, middle);
    const double length = bar.is_hidden ? 0 : room * static_cast<double>(bar.count) / static_cast<double>(most);
    if (length > 0) {
      const Fill fill = bar.is_apart ? Fill{Pattern::RisingLines, kPaper, kRule} : series_fill(0);
      drawing.marks.push_back(Box{labels + 8, middle - kBarHeight / 2, length, kBarHeight, fill, true});
    }
    drawing.marks.push_back(Words{labels + 12 + length, middle + kSize * 0.36, bar_number(chart, bar), kSize, true, Align::Left, kInk});
    drawing.height += height + kBetween;
  }
  // The line that all bars begin at.
  drawing.marks.push_back(Line{{{labels + 8, 0}, {labels + 8, drawing.height - 2}}, 1, kInk, false});
  return drawing;
}

Drawing draw(const StackedChart& chart, const Typesetter& typesetter, double width) {
  constexpr double kTall = 18, kSwatch = 12;
  Drawing drawing{width, 2, {}};
  // The legend first: it is read before the bars.
  double x = 0;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const std::string name = typeset(chart.series[s], chart.language);
    const double wide = kSwatch + 5 + typesetter.width(name, kSize) + 16;
    if (x > 0 && x + wide - 16 > width) {
      x = 0;
      drawing.height += 17;
    }
    drawing.marks.push_back(Box{x, drawing.height, kSwatch, kSwatch, series_fill(s), true});
    drawing.marks.push_back(Words{x + kSwatch + 5, drawing.height + kSwatch / 2 + kSize * 0.36, name, kSize, false, Align::Left, kInk});
    x += wide;
  }
  drawing.height += kSwatch + 10;
  const double labels = width * 0.36, room = width - labels - 10 - 34;
  for (const Stack& stack : chart.stacks) {
    const auto lines = typesetter.lines(typeset(stack.label, chart.language), labels - 4, kSize);
    const double height = row_height(lines.size(), kTall), middle = drawing.height + height / 2;
    add_label(drawing, lines, labels, middle);
    const std::int64_t whole = std::accumulate(stack.counts.begin(), stack.counts.end(), std::int64_t{0});
    double at = labels + 8;
    if (stack.is_hidden || whole == 0) {
      drawing.marks.push_back(Words{at, middle + kSize * 0.36, stack.is_hidden ? chart.hidden_word : "0", kSize, true, Align::Left, kInk});
      drawing.height += height + kBetween;
      continue;
    }
    for (std::size_t s = 0; s < stack.counts.size(); ++s) {
      if (stack.counts[s] == 0) continue;
      const double wide = room * static_cast<double>(stack.counts[s]) / static_cast<double>(whole);
      drawing.marks.push_back(Box{at, middle - kTall / 2, wide, kTall, series_fill(s), true});
      const std::string number = number_text(stack.counts[s]);
      const double needed = typesetter.width(number, kSize, true) + 5;
      if (wide >= needed + 2) {  // on a white ground, so that a pattern never crosses it
        drawing.marks.push_back(Box{at + (wide - needed) / 2, middle - 6.5, needed, 13, Fill{}, false});
        drawing.marks.push_back(Words{at + wide / 2, middle + kSize * 0.36, number, kSize, true, Align::Centre, kInk});
      }
      at += wide;
    }
    drawing.marks.push_back(Words{width, middle + kSize * 0.36, "n = " + number_text(whole), 8, false, Align::Right, kQuiet});
    drawing.height += height + kBetween;
  }
  return drawing;
}

std::string spoken(const BarChart& chart) {
  std::string text;
  for (const Bar& bar : chart.bars) text += bar.label + colon(chart.language) + bar_number(chart, bar) + ". ";
  if (!text.empty()) text.pop_back();
  return text;
}

std::string spoken(const StackedChart& chart) {
  std::string text;
  for (const Stack& stack : chart.stacks) {
    text += stack.label + colon(chart.language);
    if (stack.is_hidden) text += chart.hidden_word;
    for (std::size_t s = 0; !stack.is_hidden && s < stack.counts.size() && s < chart.series.size(); ++s)
      text += (s == 0 ? "" : ", ") + chart.series[s] + " " + number_text(stack.counts[s]);
    text += ". ";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

}  // namespace escale::print
