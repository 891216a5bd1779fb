// How often a test of faults repeats: `./dev faults` (ESCALE_FAULTS=long) asks for more than `./dev test`.
#pragma once

#include <cstdlib>
#include <string_view>

namespace escale::test {

inline int rounds(int usual, int many) {
  const char* wanted = std::getenv("ESCALE_FAULTS");
  return wanted != nullptr && std::string_view(wanted) == "long" ? many : usual;
}

}  // namespace escale::test
