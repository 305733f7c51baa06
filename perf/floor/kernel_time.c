#define _GNU_SOURCE
#include "kernel_time.h"

#include <string.h>

#include "clock.h"
#include "fatal.h"

/* How the two clocks differ is taken again this often: NTP slews by at most 500 ppm, 5 µs in this time. */
enum { OFFSET_FRESH_NS = 10000000, OFFSET_SAMPLES = 3 };

static int64_t offset_ns;
static int64_t offset_stale_ns;

void kernel_time_request(int fd)
{
    int on = 1;
    if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on))
        die("setsockopt SO_TIMESTAMPNS");
}

int64_t kernel_time_find(struct msghdr *message)
{
    for (struct cmsghdr *data = CMSG_FIRSTHDR(message); data; data = CMSG_NXTHDR(message, data)) {
        if (data->cmsg_level == SOL_SOCKET && data->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec arrived;
            memcpy(&arrived, CMSG_DATA(data), sizeof arrived);
            return (int64_t)arrived.tv_sec * 1000000000 + arrived.tv_nsec;
        }
    }
    return 0;
}

/* Of several samples, the one whose two monotonic readings lie closest was disturbed least. */
static void take_offset(void)
{
    int64_t narrowest_ns = INT64_MAX;
    for (int i = 0; i < OFFSET_SAMPLES; i++) {
        struct timespec wall;
        int64_t before_ns = now_ns();
        clock_gettime(CLOCK_REALTIME, &wall);
        int64_t width_ns = now_ns() - before_ns;
        if (width_ns < narrowest_ns) {
            narrowest_ns = width_ns;
            offset_ns = (int64_t)wall.tv_sec * 1000000000 + wall.tv_nsec - (before_ns + width_ns / 2);
        }
    }
}

int64_t kernel_time_monotonic(int64_t kernel_ns, int64_t now)
{
    if (now >= offset_stale_ns) {
        take_offset();
        offset_stale_ns = now + OFFSET_FRESH_NS;
    }
    int64_t arrived_ns = kernel_ns - offset_ns;
    return arrived_ns < now ? arrived_ns : now;
}
