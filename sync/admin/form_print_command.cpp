// escale form print: a form as a paper form, for those who prefer paper and for rooms without a terminal.
#include <fmt/format.h>

#include <memory>

#include "sync/admin/commands.hpp"
#include "sync/admin/form_run.hpp"
#include "sync/paper/paper_form.hpp"
#include "sync/print/pdf.hpp"

namespace escale::admin {
namespace {

struct Options {
  std::string form, out, language;
};

Result<> print_form(Context& context, const Options& options) {
  TRY_ASSIGN(const forms::Definition definition, read_definition(context, options.form, options.language.starts_with("en") ? "en" : "fr"));
  paper::PaperFormOptions what;
  what.language = options.language;
  what.created = std::chrono::floor<std::chrono::days>(context.now());  // the same day gives the same bytes
  TRY_ASSIGN(const auto typesetter, print::Typesetter::open());
  auto document = paper::paper_form(definition, what);
  if (!document) return fail(std::move(document).error().in(options.form));
  TRY_ASSIGN(const Bytes pdf, print::pdf(*document, typesetter));
  TRY(context.files->write_atomic(options.out, pdf));
  context.show({{"form", definition.id}, {"version", definition.version}, {"file", options.out}, {"language", document->language}},
               fmt::format("{} {} on paper: {}", definition.id, definition.version, options.out));
  return {};
}

}  // namespace

void add_form_print(CLI::App& form_command, Context& context) {
  const auto options = std::make_shared<Options>();
  auto* sub = form_command.add_subcommand(
      "print",
      "Write a form as a paper form (PDF): boxes to tick, lines to write on, help as on the screen\n\n"
      "What is asked only of some is marked; paper cannot skip, calculate or check.");
  sub->add_option("form", options->form, "The form, .xlsx (XLSForm) or .xml (XForm)")->required();
  sub->add_option("-o,--out", options->out, "The PDF to write")->required();
  sub->add_option("--language", options->language, "Language of the form (else its default one)");
  sub->callback([&context, options] { context.run([&] { return print_form(context, *options); }); });
}

}  // namespace escale::admin
