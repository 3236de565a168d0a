// An audit event's canonical leaf: the bytes that are stored beside the event and that an auditor's
// copy of the trail consists of. The tree over the leaves is not here yet.
#ifndef ISCHIA_SERVICE_APPLICATION_AUDIT_TRAIL_H_
#define ISCHIA_SERVICE_APPLICATION_AUDIT_TRAIL_H_

#include <optional>
#include <string>

#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/application/store.h"
#include "service/domain/result.h"

namespace ischia::app {

// A version byte, then each field as one number byte, a big-endian length of four bytes and the
// bytes, in the order of AuditEvent; numbers as decimal text.
std::string LeafBytes(const AuditEvent& event);

// The event that the bytes were made from; unset when they are no leaf. Without leaf_sha256.
std::optional<AuditEvent> ReadLeaf(const std::string& leaf_bytes);

// RFC 6962, section 2.1: SHA-256 over 0x00 and the bytes; lower-case hex.
std::string LeafDigest(const Digest& digest, const std::string& leaf_bytes);

// Gives the event the next number of its practice, its leaf and its digest, and appends it. Locks
// the trail, so it comes last in a unit. Error: AUDIT_UNAVAILABLE, or STORE_FULL.
domain::Result<domain::Done> Append(UnitOfWork& unit, const TenantContext& tenant,
                                    const Digest& digest, AuditEvent event);

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_AUDIT_TRAIL_H_
