/* Numbers of four bytes, little endian: REG_DWORD, and MAPI's PT_LONG in REG_BINARY. */
#ifndef PROMPTFIX_REGISTRY_DWORD_H
#define PROMPTFIX_REGISTRY_DWORD_H

#include <stdint.h>

enum { DWORD_SIZE = 4 };

uint32_t dword_of_bytes(const uint8_t bytes[DWORD_SIZE]);
void dword_to_bytes(uint32_t number, uint8_t bytes[DWORD_SIZE]);

#endif
