<#-- A passcode from an administrator. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=true; section>
  <#if section = "header">
    ${msg("blokkeyPasscodeTitle")}
  <#elseif section = "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/blokkey.css">
    <form id="blokkey-passcode" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
      <div class="${properties.kcFormGroupClass!}">
        <div class="${properties.kcFormGroupLabelClass!}"><label for="passcode" class="${properties.kcLabelClass!}"><span class="${properties.kcFormLabelTextClass!}">${msg("blokkeyPasscodeLabel")}</span></label></div>
        <span class="${properties.kcInputClass!}"><input id="passcode" name="passcode" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" required autofocus></span>
      </div>
      <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit">${msg("doContinue")}</button>
    </form>
  </#if>
</@layout.registrationLayout>
