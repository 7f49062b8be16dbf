<#-- A passcode from an administrator. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=true; section>
  <#if section = "header">
    ${msg("blokkeyPasscodeTitle")}
  <#elseif section = "form">
    <form id="blokkey-passcode" action="${url.loginAction}" method="post">
      <div class="${properties.kcFormGroupClass!}">
        <label for="passcode" class="${properties.kcLabelClass!}">${msg("blokkeyPasscodeLabel")}</label>
        <span class="${properties.kcInputClass!}"><input id="passcode" name="passcode" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" required autofocus></span>
      </div>
      <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit">${msg("doContinue")}</button>
    </form>
  </#if>
</@layout.registrationLayout>
