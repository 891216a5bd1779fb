// Courses, one course, collections: lists of cards that open as a whole.
#include <algorithm>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/learning_parts.hpp"

namespace escale::screens {
namespace {

using format::EntryKind;
using ui::Art;
using ui::ChipKind;
using ui::Tint;

/// Neutral drawings, in turn: a sensitive subject has no smiling one of its own.
constexpr Art kArts[] = {Art::Learn, Art::Door, Art::Table, Art::Voice, Art::Compass, Art::Window};
constexpr Tint kTints[] = {Tint::Sapin, Tint::Prune, Tint::Ambre, Tint::Ciel};

/// A card and the words it borrows.
struct Shown {
  std::string id, title, text, progress, chip;
  ui::Card card = {};
};

/// A list of cards, each whole, that turns pages. `title`: of the screen, when its header had no room for it; it stands above the cards,
/// or has the first page where they leave it no room. The index of the one activated, or -1.
int cards(const Frame& frame, ui::Rect body, std::vector<Shown>& all, float least, int columns, float most, std::string_view title = {}) {
  const float gap = std::max(18.0F, frame.layout().gap);
  // As wide as a card is when the list turns pages and its pager stands beside it.
  const float width = ((frame.layout().single_column() ? body.w : body.w - 116) - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  float height = least;
  for (Shown& each : all) {
    each.card.title = each.title;
    each.card.text = each.text;
    each.card.progress = each.progress;
    each.card.chip = each.chip;
    height = std::max(height, frame.ui.card_height(each.card, width));
  }
  const auto count = static_cast<int>(all.size());
  if (!title.empty()) {
    ui::TextOptions options;
    options.balance = true;
    const float above = frame.ui.measure_height(title, ui::Type::Heading, body.w, options);
    if (above + 18 + height + frame.layout().target + gap <= body.h) {
      frame.ui.heading("title", body.cut_top(above, 18), title, ui::Type::Heading, 2, options);
      title = {};
    }
  }
  const int turned = frame.state.list.page, before = title.empty() ? 0 : 1;
  Listing list = list_pages(frame, body, count, height, std::max(0, turned - before), columns, std::max(most, height));
  int activated = -1;
  if (before > 0) {
    if (list.pages == 1) {  // the pager is needed all the same
      ui::Rect room = body;
      const ui::Rect pager = room.cut_bottom(frame.layout().target, frame.layout().gap);
      list = list_pages(frame, room, count, height, std::max(0, turned - before), columns, std::max(most, height));
      if (list.pages == 1) list.pager = pager;
    }
    draw_pager(frame, list.pager, std::clamp(turned, 0, list.pages), list.pages + before);
    if (turned == 0) {
      ui::TextOptions options;
      options.balance = true;
      frame.ui.heading("title", list.body, title, ui::Type::Heading, 2, options);
      return activated;
    }
  }
  for (int i = list.first; i < list.last; ++i) {
    const Shown& each = all[static_cast<std::size_t>(i)];
    if (frame.ui.card(each.id, list.cell(i), each.card)) activated = i;
  }
  if (before == 0) draw_pager(frame, list);
  return activated;
}

const learning::Progress* progress_of(const Frame& frame, const std::string& course) {
  const auto found = frame.state.learning.progress.find(course);
  return found == frame.state.learning.progress.end() ? nullptr : &found->second;
}

void message(const Frame& frame, ui::Rect& body) {
  if (frame.state.message.empty()) return;
  std::string words(frame.t(frame.state.message == "load-failed" ? Text::CommonLoadFailed : Text::CommonNotNow));
  if (frame.state.message == "load-failed") words += " " + ask_line(frame);
  const float height = std::max(88 + 30 * (frame.layout().text_scale - 1), frame.ui.measure_height(words, ui::Type::Body, body.w - 150) + 44);
  frame.ui.status("message", body.cut_top(height, 18), ui::NoteKind::Warning, words);
}

}  // namespace

std::vector<const format::DocumentEntry*> documents_of(const Frame& frame, const format::Manifest& course) {
  std::vector<const format::DocumentEntry*> list = format::entries_in(course, frame.content_language());
  std::erase_if(list, [](const auto* entry) { return entry->kind == EntryKind::Form || entry->kind == EntryKind::Programme; });
  return list;
}

learning::Completion completion_of(const Frame& frame, const format::Manifest& course) {
  std::vector<std::string> ids;
  for (const auto* entry : documents_of(frame, course)) ids.push_back(entry->id);
  const learning::Progress* progress = progress_of(frame, course.id);
  if (progress == nullptr) return {0, static_cast<int>(ids.size()), {}};
  return learning::completion(*progress, ids);
}

std::string kind_text(const Frame& frame, EntryKind kind) {
  switch (kind) {
    case EntryKind::Case:
      return std::string(frame.t(Text::LearnCase));
    case EntryKind::Quiz:
      return std::string(frame.t(Text::LearnQuiz));
    case EntryKind::Summary:
      return std::string(frame.t(Text::LearnSummary));
    case EntryKind::Sheet:
      return std::string(frame.t(Text::LearnSheet));
    default:
      return std::string(frame.t(Text::LearnLesson));
  }
}

void modules_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::LearnContext), frame.t(Text::LearnTitle));
  const Bottom bottom(frame, {back_item(frame)});
  const auto courses = frame.state.library.of_kind(format::BundleKind::Course);
  ui::Rect body = control_area(frame, bottom.body());
  message(frame, body);
  if (courses.empty()) {
    frame.ui.empty_state("empty", body, ui::Icon::Book, frame.t(Text::LearnEmpty), frame.t(Text::HomeEmptyText));
  } else {
    std::vector<Shown> all;
    for (std::size_t i = 0; i < courses.size(); ++i) {
      const format::Manifest& course = *courses[i];
      const learning::Completion done = completion_of(frame, course);
      int lessons = 0, minutes = 0;
      for (const auto* entry : documents_of(frame, course)) {
        lessons += entry->kind == EntryKind::Lesson ? 1 : 0;
        minutes += entry->minutes;
      }
      Shown& shown = all.emplace_back();
      shown.id = course.id;
      shown.title = title_of(frame, course);
      shown.text = counted(frame.lang, Text::LearnLessons, lessons);
      if (minutes > 0) shown.text = frame.t(Text::LearnBoth, shown.text, counted(frame.lang, Text::LearnMinutes, minutes));
      ui::Card& card = shown.card;
      card.art = kArts[i % std::size(kArts)];
      card.tint = kTints[i % std::size(kTints)];
      if (!frame.layout().single_column()) {
        card.step = done.seen;
        card.steps = done.total;
        shown.progress = done.seen == 0 ? std::string(frame.t(Text::LearnToDiscover)) : frame.t(Text::LearnProgress, done.seen, done.total);
      }
      if (done.seen > 0 && done.seen < done.total) {
        shown.chip = frame.t(Text::LearnRunning);
        card.chip_kind = ChipKind::Running;
        card.chip_icon = ui::Icon::ArrowRight;
      } else if (done.total > 0 && done.seen == done.total) {
        shown.chip = frame.t(Text::LearnDone);
        card.chip_kind = ChipKind::Done;
        card.chip_icon = ui::Icon::Check;
      }
    }
    const int opened = cards(frame, body, all, 136 + 64 * (frame.layout().text_scale - 1), 1, 172 * frame.layout().text_scale);
    if (opened >= 0) frame.emit(app::OpenCourse{all[static_cast<std::size_t>(opened)].id});
  }
  if (bottom.draw() == "back") frame.emit(app::Back{});
}

