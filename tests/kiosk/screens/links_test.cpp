// What the words of a text lead to: a document of the library is a button after the text; an address outside is only written.
#include <gmock/gmock.h>

#include "tests/kiosk/screens/walk.hpp"

namespace escale::screens {
namespace {

struct Found {
  std::vector<std::string> links;  ///< names, in reading order
  std::string words;
  std::vector<std::string> opened;  ///< documents that they opened when touched
};

Found walk_over(Walker& walker, const Mode& mode) {
  Found found;
  std::string before;
  for (int page = 0; page < kMostPages; ++page) {
    app::State state = fixtures::scene("reading-links");
    turn(state, page);
    const ui::SemanticTree& tree = walker.show(std::move(state), mode);
    if (tree.dump(true) == before) break;
    before = tree.dump(true);
    std::vector<ui::Rect> places;
    for (const ui::Node& node : tree.nodes()) {
      found.words += node.name + '\n';
      if (node.role != ui::Role::Link) continue;
      found.links.push_back(node.name);
      EXPECT_TRUE(node.actions.press && node.actions.focus) << node.key;
      EXPECT_GE(std::min(node.bounds.w, node.bounds.h) / px_per_mm(mode), ui::kTargetMm - 0.1F) << node.key << ' ' << mode.name();
      places.push_back(node.bounds);
    }
    for (const ui::Rect& place : places) {
      walker.driver().tap(place.center());
      for (const app::Action& action : walker.actions)
        if (const auto* open = std::get_if<app::OpenDocument>(&action)) found.opened.push_back(open->key.bundle + '.' + open->key.document);
      walker.actions.clear();
      walker.driver().now += ui::Milliseconds(2000);
      walker.driver().settle();
    }
  }
  return found;
}

TEST(Links, DocumentsOfTheLibraryAreTargetsAndAddressesAreWords) {
  Walker walker;
  for (const int percent : {100, 200}) {
    Mode mode;
    mode.preferences.text_percent = percent;
    const Found found = walk_over(walker, mode);
    EXPECT_THAT(found.links, testing::ElementsAre("Aller à\u00A0: Quatre éléments à reconnaître", "Aller à\u00A0: Réagir : en parler, écrire, transmettre"))
        << "each once, in the order of the text; what the terminal does not hold is no link";
    EXPECT_THAT(found.opened, testing::ElementsAre("maltraitance.quatre-elements", "maltraitance.reagir"));
    std::string said = found.words;
    for (std::size_t at = said.find('\n'); at != std::string::npos; at = said.find('\n', at)) said[at] = ' ';
    EXPECT_THAT(said, testing::HasSubstr("le site public (www.legifrance.gouv.fr).")) << "an address is written, to be noted";
    EXPECT_THAT(said, testing::HasSubstr("Appelez le 39 77.")) << "a number that its words give is not written twice";
  }
}

TEST(Links, APageWithoutAnyHasNoPageOfLinks) {
  Walker walker;
  std::string all;
  for (int page = 0; page < 12; ++page) {
    app::State state = fixtures::scene("reading");
    turn(state, page);
    for (const ui::Node& node : walker.show(std::move(state), Mode{}).nodes()) all += node.key + '\n';
  }
  EXPECT_THAT(all, testing::Not(testing::HasSubstr("links")));
}

}  // namespace
}  // namespace escale::screens
