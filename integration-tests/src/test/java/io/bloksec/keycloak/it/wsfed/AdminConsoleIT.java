package io.bloksec.keycloak.it.wsfed;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.TestRealm;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An administrator sets a relying party up in Keycloak's own console, which knows nothing of our protocol. */
class AdminConsoleIT {

    private static TestRealm realm;

    @BeforeAll
    static void createRealm() {
        realm = TestRealm.create("console");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void createsAClientAndSurvivesEveryTab() {
        try (Chromium chromium = Chromium.open()) {
            Page page = chromium.newPage();
            KeycloakLogin.adminConsole(page, "#/" + realm.name() + "/clients/add-client");

            page.locator("#protocol").click();
            page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("wsfed"))
                    .click();
            page.locator("input#clientId").fill("urn:federation:MicrosoftOnline");
            button(page, "Next").click();
            button(page, "Next").click();
            button(page, "Save").click();
            assertThat(page.getByRole(AriaRole.TAB).first()).isVisible();
            assertThat(page.locator("input[value='https://login.microsoftonline.com/login.srf']")
                            .first())
                    .isVisible();
            Chromium.screenshot(page, "console-entra-client");

            List<String> tabs = page.getByRole(AriaRole.TAB).allInnerTexts();
            assertThat(tabs).contains("Settings", "Roles", "Client scopes", "Sessions", "Advanced", "Events");
            for (String tab : tabs) {
                Locator handle = page.getByRole(
                        AriaRole.TAB, new Page.GetByRoleOptions().setName(tab).setExact(true));
                handle.click();
                assertThat(handle).hasAttribute("aria-selected", "true");
                assertThat(page.locator("main")).not().containsText("Something went wrong");
                if (tab.equals("Advanced")) {
                    assertThat(page.locator("main"))
                            .containsText("This section configures advanced settings of this client");
                }
            }

            addPredefinedMapper(page);
            openSettingsForm(page);
            openDownloadDialog(page);
            chromium.assertNoProblems();
        }
        assertThat(realm.client("urn:federation:MicrosoftOnline").get("protocolMappers"))
                .hasSize(3);
    }

    @Test
    void showsTheSampleFlow() {
        try (WsFedRealm wsfed = WsFedRealm.create("console-flow");
                Chromium chromium = Chromium.open()) {
            wsfed.addSampleFlow();
            Page page = chromium.newPage();
            KeycloakLogin.adminConsole(page, "#/" + wsfed.realm.name() + "/authentication");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("Microsoft 365").setExact(true))
                    .click();

            assertThat(page.locator("main")).containsText("Microsoft 365 second factor");
            assertThat(page.locator("main")).containsText("Condition - Level of Authentication");
            Chromium.screenshot(page, "console-sample-flow");
            chromium.assertNoProblems();
        }
    }

    private static void openSettingsForm(Page page) {
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions()
                                .setName("Relying party settings")
                                .setExact(true))
                .click();
        assertThat(page.locator("main")).containsText("Issuer by domain");
        assertThat(page.locator("main")).containsText("Multi-factor level");
        assertThat(page.locator("input[name*=session]")).hasValue("8");
        Chromium.screenshot(page, "console-relying-party-settings");
    }

    private static void addPredefinedMapper(Page page) {
        page.getByRole(
                        AriaRole.TAB,
                        new Page.GetByRoleOptions().setName("Client scopes").setExact(true))
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("-dedicated$")))
                .click();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("ImmutableID")))
                .isVisible();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("ImmutableID"))
                .click();
        assertThat(page.getByLabel("User attribute").first()).isVisible();
        Chromium.screenshot(page, "console-immutable-id-mapper");
        page.goBack();

        Locator upn = page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("UPN"));
        upn.getByRole(AriaRole.BUTTON).last().click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Delete"))
                .click();
        Locator confirm = page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"));
        if (confirm.count() > 0) {
            confirm.click();
        }
        assertThat(upn).hasCount(0);

        button(page, "Add mapper").click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("From predefined mappers"))
                .click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByRole(AriaRole.ROW, new Locator.GetByRoleOptions().setName("UPN"))
                .getByRole(AriaRole.CHECKBOX)
                .check();
        dialog.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Add").setExact(true))
                .click();
        assertThat(upn).hasCount(1);
    }

    private static void openDownloadDialog(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Client details"))
                .click();
        button(page, "Action").click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Download adapter config"))
                .click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        // The console takes whichever comes last in a list without an order.
        assertThat(dialog.locator("textarea")).not().isEmpty();
        choose(page, dialog, "Federation metadata|wsfed-federation-metadata", "^<EntityDescriptor .*");
        choose(page, dialog, "PowerShell|wsfed-entra-powershell", "^<#.*New-MgDomainFederationConfiguration.*");
        Chromium.screenshot(page, "console-download");
    }

    private static void choose(Page page, Locator dialog, String format, String text) {
        dialog.locator("button")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^wsfed-")))
                .click();
        // Not by role: the list hangs outside the dialog, where all else is hidden from assistive software.
        page.locator("[role=option]")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile(format)))
                .click();
        assertThat(dialog.locator("textarea")).hasValue(Pattern.compile(text, Pattern.DOTALL));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }
}
