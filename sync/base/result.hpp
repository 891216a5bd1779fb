// How failure travels: Result<T> carries a value or an Error. No exception crosses a folder.
// An Error is handled once: returned with context, or logged, or shown. Input never triggers CHECK; only our bugs do.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace escale {

/// What kind of failure it is. Screens and exit codes choose their sentence by it; `message` is for the log and the command line.
enum class Code {
  InvalidInput,  ///< the input does not follow its format (names file, line, cell or field)
  NotFound,      ///< what was asked for does not exist
  Corrupt,       ///< stored or received bytes do not match their digest
  Untrusted,     ///< a signature, threshold or approval is missing or wrong
  Expired,       ///< signed, but no longer valid at the time given
  Conflict,      ///< somebody else got there first, or versions do not fit
  Refused,       ///< a rule forbids it
  TooLarge,      ///< over a stated limit
  NoSpace,       ///< the disk or the quota is full
  Unavailable,   ///< the network or a peer does not answer; trying again later is right
  Io,            ///< the operating system refused
  Internal,      ///< our own bug, reported instead of crashing
};

/// The code's name in snake_case, as written in JSON errors and logs.
std::string_view code_name(Code code);

struct [[nodiscard]] Error {
  Code code = Code::Internal;
  std::string message;  ///< one sentence without final period; says where (file, line, cell, field) and how to mend it

  /// The same error, seen from one step further out: "context: message".
  Error in(std::string_view context) &&;
  bool operator==(const Error&) const = default;
};

template <class T = void>
using Result = tl::expected<T, Error>;

/// `return fail(Code::NotFound, "...")` from any function that returns a Result.
inline tl::unexpected<Error> fail(Code code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace escale

#define ESCALE_CONCAT_(a, b) a##b
#define ESCALE_CONCAT(a, b) ESCALE_CONCAT_(a, b)

/// TRY(f()); returns f's error to the caller.
#define TRY(expression)                                                                    \
  do {                                                                                     \
    if (auto try_result_ = (expression); !try_result_.has_value())                         \
      return ::escale::fail(std::move(try_result_).error());                               \
  } while (false)

/// TRY_ASSIGN(auto x, f()); returns f's error to the caller, or declares x from its value. Standard C++, no statement expression.
#define TRY_ASSIGN(declaration, expression) TRY_ASSIGN_(ESCALE_CONCAT(try_, __LINE__), declaration, expression)
#define TRY_ASSIGN_(name, declaration, expression)                             \
  auto name = (expression);                                                    \
  if (!name.has_value()) return ::escale::fail(std::move(name).error());       \
  declaration = std::move(name).value()

/// Always on. For our own bugs only: prints and aborts.
#define CHECK(condition)                                                                         \
  do {                                                                                           \
    if (!(condition)) {                                                                          \
      std::fprintf(stderr, "%s:%d: CHECK failed: %s\n", __FILE__, __LINE__, #condition);         \
      std::abort();                                                                              \
    }                                                                                            \
  } while (false)
