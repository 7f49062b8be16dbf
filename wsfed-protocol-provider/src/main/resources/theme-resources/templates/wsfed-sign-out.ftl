<#-- Where a sign-out ends that has applications to tell: each of them in a frame, with what became of it and a way to do it by hand. -->
<#import "template.ftl" as layout>
<#-- No choice of languages: its links would lead to this address without the session that has ended. -->
<#if locale??><#global locale = {"current": locale.current, "currentLanguageTag": locale.currentLanguageTag, "rtl": locale.rtl, "supported": []}></#if>
<@layout.registrationLayout displayMessage=false; section>
  <#if section = "header">
    ${msg("wsfedSignOutTitle")}
  <#elseif section = "form">
    <link rel="stylesheet" href="${url.resourcesPath}/css/wsfed-sign-out.css">
    <script type="module" src="${url.resourcesPath}/js/wsfed-sign-out.js"></script>
    <div id="wsfed-sign-out" data-asked="${msg("wsfedSignOutAsked")}" data-silent="${msg("wsfedSignOutSilent")}">
      <p class="instruction">${msg("wsfedSignOutDone")}</p>
      <ul>
        <#list wsfedSignOut.visits as visit>
          <li>
            <span class="wsfed-name">${visit.name}</span>
            <span class="wsfed-state" role="status">${msg("wsfedSignOutWaiting")}</span>
            <a href="${visit.address}" target="_blank" rel="noopener noreferrer">${msg("wsfedSignOutThere")}<span class="wsfed-hidden"> (${visit.name})</span></a>
            <#-- It may run, and not take this page somewhere else. -->
            <iframe hidden title="${visit.name}" src="${visit.address}" sandbox="allow-scripts allow-same-origin allow-forms"></iframe>
          </li>
        </#list>
      </ul>
      <p class="instruction">${msg("wsfedSignOutHint")}</p>
      <#if wsfedSignOut.onward?has_content>
        <p><a id="wsfed-onward" href="${wsfedSignOut.onward}">${msg("doContinue")}</a></p>
      </#if>
    </div>
  </#if>
</@layout.registrationLayout>
