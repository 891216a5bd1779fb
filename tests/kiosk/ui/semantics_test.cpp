#include "kiosk/ui/drawn.hpp"
#include "kiosk/ui/semantics.hpp"

#include <gmock/gmock.h>

#include <set>

#include "sync/base/json.hpp"
#include "tests/support/gallery.hpp"
#include "tests/support/ui_driver.hpp"

namespace escale::ui {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing_support::UiDriver;

constexpr float kPxPerMm = 5.9F;

class EveryPage : public testing::TestWithParam<std::size_t> {};

TEST_P(EveryPage, HasUniqueIdsNamesAndLargeTargets) {
  const gallery::Page& page = gallery::pages()[GetParam()];
  for (ThemeName theme : {ThemeName::Light, ThemeName::Dark, ThemeName::Contrast}) {
    UiDriver driver(page.view);
    driver.setup.settings.theme = theme;
    const SemanticTree& tree = driver.settle();
    EXPECT_THAT(check_tree(tree, {0, 0, 1280, 800}, kPxPerMm), IsEmpty()) << page.name;
    EXPECT_FALSE(driver.output.next_deadline.has_value()) << page.name << " redraws at rest";
  }
}

TEST_P(EveryPage, CanBeWalkedWithTheKeyboardAlone) {
  const gallery::Page& page = gallery::pages()[GetParam()];
  UiDriver driver(page.view);
  std::size_t targets = 0;
  for (const Node& node : driver.settle().nodes()) targets += node.actions.focus ? 1 : 0;
  std::set<NodeId> reached;
  for (std::size_t i = 0; i < targets; ++i) {
    driver.press(Key::Tab);
    for (const Node& node : driver.output.tree->nodes())
      if (node.states.focused) reached.insert(node.id);
  }
  EXPECT_EQ(reached.size(), targets) << page.name;
}

TEST_P(EveryPage, HasOneTitle) {
  const gallery::Page& page = gallery::pages()[GetParam()];
  UiDriver driver(page.view);
  int titles = 0;
  for (const Node& node : driver.settle().nodes()) titles += node.role == Role::Heading && node.level == 1 ? 1 : 0;
  EXPECT_EQ(titles, page.name == "15-recherche" ? 0 : 1) << page.name;  // the search field is that page's title
}

INSTANTIATE_TEST_SUITE_P(Gallery, EveryPage, testing::Range<std::size_t>(0, gallery::pages().size()));

TEST(Home, KeepsTargetsInEveryMode) {
  struct Mode {
    int width, height, percent;
    bool seated;
  };
  for (Mode mode : {Mode{1280, 800, 200, false}, Mode{1280, 800, 150, false}, Mode{1280, 800, 100, true},
                    Mode{1080, 1920, 100, false}, Mode{1920, 1080, 100, false}}) {
    UiDriver driver(gallery::home);
    driver.setup.width = mode.width;
    driver.setup.height = mode.height;
    driver.setup.settings.text_percent = mode.percent;
    driver.setup.settings.seated = mode.seated;
    // A glass on which the design's own scale is right.
    float scale = mode.height > mode.width ? 1.35F : static_cast<float>(mode.width) / 1280;
    ScreenProfile& screen = driver.setup.settings.screen;
    screen.px_per_mm = kPxPerMm * std::min(scale, static_cast<float>(mode.height) / 800);
    const SemanticTree& tree = driver.settle();
    EXPECT_THAT(check_tree(tree, {0, 0, static_cast<float>(mode.width), static_cast<float>(mode.height)},
                           tree_rules(screen, mode.width, mode.height, mode.percent, mode.seated)),
                IsEmpty())
        << mode.width << "x" << mode.height << " " << mode.percent << " %";
  }
}

TEST(Tree, ReadsInTheOrderOfTheScreen) {
  UiDriver driver(gallery::faces);
  std::string dump = driver.settle().dump();
  EXPECT_THAT(dump, HasSubstr("heading 1 \"Comment s’est passée la journée\u202F?\" key=header/title"));
  EXPECT_THAT(dump, HasSubstr("progress \"Question 1 sur 6\" = \"1/6\" key=header/step"));
  EXPECT_THAT(dump, HasSubstr("choice \"Plutôt bien\" key=4 [selected]"));
  std::size_t rail = dump.find("key=rail/help"), title = dump.find("key=header/title"), face = dump.find("key=1"),
              next = dump.find("key=actions/next");
  EXPECT_LT(rail, title);
  EXPECT_LT(title, face);
  EXPECT_LT(face, next);
}

TEST(Tree, IdsDoNotDependOnTheLanguage) {
  std::string label = "Suite";
  UiDriver driver([&](Ui& ui) { ui.primary_button("next", {200, 100, 200, 88}, label); });
  NodeId french = driver.settle().find_key("next")->id;
  label = "Next";
  EXPECT_EQ(driver.settle().find_key("next")->id, french);
  EXPECT_NE(node_id("a/next"), node_id("b/next"));
}

TEST(Tree, SaysWhyAButtonIsUnavailable) {
  UiDriver driver(gallery::team);
  const Node* remove = driver.settle().find(Role::Button, "Retirer la clé");
  ASSERT_NE(remove, nullptr);
  EXPECT_TRUE(remove->states.disabled);
  EXPECT_FALSE(remove->actions.press);
  EXPECT_EQ(remove->description, "La copie n’est pas terminée.");
}

TEST(Tree, WritesJsonThatParses) {
  UiDriver driver(gallery::results);
  auto json = parse_json(driver.settle().dump_json());
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(json->size(), driver.output.tree->nodes().size());
}

TEST(Checks, ReportEachFault) {
  SemanticTree tree;
  auto add = [&](std::string key, std::string name, Rect bounds) {
    Node node;
    node.key = key;
    node.id = node_id(key);
    node.role = Role::Button;
    node.name = std::move(name);
    node.bounds = bounds;
    node.actions.press = true;
    tree.nodes().push_back(node);
  };
  add("a", "A", {0, 0, 88, 88});
  add("a", "A", {400, 0, 88, 88});
  add("empty", "", {0, 200, 88, 88});
  add("small", "S", {0, 400, 60, 88});
  add("near", "N", {66, 400, 88, 88});
  add("out", "O", {1250, 600, 88, 88});
  std::vector<std::string> faults = check_tree(tree, {0, 0, 1280, 800}, kPxPerMm);
  EXPECT_THAT(faults, testing::UnorderedElementsAre(
                          HasSubstr("'a' appears twice"), HasSubstr("'empty' (button) has no name"),
                          HasSubstr("'small' is 10.2"), HasSubstr("'small' and 'near' are 1.0 mm apart"),
                          HasSubstr("'out' leaves the screen")));
}

TEST(RichText, PagesHoldEveryLineOnce) {
  std::vector<Block> blocks;
  for (int i = 0; i < 6; ++i) {
    Block heading = Block::paragraph("Partie " + std::to_string(i));
    heading.kind = BlockKind::Heading;
    blocks.push_back(heading);
    std::string text;
    for (int n = 0; n < 40; ++n) text += "mot" + std::to_string(n) + " ";
    blocks.push_back(Block::paragraph(text));
  }
  UiDriver driver([](Ui&) {});
  driver.frame();
  Size page{560, 360};
  std::vector<BlockPage> pages = driver.ui().paginate(blocks, page);
  ASSERT_GT(pages.size(), 2U);
  EXPECT_EQ(pages.front().first, 0U);
  EXPECT_EQ(pages.back().last, blocks.size());
  for (std::size_t i = 0; i + 1 < pages.size(); ++i) {
    // The next page begins where this one stopped: at a block's start, or inside the block both share.
    std::size_t expected = pages[i + 1].offset > 0 ? pages[i].last - 1 : pages[i].last;
    EXPECT_EQ(pages[i + 1].first, expected);
    EXPECT_NE(blocks[pages[i].last - 1].kind, BlockKind::Heading) << "a heading is left alone at the foot of a page";
  }
  for (const BlockPage& one : pages) {
    UiDriver drawn([&](Ui& ui) {
      EXPECT_LE(ui.rich_text("text", {180, 100, page.w, page.h}, blocks, &one), page.h + 1);
    });
    drawn.frame();
  }
}

TEST(RichText, HeadingsLeaveWithTheShortTextThatFollows) {
  // Three lines go as one: no cut leaves two lines on each side, so the headings above go with them.
  auto heading = [](int level) {
    Block block = Block::paragraph("Partie");
    block.kind = BlockKind::Heading;
    block.level = level;
    return block;
  };
  std::string three;
  for (int n = 0; n < 26; ++n) three += "mots ";
  UiDriver driver([](Ui&) {});
  driver.frame();
  const Block filler = Block::paragraph("Une ligne.");
  for (int lines = 1; lines < 12; ++lines) {
    std::vector<Block> blocks(static_cast<std::size_t>(lines), filler);
    blocks.push_back(heading(2));
    blocks.push_back(heading(3));
    blocks.push_back(Block::paragraph(three));
    for (const BlockPage& page : driver.ui().paginate(blocks, {560, 360}))
      EXPECT_NE(blocks[page.last - 1].kind, BlockKind::Heading) << lines << " lines above: a heading is alone at the foot of a page";
  }
}

TEST(BarChart, PagesOfOneChartHaveOneAxis) {
  // A small share alone on its page is as short as beside the others.
  const std::vector<Bar> all = {{"Grand", 0.5F, "50 %", "20 avis"}, {"Petit", 0.1F, "10 %", "4 avis"}};
  auto number_at = [&](std::span<const Bar> shown, std::span<const Bar> whole) {
    UiDriver driver([&](Ui& ui) { ui.bar_chart("chart", {100, 100, 900, 72}, shown, whole); });
    DrawnRecord record;
    record_drawn(driver.ui(), &record);
    driver.frame();
    float right = 0;
    for (const Drawn& ink : record.inks)
      if (ink.text == "10 %") right = ink.box.x;
    EXPECT_GT(right, 0.0F) << "the number of the bar was not drawn";
    return right;
  };
  const std::span<const Bar> small(all.data() + 1, 1);
  EXPECT_LT(number_at(small, all), number_at(small, {}) - 100) << "alone, it was as long as the longest";
}

TEST(Text, CutsWithAnEllipsisOnlyWhenAsked) {
  UiDriver driver([](Ui& ui) {
    TextOptions options;
    options.ellipsis = true;
    EXPECT_LE(ui.text("cut", {100, 100, 200, 76}, "Une phrase bien trop longue pour deux lignes de ce rectangle étroit",
                      Type::Body, options),
              76.5F);
    EXPECT_GT(
        ui.text("whole", {400, 100, 200, 76}, "Une phrase bien trop longue pour deux lignes de ce rectangle étroit"),
        76.5F);
  });
  driver.settle();
  EXPECT_EQ(driver.output.tree->find_key("cut")->name,
            "Une phrase bien trop longue pour deux lignes de ce rectangle étroit");
}

}  // namespace
}  // namespace escale::ui
