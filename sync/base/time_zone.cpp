#include "sync/base/time_zone.hpp"

#include <ctime>

namespace escale {

int local_offset_minutes(Timestamp time) {
  const std::time_t seconds = time.time_since_epoch().count();
  std::tm local{};
  if (localtime_r(&seconds, &local) == nullptr) return 0;
  return static_cast<int>(local.tm_gmtoff / 60);
}

}  // namespace escale
