<#-- What a realm chooses of the look. This is the one place that Keycloak's layout keeps free for themes; the style sheet moves the
     logo to the top of the card, and finds the colour by its class. Both values are administrators' text, so both are checked. -->
<#macro content>
  <#local colour = (realm.getAttribute("bloksec.color"))!"">
  <#if ["blue", "green", "teal", "purple", "red", "grey"]?seq_contains(colour)>
    <span class="bloksec-${colour}" hidden></span>
  </#if>
  <#local logo = (realm.getAttribute("bloksec.logo"))!"">
  <#if logo?matches(r"(https://|/(?![/\\]))[^\s<>\x22'`\\]+")>
    <img class="bloksec-logo" src="${logo}" alt="${realm.displayName}">
  </#if>
</#macro>
