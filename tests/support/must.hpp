// The value of a Result that a test counts on; says why and stops the program when there is none.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "sync/base/result.hpp"

namespace escale::test {

inline void must_stop(const Error& error) {
  std::fprintf(stderr, "a test counted on this: %.*s: %s\n", static_cast<int>(code_name(error.code).size()), code_name(error.code).data(),
               error.message.c_str());
  std::abort();
}
template <class T>
T must(Result<T> result) {
  if (!result) must_stop(result.error());
  return std::move(*result);
}
inline void must(Result<> result) {
  if (!result) must_stop(result.error());
}

}  // namespace escale::test
