package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.record.RecordType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The devices that count at each record, by their own statements alone: who is not enrolled cannot approve. */
final class Devices {

    private final Announcements announcements;
    private final Set<String> origins;
    private final Map<String, Device> bound = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private long enrolled;

    /** @param origins that an enrolment may be of; empty for any */
    Devices(Announcements announcements, Set<String> origins) {
        this.announcements = announcements;
        this.origins = origins;
    }

    /**
     * Takes the statements of a record in the order of the chain.
     *
     * @param type null for one of a later version
     * @param incomplete whether an earlier record is pruned or erased, so that an enrolment may be gone
     * @throws IllegalArgumentException when a statement is not of a device that counts
     */
    void take(RecordType type, Subject subject, boolean incomplete) {
        if (type == RecordType.DEVICE_REMOVED) {
            if (subject.device() == null) {
                throw new IllegalArgumentException("The record does not say which device is removed");
            }
            removed.add(subject.device());
            bound.remove(subject.device());
        } else if (type == RecordType.ENROLLED) {
            enrol(subject);
        } else if (type == RecordType.DEVICE_RESTATED) {
            restate(subject, incomplete);
        } else {
            for (Statement statement : subject.statements()) {
                if (statement.created() == null) {
                    Device device = find(statement.text().member("device"), incomplete);
                    if (statement.next() == null) {
                        device.requireSignedBy(statement);
                    } else {
                        device.rotate(statement);
                    }
                }
            }
        }
    }

    /** How many enrolments were seen. */
    long enrolled() {
        return enrolled;
    }

    private void enrol(Subject subject) {
        Device device = Device.enrolled(subject.statements().get(0));
        requireOrigin(device);
        requireNotRemoved(device.id());
        if (bound.putIfAbsent(device.id(), device) != null) {
            throw new IllegalArgumentException("The device " + device.id() + " is enrolled twice");
        }
        enrolled++;
    }

    private void restate(Subject subject, boolean incomplete) {
        List<Statement> statements = subject.statements();
        Device restated = Device.restated(statements);
        requireOrigin(restated);
        if (!restated.id().equals(subject.device()) || !restated.user().equals(subject.user())) {
            throw new IllegalArgumentException("The statements are of another device or user than the record");
        }
        find(restated.id(), incomplete).requireSame(restated);
    }

    private Device find(String id, boolean incomplete) {
        requireNotRemoved(id);
        Device device = bound.get(id);
        if (device == null && incomplete) {
            device = announcements.restated(id).orElse(null);
            if (device != null) {
                bound.put(id, device);
            }
        }
        if (device == null) {
            throw new IllegalArgumentException(
                    "The device " + id + " has no valid enrolment statement before this record");
        }
        return device;
    }

    private void requireNotRemoved(String id) {
        if (removed.contains(id)) {
            throw new IllegalArgumentException("The device " + id + " was removed before this record");
        }
    }

    private void requireOrigin(Device device) {
        if (!origins.isEmpty() && !origins.contains(device.origin())) {
            throw new IllegalArgumentException("The device " + device.id() + " was enrolled at the origin "
                    + device.origin() + ", which is none of those given");
        }
    }
}
