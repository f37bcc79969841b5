// Finds functions of a library that is loaded at run time.
#pragma once

#include <dlfcn.h>

namespace portexplorer {

// Sets `function` to the symbol of a library opened by dlopen(), or to null. Returns whether it
// exists. The caller is responsible for the type.
template <typename Function>
bool find_function(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

}  // namespace portexplorer
