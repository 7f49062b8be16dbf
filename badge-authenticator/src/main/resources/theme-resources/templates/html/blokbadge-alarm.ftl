<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("blokbadgeMailAlarm" + what, serial, person)}</p>
<p>${msg("blokbadgeMailAlarmHelp")}</p>
</@layout.emailLayout>
