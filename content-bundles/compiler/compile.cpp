#include "content-bundles/compiler/compile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-bundles/compiler/language.hpp"
#include "content-bundles/compiler/sources.hpp"
#include "content-bundles/compiler/typography.hpp"
#include "content-bundles/format/codec.hpp"
#include "content-bundles/forms/names.hpp"
#include "content-bundles/forms/outline.hpp"
#include "content-bundles/importers/xlsform_definition.hpp"
#include "content-bundles/xforms/form_blob.hpp"
#include "content-bundles/xforms/xform.hpp"

namespace escale::compiler {
namespace {
using format::DocumentEntry;
using format::EntryKind;

/// How many proposals a question offers: recorded answers point at them by index.
std::size_t proposals(const learning::Question& question) {
  if (const auto* single = std::get_if<learning::SingleChoice>(&question.body)) return single->choices.size();
  if (const auto* multiple = std::get_if<learning::MultipleChoice>(&question.body)) return multiple->choices.size();
  if (const auto* matching = std::get_if<learning::Matching>(&question.body)) return matching->lefts.size() * 1'000 + matching->rights.size();
  return 0;
}

/// Reads bundle.yaml, opens every document, compiles the bodies, then writes the manifest.
class Compiler {
 public:
  Compiler(const Files& files, const Path& folder, const Options& options) : m_sources(files, folder, m_problems), m_options(options) {}

  Compilation run() {
    BundleHead head = m_sources.head();
    m_remarks = std::move(head.remarks);
    m_manifest = std::move(head.manifest);
    m_manifest.version = m_options.version;
    if (m_manifest.languages.empty()) m_manifest.languages = {std::string(format::kDefaultLanguage)};
    m_sources.load_numbers();
    open_texts(head.paths);
    for (const auto& [path, line] : head.paths) document(path, line);
    for (const auto& [file, form, line] : m_wanted_forms)
      if (!m_forms.contains(form)) m_problems.add(file, line, fmt::format("'{}' is not a form of this bundle: list its .xlsx in bundle.yaml", form));

    Compilation out;
    if (m_problems.none()) finish(out);
    out.problems = m_problems.list();
    out.problem_count = m_problems.count();
    out.warnings = std::move(m_warnings);
    if (out.bundle) out.remarks = std::move(m_remarks);
    if (!m_problems.none()) out.bundle.reset();
    return out;
  }

 private:
  const std::string& default_language() const { return m_manifest.languages.front(); }

  /// The languages a document exists in, default first, with the path of each.
  std::vector<std::pair<std::string, std::string>> variants(const std::string& path) const {
    std::vector<std::pair<std::string, std::string>> out{{default_language(), path}};
    for (const std::string& lang : m_manifest.languages) {
      if (lang == default_language()) continue;
      if (std::string other = variant_path(path, lang); m_sources.exists(other)) out.emplace_back(lang, std::move(other));
    }
    return out;
  }

  /// First pass: every front matter, so that links find the ids of documents that come later.
  void open_texts(const std::vector<std::pair<std::string, int>>& paths) {
    for (const auto& [path, line] : paths) {
      if (!path.ends_with(".md")) continue;
      for (const auto& [lang, file] : variants(path)) {
        auto source = m_sources.open_text(file, lang);
        if (!source) continue;
        m_sources.ids[file] = source->document.id;
        m_texts.emplace(file, *std::move(source));
      }
    }
  }

  void document(const std::string& path, int line) {
    const std::size_t before = m_manifest.documents.size();
    if (path.ends_with(".md")) texts(path);
    else if (path.ends_with(".xlsx")) form(path);
    else if (path.ends_with(".yaml")) programmes(path);
    else m_problems.add("bundle.yaml", line, fmt::format("'{}' is neither .md, .xlsx nor .yaml", path));
    if (m_manifest.documents.size() == before) return;
    const std::string& id = m_manifest.documents[before].id;
    if (const auto [place, added] = m_ids.emplace(id, path); !added && !id.empty())
      m_problems.add(path, m_texts.contains(path) ? m_texts.at(path).id_line : 0, fmt::format("the id '{}' is already that of {}: give each document its own", id, place->second));
  }

