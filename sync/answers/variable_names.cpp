#include "sync/answers/variable_names.hpp"

#include <algorithm>
#include <array>

#include "content-bundles/learning/scoring.hpp"

namespace escale::answers {
namespace {

// Reserved by SPSS (Command Syntax Reference, variable names) and by Stata ([U] 11.3).
constexpr std::array<std::string_view, 34> kReserved = {
    "all",  "and",  "by",    "eq",    "ge",  "gt",  "le",    "lt",    "ne",     "not",  "or",   "to",    "with", "byte", "double", "float", "if",
    "in",   "int",  "long",  "using", "str", "strl", "alias", "const", "delimit", "e",   "pi",   "n",     "rc",   "skip", "coef",   "cons",  "pred"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string plain(std::string_view text) {
  std::string out;
  bool foreign = false;
  for (const char c : text) foreign = foreign || static_cast<unsigned char>(c) >= 0x80;
  for (const char c : foreign ? learning::folded(text) : std::string(text)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
    if (kept) out += c;
    else if (static_cast<unsigned char>(c) < 0x80 || (static_cast<unsigned char>(c) & 0xC0U) != 0x80) out += '_';
  }
  if (out.empty() || is_digit(out[0]) || out[0] == '_') out = "q_" + out;
  // str1 to str2045 are types of Stata.
  const std::string small = lower(out);
  const bool type = small.size() > 3 && small.starts_with("str") && std::all_of(small.begin() + 3, small.end(), is_digit);
  if (type || std::find(kReserved.begin(), kReserved.end(), small) != kReserved.end()) out += '_';
  if (out.size() > kMaxVariableName) out.resize(kMaxVariableName);
  while (out.size() > 1 && out.back() == '_' && out.size() == kMaxVariableName) out.pop_back();
  return out;
}

}  // namespace

std::string VariableNames::take(std::string_view text) {
  const std::string base = plain(text);
  std::string name = base;
  for (int number = 2; !m_taken.insert(lower(name)).second; ++number) {
    const std::string end = "_" + std::to_string(number);
    name = base.substr(0, kMaxVariableName - end.size()) + end;
  }
  return name;
}

}  // namespace escale::answers
