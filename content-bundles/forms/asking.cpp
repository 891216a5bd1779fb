#include "content-bundles/forms/asking.hpp"

#include <algorithm>
#include <cctype>

#include "content-bundles/forms/names.hpp"
#include "content-bundles/forms/outline.hpp"

namespace escale::forms {

bool shown_as(const Control& control, std::string_view word) { return has_word(control.appearance, word); }

QuestionKind kind_of(const Filling& filling, NodeId question) {
  const Control* control = filling.control_of(question);
  if (control == nullptr || filling.state(question).readonly) return QuestionKind::Note;
  switch (control->type) {
    case ControlType::SelectOne:
      return QuestionKind::One;
    case ControlType::SelectMultiple:
      return QuestionKind::Several;
    case ControlType::Rank:
      return QuestionKind::Ranking;
    case ControlType::Range:
      return QuestionKind::Range;
    case ControlType::Trigger:
      return QuestionKind::Acknowledge;
    default:
      break;
  }
  const Bind* bind = filling.bind_of(question);
  switch (bind ? bind->type : DataType::String) {
    case DataType::Int:
      return QuestionKind::Whole;
    case DataType::Decimal:
      return QuestionKind::Decimal;
    case DataType::Date:
      return QuestionKind::Date;
    case DataType::Time:
      return QuestionKind::Time;
    case DataType::DateTime:
      return QuestionKind::DateTime;
    default:
      return QuestionKind::Text;
  }
}

std::vector<Decimal> range_values(const Control& control, std::size_t most) {
  const auto start = Decimal::parse(control.start), end = Decimal::parse(control.end);
  const auto step = control.step.empty() ? Result<Decimal>(Decimal::whole(1)) : Decimal::parse(control.step);
  if (!start || !end || !step || *step <= Decimal{} || *end < *start) return {};
  if (static_cast<std::uint64_t>((end->millionths() - start->millionths()) / step->millionths()) >= most) return {};
  std::vector<Decimal> values;
  for (Decimal value = *start; value <= *end; value = value.plus(*step)) values.push_back(value);
  return values;
}

std::size_t length_limit(const Bind* bind) {
  if (bind == nullptr) return kMaxAnswerCharacters;
  std::string rule;
  for (const char c : bind->constraint)
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') rule += c;
  // Only when it is all that the rule says, or one of the things that must all hold.
  if (rule.find("or") != std::string::npos || rule.find("not(") != std::string::npos) return kMaxAnswerCharacters;
  constexpr std::string_view kLength = "string-length(.)<";
  const std::size_t at = rule.find(kLength);
  if (at == std::string::npos) return kMaxAnswerCharacters;
  std::size_t digit = at + kLength.size();
  const bool included = digit < rule.size() && rule[digit] == '=';
  if (included) ++digit;
  std::size_t limit = 0;
  bool any = false;
  for (; digit < rule.size() && std::isdigit(static_cast<unsigned char>(rule[digit])) != 0 && limit <= kMaxAnswerCharacters; ++digit, any = true)
    limit = limit * 10 + static_cast<std::size_t>(rule[digit] - '0');
  if (!any || limit == 0) return kMaxAnswerCharacters;
  return std::min(included ? limit : limit - 1, kMaxAnswerCharacters);
}

std::string nearest_language(const Translations& translations, std::string_view tag) {
  while (!tag.empty()) {
    for (const std::string& known : translations.languages)
      if (known == tag || known.ends_with("(" + std::string(tag) + ")")) return known;
    // RFC 4647, section 3.4: drop the last subtag, and the single letter ("x") that introduced it.
    const std::size_t dash = tag.rfind('-');
    if (dash == std::string_view::npos) break;
    tag = tag.substr(0, dash);
    if (tag.size() >= 2 && tag[tag.size() - 2] == '-') tag.remove_suffix(2);
  }
  if (!translations.default_language.empty()) return translations.default_language;
  return translations.languages.empty() ? std::string() : translations.languages.front();
}

std::string plain_number(std::string_view typed) {
  std::string plain;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const std::string_view rest = typed.substr(i);
    if (rest.starts_with("\u202F")) {
      i += 2;
    } else if (rest.starts_with("\u00A0")) {
      i += 1;
    } else if (rest.starts_with("\u2212")) {  // minus
      plain += '-';
      i += 2;
    } else if (typed[i] == ',') {
      plain += '.';
    } else if (typed[i] != ' ') {
      plain += typed[i];
    }
  }
  const bool number = !plain.empty() && std::ranges::all_of(plain, [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
  return number ? plain : std::string(typed);
}

}  // namespace escale::forms
