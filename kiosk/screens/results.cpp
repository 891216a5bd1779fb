// Results in the room: charts that a projector can show, one question a page. What could point at somebody is masked (forms::ResultsBoard
// decides; this file only draws).
#include <algorithm>
#include <cmath>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/typing.hpp"

namespace escale::screens {
namespace {

using forms::QuestionResult;
using ui::Icon;
using ui::Rect;

std::string words_of(const Frame& frame, const forms::Texts& texts) {
  return std::string(forms::text_in(texts, frame.content_language()));
}

std::string bar_label(const Frame& frame, const QuestionResult& result, const forms::Bar& bar) {
  if (bar.kind == forms::BarKind::NoAnswer) return std::string(frame.t(Text::ResultsNoAnswer));
  if (bar.kind == forms::BarKind::Others) return std::string(frame.t(bar.includes_no_answer ? Text::ResultsOthersAndNone : Text::ResultsOthers));
  if (result.kind == forms::ChartKind::Nps) {
    if (bar.choice == "detractors") return std::string(frame.t(Text::ResultsDetractors));
    if (bar.choice == "passives") return std::string(frame.t(Text::ResultsPassives));
    if (bar.choice == "promoters") return std::string(frame.t(Text::ResultsPromoters));
  }
  const std::string words = words_of(frame, bar.label);
  return words.empty() ? decimal_text(frame.lang, bar.choice) : words;
}

/// One page: a question, and which of its bars. At a large size its words may have pages of their own, before its bars.
struct Page {
  std::size_t question = 0;
  std::size_t first = 0, last = 0;
  bool label = true;  ///< what was asked
  bool people = true;  ///< how many answered
  bool score = true;  ///< the score, when the question has one
  bool note = true;   ///< what is grouped or hidden
  ui::BlockPage cut = {};  ///< of a text that is longer than a page: the note, or why a result is masked
};

/// Bars and the words they borrow.
struct Bars {
  std::vector<std::string> labels, percents, counts;
  std::vector<ui::Bar> bars;
};

Bars bars_of(const Frame& frame, const QuestionResult& result, std::size_t first, std::size_t last) {
  Bars out;
  for (std::size_t i = first; i < last; ++i) {
    const forms::Bar& bar = result.bars[i];
    out.labels.push_back(bar_label(frame, result, bar));
    out.percents.push_back(percent_text(frame.lang, bar.percent));
    out.counts.push_back(counted(frame.lang, Text::ResultsAnswers, static_cast<std::int64_t>(bar.count)));
  }
  for (std::size_t i = first; i < last; ++i) {
    const forms::Bar& bar = result.bars[i];
    ui::Bar& drawn = out.bars.emplace_back();
    drawn.label = out.labels[i - first];
    drawn.percent = out.percents[i - first];
    drawn.count = out.counts[i - first];
    // Shares of the people who answered.
    drawn.fraction = result.people == 0 ? 0 : static_cast<float>(bar.count) / static_cast<float>(result.people);
    drawn.grouped = bar.kind != forms::BarKind::Choice;
  }
  return out;
}

float row_height(const Frame& frame, const QuestionResult& result, float width) {
  return frame.ui.bar_height(bars_of(frame, result, 0, result.bars.size()).bars, width);
}

/// The number, and its words beside it or, at a large size, under it.
float score_height(const Frame& frame, float width) {
  const float number = line_height(frame, ui::Type::Number);
  if (frame.layout().text_scale <= 1 && !frame.state.preferences.text_spacing) return std::max(86.0F, number);
  return number + frame.ui.measure_height(frame.t(Text::ResultsScore), ui::Type::Note, width) + 4;
}

constexpr float kAfterLabel = 10, kAfterPeople = 14, kAfterScore = 10, kBeforeNote = 18;

std::string people_words(const Frame& frame, const QuestionResult& result) {
  return counted(frame.lang, Text::ResultsPeople, static_cast<std::int64_t>(result.people));
}
float label_height(const Frame& frame, const QuestionResult& result, float width) {
  return frame.ui.measure_height(words_of(frame, result.label), ui::Type::Heading, width) + kAfterLabel;
}
float people_height(const Frame& frame, const QuestionResult& result, float width) {
  return frame.ui.measure_height(people_words(frame, result), ui::Type::Note, width, secondary()) + kAfterPeople;
}

/// Height above the bars: the question, how many answered, the score.
float above(const Frame& frame, const QuestionResult& result, float width) {
  if (result.state != forms::ResultState::Shown) return label_height(frame, result, width);
  return label_height(frame, result, width) + people_height(frame, result, width) + (result.nps_score ? score_height(frame, width) + kAfterScore : 0);
}

std::string footnote(const Frame& frame, const QuestionResult& result) {
  const bool grouped = std::ranges::any_of(result.bars, [](const forms::Bar& bar) { return bar.kind == forms::BarKind::Others; });
  if (!result.hidden.empty()) return counted(frame.lang, Text::ResultsHidden, static_cast<std::int64_t>(result.hidden.size()));
  return grouped ? std::string(frame.t(Text::ResultsGrouped)) : std::string();
}

float below(const Frame& frame, const QuestionResult& result, float width) {
  const std::string note = footnote(frame, result);
  return note.empty() ? 0 : frame.ui.caption_height(note, width, secondary()) + kBeforeNote;
}

/// Higher than a page: its words alone, cut between lines.
bool note_is_cut(const Frame& frame, const QuestionResult& result, Rect inside) {
  return below(frame, result, inside.w) - kBeforeNote > inside.h;
}

std::string_view masked_title(const Frame& frame, const QuestionResult& result) {
  return frame.t(result.state == forms::ResultState::Masked ? Text::ResultsMasked : Text::ResultsWaiting);
}

std::vector<ui::Block> masked_reason(const Frame& frame, const QuestionResult& result) {
  const bool few = result.state == forms::ResultState::Masked;
  return {ui::Block::paragraph(std::string(frame.t(few ? Text::ResultsMaskedText : Text::ResultsWaitingText)))};
}

float masked_height(const Frame& frame, const QuestionResult& result, float width) {
  if (frame.large())
    return frame.ui.measure_height(masked_title(frame, result), ui::Type::Lead, width) + 10 +
           frame.ui.measure_rich(masked_reason(frame, result), width);
  return frame.ui.note_height(ui::NoteKind::Privacy, masked_reason(frame, result), width, masked_title(frame, result));
}

/// The same without its panel, which may be cut between lines.
std::vector<ui::Block> masked_words(const Frame& frame, const QuestionResult& result) {
  std::vector<ui::Block> words = masked_reason(frame, result);
  words.insert(words.begin(), heading_of(masked_title(frame, result)));
  return words;
}
std::vector<ui::Block> note_words(const Frame& frame, const QuestionResult& result) {
  return {ui::Block::paragraph(footnote(frame, result))};
}

std::vector<Page> pages_of(const Frame& frame, Rect inside) {
  std::vector<Page> pages;
  const std::vector<QuestionResult>& questions = frame.state.results.questions;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    const QuestionResult& result = questions[q];
    if (result.state != forms::ResultState::Shown) {
      pages.push_back({q, 0, 0});
      // The reason on pages of its own when the question leaves no room for it.
      if (above(frame, result, inside.w) + masked_height(frame, result, inside.w) <= inside.h) continue;
      for (const ui::BlockPage& cut : frame.ui.paginate(masked_words(frame, result), {inside.w, inside.h})) {
        pages.push_back({q, 1, 1});
        pages.back().cut = cut;
      }
      continue;
    }
    const float row = row_height(frame, result, inside.w);
    float room = inside.h - above(frame, result, inside.w) - below(frame, result, inside.w);
    const bool apart = room < row;
    if (apart) {
      // Words first, as many together as a page holds; then the bars.
      Page words{q, 0, 0, false, false, false, false};
      float used = 0;
      auto put = [&](bool Page::*part, float height) {
        if (height <= 0) return;
        if (used > 0 && used + height > inside.h) {
          pages.push_back(words);
          words = {q, 0, 0, false, false, false, false};
          used = 0;
        }
        words.*part = true;
        used += height;
      };
      put(&Page::label, label_height(frame, result, inside.w));
      put(&Page::people, people_height(frame, result, inside.w));
      put(&Page::score, result.nps_score ? score_height(frame, inside.w) + kAfterScore : 0);
      if (!note_is_cut(frame, result, inside)) put(&Page::note, below(frame, result, inside.w));
      pages.push_back(words);
      if (note_is_cut(frame, result, inside))
        for (const ui::BlockPage& cut : frame.ui.paginate(note_words(frame, result), {inside.w, inside.h}, ui::Type::Small))
          pages.push_back({q, 0, 0, false, false, false, true, cut});
      room = inside.h;
    }
    const auto rows = static_cast<std::size_t>(std::max(1.0F, std::floor((room + 0.5F) / row)));
    // The pages of one question hold about as many bars each.
    const std::size_t count = std::max<std::size_t>(1, result.bars.size()), sheets = (count + rows - 1) / rows;
    const std::size_t each = (count + sheets - 1) / sheets;
    for (std::size_t first = 0; first < count; first += each) pages.push_back({q, first, std::min(first + each, result.bars.size()), !apart, !apart, !apart, !apart});
  }
  return pages;
}

void chart(const Frame& frame, Rect inside, const QuestionResult& result, const Page& page) {
  const std::string label = words_of(frame, result.label);
  if (result.state != forms::ResultState::Shown) {
    const bool apart = above(frame, result, inside.w) + masked_height(frame, result, inside.w) > inside.h;
    if (page.first == 1) {
      frame.ui.rich_text("masked", inside, masked_words(frame, result), &page.cut);
      return;
    }
    inside.cut_top(frame.ui.heading("question", inside, label), 10);
    if (apart) return;
    if (frame.large()) {  // a panel would take the room of the words
      inside.cut_top(frame.ui.heading("masked", inside, masked_title(frame, result), ui::Type::Lead, 3), 10);
      frame.ui.rich_text("reason", inside, masked_reason(frame, result));
      return;
    }
    inside.h = masked_height(frame, result, inside.w);
    frame.ui.note("masked", inside, ui::NoteKind::Privacy, masked_reason(frame, result), masked_title(frame, result));
    return;
  }
  if (page.label) inside.cut_top(frame.ui.heading("question", inside, label), kAfterLabel);
  if (page.people) inside.cut_top(frame.ui.text("people", inside, people_words(frame, result), ui::Type::Note, secondary()), kAfterPeople);
  if (page.score && result.nps_score) {
    const int score = *result.nps_score;
    const std::string text = (score > 0 ? "+" : score < 0 ? "−" : "") + std::to_string(std::abs(score));
    frame.ui.big_number("score", inside.cut_top(score_height(frame, inside.w), kAfterScore), text, frame.t(Text::ResultsScore), ui::Token::Accent);
  }
  if (const std::string note = footnote(frame, result); page.note && !note.empty()) {
    if (note_is_cut(frame, result, inside)) {
      frame.ui.rich_text("note", inside, note_words(frame, result), &page.cut, ui::Type::Small);
      return;
    }
    const float height = below(frame, result, inside.w) - kBeforeNote;
    // At the foot of its chart; under the other words on a page of words.
    const Rect foot = page.first == page.last ? inside.cut_top(height, kBeforeNote) : inside.cut_bottom(height, kBeforeNote);
    frame.ui.caption("note", foot, Icon::EyeOff, note, secondary());
  }
  if (page.first == page.last) return;
  const Bars shown = bars_of(frame, result, page.first, page.last);
  inside.h = std::min(inside.h, row_height(frame, result, inside.w) * 1.12F * static_cast<float>(shown.bars.size()));
  frame.ui.bar_chart("chart", inside, shown.bars, bars_of(frame, result, 0, result.bars.size()).bars);
}

}  // namespace

