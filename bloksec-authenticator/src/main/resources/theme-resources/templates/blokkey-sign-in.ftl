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
      <p class="blokkey-text">${msg("blokkeyConfirm", blokkey.person)}</p>
      <form id="blokkey-continue" class="blokkey-stack" action="${url.loginAction}" method="post">
        <input type="hidden" name="page" value="${blokkey.page}">
        <button id="blokkey-yes" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="continue">${msg("doContinue")}</button>
        <button id="blokkey-not-me" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="notme">${msg("blokkeyNotMe")}</button>
      </form>
    <#else>
      <#if blokkey.named && !blokkey.fixed>
        <form id="blokkey-person" action="${url.loginAction}" method="post">
          <input type="hidden" name="page" value="${blokkey.page}">
          <span id="blokkey-name">${blokkey.name}</span>
          <button id="blokkey-other" type="submit" name="blokkey" value="other">${msg("blokkeyOther")}</button>
        </form>
      </#if>
      <p id="blokkey-status" role="status" aria-live="polite"
           data-shown="${msg("blokkeyShown")}" data-approved="${msg("blokkeyApproved")}"
           data-denied="${msg("blokkeyDenied")}" data-ended="${msg("blokkeyEnded")}"
           data-claimed="${msg("blokkeyClaimed")}" data-contested="${msg("blokkeyContested")}" data-offline="${msg("blokkeyOffline")}" data-busy="${msg("blokkeyTooMany")}"
           <#if blokkey.named>data-waiting="${msg("blokkeyWaiting")}" data-expired="${msg("blokkeyExpired")}"<#else>data-waiting="" data-expired="${msg("blokkeyCodeEnded")}"</#if>><#if blokkey.named && blokkey.live>${msg("blokkeyWaiting")}</#if></p>
      <progress id="blokkey-time" aria-label="${msg("blokkeyTime")}" max="1" value="1" hidden></progress>
      <#if blokkey.named>
        <p id="blokkey-number-line"<#if !blokkey.number?has_content> hidden</#if>><span>${msg("blokkeyNumber")}</span> <strong id="blokkey-number">${blokkey.number}</strong></p>
        <form id="blokkey-start" action="${url.loginAction}" method="post"<#if blokkey.live> hidden</#if>>
          <input type="hidden" name="page" value="${blokkey.page}">
          <button id="blokkey-send" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="start">${msg("blokkeySend")}</button>
        </form>
      <#else>
        <form id="blokkey-name-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
          <input type="hidden" name="page" value="${blokkey.page}">
          <div class="${properties.kcFormGroupClass!}">
            <div class="${properties.kcFormGroupLabelClass!}"><label for="username" class="${properties.kcLabelClass!}"><span class="${properties.kcFormLabelTextClass!}">${msg("blokkeyNameLabel")}</span></label></div>
            <span class="${properties.kcInputClass!}"><input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" dir="ltr" required maxlength="255" autofocus></span>
          </div>
          <button id="blokkey-name-go" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="name">${msg("doContinue")}</button>
        </form>
        <noscript><p>${msg("blokkeyNoScriptQr")}</p></noscript>
      </#if>
      <#if blokkey.qr>
        <section id="blokkey-qr-panel" hidden>
          <h2 class="blokkey-heading">${msg("blokkeyScan")}</h2>
          <div id="blokkey-qr" role="img" aria-label="${msg("blokkeyQrLabel")}"></div>
          <p>${msg("blokkeyScanHelp")}</p>
        </section>
        <button id="blokkey-show-qr" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" type="button" hidden>${msg("blokkeyShowQr")}</button>
      </#if>
      <a id="blokkey-open" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" href="#" hidden>${msg("blokkeyOpenApp")}</a>
      <form id="blokkey-finish" action="${url.loginAction}" method="post">
        <input type="hidden" name="page" value="${blokkey.page}">
        <input type="hidden" name="blokkey" value="finish">
        <noscript><#if blokkey.live><button id="blokkey-done" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" type="submit">${msg("blokkeyDone")}</button></#if></noscript>
      </form>
      <form id="blokkey-again" action="${url.loginAction}" method="post" hidden>
        <input type="hidden" name="page" value="${blokkey.page}">
        <#if blokkey.named>
          <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="again">${msg("blokkeyAgain")}</button>
        <#else>
          <button class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="again">${msg("blokkeyNewCode")}</button>
        </#if>
      </form>
    </#if>
    </div>
    <script type="module" src="${url.resourcesPath}/js/blokkey-sign-in.js"></script>
  </#if>
</@layout.registrationLayout>
