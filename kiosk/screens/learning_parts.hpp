// What the learning screens share: the documents of a course, and a document's blocks as the interface draws them.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/frame.hpp"

namespace escale::screens {

/// What is learnt from, in reading order, each in the wanted language or by fallback.
std::vector<const format::DocumentEntry*> documents_of(const Frame& frame, const format::Manifest& course);
learning::Completion completion_of(const Frame& frame, const format::Manifest& course);
/// "Leçon", "Étude de cas"…
std::string kind_text(const Frame& frame, format::EntryKind kind);

std::vector<ui::Run> runs_of(const learning::Text& text);
/// The document of the same bundle that these words lead to; empty when they lead nowhere on this terminal.
std::string_view linked_document(const learning::Run& run);
/// What the words of this part lead to, in reading order, each once: buttons after the text ("Aller à : …").
std::vector<const format::DocumentEntry*> links_of(const Frame& frame, const format::Manifest& bundle, const learning::Document& document, app::Part part);

/// One picture of a document and what surrounds it.
struct PagePicture {
  std::string key, alternative, caption;
};

/// One page of a document at this size: blocks, and at most one picture beside them.
struct ReadingPage {
  std::vector<ui::Block> blocks;  ///< whole blocks of the section; `cut` says which part is shown
  ui::BlockPage cut;
  const PagePicture* picture = nullptr;
};

/// The part of a document that is being read, cut into pages.
class Reader {
 public:
  /// `area`: where text and picture stand. Pictures stand beside the text when there are two columns, else in it.
  /// `about`: what a reader should know of this version, as a note before the first block; may be empty. `title`: begins the text when
  /// the header had no room for it.
  Reader(const Frame& frame, const learning::Document& document, app::Part part, ui::Rect area, const std::string& about = {},
         const std::string& title = {});
  int pages() const { return static_cast<int>(m_pages.size()); }
  /// Draws a page; gives the column at its right where `buttons` targets may stand, one under the other (empty with one column).
  ui::Rect draw(int page, int buttons) const;
  /// Words of a page, folded, for finding which definitions it needs.
  std::string words(int page) const;

 private:
  struct Section {
    std::vector<ui::Block> blocks;
    std::optional<PagePicture> picture;
    float width = 0;
  };
  struct Page {
    std::size_t section;
    ui::BlockPage cut;
  };
  const Frame& m_frame;
  ui::Rect m_area;
  std::vector<Section> m_sections;
  std::vector<Page> m_pages;
};

}  // namespace escale::screens
