// escale bundle: from an author's folder to a bundle, and what is in one.
#include <fmt/format.h>

#include <map>
#include <memory>

#include "content-bundles/compiler/compile.hpp"
#include "content-bundles/compiler/example.hpp"
#include "content-bundles/format/reader.hpp"
#include "content-bundles/format/writer.hpp"
#include "sync/admin/commands.hpp"

namespace escale::admin {
namespace {
using format::DocumentEntry;
using format::Manifest;

struct BundleOptions {
  std::string source, out, previous, manifest, before, after, blobs, id, lang = "fr";
  std::int64_t version = 0;
  bool strict = false;
};

Result<Bytes> read_manifest_bytes(const Context& context, const std::string& path) {
  return context.files->read(path, format::kMaxManifestBytes);
}

Result<Manifest> read_manifest_file(const Context& context, const std::string& path) {
  TRY_ASSIGN(const Bytes bytes, read_manifest_bytes(context, path));
  auto manifest = format::read_manifest(bytes);
  if (!manifest) return fail(std::move(manifest.error()).in(path));
  return manifest;
}

/// The `blobs` folder beside `bundles/`, unless one is given.
Path blobs_of(const BundleOptions& options, const std::string& manifest) {
  if (!options.blobs.empty()) return options.blobs;
  return Path(manifest).parent_path().parent_path() / "blobs";
}

Result<compiler::CompiledBundle> compiled(Context& context, const BundleOptions& options, std::vector<compiler::Problem>* remarks = nullptr) {
  compiler::Options wanted;
  if (!options.previous.empty()) {
    TRY_ASSIGN(wanted.previous, read_manifest_bytes(context, options.previous));
    TRY_ASSIGN(const Manifest previous, read_manifest_file(context, options.previous));
    wanted.version = previous.version + 1;
  }
  if (options.version > 0) wanted.version = options.version;
  compiler::Compilation compilation = compiler::compile(*context.files, options.source, wanted);
  if (!context.json)
    for (const compiler::Problem& warning : compilation.warnings) *context.err << warning.text() << '\n';
  if (remarks != nullptr) *remarks = std::move(compilation.remarks);
  if (compilation.bundle) return *std::move(compilation.bundle);
  if (compilation.problem_count == 1 && !context.json) return fail(Code::InvalidInput, compilation.problems.at(0).text());
  // Each problem on its own line, as compilers do; the sentence that follows counts them.
  Json problems = Json::array();
  for (const compiler::Problem& problem : compilation.problems) {
    if (!context.json) *context.err << problem.text() << '\n';
    problems.push_back({{"file", problem.file}, {"line", problem.line}, {"sentence", problem.sentence}});
  }
  if (context.json) *context.err << Json{{"problems", problems}}.dump() << '\n';
  const std::size_t count = compilation.problem_count;
  return fail(Code::InvalidInput, fmt::format("{}: {} to mend, nothing was written", options.source, count == 1 ? "one thing" : fmt::format("{} things", count)));
}

std::uint64_t total_size(const Manifest& manifest) {
  std::uint64_t total = 0;
  for (const format::BlobRef& blob : format::all_blobs(manifest)) total += blob.size;
  return total;
}

Json summary(const Manifest& manifest) {
  return {{"id", manifest.id},
          {"version", manifest.version},
          {"documents", manifest.documents.size()},
          {"media", manifest.media.size()},
          {"blobs", format::all_blobs(manifest).size()},
          {"bytes", total_size(manifest)}};
}

Result<> new_bundle(Context& context, const BundleOptions& options) {
  std::string id = options.id;
  if (id.empty()) {
    const Path folder = Path(options.source).lexically_normal();
    id = (folder.has_filename() ? folder.filename() : folder.parent_path().filename()).string();
  }
  TRY(compiler::write_example(*context.files, options.source, id));
  context.show({{"id", id}, {"folder", options.source}},
               fmt::format("{0} holds a small course that works. Change its texts, then:\n\n  escale bundle check {0}\n  escale bundle build {0} --out built\n", options.source));
  return {};
}

Result<> build_bundle(Context& context, const BundleOptions& options) {
  TRY_ASSIGN(const compiler::CompiledBundle bundle, compiled(context, options));
  TRY(format::write_bundle(*context.files, bundle, options.out));
  TRY_ASSIGN(const Manifest manifest, format::read_manifest(bundle.manifest));
  TRY_ASSIGN(const crypto::Digest digest, format::approval_digest(bundle.manifest));
  const std::string path = (Path(options.out) / "bundles" / (manifest.id + ".json")).string();
  Json value = summary(manifest);
  value["manifest"] = path;
  value["approval_digest"] = digest.hex();
  context.show(value, fmt::format("{} version {}: {} documents, {} images, {} blobs, {}\n{}\nTo be approved: {}\n", manifest.id, manifest.version,
                                  manifest.documents.size(), manifest.media.size(), bundle.blobs.size(), human_bytes(total_size(manifest)), path, digest.hex()));
  return {};
}

/// How the French could be better: one line each on the error output. With --strict they are faults.
Result<Json> remarks_shown(Context& context, const BundleOptions& options, const std::vector<compiler::Problem>& remarks) {
  Json listed = Json::array();
  for (const compiler::Problem& remark : remarks) {
    if (!context.json) *context.err << remark.text() << '\n';
    listed.push_back({{"file", remark.file}, {"line", remark.line}, {"sentence", remark.sentence}});
  }
  if (!options.strict || remarks.empty()) return listed;
  if (context.json) *context.err << Json{{"problems", listed}}.dump() << '\n';
  return fail(Code::InvalidInput, fmt::format("{}: {} of language to mend", options.source, remarks.size() == 1 ? "one point" : fmt::format("{} points", remarks.size())));
}

/// Sources (a folder with bundle.yaml) or a built bundle (its manifest): both can be checked.
Result<> check_bundle(Context& context, const BundleOptions& options) {
  if (context.files->exists(Path(options.source) / "bundle.yaml")) {
    std::vector<compiler::Problem> remarks;
    TRY_ASSIGN(const compiler::CompiledBundle bundle, compiled(context, options, &remarks));
    TRY_ASSIGN(const Manifest manifest, format::read_manifest(bundle.manifest));
    TRY_ASSIGN(const Json listed, remarks_shown(context, options, remarks));
    Json value = summary(manifest);
    value["remarks"] = listed;
    context.show(value, fmt::format("{}: nothing to mend, {} documents, {}\n", manifest.id, manifest.documents.size(), human_bytes(total_size(manifest))));
    return {};
  }
  TRY_ASSIGN(const Bytes bytes, read_manifest_bytes(context, options.source));
  auto reader = format::BundleReader::open(*context.files, bytes, blobs_of(options, options.source));
  if (!reader) return fail(std::move(reader.error()).in(options.source));
  TRY(reader->check_all());
  if (!options.previous.empty()) {
    TRY_ASSIGN(const Manifest previous, read_manifest_file(context, options.previous));
    TRY(format::check_succession(previous, reader->manifest()));
  }
  context.show(summary(reader->manifest()), fmt::format("{} version {}: every blob is there and whole, every document can be read\n", reader->manifest().id,
                                                        reader->manifest().version));
  return {};
}

std::string languages_of(const Manifest& manifest, const std::string& id) {
  std::string out;
  for (const DocumentEntry& entry : manifest.documents) {
    if (entry.id != id) continue;
    if (!out.empty()) out += ' ';
    out += entry.lang;
  }
  return out;
}

Result<> show_bundle(Context& context, const BundleOptions& options) {
  TRY_ASSIGN(const Bytes bytes, read_manifest_bytes(context, options.manifest));
  TRY_ASSIGN(const Manifest manifest, read_manifest_file(context, options.manifest));
  TRY_ASSIGN(const crypto::Digest digest, format::approval_digest(bytes));
  Json value = summary(manifest);
  value["approval_digest"] = digest.hex();
  value["approvals"] = Json::array();
  std::string text = fmt::format("{}\n{}\n\n{} {} version {}, {}, {}\n", format::in_language(manifest.titles, options.lang),
                                 format::in_language(manifest.summaries, options.lang), format::kind_name(manifest.kind), manifest.id, manifest.version,
                                 manifest.publisher, manifest.licence);
  text += fmt::format("languages {}{}\n\n", fmt::join(manifest.languages, ", "), manifest.sensitive ? ", sensitive (quick exit)" : "");
  Json documents = Json::array();
  for (const DocumentEntry* entry : format::entries_in(manifest, options.lang)) {
    text += fmt::format("  {:<10} {:<28} {:>9}  {}", format::kind_name(entry->kind), entry->id, human_bytes(entry->blob.size), entry->title);
    if (entry->questions > 0) text += fmt::format(" ({} question{})", entry->questions, entry->questions == 1 ? "" : "s");
    text += fmt::format("  [{}]\n", languages_of(manifest, entry->id));
    documents.push_back({{"id", entry->id}, {"kind", format::kind_name(entry->kind)}, {"title", entry->title}, {"questions", entry->questions},
                         {"size", entry->blob.size}, {"sha256", entry->blob.digest.hex()}});
  }
  value["list"] = std::move(documents);
  text += fmt::format("\n{} blobs, {}\nTo be approved: {}\n", format::all_blobs(manifest).size(), human_bytes(total_size(manifest)), digest.hex());
  if (manifest.approvals.empty()) text += "No approval.\n";
  for (const std::string& approval : manifest.approvals) {
    text += fmt::format("Approval: {}\n", approval);
    TRY_ASSIGN(Json record, parse_json(approval));
    value["approvals"].push_back(std::move(record));
  }
  context.show(value, text);
  return {};
}

Result<> diff_bundles(Context& context, const BundleOptions& options) {
  TRY_ASSIGN(const Manifest before, read_manifest_file(context, options.before));
  TRY_ASSIGN(const Manifest after, read_manifest_file(context, options.after));
  if (before.id != after.id)
    return fail(Code::Refused, fmt::format("'{}' and '{}' are two bundles: compare two versions of one", before.id, after.id));
  using Key = std::pair<std::string, std::string>;
  std::map<Key, const DocumentEntry*> old_entries;
  for (const DocumentEntry& entry : before.documents) old_entries.emplace(Key{entry.id, entry.lang}, &entry);
  Json added = Json::array(), changed = Json::array(), removed = Json::array();
  std::string text = fmt::format("{}: version {} to {}\n", after.id, before.version, after.version);
  const auto line = [&](std::string_view mark, const DocumentEntry& entry) {
    text += fmt::format("  {} {:<28} {:<12} {:>9}  {}\n", mark, entry.id, entry.lang, human_bytes(entry.blob.size), entry.title);
    return Json{{"id", entry.id}, {"lang", entry.lang}, {"size", entry.blob.size}};
  };
  for (const DocumentEntry& entry : after.documents) {
    const auto found = old_entries.find(Key{entry.id, entry.lang});
    if (found == old_entries.end()) {
      added.push_back(line("added  ", entry));
      continue;
    }
    if (found->second->blob != entry.blob) changed.push_back(line("changed", entry));
    old_entries.erase(found);
  }
  for (const auto& [key, entry] : old_entries) removed.push_back(line("removed", *entry));
  std::map<crypto::Digest, std::uint64_t> known;
  for (const format::BlobRef& blob : format::all_blobs(before)) known.emplace(blob.digest, blob.size);
  std::uint64_t travel = 0;
  std::size_t count = 0;
  for (const format::BlobRef& blob : format::all_blobs(after)) {
    if (known.contains(blob.digest)) continue;
    travel += blob.size;
    ++count;
  }
  if (added.empty() && changed.empty() && removed.empty()) text += "  no document changed\n";
  text += fmt::format("{} of {} blobs travel, {} of {}\n", count, format::all_blobs(after).size(), human_bytes(travel), human_bytes(total_size(after)));
  if (auto kept = format::check_succession(before, after); !kept) text += fmt::format("This version cannot replace the other: {}\n", kept.error().message);
  context.show({{"added", added}, {"changed", changed}, {"removed", removed}, {"blobs", count}, {"bytes", travel}}, text);
  return {};
}
}  // namespace

void add_bundle_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<BundleOptions>();
  CLI::App* bundle = app.add_subcommand("bundle",
                                        "Write, build and look at bundles of content\n"
                                        "\n"
                                        "  escale bundle new my-course                    a small course that works, to change\n"
                                        "  escale bundle check my-course                  what is to mend, by file and line\n"
                                        "  escale bundle build my-course --out built      bundles/my-course.json and its blobs\n"
                                        "  escale bundle show built/bundles/my-course.json\n"
                                        "  escale bundle diff old.json new.json           what a new version changes, and how much travels\n");
  bundle->require_subcommand(1);

