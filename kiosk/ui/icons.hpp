// The icons and the drawings: names here, shapes in assets/icons/*.svg and assets/art/*.svg.
// An icon takes the colour of the text beside it; a drawing takes the inks of the theme.
#pragma once

#include <cstdint>
#include <string_view>

namespace escale::ui {

enum class Icon : std::uint8_t {
  None,
  Listen,
  Enlarge,
  Help,
  Globe,
  Exit,
  Book,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ArrowDown,
  ChevronLeft,
  ChevronRight,
  ChevronUp,
  ChevronDown,
  Check,
  Cross,
  CircleCheck,
  CircleCross,
  Info,
  Warning,
  EyeOff,
  Eye,
  Lock,
  Usb,
  Peers,
  Cloud,
  Pin,
  Captions,
  Eraser,
  Clock,
  Pencil,
  Pause,
  Play,
  Eject,
  Key,
  Home,
  Search,
  Refresh,
  Sign,
  Mail,
  Shift,
  Backspace,
  People,
  Document,
  Chart,
  Download,
  Shield,
  Contrast,
  Calendar,
  Seated,
  Spacing,
  Still,
  Clean,
};
inline constexpr std::size_t kIconCount = static_cast<std::size_t>(Icon::Clean) + 1;
/// The file name without extension, such as "arrow-right".
std::string_view icon_name(Icon icon);

enum class Art : std::uint8_t {
  None,
  Learn,
  Feedback,
  Programme,
  Library,
  Door,
  Table,
  Voice,
  Compass,
  Window,
  Files,
  Box,
  Clean,
  Signpost,
};
inline constexpr std::size_t kArtCount = static_cast<std::size_t>(Art::Signpost) + 1;
std::string_view art_name(Art art);

}  // namespace escale::ui
