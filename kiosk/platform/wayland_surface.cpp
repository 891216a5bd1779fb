#include "kiosk/platform/wayland_surface.hpp"

#ifdef ESCALE_WAYLAND
#include <SDL.h>
#include <SDL_syswm.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wayland-client.h>

#include <string_view>
#include <vector>

namespace escale::platform {
namespace {

/// One picture: a wl_buffer over memory that the compositor maps too. Busy from its commit until the compositor releases it.
class Buffer {
 public:
  static std::unique_ptr<Buffer> make(wl_shm* memory, int width, int height) {
    const std::size_t size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    const int file = ::memfd_create("escale-picture", MFD_CLOEXEC);
    if (file < 0) return nullptr;
    void* pixels = ::ftruncate(file, static_cast<off_t>(size)) == 0 ? ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;
    if (pixels == MAP_FAILED) {
      ::close(file);
      return nullptr;
    }
    std::unique_ptr<Buffer> buffer(new Buffer);
    buffer->m_size = size;
    buffer->view = {static_cast<std::uint32_t*>(pixels), width, height, width};
    wl_shm_pool* pool = wl_shm_create_pool(memory, file, static_cast<int>(size));
    buffer->handle = wl_shm_pool_create_buffer(pool, 0, width, height, width * 4, WL_SHM_FORMAT_XRGB8888);
    wl_shm_pool_destroy(pool);
    ::close(file);
    static constexpr wl_buffer_listener kListener = {.release = [](void* self, wl_buffer*) { static_cast<Buffer*>(self)->busy = false; }};
    wl_buffer_add_listener(buffer->handle, &kListener, buffer.get());
    return buffer;
  }
  ~Buffer() {
    if (handle != nullptr) wl_buffer_destroy(handle);
    ::munmap(view.pixels, m_size);
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  PixelView view = {};
  wl_buffer* handle = nullptr;
  bool busy = false;

 private:
  Buffer() = default;
  std::size_t m_size = 0;
};

class Surface final : public WaylandSurface {
 public:
  Surface(wl_display* display, wl_surface* surface) : m_display(display), m_surface(surface), m_queue(wl_display_create_queue(display)) {
    // SDL reads the socket; what concerns us waits in a queue of our own (wayland-client-core.h, wl_proxy_create_wrapper).
    auto* ours = static_cast<wl_display*>(wl_proxy_create_wrapper(display));
    wl_proxy_set_queue(reinterpret_cast<wl_proxy*>(ours), m_queue);
    m_registry = wl_display_get_registry(ours);
    wl_proxy_wrapper_destroy(ours);
    static constexpr wl_registry_listener kListener = {.global = found, .global_remove = [](void*, wl_registry*, std::uint32_t) {}};
    wl_registry_add_listener(m_registry, &kListener, this);
    wl_display_roundtrip_queue(display, m_queue);
  }
  ~Surface() override {
    m_buffers.clear();
    if (m_memory != nullptr) wl_shm_destroy(m_memory);
    wl_registry_destroy(m_registry);
    wl_event_queue_destroy(m_queue);
  }
  Surface(const Surface&) = delete;
  Surface& operator=(const Surface&) = delete;

  bool usable() const { return m_memory != nullptr; }

  bool present(int width, int height, const std::function<void(const PixelView&)>& draw) override {
    wl_display_dispatch_queue_pending(m_display, m_queue);  // releases
    Buffer* buffer = free_buffer(width, height);
    if (buffer == nullptr) return false;
    draw(buffer->view);
    buffer->busy = true;
    wl_surface_attach(m_surface, buffer->handle, 0, 0);
    wl_surface_damage_buffer(m_surface, 0, 0, width, height);
    wl_surface_commit(m_surface);
    wl_display_flush(m_display);
    return true;
  }

 private:
  static void found(void* self, wl_registry* registry, std::uint32_t name, const char* interface, std::uint32_t) {
    if (std::string_view(interface) == wl_shm_interface.name)
      static_cast<Surface*>(self)->m_memory = static_cast<wl_shm*>(wl_registry_bind(registry, name, &wl_shm_interface, 1));
  }

  /// Two are enough for a compositor that keeps the last one; a slower one gets more, up to four.
  Buffer* free_buffer(int width, int height) {
    constexpr std::size_t kMost = 4;
    std::erase_if(m_buffers, [&](const auto& buffer) { return !buffer->busy && (buffer->view.width != width || buffer->view.height != height); });
    for (const auto& buffer : m_buffers)
      if (!buffer->busy) return buffer.get();
    if (m_buffers.size() >= kMost) {
      wl_display_roundtrip_queue(m_display, m_queue);
      for (const auto& buffer : m_buffers)
        if (!buffer->busy && buffer->view.width == width && buffer->view.height == height) return buffer.get();
      return nullptr;
    }
    auto buffer = Buffer::make(m_memory, width, height);
    if (!buffer) return nullptr;
    m_buffers.push_back(std::move(buffer));
    return m_buffers.back().get();
  }

  wl_display* m_display;
  wl_surface* m_surface;
  wl_event_queue* m_queue;
  wl_registry* m_registry = nullptr;
  wl_shm* m_memory = nullptr;
  std::vector<std::unique_ptr<Buffer>> m_buffers;
};

}  // namespace

std::unique_ptr<WaylandSurface> WaylandSurface::of(SDL_Window* window) {
  SDL_SysWMinfo info;
  SDL_VERSION(&info.version);
  if (SDL_GetWindowWMInfo(window, &info) == SDL_FALSE || info.subsystem != SDL_SYSWM_WAYLAND) return nullptr;
  auto surface = std::make_unique<Surface>(info.info.wl.display, info.info.wl.surface);
  if (!surface->usable()) return nullptr;
  return surface;
}

}  // namespace escale::platform

#else  // built without libwayland-dev: SDL's own surface serves

namespace escale::platform {
std::unique_ptr<WaylandSurface> WaylandSurface::of(SDL_Window*) { return nullptr; }
}  // namespace escale::platform

#endif
