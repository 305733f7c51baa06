/* An engine waits for bytes on sockets and receives them. One is in use at a time, by one thread. What an engine cannot go on
   from ends the process. */
#ifndef LOADGEN_FLOOR_ENGINE_H
#define LOADGEN_FLOOR_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A connected socket. Users of an engine keep it as the first member of what they know of the connection. */
struct source {
    int fd;
};

/* Room in front of received bytes that belongs to whoever reads them: the beginning of an event that an earlier receive
   brought goes there, so that whole events lie in one piece whatever the engine. */
enum { HEADROOM_BYTES = 1024 };

/* The most receives that an engine may be told to let wait: an io_uring buffer ring holds no more. */
enum { BUFFERS_MAX = 32768 };

/* The exit code where the kernel has not what an engine needs, or refuses it. */
enum { EXIT_ENGINE_REFUSED = 3 };

struct engine {
    const char *name;
    bool has_kernel_time;

    /* Makes ready for as many sources. Buffers: how many receives can wait to be read, a power of two, or 0 for the
       engine's own choice; no matter to an engine that reads one at a time. */
    void (*start)(int sources, int buffers);

    /* Receives what comes from now on. The source stays where it is. */
    void (*add)(struct source *source);

    /* Waits until something comes, at most this long, and hands on what is there. 0 only looks. Returns false where the time
       passed and nothing came. */
    bool (*poll)(int timeout_ms);
};

extern const struct engine epoll_engine;
extern const struct engine epoll_time_engine;
extern const struct engine uring_engine;
extern const struct engine uring_time_engine;

/* For the user of an engine to define: takes what one receive brought. HEADROOM_BYTES before the bytes and one behind them may
   be written; all of it is the engine's again after the return. kernel_ns: when the last of the bytes arrived, by the wall
   clock; 0 where the kernel did not tell. */
void take_bytes(struct source *source, char *bytes, size_t length, int64_t kernel_ns);

#endif
