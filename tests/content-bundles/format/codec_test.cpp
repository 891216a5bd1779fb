#include "content-bundles/format/codec.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "sync/base/json.hpp"
#include "tests/content-bundles/format/example.hpp"

namespace escale::format {
namespace {
using namespace learning;
using test::example_document;
using test::example_programme;

TEST(DocumentCodec, GivesBackEveryPart) {
  const Document document = example_document();
  const Bytes bytes = write_document(document).value();
  EXPECT_EQ(read_document(bytes).value(), document);
  EXPECT_EQ(write_document(read_document(bytes).value()).value(), bytes) << "one document, one blob";
}

TEST(DocumentCodec, LeavesOutWhatIsEmpty) {
  Document document;
  document.id = "a";
  document.lang = "fr";
  document.title = "A";
  EXPECT_EQ(to_text(write_document(document).value()),
            R"({"blocks":[],"format":"escale-document-1","id":"a","kind":"lesson","lang":"fr","title":"A"})");
}

struct Wrong {
  const char* message;
  std::function<void(Document&)> change;
};

TEST(DocumentCodec, RefusesToWriteWhatBreaksARule) {
  const Wrong wrongs[] = {
      {"id: 'A b' is not an id: use a-z, 0-9 and -, at most 64", [](Document& d) { d.id = "A b"; }},
      {"lang: 'FR' is not a language tag such as fr or fr-x-facile", [](Document& d) { d.lang = "FR"; }},
      {"title: empty", [](Document& d) { d.title.clear(); }},
      {"title: a text is not UTF-8", [](Document& d) { d.title = "\xff"; }},
      {"title: a text holds a control character", [](Document& d) { d.title = "a\nb"; }},
      {"title: a text is over 20000 bytes", [](Document& d) { d.title.assign(20'001, 'a'); }},
      {"minutes: not a whole number from 0 to 600", [](Document& d) { d.minutes = 601; }},
      {"verified: '2026-02-30' is not a day such as 2026-11-24", [](Document& d) { d.verified = "2026-02-30"; }},
      {"block 1: no text", [](Document& d) { d.blocks = {Paragraph{}}; }},
      {"block 1: a heading has level 2, 3 or 4", [](Document& d) { d.blocks = {Heading{1, plain("a")}}; }},
      {"block 1: 'javascript:x' is not a link of this format", [](Document& d) { d.blocks = {Paragraph{{{"a", false, false, "javascript:x"}}}}; }},
      {"block 1: the number '15' is not in the document", [](Document& d) { d.blocks = {NumberRef{"15"}}; }},
      {"block 1: an item is too deep", [](Document& d) { d.blocks = {List{{{1, 0, plain("a")}}}}; }},
      {"block 1: an empty list", [](Document& d) { d.blocks = {List{}}; }},
      {"block 1: an empty quotation", [](Document& d) { d.blocks = {Quote{}}; }},
      {"block 1: a row has not one cell for each column", [](Document& d) { d.blocks = {Table{{Align::Start}, {plain("a")}, {{}}}}; }},
      {"block 1: 'q2' is not the next question of the document", [](Document& d) { d.blocks = {QuestionRef{"q2"}}; }},
      {"question 'q1': no block refers to it", [](Document& d) { d.blocks.clear(); }},
      {"block 7: empty", [](Document& d) { std::get<Image>(d.blocks[6]).alt.clear(); }},
      {"block 7: an image has 1 to 4096 pixels a side", [](Document& d) { std::get<Image>(d.blocks[6]).media.width_px = 5'000; }},
      {"question 'q1': there twice", [](Document& d) { d.questions[1].id = "q1"; }},
      {"question: '1' is not an id", [](Document& d) { d.questions[0].id = "1"; }},
      {"question 'q1': no proposal gives the full mark", [](Document& d) { std::get<SingleChoice>(d.questions[0].body).choices[0].weight = 1; }},
      {"question 'q2': the positive weights do not make 100 %", [](Document& d) { std::get<MultipleChoice>(d.questions[1].body).choices[0].weight = 1; }},
      {"question 'q4': no answer gives the full mark", [](Document& d) { std::get<ShortAnswer>(d.questions[3].body).accepted[0].weight = 1; }},
      {"question 'q5': a range with one end", [](Document& d) { std::get<Numerical>(d.questions[4].body).accepted[0].low.reset(); }},
      {"question 'q6': a left item has no right item", [](Document& d) { std::get<Matching>(d.questions[5].body).lefts[0].right = 3; }},
      {"numbers: '3977' is there twice", [](Document& d) { d.numbers.push_back(d.numbers[0]); }},
  };
  for (const Wrong& wrong : wrongs) {
    Document document = example_document();
    wrong.change(document);
    const auto written = write_document(document);
    ASSERT_FALSE(written) << wrong.message;
    EXPECT_EQ(written.error().message, wrong.message);
  }
}

TEST(DocumentCodec, RefusesUnknownFieldsAndOtherFormats) {
  const std::string text = to_text(write_document(example_document()).value());
  const auto message = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    const std::size_t at = changed.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    changed.replace(at, from.size(), to);
    const auto read = read_document(as_bytes(changed));
    return read ? std::string("accepted") : read.error().message;
  };
  EXPECT_EQ(message("\"minutes\":6", "\"minutes\":6,\"zzz\":1"), "document: unknown field 'zzz'");
  EXPECT_EQ(message("escale-document-1", "escale-document-2"), "document: the format is 'escale-document-2', this program reads 'escale-document-1'");
  EXPECT_EQ(message("\"level\":2", "\"level\":9"), "document.blocks[0]: 'level' is not a whole number from 2 to 4");
  EXPECT_EQ(message("\"level\":2", "\"level\":18446744073709551615"), "document.blocks[0]: 'level' is not a whole number from 2 to 4");
  EXPECT_EQ(message("\"block\":\"heading\"", "\"block\":\"script\""), "document.blocks[0]: unknown block 'script'");
  EXPECT_EQ(message("\"kind\":\"lesson\"", "\"kind\":\"song\""), "document: unknown kind 'song'");
  EXPECT_EQ(message("\"low\":\"1.5\"", "\"low\":\"1.50\""), "document.questions[4].accepted[0]: 'low' is not a number in its shortest form");
  EXPECT_EQ(message("\"low\":\"1.5\"", "\"low\":1.5"), "document.questions[4].accepted[0]: 'low' is not a text");
  EXPECT_EQ(message("\"stem\":[\"Un ?\"]", "\"stem\":\"Un ?\""), "document.questions[0].stem: a text is a list of runs");
  EXPECT_EQ(message("\"sha256\":\"", "\"sha256\":\"x"), "block 7: the image's digest is not 64 hexadecimal digits");
  EXPECT_EQ(message("{", ""), "not valid JSON at byte 9");
}

TEST(DocumentCodec, SurvivesTruncationAndChangedBytes) {
  const Bytes bytes = write_document(example_document()).value();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_FALSE(read_document(ByteView(bytes).first(i)));
    Bytes changed = bytes;
    changed[i] ^= 0x15;
    (void)read_document(changed);
  }
  EXPECT_EQ(read_document(Bytes(kMaxDocumentBytes + 1, ' ')).error().code, Code::TooLarge);
  EXPECT_FALSE(read_document(to_bytes(std::string(100'000, '['))));
  EXPECT_FALSE(read_document(to_bytes("[]")));
}

TEST(ProgrammeCodec, GivesBackEveryPart) {
  const Programme programme = example_programme();
  EXPECT_EQ(read_programme(write_programme(programme).value()).value(), programme);
  EXPECT_EQ(clock_text(555), "09:15");
}

TEST(ProgrammeCodec, RefusesWhatBreaksARule) {
  const auto message = [](auto change) {
    Programme programme = example_programme();
    change(programme);
    const auto written = write_programme(programme);
    return written ? std::string("accepted") : written.error().message;
  };
  EXPECT_EQ(message([](Programme& p) { p.day = "demain"; }), "day: 'demain' is not a day such as 2026-11-26");
  EXPECT_EQ(message([](Programme& p) { p.timezone = "Europe Paris"; }), "timezone: 'Europe Paris' is not a zone such as Europe/Paris");
  EXPECT_EQ(message([](Programme& p) { p.slots.clear(); }), "slots: none");
  EXPECT_EQ(message([](Programme& p) { p.slots[0].end_minute = 540; }), "slot 1: it must end after it starts, on the same day");
  EXPECT_EQ(message([](Programme& p) { p.slots[1].start_minute = 10; }), "slot 2: it starts before the slot above it");
  EXPECT_EQ(message([](Programme& p) { p.slots[1].kind = "show"; }),
            "slot 2: unknown kind 'show': use welcome, talk, round-table, workshop, break, lunch, closing, other");
  EXPECT_EQ(message([](Programme& p) { p.pages[0].blocks = {Rule{}}; }), "page 'Accès': only headings, paragraphs and lists may stand on a page");
  EXPECT_EQ(message([](Programme& p) { p.pages[0].title.clear(); }), "page '': title: empty");
}

}  // namespace
}  // namespace escale::format
