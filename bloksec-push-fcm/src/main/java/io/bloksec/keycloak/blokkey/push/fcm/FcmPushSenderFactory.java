package io.bloksec.keycloak.blokkey.push.fcm;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushSender;
import io.bloksec.keycloak.blokkey.push.PushSenderFactory;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Kind {@value PushAddress#FCM}. What is wrong with its options or files is logged at the start and never keeps the server from
 * starting: no push leaves then, everything else works.
 */
public final class FcmPushSenderFactory implements PushSenderFactory {

    /** Option: the service account of all realms that have none of their own. */
    static final String FILE = "service-account-file";

    /** Option: a directory with {@code REALM.json} for single realms. */
    static final String DIRECTORY = "service-account-directory";

    /** Option: an origin in place of Google's, of a proxy or a test. */
    static final String ENDPOINT = "endpoint";

    private static final Logger LOG = Logger.getLogger(FcmPushSenderFactory.class);

    private ServiceAccounts accounts;
    private FcmApps apps;
    private String problem;

    @Override
    public String getId() {
        return PushAddress.FCM;
    }

    @Override
    public PushSender create(KeycloakSession session) {
        String realm = session.getContext().getRealm().getName();
        return new FcmPushSender(apps, realm, accounts.of(realm), problem);
    }

    @Override
    public void init(Config.Scope config) {
        accounts = ServiceAccounts.of(config.get(FILE), config.get(DIRECTORY));
        String option = config.get(ENDPOINT);
        FcmEndpoint endpoint;
        try {
            endpoint = FcmEndpoint.of(option);
        } catch (IllegalArgumentException e) {
            problem = e.getMessage();
            endpoint = FcmEndpoint.of(null);
        }
        apps = new FcmApps(endpoint, System::nanoTime);
        if (option != null && problem == null) {
            LOG.warnf("Pushes by FCM go to %s instead of Google", endpoint.origin());
        }
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        if (accounts.common() == null && accounts.directory() == null) {
            LOG.info("BlokKey sends no pushes by FCM: no service account is configured (docs/blokkey.md)");
            return;
        }
        List<String> problems = problem == null ? accounts.problems(apps::read) : List.of(problem);
        problems.forEach(each -> LOG.errorf("BlokKey cannot push by FCM: %s", each));
    }

    @Override
    public void close() {
        if (apps != null) {
            apps.close();
        }
    }
}
