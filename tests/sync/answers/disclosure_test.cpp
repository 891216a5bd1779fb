#include "sync/answers/disclosure.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace escale::answers {
namespace {

TEST(Disclosure, HidesSmallCountsAndTheNextSmallest) {
  const Hidden hidden = hide({{{40, 3, 25, 0}}});
  EXPECT_EQ(hidden.totals, (std::vector<bool>{false, true, true, false})) << "3 could be computed from the sum: 25 is hidden too, 0 is no help";
  EXPECT_EQ(hide({{{40, 30, 25}}}).count, 0u);
}

TEST(Disclosure, TwoSmallCountsAreHiddenTogetherOnlyWhenTheyAreEnough) {
  EXPECT_EQ(hide({{{40, 3, 5, 20}}}).totals, (std::vector<bool>{false, true, true, true})) << "3 + 5 is 8: fewer than 11 people";
  EXPECT_EQ(hide({{{40, 6, 5, 20}}}).totals, (std::vector<bool>{false, true, true, false}));
}

TEST(Disclosure, NothingIsPublishedWhenNothingCanHide) {
  const Hidden hidden = hide({{{5, 0, 0}}});
  EXPECT_TRUE(hidden.whole_table);
  EXPECT_EQ(hidden.totals, (std::vector<bool>{true, true, true}));
}

TEST(Disclosure, HidesATotalThatOneSessionMakes) {
  const Hidden hidden = hide({{{90, 30, 30}, {12, 30, 30}}});
  EXPECT_TRUE(hidden.totals[0]) << "90 of 102 are of one session";
  EXPECT_FALSE(is_computable({{{90, 30, 30}, {12, 30, 30}}}, hidden));
}

TEST(Disclosure, ABridgeIsComputableAlthoughItsLinesHideTwo) {
  // Two squares of hidden cells, joined by one: each line and column hides two or more, and the joining cell can be computed all the same.
  const CountTable table{{{20, 20, 20, 20}, {20, 20, 20, 20}, {20, 20, 20, 20}, {20, 20, 20, 20}}};
  Hidden hidden{std::vector<std::vector<bool>>(4, std::vector<bool>(4, false)), std::vector<bool>(4, false), 9, false};
  for (const auto& [line, column] : {std::pair{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 2}, {2, 3}, {3, 2}, {3, 3}}) hidden.cells[static_cast<std::size_t>(line)][static_cast<std::size_t>(column)] = true;
  EXPECT_FALSE(is_computable(table, hidden));
  hidden.cells[1][2] = true;
  EXPECT_TRUE(is_computable(table, hidden));
}

/// What a reader can do with the sums, by hand: fill every line that lacks one cell until nothing moves. Finds what elimination by lines
/// finds; the test below asks that it finds nothing.
bool eliminates(const CountTable& table, Hidden hidden) {
  bool found = false, moved = true;
  while (moved) {
    moved = false;
    const auto only = [&](const auto& hides, std::size_t size, const auto& reveal) {
      std::size_t count = 0, last = 0;
      for (std::size_t i = 0; i < size; ++i)
        if (hides(i)) {
          ++count;
          last = i;
        }
      if (count != 1) return;
      reveal(last);
      found = moved = true;
    };
    if (table.groups() > 1) {
      for (std::size_t g = 0; g < table.groups(); ++g) only([&](std::size_t c) { return bool{hidden.cells[g][c]}; }, table.categories(), [&](std::size_t c) { hidden.cells[g][c] = false; });
      for (std::size_t c = 0; c < table.categories(); ++c)
        only([&](std::size_t g) { return g == table.groups() ? bool{hidden.totals[c]} : bool{hidden.cells[g][c]}; }, table.groups() + 1,
             [&](std::size_t g) { g == table.groups() ? hidden.totals[c] = false : hidden.cells[g][c] = false; });
    }
    only([&](std::size_t c) { return bool{hidden.totals[c]}; }, table.categories(), [&](std::size_t c) { hidden.totals[c] = false; });
  }
  return found;
}

RC_GTEST_PROP(Disclosure, NothingHiddenCanBeComputedAndNothingSmallIsShown, ()) {
  const auto groups = *rc::gen::inRange<std::size_t>(1, 7), categories = *rc::gen::inRange<std::size_t>(2, 7);
  CountTable table;
  for (std::size_t g = 0; g < groups; ++g) table.counts.push_back(*rc::gen::container<std::vector<std::int64_t>>(categories, rc::gen::inRange<std::int64_t>(0, 40)));
  const Hidden hidden = hide(table);
  RC_ASSERT(!is_computable(table, hidden));
  if (hidden.whole_table) return;
  RC_ASSERT(!eliminates(table, hidden));
  for (std::size_t c = 0; c < categories; ++c) {
    if (table.total(c) > 0 && table.total(c) < 11) RC_ASSERT(hidden.totals[c]);
    for (std::size_t g = 0; g < groups && groups > 1; ++g)
      if (table.counts[g][c] > 0 && table.counts[g][c] < 11) RC_ASSERT(hidden.cells[g][c]);
  }
}

}  // namespace
}  // namespace escale::answers