void module_view(const Frame& frame) {
  rail(frame);
  const format::Manifest* course = frame.state.library.find(frame.state.learning.course);
  if (course == nullptr) {
    header(frame, frame.t(Text::LearnContext), frame.t(Text::LearnTitle));
    const Bottom bottom(frame, {back_item(frame)});
    frame.ui.empty_state("empty", bottom.body(), ui::Icon::Book, frame.t(Text::LearnEmpty), frame.t(Text::HomeEmptyText));
    if (bottom.draw() == "back") frame.emit(app::Back{});
    return;
  }
  const std::string_view title = title_of(frame, *course);
  const bool in_header = header_holds(frame, title);
  header(frame, in_header ? frame.t(Text::LearnContext) : title, in_header ? title : frame.t(Text::LearnContext));
  const auto documents = documents_of(frame, *course);
  const learning::Progress* progress = progress_of(frame, course->id);
  auto progress_at = [&](const std::string& id) -> const learning::DocumentProgress* {
    if (progress == nullptr) return nullptr;
    const auto found = progress->documents.find(id);
    return found == progress->documents.end() ? nullptr : &found->second;
  };
  const format::DocumentEntry* next = nullptr;
  bool begun = false;
  for (const auto* entry : documents) {
    const auto* seen = progress_at(entry->id);
    begun = begun || (seen != nullptr && seen->seen);
    if (next == nullptr && (seen == nullptr || !seen->seen)) next = entry;
  }
  std::vector<BottomItem> items = {back_item(frame)};
  if (next != nullptr) {
    items.push_back({"next-title", next->title, ui::ActionKind::Caption});
    items.push_back({"go", std::string(frame.t(begun ? Text::LearnContinue : Text::LearnBegin)), ui::ActionKind::Primary, ui::Icon::ArrowRight, true});
  }
  const Bottom bottom(frame, items);
  ui::Rect body = control_area(frame, bottom.body());
  message(frame, body);
  const int columns = frame.layout().single_column() || frame.state.preferences.text_spacing || frame.state.preferences.easy_reading ? 1 : 2;
  std::vector<Shown> all;
  for (const auto* entry : documents) {
    Shown& shown = all.emplace_back();
    shown.id = entry->id;
    shown.title = entry->title;
    shown.text = kind_text(frame, entry->kind);
    if (entry->minutes > 0) shown.text = frame.t(Text::LearnBoth, shown.text, counted(frame.lang, Text::LearnMinutes, entry->minutes));
    if (const auto* seen = progress_at(entry->id); seen != nullptr && seen->seen) {
      shown.chip = frame.t(Text::LearnRead);
      if (seen->best_score && entry->questions > 0)
        shown.chip = frame.t(Text::LearnScore, (*seen->best_score * entry->questions + learning::kFullScore / 2) / learning::kFullScore, entry->questions);
      shown.card.chip_kind = ChipKind::Done;
      shown.card.chip_icon = ui::Icon::Check;
    }
  }
  const int opened = cards(frame, body, all, 110 + 70 * (frame.layout().text_scale - 1), columns, 140 * frame.layout().text_scale,
                           in_header ? std::string_view() : title);
  if (opened >= 0) frame.emit(app::OpenDocument{{course->id, all[static_cast<std::size_t>(opened)].id}});
  const std::string_view id = bottom.draw();
  if (id == "back") frame.emit(app::Back{});
  if (id == "go") frame.emit(app::OpenDocument{{course->id, next->id}});
}

