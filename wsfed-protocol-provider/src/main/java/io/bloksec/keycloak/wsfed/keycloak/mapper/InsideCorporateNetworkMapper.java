package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.network.IpNetworks;
import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Whether the browser is in one of the company's networks, which Entra ID's conditions for trusted places ask for.
 *
 * <p>The address is the one Keycloak knows. Where Keycloak takes it from a proxy's header without being told which proxies to
 * trust, anyone may have written it, and nothing is claimed.
 */
public final class InsideCorporateNetworkMapper extends ClaimMapper {

    static final String ID = "wsfed-inside-corporate-network-mapper";
    static final String NETWORKS = "networks";

    private static final Logger LOG = Logger.getLogger(InsideCorporateNetworkMapper.class);

    private static final List<ProviderConfigProperty> PROPERTIES = List.of(new ProviderConfigProperty(
            NETWORKS,
            "Networks",
            "In CIDR notation, for example 10.0.0.0/8 or 2001:db8::/32.",
            ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
            null,
            false,
            true));

    @Override
    void addTo(Claims claims, MapperSettings settings, Person person) throws InvalidMapperException {
        IpNetworks networks = networks(settings);
        if (!addressIsTrustworthy()) {
            LOG.warn("No insidecorporatenetwork claim: proxy-headers is set without proxy-trusted-addresses");
            return;
        }
        String address = person.session().getContext().getConnection().getRemoteHost();
        claims.add(ClaimType.INSIDE_CORPORATE_NETWORK, List.of(String.valueOf(networks.contain(address))));
    }

    private static boolean addressIsTrustworthy() {
        Config config = ConfigProvider.getConfig();
        return isEmpty(config, "kc.proxy-headers") || !isEmpty(config, "kc.proxy-trusted-addresses");
    }

    private static boolean isEmpty(Config config, String option) {
        return config.getOptionalValue(option, String.class).orElse("").isBlank();
    }

    private static IpNetworks networks(MapperSettings settings) throws InvalidMapperException {
        settings.required(NETWORKS);
        try {
            return IpNetworks.of(settings.list(NETWORKS));
        } catch (IllegalArgumentException e) {
            throw settings.invalid(e.getMessage());
        }
    }

    @Override
    List<ClaimType> claimTypes(MapperSettings settings) {
        return List.of(ClaimType.INSIDE_CORPORATE_NETWORK);
    }

    @Override
    void check(MapperSettings settings) throws InvalidMapperException {
        networks(settings);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Inside corporate network";
    }

    @Override
    public String getHelpText() {
        return "Tells Entra ID whether the browser is in one of the networks named here. Behind a proxy, Keycloak must know which proxies to trust (proxy-trusted-addresses); else nothing is claimed.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }
}
