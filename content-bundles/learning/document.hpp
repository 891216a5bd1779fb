// A compiled document: blocks of styled runs, in reading order. Each block is one semantic node for speech and tests.
// Rule: nothing here needs parsing, fetching or a clock; media are named by their digest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "content-bundles/learning/question.hpp"
#include "content-bundles/learning/text.hpp"

namespace escale::learning {

enum class DocumentKind { Lesson, Case, Quiz, Summary, Sheet };
enum class CalloutKind { None, Remember, Info, Law, Warning };  ///< None is a plain quotation
enum class MediaType { Png, Jpeg };
enum class Align { Start, Centre, End };

/// A blob of the same bundle.
struct MediaRef {
  std::string sha256;  ///< 64 lower-case hexadecimal digits
  std::uint64_t size = 0;
  MediaType type = MediaType::Png;
  int width_px = 0;
  int height_px = 0;
  bool operator==(const MediaRef&) const = default;
};

struct Heading {
  int level = 2;  ///< 2 to 4; level 1 is the document's title
  Text text;
  bool operator==(const Heading&) const = default;
};
struct Paragraph {
  Text text;
  bool operator==(const Paragraph&) const = default;
};
/// Nested lists are flat: each item says its depth.
struct List {
  struct Item {
    int depth = 0;   ///< 0 to 3
    int number = 0;  ///< the number to show, 0 for a bullet
    Text text;
    bool operator==(const Item&) const = default;
  };
  std::vector<Item> items;
  bool operator==(const List&) const = default;
};
struct Table {
  std::vector<Align> columns;  ///< one per column; header and every row have as many cells
  std::vector<Text> header;
  std::vector<std::vector<Text>> rows;
  bool operator==(const Table&) const = default;
};
struct Image {
  MediaRef media;
  std::string alt;  ///< never empty: what speech says
  Text caption;     ///< may be empty
  bool operator==(const Image&) const = default;
};
/// Where a question of this document stands.
struct QuestionRef {
  std::string id;
  bool operator==(const QuestionRef&) const = default;
};
/// A helpline number standing on its own: draw it as a card.
struct NumberRef {
  std::string id;
  bool operator==(const NumberRef&) const = default;
};
/// A thematic break.
struct Rule {
  bool operator==(const Rule&) const = default;
};

/// What may stand inside a quotation or a callout.
using QuoteBlock = std::variant<Paragraph, List, NumberRef>;
struct Quote {
  CalloutKind kind = CalloutKind::None;
  std::vector<QuoteBlock> blocks;
  bool operator==(const Quote&) const = default;
};

using Block = std::variant<Heading, Paragraph, List, Table, Quote, Image, QuestionRef, NumberRef, Rule>;

/// "Que veut dire …": a button under the text.
struct Definition {
  std::string term;
  Text text;
  bool operator==(const Definition&) const = default;
};

struct Source {
  std::string title;
  std::string url;   ///< may be empty
  std::string note;  ///< may be empty
  bool operator==(const Source&) const = default;
};

/// A helpline, from the bundle's data/numbers.yaml.
struct HelpNumber {
  std::string id;
  std::string name;
  std::string number;    ///< as people read it: "3977", "0 800 05 95 95"
  std::string hours;     ///< may be empty
  std::string note;      ///< may be empty
  std::string verified;  ///< "2026-11-24"
  std::string source;    ///< where it was checked; may be empty
  bool operator==(const HelpNumber&) const = default;
};

struct Document {
  std::string id;
  DocumentKind kind = DocumentKind::Lesson;
  std::string lang;  ///< BCP 47: "fr", "fr-x-facile", "en"
  std::string title;
  int minutes = 0;       ///< 0 when not said
  std::string verified;  ///< "vérifié le", a day "2026-11-24"; may be empty
  std::vector<Block> blocks;
  std::vector<Question> questions;  ///< each referred to by exactly one QuestionRef, in the same order
  std::vector<Definition> definitions;
  std::vector<Source> sources;
  std::vector<HelpNumber> numbers;  ///< those that the blocks refer to
  bool operator==(const Document&) const = default;
};

/// The question of that id, or null.
const Question* find_question(const Document& document, std::string_view id);
/// The number of that id, or null.
const HelpNumber* find_number(const Document& document, std::string_view id);

/// Every word of the document in reading order, one line a block: for the search index and for speech.
std::string reading_text(const Document& document);

/// "lesson", "case", … as written in manifests and front matter.
std::string_view kind_name(DocumentKind kind);
std::optional<DocumentKind> parse_document_kind(std::string_view name);

}  // namespace escale::learning
