// Which counts of a published table must be hidden so that nobody is told about anybody (statistical disclosure control). Pure.
// Three rules: a count of 1 to k - 1 is hidden; a total that one session makes almost alone is hidden; and enough others are hidden
// that no hidden count can be computed from the sums, which stay public.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sync/base/result.hpp"

namespace escale::answers {

/// INSEE's published rules for people: no cell of fewer than 11, no unit over 85 % of a cell.
struct DisclosureRules {
  std::int64_t k = 11;
  int dominance_percent = 85;
};

/// Counts by group (sessions) and by category (codes and reasons of missing). Sums of groups are public, and so is the sum of all: the caller
/// puts groups of fewer than k together first. One group: the table is one line.
struct CountTable {
  std::vector<std::vector<std::int64_t>> counts;  ///< [group][category]

  std::size_t groups() const { return counts.size(); }
  std::size_t categories() const { return counts.empty() ? 0 : counts[0].size(); }
  std::int64_t total(std::size_t category) const;
};

struct Hidden {
  std::vector<std::vector<bool>> cells;  ///< [group][category]
  std::vector<bool> totals;              ///< [category]
  std::size_t count = 0;                 ///< of both
  /// No set of other cells can hide what must be: nothing of this table may be published.
  bool whole_table = false;
};

/// Source of the second rule: a hidden cell of a two-way table with public sums is exactly computable if and only if its edge is a bridge of
/// the graph whose nodes are the lines and whose edges are the hidden cells (Gusfield, 1988). Each bridge is given the cheapest cycle
/// (Dijkstra, by count), then lines whose hidden counts sum to less than k get one more.
Hidden hide(const CountTable& table, const DisclosureRules& rules = {});

/// True when a reader of what is not hidden, who knows every sum, can compute a hidden cell exactly. For the check after the fact.
bool is_computable(const CountTable& table, const Hidden& hidden);

}  // namespace escale::answers
