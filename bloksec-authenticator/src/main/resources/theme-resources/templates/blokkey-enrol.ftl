<#-- A person gets a phone: begin, scan, type the six digits; where another phone is there already, that one agrees. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=true; section>
  <#if section = "header">
    ${msg("blokkeyEnrolTitle")}
  <#elseif section = "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/blokkey.css">
    <div id="blokkey-enrol" data-step="${blokkey.step}">
    <#if blokkey.step = "over">
    <#elseif blokkey.step = "invitation-code">
      <p>${msg("blokkeyInvitationCodeHelp")}</p>
      <form id="blokkey-invitation-code" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
        <div class="${properties.kcFormGroupClass!}">
          <div class="${properties.kcFormGroupLabelClass!}"><label for="invitation-code" class="${properties.kcLabelClass!}"><span class="${properties.kcFormLabelTextClass!}">${msg("blokkeyInvitationCode")}</span></label></div>
          <span class="${properties.kcInputClass!}"><input id="invitation-code" name="invitation-code" type="text" inputmode="numeric" autocomplete="off" maxlength="16" required autofocus></span>
        </div>
        <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="invitation-code">${msg("doContinue")}</button>
      </form>
    <#elseif blokkey.step = "begin">
      <#if blokkeyInvited??><p id="blokkey-invited" class="blokkey-text">${msg("blokkeyInvitationFor", blokkeyInvited)}</p></#if>
      <p>${msg("blokkeyEnrolBegin")}</p>
      <form action="${url.loginAction}" method="post">
        <button id="blokkey-begin" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="begin">${msg("blokkeyEnrolStart")}</button>
      </form>
    <#elseif blokkey.step = "ticket">
      <p>${msg("blokkeyEnrolScan")}</p>
      <div id="blokkey-qr" role="img" aria-label="${msg("blokkeyEnrolQrLabel")}" data-link="${blokkey.link}">${blokkey.qr?no_esc}</div>
      <p class="blokkey-panel"><span>${msg("blokkeyEnrolPairing")}</span> <strong id="blokkey-pairing">${blokkey.pairing}</strong></p>
      <form id="blokkey-next" action="${url.loginAction}" method="post">
        <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="next">${msg("blokkeyEnrolNext")}</button>
      </form>
    <#elseif blokkey.step = "code">
      <p class="blokkey-text">${msg("blokkeyEnrolFound", blokkey.device, blokkey.model, blokkey.platform, blokkey.address)}</p>
      <form id="blokkey-code-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
        <div class="${properties.kcFormGroupClass!}">
          <div class="${properties.kcFormGroupLabelClass!}"><label for="code" class="${properties.kcLabelClass!}"><span class="${properties.kcFormLabelTextClass!}">${msg("blokkeyEnrolCode")}</span></label></div>
          <span class="${properties.kcInputClass!}"><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="9" required autofocus></span>
        </div>
        <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="code">${msg("doContinue")}</button>
      </form>
    <#else>
      <p role="status">${msg("blokkeyEnrolAsk", blokkey.device)}</p>
      <#if blokkey.number?has_content><p id="blokkey-number-line"><span>${msg("blokkeyNumber")}</span> <strong id="blokkey-number">${blokkey.number}</strong></p></#if>
      <form id="blokkey-asked" action="${url.loginAction}" method="post">
        <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" name="blokkey" value="next">${msg("blokkeyEnrolAsked")}</button>
      </form>
    </#if>
    <#if isAppInitiatedAction??>
      <form action="${url.loginAction}" method="post">
        <button class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" type="submit" name="cancel-aia" value="true">${msg("doCancel")}</button>
      </form>
    </#if>
    </div>
  </#if>
</@layout.registrationLayout>
