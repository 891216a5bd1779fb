// How the French of a bundle could be better: typography in every French text, the rules of simplified French in `fr-x-facile`
// ones (content-bundles/language). The compiler typesets by itself what it can (SPEC.md); what is said here is left for the author.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/compiler/problem.hpp"
#include "content-bundles/format/manifest.hpp"
#include "content-bundles/format/programme.hpp"
#include "content-bundles/forms/plan.hpp"
#include "content-bundles/learning/document.hpp"

namespace escale::compiler {

/// Remarks on a compiled document; nothing for other languages. `source` is its file's text, to find the lines.
std::vector<Problem> language_remarks(const learning::Document& document, std::string_view file, std::string_view source);
std::vector<Problem> language_remarks(const format::Programme& programme, std::string_view file, std::string_view source);
/// The form's French texts; no lines, sentences name the question.
std::vector<Problem> language_remarks(const forms::Plan& form, std::string_view file);
/// Titles and summaries of the bundle.
std::vector<Problem> language_remarks(const format::Manifest& manifest, std::string_view source);

}  // namespace escale::compiler