  void texts(const std::string& path) {
    const learning::Document* first = nullptr;
    for (const auto& [lang, file] : variants(path)) {
      const auto found = m_texts.find(file);
      if (found == m_texts.end()) continue;
      const std::size_t before = m_problems.count();
      learning::Document document = m_sources.compile_text(found->second);
      if (file == path) {
        first = &m_documents.emplace(path, document).first->second;
      } else if (first != nullptr) {
        same_document(*first, document, found->second);
      }
      DocumentEntry entry;
      entry.id = document.id;
      entry.kind = *format::parse_entry_kind(learning::kind_name(document.kind));
      entry.lang = lang;
      entry.title = document.title;
      entry.path = file;
      entry.minutes = document.minutes;
      entry.questions = static_cast<int>(document.questions.size());
      if (m_problems.count() == before && m_problems.none()) {
        remark(language_remarks(document, file, found->second.whole));
        auto written = format::write_document(document);
        if (!written) m_problems.add(file, 0, written.error());
        else entry.blob = add(*std::move(written));
      }
      m_manifest.documents.push_back(std::move(entry));
    }
  }

  /// A variant is the same document in other words: recorded answers must mean the same in both.
  void same_document(const learning::Document& first, const learning::Document& other, const TextSource& source) {
    const auto problem = [&](std::string sentence) { m_problems.add(source.path, source.id_line, std::move(sentence)); };
    if (first.id != other.id) problem(fmt::format("the id is '{}' but '{}' in the default language: a variant keeps the id", other.id, first.id));
    if (first.kind != other.kind) problem("the kind is not that of the default language: a variant keeps the kind");
    if (first.questions.size() != other.questions.size()) {
      problem(fmt::format("{} questions, but {} in the default language: a variant asks the same questions", other.questions.size(), first.questions.size()));
      return;
    }
    for (std::size_t i = 0; i < first.questions.size(); ++i) {
      const learning::Question &a = first.questions[i], &b = other.questions[i];
      if (a.id != b.id) problem(fmt::format("question {} is '{}', but '{}' in the default language: keep ids and order", i + 1, b.id, a.id));
      else if (a.body.index() != b.body.index() || proposals(a) != proposals(b))
        problem(fmt::format("the question '{}' has another kind or number of proposals than in the default language", a.id));
    }
  }

  void form(const std::string& path) {
    const auto bytes = m_sources.bytes(path, 4u << 20);
    if (!bytes) return;
    std::string stem = path.substr(path.rfind('/') + 1);
    stem.erase(stem.rfind('.'));
    importers::DefinitionImport import = importers::import_definition(*bytes, stem);
    for (const importers::DefinitionIssue& issue : import.errors) m_problems.add(path, 0, issue.text("en"));
    for (const importers::DefinitionIssue& issue : import.warnings) m_warnings.push_back({path, 0, issue.text("en")});
    if (!import.definition) {
      if (import.errors.empty()) m_problems.add(path, 0, "the form could not be read");
      return;
    }
    // Lists of choices beside the spreadsheet stand inside the blob: a form is one file wherever it goes.
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    const auto lists = xforms::read_external_lists(*import.definition, [&](const std::string& name) -> Result<std::string> {
      const auto list = m_sources.bytes(folder + name, 32u << 20);
      if (!list) return fail(Code::NotFound, fmt::format("{}{} could not be read", folder, name));
      return to_text(*list);
    });
    if (!lists) return m_problems.add(path, 0, lists.error());
    import.definition->external.clear();
    auto blob = xforms::form_blob(*import.definition);
    if (!blob) return m_problems.add(path, 0, blob.error());
    const auto compiled = xforms::read_form(*blob);
    if (!compiled) return m_problems.add(path, 0, compiled.error());
    const forms::Plan& plan = **compiled;
    const forms::Definition& form = plan.definition();
    if (!forms::is_form_id(form.id))
      return m_problems.add(path, 0, fmt::format("the form's id '{}' is not made of small letters, digits and -: write another under form_id in the sheet 'settings'", form.id.substr(0, 80)));
    const std::vector<std::string> languages = forms::languages_of(plan);
    if (std::find(languages.begin(), languages.end(), default_language()) == languages.end())
      m_problems.add(path, 0, fmt::format("the form has no labels in '{}', the first language of the bundle: add a column label::{}", default_language(), default_language()));
    m_forms.insert(form.id);
    remark(language_remarks(plan, path));
    DocumentEntry entry;
    entry.id = form.id;
    entry.kind = EntryKind::Form;
    entry.lang = default_language();
    entry.title = std::string(forms::text_in(forms::title_of(plan), default_language(), forms::default_language_of(plan)));
    if (entry.title.empty()) m_problems.add(path, 0, "the form has no title: write it under form_title in the sheet 'settings'");
    entry.title = typeset(entry.title, default_language());
    entry.path = path;
    entry.blob = add(to_bytes(*blob));
    m_manifest.documents.push_back(std::move(entry));
  }

