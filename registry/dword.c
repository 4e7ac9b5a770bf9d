#include "registry/dword.h"

uint32_t dword_of_bytes(const uint8_t bytes[DWORD_SIZE])
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

void dword_to_bytes(uint32_t number, uint8_t bytes[DWORD_SIZE])
{
    bytes[0] = (uint8_t)number;
    bytes[1] = (uint8_t)(number >> 8);
    bytes[2] = (uint8_t)(number >> 16);
    bytes[3] = (uint8_t)(number >> 24);
}
