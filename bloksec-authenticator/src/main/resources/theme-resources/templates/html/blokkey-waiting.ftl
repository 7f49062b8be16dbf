<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("blokkeyMailWaiting")}</p>
<p><a href="${link}">${msg("blokkeyMailOpen")}</a></p>
<p>${msg("blokkeyMailHelp")}</p>
</@layout.emailLayout>
