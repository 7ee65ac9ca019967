#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int swr_unix_socket(int non_blocking) {
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | (non_blocking ? SOCK_NONBLOCK : 0), 0);
}

int swr_socket_pair(int descriptors[2]) { return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, descriptors); }

static int make_address(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return 0;
}

int swr_unix_bind(int descriptor, const char *path) {
    struct sockaddr_un address;
    if (make_address(path, &address) < 0) return -1;
    return bind(descriptor, (struct sockaddr *)&address, sizeof address);
}

int swr_unix_connect(int descriptor, const char *path) {
    struct sockaddr_un address;
    if (make_address(path, &address) < 0) return -1;
    return connect(descriptor, (struct sockaddr *)&address, sizeof address);
}

int swr_accept(int descriptor, int non_blocking) {
    return accept4(descriptor, NULL, NULL, SOCK_CLOEXEC | (non_blocking ? SOCK_NONBLOCK : 0));
}

int swr_peer(int descriptor, uint32_t *user, uint32_t *group, pid_t *pid) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return -1;
    *user = credentials.uid;
    *group = credentials.gid;
    *pid = credentials.pid;
    return 0;
}

ssize_t swr_send(int descriptor, const void *bytes, size_t count, int non_blocking) {
    return send(descriptor, bytes, count, MSG_NOSIGNAL | (non_blocking ? MSG_DONTWAIT : 0));
}

ssize_t swr_receive(int descriptor, void *bytes, size_t count, int non_blocking) {
    return recv(descriptor, bytes, count, non_blocking ? MSG_DONTWAIT : 0);
}

int swr_socket_error(int descriptor) {
    int code = 0;
    socklen_t length = sizeof code;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) != 0) return -1;
    return code;
}
