// Results in the room: what may be charted while the people who answered are still there (DESIGN §5).
// The rule: nobody's answer can be worked out. From everything a board ever showed, no count or difference of counts
// from 1 to 4 follows:
//  - a chart appears when at least 5 people answered, and is looked at again only after 5 more answers of the session;
//  - choices made by fewer than 5 are put together as "others"; if those others would be 1 to 4, the smallest shown
//  choice joins them;
//  - a chart is replaced only when every bar (and every part of a former bar taken together) grew by 0 or by 5 and
//  more; bars split, never merge back;
//  - people who did not answer are counted like a choice, so that the total does not give them away.
// What it does not hide: that a choice has fewer than 5 votes, and a unanimous vote.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/chart.hpp"
#include "content-bundles/forms/submission.hpp"

namespace escale::forms {

inline constexpr std::size_t kRoomThreshold = 5;

enum class BarKind { Choice, Others, NoAnswer };

struct Bar {
  BarKind kind = BarKind::Choice;
  std::string choice{};  ///< the choice's name, the value's text or the NPS class; empty for Others and NoAnswer
  Texts label{};
  std::size_t count = 0;
  int percent = 0;                  ///< of `people`; bars of one chart add up to 100 except for Multiple
  bool includes_no_answer = false;  ///< for Others: people who did not answer may be among them
  bool operator==(const Bar&) const = default;
};

enum class ResultState {
  Masked,   ///< fewer than 5 people answered
  Waiting,  ///< enough answered, but a chart would show how few chose something
  Shown,
};

struct QuestionResult {
  std::string question{};
  Texts label{};
  ChartKind kind = ChartKind::Bars;
  ResultState state = ResultState::Masked;
  std::size_t people = 0;          ///< answers of the session counted in this chart, 0 unless Shown
  std::vector<Bar> bars{};         ///< in the form's order, Others then NoAnswer last; empty unless Shown
  std::optional<int> nps_score{};  ///< -100 to 100, only when its three classes are shown
  std::vector<ChartCategory> hidden{};  ///< for Multiple: choices that cannot be shown
  bool operator==(const QuestionResult&) const = default;
};

/// Keeps what was shown, so that what comes next cannot be compared with it to single anyone out.
class ResultsBoard {
 public:
  /// See charts_of().
  explicit ResultsBoard(const std::vector<ChartQuestion>& questions);

  /// A board as it was saved for the same form. InvalidInput when it is not one.
  static Result<ResultsBoard> restore(const std::vector<ChartQuestion>& questions, std::string_view saved);
  /// What was shown, as JSON: must outlive a lock or a power-off, else old and new charts could be compared.
  std::string save() const;

  /// Takes all the answers of the session so far, made with the plan that the questions come from. True when a chart changed. Nothing moves before next_update_at()
  /// answers.
  bool update(std::span<const Submission> all);

  /// One per chartable question, in the form's order.
  const std::vector<QuestionResult>& results() const { return m_results; }
  /// Charts will not change before the session has this many answers (they may change later).
  std::size_t next_update_at() const { return m_looked_at + kRoomThreshold; }

 private:
  /// One partition of categories into bars. Multiple choice questions have one per choice: chosen, not chosen.
  /// Before anything is shown: every choice in one bar of 0.
  struct Chart {
    std::vector<std::size_t> block{};   ///< category -> bar number, in the order of the categories
    std::vector<std::size_t> counts{};  ///< bar number -> count
    bool shown = false;
    bool operator==(const Chart&) const = default;
  };
  struct Tracked {
    std::string question;
    PlaceId place = kNoPlace;
    Texts label;
    ChartKind kind = ChartKind::Bars;
    std::vector<ChartCategory> categories;  ///< the last one is "did not answer", except for Multiple
    std::vector<Chart> charts;
    std::size_t people = 0;
    std::size_t answered = 0;
  };
  static bool advance(Chart& chart, std::span<const std::size_t> counts, std::size_t choices);
  void draw(const Tracked& tracked, QuestionResult& result) const;

  std::vector<Tracked> m_tracked;
  std::vector<QuestionResult> m_results;
  std::size_t m_looked_at = 0;
};

}  // namespace escale::forms
