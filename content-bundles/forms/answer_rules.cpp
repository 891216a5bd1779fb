#include "content-bundles/forms/answer_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "content-bundles/forms/decimal.hpp"
#include "content-bundles/forms/names.hpp"
#include "content-bundles/forms/xpath_value.hpp"
#include "sync/base/bytes.hpp"

namespace escale::forms {
namespace {

tl::unexpected<Misfit> refuse(MisfitCode code, const Control& control) {
  return tl::unexpected<Misfit>(misfit(code, &control));
}

/// XML 1.0, 2.2: no controls but tab and line feeds (carriage returns would come back as line feeds), no U+FFFE, U+FFFF.
bool fits_in_xml(std::string_view text) {
  const auto is_control = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == '\x7f';
  };
  return is_utf8(text) && std::none_of(text.begin(), text.end(), is_control) &&
         text.find("\xEF\xBF\xBE") == std::string_view::npos && text.find("\xEF\xBF\xBF") == std::string_view::npos;
}

std::string with_line_feeds(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      out += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      out += '\n';
  }
  return out;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

tl::expected<std::string, Misfit> canonical_temporal(TemporalKind kind, MisfitCode code, const Control& control,
                                                     std::string_view value, const Zone& zone) {
  const auto found = parse_temporal(value, zone);
  if (!found || found->kind != kind) return refuse(code, control);
  return found->text();
}

bool is_step_of(const Control& control, const Decimal& value) {
  if (control.start.empty() || control.end.empty()) return true;
  const auto start = Decimal::parse(control.start), end = Decimal::parse(control.end);
  const auto step = control.step.empty() ? Result<Decimal>(Decimal::whole(1)) : Decimal::parse(control.step);
  if (!start || !end || !step || step->millionths() == 0) return true;  // the form's own mistake, told when it was read
  return value >= std::min(*start, *end) && value <= std::max(*start, *end) &&
         (value.millionths() - start->millionths()) % step->millionths() == 0;
}

}  // namespace

bool is_select(const Control& control) {
  return control.type == ControlType::SelectOne || control.type == ControlType::SelectMultiple ||
         control.type == ControlType::Rank;
}

Misfit misfit(MisfitCode code, const Control* control) {
  const auto say = [&](std::string french, std::string english) {
    return Misfit{code, {{"fr", std::move(french)}, {"en", std::move(english)}}};
  };
  switch (code) {
    case MisfitCode::TooLong:
      return say(fmt::format("Écrivez au plus {} caractères.", kMaxAnswerCharacters),
                 fmt::format("an answer has at most {} characters", kMaxAnswerCharacters));
    case MisfitCode::NotText:
      return say("Retirez les caractères invisibles de ce texte.", "take away the characters that cannot be shown");
    case MisfitCode::NotAChoice:
      return say("Choisissez dans la liste.", "choose one of its choices");
    case MisfitCode::ChosenTwice:
      return say("Un choix est deux fois dans la réponse\u00A0: gardez-le une fois.",
                 "a choice is chosen twice; keep it once");
    case MisfitCode::NotRanked:
      return say("Donnez une place à chaque choix.", "a ranking holds every choice once");
    case MisfitCode::NotWhole:
      return say("Écrivez un nombre entier, comme 4.", "write a whole number, such as 4");
    case MisfitCode::NotNumber:
      return say("Écrivez un nombre, comme 4,5.", "write a number, such as 4.5");
    case MisfitCode::NotDate:
      return say("Écrivez une date qui existe, comme 2026-11-24.", "write a date, such as 2026-11-24");
    case MisfitCode::NotTime:
      return say("Écrivez une heure, comme 10:00.", "write a time, such as 10:00");
    case MisfitCode::NotDateTime:
      return say("Écrivez une date et une heure, comme 2026-11-24T10:00:00+01:00.",
                 "write a date and a time, such as 2026-11-24T10:00:00+01:00");
    case MisfitCode::NotTruth:
      return say("Répondez par oui ou par non.", "write true or false");
    case MisfitCode::OutOfRange: {
      const std::string start = control ? control->start : "", end = control ? control->end : "",
                        step = control && !control->step.empty() ? control->step : "1";
      return say(fmt::format("Choisissez un nombre de {} à {}, de {} en {}.", start, end, step, step),
                 fmt::format("write a number from {} to {} by steps of {}", start, end, step));
    }
    case MisfitCode::NotConfirmed:
      return say("Cochez la case, ou laissez-la vide.", "write OK, or nothing");
  }
  return {};
}

tl::expected<std::string, Misfit> canonical_answer(DataType type, const Control& control, std::string_view value,
                                                   const Zone& zone) {
  if (value.size() > kMaxAnswerCharacters * 4 || character_count(value) > kMaxAnswerCharacters)
    return refuse(MisfitCode::TooLong, control);
  if (is_blank(value)) return std::string();
  if (control.type == ControlType::Trigger) {
    if (value != "OK") return refuse(MisfitCode::NotConfirmed, control);
    return std::string(value);
  }
  if (control.type == ControlType::Range) {
    const auto number = Decimal::parse(value);
    if (!number || !is_step_of(control, *number)) return refuse(MisfitCode::OutOfRange, control);
    return number->text();
  }
  switch (type) {
    case DataType::Int: {
      const auto number = Decimal::parse(value);
      if (!number || value.find('.') != std::string_view::npos) return refuse(MisfitCode::NotWhole, control);
      return number->text();
    }
    case DataType::Decimal: {
      const auto number = Decimal::parse(value);
      if (!number) return refuse(MisfitCode::NotNumber, control);
      return number->text();
    }
    case DataType::Date:
      return canonical_temporal(TemporalKind::Date, MisfitCode::NotDate, control, value, zone);
    case DataType::Time:
      return canonical_temporal(TemporalKind::Time, MisfitCode::NotTime, control, value, zone);
    case DataType::DateTime:
      return canonical_temporal(TemporalKind::DateTime, MisfitCode::NotDateTime, control, value, zone);
    case DataType::Boolean:
      if (value == "true" || value == "1") return std::string("true");
      if (value == "false" || value == "0") return std::string("false");
      return refuse(MisfitCode::NotTruth, control);
    default: {
      std::string text = with_line_feeds(value);
      if (!fits_in_xml(text)) return refuse(MisfitCode::NotText, control);
      return text;
    }
  }
}

tl::expected<std::string, Misfit> canonical_choices(const Control& control, std::string_view value,
                                                    const std::vector<std::string_view>& offered) {
  if (is_blank(value)) return std::string();
  if (control.type == ControlType::SelectOne) {
    if (std::find(offered.begin(), offered.end(), value) == offered.end())
      return refuse(MisfitCode::NotAChoice, control);
    return std::string(value);
  }
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < offered.size(); ++i) places.emplace(offered[i], i);
  std::vector<std::pair<std::size_t, std::string_view>> chosen;
  for (const std::string_view word : words_in(value)) {
    const auto found = places.find(word);
    if (found == places.end()) return refuse(MisfitCode::NotAChoice, control);
    chosen.emplace_back(found->second, word);
  }
  auto sorted = chosen;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) return refuse(MisfitCode::ChosenTwice, control);
  if (control.type == ControlType::Rank && chosen.size() != places.size())
    return refuse(MisfitCode::NotRanked, control);
  std::string text;
  for (const auto& [place, word] : control.type == ControlType::Rank ? chosen : sorted)
    text += (text.empty() ? "" : " ") + std::string(word);
  return text;
}

}  // namespace escale::forms
