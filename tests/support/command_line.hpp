// A subcommand of `escale` run in this process: its words, what it printed, its exit code. A folder, a clock and a seed of its own.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "sync/admin/context.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::test {

struct CommandLine {
  TemporaryFolder folder;
  RealFiles files;
  SeededRandom random{11};
  ManualClock clock{parse_timestamp("2026-11-24T08:00:00Z").value()};
  std::ostringstream out, err;

  std::string in(const std::string& name) const { return (folder.path() / name).string(); }
  std::string text_of(const std::string& name) const { return to_text(must(files.read(in(name), std::uint64_t{8} << 20))); }
  void write(const std::string& name, std::string_view text) { must(files.write_atomic(in(name), as_bytes(text))); }

  /// The words after `escale`; `add` is the subcommand's add_…_command.
  template <class Add>
  int run(const Add& add, std::vector<std::string> words, bool json = false, const std::string& passphrase_file = "") {
    out.str("");
    err.str("");
    admin::Context context{.clock = &clock, .random = &random, .files = &files, .out = &out, .err = &err, .json = json, .passphrase_file = passphrase_file};
    CLI::App app("", "escale");
    add(app, context);
    std::reverse(words.begin(), words.end());
    try {
      app.parse(words);
    } catch (const CLI::ParseError& error) {
      err << error.what();
      return admin::kUsage;
    }
    return context.exit_code;
  }
  /// What --json printed.
  Json result() const { return must(parse_json(out.str())); }
  /// True when standard error holds one line: the error's sentence.
  bool said_one_sentence() const {
    const std::string text = err.str();
    return text.starts_with("escale: ") && std::count(text.begin(), text.end(), '\n') == 1 && text.ends_with('\n');
  }
};

}  // namespace escale::test
