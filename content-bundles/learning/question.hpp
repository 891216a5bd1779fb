// A question and what somebody answered. Kinds and weights are those of GIFT, so that a score equals Moodle's.
// Questions are data: how an answer is scored is scoring.hpp, where they come from is importers/gift.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "content-bundles/learning/text.hpp"
#include "sync/base/result.hpp"

namespace escale::learning {

/// A share of the mark in hundred-thousandths of a percent: 100 % is 10 000 000, a third is 3 333 333. From -100 % to 100 %.
using Weight = std::int32_t;
inline constexpr Weight kFullWeight = 10'000'000;

/// A decimal number with six places, from -9 000 000 000 000 to 9 000 000 000 000. No binary fractions: 0,1 + 0,2 is 0,3.
struct Decimal {
  std::int64_t millionths = 0;
  /// Reads "3", "-2.5", "2,5", "1 200" (ordinary, no-break or narrow spaces between groups). InvalidInput says how to write it.
  static Result<Decimal> parse(std::string_view text);
  /// Shortest form with a point: "2.5", "-3", "0.000001".
  std::string text() const;
  auto operator<=>(const Decimal&) const = default;
};

/// One proposal of a SingleChoice or MultipleChoice.
struct Choice {
  Text text;
  Weight weight = 0;
  Text feedback;  ///< shown when this proposal was chosen; may be empty
  bool operator==(const Choice&) const = default;
};

/// Exactly one proposal is chosen. At least one weighs 100 %.
struct SingleChoice {
  std::vector<Choice> choices;
  bool operator==(const SingleChoice&) const = default;
};

/// Any number of proposals is chosen; their weights add up. The positive weights make 100 %.
struct MultipleChoice {
  std::vector<Choice> choices;
  bool operator==(const MultipleChoice&) const = default;
};

struct TrueFalse {
  bool answer = true;
  Text wrong_feedback;
  Text right_feedback;
  bool operator==(const TrueFalse&) const = default;
};

/// A text that is accepted; `*` stands for any characters, `\*` for a star. Case, accents and spacing do not count.
struct AcceptedText {
  std::string pattern;
  Weight weight = kFullWeight;
  Text feedback;
  bool operator==(const AcceptedText&) const = default;
};

/// A word or a few are typed. The first pattern that fits counts.
struct ShortAnswer {
  std::vector<AcceptedText> accepted;
  bool operator==(const ShortAnswer&) const = default;
};

/// An accepted range, both ends included. Without ends: any other number (its feedback).
struct AcceptedNumber {
  std::optional<Decimal> low;
  std::optional<Decimal> high;
  Weight weight = kFullWeight;
  Text feedback;
  bool operator==(const AcceptedNumber&) const = default;
};

/// A number is typed. The first range that holds it counts.
struct Numerical {
  std::vector<AcceptedNumber> accepted;
  bool operator==(const Numerical&) const = default;
};

/// Each left item takes one right item. Several lefts may share a right; some rights may belong to no left.
struct Matching {
  struct Left {
    Text text;
    std::size_t right = 0;  ///< index in `rights` of the right item that fits
    bool operator==(const Left&) const = default;
  };
  std::vector<Left> lefts;
  std::vector<Text> rights;
  bool operator==(const Matching&) const = default;
};

using QuestionBody = std::variant<SingleChoice, MultipleChoice, TrueFalse, ShortAnswer, Numerical, Matching>;

struct Question {
  std::string id;         ///< stable within the document, from the GIFT title: [A-Za-z_][A-Za-z0-9_.-]*, at most 64 characters
  Text stem;              ///< the question; a missing word shows as "_____"
  QuestionBody body;
  Text general_feedback;  ///< shown whatever was answered; may be empty
  bool operator==(const Question&) const = default;
};

// --- answers --------------------------------------------------------------------------------------------------------

/// One proposal: index in SingleChoice::choices as stored (never as shuffled on screen).
struct ChosenOne {
  std::size_t index = 0;
  bool operator==(const ChosenOne&) const = default;
};
/// Several proposals: indexes in MultipleChoice::choices, increasing.
struct ChosenSeveral {
  std::vector<std::size_t> indexes;
  bool operator==(const ChosenSeveral&) const = default;
};
struct ChosenTruth {
  bool value = false;
  bool operator==(const ChosenTruth&) const = default;
};
/// What was typed, for ShortAnswer and Numerical. At most 1 000 bytes.
struct Typed {
  std::string text;
  bool operator==(const Typed&) const = default;
};
/// For each left item the index of the right item, or nothing.
struct Matched {
  std::vector<std::optional<std::size_t>> rights;
  bool operator==(const Matched&) const = default;
};

using Response = std::variant<ChosenOne, ChosenSeveral, ChosenTruth, Typed, Matched>;

}  // namespace escale::learning
