#include <fmt/format.h>

#include "content-bundles/compiler/language.hpp"
#include "content-bundles/compiler/sources.hpp"
#include "content-bundles/compiler/typography.hpp"
#include "content-bundles/format/check.hpp"
#include "content-bundles/format/codec.hpp"

namespace escale::compiler {
namespace {
/// Minutes after midnight from "09:15".
std::optional<int> minute_of(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : -100'000; };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const int hour = digit(0) * 10 + digit(1), minute = digit(3) * 10 + digit(4);
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
  return hour * 60 + minute;
}
}  // namespace

std::optional<Bytes> Sources::programme(const std::string& path, const std::string& lang, format::DocumentEntry& entry,
                                        std::vector<std::pair<std::string, int>>& forms, std::vector<Problem>& remarks) {
  const auto content = text(path, 1u << 20);
  if (!content) return std::nullopt;
  const auto yaml = parse_yaml(*content, path, 1, m_problems);
  if (!yaml) return std::nullopt;
  const std::size_t before = m_problems.count();
  YamlFields fields(*yaml, path, m_problems);
  format::Programme out;
  out.lang = lang;
  out.id = fields.text_or_empty("id");
  if (out.id.empty()) out.id = "programme";
  if (!format::is_identifier(out.id)) fields.problem("id", fmt::format("'{}' is not an id: use a-z, 0-9 and -, at most 64 characters", out.id));
  const auto set = [&](const std::string& words) { return typeset(words, lang); };
  out.title = set(fields.text("title"));
  out.day = fields.text("day");
  if (!out.day.empty() && !format::is_day(out.day)) fields.problem("day", fmt::format("'{}' is not a day such as 2026-11-26", out.day));
  out.place = set(fields.text_or_empty("place"));
  out.timezone = fields.text("timezone");
  if (const Yaml* slots = fields.list("slots", true)) {
    for (const Yaml& item : slots->items) {
      YamlFields slot(item, path, m_problems);
      format::Slot it;
      for (auto [key, minute] : {std::pair{"start", &it.start_minute}, std::pair{"end", &it.end_minute}}) {
        const std::string clock = slot.text(key);
        if (const auto known = minute_of(clock)) *minute = *known;
        else if (!clock.empty()) slot.problem(key, fmt::format("'{}' is not a time: write \"09:15\", in quotes", clock));
      }
      if (it.start_minute >= it.end_minute && slot.has("start") && slot.has("end")) slot.problem("end", "the slot ends before it starts: correct its times");
      if (!out.slots.empty() && it.start_minute < out.slots.back().start_minute) slot.problem("start", "the slot starts before the one above it: put them in order");
      it.title = set(slot.text("title"));
      it.room = set(slot.text_or_empty("room"));
      it.speakers = slot.texts("speakers");
      for (std::string& speaker : it.speakers) speaker = set(speaker);
      it.kind = slot.text_or_empty("kind");
      if (it.kind.empty()) it.kind = "other";
      it.note = set(slot.text_or_empty("note"));
      it.form = slot.text_or_empty("form");
      if (!it.form.empty()) forms.emplace_back(it.form, slot.line_of("form"));
      slot.finish();
      out.slots.push_back(std::move(it));
    }
  }
  if (const Yaml* pages = fields.list("pages")) {
    for (const Yaml& item : pages->items) {
      YamlFields page(item, path, m_problems);
      format::ProgrammePage it;
      it.title = set(page.text("title"));
      const std::string words = page.text("text");
      MarkdownSource source = markdown_source(path, page.line_of("text") + 1, lang);  // a "|" block begins on the next line
      source.simple = true;
      it.blocks = compile_markdown(words, source, m_problems).blocks;
      page.finish();
      out.pages.push_back(std::move(it));
    }
  }
  fields.finish();
  if (m_problems.count() != before) return std::nullopt;
  auto written = format::write_programme(out);
  if (!written) {
    m_problems.add(path, 0, written.error());
    return std::nullopt;
  }
  for (Problem& remark : language_remarks(out, path, *content)) remarks.push_back(std::move(remark));
  entry.id = out.id;
  entry.kind = format::EntryKind::Programme;
  entry.title = out.title;
  return *std::move(written);
}

}  // namespace escale::compiler
