<#-- Before a sign-out, where the realm wants that: anyone can link to it, and only the person who is signed in can press this button. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
  <#if section = "header">
    ${msg("wsfedConfirmTitle")}
  <#elseif section = "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/wsfed-sign-out.css">
    <form id="wsfed-confirm" method="post" action="${wsfedConfirm.action}">
      <p class="instruction">${msg("wsfedConfirmText")}</p>
      <input type="hidden" name="wa" value="wsignout1.0">
      <input type="hidden" name="confirmation" value="${wsfedConfirm.confirmation}">
      <#if wsfedConfirm.wtrealm??><input type="hidden" name="wtrealm" value="${wsfedConfirm.wtrealm}"></#if>
      <#if wsfedConfirm.wreply??><input type="hidden" name="wreply" value="${wsfedConfirm.wreply}"></#if>
      <div class="${properties.kcFormGroupClass!}">
        <button type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("wsfedConfirmButton")}</button>
      </div>
    </form>
  </#if>
</@layout.registrationLayout>
