// Whether a window manager stands between an X11 window and the glass. Internal to this folder.
#pragma once

struct SDL_Window;

namespace escale::platform {

/// True when a window manager that speaks EWMH says that it runs on the screen of this X11 window (_NET_SUPPORTING_WM_CHECK on the
/// root). True as well when that cannot be asked: then it is treated as if one might. One round trip or two, no error.
bool window_manager_runs(SDL_Window* window);

}  // namespace escale::platform
