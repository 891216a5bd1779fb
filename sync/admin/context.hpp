// What every subcommand of `escale` is given: time, randomness, the disk, where to write, and how to ask for a passphrase.
// Results go to standard output (text, or one JSON object with --json); progress, questions and the one error sentence to standard error.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/clock.hpp"
#include "sync/base/files.hpp"
#include "sync/base/json.hpp"
#include "sync/base/random.hpp"

namespace escale::admin {

/// Exit codes: 0 done; 1 the work failed; 2 wrong usage. `escale age` has its own table.
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

struct Context {
  const Clock* clock;
  Random* random;
  Files* files;
  std::ostream* out;
  std::ostream* err;
  bool json = false;
  std::string passphrase_file;
  int exit_code = 0;

  Timestamp now() const { return clock->now(); }

  /// The passphrase of an existing key: --passphrase-file, else $ESCALE_PASSPHRASE, else asked on the terminal without echo.
  /// Refused when there is none and nobody to ask. The caller wipes it.
  Result<std::string> passphrase(std::string_view what) const;

  /// One line typed on the terminal without echo, even when standard input is a pipe; nothing when there is no terminal.
  std::optional<std::string> ask(std::string_view question) const;

  /// Prints the result: `text` for people, `value` with --json.
  void show(const Json& value, std::string_view text) const;

  /// Runs a subcommand's work: prints the error's sentence and sets the exit code when it fails.
  void run(const std::function<Result<>()>& work);
};

/// A bar on standard error while long work goes on; nothing when standard error is not a terminal.
class Progress {
 public:
  Progress(const Context& context, std::string label);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// `done` of `total` units ("bytes" are shown as Ko, Mo).
  void update(std::uint64_t done, std::uint64_t total);

 private:
  std::ostream* m_err;
  std::string m_label;
  bool m_visible;
  int m_shown = -1;
};

/// "12 KB", "3.4 MB".
std::string human_bytes(std::uint64_t bytes);

}  // namespace escale::admin
