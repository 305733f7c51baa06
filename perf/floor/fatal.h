/* Ways to end the process with one line that says why. */
#ifndef LOADGEN_FLOOR_FATAL_H
#define LOADGEN_FLOOR_FATAL_H

#include <stdio.h>
#include <stdlib.h>

/* A system call failed: errno says how. */
static inline void die(const char *what)
{
    perror(what);
    exit(1);
}

static inline void fail(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(1);
}

#endif
