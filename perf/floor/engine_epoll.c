/* epoll, level-triggered: one recv, or one recvmsg, for each socket that has something. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "engine.h"
#include "fatal.h"
#include "kernel_time.h"

enum { EVENTS_MAX = 1024, READ_BYTES = 65536 };

static int epoll;
static char buffer[HEADROOM_BYTES + READ_BYTES + 1];

static void start(int sources, int buffers)
{
    (void)sources;
    (void)buffers;
    epoll = epoll_create1(0);
    if (epoll < 0)
        die("epoll_create1");
}

static void add(struct source *source)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = source};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, source->fd, &event))
        die("epoll_ctl");
}

static void add_with_time(struct source *source)
{
    kernel_time_request(source->fd);
    add(source);
}

static void hand_on(struct source *source, ssize_t got, int64_t kernel_ns)
{
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0)
        fail("closed");
    take_bytes(source, buffer + HEADROOM_BYTES, (size_t)got, kernel_ns);
}

static void receive(struct source *source)
{
    hand_on(source, recv(source->fd, buffer + HEADROOM_BYTES, READ_BYTES, MSG_DONTWAIT), 0);
}

static void receive_with_time(struct source *source)
{
    union kernel_time_control control;
    struct iovec vector = {.iov_base = buffer + HEADROOM_BYTES, .iov_len = READ_BYTES};
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t got = recvmsg(source->fd, &message, MSG_DONTWAIT);
    hand_on(source, got, got > 0 ? kernel_time_find(&message) : 0);
}

static bool poll_with(void (*receive_from)(struct source *), int timeout_ms)
{
    struct epoll_event events[EVENTS_MAX];
    int ready = epoll_wait(epoll, events, EVENTS_MAX, timeout_ms);
    if (ready < 0 && errno != EINTR)
        die("epoll_wait");
    for (int i = 0; i < ready; i++)
        receive_from(events[i].data.ptr);
    return ready != 0;
}

static bool poll_plain(int timeout_ms)
{
    return poll_with(receive, timeout_ms);
}

static bool poll_with_time(int timeout_ms)
{
    return poll_with(receive_with_time, timeout_ms);
}

const struct engine epoll_engine = {.name = "epoll", .start = start, .add = add, .poll = poll_plain};

const struct engine epoll_time_engine = {
    .name = "epoll-time", .has_kernel_time = true, .start = start, .add = add_with_time, .poll = poll_with_time};
