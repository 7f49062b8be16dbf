<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("blokkeyInvitationHello", person)}</p>
<p>${msg("blokkeyInvitationBody", realmLabel)}</p>
<p><a href="${link}">${msg("blokkeyInvitationOpen")}</a></p>
<p>${msg("blokkeyInvitationScan")}</p>
<#-- A table, as mail programs show neither SVG nor pictures of other places. -->
<table role="img" aria-label="${msg("blokkeyInvitationQrLabel")}" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff"><#list qr as runs><tr><#list runs as width><#if width gt 0><td colspan="${width?c}" bgcolor="<#if width?item_parity == "odd">#ffffff<#else>#000000</#if>" width="${(width * 5)?c}" height="5"></td></#if></#list></tr></#list></table>
<#if code><p>${msg("blokkeyInvitationNeedsCode")}</p></#if>
<p>${msg("blokkeyInvitationLife", hours?c)}</p>
<p>${msg("blokkeyInvitationNotYou")}</p>
</@layout.emailLayout>
