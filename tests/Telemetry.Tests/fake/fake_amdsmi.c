/* A library with AMD SMI's symbols and no GPU. Its version, and with it the layout of its power struct, is set by the test. */
#include <stdint.h>
#include <string.h>

static uint32_t version[4] = {26, 2, 0, 0};
static uint32_t gpu_count = 2, current_w = 750, average_w = 0xFFFFFFFF;
static uint64_t counter = 1000000;
static int init_status, energy_status;

void fake_version(uint32_t first, uint32_t second) { version[0] = first; version[1] = second; }

void fake_power(uint32_t current, uint32_t average) { current_w = current; average_w = average; }

void fake_counter(uint64_t count) { counter = count; }

void fake_status(int init, int energy) { init_status = init; energy_status = energy; }

void fake_gpus(uint32_t count) { gpu_count = count; }

int amdsmi_init(uint64_t flags) { return flags == 2 ? init_status : 1; }

int amdsmi_shut_down(void) { return 0; }

int amdsmi_status_code_to_string(int status, const char **text) { *text = status == 34 ? "DRIVER_NOT_LOADED" : "OTHER"; return 0; }

int amdsmi_get_lib_version(uint32_t *v) { memcpy(v, version, sizeof version); return 0; }

int amdsmi_get_socket_handles(uint32_t *count, void **handles)
{
    for (uint32_t i = 0; handles && i < gpu_count && i < *count; i++) {
        handles[i] = (void *)(uintptr_t)(i + 1);
    }
    *count = gpu_count;
    return 0;
}

int amdsmi_get_processor_handles(void *socket, uint32_t *count, void **handles) { *count = 1; handles[0] = socket; return 0; }

int amdsmi_get_gpu_device_uuid(void *gpu, unsigned *length, char *uuid)
{
    memcpy(uuid, "a0ff74a1-0000-1000-8000-00000000000", 36);
    uuid[35] = (char)('0' + (uintptr_t)gpu);
    *length = 36;
    return 0;
}

int amdsmi_get_gpu_asic_info(void *gpu, char *info) { (void)gpu; strcpy(info, "AMD Instinct MI355X"); return 0; }

int amdsmi_get_power_info(void *gpu, unsigned char *info)
{
    int offset = version[0] < 25 ? 0 : 8;
    (void)gpu;
    memset(info, 0xFF, 8);
    memcpy(info + offset, &current_w, 4);
    memcpy(info + offset + 4, &average_w, 4);
    return 0;
}

int amdsmi_get_energy_count(void *gpu, uint64_t *count, float *resolution, uint64_t *timestamp)
{
    (void)gpu;
    *count = counter;
    *resolution = 15.259f;
    *timestamp = 1;
    return energy_status;
}

int amdsmi_get_gpu_activity(void *gpu, uint32_t *usage) { (void)gpu; usage[0] = 88; usage[1] = 30; usage[2] = 0xFFFFFFFF; return 0; }

int amdsmi_get_clock_info(void *gpu, int type, uint32_t *info) { (void)gpu; info[0] = type == 0 ? 2400 : 2000; return 0; }

int amdsmi_get_gpu_vram_usage(void *gpu, uint32_t *usage) { (void)gpu; usage[0] = 294912; usage[1] = 200000; return 0; }

int amdsmi_get_temp_metric(void *gpu, int sensor, int metric, int64_t *celsius) { (void)gpu; *celsius = sensor == 1 && metric == 0 ? 71 : 0; return 0; }
