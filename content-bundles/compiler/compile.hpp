// Sources of a bundle (SPEC.md) to its compiled form (../format/SPEC.md).
// Rule: pure in the sources. No clock, no locale, no file dates, no randomness, no compression: the same bytes on every machine.
#pragma once

#include <optional>
#include <vector>

#include "content-bundles/compiler/problem.hpp"
#include "content-bundles/format/writer.hpp"
#include "sync/base/files.hpp"

namespace escale::compiler {

using CompiledBundle = format::BuiltBundle;

struct Options {
  std::int64_t version = 1;
  std::optional<Bytes> previous;  ///< manifest of the version before: its document ids are kept (format::check_succession)
};

/// The bundle, when there is no problem; else everything that could be found wrong in one pass.
struct Compilation {
  std::optional<CompiledBundle> bundle;
  std::vector<Problem> problems;
  std::size_t problem_count = 0;  ///< may be more than the problems listed
  std::vector<Problem> remarks;   ///< how the French could be better, by file and line (language.hpp); stops nothing
  std::vector<Problem> warnings;  ///< what works otherwise than its author may think: to be shown, stops nothing
};

/// Compiles the bundle in a folder. Reads only files under it, and data/numbers.yaml beside it.
Compilation compile(const Files& files, const Path& folder, const Options& options);

/// The same as one Result. InvalidInput: "file:line: sentence" for each problem, one a line.
Result<CompiledBundle> compile_bundle(const Files& files, const Path& folder, const Options& options);

}  // namespace escale::compiler
