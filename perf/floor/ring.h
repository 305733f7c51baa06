/* An io_uring by its system calls, for one thread: requests are posted, submitted with the next wait, and completed in a queue
   that the kernel shares. */
#ifndef LOADGEN_FLOOR_RING_H
#define LOADGEN_FLOOR_RING_H

#include <linux/io_uring.h>
#include <stdbool.h>

struct ring {
    int fd;
    /* Submissions: the kernel moves the head, we the tail. */
    unsigned *sq_head;
    unsigned *sq_tail;
    unsigned sq_entries;
    struct io_uring_sqe *sqes;
    /* Completions: the other way round. */
    unsigned *cq_head;
    unsigned *cq_tail;
    unsigned *cq_dropped;
    unsigned cq_mask;
    struct io_uring_cqe *cqes;
};

/* Opens a ring with room for as many submissions and completions, or for as many as the kernel allows. Ends the process with
   EXIT_ENGINE_REFUSED and a line that says why where the kernel is too old or refuses. */
void ring_open(struct ring *ring, unsigned submissions, unsigned completions);

/* Has the kernel take receive buffers of a group from a ring of them, which is aligned to pages and has a power of two entries. */
void ring_register_buffers(struct ring *ring, struct io_uring_buf_ring *buffers, unsigned entries, unsigned short group);

/* A zeroed request to fill in. Submits what is posted where the queue is full. */
struct io_uring_sqe *ring_post(struct ring *ring);

/* Submits what was posted and waits until there is a completion, at most this long. 0 only looks. Returns false where the time
   passed. */
bool ring_wait(struct ring *ring, int timeout_ms);

#endif
