#include "service/server/settings.h"

#include <Poco/AutoPtr.h>
#include <Poco/Environment.h>
#include <Poco/Exception.h>
#include <Poco/Util/LayeredConfiguration.h>
#include <Poco/Util/MapConfiguration.h>
#include <Poco/Util/PropertyFileConfiguration.h>

namespace ischia::server {
namespace {

using Poco::Util::AbstractConfiguration;

Poco::AutoPtr<AbstractConfiguration> LayerOf(const SettingTexts& texts) {
  Poco::AutoPtr<Poco::Util::MapConfiguration> layer(new Poco::Util::MapConfiguration);
  for (const auto& [name, text] : texts) layer->setString(name, text);
  return layer;
}

void Flatten(const AbstractConfiguration& configuration, const std::string& prefix,
             SettingTexts& texts) {
  AbstractConfiguration::Keys keys;
  configuration.keys(prefix, keys);
  for (const std::string& key : keys) {
    const std::string name = prefix.empty() ? key : prefix + '.' + key;
    // Raw: "${...}" is text here, not a reference to other settings.
    if (configuration.has(name)) texts[name] = configuration.getRawString(name);
    Flatten(configuration, name, texts);
  }
}

}  // namespace

std::variant<SettingTexts, ConfigFault> CollectSettings(const std::string& file,
                                                        const SettingTexts& environment,
                                                        const SettingTexts& flags) {
  Poco::AutoPtr<Poco::Util::LayeredConfiguration> layers(new Poco::Util::LayeredConfiguration);
  layers->add(LayerOf(flags));
  layers->add(LayerOf(environment));
  try {
    if (!file.empty()) {
      layers->add(
          Poco::AutoPtr<AbstractConfiguration>(new Poco::Util::PropertyFileConfiguration(file)));
    }
  } catch (const Poco::Exception&) {
    return ConfigFault{"--config", "names a file that cannot be read", "Check path and owner."};
  }
  SettingTexts texts;
  Flatten(*layers, "", texts);
  return texts;
}

SettingTexts SettingsOfEnvironment() {
  SettingTexts texts;
  for (const Setting& setting : Settings()) {
    const std::string name = EnvironmentName(setting);
    if (Poco::Environment::has(name)) texts[setting.name] = Poco::Environment::get(name);
  }
  return texts;
}

}  // namespace ischia::server
