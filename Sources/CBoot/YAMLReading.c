#include "CBoot.h"

// Of ConfigurationYAML, which programs may link or not: Boot must not bring libyaml to those that do not.
__attribute__((weak)) extern char *swift_release_read_yaml(const char *path);

char *cboot_read_yaml(const char *path) {
    return swift_release_read_yaml == NULL ? NULL : swift_release_read_yaml(path);
}
