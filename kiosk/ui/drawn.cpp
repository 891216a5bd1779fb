#include "kiosk/ui/drawn.hpp"

#include "kiosk/ui/core.hpp"

namespace escale::ui {

void record_drawn(Ui& ui, DrawnRecord* record) {
  Core& core = ui.core();
  core.paint.record = record;
  if (record != nullptr) record->tree = &core.tree;
}

}  // namespace escale::ui
