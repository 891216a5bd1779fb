// Tells when a headset is plugged and pulled: the switch of a jack (evdev, SW_HEADPHONE_INSERT) or a USB sound card that was not there when the
// terminal started. A thread that sleeps until the kernel says something: nothing turns at rest.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "sync/base/files.hpp"

namespace escale::platform {

/// How many cards of /proc/asound/cards are USB ones.
int usb_sound_cards(std::string_view cards);

/// Where the kernel tells; tests have their own.
struct HeadsetPlaces {
  Path devices = "/dev/snd";             ///< files come and go with sound cards
  Path cards = "/proc/asound/cards";
  Path inputs = "/dev/input";            ///< event* devices; those that cannot be read are left alone
};

class HeadsetWatch {
 public:
  /// `changed(true)`: a headset is there now, also when it was at the start; from the watch's own thread.
  HeadsetWatch(std::function<void(bool plugged)> changed, HeadsetPlaces places = {});
  ~HeadsetWatch();
  HeadsetWatch(const HeadsetWatch&) = delete;
  HeadsetWatch& operator=(const HeadsetWatch&) = delete;

 private:
  struct Shared;
  std::unique_ptr<Shared> m_shared;
};

}  // namespace escale::platform
