// A small bundle that works, to begin from: every kind of block and question once, in French, with a variant in easy French.
#pragma once

#include <string_view>

#include "sync/base/files.hpp"

namespace escale::compiler {

/// Writes the sources of the example into a folder. Conflict when the folder already holds a bundle.yaml; InvalidInput for a bad id.
Result<> write_example(Files& files, const Path& folder, std::string_view id);

}  // namespace escale::compiler
