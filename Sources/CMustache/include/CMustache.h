#pragma once

#include <stdbool.h>
#include <stddef.h>

// A C interface to kainjow's mustache, with three differences: nothing is escaped, a name that is not known is a
// failure, and partials are refused.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mustache_value mustache_value;

// Values. A function that takes a value for keeping copies it; every value that is made is freed by its maker.
mustache_value *mustache_text(const char *bytes, size_t length);
mustache_value *mustache_flag(bool value);
mustache_value *mustache_list(void);
mustache_value *mustache_object(void);
void mustache_append(mustache_value *list, const mustache_value *element);
void mustache_set(mustache_value *object, const char *name, const mustache_value *member);
void mustache_free(mustache_value *value);

typedef enum {
    mustache_rendered,
    mustache_malformed,  // `text` is the parser's message
    mustache_unknown,    // `text` is the name that nothing is known about
    mustache_not_text,   // `text` is the name of a list or an object where a text belongs
    mustache_partial,    // `text` is the name of the partial
    mustache_failed,     // `text` is what the library said
} mustache_outcome;

typedef struct {
    mustache_outcome outcome;
    char *text;
    size_t length;
    size_t position;  // the offset in the template that a failure is about
} mustache_result;

mustache_result mustache_render(const char *text, size_t length, const mustache_value *values);
void mustache_free_result(mustache_result *result);

#ifdef __cplusplus
}
#endif
