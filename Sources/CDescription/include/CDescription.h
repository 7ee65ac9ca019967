#pragma once

/// A source file of a module that rel/Release.swift imports.
struct description_source {
    const char *_Nonnull module;
    const char *_Nonnull name;
    const unsigned char *_Nonnull bytes;
    unsigned long size;
};

/// The source at `index`, below `description_source_count`; imported modules come first.
const struct description_source *_Nonnull description_source_at(unsigned long index);

extern const unsigned long description_source_count;