void library_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::LibraryContext), frame.t(Text::LibraryTitle));
  const Bottom bottom(frame, {back_item(frame)});
  struct Sheet {
    const format::Manifest* bundle;
    const format::DocumentEntry* entry;
  };
  std::vector<Sheet> sheets;
  for (const format::Manifest* bundle : frame.state.library.of_kind(format::BundleKind::Collection))
    for (const auto* entry : documents_of(frame, *bundle)) sheets.push_back({bundle, entry});
  ui::Rect body = control_area(frame, bottom.body());
  message(frame, body);
  if (sheets.empty()) {
    frame.ui.empty_state("empty", body, ui::Icon::Document, frame.t(Text::LibraryEmpty), frame.t(Text::HomeEmptyText));
  } else {
    std::vector<Shown> all;
    for (const Sheet& sheet : sheets) {
      Shown& shown = all.emplace_back();
      shown.id = sheet.bundle->id + "." + sheet.entry->id;
      shown.title = sheet.entry->title;
      shown.text = title_of(frame, *sheet.bundle);
      if (!frame.large()) shown.card.art = ui::Art::Files, shown.card.tint = ui::Tint::Ciel;
      if (sheet.entry->minutes > 0) shown.text = frame.t(Text::LearnBoth, shown.text, counted(frame.lang, Text::LearnMinutes, sheet.entry->minutes));
    }
    const int opened = cards(frame, body, all, 112 + 70 * (frame.layout().text_scale - 1), 1, 150 * frame.layout().text_scale);
    if (opened >= 0) {
      const Sheet& sheet = sheets[static_cast<std::size_t>(opened)];
      frame.emit(app::OpenDocument{{sheet.bundle->id, sheet.entry->id}});
    }
  }
  if (bottom.draw() == "back") frame.emit(app::Back{});
}

}  // namespace escale::screens
