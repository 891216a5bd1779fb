// The files of a bundle as the compiler reads them. Internal to this folder.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "content-bundles/compiler/markdown.hpp"
#include "content-bundles/compiler/yaml.hpp"
#include "content-bundles/format/manifest.hpp"
#include "sync/base/files.hpp"

namespace escale::compiler {

/// What bundle.yaml says, without documents and media.
struct BundleHead {
  format::Manifest manifest;
  std::vector<std::pair<std::string, int>> paths;  ///< of the documents, with their lines in bundle.yaml
  std::vector<Problem> remarks;                    ///< on the French of titles and summaries
};

/// A Markdown document, its front matter read, its body still text.
struct TextSource {
  std::string path;
  learning::Document document;  ///< without blocks, questions and numbers
  std::string body;
  std::string whole;  ///< front matter and body, to find lines
  int body_line = 1;
  int id_line = 1;
};

/// Everything that documents of a bundle share while they are compiled.
class Sources {
 public:
  Sources(const Files& files, Path folder, Problems& problems) : m_files(files), m_folder(std::move(folder)), m_problems(problems) {}

  bool exists(const std::string& path) const { return m_files.exists(m_folder / path); }
  /// The text of a source file with '\n' line ends and no byte-order mark; nothing when it failed, the problem then was added.
  std::optional<std::string> text(const std::string& path, std::uint64_t max_bytes);
  std::optional<Bytes> bytes(const std::string& path, std::uint64_t max_bytes);

  BundleHead head();
  std::optional<TextSource> open_text(const std::string& path, const std::string& lang);
  learning::Document compile_text(const TextSource& source);
  /// `remarks` gains how its French could be better.
  std::optional<Bytes> programme(const std::string& path, const std::string& lang, format::DocumentEntry& entry, std::vector<std::pair<std::string, int>>& forms, std::vector<Problem>& remarks);
  void load_numbers();

  /// Document ids by source path, for links.
  std::map<std::string, std::string> ids;
  /// Media met so far, by digest, with their bytes.
  std::map<crypto::Digest, std::pair<format::MediaEntry, Bytes>> media;

  Problems& problems() { return m_problems; }

 private:
  MarkdownSource markdown_source(const std::string& file, int first_line, const std::string& lang);
  std::optional<learning::MediaRef> image(const std::string& file, std::string_view path, int line);
  bool load_numbers(const std::string& path);

  const Files& m_files;
  Path m_folder;
  Problems& m_problems;
  std::map<std::string, learning::HelpNumber, std::less<>> m_numbers;
};

/// "lessons/01.fr-x-facile.md" from "lessons/01.md".
std::string variant_path(const std::string& path, std::string_view lang);

}  // namespace escale::compiler
