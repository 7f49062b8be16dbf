<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("blokkeyInvitationVoidBody", person, realmLabel)}</p>
<p>${msg("blokkeyInvitationVoidHelp")}</p>
</@layout.emailLayout>
