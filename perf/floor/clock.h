/* The one clock of this folder. */
#ifndef LOADGEN_FLOOR_CLOCK_H
#define LOADGEN_FLOOR_CLOCK_H

#include <stdint.h>
#include <time.h>

/* CLOCK_MONOTONIC in ns: the same clock in every process of a machine, so a stamp made here can be read there. */
static inline int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

#endif
