package io.bloksec.keycloak.audit.keycloak;

import io.bloksec.keycloak.audit.store.AuditKeys;
import io.bloksec.keycloak.audit.witness.FileWitness;
import io.bloksec.keycloak.audit.witness.SyslogWitness;
import io.bloksec.keycloak.audit.witness.WebhookWitness;
import io.bloksec.keycloak.audit.witness.Witness;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.Config;

/**
 * The server's settings, {@code spi-realm-restapi-extension--audit--…}. What is wrong with them is logged and never keeps the server from
 * starting: checkpoints then say that their key is the realm's.
 *
 * @param keepDays 0 for ever
 * @param tokens whether each token of WS-Federation is a record
 */
record Options(AuditKeys keys, List<Witness> witnesses, long keepDays, boolean tokens) {

    static final String KEY_FILE = "key-file";
    static final String WITNESS_FILE = "witness-file";
    static final String WITNESS_WEBHOOK = "witness-webhook";
    static final String WITNESS_SYSLOG = "witness-syslog";
    static final String KEEP_DAYS = "keep-days";
    static final String TOKENS = "wsfed-tokens";

    private static final long DEFAULT_KEEP_DAYS = 400;
    private static final Logger LOG = Logger.getLogger(Options.class);

    static Options of(Config.Scope config) {
        return new Options(
                keys(config.get(KEY_FILE)),
                witnesses(config),
                config.getLong(KEEP_DAYS, DEFAULT_KEEP_DAYS),
                config.getBoolean(TOKENS, false));
    }

    private static AuditKeys keys(String file) {
        if (file == null || file.isBlank()) {
            LOG.warn(
                    "No audit key is configured (option key-file): whoever can write the database can also forge the audit trail");
            return new AuditKeys(List.of());
        }
        try {
            return new AuditKeys(KeyFile.read(Path.of(file)));
        } catch (IllegalArgumentException e) {
            LOG.errorf(
                    "The audit key cannot be used; checkpoints are signed by a key in the database: %s",
                    e.getMessage());
            return new AuditKeys(List.of());
        }
    }

    private static List<Witness> witnesses(Config.Scope config) {
        List<Witness> witnesses = new ArrayList<>();
        String file = config.get(WITNESS_FILE);
        if (file != null) {
            witnesses.add(new FileWitness(Path.of(file)));
        }
        String webhook = config.get(WITNESS_WEBHOOK);
        if (webhook != null) {
            try {
                witnesses.add(new WebhookWitness(URI.create(webhook)));
            } catch (IllegalArgumentException e) {
                LOG.errorf("The witness %s is left out: %s", webhook, e.getMessage());
            }
        }
        String syslog = config.get(WITNESS_SYSLOG);
        if (syslog != null) {
            if (syslog.matches("[^:]+:[0-9]{1,5}")) {
                String[] parts = syslog.split(":");
                witnesses.add(new SyslogWitness(parts[0], Integer.parseInt(parts[1])));
            } else {
                LOG.errorf("The witness %s is left out: it must be like logs.example.com:601", syslog);
            }
        }
        return witnesses;
    }
}
