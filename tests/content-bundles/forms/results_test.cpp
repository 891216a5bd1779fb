#include "content-bundles/forms/results.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <map>
#include <set>

#include "tests/support/sample_plan.hpp"

namespace escale::forms {
namespace {
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// By question.
using Answers = std::map<std::string, std::string>;

const Plan& plan() {
  static const std::shared_ptr<const Plan> kPlan = test::sample_plan();
  return *kPlan;
}
std::vector<ChartQuestion> charts() {
  return charts_of(plan());
}
/// The record of somebody who answered so.
const Submission& record_of(const Answers& answers) {
  static std::map<Answers, Submission> known;
  const auto found = known.find(answers);
  if (found != known.end()) return found->second;
  Filling filling = test::started(plan());
  for (const auto& [question, answer] : answers) test::must(filling.answer(test::node_of(filling, question), answer));
  return known.emplace(answers, test::must(Submission::parse(plan(), filling.xml()))).first->second;
}
bool update(ResultsBoard& board, const std::vector<Answers>& all) {
  std::vector<Submission> records;
  for (const Answers& answers : all) records.push_back(record_of(answers));
  return board.update(records);
}

void add(std::vector<Answers>& all, std::size_t count, const Answers& answers) {
  all.insert(all.end(), count, answers);
}
Answers mood(std::string choice) {
  return {{"humeur", std::move(choice)}};
}

const QuestionResult& result_of(const ResultsBoard& board, std::string_view question) {
  for (const QuestionResult& result : board.results())
    if (result.question == question) return result;
  ADD_FAILURE() << question;
  return board.results().front();
}
std::vector<std::string> bars_of(const ResultsBoard& board, std::string_view question) {
  std::vector<std::string> all;
  for (const Bar& bar : result_of(board, question).bars) {
    const std::string name = bar.kind == BarKind::Others     ? "others"
                             : bar.kind == BarKind::NoAnswer ? "none"
                                                             : bar.choice;
    all.push_back(name + (bar.includes_no_answer ? "+none " : " ") + std::to_string(bar.count) + " " +
                  std::to_string(bar.percent) + "%");
  }
  return all;
}

TEST(ResultsBoard, ChartsClosedQuestionsOnly) {
  const ResultsBoard board(charts());
  std::vector<std::string> names;
  for (const QuestionResult& result : board.results()) names.push_back(result.question);
  EXPECT_THAT(names, ElementsAre("humeur", "themes", "recommander", "note"));
  EXPECT_EQ(result_of(board, "humeur").kind, ChartKind::Smiley);
  EXPECT_EQ(result_of(board, "recommander").kind, ChartKind::Nps);
}

TEST(ResultsBoard, MasksFewerThanFiveAnswers) {
  ResultsBoard board(charts());
  std::vector<Answers> all;
  add(all, 4, mood("bien"));
  EXPECT_FALSE(update(board, all));
  EXPECT_EQ(board.next_update_at(), 5u);
  add(all, 1, mood("bien"));
  EXPECT_TRUE(update(board, all));
  EXPECT_EQ(result_of(board, "humeur").state, ResultState::Shown);
  EXPECT_THAT(bars_of(board, "humeur"), ElementsAre("tres-bien 0 0%", "bien 5 100%", "moyen 0 0%", "mal 0 0%"));
  EXPECT_EQ(result_of(board, "recommander").state, ResultState::Masked) << "five visitors, but none answered this";
  EXPECT_THAT(result_of(board, "recommander").bars, IsEmpty());
}

TEST(ResultsBoard, GroupsSmallChoicesAndNeverLeavesAGiveawayRemainder) {
  ResultsBoard board(charts());
  std::vector<Answers> all;
  add(all, 21, mood("tres-bien"));
  add(all, 17, mood("bien"));
  add(all, 4, mood("moyen"));
  add(all, 5 - 1, mood("mal"));
  EXPECT_TRUE(update(board, all));
  EXPECT_THAT(bars_of(board, "humeur"), ElementsAre("tres-bien 21 46%", "bien 17 37%", "others 8 17%"));

  ResultsBoard other(charts());
  all.clear();
  add(all, 9, mood("tres-bien"));
  add(all, 6, mood("bien"));
  add(all, 2, mood("mal"));
  update(other, all);
  EXPECT_THAT(bars_of(other, "humeur"), ElementsAre("tres-bien 9 53%", "others 8 47%"))
      << "2 alone would be given away by the total";
}

TEST(ResultsBoard, WaitsWhenOneVoteWouldShow) {
  ResultsBoard board(charts());
  std::vector<Answers> all;
  add(all, 11, mood("tres-bien"));
  add(all, 1, mood("mal"));
  update(board, all);
  EXPECT_EQ(result_of(board, "humeur").state, ResultState::Waiting);
  EXPECT_THAT(bars_of(board, "humeur"), IsEmpty());
}

TEST(ResultsBoard, CountsPeopleWhoDidNotAnswer) {
  ResultsBoard board(charts());
  std::vector<Answers> all;
  add(all, 6, {{"recommander", "9"}});
  add(all, 6, {{"recommander", "3"}});
  add(all, 2, mood("bien"));
  update(board, all);
  EXPECT_THAT(bars_of(board, "recommander"), ElementsAre("detractors 6 43%", "others+none 8 57%"))
      << "12 answers of 14 would tell that 2 did not answer; of two equal classes the later one joins";
  EXPECT_EQ(result_of(board, "recommander").nps_score, std::nullopt);

  ResultsBoard later(charts());
  add(all, 3, mood("bien"));
  update(later, all);
  EXPECT_THAT(bars_of(later, "recommander"),
              ElementsAre("detractors 6 35%", "passives 0 0%", "promoters 6 35%", "none 5 30%"));
  EXPECT_EQ(result_of(later, "recommander").nps_score, 0);
}

TEST(ResultsBoard, ComputesTheNpsFromThreeShownClasses) {
  ResultsBoard board(charts());
  std::vector<Answers> all;
  for (const auto& [score, count] :
       std::map<std::int64_t, std::size_t>{{0, 2}, {6, 4}, {7, 10}, {8, 7}, {9, 14}, {10, 10}})
    add(all, count, {{"recommander", std::to_string(score)}});
  update(board, all);
  EXPECT_THAT(bars_of(board, "recommander"), ElementsAre("detractors 6 13%", "passives 17 36%", "promoters 24 51%"));
  EXPECT_EQ(result_of(board, "recommander").nps_score, 38);
}

TEST(ResultsBoard, ChangesOnlyWhenEveryBarGrewByFiveOrNothing) {
  ResultsBoard board(charts());
  std::vector<Answers> all;
  add(all, 6, mood("tres-bien"));
  add(all, 6, mood("bien"));
  update(board, all);
  const auto before = bars_of(board, "humeur");
  add(all, 4, mood("bien"));
  EXPECT_FALSE(update(board, all)) << "not five more";
  add(all, 1, mood("tres-bien"));
  EXPECT_FALSE(update(board, all)) << "five more, but +1 and +4 would show who said what";
  EXPECT_EQ(bars_of(board, "humeur"), before);
  EXPECT_EQ(board.next_update_at(), 22u);
  add(all, 1, mood("bien"));
  add(all, 4, mood("tres-bien"));
  EXPECT_TRUE(update(board, all));
  EXPECT_THAT(bars_of(board, "humeur"), ElementsAre("tres-bien 11 50%", "bien 11 50%", "moyen 0 0%", "mal 0 0%"));
}

TEST(ResultsBoard, ShowsMultipleChoicesOnlyWhenNeitherSideIsSmall) {
  ResultsBoard board(charts());
  std::vector<Answers> all;
  const auto chosen = [](std::string names) { return Answers{{"themes", std::move(names)}}; };
  add(all, 7, chosen("logement sante"));
  add(all, 4, chosen("logement emploi"));
  add(all, 5, chosen("sante"));
  update(board, all);
  const QuestionResult& result = result_of(board, "themes");
  EXPECT_THAT(bars_of(board, "themes"), ElementsAre("logement 11 69%"));
  ASSERT_EQ(result.hidden.size(), 2u);
  EXPECT_EQ(result.hidden[0].name, "sante") << "12 of 16: 4 did not choose it";
  EXPECT_EQ(result.hidden[1].name, "emploi") << "4 chose it";
}

TEST(ResultsBoard, ForgetsNothingOfWhatItShowedWhenSaved) {
  const auto form = charts();
  ResultsBoard board(form);
  std::vector<Answers> all;
  add(all, 6, mood("tres-bien"));
  add(all, 6, mood("bien"));
  update(board, all);
  auto restored = ResultsBoard::restore(form, board.save());
  ASSERT_TRUE(restored.has_value()) << restored.error().message;
  EXPECT_EQ(restored->results(), board.results());
  EXPECT_EQ(restored->save(), board.save());
  add(all, 3, mood("bien"));
  add(all, 2, mood("tres-bien"));
  EXPECT_FALSE(update(*restored, all)) << "a fresh board would now give away 3 and 2 by difference";
  EXPECT_EQ(restored->results(), board.results());
}

TEST(ResultsBoard, RefusesSavedResultsOfSomethingElse) {
  const auto form = charts();
  ResultsBoard board(form);
  std::vector<Answers> all;
  add(all, 12, mood("tres-bien"));
  update(board, all);
  const std::string saved = board.save();
  auto other = form;
  other[0].categories.pop_back();
  EXPECT_FALSE(ResultsBoard::restore(other, saved).has_value());
  for (std::size_t size = 0; size < saved.size(); size += 3)
    EXPECT_FALSE(ResultsBoard::restore(form, saved.substr(0, size)).has_value());
  for (std::size_t at = 0; at < saved.size(); ++at) {
    std::string changed = saved;
    changed[at] = changed[at] == '9' ? '0' : '9';
    (void)ResultsBoard::restore(form, changed);  // accepted or not, never a crash
  }
}

// --- the rule, checked by somebody who does not know how the board works
// ------------------------------------------------ Unknowns: how many people gave each answer between two displays.
// What was displayed are sums of unknowns. Every sum of a set of unknowns that follows linearly from the displays must
// be 0 or at least 5.

constexpr std::int64_t kPrime = 1'000'000'007;
using Row = std::vector<std::int64_t>;

std::int64_t inverse(std::int64_t a) {
  std::int64_t result = 1;
  for (std::int64_t power = kPrime - 2; power > 0; power >>= 1, a = a * a % kPrime)
    if (power & 1) result = result * a % kPrime;
  return result;
}

/// Row-reduces what is displayed, then says whether other rows follow from it.
class Knowledge {
 public:
  void learn(Row row) {
    reduce(row);
    for (std::size_t column = 0; column < row.size(); ++column) {
      if (row[column] == 0) continue;
      const std::int64_t factor = inverse(row[column]);
      for (std::int64_t& value : row) value = value * factor % kPrime;
      for (auto& [pivot, known] : m_rows) subtract(known, row, column);
      m_rows.emplace(column, std::move(row));
      return;
    }
  }
  bool knows(Row row) const {
    reduce(row);
    return std::all_of(row.begin(), row.end(), [](std::int64_t value) { return value == 0; });
  }

