#include "sync/base/result.hpp"

namespace escale {

std::string_view code_name(Code code) {
  switch (code) {
    case Code::InvalidInput: return "invalid_input";
    case Code::NotFound: return "not_found";
    case Code::Corrupt: return "corrupt";
    case Code::Untrusted: return "untrusted";
    case Code::Expired: return "expired";
    case Code::Conflict: return "conflict";
    case Code::Refused: return "refused";
    case Code::TooLarge: return "too_large";
    case Code::NoSpace: return "no_space";
    case Code::Unavailable: return "unavailable";
    case Code::Io: return "io";
    case Code::Internal: return "internal";
  }
  return "internal";
}

Error Error::in(std::string_view context) && {
  message.insert(0, ": ").insert(0, context);
  return std::move(*this);
}

}  // namespace escale
