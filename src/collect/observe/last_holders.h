// Carries the holder of a connection over from one reading to the next, for when its socket is
// closed.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Sets last_process() of each TCP and MPTCP row without a holder whose connection is closing or in
// TIME_WAIT, if `previous` has the socket (same cookie) with a holder. Rows that already have a
// last_process() keep it.
void name_last_holders(const Sample& previous, Sample& current);

}  // namespace portexplorer