void results_door_view(const Frame& frame) {
  rail(frame);
  const app::ResultsView& results = frame.state.results;
  Typing typing;
  typing.id = "words";
  typing.context = results.title;
  typing.title = frame.t(Text::ResultsWords);
  typing.value = results.typed;
  typing.max_chars = 120;
  typing.hint = frame.t(results.busy ? Text::ResultsOpening : Text::ResultsWordsHint);
  typing.hint_icon = results.busy ? Icon::Clock : Icon::Key;
  if (!results.failure.empty()) {
    typing.error = results.failure == "untrusted" || results.failure == "invalid_input" ? std::string(frame.t(Text::ResultsWrongWords))
                                                                                       : frame.t(Text::ResultsFailed, results.failure);
  }
  // In large text a short word: a second row of buttons would take the room of the keys.
  BottomItem open{"open", std::string(frame.t(frame.layout().text_scale > 1 ? Text::StaffPinOpen : Text::ResultsOpen)), ui::ActionKind::Primary, Icon::Chart, false,
                  !results.typed.empty() && !results.busy, std::string(frame.t(results.busy ? Text::ResultsOpening : Text::ResultsWordsHint))};
  const Door door = door_view(frame, typing, std::move(open));
  if (door.changed) frame.emit(app::TypeWords{*door.changed});
  if (door.opened) frame.emit(app::SubmitWords{});
  if (door.left) frame.emit(app::LockResults{});
}

