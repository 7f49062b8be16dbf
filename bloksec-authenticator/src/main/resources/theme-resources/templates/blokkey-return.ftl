<#-- The app on the same device has opened this page: it hands the verifier over, and the sign-in goes on where it was begun. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
  <#if section = "header">
    ${msg("blokkeyReturnTitle")}
  <#elseif section = "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/blokkey.css">
    <p id="blokkey-return" role="status" aria-live="polite" data-route="${blokkeyReturn}"
       data-done="${msg("blokkeyReturnDone")}" data-failed="${msg("blokkeyReturnFailed")}">${msg("blokkeyReturnWait")}</p>
    <noscript><p>${msg("blokkeyReturnNoScript")}</p></noscript>
    <script type="module" src="${url.resourcesPath}/js/blokkey-return.js"></script>
  </#if>
</@layout.registrationLayout>
