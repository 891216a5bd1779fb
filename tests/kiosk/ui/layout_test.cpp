// Millimetres on real glasses: what a point is, where rail and body go, what somebody seated reaches (lines C1, C12, A12).
#include "kiosk/ui/layout.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace escale::ui {
namespace {

using testing::IsEmpty;

struct Glass {
  const char* name;
  float inches;
  int width, height;
};

constexpr Glass kGlasses[] = {{"7 inches, 1024 x 600", 7, 1024, 600},        {"10.1 inches, 1024 x 600", 10.1F, 1024, 600},
                              {"10.1 inches, 1280 x 800", 10.1F, 1280, 800},  {"15.6 inches, 1920 x 1080", 15.6F, 1920, 1080},
                              {"21.5 inches, 1920 x 1080", 21.5F, 1920, 1080}, {"21.5 inches upright", 21.5F, 1080, 1920},
                              {"32 inches, 3840 x 2160", 32, 3840, 2160},     {"32 inches upright", 32, 2160, 3840},
                              {"unknown, 1920 x 1080", 10.1F, 1920, 1080},    {"unknown, 1080 x 1920", 10.1F, 1080, 1920}};

Settings settings_of(const Glass& glass, int percent = 100, bool seated = false) {
  Settings settings;
  settings.screen.px_per_mm = pixels_per_mm_of_diagonal(glass.inches * 25.4F, glass.width, glass.height);
  settings.text_percent = percent;
  settings.seated = seated;
  return settings;
}

TEST(Layout, C1_ATargetIsFifteenMillimetresOnEveryGlassAndTwentyInLargeText) {
  for (const Glass& glass : kGlasses) {
    for (int percent : {100, 150, 200}) {
      const Settings settings = settings_of(glass, percent);
      const Measured m = measure_layout(glass.width, glass.height, settings);
      const float per_mm = settings.screen.px_per_mm, mm = m.layout.target * m.scale / per_mm;
      EXPECT_GE(mm, (percent > 100 ? 20 : 15) - 0.1F) << glass.name << " at " << percent << " %";
      EXPECT_LE(mm, 45) << glass.name << " at " << percent << " %";
      EXPECT_GE(m.layout.gap * m.scale / per_mm, 2.9F) << glass.name;
    }
  }
}

TEST(Layout, EveryPartHasRoomAndNoneOverlaps) {
  for (const Glass& glass : kGlasses) {
    for (int percent : {100, 150, 200}) {
      for (bool seated : {false, true}) {
        const Measured m = measure_layout(glass.width, glass.height, settings_of(glass, percent, seated));
        const Layout& l = m.layout;
        const std::string name = std::string(glass.name) + " at " + std::to_string(percent) + " %" + (seated ? ", seated" : "");
        for (const Rect& part : {l.rail, l.header, l.body, l.body_stepper, l.actions}) {
          EXPECT_TRUE(l.screen.inset(-0.5F).contains(part)) << name;
          EXPECT_GT(part.w, 300 * (part == l.rail ? 0 : 1)) << name;
        }
        EXPECT_GT(l.body_stepper.h, l.target * (percent > 100 ? 1.0F : 1.8F)) << name;
        for (const Rect& part : {l.header, l.body, l.actions}) EXPECT_TRUE(part.intersected(l.rail).empty()) << name;
        EXPECT_LE(l.header.bottom(), l.body.y) << name;
        EXPECT_LE(l.body.bottom(), l.actions.y) << name;
        const std::vector<Rect> places = rail_places(l);
        ASSERT_EQ(places.size(), static_cast<std::size_t>(kRailPlaces)) << name;
        for (std::size_t i = 0; i < places.size(); ++i) {
          EXPECT_TRUE(l.rail.inset(-0.5F).contains(places[i])) << name << " place " << i;
          // 15 mm each way; 20 mm across in large text, and in height where the glass has it.
          EXPECT_GE(places[i].h, l.mode == LayoutMode::Portrait || l.rail.h < 800 ? 87.5F : l.target - 0.5F) << name << " place " << i;
          EXPECT_GE(places[i].w, l.mode == LayoutMode::Portrait && percent == 100 ? 87.5F : l.target - 0.5F) << name << " place " << i;
          for (std::size_t j = i + 1; j < places.size(); ++j) {
            const Rect& a = places[i];
            const Rect& b = places[j];
            const float dx = std::max(b.x - a.right(), a.x - b.right()), dy = std::max(b.y - a.bottom(), a.y - b.bottom());
            EXPECT_GE(std::max(dx, dy), 17.4F) << name << " places " << i << " and " << j;
          }
        }
      }
    }
  }
}

TEST(Layout, TheReferenceScreenIsTheDesigns) {
  Settings settings;
  const Measured m = measure_layout(1280, 800, settings);
  EXPECT_EQ(m.scale, 1);
  EXPECT_EQ(m.layout.mode, LayoutMode::Landscape);
  EXPECT_EQ(m.layout.body, (Rect{180, 152, 1056, 512}));
}

TEST(Profile, ABankCardMeasuresTheGlass) {
  // A 15.6-inch screen of 1920 x 1080 pixels: 5.56 pixels a millimetre, so a card is 476 pixels wide.
  const float per_mm = pixels_per_mm_of_diagonal(15.6F * 25.4F, 1920, 1080);
  EXPECT_NEAR(kCardWidthMm * per_mm, 476, 1);
  ScreenProfile profile;
  EXPECT_NEAR(pixels_per_mm(profile, 1280, 800), 5.884F, 0.001F);
  profile.diagonal_mm = 396.24F;
  EXPECT_NEAR(pixels_per_mm(profile, 1920, 1080), per_mm, 0.001F);
  profile.px_per_mm = 4;
  EXPECT_EQ(pixels_per_mm(profile, 1920, 1080), 4);
}

TEST(Profile, HeightsAboveTheFloorFollowTheTilt) {
  ScreenProfile profile;
  profile.px_per_mm = 4;
  profile.bottom_mm = 800;
  EXPECT_FLOAT_EQ(height_of_row(profile, 1920, 1080, 1080), 800);
  EXPECT_FLOAT_EQ(height_of_row(profile, 1920, 1080, 0), 1070);
  profile.tilt_degrees = 60;  // half as high
  EXPECT_NEAR(height_of_row(profile, 1920, 1080, 0), 935, 0.1F);
}

TEST(Profile, C12_TheReachOfATallGlassIsBetweenNinetyAndOneHundredTwentyTwoCentimetres) {
  ScreenProfile profile;
  profile.px_per_mm = 4;
  profile.bottom_mm = 700;
  const RowBand band = reach_band(profile, 1080, 1920);
  EXPECT_NEAR(height_of_row(profile, 1080, 1920, band.bottom), 900, 0.5F);
  EXPECT_NEAR(height_of_row(profile, 1080, 1920, band.top), 1180, 0.5F);  // the glass ends before 1.22 m
  profile.bottom_mm = 1000;
  EXPECT_NEAR(height_of_row(profile, 1080, 1920, reach_band(profile, 1080, 1920).top), 1220, 0.5F);
  profile.bottom_mm = 1300;  // nothing in reach: the whole glass, and a warning
  EXPECT_EQ(reach_band(profile, 1080, 1920).height(), 1920);
}

std::vector<ProfileFault> faults(ScreenProfile profile, int width, int height) {
  std::vector<ProfileFault> out;
  for (const ProfileWarning& warning : profile_warnings(profile, width, height)) out.push_back(warning.fault);
  return out;
}

TEST(Profile, A12_WarnsOfWhatIsOutOfReachOrHardToRead) {
  using testing::Contains;
  using testing::ElementsAre;
  ScreenProfile good;
  good.px_per_mm = 5.884F;
  EXPECT_THAT(faults(good, 1280, 800), IsEmpty());
  ScreenProfile unmeasured;
  EXPECT_THAT(faults(unmeasured, 1280, 800), ElementsAre(ProfileFault::NotMeasured));
  ScreenProfile high = good;
  high.bottom_mm = 1300;
  EXPECT_THAT(faults(high, 1280, 800), Contains(ProfileFault::OutOfReach));
  EXPECT_THAT(faults(high, 1280, 800), Contains(ProfileFault::TooHighToRead));
  ScreenProfile low = good;
  low.bottom_mm = 400;
  EXPECT_THAT(faults(low, 1280, 800), ElementsAre(ProfileFault::OutOfReach));
  ScreenProfile flat = good;
  flat.tilt_degrees = 80;
  EXPECT_THAT(faults(flat, 1280, 800), Contains(ProfileFault::TooFlat));
  ScreenProfile far = good;
  far.distance_mm = 900;
  EXPECT_THAT(faults(far, 1280, 800), ElementsAre(ProfileFault::TextTooSmall));
  ScreenProfile telephone = good;
  telephone.px_per_mm = 16;
  EXPECT_THAT(faults(telephone, 1280, 720), Contains(ProfileFault::TooSmall));
}

}  // namespace
}  // namespace escale::ui
