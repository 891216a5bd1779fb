#include "kiosk/platform/display.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <thread>

#include "kiosk/platform/pictures.hpp"

namespace escale::platform {
namespace {

using testing::HasSubstr;
using ui::EventKind;
using ui::InputEvent;

ui::DrawList plain(std::uint32_t background) {
  ui::DrawList list;
  list.background = background;
  return list;
}

TEST(HeadlessDisplay, GivesEventsOnceAndWakesAcrossThreads) {
  HeadlessDisplay display(64, 32);
  display.send({InputEvent::pointer(EventKind::PointerDown, {3, 4})});
  ui::InputEvents events = display.wait(std::nullopt);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].at.x, 3);
  EXPECT_TRUE(display.wait(Monotonic(1)).empty());
  std::jthread worker([&] { display.wake(); });
  EXPECT_TRUE(display.wait(std::nullopt).empty());  // returns because of the wake
  display.request_quit();
  display.wait(std::nullopt);
  EXPECT_TRUE(display.quit_requested());
}

TEST(HeadlessDisplay, KeepsTheLastFrameAndWritesItAsPng) {
  HeadlessDisplay display(20, 10);
  display.present(plain(0xFF804020U));  // blue 80, green 40, red 20
  EXPECT_EQ(display.pixels().pixels[0], 0xFF204080U);
  Path path = std::filesystem::current_path() / "plain.png";
  ASSERT_TRUE(display.save_png(path).has_value());
  auto bytes = RealFiles().read(path, 1 << 20);
  ASSERT_TRUE(bytes.has_value());
  auto image = decode_picture(*bytes);
  ASSERT_TRUE(image.has_value()) << image.error().message;
  EXPECT_EQ(image->width, 20);
  EXPECT_EQ(image->height, 10);
  EXPECT_THAT(std::vector<int>(image->pixels.begin(), image->pixels.begin() + 4),
              testing::ElementsAre(0x20, 0x40, 0x80, 0xFF));
}

TEST(HeadlessDisplay, SaysWhichPictureCannotBeWritten) {
  HeadlessDisplay display(4, 4);
  auto saved = display.save_png("/nowhere/frame.png");
  ASSERT_FALSE(saved.has_value());
  EXPECT_EQ(saved.error().code, Code::Io);
  EXPECT_THAT(saved.error().message, HasSubstr("/nowhere/frame.png"));
}

TEST(Pictures, RefuseWhatIsNotAPicture) {
  auto refused = [](ByteView bytes) {
    auto image = decode_picture(bytes);
    return image ? std::string("accepted") : image.error().message;
  };
  EXPECT_THAT(refused(as_bytes("GIF89a and so on, long enough to be looked at")), HasSubstr("neither PNG nor JPEG"));
  EXPECT_THAT(refused({}), HasSubstr("neither"));
  // A PNG that announces 65536 x 65536 pixels is refused before it is decoded.
  Bytes huge = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0,
                1,    0,   0,   0,   1,    0,    0,    8,    6, 0, 0, 0,  0,   0,   0,   0};
  EXPECT_THAT(refused(huge), HasSubstr("65536 x 65536"));
  huge[17] = 0;
  huge[19] = 4;
  huge[21] = 0;
  huge[23] = 4;
  EXPECT_THAT(refused(huge), HasSubstr("cannot be decoded"));
  Bytes jpeg = {0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_THAT(refused(jpeg), HasSubstr("does not say its size"));
}

/// Processor time of this thread, in milliseconds.
double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1000 + static_cast<double>(t.tv_nsec) / 1e6;
}

TEST(Window, SleepsUntilItsDeadlineOrAWake) {
  ::setenv("SDL_VIDEODRIVER", "dummy", 1);
  WindowOptions options;
  options.width = 320;
  options.height = 200;
  auto window = open_window(options);
  ASSERT_TRUE(window.has_value()) << window.error().message;
  EXPECT_EQ((*window)->width(), 320);
  (*window)->present(plain(0xFFFFFFFFU));
  (*window)->wait(Monotonic(0));
  double before = cpu_ms();
  auto start = std::chrono::steady_clock::now();
  (*window)->wait(Monotonic(300));
  auto waited = std::chrono::steady_clock::now() - start;
  EXPECT_GE(waited, std::chrono::milliseconds(250));
  EXPECT_LT(cpu_ms() - before, 20);  // SDL's own wait would turn three hundred times
  std::jthread worker([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    (*window)->wake();
  });
  start = std::chrono::steady_clock::now();
  (*window)->wait(Monotonic(900));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(800));
  EXPECT_FALSE((*window)->quit_requested());
}

TEST(Window, SaysThatThereIsNoScreen) {
  ::setenv("SDL_VIDEODRIVER", "no-such-driver", 1);
  auto window = open_window({});
  ::setenv("SDL_VIDEODRIVER", "dummy", 1);
  ASSERT_FALSE(window.has_value());
  EXPECT_EQ(window.error().code, Code::Unavailable);
}

}  // namespace
}  // namespace escale::platform
