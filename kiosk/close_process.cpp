#include "kiosk/close_process.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>

#include "sync/base/log.hpp"

namespace escale::kiosk {

void close_process() {
  bool closed = ::prctl(PR_SET_DUMPABLE, 0) == 0;
  const rlimit none{0, 0};
  closed = ::setrlimit(RLIMIT_CORE, &none) == 0 && closed;
  closed = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && closed;
  rlimit memory{};
  // With a limit, locking would make later allocations fail: then it is left to the unit.
  if (::getrlimit(RLIMIT_MEMLOCK, &memory) == 0 && memory.rlim_cur == RLIM_INFINITY)
    closed = ::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0 && closed;
  if (!closed) log(Level::Warning, "process_not_closed", {{"errno", std::to_string(errno)}});
}

}  // namespace escale::kiosk
