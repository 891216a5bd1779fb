// Which questions of a form a room may look at as charts, with their categories in every language. The rule: what is
// charted has few categories that the form itself names; texts, free numbers and what stands in repeats are not.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/plan.hpp"
#include "content-bundles/forms/texts.hpp"

namespace escale::forms {

enum class ChartKind {
  Bars,      ///< one bar a choice or value
  Likert,    ///< choices in order, from one end to the other
  Smiley,    ///< the same, with faces
  Nps,       ///< three bars: "detractors" (0-6), "passives" (7-8), "promoters" (9-10)
  Multiple,  ///< one bar a choice; people may have several, so bars do not add up
};

struct ChartCategory {
  std::string name{};  ///< as it is recorded
  Texts label{};
  bool operator==(const ChartCategory&) const = default;
};

struct ChartQuestion {
  std::string name{};  ///< the question's own, without its groups
  PlaceId place = kNoPlace;
  Texts label{};
  ChartKind kind = ChartKind::Bars;
  std::vector<ChartCategory> categories{};
  bool always_answered = false;  ///< asked of everybody and required: nobody can leave it out
  bool operator==(const ChartQuestion&) const = default;
};

/// select_one, select_multiple, range and NPS questions, in the form's order.
std::vector<ChartQuestion> charts_of(const Plan& plan);

}  // namespace escale::forms
