#include "sync/answers/disclosure.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>

namespace escale::answers {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;

/// The table as a bipartite graph. Lines: each group, then the line of totals. Columns: the categories. A line's sum is public, and in each
/// column the groups' cells make the total's. With one group there is no breakdown: a line of strangers, all hidden, keeps the columns free.
class Graph {
 public:
  explicit Graph(const CountTable& table) : m_columns(table.categories()) {
    const bool one = table.groups() == 1;
    if (!one)
      for (const auto& row : table.counts) add_line(row);
    std::vector<std::int64_t> totals;
    for (std::size_t c = 0; c < m_columns; ++c) totals.push_back(table.total(c));
    add_line(totals);
    m_total_line = m_counts.size() - 1;
    if (one) {
      add_line(std::vector<std::int64_t>(m_columns, 0));
      m_hidden.back().assign(m_columns, true);
      m_strangers = true;
    }
  }
  std::size_t lines() const { return m_counts.size(); }
  std::size_t real_lines() const { return m_counts.size() - (m_strangers ? 1 : 0); }
  std::size_t columns() const { return m_columns; }
  std::size_t total_line() const { return m_total_line; }
  std::int64_t count(std::size_t line, std::size_t column) const { return m_counts[line][column]; }
  bool hidden(std::size_t line, std::size_t column) const { return m_hidden[line][column]; }
  void hide(std::size_t line, std::size_t column) { m_hidden[line][column] = true; }

  /// Hidden cells that can be computed: the bridges (Tarjan's low links; a depth-first search kept on the heap).
  std::vector<std::pair<std::size_t, std::size_t>> bridges() const {
    const std::size_t nodes = lines() + columns();
    std::vector<std::size_t> order(nodes, 0), low(nodes, 0), parent(nodes, nodes), next(nodes, 0);
    std::vector<std::pair<std::size_t, std::size_t>> found;
    std::size_t clock = 0;
    for (std::size_t root = 0; root < nodes; ++root) {
      if (order[root] != 0) continue;
      std::vector<std::size_t> stack{root};
      order[root] = low[root] = ++clock;
      while (!stack.empty()) {
        const std::size_t node = stack.back();
        if (next[node] < others(node)) {
          const std::size_t other = neighbour(node, next[node]++);
          if (!edge(node, other) || other == parent[node]) continue;
          if (order[other] != 0) {
            low[node] = std::min(low[node], order[other]);
          } else {
            parent[other] = node;
            order[other] = low[other] = ++clock;
            stack.push_back(other);
          }
          continue;
        }
        stack.pop_back();
        if (parent[node] == nodes) continue;
        low[parent[node]] = std::min(low[parent[node]], low[node]);
        if (low[node] > order[parent[node]]) found.push_back(cell(node, parent[node]));
      }
    }
    if (m_strangers) std::erase_if(found, [&](const auto& bridge) { return bridge.first == lines() - 1; });
    return found;
  }

  /// Hides the cells of the cheapest way around this one; false when there is none. Zeros are never used: everybody may know them.
  bool close(std::size_t line, std::size_t column) {
    const std::size_t nodes = lines() + columns(), from = line, to = lines() + column;
    std::vector<std::int64_t> distance(nodes, kNever);
    std::vector<std::size_t> before(nodes, nodes);
    using Item = std::pair<std::int64_t, std::size_t>;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
    distance[from] = 0;
    queue.emplace(0, from);
    while (!queue.empty()) {
      const auto [so_far, node] = queue.top();
      queue.pop();
      if (so_far > distance[node]) continue;
      for (std::size_t i = 0; i < others(node); ++i) {
        const std::size_t other = neighbour(node, i);
        const auto at = cell(node, other);
        if (at == std::pair(line, column)) continue;
        const std::int64_t price = edge(node, other) ? 0 : m_counts[at.first][at.second] == 0 ? kNever : m_counts[at.first][at.second];
        if (price == kNever || so_far + price >= distance[other]) continue;
        distance[other] = so_far + price;
        before[other] = node;
        queue.emplace(distance[other], other);
      }
    }
    if (distance[to] == kNever) return false;
    for (std::size_t node = to; node != from; node = before[node]) {
      const auto at = cell(node, before[node]);
      hide(at.first, at.second);
    }
    return true;
  }

