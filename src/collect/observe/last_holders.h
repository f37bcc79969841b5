// Who held a connection before its socket was closed, from one reading to the next.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Sets last_process() of each TCP and MPTCP row that nobody holds and whose connection is being
// closed, or is in TIME_WAIT, if `previous` knew the socket, by its cookie, and who held it. Rows
// that have a last_process() keep it.
void name_last_holders(const Sample& previous, Sample& current);

}  // namespace portexplorer
