#include "CBoot.h"

// Of ConfigurationYAML, which programs may link or not: Boot must not bring libyaml to those that do not.
__attribute__((weak)) extern void *swift_release_parse_yaml(const unsigned char *bytes, long count);

bool cboot_reads_yaml(void) { return swift_release_parse_yaml != NULL; }

void *cboot_parse_yaml(const unsigned char *bytes, long count) {
    return swift_release_parse_yaml == NULL ? NULL : swift_release_parse_yaml(bytes, count);
}
