package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.Grade;
import io.bloksec.keycloak.blokkey.enrolment.EnrolmentEntity;
import io.bloksec.keycloak.blokkey.enrolment.Enrolments;
import io.bloksec.keycloak.blokkey.enrolment.Ticket;
import io.bloksec.keycloak.blokkey.enrolment.Uploaded;
import io.bloksec.keycloak.blokkey.invitation.InvitationState;
import io.bloksec.keycloak.blokkey.qr.QrImage;
import io.bloksec.keycloak.blokkey.request.Binding;
import io.bloksec.keycloak.blokkey.request.Channel;
import io.bloksec.keycloak.blokkey.request.Context;
import io.bloksec.keycloak.blokkey.request.Lane;
import io.bloksec.keycloak.blokkey.request.NewRequest;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.SignInNumber;
import io.bloksec.keycloak.blokkey.request.State;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.blokkey.signed.PrintableText;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.common.Profile;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A person gets a phone: the browser shows a ticket, the phone brings its keys and shows six digits, the person types them in the
 * browser. Whoever has several phones asks one of them; whoever has the first also gets recovery codes, before the phone counts.
 */
final class EnrolAction implements RequiredActionProvider, CredentialRegistrator {

    /** A person's phones and tablets. */
    static final int MOST_DEVICES = 5;

    /** Seconds since the person signed in, at most: a session that was left alone gets no phone. */
    static final int FRESH = 60;

    private static final String ACT = "blokkey";
    private static final String CODES = UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name();
    private static final String CODES_FIELD = "generatedRecoveryAuthnCodes";
    private static final long ASKING_LIFE = 120_000;

    private final KeycloakSession session;

