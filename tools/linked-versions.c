/* Asks the C libraries that get linked into loadgen for their versions, one NAME=VERSION a line.
   tools/publish.sh links it against the very archives that the binary is linked against. */
#include <openssl/crypto.h>
#include <stdint.h>
#include <stdio.h>

uint32_t BrotliDecoderVersion(void); /* major << 24 | minor << 12 | patch */

int main(void)
{
    uint32_t brotli = BrotliDecoderVersion();
    printf("OpenSSL=%s\n", OpenSSL_version(OPENSSL_VERSION_STRING));
    printf("Brotli=%u.%u.%u\n", brotli >> 24, brotli >> 12 & 0xfff, brotli & 0xfff);
    return 0;
}
