#include "content-bundles/compiler/problem.hpp"

#include <fmt/format.h>

namespace escale::compiler {

std::string Problem::text() const {
  return line > 0 ? fmt::format("{}:{}: {}", file, line, sentence) : fmt::format("{}: {}", file, sentence);
}

void Problems::add(std::string_view file, int line, std::string sentence) {
  ++m_count;
  if (m_list.size() < 100) m_list.push_back({std::string(file), line, std::move(sentence)});
}

}  // namespace escale::compiler