    EnrolAction(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getCredentialType(KeycloakSession any, AuthenticationSessionModel authSession) {
        return BlokKey.ID;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    /** Or less, where the realm says so for this action. */
    @Override
    public int getMaxAuthAge(KeycloakSession any) {
        return Math.min(FRESH, RequiredActionProvider.super.getMaxAuthAge(any));
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {}

    /** Writes nothing: the ticket comes with the person's first click. */
    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Engine engine = Engine.of(session);
        if (mayGoOn(context, engine, null)) {
            show(context, engine, current(context, engine).orElse(null), null);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        Engine engine = Engine.of(session);
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (!mayGoOn(context, engine, form)) {
            return;
        }
        Optional<EnrolmentEntity> current = current(context, engine);
        if (form.getFirst(CODES_FIELD) != null
                && current.filter(row -> Enrolments.CONFIRMED.equals(row.state)).isPresent()) {
            storeCodes(context, engine, current.get());
            return;
        }
        String act = form.getFirst(ACT);
        if ("begin".equals(act)) {
            begin(context, engine);
        } else if (current.isEmpty()) {
            show(context, engine, null, null);
        } else if ("code".equals(act)) {
            confirm(context, engine, current.get(), form.getFirst("code"));
        } else {
            goOn(context, engine, current.get(), null);
        }
    }

    /**
     * Somebody whom a mail let in is asked for the code that came by another way, where there is one, and told when the mail serves no
     * more.
     *
     * @param form null when the page is only looked at
     */
    private boolean mayGoOn(RequiredActionContext context, Engine engine, MultivaluedMap<String, String> form) {
        InvitedEnrolment invited = InvitedEnrolment.of(context, engine).orElse(null);
        if (invited == null) {
            return true;
        }
        if (!invited.isOpen()) {
            show(context, "over", null, null, "blokkeyInvitationOver");
            return false;
        }
        if (!invited.needsCode()) {
            return true;
        }
        boolean tried = form != null && "invitation-code".equals(form.getFirst(ACT));
        if (tried && invited.tryCode(form.getFirst("invitation-code"))) {
            show(context, engine, null, null);
        } else {
            show(context, "invitation-code", null, null, tried ? "blokkeyInvitationCodeWrong" : null);
        }
        return false;
    }

    private void begin(RequiredActionContext context, Engine engine) {
        RealmSetup setup = RealmSetup.of(session);
        if (engine.devices
                        .activeOf(context.getRealm().getId(), context.getUser().getId())
                        .size()
                >= MOST_DEVICES) {
            show(context, engine, null, "blokkeyDeviceLimit");
            return;
        }
        Ticket ticket = engine.enrolments.issue(
                context.getRealm().getId(),
                setup.secret(),
                context.getUser().getId(),
                setup.rpId(),
                setup.origin(),
                InvitedEnrolment.of(context, engine).map(InvitedEnrolment::id).orElse(null),
                binding(context).rootHash());
        EnrolNotes notes = new EnrolNotes(context.getAuthenticationSession());
        notes.forget();
        notes.ticket(ticket);
        show(context, engine, current(context, engine).orElse(null), null);
    }

    private void confirm(RequiredActionContext context, Engine engine, EnrolmentEntity row, String typed) {
        if (Enrolments.UPLOADED.equals(row.state)
                && !engine.enrolments.confirm(row, RealmSetup.of(session).secret(), typed)) {
            EnrolmentEntity now = engine.enrolments.find(row.realmId, row.id).orElse(row);
            show(context, engine, now, Enrolments.VOID.equals(now.state) ? "blokkeyEnrolVoid" : "blokkeyEnrolWrong");
            return;
        }
        goOn(context, engine, engine.enrolments.find(row.realmId, row.id).orElse(row), null);
    }

    /** After the digits: another device agrees, or recovery codes are kept; then the device is made. */
    private void goOn(RequiredActionContext context, Engine engine, EnrolmentEntity row, String error) {
        if (!Enrolments.CONFIRMED.equals(row.state)) {
            show(context, engine, row, error);
            return;
        }
        List<DeviceEntity> devices = engine.devices.activeOf(row.realmId, row.userId).stream()
                .filter(device -> DeviceOwner.credential(context.getUser(), device) != null)
                .toList();
        if (!devices.isEmpty()) {
            if (agreed(context, engine, row)) {
                activate(context, engine, row);
            }
        } else if (needsCodes(context)) {
            session.getProvider(RequiredActionProvider.class, CODES).requiredActionChallenge(context);
        } else {
            activate(context, engine, row);
        }
    }

    private boolean agreed(RequiredActionContext context, Engine engine, EnrolmentEntity row) {
        EnrolNotes notes = new EnrolNotes(context.getAuthenticationSession());
        Optional<RequestEntity> asked =
                Optional.ofNullable(notes.request()).flatMap(request -> engine.requests.find(row.realmId, request));
        if (asked.isEmpty()) {
            ask(context, engine, row, notes);
            show(context, engine, row, null);
            return false;
        }
        State state = engine.requests.stateOf(asked.get());
        if (state == State.APPROVED
                && engine.requests.consume(row.realmId, asked.get().id, row.userId, binding(context))) {
            return true;
        }
        if (!state.isOpen()) {
            engine.enrolments.voidIt(row.id);
        }
        show(
                context,
                engine,
                engine.enrolments.find(row.realmId, row.id).orElse(row),
                state.isOpen() ? null : "blokkeyEnrolVoid");
        return false;
    }

    private void ask(RequiredActionContext context, Engine engine, EnrolmentEntity row, EnrolNotes notes) {
        Uploaded keys = Enrolments.uploaded(row);
        UserAgent agent = UserAgent.of(session);
        String id = Bytes.newId();
        SignInNumber number = SignInNumber.of(RealmSetup.of(session).secret(), id, SignInNumber.SHORT);
        String client = context.getAuthenticationSession().getClient().getClientId();
        RequestEntity asked = engine.requests.create(new NewRequest(
                id,
                row.realmId,
                row.userId,
                true,
                Channel.PUSH,
                Lane.PROVEN,
                binding(context),
                new Context(client, client, agent.browser(), agent.system(), ClientPlace.address(session), null),
                null,
                null,
                number.hash(),
                SignInNumber.SHORT,
                true,
                false,
                Grade.C,
                false,
                PrintableText.of(keys.name() + " (" + keys.model() + ")", 128),
                false,
                ASKING_LIFE));
        notes.request(id, number.number());
        Pushes.send(session, engine, context.getUser(), asked);
    }

    private static Binding binding(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        return new Binding(
                Binding.hashOf(authSession.getParentSession().getId()),
                authSession.getTabId(),
                authSession.getClient().getId(),
                BlokKey.ENROL,
                BlokKey.ENROL,
                "");
    }

    private boolean needsCodes(RequiredActionContext context) {
        return Profile.isFeatureEnabled(Profile.Feature.RECOVERY_CODES)
                && context.getRealm().getRequiredActionProviderByAlias(CODES) != null
                && context.getRealm().getRequiredActionProviderByAlias(CODES).isEnabled()
                && context.getUser()
                        .credentialManager()
                        .getStoredCredentialsByTypeStream(RecoveryAuthnCodesCredentialModel.TYPE)
                        .findAny()
                        .isEmpty();
    }

    /** Keycloak's own page and its own check of what comes back; ours is only that the device follows the codes. */
    private void storeCodes(RequiredActionContext context, Engine engine, EnrolmentEntity row) {
        session.getProvider(RequiredActionProvider.class, CODES).processAction(context);
        if (context.getStatus() == RequiredActionContext.Status.SUCCESS) {
            context.getEvent().clone().success();
            activate(context, engine, row);
        }
    }

    private void activate(RequiredActionContext context, Engine engine, EnrolmentEntity row) {
        if (!engine.enrolments.finish(row)) {
            show(context, engine, null, "blokkeyEnrolVoid");
            return;
        }
        Uploaded keys = Enrolments.uploaded(row);
        DeviceEntity device = new DeviceEntity();
        device.id = row.deviceId;
        device.realmId = row.realmId;
        device.userId = row.userId;
        device.name = keys.name();
        device.model = keys.model();
        device.platform = keys.platform();
        device.possessionX = keys.possessionKey().x();
        device.possessionY = keys.possessionKey().y();
        device.webAuthnId = keys.verificationKey().credentialId();
        device.attestedData = keys.verificationKey().attestedData();
        device.rpId = keys.verificationKey().rpId();
        device.origin = keys.verificationKey().origin();
        device.backupEligible = keys.verificationKey().backupEligible();
        device.signCount = keys.verificationKey().signCount();
        device.grade = keys.grade().name();
        CredentialModel credential =
                context.getUser().credentialManager().createStoredCredential(BlokKeyCredential.of(device, keys.name()));
        device.credentialId = credential.getId();
        // Keycloak offers methods in the order of the credentials: whoever sets up a phone wants it before password and
        // paper.
        context.getUser().credentialManager().moveStoredCredentialTo(credential.getId(), null);
        engine.devices.add(device, row.id, keys.statement());
        engine.invitations.end(row.realmId, row.userId, InvitationState.SUPERSEDED);
        new EnrolNotes(context.getAuthenticationSession()).forget();
        context.getEvent()
                .event(EventType.UPDATE_CREDENTIAL)
                .detail(Details.CREDENTIAL_TYPE, BlokKey.ID)
                .detail(Details.CREDENTIAL_ID, credential.getId())
                .detail("blokkey_device", device.id)
                .detail("blokkey_grade", device.grade)
                .detail("blokkey_grade_evidence", keys.evidence());
        context.success();
    }

    private static Optional<EnrolmentEntity> current(RequiredActionContext context, Engine engine) {
        return Optional.ofNullable(new EnrolNotes(context.getAuthenticationSession()).id())
                .flatMap(id -> engine.enrolments.find(context.getRealm().getId(), id))
                .filter(row -> row.userId.equals(context.getUser().getId()))
                .filter(row -> row.expiresAt > engine.clock.now());
    }

    /** @param row null before the person has begun */
    private void show(RequiredActionContext context, Engine engine, EnrolmentEntity row, String error) {
        EnrolNotes notes = new EnrolNotes(context.getAuthenticationSession());
        String step = row == null || Enrolments.VOID.equals(row.state) || Enrolments.DONE.equals(row.state)
                ? "begin"
                : switch (row.state) {
                    case Enrolments.OPEN -> "ticket";
                    case Enrolments.UPLOADED -> "code";
                    default -> "ask";
                };
        if (error == null && row != null && Enrolments.VOID.equals(row.state)) {
            show(context, step, row, notes, "blokkeyEnrolVoid");
        } else {
            show(context, step, row, notes, error);
        }
    }

    private void show(RequiredActionContext context, String step, EnrolmentEntity row, EnrolNotes known, String error) {
        EnrolNotes notes = known == null ? new EnrolNotes(context.getAuthenticationSession()) : known;
        String link = RealmSetup.of(session).app() + "#e=1." + notes.ticket();
        Optional<Uploaded> keys =
                Optional.ofNullable(row).filter(any -> any.uploaded != null).map(Enrolments::uploaded);
        var form = context.form()
                .setAttribute(
                        "blokkey",
                        Map.of(
                                "step",
                                step,
                                "link",
                                "ticket".equals(step) ? link : "",
                                "qr",
                                "ticket".equals(step) ? QrImage.svg(link) : "",
                                "pairing",
                                notes.pairingCode(),
                                "app",
                                RealmSetup.of(session).app(),
                                "number",
                                "ask".equals(step) ? notes.number() : "",
                                "device",
                                keys.map(Uploaded::name).orElse(""),
                                "model",
                                keys.map(Uploaded::model).orElse(""),
                                "platform",
                                keys.map(Uploaded::platform).orElse(""),
                                "address",
                                row == null || row.address == null ? "" : row.address));
        if (notes.invitation() != null) {
            form.setAttribute("blokkeyInvited", context.getUser().getUsername());
        }
        if (error != null) {
            form.setError(error);
        }
        context.challenge(form.createForm("blokkey-enrol.ftl"));
    }

    @Override
    public void close() {}
}
