#include "content-bundles/format/codec.hpp"

#include "content-bundles/format/check.hpp"
#include "content-bundles/format/json_cursor.hpp"
#include "content-bundles/format/manifest.hpp"

namespace escale::format {
namespace {
using namespace learning;  // NOLINT: this file is all about learning's types

constexpr std::string_view kDocumentFormat = "escale-document-1";
constexpr std::string_view kProgrammeFormat = "escale-programme-1";

constexpr std::pair<CalloutKind, std::string_view> kCallouts[] = {{CalloutKind::None, "none"},
                                                                 {CalloutKind::Remember, "remember"},
                                                                 {CalloutKind::Info, "info"},
                                                                 {CalloutKind::Law, "law"},
                                                                 {CalloutKind::Warning, "warning"}};
constexpr std::pair<MediaType, std::string_view> kMediaTypes[] = {{MediaType::Png, "png"}, {MediaType::Jpeg, "jpeg"}};
constexpr std::pair<Align, std::string_view> kAligns[] = {{Align::Start, "start"}, {Align::Centre, "centre"}, {Align::End, "end"}};

template <class Table, class Value>
std::string name_of(const Table& table, Value value) {
  for (const auto& [known, name] : table)
    if (known == value) return std::string(name);
  return {};
}
template <class Value, std::size_t N>
Value value_of(const std::pair<Value, std::string_view> (&table)[N], Cursor& cursor, std::string_view key) {
  const std::string name = cursor.text(key);
  for (const auto& [value, known] : table)
    if (known == name) return value;
  if (cursor.ok()) cursor.fail(fmt::format("'{}' cannot be '{}'", key, name));
  return table[0].first;
}

void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

// --- text: a list of runs; a run without style is a plain string ------------------------------------------------------
Json write(const Text& text) {
  Json out = Json::array();
  for (const Run& run : text) {
    if (!run.bold && !run.italic && run.link.empty()) {
      out.push_back(run.text);
      continue;
    }
    Json item = {{"text", run.text}};
    if (run.bold) item["bold"] = true;
    if (run.italic) item["italic"] = true;
    put(item, "link", run.link);
    out.push_back(std::move(item));
  }
  return out;
}

void put(Json& object, const char* key, const Text& text) {
  if (!text.empty()) object[key] = write(text);
}

Text read_runs(const Json& items, const std::string& where, Failure& failure) {
  Text out;
  if (!items.is_array()) {
    failure.add(where, "a text is a list of runs");
    return out;
  }
  if (items.size() > kMaxRuns) {
    failure.add(where, "a text has too many runs", Code::TooLarge);
    return out;
  }
  for (const Json& item : items) {
    if (item.is_string()) {
      out.push_back({item.get<std::string>(), false, false, {}});
      continue;
    }
    Cursor cursor(item, where, failure);
    Run run{cursor.text("text"), cursor.boolean_or_false("bold"), cursor.boolean_or_false("italic"), cursor.text_or_empty("link")};
    cursor.finish();
    out.push_back(std::move(run));
  }
  return out;
}
Text read_text(Cursor& cursor, std::string_view key) {
  const Json* items = cursor.value(key);
  return items == nullptr ? Text{} : read_runs(*items, fmt::format("{}.{}", cursor.where(), key), cursor.failure());
}
Text read_text_or_empty(Cursor& cursor, std::string_view key) { return cursor.has(key) ? read_text(cursor, key) : Text{}; }

// --- blocks -----------------------------------------------------------------------------------------------------------
Json write(const Heading& it) { return {{"block", "heading"}, {"level", it.level}, {"text", write(it.text)}}; }
Json write(const Paragraph& it) { return {{"block", "paragraph"}, {"text", write(it.text)}}; }
Json write(const List& it) {
  Json items = Json::array();
  for (const List::Item& item : it.items) {
    Json one = {{"text", write(item.text)}};
    if (item.depth > 0) one["depth"] = item.depth;
    if (item.number > 0) one["number"] = item.number;
    items.push_back(std::move(one));
  }
  return {{"block", "list"}, {"items", items}};
}
Json write(const Table& it) {
  Json columns = Json::array(), header = Json::array(), rows = Json::array();
  for (const Align align : it.columns) columns.push_back(name_of(kAligns, align));
  for (const Text& cell : it.header) header.push_back(write(cell));
  for (const auto& cells : it.rows) {
    Json row = Json::array();
    for (const Text& cell : cells) row.push_back(write(cell));
    rows.push_back(std::move(row));
  }
  return {{"block", "table"}, {"columns", columns}, {"header", header}, {"rows", rows}};
}
Json write(const Image& it) {
  Json out = {{"block", "image"},        {"alt", it.alt},  {"height", it.media.height_px}, {"sha256", it.media.sha256},
              {"size", it.media.size}, {"type", name_of(kMediaTypes, it.media.type)}, {"width", it.media.width_px}};
  put(out, "caption", it.caption);
  return out;
}
Json write(const QuestionRef& it) { return {{"block", "question"}, {"id", it.id}}; }
Json write(const NumberRef& it) { return {{"block", "number"}, {"id", it.id}}; }
Json write(const Rule&) { return {{"block", "rule"}}; }
Json write(const Quote& it) {
  Json blocks = Json::array();
  for (const QuoteBlock& block : it.blocks) blocks.push_back(std::visit([](const auto& inner) { return write(inner); }, block));
  return {{"block", "quote"}, {"blocks", blocks}, {"kind", name_of(kCallouts, it.kind)}};
}

List read_list(Cursor& cursor) {
  List out;
  if (const Json* items = cursor.list("items", kMaxItems)) {
    for (std::size_t i = 0; i < items->size(); ++i) {
      Cursor item((*items)[i], cursor.at("items", i), cursor.failure());
      List::Item one;
      one.text = read_text(item, "text");
      one.depth = static_cast<int>(item.integer_or("depth", 0, 3, 0));
      one.number = static_cast<int>(item.integer_or("number", 0, 9'999, 0));
      item.finish();
      out.items.push_back(std::move(one));
    }
  }
  return out;
}

Table read_table(Cursor& cursor) {
  Table out;
  for (const std::string& name : cursor.texts("columns", kMaxColumns)) {
    bool known = false;
    for (const auto& [align, text] : kAligns)
      if (text == name) out.columns.push_back(align), known = true;
    if (!known) cursor.fail(fmt::format("a column cannot be '{}'", name));
  }
  const auto cells = [&](const Json& row) {
    std::vector<Text> texts;
    if (!row.is_array() || row.size() > kMaxColumns) {
      cursor.fail("a row is not a list of cells");
      return texts;
    }
    for (const Json& cell : row) texts.push_back(read_runs(cell, cursor.where(), cursor.failure()));
    return texts;
  };
  if (const Json* header = cursor.list("header", kMaxColumns)) out.header = cells(*header);
  if (const Json* rows = cursor.list("rows", kMaxRows))
    for (const Json& row : *rows) out.rows.push_back(cells(row));
  return out;
}

Image read_image(Cursor& cursor) {
  Image out;
  out.media.sha256 = cursor.text("sha256");
  out.media.size = static_cast<std::uint64_t>(cursor.integer("size", 1, static_cast<std::int64_t>(kMaxMediaBytes)));
  out.media.type = value_of(kMediaTypes, cursor, "type");
  out.media.width_px = static_cast<int>(cursor.integer("width", 1, kMaxImageSide));
  out.media.height_px = static_cast<int>(cursor.integer("height", 1, kMaxImageSide));
  out.alt = cursor.text("alt");
  out.caption = read_text_or_empty(cursor, "caption");
  return out;
}

Quote read_quote(Cursor& cursor) {
  Quote out;
  out.kind = value_of(kCallouts, cursor, "kind");
  if (const Json* blocks = cursor.list("blocks", kMaxItems)) {
    for (std::size_t i = 0; i < blocks->size(); ++i) {
      Cursor inner((*blocks)[i], cursor.at("blocks", i), cursor.failure());
      const std::string kind = inner.text("block");
      if (kind == "paragraph") out.blocks.emplace_back(Paragraph{read_text(inner, "text")});
      else if (kind == "list") out.blocks.emplace_back(read_list(inner));
      else if (kind == "number") out.blocks.emplace_back(NumberRef{inner.text("id")});
      else inner.fail(fmt::format("a quotation cannot hold a block '{}'", kind));
      inner.finish();
    }
  }
  return out;
}

Block read_block(const Json& json, const std::string& where, Failure& failure) {
  Cursor cursor(json, where, failure);
  const std::string kind = cursor.text("block");
  Block out = Rule{};
  if (kind == "heading") {
    Heading heading;
    heading.level = static_cast<int>(cursor.integer("level", 2, 4));
    heading.text = read_text(cursor, "text");
    out = std::move(heading);
  } else if (kind == "paragraph") out = Paragraph{read_text(cursor, "text")};
  else if (kind == "list") out = read_list(cursor);
  else if (kind == "table") out = read_table(cursor);
  else if (kind == "quote") out = read_quote(cursor);
  else if (kind == "image") out = read_image(cursor);
  else if (kind == "question") out = QuestionRef{cursor.text("id")};
  else if (kind == "number") out = NumberRef{cursor.text("id")};
  else if (kind != "rule") cursor.fail(fmt::format("unknown block '{}'", kind));
  cursor.finish();
  return out;
}

std::vector<Block> read_blocks(Cursor& cursor) {
  std::vector<Block> out;
  if (const Json* blocks = cursor.list("blocks", kMaxBlocks))
    for (std::size_t i = 0; i < blocks->size() && cursor.ok(); ++i)
      out.push_back(read_block((*blocks)[i], cursor.at("blocks", i), cursor.failure()));
  return out;
}
Json write(const std::vector<Block>& blocks) {
  Json out = Json::array();
  for (const Block& block : blocks) out.push_back(std::visit([](const auto& it) { return write(it); }, block));
  return out;
}

// --- questions --------------------------------------------------------------------------------------------------------
Json write(const std::vector<Choice>& choices) {
  Json out = Json::array();
  for (const Choice& choice : choices) {
    Json item = {{"text", write(choice.text)}, {"weight", choice.weight}};
    put(item, "feedback", choice.feedback);
    out.push_back(std::move(item));
  }
  return out;
}
Json write(const SingleChoice& body) { return {{"kind", "single-choice"}, {"choices", write(body.choices)}}; }
Json write(const MultipleChoice& body) { return {{"kind", "multiple-choice"}, {"choices", write(body.choices)}}; }
Json write(const TrueFalse& body) {
  Json out = {{"kind", "true-false"}, {"answer", body.answer}};
  put(out, "wrong_feedback", body.wrong_feedback);
  put(out, "right_feedback", body.right_feedback);
  return out;
}
Json write(const ShortAnswer& body) {
  Json accepted = Json::array();
  for (const AcceptedText& it : body.accepted) {
    Json item = {{"pattern", it.pattern}, {"weight", it.weight}};
    put(item, "feedback", it.feedback);
    accepted.push_back(std::move(item));
  }
  return {{"kind", "short-answer"}, {"accepted", accepted}};
}
Json write(const Numerical& body) {
  Json accepted = Json::array();
  for (const AcceptedNumber& it : body.accepted) {
    Json item = {{"weight", it.weight}};
    if (it.low) item["low"] = it.low->text();
    if (it.high) item["high"] = it.high->text();
    put(item, "feedback", it.feedback);
    accepted.push_back(std::move(item));
  }
  return {{"kind", "numerical"}, {"accepted", accepted}};
}
Json write(const Matching& body) {
  Json lefts = Json::array(), rights = Json::array();
  for (const auto& left : body.lefts) lefts.push_back({{"text", write(left.text)}, {"right", left.right}});
  for (const Text& right : body.rights) rights.push_back(write(right));
  return {{"kind", "matching"}, {"lefts", lefts}, {"rights", rights}};
}
Json write(const Question& question) {
  Json out = std::visit([](const auto& body) { return write(body); }, question.body);
  out["id"] = question.id;
  out["stem"] = write(question.stem);
  put(out, "general_feedback", question.general_feedback);
  return out;
}

Weight read_weight(Cursor& cursor) { return static_cast<Weight>(cursor.integer("weight", -kFullWeight, kFullWeight)); }

std::optional<Decimal> read_decimal(Cursor& cursor, std::string_view key) {
  if (!cursor.has(key)) return std::nullopt;
  const std::string text = cursor.text(key);
  const auto parsed = Decimal::parse(text);
  // One way to write a number: "2.5", never "2,50".
  if (!parsed || parsed->text() != text) {
    cursor.fail(fmt::format("'{}' is not a number in its shortest form", key));
    return std::nullopt;
  }
  return *parsed;
}

template <class Each>
void each(Cursor& cursor, std::string_view key, std::size_t limit, Each read_one) {
  const Json* items = cursor.list(key, limit);
  for (std::size_t i = 0; items != nullptr && i < items->size() && cursor.ok(); ++i) {
    Cursor item((*items)[i], cursor.at(key, i), cursor.failure());
    read_one(item);
    item.finish();
  }
}

std::vector<Choice> read_choices(Cursor& cursor) {
  std::vector<Choice> out;
  each(cursor, "choices", kMaxChoices, [&](Cursor& item) {
    Choice choice;
    choice.text = read_text(item, "text");
    choice.weight = read_weight(item);
    choice.feedback = read_text_or_empty(item, "feedback");
    out.push_back(std::move(choice));
  });
  return out;
}

QuestionBody read_body(Cursor& cursor) {
  const std::string kind = cursor.text("kind");
  if (kind == "single-choice") return SingleChoice{read_choices(cursor)};
  if (kind == "multiple-choice") return MultipleChoice{read_choices(cursor)};
  if (kind == "true-false") {
    TrueFalse body;
    body.answer = cursor.boolean("answer");
    body.wrong_feedback = read_text_or_empty(cursor, "wrong_feedback");
    body.right_feedback = read_text_or_empty(cursor, "right_feedback");
    return body;
  }
  if (kind == "short-answer") {
    ShortAnswer body;
    each(cursor, "accepted", kMaxChoices, [&](Cursor& item) {
      AcceptedText accepted;
      accepted.pattern = item.text("pattern");
      accepted.weight = read_weight(item);
      accepted.feedback = read_text_or_empty(item, "feedback");
      body.accepted.push_back(std::move(accepted));
    });
    return body;
  }
  if (kind == "numerical") {
    Numerical body;
    each(cursor, "accepted", kMaxChoices, [&](Cursor& item) {
      AcceptedNumber accepted;
      accepted.low = read_decimal(item, "low");
      accepted.high = read_decimal(item, "high");
      accepted.weight = read_weight(item);
      accepted.feedback = read_text_or_empty(item, "feedback");
      body.accepted.push_back(std::move(accepted));
    });
    return body;
  }
  if (kind == "matching") {
    Matching body;
    each(cursor, "lefts", kMaxChoices, [&](Cursor& item) {
      Matching::Left left;
      left.text = read_text(item, "text");
      left.right = static_cast<std::size_t>(item.integer("right", 0, kMaxChoices));
      body.lefts.push_back(std::move(left));
    });
    if (const Json* rights = cursor.list("rights", kMaxChoices))
      for (const Json& right : *rights) body.rights.push_back(read_runs(right, cursor.where(), cursor.failure()));
    return body;
  }
  cursor.fail(fmt::format("unknown kind of question '{}'", kind));
  return SingleChoice{};
}

Result<Bytes> finished(const Json& json) {
  TRY_ASSIGN(const std::string text, canonical_json(json));
  if (text.size() > kMaxDocumentBytes) return fail(Code::TooLarge, fmt::format("the document is over {} bytes", kMaxDocumentBytes));
  return to_bytes(text);
}

Result<Json> opened(ByteView bytes) {
  if (bytes.size() > kMaxDocumentBytes) return fail(Code::TooLarge, fmt::format("the document is over {} bytes", kMaxDocumentBytes));
  return parse_json(as_text(bytes));
}

void read_format(Cursor& cursor, std::string_view wanted) {
  const std::string name = cursor.text("format");
  if (cursor.ok() && name != wanted) cursor.fail(fmt::format("the format is '{}', this program reads '{}'", name, wanted));
}
}  // namespace

Result<Bytes> write_document(const Document& document) {
  TRY(check_document(document));
  Json out = {{"format", kDocumentFormat}, {"id", document.id}, {"kind", kind_name(document.kind)}, {"lang", document.lang},
              {"title", document.title}, {"blocks", write(document.blocks)}};
  if (document.minutes > 0) out["minutes"] = document.minutes;
  put(out, "verified", document.verified);
  Json questions = Json::array(), definitions = Json::array(), sources = Json::array(), numbers = Json::array();
  for (const Question& question : document.questions) questions.push_back(write(question));
  for (const Definition& it : document.definitions) definitions.push_back({{"term", it.term}, {"text", write(it.text)}});
  for (const Source& it : document.sources) {
    Json source = {{"title", it.title}};
    put(source, "url", it.url);
    put(source, "note", it.note);
    sources.push_back(std::move(source));
  }
  for (const HelpNumber& it : document.numbers) {
    Json number = {{"id", it.id}, {"name", it.name}, {"number", it.number}, {"verified", it.verified}};
    put(number, "hours", it.hours);
    put(number, "note", it.note);
    put(number, "source", it.source);
    numbers.push_back(std::move(number));
  }
  if (!questions.empty()) out["questions"] = std::move(questions);
  if (!definitions.empty()) out["definitions"] = std::move(definitions);
  if (!sources.empty()) out["sources"] = std::move(sources);
  if (!numbers.empty()) out["numbers"] = std::move(numbers);
  return finished(out);
}

Result<Document> read_document(ByteView bytes) {
  TRY_ASSIGN(const Json json, opened(bytes));
  Failure failure;
  Cursor cursor(json, "document", failure);
  read_format(cursor, kDocumentFormat);
  Document out;
  out.id = cursor.text("id");
  const std::string kind = cursor.text("kind");
  if (const auto known = parse_document_kind(kind)) out.kind = *known;
  else cursor.fail(fmt::format("unknown kind '{}'", kind));
  out.lang = cursor.text("lang");
  out.title = cursor.text("title");
  out.minutes = static_cast<int>(cursor.integer_or("minutes", 1, kMaxMinutes, 0));
  out.verified = cursor.text_or_empty("verified");
  out.blocks = read_blocks(cursor);
  if (cursor.has("questions")) each(cursor, "questions", kMaxQuestions, [&](Cursor& item) {
      Question question;
      question.id = item.text("id");
      question.stem = read_text(item, "stem");
      question.body = read_body(item);
      question.general_feedback = read_text_or_empty(item, "general_feedback");
      out.questions.push_back(std::move(question));
    });
  if (cursor.has("definitions")) each(cursor, "definitions", kMaxNotes, [&](Cursor& item) {
      Definition definition;
      definition.term = item.text("term");
      definition.text = read_text(item, "text");
      out.definitions.push_back(std::move(definition));
    });
  if (cursor.has("sources")) each(cursor, "sources", kMaxNotes, [&](Cursor& item) {
      Source source;
      source.title = item.text("title");
      source.url = item.text_or_empty("url");
      source.note = item.text_or_empty("note");
      out.sources.push_back(std::move(source));
    });
  if (cursor.has("numbers")) each(cursor, "numbers", kMaxNotes, [&](Cursor& item) {
      HelpNumber number;
      number.id = item.text("id");
      number.name = item.text("name");
      number.number = item.text("number");
      number.hours = item.text_or_empty("hours");
      number.note = item.text_or_empty("note");
      number.verified = item.text("verified");
      number.source = item.text_or_empty("source");
      out.numbers.push_back(std::move(number));
    });
  cursor.finish();
  if (failure.first) return fail(*failure.first);
  TRY(check_document(out));
  return out;
}

Result<Bytes> write_programme(const Programme& programme) {
  TRY(check_programme(programme));
  Json slots = Json::array(), pages = Json::array();
  for (const Slot& it : programme.slots) {
    Json slot = {{"start", it.start_minute}, {"end", it.end_minute}, {"title", it.title}, {"kind", it.kind}};
    put(slot, "room", it.room);
    put(slot, "note", it.note);
    put(slot, "form", it.form);
    if (!it.speakers.empty()) slot["speakers"] = it.speakers;
    slots.push_back(std::move(slot));
  }
  for (const ProgrammePage& page : programme.pages) pages.push_back({{"title", page.title}, {"blocks", write(page.blocks)}});
  Json out = {{"format", kProgrammeFormat}, {"id", programme.id},   {"lang", programme.lang},
              {"title", programme.title},   {"day", programme.day}, {"timezone", programme.timezone},
              {"slots", slots}};
  put(out, "place", programme.place);
  if (!pages.empty()) out["pages"] = std::move(pages);
  return finished(out);
}

Result<Programme> read_programme(ByteView bytes) {
  TRY_ASSIGN(const Json json, opened(bytes));
  Failure failure;
  Cursor cursor(json, "programme", failure);
  read_format(cursor, kProgrammeFormat);
  Programme out;
  out.id = cursor.text("id");
  out.lang = cursor.text("lang");
  out.title = cursor.text("title");
  out.day = cursor.text("day");
  out.place = cursor.text_or_empty("place");
  out.timezone = cursor.text("timezone");
  each(cursor, "slots", kMaxSlots, [&](Cursor& item) {
    Slot slot;
    slot.start_minute = static_cast<int>(item.integer("start", 0, 24 * 60));
    slot.end_minute = static_cast<int>(item.integer("end", 0, 24 * 60));
    slot.title = item.text("title");
    slot.room = item.text_or_empty("room");
    slot.speakers = item.texts("speakers", kMaxNotes);
    slot.kind = item.text("kind");
    slot.note = item.text_or_empty("note");
    slot.form = item.text_or_empty("form");
    out.slots.push_back(std::move(slot));
  });
  if (cursor.has("pages")) each(cursor, "pages", kMaxPages, [&](Cursor& item) {
      ProgrammePage page;
      page.title = item.text("title");
      page.blocks = read_blocks(item);
      out.pages.push_back(std::move(page));
    });
  cursor.finish();
  if (failure.first) return fail(*failure.first);
  TRY(check_programme(out));
  return out;
}

}  // namespace escale::format
