// What the kernel's files say of touch, sound and power: from files as real machines have them.
#include "kiosk/platform/machine_check.hpp"

#include <gtest/gtest.h>

#include "tests/support/command.hpp"

namespace escale::platform {
namespace {

class MachineCheck : public testing::Test {
 protected:
  void has(const std::string& path, std::string_view text) {
    std::filesystem::create_directories((root.path() / path).parent_path());
    test::write_whole(root.path() / path, text);
  }
  MachineFacts facts() { return look_at_machine(RealFiles(), root.path()); }
  test::TemporaryFolder root;
};

constexpr std::string_view kTouchScreen =
    "I: Bus=0018 Vendor=0eef Product=c000 Version=0100\nN: Name=\"eGalax Touchscreen\"\nH: Handlers=mouse1 event3\nB: PROP=2\nB: EV=b\n"
    "B: KEY=400 0 0 0 0 0\nB: ABS=260800000000003\n\n";
constexpr std::string_view kTouchPad =
    "I: Bus=0011 Vendor=0002 Product=0007 Version=01b1\nN: Name=\"Touchpad\"\nH: Handlers=mouse0 event2\nB: PROP=5\nB: EV=b\nB: ABS=660800011000003\n\n";
constexpr std::string_view kKeyboard = "I: Bus=0011\nN: Name=\"Keyboard\"\nB: PROP=0\nB: EV=120013\nB: KEY=402000000 3803078f800d001\n\n";

TEST_F(MachineCheck, TellsATouchScreenFromATouchPad) {
  EXPECT_FALSE(facts().touch) << "no file at all";
  has("proc/bus/input/devices", std::string(kTouchPad) + std::string(kKeyboard));
  EXPECT_FALSE(facts().touch);
  has("proc/bus/input/devices", std::string(kTouchPad) + std::string(kTouchScreen) + std::string(kKeyboard));
  EXPECT_TRUE(facts().touch);
}

TEST_F(MachineCheck, SoundIsACardThatPlays) {
  has("proc/asound/pcm", "00-00: USB Audio : USB Audio : capture 1\n");
  EXPECT_FALSE(facts().audio);
  has("proc/asound/pcm", "00-00: ALC269 Analog : ALC269 Analog : playback 1 : capture 1\n");
  EXPECT_TRUE(facts().audio);
}

TEST_F(MachineCheck, PowerIsMainsUnlessABatteryGivesIt) {
  EXPECT_FALSE(facts().on_battery) << "a machine without battery";
  has("sys/class/power_supply/AC/type", "Mains\n");
  has("sys/class/power_supply/AC/online", "1\n");
  has("sys/class/power_supply/BAT0/type", "Battery\n");
  has("sys/class/power_supply/BAT0/status", "Charging\n");
  has("sys/class/power_supply/BAT0/capacity", "81\n");
  EXPECT_FALSE(facts().on_battery);
  EXPECT_EQ(facts().battery_percent, 81);
  has("sys/class/power_supply/BAT0/status", "Discharging\n");
  EXPECT_TRUE(facts().on_battery);
  has("sys/class/power_supply/BAT0/status", "Not charging\n");
  has("sys/class/power_supply/AC/online", "0\n");
  EXPECT_TRUE(facts().on_battery);
}

TEST_F(MachineCheck, ABatteryOfAMouseIsNotTheTerminals) {
  has("sys/class/power_supply/hid-mouse/type", "Battery\n");
  has("sys/class/power_supply/hid-mouse/scope", "Device\n");
  has("sys/class/power_supply/hid-mouse/status", "Discharging\n");
  EXPECT_FALSE(facts().on_battery);
}

TEST_F(MachineCheck, ASupplyThatIsTooWeakIsSeen) {
  has("sys/class/hwmon/hwmon0/in0_lcrit_alarm", "0\n");
  EXPECT_FALSE(facts().undervoltage);
  has("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
  EXPECT_TRUE(facts().undervoltage);
}

}  // namespace
}  // namespace escale::platform
