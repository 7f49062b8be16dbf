<#-- Scan, PIN, in. Everything typed here stays on the page: no field has a name, and the one form is filled by the script. -->
<#import "template.ftl" as layout>
<#assign primary = "${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">
<#assign secondary = "${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}">
<#-- A text that the script can say again in the person's own language. -->
<#macro say key><span data-say="${key}">${msg(key)}</span></#macro>
<#macro field id label help="" mode="numeric" length=40>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcFormGroupLabelClass!}"><label for="${id}" class="${properties.kcLabelClass!}"><span class="${properties.kcFormLabelTextClass!}" data-say="${label}">${msg(label)}</span></label></div>
    <span class="${properties.kcInputClass!}"><input id="${id}" class="blokbadge-masked" type="text" inputmode="${mode}" maxlength="${length?c}" autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false" dir="ltr"<#if help?has_content> aria-describedby="${id}-help"</#if>></span>
    <#if help?has_content><p id="${id}-help" class="blokbadge-help" data-say="${help}">${msg(help)}</p></#if>
  </div>
</#macro>
<@layout.registrationLayout displayMessage=true; section>
  <#if section = "header">
    <#if blokbadge.mode = "notice">${msg("blokbadgeNoticeTitle")}<#else><@say "blokbadgeTitle"/></#if>
  <#elseif section = "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/blokbadge.css">
    <#if blokbadge.mode = "notice">
      <div id="blokbadge-notice" data-idle-soon="${msg("blokbadgeTextIDLE_SOON")}">
        <p id="blokbadge-alert" role="alert"></p>
        <ul>
          <#if blokbadge.failed gt 0><li id="blokbadge-failed">${msg("blokbadgeFailed", blokbadge.failed)}</li></#if>
          <#list blokbadge.notices as notice><li>${msg("blokbadgeNotice" + notice.what, notice.serial, notice.when)}</li></#list>
        </ul>
        <p>${msg("blokbadgeNoticeHelp")}</p>
        <form action="${url.loginAction}" method="post">
          <button id="blokbadge-continue" class="${primary}" type="submit" name="step" value="continue">${msg("doContinue")}</button>
        </form>
        <#-- Any step that is none leads back to the scan. -->
        <form id="blokbadge-back" action="${url.loginAction}" method="post" hidden></form>
        <script type="module" src="${url.resourcesPath}/js/blokbadge-notice.js"></script>
      </div>
    <#elseif blokbadge.mode = "scan">
      <div id="blokbadge" data-realm="${blokbadge.realmId}" data-client="${blokbadge.client}" data-session="${blokbadge.session}"
           data-nonce="${blokbadge.nonce}" data-time="${blokbadge.time?c}" data-action="${url.loginAction}" lang="${(locale.currentLanguageTag)!"en"}"
           <#if blokbadge.kiosk??>class="blokbadge-kiosk" data-again="${blokbadge.kiosk.signIn}" data-address="${blokbadge.kiosk.address}"</#if>>
        <#if blokbadge.kiosk??>
          <div id="blokbadge-shift"<#if blokbadge.kiosk.person??> data-person="${blokbadge.kiosk.person}" data-signed-in="${blokbadge.kiosk.signedIn?c}" data-ticket="${blokbadge.kiosk.ticket}" data-sign-out="${blokbadge.kiosk.signOut}"<#if blokbadge.kiosk.signedIn> data-start="${blokbadge.kiosk.start}" data-idle="${blokbadge.kiosk.idleMinutes?c}"</#if></#if>>
            <#if blokbadge.kiosk.person?? && blokbadge.kiosk.signedIn>
              <p class="blokbadge-person">${msg("blokbadgeShift", blokbadge.kiosk.person)}</p>
              <div class="blokbadge-buttons">
                <button id="blokbadge-open" class="${secondary}" type="button"><@say "blokbadgeOpen"/></button>
                <button id="blokbadge-end" class="${secondary}" type="button"><@say "blokbadgeEnd"/></button>
              </div>
              <div id="blokbadge-idle" hidden>
                <p id="blokbadge-idle-text" role="alert"></p>
                <p id="blokbadge-idle-seconds" aria-hidden="true"></p>
                <button id="blokbadge-stay" class="${primary}" type="button"><@say "blokbadgeStay"/></button>
              </div>
            </#if>
          </div>
        </#if>
        <p id="blokbadge-alert" role="alert"></p>
        <p id="blokbadge-status" role="status"></p>
        <p id="blokbadge-wait" aria-hidden="true"></p>
        <noscript><p><@say "blokbadgeNoScript"/></p></noscript>
        <section id="blokbadge-scan" hidden>
          <@field id="blokbadge-text" label="blokbadgeScan" help="blokbadgeScanHelp" mode="none" length=200/>
          <div class="blokbadge-camera-place"></div>
        </section>
        <section id="blokbadge-pin" hidden>
          <p class="blokbadge-person"><img data-photo alt="" hidden><span data-name></span> <button class="blokbadge-link blokbadge-restart" type="button"><@say "blokbadgeNotYou"/></button></p>
          <@field id="blokbadge-digits" label="blokbadgePin"/>
          <div class="blokbadge-keypad-place"></div>
          <p class="blokbadge-check"><input id="blokbadge-change" type="checkbox"><label for="blokbadge-change"><@say "blokbadgeChange"/></label></p>
          <button id="blokbadge-enter" class="${primary}" type="button"><@say "doLogIn"/></button>
        </section>
        <section id="blokbadge-choose" hidden>
          <p class="blokbadge-person"><img data-photo alt="" hidden><span data-name></span> <button class="blokbadge-link blokbadge-restart" type="button"><@say "blokbadgeNotYou"/></button></p>
          <p id="blokbadge-supervised" hidden><@say "blokbadgeSupervised"/></p>
          <div id="blokbadge-code-line"><@field id="blokbadge-code" label="blokbadgeCode" help="blokbadgeCodeHelp" length=12/></div>
          <p id="blokbadge-rule"></p>
          <@field id="blokbadge-new" label="blokbadgeNewPin"/>
          <@field id="blokbadge-again" label="blokbadgeAgain"/>
          <div class="blokbadge-keypad-place"></div>
          <p class="blokbadge-check"><input id="blokbadge-see" type="checkbox"><label for="blokbadge-see"><@say "blokbadgeSee"/></label></p>
          <button id="blokbadge-save" class="${primary}" type="button"><span id="blokbadge-save-label"><@say "blokbadgeSave"/></span><span id="blokbadge-next-label" hidden><@say "blokbadgeTextNEXT"/></span></button>
        </section>
        <section id="blokbadge-vouch" hidden>
          <p class="blokbadge-person"><img data-photo alt="" hidden><span data-name></span> <button class="blokbadge-link blokbadge-restart" type="button"><@say "blokbadgeNotYou"/></button></p>
          <p data-vouched></p>
          <p role="note"><@say "blokbadgeVouchTime"/></p>
          <@field id="blokbadge-voucher" label="blokbadgeVoucher" help="blokbadgeVoucherHelp" mode="none" length=200/>
          <div class="blokbadge-camera-place"></div>
        </section>
        <section id="blokbadge-vouch-pin" hidden>
          <p class="blokbadge-person"><span id="blokbadge-voucher-name"></span> <button class="blokbadge-link blokbadge-restart" type="button"><@say "blokbadgeNotYou"/></button></p>
          <p data-vouched></p>
          <@field id="blokbadge-vouch-digits" label="blokbadgePin"/>
          <div class="blokbadge-keypad-place"></div>
          <button id="blokbadge-vouch-enter" class="${primary}" type="button"><@say "blokbadgeVouch"/></button>
        </section>
        <section id="blokbadge-renew" hidden>
          <@field id="blokbadge-next" label="blokbadgeRenew" help="blokbadgeRenewHelp" mode="none" length=200/>
          <div class="blokbadge-camera-place"></div>
          <button id="blokbadge-later" class="${secondary}" type="button"><@say "blokbadgeLater"/></button>
        </section>
        <div id="blokbadge-keypad-box" hidden>
          <button class="blokbadge-link" type="button" aria-expanded="false" aria-controls="blokbadge-keypad"><span id="blokbadge-keypad-name"><@say "blokbadgeKeypad"/></span></button>
          <div id="blokbadge-keypad" role="group" aria-labelledby="blokbadge-keypad-name" hidden>
            <#list 1..9 as digit><button class="${secondary}" type="button" data-key="${digit?c}">${digit?c}</button></#list>
            <button class="${secondary}" type="button" data-key="delete"><@say "blokbadgeKeypadDelete"/></button>
            <button class="${secondary}" type="button" data-key="0">0</button>
          </div>
        </div>
        <div id="blokbadge-camera-box" hidden>
          <button id="blokbadge-camera-on" class="${secondary}" type="button"><@say "blokbadgeCamera"/></button>
          <div id="blokbadge-camera" hidden>
            <video id="blokbadge-video" muted playsinline aria-hidden="true"></video>
            <p id="blokbadge-camera-choice" hidden><label for="blokbadge-cameras"><@say "blokbadgeCameraChoice"/></label> <select id="blokbadge-cameras"></select></p>
            <button id="blokbadge-camera-off" class="blokbadge-link" type="button"><@say "blokbadgeCameraOff"/></button>
          </div>
        </div>
        <form id="blokbadge-form" method="post" action="${url.loginAction}" hidden></form>
        <div id="blokbadge-texts" hidden>
          <#list ["UNKNOWN", "NOT_YET", "EXPIRED", "SUSPENDED", "REPLACED", "REVOKED", "LOCKED", "WAIT", "BUDGET", "CHANGED", "STALE", "CODE_DEAD", "MAY_NOT_VOUCH", "KIOSK_NEEDED", "KIOSK_REFUSED", "NOT_HERE", "FORGED", "DISABLED", "OTHER_PERSON", "BUSY", "UNAVAILABLE", "WRONG", "WRONG_CODE", "NOT_A_BADGE", "MISREAD", "OTHER_ORGANISATION", "IDLE", "OFFLINE", "INSECURE", "WORKING", "PIN_FORM", "PIN_SHORT", "PIN_EASY", "PIN_DIFFERENT", "CODE_FORM", "MUST_CHANGE", "RULE", "WAITING", "VOUCHED", "READ", "IDLE_SOON", "SWITCHING", "SWITCHED", "ENDED", "ENDED_IDLE", "NOT_ENDED", "SHIFT_IDLE", "CAMERA_BLOCKED", "CAMERA_NONE"] as key>
            <span data-text="${key}" data-say="blokbadgeText${key}">${msg("blokbadgeText" + key)}</span>
          </#list>
        </div>
        <script type="module" src="${url.resourcesPath}/js/blokbadge-sign-in.js"></script>
      </div>
    </#if>
  </#if>
</@layout.registrationLayout>
