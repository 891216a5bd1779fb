// Benchmarks print figures, never verdicts: one line each with name, value, unit, against what, ratio. A ratio compares with a named
// peer or limit measured in the same run; medians of several runs, interleaved so that a busy machine slows both alike.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace escale::bench {

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  std::string against;  ///< the peer or the limit, in words; empty when there is none
  double ratio = 0;     ///< how many times better than `against` (above 1 is better)
};

class Report {
 public:
  explicit Report(bool json) : m_json(json) {}
  void add(const Figure& figure) {
    if (m_json)
      std::printf("{\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\",\"against\":\"%s\",\"ratio\":%.3g}\n", figure.name.c_str(), figure.value,
                  figure.unit.c_str(), figure.against.c_str(), figure.ratio);
    else
      std::printf("%-44s %12.4g %-10s %s\n", figure.name.c_str(), figure.value, figure.unit.c_str(), compared(figure).c_str());
    std::fflush(stdout);
  }

 private:
  static std::string compared(const Figure& figure) {
    if (figure.against.empty()) return {};
    char ratio[32];
    std::snprintf(ratio, sizeof ratio, "%.3g", figure.ratio);
    return "against " + figure.against + ": x" + ratio;
  }
  bool m_json;
};

/// Seconds that one call takes.
inline double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Median seconds of two pieces of work, run in turns.
inline std::pair<double, double> in_turns(int runs, const std::function<void()>& ours, const std::function<void()>& theirs) {
  std::vector<double> a, b;
  for (int i = 0; i < runs; ++i) {
    a.push_back(seconds(ours));
    b.push_back(seconds(theirs));
  }
  return {median(a), median(b)};
}

}  // namespace escale::bench
