<#-- Scan, PIN, in. Everything typed here stays on the page: no field has a name, and the one form is filled by the script. -->
<#import "template.ftl" as layout>
<#assign primary = "${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">
<#assign secondary = "${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}">
<#macro field id label help="" mode="numeric" length=40>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcFormGroupLabelClass!}"><label for="${id}" class="${properties.kcLabelClass!}"><span class="${properties.kcFormLabelTextClass!}">${label}</span></label></div>
    <span class="${properties.kcInputClass!}"><input id="${id}" class="blokbadge-masked" type="text" inputmode="${mode}" maxlength="${length?c}" autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false" dir="ltr"<#if help?has_content> aria-describedby="${id}-help"</#if>></span>
    <#if help?has_content><p id="${id}-help" class="blokbadge-help">${help}</p></#if>
  </div>
</#macro>
<@layout.registrationLayout displayMessage=true; section>
  <#if section = "header">
    <#if blokbadge.mode = "notice">${msg("blokbadgeNoticeTitle")}<#else>${msg("blokbadgeTitle")}</#if>
  <#elseif section = "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/blokbadge.css">
    <#if blokbadge.mode = "notice">
      <div id="blokbadge-notice">
        <ul>
          <#if blokbadge.failed gt 0><li id="blokbadge-failed">${msg("blokbadgeFailed", blokbadge.failed)}</li></#if>
          <#list blokbadge.notices as notice><li>${msg("blokbadgeNotice" + notice.what, notice.serial, notice.when)}</li></#list>
        </ul>
        <p>${msg("blokbadgeNoticeHelp")}</p>
        <form action="${url.loginAction}" method="post">
          <button id="blokbadge-continue" class="${primary}" type="submit" name="step" value="continue" autofocus>${msg("doContinue")}</button>
        </form>
      </div>
    <#elseif blokbadge.mode = "scan">
      <div id="blokbadge" data-realm="${blokbadge.realmId}" data-client="${blokbadge.client}" data-session="${blokbadge.session}"
           data-nonce="${blokbadge.nonce}" data-time="${blokbadge.time?c}" data-kiosk="${blokbadge.kiosk}" data-action="${url.loginAction}">
        <p id="blokbadge-alert" role="alert"></p>
        <p id="blokbadge-status" role="status"></p>
        <p id="blokbadge-wait" aria-hidden="true"></p>
        <noscript><p>${msg("blokbadgeNoScript")}</p></noscript>
        <section id="blokbadge-scan" hidden>
          <@field id="blokbadge-text" label=msg("blokbadgeScan") help=msg("blokbadgeScanHelp") mode="none" length=200/>
        </section>
        <section id="blokbadge-pin" hidden>
          <p class="blokbadge-person"><span data-name></span> <button class="blokbadge-link blokbadge-restart" type="button">${msg("blokbadgeNotYou")}</button></p>
          <@field id="blokbadge-digits" label=msg("blokbadgePin")/>
          <div class="blokbadge-keypad-place"></div>
          <p class="blokbadge-check"><input id="blokbadge-change" type="checkbox"><label for="blokbadge-change">${msg("blokbadgeChange")}</label></p>
          <button id="blokbadge-enter" class="${primary}" type="button">${msg("doLogIn")}</button>
        </section>
        <section id="blokbadge-choose" hidden>
          <p class="blokbadge-person"><span data-name></span> <button class="blokbadge-link blokbadge-restart" type="button">${msg("blokbadgeNotYou")}</button></p>
          <p id="blokbadge-supervised" hidden>${msg("blokbadgeSupervised")}</p>
          <div id="blokbadge-code-line"><@field id="blokbadge-code" label=msg("blokbadgeCode") help=msg("blokbadgeCodeHelp") length=12/></div>
          <p id="blokbadge-rule"></p>
          <@field id="blokbadge-new" label=msg("blokbadgeNewPin")/>
          <@field id="blokbadge-again" label=msg("blokbadgeAgain")/>
          <div class="blokbadge-keypad-place"></div>
          <p class="blokbadge-check"><input id="blokbadge-see" type="checkbox"><label for="blokbadge-see">${msg("blokbadgeSee")}</label></p>
          <button id="blokbadge-save" class="${primary}" type="button">${msg("blokbadgeSave")}</button>
        </section>
        <section id="blokbadge-vouch" hidden>
          <p class="blokbadge-person"><span data-name></span> <button class="blokbadge-link blokbadge-restart" type="button">${msg("blokbadgeNotYou")}</button></p>
          <p data-vouched></p>
          <@field id="blokbadge-voucher" label=msg("blokbadgeVoucher") help=msg("blokbadgeVoucherHelp") mode="none" length=200/>
        </section>
        <section id="blokbadge-vouch-pin" hidden>
          <p class="blokbadge-person"><span id="blokbadge-voucher-name"></span> <button class="blokbadge-link blokbadge-restart" type="button">${msg("blokbadgeNotYou")}</button></p>
          <p data-vouched></p>
          <@field id="blokbadge-vouch-digits" label=msg("blokbadgePin")/>
          <div class="blokbadge-keypad-place"></div>
          <button id="blokbadge-vouch-enter" class="${primary}" type="button">${msg("blokbadgeVouch")}</button>
        </section>
        <section id="blokbadge-renew" hidden>
          <@field id="blokbadge-next" label=msg("blokbadgeRenew") help=msg("blokbadgeRenewHelp") mode="none" length=200/>
          <button id="blokbadge-later" class="${secondary}" type="button">${msg("blokbadgeLater")}</button>
        </section>
        <div id="blokbadge-keypad-box" hidden>
          <button class="blokbadge-link" type="button" aria-expanded="false" aria-controls="blokbadge-keypad">${msg("blokbadgeKeypad")}</button>
          <div id="blokbadge-keypad" role="group" aria-label="${msg("blokbadgeKeypad")}" hidden>
            <#list 1..9 as digit><button class="${secondary}" type="button" data-key="${digit?c}">${digit?c}</button></#list>
            <button class="${secondary}" type="button" data-key="delete">${msg("blokbadgeKeypadDelete")}</button>
            <button class="${secondary}" type="button" data-key="0">0</button>
          </div>
        </div>
        <form id="blokbadge-form" method="post" action="${url.loginAction}" hidden></form>
        <div id="blokbadge-texts" hidden>
          <#list ["UNKNOWN", "NOT_YET", "EXPIRED", "SUSPENDED", "REPLACED", "REVOKED", "LOCKED", "WAIT", "BUDGET", "CHANGED", "STALE", "CODE_DEAD", "MAY_NOT_VOUCH", "KIOSK_NEEDED", "FORGED", "DISABLED", "OTHER_PERSON", "BUSY", "UNAVAILABLE", "WRONG", "WRONG_CODE", "NOT_A_BADGE", "MISREAD", "OTHER_ORGANISATION", "IDLE", "OFFLINE", "INSECURE", "WORKING", "PIN_FORM", "PIN_SHORT", "PIN_EASY", "PIN_DIFFERENT", "CODE_FORM", "MUST_CHANGE", "RULE", "WAITING", "NEXT", "VOUCHED"] as key>
            <span data-text="${key}">${msg("blokbadgeText" + key)}</span>
          </#list>
        </div>
        <script type="module" src="${url.resourcesPath}/js/blokbadge-sign-in.js"></script>
      </div>
    </#if>
  </#if>
</@layout.registrationLayout>
