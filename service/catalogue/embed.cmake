# Writes the catalogue's data files into one source file, as string literals, with the digest of
# them all. At build time: cmake -D DATA=<folder> -D LANGUAGES=<list> -D CONSOLE_LANGUAGES=<list>
# -D OUT=<file> -P embed.cmake
set(all "")
set(body "")

# What `member` of catalogue::Files holds is the file `name`.
macro(embed name member)
  file(READ ${DATA}/${name}.textproto content)
  string(APPEND all "${name}\n${content}")
  string(APPEND body "  files.${member} = R\"ISCHIA(${content})ISCHIA\";\n")
endmacro()

foreach(name sources exercises safety_rules doses norms decisions)
  embed(${name} ${name})
endforeach()
set(entries "${body}")
set(body "")
foreach(language ${LANGUAGES})
  embed(texts.${language} "texts[\"${language}\"]")
endforeach()
foreach(language ${CONSOLE_LANGUAGES})
  embed(console.${language} "console[\"${language}\"]")
endforeach()
string(SHA256 digest "${all}")

file(WRITE ${OUT} "// Generated from the catalogue's data files.
#include \"service/catalogue/load.h\"

namespace ischia::catalogue {

Files EmbeddedEntries() {
  Files files;
${entries}  files.sha256 = \"${digest}\";
  return files;
}

Files EmbeddedFiles() {
  Files files = EmbeddedEntries();
${body}  return files;
}

}  // namespace ischia::catalogue
")
