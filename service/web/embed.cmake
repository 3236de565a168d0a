# Writes the console's and the check-in's pages into one source file, as string literals. At build time:
# cmake -D PAGES=<folder> -D OUT=<file> -P embed.cmake
file(GLOB pages RELATIVE ${PAGES} ${PAGES}/*)
list(SORT pages)
set(body "")
foreach(page ${pages})
  file(READ ${PAGES}/${page} content)
  # Served smaller: without indentation, and without lines that are for readers of the source.
  if(page MATCHES "\\.(js|css)$")
    string(REGEX REPLACE "\n[ ]+" "\n" content "\n${content}")
    string(REGEX REPLACE "\n//[^\n]*" "" content "${content}")
    string(REGEX REPLACE "\n/\\*[^*]*\\*/" "" content "${content}")
    string(REGEX REPLACE "\n+" "\n" content "${content}")
    string(STRIP "${content}" content)
  endif()
  # A literal holds at most 64 KiB.
  string(APPEND body "      {\"${page}\", R\"ISCHIA(${content})ISCHIA\"},\n")
endforeach()

file(WRITE ${OUT} "// Generated from service/web/pages.
#include \"service/web/templates.h\"

namespace ischia::web {

const std::vector<Embedded>& EmbeddedPages() {
  static const auto& pages = *new std::vector<Embedded>{
${body}  };
  return pages;
}

}  // namespace ischia::web
")
