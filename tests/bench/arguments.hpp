// The two arguments every benchmark takes: `--json`, and `--bin DIR` where the programs it starts are.
#pragma once

#include <string>
#include <string_view>

namespace escale::bench {

struct Arguments {
  bool json = false;
  std::string bin = ".";
};

inline Arguments read_arguments(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = values[i];
    if (word == "--json") arguments.json = true;
    if (word == "--bin" && i + 1 < count) arguments.bin = values[++i];
  }
  return arguments;
}

}  // namespace escale::bench
