// Courses, one course, collections: lists of cards that open as a whole.
#include <algorithm>

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

float card_height(const Frame& frame) {
  return 136 + 64 * (frame.layout().text_scale - 1);
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
    const Listing list = list_pages(frame, body, static_cast<int>(courses.size()), card_height(frame), frame.state.list.page, 1, 172 * frame.layout().text_scale);
    for (int i = list.first; i < list.last; ++i) {
      const format::Manifest& course = *courses[static_cast<std::size_t>(i)];
      const learning::Completion done = completion_of(frame, course);
      int lessons = 0, minutes = 0;
      for (const auto* entry : documents_of(frame, course)) {
        lessons += entry->kind == EntryKind::Lesson ? 1 : 0;
        minutes += entry->minutes;
      }
      ui::Card card;
      card.title = title_of(frame, course);
      std::string text = counted(frame.lang, Text::LearnLessons, lessons);
      if (minutes > 0) text = frame.t(Text::LearnBoth, text, counted(frame.lang, Text::LearnMinutes, minutes));
      card.text = text;
      card.art = kArts[static_cast<std::size_t>(i) % std::size(kArts)];
      card.tint = kTints[static_cast<std::size_t>(i) % std::size(kTints)];
      std::string progress;
      if (!frame.layout().single_column()) {
        card.step = done.seen;
        card.steps = done.total;
        progress = done.seen == 0 ? std::string(frame.t(Text::LearnToDiscover)) : frame.t(Text::LearnProgress, done.seen, done.total);
        card.progress = progress;
      }
      if (done.seen > 0 && done.seen < done.total) {
        card.chip = frame.t(Text::LearnRunning);
        card.chip_kind = ChipKind::Running;
        card.chip_icon = ui::Icon::ArrowRight;
      } else if (done.total > 0 && done.seen == done.total) {
        card.chip = frame.t(Text::LearnDone);
        card.chip_kind = ChipKind::Done;
        card.chip_icon = ui::Icon::Check;
      }
      if (frame.ui.card(course.id, list.cell(i), card)) frame.emit(app::OpenCourse{course.id});
    }
    draw_pager(frame, list);
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
  header(frame, frame.t(Text::LearnContext), title_of(frame, *course));
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
  const int columns = frame.layout().single_column() ? 1 : 2;
  const Listing list = list_pages(frame, body, static_cast<int>(documents.size()), 110 + 70 * (frame.layout().text_scale - 1), frame.state.list.page,
                                  columns, 140 * frame.layout().text_scale);
  for (int i = list.first; i < list.last; ++i) {
    const format::DocumentEntry& entry = *documents[static_cast<std::size_t>(i)];
    ui::Card card;
    card.title = entry.title;
    std::string text = kind_text(frame, entry.kind);
    if (entry.minutes > 0) text = frame.t(Text::LearnBoth, text, counted(frame.lang, Text::LearnMinutes, entry.minutes));
    card.text = text;
    std::string score;
    if (const auto* seen = progress_at(entry.id); seen != nullptr && seen->seen) {
      if (seen->best_score && entry.questions > 0) {
        score = frame.t(Text::LearnScore, (*seen->best_score * entry.questions + learning::kFullScore / 2) / learning::kFullScore, entry.questions);
        card.chip = score;
      } else {
        card.chip = frame.t(Text::LearnRead);
      }
      card.chip_kind = ChipKind::Done;
      card.chip_icon = ui::Icon::Check;
    }
    if (frame.ui.card(entry.id, list.cell(i), card)) frame.emit(app::OpenDocument{{course->id, entry.id}});
  }
  draw_pager(frame, list);
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
    const Listing list = list_pages(frame, body, static_cast<int>(sheets.size()), 112 + 70 * (frame.layout().text_scale - 1), frame.state.list.page, 1,
                                    150 * frame.layout().text_scale);
    for (int i = list.first; i < list.last; ++i) {
      const Sheet& sheet = sheets[static_cast<std::size_t>(i)];
      ui::Card card;
      card.title = sheet.entry->title;
      std::string text(title_of(frame, *sheet.bundle));
      if (sheet.entry->minutes > 0) text = frame.t(Text::LearnBoth, text, counted(frame.lang, Text::LearnMinutes, sheet.entry->minutes));
      card.text = text;
      if (!frame.large()) card.art = ui::Art::Files, card.tint = ui::Tint::Ciel;
      if (frame.ui.card(sheet.bundle->id + "." + sheet.entry->id, list.cell(i), card))
        frame.emit(app::OpenDocument{{sheet.bundle->id, sheet.entry->id}});
    }
    draw_pager(frame, list);
  }
  if (bottom.draw() == "back") frame.emit(app::Back{});
}

}  // namespace escale::screens
