// Functions of a library that is loaded when it is first used.
#pragma once

#include <dlfcn.h>

namespace portexplorer {

// Whether the library, which dlopen() gave, has the function; `function` is null where it does not.
// The caller vouches for its type.
template <typename Function>
bool find_function(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

}  // namespace portexplorer
