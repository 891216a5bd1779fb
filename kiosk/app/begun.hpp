// What somebody has begun in this sitting and not handed over: what the end of use takes from them. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/state.hpp"

namespace escale::app {

struct Begun {
  std::optional<DocumentKey> answer;  ///< the form that is filled in and not sent
  std::vector<std::string> courses;   ///< bundles of which something was read to its end or answered
  bool draft = false;                 ///< of the process before, not gone on with
  bool nothing() const { return !answer && !draft && courses.empty(); }
};

/// A choice of display is no work: it goes without a question. An answer that is being sealed is kept, and not named here.
Begun begun(const State& state);

}  // namespace escale::app
