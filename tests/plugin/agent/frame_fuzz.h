// What must hold of any bytes that come in as frames. Ends the process where it does not.
#ifndef ISCHIA_TESTS_PLUGIN_AGENT_FRAME_FUZZ_H_
#define ISCHIA_TESTS_PLUGIN_AGENT_FRAME_FUZZ_H_

#include <string_view>

namespace ischia::agent {

// Cut anywhere, the bytes give the same frames; each frame, written again, is read as the same; the
// reader holds no more than it was fed. The first byte says where to cut.
void ReadAsFrames(std::string_view bytes);

}  // namespace ischia::agent

#endif  // ISCHIA_TESTS_PLUGIN_AGENT_FRAME_FUZZ_H_
