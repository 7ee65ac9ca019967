#pragma once
// First, because event2 defines _GNU_SOURCE, with which types of the C library differ from those in Swift's Glibc.
#include <features.h>
#include <sys/eventfd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
