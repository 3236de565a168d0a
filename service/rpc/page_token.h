// Page tokens: where the next page of a list begins, sealed so that a token serves the very list it
// was made for. A token is no permission: each page is authorized like the first.
#ifndef ISCHIA_SERVICE_RPC_PAGE_TOKEN_H_
#define ISCHIA_SERVICE_RPC_PAGE_TOKEN_H_

#include <optional>
#include <string>
#include <string_view>

#include "service/application/authorize.h"
#include "service/application/ports.h"

namespace ischia::rpc {

// One list: the method, its parent and whatever filters it, as one text that no other list has.
struct ListKey {
  app::Method method;
  std::string_view parent;
  std::string filter;  // app::Joined of the filtering fields; empty when there are none
};

// Empty for an empty position: there is no next page.
std::string MakePageToken(const app::Digest& digest, const ListKey& list,
                          std::string_view position);

// The position; empty for an empty token. Unset for a token that is not ours or is of another list.
std::optional<std::string> ReadPageToken(const app::Digest& digest, const ListKey& list,
                                         std::string_view token);

}  // namespace ischia::rpc

#endif  // ISCHIA_SERVICE_RPC_PAGE_TOKEN_H_
