/* io_uring: each source has one receive that goes on for as long as it can (multishot), all of them into one ring of provided
   buffers. The kernel receives while we wait; a system call a turn is left. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "engine.h"
#include "fatal.h"
#include "kernel_time.h"
#include "ring.h"

/* A buffer's whole length is an odd number of cache lines: an even one would put all buffers into few sets of the cache. */
enum { RECEIVE_BYTES = 2048, BUFFER_BYTES = HEADROOM_BYTES + RECEIVE_BYTES + 64, BUFFER_GROUP = 0 };

enum { SUBMISSIONS = 1024 };

/* Unless told otherwise, one buffer a source: all may have something at the same instant. */
enum { BUFFERS_DEFAULT_MIN = 64, BUFFERS_DEFAULT_MAX = 4096 };

static struct ring ring;
static struct io_uring_buf_ring *offered;
static unsigned short offered_tail;
static unsigned short offered_mask;
static char *memory;

/* A multishot recvmsg takes only lengths from it. */
static const struct msghdr message_shape = {.msg_controllen = KERNEL_TIME_CONTROL_BYTES};

static void *pages(size_t length)
{
    void *at = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
        die("mmap");
    return at;
}

static char *receive_area(unsigned short id)
{
    return memory + (size_t)id * BUFFER_BYTES + HEADROOM_BYTES;
}

/* Gives a buffer to the kernel. The ring's tail lies in an entry's last field, which is not to be written. */
static void offer(unsigned short id)
{
    struct io_uring_buf *entry = &offered->bufs[offered_tail & offered_mask];
    entry->addr = (uintptr_t)receive_area(id);
    entry->len = RECEIVE_BYTES;
    entry->bid = id;
    __atomic_store_n(&offered->tail, ++offered_tail, __ATOMIC_RELEASE);
}

static int buffers_for(int sources)
{
    int buffers = BUFFERS_DEFAULT_MIN;
    while (buffers < sources && buffers < BUFFERS_DEFAULT_MAX)
        buffers *= 2;
    return buffers;
}

static void start(int sources, int buffers)
{
    if (!buffers)
        buffers = buffers_for(sources);

    /* A completion holds a buffer, or is the end of a source's receive: with room for all of them the queue cannot overflow.
       (The kernel allows 65,536. Beyond, it keeps what does not fit until there is room, and ends receives that go on.) */
    ring_open(&ring, SUBMISSIONS, (unsigned)(sources + buffers));
    offered = pages((size_t)buffers * sizeof(struct io_uring_buf));
    ring_register_buffers(&ring, offered, (unsigned)buffers, BUFFER_GROUP);
    memory = pages((size_t)buffers * BUFFER_BYTES);
    offered_mask = (unsigned short)(buffers - 1);
    for (int id = 0; id < buffers; id++)
        offer((unsigned short)id);
}

static struct io_uring_sqe *post_receive(struct source *source, unsigned char operation)
{
    struct io_uring_sqe *request = ring_post(&ring);
    request->opcode = operation;
    request->fd = source->fd;
    request->ioprio = IORING_RECV_MULTISHOT;
    request->flags = IOSQE_BUFFER_SELECT;
    request->buf_group = BUFFER_GROUP;
    request->user_data = (uintptr_t)source;
    return request;
}

static void receive(struct source *source)
{
    post_receive(source, IORING_OP_RECV);
}

static void receive_with_time(struct source *source)
{
    struct io_uring_sqe *request = post_receive(source, IORING_OP_RECVMSG);
    request->addr = (uintptr_t)&message_shape;
    request->len = 1;
}

static void add_with_time(struct source *source)
{
    kernel_time_request(source->fd);
    receive_with_time(source);
}

static void hand_on(struct source *source, char *area, size_t length)
{
    take_bytes(source, area, length, 0);
}

/* What a recvmsg put into its buffer: a header, the control data in as much room as was asked for, the bytes. */
static void hand_on_with_time(struct source *source, char *area, size_t length)
{
    struct io_uring_recvmsg_out header;
    const size_t before = sizeof header + KERNEL_TIME_CONTROL_BYTES;
    if (length <= before)
        fail("closed");
    memcpy(&header, area, sizeof header);
    struct msghdr message = {.msg_control = area + sizeof header, .msg_controllen = header.controllen};
    take_bytes(source, area + before, length - before, kernel_time_find(&message));
}

/* A receive that ended, for want of a buffer (ENOBUFS) or because the kernel saw fit, is posted again. */
static void complete(const struct io_uring_cqe *completion, void (*hand_on_to)(struct source *, char *, size_t),
    void (*receive_again)(struct source *))
{
    struct source *source = (struct source *)(uintptr_t)completion->user_data;
    if (completion->res == 0)
        fail("closed");
    if (completion->res > 0) {
        unsigned short id = (unsigned short)(completion->flags >> IORING_CQE_BUFFER_SHIFT);
        hand_on_to(source, receive_area(id), (size_t)completion->res);
        offer(id);
    } else if (completion->res != -ENOBUFS) {
        errno = -completion->res;
        die("receive");
    }
    if (!(completion->flags & IORING_CQE_F_MORE))
        receive_again(source);
}

static bool poll_with(void (*hand_on_to)(struct source *, char *, size_t), void (*receive_again)(struct source *), int timeout_ms)
{
    bool in_time = ring_wait(&ring, timeout_ms);
    unsigned first = *ring.cq_head;
    unsigned end = __atomic_load_n(ring.cq_tail, __ATOMIC_ACQUIRE);
    for (unsigned i = first; i != end; i++)
        complete(&ring.cqes[i & ring.cq_mask], hand_on_to, receive_again);
    __atomic_store_n(ring.cq_head, end, __ATOMIC_RELEASE);
    return in_time || first != end;
}

static bool poll_plain(int timeout_ms)
{
    return poll_with(hand_on, receive, timeout_ms);
}

static bool poll_with_time(int timeout_ms)
{
    return poll_with(hand_on_with_time, receive_with_time, timeout_ms);
}

const struct engine uring_engine = {.name = "uring", .start = start, .add = receive, .poll = poll_plain};

const struct engine uring_time_engine = {
    .name = "uring-time", .has_kernel_time = true, .start = start, .add = add_with_time, .poll = poll_with_time};
