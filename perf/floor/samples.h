/* Durations kept one by one, for exact percentiles. */
#ifndef LOADGEN_FLOOR_SAMPLES_H
#define LOADGEN_FLOOR_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

struct samples {
    uint32_t *ns; /* 4 bytes each: durations of 4.29 s and more are kept as that */
    size_t count;
    size_t capacity;
    double sum_ns;
};

/* Adds a duration; a negative one counts as 0. Ends the process when there is no memory. */
void samples_add(struct samples *samples, int64_t ns);

/* Sorts; needed before a percentile is asked for. */
void samples_sort(struct samples *samples);

/* The value below which the share 0..1 of all values lie, in ns; 0 when there is none. */
double samples_quantile(const struct samples *samples, double share);

double samples_mean(const struct samples *samples);

#endif
