#include "samples.h"

#include <stdio.h>
#include <stdlib.h>

void samples_add(struct samples *samples, int64_t ns)
{
    if (samples->count == samples->capacity) {
        samples->capacity = samples->capacity ? samples->capacity * 2 : 1 << 18;
        samples->ns = realloc(samples->ns, samples->capacity * sizeof *samples->ns);
        if (!samples->ns) {
            perror("realloc");
            exit(1);
        }
    }
    samples->ns[samples->count++] = ns < 0 ? 0 : ns > UINT32_MAX ? UINT32_MAX : (uint32_t)ns;
    samples->sum_ns += (double)(ns < 0 ? 0 : ns);
}

static int compare(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

void samples_sort(struct samples *samples)
{
    if (samples->count)
        qsort(samples->ns, samples->count, sizeof *samples->ns, compare);
}

double samples_quantile(const struct samples *samples, double share)
{
    if (!samples->count)
        return 0;
    size_t at = (size_t)(share * (double)samples->count);
    return samples->ns[at < samples->count ? at : samples->count - 1];
}

double samples_mean(const struct samples *samples)
{
    return samples->count ? samples->sum_ns / (double)samples->count : 0;
}
