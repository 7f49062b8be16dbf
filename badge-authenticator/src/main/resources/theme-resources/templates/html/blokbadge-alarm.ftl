<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("blokbadgeAlarm" + what, serial, person)}</p>
<p>${msg("blokbadgeAlarmHelp")}</p>
</@layout.emailLayout>
