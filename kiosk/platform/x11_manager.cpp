#include "kiosk/platform/x11_manager.hpp"

#include <SDL.h>
#include <SDL_syswm.h>

namespace escale::platform {

#ifdef SDL_VIDEO_DRIVER_X11
namespace {
/// The library that SDL has loaded already: no link of our own to it.
template <class Function>
Function* loaded(void* library, const char* name) {
  return reinterpret_cast<Function*>(SDL_LoadFunction(library, name));
}
}  // namespace

bool window_manager_runs(SDL_Window* window) {
  SDL_SysWMinfo info;
  SDL_VERSION(&info.version);
  if (SDL_GetWindowWMInfo(window, &info) == SDL_FALSE || info.subsystem != SDL_SYSWM_X11) return true;
  void* library = SDL_LoadObject("libX11.so.6");
  if (library == nullptr) return true;
  bool runs = true;
  const auto atom_of = loaded<decltype(XInternAtom)>(library, "XInternAtom");
  const auto property_of = loaded<decltype(XGetWindowProperty)>(library, "XGetWindowProperty");
  const auto let_go = loaded<decltype(XFree)>(library, "XFree");
  if (atom_of != nullptr && property_of != nullptr && let_go != nullptr) {
    Display* display = info.info.x11.display;
    // EWMH 1.5, "_NET_SUPPORTING_WM_CHECK": a property of the root whose value is a window of the manager. One that died may have left
    // it behind: then SDL waits for it as it always did, nothing worse.
    const Atom check = atom_of(display, "_NET_SUPPORTING_WM_CHECK", True);
    Atom type = 0;
    int format = 0;
    unsigned long count = 0, left = 0;
    unsigned char* value = nullptr;
    runs = check != 0 && property_of(display, DefaultRootWindow(display), check, 0, 1, False, AnyPropertyType, &type, &format, &count, &left, &value) == 0 &&
           count == 1;
    if (value != nullptr) let_go(value);
  }
  SDL_UnloadObject(library);
  return runs;
}
#else
bool window_manager_runs(SDL_Window*) { return true; }
#endif

}  // namespace escale::platform
