<#-- Waits for a phone. Works without scripts as far as it can: a push by button, and a button to go on when the phone has approved. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=true; section>
  <#if section = "header">
    <#if blokkey.mode = "confirm">${msg("blokkeyConfirmTitle")}<#else>${msg("blokkeyTitle")}</#if>
  <#elseif section = "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/blokkey.css">
    <div id="blokkey" data-mode="${blokkey.mode}" data-routes="${blokkey.routes}" data-page="${blokkey.page}" data-client="${blokkey.client}"
         data-tab="${blokkey.tab}" data-execution="${blokkey.execution}"
         <#if blokkey.mode = "wait">data-first="${blokkey.first}" data-named="${blokkey.named?c}" data-live="${blokkey.live?c}" data-asked="${blokkey.asked?c}" data-state="${blokkey.state}"</#if>>
    <#if blokkey.mode = "confirm">
      <p>${msg("blokkeyConfirm", blokkey.person)}</p>
      <form id="blokkey-continue" action="${url.loginAction}" method="post">
        <input type="hidden" name="page" value="${blokkey.page}">
        <button id="blokkey-yes" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="continue">${msg("doContinue")}</button>
        <button id="blokkey-not-me" class="${properties.kcButtonClass!} ${properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="notme">${msg("blokkeyNotMe")}</button>
      </form>
    <#else>
      <#if blokkey.named>
        <p class="blokkey-person"><span id="blokkey-name">${blokkey.name}</span>
        <#if !blokkey.fixed>
          <form class="blokkey-inline" action="${url.loginAction}" method="post">
            <input type="hidden" name="page" value="${blokkey.page}">
            <button id="blokkey-other" class="blokkey-link" type="submit" name="blokkey" value="other">${msg("blokkeyOther")}</button>
          </form>
        </#if>
        </p>
        <section id="blokkey-push"<#if blokkey.first != "push" && !blokkey.live> class="blokkey-second"</#if>>
          <p id="blokkey-status" role="status" aria-live="polite"
             data-waiting="${msg("blokkeyWaiting")}" data-shown="${msg("blokkeyShown")}" data-approved="${msg("blokkeyApproved")}"
             data-denied="${msg("blokkeyDenied")}" data-expired="${msg("blokkeyExpired")}" data-ended="${msg("blokkeyEnded")}"
             data-claimed="${msg("blokkeyClaimed")}" data-offline="${msg("blokkeyOffline")}" data-busy="${msg("blokkeyTooMany")}"><#if blokkey.live>${msg("blokkeyWaiting")}</#if></p>
          <p id="blokkey-number-line"<#if !blokkey.number?has_content> hidden</#if>>${msg("blokkeyNumber")} <strong id="blokkey-number">${blokkey.number}</strong></p>
          <form id="blokkey-start" action="${url.loginAction}" method="post"<#if blokkey.live> hidden</#if>>
            <input type="hidden" name="page" value="${blokkey.page}">
            <button id="blokkey-send" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="start">${msg("blokkeySend")}</button>
          </form>
        </section>
      <#else>
        <p id="blokkey-status" role="status" aria-live="polite"
           data-waiting="" data-shown="${msg("blokkeyShown")}" data-approved="${msg("blokkeyApproved")}"
           data-denied="${msg("blokkeyDenied")}" data-expired="${msg("blokkeyExpired")}" data-ended="${msg("blokkeyEnded")}"
           data-claimed="${msg("blokkeyClaimed")}" data-offline="${msg("blokkeyOffline")}" data-busy="${msg("blokkeyTooMany")}"></p>
      </#if>
      <#if blokkey.qr>
        <section id="blokkey-qr-panel" hidden>
          <h2 class="blokkey-heading">${msg("blokkeyScan")}</h2>
          <div id="blokkey-qr" role="img" aria-label="${msg("blokkeyQrLabel")}"></div>
          <p>${msg("blokkeyScanHelp")}</p>
        </section>
        <button id="blokkey-show-qr" class="${properties.kcButtonClass!} ${properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" type="button" hidden>${msg("blokkeyShowQr")}</button>
      </#if>
      <a id="blokkey-open" class="${properties.kcButtonClass!} ${properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" href="#" hidden>${msg("blokkeyOpenApp")}</a>
      <form id="blokkey-finish" action="${url.loginAction}" method="post">
        <input type="hidden" name="page" value="${blokkey.page}">
        <input type="hidden" name="blokkey" value="finish">
        <noscript><#if blokkey.live><button id="blokkey-done" class="${properties.kcButtonClass!} ${properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" type="submit">${msg("blokkeyDone")}</button></#if></noscript>
      </form>
      <form id="blokkey-again" action="${url.loginAction}" method="post" hidden>
        <input type="hidden" name="page" value="${blokkey.page}">
        <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="again">${msg("blokkeyAgain")}</button>
      </form>
      <#if !blokkey.named>
        <form id="blokkey-name-form" action="${url.loginAction}" method="post">
          <input type="hidden" name="page" value="${blokkey.page}">
          <div class="${properties.kcFormGroupClass!}">
            <label for="username" class="${properties.kcLabelClass!}">${msg("blokkeyNameLabel")}</label>
            <span class="${properties.kcInputClass!}"><input id="username" name="username" type="text" autocomplete="username" dir="ltr" required maxlength="255"></span>
          </div>
          <button id="blokkey-name-go" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="name">${msg("doContinue")}</button>
        </form>
        <noscript><p>${msg("blokkeyNoScriptQr")}</p></noscript>
      </#if>
    </#if>
    </div>
    <script type="module" src="${url.resourcesPath}/js/blokkey-sign-in.js"></script>
  </#if>
</@layout.registrationLayout>
