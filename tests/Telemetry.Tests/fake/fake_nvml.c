/* A library with NVML's symbols and no GPU: constant figures, from the environment or set by the test, and a counter that follows the power.
   FAKE_NVML_POWER_MW="300000,500000" makes two GPUs. FAKE_NVML_ENERGY_SCALE=1.1 lets the counter run away from the power. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST 16

typedef struct { unsigned field, scope; long long timestamp, latency; int type, result; union { double d; unsigned u; unsigned long long ull; } value; } field_value;
typedef struct { unsigned gpu, memory; } utilization;
typedef struct { unsigned long long total, free, used; } memory;
typedef struct { double power_mw, energy_mj; int power_result, instant_result, other_result; } gpu;

static gpu gpus[MOST];
static unsigned gpu_count;
static int init_result, has_clock, energy_calls;
static double energy_scale;
static struct timespec started;

static double elapsed_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - started.tv_sec) + (now.tv_nsec - started.tv_nsec) / 1e9;
}

static gpu *of(void *handle) { return &gpus[(uintptr_t)handle - 1]; }

/* For tests in the process: GPUs, then what each is to say. A counter that is set stands still. */
void fake_reset(unsigned count, int init)
{
    memset(gpus, 0, sizeof gpus);
    gpu_count = count;
    init_result = init;
    energy_calls = 0;
    has_clock = 0;
}

void fake_set(unsigned index, double power_mw, double energy_mj) { gpus[index].power_mw = power_mw; gpus[index].energy_mj = energy_mj; }

int fake_energy_calls(void) { return energy_calls; }

void fake_fail(unsigned index, int power, int instant, int other)
{
    gpus[index].power_result = power;
    gpus[index].instant_result = instant;
    gpus[index].other_result = other;
}

int nvmlInit_v2(void)
{
    const char *script = getenv("FAKE_NVML_POWER_MW"), *scale = getenv("FAKE_NVML_ENERGY_SCALE");
    if (script) {
        fake_reset(0, 0);
        has_clock = 1;
        energy_scale = scale ? atof(scale) : 1;
        clock_gettime(CLOCK_MONOTONIC, &started);
        for (char *at = (char *)script; *at && gpu_count < MOST; at += *at == ',') {
            gpus[gpu_count++].power_mw = strtod(at, &at);
        }
    }
    return init_result;
}

int nvmlShutdown(void) { return 0; }

const char *nvmlErrorString(int result)
{
    return result == 3 ? "Not Supported" : result == 9 ? "Driver Not Loaded" : result == 15 ? "GPU is lost" : "Unknown Error";
}

int nvmlDeviceGetCount_v2(unsigned *count) { *count = gpu_count; return 0; }

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **handle)
{
    *handle = (void *)(uintptr_t)(index + 1);
    return index < gpu_count ? 0 : 2;
}

int nvmlDeviceGetName(void *handle, char *name, unsigned length) { (void)handle; snprintf(name, length, "Fake H200"); return 0; }

int nvmlDeviceGetUUID(void *handle, char *uuid, unsigned length) { snprintf(uuid, length, "GPU-fake-%u", (unsigned)(uintptr_t)handle - 1); return 0; }

int nvmlDeviceGetPowerUsage(void *handle, unsigned *mw) { *mw = (unsigned)of(handle)->power_mw; return of(handle)->power_result; }

int nvmlDeviceGetTotalEnergyConsumption(void *handle, unsigned long long *mj)
{
    gpu *g = of(handle);
    energy_calls++;
    *mj = (unsigned long long)(has_clock ? 1e6 + g->power_mw * energy_scale * elapsed_s() : g->energy_mj);
    return g->power_result;
}

int nvmlDeviceGetFieldValues(void *handle, int count, field_value *values)
{
    gpu *g = of(handle);
    for (int i = 0; i < count; i++) {
        values[i].result = values[i].field == 186 && g->instant_result ? g->instant_result : g->power_result;
        if (values[i].field == 186) {
            values[i].type = 1;
            values[i].value.u = (unsigned)g->power_mw;
        } else if (values[i].field == 83) {
            values[i].type = 3;
            nvmlDeviceGetTotalEnergyConsumption(handle, &values[i].value.ull);
        } else {
            values[i].result = 3;
        }
    }
    return 0;
}

int nvmlDeviceGetUtilizationRates(void *handle, utilization *u) { u->gpu = 97; u->memory = 40; return of(handle)->other_result; }

int nvmlDeviceGetClockInfo(void *handle, int type, unsigned *mhz) { *mhz = type == 1 ? 1980 : 3201; return of(handle)->other_result; }

int nvmlDeviceGetMemoryInfo(void *handle, memory *m) { m->total = 150ull << 30; m->free = 30ull << 30; m->used = 120ull << 30; return of(handle)->other_result; }

int nvmlDeviceGetTemperature(void *handle, int sensor, unsigned *celsius) { *celsius = sensor == 0 ? 61 : 0; return of(handle)->other_result; }
