#include "tests/unit/fake_rights.h"

static const struct registry_operations *store; /* what the store does by itself */
static struct registry_operations operations;
static bool may_change;

static error_code open_with_rights(struct registry *registry, enum registry_root root,
                                   struct registry_key *parent, const char *path,
                                   enum registry_access access, struct registry_key **key)
{
    if (!may_change && parent == NULL && root == REGISTRY_LOCAL_MACHINE && access == REGISTRY_WRITE)
        return CODE_ACCESS_DENIED;
    return store->open(registry, root, parent, path, access, key);
}

static error_code create_with_rights(struct registry *registry, enum registry_root root,
                                     struct registry_key *parent, const char *path,
                                     struct registry_key **key)
{
    if (!may_change && parent == NULL && root == REGISTRY_LOCAL_MACHINE)
        return CODE_ACCESS_DENIED;
    return store->create(registry, root, parent, path, key);
}

void fake_rights_init(struct fake_host *host)
{
    store = host->registry->operations;
    operations = *store;
    operations.open = open_with_rights;
    operations.create = create_with_rights;
    host->registry->operations = &operations;
    may_change = true;
}

void fake_rights_set(bool may_change_machine)
{
    may_change = may_change_machine;
}
