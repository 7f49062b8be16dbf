<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("blokbadgeMail" + what, serial)}</p>
<p>${msg("blokbadgeNoticeHelp")}</p>
</@layout.emailLayout>
