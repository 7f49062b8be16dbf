<#-- Where a request ends that cannot be answered: what happened, what to do, and an id that the administrator finds in the events. -->
<#import "template.ftl" as layout>
<#-- No choice of languages: its links would lead to this address without the request. The page speaks the request's language. -->
<#if locale??><#global locale = {"current": locale.current, "currentLanguageTag": locale.currentLanguageTag, "rtl": locale.rtl, "supported": []}></#if>
<@layout.registrationLayout displayMessage=false; section>
  <#if section = "header">
    <#if wsfedError.signingOut>${msg("wsfedErrorSignOutTitle")}<#else>${msg("wsfedErrorTitle")}</#if>
  <#elseif section = "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/wsfed-error.css">
    <div id="kc-error-message">
      <p class="instruction" id="wsfed-error">${msg(wsfedError.messageKey, wsfedError.argument)}</p>
      <p class="instruction">${msg("wsfedErrorCorrelation")} <code id="wsfed-correlation-id">${wsfedError.correlationId}</code></p>
      <#if wsfedError.startPage?has_content>
        <p><a id="wsfed-start-over" href="${wsfedError.startPage}">${msg("wsfedErrorStartOver")}</a></p>
      </#if>
    </div>
  </#if>
</@layout.registrationLayout>