 private:
  static void subtract(Row& from, const Row& row, std::size_t column) {
    const std::int64_t factor = from[column];
    if (factor == 0) return;
    for (std::size_t i = 0; i < from.size(); ++i) from[i] = ((from[i] - factor * row[i]) % kPrime + kPrime) % kPrime;
  }
  void reduce(Row& row) const {
    for (const auto& [pivot, known] : m_rows) subtract(row, known, pivot);
  }
  std::map<std::size_t, Row> m_rows;
};

/// Which sums of (display period, category) are on screen, read from the bars as a visitor would.
std::vector<std::set<std::size_t>> displayed_sets(const QuestionResult& result,
                                                  const std::vector<std::string>& categories) {
  const std::size_t none = categories.size();
  std::vector<std::set<std::size_t>> sets;
  std::set<std::size_t> rest;
  for (std::size_t i = 0; i <= none; ++i) rest.insert(i);
  bool none_is_somewhere = false;
  for (const Bar& bar : result.bars) {
    if (bar.kind == BarKind::Choice) {
      const auto at =
          static_cast<std::size_t>(std::find(categories.begin(), categories.end(), bar.choice) - categories.begin());
      sets.push_back({at});
      rest.erase(at);
    } else if (bar.kind == BarKind::NoAnswer || bar.includes_no_answer) {
      none_is_somewhere = true;
      if (bar.kind == BarKind::NoAnswer) {
        sets.push_back({none});
        rest.erase(none);
      }
    }
  }
  if (!none_is_somewhere) {
    sets.push_back({none});
    rest.erase(none);
  }
  if (!rest.empty()) sets.push_back(rest);
  return sets;
}

void check_nothing_is_derivable(const std::vector<ChartQuestion>& form, std::string_view question, const std::vector<std::string>& categories,
                                const std::vector<std::vector<Answers>>& batches, const std::vector<bool>& restart) {
  ResultsBoard board(form);
  std::vector<Answers> all;
  const std::size_t width = categories.size() + 1;
  std::vector<std::vector<std::set<std::size_t>>> displays;
  std::vector<std::vector<std::int64_t>> counts;  // for each period, per category
  std::vector<std::int64_t> period(width, 0);
  QuestionResult last;
  for (std::size_t b = 0; b < batches.size(); ++b) {
    for (const Answers& answers : batches[b]) {
      all.push_back(answers);
      const auto found = answers.find(std::string(question));
      const std::string text = found == answers.end() ? "" : found->second;
      const auto at = std::find(categories.begin(), categories.end(), text) - categories.begin();
      ++period[static_cast<std::size_t>(at)];
    }
    if (restart[b]) board = ResultsBoard::restore(form, board.save()).value();
    update(board, all);
    const QuestionResult& now = result_of(board, question);
    if (now.state != ResultState::Shown || now == last) continue;
    last = now;
    displays.push_back(displayed_sets(now, categories));
    counts.push_back(period);
    std::fill(period.begin(), period.end(), 0);
    std::int64_t shown = 0;
    for (const Bar& bar : now.bars) {
      RC_ASSERT(bar.count == 0 || bar.count >= kRoomThreshold);
      shown += static_cast<std::int64_t>(bar.count);
    }
    RC_ASSERT(shown == static_cast<std::int64_t>(now.people));
  }
  const std::size_t unknowns = displays.size() * width;
  if (unknowns == 0 || unknowns > 16) return;
  Knowledge knowledge;
  for (std::size_t t = 0; t < displays.size(); ++t)
    for (const auto& set : displays[t]) {
      Row row(unknowns, 0);
      for (std::size_t earlier = 0; earlier <= t; ++earlier)
        for (const std::size_t category : set) row[earlier * width + category] = 1;
      knowledge.learn(std::move(row));
    }
  for (std::size_t subset = 1; subset < (std::size_t{1} << unknowns); ++subset) {
    Row row(unknowns, 0);
    std::int64_t people = 0;
    for (std::size_t i = 0; i < unknowns; ++i)
      if (subset >> i & 1) {
        row[i] = 1;
        people += counts[i / width][i % width];
      }
    if (people >= 1 && people <= 4) RC_ASSERT(!knowledge.knows(std::move(row)));
  }
}

TEST(ResultsBoard, NeverLetsACountUnderFiveBeDerived) {
  auto form = charts();
  form[0].categories.resize(3);
  const std::vector<std::string> categories{"tres-bien", "bien", "moyen"};
  std::size_t shown_twice = 0;
  EXPECT_TRUE(rc::check("no count from 1 to 4 follows from the charts", [&] {
    std::vector<std::vector<Answers>> batches;
    std::vector<bool> restart;
    const auto count = *rc::gen::inRange<std::size_t>(1, 5);
    for (std::size_t b = 0; b < count; ++b) {
      std::vector<Answers> batch;
      for (std::size_t category = 0; category <= categories.size(); ++category) {
        // Sizes near the threshold, where mistakes are.
        const auto people = *rc::gen::oneOf(rc::gen::just<std::size_t>(0), rc::gen::inRange<std::size_t>(0, 8),
                                            rc::gen::inRange<std::size_t>(4, 12));
        for (std::size_t i = 0; i < people; ++i)
          batch.push_back(category < categories.size() ? mood(categories[category]) : Answers{});
      }
      batches.push_back(std::move(batch));
      restart.push_back(*rc::gen::arbitrary<bool>());
    }
    check_nothing_is_derivable(form, "humeur", categories, batches, restart);
  }));
  // The check above must have had something to check: charts that were replaced.
  for (int seed = 0; seed < 50; ++seed) {
    ResultsBoard board(form);
    std::vector<Answers> all;
    add(all, 10, mood("bien"));
    add(all, 6 + static_cast<std::size_t>(seed % 5), mood("moyen"));
    const bool first = update(board, all);
    add(all, 7, mood("bien"));
    shown_twice += first && update(board, all) ? 1 : 0;
  }
  EXPECT_EQ(shown_twice, 50u);
}

TEST(ResultsBoard, NeverShowsAMultipleChoiceThatSinglesAnyoneOut) {
  const auto form = charts();
  EXPECT_TRUE(rc::check("both sides of every shown choice, and their growth, are 0 or 5 and more", [&] {
    ResultsBoard board(form);
    std::vector<Answers> all;
    std::map<std::string, std::pair<std::size_t, std::size_t>> before;
    const auto rounds = *rc::gen::inRange(1, 5);
    for (int round = 0; round < rounds; ++round) {
      const auto people = *rc::gen::inRange<std::size_t>(0, 25);
      const auto bias = *rc::gen::inRange(0, 8);
      for (std::size_t i = 0; i < people; ++i) {
        const int mask = *rc::gen::inRange(0, 8) | bias;
        std::string names;
        for (int c = 0; c < 3; ++c)
          if (mask >> c & 1) names += (names.empty() ? "" : " ") + std::vector<std::string>{"logement", "sante", "emploi"}[static_cast<std::size_t>(c)];
        all.push_back({{"themes", names}});
      }
      update(board, all);
      const QuestionResult& result = result_of(board, "themes");
      for (const Bar& bar : result.bars) {
        const auto safe = [](std::size_t count) { return count == 0 || count >= kRoomThreshold; };
        RC_ASSERT(safe(bar.count));
        RC_ASSERT(safe(result.people - bar.count));
        const auto [count, rest] = before[bar.choice];
        RC_ASSERT(safe(bar.count - count));
        RC_ASSERT(safe(result.people - bar.count - rest));
        before[bar.choice] = {bar.count, result.people - bar.count};
      }
    }
  }));
}

}  // namespace
}  // namespace escale::forms
