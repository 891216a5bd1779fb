// A lesson, a case, a summary or a sheet, page by page. "Suite" turns pages, then leads to the questions or to what follows.
#include <algorithm>

#include "content-bundles/learning/scoring.hpp"
#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/learning_parts.hpp"

namespace escale::screens {
namespace {

using format::EntryKind;

struct Position {
  std::string label;  ///< "Leçon 2 sur 5"
  int step = 0, steps = 0;
  const format::DocumentEntry* next = nullptr;
};

Position position_of(const Frame& frame, const format::Manifest& bundle, const std::string& document) {
  Position at;
  const auto documents = documents_of(frame, bundle);
  int lesson = 0, lessons = 0, step = 0;
  bool is_lesson = false;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    lessons += documents[i]->kind == EntryKind::Lesson ? 1 : 0;
    if (documents[i]->id != document) continue;
    step = static_cast<int>(i) + 1;
    is_lesson = documents[i]->kind == EntryKind::Lesson;
    lesson = lessons;
    if (i + 1 < documents.size()) at.next = documents[i + 1];
  }
  if (bundle.kind != format::BundleKind::Course || step == 0) return at;
  at.step = is_lesson ? lesson : step;
  at.steps = is_lesson ? lessons : static_cast<int>(documents.size());
  at.label = is_lesson ? frame.t(Text::LearnLessonOf, lesson, lessons) : frame.t(Text::LearnStepOf, step, at.steps);
  return at;
}

/// What a reader should know about this version of the text, on its first page.
std::string about_version(const Frame& frame, const learning::Document& document) {
  if (document.lang.ends_with("-x-facile")) return std::string(frame.t(Text::LearnEasyVersion));
  if (!document.lang.starts_with(tag_of(frame.lang))) return std::string(frame.t(Text::LearnOtherLanguage));
  if (frame.state.preferences.easy_reading) return std::string(frame.t(Text::LearnNoEasyVersion));
  return {};
}

EntryKind frame_entry_kind(const format::Manifest& bundle, const std::string& document) {
  for (const auto& entry : bundle.documents)
    if (entry.id == document) return entry.kind;
  return EntryKind::Sheet;
}

/// The same as a note in the text: in easy reading always, where the bottom row may have no room to say it. Not when the author's first
/// words say it.
std::string note_of_version(const Frame& frame, const learning::Document& document, app::Part part) {
  if (!frame.state.preferences.easy_reading || part.begin != 0) return {};
  const std::string about = about_version(frame, document);
  if (about.empty() || document.blocks.empty()) return about;
  const auto* quote = std::get_if<learning::Quote>(&document.blocks.front());
  if (quote == nullptr || quote->blocks.empty()) return about;
  const auto* first = std::get_if<learning::Paragraph>(&quote->blocks.front());
  return first != nullptr && learning::folded(learning::words(first->text)).starts_with(learning::folded(about.substr(0, about.find(',')))) ? std::string() : about;
}

void definition(const Frame& frame, const learning::Document& document, const std::string& term, bool stepper) {
  FlowScreen screen;
  screen.stepper = stepper;
  screen.bottom = {back_item(frame), {"seen", std::string(frame.t(Text::LearnUnderstood)), ui::ActionKind::Primary, ui::Icon::Check}};
  screen.most_width = kReadingWidth;
  screen.page = 0;
  const auto found = std::ranges::find(document.definitions, term, &learning::Definition::term);
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    if (found == document.definitions.end()) return;
    ui::Block block;
    block.runs = runs_of(found->text);
    flow.note("definition", ui::NoteKind::Information, capitalised(found->term), {block});
  });
  if (!id.empty()) frame.emit(app::HideDefinition{});
}

/// "Aller à : Qui appeler ?", one button a document: a word in a line is too small to touch.
void add_links(const Frame& frame, const format::Manifest& bundle, const std::vector<const format::DocumentEntry*>& links, Flow& flow) {
  flow.heading("links", std::string(frame.t(Text::LearnLinks)));
  for (const format::DocumentEntry* entry : links) {
    ui::ButtonOptions options;
    options.icon = ui::Icon::ArrowRight;
    options.icon_after = true;
    options.link = true;
    const std::string words = frame.t(Text::LearnGoTo, entry->title);
    const float width = std::min(flow.width(), std::max(frame.ui.button_width(words, ui::ButtonKind::Secondary, options), kReadingWidth / 2));
    flow.add(frame.ui.button_height(words, ui::ButtonKind::Secondary, width, options), true, [&frame, &bundle, entry, words, options, width](ui::Rect rect) {
      rect.w = width;
      if (frame.ui.secondary_button("link-" + entry->id, rect, words, options)) frame.emit(app::OpenDocument{{bundle.id, entry->id}});
    });
  }
}

/// Which terms have a button on a page: those that it speaks of, as many as there is room for.
std::vector<const learning::Definition*> terms_on(const learning::Document& document, const std::string& words, int most) {
  std::vector<const learning::Definition*> out;
  for (const auto& each : document.definitions) {
    if (static_cast<int>(out.size()) == most) break;
    if (words.find(learning::folded(each.term)) != std::string::npos) out.push_back(&each);
  }
  return out;
}

}  // namespace

