#include "CMustache.h"

#include <cstdlib>
#include <cstring>
#include <kainjow/mustache.hpp>
#include <string>
#include <vector>

namespace mustache = kainjow::mustache;
using mustache::data;

struct mustache_value {
    data content;
};

namespace {

using component = mustache::component<std::string>;

/// A tag of the template: what it is, what it names, and where it stands.
struct tag {
    mustache::tag_type type;
    std::string name;
    size_t position;
};

/// Every tag in the order of the template.
std::vector<tag> tags_in(component &root) {
    std::vector<tag> tags;
    root.walk_children([&tags](component &part) {
        if (!part.is_text()) tags.push_back({part.tag.type, part.tag.name, part.position});
        return component::walk_control::walk;
    });
    return tags;
}

bool is_variable(const tag &candidate) {
    return candidate.type == mustache::tag_type::variable ||
           candidate.type == mustache::tag_type::unescaped_variable;
}

/// Separates a variable's name from its position in a template prepared by `mark_positions`; no name holds it.
const char mark = '\x01';

/// Appends its position to every variable's name, so that a failure while rendering can say where it happened.
std::string mark_positions(const std::string &text, const std::vector<tag> &tags) {
    std::string marked;
    size_t copied = 0;
    for (const tag &variable : tags) {
        if (!is_variable(variable)) continue;
        const size_t end = text.find(variable.name, variable.position) + variable.name.size();
        marked.append(text, copied, end - copied);
        marked += mark + std::to_string(variable.position);
        copied = end;
    }
    return marked.append(text, copied, std::string::npos);
}

/// Finds names as the library does, and remembers the first failure.
class strict_context final : public mustache::context<std::string> {
public:
    strict_context(const data *values, const std::vector<tag> &tags) : context(values), tags_(tags) {}

    mustache_outcome outcome = mustache_rendered;
    std::string subject;
    size_t position = 0;

    const data *get(const std::string &marked) const override {
        const size_t at = marked.find(mark);
        const std::string name = marked.substr(0, at);
        const bool is_text_wanted = at != std::string::npos;
        const size_t where = is_text_wanted ? std::stoul(marked.substr(at + 1)) : position_of(name);
        const data *found = context::get(name);
        if (found == nullptr) {
            fail(mustache_unknown, name, where);
        } else if (is_text_wanted) {
            if (found->is_true()) return &true_;
            if (found->is_false()) return &false_;
            if (!found->is_string()) fail(mustache_not_text, name, where);
        }
        return found;
    }

private:
    const std::vector<tag> &tags_;
    const data true_{"true"};
    const data false_{"false"};

    void fail(mustache_outcome reason, const std::string &name, size_t where) const {
        // The library's interface is const, what happened is not part of the names it looks up.
        auto *self = const_cast<strict_context *>(this);
        if (outcome != mustache_rendered) return;
        self->outcome = reason;
        self->subject = name;
        self->position = where;
    }

    size_t position_of(const std::string &section) const {
        for (const tag &candidate : tags_) {
            if (!is_variable(candidate) && candidate.name == section) return candidate.position;
        }
        return 0;
    }
};

mustache_result make_result(mustache_outcome outcome, const std::string &text, size_t position) {
    auto *copy = static_cast<char *>(std::malloc(text.size() + 1));
    if (copy == nullptr) return {mustache_failed, nullptr, 0, position};
    std::memcpy(copy, text.data(), text.size());
    copy[text.size()] = '\0';
    return {outcome, copy, text.size(), position};
}

/// The parser's messages end in "at OFFSET".
size_t position_in(const std::string &message) {
    const size_t at = message.rfind(" at ");
    return at == std::string::npos ? 0 : std::strtoul(message.c_str() + at + 4, nullptr, 10);
}

mustache_result render(const std::string &text, const data &values) {
    mustache::context<std::string> no_names;
    mustache::context_internal<std::string> parsing{no_names};
    component root;
    std::string message;
    mustache::parser<std::string> parser{text, parsing, root, message};
    if (!message.empty()) {
        return make_result(mustache_malformed, message.substr(0, message.rfind(" at ")), position_in(message));
    }
    const std::vector<tag> tags = tags_in(root);
    for (const tag &candidate : tags) {
        if (candidate.type == mustache::tag_type::partial) {
            return make_result(mustache_partial, candidate.name, candidate.position);
        }
        if (is_variable(candidate) && candidate.name.empty()) {
            return make_result(mustache_malformed, "a tag without a name", candidate.position);
        }
    }
    mustache::mustache prepared{mark_positions(text, tags)};
    prepared.set_custom_escape([](const std::string &plain) { return plain; });
    strict_context names{&values, tags};
    const std::string rendered = prepared.render(names);
    if (names.outcome != mustache_rendered) return make_result(names.outcome, names.subject, names.position);
    if (!prepared.is_valid()) return make_result(mustache_failed, prepared.error_message(), 0);
    return make_result(mustache_rendered, rendered, 0);
}

}  // namespace

mustache_value *mustache_text(const char *bytes, size_t length) {
    return new mustache_value{data{std::string(bytes, length)}};
}

mustache_value *mustache_flag(bool value) { return new mustache_value{data{value}}; }

mustache_value *mustache_list(void) { return new mustache_value{data{data::type::list}}; }

mustache_value *mustache_object(void) { return new mustache_value{data{data::type::object}}; }

void mustache_append(mustache_value *list, const mustache_value *element) {
    list->content.push_back(element->content);
}

void mustache_set(mustache_value *object, const char *name, const mustache_value *member) {
    object->content.set(name, member->content);
}

void mustache_free(mustache_value *value) { delete value; }

mustache_result mustache_render(const char *text, size_t length, const mustache_value *values) {
    try {
        return render(std::string(text, length), values->content);
    } catch (const std::exception &error) {
        return make_result(mustache_failed, error.what(), 0);
    }
}

void mustache_free_result(mustache_result *result) {
    std::free(result->text);
    result->text = nullptr;
}
