// escale report: a committee's report, or one across committees, as PDF and Markdown with charts, from folders that `answers open` wrote.
#include <fmt/format.h>

#include <memory>

#include "sync/admin/commands.hpp"
#include "sync/paper/report.hpp"
#include "sync/print/markdown.hpp"
#include "sync/print/pdf.hpp"

namespace escale::admin {
namespace {

struct Options {
  std::vector<std::string> in, names;
  std::string out, language;
  bool national = false, publish = false, with_words = false;
  int k = 11;
};

Result<std::vector<paper::Committee>> read_committees(const Context& context, const Options& options) {
  if (!options.names.empty() && options.names.size() != options.in.size())
    return fail(Code::InvalidInput, fmt::format("--name is given {} times and --in {} times: one name for each folder, in the same order", options.names.size(), options.in.size()));
  std::vector<paper::Committee> committees;
  for (std::size_t i = 0; i < options.in.size(); ++i) {
    auto opened = answers::read_opened(*context.files, options.in[i]);
    if (!opened) return fail(std::move(opened).error().in(options.in[i]));
    answers::leave_out_expired(opened->collection, protocol::day_of(context.now()));  // the mailbox's rule, on the day of the report
    const std::string name = options.names.empty() ? opened->collection.mailbox : options.names[i];
    committees.push_back({name, std::move(*opened)});
  }
  return committees;
}

Result<> report(Context& context, const Options& options) {
  if (options.in.size() > 1 && !options.national)
    return fail(Code::InvalidInput, "several folders make a report across committees: say so with --national");
  TRY_ASSIGN(const auto committees, read_committees(context, options));
  TRY_ASSIGN(const auto typesetter, print::Typesetter::open());
  paper::ReportOptions what;
  what.readers = options.publish || options.national ? paper::Readers::Everybody : paper::Readers::Committee;
  what.with_words = options.with_words;
  what.language = options.language;
  what.day = protocol::day_of(context.now());
  what.published.k = options.k;
  TRY_ASSIGN(const print::Document document, options.national ? paper::national_report(committees, what, typesetter)
                                                               : paper::committee_report(committees[0], what, typesetter));
  TRY_ASSIGN(const Bytes pdf, print::pdf(document, typesetter));
  const print::MarkdownFile markdown = print::markdown(document, "rapport");
  const Path folder(options.out);
  TRY(context.files->make_directories(folder));
  Json names = Json::array();
  const auto write = [&](const std::string& name, ByteView bytes) -> Result<> {
    names.push_back(name);
    return context.files->write_atomic(folder / name, bytes);
  };
  TRY(write("rapport.pdf", pdf));
  TRY(write("rapport.md", as_bytes(markdown.text)));
  for (const auto& [name, svg] : markdown.pictures) TRY(write(name, as_bytes(svg)));
  std::size_t answers = 0;
  for (const paper::Committee& committee : committees) answers += committee.opened.collection.answers.size();
  const bool published = what.readers == paper::Readers::Everybody;
  context.show({{"answers", answers}, {"committees", committees.size()}, {"published", published}, {"files", names}},
               fmt::format("{} answers reported: {} and {}, {} charts. {}\n", answers, (folder / "rapport.pdf").string(), (folder / "rapport.md").string(), markdown.pictures.size(),
                           published ? "This report may be published." : "For the readers of this mailbox alone: not to be published."));
  return {};
}

}  // namespace

void add_report_command(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand(
      "report",
      "Write a report with charts, as PDF and as Markdown with SVG pictures\n\n"
      "  escale report --in opened --name \"CLTSDS d'Ille-et-Vilaine\" --out report         for the committee's readers alone\n"
      "  escale report --in opened --out report --publish                                what may be published\n"
      "  escale report --national --in opened-35 --in opened-44 --out report             across committees");
  const auto options = std::make_shared<Options>();
  command->add_option("--in", options->in, "Folder that `answers open` wrote (repeat with --national)")->required();
  command->add_option("--name", options->names, "The committee's name, one for each --in (else its mailbox)");
  command->add_option("--out", options->out, "Folder for rapport.pdf, rapport.md and its pictures")->required();
  command->add_option("--language", options->language, "Language of questions and choices (else the form's own); the report's words are French");
  command->add_flag("--national", options->national, "Across committees; by the rules of --publish");
  command->add_flag("--publish", options->publish, "No count of 1 to k - 1, nothing it could be computed from, no sessions, no words");
  command->add_flag("--with-words", options->with_words, "Open answers too, after a warning about names; never with --publish or --national");
  command->add_option("--k", options->k, "With --publish or --national: the smallest count that may be shown")->check(CLI::Range(5, 1000))->capture_default_str();
  command->callback([&context, options] { context.run([&] { return report(context, *options); }); });
}

}  // namespace escale::admin