  CLI::App* make = bundle->add_subcommand("new", "Write the sources of a small example to begin from");
  make->add_option("folder", options->source, "A new folder")->required();
  make->add_option("--id", options->id, "Id of the bundle (the folder's name when not given)");
  make->callback([options, &context] { context.run([&] { return new_bundle(context, *options); }); });

  CLI::App* build = bundle->add_subcommand("build", "Compile sources into a bundle; nothing is written when something is to mend");
  build->add_option("source", options->source, "Folder with bundle.yaml")->required()->check(CLI::ExistingDirectory);
  build->add_option("--out", options->out, "Folder for bundles/ and blobs/")->required();
  build->add_option("--version", options->version, "Version number (1, or one more than --previous)")->check(CLI::Range(1, 2'000'000'000));
  build->add_option("--previous", options->previous, "Manifest of the version before: its document ids must be kept")->check(CLI::ExistingFile);
  build->callback([options, &context] { context.run([&] { return build_bundle(context, *options); }); });

  CLI::App* check = bundle->add_subcommand("check", "Check sources (a folder) or a built bundle (its manifest)");
  check->add_option("source", options->source, "Folder with bundle.yaml, or bundles/ID.json")->required()->check(CLI::ExistingPath);
  check->add_option("--previous", options->previous, "Manifest of the version before: its document ids must be kept")->check(CLI::ExistingFile);
  check->add_option("--blobs", options->blobs, "Folder of blobs (beside bundles/ when not given)");
  check->add_flag("--strict", options->strict, "Remarks on French typography and simplified French are faults");
  check->callback([options, &context] { context.run([&] { return check_bundle(context, *options); }); });

  CLI::App* show = bundle->add_subcommand("show", "What a bundle holds, its size, its approvals");
  show->add_option("manifest", options->manifest, "bundles/ID.json")->required()->check(CLI::ExistingFile);
  show->add_option("--lang", options->lang, "Language of the titles");
  show->callback([options, &context] { context.run([&] { return show_bundle(context, *options); }); });

  CLI::App* diff = bundle->add_subcommand("diff", "What changed between two versions, and what will travel");
  diff->add_option("before", options->before, "Manifest of the older version")->required()->check(CLI::ExistingFile);
  diff->add_option("after", options->after, "Manifest of the newer version")->required()->check(CLI::ExistingFile);
  diff->callback([options, &context] { context.run([&] { return diff_bundles(context, *options); }); });
}

}  // namespace escale::admin
