// Tells when a headset is plugged and pulled: the switch of a jack (evdev, SW_HEADPHONE_INSERT) or a USB sound card that was not there when the
// terminal started. A thread that sleeps until the kernel says something: nothing turns at rest.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/files.hpp"

namespace escale::platform {

/// The names of the USB cards in /proc/asound/cards, in its order.
std::vector<std::string> usb_sound_cards(std::string_view cards);

/// What is plugged now.
struct Headset {
  bool plugged = false;
  std::string card;  ///< of a USB one; empty: the jack of the machine's own card
  bool operator==(const Headset&) const = default;
};

/// Where the kernel tells; tests have their own.
struct HeadsetPlaces {
  Path devices = "/dev/snd";             ///< files come and go with sound cards
  Path cards = "/proc/asound/cards";
  Path inputs = "/dev/input";            ///< event* devices; those that cannot be read are left alone
};

class HeadsetWatch {
 public:
  /// `changed` is told what is there now, also what was plugged at the start; from the watch's own thread.
  HeadsetWatch(std::function<void(Headset)> changed, HeadsetPlaces places = {});
  ~HeadsetWatch();
  HeadsetWatch(const HeadsetWatch&) = delete;
  HeadsetWatch& operator=(const HeadsetWatch&) = delete;

 private:
  struct Shared;
  std::unique_ptr<Shared> m_shared;
};

}  // namespace escale::platform
