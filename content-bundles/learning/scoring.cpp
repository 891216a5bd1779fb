#include "content-bundles/learning/scoring.hpp"

#include <algorithm>
#include <numeric>

namespace escale::learning {
namespace {
constexpr std::size_t kMaxTypedBytes = 1'000;

void add_feedback(Verdict& verdict, const Text& text) {
  if (!text.empty()) verdict.feedback.push_back(text);
}

Verdict finished(Verdict verdict, std::int64_t weight, std::int64_t full) {
  weight = std::clamp<std::int64_t>(weight, 0, full);
  verdict.score = full == 0 ? 0 : static_cast<int>((weight * kFullScore + full / 2) / full);
  verdict.outcome = verdict.score == kFullScore ? Outcome::Right : verdict.score == 0 ? Outcome::Wrong : Outcome::Partly;
  return verdict;
}

tl::unexpected<Error> wrong_kind(std::string_view wanted) {
  return fail(Code::InvalidInput, "this question takes " + std::string(wanted));
}

Result<Verdict> score_body(const SingleChoice& body, const Response& response) {
  const auto* chosen = std::get_if<ChosenOne>(&response);
  if (chosen == nullptr) return wrong_kind("one proposal");
  if (chosen->index >= body.choices.size()) return fail(Code::InvalidInput, "the question has no such proposal");
  const Choice& choice = body.choices[chosen->index];
  Verdict verdict;
  add_feedback(verdict, choice.feedback);
  return finished(std::move(verdict), choice.weight, kFullWeight);
}

Result<Verdict> score_body(const MultipleChoice& body, const Response& response) {
  const auto* chosen = std::get_if<ChosenSeveral>(&response);
  if (chosen == nullptr) return wrong_kind("any number of proposals");
  Verdict verdict;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < chosen->indexes.size(); ++i) {
    const std::size_t index = chosen->indexes[i];
    if (index >= body.choices.size()) return fail(Code::InvalidInput, "the question has no such proposal");
    if (i > 0 && chosen->indexes[i - 1] >= index)
      return fail(Code::InvalidInput, "the proposals chosen must be in increasing order, each once");
    sum += body.choices[index].weight;
    add_feedback(verdict, body.choices[index].feedback);
  }
  // Three thirds written 33.33333 must make a whole: the full mark is what all good proposals add up to.
  std::int64_t full = 0;
  for (const Choice& choice : body.choices) full += std::max<Weight>(choice.weight, 0);
  return finished(std::move(verdict), sum, full);
}

Result<Verdict> score_body(const TrueFalse& body, const Response& response) {
  const auto* chosen = std::get_if<ChosenTruth>(&response);
  if (chosen == nullptr) return wrong_kind("true or false");
  Verdict verdict;
  const bool right = chosen->value == body.answer;
  add_feedback(verdict, right ? body.right_feedback : body.wrong_feedback);
  return finished(std::move(verdict), right ? 1 : 0, 1);
}

Result<std::string> typed_text(const Response& response) {
  const auto* typed = std::get_if<Typed>(&response);
  if (typed == nullptr) return wrong_kind("a typed answer");
  if (typed->text.size() > kMaxTypedBytes) return fail(Code::TooLarge, "the typed answer is over 1000 bytes");
  return typed->text;
}

Result<Verdict> score_body(const ShortAnswer& body, const Response& response) {
  TRY_ASSIGN(const std::string text, typed_text(response));
  for (const AcceptedText& accepted : body.accepted) {
    if (!fits_pattern(accepted.pattern, text)) continue;
    Verdict verdict;
    add_feedback(verdict, accepted.feedback);
    return finished(std::move(verdict), accepted.weight, kFullWeight);
  }
  return finished({}, 0, 1);
}

Result<Verdict> score_body(const Numerical& body, const Response& response) {
  TRY_ASSIGN(const std::string text, typed_text(response));
  TRY_ASSIGN(const Decimal value, Decimal::parse(text));
  for (const AcceptedNumber& accepted : body.accepted) {
    if ((accepted.low && value < *accepted.low) || (accepted.high && value > *accepted.high)) continue;
    Verdict verdict;
    add_feedback(verdict, accepted.feedback);
    return finished(std::move(verdict), accepted.weight, kFullWeight);
  }
  return finished({}, 0, 1);
}

Result<Verdict> score_body(const Matching& body, const Response& response) {
  const auto* matched = std::get_if<Matched>(&response);
  if (matched == nullptr) return wrong_kind("pairs");
  if (matched->rights.size() != body.lefts.size())
    return fail(Code::InvalidInput, "the question takes one right item, or none, for each left item");
  std::int64_t good = 0;
  for (std::size_t i = 0; i < body.lefts.size(); ++i) {
    const auto& right = matched->rights[i];
    if (!right) continue;
    if (*right >= body.rights.size()) return fail(Code::InvalidInput, "the question has no such right item");
    // Two right items that read the same are the same answer.
    const std::size_t wanted = body.lefts[i].right;
    if (*right == wanted || (wanted < body.rights.size() && body.rights[*right] == body.rights[wanted])) ++good;
  }
  return finished({}, good, static_cast<std::int64_t>(body.lefts.size()));
}

Response right_body(const SingleChoice& body) {
  const auto best = std::max_element(body.choices.begin(), body.choices.end(),
                                     [](const Choice& a, const Choice& b) { return a.weight < b.weight; });
  return ChosenOne{static_cast<std::size_t>(best - body.choices.begin())};
}
Response right_body(const MultipleChoice& body) {
  ChosenSeveral chosen;
  for (std::size_t i = 0; i < body.choices.size(); ++i)
    if (body.choices[i].weight > 0) chosen.indexes.push_back(i);
  return chosen;
}
Response right_body(const TrueFalse& body) { return ChosenTruth{body.answer}; }
Response right_body(const ShortAnswer& body) {
  // A pattern without a star reads as an answer; one with a star is shown without it.
  const auto literal = [](std::string_view pattern, bool& wild) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] == '\\' && i + 1 < pattern.size()) out += pattern[++i];
      else if (pattern[i] == '*') wild = true;
      else out += pattern[i];
    }
    return out;
  };
  std::string first;
  for (const AcceptedText& accepted : body.accepted) {
    if (accepted.weight < kFullWeight) continue;
    bool wild = false;
    std::string text = literal(accepted.pattern, wild);
    if (!wild) return Typed{text};
    if (first.empty()) first = text;
  }
  return Typed{first};
}
Response right_body(const Numerical& body) {
  for (const AcceptedNumber& accepted : body.accepted)
    if (accepted.weight >= kFullWeight && accepted.low && accepted.high)
      return Typed{Decimal{std::midpoint(accepted.low->millionths, accepted.high->millionths)}.text()};  // never overflows
  return Typed{};
}
Response right_body(const Matching& body) {
  Matched matched;
  for (const auto& left : body.lefts) matched.rights.emplace_back(left.right);
  return matched;
}
}  // namespace

Result<Verdict> score(const Question& question, const Response& response) {
  return std::visit([&](const auto& body) { return score_body(body, response); }, question.body);
}

Response right_response(const Question& question) {
  return std::visit([](const auto& body) { return right_body(body); }, question.body);
}

}  // namespace escale::learning
