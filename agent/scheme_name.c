#include "agent/scheme_name.h"

#include "agent/http_challenge.h"

const struct scheme_name scheme_names[SCHEME_NAME_COUNT] = {
    {HTTP_SCHEME_NTLM, "NTLM"},     {HTTP_SCHEME_NEGOTIATE, "Negotiate"},
    {HTTP_SCHEME_BASIC, "Basic"},   {HTTP_SCHEME_DIGEST, "Digest"},
    {HTTP_SCHEME_OTHER, "another"},
};
