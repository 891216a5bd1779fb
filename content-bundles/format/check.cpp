#include "content-bundles/format/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-bundles/format/manifest.hpp"
#include "sync/base/clock.hpp"

namespace escale::format {
namespace {
using namespace learning;  // NOLINT: this file is all about learning's types

template <class... Args>
tl::unexpected<Error> invalid(fmt::format_string<Args...> format, Args&&... args) {
  return escale::fail(Code::InvalidInput, fmt::format(format, std::forward<Args>(args)...));
}
tl::unexpected<Error> too_many(std::string_view where, std::string_view what, std::size_t count, std::size_t limit) {
  return escale::fail(Code::TooLarge, fmt::format("{}: {} {}, at most {} are allowed", where, count, what, limit));
}

/// Everything in one document, as the checks need to see it.
class DocumentCheck {
 public:
  explicit DocumentCheck(const Document& document) : m_document(document) {}

  Result<> run() {
    if (!is_identifier(m_document.id)) return invalid("id: '{}' is not an id: use a-z, 0-9 and -, at most 64", m_document.id);
    if (!is_language_tag(m_document.lang)) return invalid("lang: '{}' is not a language tag such as fr or fr-x-facile", m_document.lang);
    TRY(required("title", m_document.title));
    if (m_document.minutes < 0 || m_document.minutes > kMaxMinutes) return invalid("minutes: not a whole number from 0 to {}", kMaxMinutes);
    if (!m_document.verified.empty() && !is_day(m_document.verified))
      return invalid("verified: '{}' is not a day such as 2026-11-24", m_document.verified);
    TRY(notes());
    if (m_document.questions.size() > kMaxQuestions) return too_many("questions", "questions", m_document.questions.size(), kMaxQuestions);
    for (const Question& question : m_document.questions) TRY(check(question));
    if (m_document.blocks.size() > kMaxBlocks) return too_many("blocks", "blocks", m_document.blocks.size(), kMaxBlocks);
    for (std::size_t i = 0; i < m_document.blocks.size(); ++i) {
      m_where = fmt::format("block {}", i + 1);
      TRY(std::visit([&](const auto& block) { return check(block); }, m_document.blocks[i]));
    }
    if (m_next_question != m_document.questions.size())
      return invalid("question '{}': no block refers to it", m_document.questions[m_next_question].id);
    return {};
  }

  Result<> text(std::string_view where, const Text& text, bool may_be_empty = false) {
    if (text.size() > kMaxRuns) return too_many(where, "runs", text.size(), kMaxRuns);
    std::size_t bytes = 0;
    for (const Run& run : text) {
      if (run.text.empty()) return invalid("{}: an empty run", where);
      TRY(check_text(where, run.text));
      bytes += run.text.size();
      if (!run.link.empty()) TRY(link(where, run.link));
    }
    if (bytes > kMaxTextBytes) return escale::fail(Code::TooLarge, fmt::format("{}: over {} bytes of text", where, kMaxTextBytes));
    if (bytes == 0 && !may_be_empty) return invalid("{}: no text", where);
    return {};
  }