  void programmes(const std::string& path) {
    std::string first_id;
    for (const auto& [lang, file] : variants(path)) {
      DocumentEntry entry;
      entry.lang = lang;
      entry.path = file;
      std::vector<std::pair<std::string, int>> forms;
      auto written = m_sources.programme(file, lang, entry, forms, m_remarks);
      for (auto& [form, line] : forms) m_wanted_forms.push_back({file, form, line});
      if (!written) continue;
      if (first_id.empty()) first_id = entry.id;
      else if (entry.id != first_id) m_problems.add(file, 0, fmt::format("the id is '{}' but '{}' in the default language: a variant keeps the id", entry.id, first_id));
      entry.blob = add(*std::move(written));
      m_manifest.documents.push_back(std::move(entry));
    }
  }

  void remark(std::vector<Problem> more) {
    for (Problem& each : more) m_remarks.push_back(std::move(each));
  }

  format::BlobRef add(Bytes bytes) {
    const format::BlobRef ref{crypto::sha256(bytes), bytes.size()};
    m_blobs.emplace(ref.digest, std::move(bytes));
    return ref;
  }

  void finish(Compilation& out) {
    for (auto& [digest, entry] : m_sources.media) {
      m_manifest.media.push_back(entry.first);
      m_blobs.emplace(digest, std::move(entry.second));
    }
    if (m_options.previous) {
      auto previous = format::read_manifest(*m_options.previous);
      if (!previous) return m_problems.add("the previous manifest", 0, previous.error());
      if (auto kept = format::check_succession(*previous, m_manifest); !kept) return m_problems.add("bundle.yaml", 0, kept.error());
    }
    auto manifest = format::write_manifest(m_manifest);
    if (!manifest) return m_problems.add("bundle.yaml", 0, manifest.error());
    out.bundle = CompiledBundle{*std::move(manifest), std::move(m_blobs)};
  }

  struct WantedForm {
    std::string file, form;
    int line = 0;
  };

  Problems m_problems;
  std::vector<Problem> m_warnings;
  std::vector<Problem> m_remarks;
  Sources m_sources;
  const Options& m_options;
  format::Manifest m_manifest;
  std::map<crypto::Digest, Bytes> m_blobs;
  std::map<std::string, TextSource> m_texts;            // by path
  std::map<std::string, learning::Document> m_documents;  // in the default language, by path
  std::map<std::string, std::string> m_ids;             // document id -> path
  std::set<std::string> m_forms;
  std::vector<WantedForm> m_wanted_forms;
};
}  // namespace

Compilation compile(const Files& files, const Path& folder, const Options& options) { return Compiler(files, folder, options).run(); }

Result<CompiledBundle> compile_bundle(const Files& files, const Path& folder, const Options& options) {
  Compilation compilation = compile(files, folder, options);
  if (compilation.bundle) return *std::move(compilation.bundle);
  std::string all;
  for (const Problem& problem : compilation.problems) {
    if (!all.empty()) all += '\n';
    all += problem.text();
  }
  return fail(Code::InvalidInput, all);
}

}  // namespace escale::compiler
