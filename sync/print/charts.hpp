// Charts as drawings: bars with their numbers, stacks with a legend. The rule: every number that is drawn is written; a pattern and a
// name tell series apart, never a colour alone (WCAG 1.4.1).
#pragma once

#include <cstdint>

#include "sync/print/drawing.hpp"
#include "sync/print/typesetter.hpp"

namespace escale::print {

struct Bar {
  std::string label{};
  std::int64_t count = 0;
  bool is_hidden = false;   ///< drawn without a bar: `hidden_word` in place of its number
  bool is_apart = false;    ///< not an answer (no answer…): drawn as an outline
};
struct BarChart {
  std::vector<Bar> bars{};
  std::int64_t whole = 0;  ///< what 100 % is; 0: numbers without percentages
  std::string hidden_word = "secret";
  std::string language = "fr";
};

struct Stack {
  std::string label{};
  std::vector<std::int64_t> counts{};  ///< by series
  bool is_hidden = false;              ///< the whole line
};
/// Lines of 100 %, such as a likert scale question by question.
struct StackedChart {
  std::vector<std::string> series{};
  std::vector<Stack> stacks{};
  std::string hidden_word = "secret";
  std::string language = "fr";
};

/// `width` in points; the height follows.
Drawing draw(const BarChart& chart, const Typesetter& typesetter, double width);
Drawing draw(const StackedChart& chart, const Typesetter& typesetter, double width);

/// All that the chart says, in one line: "Très bien : 12 (40 %). Bien : …".
std::string spoken(const BarChart& chart);
std::string spoken(const StackedChart& chart);

}  // namespace escale::print
