/* The kernel's receive times: SO_TIMESTAMPNS, which comes as control data and by the wall clock. */
#ifndef LOADGEN_FLOOR_KERNEL_TIME_H
#define LOADGEN_FLOOR_KERNEL_TIME_H

#include <stdint.h>
#include <sys/socket.h>
#include <time.h>

/* Room for the one piece of control data that is asked for. */
enum { KERNEL_TIME_CONTROL_BYTES = CMSG_SPACE(sizeof(struct timespec)) };

union kernel_time_control {
    struct cmsghdr align;
    char bytes[KERNEL_TIME_CONTROL_BYTES];
};

/* Has the kernel tell when what is read from this socket arrived. */
void kernel_time_request(int fd);

/* When the last byte of a message arrived, by the wall clock; 0 where the kernel did not tell. */
int64_t kernel_time_find(struct msghdr *message);

/* The same on the clock of clock.h, never after now, which is its time. */
int64_t kernel_time_monotonic(int64_t kernel_ns, int64_t now);

#endif
