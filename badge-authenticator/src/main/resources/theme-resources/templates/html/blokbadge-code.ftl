<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("blokbadgeCodeBody", serial, code)}</p>
</@layout.emailLayout>