void reading_view(const Frame& frame) {
  rail(frame);
  const app::Learning& now = frame.state.learning;
  const format::Manifest* bundle = now.open ? frame.state.library.find(now.open->bundle) : nullptr;
  if (bundle == nullptr || now.document == nullptr) {
    header(frame, bundle == nullptr ? std::string_view{} : title_of(frame, *bundle), frame.t(Text::LearnOpening));
    const Bottom bottom(frame, {back_item(frame)});
    frame.ui.empty_state("loading", bottom.body(), ui::Icon::Book, frame.t(Text::HomeLoading), frame.t(Text::LearnOpeningText));
    if (bottom.draw() == "back") frame.emit(app::Back{});
    return;
  }
  const learning::Document& document = *now.document;
  const Position at = position_of(frame, *bundle, now.open->document);
  ui::Header top;
  top.context = document.kind == learning::DocumentKind::Case ? frame.t(Text::LearnCase) : title_of(frame, *bundle);
  top.title = document.title;
  if (!at.label.empty()) {
    top.line = ui::HeaderLine::Stepper;
    top.step_label = at.label;
    top.step = at.step;
    top.steps = at.steps;
  }
  const std::string kind = kind_text(frame, frame_entry_kind(*bundle, now.open->document));
  const bool title_below = title_in_text(frame, top, at.label.empty() ? std::string_view(kind) : std::string_view(at.label));
  header(frame, top);
  const bool stepper = top.line == ui::HeaderLine::Stepper;
  if (now.definition) return definition(frame, document, *now.definition, stepper);

  // Room for the buttons of definitions is kept on every page, so that text does not jump.
  const bool has_terms = !document.definitions.empty() && frame.layout().text_scale <= 1;
  const ui::Layout& l = frame.layout();
  std::vector<BottomItem> items = {back_item(frame), {"about", "", ui::ActionKind::Caption}, next_item(frame, std::string(frame.t(Text::CommonNext)))};
  const Bottom measure(frame, items);
  ui::Rect body = measure.body(stepper);
  ui::Rect row;
  const bool wide = !l.single_column();
  if (has_terms && !wide) row = body.cut_bottom(l.target + 2, 24);
  const app::Part part = app::part_of(document, now.part);
  const std::string about = note_of_version(frame, document, part);
  const Reader reader(frame, document, part, body, about, title_below && part.begin == 0 ? document.title : std::string());
  // After the words, the documents that they lead to.
  const auto links = links_of(frame, *bundle, document, part);
  ui::Rect below_header = measure.body(stepper);
  if (stepper && l.text_scale > 1) below_header.cut_top(12);  // a target keeps off the words of the stepper
  Flow leads(frame, below_header);
  if (!links.empty()) add_links(frame, *bundle, links, leads);
  const int texts = std::max(1, reader.pages()), pages = texts + (links.empty() ? 0 : leads.pages());
  const int page = std::clamp(now.page.page, 0, pages - 1);
  if (page >= texts) leads.draw(page - texts);
  std::vector<const learning::Definition*> terms;
  if (has_terms && page < texts) terms = terms_on(document, reader.words(page), frame.seated() ? 1 : 2);
  const ui::Rect column = page < texts ? reader.draw(page, static_cast<int>(terms.size())) : ui::Rect();
  for (std::size_t i = 0; i < terms.size(); ++i) {
    ui::ButtonOptions options;
    options.icon = ui::Icon::Book;
    options.hint = frame.t(Text::LearnWhatMeans);
    const std::string words = frame.t(Text::LearnTerm, terms[i]->term);
    const int count = static_cast<int>(terms.size());
    const ui::Rect cell = wide ? column.row(static_cast<int>(i), count, l.gap) : row.column(static_cast<int>(i), 2, l.gap);
    if (frame.ui.secondary_button("term-" + std::to_string(i + 1), cell, words, options)) frame.emit(app::ShowDefinition{terms[i]->term});
  }
  const bool last = page + 1 == pages;
  const bool asks = now.part < document.questions.size();
  items[1].text = frame.t(Text::CommonPage, page + 1, pages);
  if (page == 0 && !frame.state.preferences.easy_reading && !about_version(frame, document).empty()) items[1].text = about_version(frame, document);
  if (last && asks) items[1].text = std::string(frame.t(Text::LearnThenQuestion));
  if (last && !asks && at.next != nullptr && bundle->kind == format::BundleKind::Course) items[1].text = frame.t(Text::LearnThen, lowered(at.next->title));
  if (last && !asks && (at.next == nullptr || bundle->kind != format::BundleKind::Course)) {
    items[2].text = std::string(frame.t(Text::LearnFinish));
    items[2].icon = ui::Icon::Check;
    items[2].icon_after = false;
    if (pages == 1) items.erase(items.begin() + 1);
  }
  const std::string_view id = Bottom(frame, items).draw();
  const int wish = frame.ui.page_wish();
  if (id == "back" || (id.empty() && wish < 0 && page > 0)) {
    if (page > 0) {
      frame.emit(app::TurnPage{page - 1});
    } else {
      frame.emit(app::Back{});
    }
  }
  if (id == "next" || (id.empty() && wish > 0 && !last)) {
    if (last) {
      frame.emit(app::DocumentRead{});
    } else {
      frame.emit(app::TurnPage{page + 1});
    }
  }
}

}  // namespace escale::screens