  Result<> list(std::string_view where, const List& list) {
    if (list.items.empty()) return invalid("{}: an empty list", where);
    if (list.items.size() > kMaxItems) return too_many(where, "items", list.items.size(), kMaxItems);
    int depth = 0;
    for (const List::Item& item : list.items) {
      if (item.depth < 0 || item.depth > 3 || item.depth > depth) return invalid("{}: an item is too deep", where);
      if (item.number < 0 || item.number > 9'999) return invalid("{}: an item's number is not from 0 to 9999", where);
      depth = item.depth + 1;
      TRY(text(where, item.text));
    }
    return {};
  }

 private:
  static Result<> required(std::string_view where, std::string_view text) {
    if (text.empty()) return invalid("{}: empty", where);
    return check_text(where, text);
  }

  Result<> link(std::string_view where, std::string_view link) {
    TRY(check_text(where, link));
    if (link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") || link.starts_with("tel:")) return {};
    if (link.starts_with("document:") && is_identifier(link.substr(9))) return {};
    if (link.starts_with("number:")) {
      if (find_number(m_document, link.substr(7)) == nullptr) return invalid("{}: the number '{}' is not in the document", where, link.substr(7));
      return {};
    }
    return invalid("{}: '{}' is not a link of this format", where, link);
  }

  Result<> notes() {
    const Document& document = m_document;
    for (const auto& [name, count] : {std::pair{"definitions", document.definitions.size()},
                                      std::pair{"sources", document.sources.size()}, std::pair{"numbers", document.numbers.size()}})
      if (count > kMaxNotes) return too_many(name, "items", count, kMaxNotes);
    for (const Definition& definition : document.definitions) {
      TRY(required("definitions", definition.term));
      TRY(text("definitions", definition.text));
    }
    for (const Source& source : document.sources) {
      TRY(required("sources", source.title));
      TRY(check_text("sources", source.note));
      if (!source.url.empty()) TRY(link("sources", source.url));
    }
    std::set<std::string_view> ids;
    for (const HelpNumber& number : document.numbers) {
      if (!is_identifier(number.id)) return invalid("numbers: '{}' is not an id", number.id);
      if (!ids.insert(number.id).second) return invalid("numbers: '{}' is there twice", number.id);
      TRY(required("numbers", number.name));
      TRY(required("numbers", number.number));
      TRY(check_text("numbers", number.hours));
      TRY(check_text("numbers", number.note));
      TRY(check_text("numbers", number.source));
      if (!is_day(number.verified)) return invalid("numbers: '{}' has no day of verification such as 2026-11-24", number.id);
    }
    return {};
  }

  // --- blocks -------------------------------------------------------------------------------------------------------
  Result<> check(const Heading& it) {
    if (it.level < 2 || it.level > 4) return invalid("{}: a heading has level 2, 3 or 4", m_where);
    return text(m_where, it.text);
  }
  Result<> check(const Paragraph& it) { return text(m_where, it.text); }
  Result<> check(const List& it) { return list(m_where, it); }
  Result<> check(const Table& it) {
    if (it.columns.empty() || it.columns.size() > kMaxColumns) return invalid("{}: a table has 1 to {} columns", m_where, kMaxColumns);
    if (it.rows.size() > kMaxRows) return too_many(m_where, "rows", it.rows.size(), kMaxRows);
    if (it.header.size() != it.columns.size()) return invalid("{}: the header has not one cell for each column", m_where);
    for (const Text& cell : it.header) TRY(text(m_where, cell, true));
    for (const auto& row : it.rows) {
      if (row.size() != it.columns.size()) return invalid("{}: a row has not one cell for each column", m_where);
      for (const Text& cell : row) TRY(text(m_where, cell, true));
    }
    return {};
  }
  Result<> check(const Quote& it) {
    if (it.blocks.empty()) return invalid("{}: an empty quotation", m_where);
    if (it.blocks.size() > kMaxItems) return too_many(m_where, "blocks", it.blocks.size(), kMaxItems);
    for (const QuoteBlock& block : it.blocks) TRY(std::visit([&](const auto& inner) { return check(inner); }, block));
    return {};
  }
  Result<> check(const Image& it) {
    if (!crypto::Digest::parse(it.media.sha256)) return invalid("{}: the image's digest is not 64 hexadecimal digits", m_where);
    if (it.media.size == 0 || it.media.size > kMaxMediaBytes) return invalid("{}: the image's size is not from 1 to {}", m_where, kMaxMediaBytes);
    for (const int side : {it.media.width_px, it.media.height_px})
      if (side < 1 || side > kMaxImageSide) return invalid("{}: an image has 1 to {} pixels a side", m_where, kMaxImageSide);
    TRY(required(m_where, it.alt));
    return text(m_where, it.caption, true);
  }
  Result<> check(const QuestionRef& it) {
    if (m_next_question >= m_document.questions.size() || m_document.questions[m_next_question].id != it.id)
      return invalid("{}: '{}' is not the next question of the document", m_where, it.id);
    ++m_next_question;
    return {};
  }
  Result<> check(const NumberRef& it) {
    if (find_number(m_document, it.id) == nullptr) return invalid("{}: the number '{}' is not in the document", m_where, it.id);
    return {};
  }
  Result<> check(const Rule&) { return {}; }

  // --- questions ----------------------------------------------------------------------------------------------------
  Result<> check(const Question& question) {
    if (!is_question_id(question.id)) return invalid("question: '{}' is not an id", question.id);
    if (!m_ids.insert(question.id).second) return invalid("question '{}': there twice", question.id);
    m_where = fmt::format("question '{}'", question.id);
    TRY(text(m_where, question.stem));
    TRY(text(m_where, question.general_feedback, true));
    return std::visit([&](const auto& body) { return check(body); }, question.body);
  }
  Result<> count(std::size_t size, std::size_t low) {
    if (size < low || size > kMaxChoices) return invalid("{}: {} to {} answers are needed", m_where, low, kMaxChoices);
    return {};
  }
  Result<> weight(Weight weight) {
    if (weight < -kFullWeight || weight > kFullWeight) return invalid("{}: a weight is not from -100 to 100 %", m_where);
    return {};
  }
  Result<> choices(const std::vector<Choice>& choices) {
    TRY(count(choices.size(), 2));
    for (const Choice& choice : choices) {
      TRY(weight(choice.weight));
      TRY(text(m_where, choice.text));
      TRY(text(m_where, choice.feedback, true));
    }
    return {};
  }
  Result<> check(const SingleChoice& body) {
    TRY(choices(body.choices));
    if (std::none_of(body.choices.begin(), body.choices.end(), [](const Choice& c) { return c.weight == kFullWeight; }))
      return invalid("{}: no proposal gives the full mark", m_where);
    return {};
  }
  Result<> check(const MultipleChoice& body) {
    TRY(choices(body.choices));
    std::int64_t positive = 0;
    for (const Choice& choice : body.choices) positive += std::max<Weight>(choice.weight, 0);
    // Seven sevenths written 14.28 still make a whole.
    if (positive < kFullWeight - kFullWeight / 100 || positive > kFullWeight + kFullWeight / 100)
      return invalid("{}: the positive weights do not make 100 %", m_where);
    return {};
  }
  Result<> check(const TrueFalse& body) {
    TRY(text(m_where, body.wrong_feedback, true));
    return text(m_where, body.right_feedback, true);
  }
  Result<> check(const ShortAnswer& body) {
    TRY(count(body.accepted.size(), 1));
    bool full = false;
    for (const AcceptedText& accepted : body.accepted) {
      TRY(required(m_where, accepted.pattern));
      if (accepted.pattern.size() > 500) return invalid("{}: an accepted answer is over 500 bytes", m_where);
      TRY(weight(accepted.weight));
      TRY(text(m_where, accepted.feedback, true));
      full = full || accepted.weight == kFullWeight;
    }
    if (!full) return invalid("{}: no answer gives the full mark", m_where);
    return {};
  }
  Result<> check(const Numerical& body) {
    TRY(count(body.accepted.size(), 1));
    bool full = false;
    constexpr std::int64_t kFar = 9'000'000'000'000'000'000;
    for (const AcceptedNumber& accepted : body.accepted) {
      if (accepted.low.has_value() != accepted.high.has_value()) return invalid("{}: a range with one end", m_where);
      if (accepted.low && *accepted.low > *accepted.high) return invalid("{}: a range ends before it begins", m_where);
      for (const auto& end : {accepted.low, accepted.high})
        if (end && (end->millionths < -kFar || end->millionths > kFar)) return invalid("{}: a number is too large", m_where);
      TRY(weight(accepted.weight));
      TRY(text(m_where, accepted.feedback, true));
      full = full || (accepted.low && accepted.weight == kFullWeight);
    }
    if (!full) return invalid("{}: no number gives the full mark", m_where);
    return {};
  }
  Result<> check(const Matching& body) {
    TRY(count(body.lefts.size(), 2));
    TRY(count(body.rights.size(), 2));
    for (const auto& left : body.lefts) {
      TRY(text(m_where, left.text));
      if (left.right >= body.rights.size()) return invalid("{}: a left item has no right item", m_where);
    }
    for (const Text& right : body.rights) TRY(text(m_where, right));
    return {};
  }

  const Document& m_document;
  std::string m_where;
  std::size_t m_next_question = 0;
  std::set<std::string_view> m_ids;
};

constexpr std::string_view kSlotKinds[] = {"welcome", "talk", "round-table", "workshop", "break", "lunch", "closing", "other"};
}  // namespace

Result<> check_text(std::string_view where, std::string_view text) {
  if (text.size() > kMaxTextBytes) return escale::fail(Code::TooLarge, fmt::format("{}: a text is over {} bytes", where, kMaxTextBytes));
  if (!is_utf8(text)) return invalid("{}: a text is not UTF-8", where);
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return invalid("{}: a text holds a control character", where);
  return {};
}

bool is_day(std::string_view text) {
  return text.size() == 10 && parse_timestamp(std::string(text) + "T00:00:00Z").has_value();
}

bool is_question_id(std::string_view id) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  if (id.empty() || id.size() > 64 || !letter(id.front())) return false;
  return std::all_of(id.begin(), id.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

Result<> check_document(const Document& document) { return DocumentCheck(document).run(); }

Result<> check_programme(const Programme& programme) {
  if (!is_identifier(programme.id)) return invalid("id: '{}' is not an id: use a-z, 0-9 and -, at most 64", programme.id);
  if (!is_language_tag(programme.lang)) return invalid("lang: '{}' is not a language tag", programme.lang);
  if (programme.title.empty()) return invalid("title: empty");
  TRY(check_text("title", programme.title));
  if (!is_day(programme.day)) return invalid("day: '{}' is not a day such as 2026-11-26", programme.day);
  TRY(check_text("place", programme.place));
  const auto zone_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-' || c == '+';
  };
  if (programme.timezone.empty() || programme.timezone.size() > 64 ||
      !std::all_of(programme.timezone.begin(), programme.timezone.end(), zone_character))
    return invalid("timezone: '{}' is not a zone such as Europe/Paris", programme.timezone);
  if (programme.slots.empty()) return invalid("slots: none");
  if (programme.slots.size() > kMaxSlots) return too_many("slots", "slots", programme.slots.size(), kMaxSlots);
  for (std::size_t i = 0; i < programme.slots.size(); ++i) {
    const Slot& slot = programme.slots[i];
    const std::string where = fmt::format("slot {}", i + 1);
    if (slot.start_minute < 0 || slot.end_minute > 24 * 60 || slot.end_minute <= slot.start_minute)
      return invalid("{}: it must end after it starts, on the same day", where);
    if (i > 0 && slot.start_minute < programme.slots[i - 1].start_minute) return invalid("{}: it starts before the slot above it", where);
    if (slot.title.empty()) return invalid("{}: no title", where);
    for (const std::string* text : {&slot.title, &slot.room, &slot.note}) TRY(check_text(where, *text));
    if (slot.speakers.size() > kMaxNotes) return too_many(where, "speakers", slot.speakers.size(), kMaxNotes);
    for (const std::string& speaker : slot.speakers) TRY(check_text(where, speaker));
    if (std::find(std::begin(kSlotKinds), std::end(kSlotKinds), slot.kind) == std::end(kSlotKinds))
      return invalid("{}: unknown kind '{}': use {}", where, slot.kind, fmt::join(kSlotKinds, ", "));
    if (!slot.form.empty() && !is_identifier(slot.form)) return invalid("{}: '{}' is not the id of a form", where, slot.form);
  }
  if (programme.pages.size() > kMaxPages) return too_many("pages", "pages", programme.pages.size(), kMaxPages);
  for (const ProgrammePage& page : programme.pages) {
    Document document;  // a page keeps the rules of a document that has only headings, paragraphs and lists
    document.id = programme.id;
    document.lang = programme.lang;
    document.title = page.title;
    document.blocks = page.blocks;
    for (const Block& block : page.blocks)
      if (!std::holds_alternative<Heading>(block) && !std::holds_alternative<Paragraph>(block) && !std::holds_alternative<List>(block))
        return invalid("page '{}': only headings, paragraphs and lists may stand on a page", page.title);
    if (auto checked = check_document(document); !checked) return escale::fail(std::move(checked.error()).in(fmt::format("page '{}'", page.title)));
  }
  return {};
}

std::string clock_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

}  // namespace escale::format