void results_view(const Frame& frame) {
  rail(frame);
  const app::ResultsView& results = frame.state.results;
  ui::Header top;
  top.context = frame.t(Text::ResultsContext);
  top.title = results.title;
  const std::string number = number_text(frame.lang, results.collected);
  if (frame.layout().text_scale <= 1 && (frame.is(ui::LayoutMode::Landscape) || frame.portrait())) {
    top.number = number;
    top.number_caption = plural(frame.lang, Text::ResultsCaption, results.collected);
  }
  frame.ui.header(top);
  const ui::Layout& l = frame.layout();
  const float padding = 28;
  const BottomItem close{"lock", std::string(frame.t(Text::ResultsClose)), ui::ActionKind::Primary, Icon::Lock};
  // Every page has the room of the narrowest one: the last, where the button is wider.
  Rect body = Bottom(frame, {back_item(frame), next_item(frame, std::string(frame.t(Text::ResultsNext)))}).body();
  body.h = std::min(body.h, Bottom(frame, {back_item(frame), close}).body().h);
  const Rect inside = l.single_column() && frame.large() ? body : body.inset(padding);
  const std::vector<Page> pages = pages_of(frame, inside);
  const int count = static_cast<int>(pages.size()), page = std::clamp(results.page.page, 0, std::max(0, count - 1));
  // The next page may hold more of the same question.
  const bool same = page + 1 < count && pages[static_cast<std::size_t>(page) + 1].question == pages[static_cast<std::size_t>(page)].question;
  const std::string_view next_text = frame.t(same ? Text::CommonNext : Text::ResultsNext);
  std::vector<BottomItem> items = {back_item(frame)};
  if (results.next_update_at > results.collected)
    items.push_back({"update", frame.t(Text::ResultsUpdate, number_text(frame.lang, results.next_update_at)), ui::ActionKind::CaptionLeft});
  if (page + 1 < count) {
    items.push_back(next_item(frame, std::string(next_text)));
  } else {
    items.push_back(close);
  }
  const Bottom bottom(frame, items);
  if (count == 0) {
    frame.ui.empty_state("empty", body, Icon::Chart, frame.t(Text::ResultsEmpty), frame.t(Text::ResultsEmptyText));
  } else {
    const Page& shown = pages[static_cast<std::size_t>(page)];
    if (!(l.single_column() && frame.large())) frame.ui.panel(body, ui::PanelKind::Card);
    chart(frame, inside, results.questions[shown.question], shown);
  }
  const std::string_view id = bottom.draw();
  const int wish = frame.ui.page_wish();
  if (id == "next" || (id.empty() && wish > 0 && page + 1 < count)) frame.emit(app::TurnPage{page + 1});
  if (id == "back" || (id.empty() && wish < 0 && page > 0)) {
    if (page > 0) {
      frame.emit(app::TurnPage{page - 1});
    } else {
      frame.emit(app::Back{});
    }
  }
  if (id == "lock") frame.emit(app::LockResults{});
}

}  // namespace escale::screens
