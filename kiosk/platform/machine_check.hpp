// What the machine says of the parts that a terminal needs: read once at the start, from the kernel's own files.
#pragma once

#include <optional>

#include "sync/base/files.hpp"

namespace escale::platform {

struct MachineFacts {
  bool touch = false;  ///< something that is touched where it shows (a touch screen, not a touch pad)
  bool audio = false;  ///< a card that can play
  bool on_battery = false;
  std::optional<int> battery_percent;
  bool undervoltage = false;  ///< the supply is too weak (seen on small boards)
};

/// Reads proc/bus/input/devices, proc/asound/pcm, sys/class/power_supply and sys/class/hwmon below `root`. What is not there is absent.
MachineFacts look_at_machine(const Files& files, const Path& root = "/");

}  // namespace escale::platform