 private:
  void add_line(std::vector<std::int64_t> counts) {
    m_counts.push_back(std::move(counts));
    m_hidden.emplace_back(m_columns, false);
  }
  std::size_t others(std::size_t node) const { return node < lines() ? columns() : lines(); }
  std::size_t neighbour(std::size_t node, std::size_t i) const { return node < lines() ? lines() + i : i; }
  std::pair<std::size_t, std::size_t> cell(std::size_t a, std::size_t b) const {
    return a < lines() ? std::pair(a, b - lines()) : std::pair(b, a - lines());
  }
  bool edge(std::size_t a, std::size_t b) const {
    const auto at = cell(a, b);
    return m_hidden[at.first][at.second];
  }

  std::size_t m_columns, m_total_line = 0;
  bool m_strangers = false;
  std::vector<std::vector<std::int64_t>> m_counts;
  std::vector<std::vector<bool>> m_hidden;
};

void hide_primary(Graph& graph, const CountTable& table, const DisclosureRules& rules) {
  for (std::size_t line = 0; line < graph.real_lines(); ++line)
    for (std::size_t column = 0; column < graph.columns(); ++column)
      if (const std::int64_t count = graph.count(line, column); count > 0 && count < rules.k) graph.hide(line, column);
  if (table.groups() < 2) return;
  for (std::size_t column = 0; column < graph.columns(); ++column) {
    std::int64_t largest = 0;
    for (const auto& row : table.counts) largest = std::max(largest, row[column]);
    if (largest * 100 > table.total(column) * rules.dominance_percent) graph.hide(graph.total_line(), column);
  }
}

bool hide_bridges(Graph& graph) {
  for (;;) {
    const auto bridges = graph.bridges();
    if (bridges.empty()) return true;
    if (!graph.close(bridges[0].first, bridges[0].second)) return false;
  }
}

/// A line whose hidden counts are together fewer than k gets one more; true when one was hidden.
bool widen(Graph& graph, const DisclosureRules& rules) {
  for (std::size_t line = 0; line < graph.real_lines(); ++line) {
    std::int64_t sum = 0;
    std::size_t cheapest = graph.columns();
    for (std::size_t column = 0; column < graph.columns(); ++column) {
      if (graph.hidden(line, column)) sum += graph.count(line, column);
      else if (graph.count(line, column) > 0 && (cheapest == graph.columns() || graph.count(line, column) < graph.count(line, cheapest))) cheapest = column;
    }
    if (sum == 0 || sum >= rules.k || cheapest == graph.columns()) continue;
    graph.hide(line, cheapest);
    return true;
  }
  return false;
}

}  // namespace

std::int64_t CountTable::total(std::size_t category) const {
  std::int64_t sum = 0;
  for (const auto& row : counts) sum += row[category];
  return sum;
}

Hidden hide(const CountTable& table, const DisclosureRules& rules) {
  Graph graph(table);
  hide_primary(graph, table, rules);
  bool possible = true;
  do possible = hide_bridges(graph);
  while (possible && widen(graph, rules));
  Hidden out;
  out.whole_table = !possible;
  out.cells.assign(table.groups(), std::vector<bool>(table.categories(), !possible));
  out.totals.assign(table.categories(), !possible);
  for (std::size_t column = 0; possible && column < table.categories(); ++column) {
    out.totals[column] = graph.hidden(graph.total_line(), column);
    for (std::size_t group = 0; group < table.groups(); ++group) out.cells[group][column] = table.groups() == 1 ? out.totals[column] : graph.hidden(group, column);
  }
  for (const bool hidden : out.totals) out.count += hidden ? 1 : 0;
  if (table.groups() > 1)
    for (const auto& row : out.cells) out.count += static_cast<std::size_t>(std::count(row.begin(), row.end(), true));
  return out;
}

bool is_computable(const CountTable& table, const Hidden& hidden) {
  if (hidden.whole_table) return false;
  Graph graph(table);
  for (std::size_t column = 0; column < table.categories(); ++column) {
    if (hidden.totals[column]) graph.hide(graph.total_line(), column);
    if (table.groups() > 1)
      for (std::size_t group = 0; group < table.groups(); ++group)
        if (hidden.cells[group][column]) graph.hide(group, column);
  }
  return !graph.bridges().empty();
}

}  // namespace escale::answers
