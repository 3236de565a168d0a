// Where settings come from: a file of "name = value" lines, the environment, and flags; the later
// wins. What they mean, and whether they are fit, is config.h's affair.
#ifndef ISCHIA_SERVICE_SERVER_SETTINGS_H_
#define ISCHIA_SERVICE_SERVER_SETTINGS_H_

#include <map>
#include <string>
#include <variant>

#include "service/server/config.h"

namespace ischia::server {

using SettingTexts = std::map<std::string, std::string>;

// `file` may be empty: none. A file that cannot be read or parsed is a fault.
std::variant<SettingTexts, ConfigFault> CollectSettings(const std::string& file,
                                                        const SettingTexts& environment,
                                                        const SettingTexts& flags);

// The settings among the variables of this process, by their names in the file.
SettingTexts SettingsOfEnvironment();

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_SETTINGS_H_
