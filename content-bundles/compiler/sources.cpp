#include "content-bundles/compiler/sources.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/compiler/image.hpp"
#include "content-bundles/compiler/language.hpp"
#include "content-bundles/compiler/typography.hpp"
#include "content-bundles/format/check.hpp"

namespace escale::compiler {
namespace {
constexpr std::uint64_t kMaxSourceBytes = 1u << 20;

/// The sentence of a file error, without its path: the problem names the file.
std::string reading_failed(const Error& error, std::uint64_t max_bytes) {
  if (error.code == Code::NotFound) return "the file is missing: add it, or take it out of the list";
  if (error.code == Code::TooLarge) return fmt::format("the file is over {} bytes: make it smaller", max_bytes);
  return error.message;
}

format::Localised localised(YamlFields& fields, std::string_view key, bool required, std::string_view file, Problems& problems) {
  format::Localised out;
  const Yaml* map = fields.map(key, required);
  if (map == nullptr) return out;
  for (const auto& [lang, text] : map->entries) {
    if (!format::is_language_tag(lang)) problems.add(file, text.line, fmt::format("'{}' is not a language tag such as fr, fr-x-facile or en", lang));
    else if (text.kind != Yaml::Kind::Scalar || text.scalar.empty()) problems.add(file, text.line, fmt::format("'{}' in '{}' is not a text", key, lang));
    else out[lang] = typeset(text.scalar, lang);
  }
  return out;
}

std::string folded_lines(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\t') c = ' ';
  while (text.ends_with(' ')) text.pop_back();
  return text;
}
}  // namespace

std::string variant_path(const std::string& path, std::string_view lang) {
  const std::size_t dot = path.rfind('.');
  return fmt::format("{}.{}{}", path.substr(0, dot), lang, path.substr(dot));
}

std::optional<Bytes> Sources::bytes(const std::string& path, std::uint64_t max_bytes) {
  auto content = m_files.read(m_folder / path, max_bytes);
  if (content) return *std::move(content);
  m_problems.add(path, 0, reading_failed(content.error(), max_bytes));
  return std::nullopt;
}

std::optional<std::string> Sources::text(const std::string& path, std::uint64_t max_bytes) {
  const auto content = bytes(path, max_bytes);
  if (!content || !check_source(as_text(*content), path, m_problems)) return std::nullopt;
  std::string_view rest = as_text(*content);
  if (rest.starts_with("\uFEFF")) rest.remove_prefix(3);
  std::string out;
  out.reserve(rest.size());
  for (const char c : rest)
    if (c != '\r') out += c;
  return out;
}

BundleHead Sources::head() {
  const std::string file = "bundle.yaml";
  BundleHead out;
  const auto content = text(file, kMaxSourceBytes);
  if (!content) return out;
  const auto yaml = parse_yaml(*content, file, 1, m_problems);
  if (!yaml) return out;
  YamlFields fields(*yaml, file, m_problems);
  format::Manifest& manifest = out.manifest;
  manifest.id = fields.text("id");
  if (!manifest.id.empty() && !format::is_identifier(manifest.id))
    fields.problem("id", fmt::format("'{}' is not an id: use a-z, 0-9 and -, at most 64 characters", manifest.id));
  const std::string kind = fields.text("kind");
  if (const auto known = format::parse_bundle_kind(kind)) manifest.kind = *known;
  else if (!kind.empty()) fields.problem("kind", fmt::format("unknown kind '{}': use course, collection, forms or study-day", kind));
  manifest.titles = localised(fields, "title", true, file, m_problems);
  manifest.summaries = localised(fields, "summary", false, file, m_problems);
  manifest.languages = fields.texts("languages", true);
  for (const std::string& lang : manifest.languages)
    if (!format::is_language_tag(lang)) fields.problem("languages", fmt::format("'{}' is not a language tag such as fr, fr-x-facile or en", lang));
  if (manifest.languages.empty() && fields.has("languages")) fields.problem("languages", "no language: write [fr]");
  if (!manifest.languages.empty() && fields.has("title") && !manifest.titles.contains(manifest.languages.front()))
    fields.problem("title", fmt::format("the title is missing in '{}'", manifest.languages.front()));
  manifest.audiences = fields.texts("audiences");
  manifest.themes = fields.texts("themes");
  manifest.publisher = fields.text("publisher");
  manifest.licence = fields.text("licence");
  manifest.sensitive = fields.boolean_or_false("sensitive");
  if (const Yaml* documents = fields.list("documents", true)) {
    for (const Yaml& item : documents->items) {
      const auto path = item.kind == Yaml::Kind::Scalar ? resolve_path("", item.scalar) : std::nullopt;
      if (!path || *path != item.scalar) m_problems.add(file, item.line, fmt::format("'{}' is not a path inside the bundle", item.scalar));
      else if (std::any_of(out.paths.begin(), out.paths.end(), [&](const auto& known) { return known.first == *path; }))
        m_problems.add(file, item.line, fmt::format("'{}' is listed twice", *path));
      else out.paths.emplace_back(*path, item.line);
    }
    if (documents->items.empty()) fields.problem("documents", "no document: list one");
    if (documents->items.size() > format::kMaxDocuments) fields.problem("documents", fmt::format("over {} documents", format::kMaxDocuments));
  }
  fields.finish();
  out.remarks = language_remarks(manifest, *content);
  return out;
}

void Sources::load_numbers() {
  // The bundle's own file comes first; what it does not hold may come from the one shared by the bundles beside it.
  load_numbers("data/numbers.yaml");
  load_numbers("../data/numbers.yaml");
}

bool Sources::load_numbers(const std::string& path) {
  if (!exists(path)) return true;
  const auto content = text(path, kMaxSourceBytes);
  if (!content) return false;
  const auto yaml = parse_yaml(*content, path, 1, m_problems);
  if (!yaml) return false;
  if (yaml->kind != Yaml::Kind::List) {
    m_problems.add(path, yaml->line, "expected a list of numbers, each with id, name, number and verified");
    return false;
  }
  std::set<std::string> here;
  for (const Yaml& item : yaml->items) {
    YamlFields fields(item, path, m_problems);
    learning::HelpNumber number;
    number.id = fields.text("id");
    number.name = typeset(folded_lines(fields.text("name")), "fr");
    number.number = fields.text("number");
    number.hours = typeset(folded_lines(fields.text_or_empty("hours")), "fr");
    number.note = typeset(folded_lines(fields.text_or_empty("note")), "fr");
    number.verified = fields.text("verified");
    number.source = typeset(folded_lines(fields.text_or_empty("source")), "fr");
    fields.finish();
    if (!number.id.empty() && !format::is_identifier(number.id)) fields.problem("id", fmt::format("'{}' is not an id: use a-z, 0-9 and -", number.id));
    if (!number.verified.empty() && !format::is_day(number.verified)) fields.problem("verified", fmt::format("'{}' is not a day such as 2026-11-24", number.verified));
    if (!here.insert(number.id).second) fields.problem("id", fmt::format("the number '{}' is there twice", number.id));
    m_numbers.try_emplace(number.id, std::move(number));
  }
  return true;
}

std::optional<TextSource> Sources::open_text(const std::string& path, const std::string& lang) {
  const auto content = text(path, kMaxSourceBytes);
  if (!content) return std::nullopt;
  if (!content->starts_with("---\n")) {
    m_problems.add(path, 1, "the front matter is missing: begin with a line '---', then id, kind and title, then '---'");
    return std::nullopt;
  }
  const std::size_t end = content->find("\n---\n", 3);
  const bool at_end = end == std::string::npos && content->ends_with("\n---");
  if (end == std::string::npos && !at_end) {
    m_problems.add(path, 1, "the front matter is not closed: end it with a line '---'");
    return std::nullopt;
  }
  const std::size_t close = at_end ? content->size() - 4 : end;
  const std::string_view front = std::string_view(*content).substr(4, close < 4 ? 0 : close - 4 + 1);
  const auto yaml = parse_yaml(front, path, 2, m_problems);
  if (!yaml) return std::nullopt;
  TextSource out;
  out.path = path;
  out.whole = *content;
  if (!at_end) out.body = content->substr(end + 5);
  out.body_line = 1 + static_cast<int>(std::count(content->begin(), content->begin() + static_cast<std::ptrdiff_t>(content->size() - out.body.size()), '\n'));

  YamlFields fields(*yaml, path, m_problems);
  learning::Document& document = out.document;
  document.lang = lang;
  document.id = fields.text("id");
  out.id_line = fields.line_of("id");
  if (!document.id.empty() && !format::is_identifier(document.id))
    fields.problem("id", fmt::format("'{}' is not an id: use a-z, 0-9 and -, at most 64 characters", document.id));
  const std::string kind = fields.text("kind");
  if (const auto known = learning::parse_document_kind(kind)) document.kind = *known;
  else if (!kind.empty()) fields.problem("kind", fmt::format("unknown kind '{}': use lesson, case, quiz, summary or sheet", kind));
  document.title = typeset(folded_lines(fields.text("title")), lang);
  document.minutes = fields.integer_or("minutes", 0, format::kMaxMinutes, 0);
  document.verified = fields.text_or_empty("verified");
  if (!document.verified.empty() && !format::is_day(document.verified))
    fields.problem("verified", fmt::format("'{}' is not a day such as 2026-11-24", document.verified));
  if (const Yaml* sources = fields.list("sources")) {
    for (const Yaml& item : sources->items) {
      YamlFields source(item, path, m_problems);
      learning::Source it{typeset(folded_lines(source.text("title")), lang), source.text_or_empty("url"), typeset(folded_lines(source.text_or_empty("note")), lang)};
      if (!it.url.empty() && !it.url.starts_with("https://") && !it.url.starts_with("http://"))
        source.problem("url", fmt::format("'{}' is not an address: begin with https://", it.url));
      source.finish();
      document.sources.push_back(std::move(it));
    }
  }
  if (const Yaml* definitions = fields.list("definitions")) {
    for (const Yaml& item : definitions->items) {
      YamlFields definition(item, path, m_problems);
      learning::Definition it{typeset(folded_lines(definition.text("term")), lang),
                              typeset(learning::plain(folded_lines(definition.text("text"))), lang)};
      definition.finish();
      document.definitions.push_back(std::move(it));
    }
  }
  fields.finish();
  return out;
}

MarkdownSource Sources::markdown_source(const std::string& file, int first_line, const std::string& lang) {
  MarkdownSource source;
  source.file = file;
  source.first_line = first_line;
  source.lang = lang;
  source.image = [this, file](std::string_view path, int line) { return image(file, path, line); };
  source.document = [this](const std::string& path) -> std::optional<std::string> {
    const auto found = ids.find(path);
    return found == ids.end() ? std::nullopt : std::optional(found->second);
  };
  source.number = [this](std::string_view id) -> const learning::HelpNumber* {
    const auto found = m_numbers.find(id);
    return found == m_numbers.end() ? nullptr : &found->second;
  };
  return source;
}

learning::Document Sources::compile_text(const TextSource& source) {
  learning::Document out = source.document;
  MarkdownBody body = compile_markdown(source.body, markdown_source(source.path, source.body_line, out.lang), m_problems);
  out.blocks = std::move(body.blocks);
  out.questions = std::move(body.questions);
  out.numbers = std::move(body.numbers);
  return out;
}

std::optional<learning::MediaRef> Sources::image(const std::string& file, std::string_view path, int line) {
  const auto resolved = resolve_path("", path);
  if (!resolved) {
    m_problems.add(file, line, fmt::format("'{}' is not a path inside the bundle: give it from the bundle folder, such as media/x.png", path));
    return std::nullopt;
  }
  const auto content = m_files.read(m_folder / *resolved, format::kMaxMediaBytes);
  if (!content) {
    m_problems.add(file, line, fmt::format("{}: {}", *resolved, content.error().code == Code::NotFound ? "the image is missing: add it, with its path from the bundle folder"
                                                                                                     : reading_failed(content.error(), format::kMaxMediaBytes)));
    return std::nullopt;
  }
  const auto info = inspect_image(*content);
  if (!info) {
    m_problems.add(file, line, fmt::format("{}: {}", *resolved, info.error().message));
    return std::nullopt;
  }
  const crypto::Digest digest = crypto::sha256(*content);
  media.try_emplace(digest, format::MediaEntry{info->type, {digest, content->size()}}, *content);
  return learning::MediaRef{digest.hex(), content->size(), info->type, info->width_px, info->height_px};
}

}  // namespace escale::compiler
