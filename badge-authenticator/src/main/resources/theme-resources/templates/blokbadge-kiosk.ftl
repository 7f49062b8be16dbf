<#-- A workstation's own pages: pairing, the moment after a sign-in, the end of a sign-out. -->
<#import "template.ftl" as layout>
<#assign primary = "${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">
<@layout.registrationLayout displayMessage=false; section>
  <#if section = "header">
    ${msg("blokbadgeKioskTitle")}
  <#elseif section = "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/blokbadge.css">
    <div id="blokbadge-kiosk" data-mode="${kiosk.mode}" data-realm="${kiosk.realmId}" data-pair="${kiosk.pair!}" data-sign-in="${kiosk.signIn!}" data-start="${kiosk.start!}" data-kiosk="${kiosk.kiosk!}">
      <p id="blokbadge-alert" role="alert"></p>
      <noscript><p>${msg("blokbadgeNoScript")}</p></noscript>
      <#if kiosk.mode = "start">
        <form id="blokbadge-pair" hidden>
          <p>${msg("blokbadgePairHelp")}</p>
          <div class="${properties.kcFormGroupClass!}">
            <div class="${properties.kcFormGroupLabelClass!}"><label for="blokbadge-code" class="${properties.kcLabelClass!}"><span class="${properties.kcFormLabelTextClass!}">${msg("blokbadgePairCode")}</span></label></div>
            <span class="${properties.kcInputClass!}"><input id="blokbadge-code" type="text" maxlength="12" autocomplete="off" autocapitalize="characters" autocorrect="off" spellcheck="false" dir="ltr"></span>
          </div>
          <button class="${primary}" type="submit">${msg("blokbadgePair")}</button>
        </form>
        <button id="blokbadge-without" class="blokbadge-link" type="button" hidden>${msg("blokbadgePairWithout")}</button>
        <div id="blokbadge-paired" role="status" hidden>
          <p>${msg("blokbadgePaired")} <strong id="blokbadge-name"></strong></p>
          <p>${msg("blokbadgeFingerprint")} <code id="blokbadge-fingerprint"></code></p>
          <button id="blokbadge-go" class="${primary}" type="button">${msg("doContinue")}</button>
        </div>
      <#elseif kiosk.mode = "in">
        <p>${msg("blokbadgeShift", kiosk.name)}</p>
      <#elseif kiosk.mode = "front">
        <p id="blokbadge-front" role="alert">${msg("blokbadgeTextSHIFT_IDLE", kiosk.name)}</p>
      <#else>
        <p role="status">${msg("blokbadgeOut")}</p>
      </#if>
      <div id="blokbadge-texts" hidden>
        <#list ["INSECURE", "OFFLINE", "BUSY", "NO_CLIENT", "CODE_REFUSED", "PAIR_FORM"] as key>
          <span data-text="${key}">${msg("blokbadgeText" + key)}</span>
        </#list>
      </div>
      <script type="module" src="${url.resourcesPath}/js/blokbadge-kiosk.js"></script>
    </div>
  </#if>
</@layout.registrationLayout>
