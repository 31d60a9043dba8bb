// Owns the headers that the host shares; see CMakeLists.txt.
