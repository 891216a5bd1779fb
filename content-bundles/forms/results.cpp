#include "content-bundles/forms/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "content-bundles/forms/decimal.hpp"
#include "sync/base/json.hpp"

namespace escale::forms {
namespace {

constexpr std::int64_t kFormat = 1;
/// 0 tells nobody's answer; from 1 to 4 could.
bool is_safe(std::size_t count) {
  return count == 0 || count >= kRoomThreshold;
}

/// 0 to 10 from a recorded value, for NPS.
std::optional<std::int64_t> nps_value(std::string_view value) {
  const auto number = Decimal::parse(value);
  if (!number || !number->is_whole() || *number < Decimal{} || *number > Decimal::whole(10)) return std::nullopt;
  return number->truncated();
}

/// Choices are separated by spaces (ODK XForms, select).
bool has_chosen(std::string_view value, std::string_view choice) {
  while (!value.empty()) {
    const std::string_view word = value.substr(0, value.find(' '));
    if (word == choice) return true;
    value.remove_prefix(std::min(word.size() + 1, value.size()));
  }
  return false;
}

/// Whole percentages that add up to 100: the largest remainders are rounded up, earlier bars first.
void share_percent(std::vector<Bar>& bars, std::size_t people) {
  std::vector<std::size_t> order(bars.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::size_t given = 0;
  for (Bar& bar : bars) {
    bar.percent = static_cast<int>(bar.count * 100 / people);
    given += static_cast<std::size_t>(bar.percent);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return bars[a].count * 100 % people > bars[b].count * 100 % people;
  });
  for (std::size_t i = 0; given < 100 && i < order.size(); ++i, ++given) ++bars[order[i]].percent;
}

}  // namespace

ResultsBoard::ResultsBoard(const std::vector<ChartQuestion>& questions) {
  for (const ChartQuestion& question : questions) {
    Tracked tracked;
    tracked.question = question.name;
    tracked.place = question.place;
    tracked.label = question.label;
    tracked.kind = question.kind;
    tracked.categories = question.categories;
    if (tracked.kind == ChartKind::Multiple) {
      tracked.charts.assign(tracked.categories.size(), Chart{{0, 0}, {0}});
    } else {
      tracked.categories.push_back({"", {}});  // did not answer
      Chart chart{std::vector<std::size_t>(tracked.categories.size(), 0), {0}};
      if (question.always_answered) {
        // Nobody can leave it out: those who did not answer are a bar of 0 of their own.
        chart.block.back() = 1;
        chart.counts = {0, 0};
      }
      tracked.charts = {std::move(chart)};
    }
    m_tracked.push_back(std::move(tracked));
  }
  for (const Tracked& tracked : m_tracked) {
    QuestionResult result;
    draw(tracked, result);
    m_results.push_back(std::move(result));
  }
}

bool ResultsBoard::advance(Chart& chart, std::span<const std::size_t> counts, std::size_t choices) {
  // Bars only ever split: what is derivable from all charts together is then a sum of bars and of growths of bars (each
  // checked here).
  const std::size_t old_bars = chart.counts.size();
  std::vector<std::size_t> totals(old_bars, 0);
  for (std::size_t i = 0; i < counts.size(); ++i) totals[chart.block[i]] += counts[i];
  for (std::size_t bar = 0; bar < old_bars; ++bar)
    if (totals[bar] < chart.counts[bar] || !is_safe(totals[bar] - chart.counts[bar])) return false;

  std::vector<std::size_t> block(counts.size(), 0);
  std::vector<std::size_t> bars;
  for (std::size_t bar = 0; bar < old_bars; ++bar) {
    // Inside one former bar: choices of 5 and more stand alone, the others together; if those are 1 to 4, the smallest
    // joins them.
    std::vector<std::size_t> alone;
    std::size_t rest = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (chart.block[i] != bar) continue;
      if (counts[i] >= kRoomThreshold)
        alone.push_back(i);
      else
        rest += counts[i];
    }
    std::stable_sort(alone.begin(), alone.end(), [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
    while (!is_safe(rest) && !alone.empty()) {
      rest += counts[alone.back()];
      alone.pop_back();
    }
    std::vector<std::size_t> number(counts.size(), bars.size());
    bars.push_back(rest);
    for (const std::size_t i : alone) {
      number[i] = bars.size();
      bars.push_back(counts[i]);
    }
    for (std::size_t i = 0; i < counts.size(); ++i)
      if (chart.block[i] == bar) block[i] = number[i];
  }
  // Numbers in the order of the categories, bars without a category dropped: one state has one form.
  std::vector<std::size_t> rename(bars.size(), bars.size());
  std::vector<std::size_t> kept;
  for (std::size_t& number : block) {
    if (rename[number] == bars.size()) {
      rename[number] = kept.size();
      kept.push_back(bars[number]);
    }
    number = rename[number];
  }
  // All choices in one bar say nothing: wait.
  if (*std::max_element(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(choices)) == 0) return false;
  if (!std::all_of(kept.begin(), kept.end(), is_safe)) return false;
  chart = {std::move(block), std::move(kept), true};
  return true;
}

bool ResultsBoard::update(std::span<const Submission> all) {
  if (all.size() < next_update_at()) return false;
  m_looked_at = all.size();
  bool changed = false;
  for (std::size_t t = 0; t < m_tracked.size(); ++t) {
    Tracked& tracked = m_tracked[t];
    const bool multiple = tracked.kind == ChartKind::Multiple;
    std::vector<std::size_t> counts(tracked.categories.size(), 0);
    std::size_t answered = 0;
    for (const Submission& submission : all) {
      std::optional<std::string_view> value = submission.value(tracked.place);
      if (value && value->empty()) value.reset();
      if (multiple) {
        if (!value) continue;
        ++answered;
        for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += has_chosen(*value, tracked.categories[i].name) ? 1 : 0;
        continue;
      }
      std::size_t category = counts.size() - 1;
      if (value && tracked.kind == ChartKind::Nps) {
        if (const auto score = nps_value(*value)) category = *score <= 6 ? 0 : *score <= 8 ? 1 : 2;
      } else if (value) {
        const auto known = std::find_if(tracked.categories.begin(), tracked.categories.end() - 1,
                                        [&](const ChartCategory& item) { return item.name == *value; });
        category = static_cast<std::size_t>(known - tracked.categories.begin());
      }
      ++counts[category];
      answered += category + 1 < counts.size() ? 1 : 0;
    }
    tracked.answered = answered;
    if (answered >= kRoomThreshold) {
      // All the charts of one question show the same people: they move together or not at all.
      std::vector<Chart> next = tracked.charts;
      bool moved = false;
      bool held = false;
      for (std::size_t c = 0; c < next.size(); ++c) {
        const std::size_t pair[] = {multiple ? counts[c] : 0, multiple ? all.size() - counts[c] : 0};
        const bool shown = next[c].shown;
        const bool stepped = multiple ? advance(next[c], pair, 2) : advance(next[c], counts, counts.size() - 1);
        moved = moved || stepped;
        held = held || (shown && !stepped);
      }
      if (moved && !held) {
        tracked.charts = std::move(next);
        tracked.people = all.size();
      }
    }
    QuestionResult result;
    draw(tracked, result);
    changed = changed || !(result == m_results[t]);
    m_results[t] = std::move(result);
  }
  return changed;
}

void ResultsBoard::draw(const Tracked& tracked, QuestionResult& result) const {
  result.question = tracked.question;
  result.label = tracked.label;
  result.kind = tracked.kind;
  result.people = tracked.people;
  if (tracked.people == 0) {
    result.state = tracked.answered >= kRoomThreshold ? ResultState::Waiting : ResultState::Masked;
    return;
  }
  result.state = ResultState::Shown;
  if (tracked.kind == ChartKind::Multiple) {
    for (std::size_t i = 0; i < tracked.categories.size(); ++i) {
      const ChartCategory& category = tracked.categories[i];
      if (!tracked.charts[i].shown) {
        result.hidden.push_back({category.name, category.label});
        continue;
      }
      const std::size_t count = tracked.charts[i].counts[tracked.charts[i].block[0]];
      const auto percent = static_cast<int>((count * 200 + tracked.people) / (tracked.people * 2));
      result.bars.push_back({BarKind::Choice, category.name, category.label, count, percent, false});
    }
    return;
  }
  const Chart& chart = tracked.charts.front();
  const std::size_t none = tracked.categories.size() - 1;
  std::vector<Bar> others;
  for (std::size_t bar = 0; bar < chart.counts.size(); ++bar) {
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < chart.block.size(); ++i)
      if (chart.block[i] == bar) members.push_back(i);
    if (members.size() == 1 && members[0] == none) {
      if (chart.counts[bar] > 0) others.push_back({BarKind::NoAnswer, "", {}, chart.counts[bar], 0, false});
    } else if (members.size() == 1) {
      const ChartCategory& category = tracked.categories[members[0]];
      result.bars.push_back({BarKind::Choice, category.name, category.label, chart.counts[bar], 0, false});
    } else if (chart.counts[bar] == 0) {
      // Nobody at all: each choice may say so by itself.
      for (const std::size_t i : members)
        if (i != none)
          result.bars.push_back(
              {BarKind::Choice, tracked.categories[i].name, tracked.categories[i].label, 0, 0, false});
    } else {
      others.push_back({BarKind::Others,
                        "",
                        {},
                        chart.counts[bar],
                        0,
                        std::find(members.begin(), members.end(), none) != members.end()});
    }
  }
  const auto place = [&](const Bar& bar) {
    return std::find_if(tracked.categories.begin(), tracked.categories.end(),
                        [&](const ChartCategory& item) { return item.name == bar.choice; }) -
           tracked.categories.begin();
  };
  std::stable_sort(result.bars.begin(), result.bars.end(),
                   [&](const Bar& a, const Bar& b) { return place(a) < place(b); });
  std::stable_sort(others.begin(), others.end(), [](const Bar& a, const Bar& b) { return a.kind < b.kind; });
  for (Bar& bar : others) result.bars.push_back(std::move(bar));
  share_percent(result.bars, tracked.people);

  if (tracked.kind == ChartKind::Nps) {
    std::size_t classes[3] = {};
    std::size_t shown = 0;
    for (const Bar& bar : result.bars) {
      if (bar.kind != BarKind::Choice) continue;
      classes[place(bar)] = bar.count;
      ++shown;
    }
    const auto answered = static_cast<double>(classes[0] + classes[1] + classes[2]);
    if (shown == 3 && answered > 0) {
      const double score = 100.0 * (static_cast<double>(classes[2]) - static_cast<double>(classes[0])) / answered;
      result.nps_score = static_cast<int>(score < 0 ? score - 0.5 : score + 0.5);
    }
  }
}

std::string ResultsBoard::save() const {
  Json json{{"format", kFormat}, {"looked_at", m_looked_at}, {"questions", Json::array()}};
  for (const Tracked& tracked : m_tracked) {
    Json charts = Json::array();
    for (const Chart& chart : tracked.charts)
      charts.push_back({{"bars", chart.block}, {"counts", chart.counts}, {"shown", chart.shown}});
    // Whether 5 answered is on screen already (Masked or Waiting); how many more is not kept.
    json["questions"].push_back({{"name", tracked.question},
                                 {"people", tracked.people},
                                 {"enough", tracked.answered >= kRoomThreshold},
                                 {"categories", tracked.categories.size()},
                                 {"charts", std::move(charts)}});
  }
  return json.dump();
}

Result<ResultsBoard> ResultsBoard::restore(const std::vector<ChartQuestion>& questions, std::string_view saved) {
  const auto wrong = [](std::string_view what) {
    return fail(Code::InvalidInput, fmt::format("the saved results are not those of this form: {}", what));
  };
  const auto size_of = [](const Json& json) { return static_cast<std::size_t>(json.get<std::uint64_t>()); };
  ResultsBoard board(questions);
  TRY_ASSIGN(const Json json, parse_json(saved));
  TRY_ASSIGN(const std::int64_t format, json_int(json, "format"));
  if (format != kFormat) return wrong("another format");
  TRY_ASSIGN(const std::int64_t looked_at, json_int(json, "looked_at"));
  TRY_ASSIGN(const Json* kept, json_array(json, "questions"));
  if (looked_at < 0 || kept->size() != board.m_tracked.size()) return wrong("the number of questions");
  board.m_looked_at = static_cast<std::size_t>(looked_at);
  for (std::size_t t = 0; t < board.m_tracked.size(); ++t) {
    Tracked& tracked = board.m_tracked[t];
    const Json& item = (*kept)[t];
    TRY_ASSIGN(const std::string name, json_string(item, "name"));
    TRY_ASSIGN(const std::int64_t people, json_int(item, "people"));
    TRY_ASSIGN(const std::int64_t categories, json_int(item, "categories"));
    TRY_ASSIGN(const bool enough, json_bool(item, "enough"));
    TRY_ASSIGN(const Json* charts, json_array(item, "charts"));
    if (name != tracked.question || charts->size() != tracked.charts.size() || people < 0 || people > looked_at ||
        categories < 0 || static_cast<std::size_t>(categories) != tracked.categories.size())
      return wrong(name);
    const std::size_t members = tracked.kind == ChartKind::Multiple ? 2 : tracked.categories.size();
    for (std::size_t c = 0; c < charts->size(); ++c) {
      TRY_ASSIGN(const Json* bars, json_array((*charts)[c], "bars"));
      TRY_ASSIGN(const Json* counts, json_array((*charts)[c], "counts"));
      Chart chart;
      TRY_ASSIGN(chart.shown, json_bool((*charts)[c], "shown"));
      std::size_t sum = 0;
      for (const Json& count : *counts) {
        if (!count.is_number_unsigned() || count.get<std::uint64_t>() > static_cast<std::uint64_t>(people))
          return wrong(name);
        chart.counts.push_back(size_of(count));
        sum += chart.counts.back();
      }
      for (const Json& bar : *bars) {
        if (!bar.is_number_unsigned() || bar.get<std::uint64_t>() >= chart.counts.size()) return wrong(name);
        chart.block.push_back(size_of(bar));
      }
      if (chart.block.size() != members || sum != static_cast<std::size_t>(chart.shown ? people : 0))
        return wrong(name);
      if (!chart.shown && chart != tracked.charts[c]) return wrong(name);
      tracked.charts[c] = std::move(chart);
    }
    tracked.people = static_cast<std::size_t>(people);
    tracked.answered = enough ? kRoomThreshold : 0;
    const bool any =
        std::any_of(tracked.charts.begin(), tracked.charts.end(), [](const Chart& chart) { return chart.shown; });
    if (any != (tracked.people > 0)) return wrong(name);
    QuestionResult result;
    board.draw(tracked, result);
    board.m_results[t] = std::move(result);
  }
  return board;
}

}  // namespace escale::forms
