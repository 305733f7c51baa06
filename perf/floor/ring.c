#define _GNU_SOURCE
#include "ring.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "engine.h"
#include "fatal.h"

static int setup(unsigned submissions, unsigned completions, unsigned flags, struct io_uring_params *params)
{
    *params = (struct io_uring_params){.cq_entries = completions, .flags = flags | IORING_SETUP_CQSIZE | IORING_SETUP_CLAMP};
    return (int)syscall(SYS_io_uring_setup, submissions, params);
}

static void refuse(const char *why)
{
    fprintf(stderr, "sse_sink: io_uring: %s; -e epoll does without\n", why);
    exit(EXIT_ENGINE_REFUSED);
}

/* Completions interrupt nothing: the kernel works on them when we come to wait (DEFER_TASKRUN, from 6.1), or at least only
   when we enter it (COOP_TASKRUN). SINGLE_ISSUER is as old as multishot receive (6.0): who has the one has the other. */
static int setup_newest(unsigned submissions, unsigned completions, struct io_uring_params *params)
{
    const unsigned flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN;
    int fd = setup(submissions, completions, flags | IORING_SETUP_DEFER_TASKRUN, params);
    if (fd < 0 && errno == EINVAL)
        fd = setup(submissions, completions, flags, params);
    if (fd >= 0)
        return fd;
    switch (errno) {
    case ENOSYS:
        refuse("this kernel has none, or a filter hides it");
        break;
    case EPERM:
        refuse("the kernel does not permit it: see sysctl kernel.io_uring_disabled, or the container's seccomp profile");
        break;
    case EINVAL:
        refuse("this kernel has no multishot receive: Linux 6.0 or newer is needed");
        break;
    default:
        die("io_uring_setup");
    }
    return -1;
}

static char *map(int fd, size_t length, off_t what)
{
    void *at = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, what);
    if (at == MAP_FAILED)
        die("mmap of io_uring");
    return at;
}

static unsigned *at(char *base, unsigned offset)
{
    return (unsigned *)(void *)(base + offset);
}

void ring_open(struct ring *ring, unsigned submissions, unsigned completions)
{
    /* The kernel allows no fewer completions than submissions. */
    struct io_uring_params params;
    ring->fd = setup_newest(submissions, completions < submissions ? submissions : completions, &params);

    /* Both queues lie in one mapping since 5.4. */
    size_t sq_bytes = params.sq_off.array + params.sq_entries * sizeof(unsigned);
    size_t cq_bytes = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe);
    char *queues = map(ring->fd, sq_bytes > cq_bytes ? sq_bytes : cq_bytes, IORING_OFF_SQ_RING);
    ring->sq_head = at(queues, params.sq_off.head);
    ring->sq_tail = at(queues, params.sq_off.tail);
    ring->sq_entries = params.sq_entries;
    ring->sqes = (void *)map(ring->fd, params.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
    ring->cq_head = at(queues, params.cq_off.head);
    ring->cq_tail = at(queues, params.cq_off.tail);
    ring->cq_dropped = at(queues, params.cq_off.overflow);
    ring->cq_mask = params.cq_entries - 1;
    ring->cqes = (void *)at(queues, params.cq_off.cqes);

    /* Requests are submitted in the order of their places. */
    unsigned *order = at(queues, params.sq_off.array);
    for (unsigned i = 0; i < params.sq_entries; i++)
        order[i] = i;
}

void ring_register_buffers(struct ring *ring, struct io_uring_buf_ring *buffers, unsigned entries, unsigned short group)
{
    struct io_uring_buf_reg registration = {.ring_addr = (uintptr_t)buffers, .ring_entries = entries, .bgid = group};
    if (syscall(SYS_io_uring_register, ring->fd, IORING_REGISTER_PBUF_RING, &registration, 1))
        die("io_uring_register of buffers");
}

static unsigned posted(const struct ring *ring)
{
    return *ring->sq_tail - __atomic_load_n(ring->sq_head, __ATOMIC_ACQUIRE);
}

/* What the kernel did not take stays posted. */
static int enter(struct ring *ring, unsigned wanted, unsigned flags, struct io_uring_getevents_arg *argument)
{
    return (int)syscall(SYS_io_uring_enter, ring->fd, posted(ring), wanted, flags, argument, argument ? sizeof *argument : 0);
}

struct io_uring_sqe *ring_post(struct ring *ring)
{
    if (posted(ring) == ring->sq_entries && enter(ring, 0, 0, NULL) <= 0)
        die("io_uring_enter");
    struct io_uring_sqe *request = &ring->sqes[*ring->sq_tail & (ring->sq_entries - 1)];
    memset(request, 0, sizeof *request);
    /* The kernel looks when it is entered, and only then: the caller fills the request in before that. */
    __atomic_store_n(ring->sq_tail, *ring->sq_tail + 1, __ATOMIC_RELEASE);
    return request;
}

bool ring_wait(struct ring *ring, int timeout_ms)
{
    struct __kernel_timespec timeout = {.tv_sec = timeout_ms / 1000, .tv_nsec = timeout_ms % 1000 * 1000000LL};
    struct io_uring_getevents_arg argument = {.ts = (uintptr_t)&timeout};
    int result = timeout_ms > 0
        ? enter(ring, 1, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &argument)
        : enter(ring, 0, IORING_ENTER_GETEVENTS, NULL);
    int error = result < 0 ? errno : 0;

    /* EBUSY: the queue of completions is full, and the kernel holds back more of them. */
    if (error && error != ETIME && error != EINTR && error != EBUSY)
        die("io_uring_enter");
    if (*(volatile unsigned *)ring->cq_dropped)
        fail("io_uring: completions were lost");
    return error != ETIME;
}
